"""Cross-validation of topics on the labelled press articles, for `topics_report.py`.

Five folds by day of issue; an article that prints the same report as one of the fold is not learned from. Calibration, thresholds
and the cut-offs for asking a person come from the learning folds alone (round 1). The starter articles are learned from only.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from joblib import Parallel, delayed
from numpy.typing import NDArray

from baozhai import build
from baozhai.build.learning import agreement
from baozhai.build.models import THRESHOLDS
from baozhai.build.reading import beside, each, readings
from baozhai.config import Config
from baozhai.evaluation.assess import Outcome, assess
from baozhai.evaluation.topics import scores
from baozhai.ingest.dedupe import groups
from baozhai.io.corpus import read_table
from baozhai.labels.ledger import folds as hash_folds
from baozhai.labels.ledger import matrix
from baozhai.labels.rules import votes
from baozhai.labels.split import folds
from baozhai.topics.classifier import TopicClassifier
from baozhai.topics.decide import choose_thresholds, confidence, cut_off
from baozhai.topics.prior import Prior, cue_prior, prior_beside

FOLDS = 5
PARTITIONS = 3
SIZES = (200, 400, 800, 1300)
DRAWS = 3
SINCE = "2023-08"
SHIFTS = (0.0, 0.15, -0.15)  # of the thresholds, as in conf/decision
Rows = NDArray[np.int64]


class Corpus:
    """Articles, verdicts, the round each was labelled in (0: starter), its fold and its copies."""

    def __init__(self, cfg: Config) -> None:
        unique = build.corpus(cfg)
        self.topics = topics = build.require_topics(cfg)
        self.names = {t.id: t.name for t in topics}
        self.articles = list(unique.values())
        verdicts, _ = build.labels(cfg, topics)
        self.Y = matrix(self.articles, topics, verdicts)
        self.votes = votes(self.articles, topics, min_hits=cfg.labels.min_hits)
        table = {row["hash"]: int(row["round"]) for row in read_table(cfg.corpus.label_table)}
        self.round = np.array([table.get(key, 0) for key in unique])
        self._seed = cfg.seed
        self.fold = self._folds(0)
        self.group = np.zeros(len(self.articles), dtype=np.int64)
        for number, members in enumerate(groups(self.articles, numbers=0.0)):
            self.group[members] = number

    def _folds(self, number: int) -> Rows:
        return np.array(folds(self.articles, count=FOLDS, seed=self._seed + number))

    def parted(self, number: int) -> Corpus:
        """The same articles in the folds of another partition."""
        other = copy.copy(self)
        other.fold = self._folds(number)
        return other

    def outside(self, test: Rows, among: NDArray[np.bool_]) -> Rows:
        """Rows to learn from: of those named, neither in `test` nor copies of what is."""
        apart = ~np.isin(self.group, self.group[test])
        apart[test] = False
        return np.flatnonzero(apart & among)


@dataclass
class Scored:
    """What the models that did not see them say of the articles, and what each model decides by."""

    proba: NDArray[np.float64]
    limits: NDArray[np.float64]
    ask_below: NDArray[np.float64]  # a column for each of `SHIFTS`

    @classmethod
    def nothing(cls, data: Corpus) -> Scored:
        """No article scored yet."""
        return cls(np.zeros(data.Y.shape), np.ones(data.Y.shape), np.zeros((len(data.Y), len(SHIFTS))))

    def outcome(self, data: Corpus, rows: NDArray[np.bool_], shift: float = 0.0) -> Outcome:
        """Decisions on some rows; `shift`, of `SHIFTS`, moves the thresholds as `decision.threshold_shift` does."""
        proba, limits = self.proba[rows], np.clip(self.limits[rows] + shift, *THRESHOLDS)
        sure = np.array([confidence(p[None], v)[0] for p, v in zip(proba, limits, strict=True)])
        asked = sure < self.ask_below[rows, SHIFTS.index(shift)]
        return Outcome(tuple(data.names), data.Y[rows] > 0, proba >= limits, proba, sure, asked)


def fit_and_score(cfg: Config, data: Corpus, learn: Rows, test: Rows) -> tuple[Any, Any, list[float]]:
    """Probabilities of the test rows, thresholds, and the certainty below which a person is asked at each of `SHIFTS`."""
    return learned(cfg, data, learn, *featured(cfg, data, learn, test))


def featured(cfg: Config, data: Corpus, learn: Rows, test: Rows) -> tuple[Any, Any, Prior | None, int]:
    """Features of the rows to learn from and of those to score, what cue words say, and how many measures of sentences a topic has."""
    features, known, tested = (
        build.features(cfg),
        *([data.articles[k] for k in rows] for rows in (learn, test)),
    )
    X, Z = features.fit_transform(known), features.transform(tested)
    reader, measures = readings(cfg, features, known, data.topics, hash_folds(known, cfg.classifier.cv, {}))
    every, weight = np.ones(len(learn), dtype=bool), cfg.classifier.prior_weight
    prior = prior_beside(X, data.votes[learn], every, weight=weight, random_state=cfg.seed)
    if reader:
        X, Z = beside(X, measures), beside(Z, reader.read(features, tested))
    return X, Z, prior, each(measures)


def learned(  # noqa: PLR0913 - all it needs to know
    cfg: Config, data: Corpus, learn: Rows, X: Any, Z: Any, prior: Prior | None, readings: int = 0
) -> tuple[Any, Any, list[float]]:
    """As `fit_and_score`, from the features `X` of the rows to learn and `Z` of those to score."""
    aim, model = data.round[learn] == 1, classifier(cfg, data, learn, X, prior, readings)
    limits = choose_thresholds(model.oof_proba_[aim], data.Y[learn][aim])
    seen, share = model.oof_proba_[aim], cfg.decision.abstain_share
    ask = [cut_off(confidence(seen, np.clip(limits + shift, *THRESHOLDS)), share) for shift in SHIFTS]
    return model.predict_proba(Z), limits, ask


def classifier(
    cfg: Config, data: Corpus, learn: Rows, X: Any, prior: Prior | None, readings: int = 0
) -> TopicClassifier:
    """The classifier of the rows to learn from, whose features are `X`."""
    aim = data.round[learn] == 1
    return build.classifier(cfg).fit(X, data.Y[learn], calibration_rows=aim, prior=prior, readings=readings)


def score(cfg: Config, data: Corpus, parts: Iterable[tuple[Rows, Rows]]) -> Scored:
    """Scores of the test rows of some (learn, test) pairs."""
    out, parts = Scored.nothing(data), list(parts)
    found = Parallel(n_jobs=-1)(delayed(fit_and_score)(cfg, data, learn, test) for learn, test in parts)
    for (_, test), said in zip(parts, found, strict=True):
        out.proba[test], out.limits[test], out.ask_below[test] = said
    return out


def five_folds(data: Corpus, tested: NDArray[np.bool_]) -> Iterator[tuple[Rows, Rows]]:
    """Each fold of the tested rows, and everything that may be learned from."""
    for f in range(FOLDS):
        test = np.flatnonzero((data.fold == f) & tested)
        # What is not tested (starter articles, other rounds) is learned from when it is outside of the fold too.
        yield data.outside(test, (data.fold != f) | (data.round == 0)), test


def learning_curve(cfg: Config, data: Corpus) -> list[tuple[int, float, float, float]]:
    """Articles of round 1 alone, and the mean, lowest and highest macro-F1 of the draws on all of round 1.

    The texts of all articles outside the fold serve as unlabelled ones: for idf, and for what cue words say.
    """
    first = data.round == 1
    found = {(size, draw): Scored.nothing(data) for size in SIZES for draw in range(DRAWS)}
    for f, (_, test) in enumerate(five_folds(data, first)):
        pool = data.outside(test, np.ones(len(data.Y), dtype=bool))
        features = build.features(cfg)
        X = features.fit_transform([data.articles[k] for k in pool])
        Z, prior = features.transform([data.articles[k] for k in test]), cue_prior(X, data.votes[pool])
        for (size, draw), out in found.items():
            rng = np.random.default_rng(draw)
            learn = np.sort(rng.permutation(data.outside(test, first & (data.fold != f)))[:size])
            rows = np.flatnonzero(np.isin(pool, learn))
            said = learned(cfg, data, learn, X[rows], Z, prior.rows(rows))
            out.proba[test], out.limits[test], out.ask_below[test] = said
    rows = []
    for size in SIZES:
        outcomes = [found[size, draw].outcome(data, first) for draw in range(DRAWS)]
        f1 = [scores(o.truth, o.given)["macro_f1"] for o in outcomes]
        rows.append((size, float(np.mean(f1)), min(f1), max(f1)))
    return rows


def cold_start(cfg: Config, data: Corpus) -> list[tuple[str, float, dict[str, float]]]:
    """Each topic as if nobody had judged it: name, the share that `train` would claim, and how it does on round 1.

    The texts outside the fold are learned from, with the votes of the topic's cue words as its labels.
    """
    first, topics = data.round == 1, build.require_topics(cfg)
    given = np.zeros(data.Y.shape, dtype=bool)
    claimed: dict[str, list[float]] = {t.id: [] for t in topics}
    for _, test in five_folds(data, first):
        pool = data.outside(test, np.ones(len(data.Y), dtype=bool))
        features, said = build.features(cfg), data.votes[pool]
        X = features.fit_transform([data.articles[k] for k in pool])
        model = build.classifier(cfg).fit(X, said)
        limits = choose_thresholds(model.oof_proba_, said)
        given[test] = model.predict_proba(features.transform([data.articles[k] for k in test])) >= limits
        shares = agreement(model.oof_proba_ >= limits, data.Y[pool])
        for k, topic in enumerate(topics):
            claimed[topic.id].append(float(np.nanmin(np.delete(shares, k))))
    found = scores(data.Y[first] > 0, given[first], [t.id for t in topics])["topics"]
    return [(t.id, float(np.mean(claimed[t.id])), found[t.id]) for t in topics]


def later(cfg: Config, data: Corpus) -> tuple[dict[str, Any], int]:
    """Scores on articles of round 1 since `SINCE` by a model of earlier ones, and how many it learned from."""
    date = np.array([a.date for a in data.articles])
    test = np.flatnonzero((data.round == 1) & (date >= SINCE))
    learn = data.outside(test, (data.round == 0) | ((date > "") & (date < SINCE)))
    found = score(cfg, data, iter([(learn, test)]))
    return assess(found.outcome(data, np.isin(np.arange(len(date)), test))), len(learn)
