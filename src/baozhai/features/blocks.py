"""Terms of articles, block by block: their words and characters, and those of their first lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from baozhai.features.lexicon import (
    PACKED,
    Ints,
    Lexicon,
    lengths_of,
    pairs,
    rising,
    singles,
    utf32,
)
from baozhai.features.subjects import BLOCKS, READ, Subjects
from baozhai.records import Article
from baozhai.text.credits import bare_text
from baozhai.text.words import cut

VIEWS = {
    "words": ("words", "title", "lead", "opening"),
    "chars": ("chars", "opening_chars"),
    "words_chars": ("words", "title", "lead", "opening", "chars", "opening_chars"),
}
# Characters counted at a time; more are no faster.
_BATCH_CHARS = 1 << 17
# Stands between texts that are cut as one: a word of its own.
_APART = "\0"
# Articles of a batch: rows of 16 bits are sorted by counting.
_ROW_BITS = 16


class Spans(NamedTuple):
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
    """How often each term stands in each article, for each pair that occurs.

    Attributes
    ----------
    numbers : ndarray, shape (n_terms,)
        The terms by their numbers in the `Lexicon`, rising.
    df : ndarray, shape (n_terms,)
        The articles of each term.
    rows, counts : ndarray, shape (n_pairs,)
        Term by term the articles, rising, and how often it stands there.
    """

    numbers: Ints
    df: Ints
    rows: NDArray[np.uint16]
    counts: Ints


def checked(articles: Sequence[Article]) -> Sequence[Article]:
    """The articles as a list; TypeError for anything else."""
    if isinstance(articles, (str, bytes, Article)):
        raise TypeError(f"a sequence of Article is needed, not one {type(articles).__name__}")
    articles = list(articles)
    wrong = next((a for a in articles if not isinstance(a, Article)), None)
    if wrong is not None:
        raise TypeError(f"a sequence of Article is needed, not of {type(wrong).__name__}")
    return articles


def read_text(article: Article, read: int, *, mask: bool) -> tuple[str, int]:
    """The text as far as it is read (`read` characters, all for 0), and where that begins in the joined paragraphs."""
    text, start = bare_text(article.paragraphs) if mask else ("\n".join(article.paragraphs), 0)
    return text[: read or None], start


def batches(articles: Sequence[Article], read: int, *, mask: bool) -> Iterator[Batch]:
    """The articles, some at a time; of each text what `read_text` says."""
    titles: list[str] = []
    texts: list[str] = []
    size = 0
    for article in articles:
        titles.append(article.title)
        texts.append(read_text(article, read, mask=mask)[0])
        size += len(titles[-1]) + len(texts[-1])
        if size >= _BATCH_CHARS or len(titles) == 1 << _ROW_BITS:
            yield Batch(titles, texts)
            titles, texts, size = [], [], 0
    if titles:
        yield Batch(titles, texts)


class Counted(NamedTuple):
    """The articles of a batch, how many they are, block by block: their terms, and their shares of each subject."""

    size: int
    tallies: dict[str, Tally]
    shares: dict[str, NDArray[np.float64]]


def counted(
    batch: Batch, names: Sequence[str], spans: Spans, lexicon: Lexicon, subjects: Subjects
) -> Counted:
    """What stands in a batch, for each wanted block."""
    far = dict(zip(BLOCKS, (READ, spans.lead, spans.opening), strict=True))
    reach = {name: far[name] for name in names if name in BLOCKS}
    shares = subjects.shares(*batch, [*reach.values()]) if reach else ()
    tallies = count(batch, [name for name in names if name not in BLOCKS], spans, lexicon)
    return Counted(len(batch.titles), tallies, dict(zip(reach, shares, strict=True)))


def count(batch: Batch, names: Sequence[str], spans: Spans, lexicon: Lexicon) -> dict[str, Tally]:
    """Terms of each wanted block; every block takes in the headline."""
    keys: dict[str, Ints] = {}
    if words := [name for name in names if name not in VIEWS["chars"]]:
        keys |= _word_keys(batch, words, spans, lexicon)
    for name, length in (("chars", None), ("opening_chars", spans.opening)):
        if name in names:
            keys[name] = _gram_keys(batch, length, spans, lexicon)
    return {name: _tally(keys[name]) for name in names}


def _tally(keys: Ints) -> Tally:
    keys = keys.take(rising(keys))
    first = runs(keys)
    counts, keys = sizes_of(first, len(keys)), keys[first]
    numbers = keys >> _ROW_BITS
    first = runs(numbers)
    return Tally(numbers[first], sizes_of(first, len(keys)), keys.astype(np.uint16), counts)


def runs(values: Ints) -> Ints:
    """Places where a sorted array takes a new value."""
    changes = np.ones(len(values), bool)
    np.not_equal(values[1:], values[:-1], out=changes[1:])
    return np.flatnonzero(changes)


def sizes_of(starts: Ints, stop: int) -> Ints:
    """How many lie between each start and the next one, or the stop."""
    sizes = np.empty_like(starts)
    np.subtract(starts[1:], starts[:-1], out=sizes[:-1])
    sizes[-1:] = stop - starts[-1:]
    return sizes


def _word_keys(batch: Batch, names: Sequence[str], spans: Spans, lexicon: Lexicon) -> dict[str, Ints]:
    """Number and row of every word; marks too, which no vocabulary holds."""
    fields = (*batch.titles, *batch.texts)
    whole = _APART.join(fields)
    words = cut(whole)
    lengths = lengths_of(words)
    long = [words[k] for k in np.flatnonzero(lengths > PACKED).tolist()]
    starts = np.cumsum(lengths) - lengths
    opens = np.cumsum([0, *(len(text) + len(_APART) for text in fields)])[:-1]
    firsts = np.searchsorted(starts, opens)
    sizes = sizes_of(firsts, len(words) + 1) - 1
    starts, lengths = (np.delete(part, firsts[1:] - 1) for part in (starts, lengths))
    keys = lexicon.numbers(utf32(whole + "\0\0"), starts, lengths, long) << _ROW_BITS
    keys += np.repeat(np.arange(len(fields)) % len(batch.titles), sizes)
    out = {"words": keys}
    if set(names) - {"words"}:
        # Characters of the text before each word; below 0 in a title.
        opens[: len(batch.titles)] = len(whole)
        before = starts - np.repeat(opens, sizes)
        reach = {"title": 0, "lead": spans.lead, "opening": spans.opening}
        out |= {name: keys[before < reach[name]] for name in names if name in reach}
    return out


def _gram_keys(batch: Batch, length: int | None, spans: Spans, lexicon: Lexicon) -> Ints:
    """Number and row of every run of characters within titles and beginnings of texts, white space left out."""
    fields = ["".join(text.split()) for text in (*batch.titles, *(t[:length] for t in batch.texts))]
    lengths, rows = lengths_of(fields), np.arange(len(fields)) % len(batch.titles)
    codes = utf32("".join(fields)).astype(np.int64)
    keys = []
    for n in range(spans.shortest, spans.longest + 1):
        sizes = np.maximum(lengths - n + 1, 0)
        if n == 1:
            numbers = singles(codes)
        elif n == PACKED:
            numbers = pairs(codes)[_inside(lengths)]
        else:
            numbers = lexicon.long([t[i : i + n] for t in fields for i in range(len(t) - n + 1)])
        numbers <<= _ROW_BITS
        keys.append(numbers + np.repeat(rows, sizes))
    return np.concatenate(keys)


def _inside(lengths: Ints) -> NDArray[np.bool_]:
    """Whether a character and the next one are of the same field, shape (n_characters - 1,)."""
    inside = np.ones(lengths.sum(), bool)
    inside[np.cumsum(lengths)[lengths > 0] - 1] = False
    return inside[:-1]
