"""The label of every line of a dump: a linear-chain conditional random field over weak signals.

Lafferty, McCallum and Pereira (2001). The weights were learned on pages of our own generator by
`benchmarks/train_cutter.py`; here only numpy is needed.

Labels: `A` an article's first line, `Q` a photo caption's, `P` a paragraph's, `C` goes on,
`X` crosshead, `K` kicker, `H`/`h` a headline's first line and the others, `S` subtitle, `Y` byline
below a headline, `Z` signature or credit on a line of its own, `F` furniture.
"""

from __future__ import annotations

import functools
import importlib.resources
import json
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from baozhai.ingest.patterns import ended, signed
from baozhai.ingest.reflow import Line
from baozhai.ingest.signals import measures, signals

#: Lines before and after whose signals a line sees.
WINDOW = 2
#: What the opening of a paragraph costs after a full line without an end, in log-odds.
RUN_ON = 3.0


@dataclass(frozen=True)
class Tags:
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
    text = importlib.resources.files("baozhai.ingest").joinpath("tagger.json").read_text(encoding="utf-8")
    model = json.loads(text)
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
    known = _weights()
    scores = _scores(signals(lines, crossings), known)
    scores[_run_on(lines), known.labels.index("P")] -= RUN_ON
    path = _viterbi(scores, known.steps)
    proba = _marginals(scores, known.steps)
    return Tags([known.labels[k] for k in path], {label: proba[:, k] for k, label in enumerate(known.labels)})


def _run_on(lines: Sequence[Line]) -> NDArray[np.bool_]:
    """Which lines follow a full line without an end: no paragraph opens there, shape (n_lines,)."""
    before, _ = measures(lines)
    out = np.zeros(len(lines), dtype=bool)
    for at in range(1, len(lines)):
        last, column = lines[at - 1], before[at - 1]
        full = column and last.width > column - 1.4
        out[at] = bool(full) and not (ended(last.text) or signed(last.text))
    return out


def _scores(names: Sequence[Sequence[str]], known: _Weights) -> NDArray[np.float64]:
    """What the signals of a line and its neighbours say for each label, shape (n_lines, n_labels)."""
    unknown = len(known.index)
    none = known.table[known.index.get("none", unknown)]
    rows = [known.table[[known.index.get(name, unknown) for name in row]].sum(axis=0) for row in names]
    padded = np.array([none] * WINDOW + rows + [none] * WINDOW)
    count = len(rows)
    return np.asarray(
        sum(padded[WINDOW + s : WINDOW + s + count, s + WINDOW] for s in range(-WINDOW, WINDOW + 1))
    )


def _viterbi(scores: NDArray[np.float64], steps: NDArray[np.float64]) -> list[int]:
    """The best sequence of labels; `scores` has shape (n_lines, n_labels)."""
    best, back = scores[0], []
    for row in scores[1:]:
        reach = best[:, None] + steps
        back.append(reach.argmax(axis=0))
        best = reach.max(axis=0) + row
    path = [int(best.argmax())]
    for pointers in reversed(back):
        path.append(int(pointers[path[-1]]))
    return path[::-1]


def _marginals(scores: NDArray[np.float64], steps: NDArray[np.float64]) -> NDArray[np.float64]:
    """Forward-backward: the probability of each label for every line, shape (n_lines, n_labels)."""
    ahead = _forward(scores, steps)
    behind = _forward(scores[::-1], steps.T)[::-1]
    total = ahead + behind - scores
    total -= total.max(axis=1, keepdims=True)
    proba = np.exp(total)
    return np.asarray(proba / proba.sum(axis=1, keepdims=True))


def _forward(scores: NDArray[np.float64], steps: NDArray[np.float64]) -> NDArray[np.float64]:
    out = np.empty_like(scores)
    out[0] = scores[0]
    for at in range(1, len(scores)):
        peak = out[at - 1].max()
        out[at] = scores[at] + peak + np.log(np.exp(out[at - 1] - peak) @ np.exp(steps))
    return out
