"""Which settings to try, and which of them to go on with: random search and successive halving."""

from __future__ import annotations

import math
import random
from collections.abc import Mapping, Sequence


def total(space: Mapping[str, Sequence[str]]) -> int:
    """How many combinations a space holds."""
    return math.prod(len(values) for values in space.values())


def points(space: Mapping[str, Sequence[str]], count: int, seed: int = 0) -> list[dict[str, str]]:
    """Combinations drawn at random, none twice.

    Parameters
    ----------
    space : mapping of str to sequence of str
        The values of each key; none is empty.
    count : int
        How many; 0, or more than there are, is all of them.
    seed : int
        The same seed draws the same ones; with a larger `count` the first stay the same.

    Returns
    -------
    list of dict
        Key → value, keys in the order of `space`.

    Notes
    -----
    Random search finds as good settings as a grid with far fewer trials where few of the keys matter (Bergstra
    and Bengio, 2012, JMLR 13).
    """
    whole = total(space)
    wanted = min(count, whole) if count else whole
    drawn, rng = dict[int, None](), random.Random(seed)
    while len(drawn) < wanted:
        drawn[rng.randrange(whole)] = None
    return [_point(space, number) for number in drawn]


def _point(space: Mapping[str, Sequence[str]], number: int) -> dict[str, str]:
    """The combination of a number in [0, total): its digits in the mixed radix of the list lengths."""
    out = {}
    for key, values in space.items():
        number, digit = divmod(number, len(values))
        out[key] = values[digit]
    return out


def rungs(articles: int, trials: int, *, least: int = 300, factor: int = 3) -> list[int]:
    """Articles to learn from in each round of successive halving, rising to all of them.

    Parameters
    ----------
    articles, trials : int
        How many there are.
    least : int
        No round has fewer articles.
    factor : int
        A round has so many times the articles and 1 / `factor` of the trials of the one before; at least 2.

    Returns
    -------
    list of int
        One number where there are too few articles or trials for more.

    Notes
    -----
    Jamieson and Talwalkar (2016, AISTATS).
    """
    sizes = [articles]
    while sizes[0] // factor >= least and factor ** len(sizes) <= trials:
        sizes.insert(0, sizes[0] // factor)
    return sizes


def survivors(scores: Mapping[str, float], factor: int = 3) -> list[str]:
    """The best 1 / `factor` of the names (rounded up), best first; equal scores in the order given."""
    ranked = sorted(scores, key=lambda name: -scores[name])
    return ranked[: math.ceil(len(ranked) / factor)]
