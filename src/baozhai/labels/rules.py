"""Weak rules: cue words of the taxonomy vote on a topic; a table says how well they do."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from baozhai.records import Article, Topic

#: A topic with fewer articles judged "yes" is learned from its cue words.
MIN_POSITIVES = 5
#: A topic whose cue words fire on fewer articles is not learned from them either.
LEAST_HITS = 2
#: What is said of cue words where no topic has enough judgements to measure them.
_UNMEASURED = 0.5


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
) -> list[dict[str, float | str | None]]:
    """Coverage, overlap, conflict and accuracy on gold, one row a rule; gold 0 is unknown."""
    fired = weak > 0
    rows: list[dict[str, float | str | None]] = []
    for col, topic in enumerate(topics):
        judged = (weak[:, col] != 0) & (gold[:, col] != 0)
        right = weak[judged, col] == gold[judged, col]
        rows.append(
            {
                "rule": f"rule:{topic.id}",
                "coverage": float(fired[:, col].mean()),
                "overlap": float((fired[:, col] & (fired.sum(1) > 1)).mean()),
                "conflict": float((judged & (weak[:, col] == -gold[:, col])).mean()),
                "accuracy": float(right.mean()) if judged.any() else None,
            }
        )
    return rows


def cue_precision(
    weak: NDArray[np.int8], gold: NDArray[np.int8], topics: Sequence[Topic]
) -> dict[str, float]:
    """Topics that people judged too seldom, each with the share of its votes that may be expected to be right.

    That share, in [0, 1], is the mean over the other topics of how often people agree with a "yes" of their cue words; 0.5
    where there is no other.
    """
    few = (gold > 0).sum(axis=0) < MIN_POSITIVES
    judged = (weak > 0) & (gold != 0)
    right = ((gold > 0) & judged).sum(axis=0) / np.maximum(judged.sum(axis=0), 1)
    measured = right[~few & judged.any(axis=0)]
    expected = round(float(measured.mean()), 3) if len(measured) else _UNMEASURED
    return {topic.id: expected for topic, yes in zip(topics, few, strict=True) if yes}


def taught(gold: NDArray[np.int8], weak: NDArray[np.int8], cold: Sequence[bool]) -> NDArray[np.int8]:
    """Judgements, and for the topics in `cold` the votes where people said nothing."""
    fill = np.asarray(cold, dtype=bool)[None, :] & (gold == 0)
    return np.where(fill, weak, gold).astype(np.int8)
