"""Candidate summaries of an article and what the ranker is told about each."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from baozhai.summary.features import Floats, Sheet
from baozhai.summary.select import Unit

# The first sentences and the best-scored ones are combined, up to three at a time. On the dev part of
# the briefs 5 and 8 scored the same as 4 and 6 (ROUGE-1 63.6 against 63.9), and took longer.
_FIRST, _BEST, _TOGETHER = 4, 6, 3
_SAME_CONTENT = 0.6

Members = NDArray[np.bool_]


@lru_cache(maxsize=32)
def _subsets(n: int) -> Members:
    """Every subset of 1 to 3 of n places, smaller ones first, shape (n_subsets, n)."""
    counts = np.arange(1 << n, dtype=np.int64)
    table = (counts[:, None] >> np.arange(n)) & 1 > 0
    sizes = table.sum(axis=1)
    kept = np.flatnonzero((sizes >= 1) & (sizes <= _TOGETHER))
    return table[kept[np.argsort(sizes[kept], kind="stable")]]


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
    order = np.argsort(-scores, kind="stable")
    fine = np.array([u.eligible for u in units])
    chars = np.array([u.chars for u in units])
    asked = np.zeros(n, dtype=np.bool_)
    asked[:_FIRST] = asked[order[:_BEST]] = True
    pool = np.flatnonzero(asked & fine)
    member = np.zeros((len(_subsets(len(pool))), n), dtype=np.bool_)
    member[:, pool] = _subsets(len(pool))
    if np.sort(chars[fine])[: _TOGETHER + 1].sum() <= limits[1]:
        member = np.concatenate([member, _chains(n, [order, np.arange(n)], fine)])
    total = member @ chars
    within = (total <= limits[1]) | ((total <= alone) & (member.sum(axis=1) == 1))
    member = member[within & (total >= limits[0])]
    for i in np.flatnonzero(np.array([u.points_back for u in units])).tolist():
        member = member[~member[:, i] | member[:, i - 1]] if i else member[~member[:, 0]]
    return _without_copies(member, has)


def _chains(n: int, orders: list[NDArray[np.int64]], fine: NDArray[np.bool_]) -> Members:
    """Every longer run of the best-ranked sentences, and of the first ones."""
    found = []
    for order in orders:
        order = order[fine[order]]
        chain = np.zeros((len(order), n), dtype=np.bool_)
        rows, columns = np.tril_indices(len(order))
        chain[rows, order[columns]] = True
        found.append(chain[_TOGETHER:])
    return np.concatenate(found)


def _without_copies(member: Members, has: Floats) -> Members:
    """Drop the sets in which two sentences share most of their bigrams."""
    shared = has @ has.T
    size = shared.diagonal()
    alike = shared > _SAME_CONTENT * (size[:, None] + size - shared)
    for i, j in np.argwhere(np.triu(alike, 1)).tolist():
        member = member[~(member[:, i] & member[:, j])]
    return member


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
    first = member.argmax(axis=1)
    last = member.shape[1] - 1 - member[:, ::-1].argmax(axis=1)
    chars = inside @ sheet.chars
    mean = (inside * sheet.chars / chars[:, None]) @ sheet.sentences
    columns = np.concatenate(
        [
            _shape_columns(inside, sheet, first, last, chars),
            _score_columns(member, inside, scores),
            _content_columns(inside, sheet, taken),
        ]
    )
    parts = (
        columns.T,
        _article(sheet, scores, taken),
        style,
        mean,
        sheet.sentences[first],
        sheet.sentences[last],
    )
    out = np.empty((len(member), sum(part.shape[-1] for part in parts)), dtype=np.float32)
    at = 0
    for part in parts:
        out[:, at : at + part.shape[-1]] = part
        at += part.shape[-1]
    return out


def _article(sheet: Sheet, scores: Floats, taken: Floats) -> Floats:
    chars = sheet.chars
    second = float(chars[1]) if len(chars) > 1 else 0.0
    runner_up = float(np.partition(scores, -2)[-2]) if len(scores) > 1 else 0.0
    values = [len(chars), chars.sum(), chars[0], second, scores[0], runner_up, taken.sum()]
    return np.array(values, dtype=np.float32)


def _shape_columns(
    inside: Floats, sheet: Sheet, first: NDArray[np.int64], last: NDArray[np.int64], chars: Floats
) -> Floats:
    """How many sentences, how long, where they stand."""
    size = inside.sum(axis=1)
    out = np.empty((7, len(inside)), dtype=np.float32)
    out[0] = size
    out[1] = chars
    out[2] = first
    out[3] = last
    out[4] = last - first - size + 1
    out[5] = chars / sheet.chars.sum()
    out[6] = last == size - 1
    return out


def _score_columns(member: Members, inside: Floats, scores: Floats) -> Floats:
    """Scores in the set against those left out."""
    size = inside.sum(axis=1)
    rank = np.empty(len(scores), dtype=np.float32)
    rank[np.argsort(-scores, kind="stable")] = np.arange(len(scores))
    out = np.empty((8, len(inside)), dtype=np.float32)
    out[0] = inside @ scores
    out[1] = out[0] / size
    out[2] = np.where(member, scores, np.float32(9)).min(axis=1)
    out[3] = np.where(member, scores, np.float32(-9)).max(axis=1)
    out[4] = np.where(member, np.float32(-1), scores).max(axis=1)
    out[5] = out[3] - out[4]
    out[6] = scores.max() - out[1]
    out[7] = inside @ rank
    return out


def _content_columns(inside: Floats, sheet: Sheet, taken: Floats) -> Floats:
    """Expected overlap with the brief, in bigrams, and what the set repeats or covers."""
    union = inside @ sheet.has
    np.minimum(union, 1.0, out=union)
    size = sheet.has.sum(axis=1)
    grams = union.sum(axis=1)
    expected = union @ taken
    total = taken.sum()
    out = np.empty((9, len(inside)), dtype=np.float32)
    out[0] = expected
    out[1] = expected / np.maximum(grams, 1.0)
    out[2] = expected / max(float(total), 0.1)
    out[3] = 2 * expected / (grams + total + 1)
    out[4] = 2 * expected / (grams + 40)
    out[5] = out[3] - out[3].max()
    out[6] = out[1] - out[1].max()
    out[7] = 1 - grams / np.maximum(inside @ size, 1.0)
    out[8] = union @ sheet.has.sum(axis=0) / max(float(size.sum()), 1.0)
    return out
