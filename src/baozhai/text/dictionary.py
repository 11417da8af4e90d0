"""jieba's dictionary, read where it is needed: all of it takes longer to load than a page to cut."""

from __future__ import annotations

import importlib.util
import mmap
from bisect import bisect_right
from collections.abc import Iterable
from pathlib import Path

#: Occurrences of all its words.
TOTAL = 60_101_967
# `dict.txt` of jieba 0.42.1, whose last release is of 2020; another file may not be sorted.
_BYTES = 5_071_852
# Words with Latin letters stand before the first of ideographs alone, in no order; from there on lines are sorted.
_FIRST, _ASTRAY = "一", "高富帅"
# Every so many bytes a line is known by its beginning, which is longer than two characters.
_STEP, _KEY = 2048, 12


class Dictionary:
    """The words of `dict.txt`, a line each: word, occurrences, tag.

    Attributes
    ----------
    unsorted : dict of str to int
        Words that `beginning` does not find, and their occurrences.
    """

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self._text = text = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        at = text.find(f"\n{_FIRST} ".encode()) + 1
        astray = text.find(f"\n{_ASTRAY} ".encode()) + 1
        self.unsorted = _entries([text[:at], text[astray : self._end(astray)]])
        self._places: list[int] = []
        self._keys: list[bytes] = []
        while at:
            self._places.append(at)
            self._keys.append(text[at : at + _KEY])
            at = text.find(b"\n", at + _STEP) + 1
        self._places.append(len(text))

    def beginning(self, starts: Iterable[str]) -> dict[str, int]:
        """The words that begin with one of these characters or pairs of characters, and their occurrences.

        A line is compared, so a space behind a character asks for it as a word.
        """
        return _entries([self._lines(start.encode()) for start in starts])

    def tag(self, word: str) -> str:
        """The part of speech of a word (n, v, vn, d, …), empty for none of its words."""
        fields = self._lines(f"{word} ".encode()).decode().split()
        return fields[2] if fields else ""

    def _lines(self, start: bytes) -> bytes:
        """The lines that begin so; they follow one another."""
        k = max(bisect_right(self._keys, start), 1)
        first = self._text.find(b"\n" + start, self._places[k - 1] - 1, self._places[k] + len(start)) + 1
        if not first:
            return b""
        end = self._end(first)
        while self._text[end : end + len(start)] == start:
            end = self._end(end)
        return self._text[first:end]

    def _end(self, start: int) -> int:
        return self._text.find(b"\n", start) + 1


def _entries(lines: list[bytes]) -> dict[str, int]:
    fields = b"".join(lines).decode().split()
    return dict(zip(fields[::3], map(int, fields[1::3]), strict=True))


def installed() -> Dictionary | None:
    """The dictionary of the installed jieba; None if it is not that of 0.42.1."""
    spec = importlib.util.find_spec("jieba")
    path = Path(spec.origin).with_name("dict.txt") if spec and spec.origin else None
    if path is None or not path.is_file() or path.stat().st_size != _BYTES:
        return None
    return Dictionary(path)
