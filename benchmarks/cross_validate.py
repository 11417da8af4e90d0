"""5-fold cross-validation of the shipped settings on round 1 of the labelled press articles.

    python benchmarks/cross_validate.py > docs/topics_cv.md     # needs ../shared

Each fold is scored by a model that saw the other folds of round 1, the later rounds and the starter articles;
calibration and thresholds are cross-fitted on the other folds of round 1 only. Articles with the
same opening stay in one fold.
"""

from __future__ import annotations

import sys

import numpy as np

from baozhai import build
from baozhai.cli import compose
from baozhai.evaluation.report import reliability_table, topic_table
from baozhai.evaluation.topics import bootstrap_interval, reliability, scores
from baozhai.io.corpus import read_articles, read_labels
from baozhai.labels.ledger import content_hash, matrix
from baozhai.topics.decide import choose_thresholds


def confusion(Y: np.ndarray, P: np.ndarray, names: list[str]) -> str:
    """Rows: labels of people; columns: topics given (an article may count in several)."""
    both = (
        np.column_stack([Y, ~Y.any(1)]).astype(int).T @ np.column_stack([P, ~P.any(1)]).astype(int)
    ).tolist()
    rows = [*names, "other"]
    out = "| people \\ model | " + " | ".join(rows) + " |\n" + "|---" * (len(rows) + 1) + "|\n"
    return out + "".join(
        f"| {n} | " + " | ".join(map(str, r)) + " |\n" for n, r in zip(rows, both, strict=True)
    )


def main() -> None:
    """Print the report as Markdown."""
    cfg = compose(["experiment=press", *sys.argv[1:]])
    topics = build.require_topics(cfg)
    ids = [t.id for t in topics]
    unique = {content_hash(a): a for p in (cfg.corpus.articles, cfg.corpus.press) for a in read_articles(p)}
    articles = list(unique.values())
    verdicts, first = read_labels(cfg.corpus.judgements, cfg.corpus.label_table, ids)
    Y = matrix(articles, topics, verdicts)
    round1 = np.array([key in first for key in unique])
    fold = np.random.default_rng(cfg.seed).integers(0, 5, len(articles))
    opening: dict[str, int] = {}
    for k, a in enumerate(articles):
        fold[k] = fold[opening.setdefault("".join(a.paragraphs)[:40], k)]
    P, proba = np.zeros(Y.shape, dtype=bool), np.zeros(Y.shape)
    for f in range(5):
        train, test = np.flatnonzero(fold != f), np.flatnonzero((fold == f) & round1)
        features = build.features(cfg).fit([articles[k] for k in train])
        X = features.transform([articles[k] for k in train])
        model = build.classifier(cfg).fit(X, Y[train], calibration_rows=round1[train])
        calibrating = round1[train]
        limits = choose_thresholds(model.oof_proba_[calibrating], Y[train][calibrating])
        proba[test] = model.predict_proba(features.transform([articles[k] for k in test]))
        P[test] = proba[test] >= limits
    truth, found = Y[round1] > 0, P[round1]
    result = scores(truth, found, ids)
    low, high = bootstrap_interval(truth, found)
    calibration = reliability(proba[round1], truth)
    print("# Topics: 5-fold cross-validation on round 1\n")
    print("`python benchmarks/cross_validate.py > docs/topics_cv.md`\n")
    print(
        f"{len(truth)} articles; macro-F1 {result['macro_f1']:.3f} (95 % interval {low:.3f}–{high:.3f}), ",
        end="",
    )
    print(f"exact set {result['exact']:.3f}, expected calibration error {calibration['ece']:.3f}.\n")
    print(topic_table(result["topics"]))
    print(confusion(truth, found, ids))
    print(reliability_table(calibration["bins"]))


if __name__ == "__main__":
    main()
