"""Characters with boxes → printed lines → blocks of one column (bottom-up layout analysis).

Lines follow the content stream; a block is a run of lines of like size at the page's leading in
one column. Lengths are in points; an em is the type size of the line in question.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Protocol

from baozhai.ingest.reflow import width
from baozhai.records import Box, Char

#: Gap (em) from which a line falls in two, from which a blank is printed, and the shift of the
#: middle that starts a new line; chosen on the PDF pages of pages/dev.
TAB = 1.25
BLANK = 0.4
SHIFT = 0.4
#: Gap (em) of a blank between ideographs in a line with many gaps less than `TIGHT`.
NARROW, TIGHT = 0.18, 0.03
#: Type from this ratio to the body size on is display type.
DISPLAY = 1.2
#: Sizes that differ by less than this share are one.
SAME = 0.03


@dataclass(eq=False)
class TextLine:
    """A printed line; `y` is the middle of its box, `order` its place in the content stream, `mixed`: in two faces."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    font: str
    order: int = 0
    height: float = 0.0
    mixed: bool = False

    @property
    def top(self) -> float:
        """Upper edge."""
        return self.y + (self.height or self.size) / 2

    @property
    def pitch(self) -> float:
        """Ems from one character to the next; the name of a section may be spaced."""
        steps = width(self.text) - 1
        return 1.0 if self.height or steps < 1 else ((self.x1 - self.x0) / self.size - 1) / steps

    @property
    def bottom(self) -> float:
        """Lower edge."""
        return self.y - (self.height or self.size) / 2


@dataclass(eq=False)
class Block:
    """Lines that stand together, top to bottom, with the box around them."""

    lines: list[TextLine] = field(default_factory=list)

    @property
    def box(self) -> Box:
        """Left, bottom, right and top edge."""
        rows = self.lines
        return Box(
            min(r.x0 for r in rows),
            min(r.bottom for r in rows),
            max(r.x1 for r in rows),
            max(r.top for r in rows),
        )

    @property
    def size(self) -> float:
        """Type size of most of its characters."""
        return float(most_common(self.lines, size_of))

    @property
    def font(self) -> str:
        """Typeface of most of its characters."""
        return str(most_common(self.lines, font_of))


def size_of(line: TextLine) -> float:
    """Type size to a tenth of a point."""
    return round(line.size, 1)


def font_of(line: TextLine) -> str:
    """Typeface."""
    return line.font


class _Printed(Protocol):
    """A line, a block or a column."""

    @property
    def size(self) -> float: ...

    @property
    def font(self) -> str: ...


def same_type(a: _Printed, b: _Printed) -> bool:
    """Whether two of them are in one face and size."""
    return a.font == b.font and abs(a.size - b.size) < SAME * a.size


def unbroken(over: Block, under: Block) -> bool:
    """Whether the one block follows the other without white; one of them has two lines at least."""
    lines = over.lines[-2:] if len(over.lines) > 1 else under.lines[:2]
    return 0 < over.lines[-1].y - under.lines[0].y < (1 + SAME) * (lines[0].y - lines[-1].y)


def most_common(lines: Iterable[TextLine], key: Callable[[TextLine], float | str]) -> float | str:
    """The value of `key` that most characters have."""
    counts: Counter[float | str] = Counter()
    for line in lines:
        counts[key(line)] += len(line.text)
    return counts.most_common(1)[0][0]


def overlap(a: Box, b: Box) -> float:
    """Share of the narrower box's width that both boxes cover, in [0, 1]."""
    return max(0.0, min(a.x1, b.x1) - max(a.x0, b.x0)) / max(min(a.x1 - a.x0, b.x1 - b.x0), 1e-6)


def text_lines(chars: Sequence[Char]) -> list[TextLine]:
    """Printed lines in stream order; vertical lines are read top to bottom."""
    runs: list[list[Char]] = []
    for char in chars:
        if runs and _follows(runs[-1][-1], char):
            runs[-1].append(char)
        else:
            runs.append([char])
    lines = [_line(run) for run in runs]
    lines = _vertical([line for line in lines if line.text])
    lines = _tabs(lines)
    for order, line in enumerate(lines):
        line.order = order
    return lines


def _follows(a: Char, b: Char) -> bool:
    em = max(a.size, b.size)
    if abs(a.y0 + a.y1 - b.y0 - b.y1) > 2 * SHIFT * em or min(a.size, b.size) < 0.8 * em:
        return False
    # Squeezed punctuation overlaps its neighbour, but a line never goes back.
    return b.x0 > a.x0 and b.x0 - a.x1 <= TAB * em


def _line(run: list[Char]) -> TextLine:
    """Text of a run; a gap wider than the line's usual one is a blank, the others justify it."""
    printed = [c for c in run if not c.text.isspace()]
    if not printed:
        return TextLine("", 0.0, 0.0, 0.0, 0.0, "")
    gaps = [max(b.x0 - a.x1, 0.0) for a, b in zip(printed, printed[1:], strict=False)]
    usual = median(gaps) if gaps else 0.0
    least = sorted(gaps)[len(gaps) // 4] if gaps else 0.0
    blanks = {id(b) for a, b in zip(run, run[1:], strict=False) if a.text.isspace()}
    text = printed[0].text
    for before, char, gap in zip(printed, printed[1:], gaps, strict=False):
        wide = gap > _narrowest(before.text, char.text, char.size, usual, least)
        text += (" " if wide or id(char) in blanks else "") + char.text
    size = median(c.size for c in printed)
    middle = median((c.y0 + c.y1) / 2 for c in printed)
    # Digits and Latin words may come from another face: the ideographs tell which one a line has.
    faces = [c.font for c in printed if _han(c.text)] or [c.font for c in printed]
    font = Counter(faces).most_common(1)[0][0]
    mixed = len(set(faces)) > 1
    return TextLine(text, printed[0].x0, max(c.x1 for c in printed), middle, size, font, mixed=mixed)


def _narrowest(before: str, after: str, em: float, usual: float, least: float) -> float:
    """Width up to which a gap between two characters is no blank.

    Between two ideographs of a line that is not stretched nothing but a blank is printed, be it narrow.
    """
    if before.isascii() and after.isascii():
        return 0.15 * em + usual
    narrow = _han(before) and _han(after) and least < TIGHT * em
    return NARROW * em if narrow else max(BLANK * em, 2 * usual)


def _han(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff"


def _vertical(lines: list[TextLine]) -> list[TextLine]:
    """Join single characters set one under another into one vertical line."""
    out: list[TextLine] = []
    for line in lines:
        last = out[-1] if out else None
        if last and len(line.text) == 1 and _under(last, line):
            top = last.top
            last.text += line.text
            last.height = top - line.bottom
            last.y = (top + line.bottom) / 2
        else:
            out.append(line)
    return out


def _under(last: TextLine, line: TextLine) -> bool:
    em = line.size
    single = len(last.text) == 1 or last.height > 1.5 * last.size
    same = abs(last.size - em) < 0.1 * em and abs(last.x0 + last.x1 - line.x0 - line.x1) < 0.5 * em
    return single and same and 0.0 < last.bottom + em / 2 - line.y < 1.8 * em


def _tabs(lines: list[TextLine]) -> list[TextLine]:
    """Join what a wide gap parted inside one column: a neighbouring line runs across the gap."""
    out: list[TextLine] = []
    for at, line in enumerate(lines):
        last = out[-1] if out else None
        level = last and abs(last.y - line.y) < SHIFT * line.size and 0.8 < last.size / line.size < 1.25
        if last and level and line.x0 > last.x1 and _bridged(lines, at, last.x1, line.x0):
            last.text, last.x1 = f"{last.text}  {line.text}", line.x1
        else:
            out.append(line)
    return out


def _bridged(lines: list[TextLine], at: int, left: float, right: float) -> bool:
    here = lines[at]
    near = lines[max(0, at - 4) : at + 4]
    return any(
        r.x0 < left and r.x1 > right and abs(r.y - here.y) < 8 * here.size and r.size < 1.3 * here.size
        for r in near
    )
