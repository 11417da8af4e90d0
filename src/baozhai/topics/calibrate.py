"""Platt calibration: decision values → probabilities."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

_ROUNDS = 100
_RIDGE = 1e-12
_MIN_STEP = 1e-10


def sigmoid(values: NDArray[Any]) -> NDArray[np.float64]:
    """1 / (1 + exp(-values)) without overflow, in [0, 1]."""
    small = np.exp(-np.abs(values))
    return np.asarray(np.where(values >= 0, 1 / (1 + small), small / (1 + small)), dtype=np.float64)


def constant(positives: int, n: int) -> tuple[float, float]:
    """Calibration (0, b) that always gives the share (positives + 1) / (n + 2)."""
    return 0.0, float(np.log((positives + 1) / (n - positives + 1)))


def fit_sigmoid(values: NDArray[Any], truth: NDArray[Any]) -> tuple[float, float]:
    """Fit `(a, b)` so that `sigmoid(a * value + b)` is the probability of yes.

    Parameters
    ----------
    values : ndarray, shape (n,)
        Decision values of rows that the model was not fitted on.
    truth : ndarray of bool, shape (n,)

    Notes
    -----
    Platt (1999) with smoothed targets, by the Newton method with backtracking of Lin, Lin and Weng
    (2007, Machine Learning 68). A negative slope, as noise may give, becomes a constant.
    """
    yes = int(truth.sum())
    no = len(truth) - yes
    if not yes or not no:
        return constant(yes, len(truth))
    target = np.where(truth, (yes + 1) / (yes + 2), 1 / (no + 2))
    scale = float(np.abs(values).max()) or 1.0
    design = np.column_stack([np.asarray(values, float) / scale, np.ones(len(values))])
    theta = np.array([0.0, np.log((yes + 1) / (no + 1))])
    for _ in range(_ROUNDS):
        proba = sigmoid(design @ theta)
        gradient = design.T @ (proba - target)
        if np.abs(gradient).max() < 1e-9 * len(values):
            break
        hessian = (design * (proba * (1 - proba))[:, None]).T @ design + _RIDGE * np.eye(2)
        moved = _backtrack(design, target, theta, np.linalg.solve(hessian, gradient), gradient)
        if moved is None:
            break
        theta = moved
    if theta[0] <= 0:
        return constant(yes, len(truth))
    return float(theta[0] / scale), float(theta[1])


def _backtrack(
    design: NDArray[Any],
    target: NDArray[Any],
    theta: NDArray[Any],
    step: NDArray[Any],
    gradient: NDArray[Any],
) -> NDArray[Any] | None:
    size, before, slope = 1.0, _loss(design @ theta, target), float(gradient @ step)
    while size >= _MIN_STEP:
        candidate = theta - size * step
        if _loss(design @ candidate, target) <= before - 1e-4 * size * slope:
            return candidate
        size /= 2
    return None


def _loss(values: NDArray[Any], target: NDArray[Any]) -> float:
    return float(np.sum(np.logaddexp(0, values) - target * values))


def blend(
    values: NDArray[np.float64],
    read: NDArray[np.float64],
    truth: NDArray[np.bool_],
    weight: NDArray[np.float64],
) -> tuple[NDArray[np.float64], float]:
    """Weigh decision values and what sentences say of the same articles: logistic regression of both.

    Parameters
    ----------
    values : ndarray, shape (n_articles,)
        By models that did not see the articles.
    read : ndarray, shape (n_articles, n_measures)
    truth, weight : ndarrays, shape (n_articles,)

    Returns
    -------
    weights : ndarray, shape (1 + n_measures,)
        Of the values and of each measure.
    bias : float
    """
    from sklearn.linear_model import LogisticRegression

    X = np.column_stack([values, read])
    mean, spread = X.mean(axis=0), np.maximum(X.std(axis=0), 1e-9)
    model = LogisticRegression(max_iter=1000).fit((X - mean) / spread, truth, sample_weight=weight)
    weights = model.coef_[0] / spread
    return weights, float(model.intercept_[0] - weights @ mean)


def crossed(
    values: NDArray[np.float64],
    read: NDArray[np.float64],
    truth: NDArray[np.bool_],
    weight: NDArray[np.float64],
    parts: Sequence[tuple[NDArray[np.int64], NDArray[np.int64]]],
) -> NDArray[np.float64]:
    """What `blend` makes of each article, shape (n_articles,), where it was fitted on others; `parts` as by `linear.splits`."""
    out = np.zeros(len(values))
    for learn, held in parts:
        weights, bias = blend(values[learn], read[learn], truth[learn], weight[learn])
        out[held] = np.column_stack([values[held], read[held]]) @ weights + bias
    return out
