"""Which terms a block keeps, and where their columns are."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate, chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from baozhai.features.blocks import VIEWS
from baozhai.features.lexicon import LONG, PACKED, Ints, Lexicon
from baozhai.features.tally import Tally, changes
from baozhai.features.terms import Terms
from baozhai.rows import Rows


class Frequencies(NamedTuple):
    """In how many articles each term stands, and how often in all of them.

    Attributes
    ----------
    numbers, df : ndarray, shape (n_terms,)
        Sorted by number.
    totals : ndarray, shape (n_terms,), or None
        Where the most frequent terms are to be kept.
    """

    numbers: Ints
    df: Ints
    totals: Ints | None


class Entries(NamedTuple):
    """Entries of a matrix, each array of shape (n_entries,)."""

    rows: NDArray[np.uint16]
    columns: NDArray[np.int32]
    values: NDArray[np.float32]


class Columns:
    """The columns of the terms of one block.

    Parameters
    ----------
    numbers : ndarray, shape (n_terms,)
        The term of each column, by its number in the `Lexicon`.
    """

    def __init__(self, numbers: Ints) -> None:
        # Sorted terms have rising numbers once long ones are apart, and what is in order is sorted at once.
        long = numbers >= LONG
        order = np.concatenate([np.flatnonzero(~long), np.flatnonzero(long)])
        order = order[np.argsort(numbers[order], kind="stable")]
        # One more, of no column, so that every place found is of the array.
        self._order = np.append(order, -1).astype(np.int32)
        self._sorted = np.append(numbers[order], np.iinfo(np.int64).max)

    def __len__(self) -> int:
        return len(self._order) - 1

    def find(self, tally: Tally) -> tuple[NDArray[np.uint16], NDArray[np.int32], Ints]:
        """Rows, columns and counts of the known terms of a tally, each of shape (n_pairs,): columns rising, then rows."""
        places = np.searchsorted(self._sorted, tally.numbers)
        known = np.flatnonzero(self._sorted.take(places) == tally.numbers)
        columns = self._order.take(places.take(known))
        order = np.argsort(columns, kind="stable")  # long terms among the others: two rows in order
        known, columns = known.take(order), columns.take(order)
        first, df = (np.cumsum(tally.df) - tally.df).take(known), tally.df.take(known)
        pairs = np.repeat(first - (np.cumsum(df) - df), df)
        pairs += np.arange(len(pairs))
        return tally.rows.take(pairs), np.repeat(columns, df), tally.counts.take(pairs)


class Vocabulary:
    """The terms of all blocks and where their columns are.

    Parameters
    ----------
    terms : Terms
        Block by block.
    sizes : mapping of str to int
        The blocks and how many terms each has.
    lexicon : Lexicon, optional
        Keeps the numbers of terms that were counted with it.

    Attributes
    ----------
    lexicon : Lexicon
        Knows no other long terms.
    """

    def __init__(self, terms: Terms, sizes: Mapping[str, int], lexicon: Lexicon | None = None) -> None:
        self.terms, self.sizes = terms, dict(sizes)
        long = terms.longer(PACKED)
        self.lexicon = lexicon.only(long) if lexicon else Lexicon.closed(long)
        numbers = terms.numbers(self.lexicon, long)
        self._starts = dict(zip(sizes, accumulate(sizes.values(), initial=0), strict=False))
        self._columns = {name: Columns(numbers[i : i + sizes[name]]) for name, i in self._starts.items()}

    @classmethod
    def of(cls, tables: Mapping[str, Sequence[str]], lexicon: Lexicon | None = None) -> Vocabulary:
        """The terms of each block, in the order of their columns."""
        sizes = {name: len(terms) for name, terms in tables.items()}
        return cls(Terms.of(list(chain.from_iterable(tables.values()))), sizes, lexicon)

    def tables(self) -> dict[str, list[str]]:
        """The terms of each block."""
        return {name: self.terms[i : i + self.sizes[name]] for name, i in self._starts.items()}

    def describe(self, columns: Iterable[int]) -> list[tuple[str, str]]:
        """Block and term of some columns."""
        names, starts = list(self._starts), list(self._starts.values())
        return [(names[bisect_right(starts, c) - 1], self.terms[c]) for c in columns]

    def columns(self, name: str, terms: Sequence[str]) -> NDArray[np.int32]:
        """The columns of some terms of a block among those of all blocks; -1 of one that it does not have."""
        first = self._starts[name]
        places = {term: k for k, term in enumerate(self.terms[first : first + self.sizes[name]], first)}
        return np.array([places.get(term, -1) for term in terms], np.int32)

    def find(self, name: str, tally: Tally) -> tuple[NDArray[np.uint16], NDArray[np.int32], Ints]:
        """As `Columns.find` of a block, with columns among those of all blocks."""
        rows, columns, counts = self._columns[name].find(tally)
        columns += self._starts[name]
        return rows, columns, counts


def frequencies(tally: Tally, *, totals: bool) -> Frequencies:
    """Frequencies in the articles of one batch."""
    first = np.cumsum(tally.df) - tally.df
    return Frequencies(tally.numbers, tally.df, np.add.reduceat(tally.counts, first) if totals else None)


def total(parts: Sequence[Frequencies]) -> Frequencies:
    """Frequencies over several batches."""
    numbers, df = (np.concatenate([part[k] for part in parts]) for k in (0, 1))
    totals = [part.totals for part in parts if part.totals is not None]
    order = np.argsort(numbers, kind="stable")
    numbers = numbers[order]
    first = np.flatnonzero(changes(numbers))
    sums = np.add.reduceat(np.concatenate(totals)[order], first) if totals else None
    return Frequencies(numbers[first], np.add.reduceat(df[order], first), sums)


def choose(
    name: str, known: Frequencies, lexicon: Lexicon, limits: tuple[int, float, int | None]
) -> tuple[list[str], Ints]:
    """Terms of a block, sorted, and the articles of each.

    `limits`: a term needs so many articles and may have so many, and of these the so many most frequent are kept. A word
    needs a letter or a digit.
    """
    least, highest, most = limits
    kept = np.flatnonzero((known.df >= least) & (known.df <= highest))
    terms = lexicon.strings(known.numbers[kept])
    if name not in VIEWS["chars"]:
        kept, terms = _taken(kept, terms, _spoken(terms))
    if np.any(known.numbers[-1:] >= LONG):  # short terms are in order
        kept, terms = _taken(kept, terms, sorted(range(len(terms)), key=terms.__getitem__))
    if most is not None and known.totals is not None:
        top = np.sort(np.argsort(-known.totals[kept], kind="stable")[:most])
        kept, terms = _taken(kept, terms, top.tolist())
    return terms, known.df[kept]


def _taken(kept: Ints, terms: Sequence[str], places: Sequence[int]) -> tuple[Ints, list[str]]:
    return kept[np.fromiter(places, np.int64, len(places))], [terms[k] for k in places]


def _spoken(words: Sequence[str]) -> list[int]:
    return [k for k, w in enumerate(words) if w.isalnum() or any(map(str.isalnum, w))]


Found = tuple[NDArray[np.uint16], NDArray[np.int32], Ints]


def weighed(found: Found, idf: NDArray[np.float32], n_rows: int, weight: float, sublinear: bool) -> Entries:
    """The values of one block, found by `Vocabulary.find`: each row l2-normalized, then weighed."""
    rows, columns, counts = found
    times = np.maximum(np.arange(1 + counts.max(initial=0)), 1.0)  # no term stands there no time
    values = (1 + np.log(times) if sublinear else times).take(counts) * idf.take(columns)
    norms = np.sqrt(np.bincount(rows, values * values, minlength=n_rows))
    shares = weight / np.maximum(norms, 1e-300)  # rows without known terms have no values
    return Entries(rows, columns, (values * shares.take(rows)).astype(np.float32))


def joined(parts: Sequence[Entries], n_rows: int, n_columns: int) -> Rows:
    """The matrix of all entries; those of each part have rising columns, each row's alone or all of them."""
    empty = Entries(np.empty(0, np.uint16), np.empty(0, np.int32), np.empty(0, np.float32))
    rows, columns, values = (np.concatenate(part) for part in zip(*(empty, *parts), strict=True))
    by_row = Rows(
        np.arange(len(rows), dtype=np.int32), rows, np.array([0, len(rows)]), (1, n_rows)
    ).transposed()
    return Rows(values.take(by_row.data), columns.take(by_row.data), by_row.indptr, (n_rows, n_columns))


def stacked(parts: Sequence[Rows], n_columns: int) -> Rows:
    """The rows of all parts, one below the other."""
    ends = np.cumsum([0, *chain.from_iterable(np.diff(part.indptr).tolist() for part in parts)])
    data = np.concatenate([np.empty(0, np.float32), *(part.data for part in parts)])
    indices = np.concatenate([np.empty(0, np.int32), *(part.indices for part in parts)])
    return Rows(data, indices, ends, (len(ends) - 1, n_columns))
