"""What stands around the headlines and columns of a page: frames, rules, pictures, and what is right above."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from baozhai.ingest.frames import Column, Headline
from baozhai.ingest.layout import overlap
from baozhai.records import Box

#: Least width and height (points) of a frame that holds text.
LEAST = 25.0
#: Ems between a column and a headline beside it.
NEAR = 5.0
#: Ems of white between a headline and a column up to which the room beside its lines is over the column, and a column
#: under its lines tells where its text starts.
ROOM = 8.0
#: Ems between a headline and a column right under it, where nothing else finds room.
CLOSE = 3.0
#: Ems that the feet of two columns of one text differ at most: under the one a crosshead found no room.
FEET = 2.5


def enclose(boxes: Iterable[Box], cols: Sequence[Column], heads: Sequence[Headline]) -> None:
    """Set the frame of every column and headline: the smallest box around it.

    A box around a headline and no running text is an ornament: its headline stands in the frame around both.
    """
    large = [b for b in boxes if b.x1 - b.x0 > LEAST and b.y1 - b.y0 > LEAST and not b.picture]
    large.sort(key=lambda b: (b.x1 - b.x0) * (b.y1 - b.y0))
    text = [col.box for col in cols if not col.small]
    filled = {next((b for b in large if _holds(b, box)), None) for box in text}
    frames = [b for b in large if b in filled]
    things: list[Column | Headline] = [*cols, *heads]
    for thing in things:
        thing.frame = next((b for b in frames if _holds(b, thing.box)), None)


def _holds(outer: Box, inner: Box) -> bool:
    """Whether the middle of a box stands in another."""
    x, y = (inner.x0 + inner.x1) / 2, (inner.y0 + inner.y1) / 2
    return outer.x0 < x < outer.x1 and outer.y0 < y < outer.y1


def spread(heads: Sequence[Headline], cols: Sequence[Column], walls: Sequence[Box], width: float) -> None:
    """Set the zone of every headline: its lines, and the room left and right of them up to the next thing."""
    frames = {f for f in (*(c.frame for c in cols), *(h.frame for h in heads)) if f}
    for head in heads:
        box = head.box
        others = [c.box for c in cols] + [h.box for h in heads if h is not head] + list(walls)
        others += [f for f in frames if not _holds(f, box)]
        level = [o for o in others if _level(o, box)]
        left = max([o.x1 for o in level if o.x1 < box.x0 + 1.0], default=0.0)
        right = min([o.x0 for o in level if o.x0 > box.x1 - 1.0], default=width)
        if head.frame:
            left, right = max(left, head.frame.x0), min(right, head.frame.x1)
        head.zone = Box(left, box.y0, right, box.y1)


def _level(a: Box, b: Box) -> bool:
    """Whether two boxes stand beside one another."""
    return min(a.y1, b.y1) - max(a.y0, b.y0) > 0.3 * min(a.y1 - a.y0, b.y1 - b.y0)


def roofs(cols: Sequence[Column], heads: Sequence[Headline]) -> None:
    """Set for every column what stands right above it in its frame; over a frame without a headline may stand one."""
    things: list[tuple[Box, Box, Headline | Column]] = [(h.zone, h.box, h) for h in heads]
    things += [(c.place, c.box, c) for c in cols]
    headed = {head.frame for head in heads}
    highest: dict[Headline | Column, Column | None] = {head: _highest_under(head, cols) for head in heads}
    for col in cols:
        foot = col.box.y1 - 0.5 * col.size
        near = [
            (overlap(own, col.box) > 0.3, room.y0, thing)
            for room, own, thing in things
            if thing is not col and room.y0 >= foot and overlap(room, col.box) > 0.3
        ]
        over = _right_above(col, near, highest)
        outside = over is not None and over.frame != col.frame
        col.roof = None if outside and (isinstance(over, Column) or col.frame in headed) else over


def _right_above(
    col: Column,
    near: Sequence[tuple[bool, float, Headline | Column]],
    highest: dict[Headline | Column, Column | None],
) -> Headline | Column | None:
    """The lowest of what is over a column.

    `near`: whether a thing is over it itself or only with its room, the foot of that, and the thing;
    `highest`: the highest column right under each headline.
    """
    own = [(foot, thing) for itself, foot, thing in near if itself]
    lowest, nearest = min(own, key=_lowest, default=(math.inf, None))
    if isinstance(nearest, Headline) and lowest - col.box.y1 < CLOSE * col.size:
        return nearest
    direct = [thing for _, thing in own]
    reach = col.box.y1 + ROOM * col.size
    above = [
        (foot, thing)
        for itself, foot, thing in near
        if itself or (foot < reach and not _juts(col, highest.get(thing)) and not _shadowed(thing, direct))
    ]
    return min(above, key=_lowest)[1] if above else None


def _juts(col: Column, under: Column | None) -> bool:
    """Whether a column starts higher than the one beside it that stands under a headline: it runs up beside that headline."""
    if under is None or col.small or overlap(col.box, under.box):
        return False
    return col.box.y1 > under.box.y1 + col.size


def _shadowed(thing: Headline | Column, others: Sequence[Headline | Column]) -> bool:
    """Whether the lines of another headline stand level with a thing of which only the room is over a column."""
    return any(isinstance(other, Headline) and _level(other.box, thing.box) for other in others)


def _highest_under(head: Headline, cols: Sequence[Column]) -> Column | None:
    """The highest of the columns right under the lines of a headline."""
    box = head.box
    near = (c for c in cols if -ROOM * c.size < c.box.y1 - box.y0 < 0.5 * c.size)
    under = [c for c in near if overlap(box, c.box) > 0.3]
    return max(under, key=lambda col: col.box.y1, default=None)


def pierce(cols: Sequence[Column], heads: Sequence[Headline]) -> None:
    """Find headlines in the middle of their text: it breaks off over them and goes on in the columns below."""
    for head in heads:
        below = sorted((col for col in cols if col.roof is head), key=lambda col: col.box.x0)
        pairs = [(next((col for col in cols if _runs_into(col, head, b)), None), b) for b in below]
        if not pairs or not (_breaks_off(*pairs[0]) or _flanked(pairs, cols)):
            continue
        for above, col in pairs:
            if above:
                col.roof, col.through = above, head


def _breaks_off(above: Column | None, below: Column) -> bool:
    """Whether a line breaks off over a headline and goes on in the first column below it."""
    return above is not None and not (above.ended or above.small or below.indented or below.small)


def _flanked(pairs: Sequence[tuple[Column | None, Column]], cols: Sequence[Column]) -> bool:
    """Whether columns over and under a headline are as high together as the whole one to the left of them."""
    (above, below), em = pairs[0], pairs[0][1].size
    if above is None or not all(over for over, _ in pairs):
        return False
    top = _uppermost(above)
    level = (col for col in cols if 0 < above.left - col.right < NEAR * em and col.frame == above.frame)
    crowns = (_uppermost(col) for col in level if abs(col.box.y0 - below.box.y0) < FEET * em)
    return any(abs(crown.box.y1 - top.box.y1) < em and _one_roof(crown, top) for crown in crowns)


def _one_roof(a: Column, b: Column) -> bool:
    """Whether two columns stand under the same thing, or both apart from what is over them."""
    apart = all(isinstance(col.roof, Column) and col.apart(col.roof) for col in (a, b))
    return apart or a.roof is b.roof


def _uppermost(col: Column) -> Column:
    """The highest of what stands in one column without white between, crossheads and the lines after them."""
    while (
        isinstance(over := col.roof, Column) and over.box.y0 - col.box.y1 < col.size and _aligned(over, col)
    ):
        col = over
    return col


def _aligned(a: Column, b: Column) -> bool:
    return abs(a.left - b.left) < b.size and abs(a.right - b.right) < b.size


def _runs_into(col: Column, head: Headline, below: Column) -> bool:
    """Whether a column ends right over a headline, in line with a column under it."""
    if col.frame != head.frame or not _aligned(col, below):
        return False
    return -0.5 * col.size < col.box.y0 - head.box.y1 < 2.5 * col.size


def look_up(cols: Sequence[Column], heads: Sequence[Headline], pictures: Sequence[Box]) -> None:
    """Set for every column the headlines that stand beside it and the picture it stands right under."""
    for col in cols:
        col.beside = [h for h in heads if h.frame == col.frame and _adjoins(h.box, col)]
        near = [p for p in pictures if -col.size < p.y0 - col.box.y1 < 2.5 * col.size]
        col.picture = next((p for p in near if overlap(p, col.box) > 0.6), None)


def _adjoins(box: Box, col: Column) -> bool:
    """Whether a column stands level with the lines of a headline, near them."""
    level = min(box.y1, col.box.y1) > max(box.y0, col.box.y0)
    return level and max(box.x0, col.box.x0) - min(box.x1, col.box.x1) < NEAR * col.size


def parted(a: Box, b: Box, rules: Iterable[Box]) -> bool:
    """Whether a rule runs over the one box and under the other, along most of both."""
    for rule in rules:
        y = (rule.y0 + rule.y1) / 2
        between = a.y0 >= y - 1.0 >= b.y1 - 2.0 or b.y0 >= y - 1.0 >= a.y1 - 2.0
        if between and _along(rule, a) and _along(rule, b):
            return True
    return False


def _along(rule: Box, box: Box) -> bool:
    return min(rule.x1, box.x1) - max(rule.x0, box.x0) > 0.5 * (box.x1 - box.x0)


def _lowest(item: tuple[float, Headline | Column]) -> float:
    return item[0]
