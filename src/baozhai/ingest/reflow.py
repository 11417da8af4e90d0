"""Printed lines → running text: widths, blanks, joining."""

from __future__ import annotations

import string
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from baozhai.ingest.chars import Chars, Table
from baozhai.text.lazy import lazy


class Line(NamedTuple):
    """A printed line: `number` (1-based) in the input, stripped text, width in ems."""

    number: int
    text: str
    width: float


_OPEN_CLOSE = "“”‘’（）《》〈〉【】「」"
_INNER = lazy(r"(?<=\w)\s(?=\w)")


class _Ems(dict[str, float]):
    """Ems of every character seen so far."""

    def __missing__(self, char: str) -> float:
        wide = unicodedata.east_asian_width(char) in "WFA"
        ems = 0.0 if char.isspace() else 0.85 if char in _OPEN_CLOSE else 1.0 if wide else 0.53
        self[char] = ems
        return ems


_EMS = _Ems()
_SIZES = (0.0, 0.53, 0.85, 1.0)
_SIZE = Table(lambda char: _SIZES.index(_EMS[char]))


def width(text: str) -> float:
    """Ems a line takes: 1 per ideograph, about half per Latin letter, digit or paired mark.

    Brackets and quotes are drawn in half their box and are the first to be squeezed when a
    line is justified, so they count 0.85.
    """
    return sum(map(_EMS.__getitem__, text), 0.0) + _between(text)


def _between(text: str) -> float:
    """What the blanks between words take."""
    return 0.25 * len(_INNER.findall(text)) if len(text.split(None, 1)) > 1 else 0.0


def widths(texts: Sequence[str]) -> list[float]:
    """The `width` of every text."""
    chars = Chars.of(texts)
    ems = np.array(_SIZES)[_SIZE(chars.codes)]
    # Added up in the order of the characters, as `width` does: the last bit counts where widths are compared.
    wide = np.bincount(chars.rows, ems, len(chars)).tolist()
    return [ems + _between(text) for ems, text in zip(wide, texts, strict=True)]


def to_lines(text: str) -> list[Line]:
    """All non-blank lines of a dump with their line numbers."""
    raws = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    bare = _unmarked if "\ufeff" in text else str.strip
    found = [(number, line) for number, raw in enumerate(raws, 1) if (line := bare(raw))]
    ems = widths([line for _, line in found])
    return [Line(number, line, wide) for (number, line), wide in zip(found, ems, strict=True)]


def _unmarked(raw: str) -> str:
    """A line without blanks and byte order marks at its ends."""
    line = raw.strip()
    while line.startswith("\ufeff") or line.endswith("\ufeff"):
        line = line.strip("\ufeff").strip()
    return line


#: Least blanks of a stretched line, and marks that end a sentence.
STRETCHED, _ENDS = 3, frozenset("。！？…")
_BLANK = lazy(r"\s(?:\s+|(?<![A-Za-z]\s)|(?![A-Za-z]))")


def squeeze(text: str) -> str:
    """Drop every blank but a single one between two Latin words; nothing else changes."""
    return _BLANK.sub("", text.strip())


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


def running(lines: list[Line]) -> str:
    """The raw text of lines, without the blanks of stretched ones."""
    text = joined(lines)
    if text.count(" ") < STRETCHED:
        return text
    return joined([line._replace(text=_closed_up(line.text)) for line in lines])


def _closed_up(text: str) -> str:
    """A line that was stretched to its measure (本 报 讯 （ 记 者), without its blanks; other lines as they are."""
    if text.count(" ") < STRETCHED:
        return text
    parts = text.split(" ")
    single = sum(len(part) == 1 and not part.isascii() for part in parts)
    if max(map(len, parts)) > 2 or 2 * single <= len(parts):
        return text
    # What follows an end mark may be a signature, of which the blank is a sign.
    return "".join(f"{part} " if part[-1:] in _ENDS else part for part in parts).rstrip()
