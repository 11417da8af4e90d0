"""Bootstrap over articles: 95 % intervals of scores, and of the difference between two runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from baozhai.evaluation.topics import ratio, tables

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Paired:
    """How much better a run is than another one on the same articles.

    Attributes
    ----------
    difference, low, high : float
        Score of the new run minus that of the old one, and its 95 % interval.
    p_value : float
        Two-sided: twice the smaller share of draws on either side of no difference, in (0, 1].
    """

    difference: float
    low: float
    high: float
    p_value: float


def draws(n: int, rounds: int, seed: int, groups: ArrayLike | None = None) -> Floats:
    """How often each article is drawn, with replacement, in each round.

    Parameters
    ----------
    groups : array of int, shape (n,), optional
        Articles of one number (an issue, copies of a report) are drawn together, as they are not independent.

    Returns
    -------
    ndarray of float64, shape (rounds, n)
    """
    rng = np.random.default_rng(seed)
    if groups is None:
        return (
            rng.multinomial(n, np.full(n, 1 / n), size=rounds).astype(float) if n else np.zeros((rounds, 0))
        )
    found, place = np.unique(np.asarray(groups), return_inverse=True)
    return draws(len(found), rounds, seed)[:, place]


def intervals(
    Y: ArrayLike, P: ArrayLike, topics: Sequence[str] | None = None, rounds: int = 1000, seed: int = 0
) -> dict[Any, tuple[float, float]]:
    """95 % intervals over articles drawn with replacement; each holds its score.

    Returns
    -------
    dict
        `macro_f1`, `exact`, and (topic, "precision" | "recall" | "f1") → (low, high).

    Notes
    -----
    Errors that none of the articles shows cannot be drawn: of 100 articles the percentiles of a topic's F1 hold the truth 87 times in 100 and
    those of its precision 63 (docs/topics_ideas.md). So each draw also holds some articles of every outcome, half a one on
    average: Jeffreys' prior, as Goutte and Gaussier (2005, ECIR) have it for F1. Macro-F1 has no such articles: four
    topics with too many errors each would be no mean of four. It has them where no article shows an error, for else a
    handful of right articles would be certain to have none.
    """
    truth, found = tables(Y, P)
    names = [str(k) for k in range(truth.shape[1])] if topics is None else list(topics)
    once = np.ones((1, len(truth)))
    weights = np.vstack([once, draws(len(truth), rounds, seed)])
    tp, given, asked = _counts(weights, truth, found)
    drawn: dict[Any, Floats] = {"macro_f1": _macro(ratio(2 * tp, given + asked))}
    right, wrong, missed = (_unseen(tp.shape, seed + k) if len(truth) else 0.0 for k in (1, 2, 3))
    tp, given, asked = tp + right, given + right + wrong, asked + right + missed
    if len(truth) and drawn["macro_f1"].min() == 1:
        drawn["macro_f1"] = _macro(ratio(2 * tp, given + asked))
    drawn["exact"] = _exact(weights, truth, found, _unseen((rounds + 1, 2), seed + 4))
    for k, name in enumerate(names):
        scored = (
            ("precision", ratio(tp, given)),
            ("recall", ratio(tp, asked)),
            ("f1", ratio(2 * tp, given + asked)),
        )
        drawn |= {(name, key): values[:, k] for key, values in scored}
    return {key: _holding(values) for key, values in drawn.items()}


def _unseen(shape: tuple[int, ...], seed: int) -> Floats:
    """Half an article on average in each draw; none in the first row, which is the score itself."""
    out = np.random.default_rng(seed).gamma(0.5, size=shape)
    out[0] = 0
    return out


def _holding(values: Floats) -> tuple[float, float]:
    """The interval of draws behind the score itself, at least up to it."""
    low, high = interval(values[1:])
    return min(low, float(values[0])), max(high, float(values[0]))


def interval(values: Floats) -> tuple[float, float]:
    """The middle 95 % of some draws."""
    return float(np.quantile(values, 0.025)), float(np.quantile(values, 0.975))


def coverage(
    right: ArrayLike, sure: ArrayLike, *, steps: int = 50, rounds: int = 1000, seed: int = 0
) -> list[dict[str, float]]:
    """Share of right articles among those kept when the least sure are left to a person.

    Parameters
    ----------
    right : array of bool, shape (n_articles,)
    sure : array, shape (n_articles,)
    steps : int
        Shares of articles between 1/2 and 1 to report, at equal distances.

    Returns
    -------
    list of dict
        `coverage` (share kept, falling from 1), `exact` and its 95 % interval `low`, `high`; `lift` over keeping
        all, and its interval `lift_low`, `lift_high`.
    """
    order = np.argsort(-np.asarray(sure, dtype=float), kind="stable")
    good, n = np.asarray(right, dtype=float)[order], len(order)
    weights = np.vstack([np.ones((1, n)), draws(n, rounds, seed)])[:, :n]
    kept, won = np.cumsum(weights, axis=1), np.cumsum(weights * good, axis=1)
    whole = ratio(won[:, -1], kept[:, -1]) if n else np.zeros(len(weights))
    right, wrong = _unseen((len(weights), 2), seed + 4).T
    out = []
    for share in np.linspace(1, 0.5, steps + 1).tolist() if n else []:
        place = np.minimum((kept < round(share * n)).sum(axis=1), n - 1)
        rows = np.arange(len(weights))
        fit, all_kept = won[rows, place], kept[rows, place]
        exact, lift = ratio(fit + right, all_kept + right + wrong), ratio(fit, all_kept) - whole
        out.append({"coverage": share, **_spread("exact", exact), **_spread("lift", lift)})
    return out


def _spread(name: str, values: Floats) -> dict[str, float]:
    """The score itself (the first value) and the interval of the draws (the others)."""
    low, high = _holding(values)
    mark = "" if name == "exact" else f"{name}_"
    return {name: float(values[0]), f"{mark}low": low, f"{mark}high": high}


def paired(
    Y: ArrayLike,
    old: ArrayLike,
    new: ArrayLike,
    *,
    score: str = "macro_f1",
    rounds: int = 2000,
    seed: int = 0,
    groups: ArrayLike | None = None,
) -> Paired:
    """Compare two runs on the same draws of the same articles.

    Parameters
    ----------
    Y, old, new : array, shape (n_articles, n_topics)
        Truth and the topics each run gives, 1 or 0.
    score : {"macro_f1", "exact"}
    groups : array of int, shape (n_articles,), optional
        Articles to draw together (`draws`).

    Raises
    ------
    ValueError
        Shapes that do not match, another score, or no article.

    Notes
    -----
    The paired bootstrap of Efron and Tibshirani (1993); on what it can tell in language processing see
    Berg-Kirkpatrick, Burkett and Klein (2012, EMNLP).
    """
    (truth, a), (_, b) = tables(Y, old), tables(Y, new)
    if score not in _SCORES or not len(truth):
        raise ValueError(f"score={score!r}: one of {sorted(_SCORES)}, over one article at least")
    measure = _SCORES[score]
    once = np.ones((1, len(truth)))
    weights = draws(len(truth), rounds, seed, groups)
    drawn = measure(weights, truth, b) - measure(weights, truth, a)
    side = min(float((drawn <= 0).sum()), float((drawn >= 0).sum()))
    difference = float(measure(once, truth, b)[0] - measure(once, truth, a)[0])
    return Paired(difference, *interval(drawn), min(1.0, 2 * (side + 1) / (rounds + 1)))


def _counts(
    weights: Floats, truth: NDArray[np.bool_], found: NDArray[np.bool_]
) -> tuple[Floats, Floats, Floats]:
    """Right, given and wanted topics of each round, each of shape (rounds, n_topics)."""
    return weights @ (truth & found), weights @ found, weights @ truth


def _macro(f1: Floats) -> Floats:
    return np.asarray(f1.mean(axis=1)) if f1.shape[1] else np.zeros(len(f1))


def _macro_f1(weights: Floats, truth: NDArray[np.bool_], found: NDArray[np.bool_]) -> Floats:
    tp, given, asked = _counts(weights, truth, found)
    return _macro(ratio(2 * tp, given + asked))


def _exact(
    weights: Floats, truth: NDArray[np.bool_], found: NDArray[np.bool_], unseen: Floats | None = None
) -> Floats:
    """Share of right sets; `unseen`: right and wrong ones to add to each draw, shape (rounds, 2)."""
    right, wrong = (0.0, 0.0) if unseen is None or not len(truth) else unseen.T
    return ratio(weights @ (truth == found).all(axis=1) + right, weights.sum(axis=1) + right + wrong)


_SCORES = {"macro_f1": _macro_f1, "exact": _exact}
