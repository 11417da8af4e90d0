"""Learn what `ingest.wording` and `ingest.cohesion` know from the lines of drawn pages."""

from __future__ import annotations

import itertools
import random
from collections.abc import Sequence
from typing import Any

import numpy as np
from dumpgen import Item, head, pages, style
from numpy.typing import NDArray
from scipy import sparse
from sklearn.decomposition import TruncatedSVD
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import normalize

from baozhai.ingest.cohesion import BITS, cosines, embedded
from baozhai.ingest.wording import QUESTIONS, bigram_counts, grams

#: How often every headline is drawn for the piles.
PILES = 3
#: Latent dimensions of `ingest.cohesion`: 24 to 64 part texts alike well, the file grows with them.
DIMENSIONS = 48
#: Stretches of a text that the dimensions are learned from, and their characters.
STRETCHES, STRETCH = 5, 250


_HEADS = "KHhS"


def headlines(pool: Sequence[Item], seed: int) -> list[tuple[str, str]]:
    """Headlines of all articles in chance order, several times, with their labels, as if they stood in a pile.

    There are more of them than pages can be drawn of: no text stands between two of them.
    """
    rng = random.Random(seed)
    piles = [rng.sample(pool, len(pool)) for _ in range(PILES)]
    return [row for pile in piles for item in pile for row in head(item, rng, style(rng)) if row[1] != "Y"]


def wording(pool: Sequence[Item], count: int, seed: int) -> dict[str, Any]:
    """The regressions of `ingest.wording`, learned from the lines of drawn pages, `fresh` from piles of headlines."""
    rows: dict[str, list[Any]] = {name: [] for name in QUESTIONS}
    answers: dict[str, list[NDArray[np.bool_]]] = {name: [] for name in QUESTIONS}
    pile = headlines(pool, seed)
    for page in itertools.chain([pile], pages(pool, count, seed)):
        labels = np.array([label for _, label in page])
        asked = _answers(labels)
        groups = grams([text.strip() for text, _ in page])
        for name, used in QUESTIONS.items():
            if (name == "fresh") != (page is pile):
                continue
            at, yes = asked[name]
            rows[name].append(sum(groups[group] for group in used)[at])
            answers[name].append(yes)
    out: dict[str, Any] = {}
    for name in QUESTIONS:
        X, y = sparse.vstack(rows[name]).tocsr(), np.concatenate(answers[name])
        model = LogisticRegression(C=0.3, max_iter=300, tol=1e-3).fit(X, y)
        print(
            f"wording {name}: {len(y)} lines, {y.mean():.3f} yes, {model.score(X, y):.4f} right", flush=True
        )
        out[name], out[f"{name}_bias"] = model.coef_[0], np.float32(model.intercept_[0])
    scale = max(float(np.abs(out[name]).max()) for name in QUESTIONS) / 127
    for name in QUESTIONS:
        out[name] = np.rint(out[name] / scale).astype(np.int8)
    return out | {"scale": np.float32(scale)}


def cohesion(pool: Sequence[Item], count: int, seed: int) -> dict[str, Any]:
    """The vectors of `ingest.cohesion`: LSA of stretches of text; what their cosines say, from drawn pages."""
    texts = ["".join(item.paragraphs) for item in pool]
    counts = bigram_counts(
        [t[k : k + STRETCH] for t in texts for k in range(0, min(len(t), STRETCHES * STRETCH), STRETCH)], BITS
    ).csr()
    counts.sum_duplicates()
    idf = np.log((1 + counts.shape[0]) / (1 + np.bincount(counts.indices, minlength=2**BITS)))
    counts.data = 1 + np.log(counts.data)
    X = normalize(sparse.csr_matrix(counts @ sparse.diags_array(idf)))
    svd = TruncatedSVD(DIMENSIONS, random_state=seed, n_iter=4).fit(X)
    table = idf[:, None] * svd.components_.T
    scale = np.abs(table).max(axis=0) / 127
    table = np.rint(table / scale).astype(np.int8)
    rows, answers = [], []
    for page in pages(pool, count // 10, seed):
        labels = np.array([label for _, label in page])
        at = np.flatnonzero(np.isin(labels, ["A", "P"]))
        vectors = embedded([text.strip() for text, _ in page], (table * scale).astype(np.float32))
        rows.append(cosines(vectors)[at])
        answers.append(labels[at] == "A")
    model = LogisticRegression(C=10, max_iter=1000).fit(np.vstack(rows), np.concatenate(answers))
    print(f"cohesion: {model.score(np.vstack(rows), np.concatenate(answers)):.4f} right", flush=True)
    weights, bias = model.coef_[0].astype(np.float32), np.float32(model.intercept_[0])
    return {"table": table, "scale": scale.astype(np.float32), "weights": weights, "bias": bias}


def _answers(labels: NDArray[np.str_]) -> dict[str, tuple[NDArray[np.intp], NDArray[np.bool_]]]:
    """Lines each question is asked of, and whether the answer is yes."""
    before = np.concatenate([["-"], labels[:-1]])
    head, text = np.isin(labels, list(_HEADS)), np.isin(labels, list("APCQ"))
    inside = head & np.isin(before, list(_HEADS))
    start = (labels == "K") | ((labels == "H") & (before != "K"))
    masks = {
        "title": (head | text | (labels == "X"), ~text),
        "fresh": (inside, start),
        "kicker": (head, labels == "K"),
        "crosshead": (head | (labels == "X"), labels == "X"),
        "opens": (np.isin(labels, ["A", "P"]), labels == "A"),
        "caption": (np.isin(labels, ["A", "P", "Q"]), labels == "Q"),
    }
    return {name: (np.flatnonzero(mask), yes[mask]) for name, (mask, yes) in masks.items()}
