"""Terms of articles, block by block: their words and characters, and those of their first lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from baozhai.features.lexicon import CHAR_BITS, NUMBER_BITS, PACKED, Ints, Lexicon, code_points
from baozhai.records import Article
from baozhai.text.words import cut

VIEWS = {
    "words": ("words", "title", "lead", "opening"),
    "chars": ("chars", "opening_chars"),
    "words_chars": ("words", "title", "lead", "opening", "chars", "opening_chars"),
}
# Characters counted at a time: the arrays of a batch stay in the processor's cache.
_BATCH_CHARS = 1 << 17
# Articles of a batch: their rows stand above the numbers in 63 bits.
_BATCH_ARTICLES = 1 << (63 - NUMBER_BITS)


@dataclass(frozen=True)
class Spans:
    """How far each block reads into the text, in characters, and the lengths of n-grams."""

    lead: int
    opening: int
    shortest: int
    longest: int


class Batch(NamedTuple):
    """Titles and texts, as far as they are read, of some articles."""

    titles: list[str]
    texts: list[str]


class Tally(NamedTuple):
    """How often each term stands in each article; one entry for each pair that occurs.

    Attributes
    ----------
    rows, numbers, counts : ndarray, shape (n_pairs,)
        Sorted by row, then by the term's number in the `Lexicon`.
    n_rows : int
        Articles, those without terms too.
    """

    rows: Ints
    numbers: Ints
    counts: Ints
    n_rows: int


def checked(articles: Sequence[Article]) -> Sequence[Article]:
    """The articles as a list; TypeError for anything else."""
    if isinstance(articles, (str, bytes, Article)):
        raise TypeError(f"a sequence of Article is needed, not one {type(articles).__name__}")
    articles = list(articles)
    wrong = next((a for a in articles if not isinstance(a, Article)), None)
    if wrong is not None:
        raise TypeError(f"a sequence of Article is needed, not of {type(wrong).__name__}")
    return articles


def batches(articles: Sequence[Article], read: int) -> Iterator[Batch]:
    """The articles, some at a time; of each text `read` characters, all for 0."""
    titles: list[str] = []
    texts: list[str] = []
    size = 0
    for article in articles:
        titles.append(article.title)
        texts.append("\n".join(article.paragraphs)[: read or None])
        size += len(titles[-1]) + len(texts[-1])
        if size >= _BATCH_CHARS or len(titles) == _BATCH_ARTICLES:
            yield Batch(titles, texts)
            titles, texts, size = [], [], 0
    if titles:
        yield Batch(titles, texts)


def count(batch: Batch, names: Sequence[str], spans: Spans, lexicon: Lexicon) -> dict[str, Tally]:
    """Terms of each wanted block that the lexicon knows; every block takes in the headline."""
    chars = VIEWS["chars"]
    keys: dict[str, Ints] = {}
    if words := [name for name in names if name not in chars]:
        keys |= _word_keys(batch, words, spans, lexicon)
    if grams := [name for name in names if name in chars]:
        keys |= _gram_keys(batch, grams, spans, lexicon)
    return {name: _tally(keys[name], len(batch.titles)) for name in names}


def _tally(keys: Ints, n_rows: int) -> Tally:
    keys = np.sort(keys)
    first = runs(keys)
    counts = np.diff(first, append=len(keys))
    keys = keys[first]
    return Tally(keys >> NUMBER_BITS, keys & ((1 << NUMBER_BITS) - 1), counts, n_rows)


def runs(values: Ints) -> Ints:
    """Places where a sorted array takes a new value."""
    return np.flatnonzero(np.diff(values, prepend=-1))


def _word_keys(
    batch: Batch, names: Iterable[str], spans: Spans, lexicon: Lexicon
) -> dict[str, Ints]:
    """Row and number of every word; marks too, which no vocabulary holds."""
    titles, texts = batch
    pieces: list[str] = []
    ends = []
    for text in (*titles, *texts):
        pieces += cut(text)
        ends.append(len(pieces))
    numbers = lexicon.words(pieces)
    sizes = np.diff(ends, prepend=0)
    rows = np.repeat(np.arange(len(sizes)) % len(titles), sizes)
    lengths = np.fromiter(map(len, pieces), np.int64, len(pieces))
    # Characters of the text before the word; below 0 in a title.
    before = np.cumsum(lengths) - lengths
    starts = np.cumsum([0, *map(len, titles), *map(len, texts)])[:-1]
    starts[: len(titles)] = lengths.sum()
    before -= np.repeat(starts, sizes)
    known = numbers >= 0
    keys, before = (rows[known] << NUMBER_BITS) + numbers[known], before[known]
    reach = {"title": 0, "lead": spans.lead, "opening": spans.opening}
    return {name: keys if name == "words" else keys[before < reach[name]] for name in names}


def _gram_keys(
    batch: Batch, names: Iterable[str], spans: Spans, lexicon: Lexicon
) -> dict[str, Ints]:
    """Row and number of every run of characters within a title or text, white space left out."""
    titles, texts = batch
    fields = ["".join(text.split()) for text in (*titles, *texts)]
    lengths = np.array([*map(len, fields)])
    begun = [len("".join(text[: spans.opening].split())) for text in texts]
    opening = np.concatenate([lengths[: len(titles)], begun])
    rows = np.arange(len(fields)) % len(titles)
    parts = []
    for n in range(spans.shortest, spans.longest + 1):
        sizes = np.maximum(lengths - n + 1, 0)
        numbers = _packed(fields, lengths, n) if n <= PACKED else _long(fields, n, lexicon)
        keys = (np.repeat(rows, sizes) << NUMBER_BITS) + numbers
        # Whether the last character is of the opening.
        early = _places(sizes) + n <= np.repeat(opening, sizes)
        parts.append((keys[numbers >= 0], early[numbers >= 0]))
    keys, early = (np.concatenate(part) for part in zip(*parts, strict=True))
    return {name: keys if name == "chars" else keys[early] for name in names}


def _packed(fields: list[str], lengths: Ints, n: int) -> Ints:
    codes = code_points("".join(fields))
    if n == 1:
        return codes << CHAR_BITS
    inside: NDArray[np.bool_] = np.ones(len(codes), bool)
    inside[np.cumsum(lengths)[lengths > 0] - 1] = False
    first = np.flatnonzero(inside)
    return (codes[first] << CHAR_BITS) + codes[first + 1] + 1


def _long(fields: list[str], n: int, lexicon: Lexicon) -> Ints:
    return lexicon.long_grams([text[i : i + n] for text in fields for i in range(len(text) - n + 1)])


def _places(sizes: Ints) -> Ints:
    """0, 1, 2 … within each of some stretches."""
    return np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes, sizes)
