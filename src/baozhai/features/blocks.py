"""Terms of an article, block by block: its words and characters, and those of its first lines."""

from __future__ import annotations

import operator
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import takewhile

from baozhai.records import Article
from baozhai.text.words import cut

VIEWS = {
    "words": ("words", "title", "lead", "opening"),
    "chars": ("chars", "opening_chars"),
    "words_chars": ("words", "title", "lead", "opening", "chars", "opening_chars"),
}


@dataclass(frozen=True)
class Spans:
    """How far each block reads into the text, in characters, and the lengths of n-grams."""

    read: int
    lead: int
    opening: int
    shortest: int
    longest: int


def count_terms(article: Article, names: Sequence[str], spans: Spans) -> dict[str, Counter[str]]:
    """Terms of each wanted block with their counts; every block but `title` takes in the headline."""
    text = "\n".join(article.paragraphs)[: spans.read or None]
    out: dict[str, Counter[str]] = {}
    if set(names) - set(VIEWS["chars"]):
        title = Counter(_words(cut(article.title)))
        pieces = cut(text)
        out["title"] = title
        out["words"] = title + Counter(_words(pieces))
        out["lead"] = title + Counter(_words(_first(pieces, spans.lead)))
        out["opening"] = title + Counter(_words(_first(pieces, spans.opening)))
    for name, length in (("chars", None), ("opening_chars", spans.opening)):
        if name in names:
            out[name] = ngrams((article.title, text[:length]), spans.shortest, spans.longest)
    return {name: out[name] for name in names}


def ngrams(texts: Iterable[str], shortest: int, longest: int) -> Counter[str]:
    """Runs of `shortest` to `longest` characters within each text, white space left out."""
    counts: Counter[str] = Counter()
    for text in texts:
        text = "".join(text.split())
        for n in range(shortest, longest + 1):
            grams: Iterable[str] = text if n == 1 else map(operator.add, text, text[1:])
            counts.update(grams if n < 3 else (text[i : i + n] for i in range(len(text) - n + 1)))
    return counts


def _words(pieces: Iterable[str]) -> Iterable[str]:
    return (w for w in pieces if any(map(str.isalnum, w)))


def _first(pieces: Sequence[str], length: int) -> Iterable[str]:
    """The pieces that begin within the first `length` characters."""
    start = 0

    def inside(piece: str) -> bool:
        nonlocal start
        begins = start < length
        start += len(piece)
        return begins

    return takewhile(inside, pieces)
