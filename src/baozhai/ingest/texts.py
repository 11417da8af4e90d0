"""Chains of columns → texts: crossheads found, columns of briefs cut at their small headlines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from baozhai.ingest import patterns as pat
from baozhai.ingest.frames import Column, Headline
from baozhai.ingest.headlines import bigrams
from baozhai.ingest.layout import TextLine, font_of, most_common, size_of
from baozhai.ingest.parts import SECTION_MAX
from baozhai.ingest.reflow import width
from baozhai.records import Box

#: Longest crosshead line in ems.
CROSSHEAD_MAX = 18.0
#: Longest crosshead that is set in like a paragraph, in ems.
INDENTED_MAX = 14.5
#: Most lines of a headline in the type of the text.
TITLE_LINES = 3
#: Share of a headline's bigrams that its text must hold for it to be a headline and no section name.
OWN_WORDS = 0.3

Row = tuple[TextLine, Column]


@dataclass(eq=False)
class Text:
    """Lines of one text with their columns, which of them are crossheads, a brief's small headline and byline."""

    rows: list[Row]
    styled: list[bool]
    title: list[TextLine] = field(default_factory=list)
    bylines: list[TextLine] = field(default_factory=list)

    @property
    def columns(self) -> list[Column]:
        """The columns it runs through, in reading order."""
        return list(dict.fromkeys(col for _, col in self.rows))

    @property
    def frame(self) -> Box | None:
        """The frame it starts in."""
        return self.rows[0][1].frame

    @property
    def roof(self) -> Headline | Column | None:
        """What stands over its first column."""
        return self.rows[0][1].roof


def briefs(chain: Sequence[Column]) -> list[Text]:
    """One text, or several: when the chain opens with a small headline, each of them opens a brief.

    Else only those do that a byline after a bullet or a dateline follows.
    """
    rows = [(line, col) for col in chain for line in col.block.lines]
    font = str(most_common([line for line, _ in rows], font_of))
    size = float(most_common([line for line, _ in rows], size_of))
    styled = [_styled(line, col, font, size) for line, col in rows]
    _unmarked(rows, styled)
    own = any(_titled(head, rows) for head in _over(chain))
    if isinstance(chain[0].roof, Headline) and not own and not any(styled) and len(rows) > 1:
        styled[0] = _headlike(rows[0][0]) and _set_in(rows[1])  # one brief under the name of a section
    _running_on(rows, styled)
    _signed(rows, styled)
    own = own or not styled[0]
    starts = [k for k, mark in enumerate(styled) if mark and (k == 0 or not styled[k - 1])]
    if own:
        starts = [0, *(k for k in starts if k and _opens(rows, styled, k))]
    parts = [(rows[a:b], styled[a:b]) for a, b in zip(starts, [*starts[1:], len(rows)], strict=True)]
    first = Text(*parts[0]) if own else _brief(*parts[0])
    first.bylines[:0] = chain[0].bylines
    return [first, *(_brief(*part) for part in parts[1:])]


def _over(chain: Sequence[Column]) -> list[Headline]:
    """The headlines over the columns of a chain, in their middle, or the only one beside its start."""
    first = chain[0]
    found = [col.roof for col in chain if isinstance(col.roof, Headline)]
    found += [col.through for col in chain if col.through]
    return found + (first.beside if first.head is None and len(first.beside) == 1 else [])


def _set_in(row: Row) -> bool:
    """Whether a line opens a paragraph."""
    return row[0].x0 - row[1].left >= row[0].size


def _signed(rows: Sequence[Row], styled: list[bool]) -> None:
    """Mark the lines over a byline after a bullet, and that byline: a headline in the type of the text."""
    for at in range(1, len(rows) - 1):
        if not pat.BULLET_BYLINE.match(rows[at][0].text):
            continue
        first = at
        while first and at - first < TITLE_LINES and _headlike(rows[first - 1][0]):
            first -= 1
        if first < at and (not first or pat.ended(rows[first - 1][0].text)):
            styled[first : at + 1] = [True] * (at + 1 - first)


def _opens(rows: Sequence[Row], styled: Sequence[bool], at: int) -> bool:
    """Whether small headline lines from one on have a byline after a bullet, or a dateline after them."""
    stop = next(k for k in range(at, len(rows)) if not styled[k])
    if any(pat.BULLET_BYLINE.match(line.text) for line, _ in rows[at:stop]):
        return True
    return bool(pat.DATELINE.match("".join(line.text for line, _ in rows[stop : stop + 2])))


def _brief(rows: list[Row], styled: list[bool]) -> Text:
    count = styled.index(False)
    over = [line for line, _ in rows[:count]]
    bylines = [line for line in over if pat.BULLET_BYLINE.match(line.text)]
    return Text(rows[count:], styled[count:], [line for line in over if line not in bylines], bylines)


def _titled(roof: Headline, rows: Sequence[Row]) -> bool:
    """Whether a headline above is the text's own.

    The name of a section is short, in one line, without a byline, and shares no words with a text.
    """
    if roof.bylines or len(roof.lines) > 1 or len("".join(line.text for line in roof.lines)) > SECTION_MAX:
        return True
    head = bigrams("".join(line.text for line in roof.lines))
    text = bigrams("".join(line.text for line, _ in rows))
    return len(head & text) > OWN_WORDS * len(head)


def _styled(line: TextLine, col: Column, font: str, size: float) -> bool:
    """A short line without an end in another type or face, or set in the middle of its column."""
    if not _headlike(line):
        return False
    before, after = line.x0 - col.left, col.right - line.x1
    styled = line.font != font or line.size > 1.04 * size
    middle = min(before, after) > 1.0 * size and abs(before - after) < 0.7 * size
    right = before > 3 * size and after < size
    return middle or (styled and line.size > 0.95 * size and not right)


def _headlike(line: TextLine) -> bool:
    text = line.text
    if line.mixed or "。" in text or pat.ended(text) or text[-1] in "，、；" or width(text) > CROSSHEAD_MAX:
        return False
    return not any(rule.match(text) for rule in _OTHER)


_OTHER = (pat.CREDIT, pat.SIGNATURE_LINE, pat.ROLE_LINE, pat.DATELINE, pat.BULLET_BYLINE)


def _unmarked(rows: Sequence[Row], styled: list[bool]) -> None:
    """Mark lines that leave room and have no end between a closed paragraph and a new one."""
    for at in range(len(rows) - 1):
        line, col = rows[at]
        em = line.size
        flush = line.x0 - col.left < 0.5 * em or width(line.text) <= INDENTED_MAX
        short = col.right - line.x1 > em and flush
        opened = _set_in(rows[at + 1])
        fresh = at == 0 or styled[at - 1] or pat.ended(rows[at - 1][0].text)
        styled[at] = styled[at] or (short and opened and fresh and _headlike(line))


def _running_on(rows: Sequence[Row], styled: list[bool]) -> None:
    """Unmark lines that the next one goes on from: after a crosshead a paragraph opens."""
    styled[-1] = False
    for at in range(len(rows) - 2, -1, -1):
        (line, col), (after, column) = rows[at], rows[at + 1]
        centred = line.x0 - col.left > 2.6 * line.size
        opened = after.x0 - column.left >= 0.8 * after.size
        styled[at] = styled[at] and (centred or opened or styled[at + 1])
