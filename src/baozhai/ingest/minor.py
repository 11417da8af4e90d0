"""A few lines between texts: kickers, subtitles and bylines of a headline, and headlines in small type."""

from __future__ import annotations

import math
from collections.abc import Sequence

from baozhai.ingest import patterns as pat
from baozhai.ingest.edges import OTHER
from baozhai.ingest.frames import FEW, SPACED, Column, Headline
from baozhai.ingest.layout import Block, TextLine, overlap, unbroken
from baozhai.ingest.parts import SECTION_MAX
from baozhai.records import Box

#: Ems of white that stand over the headline of a brief at least, and where no headline tells that it is one.
WHITE, FAR = 0.8, 3.0
#: Ems between a headline and a subtitle over a byline.
CLOSE = 0.8
#: Headlines of briefs differ less than by this ratio; a crosshead is smaller than its headline.
LIKE = 1.15


def take_bylines(cols: list[Column], heads: Sequence[Headline]) -> list[Column]:
    """Move a few lines right under or over a headline into it; returns the other columns."""
    rest = []
    for col in cols:
        few = not col.bylines and (col.small or _minor_text(col))
        over = [h for h in heads if few and _over(col, h)]
        if over:
            over[0].lines[:0] = col.block.lines
        elif isinstance(col.roof, Headline) and few and _under(col, col.roof, cols):
            lines = col.block.lines
            for line in lines:
                named = people(lines) or people([line])
                (col.roof.bylines if named else col.roof.lines).append(line)
        else:
            rest.append(col)
    return rest


_PEOPLE = (pat.BULLET_BYLINE, pat.ROLE_LINE, pat.NAMES_LINE)


def people(lines: Sequence[TextLine]) -> bool:
    """Whether lines name people and no more; names may run over a line end."""
    text = " ".join(line.text for line in lines)
    return pat.is_work(text) or any(rule.match(text) for rule in _PEOPLE)


_MINOR = (pat.SUBTITLE, pat.BULLET_BYLINE, pat.ROLE_LINE)


def _minor_text(col: Column) -> bool:
    """Whether a few lines as wide as a text are a subtitle or a byline: they open like one and close no sentence."""
    closes = any("。" in line.text for line in col.block.lines)
    return col.filled and not closes and any(rule.match(col.first.text) for rule in _MINOR)


def _over(col: Column, head: Headline) -> bool:
    """A kicker: closer to the headline below it than to anything above, or in larger type than the text."""
    box, roof = head.box, col.roof
    gap = col.box.y0 - box.y1
    above = roof.box.y0 - col.box.y1 if roof and not col.display else 99.0
    return overlap(col.box, box) > 0.5 and -0.5 * col.size < gap < min(1.5 * col.size, above)


def _under(col: Column, head: Headline, cols: Sequence[Column]) -> bool:
    """A byline, or a subtitle: it stands closer to the headline than to the text, or wider than a column."""
    if pat.DATELINE.match(col.first.text):
        return False
    if _person(col.first):  # at either edge of the room under the headline
        return True
    if overlap(col.box, head.box) < 0.5:
        return False
    if pat.SUBTITLE.match(col.first.text) or people(col.block.lines[:1]):
        return True
    below = [o for o in cols if o.roof is col]
    if not below or any(o.small for o in below):
        return bool(below) and head.box.y0 - col.box.y1 < CLOSE * col.size
    gap = col.box.y0 - max(o.box.y1 for o in below)
    return len(below) > 1 or head.box.y0 - col.box.y1 < 0.8 * gap


def small_heads(cols: list[Column], heads: Sequence[Headline]) -> tuple[list[Column], list[Headline]]:
    """Headlines in about the type of the text, told by the white over them; returns the other columns and them.

    They stand between the end of a text and the start of another, closer to the start.
    """
    under: dict[int, list[Column]] = {}
    for col in cols:
        if isinstance(col.roof, Column):
            under.setdefault(id(col.roof), []).append(col)
    labels = section_names(heads)
    found: list[Headline] = []
    taken: set[int] = set()
    for col in cols:
        over = col.roof
        if not col.small or _signature(col) or over is None:
            continue
        stack = _stack(col, under)
        if isinstance(over, Headline):
            brief = over in labels
        else:
            brief = over.ended and not over.small and bool(stack) and _apart(over, stack, under, labels)
        made = _made(stack) if stack and brief else None
        if made and made.lines:
            found.append(made)
            taken.update(map(id, stack))
    return [col for col in cols if id(col) not in taken], found


def _signature(col: Column) -> bool:
    """Whether a few lines close a text; names under larger type do not."""
    return col.closed and not col.display


def _person(line: TextLine) -> bool:
    """Whether a line is a byline: it has a mark or a post."""
    return pat.posted(line.text)


def take_openers(cols: list[Column]) -> list[Column]:
    """Move bylines in the first column of a text, over it, into that column; returns the other columns.

    Those of a text that ends stand closer to that one.
    """
    rest = []
    for col in cols:
        under = [other for other in cols if other.roof is col] if _byline(col) else []
        opens = len(under) == 1 and under[0].indented and not (under[0].small or under[0].closed)
        if opens and not _closes(col, under[0]):
            text = under[0]
            text.bylines = col.block.lines + text.bylines
            text.roof, text.box = col.roof, Block(col.block.lines + text.block.lines).box
        else:
            rest.append(col)
    return rest


def take_closers(cols: list[Column]) -> list[Column]:
    """Move credits and signatures right under a text, which may stand far to the right, into it; returns the other columns."""
    rest = []
    for col in cols:
        over = col.roof
        alone = isinstance(over, Column) and len(col.block.lines) == 1 and _closing(col.first.text)
        if isinstance(over, Column) and alone and not over.small and unbroken(over.block, col.block):
            over.block.lines.append(col.first)
            over.box, over.right = over.block.box, max(over.right, col.first.x1)
        else:
            rest.append(col)
    return rest


def _closing(text: str) -> bool:
    return bool(pat.CREDIT.match(text) or pat.BRACKETED_LINE.match(text) or pat.ROLE_LINE.match(text))


def _byline(col: Column) -> bool:
    return len(col.block.lines) <= FEW and pat.posted(" ".join(line.text for line in col.block.lines))


def _closes(col: Column, under: Column) -> bool:
    """Whether a byline stands closer to the text over it than to the one under it."""
    over = col.roof
    if not isinstance(over, Column):
        return False
    return over.box.y0 - col.box.y1 < col.box.y0 - under.box.y1 + 0.5 * col.size


def _made(stack: Sequence[Column]) -> Headline:
    """The headline that a stack of small columns is."""
    rows = [(line, _person(line) or _names(line, col)) for col in stack for line in col.block.lines]
    titles, people = ([line for line, named in rows if named is wanted] for wanted in (False, True))
    return Headline(titles, people, frame=stack[0].frame)


def _names(line: TextLine, col: Column) -> bool:
    """Whether a line is names alone, under larger type."""
    return line is col.last and col.closed and line.size * OTHER < col.first.size


def _stack(col: Column, under: dict[int, list[Column]]) -> list[Column]:
    """A small column and the small ones right under it, above a text that opens."""
    stack = [col]
    while len(below := under.get(id(stack[-1]), [])) == 1 and below[0].small and not _signature(below[0]):
        stack.append(below[0])
    opens = bool(below) and not any(o.small for o in below) and below[0].indented
    return stack if opens and not stack[0].pictured else []


def section_names(heads: Sequence[Headline]) -> list[Headline]:
    """Short headlines at the top of a frame: it holds briefs."""
    tops: dict[Box, Headline] = {}
    for head in heads:
        if head.frame and (head.frame not in tops or head.box.y1 > tops[head.frame].box.y1):
            tops[head.frame] = head
    return [head for head in tops.values() if _named(head)]


def _named(head: Headline) -> bool:
    """Whether a headline is, or opens with, the name of a section."""
    first, *others = head.lines
    larger = not others or first.size > others[0].size or first.pitch > others[0].pitch + SPACED
    return len(first.text) <= SECTION_MAX and larger and (bool(others) or not head.bylines)


def _apart(
    over: Column, stack: Sequence[Column], under: dict[int, list[Column]], labels: Sequence[Headline]
) -> bool:
    """Whether more white stands over a stack than under it."""
    em = over.size
    above = over.box.y0 - stack[0].box.y1
    below = stack[-1].box.y0 - under[id(stack[-1])][0].box.y1
    # Under a larger headline such lines are a crosshead, which has more white over it too.
    head = over.head
    brief = any(label.frame == over.frame for label in labels) or (head and _minor(head, stack[0].size))
    least = WHITE if brief else FAR if head is None else math.inf
    if brief and stack[0].display:  # larger type tells as much as white
        below = 0.0
    return above > max(least * em, below)


def _minor(head: Headline, size: float) -> bool:
    """Whether a headline is hardly larger than some type, or the name of a section."""
    named = len(head.lines) == 1 and len(head.lines[0].text) <= SECTION_MAX and not head.bylines
    return named or max(line.size for line in head.lines) < LIKE * size
