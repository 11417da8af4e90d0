"""Blocks → columns: a few lines take the edges of the text over or under them."""

from __future__ import annotations

from collections.abc import Sequence

from baozhai.ingest import patterns as pat
from baozhai.ingest.frames import FEW, Column
from baozhai.ingest.layout import Block
from baozhai.records import Box

#: Type from this ratio to the text's on is another.
OTHER = 1.04


def columns(blocks: Sequence[Block], body: float) -> list[Column]:
    """Blocks with the edges of the column they stand in; `body` is the type size of the text."""
    boxes = [block.box for block in blocks]
    sure = [(box, block) for block, box in zip(blocks, boxes, strict=True) if len(block.lines) > 2]
    out = []
    for block, box in zip(blocks, boxes, strict=True):
        around = _around(block, box, sure, body) if len(block.lines) <= FEW else []
        edges = around[0][0] if around and len(block.lines) < FEW else box
        col = Column(block, box, edges.x0, edges.x1, block.size, block.font)
        # A byline under a headline, or what is left of it, may be in the type of the text.
        larger = [line.size > OTHER * body for line in block.lines]
        col.display = larger[0] and larger.count(False) <= 2
        col.filled = not col.display and any(
            _same_type(block, other) and _fills(block, at) for at, other in around
        )
        out.append(col)
    return out


def _around(
    block: Block, box: Box, sure: Sequence[tuple[Box, Block]], body: float
) -> list[tuple[Box, Block]]:
    """Blocks of text as wide as a few lines or wider that stand over or under them: those in their type first, then the nearest."""
    em = block.size
    first, last = block.lines[0], block.lines[-1]
    flush = first is not last and abs(first.x0 - last.x0) < 0.2 * em and pat.ended(last.text)
    found = [
        (not _same_type(block, other), max(at.y0 - box.y1, box.y0 - at.y1), at, other)
        for at, other in sure
        if other is not block and at.x0 - 0.2 * em <= box.x0 and box.x1 <= at.x1 + 0.6 * em
        if _same_type(block, other) or abs(other.size - body) < 0.03 * body
        if not flush or box.x0 < at.x0 + 0.2 * em
    ]
    return [(at, other) for _, _, at, other in sorted(found, key=_first_two)]


def _first_two(item: tuple[bool, float, Box, Block]) -> tuple[bool, float]:
    return item[:2]


def _same_type(a: Block, b: Block) -> bool:
    return a.font == b.font and abs(a.size - b.size) < 0.03 * a.size


def _fills(block: Block, box: Box) -> bool:
    """Whether lines reach from edge to edge, but for the indent of the first one."""
    first, *others = block.lines
    slack = 0.6 * block.size  # a mark may hang half out of a column
    flush = (
        bool(others) and all(line.x0 < box.x0 + slack for line in others) and first.x0 < box.x0 + 5 * slack
    )
    return flush and all(line.x1 > box.x1 - slack for line in block.lines)
