"""What `baozhai adapt` brings: the shipped model moved by labels of other readers and rounds, and a topic that it lacks.

    OMP_NUM_THREADS=1 python benchmarks/adaptation.py experiment=press        prints the tables of docs/topics_ideas.md

Log-odds of the model that stands are its cross-fitted ones, for it learned from all of these articles. Articles are drawn at random from
a round, the others of the round are scored (copies of the drawn ones left out), mean of three draws. Beside it the best that could be done without: a
model of the starter articles and the same labels.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from topics_cv import Corpus, Rows

from baozhai import build
from baozhai.cli import compose
from baozhai.config import Config
from baozhai.evaluation.topics import average_precision, scores
from baozhai.io.corpus import read_json
from baozhai.io.crossfit import read_crossfit
from baozhai.labels.ledger import content_hash
from baozhai.topics.calibrate import sigmoid
from baozhai.topics.decide import choose_thresholds
from baozhai.topics.prior import prior_beside
from baozhai.topics.shift import shift

MODEL = Path("models/press")
DRAWS = 3
CASES = {
    "1: judged as those it learned most from": (1, (100, 300, 1000)),
    "3: hard ones": (3, (100, 300, 1000)),
    "4: zones": (4, (150,)),
    "5: other readers, who call a fifth manufacturing": (5, (100, 300, 1000)),
}
Floats = NDArray[np.float64]


class Ground:
    """The corpus, and what the shipped model says of it by cross-fitting."""

    def __init__(self, cfg: Config) -> None:
        self.cfg, self.data = cfg, Corpus(cfg)
        self.digester = build.load("press", cfg)
        known = read_crossfit(MODEL, read_json(MODEL / "manifest.json"), [t.id for t in self.digester.topics])
        proba = np.array([known[content_hash(a)] for a in self.data.articles])
        proba = np.clip(proba, 5e-5, 1 - 5e-5)
        self.odds = np.log(proba / (1 - proba))
        self.limits = np.array(self.digester.thresholds)

    def terms(self, rows: Rows) -> Any:
        """Features of the shipped model."""
        return self.digester.features.rows([self.data.articles[k] for k in rows]).csr()

    def drawn(self, number: int, size: int, seed: int) -> tuple[Rows, Rows]:
        """Articles of a round to learn from, and the others."""
        whole = np.flatnonzero((self.data.round == number) & (self.data.Y != 0).all(axis=1))
        order = np.random.default_rng(seed).permutation(whole)
        learn, test = order[:size], order[size:]
        return learn, test[~np.isin(self.data.group[test], self.data.group[learn])]


def moved(ground: Ground, learn: Rows, test: Rows) -> Floats:
    """Probabilities by the shipped model, moved."""
    X, Z, odds = ground.terms(learn), ground.terms(test), ground.odds[test].copy()
    for k in range(odds.shape[1]):
        weights, bias = shift(X, ground.odds[learn, k], ground.data.Y[learn, k] > 0)
        odds[:, k] += Z @ weights + bias
    return sigmoid(odds)


def own(ground: Ground, learn: Rows, test: Rows) -> tuple[Floats, Floats]:
    """Probabilities and thresholds of a model of the starter articles and the labels drawn, as `train` makes it."""
    cfg, data = compose([]), ground.data
    rows = np.concatenate([np.flatnonzero(data.round == 0), learn])
    known, tested = ([data.articles[k] for k in part] for part in (rows, test))
    features = build.features(cfg)
    X, Z = features.fit_transform(known), features.transform(tested)
    weight, every = cfg.classifier.prior_weight, np.ones(len(rows), bool)
    prior = prior_beside(X, data.votes[rows], every, weight=weight, random_state=cfg.seed)
    model = build.classifier(cfg).fit(X, data.Y[rows], prior=prior)
    return model.predict_proba(Z), choose_thresholds(model.oof_proba_, data.Y[rows])


def measured(proba: Floats, limits: Floats, truth: NDArray[np.bool_]) -> list[float]:
    """Macro-F1, exact set, log loss."""
    found = scores(truth, proba >= limits)
    said = np.clip(np.where(truth, proba, 1 - proba), 1e-9, 1)
    return [found["macro_f1"], found["exact"], float(-np.log(said).sum(axis=1).mean())]


def table(ground: Ground) -> None:
    """The shipped model, moved, and a model of one's own."""
    print(
        "| round | labels | shipped: F1, exact, log loss | moved | of starter and the same labels |\n| --- | --- | --- | --- | --- |"
    )
    for name, (number, sizes) in CASES.items():
        for size in sizes:
            rows: list[list[list[float]]] = [[], [], []]
            for seed in range(DRAWS):
                learn, test = ground.drawn(number, size, seed)
                truth = ground.data.Y[test] > 0
                rows[0].append(measured(sigmoid(ground.odds[test]), ground.limits, truth))
                rows[1].append(measured(moved(ground, learn, test), ground.limits, truth))
                rows[2].append(measured(*own(ground, learn, test), truth))
            cells = (", ".join(f"{v:.3f}" for v in np.mean(r, axis=0)) for r in rows)
            print(f"| {name} | {size} | {' | '.join(cells)} |", flush=True)


def lacked(
    ground: Ground, k: int, rows: Rows, test: Rows, terms: Callable[[Rows], Any]
) -> tuple[Floats, Floats]:
    """A topic learned with the terms of the shipped model, as if it lacked it: probabilities and threshold."""
    cfg, data = compose([]), ground.data
    X, Y = terms(rows), data.Y[rows][:, [k]]
    prior = prior_beside(
        X, data.votes[rows][:, [k]], np.ones(len(rows), bool), weight=cfg.classifier.prior_weight
    )
    model = build.classifier(cfg).fit(X, Y, prior=prior)
    return model.predict_proba(terms(test))[:, 0], choose_thresholds(model.oof_proba_, Y)


def added(ground: Ground) -> None:
    """Each topic as if the shipped model lacked it, from labels of round 1 and the starter articles."""
    names = [t.id for t in ground.digester.topics]
    print(f"| labels | {' | '.join(names)} |\n| {'--- | ' * (len(names) + 1)}")
    for size in (100, 300):
        out = np.zeros((DRAWS, len(names), 2))
        for seed in range(DRAWS):
            learn, test = ground.drawn(1, size, seed)
            rows = np.concatenate([np.flatnonzero(ground.data.round == 0), learn])
            for k in range(len(names)):
                truth = ground.data.Y[test, k] > 0
                proba, limit = lacked(ground, k, rows, test, ground.terms)
                out[seed, k] = (
                    scores(truth[:, None], (proba >= limit)[:, None])["macro_f1"],
                    average_precision(truth, proba),
                )
        cells = (f"{f1:.3f} ({ap:.3f})" for f1, ap in out.mean(axis=0))
        print(f"| {size} | {' | '.join(cells)} |", flush=True)


def main() -> None:
    """Print both tables."""
    ground = Ground(compose(sys.argv[1:]))
    table(ground)
    print()
    added(ground)


if __name__ == "__main__":
    main()
