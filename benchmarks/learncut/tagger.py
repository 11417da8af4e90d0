"""Learn the network of `ingest.tagger` from the lines of drawn pages.

JAX is needed.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from dumpgen.lines import Labelled
from numpy.typing import NDArray

from baozhai.ingest.convnet import DILATIONS, START, UNKNOWN
from baozhai.ingest.reflow import Line, width
from baozhai.ingest.signals import signals
from baozhai.ingest.tagger import FIRST, LABELS, LAST, LINES
from learncut.convnet import (
    DROPPED,
    PAD,
    Batch,
    Weights,
    at,
    begun,
    convolved,
    drawn,
    kept,
    known_chars,
    layered,
    learned,
    mean,
    rows_of,
    stored,
)

#: Dimensions of a character and of a line; share of signals left out.
SIZE, UNITS, UNHEARD = 24, 64, 0.1
#: Lines and characters of a stretch, stretches of a step, steps; batches of stretches that are shuffled together.
READ, ROOM, BATCH, STEPS, POOLED = 192, 3700, 12, 14_000, 40
Stretch = tuple[NDArray[np.int32], ...]


@dataclass
class Names:
    """The names of signals, each with its row in the table."""

    rows: dict[str, int] = field(default_factory=dict)

    def shown(self, lines: Sequence[str]) -> NDArray[np.int16]:
        """The rows of the signals that lines show, PAD where one shows none, shape (n_lines, n_signals)."""
        found = signals([Line(k + 1, text, width(text)) for k, text in enumerate(lines)])
        out = np.full((len(lines), len(found)), PAD, np.int16)
        for column, signal in enumerate(found):
            rows = [self.rows.setdefault(name, len(self.rows)) for name in signal.names]
            out[:, column] = np.array([*rows, PAD])[signal.shown]
        return out


@dataclass(frozen=True)
class Page:
    """A drawn page.

    Attributes
    ----------
    lines : list of str
    signals : array, shape (n_lines, n_signals)
    labels : array, shape (n_lines,)
        Places in LABELS.
    """

    lines: list[str]
    signals: NDArray[np.int16]
    labels: NDArray[np.int32]

    @classmethod
    def of(cls, page: Labelled, names: Names) -> Page:
        """The page of lines with their labels."""
        lines = [text.strip() for text, _ in page]
        return cls(lines, names.shown(lines), np.array([LABELS.index(label) for _, label in page], np.int32))

    def stretch(self, first: int, rows: dict[str, int]) -> Stretch:
        """Signals, characters, where each line starts and stops, and labels of the lines from `first` on."""
        lines = self.lines[first : first + READ]
        stops = list(itertools.accumulate(len(line) + 1 for line in lines))
        count = sum(stop <= ROOM for stop in stops)
        codes = [code for line in lines[:count] for code in (START, *(rows.get(c, UNKNOWN) for c in line))]
        chars, spans = np.full(ROOM, PAD, np.int32), np.full((READ, 2), len(codes), np.int32)
        chars[: len(codes)] = codes
        spans[:count, 0], spans[:count, 1] = [0, *stops][:count], stops[:count]
        return self._padded(self.signals, first, count), chars, spans, self._padded(self.labels, first, count)

    @staticmethod
    def _padded(rows: NDArray[Any], first: int, count: int) -> NDArray[np.int32]:
        out = np.full((READ, *rows.shape[1:]), PAD, np.int32)
        out[:count] = rows[first : first + count]
        return out


def batches(pages: Sequence[Page], rows: dict[str, int], rng: random.Random) -> Iterator[Batch]:
    """Stretches of pages in chance order, without end."""
    waiting: list[tuple[Page, int]] = []
    while True:
        for page in rng.sample(pages, len(pages)):
            more = len(page.labels) > READ
            first = rng.randrange(READ // 2, READ) if more else READ
            waiting += [(page, start) for start in (0, *range(first, len(page.labels), READ))]
            if len(waiting) < POOLED * BATCH:
                continue
            rng.shuffle(waiting)
            for k in range(0, len(waiting) - BATCH + 1, BATCH):
                found = [page.stretch(start, rows) for page, start in waiting[k : k + BATCH]]
                yield tuple(np.stack(part) for part in zip(*found, strict=True))
            waiting = []


def said(net: Weights, shown: Any, chars: Any, spans: Any, key: Any = None) -> Any:
    """What is said for each label, shape (n_stretches, READ, n_labels); with a key values are left out, for learning."""
    keys = (None,) * 4 if key is None else jax.random.split(key, 4)
    start, stop = spans[..., 0], spans[..., 1]
    x, sums = convolved(net, chars, DILATIONS, keys[0])
    ends = [at(x, jnp.minimum(place, ROOM - 1)) for place in (start, stop - 1)]
    parts = [
        (start, stop),
        (start, jnp.minimum(start + FIRST, stop)),
        (jnp.maximum(stop - LAST, start), stop),
    ]
    heard = jnp.concatenate([*ends, *(mean(sums, a, b) for a, b in parts)], -1)
    vectors = net["signals"][jnp.maximum(shown, 0)] * (shown != PAD)[..., None]
    heard = heard @ net["hidden"] + kept(keys[1], vectors, UNHEARD, whole=True).sum(2) + net["hidden_bias"]
    there = (stop > start)[..., None]
    x = layered(net, "line_", jax.nn.relu(heard) * there, there, LINES, keys[2])
    return kept(keys[3], x, DROPPED) @ net["last"] + net["last_bias"]


def loss(net: Weights, batch: Batch, key: Any) -> Any:
    """What the labels of a line cost on average: minus the log-likelihood of the field."""
    *given, labels = batch
    scores, steps, there = said(net, *given, key), net["steps"], labels != PAD
    right = jnp.maximum(labels, 0)
    path = (jnp.take_along_axis(scores, right[..., None], -1)[..., 0] * there).sum()
    path += (steps[right[:, :-1], right[:, 1:]] * there[:, 1:]).sum()

    def ahead(sums: Any, line: Any) -> Any:
        score, known = line
        further = jax.nn.logsumexp(sums[:, :, None] + steps, axis=1) + score
        return jnp.where(known[:, None], further, sums), None

    others = (jnp.moveaxis(scores[:, 1:], 1, 0), there[:, 1:].T)
    sums, _ = jax.lax.scan(ahead, scores[:, 0], others)
    return (jax.nn.logsumexp(sums, axis=1).sum() - path) / there.sum()


def tagger(pages: Iterable[Page], names: Names, seed: int) -> dict[str, Any]:
    """The network, learned from drawn pages, as `ingest.tagger` reads it."""
    rng, key, pages = random.Random(seed), jax.random.PRNGKey(seed), list(pages)
    known = known_chars("".join(page.lines) for page in pages[::4])
    net = begun(key, SIZE, DILATIONS, 5 * SIZE, UNITS, len(LABELS))
    net["signals"] = drawn(key, len(names.rows), UNITS, size=0.15)
    net["steps"] = jnp.zeros((len(LABELS), len(LABELS)))
    for k, own in enumerate(jax.random.split(key, len(LINES))):
        net[f"line_kernel{k}"] = drawn(own, 3 * UNITS, UNITS, size=1 / np.sqrt(3 * UNITS))
        net[f"line_bias{k}"] = jnp.zeros(UNITS)
    net = learned(net, loss, batches(pages, rows_of(known), rng), STEPS, key)
    return stored(net, known) | {"names": np.array(list(names.rows))}
