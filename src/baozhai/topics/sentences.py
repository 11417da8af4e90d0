"""The sentences of articles as articles of their own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol, Self

import numpy as np
from numpy.typing import NDArray

from baozhai.records import Article
from baozhai.rows import Rows
from baozhai.text.lazy import lazy
from baozhai.text.sentences import split

#: What parks and development zones are called.
_ZONES = lazy(
    "高新区|经开区|开发区|产业园|科技园|工业园|园区|孵化器|自贸(?:试验)?区|高新技术|产业基地|科学城|产业集群"
)
#: How much of a text is read (characters), and where a sentence ends that is too short to say anything.
READ, SHORT = 1700, 10

Place = tuple[int, int, int]


class Counting(Protocol):
    """A vectorizer of which some blocks can be counted alone."""

    @property
    def blocks(self) -> tuple[str, ...]:
        """Names of its blocks."""

    def rows(self, articles: Sequence[Article], blocks: Sequence[str] | None = None) -> Rows:
        """Rows of terms, of the blocks named."""


class Sentences(NamedTuple):
    """The headlines and the first sentences of articles, in order.

    Attributes
    ----------
    articles : list of Article
        Each sentence as an article of its own.
    owners : ndarray of int64, shape (n_sentences,)
        Whose it is.
    places : list of (paragraph, start, end)
        Paragraph -1 is the headline.
    """

    articles: list[Article]
    owners: NDArray[np.int64]
    places: list[Place]

    @classmethod
    def of(cls, articles: Sequence[Article]) -> Self:
        """Those of some articles; an article without any has none."""
        found: list[Article] = []
        owners: list[int] = []
        places: list[Place] = []
        for k, article in enumerate(articles):
            for place in _places(article):
                text = article.title if place[0] < 0 else article.paragraphs[place[0]]
                found.append(Article("", "", (text[place[1] : place[2]],)))
                owners.append(k)
                places.append(place)
        return cls(found, np.array(owners, np.int64), places)

    def zones(self) -> NDArray[np.int64]:
        """How often each names a park or a development zone, shape (n_sentences,)."""
        return np.array([len(_ZONES.findall(one.paragraphs[0])) for one in self.articles], np.int64)

    def terms(self, features: Counting) -> Rows:
        """Their terms: characters alone tell a sentence as well as words beside them do, and are counted in a third of the time."""
        return features.rows(self.articles, ("chars" if "chars" in features.blocks else "words",))


def _places(article: Article) -> list[Place]:
    out: list[Place] = [(-1, 0, len(article.title))] if article.title else []
    left = READ
    for number, paragraph in enumerate(article.paragraphs):
        text = paragraph[:left]
        left -= len(text)
        start = 0
        for _, end in split(text):
            if end - start >= SHORT or end == len(text):
                out.append((number, start, end))
                start = end
        if left <= 0:
            break
    return out
