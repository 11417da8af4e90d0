"""What a choice of starts of texts and headlines is worth, and the most that a change of it can be worth.

Prices of the assignment (its linear-programming dual, Kuhn 1955) tell which changes cannot pay before any is solved.
"""

from __future__ import annotations

import bisect
import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from baozhai.ingest.chars import Ints
from baozhai.ingest.gains import Gains, Page, Span
from baozhai.ingest.pairing import best_pairs, prices

#: What a headline or a text without a partner costs; chosen on drawn pages (benchmarks/dumpgen.py, seed 5).
LONELY_HEAD, LONELY_TEXT = 0.5, 1.4

Starts = frozenset[int]
_Floats = NDArray[np.float64]
_NONE: Starts = frozenset()


class Choice(NamedTuple):
    """Where texts or headlines start.

    Attributes
    ----------
    starts : in order
    spans : array, shape (n_starts,)
        Column of each text or row of each headline in the table of gains.
    first : array, shape (n_starts,)
        Whether a headline is the first one in its place.
    costs : what each costs without a partner
    worth : log-odds of the starts, less all costs
    """

    starts: list[int]
    spans: Ints
    first: Ints
    costs: list[float]
    worth: float


class Change(NamedTuple):
    """Starts of texts and of headlines that are turned: those that are chosen go, the others come."""

    texts: Starts = _NONE
    heads: Starts = _NONE


class _Turn(NamedTuple):
    """What a change does on one side: rows or columns that go and come, and how the log-odds less the costs change.

    It holds as long as the starts from `first` to `last` stay.
    """

    gone: list[int]
    come: list[int]
    worth: float
    first: int
    last: int


class _Side:
    """Texts or headlines: log-odds of starts, what each costs alone, where it stands, and where the last one ends."""

    def __init__(self, odds: Sequence[float], costs: Sequence[float], places: Sequence[int]) -> None:
        self.end = len(odds)
        self.odds = [k if math.isfinite(k) else 0.0 for k in odds]
        self.costs, self.places = costs, places
        self.choices: dict[Starts, Choice] = {}
        self.base: list[int] = []
        self.turns: dict[Starts, _Turn] = {}

    def moved(self, starts: list[int]) -> None:
        """Take other starts as the base; what was known of changes near those that came or went is forgotten."""
        moved = set(starts).symmetric_difference(self.base)
        self.base = starts
        for start in moved:
            self.turns = {k: turn for k, turn in self.turns.items() if not turn.first <= start <= turn.last}


class Scorer:
    """The score of choices of starts on one page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._gains = Gains(page)
        captions = [0.0 if photo else LONELY_TEXT for photo in page.photos]
        self._sides = {
            True: _Side(page.borders, captions, range(len(captions))),
            False: _Side(page.breaks, [LONELY_HEAD] * len(page.pieces), page.places),
        }

    @property
    def size(self) -> int:
        """Pieces times the bigrams that they have."""
        return self._gains.held.size

    def texts(self, starts: Starts) -> Choice:
        """A choice of starts of texts."""
        return self._choice(True, starts)

    def heads(self, starts: Starts) -> Choice:
        """A choice of starts of headlines."""
        return self._choice(False, starts)

    def _choice(self, text: bool, starts: Starts) -> Choice:
        side = self._sides[text]
        if starts not in side.choices:
            ordered = sorted(starts)
            places = np.array([side.places[k] for k in ordered], np.int64)
            costs = [side.costs[k] for k in ordered]
            side.choices[starts] = Choice(
                ordered,
                np.array(self._gains.named(text, _spans(ordered, side.end)), np.int64),
                np.append(1, places[1:] != places[:-1])[: len(ordered)],
                costs,
                sum([side.odds[k] for k in ordered]) - sum(costs),
            )
        return side.choices[starts]

    def gains(self, texts: Choice, heads: Choice) -> _Floats:
        """What each headline gains from each text, shape (n_heads, n_texts)."""
        return np.asarray(self._gains.table()[heads.first[:, None], heads.spans[:, None], texts.spans])

    def score(self, texts: Choice, heads: Choice) -> float:
        """The log-odds of the starts and the worth of the best pairs."""
        total = texts.worth + heads.worth
        if heads.starts:
            gains = np.maximum(self.gains(texts, heads), 0.0)
            rows, columns = best_pairs(gains)
            pairs = zip(gains[rows, columns].tolist(), rows.tolist(), columns.tolist(), strict=True)
            for gain, row, column in pairs:
                if gain > 0:
                    total += gain + heads.costs[row] + texts.costs[column]
        return total

    def bounds(self, base: tuple[Choice, Choice], changes: Sequence[Change]) -> list[float]:
        """Scores that changes of a choice of texts and headlines do not exceed.

        No pair is worth more than the prices of its headline and its text, so no assignment is worth more than
        all prices together.
        """
        texts = self._turns(True, base[0], [change.texts for change in changes])
        heads = self._turns(False, base[1], [change.heads for change in changes])
        weights = self._gains.weights(LONELY_HEAD, LONELY_TEXT)
        columns, rows = base[0].spans, base[1].spans
        row_prices, column_prices = prices(weights.take(rows, axis=0).take(columns, axis=1))
        for_rows = (weights.take(columns, axis=1) - column_prices).max(axis=1, initial=0.0)
        for_columns = (weights.take(rows, axis=0) - row_prices[:, None]).max(axis=0, initial=0.0)
        for_rows[rows], for_columns[columns] = row_prices, column_prices
        of_texts, of_heads = _paid(texts, for_columns.tolist()), _paid(heads, for_rows.tolist())
        total = float(base[0].worth + base[1].worth + row_prices.sum() + column_prices.sum())
        # What pairs of which both sides are new are worth above the prices, which do not cover them.
        left = np.maximum(weights - for_columns - for_rows[:, None], 0.0)
        above = {k: left[k].tolist() for change in changes if change.texts for k in heads[change.heads].come}
        out = []
        for change in changes:
            new = texts[change.texts].come if change.heads else []
            pairs = sum(max(above[k][j] for j in new) for k in heads[change.heads].come) if new else 0.0
            out.append(total + of_texts[change.texts] + of_heads[change.heads] + pairs)
        return out

    def _turns(self, text: bool, base: Choice, turned: Sequence[Starts]) -> dict[Starts, _Turn]:
        """What turning starts does to a choice, for all that are to be turned."""
        side = self._sides[text]
        side.moved(base.starts)
        for starts in turned:
            if starts not in side.turns:
                side.turns[starts] = self._turn(text, base, starts)
        return side.turns

    def _turn(self, text: bool, base: Choice, turned: Starts) -> _Turn:
        if not turned:
            return _Turn([], [], 0.0, 0, -1)
        side, starts = self._sides[text], base.starts
        low, high = bisect.bisect_left(starts, min(turned)), bisect.bisect_right(starts, max(turned))
        inner = starts[low:high]
        after = starts[high] if high < len(starts) else side.end
        before = max(low - 1, 0)
        spans = _spans([*starts[before:low], *sorted(turned.symmetric_difference(inner))], after)
        worth = sum((side.odds[k] - side.costs[k]) * (-1.0 if k in inner else 1.0) for k in turned)
        gone, first = base.spans[before:high].tolist(), starts[before] if low else 0
        return _Turn(gone, self._gains.named(text, spans), worth, first, after)


def _paid(turns: dict[Starts, _Turn], prices: Sequence[float]) -> dict[Starts, float]:
    """What changes bring on one side, with the prices of what comes and goes."""
    return {
        turned: turn.worth + sum([prices[k] for k in turn.come]) - sum([prices[k] for k in turn.gone])
        for turned, turn in turns.items()
    }


def _spans(starts: Sequence[int], end: int) -> list[Span]:
    return list(zip(starts, [*starts[1:], end], strict=True)) if starts else []
