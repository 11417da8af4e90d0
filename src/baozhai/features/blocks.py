"""Terms of articles, block by block: their words and characters, and those of their first lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from baozhai.features.lexicon import PACKED, Alphabet, Ints, Lexicon, Places, lengths_of, utf32
from baozhai.features.subjects import BLOCKS, READ, Subjects
from baozhai.features.tally import Tally, long_terms, short_terms
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
# Stands behind texts that are cut as one: a word of its own.
_APART = "\0"
# Articles of a batch at most: their rows are kept in 16 bits.
_ROWS = 1 << 16


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
        if size >= _BATCH_CHARS or len(titles) == _ROWS:
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


class Whole(NamedTuple):
    """Headlines and texts by turns, as one text.

    Attributes
    ----------
    text : str
    opens : ndarray, shape (n_fields + 1,)
        Where each begins; a character of its own stands behind it.
    alphabet : Alphabet
    places : ndarray, shape (n_characters,)
        The characters as places in it.
    """

    text: str
    opens: Ints
    alphabet: Alphabet
    places: Places

    @classmethod
    def of(cls, fields: Sequence[str]) -> Whole:
        """Of some fields."""
        text = _APART.join([*fields, ""])
        codes = utf32(text)
        alphabet = Alphabet(codes)
        opens = np.cumsum([0, *(len(field) + len(_APART) for field in fields)])
        return cls(text, opens, alphabet, alphabet.places(codes))


def count(batch: Batch, names: Sequence[str], spans: Spans, lexicon: Lexicon) -> dict[str, Tally]:
    """Terms of each wanted block; every block takes in the headline."""
    whole = Whole.of([*chain.from_iterable(zip(batch.titles, batch.texts, strict=True))])
    found: dict[str, list[Tally]] = {}
    if words := [name for name in names if name not in VIEWS["chars"]]:
        found |= _words(whole, words, spans, lexicon)
    for name, length in (("chars", None), ("opening_chars", spans.opening)):
        if name in names:
            found[name] = _grams(whole, length, spans, lexicon)
    return {name: Tally(*map(np.concatenate, zip(*found[name], strict=True))) for name in names}


def _words(whole: Whole, names: Sequence[str], spans: Spans, lexicon: Lexicon) -> dict[str, list[Tally]]:
    """Every word; marks too, which no vocabulary holds, and what stands behind each text."""
    words = cut(whole.text)
    lengths = lengths_of(words)
    starts = np.cumsum(lengths) - lengths
    first = whole.places.take(starts)
    second = (whole.places.take(starts + 1, mode="clip") + 1) * (lengths > 1)
    numbers = np.zeros(len(words), np.int64)
    long = lengths > PACKED
    numbers[long] = lexicon.long([words[k] for k in np.flatnonzero(long).tolist()])
    first_words = np.searchsorted(starts, whole.opens)
    ends = first_words[::2]

    def tallies(read: NDArray[np.bool_] | None = None) -> list[Tally]:
        """Of the words that are read; all of them without."""
        parts = [~long, long] if read is None else [read & ~long, read & long]
        short, other = (np.flatnonzero(part) for part in parts)
        return [
            short_terms(first.take(short), second.take(short), np.searchsorted(short, ends), whole.alphabet),
            long_terms(numbers.take(other), np.searchsorted(other, ends)),
        ]

    out = {"words": tallies()}
    if set(names) - {"words"}:
        # Characters of the text before each word; below 0 in a title.
        opens = whole.opens[:-1].copy()
        opens[::2] = len(whole.places)
        before = starts - np.repeat(opens, np.diff(first_words))
        reach = {"title": 0, "lead": spans.lead, "opening": spans.opening}
        out |= {name: tallies(before < reach[name]) for name in names if name in reach}
    return out


def _grams(whole: Whole, length: int | None, spans: Spans, lexicon: Lexicon) -> list[Tally]:
    """Every run of characters within headlines and beginnings of texts, white space left out: for each length."""
    kept = ~whole.alphabet.blank.take(whole.places)
    kept[whole.opens[1:] - 1] = False
    if length is not None:
        stops = whole.opens[1:].copy()
        stops[1::2] = np.minimum(stops[1::2], whole.opens[1:-1:2] + length)
        kept &= np.arange(len(kept)) < np.repeat(stops, np.diff(whole.opens))
    at = np.flatnonzero(kept)
    places, lengths = whole.places.take(at), np.diff(np.searchsorted(at, whole.opens))
    out = []
    for n in range(spans.shortest, spans.longest + 1):
        ends = np.append(0, np.cumsum(np.maximum(lengths - n + 1, 0)))[::2]
        if n == 1:
            out.append(short_terms(places, None, ends, whole.alphabet))
        elif n == PACKED:
            first = _followed(lengths)
            out.append(short_terms(places.take(first), places.take(first + 1) + 1, ends, whole.alphabet))
        else:
            texts = whole.alphabet.texts(places, lengths)
            runs = [t[i : i + n] for t in texts for i in range(len(t) - n + 1)]
            out.append(long_terms(lexicon.long(runs), ends))
    return out


def _followed(lengths: Ints) -> Ints:
    """The characters behind which another one of the same field stands."""
    inside = np.ones(lengths.sum(), bool)
    inside[np.cumsum(lengths)[lengths > 0] - 1] = False
    return np.flatnonzero(inside)
