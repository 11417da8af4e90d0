"""Words of a dictionary by subject (drugs, machines, …), found in texts all at once: how much of a text speaks of each subject.

A model learns from the words of its articles; of the many words that are rare it never saw most. What people know of them stands in
a dictionary: a word that no article had counts like the others of its subject.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate, chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from baozhai.features.lexicon import CHAR_BITS, Ints, lengths_of, utf32
from baozhai.text.words import LONGEST, SHORTEST

#: Blocks of the subjects: of headline and text, of headline and lead, of headline and opening.
BLOCKS = ("subjects", "subjects_lead", "subjects_opening")
#: How much of a text is read, in characters: as much as `topics.sentences` reads of it.
READ = 1700
# Pairs of characters that begin a word are known by this many bits; most pairs of a text begin none.
_BITS = 18
_APART = "\0"


class Hits(NamedTuple):
    """The words in a text, none within another one, in reading order, once for each subject; each of shape (n_hits,).

    Attributes
    ----------
    starts, lengths : ndarray of int64
        In characters.
    subjects : ndarray of int64
        Their subjects by number.
    """

    starts: Ints
    lengths: Ints
    subjects: Ints


class _Level(NamedTuple):
    """Beginnings of words of one length: the node of the shorter beginning and the character behind it, rising; and the word that ends there, or -1."""

    keys: Ints
    words: Ints


class Subjects:
    """Words of some subjects.

    Parameters
    ----------
    words : mapping of str to sequence of str
        The words of each subject; some may have several. Capitals count as small letters. A ValueError for one that is not of
        `SHORTEST` to `LONGEST` characters or holds white space.

    Attributes
    ----------
    names : tuple of str
        The subjects in order.

    Notes
    -----
    Words are found where they stand, the longest at each place, as in a trie; Latin letters and digits only as whole words. Levels of
    the trie are sorted arrays, so that all places are looked up at once.
    """

    def __init__(self, words: Mapping[str, Sequence[str]]) -> None:
        self.names = tuple(words)
        table, owners = _table(words)
        # Lists that are in order are sorted by joining them.
        keys = np.ascontiguousarray(table, ">u4").view(f"S{4 * LONGEST}").ravel()
        order = np.argsort(keys, kind="stable")
        keys, owners = keys[order], owners[order]
        new = np.append(True, keys[1:] != keys[:-1])[: len(keys)]
        other = new | np.append(True, owners[1:] != owners[:-1])[: len(keys)]
        self._owners = owners[other]
        self._counts = np.bincount(np.cumsum(new)[other] - 1, minlength=new.sum())
        table = table[order[new]]
        self._lengths = np.count_nonzero(table, axis=1)
        self._levels = _trie(table, self._lengths)
        self._likely = np.zeros(1 << _BITS, bool)
        if self._levels:
            first = self._levels[0].keys
            self._likely[_bits(first >> CHAR_BITS, first & ((1 << CHAR_BITS) - 1))] = True

    @property
    def terms(self) -> tuple[str, ...]:
        """The subjects as columns are called."""
        return tuple(f"{name}:words" for name in self.names)

    def find(self, text: str) -> Hits:
        """The words of a text."""
        codes = np.append(_small(utf32(text).astype(np.int64)), np.zeros(LONGEST, np.int64))
        found = np.full(len(codes), -1)
        at = np.flatnonzero(self._likely[_bits(codes[:-1], codes[1:])])
        nodes = codes[at]
        for size, level in enumerate(self._levels, 1):
            keys = (nodes << CHAR_BITS) | codes[at + size]
            nodes = np.minimum(np.searchsorted(level.keys, keys), len(level.keys) - 1)
            known = level.keys[nodes] == keys
            at, nodes = at[known], nodes[known]
            word = level.words[nodes]
            found[at[word >= 0]] = word[word >= 0]
        starts = np.flatnonzero(found >= 0)
        words = found[starts]
        ends = starts + self._lengths[words]
        kept = _whole(codes, starts, ends)
        starts, ends, words = starts[kept], ends[kept], words[kept]
        # One that ends no later than one before it lies within that one.
        outer = ends > np.append(-1, np.maximum.accumulate(ends)[:-1])[: len(ends)]
        return self._each(starts[outer], (ends - starts)[outer], words[outer])

    def _each(self, starts: Ints, lengths: Ints, words: Ints) -> Hits:
        """Words with each of their subjects."""
        times = self._counts[words]
        firsts = (np.cumsum(self._counts) - self._counts)[words] - (np.cumsum(times) - times)
        owners = self._owners[np.arange(times.sum()) + np.repeat(firsts, times)]
        return Hits(np.repeat(starts, times), np.repeat(lengths, times), owners)

    def shares(
        self, titles: Sequence[str], texts: Sequence[str], reach: Sequence[int]
    ) -> NDArray[np.float64]:
        """How much of some headlines and texts is words of each subject.

        Parameters
        ----------
        reach : sequence of int, shape (n_parts,)
            How far a text is read, in characters: one part for each.

        Returns
        -------
        ndarray, shape (n_parts, n_texts, n_subjects)
            In [0, 1]; of a word counts where it begins.
        """
        count, width = len(titles), len(self.names)
        fields = (*titles, *(text[: max(reach, default=0)] for text in texts))
        hits = self.find(_APART.join(fields))
        opens = np.array([*accumulate((len(f) + 1 for f in fields), initial=0)][:-1], np.int64)
        owner = np.searchsorted(opens, hits.starts, side="right") - 1
        within = np.where(owner < count, -1, hits.starts - opens[owner])
        sizes, heads = lengths_of(fields[count:]), lengths_of(fields[:count])
        out = np.zeros((len(reach), count, width))
        for k, far in enumerate(reach):
            own = within < far
            cells = owner[own] % max(count, 1) * width + hits.subjects[own]
            sums = np.bincount(cells, hits.lengths[own], count * width).reshape(count, width)
            read = np.maximum(heads + np.minimum(sizes, far), 1)
            out[k] = np.minimum(sums / read[:, None], 1.0)
        return out


def _bits(first: Ints, second: Ints) -> Ints:
    return ((first << 9) ^ (second * 5)) & ((1 << _BITS) - 1)


def _table(words: Mapping[str, Sequence[str]]) -> tuple[Ints, Ints]:
    """Code points of the words of all subjects in small letters, shape (n_words, LONGEST), zeros behind them; and their subjects."""
    flat = [*chain(*words.values())]
    sizes, text = lengths_of(flat), "\n".join(flat)
    wrong = [flat[k] for k in np.flatnonzero((sizes < SHORTEST) | (sizes > LONGEST)).tolist()]
    if wrong or _APART in text or len(text.split()) != len(flat):
        wrong += [word for word in flat if len(word.split()) != 1 or _APART in word]
        raise ValueError(f"words {wrong[:3]}: {SHORTEST} to {LONGEST} characters without white space")
    table = np.zeros((len(flat), LONGEST), np.int64)
    table[np.arange(LONGEST) < sizes[:, None]] = _small(utf32("".join(flat)).astype(np.int64))
    return table, np.repeat(np.arange(len(words)), lengths_of([*words.values()]))


def _small(codes: Ints) -> Ints:
    """Small letters for the capitals of ASCII, in place."""
    codes[(codes >= ord("A")) & (codes <= ord("Z"))] += 32
    return codes


def _trie(table: Ints, lengths: Ints) -> list[_Level]:
    """Levels of the trie of sorted words, from beginnings of two characters on."""
    rows, nodes = np.arange(len(table)), table[:, 0]
    levels = []
    for size in range(SHORTEST, lengths.max(initial=0) + 1):
        long = lengths[rows] >= size
        rows, nodes = rows[long], nodes[long]
        keys = (nodes << CHAR_BITS) | table[rows, size - 1]
        new = np.append(True, keys[1:] != keys[:-1])
        nodes = np.cumsum(new) - 1
        words = np.full(new.sum(), -1)
        ended = lengths[rows] == size
        words[nodes[ended]] = rows[ended]
        levels.append(_Level(keys[new], words))
    return levels


def _whole(codes: Ints, starts: Ints, ends: Ints) -> NDArray[np.bool_]:
    """Whether no Latin letter or digit of a word goes on before or behind it."""
    latin = (codes < 128) & (((codes >= 97) & (codes <= 122)) | ((codes >= 48) & (codes <= 57)))
    before = latin[np.maximum(starts - 1, 0)] & (starts > 0)
    return ~(latin[starts] & before) & ~(latin[ends - 1] & latin[ends])
