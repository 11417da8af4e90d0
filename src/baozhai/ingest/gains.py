"""What headlines gain from texts, for every stretch of headline pieces and of paragraphs that is named.

The choices that are tried differ in a start or two, so what every stretch of headline pieces gains from every stretch
of paragraphs is worked out once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from baozhai.ingest.chars import Chars, Ints, held
from baozhai.ingest.cohesion import embedded
from baozhai.ingest.products import product

#: Worth of a shared bigram against the tagger's log-odds, and the price of a pair; chosen on drawn pages
#: (benchmarks/dumpgen.py, seed 5).
WORTH, PRICE = 0.4, 1.0
#: Worth of a latent cosine (Deerwester et al., 1990) between headline and text above the usual one.
SENSE, USUAL = 4.0, 0.2
#: Bonus for the text printed right after or right before a headline.
AFTER, BEFORE = 3.0, 0.4
#: A bigram of a text's first paragraph counts so much more.
LEAD = 0.5

Span = tuple[int, int]
_Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Page:
    """What there is to decide.

    Attributes
    ----------
    paragraphs : paragraphs of all texts in the order of the dump
    borders : log-odds that a text starts at each paragraph; infinite where it must
    photos : whether a paragraph opens a caption when it opens a text
    pieces : stretches of all headline lines in the order of the dump
    titles : whether a piece is surely part of a headline, not a section's name
    breaks : log-odds that a headline starts at each piece; infinite where it must, -infinite where it may not
    places : for each piece, the number of paragraphs printed before it
    """

    paragraphs: Sequence[str]
    borders: Sequence[float]
    photos: Sequence[bool]
    pieces: Sequence[str]
    titles: Sequence[bool]
    breaks: Sequence[float]
    places: Sequence[int]


@dataclass(frozen=True, eq=False)
class _Said:
    """What stretches of headline pieces or of paragraphs say.

    Attributes
    ----------
    spans : array, shape (n_stretches, 2)
    words : bigrams, shape (n_stretches, n_grams)
    topics : latent vectors of length 1, shape (n_stretches, n_dimensions)
    """

    spans: Ints
    words: NDArray[np.float64]
    topics: NDArray[np.float32]

    def __getitem__(self, which: slice) -> _Said:
        return _Said(self.spans[which], self.words[which], self.topics[which])

    def __len__(self) -> int:
        return len(self.spans)

    def with_more(self, more: _Said) -> _Said:
        """Both, one after the other."""
        return _Said(
            np.concatenate([self.spans, more.spans]),
            np.concatenate([self.words, more.words]),
            np.concatenate([self.topics, more.topics]),
        )


class Gains:
    """What headlines gain from texts; rows are stretches of pieces, columns those of paragraphs, as they are named."""

    def __init__(self, page: Page) -> None:
        self.page = page
        paragraphs, pieces = Chars.of(page.paragraphs), Chars.of(page.pieces)
        # Which of the headlines' bigrams each text has, as 0 or 1, shape (n_texts, n_grams).
        said = [pieces.words.pairs[1]]
        self._seen, self.held = held(paragraphs.words, said), held(pieces.words, said)
        self._grams = {True: _sums(self._seen), False: _sums(self.held)}
        # How rare a bigram is among the texts as the tagger cut them.
        texts = [k for k, odds in enumerate(page.borders) if odds > 0]
        ends = np.array([*texts[1:], len(paragraphs)])
        counts = _any(self._grams[True], np.array(texts), ends).sum(axis=0)
        self._rare = np.log((1.0 + len(texts)) / np.maximum(counts, 1.0))
        self._vectors = {True: _closed(embedded(paragraphs)), False: _closed(embedded(pieces))}
        self._photos, self._places = np.array(page.photos), np.array([*page.places, -1])
        self._named: dict[bool, dict[Span, int]] = {True: {}, False: {}}
        self._table = np.zeros((2, 0, 0))
        nothing = np.zeros((0, 2), np.int64), np.zeros((0, self.held.shape[1])), self._vectors[True][:0]
        self._said = {False: _Said(*nothing), True: _Said(*nothing)}

    def named(self, text: bool, spans: Sequence[Span]) -> list[int]:
        """Columns of stretches of paragraphs, or rows of stretches of pieces."""
        known = self._named[text]
        return [known.setdefault(span, len(known)) for span in spans]

    def table(self) -> _Floats:
        """What a headline gains, and what it gains when it is the first one in its place; shape (2, n_rows, n_columns)."""
        _, rows, columns = self._table.shape
        if (rows, columns) != (len(self._named[False]), len(self._named[True])):
            heads, texts = self._stretches(False), self._stretches(True)
            right = self._measured(heads[:rows], texts[columns:])
            below = self._measured(heads[rows:], texts)
            self._table = np.concatenate([np.concatenate([self._table, right], axis=2), below], axis=1)
        return self._table

    def weights(self, head: float, text: float) -> _Floats:
        """What a pair is worth at most, with what a headline and a text that is no caption cost alone."""
        gains = self.table()[1]
        plain = ~self._photos[self._said[True].spans[:, 0]]
        return np.where(gains > 0, gains + head + text * plain, 0.0)

    def _stretches(self, text: bool) -> _Said:
        """What is said in all spans named so far."""
        done = self._said[text]
        spans = list(self._named[text])[len(done) :]
        if not spans:
            return done
        named = np.array(spans)
        sums = np.add.reduceat(self._vectors[text], named.ravel(), axis=0)[::2]
        lengths = np.maximum(np.sqrt(np.array([whole.dot(whole) for whole in sums])), 1e-9)
        found = _any(self._grams[text], *named.T)
        words = found + LEAD * self._seen[named[:, 0]] if text else WORTH * self._rare * found
        self._said[text] = done.with_more(_Said(named, words, sums / lengths[:, None]))
        return self._said[text]

    def _measured(self, heads: _Said, texts: _Said) -> _Floats:
        """What headlines gain from texts, shape (2, n_heads, n_texts)."""
        if not len(heads) or not len(texts):
            return np.zeros((2, len(heads), len(texts)))
        out = product(heads.words, texts.words.T) - PRICE
        out += SENSE * (product(heads.topics, texts.topics.T) - USUAL)
        starts, stops = texts.spans.T
        out -= 2.0 * self._photos[starts]
        opens, closes = heads.spans.T
        places = self._places[opens][:, None]
        # The text after a headline, unless another headline stands between.
        out[(places == starts) & (self._places[closes][:, None] != places)] += AFTER
        return np.array([out, out + BEFORE * ((starts < places) & (places <= stops))])


def _closed(rows: NDArray[Any]) -> NDArray[Any]:
    """Rows with one more, so that a span may end where they end."""
    return np.concatenate([rows, np.zeros((1, rows.shape[1]), rows.dtype)])


def _sums(grams: NDArray[np.bool_]) -> NDArray[np.int32]:
    """How many of the rows before each row, and of all, have each bigram; shape (n_rows + 1, n_grams)."""
    out = np.zeros((len(grams) + 1, grams.shape[1]), np.int32)
    np.cumsum(grams, axis=0, out=out[1:])
    return out


def _any(sums: NDArray[np.int32], starts: Ints, stops: Ints) -> NDArray[np.bool_]:
    """Which bigrams the rows of every stretch have, shape (n_stretches, n_grams)."""
    return np.greater(sums.take(stops, axis=0), sums.take(starts, axis=0))
