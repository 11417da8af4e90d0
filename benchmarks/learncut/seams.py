"""Learn the network of `ingest.seams` from headlines one after the other, broken into lines as papers break them.

JAX is needed.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from dumpgen import KICKED, SUBTITLED, Item, crosshead, kicker_of, title_lines
from numpy.typing import NDArray

from baozhai.ingest.chars import Chars
from baozhai.ingest.convnet import DILATIONS, START, UNKNOWN
from baozhai.ingest.seams import LONGEST, SEAMS, tight
from learncut.convnet import (
    PAD,
    Batch,
    Weights,
    answered,
    at,
    begun,
    convolved,
    drawn,
    known_chars,
    learned,
    mean,
    rows_of,
    stored,
)

#: Dimensions of a character, units of the hidden layer.
SIZE, UNITS = 64, 64
#: Headlines of a pile, characters and seams read of it, piles of a step.
HEADS, ROOM, READ, BATCH = 12, 320, 30, 32
#: Passes over the headlines.
PASSES = 40
#: How often each headline of ours counts, and pseudo headlines for each real one.
OURS, CLAUSES = 3, 1.0
_CLAUSE = re.compile(r"[，。；！？\n\u3000]+")
Lines = list[tuple[str, str]]


def head_lines(item: Item, rng: random.Random) -> Lines:
    """The lines of one headline, each with what it is to the line before."""
    kicker = item.kicker or (kicker_of(rng) if rng.random() < KICKED else "")
    kicker = "" if item.subtitle and rng.random() < 0.15 else kicker
    subtitle = item.subtitle if rng.random() < 0.5 else ""
    if not item.subtitle and rng.random() < SUBTITLED and (text := crosshead("".join(item.paragraphs[1:3]))):
        subtitle = rng.choice(["——", "——", "", "", ""]) + text
    elif rng.random() < 0.15:
        subtitle = subtitle.removeprefix("——")
    parts = [(kicker, "fresh"), (item.title, "under" if kicker else "fresh"), (subtitle, "sub")]
    out: Lines = []
    for text, seam in parts:
        whole = text is not item.title and (len(text) < 14 or rng.random() < 0.6)
        lines = [text] if whole else title_lines(text, rng)
        out += [(line, "same" if k else seam) for k, line in enumerate(line for line in lines if line)]
    return [(tight(Chars.of([line])).text, seam) for line, seam in out]


def clauses(articles: Sequence[Sequence[str]], count: int, rng: random.Random) -> Iterator[Item]:
    """Pseudo headlines: one or two clauses of a text. They teach what goes on, in texts of any kind."""
    for paragraphs in rng.choices(articles, k=count):
        found = [c.strip() for c in _CLAUSE.split("\n".join(paragraphs)) if 6 <= len(c.strip()) <= 24]
        if len(found) > 3:
            k = rng.randrange(len(found) - 1)
            alone = len(found[k]) > 8 and rng.random() < 0.7
            yield Item(found[k] if alone else found[k] + rng.choice([" ", "　", ""]) + found[k + 1], [])


@dataclass(frozen=True)
class Piles:
    """Piles of headlines as arrays.

    Attributes
    ----------
    chars : array, shape (n_piles, ROOM)
        Rows of characters in the table, START before each line, PAD after the last one.
    seams : array, shape (n_piles, READ, 3)
        Where the line before a seam, the line after it and the next one start.
    sizes : array, shape (n_piles, READ, 2)
        Characters of both lines, LONGEST at most.
    answers : array, shape (n_piles, READ)
        The place in SEAMS, PAD where there is none.
    """

    chars: NDArray[np.int32]
    seams: NDArray[np.int32]
    sizes: NDArray[np.int32]
    answers: NDArray[np.int32]

    def batches(self) -> Iterator[tuple[NDArray[np.int32], ...]]:
        """Whole batches in order."""
        for k in range(0, len(self.chars) - BATCH + 1, BATCH):
            at = slice(k, k + BATCH)
            yield self.chars[at], self.seams[at], self.sizes[at], self.answers[at]


def piles(items: Sequence[Item], rows: dict[str, int], rng: random.Random) -> Piles:
    """Items in chance order, so many to a pile."""
    order = rng.sample(items, len(items))
    found = [order[k : k + HEADS] for k in range(0, len(order), HEADS)]
    out = Piles(
        np.full((len(found), ROOM), PAD, np.int32),
        np.zeros((len(found), READ, 3), np.int32),
        np.zeros((len(found), READ, 2), np.int32),
        np.full((len(found), READ), PAD, np.int32),
    )
    for row, some in enumerate(found):
        lines = [line for item in some for line in head_lines(item, rng)]
        ends = np.cumsum([0] + [len(text) + 1 for text, _ in lines])
        lines = lines[: int(np.searchsorted(ends, ROOM, side="right")) - 1][: READ + 1]
        codes = [code for text, _ in lines for code in (START, *(rows.get(c, UNKNOWN) for c in text))]
        out.chars[row, : len(codes)] = codes
        sizes = [min(len(text), LONGEST) for text, _ in lines]
        for k in range(1, len(lines)):
            out.seams[row, k - 1] = ends[k - 1], ends[k], ends[k + 1]
            out.sizes[row, k - 1] = sizes[k - 1], sizes[k]
            out.answers[row, k - 1] = SEAMS.index(lines[k][1])
    return out


def said(net: Weights, chars: Any, seams: Any, sizes: Any, key: Any = None) -> Any:
    """Log-probabilities of SEAMS, shape (n_piles, READ, len(SEAMS)); with a key values are left out, for learning."""
    keys = (None, None) if key is None else jax.random.split(key)
    x, sums = convolved(net, chars, DILATIONS, keys[0])
    first, second, third = seams[..., 0], seams[..., 1], seams[..., 2]
    lengths = [net["lengths"][k][sizes[..., k]] for k in (0, 1)]
    means = [mean(sums, first + 1, second), mean(sums, second + 1, third)]
    heard = jnp.concatenate([at(x, second), *means, *lengths], -1)
    return jax.nn.log_softmax(answered(net, heard, keys[1]))


def loss(net: Weights, batch: Batch, key: Any) -> Any:
    """Mean cross-entropy of the seams."""
    *given, answers = batch
    right = jnp.take_along_axis(said(net, *given, key), jnp.maximum(answers, 0)[..., None], -1)[..., 0]
    there = answers != PAD
    return -(right * there).sum() / there.sum()


def seams(
    items: Sequence[Item], ours: Sequence[Item], articles: Sequence[Sequence[str]], seed: int
) -> dict[str, Any]:
    """The network, learned from headlines of news, of ours and clauses of articles, as `ingest.seams` reads it."""
    rng, key = random.Random(seed), jax.random.PRNGKey(seed)
    known = known_chars(
        item.title + item.kicker + item.subtitle + "".join(item.paragraphs[1:2])[:60]
        for item in (*items, *ours)
    )
    rows = rows_of(known)

    real = [*items, *OURS * list(ours)]
    pseudo = int(CLAUSES * len(real)) if articles else 0

    def batches() -> Iterator[Batch]:
        for _ in range(PASSES):
            yield from piles([*real, *clauses(articles, pseudo, rng)], rows, rng).batches()

    net = begun(key, SIZE, DILATIONS, 5 * SIZE, UNITS, len(SEAMS))
    net["lengths"] = drawn(key, 2, LONGEST + 1, SIZE, size=0.05)
    steps = PASSES * (len(real) + pseudo) // (HEADS * BATCH)
    return stored(learned(net, loss, batches(), steps, key), known)
