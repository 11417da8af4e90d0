"""Probabilities → topics, other, or a question to a person."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from baozhai.records import Prediction

_DEFAULT = 0.5
#: Articles whose probabilities a model keeps.
SAMPLE = 2000


def verdicts(Y: ArrayLike) -> NDArray[np.int8]:
    """Verdicts, shape (n_articles, n_topics): 1 yes, -1 no, 0 unknown.

    Raises
    ------
    ValueError
        Not two-dimensional, or another value.
    """
    table = np.asarray(Y)
    if table.ndim != 2 or not np.isin(table, (-1, 0, 1)).all():
        raise ValueError("Y must be a table (n_articles, n_topics) of -1, 0 and 1")
    return table.astype(np.int8)


def choose_thresholds(proba: NDArray[Any], Y: ArrayLike) -> NDArray[np.float64]:
    """For each topic the threshold with the highest F1 that the probabilities expect.

    Parameters
    ----------
    proba : ndarray, shape (n_articles, n_topics)
        Calibrated out-of-fold probabilities in [0, 1].
    Y : array, shape (n_articles, n_topics)
        1 yes, -1 no, 0 unknown (not counted).

    Returns
    -------
    ndarray of float64, shape (n_topics,)
        Halfway between two neighboring probabilities; 0.5 for a topic without positives or
        with one probability for all.

    Notes
    -----
    Giving the k most probable articles the topic, F1 is about 2 Σ p_i (i ≤ k) / (k + Σ p). The labels
    themselves are too few to choose by: their best threshold moved by 0.05 to 0.13 between folds
    of round 1, this one by 0.01, and scored better (docs/topics_ideas.md). Lipton, Elkan and
    Naryanaswamy (2014, ECML PKDD) show why half the best F1 is the threshold.
    """
    codes = verdicts(Y)
    if codes.shape != np.shape(proba):
        raise ValueError(f"proba has shape {np.shape(proba)}, Y {codes.shape}")
    return np.array([_best(np.asarray(proba[:, k], float), codes[:, k]) for k in range(codes.shape[1])])


def _best(proba: NDArray[np.float64], codes: NDArray[np.int8]) -> float:
    p = np.sort(proba[codes != 0])[::-1]
    if not (codes > 0).any() or p[0] == p[-1]:
        return _DEFAULT
    last = np.flatnonzero(np.append(p[1:] < p[:-1], True))
    expected = 2 * np.cumsum(p)[last] / (last + 1 + p.sum())
    return float(((p + np.append(p[1:], 0.0)) / 2)[last[np.argmax(expected)]])


def confidence(
    proba: NDArray[Any],
    thresholds: Sequence[float] | NDArray[Any],
    *,
    max_topics: int = 4,
    exclusive: bool = False,
) -> NDArray[np.float64]:
    """Probability that the whole set of topics is right, topics taken as independent.

    Parameters
    ----------
    proba : ndarray, shape (n_articles, n_topics)
    thresholds : sequence of float, shape (n_topics,)
    max_topics : int
        The most probable topics kept.
    exclusive : bool
        Every article has exactly one topic: the share of the largest probability in the sum counts.

    Returns
    -------
    ndarray of float64, shape (n_articles,)
        Of eight rules for leaving articles to a person none raised the share of right sets by more
        (docs/topics_ideas.md).
    """
    table = np.asarray(proba, dtype=float)
    if exclusive:
        best = table.max(axis=1, initial=0.0)
        return np.asarray(best / np.maximum(table.sum(axis=1), np.finfo(float).tiny), dtype=np.float64)
    given = _given(table, np.asarray(thresholds, dtype=float), max_topics)
    return np.asarray(np.where(given, table, 1 - table).prod(axis=1), dtype=np.float64)


def _given(table: NDArray[np.float64], cuts: NDArray[np.float64], max_topics: int) -> NDArray[np.bool_]:
    """The topics that reach their thresholds, of each article the most probable ones."""
    given = table >= cuts
    ranks = np.where(given, -table, 1.0).argsort(axis=1, kind="stable").argsort(axis=1)
    return np.asarray(given & (ranks < max_topics))


def sample(proba: NDArray[Any]) -> NDArray[np.float16]:
    """Rows of probabilities to choose a `cut_off` by, at most `SAMPLE`, shape (n_sample, n_topics).

    Every so many are taken: a corpus may come topic by topic. Half the digits do, where a share of articles is decided.
    """
    step = -(-len(proba) // SAMPLE) or 1
    return np.asarray(proba[::step], dtype=np.float16)


def cut_off(sure: ArrayLike, share: float) -> float:
    """The confidence below which a person is asked, for a share of articles in [0, 1].

    Parameters
    ----------
    sure : array, shape (n_articles,)
        `confidence` of articles drawn like those to come, by models that did not see them, at the thresholds in use.

    Notes
    -----
    The floor(share · (n + 1))-th smallest value, as in split conformal prediction (Vovk, Gammerman and Shafer,
    2005): of exchangeable articles at most that share lies below it, on average. Without any article to go by (a
    model of an earlier version) a person is asked where the set is more likely wrong than right.
    """
    if share <= 0 or share >= 1:
        return 0.0 if share <= 0 else np.inf
    known = np.sort(np.asarray(sure, dtype=float))
    place = int(share * (len(known) + 1) + 1e-9)
    return float(np.append(0.0, known)[place]) if len(known) else _DEFAULT


def decide(
    article_ids: Sequence[str],
    proba: NDArray[Any],
    topics: Sequence[str],
    thresholds: Sequence[float] | NDArray[Any],
    *,
    ask_below: float = 0.0,
    max_topics: int = 4,
    exclusive: bool = False,
) -> list[Prediction]:
    """Decide topics, other or abstain for each article.

    Parameters
    ----------
    proba : ndarray, shape (n_articles, n_topics)
        Probabilities in [0, 1].
    thresholds : sequence of float, shape (n_topics,)
        A topic is given from here on.
    ask_below : float
        An article of less `confidence` is one for a person; 0 never asks.
    max_topics : int
        The most probable topics kept, at least 1.
    exclusive : bool
        Give every article its most probable topic and no other, whatever the thresholds.

    Returns
    -------
    list of Prediction
        Topics most probable first; none with `other`. With `abstain` they are what the model would have said.
    """
    table, cuts = np.asarray(proba, dtype=float), np.asarray(thresholds, dtype=float)
    if table.shape != (len(article_ids), len(topics)) or cuts.shape != (len(topics),):
        raise ValueError(
            f"proba {table.shape}, thresholds {cuts.shape}: {len(article_ids)} × {len(topics)} needed"
        )
    if ask_below < 0 or max_topics < 1:
        raise ValueError(f"ask_below={ask_below} at least 0, max_topics={max_topics} at least 1")
    out = []
    certain = confidence(table, cuts, max_topics=max_topics, exclusive=exclusive).tolist()
    given = _given(table, np.full(len(cuts), -1.0), 1) if exclusive else _given(table, cuts, max_topics)
    for article, row, kept, sure in zip(article_ids, table, given, certain, strict=True):
        chosen = tuple(topics[k] for k in np.argsort(-row, kind="stable") if kept[k])
        decision = "abstain" if sure < ask_below else "topics" if chosen else "other"
        probabilities = dict(zip(topics, row.tolist(), strict=True))
        out.append(Prediction(article, probabilities, chosen, decision, certainty=sure))
    return out
