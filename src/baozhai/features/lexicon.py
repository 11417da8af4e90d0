"""Terms as whole numbers, so that they are counted and looked up as arrays."""

from __future__ import annotations

from collections.abc import Sequence, Set
from itertools import compress, repeat

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]

# Code points have 21 bits: a run of one or two is a number of its own, below 2**42.
CHAR_BITS = 21
NUMBER_BITS = 43
# The longest run that is a number of its own; longer ones are numbered from LONG as they come.
PACKED = 2
LONG = 1 << 2 * CHAR_BITS


class Lexicon:
    """Numbers of words (in the order they come) and of character n-grams (their code points).

    A number is below 2**43 and belongs to one string; words and n-grams do not share numbers.

    Attributes
    ----------
    growing : bool
        Whether a new string gets a number; else it is unknown, -1.
    """

    def __init__(self) -> None:
        self.growing = True
        self._words: dict[str, int] = {}
        self._long: dict[str, int] = {}

    def words(self, words: Sequence[str]) -> Ints:
        """Numbers of words, shape (n,)."""
        return self._find(self._words, words)

    def long_grams(self, grams: Sequence[str]) -> Ints:
        """Numbers of n-grams of three or more characters, shape (n,)."""
        numbers = self._find(self._long, grams)
        return np.where(numbers < 0, numbers, numbers + LONG)

    def grams(self, grams: Sequence[str]) -> Ints:
        """Numbers of n-grams of any length, shape (n,); an empty one is unknown."""
        lengths = np.fromiter(map(len, grams), np.int64, len(grams))
        codes = np.append(code_points("".join(grams)), [0, 0])
        first = np.cumsum(lengths) - lengths
        numbers = (codes[first] << CHAR_BITS) + np.where(lengths > 1, codes[first + 1] + 1, 0)
        numbers[lengths == 0] = -1
        long = lengths > PACKED
        if long.any():
            numbers[long] = self.long_grams(list(compress(grams, long.tolist())))
        return numbers

    def word_strings(self, numbers: Ints) -> list[str]:
        """The words of numbers."""
        known = list(self._words)
        return [known[n] for n in numbers.tolist()]

    def gram_strings(self, numbers: Ints) -> list[str]:
        """The n-grams of numbers."""
        known, low = list(self._long), (1 << CHAR_BITS) - 1
        return [
            known[n - LONG] if n >= LONG else chr(n >> CHAR_BITS) + (chr((n & low) - 1) if n & low else "")
            for n in numbers.tolist()
        ]

    def keep(self, terms: Set[str]) -> None:
        """Forget other strings than these; the numbers of these stay."""
        self._words = {w: n for w, n in self._words.items() if w in terms}
        self._long = {g: n for g, n in self._long.items() if g in terms}

    def _find(self, table: dict[str, int], terms: Sequence[str]) -> Ints:
        if self.growing:
            new = [t for t in dict.fromkeys(terms) if t not in table]
            table.update(zip(new, range(len(table), len(table) + len(new)), strict=True))
        return np.fromiter(map(table.get, terms, repeat(-1)), np.int64, len(terms))


def code_points(text: str) -> Ints:
    """Code points of a text, shape (n_characters,)."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4").astype(np.int64)
