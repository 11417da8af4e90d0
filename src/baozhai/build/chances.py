"""Probabilities of topics: by a model, by cross-fitting, and by a model of what it did not learn from."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from baozhai.build.labels import copies
from baozhai.build.models import classifier, featurized, load, shifted
from baozhai.config import Config
from baozhai.io.state import ModelState
from baozhai.records import Article, Prediction, Topic
from baozhai.topics.decide import choose_thresholds

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


def chances(
    cfg: Config, articles: Sequence[Article], topics: Sequence[Topic]
) -> tuple[Floats, Floats, Flags]:
    """Probabilities by `cfg.model`, shape (n_articles, n_topics), and thresholds; 0 and 0.5 for a topic it has not learned (`True`)."""
    digester = load(cfg.model, cfg)
    known = {t.id: k for k, t in enumerate(digester.topics)}
    own = np.array([[p.probabilities[t.id] for t in digester.topics] for p in digester.predict(articles)])
    proba, thresholds = np.zeros((len(articles), len(topics))), np.full(len(topics), 0.5)
    for k, topic in enumerate(topics):
        if topic.id in known and len(articles):
            proba[:, k] = own[:, known[topic.id]]
            thresholds[k] = digester.thresholds[known[topic.id]]
    cold = np.array([t.id not in known or digester.unproven.get(t.id, 1.0) < 1.0 for t in topics], dtype=bool)
    return proba, thresholds, cold


def crossfitted(
    cfg: Config,
    articles: Sequence[Article],
    topics: Sequence[Topic],
    people: NDArray[np.int8],
    weak: NDArray[np.int8],
) -> tuple[Floats, Floats, Flags]:
    """Probabilities of articles learned from by models that did not see them, of the others by one of all; thresholds; topics with too few judged "yes".

    As in `train`, cue words say "no" of a topic that a queue alone was judged on (`labels.rules.taught`).
    """
    from baozhai.build.reading import beside, each, readings
    from baozhai.labels.ledger import folds, leaders
    from baozhai.labels.rules import MIN_POSITIVES, taught
    from baozhai.topics.prior import prior_beside

    vectorizer, X = featurized(cfg, articles)
    Y = taught(people, weak, [False] * len(topics))
    rows = np.asarray(Y.any(axis=1))
    fixed = folds(articles, cfg.classifier.cv, leaders(articles, copies(cfg, articles)))
    model = classifier(cfg)
    prior = prior_beside(X, weak, rows, weight=model.prior_weight, random_state=cfg.seed)
    _, measures = readings(cfg, vectorizer, articles, topics, fixed)
    wide = beside(X, measures)
    model.fit(wide[rows], Y[rows], folds=fixed[rows], prior=prior, readings=each(measures))
    proba = model.predict_proba(wide)
    proba[rows] = model.oof_proba_
    cold = np.asarray((people > 0).sum(axis=0) < MIN_POSITIVES)
    return proba, shifted(choose_thresholds(model.oof_proba_, Y[rows]), cfg), cold


def unseen(folder: Path, state: ModelState, cfg: Config, articles: Sequence[Article]) -> list[Prediction]:
    """What a model says of articles.

    Of those it learned from, the cross-fitted probabilities count, which models gave that did not see them.

    Raises
    ------
    ModelError
        A model without its table of cross-fitted probabilities.
    """
    from baozhai.io.crossfit import read_crossfit
    from baozhai.labels.ledger import content_hash

    digester = load(str(folder), cfg)
    learned = read_crossfit(folder, state.manifest, list(state.topics["topics"]))
    proba = digester.classifier.predict_proba(digester.rows(articles))
    for k, article in enumerate(articles):
        proba[k] = learned.get(content_hash(article), proba[k])
    return digester.decide(articles, proba)
