"""Terms of an article, block by block: its words and characters, and those of its first lines."""

from __future__ import annotations

import operator
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


def checked(articles: Sequence[Article]) -> Sequence[Article]:
    """The articles as a list; TypeError for anything else."""
    if isinstance(articles, (str, bytes, Article)):
        raise TypeError(f"a sequence of Article is needed, not one {type(articles).__name__}")
    articles = list(articles)
    wrong = next((a for a in articles if not isinstance(a, Article)), None)
    if wrong is not None:
        raise TypeError(f"a sequence of Article is needed, not of {type(wrong).__name__}")
    return articles


def block_terms(article: Article, names: Sequence[str], spans: Spans) -> dict[str, list[str]]:
    """Terms of each wanted block, repeated ones too; every block takes in the headline."""
    text = "\n".join(article.paragraphs)[: spans.read or None]
    out: dict[str, list[str]] = {}
    if set(names) - set(VIEWS["chars"]):
        title, pieces = _words(cut(article.title)), cut(text)
        out["title"] = title
        out["words"] = title + _words(pieces)
        out["lead"] = title + _words(_first(pieces, spans.lead))
        out["opening"] = title + _words(_first(pieces, spans.opening))
    for name, length in (("chars", None), ("opening_chars", spans.opening)):
        if name in names:
            out[name] = ngrams((article.title, text[:length]), spans.shortest, spans.longest)
    return {name: out[name] for name in names}


def ngrams(texts: Iterable[str], shortest: int, longest: int) -> list[str]:
    """Runs of `shortest` to `longest` characters within each text, white space left out."""
    out: list[str] = []
    for text in texts:
        text = "".join(text.split())
        for n in range(shortest, longest + 1):
            grams: Iterable[str] = text if n == 1 else map(operator.add, text, text[1:])
            out.extend(grams if n < 3 else (text[i : i + n] for i in range(len(text) - n + 1)))
    return out


def _words(pieces: Iterable[str]) -> list[str]:
    return [w for w in pieces if w.isalnum() or any(map(str.isalnum, w))]


def _first(pieces: Sequence[str], length: int) -> Iterable[str]:
    """The pieces that begin within the first `length` characters."""
    start = 0

    def inside(piece: str) -> bool:
        nonlocal start
        begins = start < length
        start += len(piece)
        return begins

    return takewhile(inside, pieces)
