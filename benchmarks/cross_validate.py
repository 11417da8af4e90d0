"""5-fold cross-validation of the shipped settings on the labelled press articles, round by round.

    python benchmarks/cross_validate.py > docs/topics_cv.md     # needs ../shared
    python benchmarks/cross_validate.py features.read_chars=600 # any other setting

Each fold is scored by a model that saw the other folds of all rounds and the starter articles; calibration and
thresholds are cross-fitted on the other folds of round 1 only. Articles with the same opening stay in one fold.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import average_precision_score

from baozhai import build
from baozhai.cli import compose
from baozhai.config import Config
from baozhai.evaluation.bootstrap import intervals
from baozhai.evaluation.report import reliability_table
from baozhai.evaluation.topics import reliability, scores
from baozhai.io.corpus import read_articles, read_labels
from baozhai.labels.ledger import content_hash, matrix
from baozhai.topics.decide import choose_thresholds, confidence

FOLDS = 5
COVERAGES = (1.0, 0.95, 0.9, 0.8, 0.7)
SIZES = (200, 400, 800)
DRAWS = 3


class Corpus:
    """Articles, verdicts, the round each was labelled in (0: starter) and its fold."""

    def __init__(self, cfg: Config) -> None:
        paths = (cfg.corpus.articles, cfg.corpus.press)
        unique = {content_hash(a): a for p in paths for a in read_articles(p)}
        topics = build.require_topics(cfg)
        self.ids = [t.id for t in topics]
        self.articles = list(unique.values())
        verdicts, _ = read_labels(cfg.corpus.judgements, cfg.corpus.label_table, self.ids)
        self.Y = matrix(self.articles, topics, verdicts)
        with Path(cfg.corpus.label_table).open(encoding="utf-8", newline="") as lines:
            table = {row["hash"]: int(row["round"]) for row in csv.DictReader(lines)}
        self.round = np.array([table.get(key, 0) for key in unique])
        self.fold = np.random.default_rng(cfg.seed).integers(0, FOLDS, len(self.articles))
        opening: dict[str, int] = {}
        for k, a in enumerate(self.articles):
            self.fold[k] = self.fold[opening.setdefault("".join(a.paragraphs)[:40], k)]

    def outside(self, fold: int) -> NDArray[np.int64]:
        """Rows to learn from: the starter articles and the other folds."""
        return np.flatnonzero((self.fold != fold) | (self.round == 0))


def fit_and_score(
    cfg: Config, data: Corpus, learn: NDArray[np.int64], test: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Probabilities of the test rows, and the thresholds."""
    aim = data.round[learn] == 1
    features = build.features(cfg).fit([data.articles[k] for k in learn])
    X = features.transform([data.articles[k] for k in learn])
    model = build.classifier(cfg).fit(X, data.Y[learn], calibration_rows=aim)
    limits = choose_thresholds(model.oof_proba_[aim], data.Y[learn][aim])
    return model.predict_proba(features.transform([data.articles[k] for k in test])), limits


def cross_validate(cfg: Config, data: Corpus) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Probabilities and thresholds of each article by the model that did not see it."""
    proba, limits = np.zeros(data.Y.shape), np.ones(data.Y.shape)
    for f in range(FOLDS):
        test = np.flatnonzero((data.fold == f) & (data.round > 0))
        proba[test], limits[test] = fit_and_score(cfg, data, data.outside(f), test)
    return proba, limits


def learning_curve(cfg: Config, data: Corpus) -> str:
    """Macro-F1 on round 1 after learning from some articles of round 1 alone."""
    out = "| labelled articles | macro-F1 (mean of draws) | lowest, highest |\n| --- | --- | --- |\n"
    test = [np.flatnonzero((data.fold == f) & (data.round == 1)) for f in range(FOLDS)]
    truth = data.Y[np.concatenate(test)] > 0
    for size in SIZES:
        found = []
        for draw in range(DRAWS):
            rng, parts = np.random.default_rng(draw), []
            for f in range(FOLDS):
                pool = np.flatnonzero((data.fold != f) & (data.round == 1))
                learn = np.sort(rng.choice(pool, min(size, len(pool)), replace=False))
                proba, limits = fit_and_score(cfg, data, learn, test[f])
                parts.append(proba >= limits)
            found.append(scores(truth, np.concatenate(parts))["macro_f1"])
        out += f"| {size} | {np.mean(found):.3f} | {min(found):.3f}, {max(found):.3f} |\n"
    return out


def by_round(data: Corpus, proba: NDArray[np.float64], given: NDArray[np.bool_]) -> str:
    """One line a round."""
    out = (
        "| round | articles | macro-F1 | exact set | mean average precision | ECE |\n" + "| --- " * 6 + "|\n"
    )
    for r in range(1, data.round.max() + 1):
        rows = data.round == r
        truth, p = data.Y[rows] > 0, proba[rows]
        result, spread = scores(truth, given[rows]), intervals(truth, given[rows])
        cells = [f"{result[k]:.3f} ({spread[k][0]:.3f}–{spread[k][1]:.3f})" for k in ("macro_f1", "exact")]
        ap = np.mean([average_precision_score(truth[:, k], p[:, k]) for k in range(len(data.ids))])
        ece = reliability(p, truth)["ece"]
        out += f"| {r} | {rows.sum()} | {' | '.join(cells)} | {ap:.3f} | {ece:.3f} |\n"
    return out


def by_topic(
    ids: list[str], truth: NDArray[np.bool_], proba: NDArray[np.float64], given: NDArray[np.bool_]
) -> str:
    """Precision, recall and F1 with intervals, average precision, calibration error."""
    result, spread = scores(truth, given, ids)["topics"], intervals(truth, given, ids)
    out = "| topic | precision | recall | F1 | average precision | ECE | positives |\n" + "| --- " * 7 + "|\n"
    for k, name in enumerate(ids):
        cells = [
            f"{result[name][m]:.3f} ({spread[name, m][0]:.3f}–{spread[name, m][1]:.3f})"
            for m in ("precision", "recall", "f1")
        ]
        ap = average_precision_score(truth[:, k], proba[:, k])
        ece = reliability(proba[:, [k]], truth[:, [k]])["ece"]
        out += f"| {name} | {' | '.join(cells)} | {ap:.3f} | {ece:.3f} | {truth[:, k].sum()} |\n"
    return out


def coverage_table(truth: NDArray[np.bool_], sure: NDArray[np.float64], given: NDArray[np.bool_]) -> str:
    """Exact sets among the articles that are kept when the least sure are left to a person."""
    right = (truth == given).all(axis=1)[np.argsort(-sure, kind="stable")]
    lines = [f"| {c:.0%} | {right[: round(c * len(right))].mean():.3f} |\n" for c in COVERAGES]
    return "| kept | exact set |\n| --- | --- |\n" + "".join(lines)


def confusion(truth: NDArray[np.bool_], given: NDArray[np.bool_], names: list[str]) -> str:
    """Rows: labels of people; columns: topics given (an article may count in several)."""
    left, right = (np.column_stack([t, ~t.any(1)]).astype(int) for t in (truth, given))
    rows = [*names, "other"]
    out = "| people \\ model | " + " | ".join(rows) + " |\n" + "|---" * (len(rows) + 1) + "|\n"
    table = zip(rows, (left.T @ right).tolist(), strict=True)
    return out + "".join(f"| {n} | " + " | ".join(map(str, r)) + " |\n" for n, r in table)


def main() -> None:
    """Print the report as Markdown."""
    cfg = compose(["experiment=press", *sys.argv[1:]])
    data = Corpus(cfg)
    proba, limits = cross_validate(cfg, data)
    given, first = proba >= limits, data.round == 1
    truth = data.Y[first] > 0
    print("# Topics: 5-fold cross-validation, round by round\n")
    print("`python benchmarks/cross_validate.py > docs/topics_cv.md`; in brackets 95 % bootstrap intervals.")
    print("Round 1 was drawn like the press of a day, 2 and 3 are the articles a model was least sure of,")
    print("4 names high-tech zones. What was tried and what paid: `topics_ideas.md`.\n")
    print(by_round(data, proba, given))
    print("## Round 1 by topic\n")
    print(by_topic(data.ids, truth, proba[first], given[first]))
    print(confusion(truth, given[first], data.ids))
    print("## Round 4 (zones) by topic\n")
    zone = data.round == 4
    print(by_topic(data.ids, data.Y[zone] > 0, proba[zone], given[zone]))
    print("## Leaving the least sure to a person\n\nBy `topics.confidence`; round 1, then round 4.\n")
    for rows in (first, zone):
        print(coverage_table(data.Y[rows] > 0, confidence(proba[rows], limits[rows]), given[rows]))
    print(
        "## Learning curve\n\nArticles of round 1 only, no starter articles, scored on the held-out folds.\n"
    )
    print(learning_curve(cfg, data))
    print("## Reliability, round 1\n")
    print(reliability_table(reliability(proba[first], truth)["bins"]))


if __name__ == "__main__":
    main()
