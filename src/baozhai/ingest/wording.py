"""What the wording of a line says: headline or text, a new headline, a kicker, the opening of an article.

Logistic regressions over hashed character n-grams (Weinberger et al., 2009), learned by
`benchmarks/train_cutter.py`; the tagger takes their log-odds as signals. Only numpy and scipy are needed.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from baozhai.ingest.chars import BITS, ONE, Chars, Codes, Ints, Texts, buckets, hashed, seeds, stirred
from baozhai.rows import Rows

#: The questions, and whether the lines around help to answer: `own` the line itself, `seam` how the line
#: before goes over into it, `past` the line before, `next` the line after it.
QUESTIONS: dict[str, tuple[str, ...]] = {
    "title": ("own",),
    "fresh": ("own", "seam", "past"),
    "kicker": ("own",),
    "crosshead": ("own",),
    "opens": ("own", "next"),
    "caption": ("own", "next"),
}
#: Characters at the start of a line and at its end, and those at the end of the line before, by their columns.
_HEAD, _TAIL, _LAST = (0, 1, 2, 3), (4, 5, 6), (7, 8, 9)
#: n-grams at the ends of a line, and over the seam to the line before: tag and columns of each.
_OWN = [(10 + n, _HEAD[:n]) for n in (1, 2, 3, 4)] + [(20 + n, _TAIL[3 - n :]) for n in (1, 2, 3)]
_SEAM = [(30 + n, _LAST[3 - n :]) for n in (1, 2, 3)]
_SEAM += [(40 + 3 * a + b, _LAST[3 - a :] + _HEAD[:b]) for a in (1, 2) for b in (1, 2)]
#: All of them, the longest first, and how many are longer than 0, 1, 2 and 3 characters.
_ENDS = sorted(_OWN + _SEAM, key=lambda end: -len(end[1]))
_LONGER = [sum(len(columns) > k for _, columns in _ENDS) for k in range(4)]
_PLACES = {"own": [_ENDS.index(end) for end in _OWN], "seam": [_ENDS.index(end) for end in _SEAM]}
#: The tags of a bigram in the line before and in the line after.
_BESIDE = {"past": 60, "next": 50}
_Floats = NDArray[np.float64]


class _Weights(NamedTuple):
    """Weights of n-grams by group, shape (2 ** BITS, n_questions), for the questions they help to answer.

    They are whole numbers, of which the true weights are `scale` times as much.
    """

    groups: dict[str, NDArray[np.float32]]
    columns: dict[str, dict[str, int]]
    biases: dict[str, float]
    scale: float


def log_odds(texts: Texts, questions: Sequence[str] = tuple(QUESTIONS)) -> dict[str, _Floats]:
    """Log-odds of questions for the lines of a dump, each of shape (n_lines,).

    `title`: a headline, subtitle or crosshead, not running text; `fresh`: the first line of a headline, given
    that the line before is part of one; `kicker`, `crosshead`: such a one, given that it is a `title`; `opens`,
    `caption`: the opening of an article or of a caption, given that it opens a paragraph.
    """
    chars, known = Chars.of(texts), _weights()
    anchored = _anchored(chars)
    # Bigrams speak for their line, for the one after it and for the one before it.
    heard = {"own": chars.hashed_pairs, **{group: _beside(group, chars.hashed_pairs) for group in _BESIDE}}
    own, before, after = (_summed(at, chars.pair_stops, known.groups[name]) for name, at in heard.items())
    said = {
        "own": known.groups["own"].take(anchored["own"], axis=0).sum(axis=0)
        + _summed(_ones(chars), np.append(0, chars.stops), known.groups["own"])
        + own,
        "seam": known.groups["seam"].take(anchored["seam"], axis=0).sum(axis=0),
        "past": np.concatenate([np.zeros_like(before[:1]), before[:-1]]),
        "next": np.concatenate([after[1:], np.zeros_like(after[:1])]),
    }
    out = {}
    for name in questions:
        out[name] = np.full(len(chars), known.biases[name])
        for group in QUESTIONS[name]:
            out[name] += known.scale * said[group][:, known.columns[group][name]]
    return out


@functools.cache
def _weights() -> _Weights:
    with np.load(Path(__file__).with_name("wording.npz"), allow_pickle=False) as data:
        weights, scale = {name: data[name].astype(np.float32) for name in QUESTIONS}, float(data["scale"])
        biases = {name: float(data[f"{name}_bias"]) for name in QUESTIONS}
    names = {
        group: [name for name, needs in QUESTIONS.items() if group in needs] for group in (*_PLACES, *_BESIDE)
    }
    groups = {group: np.stack([weights[name] for name in found], axis=1) for group, found in names.items()}
    columns = {group: {name: k for k, name in enumerate(found)} for group, found in names.items()}
    return _Weights(groups, columns, biases, scale)


def counts(texts: Texts) -> dict[str, Rows]:
    """Hashed n-grams by group, each of shape (n_lines, 2 ** BITS); not weighed.

    `own`: one and two characters anywhere, up to four at the start, up to three at the end. `seam`: up to three
    characters that end the line before, and one or two of them with the one or two that open this line.
    `past`, `next`: two characters anywhere in the line before, in the line after.
    """
    chars = Chars.of(texts)
    anchored, rows, pairs, last = _anchored(chars), chars.pairs[0], chars.hashed_pairs, len(chars) - 1
    at = {name: np.tile(np.arange(len(chars)), len(found)) for name, found in anchored.items()}
    own = np.concatenate([anchored["own"].ravel(), _ones(chars), pairs])
    return {
        "own": _table(len(chars), np.concatenate([at["own"], chars.rows, rows]), own),
        "seam": _table(len(chars), at["seam"], anchored["seam"].ravel()),
        "past": _table(len(chars), rows[rows < last] + 1, _beside("past", pairs[rows < last])),
        "next": _table(len(chars), rows[rows > 0] - 1, _beside("next", pairs[rows > 0])),
    }


def grams(texts: Texts) -> dict[str, Any]:
    """The same as csr_arrays."""
    from scipy.sparse import csr_array

    return {name: csr_array(table.csr()) for name, table in counts(texts).items()}


def bigram_counts(texts: Texts, bits: int) -> Rows:
    """How often each text has each hashed bigram, shape (n_texts, 2 ** bits)."""
    chars = Chars.of(texts)
    return _table(len(chars), chars.pairs[0], chars.hashed_pairs >> (BITS - bits), bits)


def _anchored(chars: Chars) -> dict[str, Ints]:
    """Buckets of the n-grams at the ends of lines by group, shape (n_grams, n_lines); 0 stands for no character."""
    places = np.arange(4)[:, None]
    heads = _at(chars, chars.starts + places, places < chars.lengths)
    tails = _at(chars, chars.stops - 3 + places[:3], 3 - places[:3] <= chars.lengths)
    last = np.zeros_like(tails)
    last[:, 1:] = tails[:, :-1]
    columns = np.concatenate([heads, tails, last])
    hashes = np.repeat(seeds([tag for tag, _ in _ENDS])[:, None], len(chars), axis=1)
    for k, count in enumerate(_LONGER):
        stirred(hashes[:count], columns.take([end[k] for _, end in _ENDS[:count]], axis=0))
    found = buckets(hashes)
    return {group: found[at] for group, at in _PLACES.items()}


def _at(chars: Chars, places: Ints, good: NDArray[np.bool_]) -> Codes:
    """The characters at places, 0 where they are not good."""
    out = np.zeros(good.shape, np.uint64)
    out[good] = chars.codes[places[good]]
    return out


def _ones(chars: Chars) -> Ints:
    return hashed(ONE, chars.codes.astype(np.uint64))


def _beside(group: str, pairs: Ints) -> Ints:
    """Buckets of bigrams in the line before or after."""
    return hashed(_BESIDE[group], pairs.astype(np.uint64))


def _summed(found: Ints, stops: Ints, weights: NDArray[np.float32]) -> NDArray[np.float32]:
    """The sum of the weights of each line's n-grams, shape (n_lines, n_questions)."""
    shape, ones = (len(stops) - 1, len(weights)), np.ones(len(found), np.float32)
    return Rows(ones, found, stops, shape) @ weights


def _table(count: int, rows: Ints, columns: Ints, bits: int = BITS) -> Rows:
    """Counts as a matrix, columns in order."""
    keys, times = np.unique(rows << bits | columns, return_counts=True)
    ends = np.searchsorted(keys, np.arange(count + 1) << bits)
    return Rows(times.astype(np.float32), keys & (2**bits - 1), ends, (count, 2**bits))
