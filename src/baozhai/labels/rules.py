"""Weak rules: cue words of the taxonomy vote on a topic; a table says how well they do."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from baozhai.records import Article, Topic


def vote(article: Article, topic: Topic, *, min_hits: int = 2) -> int:
    """+1 when enough cue words occur (headline words count double), -1 for none, else 0."""
    title = article.kicker + article.title + article.subtitle
    body = "".join(article.paragraphs)
    hits = sum(body.count(cue) + 2 * title.count(cue) for cue in topic.include)
    hits -= sum((title + body).count(cue) for cue in topic.exclude)
    return 1 if hits >= min_hits else -1 if hits <= 0 else 0


def votes(articles: Sequence[Article], topics: Sequence[Topic], *, min_hits: int = 2) -> NDArray[np.int8]:
    """Votes of the rules, shape (n_articles, n_topics), in {-1, 0, +1}."""
    return np.array(
        [[vote(a, t, min_hits=min_hits) for t in topics] for a in articles], dtype=np.int8
    ).reshape(len(articles), len(topics))


def rule_table(
    weak: NDArray[np.int8], gold: NDArray[np.int8], topics: Sequence[Topic]
) -> list[dict[str, float | str]]:
    """Coverage, overlap, conflict and accuracy on gold, one row a rule; gold 0 is unknown."""
    fired = weak > 0
    rows: list[dict[str, float | str]] = []
    for col, topic in enumerate(topics):
        judged = (weak[:, col] != 0) & (gold[:, col] != 0)
        right = weak[judged, col] == gold[judged, col]
        rows.append(
            {
                "rule": f"rule:{topic.id}",
                "coverage": float(fired[:, col].mean()),
                "overlap": float((fired[:, col] & (fired.sum(1) > 1)).mean()),
                "conflict": float((judged & (weak[:, col] == -gold[:, col])).mean()),
                "accuracy": float(right.mean()) if judged.any() else 0.0,
            }
        )
    return rows
