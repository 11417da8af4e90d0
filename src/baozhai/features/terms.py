"""The terms of a vocabulary as one text: a list of them takes longer to make than a page to read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import overload

import numpy as np

from baozhai.errors import ModelError
from baozhai.features.lexicon import Ints, Lexicon, utf32

END = "\n"


class Terms(Sequence[str]):
    """A list of terms that is cut where it is read.

    Parameters
    ----------
    text : str
        The terms, with a line end behind each.

    Attributes
    ----------
    lengths : ndarray, shape (n_terms,)
        Of the terms, in characters.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        ends = np.flatnonzero(utf32(text) == ord(END))
        self._starts = np.append(0, ends + 1)
        if self._starts[-1] != len(text):
            raise ModelError("词表的最后一行没有换行符，不完整。请重新训练。")
        self.lengths: Ints = np.diff(self._starts) - len(END)

    @classmethod
    def of(cls, terms: Sequence[str]) -> Terms:
        """The terms of a list; a ModelError if a line ends within one."""
        out = cls(END.join([*terms, ""]))
        if len(out) != len(terms):
            raise ModelError("词表中有含换行符的词项，无法保存。请检查特征的切词。")
        return out

    def __len__(self) -> int:
        return len(self.lengths)

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> list[str]: ...
    def __getitem__(self, place: int | slice) -> str | list[str]:
        """A term, or a list of terms that follow one another."""
        if isinstance(place, slice):
            first, last, _ = place.indices(len(self))
            return self.text[self._starts[first] : self._starts[max(first, last)]].split(END)[:-1]
        start = int(self._starts[place])
        return self.text[start : start + int(self.lengths[place])]

    def longer(self, length: int) -> list[str]:
        """The terms of more characters than `length`, in order."""
        kept = utf32(self.text)[np.repeat(self.lengths > length, self.lengths + len(END))]
        return kept.tobytes().decode("utf-32-le", "surrogatepass").split(END)[:-1]

    def numbers(self, lexicon: Lexicon, long: Sequence[str]) -> Ints:
        """The terms by their numbers in a lexicon, shape (n_terms,); `long` are those of three or more characters."""
        return lexicon.numbers(utf32(self.text), self._starts[:-1], self.lengths, long)
