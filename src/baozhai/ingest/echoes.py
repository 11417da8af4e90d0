"""Where on a page the wording of its lines comes back, and how like the lines before and after a border are."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from baozhai.ingest.chars import Chars, Texts

#: Lines of text compared across a border.
AROUND = 8
#: Two neighbouring blocks of so many lines are one place where a headline's words may come back.
BLOCK = 6
#: Lines this near to a line are not elsewhere: for the places, and for the share that comes back anywhere.
NEAR_PLACE, NEAR_ECHO = 3, 2
#: Lines times places held at once.
_CELLS = 1_000_000

_Ints = NDArray[np.int64]
_Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Echoes:
    """What comes back of every line, each of shape (n_lines,).

    Attributes
    ----------
    size : different bigrams of the line
    anywhere : share of them that stand elsewhere on the page, in [0, 1]; 0 without bigrams
    best : largest share that one place elsewhere holds, in [0, 1]
    pair : largest share that one place holds of this line and of the one before, in [0, 1]
    likeness : cosine of the lines before and after the border in front of the line, bigrams weighted by rarity, in [0, 1]
    """

    size: _Ints
    anywhere: _Floats
    best: _Floats
    pair: _Floats
    likeness: _Floats


@dataclass(frozen=True)
class _Grams:
    """Bigrams of the lines: line and number of each, ordered by line, each of shape (n_found,)."""

    lines: _Ints
    numbers: _Ints
    n_lines: int
    n_grams: int

    def often(self) -> _Grams:
        """Those in more than one line."""
        kept = np.bincount(self.numbers, minlength=self.n_grams)[self.numbers] > 1
        return _Grams(self.lines[kept], self.numbers[kept], self.n_lines, self.n_grams)


def echoes(texts: Texts) -> Echoes:
    """Look for the wording of every line in the others."""
    grams = _grams(Chars.of(texts))
    size = np.bincount(grams.lines, minlength=grams.n_lines)
    best, pair = _places(grams, np.maximum(size, 1))
    anywhere = _anywhere(grams) / np.maximum(size, 1)
    return Echoes(size, anywhere, best, pair, _likeness(grams))


def _grams(texts: Chars) -> _Grams:
    rows, pairs = texts.words.pairs
    known, numbers = np.unique(pairs, return_inverse=True)
    bits = len(known).bit_length()
    keys = np.sort(rows << bits | numbers)
    keys = keys[np.append(True, keys[1:] != keys[:-1])[: len(keys)]]
    return _Grams(keys >> bits, keys & ((1 << bits) - 1), len(texts), len(known))


def _anywhere(grams: _Grams) -> _Floats:
    """How many bigrams of every line stand in a line that is not near, shape (n_lines,)."""
    first, last = np.zeros(grams.n_grams, np.int64), np.zeros(grams.n_grams, np.int64)
    first[grams.numbers[::-1]] = grams.lines[::-1]  # of several the last one written stays
    last[grams.numbers] = grams.lines
    before = first[grams.numbers] < grams.lines - NEAR_ECHO
    far = before | (last[grams.numbers] > grams.lines + NEAR_ECHO)
    return np.bincount(grams.lines[far], minlength=grams.n_lines).astype(np.float64)


def _places(grams: _Grams, size: _Ints) -> tuple[_Floats, _Floats]:
    """The `best` and `pair` of `Echoes`."""
    best, pair = np.zeros(grams.n_lines), np.zeros(grams.n_lines)
    last: _Floats | None = None
    for start, counts in _counts(grams):
        stop = start + len(counts)
        shares = counts / size[start:stop, None]
        before = np.vstack([np.zeros_like(shares[:1]) if last is None else last, shares[:-1]])
        best[start:stop] = shares.max(axis=1)
        pair[start:stop] = np.minimum(shares, before).max(axis=1)
        last = shares[-1:]
    return best, pair


def _counts(grams: _Grams) -> Iterator[tuple[int, _Floats]]:
    """For stretches of lines the first of them, and how many of their bigrams every place elsewhere holds."""
    grams = grams.often()
    lines, numbers = grams.lines, grams.numbers
    n_places = (grams.n_lines - 1) // BLOCK + 2 if grams.n_lines else 1
    # Every line stands in two places; a place holds a bigram `times` times.
    keys, times = np.unique(
        np.concatenate([numbers * n_places + lines // BLOCK + k for k in (0, 1)]), return_counts=True
    )
    holders, places = np.divmod(keys, n_places)
    holds = _ones(places, np.bincount(holders, minlength=grams.n_grams), n_places)
    own = _ones(numbers, np.bincount(lines, minlength=grams.n_lines), grams.n_grams)
    at, key = _only_near(grams, keys, times, n_places)
    step = max(_CELLS // n_places, 1)
    for start in range(0, grams.n_lines, step):
        stop = min(start + step, grams.n_lines)
        counts = (own[start:stop] @ holds).toarray(order="F")  # the places of a line are looked through
        here = slice(*np.searchsorted(at, (start, stop)).tolist())
        np.subtract.at(counts, (at[here] - start, key[here]), 1.0)
        yield start, counts


def _ones(columns: _Ints, lengths: _Ints, width: int) -> sparse.csr_array:
    """A matrix with ones in the columns of each row, one row after the other."""
    stops = np.append(0, np.cumsum(lengths))
    return sparse.csr_array((np.ones(len(columns)), columns, stops), shape=(len(lengths), width))


def _only_near(grams: _Grams, keys: _Ints, times: _Ints, n_places: int) -> tuple[_Ints, _Ints]:
    """Line and place of each bigram of a line that the place holds in lines near it alone, ordered by line."""
    order = _by_number(grams.numbers)  # keys that come in order are found faster
    lines, numbers = grams.lines[order], grams.numbers[order]
    every, near_by = np.arange(len(lines)), list(_neighbours(lines, numbers, NEAR_PLACE))
    mine = np.concatenate([every, *(k for pair in near_by for k in pair)])
    other = np.concatenate([every, *(k for pair in near_by for k in pair[::-1])])
    seen, near = np.unique(
        np.concatenate([mine * n_places + lines[other] // BLOCK + k for k in (0, 1)]), return_counts=True
    )
    found, places = np.divmod(seen, n_places)
    alone = times[np.searchsorted(keys, numbers[found] * n_places + places)] == near
    return np.divmod(np.sort(lines[found[alone]] * n_places + places[alone]), n_places)


def _by_number(numbers: _Ints) -> _Ints:
    """The order of findings by number, else as they are."""
    bits = len(numbers).bit_length()
    return np.sort(numbers << bits | np.arange(len(numbers))) & ((1 << bits) - 1)


def _neighbours(lines: _Ints, numbers: _Ints, most: int) -> Iterator[tuple[_Ints, _Ints]]:
    """Pairs of findings of one bigram, given by number, in two lines at most `most` apart, the earlier line first."""
    places = np.arange(len(lines))
    for step in range(1, most + 1):
        near = (numbers[step:] == numbers[:-step]) & (lines[step:] - lines[:-step] <= most)
        if not near.any():
            return
        first = places[:-step][near]
        yield first, first + step


def _likeness(grams: _Grams) -> _Floats:
    """The `likeness` of `Echoes`: only the lines around a border need to be compared with one another."""
    counts = np.bincount(grams.numbers, minlength=grams.n_grams)
    rare = np.array(
        [math.log((grams.n_lines + 1) / k) ** 2 for k in range(1, counts.max(initial=0) + 1)], np.float64
    )
    shared = _shared(grams, rare[counts - 1])
    doubled = 2.0 * shared[:AROUND]
    doubled[0] = shared[0]
    across, within = np.zeros(grams.n_lines), np.zeros(grams.n_lines + AROUND)
    for a in range(AROUND):
        across += shared[AROUND - a : 2 * AROUND - a, a : a + len(across)].sum(axis=0)
        within += doubled[: AROUND - a, a : a + len(within)].sum(axis=0)
    norm = np.sqrt(within[:-AROUND] * within[AROUND:])
    return np.asarray(np.divide(across, norm, out=np.zeros(grams.n_lines), where=norm > 0))


def _shared(grams: _Grams, weights: _Floats) -> _Floats:
    """At [d, i] what line i - AROUND shares with the line d after it; lines past the ends share nothing.

    Shape (2 * AROUND, n_lines + 2 * AROUND); `weights` are those of the bigrams.
    """
    span, often = grams.n_lines + 2 * AROUND, grams.often()
    order = _by_number(often.numbers)
    lines, numbers = often.lines[order], often.numbers[order]
    cells, worth = [grams.lines], [weights[grams.numbers]]
    for one, two in _neighbours(lines, numbers, 2 * AROUND - 1):
        cells.append((lines[two] - lines[one]) * span + lines[one])
        worth.append(weights[numbers[one]])
    found = np.bincount(np.concatenate(cells) + AROUND, np.concatenate(worth), 2 * AROUND * span)
    return np.asarray(found.reshape(2 * AROUND, span))
