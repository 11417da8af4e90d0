"""A model of a lesson: how it is fitted, how it decides, and how well settings do on the articles it has not seen."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from baozhai.build.lesson import Lesson
from baozhai.build.models import classifier, shifted
from baozhai.build.reading import beside, each
from baozhai.config import Config
from baozhai.errors import InputError
from baozhai.evaluation.assess import Outcome
from baozhai.labels.rules import ENOUGH, under
from baozhai.topics.classifier import TopicClassifier
from baozhai.topics.decide import choose_thresholds, confidence, cut_off, decide, sample
from baozhai.topics.prior import prior_beside

#: What is said of cue words where no topic has enough judgements to measure them.
_UNMEASURED = 0.5


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
    X : csr_matrix, shape (n_corpus, n_terms)
        Features of the corpus.
    """
    others = [k for k, t in enumerate(part.topics) if t.id not in part.unproven]
    said = part.votes[part.rows][:, others]
    if not (said > 0).any() or not (said < 0).any():
        return _UNMEASURED
    model = classifier(cfg).fit(X[part.rows], said, folds=part.folds(cfg.classifier.cv))
    given = model.oof_proba_ >= choose_thresholds(model.oof_proba_, said)
    shares = agreement(given, np.where(part.judged, part.Y, 0)[:, others])
    return _UNMEASURED if np.isnan(shares).all() else round(float(np.nanmin(shares)), 3)


def decision(cfg: Config, known: Lesson, model: TopicClassifier, share: float) -> dict[str, Any]:
    """How a model of these topics decides; `share` is what cue words alone are worth (`cue_share`)."""
    proba = model.oof_proba_[known.aim]
    few = under(ENOUGH, np.where(known.judged, known.Y, 0), known.topics)
    return {
        "topics": [t.id for t in known.topics],
        "names": [t.name for t in known.topics],
        "thresholds": choose_thresholds(proba, known.Y[known.aim]),
        "sample": sample(proba),
        "unproven": {topic: share if topic in known.unproven else 1.0 for topic in few},
        "exclusive": cfg.decision.exclusive,
    }


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
