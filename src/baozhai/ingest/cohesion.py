"""How far the texts before and after a line are about the same thing: lexical cohesion over latent dimensions.

TextTiling (Hearst, 1997) with the latent semantic similarity of Choi et al. (2001). The vectors of hashed character
bigrams were learned by `benchmarks/train_cutter.py`; only numpy and scipy are needed.
"""

from __future__ import annotations

import functools
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from baozhai.ingest.chars import Texts
from baozhai.ingest.wording import bigram_counts

#: Buckets of bigrams as a power of two, and lines looked at before and after a border.
BITS = 15
WINDOWS = (3, 8, 18)


class Vectors(NamedTuple):
    """Latent vectors of bigrams, shape (2 ** BITS, n_dimensions), and what cosines say of a border."""

    table: NDArray[np.float32]
    weights: NDArray[np.float64]
    bias: float


@functools.cache
def _vectors() -> Vectors:
    with np.load(Path(__file__).with_name("cohesion.npz"), allow_pickle=False) as data:
        table = data["table"].astype(np.float32)
        table *= data["scale"]
        return Vectors(table, data["weights"].astype(np.float64), float(data["bias"]))


def embedded(texts: Texts, table: NDArray[np.float32] | None = None) -> NDArray[np.float32]:
    """The sum of the vectors of each text's bigrams, shape (n_texts, n_dimensions)."""
    table = _vectors().table if table is None else table
    return np.asarray(bigram_counts(texts, BITS) @ table, dtype=np.float32)


def cosines(vectors: NDArray[np.float32]) -> NDArray[np.float64]:
    """Cosine of the lines before and after the border in front of every line.

    Parameters
    ----------
    vectors : array, shape (n_lines, n_dimensions)

    Returns
    -------
    array, shape (n_lines, 2 * len(WINDOWS))
        For each window the cosine and its square.
    """
    count = len(vectors)
    room, out = max(WINDOWS), []
    # The sums up to each line; there is nothing in front of the first line and after the last one.
    sums = np.zeros((room + 1 + count + room, vectors.shape[1]))
    np.cumsum(vectors, axis=0, out=sums[room + 1 : room + 1 + count])
    sums[room + 1 + count :] = sums[room + count]
    for window in WINDOWS:
        # The lines that end in front of each line, on to those after the last one.
        near = sums[room : room + 1 + count + window] - sums[room - window : room + 1 + count]
        across, within = _dots(near[:count], near[window : window + count]), _dots(near, near)
        norm = np.sqrt(within[:count] * within[window : window + count])
        out.append(np.divide(across, norm, out=np.zeros(count), where=norm > 0))
    cosine = np.array(out).T.reshape(count, len(WINDOWS))
    return np.hstack([cosine, cosine**2])


def _dots(one: NDArray[np.float64], two: NDArray[np.float64]) -> NDArray[np.float64]:
    """Scalar products row by row, shape (n_rows,)."""
    return np.asarray(np.einsum("ij,ij->i", one, two))


def shift_odds(texts: Texts) -> NDArray[np.float64]:
    """Log-odds that the topic changes in front of each line, given that a paragraph opens, shape (n_lines,)."""
    known = _vectors()
    return np.asarray(cosines(embedded(texts)) @ known.weights + known.bias)
