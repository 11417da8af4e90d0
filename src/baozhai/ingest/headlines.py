"""Shared wording of headlines and bodies, and their one-to-one assignment (Crouse 2016)."""

from __future__ import annotations

import math
import operator
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from baozhai.ingest.pairing import best_pairs

#: The least score of an assignment; chosen on the pages of pages/dev.
LEAST = 1.5


def bigrams(text: str) -> set[str]:
    """Character bigrams of a text without blanks and marks."""
    kept = "".join(filter(str.isalnum, text))
    return set(map(operator.add, kept, kept[1:]))


class BodyIndex:
    """Where each character bigram of the bodies stands, so that many headlines can be looked up."""

    def __init__(self, bodies: Sequence[str]) -> None:
        self.n_bodies = len(bodies)
        self._places: dict[str, list[tuple[int, float]]] = {}
        for col, body in enumerate(bodies):
            lead = bigrams(body[:160])
            for gram in bigrams(body):
                self._places.setdefault(gram, []).append((col, 1.5 if gram in lead else 1.0))

    def affinity(self, heads: Sequence[str]) -> NDArray[np.float64]:
        """Shared bigrams weighted by rarity over the bodies, shape (n_heads, n_bodies)."""
        out = np.zeros((len(heads), self.n_bodies))
        for row, head in enumerate(heads):
            for gram in sorted(bigrams(head)):
                places = self._places.get(gram, [])
                weight = math.log((1.0 + self.n_bodies) / max(len(places), 1))
                for col, share in places:
                    out[row, col] += weight * share
        return out


def assign(scores: NDArray[np.float64]) -> dict[int, tuple[int, float]]:
    """One-to-one: headline → (body, confidence in [0, 1]); weak pairs stay out."""
    if not scores.size:
        return {}
    rows, cols = best_pairs(scores)
    out = {}
    for row, col in zip(rows.tolist(), cols.tolist(), strict=True):
        score = float(scores[row, col])
        if score < LEAST:
            continue
        others = np.delete(scores[row], col)
        rival = float(others.max()) if others.size else 0.0
        out[row] = (col, float(np.clip(0.5 + (score - rival) / (2.0 * score), 0.05, 1.0)))
    return out
