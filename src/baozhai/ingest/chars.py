"""The characters of texts in one array: what kind each is, pairs of neighbours, hashed n-grams."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

#: Bits that a character takes in the number of a bigram.
CHAR_BITS = 21
#: Buckets that n-grams are hashed into, as a power of two.
BITS = 16
#: The tags that tell hashed single characters and bigrams from other n-grams.
ONE, TWO = 1, 2
_MIX = np.uint64(0x9E3779B97F4A7C15)

Ints = NDArray[np.int64]
Codes = NDArray[np.uint64]


@dataclass(frozen=True)
class Chars:
    """The characters of some texts.

    Attributes
    ----------
    codes : array, shape (n_chars,)
        Code points of all texts, one text after the other.
    lengths : array, shape (n_texts,)
    """

    codes: NDArray[np.uint32]
    lengths: Ints

    @classmethod
    def of(cls, texts: Texts) -> Chars:
        """The characters of texts; those that are known already are taken as they are."""
        if isinstance(texts, Chars):
            return texts
        codes = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), np.uint32)
        return cls(codes, np.fromiter(map(len, texts), np.int64, len(texts)))

    def __len__(self) -> int:
        """How many texts."""
        return len(self.lengths)

    @cached_property
    def stops(self) -> Ints:
        """Where each text ends, shape (n_texts,)."""
        return np.cumsum(self.lengths)

    @cached_property
    def starts(self) -> Ints:
        """Where each text begins, shape (n_texts,)."""
        return self.stops - self.lengths

    @cached_property
    def rows(self) -> Ints:
        """The text of each character, shape (n_chars,)."""
        return np.repeat(np.arange(len(self)), self.lengths)

    @property
    def text(self) -> str:
        """All of them."""
        return self.codes.tobytes().decode("utf-32-le", "surrogatepass")

    def only(self, kept: NDArray[np.bool_]) -> Chars:
        """The characters that are kept."""
        return Chars(self.codes[kept], np.bincount(self.rows[kept], minlength=len(self)))

    @cached_property
    def words(self) -> Chars:
        """Only letters, ideographs and numbers."""
        return self.only(_ALNUM(self.codes) > 0)

    @cached_property
    def inside(self) -> NDArray[np.bool_]:
        """Which pairs of neighbours stand in one text, shape (n_chars - 1,)."""
        return np.equal(self.rows[1:], self.rows[:-1])

    @cached_property
    def pairs(self) -> tuple[Ints, Ints]:
        """Text and number of every bigram, in the order of the texts; numbers sort like the bigrams."""
        codes = self.codes.astype(np.int64)
        numbers = codes[:-1] << CHAR_BITS | codes[1:]
        return self.rows[1:][self.inside], numbers[self.inside]

    @cached_property
    def hashed_pairs(self) -> Ints:
        """Bucket of every bigram, in the order of the texts."""
        codes = self.codes.astype(np.uint64)
        return hashed(TWO, codes[:-1][self.inside], codes[1:][self.inside])

    @cached_property
    def pair_stops(self) -> Ints:
        """Where the bigrams of each text begin and the last ones end, shape (n_texts + 1,)."""
        return np.concatenate([[0], np.cumsum(np.maximum(self.lengths - 1, 0))])


Texts = Sequence[str] | Chars


def hashed(tag: int, *columns: Codes) -> Ints:
    """Buckets of n-grams given as columns of characters, shape (n,)."""
    out = np.repeat(seeds([tag]), len(columns[0]))
    for column in columns:
        stirred(out, column)
    return buckets(out)


def seeds(tags: Sequence[int]) -> Codes:
    """What the hashes of n-grams begin with."""
    return np.array(tags, np.uint64) * _MIX


def stirred(out: Codes, column: Codes) -> None:
    """Take one more character into hashes, in place."""
    out ^= column
    out *= _MIX
    out ^= out >> np.uint64(29)


def buckets(hashes: Codes) -> Ints:
    """The buckets of hashes."""
    return ((hashes * _MIX) >> np.uint64(64 - BITS)).astype(np.int64)


def held(texts: Chars, bags: Sequence[Ints]) -> NDArray[np.bool_]:
    """Which of the bigrams in some bags of them each text has, shape (n_texts, n_grams); the bigrams are in order."""
    grams = np.unique(np.concatenate([np.zeros(0, np.int64), *bags]), return_counts=True)[0]
    rows, numbers = texts.pairs
    out = np.zeros((len(texts), len(grams)), dtype=bool)
    if len(grams):
        # Bigrams in order are looked up several times faster.
        bits = len(texts).bit_length()
        keys = np.sort(numbers << bits | rows)
        numbers, rows = keys >> bits, keys & ((1 << bits) - 1)
        at = np.minimum(np.searchsorted(grams, numbers), len(grams) - 1)
        found = grams[at] == numbers
        out[rows[found], at[found]] = True
    return out


class Table:
    """What a function says of characters, as a number of at least 0; it is asked once for each character.

    Parameters
    ----------
    says : callable
    """

    def __init__(self, says: Callable[[str], int]) -> None:
        self._says = says
        self._known = np.zeros(0x110000, np.int32)  # one more than what is said, 0 where it was not asked yet

    def __call__(self, codes: NDArray[np.uint32]) -> NDArray[np.int32]:
        """The numbers of characters, shape (n_chars,)."""
        found = self._known[codes]
        if found.min(initial=1) == 0:
            for code in set(codes[found == 0].tolist()):
                self._known[code] = self._says(chr(code)) + 1
            found = self._known[codes]
        return found - 1


_ALNUM = Table(str.isalnum)
