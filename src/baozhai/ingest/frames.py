"""Headlines of a page and the blocks of running text with what stands over and around them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from baozhai.ingest import patterns as pat
from baozhai.ingest.headlines import BodyIndex
from baozhai.ingest.layout import DISPLAY, Block, TextLine, overlap
from baozhai.records import Box

#: Ems a first line is set in at least, and a last line falls short by at least.
INDENT, SHORT = 1.0, 1.0
#: Weight of shared wording from which a headline claims a column.
STRONG = 8.0
#: Ems of white before a line at the right edge of a column.
ASIDE = 4.0
#: Ems of white between two columns from which on the lower one does not go on.
APART = 1.5
#: Ems that the characters of the name of a section stand farther apart than those of a headline.
SPACED = 0.15
#: Most lines of a kicker, a headline and a byline in type a little larger than the text.
STACK = 6
#: Most lines of a crosshead, and of what may be one.
FEW = 3


@dataclass(eq=False)
class Headline:
    """Display lines that stand together, with the byline lines below them."""

    lines: list[TextLine]
    bylines: list[TextLine] = field(default_factory=list)
    zone: Box = Box(0.0, 0.0, 0.0, 0.0)
    frame: Box | None = None

    @property
    def box(self) -> Box:
        """Left, bottom, right and top edge."""
        return Block(self.lines + self.bylines).box


@dataclass(eq=False)
class Column:
    """A block of running text with what its two ends and its surroundings tell.

    `filled`: it is a few lines, all as wide as a text in the same type over or under it; `through`: it goes on from its roof,
    a column, under a headline in the middle of the text; `display`: it is in type a little larger than the text, but for a byline; `bylines`: of the text that it opens, which stood over it.
    """

    block: Block
    box: Box
    left: float
    right: float
    size: float
    font: str
    roof: Headline | Column | None = None
    frame: Box | None = None
    picture: Box | None = None
    filled: bool = False
    through: Headline | None = None
    display: bool = False
    beside: list[Headline] = field(default_factory=list)
    bylines: list[TextLine] = field(default_factory=list)
    words: dict[Headline, float] = field(default_factory=dict)

    @property
    def head(self) -> Headline | None:
        """The headline above it, directly or over the columns above without white between."""
        col, over = self, self.roof
        while isinstance(over, Column):
            if col.apart(over):
                return None
            col, over = over, over.roof
        return over

    def apart(self, over: Column) -> bool:
        """Whether white stands between it and a column above; around crossheads and pictures some may."""
        white = over.box.y0 - self.box.y1
        return white > APART * self.size and not (over.small or self.small or self.pictured or self.through)

    @property
    def pictured(self) -> bool:
        """Whether it stands right under a picture."""
        return self.picture is not None

    @property
    def own(self) -> Headline | None:
        """The headline whose words it clearly shares, if any."""
        ranked = sorted(self.words.items(), key=lambda item: item[1], reverse=True)[:2]
        if not ranked or ranked[0][1] < STRONG or (len(ranked) > 1 and ranked[0][1] < 2 * ranked[1][1]):
            return None
        return ranked[0][0]

    @property
    def place(self) -> Box:
        """Its box, as wide as its column when the short end of a paragraph is all it has."""
        if len(self.block.lines) != 1 or not pat.ended(self.last.text):
            return self.box
        return Box(min(self.left, self.box.x0), self.box.y0, max(self.right, self.box.x1), self.box.y1)

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
        named = self.aside(self.last) and pat.NAME_ALONE.match(text)
        return bool(pat.signed(text) or named or (alone and self.last.x0 - self.left > 3 * self.size))

    def aside(self, line: TextLine) -> bool:
        """Whether a line stands at its right edge, white before it."""
        return line.x0 - self.left > ASIDE * line.size and self.right - line.x1 < 2 * line.size

    @property
    def full(self) -> bool:
        """Whether its last line fills the column."""
        return self.last.x1 > self.right - SHORT * self.size

    @property
    def small(self) -> bool:
        """Whether it is a few lines without an end: a crosshead or the headline of a brief."""
        lines = self.block.lines
        few = len(lines) <= (STACK if self.display else FEW)
        if self.filled or not few or pat.ended(self.last.text) or any("。" in k.text for k in lines):
            return False
        return not (self._running or pat.DATELINE.match(self.first.text))

    @property
    def _running(self) -> bool:
        """Whether two or three lines of one measure with a comma inside are a stretch of a text; headlines break at it."""
        lines = self.block.lines
        # The first one may be set in.
        widths = [
            line.x1 - (lines[1].x0 if k == 0 and self._set_in else line.x0) for k, line in enumerate(lines)
        ]
        inside = any("，" in line.text[:-1] for line in lines)
        return len(widths) > 1 and max(widths) - min(widths) < 0.5 * self.size and inside

    @property
    def _set_in(self) -> bool:
        """Whether the first of several lines is set in by about two ems."""
        lines = self.block.lines
        return len(lines) > 1 and 1.5 < (lines[0].x0 - lines[1].x0) / self.size < 2.5


def differ(a: TextLine, b: TextLine) -> bool:
    """Whether two lines of a headline differ in face, size or spacing, as the name of a section does.

    A little spacing is none, nor is that of a short line stretched to the width of the other one.
    """
    stretched = max(abs(a.x0 - b.x0), abs(a.x1 - b.x1)) < SPACED * a.size
    spaced = abs(a.pitch - b.pitch) > 2 * SPACED and not stretched
    return a.font != b.font or not 0.9 < a.size / b.size < 1.11 or spaced


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
    if bool(a.height) != bool(b.height):  # only a kicker over lines that are set down
        down, across = (one, two) if a.height else (two, one)
        if overlap(one, two) < 0.5 or across.y0 < down.y1 - big:
            return False
    if a.height or b.height:
        beside = max(one.x0, two.x0) - min(one.x1, two.x1)
        return beside < 1.2 * big and min(one.y1, two.y1) > max(one.y0, two.y0) - big
    gap = max(one.y0, two.y0) - min(one.y1, two.y1)
    return overlap(one, two) > 0.3 and gap < 0.6 * small + 0.4 * big


def share_words(cols: Sequence[Column], heads: Sequence[Headline]) -> None:
    """Set for every column how much wording each headline shares with it."""
    index = BodyIndex(["".join(line.text for line in col.block.lines) for col in cols])
    scores = index.affinity(["".join(line.text for line in head.lines) for head in heads])
    for k, col in enumerate(cols):
        col.words = {head: float(scores[row, k]) for row, head in enumerate(heads)}
