"""Learn what `ingest.blanks` knows from headlines that have their blanks, broken into lines as papers break them."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
from dumpgen import title_lines
from pagegen.headline import split_title
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from baozhai.ingest.blanks import SIZES, may_part, phrases, sizes
from baozhai.ingest.wording import grams

#: How often every headline is broken as dumps have it, and into how many lines of like width.
DRAWS, LINES = 4, (2, 3)
#: How little the weights are held back; chosen on headlines that are kept for measuring.
C = 0.2
#: The phrase before a seam, the one after it, and whether a blank stands between them.
Seam = tuple[str, str, bool]


def seams(title: str, lines: Sequence[str]) -> Iterator[Seam]:
    """The seams of a broken headline at which a blank may stand."""
    end = 0
    for k, line in enumerate(lines[:-1]):
        end = title.index(line, end) + len(line)
        if may_part(title[:end], lines[k + 1]):
            yield *phrases(title[:end], lines[k + 1]), title[end].isspace()


def drawn(titles: Iterable[str], seed: int) -> list[Seam]:
    """Seams of headlines, each once."""
    rng = random.Random(seed)
    found: dict[Seam, None] = {}
    for title in (" ".join(text.split()) for text in titles):
        broken = [title_lines(title, rng) for _ in range(DRAWS)] + [split_title(title, n) for n in LINES]
        for lines in filter(None, broken):
            found.update(dict.fromkeys(seams(title, [line.strip() for line in lines])))
    return list(found)


def table(found: Sequence[Seam]) -> Any:
    """n-grams of the first phrase, of the second one with the seam, and lengths; shape (n_seams, 2 * 2 ** BITS + SIZES)."""
    heard = grams([text for first, second, _ in found for text in (first, second)])
    rows = np.repeat(np.arange(len(found)), 3)
    at = np.array([sizes(first, second) for first, second, _ in found]).ravel()
    lengths = sparse.csr_array((np.ones(len(at)), (rows, at)), shape=(len(found), SIZES))
    return sparse.hstack([heard["own"][0::2], (heard["own"] + heard["seam"])[1::2], lengths]).tocsr()


def blanks(titles: Iterable[str], seed: int) -> dict[str, Any]:
    """The regression of `ingest.blanks`."""
    found = drawn(titles, seed)
    X, y = table(found), np.array([blank for *_, blank in found])
    model = LogisticRegression(C=C, max_iter=500).fit(X, y)
    print(f"blanks: {len(y)} seams, {y.mean():.3f} blanks, {model.score(X, y):.4f} right", flush=True)
    grams_, lengths = np.split(model.coef_[0], [-SIZES])
    scale = float(np.abs(grams_).max()) / 127
    return {
        "grams": np.rint(grams_ / scale).astype(np.int8).reshape(2, -1),
        "scale": np.float32(scale),
        "sizes": lengths.astype(np.float32),
        "bias": np.float32(model.intercept_[0]),
    }
