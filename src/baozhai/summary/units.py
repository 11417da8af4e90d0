"""Sentences of an article and their terms (character bigrams, so no segmenter is needed)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from baozhai.records import Article, Sentence
from baozhai.text.credits import bare, opening
from baozhai.text.headlines import run_in
from baozhai.text.lazy import lazy
from baozhai.text.sentences import split

_PIECE = lazy(r"[\u3400-\u9fff]+|[0-9A-Za-z]+(?:[.%+\-][0-9A-Za-z]+)*")


def sentences_of(article: Article) -> list[Sentence]:
    """List the sentences of every paragraph in document order.

    Parameters
    ----------
    article : Article
        Only `paragraphs` is read, and whether there is a `title`.

    Returns
    -------
    list of Sentence
        Offsets without the white space around a sentence, a dateline before it or a credit after
        it, nor a headline or caption that runs into the first dateline or byline, or without a title
        into the first sentence; what is blank then is left out, unless nothing else is there.
    """
    return list(_sentences(article, credits=False)) or list(_sentences(article, credits=True))


def _sentences(article: Article, *, credits: bool) -> Iterator[Sentence]:
    for number, paragraph in enumerate(article.paragraphs):
        told = _told(article) if not (number or credits) else 0
        for start, end in split(paragraph):
            start, end = max(start, told), max(end, told)
            first, last = (0, end - start) if credits else bare(paragraph[start:end])
            kept = paragraph[start + first : start + last]
            left = start + first + len(kept) - len(kept.lstrip())
            if stripped := kept.strip():
                yield Sentence(number, left, left + len(stripped))


def _told(article: Article) -> int:
    """Where the first paragraph begins to tell: a headline that runs into it is looked for where there is no other."""
    first = article.paragraphs[0]
    return opening(first) or (0 if article.title else run_in(first))


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
