"""Terms as whole numbers, so that they are counted and looked up as arrays."""

from __future__ import annotations

from collections.abc import Sequence, Sized
from itertools import repeat

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Codes = NDArray[np.uint32]
Places = NDArray[np.int32]

# Code points have 21 bits: a term of one or two characters is a number of its own, below 2**42.
CHAR_BITS = 21
PACKED = 2
# Longer terms are numbered from here as they come; the number before is that of an unknown one.
LONG = 1 << 2 * CHAR_BITS
UNKNOWN = LONG - 1


#: No character behind this one, the blank of CJK texts, is white space.
LAST_BLANK = 0x3000


class Lexicon:
    """Numbers of terms: their code points, or the order in which they come when longer than two.

    Attributes
    ----------
    growing : bool
        Whether a new long term gets a number; else it is `UNKNOWN`.
    """

    def __init__(self) -> None:
        self.growing = True
        self._long: dict[str, int] = {}

    def numbers(self, codes: Codes, first: Ints, lengths: Ints, long: Sequence[str]) -> Ints:
        """Numbers of the terms of these lengths that begin at `first` among code points, shape (n,).

        There is one code point more behind each. `long` are the terms of three or more characters. There
        is one number for each string; -1 for an empty one.
        """
        out = codes.take(first).astype(np.int64)
        out <<= CHAR_BITS
        out += (codes.take(first + 1) + 1) * (lengths > 1)
        out[lengths == 0] = -1
        out[lengths > PACKED] = self.long(long)
        return out

    def long(self, terms: Sequence[str]) -> Ints:
        """Numbers of terms of three or more characters, shape (n,)."""
        table = self._long
        if self.growing:
            return np.array([table.setdefault(term, LONG + len(table)) for term in terms], np.int64)
        return np.fromiter(map(table.get, terms, repeat(UNKNOWN)), np.int64, len(terms))

    def strings(self, numbers: Ints) -> list[str]:
        """The terms of numbers."""
        first, second = numbers >> CHAR_BITS, (numbers & ((1 << CHAR_BITS) - 1)) - 1
        codes = np.column_stack([first, np.maximum(second, 0)])
        long = numbers >= LONG
        codes[long] = 0
        terms: list[str] = codes.astype("<u4").view("<U2").ravel().tolist()
        # NumPy leaves out a NUL at the end.
        for k in np.flatnonzero(((first == 0) | (second == 0)) & ~long).tolist():
            terms[k] = "".join(map(chr, (first[k], second[k])[: 1 + (second[k] >= 0)]))
        places = np.flatnonzero(long).tolist()
        known = dict(zip(self._long.values(), self._long, strict=True)) if places else {}
        for k, number in zip(places, numbers[long].tolist(), strict=True):
            terms[k] = known[number]
        return terms

    def only(self, long: Sequence[str]) -> Lexicon:
        """A lexicon that knows these of its long terms by the same numbers, and takes in no more."""
        return Lexicon._of({t: self._long[t] for t in long})

    @classmethod
    def closed(cls, long: Sequence[str]) -> Lexicon:
        """A lexicon that knows these long terms, some of them perhaps twice, and takes in no more."""
        return cls._of(dict(zip(long, range(LONG, LONG + len(long)), strict=True)))

    @classmethod
    def _of(cls, long: dict[str, int]) -> Lexicon:
        lexicon = cls()
        lexicon.growing, lexicon._long = False, long
        return lexicon


class Alphabet:
    """The characters of some texts in order, so that terms are sorted by counting.

    Parameters
    ----------
    codes : ndarray, shape (n_characters,)
        Code points of the texts.

    Attributes
    ----------
    codes : ndarray, shape (n,)
        Those that occur, rising.
    blank : ndarray of bool, shape (n,)
        Whether they are white space.
    seconds : ndarray, shape (1 + n,)
        What each of them adds, as the second character, to the number of a term in a `Lexicon`; nothing first.
    """

    def __init__(self, codes: Codes) -> None:
        seen = np.zeros(int(codes.max(initial=0)) + 1, bool)
        seen[codes] = True
        self.codes = np.flatnonzero(seen)
        self.seconds = np.append(0, self.codes + 1)
        self.blank = np.zeros(len(self.codes), bool)
        few = self.codes[self.codes <= LAST_BLANK].tolist()
        self.blank[: len(few)] = [chr(code).isspace() for code in few]
        self._places = np.empty(len(seen), np.int32)
        self._places[self.codes] = np.arange(len(self.codes))

    def places(self, codes: Codes) -> Places:
        """Where characters stand among those that occur."""
        return self._places.take(codes)

    def texts(self, places: Places, lengths: Ints) -> list[str]:
        """The texts of these lengths whose characters have these places, one behind the other."""
        whole = self.codes.take(places).astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")
        ends = np.cumsum(lengths).tolist()
        return [whole[end - size : end] for end, size in zip(ends, lengths.tolist(), strict=True)]


def lengths_of(terms: Sequence[Sized]) -> Ints:
    """Lengths, shape (n,); of terms in characters."""
    try:  # a byte each takes two thirds of the time
        return np.frombuffer(bytearray(map(len, terms)), np.uint8).astype(np.int64)
    except ValueError:  # one is longer than 255
        return np.fromiter(map(len, terms), np.int64, len(terms))


def rising(keys: Ints) -> Ints:
    """The order of whole numbers from 0 on, equal ones as they come, shape (n,).

    Notes
    -----
    By counting their digits of 16 bits, the last one first, 2 ns for each byte that differs. `numpy.sort` takes 7 with the
    instructions of AVX2, but 40 with those of AVX-512 on AMD Zen 4, for which NumPy 2 chooses them (200,000 numbers).
    """
    digits = np.ascontiguousarray(keys, keys.dtype.newbyteorder("<")).view("<u2")
    return np.lexsort(digits.reshape(-1, keys.itemsize // 2).T)


def utf32(text: str) -> Codes:
    """Code points of a text as UTF-32 holds them, shape (n_characters,)."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")
