"""Text as numbers: what each character is, and the distinct character bigrams with their places.

A bigram is two neighboring Han characters, digits or Latin letters of one sentence; no segmenter is
needed. Bigrams are known by a bucket of a hash, so that tables of learned weights have a fixed size.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

BUCKETS = 1 << 16
_MIX = 31337
_PLACE_BITS = 21
# Marks and day words whose counts in a sentence are features of a set.
COUNTED = "，、；：“（《%？！…日号月今昨近"
DIGIT = len(COUNTED)
# What a character may be, as bits.
WORD, PAUSE, STOP, FIGURE = 1, 2, 4, 8

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


def _signs() -> tuple[NDArray[np.uint8], Ints]:
    """By code point below 65,536: the bits; and the place in COUNTED, DIGIT for digits, one more for the rest.

    The last one stands for all above, of which none is a sign of anything.
    """
    bits = np.zeros(1 << 16, dtype=np.uint8)
    kinds = np.full(1 << 16, DIGIT + 1, dtype=np.int64)
    for first, last in (("\u3400", "\u9fff"), ("0", "9"), ("A", "Z"), ("a", "z")):
        bits[ord(first) : ord(last) + 1] |= WORD
    bits[[ord(mark) for mark in "，、："]] |= PAUSE
    bits[[ord(mark) for mark in "，。："]] |= STOP
    bits[48:58] |= FIGURE
    kinds[[ord(mark) for mark in COUNTED]] = np.arange(DIGIT)
    kinds[48:58] = DIGIT
    return bits, kinds


_BITS, KIND = _signs()


class Text(NamedTuple):
    """Code points in a row, what each is and its sentence, and where sentences start."""

    codes: Ints
    bits: NDArray[np.uint8]
    owner: Ints
    starts: Ints
    chars: Floats


def encode(texts: list[str]) -> Text:
    """Sentences as one row of code points."""
    raw = "".join(texts).encode("utf-32-le", "surrogatepass")
    codes = np.frombuffer(raw, np.uint32).astype(np.int64)
    lengths = np.array([len(text) for text in texts])
    starts = np.add.accumulate(lengths) - lengths
    owner = np.arange(len(texts)).repeat(lengths)
    return Text(codes, _BITS.take(codes, mode="clip"), owner, starts, lengths.astype(np.float32))


def pairs_of(text: Text) -> tuple[Ints, Ints]:
    """Offsets at which a bigram begins, no more than a place is numbered for, and the two code points there."""
    word = (text.bits & WORD).view(np.bool_)
    found = (word[1:] & word[:-1] & (text.owner[1:] == text.owner[:-1])).nonzero()[0]
    at = found[: 1 << _PLACE_BITS]
    return at, text.codes.take(at) << 21 | text.codes.take(at + 1)


def buckets(texts: list[str]) -> Ints:
    """Buckets of the distinct bigrams of all texts together, sorted by bigram."""
    return bucket(np.unique(pairs_of(encode(texts))[1]))


def distinct(pairs: Ints) -> tuple[Ints, Ints, Ints]:
    """What `np.unique` tells with index and inverse, by one sort of pair and place in one number."""
    keys = pairs << _PLACE_BITS
    keys |= np.arange(len(pairs))
    keys.sort()
    order = keys & ((1 << _PLACE_BITS) - 1)
    keys >>= _PLACE_BITS
    new = np.zeros(len(pairs), dtype=np.bool_)
    np.not_equal(keys[1:], keys[:-1], out=new[1:])
    inverse = np.empty(len(pairs), dtype=np.int64)
    inverse[order] = np.add.accumulate(new, dtype=np.int64)
    new[:1] = True
    at = new.nonzero()[0]
    return keys.take(at), order.take(at), inverse


def bucket(pairs: Ints) -> Ints:
    """Hash of each pair of code points."""
    mixed: Ints = (pairs >> 21) * _MIX + (pairs & 0x1FFFFF)
    return mixed & (BUCKETS - 1)
