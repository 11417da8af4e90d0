"""Sentences of an article and their terms (character bigrams, so no segmenter is needed)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from baozhai.records import Article, Sentence
from baozhai.text.lazy import lazy
from baozhai.text.sentences import split

_PIECE = lazy(r"[\u3400-\u9fff]+|[0-9A-Za-z]+(?:[.%+\-][0-9A-Za-z]+)*")
# What stands before the first sentence of a report and after its last one: place and agency, names.
_CREDIT = r"[（(][^（）()]{0,8}(?:记者|通讯员|特约|编译)[^（）()]{0,40}[）)]"
_DATELINE = lazy(
    r"\s*(?:本报[^，。；：！？“《（(\s]{0,6}讯|[^，。；：！？“《（(\s]{1,6}(?:[报网闻端]讯|(?<![通腾资])讯(?=[\s：:（(]))"
    r"|(?:本报|据?新华社|据?中新社)[^，。；：！？“《（(\s]{0,14}日[电讯]|[本央]台消息[：:])"
    rf"\s*(?:{_CREDIT})?[：:，,]?\s*|\s*{_CREDIT}[：:，,]?\s*"
)
# Cheap to look for: without one of these a paragraph has neither.
_MARKED = lazy("讯|日电|台消息|记者|特约|编译")
_CREDIT_LAST = lazy(rf"\s*{_CREDIT}\s*$")


def sentences_of(article: Article) -> list[Sentence]:
    """List the sentences of every paragraph in document order.

    Parameters
    ----------
    article : Article
        Only `paragraphs` is read.

    Returns
    -------
    list of Sentence
        Offsets without the white space around a sentence, a dateline before it or a credit after
        it; what is blank then is left out, unless nothing else is there.
    """
    return list(_sentences(article, bare=True)) or list(_sentences(article, bare=False))


def _sentences(article: Article, *, bare: bool) -> Iterator[Sentence]:
    for number, paragraph in enumerate(article.paragraphs):
        marked = bare and _MARKED.search(paragraph) is not None
        for start, end in split(paragraph):
            first, last = _bare(paragraph[start:end]) if marked else (0, end - start)
            kept = paragraph[start + first : start + last]
            left = start + first + len(kept) - len(kept.lstrip())
            if stripped := kept.strip():
                yield Sentence(number, left, left + len(stripped))


def _bare(text: str) -> tuple[int, int]:
    """Where a sentence begins after its dateline, and ends before its credit."""
    head = _DATELINE.match(text)
    first = head.end() if head else 0
    tail = _CREDIT_LAST.search(text, first) if text.rstrip().endswith(("）", ")")) else None
    return first, tail.start() if tail else len(text)


def text_of(article: Article, sentence: Sentence) -> str:
    """Return the characters of a sentence, verbatim."""
    return article.paragraphs[sentence.paragraph][sentence.start : sentence.end]


def n_chars(text: str) -> int:
    """Count characters other than white space."""
    return sum(map(len, text.split()))


def terms(text: str) -> list[str]:
    """List the terms: bigrams of Han characters, and Latin words or numbers as they stand."""
    found: list[str] = []
    for piece in _PIECE.findall(text):
        if piece[0].isascii():
            found.append(piece.lower())
        else:
            found += [piece[i : i + 2] for i in range(max(1, len(piece) - 1))]
    return found


def count_matrix(texts: list[str]) -> NDArray[np.float64]:
    """Count terms: a dense array (n_texts, n_terms), terms in order of first use."""
    bags = [Counter(terms(text)) for text in texts]
    column: dict[str, int] = {}
    for bag in bags:
        for term in bag:
            column.setdefault(term, len(column))
    counts = np.zeros((len(texts), len(column)))
    for row, bag in enumerate(bags):
        for term, n in bag.items():
            counts[row, column[term]] = n
    return counts


def tfidf(texts: list[str]) -> NDArray[np.float64]:
    """Weigh terms by tf × (ln((1 + n) / (1 + df)) + 1), rows of length 1 (or 0 without terms)."""
    counts = count_matrix(texts)
    df = (counts > 0).sum(axis=0)
    weights: NDArray[np.float64] = counts * (np.log((1 + len(texts)) / (1 + df)) + 1.0)
    norms = np.linalg.norm(weights, axis=1, keepdims=True)
    unit: NDArray[np.float64] = np.divide(weights, norms, out=np.zeros_like(weights), where=norms > 0)
    return unit
