"""What the ranker reads of an article: its distinct character bigrams and where they stand."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from baozhai.summary.bigrams import (
    COUNTED,
    DIGIT,
    FIGURE,
    KIND,
    PAUSE,
    STOP,
    Floats,
    Ints,
    Text,
    bucket,
    distinct,
    encode,
    pairs_of,
)

_CONTEXT = 16


class Sheet(NamedTuple):
    """An article of n sentences and u distinct bigrams.

    Attributes
    ----------
    has : ndarray of float32, shape (n, u)
        1 where a sentence holds a bigram.
    learned : ndarray of float32, shape (u, n_columns)
        The row of each bigram in the learned tables.
    grams : ndarray of float32, shape (u, n_gram_features)
        Place, spread and odds of each bigram.
    sentences : ndarray of float32, shape (n, n_sentence_features)
        Counts and shares of each sentence.
    chars : ndarray of float32, shape (n,)
        Lengths of sentences in characters.
    size : ndarray of float32, shape (n,)
        Number of distinct bigrams of each sentence.
    spread : ndarray of float32, shape (u,)
        Number of sentences that hold each bigram.
    """

    has: Floats
    learned: Floats
    grams: Floats
    sentences: Floats
    chars: Floats
    size: Floats
    spread: Floats


def read(texts: list[str], paragraphs: list[int], tables: Floats) -> Sheet:
    """Read an article.

    Parameters
    ----------
    texts : list of str
        Its sentences, at least one.
    paragraphs : list of int
        The paragraph of each sentence, not falling.
    tables : ndarray of float32, shape (BUCKETS, n_columns)
        Learned of each bucket. The first column holds the log odds of a bigram to be taken up by
        a brief, against the mean bigram.

    Returns
    -------
    Sheet
        See there.
    """
    text = encode(texts)
    at, pairs = pairs_of(text)
    kinds, first, inverse = distinct(pairs)
    owner = text.owner.take(at)
    has = np.zeros((len(texts), len(kinds)), dtype=np.float32)
    has[owner, inverse] = 1.0
    learned = tables.take(bucket(kinds), axis=0)
    ends = np.empty((2, len(kinds)), dtype=np.int64)
    ends[0] = owner.take(first)
    ends[1, inverse] = owner  # the last assignment stays
    size, spread = np.add.reduce(has, axis=1), np.add.reduce(has, axis=0)
    place = np.asarray(paragraphs)
    odds = learned[:, 0].take(inverse)
    context = _context(text, place, odds[: owner.searchsorted(1)])
    grams = np.empty((_CONTEXT + 15, len(kinds)), dtype=np.float32)
    _gram_rows(grams[_CONTEXT : _CONTEXT + 10], text, at, first, odds)
    times = np.bincount(inverse, minlength=len(kinds))
    _spread_rows(grams[_CONTEXT + 10 :], has, spread, times, ends)
    context.take(ends[0], axis=1, out=grams[:_CONTEXT])
    sentences = _sentence_columns(text, has, size, spread, ends, place)
    return Sheet(has, learned, grams.T, sentences, text.chars, size, spread)


@lru_cache(maxsize=64)
def _standing(n: int) -> Floats:
    """The rows of `_context` that only the number of sentences decides; the others are 0."""
    index = np.arange(n)
    out = np.zeros((_CONTEXT, n), dtype=np.float32)
    out[0] = np.minimum(index, 6) / 3
    out[1] = np.log1p(index)
    for row, place in enumerate((0, 1, 2), start=2):
        out[row] = index == place
    out[9] = index / n
    out[10] = np.log(n)
    return out


def _context(text: Text, paragraphs: Ints, lead_odds: Floats) -> Floats:
    """What a bigram is told of the sentence it first occurs in, and of the article."""
    chars = text.chars
    n = len(chars)
    in_paragraph = np.arange(n) - paragraphs.searchsorted(paragraphs)
    out = _standing(n).copy()
    out[5] = in_paragraph == 0
    out[6] = np.minimum(paragraphs, 5) / 3
    out[7] = chars / 50
    out[8] = chars / max(float(np.maximum.reduce(chars)), 1.0)
    out[11] = chars[0] / 50
    out[12] = min(float(chars[1]), 150.0) / 50 if n > 1 else 0.0
    out[13] = np.log1p(paragraphs[-1])
    out[14] = np.add.reduce(lead_odds) / np.float32(len(lead_odds)) if len(lead_odds) else 0.0
    out[15] = np.minimum(in_paragraph, 4) / 2
    return out


def _gram_rows(out: Floats, text: Text, at: Ints, first: Ints, odds: Floats) -> None:
    """Place of the first occurrence in its sentence, odds of it and of its neighbors."""
    place = at.take(first)
    sentence = text.owner.take(place)
    starts = text.starts.take(sentence)
    offset = (place - starts).astype(np.float32)
    pauses = np.add.accumulate((text.bits & PAUSE).astype(np.bool_), dtype=np.int64)
    clause = pauses.take(place) - pauses.take(starts)
    around = np.zeros(len(odds) + 2, dtype=np.float32)
    around[1:-1] = odds
    out[0] = np.log1p(offset) / 2
    out[1] = offset / 30
    out[2] = offset < 4
    out[3] = np.minimum(clause, 4) / 2
    out[4] = clause == 0
    out[5] = np.log1p(text.chars.take(sentence) - offset) / 2
    out[6] = odds.take(first)
    out[7] = around.take(first)
    out[8] = around.take(first + 2)
    out[9] = text.bits.take(place) & FIGURE > 0


def _spread_rows(out: Floats, has: Floats, spread: Floats, times: Ints, ends: Ints) -> None:
    """In how many sentences a bigram stands, how often, and how far apart."""
    out[0] = np.log1p(spread - 1)
    out[1] = np.log1p(times - 1)
    out[2] = has[0] * (spread > 1)
    out[3] = ends[1] > 1
    out[4] = np.minimum(ends[1] - ends[0], 8) / 4


def _sentence_columns(
    text: Text, has: Floats, size: Floats, spread: Floats, ends: Ints, paragraphs: Ints
) -> Floats:
    """Novelty, shares with the rest of the article and with the lead, marks, neighbors."""
    n = len(has)
    size = np.maximum(size, np.float32(1.0))
    stops = np.concatenate(((text.bits & STOP).nonzero()[0], (len(text.codes),)))
    following = stops.take(stops.searchsorted(text.starts))
    repeated, total, shared_with_lead = (has @ np.array([spread > 1, spread, has[0]], np.float32).T).T
    out = np.empty((12 + len(COUNTED), n), dtype=np.float32)
    out[0] = np.bincount(ends[0], minlength=n) / size
    out[1] = repeated / size
    out[2] = (total - size) / size / max(n - 1, 1)
    out[3] = shared_with_lead / size
    out[4] = shared_with_lead / size[0]
    out[5] = np.bincount(ends[1], minlength=n) / size
    out[6] = np.minimum(following - text.starts, text.chars)
    out[7, :-1] = text.chars[1:]
    out[7, -1] = out[8, 0] = 0.0
    out[8, 1:] = text.chars[:-1]
    out[9] = 1.0
    out[9, 1:] = paragraphs[1:] != paragraphs[:-1]
    out[10] = size / text.chars
    kinds = DIGIT + 2
    places = text.owner * kinds
    places += KIND.take(text.codes, mode="clip")
    counts = np.bincount(places, minlength=n * kinds).reshape(n, kinds)
    out[11] = counts[:, DIGIT]
    out[12:] = counts[:, :DIGIT].T
    return np.ascontiguousarray(out.T)
