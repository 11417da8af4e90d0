"""Headlines ↔ bodies as an assignment problem.

Newspaper dumps print headlines away from their texts, so a headline is matched by the rare
character bigrams it shares with a body; neighbouring display lines are grouped by a Viterbi
pass (one state a body, a cost for changing it), and groups are assigned one to one with
`scipy.optimize.linear_sum_assignment` (Crouse 2016).
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from baozhai.ingest.reflow import squeeze

#: Cost of starting a new headline inside consecutive display lines, and the least score of an
#: assignment; chosen on the stream-order dumps of pages/dev.
SWITCH = 3.0
LEAST = 1.5
#: Bonus for the body printed right after a headline: breaks ties, never outweighs wording.
NEXT = 1.2


def bigrams(text: str) -> set[str]:
    """Character bigrams of a text without blanks and marks."""
    kept = "".join(c for c in squeeze(text) if c.isalnum())
    return {kept[k : k + 2] for k in range(len(kept) - 1)}


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


#: Least gain in shared wording for cutting a text in two because a headline is left over.
SPLIT_GAIN = 20.0


def best_split(
    left_over: Sequence[str], owners: Sequence[str], bodies: Sequence[Sequence[str]]
) -> tuple[int, int] | None:
    """Where to cut one more body so that a left-over headline gets a text.

    Parameters
    ----------
    left_over : headlines without a body
    owners : the headline of each body, empty if none
    bodies : the paragraphs of each body

    Returns
    -------
    (body, paragraph) or None
        Cut the body before the paragraph; None when no cut gains enough.
    """
    bags = [[bigrams(p) for p in body] for body in bodies]
    counts: dict[str, int] = {}
    for bag in (bag for body in bags for bag in body):
        for gram in bag:
            counts[gram] = counts.get(gram, 0) + 1
    total = 1.0 + sum(map(len, bags))

    def covered(head: set[str], paras: list[set[str]]) -> float:
        text, lead = set().union(*paras), paras[0]
        return sum(math.log(total / counts[g]) * (1.0 + 0.5 * (g in lead)) for g in sorted(head & text))

    best, place = SPLIT_GAIN, None
    for col, paras in enumerate(bags):
        owner = bigrams(owners[col])
        whole = covered(owner, paras) if paras else 0.0
        for head in map(bigrams, left_over):
            for k in range(1, len(paras)):
                left, right = paras[:k], paras[k:]
                kept = covered(owner, left) + covered(head, right)
                swapped = covered(head, left) + covered(owner, right)
                gain = max(kept, swapped) - max(whole, covered(head, paras))
                if gain > best:
                    best, place = gain, (col, k)
    return place


def group_lines(scores: NDArray[np.float64], costs: Sequence[float]) -> list[list[int]]:
    """Split consecutive display lines into headlines.

    Parameters
    ----------
    scores : array, shape (n_lines, n_bodies)
    costs : sequence of float, shape (n_lines,)
        Cost of starting another headline at a line; infinite keeps it with the line before.
    """
    n_lines, n_bodies = scores.shape
    if n_bodies == 0 or n_lines == 0:
        return [list(range(n_lines))] if n_lines else []
    best, came, anew = scores[0].copy(), [], []
    for row in range(1, n_lines):
        jump = best.max() - costs[row]
        moved = jump > best  # another headline starts here, perhaps of the same body
        came.append(np.where(moved, int(best.argmax()), np.arange(n_bodies)))
        anew.append(moved)
        best = np.where(moved, jump, best) + scores[row]
    state = int(best.argmax())
    starts = []
    for row in range(n_lines - 1, 0, -1):
        if anew[row - 1][state]:
            starts.append(row)
        state = int(came[row - 1][state])
    bounds = [0, *reversed(starts), n_lines]
    return [list(range(a, b)) for a, b in zip(bounds, bounds[1:], strict=False)]


def assign(scores: NDArray[np.float64]) -> dict[int, tuple[int, float]]:
    """One-to-one: headline → (body, confidence in [0, 1]); weak pairs stay out."""
    from scipy.optimize import linear_sum_assignment

    if not scores.size:
        return {}
    rows, cols = linear_sum_assignment(-scores)
    out = {}
    for row, col in zip(rows.tolist(), cols.tolist(), strict=True):
        score = float(scores[row, col])
        if score < LEAST:
            continue
        others = np.delete(scores[row], col)
        rival = float(others.max()) if others.size else 0.0
        out[row] = (col, float(np.clip(0.5 + (score - rival) / (2.0 * score), 0.05, 1.0)))
    return out
