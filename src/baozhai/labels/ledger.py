"""Articles and judgements meet by content hash."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from baozhai.records import Article, Topic


def content_hash(article: Article) -> str:
    """A key for an article's wording: SHA-256 of headline and text without blanks, 16 hex digits."""
    text = "".join((article.title + "".join(article.paragraphs)).split())
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def folds(articles: Sequence[Article], count: int) -> NDArray[np.int64]:
    """A fold from 0 to `count` - 1 for each article, by its wording: others do not change it."""
    return np.array([int(content_hash(a), 16) % count for a in articles], dtype=np.int64)


def matrix(
    articles: Sequence[Article], topics: Sequence[Topic], verdicts: dict[tuple[str, str], int]
) -> NDArray[np.int8]:
    """Verdicts as an array, shape (n_articles, n_topics), in {-1, 0 unknown, +1}."""
    keys = [content_hash(a) for a in articles]
    rows = [[verdicts.get((key, topic.id), 0) for topic in topics] for key in keys]
    return np.array(rows, dtype=np.int8).reshape(len(articles), len(topics))
