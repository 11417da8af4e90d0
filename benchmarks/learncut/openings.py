"""Learn the network of `ingest.openings` from articles one after the other.

JAX is needed.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from numpy.typing import NDArray

from baozhai.ingest.convnet import DILATIONS, UNKNOWN
from baozhai.ingest.openings import WINDOWS
from learncut.convnet import (
    PAD,
    Batch,
    Weights,
    answered,
    at,
    begun,
    convolved,
    known_chars,
    learned,
    mean,
    rows_of,
    stored,
)

#: Dimensions of a character, units of the hidden layer.
SIZE, UNITS = 32, 48
#: Characters and paragraphs of a row, rows of a step.
ROOM, READ, BATCH = 1000, 16, 16
#: Rows learned from; articles that stand near one another.
ROWS, NEAR = 200_000, 60
#: Share of datelines left out: they tell too much, and many papers print none.
BARE = 0.8
_DATELINE = re.compile(
    r"^.{0,12}?(?:本报|新华社|中新[社网]|电|讯|记者).{0,30}?[电讯道]\s*[（(].{2,30}?[)）]\s*|^.{0,25}?[电讯]\s+"
)
_SENTENCE = re.compile(r"[^。！？]*[。！？]+[”’）]*|[^。！？]+$")
#: An article by its paragraphs.
Paragraphs = Sequence[str]


def parted(paragraphs: Paragraphs, rng: random.Random) -> list[str]:
    """Paragraphs without blanks; articles of one paragraph are parted at ends of sentences."""
    first, *others = ("".join(p.split()) if k else p for k, p in enumerate(paragraphs))
    if rng.random() < BARE:
        first = _DATELINE.sub("", first) or first
    first = "".join(first.split())
    if others:
        return [first, *others]
    out, size = [""], rng.randint(1, 4)
    for sentence in _SENTENCE.findall(first):
        if size == 0:
            out, size = [*out, ""], rng.randint(1, 4)
        out[-1] += sentence
        size -= 1
    return out


def shortened(text: str) -> str:
    """What can be read of a paragraph: its first and last characters."""
    before, after = WINDOWS[0][0], WINDOWS[-1][1]
    return text if len(text) <= after - before else text[:after] + text[before:]


def article(paragraphs: Paragraphs, rng: random.Random) -> list[tuple[str, int]]:
    """Some paragraphs of an article, each with 1 where the article opens, 0 where it goes on, PAD if not asked."""
    found = [p for p in parted(paragraphs, rng) if p]
    answers = [1, *[0] * (len(found) - 1)]
    if len(found) > 4:  # the first, two in the middle, the last; of those beside a gap nothing is asked
        k = rng.randrange(1, len(found) - 2)
        answers = [1, 0 if k == 1 else PAD, 0, 0 if k + 3 == len(found) else PAD]
        found = [found[0], *found[k : k + 2], found[-1]]
    return [(shortened(text), answer) for text, answer in zip(found, answers, strict=True)]


def row(
    pool: Sequence[Paragraphs], rows: dict[str, int], rng: random.Random
) -> tuple[NDArray[np.int32], ...]:
    """Characters of neighbours in a pool, where their paragraphs start, and the answers."""
    chars, places, answers = (np.full(size, PAD, np.int32) for size in (ROOM, READ, READ))
    first = rng.randrange(max(1, len(pool) - NEAR))
    near = pool[first : first + NEAR]
    texts = (text for paragraphs in rng.sample(near, len(near)) for text in article(paragraphs, rng))
    codes: list[int] = []
    for k, (text, answer) in enumerate(texts):
        if k == READ or len(codes) + len(text) > ROOM:
            break
        places[k], answers[k] = len(codes), answer if codes else PAD
        codes += [rows.get(char, UNKNOWN) for char in text]
    chars[: len(codes)] = codes
    return chars, np.maximum(places, 0), answers


def said(net: Weights, chars: Any, places: Any, key: Any = None) -> Any:
    """Log-odds of openings, shape (n_rows, READ); with a key values are left out, for learning."""
    keys = (None, None) if key is None else jax.random.split(key)
    x, sums = convolved(net, chars, DILATIONS, keys[0])
    ends = (chars != PAD).sum(1, keepdims=True)
    means = [mean(sums, jnp.maximum(places + a, 0), jnp.minimum(places + b, ends)) for a, b in WINDOWS]
    return answered(net, jnp.concatenate([at(x, places), *means], -1), keys[1])[..., 0]


def loss(net: Weights, batch: Batch, key: Any) -> Any:
    """Mean cross-entropy of the openings."""
    *given, answers = batch
    odds, there = said(net, *given, key), answers != PAD
    return ((jax.nn.softplus(odds) - answers * odds) * there).sum() / there.sum()


def openings(pools: Sequence[tuple[float, Sequence[Paragraphs]]], seed: int) -> dict[str, Any]:
    """The network, learned from articles of pools by their weights, as `ingest.openings` reads it.

    In each pool articles that are much alike stand near one another: those of the same days.
    """
    rng, key = random.Random(seed), jax.random.PRNGKey(seed)
    known = known_chars("".join(paragraphs)[:200] for _, pool in pools for paragraphs in pool)
    rows, weights = rows_of(known), [weight for weight, _ in pools]

    def batches() -> Iterator[Batch]:
        while True:
            found = [row(rng.choices(pools, weights)[0][1], rows, rng) for _ in range(BATCH)]
            yield tuple(np.stack(part) for part in zip(*found, strict=True))

    net = begun(key, SIZE, DILATIONS, (1 + len(WINDOWS)) * SIZE, UNITS, 1)
    return stored(learned(net, loss, batches(), ROWS // BATCH, key), known)
