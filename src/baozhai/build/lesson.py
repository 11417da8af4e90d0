"""What a model learns from: labelled articles of train and dev."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from baozhai.build.labels import labels, typical
from baozhai.build.models import require_topics
from baozhai.config import Config, fingerprint
from baozhai.errors import InputError
from baozhai.io.corpus import read_articles, read_json
from baozhai.labels.ledger import content_hash, folds, matrix
from baozhai.labels.rules import MIN_POSITIVES, taught, under, votes
from baozhai.records import Article, Topic

_LEAST = 10


@dataclass(frozen=True)
class Lesson:
    """The labelled articles of train and dev; those of test are not among them.

    Attributes
    ----------
    topics : tuple of Topic
    articles : list of Article
        All of the corpus.
    learn : ndarray of int, shape (n_learn,)
        Places of the articles of train and dev, with labels or without.
    rows : ndarray of int, shape (n_articles,)
        Places of the labelled ones among them.
    Y : ndarray of int8, shape (n_articles, n_topics)
        Their verdicts: 1 yes, -1 no, 0 unknown; with votes where `labels.rules.taught` takes them.
    judged : ndarray of bool, shape (n_articles, n_topics)
        Which of them are people's.
    aim : ndarray of bool, shape (n_articles,)
        Those drawn like the articles to come: they calibrate and are scored.
    votes : ndarray of int8, shape (n_corpus, n_topics)
        What cue words say of all articles of the corpus.
    unproven : tuple of str
        Topics that are learned from cue words alone, for want of judgements.
    copies : mapping of str to str
        As by `labels.ledger.leaders`.
    """

    topics: tuple[Topic, ...]
    articles: list[Article]
    learn: NDArray[np.int64]
    rows: NDArray[np.int64]
    Y: NDArray[np.int8]
    judged: NDArray[np.bool_]
    aim: NDArray[np.bool_]
    votes: NDArray[np.int8]
    unproven: tuple[str, ...]
    copies: Mapping[str, str]

    def folds(self, count: int) -> NDArray[np.int64]:
        """The fold of each labelled article in a cross-fit; copies of a report share one."""
        return folds(self.chosen(), count, self.copies)

    def chosen(self) -> list[Article]:
        """The labelled articles."""
        return [self.articles[k] for k in self.rows]

    def of(self, topics: Sequence[Topic]) -> Lesson:
        """What is taught of some of the topics."""
        columns = [self.topics.index(t) for t in topics]
        kept = np.flatnonzero(self.Y[:, columns].any(axis=1))
        ids = {t.id for t in topics}
        return replace(
            self,
            topics=tuple(topics),
            rows=self.rows[kept],
            Y=self.Y[kept][:, columns],
            judged=self.judged[kept][:, columns],
            aim=_enough(self.aim[kept]),
            votes=self.votes[:, columns],
            unproven=tuple(t for t in self.unproven if t in ids),
        )

    def scored(self) -> list[Article]:
        """Those of them that are scored."""
        return [a for a, yes in zip(self.chosen(), self.aim, strict=True) if yes]

    def fingerprint(self) -> str:
        """Digest of the topics, of wording, verdicts and use of every labelled article, and of what cue words and copies say of all to learn from."""
        keys = [self.articles[k].id for k in self.rows]
        judged = sorted(zip(keys, self.Y.tolist(), self.aim.tolist(), strict=True))
        said = sorted((self.articles[k].id, self.votes[k].tolist()) for k in self.learn)
        return fingerprint([[t.id for t in self.topics], judged, said, sorted(self.copies.items())])

    def part(self, size: int) -> Lesson:
        """The lesson with `size` of the labelled articles, by their hashes: a larger part holds a smaller one.

        Of the others no wording is known; those without labels stay.
        """
        if size >= len(self.rows):
            return self
        # Not by the remainder of the hash, by which `folds` goes.
        order = np.argsort([content_hash(a)[::-1] for a in self.chosen()], kind="stable")[:size]
        kept = np.sort(order)
        rows, judged = self.rows[kept], self.judged[kept]
        learn = np.setdiff1d(self.learn, np.delete(self.rows, kept))
        aim = _enough(self.aim[kept])
        return replace(self, learn=learn, rows=rows, Y=self.Y[kept], judged=judged, aim=aim)


def lesson(cfg: Config) -> Lesson:
    """Read articles, split and labels of the working folder.

    Raises
    ------
    InputError
        Fewer than ten labelled articles, or a file that an earlier stage should have written.
    """
    articles = read_articles(Path(cfg.work) / "articles")
    parts = read_json(Path(cfg.work) / "splits" / "splits.json")
    ids = set(parts["train"]) | set(parts["dev"])
    learn = np.flatnonzero([a.id in ids for a in articles])
    return lesson_of(cfg, articles, learn, parts.get("copies", {}))


def lesson_of(
    cfg: Config, articles: list[Article], learn: NDArray[np.int64], copies: Mapping[str, str]
) -> Lesson:
    """What the articles at the places `learn` teach."""
    topics = require_topics(cfg)
    verdicts, calibrating = labels(cfg, topics)
    people = matrix(articles, topics, verdicts)
    said = votes(articles, topics, min_hits=cfg.labels.min_hits)
    unproven = under(MIN_POSITIVES, people[learn], topics)
    Y = taught(people, said, [t.id in unproven for t in topics])
    rows = np.array([k for k in learn if Y[k].any()], dtype=int)
    if len(rows) < _LEAST:
        raise InputError(
            f"只有 {len(rows)} 篇有标注的文章，不足以训练。请在 {cfg.corpus.judgements} 中补充。"
        )
    if not (people[rows] < 0).any() and not unproven:
        raise InputError(
            f"{cfg.corpus.judgements}：只有“是”，没有一条“否”，学不到什么不属于各类。请补充判为“否”的文章。"
        )
    aim = _enough(np.array(typical(cfg, [content_hash(articles[k]) for k in rows], calibrating)))
    return Lesson(topics, articles, learn, rows, Y[rows], people[rows] != 0, aim, said, unproven, copies)


def _enough(aim: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Where next to nothing was drawn like the articles to come, all the others are there to go by too."""
    return aim if aim.sum() >= _LEAST else np.ones_like(aim)
