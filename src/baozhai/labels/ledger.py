"""Articles and judgements meet by content hash."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from baozhai.records import Article, Topic


def content_hash(article: Article) -> str:
    """A key for an article's wording: SHA-256 of headline and text without blanks, 16 hex digits."""
    return wording_hash(article.title, article.paragraphs)


def wording_hash(title: str, paragraphs: Sequence[str]) -> str:
    """As `content_hash`."""
    text = "".join((title + "".join(paragraphs)).split())
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def leaders(articles: Sequence[Article], copies: Sequence[Sequence[int]]) -> dict[str, str]:
    """The content hash of each article that has copies → the least hash among it and them; `copies` are groups of indices."""
    hashed = [[content_hash(articles[k]) for k in group] for group in copies if len(group) > 1]
    return {key: min(group) for group in hashed for key in group}


def folds(articles: Sequence[Article], count: int, leader: Mapping[str, str]) -> NDArray[np.int64]:
    """A fold from 0 to `count` - 1 for each article by its wording, or by that of its `leaders`: copies share one.

    Other articles than its copies do not change it.
    """
    keys = [content_hash(a) for a in articles]
    return np.array([int(leader.get(key, key), 16) % count for key in keys], dtype=np.int64)


def matrix(
    articles: Sequence[Article], topics: Sequence[Topic], verdicts: dict[tuple[str, str], int]
) -> NDArray[np.int8]:
    """Verdicts as an array, shape (n_articles, n_topics), in {-1, 0 unknown, +1}."""
    keys = [content_hash(a) for a in articles]
    rows = [[verdicts.get((key, topic.id), 0) for topic in topics] for key in keys]
    return np.array(rows, dtype=np.int8).reshape(len(articles), len(topics))
