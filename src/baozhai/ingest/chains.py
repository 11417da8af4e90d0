"""Which block of a page goes on in which: an assignment of the ends of columns to starts.

Every end is paired with the start that fits it best (column to column, line end to line start, the
same headline above, shared words), as in Gao et al. (2013), "Newspaper article reconstruction using
ant colony optimization and bipartite graph".
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from baozhai.ingest import patterns as pat
from baozhai.ingest.frames import Column, Headline
from baozhai.ingest.layout import overlap
from baozhai.ingest.pairing import best_pairs
from baozhai.records import Box


def chains(cols: Sequence[Column], rules: Sequence[Box]) -> list[list[Column]]:
    """Pair the ends of columns with the starts that go on from them."""
    if not cols:
        return []
    scores = np.zeros((len(cols), len(cols)))
    for a, end in enumerate(cols):
        for b, start in enumerate(cols):
            if a != b:
                scores[a, b] = max(0.0, _goes_on(end, start, rules) + (1.5 if b == a + 1 else 0.0))
    rows, follow = best_pairs(scores)
    pairs = {int(a): int(b) for a, b in zip(rows, follow, strict=True) if scores[a, b] > 0}
    return [[cols[k] for k in path] for path in _paths(pairs, scores)]


def _paths(pairs: dict[int, int], scores: NDArray[np.float64]) -> list[list[int]]:
    """Chains of a one-to-one map; a ring is opened at its weakest link."""
    starts = [k for k in range(len(scores)) if k not in pairs.values()]
    seen: set[int] = set()
    out = []
    for start in starts:
        out.append(_walk(start, pairs, seen))
    for start in range(len(scores)):
        if start not in seen:
            ring = _walk(start, pairs, set())
            weakest = min(range(len(ring)), key=lambda k: scores[ring[k - 1], ring[k]])
            seen.update(ring)
            out.append(ring[weakest:] + ring[:weakest])
    return out


def _walk(start: int, pairs: dict[int, int], seen: set[int]) -> list[int]:
    path = [start]
    seen.add(start)
    while path[-1] in pairs and pairs[path[-1]] not in path:
        path.append(pairs[path[-1]])
        seen.add(path[-1])
    return path


def _goes_on(a: Column, b: Column, rules: Sequence[Box]) -> float:
    """How much speaks for `b` being the continuation of `a`; 0 is undecided."""
    em = a.size
    below = overlap(a.box, b.box) > 0.3 and b.box.y1 < a.box.y0 + 0.5 * em
    right = b.box.x0 > a.box.x1 - em
    if not below and not right:
        return -9.0
    score = _style(a, b) + _ends(a, b) + _roof(a, b)
    if b.pictured and not a.pictured and b.indented:
        score -= 4.0
    if below:
        apart = (a.box.y0 - b.box.y1) / em > 4.0 and not b.pictured
        ruled = any(overlap(r, b.box) > 0.5 and b.box.y1 - em < r.y0 and r.y1 < a.box.y0 + em for r in rules)
        return score + (2.5 if b.roof is a else -3.0) - (4.0 if ruled else 2.0 if apart else 0.0)
    tops = [a.box.y1] + ([a.head.box.y1, a.head.zone.y0] if a.head else [])
    inset = b.pictured or (isinstance(b.roof, Column) and b.roof.pictured)
    score -= 0.0 if inset or min(abs(b.box.y1 - top) for top in tops) < 2.5 * em else 2.5
    away = (b.box.x0 - a.box.x1) / em
    return score - (0.0 if away < 4 else 2.0) - (0.0 if b.box.y1 > a.box.y0 else 4.0)


def _style(a: Column, b: Column) -> float:
    whole = not a.small and not b.small
    differs = abs(a.size - b.size) > 0.03 * a.size or a.font != b.font
    return -5.0 if whole and differs else 0.0


def _ends(a: Column, b: Column) -> float:
    """The end of one column against the start of the other."""
    if a.closed:
        return -6.0
    if a.small or b.small:
        return 0.0 if not pat.DATELINE.match(b.first.text) else -5.0
    if pat.DATELINE.match(b.first.text):
        return -5.0
    if not a.ended:
        return 5.0 if not b.indented else -2.0
    if b.indented:
        return 0.0
    return 1.5 if a.full else -3.0


def _roof(a: Column, b: Column) -> float:
    """A headline above the start that is not above the end speaks for a new text, and so do its words."""
    score = 0.0
    if b.own and (a.own or a.head):
        score += 1.5 if b.own in (a.own, a.head) else -3.0
    if isinstance(b.roof, Headline):
        score += 2.0 if b.roof in (a.own, a.head) else -3.0
    return score
