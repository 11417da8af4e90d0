"""Bootstrap intervals and paired tests: worked by hand, and against the formulas they stand for."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import beta

from baozhai.evaluation.bootstrap import coverage, draws, intervals, paired
from baozhai.evaluation.topics import scores


def test_draws_keep_the_number_of_articles_and_of_groups():
    weights = draws(7, 50, 0)
    assert weights.shape == (50, 7) and (weights.sum(axis=1) == 7).all()
    together = draws(5, 50, 0, groups=[3, 3, 8, 8, 8])
    assert (together[:, 0] == together[:, 1]).all() and (together[:, 2:] == together[:, 2:3]).all()
    # Two groups are drawn: the counts of one article of each sum to two.
    assert (together[:, 0] + together[:, 2] == 2).all()
    assert draws(0, 3, 0).shape == (3, 0)


def test_paired_by_hand():
    Y = np.ones((4, 1), int)
    old, new = np.array([[1], [1], [0], [0]]), np.array([[1], [1], [1], [0]])
    found = paired(Y, old, new, score="exact", rounds=4000)
    assert found.difference == 0.25
    # The third article alone makes a difference: not drawn in (3/4)^4 of the rounds.
    assert found.low == 0 and found.high == pytest.approx(0.75)
    assert found.p_value == pytest.approx(2 * 0.75**4, abs=0.04)
    back = paired(Y, new, old, score="exact", rounds=4000)
    assert (back.difference, back.low, back.high) == (-0.25, -found.high, 0)


def test_paired_interval_is_narrower_than_unpaired():
    rng = np.random.default_rng(2)
    Y = rng.random((600, 3)) < 0.3
    old = Y ^ (rng.random(Y.shape) < 0.1)
    new = np.where(rng.random(Y.shape) < 0.3, Y, old)
    found = paired(Y, old, new)
    assert found.low > 0 and found.p_value < 0.01
    low, high = intervals(Y, old)["macro_f1"]
    assert found.high - found.low < high - low
    assert found.difference == pytest.approx(scores(Y, new)["macro_f1"] - scores(Y, old)["macro_f1"])


@given(st.integers(0, 10_000))
def test_a_run_against_itself_is_a_tie(seed):
    rng = np.random.default_rng(seed)
    Y, P = rng.random((20, 2)) < 0.4, rng.random((20, 2)) < 0.4
    found = paired(Y, P, P, rounds=50, seed=seed)
    assert (found.difference, found.low, found.high, found.p_value) == (0, 0, 0, 1)


def test_a_poisoned_run_is_worse():
    rng = np.random.default_rng(3)
    Y = rng.random((300, 4)) < 0.2
    old = Y ^ (rng.random(Y.shape) < 0.05)
    poisoned = old.copy()
    poisoned[:, 2] = ~poisoned[:, 2]
    assert paired(Y, old, poisoned).low < -0.01


def test_paired_refuses():
    with pytest.raises(ValueError, match="score"):
        paired([[1]], [[1]], [[1]], score="f2")
    with pytest.raises(ValueError, match="one article"):
        paired(np.zeros((0, 1)), np.zeros((0, 1)), np.zeros((0, 1)))
    with pytest.raises(ValueError, match="shape"):
        paired([[1]], [[1]], [[1, 0]])


def test_interval_holds_the_score_and_repeats():
    rng = np.random.default_rng(1)
    Y = rng.random((200, 2)) < 0.5
    P = Y ^ (rng.random((200, 2)) < 0.1)
    low, high = intervals(Y, P, rounds=300)["macro_f1"]
    assert low < scores(Y, P)["macro_f1"] < high < low + 0.2
    assert (low, high) == intervals(Y, P, rounds=300)["macro_f1"]
    sure, few = (intervals(Y[:n], Y[:n], rounds=300)["macro_f1"] for n in (200, 20))
    assert few[0] < 0.98 < sure[0] < 1 == sure[1] == few[1]  # no error was seen, which is no proof of none
    assert intervals(np.zeros((0, 2)), np.zeros((0, 2)))["macro_f1"] == (0.0, 0.0)


def test_intervals_hold_the_score_and_shrink_with_articles():
    rng = np.random.default_rng(0)
    Y = rng.random((400, 2)) < 0.4
    P = Y ^ (rng.random(Y.shape) < 0.1)
    spread, result = intervals(Y, P, ["x", "y"]), scores(Y, P, ["x", "y"])
    assert set(spread) == {
        "macro_f1",
        "exact",
        *((t, m) for t in "xy" for m in ("precision", "recall", "f1")),
    }
    for t in "xy":
        for m in ("precision", "recall", "f1"):
            low, high = spread[t, m]
            assert low < result["topics"][t][m] < high
    low, high = spread["exact"]
    # The share of right sets is a mean of 400 draws: its interval is that of a binomial.
    width = 2 * 1.96 * np.sqrt(result["exact"] * (1 - result["exact"]) / 400)
    assert high - low == pytest.approx(width, rel=0.1) and low < result["exact"] < high
    assert spread["macro_f1"] == intervals(Y, P)["macro_f1"]


def test_intervals_know_that_a_few_articles_show_no_errors():
    """Eleven of eleven right promises no 1.0: Jeffreys' interval of a share, and of F1 the quantiles of Goutte and Gaussier."""
    spread = intervals(np.ones((11, 1)), np.ones((11, 1)), rounds=4000)
    low = beta.ppf(0.025, 11.5, 0.5)
    for key in ("exact", ("0", "precision"), ("0", "recall")):
        assert spread[key] == (pytest.approx(low, abs=0.03), 1.0)
    u, v = (np.random.default_rng(0).gamma(shape, size=100_000) for shape in (8.5, 4.0))
    Y, P = (
        np.array([[1]] * 8 + [[0]] + [[1]] * 2),
        np.array([[1]] * 9 + [[0]] * 2),
    )  # 8 right, one given wrongly, two missed
    wanted = np.quantile(2 * u / (2 * u + v), [0.025, 0.975])
    assert intervals(Y, P, rounds=4000)["0", "f1"] == pytest.approx(tuple(wanted), abs=0.05)
    assert spread["macro_f1"] == spread["0", "f1"] and spread["macro_f1"][0] < 0.9


def test_the_shares_kept_know_it_too():
    rows = coverage(np.ones(11, bool), np.linspace(0.5, 1, 11))
    assert (
        rows[0]["exact"] == rows[0]["high"] == 1
        and rows[0]["low"] == intervals(np.ones((11, 1)), np.ones((11, 1)))["exact"][0]
    )
    assert {(r["lift"], r["lift_low"], r["lift_high"]) for r in rows} == {(0, 0, 0)}


def test_intervals_without_articles_or_topics():
    assert intervals(np.zeros((0, 1)), np.zeros((0, 1)))["exact"] == (0.0, 0.0)
    assert intervals(np.zeros((2, 0)), np.zeros((2, 0)))["macro_f1"] == (0.0, 0.0)
