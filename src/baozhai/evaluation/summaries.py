"""Scores of summaries: ROUGE over characters, the oracle, paired intervals."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

_Gram = TypeVar("_Gram", str, tuple[str, str])
_TOKEN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]|[a-z0-9.%]+")


class Rouge(NamedTuple):
    """F1 of ROUGE-1, ROUGE-2 and ROUGE-L, each in [0, 1]."""

    r1: float
    r2: float
    rl: float


class Interval(NamedTuple):
    """A mean difference with its 95 % percentile interval."""

    mean: float
    low: float
    high: float


def tokens(text: str) -> list[str]:
    """List the tokens ROUGE counts.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    list of str
        Every Han character by itself, every run of `[A-Za-z0-9.%]` in lower case; other marks
        are dropped.
    """
    return _TOKEN.findall(text.lower())


def rouge(candidate: str, reference: str) -> Rouge:
    """Character ROUGE of a summary (Lin 2004), F1 with beta 1.

    Parameters
    ----------
    candidate, reference : str
        The summary and the text it is held against.

    Returns
    -------
    Rouge
        n-grams counted as multisets; ROUGE-L is the longest common subsequence of the whole
        texts. 0 where either side has no n-gram.
    """
    return Reference(reference).score(candidate)


class Reference:
    """A reference made ready to score many candidates.

    Parameters
    ----------
    text : str
        The reference summary.
    """

    def __init__(self, text: str) -> None:
        found = tokens(text)
        self._n = len(found)
        self._ones, self._twos = _bags(found)
        self._masks: dict[str, int] = {}
        for place, token in enumerate(found):
            self._masks[token] = self._masks.get(token, 0) | 1 << place

    def score(self, candidate: str) -> Rouge:
        """Return ROUGE of a candidate against this reference."""
        found = tokens(candidate)
        n = len(found)
        ones, twos = _bags(found)
        return Rouge(
            _f1(_shared(ones, self._ones), n, self._n),
            _f1(_shared(twos, self._twos), n - 1, self._n - 1),
            _f1(self._common(found), n, self._n),
        )

    def _common(self, found: list[str]) -> int:
        """Length of the longest common subsequence, bit-parallel (Hyyrö 2004)."""
        full = (1 << self._n) - 1
        row = full
        for token in found:
            if mask := self._masks.get(token, 0):
                match = row & mask
                row = ((row + match) | (row - match)) & full
        return self._n - row.bit_count()


def _bags(found: list[str]) -> tuple[Counter[str], Counter[tuple[str, str]]]:
    return Counter(found), Counter(zip(found, found[1:], strict=False))


def _shared(a: Counter[_Gram], b: Counter[_Gram]) -> int:
    return sum(min(n, b[key]) for key, n in a.items() if key in b)


def _f1(shared: int, n: int, m: int) -> float:
    return 2.0 * shared / (n + m) if shared else 0.0


def oracle(sentences: Sequence[str], reference: str, budget: int) -> list[int]:
    """Choose sentences by the reference itself: the ceiling of any extract.

    Parameters
    ----------
    sentences : sequence of str
        The sentences of the article, in order.
    reference : str
        The reference summary.
    budget : int
        Characters (white space not counted) that must not be passed, except by a first sentence
        when none fits.

    Returns
    -------
    list of int
        Indices in document order, taken greedily while ROUGE-1 + ROUGE-2 rises (Nallapati et
        al. 2017).
    """
    goal = Reference(reference)
    sizes = [len("".join(text.split())) for text in sentences]
    chosen: list[int] = []
    best = 0.0
    while True:
        room = budget - sum(sizes[i] for i in chosen)
        left = [i for i in range(len(sentences)) if i not in chosen and sizes[i] <= room]
        if not chosen and not left:
            left = list(range(len(sentences)))
        values = [_gain(goal, sentences, [*chosen, i]) for i in left]
        if not values or max(values) <= best:
            return sorted(chosen)
        best = max(values)
        chosen.append(left[values.index(best)])


def _gain(goal: Reference, sentences: Sequence[str], chosen: list[int]) -> float:
    found = goal.score("".join(sentences[i] for i in sorted(chosen)))
    return found.r1 + found.r2


def paired_bootstrap(a: ArrayLike, b: ArrayLike) -> Interval:
    """Interval of the mean of `a - b` over documents drawn with replacement.

    Parameters
    ----------
    a, b : array of float, shape (n_documents,)
        Scores of two systems on the same documents.

    Raises
    ------
    ValueError
        If the shapes differ or there is no document.
    """
    first, second = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    if first.shape != second.shape or first.ndim != 1 or not len(first):
        raise ValueError(f"want two equal lists of scores, not {first.shape} and {second.shape}")
    gap = first - second
    draws = np.random.default_rng(0).integers(0, len(gap), (2000, len(gap)))
    low, high = np.quantile(gap[draws].mean(axis=1), [0.025, 0.975])
    return Interval(float(gap.mean()), float(low), float(high))


def worths(candidates: Sequence[str], reference: str) -> NDArray[np.float64]:
    """Return the mean of ROUGE-1, 2 and L of each candidate, shape (n_candidates,)."""
    goal = Reference(reference)
    return np.array([sum(goal.score(text)) / 3 for text in candidates])
