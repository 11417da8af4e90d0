"""Bounds of the joint decision: no choice is worth more, and the best one is found without solving all."""

from __future__ import annotations

import math
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baozhai.ingest.gains import Page
from baozhai.ingest.reconcile import _best, _changes
from baozhai.ingest.scoring import Change, Scorer

WORDS = "园区电池产线投产河道清淤完工书法展览开幕疫苗接种站点"


def _page(seed: int) -> Page:
    rng = random.Random(seed)

    def text(size: int) -> str:
        return "".join(rng.choice(WORDS) for _ in range(size))

    paragraphs, pieces = rng.randint(1, 9), rng.randint(0, 8)
    places = sorted(rng.randint(0, paragraphs) for _ in range(pieces))
    borders = [math.inf, *(rng.choice([-7.0, rng.uniform(-4, 4)]) for _ in range(paragraphs - 1))]
    breaks = [rng.choice([math.inf, rng.uniform(-4, 4)]) for _ in range(pieces)]
    if pieces:
        breaks[0] = math.inf
    return Page(
        [text(12) for _ in range(paragraphs)],
        borders,
        [rng.random() < 0.2 for _ in range(paragraphs)],
        [text(5) for _ in range(pieces)],
        [True] * pieces,
        breaks,
        places,
    )


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 100_000))
def test_no_change_is_worth_more_than_its_bound_and_the_best_is_found(seed: int) -> None:
    page = _page(seed)
    scorer = Scorer(page)
    chosen = (
        frozenset(k for k, odds in enumerate(page.borders) if odds > 0),
        frozenset(k for k, odds in enumerate(page.breaks) if odds > 0),
    )
    changes = [Change(), *_changes(scorer, *chosen)]
    bounds = scorer.bounds((scorer.texts(chosen[0]), scorer.heads(chosen[1])), changes)
    tried = [(chosen[0] ^ change.texts, chosen[1] ^ change.heads) for change in changes]
    scores = [scorer.score(scorer.texts(texts), scorer.heads(heads)) for texts, heads in tried]
    assert all(score <= bound + 1e-9 for score, bound in zip(scores, bounds, strict=True))
    best = max(scores)
    found = _best(scorer, chosen, changes, scores[0] + 1e-9)
    assert found == ((best, tried[scores.index(best)]) if best > scores[0] + 1e-9 else None)


def test_the_worth_of_a_choice_by_hand() -> None:
    """One headline right before its text: what it shares, its place, and no price for loneliness."""
    page = Page(
        ["园区投产。", "河道完工。"], [math.inf, 2.0], [False, True], ["园区"], [True], [math.inf], [0]
    )
    scorer = Scorer(page)
    both, alone = scorer.texts(frozenset({0, 1})), scorer.heads(frozenset())
    assert scorer.score(both, alone) == 2.0 - 1.4  # a caption needs no headline
    head = scorer.heads(frozenset({0}))
    assert scorer.score(both, head) == pytest.approx(2.0 + scorer.gains(both, head)[0, 0])
