"""Summaries: score the sentences of an article, then select within a budget; keywords."""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from baozhai.records import Article, Summary
from baozhai.summary.centroid import CentroidMMR
from baozhai.summary.clauses import clipped
from baozhai.summary.coverage import Coverage
from baozhai.summary.figures import key_figures
from baozhai.summary.graph import LexRank, TextRank
from baozhai.summary.keywords import keywords
from baozhai.summary.lead import Lead
from baozhai.summary.lsa import LSA
from baozhai.summary.news import with_follower, with_news
from baozhai.summary.ranker import Ranker
from baozhai.summary.select import select
from baozhai.summary.units import sentences_of

__all__ = [
    "LSA",
    "CentroidMMR",
    "Coverage",
    "Lead",
    "LexRank",
    "Ranker",
    "Summarizer",
    "TextRank",
    "clipped",
    "key_figures",
    "keywords",
    "select",
    "sentences_of",
    "summarize",
]


class Summarizer(Protocol):
    """Whatever scores the sentences of an article."""

    def scores(self, article: Article) -> NDArray[np.float64]:
        """Return one score per sentence of `sentences_of(article)`, higher is better."""
        ...


def summarize(
    summarizer: Summarizer,
    article: Article,
    *,
    min_chars: int = 0,
    max_chars: int = 120,
    strict: bool = False,
) -> Summary:
    """Summarize an article: a ranker chooses a whole set, any other one is read through `select`.

    With `strict` a summary is longer than `max_chars` only where no sentence that could stand alone fits; without,
    the ranker may prefer one longer sentence (`select` never does). What the ranker chose of a feature is mended where
    it tells no news (`with_news`): that alone reads the headline.
    """
    if isinstance(summarizer, Ranker):
        found = summarizer.summarize(article, min_chars=min_chars, max_chars=max_chars, strict=strict)
        found = with_news(article, found, summarizer.scores, min_chars=min_chars, max_chars=max_chars)
        return with_follower(article, found, summarizer.scores, max_chars=max_chars)
    return select(article, summarizer.scores(article), min_chars=min_chars, max_chars=max_chars)
