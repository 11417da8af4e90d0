"""Small convolutional networks over characters, learned with JAX."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from baozhai.ingest.convnet import START, UNKNOWN

#: Characters known; shares of values left out and of characters hidden; the highest rate of learning.
CHARS, DROPPED, HIDDEN, RATE = 3500, 0.1, 0.04, 0.003
#: What stands after the last character.
PAD = -1
Weights = dict[str, Any]
Batch = tuple[Any, ...]


def known_chars(texts: Iterable[str]) -> list[str]:
    """The characters that come most often, of the Basic Multilingual Plane."""
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(char for char in text if ord(char) < 1 << 16)
    return [char for char, _ in counts.most_common(CHARS)]


def rows_of(known: Sequence[str]) -> dict[str, int]:
    """The rows of characters in the table."""
    return {char: k + START + 1 for k, char in enumerate(known)}


def drawn(key: Any, *shape: int, size: float = 0.1) -> Any:
    """Weights to start from; layers keep the size of what goes through."""
    return size * jax.random.normal(key, shape)


def begun(key: Any, size: int, dilations: Sequence[int], heard: int, hidden: int, said: int) -> Weights:
    """A table of characters, layers of convolution, a hidden layer and a last one."""
    keys = iter(jax.random.split(key, len(dilations) + 3))
    out = {"table": drawn(next(keys), CHARS + START + 1, size)}
    for k in range(len(dilations)):
        out[f"kernel{k}"] = drawn(next(keys), 3 * size, size, size=1.4 / np.sqrt(3 * size))
        out[f"bias{k}"] = jnp.zeros(size)
    out |= {
        "hidden": drawn(next(keys), heard, hidden, size=1.4 / np.sqrt(heard)),
        "hidden_bias": jnp.zeros(hidden),
    }
    return out | {"last": drawn(next(keys), hidden, said), "last_bias": jnp.zeros(said)}


def kept(key: Any, x: Any, dropped: float, *, whole: bool = False) -> Any:
    """Values of which a share is left out (Srivastava et al., 2014), or `whole` rows; all of them without a key."""
    if key is None:
        return x
    shape = (*x.shape[:-1], 1) if whole else x.shape
    return x * (jax.random.uniform(key, shape) >= dropped) / (1 - dropped)


def convolved(net: Weights, chars: Any, dilations: Sequence[int], key: Any) -> tuple[Any, Any]:
    """What is known at each character, shape (n_rows, n_chars, size), and its sums up to each place."""
    there = (chars != PAD)[..., None]
    rows = jnp.maximum(chars, 0)
    if key is not None:
        key, own = jax.random.split(key)
        gone = (jax.random.uniform(own, chars.shape) < HIDDEN) & (rows > START)
        rows = jnp.where(gone, UNKNOWN, rows)
    x = kept(key, net["table"][rows] * there, DROPPED)
    x = layered(net, "", x, there, dilations)
    return x, jnp.pad(jnp.cumsum(x, 1), ((0, 0), (1, 0), (0, 0)))


def layered(net: Weights, name: str, x: Any, there: Any, dilations: Sequence[int], key: Any = None) -> Any:
    """What layers make of places one after the other; with a key a share of what each is given is left out."""
    keys = [None] * len(dilations) if key is None else jax.random.split(key, len(dilations))
    for k, (step, own) in enumerate(zip(dilations, keys, strict=True)):
        given = kept(own, x, DROPPED)
        padded = jnp.pad(given, ((0, 0), (step, step), (0, 0)))
        near = jnp.concatenate([padded[:, : -2 * step], given, padded[:, 2 * step :]], -1)
        x = (x + jax.nn.relu(near @ net[f"{name}kernel{k}"] + net[f"{name}bias{k}"])) * there
    return x


def at(table: Any, places: Any) -> Any:
    """The values at places, shape (n_rows, n_places, size)."""
    return jnp.take_along_axis(table, places[..., None], 1)


def mean(sums: Any, start: Any, stop: Any) -> Any:
    """The means from places to other ones, 0 of nothing."""
    return (at(sums, stop) - at(sums, start)) / jnp.maximum(stop - start, 1)[..., None]


def answered(net: Weights, heard: Any, key: Any) -> Any:
    """What the last layers say."""
    inner = jax.nn.relu(kept(key, heard, 2 * DROPPED) @ net["hidden"] + net["hidden_bias"])
    return inner @ net["last"] + net["last_bias"]


def learned(
    net: Weights, loss: Callable[[Weights, Batch, Any], Any], batches: Iterator[Batch], steps: int, key: Any
) -> Weights:
    """Weights after Adam (Kingma and Ba, 2015) with decay of weights and a rate that falls with a cosine."""

    @jax.jit
    def step(net: Weights, sums: tuple[Weights, Weights], t: Any, rate: Any, batch: Batch, key: Any) -> Any:
        slope = jax.grad(loss)(net, batch, key)
        first = jax.tree.map(lambda m, g: 0.9 * m + 0.1 * g, sums[0], slope)
        second = jax.tree.map(lambda v, g: 0.99 * v + 0.01 * g * g, sums[1], slope)

        def moved(w: Any, m: Any, v: Any) -> Any:
            return w * (1 - 0.01 * rate) - rate * (m / (1 - 0.9**t)) / (jnp.sqrt(v / (1 - 0.99**t)) + 1e-8)

        return jax.tree.map(moved, net, first, second), (first, second)

    sums = (jax.tree.map(jnp.zeros_like, net), jax.tree.map(jnp.zeros_like, net))
    for t, batch in zip(range(1, steps + 1), batches, strict=False):
        key, own = jax.random.split(key)
        rate = RATE * min(1, t / 100) * (1 + np.cos(np.pi * t / steps)) / 2
        net, sums = step(net, sums, float(t), rate, batch, own)
    return net


def stored(net: Weights, known: Sequence[str]) -> dict[str, Any]:
    """Weights as they are written: characters as whole numbers, the others with half precision."""
    net = {name: np.asarray(value) for name, value in net.items()}
    scale = np.abs(net["table"]).max(axis=0) / 127
    out = {name: value.astype(np.float16) for name, value in net.items() if name != "table"}
    codes = np.array([ord(char) for char in known], np.uint32)
    table = np.rint(net["table"][: len(known) + START + 1] / scale).astype(np.int8)
    return out | {"table": table, "scale": scale.astype(np.float32), "codes": codes}
