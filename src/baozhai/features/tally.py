"""How often terms stand in articles, counted by sorting them."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from baozhai.features.lexicon import CHAR_BITS, Alphabet, Ints, Places, rising
from baozhai.rows import Rows


class Tally(NamedTuple):
    """How often each term stands in each article, for each pair that occurs.

    Attributes
    ----------
    numbers : ndarray, shape (n_terms,)
        The terms by their numbers in the `Lexicon`.
    df : ndarray, shape (n_terms,)
        The articles of each term.
    rows, counts : ndarray, shape (n_pairs,)
        Term by term the articles, rising, and how often it stands there.
    """

    numbers: Ints
    df: Ints
    rows: NDArray[np.uint16]
    counts: Ints


def short_terms(first: Places, second: Places | None, ends: Ints, alphabet: Alphabet) -> Tally:
    """Count terms of one or two characters.

    Parameters
    ----------
    first : ndarray, shape (n,)
        Article by article, the first character of each term as its place in the alphabet.
    second : ndarray, shape (n,), or None
        The place of the second one, plus 1; 0 where there is none. None: all terms have one character.
    ends : ndarray, shape (n_articles + 1,)
        Where the terms of each article begin and end.
    """
    articles, size = len(ends) - 1, len(alphabet.codes)
    if second is None:
        rows = np.repeat(np.arange(articles, dtype=np.int32), np.diff(ends))
        found = Rows(rows, first, np.array([0, len(first)]), (1, size))
    else:  # sorted by the last character, then by the first one: articles stay in order
        found = Rows(first, second, ends, (articles, 1 + size)).transposed()
        found = Rows(found.indices, found.data, found.indptr, (1 + size, size))
    found = found.transposed()
    new = changes(found.indices)
    new[found.indptr[:-1].compress(found.indptr[:-1] < len(new))] = True
    codes = np.repeat(alphabet.codes, np.diff(found.indptr))

    def numbers(places: Ints) -> Ints:
        out = codes.take(places) << CHAR_BITS
        out += alphabet.seconds.take(found.indices.take(places))
        return out

    return _tally(new, found.data, numbers)


def long_terms(numbers: Ints, ends: Ints) -> Tally:
    """Count longer terms by their numbers in a `Lexicon`, given article by article as in `short_terms`."""
    order = rising(numbers)
    numbers = numbers.take(order)
    rows = np.repeat(np.arange(len(ends) - 1), np.diff(ends)).take(order)
    return _tally(changes(numbers), rows, numbers.take)


def _tally(new: NDArray[np.bool_], rows: NDArray[np.integer], numbers: Callable[[Ints], Ints]) -> Tally:
    """Tally of sorted terms: where a new one begins, their articles, and the numbers of those at some places."""
    first = np.flatnonzero(new | changes(rows))
    terms = np.flatnonzero(new.take(first))
    counts, df = sizes_of(first, len(rows)), sizes_of(terms, len(first))
    return Tally(numbers(first.take(terms)), df, rows.take(first).astype(np.uint16), counts)


def changes(values: NDArray[np.integer]) -> NDArray[np.bool_]:
    """Whether a value is not the one before it, shape (n,)."""
    out = np.ones(len(values), bool)
    np.not_equal(values[1:], values[:-1], out=out[1:])
    return out


def sizes_of(starts: Ints, stop: int) -> Ints:
    """How many lie between each start and the next one, or the stop."""
    sizes = np.empty_like(starts)
    np.subtract(starts[1:], starts[:-1], out=sizes[:-1])
    sizes[-1:] = stop - starts[-1:]
    return sizes
