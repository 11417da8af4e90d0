"""Weak rules: cue words of the taxonomy vote on a topic; a table says how well they do."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from baozhai.records import Article, Topic

#: A topic with fewer articles judged "yes" is learned from its cue words.
MIN_POSITIVES = 5
#: With fewer than this nobody knows how well it is found: too few of them would be left to test it.
ENOUGH = 20
#: A topic whose cue words fire on fewer articles is not learned from them either.
LEAST_HITS = 2
#: Share of the judged articles under which those judged on one topic are no sample of the press.
_THIN = 0.5
#: Articles judged "no" that a model needs at least.
_LEAST_DENIED = 2


def vote(article: Article, topic: Topic, *, min_hits: int = 2) -> int:
    """+1 when enough cue words occur (headline words count double), -1 for none, else 0; no word spans two paragraphs."""
    title = "\n".join((article.kicker, article.title, article.subtitle))
    body = "\n".join(article.paragraphs)
    hits = sum(body.count(cue) + 2 * title.count(cue) for cue in topic.include)
    hits -= sum(title.count(cue) + body.count(cue) for cue in topic.exclude)
    return 1 if hits >= min_hits else -1 if hits <= 0 else 0


def votes(articles: Sequence[Article], topics: Sequence[Topic], *, min_hits: int = 2) -> NDArray[np.int8]:
    """Votes of the rules, shape (n_articles, n_topics), in {-1, 0, +1}."""
    return np.array(
        [[vote(a, t, min_hits=min_hits) for t in topics] for a in articles], dtype=np.int8
    ).reshape(len(articles), len(topics))


def rule_table(
    weak: NDArray[np.int8], gold: NDArray[np.int8], topics: Sequence[Topic]
) -> list[dict[str, float | str | None]]:
    """How well each rule does, one row a rule.

    Parameters
    ----------
    weak : ndarray of int, shape (n_articles, n_topics)
        Votes of the rules, in {-1, 0, +1}.
    gold : ndarray of int, shape (n_articles, n_topics)
        Verdicts of people; 0 is unknown.

    Returns
    -------
    list of dict
        Shares of all articles (None where there is none): `coverage`, on which the rule says yes; `overlap`, on which
        another rule does too; `conflict`, on which its vote and the verdict of people contradict each other (a topic has one
        rule, so that no two can disagree on it). `accuracy`: of the articles with a vote and a verdict, the share
        on which they agree; None where there is none.
    """
    fired = weak > 0
    rows: list[dict[str, float | str | None]] = []
    for col, topic in enumerate(topics):
        judged = (weak[:, col] != 0) & (gold[:, col] != 0)
        right = weak[judged, col] == gold[judged, col]
        rows.append(
            {
                "rule": f"rule:{topic.id}",
                "coverage": _share(fired[:, col]),
                "overlap": _share(fired[:, col] & (fired.sum(1) > 1)),
                "conflict": _share(judged & (weak[:, col] == -gold[:, col])),
                "accuracy": _share(right),
            }
        )
    return rows


def _share(yes: NDArray[np.bool_]) -> float | None:
    return float(yes.mean()) if yes.size else None


def under(least: int, gold: NDArray[np.int8], topics: Sequence[Topic]) -> tuple[str, ...]:
    """Ids of the topics that people gave fewer articles."""
    counts = (gold > 0).sum(axis=0)
    return tuple(topic.id for topic, yes in zip(topics, counts, strict=True) if yes < least)


def taught(gold: NDArray[np.int8], weak: NDArray[np.int8], cold: Sequence[bool]) -> NDArray[np.int8]:
    """Judgements, and what votes say where people said nothing.

    Of a topic in `cold` every vote counts. Of one that people judged on less than half of the articles that they judged at
    all, or hardly ever denied, the "no" votes do: the articles of a queue are those that may well have the topic, so
    nothing else would show the model what has not.
    """
    silent = gold == 0
    thin = (~silent).sum(axis=0) < _THIN * (~silent).any(axis=1).sum()
    thin |= (gold < 0).sum(axis=0) < _LEAST_DENIED
    fill = silent & (np.asarray(cold, dtype=bool) | (thin & (weak < 0)))
    return np.where(fill, weak, gold).astype(np.int8)
