"""Borders between texts and between headlines, decided together with which headline has which text.

The tagger sees a few lines at a time; a headline knows its text from anywhere on the page. Borders
and headline starts are soft, with the tagger's log-odds; one more border pays when it lets another
headline find its text. Solved by steepest ascent over single changes, with the one-to-one
assignment of Crouse (2016) inside (`scipy.optimize.linear_sum_assignment`).
"""

from __future__ import annotations

import bisect
import itertools
import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from baozhai.ingest.gains import Page
from baozhai.ingest.pairing import best_pairs
from baozhai.ingest.scoring import Change, Scorer, Starts

#: Confidence of a pair that only the order of the others speaks for; the pairs it takes to show an order, and how
#: well the new one must keep to it.
LEFTOVER, ORDERED, IN_ORDER = 0.3, 3, 0.7
#: Changes with worse log-odds than this are not tried.
HOPELESS = -7.0
ROUNDS = 30
#: Least rise of the score that counts, and how far a bound may be off.
LEAST, ROUNDING = 1e-9, 1e-6
#: Products of changes, bigrams and pieces that may be tried: real pages need a hundredth of it, dumps of
#: hundreds of one-line headlines would take minutes.
WORK = 2e8


class Decision(NamedTuple):
    """Where texts and headlines start, headline → (text, confidence in [0, 1])."""

    texts: list[int]
    heads: list[int]
    pairs: dict[int, tuple[int, float]]


def reconcile(page: Page) -> Decision:
    """Choose the starts of texts and headlines and pair them."""
    scorer = Scorer(page)
    chosen = (
        frozenset(k for k, odds in enumerate(page.borders) if odds > 0),
        frozenset(k for k, odds in enumerate(page.breaks) if odds > 0),
    )
    best = scorer.score(scorer.texts(chosen[0]), scorer.heads(chosen[1]))
    work = 0
    for _ in range(ROUNDS):
        changes = _changes(scorer, *chosen)
        work += len(changes) * scorer.size
        if work > WORK or not (found := _best(scorer, chosen, changes, best + LEAST)):
            break
        best, chosen = found
    return _with_leftovers(page, _decided(scorer, *chosen))


_Chosen = tuple[Starts, Starts]


def _best(
    scorer: Scorer, chosen: _Chosen, changes: Sequence[Change], least: float
) -> tuple[float, _Chosen] | None:
    """The change of the highest score above `least`, the first of equals; those that cannot be it are not solved."""
    bounds = scorer.bounds((scorer.texts(chosen[0]), scorer.heads(chosen[1])), changes)
    best, at = least, -1
    for k in sorted(range(len(changes)), key=bounds.__getitem__, reverse=True):
        if bounds[k] < best - ROUNDING:
            break
        texts, heads = _changed(chosen, changes[k])
        score = scorer.score(scorer.texts(texts), scorer.heads(heads))
        if score > best or (score == best and k < at):
            best, at = score, k
    return (best, _changed(chosen, changes[at])) if at >= 0 else None


def _changed(chosen: _Chosen, change: Change) -> _Chosen:
    return chosen[0] ^ change.texts, chosen[1] ^ change.heads


def _changes(scorer: Scorer, texts: Starts, heads: Starts) -> list[Change]:
    """One start more or less; a headline start moved or two neighbours changed; a text and its headline both parted."""
    page = scorer.page
    borders = [k for k, odds in enumerate(page.borders) if _open(odds)]
    breaks = [k for k, odds in enumerate(page.breaks) if _open(odds)]
    alone = {k: frozenset((k,)) for k in (*borders, *breaks)}
    out = [Change(texts=alone[k]) for k in borders] + [Change(heads=alone[k]) for k in breaks]
    out += [Change(heads=frozenset(pair)) for pair in itertools.pairwise(breaks)]
    decision = _decided(scorer, texts, heads)
    for row, (col, _) in decision.pairs.items():
        inside, parts = _within(borders, decision.texts, col), _within(breaks, decision.heads, row)
        out += [Change(alone[border], alone[part]) for border in inside for part in parts]
    return out


def _within(places: Sequence[int], starts: Sequence[int], at: int) -> Sequence[int]:
    """The places inside a stretch, given in order."""
    stop = bisect.bisect_left(places, starts[at + 1]) if at + 1 < len(starts) else len(places)
    return places[bisect.bisect_right(places, starts[at]) : stop]


def _open(odds: float) -> bool:
    return HOPELESS < odds < -HOPELESS


def _decided(scorer: Scorer, texts: Starts, heads: Starts) -> Decision:
    pairs: dict[int, tuple[int, float]] = {}
    if heads and texts:
        gains = scorer.gains(scorer.texts(texts), scorer.heads(heads))
        rows, cols = best_pairs(np.maximum(gains, 0.0))
        worth, rivals = gains[rows, cols], gains.copy()
        rivals[rows, cols] = 0.0
        margins = worth - rivals[rows].max(axis=1, initial=0.0)
        for k in np.flatnonzero(worth > 0).tolist():
            pairs[int(rows[k])] = (int(cols[k]), 1.0 / (1.0 + math.exp(-margins[k])))
    return Decision(sorted(texts), sorted(heads), pairs)


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
        return decision._replace(pairs=decision.pairs | {heads[0]: (texts[0], LEFTOVER)})
    found = {}
    for row, col in zip(*best_pairs(np.maximum(fits, 0.0)), strict=True):
        if fits[row, col] >= IN_ORDER:
            found[heads[row]] = (texts[col], LEFTOVER)
    return decision._replace(pairs=decision.pairs | found)


def _agreement(placed: Sequence[tuple[int, int]], row: int, col: int) -> float:
    """How well a pair keeps to the order of the others, which run one way or the other, in [-1, 1]."""
    if len(placed) < ORDERED:
        return 0.0
    rising = [(a < b) == (c < d) for (a, c), (b, d) in itertools.combinations(placed, 2)]
    sense = 2.0 * sum(rising) / len(rising) - 1.0
    same = [(a < row) == (c < col) for a, c in placed]
    own = 2.0 * sum(same) / len(same) - 1.0
    return sense * own
