"""Small convolutional networks over the characters of a dump: what is known at each character.

LeCun et al. (1989), dilated as in Yu and Koltun (2016). The weights were learned by `benchmarks/train_cutter.py`;
only numpy is needed.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from baozhai.ingest.chars import Ints
from baozhai.ingest.products import ROWS, product

#: How far apart the characters are that each layer reads together.
DILATIONS = (1, 2, 4)
#: The rows of the table of characters: one that is not known, the start of a line.
UNKNOWN, START = 0, 1
#: Places that layers read at a time.
STRETCH = 2**16
Floats = NDArray[np.float32]
Layer = tuple[Floats, Floats]


class Network(NamedTuple):
    """Weights of a network.

    Attributes
    ----------
    rows : array, shape (65536,)
        The row in `table` of each character; those beyond the Basic Multilingual Plane are not known.
    table : array, shape (n_rows, size)
    layers : list of (array of shape (3, 1, size, size), array of shape (size,))
        What each layer takes from the character before, from its own one and from the one after, and its bias.
    rest : dict of str to array
        The other weights.
    names : list of str
        What stands in rows of these, if anything.
    """

    rows: Ints
    table: Floats
    layers: list[Layer]
    rest: dict[str, Floats]
    names: Sequence[str] = ()

    def of(self, codes: NDArray[np.uint32]) -> Ints:
        """The rows of characters in the table, shape (n_chars,)."""
        return self.rows[np.where(codes < len(self.rows), codes, 0)]

    def convolved(self, rows: Ints) -> Floats:
        """What is known at each character, shape (n_chars, size)."""
        return convolved(self.table[rows], self.layers, DILATIONS)

    def answered(self, heard: Sequence[Floats]) -> Floats:
        """What the last layers say of what was heard, shape (n_places, n_answers)."""
        inner = product(np.concatenate(heard, axis=1), self.rest["hidden"]) + self.rest["hidden_bias"]
        return product(np.maximum(inner, 0), self.rest["last"]) + self.rest["last_bias"]


@functools.cache
def network(name: str) -> Network:
    """The network in `<name>.npz` beside this module."""
    with np.load(Path(__file__).with_name(f"{name}.npz"), allow_pickle=False) as data:
        found = {key: data[key].astype(np.float32) for key in data.files if key not in ("codes", "names")}
        names = data["names"].tolist() if "names" in data.files else []
        rows = np.full(1 << 16, UNKNOWN)
        rows[data["codes"]] = np.arange(len(data["codes"])) + START + 1
    table = found.pop("table") * found.pop("scale")
    return Network(rows, table, taken(found, "", len(DILATIONS)), found, names)


def taken(found: dict[str, Floats], name: str, count: int) -> list[Layer]:
    """The layers of one name, which are taken out of `found`."""
    layers = []
    for k in range(count):
        kernel = found.pop(f"{name}kernel{k}")
        layers.append((kernel.reshape(3, 1, -1, kernel.shape[1]), found.pop(f"{name}bias{k}")))
    return layers


def convolved(x: Floats, layers: Sequence[Layer], dilations: Sequence[int]) -> Floats:
    """What layers make of places one after the other, shape (n_places, size); long texts a stretch at a time."""
    if len(x) <= STRETCH:
        return _layered(x, layers, dilations)
    reach, out = sum(dilations), np.empty_like(x)
    for at in range(0, len(x), STRETCH):
        first = max(0, at - reach)
        found = _layered(x[first : at + STRETCH + reach], layers, dilations)
        out[at : at + STRETCH] = found[at - first : at - first + STRETCH]
    return out


def _layered(x: Floats, layers: Sequence[Layer], dilations: Sequence[int]) -> Floats:
    """All layers share their arrays: fresh memory for each costs as much as what is worked out in it."""
    count, size = x.shape
    # Products of a few rows start no threads (`products`).
    blocks = np.zeros((-(-count // ROWS), ROWS, size), np.float32)
    near = np.empty((3, *blocks.shape), np.float32)
    x_, (before, out, after) = blocks.reshape(-1, size)[:count], near.reshape(3, -1, size)[:, :count]
    x_[:] = x
    for step, (kernel, bias) in zip(dilations, layers, strict=True):
        np.matmul(blocks, kernel, out=near)
        out += bias
        out[step:] += before[:-step]
        out[:-step] += after[step:]
        x_ += np.maximum(out, 0, out=out)
    return x_
