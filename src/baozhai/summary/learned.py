"""The two learned functions of the ranker, as plain arrays: a small network and shallow trees."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
_DEPTH = 3
# A threshold no row passes; finite, as every number in a model is.
_NEVER = float(np.finfo(np.float32).max)
_NODES, _LEAVES = 2**_DEPTH - 1, 2**_DEPTH


class Net(NamedTuple):
    """A perceptron with rectified hidden layers and one output.

    Attributes
    ----------
    weights, biases : list of ndarray of float32
        One a layer; the scaling of the input is folded into the first.
    """

    weights: list[Floats]
    biases: list[Floats]

    def __call__(self, X: Floats) -> Floats:
        """Return the output (log odds) of each row, shape (n,)."""
        for weights, bias in zip(self.weights[:-1], self.biases[:-1], strict=True):
            X = X @ weights
            X += bias
            np.maximum(X, 0.0, out=X)
        out: Floats = X @ self.weights[-1][:, 0] + self.biases[-1][0]
        return out

    @classmethod
    def of(cls, fitted: Any, mean: Floats, scale: Floats) -> Net:
        """The arrays of a fitted scikit-learn perceptron that read `(X - mean) / scale`."""
        weights = [np.asarray(w, dtype=np.float32) for w in fitted.coefs_]
        biases = [np.asarray(b, dtype=np.float32) for b in fitted.intercepts_]
        biases[0] = (biases[0] - (mean / scale) @ weights[0]).astype(np.float32)
        weights[0] = (weights[0] / scale[:, None]).astype(np.float32)
        return cls(weights, biases)


class Trees(NamedTuple):
    """A sum of regression trees of depth 3, each padded to 7 nodes and 8 leaves.

    Attributes
    ----------
    feature : ndarray of int64, shape (7 * n_trees,)
        Columns read: all roots, then all second nodes (left, right), then all third ones.
    threshold : ndarray of float32, shape (7 * n_trees,)
        A row goes right where it is greater.
    value : ndarray of float32, shape (n_trees * 8,)
        Leaves of each tree, left to right.
    base : float
        What is added to the sum.
    """

    feature: NDArray[np.int64]
    threshold: Floats
    value: Floats
    base: float

    def __call__(self, X: Floats) -> Floats:
        """Return the value of each row, shape (n,)."""
        n, trees = len(X), len(self.feature) // _NODES
        # Columns as rows, so that each read is one stretch of memory.
        read = np.ascontiguousarray(X.T).take(self.feature, axis=0)
        right = (read > self.threshold[:, None]).view(np.uint8).reshape(_NODES, trees, n)
        # In small numbers without a branch: of two nodes, `a ^ (b & (a ^ c))` is c where b, else a.
        first = right[0]
        second = right[1] ^ (first & (right[1] ^ right[2]))
        low = right[3] ^ (second & (right[3] ^ right[4]))
        third = low ^ (first & (low ^ right[5] ^ (second & (right[5] ^ right[6]))))
        leaf = np.add(
            first * 4 + second * 2 + third, np.arange(0, _LEAVES * trees, _LEAVES)[:, None], dtype=np.int64
        )
        out: Floats = np.add.reduce(self.value.take(leaf), axis=0) + np.float32(self.base)
        return out

    @classmethod
    def of(cls, fitted: Any) -> Trees:
        """The arrays of a fitted scikit-learn `GradientBoostingRegressor` of depth at most 3."""
        padded = [_pad(tree.tree_) for tree in fitted.estimators_[:, 0]]
        feature = np.array([nodes for nodes, _, _ in padded], dtype=np.int64).T.ravel()
        threshold = np.array([limits for _, limits, _ in padded], dtype=np.float32).T.ravel()
        value = np.array([leaves for _, _, leaves in padded], dtype=np.float32).ravel()
        base = float(np.float32(fitted.init_.constant_[0, 0]))
        return cls(feature, threshold, value * np.float32(fitted.learning_rate), base)


def _pad(tree: Any) -> tuple[list[int], list[float], list[float]]:
    """Nodes and leaves of a complete tree; below an early leaf every way ends in its value."""
    level = [0]
    feature: list[int] = []
    threshold: list[float] = []
    for _ in range(_DEPTH):
        below: list[int] = []
        for node in level:
            inner = int(tree.children_left[node]) >= 0
            feature.append(int(tree.feature[node]) if inner else 0)
            threshold.append(float(tree.threshold[node]) if inner else _NEVER)
            below += (
                [int(tree.children_left[node]), int(tree.children_right[node])] if inner else [node, node]
            )
        level = below
    return feature, threshold, [float(tree.value[node, 0, 0]) for node in level]
