"""Printed lines → running text: widths, paragraph breaks, blanks.

A blank line in a dump is no paragraph break. A paragraph ends where a line closes with an
end mark and is short, or where the next line is indented (two ems shorter than the measure).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from baozhai.ingest.patterns import DATELINE, ended, signed

#: Ems by which a line must fall short of the measure to count as short; chosen on the
#: development pages (pages/dev, stream-order dumps).
SHORT = 1.5
INDENT = 1.2
_LETTER_SPACED = re.compile(r"(?:\S\s){5,}")


@dataclass(frozen=True)
class Line:
    """A printed line: `number` (1-based) in the input, stripped text, width in ems."""

    number: int
    text: str
    width: float


_OPEN_CLOSE = "“”‘’（）《》〈〉【】「」"


def width(text: str) -> float:
    """Ems a line takes: 1 per ideograph, about half per Latin letter, digit or paired mark.

    Brackets and quotes are drawn in half their box and are the first to be squeezed when a
    line is justified, so they count 0.85.
    """
    wide = sum(
        0.0
        if c.isspace()
        else 0.85
        if c in _OPEN_CLOSE
        else 1.0
        if unicodedata.east_asian_width(c) in "WFA"
        else 0.53
        for c in text
    )
    return wide + 0.25 * len(re.findall(r"(?<=\w)\s(?=\w)", text))


def to_lines(text: str) -> list[Line]:
    """All non-blank lines of a dump with their line numbers."""
    out = []
    for number, raw in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1):
        stripped = raw.strip().strip("\ufeff\x0c")
        if stripped:
            out.append(Line(number, stripped, width(stripped)))
    return out


def measure(lines: list[Line], at: int, *, back: int = 5, ahead: int = 5) -> float:
    """The column's measure near a line: the median of its neighbours that are not much shorter."""
    near = sorted(line.width for line in lines[max(0, at - back) : at + ahead + 1])
    if not near:
        return 0.0
    widest = near[-2] if len(near) > 3 else near[-1]
    full = [w for w in near if 0.85 * widest <= w <= 1.25 * widest]
    return full[len(full) // 2]


def starts_paragraph(lines: list[Line], at: int) -> bool:
    """Whether line `at` opens a paragraph, given that it follows line `at - 1` of the same body."""
    if at == 0:
        return True
    before, here = lines[at - 1], lines[at]
    if signed(before.text):
        return True
    if not ended(before.text):
        return False
    if DATELINE.match(here.text) or _is_short(lines, at - 1):
        return True
    gap = measure(lines, at + 1, back=0, ahead=5) - here.width if at + 1 < len(lines) else 0.0
    return gap >= INDENT and not ended(here.text)


def _is_short(lines: list[Line], at: int) -> bool:
    """Whether a line leaves room at its end; a letter-spaced line fills the measure."""
    if _LETTER_SPACED.search(lines[at].text):
        return False
    return lines[at].width <= measure(lines, at, back=6, ahead=0) - SHORT


def paragraphs(lines: list[Line]) -> list[list[Line]]:
    """Group the lines of one body into printed paragraphs."""
    out: list[list[Line]] = []
    for at, line in enumerate(lines):
        if starts_paragraph(lines, at):
            out.append([])
        out[-1].append(line)
    return out


_BLANK = re.compile(r"(?<![A-Za-z])\s+|\s+(?![A-Za-z])")


def squeeze(text: str) -> str:
    """Drop every blank that does not stand between two Latin words; nothing else changes."""
    return _BLANK.sub("", text.strip())


def joined(lines: list[Line]) -> str:
    """The raw text of lines, blanks kept; soft hyphens and U+FFFE at line ends repaired."""
    out = ""
    for line in lines:
        text = line.text.rstrip("\u00ad\ufffe\uffff")
        latin = out[-1:].isascii() and out[-1:].isalpha() and text[:1].isascii() and text[:1].isalpha()
        out += (" " if latin and out and line.text == text else "") + text
    return out
