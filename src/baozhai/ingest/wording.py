"""What the wording of a line says: headline or text, a new headline, a kicker, the opening of an article.

Logistic regressions over hashed character n-grams (Weinberger et al., 2009), learned by
`benchmarks/train_cutter.py`; the tagger takes their log-odds as signals. Only numpy and scipy are needed.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from baozhai.rows import Rows

#: Buckets that n-grams are hashed into, as a power of two.
BITS = 16
#: The questions, and whether the lines around help to answer: `own` the line itself, `seam` how the line
#: before goes over into it, `next` the line after it.
QUESTIONS: dict[str, tuple[str, ...]] = {
    "title": ("own",),
    "fresh": ("own", "seam"),
    "kicker": ("own",),
    "crosshead": ("own",),
    "opens": ("own", "next"),
    "caption": ("own", "next"),
}
_MIX = np.uint64(0x9E3779B97F4A7C15)
_Codes = NDArray[np.uint64]
_Floats = NDArray[np.float64]
#: Line and bucket of n-grams, each of shape (n_grams,).
_Found = tuple[NDArray[np.int64], NDArray[np.int64]]


def log_odds(texts: Sequence[str], questions: Sequence[str] = tuple(QUESTIONS)) -> dict[str, _Floats]:
    """Log-odds of questions for the lines of a dump, each of shape (n_lines,).

    `title`: a headline, subtitle or crosshead, not running text; `fresh`: the first line of a headline, given
    that the line before is part of one; `kicker`, `crosshead`: such a one, given that it is a `title`; `opens`,
    `caption`: the opening of an article or of a caption, given that it opens a paragraph.
    """
    known, found = _weights(), _found(texts)
    out = {}
    for name in questions:
        weights, bias = known[name]
        out[name] = np.full(len(texts), bias)
        for group in QUESTIONS[name]:
            rows, buckets = found[group]
            out[name] += np.bincount(rows, weights[buckets], len(texts))
    return out


@functools.cache
def _weights() -> dict[str, tuple[_Floats, float]]:
    with np.load(Path(__file__).with_name("wording.npz"), allow_pickle=False) as data:
        return {
            name: (data[name].astype(np.float64) * float(data["scale"]), float(data[f"{name}_bias"]))
            for name in QUESTIONS
        }


def grams(texts: Sequence[str]) -> dict[str, Any]:
    """Hashed n-grams by group, each a csr_array of shape (n_lines, 2 ** BITS); counts, not weighed.

    `own`: one and two characters anywhere, up to four at the start, up to three at the end. `seam`: up to three
    characters that end the line before, and one or two of them with the one or two that open this line.
    `next`: two characters anywhere in the line after.
    """
    from scipy.sparse import csr_array

    return {name: csr_array(_table(len(texts), *found).csr()) for name, found in _found(texts).items()}


def _found(texts: Sequence[str]) -> dict[str, _Found]:
    """The n-grams of `grams`, those of a line that stand at its ends before those anywhere."""
    heads = np.array([[ord(c) for c in text[:4].ljust(4, "\0")] for text in texts], np.uint64).reshape(-1, 4)
    tails = np.array([[ord(c) for c in text[-3:].rjust(3, "\0")] for text in texts], np.uint64).reshape(-1, 3)
    last = np.vstack([np.zeros((1, 3), np.uint64), tails[:-1]]) if len(texts) else tails
    anchored = [_hashed(10 + n, *heads[:, :n].T) for n in (1, 2, 3, 4)]
    anchored += [_hashed(20 + n, *tails[:, 3 - n :].T) for n in (1, 2, 3)]
    seam = [_hashed(30 + n, *last[:, 3 - n :].T) for n in (1, 2, 3)]
    seam += [_hashed(40 + 3 * a + b, *last[:, 3 - a :].T, *heads[:, :b].T) for a in (1, 2) for b in (1, 2)]
    ones, twos = _anywhere(texts, 1), _anywhere(texts, 2)
    inner = twos[0] > 0
    return {
        "own": _joined(len(texts), anchored, [ones, twos]),
        "seam": _joined(len(texts), seam, []),
        "next": _joined(len(texts), [], [(twos[0][inner] - 1, _hashed(50, twos[1][inner]))]),
    }


def bigram_counts(texts: Sequence[str], bits: int) -> Rows:
    """How often each text has each hashed bigram, shape (n_texts, 2 ** bits)."""
    rows, columns = _anywhere(texts, 2)
    return _table(len(texts), rows, (columns >> np.uint64(BITS - bits)).astype(np.int64), bits)


def _hashed(tag: int, *columns: _Codes) -> _Codes:
    """Buckets of n-grams given as columns of characters, shape (n,)."""
    with np.errstate(over="ignore"):
        out = np.full(len(columns[0]), np.uint64(tag)) * _MIX
        for column in columns:
            out = (out ^ column) * _MIX
            out ^= out >> np.uint64(29)
    return np.asarray((out * _MIX) >> np.uint64(64 - BITS))


def _anywhere(texts: Sequence[str], size: int) -> tuple[NDArray[np.int64], _Codes]:
    """Line and bucket of every n-gram inside a line, each of shape (n_grams,)."""
    codes = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.uint64)
    rows = np.repeat(np.arange(len(texts)), [len(text) for text in texts])
    shifted = [codes[k : len(codes) - size + 1 + k] for k in range(size)]
    first, final = rows[: len(shifted[0])], rows[size - 1 :]
    whole = first == final
    return first[whole], _hashed(size, *(column[whole] for column in shifted))


def _joined(
    count: int, anchored: Sequence[_Codes], loose: Sequence[tuple[NDArray[np.int64], _Codes]]
) -> _Found:
    rows = np.concatenate([np.tile(np.arange(count), len(anchored)), *(r for r, _ in loose)])
    return rows.astype(np.int64), np.concatenate([*anchored, *(c for _, c in loose)]).astype(np.int64)


def _table(count: int, rows: NDArray[np.int64], columns: NDArray[np.int64], bits: int = BITS) -> Rows:
    """Counts as a matrix, columns in order."""
    keys, times = np.unique(rows << bits | columns, return_counts=True)
    ends = np.searchsorted(keys, np.arange(count + 1) << bits)
    return Rows(times.astype(np.float32), keys & (2**bits - 1), ends, (count, 2**bits))
