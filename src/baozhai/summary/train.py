"""Training of the networks of the ranker: Adam (Kingma and Ba, 2015) over small batches.

Written out, since what the choice of a summary is to learn is no loss that scikit-learn offers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from baozhai.summary.bigrams import Floats, Ints
from baozhai.summary.learned import Net

# What is farther from the mean than so many standard deviations counts as just so far.
_FAR = 4.0
_FEWEST = 20
_FIRST, _SECOND, _TINY = 0.9, 0.999, 1e-8

# (numbers of the examples of a batch, outputs of their rows) → slope of the mean loss by each output
Slope = Callable[[Ints, Floats], Floats]


@dataclass(frozen=True)
class Plan:
    """How a network is trained.

    Attributes
    ----------
    hidden : tuple of int
        Sizes of the hidden layers.
    batch : int
        Examples of a batch; fewer where there would be less than 20 batches.
    rounds : int
        How often every example is seen.
    rate : float
        Of learning, at first; it falls to 0 evenly, so that the last batches leave no trace of their own.
    scale : float
        What the outputs are multiplied by: about how far they spread.
    """

    hidden: tuple[int, ...]
    batch: int
    rounds: int
    rate: float
    scale: float = 1.0


def train(X: Floats, bounds: Ints, slope: Slope, plan: Plan, *, base: float, seed: int) -> Net:
    """Train a network.

    Parameters
    ----------
    X : ndarray of float32, shape (n_rows, n_features)
        Rows of all examples.
    bounds : ndarray of int, shape (n_examples + 1,)
        Example k has the rows from `bounds[k]` up to `bounds[k + 1]`.
    slope : callable
        Of the loss; see `Slope`.
    plan : Plan
        Sizes and speed.
    base : float
        What the outputs are near to at first.
    seed : int
        Of the first weights and the order of examples.

    Returns
    -------
    Net
        See there.
    """
    mean, scale = X.mean(axis=0), X.std(axis=0)
    scale[scale < 1e-3] = 1.0  # a feature that never changes must not be blown up later
    Z = np.clip((X - mean) / scale, -_FAR, _FAR)
    rng = np.random.default_rng(seed)
    sizes = (X.shape[1], *plan.hidden, 1)
    weights = [_start(rng, n, (n, m)) for n, m in zip(sizes, sizes[1:], strict=False)]
    biases = [_start(rng, n, (m,)) for n, m in zip(sizes, sizes[1:], strict=False)]
    step = _adam([*weights, *biases])
    spread, offset = np.float32(plan.scale), np.float32(base)
    batches = list(_batches(rng, bounds, plan))
    for k, (drawn, rows) in enumerate(batches):
        kept = _forward(Z[rows], weights, biases)
        out = kept.pop()[:, 0] * spread + offset
        step(_backward(kept, weights, slope(drawn, out) * spread), plan.rate * (1 - k / len(batches)))
    weights[-1] *= spread
    biases[-1] = biases[-1] * spread + offset
    biases[0] = biases[0] - (mean / scale) @ weights[0]
    weights[0] = weights[0] / scale[:, None]
    return Net(weights, biases, np.stack([mean - _FAR * scale, mean + _FAR * scale]))


def _start(rng: np.random.Generator, n: int, shape: tuple[int, ...]) -> Floats:
    out: Floats = (rng.uniform(-1.0, 1.0, shape) / np.sqrt(n)).astype(np.float32)
    return out


def _batches(rng: np.random.Generator, bounds: Ints, plan: Plan) -> Iterator[tuple[Ints, Ints]]:
    """Numbers of examples and their rows; what fills no batch waits for the next round."""
    size = np.diff(bounds)
    batch = min(plan.batch, max(1, len(size) // _FEWEST))
    for _ in range(plan.rounds):
        order = rng.permutation(len(size))
        for at in range(0, len(order) - batch + 1, batch):
            drawn = order[at : at + batch]
            many = size[drawn]
            ends = np.cumsum(many)
            yield drawn, np.arange(ends[-1]) + np.repeat(bounds[drawn] - ends + many, many)


def _forward(X: Floats, weights: list[Floats], biases: list[Floats]) -> list[Floats]:
    """What goes into each layer, and at the end the output."""
    kept = [X]
    for weight, bias in zip(weights[:-1], biases[:-1], strict=True):
        X = kept[-1] @ weight
        X += bias
        kept.append(np.maximum(X, 0.0, out=X))
    return [*kept, kept[-1] @ weights[-1] + biases[-1]]


def _backward(kept: list[Floats], weights: list[Floats], slope: Floats) -> list[Floats]:
    """Slopes of the weights, then of the biases."""
    passed = slope.astype(np.float32)[:, None]
    slopes = [passed]
    for read, weight in zip(kept[:0:-1], weights[:0:-1], strict=True):
        passed = passed @ weight.T
        passed *= read > 0
        slopes.insert(0, passed)
    by_weight = [read.T @ passed for read, passed in zip(kept, slopes, strict=True)]
    return [*by_weight, *(np.add.reduce(passed, axis=0) for passed in slopes)]


def _adam(values: list[Floats]) -> Callable[[list[Floats], float], None]:
    """What moves values, in place, against their slopes."""
    first, second = [np.zeros_like(v) for v in values], [np.zeros_like(v) for v in values]
    count = 0

    def step(slopes: list[Floats], rate: float) -> None:
        nonlocal count
        count += 1
        ahead = rate * float(np.sqrt(1 - _SECOND**count)) / (1 - _FIRST**count)
        for value, m, v, slope in zip(values, first, second, slopes, strict=True):
            m += (1 - _FIRST) * (slope - m)
            v += (1 - _SECOND) * (slope * slope - v)
            value -= ahead * m / (np.sqrt(v) + _TINY)

    return step


def log_loss(taken: NDArray[np.bool_]) -> Slope:
    """The slope of the log loss of one row an example, where the output is the log odds."""

    def slope(drawn: Ints, out: Floats) -> Floats:
        chance: Floats = np.float32(1.0) / (np.float32(1.0) + np.exp(-out))
        chance -= taken[drawn]
        return chance / np.float32(len(drawn))

    return slope


def choice_loss(worth: Floats, bounds: Ints, *, sharp: float, near: float) -> Slope:
    """The slope of what a choice among the rows of an example loses, and of the squared error.

    A choice takes a row with a probability that grows with its output (softmax of `sharp` times the
    outputs): what it gains is the mean worth under them. `near` weighs the squared error, which
    keeps the outputs near the worth.
    """

    def slope(drawn: Ints, out: Floats) -> Floats:
        many = bounds[drawn + 1] - bounds[drawn]
        starts = np.cumsum(many) - many
        rows = np.arange(len(out)) + np.repeat(bounds[drawn] - starts, many)
        value = worth[rows]
        chance = np.exp(np.float32(sharp) * (out - np.repeat(np.maximum.reduceat(out, starts), many)))
        chance /= np.repeat(np.add.reduceat(chance, starts), many)
        gain = np.repeat(np.add.reduceat(chance * value, starts), many)
        lost: Floats = sharp / len(drawn) * chance * (gain - value)
        lost += 2 * near / len(out) * (out - value)
        return lost

    return slope
