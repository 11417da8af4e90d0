"""Printed lines → running text: widths, blanks, joining."""

from __future__ import annotations

import re
import string
import unicodedata
from typing import NamedTuple


class Line(NamedTuple):
    """A printed line: `number` (1-based) in the input, stripped text, width in ems."""

    number: int
    text: str
    width: float


_OPEN_CLOSE = "“”‘’（）《》〈〉【】「」"
_INNER = re.compile(r"(?<=\w)\s(?=\w)")


class _Ems(dict[str, float]):
    """Ems of every character seen so far."""

    def __missing__(self, char: str) -> float:
        wide = unicodedata.east_asian_width(char) in "WFA"
        ems = 0.0 if char.isspace() else 0.85 if char in _OPEN_CLOSE else 1.0 if wide else 0.53
        self[char] = ems
        return ems


_EMS = _Ems()


def width(text: str) -> float:
    """Ems a line takes: 1 per ideograph, about half per Latin letter, digit or paired mark.

    Brackets and quotes are drawn in half their box and are the first to be squeezed when a
    line is justified, so they count 0.85.
    """
    wide = sum(map(_EMS.__getitem__, text), 0.0)
    return wide + 0.25 * len(_INNER.findall(text)) if len(text.split(None, 1)) > 1 else wide


def to_lines(text: str) -> list[Line]:
    """All non-blank lines of a dump with their line numbers."""
    out = []
    for number, raw in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1):
        stripped = raw.strip()
        while stripped.startswith("\ufeff") or stripped.endswith("\ufeff"):
            stripped = stripped.strip("\ufeff").strip()
        if stripped:
            out.append(Line(number, stripped, width(stripped)))
    return out


_BLANK = re.compile(r"(?<![A-Za-z])\s+|\s+(?![A-Za-z])")


def squeeze(text: str) -> str:
    """Drop every blank that does not stand between two Latin words; nothing else changes."""
    return _BLANK.sub("", text.strip()) if len(text.split(None, 1)) > 1 else text.strip()


#: Characters at the end of a line that tell how it goes on in the next one.
_GOES_ON = frozenset(string.ascii_letters + "\u00ad\ufffe\uffff")


def joined(lines: list[Line]) -> str:
    """The raw text of lines, blanks kept; soft hyphens and U+FFFE at line ends repaired."""
    texts = [line.text for line in lines]
    if _GOES_ON.isdisjoint([text[-1:] for text in texts]):
        return "".join(texts)
    out = ""
    for line in lines:
        text = line.text.rstrip("\u00ad\ufffe\uffff")
        latin = out[-1:].isascii() and out[-1:].isalpha() and text[:1].isascii() and text[:1].isalpha()
        out += (" " if latin and out and line.text == text else "") + text
    return out
