"""The label of every line of a dump: a linear-chain conditional random field over weak signals.

Lafferty, McCallum and Pereira (2001). The weights were learned on pages of our own generator by
`benchmarks/train_cutter.py`; here only numpy and scipy are needed.

Labels: `A` an article's first line, `Q` a photo caption's, `P` a paragraph's, `C` goes on,
`X` crosshead, `K` kicker, `H`/`h` a headline's first line and the others, `S` subtitle, `Y` byline
below a headline, `Z` signature or credit on a line of its own, `F` furniture.
"""

from __future__ import annotations

import functools
import itertools
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from baozhai.ingest.reflow import Line
from baozhai.ingest.signals import Signal, measures, signals
from baozhai.rows import Rows

#: Lines before and after whose signals a line sees.
WINDOW = 2
#: Lines after which the sums of paths are brought back to the size of 1.
RESCALED = 8
#: Signals of a line that closes a paragraph: an end mark, one in quotes, a signature.
_CLOSED = frozenset(("end=.", "end=q", "signed"))
#: What the opening of a paragraph costs after a full line without an end, in log-odds.
RUN_ON = 3.0


class Tags(NamedTuple):
    """Labels of the lines of a dump and how sure each is.

    Attributes
    ----------
    labels : list of str, length n_lines
    marginals : dict of str to array, shape (n_lines,)
        Probability in [0, 1] of each label for every line.
    """

    labels: list[str]
    marginals: dict[str, NDArray[np.float64]]


def windowed(names: Sequence[Sequence[str]]) -> list[list[str]]:
    """The signals of every line with those of its neighbours, marked by their distance."""
    out = []
    for at in range(len(names)):
        row = []
        for shift in range(-WINDOW, WINDOW + 1):
            if 0 <= at + shift < len(names):
                row += [f"{shift}:{name}" for name in names[at + shift]]
            else:
                row.append(f"{shift}:none")
        out.append(row)
    return out


@dataclass(frozen=True)
class _Weights:
    """Weights of a signal at every distance, shape (n_signals + 1, 2 * WINDOW + 1, n_labels); the last row is 0."""

    labels: list[str]
    table: NDArray[np.float64]
    index: dict[str, int]
    steps: NDArray[np.float64]


@functools.cache
def _weights() -> _Weights:
    model = json.loads(Path(__file__).with_name("tagger.json").read_text(encoding="utf-8"))
    index: dict[str, int] = {}
    for key in model["weights"]:
        index.setdefault(key.partition(":")[2], len(index))
    table = np.zeros((len(index) + 1, 2 * WINDOW + 1, len(model["labels"])))
    for key, row in model["weights"].items():
        shift, _, name = key.partition(":")
        table[index[name], int(shift) + WINDOW] = row
    return _Weights(model["labels"], table, index, np.array(model["steps"]))


def tag(lines: Sequence[Line], crossings: Sequence[str] = ()) -> Tags:
    """Label the lines of one dump; `crossings` are those of `words_across`, if known."""
    known, columns = _weights(), measures(lines)
    found = signals(lines, crossings, columns)
    scores = _scores(found, known)
    scores[_run_on(lines, found, columns[0]), known.labels.index("P")] -= RUN_ON
    path = _viterbi(scores, known.steps)
    proba = _marginals(scores, known.steps)
    return Tags([known.labels[k] for k in path], {label: proba[:, k] for k, label in enumerate(known.labels)})


def _run_on(lines: Sequence[Line], found: Sequence[Signal], before: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which lines follow a full line without an end: no paragraph opens there, shape (n_lines,)."""
    widths = np.array([line.width for line in lines])
    full = (before > 0) & (widths > before - 1.4)
    for signal in found:
        if not _CLOSED.isdisjoint(signal.names):
            closes = np.array([name in _CLOSED for name in (*signal.names, "")])
            full &= ~closes[signal.shown]
    return np.append(False, full[:-1])


@functools.cache
def _rows(names: tuple[str, ...]) -> NDArray[np.int64]:
    """The rows of signals in the table of weights; what stands for no signal comes last."""
    index = _weights().index
    return np.array([index.get(name, len(index)) for name in (*names, "")])


def _scores(found: Sequence[Signal], known: _Weights) -> NDArray[np.float64]:
    """What the signals of a line and its neighbours say for each label, shape (n_lines, n_labels)."""
    unknown = len(known.index)
    none = known.table[known.index.get("none", unknown)]
    shown = np.stack([_rows(signal.names)[signal.shown] for signal in found], axis=1)
    good = shown < unknown
    ends = np.append(0, np.cumsum(good.sum(axis=1)))
    columns = shown[good]
    counts = Rows(np.ones(len(columns)), columns, ends, (len(shown), unknown + 1))
    rows = (counts @ known.table.reshape(unknown + 1, -1)).reshape(-1, *none.shape)
    padded = np.concatenate([[none] * WINDOW, rows, [none] * WINDOW])
    count = len(rows)
    return np.asarray(
        sum(padded[WINDOW + s : WINDOW + s + count, s + WINDOW] for s in range(-WINDOW, WINDOW + 1))
    )


def _viterbi(scores: NDArray[np.float64], steps: NDArray[np.float64]) -> list[int]:
    """The best sequence of labels; `scores` has shape (n_lines, n_labels).

    From both ends at once: half as many steps, each for two lines.
    """
    half = (len(scores) + 1) // 2
    best = np.stack([scores[:half], scores[::-1][:half]], axis=1)
    both, before = np.stack([steps, steps.T], axis=1), best.transpose(0, 2, 1)[..., None]
    for last, row in zip(before, best[1:], strict=False):
        row += np.maximum.reduce(both + last)
    ahead, behind = best[:, 0], best[: len(scores) - half, 1]
    if not len(behind):
        return [int(ahead[0].argmax())]
    meeting = ahead[-1][:, None] + steps + behind[-1]
    left, right = divmod(int(meeting.argmax()), len(steps))
    return _followed(ahead, steps, left)[::-1] + _followed(behind, steps.T, right)


def _followed(best: NDArray[np.float64], steps: NDArray[np.float64], label: int) -> list[int]:
    """The labels on the way to a label of the last line, that one first."""
    back = (best[:-1, None, :] + steps.T).argmax(axis=2).tolist()
    path = [label]
    for pointers in reversed(back):
        path.append(pointers[path[-1]])
    return path


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
