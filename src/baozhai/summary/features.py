"""What the ranker reads of an article: its distinct character bigrams and where they stand.

A bigram is two neighboring Han characters, digits or Latin letters of one sentence; no segmenter is
needed. Bigrams are known by a bucket of a hash, so that tables of learned weights have a fixed size.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

BUCKETS = 1 << 16
_MIX = 31337
_PLACE_BITS = 21
_PAUSES = tuple(ord(c) for c in "，、：")
# Marks and day words whose counts in a sentence are features of a set.
_COUNTED = "，、；：“（《%？！…日号月今昨近"
_DIGIT = len(_COUNTED)
# Code point → its place in _COUNTED, _DIGIT for digits, one more for what is not counted.
_KIND = np.full(1 << 16, _DIGIT + 1, dtype=np.int64)
_KIND[[ord(mark) for mark in _COUNTED]] = np.arange(_DIGIT)
_KIND[48:58] = _DIGIT

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Sheet:
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
    """

    has: Floats
    learned: Floats
    grams: Floats
    sentences: Floats
    chars: Floats


@dataclass(frozen=True)
class _Text:
    """Code points in a row, the sentence of each, and where sentences start."""

    codes: Ints
    owner: Ints
    starts: Ints
    chars: Floats


def _encode(texts: list[str]) -> _Text:
    raw = "".join(texts).encode("utf-32-le", "surrogatepass")
    codes = np.frombuffer(raw, np.uint32).astype(np.int64)
    lengths = np.array([len(text) for text in texts])
    starts = np.cumsum(lengths) - lengths
    return _Text(codes, np.repeat(np.arange(len(texts)), lengths), starts, lengths.astype(np.float32))


def _is_word(codes: Ints) -> NDArray[np.bool_]:
    folded = codes | 32
    han = (codes >= 0x3400) & (codes <= 0x9FFF)
    return han | ((codes >= 48) & (codes <= 57)) | ((folded >= 97) & (folded <= 122))


def _places(text: _Text) -> Ints:
    """Offsets at which a bigram begins; no more than a place is numbered for."""
    word = _is_word(text.codes)
    found = np.flatnonzero(word[1:] & word[:-1] & (text.owner[1:] == text.owner[:-1]))
    return found[: 1 << _PLACE_BITS]


def buckets(texts: list[str]) -> Ints:
    """Buckets of the distinct bigrams of all texts together, sorted by bigram."""
    text = _encode(texts)
    at = _places(text)
    codes = np.unique(text.codes[at] << 21 | text.codes[at + 1])
    return _bucket(codes)


def _distinct(pairs: Ints) -> tuple[Ints, Ints, Ints]:
    """What `np.unique` tells with index and inverse, by one sort of pair and place in one number."""
    keys = np.sort(pairs << _PLACE_BITS | np.arange(len(pairs)))
    order = keys & ((1 << _PLACE_BITS) - 1)
    ordered = keys >> _PLACE_BITS
    new = np.ones(len(pairs), dtype=np.bool_)
    new[1:] = ordered[1:] != ordered[:-1]
    inverse = np.empty(len(pairs), dtype=np.int64)
    inverse[order] = np.cumsum(new) - 1
    return ordered[new], order[new], inverse


def _bucket(pairs: Ints) -> Ints:
    return ((pairs >> 21) * _MIX + (pairs & 0x1FFFFF)) % BUCKETS


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
    text = _encode(texts)
    at = _places(text)
    pairs = text.codes[at] << 21 | text.codes[at + 1]
    distinct, first, inverse = _distinct(pairs)
    owner = text.owner[at]
    has = np.zeros((len(texts), len(distinct)), dtype=np.float32)
    has[owner, inverse] = 1.0
    learned = tables[_bucket(distinct)]
    ends = np.empty((2, len(distinct)), dtype=np.int64)
    ends[0] = owner[first]
    ends[1, inverse] = owner  # the last assignment stays
    times = np.bincount(inverse, minlength=len(distinct))
    spread = has.sum(axis=0)
    place = np.asarray(paragraphs)
    odds = learned[:, 0][inverse]
    context = _context(text, place, odds[owner == 0])
    grams = np.concatenate(
        [_gram_columns(text, at, first, odds), _spread_columns(has, spread, times, ends)], dtype=np.float32
    )
    grams = np.concatenate([context[ends[0]], grams.T], axis=1)
    sentences = _sentence_columns(text, has, spread, ends, place)
    return Sheet(has, learned, np.minimum(grams, np.float32(6.0)), sentences, text.chars)


def _context(text: _Text, paragraphs: Ints, lead_odds: Floats) -> Floats:
    """What a bigram is told of the sentence it first occurs in, and of the article."""
    n = len(text.chars)
    index = np.arange(n)
    chars = text.chars
    in_paragraph = index - np.searchsorted(paragraphs, paragraphs)
    out = np.empty((n, 16), dtype=np.float32)
    out[:, 0] = np.minimum(index, 6) / 3
    out[:, 1] = np.log1p(index)
    for column, place in enumerate((0, 1, 2), start=2):
        out[:, column] = index == place
    out[:, 5] = in_paragraph == 0
    out[:, 6] = np.minimum(paragraphs, 5) / 3
    out[:, 7] = chars / 50
    out[:, 8] = chars / max(float(chars.max()), 1.0)
    out[:, 9] = index / n
    out[:, 10] = np.log(n)
    out[:, 11] = chars[0] / 50
    out[:, 12] = min(float(chars[1]), 150.0) / 50 if n > 1 else 0.0
    out[:, 13] = np.log1p(paragraphs[-1])
    out[:, 14] = lead_odds.mean() if len(lead_odds) else 0.0
    out[:, 15] = np.minimum(in_paragraph, 4) / 2
    return out


def _gram_columns(text: _Text, at: Ints, first: Ints, odds: Floats) -> Floats:
    """Place of the first occurrence in its sentence, odds of it and of its neighbors."""
    place = at[first]
    sentence = text.owner[place]
    offset = (place - text.starts[sentence]).astype(np.float32)
    comma, stop, colon = _PAUSES
    pauses = np.cumsum((text.codes == comma) | (text.codes == stop) | (text.codes == colon))
    clause = pauses[place] - pauses[text.starts[sentence]]
    around = np.concatenate([np.zeros(1, np.float32), odds, np.zeros(1, np.float32)])
    lead = text.codes[place]
    out = np.empty((10, len(first)), dtype=np.float32)
    out[0] = np.log1p(offset) / 2
    out[1] = offset / 30
    out[2] = offset < 4
    out[3] = np.minimum(clause, 4) / 2
    out[4] = clause == 0
    out[5] = np.log1p(text.chars[sentence] - offset) / 2
    out[6] = odds[first]
    out[7] = around[first]
    out[8] = around[first + 2]
    out[9] = (lead >= 48) & (lead <= 57)
    return out


def _spread_columns(has: Floats, spread: Floats, times: Ints, ends: Ints) -> Floats:
    """In how many sentences a bigram stands, how often, and how far apart."""
    out = np.empty((5, has.shape[1]), dtype=np.float32)
    out[0] = np.log1p(spread - 1)
    out[1] = np.log1p(times - 1)
    out[2] = has[0] * (spread > 1)
    out[3] = ends[1] > 1
    out[4] = np.minimum(ends[1] - ends[0], 8) / 4
    return out


def _sentence_columns(text: _Text, has: Floats, spread: Floats, ends: Ints, paragraphs: Ints) -> Floats:
    """Novelty, shares with the rest of the article and with the lead, marks, neighbors."""
    n = len(has)
    size = np.maximum(has.sum(axis=1), np.float32(1.0))
    pauses = np.flatnonzero((text.codes == 0xFF0C) | (text.codes == 0x3002) | (text.codes == 0xFF1A))
    following = np.append(pauses, len(text.codes))[np.searchsorted(pauses, text.starts)]
    shared_with_lead = has @ has[0]
    out = np.empty((12 + len(_COUNTED), n), dtype=np.float32)
    out[0] = np.bincount(ends[0], minlength=n) / size
    out[1] = has @ (spread > 1).astype(np.float32) / size
    out[2] = (has @ spread - size) / size / max(n - 1, 1)
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
    kind = _KIND[np.minimum(text.codes, len(_KIND) - 1)]
    kinds = _DIGIT + 2
    counts = np.bincount(text.owner * kinds + kind, minlength=n * kinds).reshape(n, kinds)
    out[11] = counts[:, _DIGIT]
    out[12:] = counts[:, :_DIGIT].T
    return out.T
