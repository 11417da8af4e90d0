"""Terms as whole numbers, so that they are counted and looked up as arrays."""

from __future__ import annotations

from collections.abc import Sequence, Sized
from itertools import repeat
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Codes = NDArray[np.uint32]
Keys = NDArray[np.signedinteger[Any]]

# Code points have 21 bits: a term of one or two characters is a number of its own, below 2**42.
CHAR_BITS = 21
PACKED = 2
# Longer terms are numbered from here as they come; the number before is that of an unknown one.
LONG = 1 << 2 * CHAR_BITS
UNKNOWN = LONG - 1


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
    """The characters of some texts, and terms of them as smaller numbers in the order of those of a `Lexicon`: sooner sorted.

    Parameters
    ----------
    codes : ndarray, shape (n_characters,)
        Code points of the texts.

    Notes
    -----
    A character is its place among those that occur, in order. A term of two is a number of two such digits; longer ones come
    behind all of these.
    """

    def __init__(self, codes: Codes) -> None:
        seen = np.zeros(int(codes.max(initial=0)) + 1, bool)
        seen[codes] = True
        self._codes = np.flatnonzero(seen)
        self._bits = len(self._codes).bit_length()
        # Half the memory, and there is room for as many long terms as for short ones.
        kind: type[np.signedinteger[Any]] = np.int32 if 2 * self._bits < 31 else np.int64
        self._places = np.empty(len(seen), kind)
        self._places[self._codes] = np.arange(len(self._codes))
        self._unknown = len(self._codes) << self._bits

    def singles(self, codes: Codes) -> Keys:
        """Terms of one character."""
        return self._places.take(codes) << self._bits

    def seconds(self, codes: Codes) -> Keys:
        """What a character adds to the one before it."""
        return self._places.take(codes) + 1

    def long(self, numbers: Ints) -> Keys:
        """Terms of three or more characters by their numbers in a `Lexicon`."""
        return numbers - (UNKNOWN - self._unknown)

    def numbers(self, terms: Keys) -> Ints:
        """Rising terms as a `Lexicon` numbers them."""
        short = int(np.searchsorted(terms, self._unknown))
        out = (self._codes << CHAR_BITS).take(terms[:short] >> self._bits)
        out += np.append(0, self._codes + 1).take(terms[:short] & ((1 << self._bits) - 1))
        return np.append(out, terms[short:].astype(np.int64) + (UNKNOWN - self._unknown))


def lengths_of(terms: Sequence[Sized]) -> Ints:
    """Lengths, shape (n,); of terms in characters."""
    try:  # a byte each takes two thirds of the time
        return np.frombuffer(bytearray(map(len, terms)), np.uint8).astype(np.int64)
    except ValueError:  # one is longer than 255
        return np.fromiter(map(len, terms), np.int64, len(terms))


def rising(keys: Keys) -> Ints:
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
