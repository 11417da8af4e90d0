"""The learned functions of the ranker, as plain arrays: small networks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


class Net(NamedTuple):
    """A perceptron with rectified hidden layers and one output.

    Attributes
    ----------
    weights, biases : list of ndarray of float32
        One a layer; the scaling of the input is folded into the first.
    limits : ndarray of float32, shape (2, n_features)
        What a feature is raised and lowered to: nothing is learned of what lies far outside.
    """

    weights: list[Floats]
    biases: list[Floats]
    limits: Floats

    def __call__(self, X: Floats) -> Floats:
        """Return the output of each row, shape (n,)."""
        X = np.maximum(X, self.limits[0])
        np.minimum(X, self.limits[1], out=X)
        for weights, bias in zip(self.weights[:-1], self.biases[:-1], strict=True):
            X = X @ weights
            X += bias
            np.maximum(X, 0.0, out=X)
        out: Floats = X @ self.weights[-1][:, 0] + self.biases[-1][0]
        return out

    @classmethod
    def mean(cls, nets: Sequence[Net]) -> Net:
        """One wider network that returns the mean output of networks with the same limits."""
        layers = range(len(nets[0].weights))
        weights = [_apart([net.weights[k] for net in nets]) for k in layers]
        weights[0] = np.hstack([net.weights[0] for net in nets])
        weights[-1] = np.vstack([net.weights[-1] for net in nets]) / np.float32(len(nets))
        biases = [np.concatenate([net.biases[k] for net in nets]) for k in layers]
        biases[-1] = biases[-1].mean(keepdims=True)
        return cls(weights, biases, nets[0].limits)

    def to_state(self, name: str) -> dict[str, Floats]:
        """The arrays by name, each name after that of the network."""
        layers = {f"{name}_weights{k}": w for k, w in enumerate(self.weights)}
        layers |= {f"{name}_biases{k}": b for k, b in enumerate(self.biases)}
        return {**layers, f"{name}_limits": self.limits}

    @classmethod
    def from_state(cls, state: Mapping[str, object], name: str) -> Net:
        """The network of that name.

        Raises
        ------
        KeyError, ValueError
            If an array is missing or of a wrong shape.
        """

        def read(part: str) -> Floats:
            return np.ascontiguousarray(state[f"{name}_{part}"], dtype=np.float32)

        layers = range(max(1, sum(key.startswith(f"{name}_weights") for key in state)))
        net = cls([read(f"weights{k}") for k in layers], [read(f"biases{k}") for k in layers], read("limits"))
        sizes = [net.limits.shape[-1], *(bias.size if bias.ndim == 1 else -1 for bias in net.biases)]
        if net.limits.shape != (2, sizes[0]) or [w.shape for w in net.weights] != list(pairwise(sizes)):
            raise ValueError(f"{name} weights {[w.shape for w in net.weights]}")
        return net


def _apart(blocks: Sequence[Floats]) -> Floats:
    """Matrices along the diagonal of a greater one that holds 0 elsewhere."""
    rows, columns = np.cumsum([(0, 0), *(b.shape for b in blocks)], axis=0).T
    out = np.zeros((rows[-1], columns[-1]), dtype=np.float32)
    for k, block in enumerate(blocks):
        out[rows[k] : rows[k + 1], columns[k] : columns[k + 1]] = block
    return out
