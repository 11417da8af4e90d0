"""Crossheads in larger type: display lines between two stretches of one column are no headline."""

from __future__ import annotations

from collections.abc import Sequence

from baozhai.ingest.frames import FEW, Column, Headline
from baozhai.ingest.layout import Block, same_type
from baozhai.ingest.surroundings import parted
from baozhai.records import Box

#: Crossheads are smaller than this many times the text, and than every headline over this one.
LARGEST, LESS = 1.45, 1.12
#: Ems of white around a crosshead at most, and how much more may stand over it than under it.
NEAR, EVEN = 2.6, 1.3


def crossheads(
    heads: Sequence[Headline], cols: Sequence[Column], body: float, rules: Sequence[Box]
) -> list[Block]:
    """Groups of display lines that are crossheads; `cols` are the columns of text, in any order.

    One that stands between two stretches of a column tells the type of all of them: at the top of a column
    nothing else does.
    """
    kinds = {(col.font, col.size) for col in cols if not col.small}
    texts = [
        col for col in cols if (col.font, col.size) in kinds
    ]  # the foot of a column may be a single line
    small = [head for head in heads if _small(head, heads, body)]
    placed = [(head, *_around(head.box, texts, body)) for head in small]
    between = [
        head
        for head, over, under in placed
        if over and under and _even(head.box, over, under, body) and not parted(over.box, under.box, rules)
    ]
    tops = [head for head, over, under in placed if under and not over and _like(head, between)]
    return [Block(head.lines) for head in between + tops]


def _small(head: Headline, heads: Sequence[Headline], body: float) -> bool:
    """Whether lines are of one type hardly larger than the text, and the page has larger headlines."""
    first = head.lines[0]
    uniform = len(head.lines) <= FEW and all(
        same_type(first, line) and not line.height for line in head.lines
    )
    larger = any(max(line.size for line in other.lines) > LESS * first.size for other in heads)
    return uniform and larger and first.size < LARGEST * body


def _around(box: Box, texts: Sequence[Column], body: float) -> tuple[Column | None, Column | None]:
    """The text close over a box and the one that opens close under it, in whose column it stands."""
    own = [t for t in texts if t.left - body < box.x0 and box.x1 < t.right + body]
    over = [t for t in own if -0.5 * body < t.box.y0 - box.y1 < NEAR * body]
    under = [t for t in own if -0.5 * body < box.y0 - t.box.y1 < NEAR * body and t.indented]
    return next(iter(over), None), next(iter(under), None)


def _even(box: Box, over: Column, under: Column, body: float) -> bool:
    """Whether about as much white stands over a box as under it, and one column goes on around it."""
    aligned = abs(over.left - under.left) < body and abs(over.right - under.right) < body
    return aligned and over.box.y0 - box.y1 < EVEN * (box.y0 - under.box.y1) + 0.3 * body


def _like(head: Headline, others: Sequence[Headline]) -> bool:
    return any(same_type(head.lines[0], other.lines[0]) for other in others)
