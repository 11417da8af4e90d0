"""What a choice of starts of texts and headlines is worth, and the most that a change of it can be worth.

The choices that are tried differ in a start or two, so what every stretch of headline pieces gains from every stretch
of paragraphs is worked out once, and prices of the assignment (its linear-programming dual, Kuhn 1955) tell which
changes cannot pay before any is solved.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from baozhai.ingest.chars import Chars, held
from baozhai.ingest.cohesion import embedded
from baozhai.ingest.pairing import best_pairs, prices
from baozhai.ingest.said import Said, over

#: Worth of a shared bigram against the tagger's log-odds, the price of a pair, and what a headline
#: or a text without a partner costs; chosen on drawn pages (benchmarks/dumpgen.py, seed 5).
WORTH, PRICE = 0.4, 1.0
LONELY_HEAD, LONELY_TEXT = 0.2, 1.4
#: Worth of a latent cosine (Deerwester et al., 1990) between headline and text above the usual one.
SENSE, USUAL = 4.0, 0.2
#: Bonus for the text printed right after or right before a headline.
AFTER, BEFORE = 2.0, 0.4
#: A bigram of a text's first paragraph counts so much more.
LEAD = 0.5

Starts = frozenset[int]
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


class Choice(NamedTuple):
    """Where texts or headlines start.

    Attributes
    ----------
    starts : in order
    spans : row or column of each text or headline in the table of gains
    worth : log-odds of the starts
    lonely : what they cost as long as none has a partner
    """

    starts: list[int]
    spans: list[int]
    worth: float
    lonely: float


class Scorer:
    """The score of choices of starts on one page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        paragraphs, pieces = Chars.of(page.paragraphs), Chars.of(page.pieces)
        # Which of the headlines' bigrams each text has, as 0 or 1, shape (n_texts, n_grams).
        said = [pieces.words.pairs[1]]
        self._seen = held(paragraphs.words, said).astype(np.float64)
        self.held = held(pieces.words, said).astype(np.float64)
        # How rare a bigram is among the texts as the tagger cut them.
        texts = [k for k, odds in enumerate(page.borders) if odds > 0]
        counts = np.maximum.reduceat(self._seen, texts, axis=0).sum(axis=0)
        self._rare = np.log((1.0 + len(texts)) / np.maximum(counts, 1.0))
        self._vectors = {True: embedded(paragraphs), False: embedded(pieces)}
        self._photos = np.array(page.photos)
        self._rows: dict[Span, int] = {}
        self._columns: dict[Span, int] = {}
        # What a headline gains, and what it gains when it is the first one in its place.
        self._table = np.zeros((2, 0, 0))
        nothing = np.zeros((0, 2), np.int64), self.held[:0], self._vectors[False][:0]
        self._said = {False: Said(*nothing), True: Said(*nothing)}
        self._texts: dict[Starts, Choice] = {}
        self._heads: dict[Starts, Choice] = {}

    def texts(self, starts: Starts) -> Choice:
        """A choice of starts of texts."""
        if starts not in self._texts:
            ordered, page = sorted(starts), self.page
            spans = [
                self._columns.setdefault(s, len(self._columns)) for s in _spans(ordered, len(page.paragraphs))
            ]
            alone = sum(not page.photos[k] for k in ordered)
            self._texts[starts] = Choice(ordered, spans, _worth(page.borders, ordered), LONELY_TEXT * alone)
        return self._texts[starts]

    def heads(self, starts: Starts) -> Choice:
        """A choice of starts of headlines."""
        if starts not in self._heads:
            ordered, page = sorted(starts), self.page
            spans = [self._rows.setdefault(s, len(self._rows)) for s in _spans(ordered, len(page.pieces))]
            self._heads[starts] = Choice(
                ordered, spans, _worth(page.breaks, ordered), LONELY_HEAD * len(ordered)
            )
        return self._heads[starts]

    def gains(self, texts: Choice, heads: Choice) -> _Floats:
        """What each headline gains from each text, shape (n_heads, n_texts)."""
        places = [self.page.places[k] for k in heads.starts]
        first = [int(k == 0 or places[k - 1] != place) for k, place in enumerate(places)]
        return np.asarray(
            self._grown()[np.array(first)[:, None], np.array(heads.spans)[:, None], texts.spans]
        )

    def score(self, texts: Choice, heads: Choice) -> float:
        """The log-odds of the starts and the worth of the best pairs."""
        total = texts.worth + heads.worth
        if not heads.starts:
            return total - texts.lonely
        gains = np.maximum(self.gains(texts, heads), 0.0)
        rows, cols = best_pairs(gains)
        worth = gains[rows, cols]
        paired = worth > 0
        total += float(worth.sum())
        total -= LONELY_HEAD * (len(heads.starts) - int(paired.sum()))
        alone = sum(not self.page.photos[k] for k in texts.starts)
        taken = sum(not self.page.photos[texts.starts[c]] for c in cols[paired].tolist())
        return total - LONELY_TEXT * (alone - taken)

    def bounds(self, base: tuple[Choice, Choice], choices: Sequence[tuple[Choice, Choice]]) -> list[float]:
        """Scores that choices of texts and headlines do not exceed, near ones for choices like `base`.

        No pair is worth more than the prices of its headline and its text, so no assignment is worth more than
        all prices together.
        """
        weights = self._weights()
        columns, rows = base[0].spans, base[1].spans
        row_prices, column_prices = prices(weights[np.ix_(rows, columns)])
        for_rows = (weights[:, columns] - column_prices).max(axis=1, initial=0.0)
        for_columns = (weights[rows] - row_prices[:, None]).max(axis=0, initial=0.0)
        for_rows[rows], for_columns[columns] = row_prices, column_prices
        left = weights - for_columns
        of_texts = _paid(for_columns, (texts for texts, _ in choices))
        of_heads = _paid(for_rows, (heads for _, heads in choices))
        known, priced, out = set(columns), set(rows), []
        for texts, heads in choices:
            paid = of_texts[id(texts)] + of_heads[id(heads)]
            if texts is not base[0] and heads is not base[1]:  # the prices do not cover new pairs
                new = [k for k in texts.spans if k not in known]
                added = [k for k in heads.spans if k not in priced]
                paid += sum(max([0.0, *(left[k, j] - for_rows[k] for j in new)]) for k in added)
            out.append(texts.worth + heads.worth - texts.lonely - heads.lonely + paid)
        return out

    def _weights(self) -> _Floats:
        """What a pair is worth at most, with what its two sides cost alone; shape (n_head_spans, n_text_spans)."""
        gains = self._grown()[1]
        plain = np.array([not self.page.photos[start] for start, _ in self._columns])
        return np.where(gains > 0, gains + LONELY_HEAD + LONELY_TEXT * plain, 0.0)

    def _grown(self) -> _Floats:
        """The table of gains for all spans named so far, shape (2, n_head_spans, n_text_spans)."""
        _, rows, columns = self._table.shape
        if (rows, columns) != (len(self._rows), len(self._columns)):
            heads, texts = self._stretches(False), self._stretches(True)
            right = self._measured(heads[:rows], texts[columns:])
            below = self._measured(heads[rows:], texts)
            self._table = np.concatenate([np.concatenate([self._table, right], axis=2), below], axis=1)
        return self._table

    def _stretches(self, text: bool) -> Said:
        """What is said in all spans named so far."""
        done = self._said[text]
        spans = list(self._columns if text else self._rows)[len(done) :]
        if not spans:
            return done
        named = np.array(spans)
        sums = over(np.add, self._vectors[text], named)
        lengths = np.maximum(np.sqrt(np.array([whole.dot(whole) for whole in sums])), 1e-9)
        if text:
            words = over(np.maximum, self._seen, named) + LEAD * self._seen[named[:, 0]]
        else:
            words = WORTH * self._rare * over(np.maximum, self.held, named)
        self._said[text] = done.with_more(Said(named, words, sums / lengths[:, None]))
        return self._said[text]

    def _measured(self, heads: Said, texts: Said) -> _Floats:
        """What headlines gain from texts, shape (2, n_heads, n_texts)."""
        if not len(heads) or not len(texts):
            return np.zeros((2, len(heads), len(texts)))
        out = heads.words @ texts.words.T - PRICE
        out += SENSE * (heads.topics @ texts.topics.T - USUAL)
        starts, stops = texts.spans.T
        out -= 2.0 * self._photos[starts]
        follows, places = np.array([self._place((a, b)) for a, b in heads.spans.tolist()]).T[:, :, None]
        out[follows == starts] += AFTER
        return np.array([out, out + BEFORE * ((starts < places) & (places <= stops))])

    def _place(self, head: Span) -> tuple[int, int]:
        """The paragraph that follows a headline, -1 where another headline stands between, and those before it."""
        places, (start, stop) = self.page.places, head
        last = stop == len(places) or places[stop] != places[start]
        return places[start] if last else -1, places[start]


def _paid(prices: _Floats, choices: Iterable[Choice]) -> dict[int, float]:
    """What the prices of the spans of choices come to, by the choices' ids."""
    known = prices.tolist()
    every = {id(choice): choice for choice in choices}
    return {at: sum(known[k] for k in choice.spans) for at, choice in every.items()}


def _worth(odds: Sequence[float], starts: Iterable[int]) -> float:
    return sum(odds[k] for k in starts if math.isfinite(odds[k]))


def _spans(starts: Sequence[int], end: int) -> list[Span]:
    return list(zip(starts, [*starts[1:], end], strict=True)) if starts else []
