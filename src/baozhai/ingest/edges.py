"""Blocks → columns: a few lines take the edges of the text over or under them."""

from __future__ import annotations

from collections.abc import Sequence

from baozhai.ingest import patterns as pat
from baozhai.ingest.frames import FEW, Column
from baozhai.ingest.layout import SAME, Block, font_of, most_common, same_type, unbroken

#: Type from this ratio to the text's on is another.
OTHER = 1.04


def columns(blocks: Sequence[Block], body: float) -> list[Column]:
    """Blocks with the edges of the column they stand in; `body` is the type size of the text."""
    cols = [_column(block, body) for block in blocks]
    texts = [col for col in cols if len(col.block.lines) >= FEW]
    face = str(most_common([line for col in texts for line in col.block.lines], font_of)) if texts else ""
    for col in cols:
        count = len(col.block.lines)
        around = _around(col, texts, body) if count <= FEW else []
        if around and count < FEW and not _justified(col):
            col.left, col.right = around[0].box.x0, around[0].box.x1
        col.filled = not col.display and any(_goes_on(col, o, face) and _fills(col, o) for o in around)
    return cols


def _column(block: Block, body: float) -> Column:
    """A block with its own edges."""
    box = block.box
    # A byline under a headline, or what is left of it, may be in the type of the text.
    larger = [line.size > OTHER * body for line in block.lines]
    display = larger[0] and larger.count(False) <= 2
    return Column(block, box, box.x0, box.x1, block.size, block.font, display=display)


def _around(col: Column, texts: Sequence[Column], body: float) -> list[Column]:
    """Texts as wide as a few lines or wider that stand over or under them: those next to them first, then
    those in their type, then the nearest."""
    box, em = col.box, col.size
    # Two lines that start at one place and end a paragraph are not set in: they stand at the left edge.
    flush = (
        col.first is not col.last and abs(col.first.x0 - col.last.x0) < 0.2 * em and pat.ended(col.last.text)
    )
    found = [
        (_nearness(col, other), max(other.box.y0 - box.y1, box.y0 - other.box.y1), other)
        for other in texts
        if other is not col and other.box.x0 - 0.2 * em <= box.x0 and box.x1 <= other.box.x1 + 0.6 * em
        if same_type(col, other) or abs(other.size - body) < SAME * body
        if not flush or box.x0 < other.box.x0 + 0.2 * em
    ]
    return [other for _, _, other in sorted(found, key=lambda item: item[:2])]


def _justified(col: Column) -> bool:
    """Whether two lines, the first of them set in, end at one place: they tell the edges of their column."""
    first, last = col.first, col.last
    return 1.5 < (first.x0 - last.x0) / col.size < 2.5 and abs(first.x1 - last.x1) < 0.3 * col.size


def _nearness(col: Column, other: Column) -> int:
    """0 for a text without white between, 1 for one in the same type, 2 for another."""
    return 0 if _next_to(col, other) else 1 if same_type(col, other) else 2


def _next_to(a: Column, b: Column) -> bool:
    """Whether the one stands right under the other, without white between."""
    return unbroken(a.block, b.block) or unbroken(b.block, a.block)


def _goes_on(col: Column, other: Column, face: str) -> bool:
    """Whether a few lines may be a stretch of a text: in its type, or in the `face` of most texts right under or over it."""
    if same_type(col, other) and len(col.block.lines) > 1:
        return True
    return col.font == face and _next_to(col, other)


def _fills(col: Column, other: Column) -> bool:
    """Whether lines reach from edge to edge of a text, but for the indent of the first one."""
    first, *others = col.block.lines
    box, slack = other.box, 0.6 * col.size  # a mark may hang half out of a column
    flush = all(line.x0 < box.x0 + slack for line in others) and first.x0 < box.x0 + 5 * slack
    return flush and all(line.x1 > box.x1 - slack for line in col.block.lines)
