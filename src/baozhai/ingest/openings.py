"""Whether a paragraph opens an article: read from its words and from those of the text before it.

A small network (`convnet`) learned by `benchmarks/train_cutter.py`.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from baozhai.ingest.chars import Chars, Texts
from baozhai.ingest.convnet import DILATIONS, network

#: Characters whose means are heard, before the start of a paragraph and after it; the longest last.
WINDOWS = ((-30, 0), (0, 20), (0, 60))
#: Characters beyond those that a layer hears all the same.
_ROUND = sum(DILATIONS)


def opening_odds(texts: Texts, asked: Sequence[int]) -> NDArray[np.float64]:
    """Log-odds that an article opens with paragraphs.

    Parameters
    ----------
    texts : sequence of str
        The paragraphs of a page in their order.
    asked : sequence of int
        Which of them are asked about.

    Returns
    -------
    array, shape (len(asked),)
    """
    chars = Chars.of(texts)
    if not len(asked) or not len(chars.codes):
        return np.zeros(len(asked))
    net, at = network("openings"), np.append(chars.starts, len(chars.codes))[np.array(asked)]
    near = _near(at, len(chars.codes))
    x = net.convolved(net.of(chars.codes[near]))
    sums = np.concatenate([np.zeros_like(x[:1]), np.cumsum(x, axis=0, dtype=np.float32)])
    place = np.append(0, np.cumsum(near))
    heard = [x[np.minimum(place[at], len(x) - 1)]]
    for first, last in WINDOWS:
        start, stop = (place[np.clip(at + shift, 0, len(near))] for shift in (first, last))
        heard.append((sums[stop] - sums[start]) / np.maximum(stop - start, 1)[:, None])
    return net.answered(heard)[:, 0].astype(np.float64)


def _near(at: NDArray[np.int64], count: int) -> NDArray[np.bool_]:
    """Which of `count` characters are heard around places."""
    turns = np.zeros(count + 1, np.int64)
    np.add.at(turns, np.clip(at + WINDOWS[0][0] - _ROUND, 0, count), 1)
    np.add.at(turns, np.clip(at + WINDOWS[-1][1] + _ROUND, 0, count), -1)
    return turns[:-1].cumsum() > 0
