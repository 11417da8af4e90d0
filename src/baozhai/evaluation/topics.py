"""Scores of topics: precision, recall, F1, intervals, calibration."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray


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
    truth, found = _tables(Y, P)
    names = [str(k) for k in range(truth.shape[1])] if topics is None else list(topics)
    tp, fp, fn = (truth & found).sum(0), (~truth & found).sum(0), (truth & ~found).sum(0)
    columns = _ratio(tp, tp + fp), _ratio(tp, tp + fn), _ratio(2 * tp, 2 * tp + fp + fn), truth.sum(0)
    keys = ("precision", "recall", "f1", "positives")
    table = np.column_stack(columns).tolist()
    per_topic = {name: dict(zip(keys, row, strict=True)) for name, row in zip(names, table, strict=True)}
    macro = float(np.mean(columns[2])) if names else 0.0
    exact = float((truth == found).all(axis=1).mean()) if len(truth) else 0.0
    return {"topics": per_topic, "macro_f1": macro, "exact": exact}


def bootstrap_interval(Y: ArrayLike, P: ArrayLike, rounds: int = 1000, seed: int = 0) -> tuple[float, float]:
    """95 % percentile interval of macro-F1 over articles drawn with replacement."""
    return intervals(Y, P, rounds=rounds, seed=seed)["macro_f1"]


def intervals(
    Y: ArrayLike, P: ArrayLike, topics: Sequence[str] | None = None, rounds: int = 1000, seed: int = 0
) -> dict[Any, tuple[float, float]]:
    """95 % percentile intervals over articles drawn with replacement.

    Returns
    -------
    dict
        `macro_f1`, `exact`, and (topic, "precision" | "recall" | "f1") → (low, high).
    """
    truth, found = _tables(Y, P)
    n = max(len(truth), 1)
    names = [str(k) for k in range(truth.shape[1])] if topics is None else list(topics)
    weights = (
        np.random.default_rng(seed).multinomial(len(truth), np.full(n, 1 / n), size=rounds).astype(float)
    )
    weights = weights[:, : len(truth)]
    tp, given, asked = weights @ (truth & found), weights @ found, weights @ truth
    f1 = _ratio(2 * tp, given + asked)
    drawn: dict[Any, NDArray[np.float64]] = {
        "macro_f1": f1.mean(axis=1) if names else np.zeros(rounds),
        "exact": weights @ (truth == found).all(axis=1) / n,
    }
    for k, name in enumerate(names):
        for key, values in (("precision", _ratio(tp, given)), ("recall", _ratio(tp, asked)), ("f1", f1)):
            drawn[name, key] = values[:, k]
    return {k: (float(np.quantile(v, 0.025)), float(np.quantile(v, 0.975))) for k, v in drawn.items()}


def reliability(proba: ArrayLike, Y: ArrayLike, bins: int = 10) -> dict[str, Any]:
    """Predicted probability against observed share, all topics together.

    Returns
    -------
    dict
        `ece` (expected calibration error: mean |predicted - observed| weighted by size) and
        `bins`, the non-empty ones: `low`, `high`, `predicted`, `observed`, `n`.
    """
    p, truth = np.asarray(proba, dtype=float).ravel(), np.asarray(Y).ravel() > 0
    if p.shape != truth.shape or ((p < 0) | (p > 1)).any():
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


def _tables(Y: ArrayLike, P: ArrayLike) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    truth, found = np.asarray(Y) > 0, np.asarray(P) > 0
    if truth.ndim != 2 or truth.shape != found.shape:
        raise ValueError(f"Y has shape {truth.shape}, P {found.shape}: (n_articles, n_topics) needed")
    return truth, found


def _ratio(top: NDArray[Any], bottom: NDArray[Any]) -> NDArray[np.float64]:
    out: NDArray[np.float64] = np.zeros(np.shape(top))
    np.divide(top, bottom, out=out, where=np.asarray(bottom) > 0)
    return out
