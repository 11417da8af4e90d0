"""Which block of a page goes on in which: an assignment of the ends of columns to starts.

Every end is paired with the start that fits it best (column to column, line end to line start, the
same headline above, shared words), as in Gao et al. (2013), "Newspaper article reconstruction using
ant colony optimization and bipartite graph".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from baozhai.ingest import patterns as pat
from baozhai.ingest.frames import FEW, Column, Headline
from baozhai.ingest.layout import overlap, same_type, unbroken
from baozhai.ingest.pairing import best_pairs
from baozhai.ingest.surroundings import parted
from baozhai.records import Box

#: What a rule between two columns speaks against the one going on in the other.
RULED = 6.0
#: What a picture over a new paragraph speaks against it going on from a column.
PICTURED = 5.5
#: Ems that the tops of columns of one text differ at most.
LEVEL = 2.5


def chains(cols: Sequence[Column], rules: Sequence[Box]) -> list[list[Column]]:
    """Pair the ends of columns with the starts that go on from them."""
    if not cols:
        return []
    scores = np.zeros((len(cols), len(cols)))
    tips = [_tips(col) for col in cols]
    for a, reached in enumerate(_reached(cols)):
        for b in reached.tolist():
            scores[a, b] = max(0.0, _goes_on(tips[a], tips[b], rules) + (1.5 if b == a + 1 else 0.0))
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


class _Tips(NamedTuple):
    """What a column tells at its ends, worked out once: a damaged page may have thousands."""

    col: Column
    head: Headline | None
    own: Headline | None
    dated: bool
    indented: bool
    ended: bool
    closed: bool
    full: bool
    small: bool


def _tips(col: Column) -> _Tips:
    opening = "".join(line.text for line in col.block.lines[:2])  # a dateline may run over the line end
    dated = bool(pat.DATELINE.match(opening))
    return _Tips(col, col.head, col.own, dated, col.indented, col.ended, col.closed, col.full, col.small)


def _reached(cols: Sequence[Column]) -> Iterator[NDArray[np.intp]]:
    """For every column, those that stand below it or to the right: nothing else goes on from it."""
    x0, y0, x1, y1 = np.array([(c.box.x0, c.box.y0, c.box.x1, c.box.y1) for c in cols]).T
    for k, col in enumerate(cols):
        left, _, right, _, _ = col.place
        shared = np.maximum(0.0, np.minimum(right, x1) - np.maximum(left, x0))
        shares = shared / np.maximum(np.minimum(right - left, x1 - x0), 1e-6)  # as `overlap` has it
        under = (shares > 0.3) & (y1 < y0[k] + 0.5 * col.size)
        reached = under | (x0 > x1[k] - col.size)
        reached[k] = False
        yield np.flatnonzero(reached)


def _goes_on(one: _Tips, other: _Tips, rules: Sequence[Box]) -> float:
    """How much speaks for `other`, below or to the right, being the continuation of `one`; 0 is undecided."""
    a, b = one.col, other.col
    em = a.size
    below = overlap(a.place, b.box) > 0.3 and b.box.y1 < a.box.y0 + 0.5 * em
    if a.frame != b.frame or b.bylines:
        return -99.0
    score = _style(one, other) + _ends(one, other) + _roof(one, other)
    if parted(a.box, b.box, rules):
        score -= RULED
    if b.pictured and a.picture != b.picture and other.indented:
        score -= PICTURED
    if below:
        return score + (2.5 if b.roof is a else -3.0) - _white(one, other)
    tops = _tops(one, other)
    inset = b.pictured or (isinstance(b.roof, Column) and b.roof.pictured)
    score -= 0.0 if inset or min(abs(b.box.y1 - top) for top in tops) < LEVEL * em else 2.5
    away = (min(b.left, b.box.x0) - a.box.x1) / em  # a crosshead stands in the middle of its column
    return score - (0.0 if away < 4 else 2.0) - (0.0 if b.box.y1 > a.box.y0 else 4.0)


def _white(one: _Tips, other: _Tips) -> float:
    """What the white between a column and one below it speaks against going on there; around crossheads stands some."""
    a, b = one.col, other.col
    wide = (a.box.y0 - b.box.y1) / a.size > 4.0 and not b.pictured and not b.through
    return 4.0 if wide else 2.0 if b.apart(a) else 0.0


def _tops(one: _Tips, other: _Tips) -> list[float]:
    """Heights at which a column that goes on from another to the left may start."""
    col, roof = one.col, other.col.roof
    tops = [col.box.y1]
    while col.through and isinstance(col.roof, Column):
        col = col.roof
        tops.append(col.box.y1)
    if one.head:
        tops += [one.head.box.y1, one.head.zone.y0]
    elif isinstance(roof, Headline) and abs(roof.box.y1 - col.box.y1) < LEVEL * col.size:
        tops.append(other.col.box.y1)
    return tops


def _beside(tips: _Tips, head: Headline) -> bool:
    """Whether a column without a headline over it starts level with one, the only one beside it."""
    col = tips.col
    level = abs(head.box.y1 - col.box.y1) < LEVEL * col.size
    return level and tips.head is None and col.beside == [head]


def _may_open(tips: _Tips) -> bool:
    """Whether a text may start with a column: one that goes on a paragraph of another column and ends is the end of a text."""
    return tips.indented or not tips.ended


def _style(one: _Tips, other: _Tips) -> float:
    a, b = one.col, other.col
    if one.small or other.small or same_type(a, b) or _shares_type(a, b) or _shares_type(b, a):
        return 0.0
    opening = one.indented and one.head is not None and one.head is other.head
    return 0.0 if opening or _unbroken(a, b) else -5.0


def _unbroken(a: Column, b: Column) -> bool:
    """Whether a column follows another between the same edges: the first paragraph may be in another face."""
    aligned = abs(a.left - b.left) < 0.5 * a.size and abs(a.right - b.right) < 0.5 * a.size
    return aligned and unbroken(a.block, b.block)


def _shares_type(few: Column, other: Column) -> bool:
    """Whether one of a few lines is in the type of another column: most of them may be a crosshead."""
    lines = few.block.lines
    return len(lines) <= FEW and any(same_type(other, line) for line in lines)


def _ends(a: _Tips, b: _Tips) -> float:
    """The end of one column against the start of the other."""
    if a.closed:
        return -6.0
    if a.small or b.small:
        return 0.0 if not b.dated else -5.0
    if b.dated:
        return -5.0
    if not a.ended and b.indented:
        return 0.0 if a.col.last.font != b.col.first.font else -2.0  # a crosshead
    if not a.ended:
        return 5.0
    if b.indented:
        return 0.0
    return 1.5 if a.full else -3.0


def _roof(a: _Tips, b: _Tips) -> float:
    """A headline above the start that is not above the end speaks for a new text, and so do its words."""
    score, roof = 0.0, b.col.roof
    if b.own and (a.own or a.head):
        score += 1.5 if b.own in (a.own, a.head) else -3.0
    if isinstance(roof, Headline):
        score += 2.0 if roof in (a.own, a.head) else 1.0 if _beside(a, roof) and _may_open(a) else -3.0
    elif a.head and (b.head is a.head or _beside(b, a.head)):
        score += 1.0
    return score
