"""How often does the gate of `baozhai promote` let a new model through? Good and poisoned corrections, on the starter corpus.

python benchmarks/promotion.py            prints the table of docs/review.md (two minutes)
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from baozhai import build
from baozhai.cli import compose
from baozhai.evaluation.promotion import decision
from baozhai.io.corpus import read_articles, read_judgements
from baozhai.labels.ledger import folds, matrix
from baozhai.records import resolve
from baozhai.topics.decide import choose_thresholds


class Bench:
    """The starter corpus, and what models of some of its labels say of all of it."""

    def __init__(self) -> None:
        self.cfg = compose([])
        self.ids = [t.id for t in build.require_topics(self.cfg)]
        articles = read_articles(Path(self.cfg.corpus.articles))
        verdicts = resolve(read_judgements(self.cfg.corpus.judgements))
        self.Y = matrix(articles, build.require_topics(self.cfg), verdicts)
        self.folds = folds(articles, self.cfg.classifier.cv, {})
        self.X = build.features(self.cfg).fit(articles).transform(articles)

    def says(self, Y: NDArray[np.int8], rows: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Topics by a model of `rows`; of these, by cross-fitting."""
        model = build.classifier(self.cfg).fit(self.X[rows], Y[rows], folds=self.folds[rows])
        proba = model.predict_proba(self.X)
        proba[rows] = model.oof_proba_
        return np.asarray(proba >= choose_thresholds(model.oof_proba_, Y[rows]))

    def decide(self, first: int, more: int, flipped: float, seed: int) -> dict[str, Any]:
        """An old model of `first` articles against one of `more` besides, a share of all labels flipped."""
        rng = np.random.default_rng(seed)
        order = rng.permutation(len(self.Y))
        old, new = np.sort(order[:first]), np.sort(order[: first + more])
        Y = np.where(rng.random(self.Y.shape) < flipped, -self.Y, self.Y).astype(np.int8)
        before, after = self.says(self.Y, old), self.says(Y, new)
        gold = self.Y[old] > 0
        return decision(gold, before[old], after[old], self.ids, margin=self.cfg.review.margin)


CASES = (
    ("100 articles, 20 more", 100, 20, 0.0), ("100 articles, 100 more", 100, 100, 0.0),
    ("200 articles, 5 more", 200, 5, 0.0), ("200 articles, 20 more", 200, 20, 0.0),
    ("200 articles, 100 more", 200, 100, 0.0), ("300 articles, 20 more", 300, 20, 0.0),
    ("300 articles, 2 % of all labels flipped", 300, 0, 0.02), ("300 articles, 5 % flipped", 300, 0, 0.05),
    ("300 articles, 10 % flipped", 300, 0, 0.10), ("300 articles, 15 % flipped", 300, 0, 0.15),
)  # fmt: skip


def main(argv: Sequence[str] | None = None) -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=20)
    seeds = parser.parse_args(argv).seeds
    bench = Bench()
    print("| corrections | let through | mean difference of macro-F1 |\n| --- | --- | --- |")
    for name, first, more, flipped in CASES:
        found = [bench.decide(first, more, flipped, seed) for seed in range(seeds)]
        passed = sum(f["promoted"] for f in found)
        mean = np.mean([f["difference"] for f in found])
        print(f"| {name} | {passed} of {seeds} | {mean:+.3f} |", flush=True)


if __name__ == "__main__":
    main()
