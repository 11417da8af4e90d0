"""One-to-one assignment of the greatest sum: `scipy.optimize.linear_sum_assignment` (Crouse 2016)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from baozhai.rows import compiled


def best_pairs(gains: NDArray[np.float64]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Rows and columns of the pairs whose gains have the greatest sum, each of shape (min(gains.shape),)."""
    rows, columns = _solver()(-gains)
    return rows, columns


def prices(weights: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Prices of rows and columns, of at least 0, such that no pair weighs more than its two prices together.

    Their sum is the weight of the best pairs but for rounding (linear-programming duality).

    Parameters
    ----------
    weights : array of at least 0, shape (n_rows, n_columns)
    """
    columns = np.zeros(weights.shape[1])
    if weights.size:
        rows, partners = best_pairs(weights)
        weighs = weights[rows, partners] > 0
        rows, partners = rows[weighs], partners[weighs]
        alone = np.delete(weights, rows, axis=0)
        columns = alone.max(axis=0, initial=0.0)
        # A row must not do better with another column; rises run along chains of rows that take turns.
        better = weights[rows] - weights[rows, partners][:, None]
        for _ in range(len(rows)):
            raised = (columns[partners][:, None] + better).max(axis=0, initial=0.0)
            if (raised <= columns).all():
                break
            columns = np.maximum(columns, raised)
    return (weights - columns).max(axis=1, initial=0.0), columns


def _solver() -> Callable[[Any], Any]:
    """All of `scipy.optimize` takes longer to load than to cut a page."""
    if solve := compiled("scipy", "optimize/_lsap", "linear_sum_assignment"):
        return solve
    import scipy.optimize

    found: Callable[[Any], Any] = scipy.optimize.linear_sum_assignment
    return found
