"""Borders between texts and between headlines, decided together with which headline has which text.

The tagger sees a few lines at a time; a headline knows its text from anywhere on the page. Borders
and headline starts are soft, with the tagger's log-odds; one more border pays when it lets another
headline find its text. Solved by steepest ascent over single changes, with the one-to-one
assignment of Crouse (2016) inside (`scipy.optimize.linear_sum_assignment`).
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from baozhai.ingest.cohesion import embedded
from baozhai.ingest.headlines import bigrams
from baozhai.ingest.pairing import best_pairs

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
#: Confidence of a pair that only the order of the others speaks for; the pairs it takes to show an order, and how
#: well the new one must keep to it.
LEFTOVER, ORDERED, IN_ORDER = 0.3, 3, 0.7
#: Changes with worse log-odds than this are not tried.
HOPELESS = -5.5
ROUNDS = 30
#: Products of changes, bigrams and pieces that may be tried: real pages need a hundredth of it, dumps of
#: hundreds of one-line headlines would take minutes.
WORK = 2e8


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


@dataclass(frozen=True)
class Decision:
    """Where texts and headlines start, headline → (text, confidence in [0, 1])."""

    texts: list[int]
    heads: list[int]
    pairs: dict[int, tuple[int, float]]


class _Scorer:
    """The score of a choice of starts; bigrams of headlines against paragraphs are looked up once."""

    def __init__(self, page: Page) -> None:
        self.page = page
        bags = [bigrams(text) for text in page.paragraphs]
        heads = [bigrams(text) for text in page.pieces]
        grams = sorted(set().union(*heads)) if heads else []
        seen = np.array([[g in bag for bag in bags] for g in grams], dtype=float).reshape(
            len(grams), len(bags)
        )
        # How rare a bigram is among the texts as the tagger cut them.
        texts = [k for k, odds in enumerate(page.borders) if odds > 0]
        counts = np.maximum.reduceat(seen, texts, axis=1).sum(axis=1)
        self.rare = np.log((1.0 + len(texts)) / np.maximum(counts, 1.0))
        self.seen = seen
        held = np.array([[g in bag for g in grams] for bag in heads], dtype=float)
        self.held = held.reshape(len(heads), len(grams))
        self._stretches: dict[tuple[bool, int, int], NDArray[np.float64]] = {}
        self._senses: dict[tuple[bool, int, int], NDArray[np.float64]] = {}
        self._vectors = {True: embedded(page.paragraphs), False: embedded(page.pieces)}

    def _sense(self, text: bool, start: int, stop: int) -> NDArray[np.float64]:
        """Latent vector of length 1 of a text or headline, looked up once for each stretch; shape (n_dimensions,)."""
        key = (text, start, stop)
        if key not in self._senses:
            whole = self._vectors[text][start:stop].sum(axis=0)
            self._senses[key] = whole / max(float(np.linalg.norm(whole)), 1e-9)
        return self._senses[key]

    def _stretch(self, text: bool, start: int, stop: int) -> NDArray[np.float64]:
        """Bigrams of a text, or of a headline weighed, looked up once for each stretch; shape (n_grams,)."""
        key = (text, start, stop)
        if key not in self._stretches:
            if text:
                found = self.seen[:, start:stop].max(axis=1) + LEAD * self.seen[:, start]
            else:
                found = WORTH * self.rare * self.held[start:stop].max(axis=0)
            self._stretches[key] = found
        return self._stretches[key]

    def gains(self, texts: Sequence[int], heads: Sequence[int]) -> NDArray[np.float64]:
        """What each headline gains from each text, shape (n_heads, n_texts)."""
        held = [self._stretch(False, a, b) for a, b in _spans(heads, len(self.held))]
        whole = [self._stretch(True, a, b) for a, b in _spans(texts, self.seen.shape[1])]
        out = np.array(held) @ np.array(whole).T - PRICE
        about = [self._sense(False, a, b) for a, b in _spans(heads, len(self.held))]
        topics = [self._sense(True, a, b) for a, b in _spans(texts, self.seen.shape[1])]
        out += SENSE * (np.array(about) @ np.array(topics).T - USUAL)
        photos = np.array([self.page.photos[t] for t in texts])
        out[:, photos] -= 2.0
        for row, piece in enumerate(heads):
            place = self.page.places[piece]
            last = row + 1 == len(heads) or self.page.places[heads[row + 1]] != place
            if last and place in texts:
                out[row, texts.index(place)] += AFTER
            if place and (row == 0 or self.page.places[heads[row - 1]] != place):
                out[row, int(np.searchsorted(texts, place)) - 1] += BEFORE
        return np.asarray(out)

    def score(self, texts: Sequence[int], heads: Sequence[int]) -> float:
        """The log-odds of the starts and the worth of the best pairs."""
        page = self.page
        total = sum(page.borders[t] for t in texts if math.isfinite(page.borders[t]))
        total += sum(page.breaks[h] for h in heads if math.isfinite(page.breaks[h]))
        alone = sum(not page.photos[t] for t in texts)
        if not heads:
            return total - LONELY_TEXT * alone
        gains = np.maximum(self.gains(texts, heads), 0.0)
        rows, cols = best_pairs(gains)
        paired = gains[rows, cols] > 0
        total += float(gains[rows, cols].sum())
        total -= LONELY_HEAD * (len(heads) - int(paired.sum()))
        taken = sum(not page.photos[texts[c]] for c in cols[paired].tolist())
        return total - LONELY_TEXT * (alone - taken)


def _spans(starts: Sequence[int], end: int) -> list[tuple[int, int]]:
    return list(zip(starts, [*starts[1:], end], strict=True))


def reconcile(page: Page) -> Decision:
    """Choose the starts of texts and headlines and pair them."""
    scorer = _Scorer(page)
    texts = frozenset(k for k, odds in enumerate(page.borders) if odds > 0)
    heads = frozenset(k for k, odds in enumerate(page.breaks) if odds > 0)
    best = scorer.score(sorted(texts), sorted(heads))
    work = 0
    for _ in range(ROUNDS):
        changes = _changes(scorer, texts, heads)
        work += len(changes) * scorer.held.size
        if work > WORK:
            break
        scores = [scorer.score(sorted(t), sorted(h)) for t, h in changes]
        if not scores or max(scores) <= best + 1e-9:
            break
        best = max(scores)
        texts, heads = changes[scores.index(best)]
    return _with_leftovers(page, _decided(scorer, sorted(texts), sorted(heads)))


_Starts = frozenset[int]


def _changes(scorer: _Scorer, texts: _Starts, heads: _Starts) -> list[tuple[_Starts, _Starts]]:
    """One start more or less; a headline start moved or two neighbours changed; a text and its headline both parted."""
    page = scorer.page
    borders = [k for k, odds in enumerate(page.borders) if _open(odds)]
    breaks = [k for k, odds in enumerate(page.breaks) if _open(odds)]
    out = [(texts ^ {k}, heads) for k in borders] + [(texts, heads ^ {k}) for k in breaks]
    out += [(texts, heads ^ {a, b}) for a, b in itertools.pairwise(breaks)]
    decision = _decided(scorer, sorted(texts), sorted(heads))
    for row, (col, _) in decision.pairs.items():
        inside = [k for k in borders if _within(k, decision.texts, col)]
        parts = [k for k in breaks if _within(k, decision.heads, row)]
        out += [(texts | {border}, heads | {part}) for border in inside for part in parts]
    return out


def _within(k: int, starts: Sequence[int], at: int) -> bool:
    return starts[at] < k and (at + 1 == len(starts) or k < starts[at + 1])


def _open(odds: float) -> bool:
    return HOPELESS < odds < -HOPELESS


def _decided(scorer: _Scorer, texts: list[int], heads: list[int]) -> Decision:
    pairs: dict[int, tuple[int, float]] = {}
    if heads and texts:
        gains = scorer.gains(texts, heads)
        for row, col in zip(*best_pairs(np.maximum(gains, 0.0)), strict=True):
            if gains[row, col] > 0:
                rivals = np.delete(gains[row], col)
                margin = float(gains[row, col] - max(float(rivals.max(initial=0.0)), 0.0))
                pairs[int(row)] = (int(col), 1.0 / (1.0 + math.exp(-margin)))
    return Decision(texts, heads, pairs)


def _with_leftovers(page: Page, decision: Decision) -> Decision:
    """Headlines and texts that share no words, paired where the order of the others leaves one choice.

    Their confidence is LEFTOVER.
    """
    taken = {col for col, _ in decision.pairs.values()}
    heads = [
        k for k in range(len(decision.heads)) if k not in decision.pairs and page.titles[decision.heads[k]]
    ]
    texts = [k for k, start in enumerate(decision.texts) if k not in taken and not page.photos[start]]
    placed = [(row, col) for row, (col, _) in decision.pairs.items()]
    fits = np.array([[_agreement(placed, row, col) for col in texts] for row in heads]).reshape(
        len(heads), len(texts)
    )
    if len(heads) == len(texts) == 1:
        return replace(decision, pairs=decision.pairs | {heads[0]: (texts[0], LEFTOVER)})
    found = {}
    for row, col in zip(*best_pairs(np.maximum(fits, 0.0)), strict=True):
        if fits[row, col] >= IN_ORDER:
            found[heads[row]] = (texts[col], LEFTOVER)
    return replace(decision, pairs=decision.pairs | found)


def _agreement(placed: Sequence[tuple[int, int]], row: int, col: int) -> float:
    """How well a pair keeps to the order of the others, which run one way or the other, in [-1, 1]."""
    if len(placed) < ORDERED:
        return 0.0
    rising = [(a < b) == (c < d) for (a, c), (b, d) in itertools.combinations(placed, 2)]
    sense = 2.0 * sum(rising) / len(rising) - 1.0
    same = [(a < row) == (c < col) for a, c in placed]
    own = 2.0 * sum(same) / len(same) - 1.0
    return sense * own
