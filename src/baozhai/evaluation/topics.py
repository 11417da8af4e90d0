"""Scores of topics: precision, recall, F1, calibration."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

#: Fewer articles of a topic say nothing of how well it is found.
MEASURABLE = 5


def scores(Y: ArrayLike, P: ArrayLike, topics: Sequence[str] | None = None) -> dict[str, Any]:
    """Precision, recall and F1 a topic, their macro mean, and exact sets.

    Parameters
    ----------
    Y, P : array, shape (n_articles, n_topics)
        Truth and prediction, 1 or 0.
    topics : sequence of str, optional
        Names; "0", "1", … when omitted.

    Returns
    -------
    dict
        `topics` (name → precision, recall, f1, positives), `macro_f1`, `exact` (share of
        articles whose whole set is right). 0 / 0 counts as 0.
    """
    truth, found = tables(Y, P)
    names = [str(k) for k in range(truth.shape[1])] if topics is None else list(topics)
    tp, fp, fn = (truth & found).sum(0), (~truth & found).sum(0), (truth & ~found).sum(0)
    columns = ratio(tp, tp + fp), ratio(tp, tp + fn), ratio(2 * tp, 2 * tp + fp + fn), truth.sum(0)
    keys = ("precision", "recall", "f1", "positives")
    table = np.column_stack(columns).tolist()
    per_topic = {name: dict(zip(keys, row, strict=True)) for name, row in zip(names, table, strict=True)}
    macro = float(np.mean(columns[2])) if names else 0.0
    exact = float((truth == found).all(axis=1).mean()) if len(truth) else 0.0
    return {"topics": per_topic, "macro_f1": macro, "exact": exact}


def reliability(proba: ArrayLike, Y: ArrayLike, bins: int = 10) -> dict[str, Any]:
    """Predicted probability against observed share, all topics together.

    Returns
    -------
    dict
        `ece` (expected calibration error: mean |predicted - observed| weighted by size) and
        `bins`, the non-empty ones: `low`, `high`, `predicted`, `observed`, `n`.
    """
    p, truth = np.asarray(proba, dtype=float).ravel(), np.asarray(Y).ravel() > 0
    if p.shape != truth.shape or not ((p >= 0) & (p <= 1)).all():
        raise ValueError("proba must be in [0, 1] and of the shape of Y")
    place = np.minimum((p * bins).astype(int), bins - 1)
    out, error = [], 0.0
    for k in np.unique(place).tolist():
        inside = place == k
        size, predicted, observed = int(inside.sum()), float(p[inside].mean()), float(truth[inside].mean())
        error += size / len(p) * abs(predicted - observed)
        edges = {"low": k / bins, "high": (k + 1) / bins}
        out.append({**edges, "predicted": predicted, "observed": observed, "n": size})
    return {"ece": error, "bins": out}


def average_precision(truth: ArrayLike, proba: ArrayLike) -> float:
    """Mean precision over the positives of one topic, ranked by probability; ties count together.

    Parameters
    ----------
    truth, proba : array, shape (n_articles,)

    Returns
    -------
    float
        In [0, 1], as scikit-learn's `average_precision_score`; 0 without a positive.
    """
    yes, p = np.asarray(truth) > 0, np.asarray(proba, dtype=float)
    if not yes.any():
        return 0.0
    order = np.argsort(-p, kind="stable")
    hits, last = np.cumsum(yes[order]), np.append(np.diff(p[order]) < 0, True)
    found = hits[last]
    gained = np.diff(found, prepend=0)
    return float((gained * found / (np.flatnonzero(last) + 1)).sum()) / int(yes.sum())


def confusion(Y: ArrayLike, P: ArrayLike) -> list[list[int]]:
    """Labels of people (rows) against topics given (columns), the last of both for none; an article may count in several."""
    left, right = (np.column_stack([t, ~t.any(axis=1)]).astype(int) for t in tables(Y, P))
    return [[int(n) for n in row] for row in left.T @ right]


def tables(Y: ArrayLike, P: ArrayLike) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Truth and prediction as tables of yes and no, shape (n_articles, n_topics); ValueError if they differ in shape."""
    truth, found = np.asarray(Y) > 0, np.asarray(P) > 0
    if truth.ndim != 2 or truth.shape != found.shape:
        raise ValueError(f"Y has shape {truth.shape}, P {found.shape}: (n_articles, n_topics) needed")
    return truth, found


def ratio(top: NDArray[Any], bottom: NDArray[Any]) -> NDArray[np.float64]:
    """`top / bottom`, 0 where `bottom` is 0."""
    out: NDArray[np.float64] = np.zeros(np.shape(top))
    np.divide(top, bottom, out=out, where=np.asarray(bottom) > 0)
    return out
