"""A linear model that stands, moved by judgements of one's own: what it weighs wrongly here is weighed anew, the rest stays."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from baozhai.topics.calibrate import sigmoid

_Floats = NDArray[np.float64]
#: Inverse strength of regularization of the weights and of the bias. Chosen on labels of other readers and rounds; a bias
#: or a slope that moves freely costs more than it brings where nothing is wrong (docs/topics_ideas.md, "Moving the shipped model").
_C, _BIAS = 0.3, 0.02
_ROUNDS = 200


def shift(X: Any, offset: _Floats, truth: NDArray[np.bool_]) -> tuple[_Floats, float]:
    """Weights (n_terms,) and bias to add to a model.

    Parameters
    ----------
    X : csr_matrix, shape (n_articles, n_terms)
    offset : ndarray of float64, shape (n_articles,)
        Log-odds by the model, which did not learn from these articles.
    truth : ndarray of bool, shape (n_articles,)

    Notes
    -----
    Logistic regression with a Gaussian prior around the weights of the model that stands (Chelba and Acero 2006, Computer
    Speech & Language 20). Its values are log-odds, so the calibration of that model still holds.
    """
    from scipy.optimize import minimize

    out, columns = np.zeros(X.shape[1]), np.unique(X.indices)
    A = X[:, columns].astype(np.float64)
    sign = np.where(truth, 1.0, -1.0)
    strength = np.append(np.full(len(columns), 1 / _C), 1 / _BIAS)

    def loss(w: _Floats) -> tuple[float, _Floats]:
        margin = sign * (offset + A @ w[:-1] + w[-1])
        slope = -sign * sigmoid(-margin)
        value = np.logaddexp(0, -margin).sum() + strength @ w**2 / 2
        return float(value), np.append(A.T @ slope, slope.sum()) + strength * w

    found = minimize(
        loss, np.zeros(len(columns) + 1), jac=True, method="L-BFGS-B", options={"maxiter": _ROUNDS}
    )
    out[columns] = found.x[:-1]
    return out, float(found.x[-1])


def cross_shift(X: Any, offset: _Floats, truth: NDArray[np.bool_], folds: NDArray[np.int64]) -> _Floats:
    """Log-odds, shape (n_articles,), by a model moved by the articles of other folds alone."""
    out = offset.astype(np.float64)
    for number in np.unique(folds):
        held = folds == number
        if not held.all():
            weights, bias = shift(X[~held], offset[~held], truth[~held])
            out[held] += X[held] @ weights + bias
    return out
