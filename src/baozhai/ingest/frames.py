"""Headlines of a page and the blocks of running text with what stands over and around them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from baozhai.ingest import patterns as pat
from baozhai.ingest.headlines import BodyIndex
from baozhai.ingest.layout import DISPLAY, Block, TextLine, overlap
from baozhai.records import Box

#: Ems a first line is set in at least, and a last line falls short by at least.
INDENT = 1.0
#: Weight of shared wording from which a headline claims a column.
STRONG = 8.0
SHORT = 1.0


@dataclass(eq=False)
class Headline:
    """Display lines that stand together, with the byline lines below them."""

    lines: list[TextLine]
    bylines: list[TextLine] = field(default_factory=list)
    zone: Box = Box(0.0, 0.0, 0.0, 0.0)

    @property
    def box(self) -> Box:
        """Left, bottom, right and top edge."""
        return Block(self.lines + self.bylines).box


def _shared(item: tuple[Headline, float]) -> float:
    return item[1]


@dataclass(eq=False)
class Column:
    """A block of running text with what its two ends and its surroundings tell."""

    block: Block
    box: Box
    left: float
    right: float
    size: float
    font: str
    roof: Headline | Column | None = None
    pictured: bool = False
    words: dict[Headline, float] = field(default_factory=dict)

    @property
    def head(self) -> Headline | None:
        """The headline above it, directly or over the columns above."""
        over = self.roof
        while isinstance(over, Column):
            over = over.roof
        return over

    @property
    def own(self) -> Headline | None:
        """The headline whose words it clearly shares, if any."""
        ranked = sorted(self.words.items(), key=_shared, reverse=True)[:2]
        if not ranked or ranked[0][1] < STRONG or (len(ranked) > 1 and ranked[0][1] < 2 * ranked[1][1]):
            return None
        return ranked[0][0]

    @property
    def first(self) -> TextLine:
        """Its first line."""
        return self.block.lines[0]

    @property
    def last(self) -> TextLine:
        """Its last line."""
        return self.block.lines[-1]

    @property
    def indented(self) -> bool:
        """Whether it opens with the start of a paragraph, or with a crosshead."""
        headed = self.first.font != self.font and not pat.ended(self.first.text)
        return headed or self.first.x0 - self.left >= INDENT * self.size

    @property
    def ended(self) -> bool:
        """Whether its last line closes a sentence or a text."""
        return pat.ended(self.last.text) or self.closed

    @property
    def closed(self) -> bool:
        """Whether its last line is a signature or a credit."""
        text = self.last.text
        alone = pat.SIGNATURE_LINE.match(text) or pat.ROLE_LINE.match(text) or pat.CREDIT.match(text)
        return bool(pat.signed(text) or (alone and self.last.x0 - self.left > 3 * self.size))

    @property
    def full(self) -> bool:
        """Whether its last line fills the column."""
        return self.last.x1 > self.right - SHORT * self.size

    @property
    def small(self) -> bool:
        """Whether it is a few lines without an end: a crosshead or the headline of a brief."""
        lines = self.block.lines
        if len(lines) > 3 or pat.ended(self.last.text) or any("。" in k.text for k in lines):
            return False
        return not self._running

    @property
    def _running(self) -> bool:
        """Whether two or three lines of one measure with a comma inside are a stretch of a text; headlines break at it."""
        widths = [line.x1 - line.x0 for line in self.block.lines]
        inside = any("，" in line.text[:-1] for line in self.block.lines)
        return len(widths) > 1 and max(widths) - min(widths) < 0.5 * self.size and inside


def headlines(lines: Sequence[TextLine], body: float) -> list[Headline]:
    """Cluster display lines that stand close under one another."""
    groups: list[list[TextLine]] = []
    for line in sorted((k for k in lines if k.size >= DISPLAY * body), key=_reading):
        near = [group for group in groups if any(_stacked(other, line) for other in group)]
        merged = [line for group in near for line in group] + [line]
        groups = [group for group in groups if group not in near] + [merged]
    return [Headline(sorted(group, key=_reading)) for group in groups]


def _reading(line: TextLine) -> tuple[float, float]:
    """Top to bottom; vertical lines from right to left."""
    return (-line.x0, -line.y) if line.height else (-line.y, line.x0)


def _stacked(a: TextLine, b: TextLine) -> bool:
    small, big = sorted((a.size, b.size))
    one, two = Block([a]).box, Block([b]).box
    if a.height or b.height:
        beside = max(one.x0, two.x0) - min(one.x1, two.x1)
        return beside < 1.2 * big and min(one.y1, two.y1) > max(one.y0, two.y0) - big
    gap = max(one.y0, two.y0) - min(one.y1, two.y1)
    return overlap(one, two) > 0.3 and gap < 0.6 * small + 0.4 * big


def columns(blocks: Sequence[Block]) -> list[Column]:
    """Blocks with the edges of the column they stand in."""
    boxes = [block.box for block in blocks]
    sure = [box for block, box in zip(blocks, boxes, strict=True) if len(block.lines) > 2]
    out = []
    for block, box in zip(blocks, boxes, strict=True):
        em, near = block.size, box
        if len(block.lines) <= 2:
            around = [o for o in sure if o.x0 - 0.2 * em <= box.x0 and box.x1 <= o.x1 + 0.6 * em]
            near = min(around, key=lambda o: abs(o.y0 + o.y1 - box.y0 - box.y1), default=box)
        out.append(Column(block, box, near.x0, near.x1, em, block.font))
    return out


def spread(heads: Sequence[Headline], cols: Sequence[Column], walls: Sequence[Box], width: float) -> None:
    """Set the zone of every headline: its lines, and the room left and right of them up to the next thing."""
    for head in heads:
        box = head.box
        others = [c.box for c in cols] + [h.box for h in heads if h is not head] + list(walls)
        level = [o for o in others if _level(o, box)]
        left = max([o.x1 for o in level if o.x1 < box.x0 + 1.0], default=0.0)
        right = min([o.x0 for o in level if o.x0 > box.x1 - 1.0], default=width)
        head.zone = Box(left, box.y0, right, box.y1)


def _level(a: Box, b: Box) -> bool:
    """Whether two boxes stand beside one another."""
    return min(a.y1, b.y1) - max(a.y0, b.y0) > 0.3 * min(a.y1 - a.y0, b.y1 - b.y0)


def roofs(cols: Sequence[Column], heads: Sequence[Headline]) -> None:
    """Set for every column what stands right above it."""
    things: list[tuple[Box, Headline | Column]] = [(h.zone, h) for h in heads] + [(c.box, c) for c in cols]
    for col in cols:
        above = [
            (box.y0, thing)
            for box, thing in things
            if thing is not col and box.y0 >= col.box.y1 - 0.5 * col.size and overlap(box, col.box) > 0.3
        ]
        col.roof = min(above, key=_lowest)[1] if above else None


def share_words(cols: Sequence[Column], heads: Sequence[Headline]) -> None:
    """Set for every column how much wording each headline shares with it."""
    index = BodyIndex(["".join(line.text for line in col.block.lines) for col in cols])
    scores = index.affinity(["".join(line.text for line in head.lines) for head in heads])
    for k, col in enumerate(cols):
        col.words = {head: float(scores[row, k]) for row, head in enumerate(heads)}


def look_up(cols: Sequence[Column], pictures: Sequence[Box]) -> None:
    """Mark the columns that stand right under a picture."""
    for col in cols:
        col.pictured = any(
            -col.size < p.y0 - col.box.y1 < 2.5 * col.size and overlap(p, col.box) > 0.6 for p in pictures
        )


def _lowest(item: tuple[float, Headline | Column]) -> float:
    return item[0]


def take_bylines(cols: list[Column], heads: Sequence[Headline]) -> list[Column]:
    """Move a few lines right under or over a headline into it; returns the other columns."""
    rest = []
    for col in cols:
        over = [h for h in heads if col.small and _over(col, h)]
        if over:
            over[0].lines[:0] = col.block.lines
        elif isinstance(col.roof, Headline) and col.small and _under(col, col.roof, cols):
            for line in col.block.lines:
                named = any(rule.match(line.text) for rule in _PEOPLE)
                (col.roof.bylines if named else col.roof.lines).append(line)
        else:
            rest.append(col)
    return rest


_PEOPLE = (pat.BULLET_BYLINE, pat.ROLE_LINE, pat.NAMES_LINE)


def _over(col: Column, head: Headline) -> bool:
    """A kicker: closer to the headline below it than to anything above."""
    box, roof = head.box, col.roof
    gap = col.box.y0 - box.y1
    above = roof.box.y0 - col.box.y1 if roof else 99.0
    return overlap(col.box, box) > 0.5 and -0.5 * col.size < gap < min(1.5 * col.size, above)


def _under(col: Column, head: Headline, cols: Sequence[Column]) -> bool:
    """A byline, or a subtitle: it stands closer to the headline than to the text, or wider than a column."""
    if overlap(col.box, head.box) < 0.5 or pat.DATELINE.match(col.first.text):
        return False
    if any(rule.match(col.first.text) for rule in (pat.SUBTITLE, *_PEOPLE)):
        return True
    below = [o for o in cols if o.roof is col]
    if not below or any(o.small for o in below):
        return False
    gap = col.box.y0 - max(o.box.y1 for o in below)
    return len(below) > 1 or head.box.y0 - col.box.y1 < 0.8 * gap
