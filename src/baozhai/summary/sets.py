"""Candidate summaries of an article and what the ranker is told about each."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from baozhai.summary.bigrams import Floats
from baozhai.summary.features import Sheet
from baozhai.summary.select import Unit

# The first sentences and the best-scored ones are combined, up to three at a time. On the dev part of
# the briefs 5 and 8 scored the same as 4 and 6 (ROUGE-1 63.6 against 63.9), and took longer.
_FIRST, _BEST, _TOGETHER = 4, 6, 3
_SAME_CONTENT = 0.6

Members = NDArray[np.bool_]


@lru_cache(maxsize=32)
def _subsets(n: int) -> tuple[Members, Floats]:
    """Every subset of 1 to 3 of n places, smaller ones first, shape (n_subsets, n); also as numbers."""
    counts = np.arange(1 << n, dtype=np.int64)
    table = (counts[:, None] >> np.arange(n)) & 1 > 0
    sizes = table.sum(axis=1)
    kept = np.flatnonzero((sizes >= 1) & (sizes <= _TOGETHER))
    found = table[kept[np.argsort(sizes[kept], kind="stable")]]
    return found, found.astype(np.float32)


def candidates(
    units: Sequence[Unit], scores: Floats, has: Floats, *, limits: tuple[int, int], alone: int
) -> Members:
    """List the summaries to choose from.

    Parameters
    ----------
    units : sequence of Unit
        The sentences of the article, as far as they are read.
    scores : ndarray of float32, shape (n,)
        Score of each.
    has : ndarray of float32, shape (n, n_bigrams)
        1 where a sentence holds a bigram.
    limits : (int, int)
        Fewest and most characters.
    alone : int
        Most characters of a sentence that stands alone; at least the second limit.

    Returns
    -------
    ndarray of bool, shape (n_sets, n)
        Sets that keep the rules of `select`; perhaps none.
    """
    n = len(units)
    order = (-scores).argsort(kind="stable")
    asked = {*range(min(_FIRST, n)), *order[:_BEST].tolist()}
    pool = [i for i in sorted(asked) if units[i].eligible]
    subsets = _within(pool, [u.chars for u in units], limits, alone)
    chains = [
        c
        for c in _chains(units, [order.tolist(), range(n)], limits[1])
        if sum(units[i].chars for i in c) >= limits[0]
    ]
    member = np.zeros((len(subsets) + len(chains), n), dtype=np.bool_)
    member[: len(subsets), pool] = subsets
    for row, chain in enumerate(chains, start=len(subsets)):
        member[row, chain] = True
    for i in [i for i, u in enumerate(units) if u.points_back]:
        member = member[~member[:, i] | member[:, i - 1]] if i else member[~member[:, 0]]
    for i in [i for i, u in enumerate(units) if u.points_on]:
        member = member[~member[:, i] | member[:, i + 1]] if i + 1 < n else member[~member[:, i]]
    return _without_copies(member, has)


def _within(pool: list[int], chars: list[int], limits: tuple[int, int], alone: int) -> Members:
    """The subsets of a pool that keep the limits."""
    subsets, counted = _subsets(len(pool))
    total = counted @ np.array([chars[i] for i in pool], dtype=np.float32)
    within = total <= limits[1]
    within[: len(pool)] = total[: len(pool)] <= alone  # one sentence each
    within &= total >= limits[0]
    return subsets[within]


def _chains(units: Sequence[Unit], orders: Sequence[Sequence[int]], high: int) -> list[list[int]]:
    """Every longer run of the best-ranked sentences, and of the first ones, that keeps within `high`."""
    found: list[list[int]] = []
    if sum(sorted([u.chars for u in units if u.eligible])[: _TOGETHER + 1]) > high:
        return found
    for order in orders:
        run = [i for i in order if units[i].eligible]
        fitting = bisect_right(list(accumulate(units[i].chars for i in run)), high)
        found += [run[:k] for k in range(_TOGETHER + 1, fitting + 1)]
    return found


def _without_copies(member: Members, has: Floats) -> Members:
    """Drop the sets in which two sentences share most of their bigrams."""
    if np.count_nonzero(member) == len(member):  # sentences alone
        return member
    shared = has @ has.T
    size = shared.diagonal()
    alike = shared > _SAME_CONTENT * (size[:, None] + size - shared)
    if np.count_nonzero(alike) > np.count_nonzero(size):  # more than each like itself
        for i, j in zip(*np.triu(alike, 1).nonzero(), strict=True):
            member = member[~(member[:, i] & member[:, j])]
    return member


# BLAS may set the flag of an invalid value by lanes it does not keep: sums of finite numbers are finite.
@np.errstate(invalid="ignore")
def set_features(sheet: Sheet, taken: Floats, scores: Floats, style: Floats, member: Members) -> Floats:
    """Describe candidate summaries.

    Parameters
    ----------
    sheet : Sheet
        The article.
    taken : ndarray of float32, shape (n_bigrams,)
        Probability in [0, 1] of each bigram to be in the brief.
    scores : ndarray of float32, shape (n,)
        Scores of the sentences.
    style : ndarray of float32, shape (n_styles,)
        What the words of the article tell about its kind of brief.
    member : ndarray of bool, shape (n_sets, n)
        The candidates.

    Returns
    -------
    ndarray of float32, shape (n_sets, n_set_features)
    """
    inside = member.astype(np.float32)
    size = np.add.reduce(inside, axis=1)
    first = member.argmax(axis=1)
    last = member.shape[1] - 1 - member[:, ::-1].argmax(axis=1)
    chars = inside @ sheet.chars
    mean = (inside * sheet.chars / chars[:, None]) @ sheet.sentences
    columns = np.empty((20, len(member)), dtype=np.float32)
    _shape_rows(columns[:7], size, sheet, first, last, chars)
    _score_rows(columns[7:13], member, inside, size, scores)
    _content_rows(columns[13:], inside, sheet, taken)
    parts = (
        columns.T,
        _article(sheet, scores, taken),
        style,
        mean,
        sheet.sentences.take(first, axis=0),
        sheet.sentences.take(last, axis=0),
    )
    out = np.empty((len(member), sum(part.shape[-1] for part in parts)), dtype=np.float32)
    at = 0
    for part in parts:
        out[:, at : at + part.shape[-1]] = part
        at += part.shape[-1]
    return out


def _article(sheet: Sheet, scores: Floats, taken: Floats) -> Floats:
    chars = sheet.chars
    second = chars[1] if len(chars) > 1 else 0.0
    runner_up = sorted(scores.tolist())[-2] if len(scores) > 1 else 0.0
    total, expected = np.add.reduce(chars), np.add.reduce(taken)
    values = [len(chars), total, chars[0], second, scores[0], runner_up, expected]
    return np.array(values, dtype=np.float32)


def _shape_rows(
    out: Floats, size: Floats, sheet: Sheet, first: NDArray[np.int64], last: NDArray[np.int64], chars: Floats
) -> None:
    """How many sentences, how long, where they stand."""
    out[0] = size
    out[1] = chars
    out[2] = first
    out[3] = last
    out[4] = last - first - size + 1
    out[5] = chars / np.add.reduce(sheet.chars)
    out[6] = last == size - 1


def _score_rows(out: Floats, member: Members, inside: Floats, size: Floats, scores: Floats) -> None:
    """Scores in the set against those left out."""
    rank = np.empty(len(scores), dtype=np.float32)
    rank[(-scores).argsort(kind="stable")] = np.arange(len(scores))
    out[0] = inside @ scores
    out[1] = out[0] / size
    out[2] = np.minimum.reduce(np.where(member, scores, np.float32(9)), axis=1)
    out[3] = np.maximum.reduce(np.where(member, scores, np.float32(-9)), axis=1)
    out[4] = np.maximum.reduce(np.where(member, np.float32(-1), scores), axis=1)
    out[5] = inside @ rank


def _content_rows(out: Floats, inside: Floats, sheet: Sheet, taken: Floats) -> None:
    """Expected overlap with the brief, in bigrams, and what the set repeats or covers."""
    union = inside @ sheet.has
    np.minimum(union, np.float32(1.0), out=union)
    grams = np.add.reduce(union, axis=1)
    expected = union @ taken
    twice = 2 * expected
    total = np.add.reduce(taken)
    out[0] = expected
    out[1] = expected / np.maximum(grams, np.float32(1.0))
    out[2] = expected / max(float(total), 0.1)
    out[3] = twice / (grams + total + 1)
    out[4] = twice / (grams + 40)
    out[5] = 1 - grams / np.maximum(inside @ sheet.size, np.float32(1.0))
    out[6] = union @ sheet.spread / max(float(np.add.reduce(sheet.size)), 1.0)
