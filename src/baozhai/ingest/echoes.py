"""Where on a page the wording of its lines comes back, and how like the lines before and after a border are."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from baozhai.ingest.chars import Chars, Texts

#: Lines of text compared across a border.
AROUND = 8
#: Two neighbouring blocks of so many lines are one place where a headline's words may come back.
BLOCK = 6
#: Lines this near to a line are not elsewhere: for the places, and for the share that comes back anywhere.
NEAR_PLACE, NEAR_ECHO = 3, 2
#: Lines times places held at once.
_CELLS = 100_000

_Ints = NDArray[np.int64]
_Floats = NDArray[np.float64]


class Echoes(NamedTuple):
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


class _Grams(NamedTuple):
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
    often, size = grams.often(), np.bincount(grams.lines, minlength=grams.n_lines)
    best, pair = _places(often, np.maximum(size, 1))
    anywhere = _anywhere(often) / np.maximum(size, 1)
    return Echoes(size, anywhere, best, pair, _likeness(grams, often))


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
    last = np.zeros((1, 1))
    for start, counts in _counts(grams):
        stop = start + counts.shape[1]
        shares = counts / size[start:stop]
        best[start:stop] = shares.max(axis=0)
        pair[start] = np.minimum(shares[:, :1], last).max()
        pair[start + 1 : stop] = np.minimum(shares[:, 1:], shares[:, :-1]).max(axis=0)
        last = shares[:, -1:]
    return best, pair


def _counts(grams: _Grams) -> Iterator[tuple[int, _Ints]]:
    """For stretches of lines the first of them, and how many of their bigrams every place elsewhere holds.

    The counts have the shape (n_places, n_lines_of_the_stretch).
    """
    blocks = _blocks(grams)
    # Every block of lines lies in two places, this one and the next.
    n_places = (grams.n_lines - 1) // BLOCK + 2 if grams.n_lines else 1
    step = max(_CELLS // n_places, 1)
    for start in range(0, grams.n_lines, step):
        stop = min(start + step, grams.n_lines)
        here = slice(*np.searchsorted(grams.lines, (start, stop)).tolist())
        mine, block = blocks.elsewhere(grams.lines[here], grams.numbers[here])
        cells = block * (stop - start) + grams.lines[here][mine] - start
        # Of two blocks that follow one another, the place that both lie in is counted once.
        twice = (mine[1:] == mine[:-1]) & (block[1:] == block[:-1] + 1)
        over = cells[~np.append(twice, False)[: len(cells)]] + stop - start
        counts = np.bincount(np.concatenate([cells, over]), minlength=n_places * (stop - start))
        yield start, counts.reshape(n_places, stop - start)


class _Blocks(NamedTuple):
    """Blocks of lines by the bigrams that they hold: each with the first and the last line that holds it.

    Those of bigram k are `starts[k]` to `starts[k + 1]`.
    """

    starts: _Ints
    first: _Ints
    last: _Ints

    def elsewhere(self, lines: _Ints, numbers: _Ints) -> tuple[_Ints, _Ints]:
        """For findings, the blocks that hold the bigram in a line not near: which finding, and which block."""
        often = self.starts[numbers + 1] - self.starts[numbers]
        mine = np.repeat(np.arange(len(lines)), often)
        block = np.arange(len(mine)) + np.repeat(self.starts[numbers] - (np.cumsum(often) - often), often)
        line = lines[mine]
        far = (self.first[block] < line - NEAR_PLACE) | (self.last[block] > line + NEAR_PLACE)
        return mine[far], self.first[block[far]] // BLOCK


def _blocks(grams: _Grams) -> _Blocks:
    order = _by_number(grams.numbers)
    lines, numbers = grams.lines[order], grams.numbers[order]
    opens = (numbers[1:] != numbers[:-1]) | (lines[1:] // BLOCK != lines[:-1] // BLOCK)
    first = np.append(True, opens)[: len(lines)]
    holders = np.bincount(numbers[first], minlength=grams.n_grams)
    last = np.append(opens, True)[: len(lines)]
    return _Blocks(np.append(0, np.cumsum(holders)), lines[first], lines[last])


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


def _likeness(grams: _Grams, often: _Grams) -> _Floats:
    """The `likeness` of `Echoes`: only the lines around a border need to be compared with one another."""
    counts = np.bincount(grams.numbers, minlength=grams.n_grams)
    rare = np.array(
        [math.log((grams.n_lines + 1) / k) ** 2 for k in range(1, counts.max(initial=0) + 1)], np.float64
    )
    shared = _shared(grams, often, rare[counts - 1])
    doubled = 2.0 * shared[:AROUND]
    doubled[0] = shared[0]
    across, within = np.zeros(grams.n_lines), np.zeros(grams.n_lines + AROUND)
    for a in range(AROUND):
        across += shared[AROUND - a : 2 * AROUND - a, a : a + len(across)].sum(axis=0)
        within += doubled[: AROUND - a, a : a + len(within)].sum(axis=0)
    norm = np.sqrt(within[:-AROUND] * within[AROUND:])
    return np.asarray(np.divide(across, norm, out=np.zeros(grams.n_lines), where=norm > 0))


def _shared(grams: _Grams, often: _Grams, weights: _Floats) -> _Floats:
    """At [d, i] what line i - AROUND shares with the line d after it; lines past the ends share nothing.

    Shape (2 * AROUND, n_lines + 2 * AROUND); `weights` are those of the bigrams.
    """
    span = grams.n_lines + 2 * AROUND
    order = _by_number(often.numbers)
    lines, numbers = often.lines[order], often.numbers[order]
    cells, worth = [grams.lines], [weights[grams.numbers]]
    for one, two in _neighbours(lines, numbers, 2 * AROUND - 1):
        cells.append((lines[two] - lines[one]) * span + lines[one])
        worth.append(weights[numbers[one]])
    found = np.bincount(np.concatenate(cells) + AROUND, np.concatenate(worth), 2 * AROUND * span)
    return np.asarray(found.reshape(2 * AROUND, span))
