"""Where a headline goes on in a new line: a blank between phrases of their own, none inside one.

Newspapers print no mark between the lines of a headline. A logistic regression over hashed character n-grams (those of
`wording`) and the lengths of both phrases, learned by `benchmarks/train_cutter.py` from headlines in one line that have
blanks, tells what stands there in one line.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from baozhai.ingest.wording import counts
from baozhai.text.lazy import lazy
from baozhai.text.sentences import balanced

#: Phrases of more characters count as so long, and differences in length of more as so much.
LONGEST, FURTHEST = 16, 6
#: Least log-odds of a blank: at 0 fewer are wrong, but more are missed; chosen on headlines that were kept for measuring.
LEAST = -0.75
_CLOSED = lazy(r"[：:，,。；;！!？?、—…·(（《“‘「『【\-]$")
_GOES_ON = lazy(r"[：:，,。；;！!？?、—…·)）》”’」』】\-的之]")
_PARTED = lazy(r"[\s：:！!？?。；;】]+")


def one_line(lines: Sequence[str]) -> str:
    """The lines of a headline as one, with the blanks that its phrases ask for."""
    out = lines[0] if lines else ""
    for line in lines[1:]:
        out += (" " if _parts(out, line) else "") + line
    return out


def _parts(before: str, after: str) -> bool:
    """Whether a blank stands between what is printed so far and the next line."""
    if re.search("[A-Za-z]$", before) and re.match("[A-Za-z]", after):
        return True
    return may_part(before, after) and part_odds(*phrases(before, after)) > LEAST


def may_part(before: str, after: str) -> bool:
    """Whether a blank may stand there: no mark parts the lines already, no quotation is open."""
    bare = before.replace("【", "").replace("】", "")  # a slogan in such brackets has its blanks
    return bool(before and after) and balanced(bare) and not (_CLOSED.search(before) or _GOES_ON.match(after))


def phrases(before: str, after: str) -> tuple[str, str]:
    """The phrase that ends in front of a seam, and the one that begins there."""
    return _PARTED.split(before.strip())[-1].lstrip("【"), _PARTED.split(after.strip())[0]


def part_odds(first: str, second: str) -> float:
    """Log-odds that a blank stands between two phrases."""
    known, heard = _weights(), counts([first, second])
    own, seam = heard["own"] @ known.grams, heard["seam"] @ known.grams
    lengths = known.sizes[sizes(first, second)].sum()
    return float(own[0, 0] + own[1, 1] + seam[1, 1] + lengths + known.bias)


def sizes(first: str, second: str) -> list[int]:
    """Rows of the lengths of two phrases and of the difference."""
    apart = max(-FURTHEST, min(FURTHEST, len(first) - len(second)))
    longest = [min(len(text), LONGEST) for text in (first, second)]
    return [longest[0], LONGEST + 1 + longest[1], 2 * (LONGEST + 1) + FURTHEST + apart]


#: Rows of lengths.
SIZES = 2 * (LONGEST + 1) + 2 * FURTHEST + 1


class _Weights(NamedTuple):
    """Weights of n-grams of the first phrase and of the second one, shape (2 ** BITS, 2), and of lengths."""

    grams: NDArray[np.float32]
    sizes: NDArray[np.float32]
    bias: float


@functools.cache
def _weights() -> _Weights:
    with np.load(Path(__file__).with_name("blanks.npz"), allow_pickle=False) as data:
        grams = np.ascontiguousarray(data["grams"].T, np.float32) * data["scale"]
        return _Weights(grams, data["sizes"], float(data["bias"]))
