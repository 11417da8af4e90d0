"""What a model learns from: labelled articles of train and dev; and how well settings do on them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from baozhai.build.labels import labels, typical
from baozhai.build.models import classifier, require_topics, shifted
from baozhai.build.reading import beside, each
from baozhai.config import Config, fingerprint
from baozhai.errors import InputError
from baozhai.evaluation.assess import Outcome
from baozhai.io.corpus import read_articles, read_json
from baozhai.labels.ledger import content_hash, folds, matrix
from baozhai.labels.rules import MIN_POSITIVES, taught, under, votes
from baozhai.records import Article, Topic
from baozhai.topics.classifier import TopicClassifier
from baozhai.topics.decide import choose_thresholds, confidence, cut_off, decide
from baozhai.topics.prior import prior_beside

_LEAST = 10
#: What is said of cue words where no topic has enough judgements to measure them.
_UNMEASURED = 0.5


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
    topics = require_topics(cfg)
    articles = read_articles(Path(cfg.work) / "articles")
    parts = read_json(Path(cfg.work) / "splits" / "splits.json")
    ids = set(parts["train"]) | set(parts["dev"])
    verdicts, calibrating = labels(cfg, topics)
    people, learn = matrix(articles, topics, verdicts), np.flatnonzero([a.id in ids for a in articles])
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
    aim = _enough(np.array(typical(cfg, [articles[k].id for k in rows], calibrating)))
    judged, copies = people[rows] != 0, parts.get("copies", {})
    return Lesson(topics, articles, learn, rows, Y[rows], judged, aim, said, unproven, copies)


def _enough(aim: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Where next to nothing was drawn like the articles to come, all the others are there to go by too."""
    return aim if aim.sum() >= _LEAST else np.ones_like(aim)


def fitted(cfg: Config, part: Lesson, X: Any, measures: NDArray[np.float64]) -> TopicClassifier:
    """The classifier of the labelled articles, which leans on what cue words say of all.

    Parameters
    ----------
    cfg : Config
    part : Lesson
    X : csr_matrix, shape (n_learn, n_terms)
        Features of all that there is to learn from.
    measures : ndarray, shape (n_articles, n_topics * n_measures)
        What the sentences of the labelled ones say (`build.reading.readings`); no columns where no sentence is marked.
    """
    labelled, weight = np.isin(part.learn, part.rows), cfg.classifier.prior_weight
    return classifier(cfg).fit(
        beside(X[labelled], measures),
        part.Y,
        calibration_rows=part.aim,
        folds=part.folds(cfg.classifier.cv),
        prior=prior_beside(X, part.votes[part.learn], labelled, weight=weight, random_state=cfg.seed),
        readings=each(measures),
    )


def cue_share(cfg: Config, part: Lesson, X: Any) -> float:
    """The share, in (0, 1), of the articles given a topic learned from cue words alone that may be expected to have it.

    It is how often people agree with such a model of another topic, where they do least; 0.5 where there is no other to
    measure. Topics differ so much in it that their mean would promise too much of some.

    Parameters
    ----------
    X : csr_matrix, shape (n_articles, n_terms)
        Features of the labelled articles.
    """
    others = [k for k, t in enumerate(part.topics) if t.id not in part.unproven]
    said = part.votes[part.rows][:, others]
    if not (said > 0).any() or not (said < 0).any():
        return _UNMEASURED
    model = classifier(cfg).fit(X, said, folds=part.folds(cfg.classifier.cv))
    given = model.oof_proba_ >= choose_thresholds(model.oof_proba_, said)
    shares = agreement(given, np.where(part.judged, part.Y, 0)[:, others])
    return _UNMEASURED if np.isnan(shares).all() else round(float(np.nanmin(shares)), 3)


def agreement(given: NDArray[np.bool_], people: NDArray[np.int8]) -> NDArray[np.float64]:
    """Of the articles given a topic, the share that may be expected to have it, shape (n_topics,); NaN where people judged none of them.

    By the rule of succession: five right of five promise 6 / 7, and nothing is ever certain.
    """
    judged = (given & (people != 0)).sum(axis=0)
    right = (given & (people > 0)).sum(axis=0)
    return np.where(judged > 0, (right + 1) / (judged + 2), np.nan)


def crossfit(cfg: Config, part: Lesson, X: Any, measures: NDArray[np.float64]) -> Outcome:
    """What models that did not see them say of the articles drawn like those to come.

    Topics learned from cue words alone are not among its topics: of them there is nothing to hold the models to.

    Parameters
    ----------
    cfg : Config
        Its classifier and decision.
    part, X, measures
        As for `fitted`.
    """
    model = fitted(cfg, part, X, measures)
    proba, ids = model.oof_proba_[part.aim], tuple(t.id for t in part.topics)
    used = shifted(choose_thresholds(proba, part.Y[part.aim]), cfg)
    rules: Any = {"max_topics": cfg.decision.max_topics, "exclusive": cfg.decision.exclusive}
    sure = confidence(proba, used, **rules)
    asked = sure < cut_off(sure, cfg.decision.abstain_share)
    found = decide([a.id for a in part.scored()], proba, ids, used, **rules)
    judged = [k for k, t in enumerate(ids) if t not in part.unproven]
    if not judged:
        raise InputError("没有一个类别有足够的人工判断，比不出设置的好坏。请先用 baozhai review 判一些文章。")
    given = np.array([[ids[k] in p.topics for k in judged] for p in found]).reshape(len(found), len(judged))
    said, people = part.Y[part.aim][:, judged], part.judged[part.aim][:, judged]
    return Outcome(tuple(ids[k] for k in judged), said > 0, given, proba[:, judged], sure, asked, people)
