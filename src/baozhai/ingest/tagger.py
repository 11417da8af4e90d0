"""The label of every line of a dump: a linear-chain conditional random field over a small network.

Lafferty, McCallum and Pereira (2001); what the field is told of each line comes from a convolutional network, as in
Collobert et al. (2011): it reads the weak signals and the characters of the line and of about thirty lines on both
sides. The weights were learned on pages of our own generator by `benchmarks/train_cutter.py`; here only numpy and
scipy are needed.

Labels: `A` an article's first line, `Q` a photo caption's, `P` a paragraph's, `C` goes on,
`X` crosshead, `K` kicker, `H`/`h` a headline's first line and the others, `S` subtitle, `Y` byline
below a headline, `Z` signature or credit on a line of its own, `F` furniture.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from baozhai.ingest.convnet import START, Floats, Layer, Network, convolved, network, taken
from baozhai.ingest.products import product
from baozhai.ingest.reflow import Line
from baozhai.ingest.signals import Signal, measures, signals
from baozhai.rows import Rows

LABELS = "APQCXKHhSYZF"
#: How far apart the lines are that each layer reads together.
LINES = (1, 2, 4, 8, 16)
#: Characters at the start and at the end of a line whose means are heard.
FIRST, LAST = 8, 4
#: Lines after which the sums of paths are brought back to the size of 1.
RESCALED = 8
#: Signals of a line that closes a paragraph: an end mark, one in quotes, a signature.
_CLOSED = frozenset(("end=.", "end=q", "signed"))
#: What the opening of a paragraph costs after a full line without an end, in log-odds.
RUN_ON = 3.0
#: What speaks for any other one: the pages learned from have many short texts, of which few have two paragraphs.
INSIDE = 0.9


class Tags(NamedTuple):
    """Labels of the lines of a dump and how sure each is.

    Attributes
    ----------
    labels : list of str, length n_lines
        The most probable one of each line, whatever those around it are.
    marginals : dict of str to array, shape (n_lines,)
        Probability in [0, 1] of each label for every line.
    """

    labels: list[str]
    marginals: dict[str, NDArray[np.float64]]


@functools.cache
def _known() -> tuple[Network, list[Layer], dict[str, int]]:
    """The network, its layers over lines, and the row of every signal in its table."""
    net = network("tagger")
    rest = dict(net.rest)
    layers = taken(rest, "line_", len(LINES))
    return net._replace(rest=rest), layers, {name: k for k, name in enumerate(net.names)}


def tag(lines: Sequence[Line], crossings: Sequence[str] = ()) -> Tags:
    """Label the lines of one dump; `crossings` are those of `words_across`, if known."""
    columns = measures(lines)
    found = signals(lines, crossings, columns)
    scores, steps = _scores([line.text for line in lines], found), _known()[0].rest["steps"].astype(float)
    scores[:, LABELS.index("P")] += INSIDE - RUN_ON * _run_on(lines, found, columns[0])
    proba = _marginals(scores, steps)
    labels = [LABELS[k] for k in proba.argmax(axis=1).tolist()]
    return Tags(labels, {label: proba[:, k] for k, label in enumerate(LABELS)})


def _run_on(lines: Sequence[Line], found: Sequence[Signal], before: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which lines follow a full line without an end: no paragraph opens there, shape (n_lines,)."""
    widths = np.array([line.width for line in lines])
    full = (before > 0) & (widths > before - 1.4)
    for signal in found:
        if not _CLOSED.isdisjoint(signal.names):
            closes = np.array([name in _CLOSED for name in (*signal.names, "")])
            full &= ~closes[signal.shown]
    return np.append(False, full[:-1])


def _scores(texts: Sequence[str], found: Sequence[Signal]) -> NDArray[np.float64]:
    """What the network says for each label, shape (n_lines, n_labels)."""
    net, layers, _ = _known()
    heard = product(_read(texts, net), net.rest["hidden"]) + _shown(found) + net.rest["hidden_bias"]
    x = convolved(np.maximum(heard, 0), layers, LINES)
    return (product(x, net.rest["last"]) + net.rest["last_bias"]).astype(np.float64)


def _read(texts: Sequence[str], net: Network) -> Floats:
    """What is known at the start and at the end of each line, and on average of it and of both ends."""
    codes = np.frombuffer(
        "".join("\0" + text for text in texts).encode("utf-32-le", "surrogatepass"), np.uint32
    )
    sizes = np.fromiter(map(len, texts), np.int64, len(texts)) + 1
    stop = np.cumsum(sizes)
    start = stop - sizes
    x = net.convolved(np.where(codes, net.of(codes), START))
    sums = np.zeros((len(x) + 1, x.shape[1]), np.float32)
    np.cumsum(x, axis=0, out=sums[1:])
    spans = [(start, stop), (start, np.minimum(start + FIRST, stop)), (np.maximum(stop - LAST, start), stop)]
    means = [(sums[b] - sums[a]) / (b - a)[:, None] for a, b in spans]
    return np.concatenate([x[start], x[stop - 1], *means], axis=1)


@functools.cache
def _rows(names: tuple[str, ...]) -> NDArray[np.int64]:
    """The rows of signals in the table; what stands for no signal comes last."""
    index = _known()[2]
    return np.array([index.get(name, len(index)) for name in (*names, "")])


def _shown(found: Sequence[Signal]) -> Floats:
    """The sum of the vectors of the signals that each line shows, shape (n_lines, n_units)."""
    table = _known()[0].rest["signals"]
    shown = np.stack([_rows(signal.names)[signal.shown] for signal in found], axis=1)
    good = shown < len(table)
    ends = np.append(0, np.cumsum(good.sum(axis=1)))
    columns = shown[good]
    rows = Rows(np.ones(len(columns), np.float32), columns, ends, (len(shown), len(table)))
    return np.asarray(rows @ table)


def _marginals(scores: NDArray[np.float64], steps: NDArray[np.float64]) -> NDArray[np.float64]:
    """Forward-backward: the probability of each label for every line, shape (n_lines, n_labels)."""
    near = scores - scores.max(axis=1, keepdims=True)
    ahead, behind = _sweeps(np.exp(near), np.exp(steps))
    with np.errstate(divide="ignore"):  # what is too improbable for a number has probability 0
        total = np.log(ahead) + np.log(behind[::-1]) - near
    total -= total.max(axis=1, keepdims=True)
    proba = np.exp(total)
    return np.asarray(proba / proba.sum(axis=1, keepdims=True))


def _sweeps(likes: NDArray[np.float64], moves: NDArray[np.float64]) -> NDArray[np.float64]:
    """Sums over all paths up to each line, from the first line on and from the last, shape (2, n_lines, n_labels).

    Every line has its own scale.
    """
    size = len(moves)
    out, both = np.hstack([likes, likes[::-1]]), np.zeros((2 * size, 2 * size))
    both[:size, :size], both[size:, size:] = moves, moves.T
    for at, (last, row) in enumerate(itertools.pairwise(out), 1):
        row *= last.dot(both)
        if at % RESCALED == 0:
            scaled = row.reshape(2, size)
            scaled /= scaled.max(axis=1, keepdims=True)
    return np.stack([out[:, :size], out[:, size:]])
