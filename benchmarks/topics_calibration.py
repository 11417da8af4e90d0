"""Ways from decision values to probabilities: Platt's sigmoid (shipped), isotonic regression and Venn-Abers predictors.

    OMP_NUM_THREADS=1 python benchmarks/topics_calibration.py experiment=press

Nested, by the folds of `topics_cv.py`: each calibration is fitted on cross-fitted values of round 1 outside the fold, thresholds are
chosen on what it makes of these, and it is scored on the fold. Means over the partitions.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import numpy as np
from joblib import Parallel, delayed
from numpy.typing import NDArray
from sklearn.isotonic import IsotonicRegression
from topics_cv import PARTITIONS, Corpus, Rows, classifier, featured, five_folds

from baozhai.cli import compose
from baozhai.config import Config
from baozhai.evaluation.topics import average_precision, reliability, scores
from baozhai.topics.calibrate import sigmoid
from baozhai.topics.decide import choose_thresholds, confidence

Floats = NDArray[np.float64]
Way = Callable[[Floats, NDArray[np.bool_], Floats], Floats]
ASKED = 0.1


def platt(values: Floats, truth: NDArray[np.bool_], new: Floats) -> Floats:
    """The model's own: its values are the log-odds of Platt's sigmoid, fitted on the same articles."""
    return sigmoid(new)


def isotonic(values: Floats, truth: NDArray[np.bool_], new: Floats) -> Floats:
    """Steps that rise with the value; never surer than one in so many articles."""
    model = IsotonicRegression(out_of_bounds="clip").fit(values, truth)
    least = 1 / (len(values) + 2)
    return np.clip(model.predict(new), least, 1 - least)


def venn_abers(values: Floats, truth: NDArray[np.bool_], new: Floats) -> Floats:
    """Isotonic regression with the article itself among the others, once as a no and once as a yes (Vovk and Petej, 2014)."""
    found, back = np.unique(new, return_inverse=True)
    both = np.empty((2, len(found)))
    for said in (0, 1):
        for k, value in enumerate(found):
            model = IsotonicRegression().fit(np.append(values, value), np.append(truth, said))
            both[said, k] = model.predict([value])[0]
    low, high = both
    return (high / (1 - low + high))[back]


WAYS: dict[str, Way] = {"Platt": platt, "isotonic": isotonic, "Venn-Abers": venn_abers}


def fold(cfg: Config, data: Corpus, learn: Rows, test: Rows) -> dict[str, tuple[Floats, Floats]]:
    """Probabilities of the test rows and thresholds, for each way."""
    X, Z, prior, count = featured(cfg, data, learn, test)
    model = classifier(cfg, data, learn, X, prior, count)
    aim = data.round[learn] == 1
    seen, new = (_odds(p) for p in (model.oof_proba_[aim], model.predict_proba(Z)))
    truth = data.Y[learn][aim]
    out = {}
    for name, way in WAYS.items():
        own, said = np.empty_like(seen), np.empty_like(new)
        for k in range(truth.shape[1]):
            own[:, k] = way(seen[:, k], truth[:, k] > 0, seen[:, k])
            said[:, k] = way(seen[:, k], truth[:, k] > 0, new[:, k])
        out[name] = said, choose_thresholds(own, truth)
    return out


def _odds(proba: Floats) -> Floats:
    kept = np.clip(proba, 1e-12, 1 - 1e-12)
    return np.log(kept / (1 - kept))


def measured(proba: Floats, limits: Floats, truth: NDArray[np.bool_]) -> dict[str, float]:
    """The figures of one partition."""
    given = proba >= limits
    found = scores(truth, given)
    sure = np.array([confidence(p[None], v)[0] for p, v in zip(proba, limits, strict=True)])
    kept = np.argsort(-sure, kind="stable")[: round((1 - ASKED) * len(sure))]
    right = (given == truth).all(axis=1)
    said = np.where(truth, proba, 1 - proba)
    columns = range(truth.shape[1])
    return {
        "log loss": float(-np.log(said).sum(axis=1).mean()),
        "Brier score": float(np.square(1 - said).sum(axis=1).mean()),
        "highest ECE": max(float(reliability(proba[:, [k]], truth[:, [k]])["ece"]) for k in columns),
        "average precision": float(np.mean([average_precision(truth[:, k], proba[:, k]) for k in columns])),
        "macro-F1": float(found["macro_f1"]),
        "exact set": float(found["exact"]),
        "lift, 10 % asked": float(right[kept].mean() - right.mean()),
    }


def partition(cfg: Config, data: Corpus) -> dict[str, list[dict[str, float]]]:
    """For each way the figures of round 1 and of round 4."""
    parts = list(five_folds(data, np.isin(data.round, (1, 4))))
    found = Parallel(n_jobs=-1)(delayed(fold)(cfg, data, learn, test) for learn, test in parts)
    out = {}
    for name in WAYS:
        proba, limits = np.zeros(data.Y.shape), np.ones(data.Y.shape)
        for (_, test), said in zip(parts, found, strict=True):
            proba[test], limits[test] = said[name]
        rounds = [data.round == number for number in (1, 4)]
        out[name] = [measured(proba[r], limits[r], data.Y[r] > 0) for r in rounds]
    return out


def main() -> None:
    """Print a table for each round as Markdown."""
    cfg: Any = compose(sys.argv[1:])
    data = Corpus(cfg)
    found = [partition(cfg, data.parted(number)) for number in range(PARTITIONS)]
    for place, number in enumerate((1, 4)):
        rows = {name: [one[name][place] for one in found] for name in WAYS}
        head = list(rows["Platt"][0])
        print(f"| round {number} | {' | '.join(head)} |\n{'| --- ' * (len(head) + 1)}|")
        for name, each in rows.items():
            print(f"| {name} | {' | '.join(f'{np.mean([one[key] for one in each]):.4f}' for key in head)} |")
        print()


if __name__ == "__main__":
    main()
