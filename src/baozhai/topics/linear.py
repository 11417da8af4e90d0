"""One binary linear model by any of the learners, and the folds of its cross-fit."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

KINDS = ("svm", "logreg", "bayes", "sgd")
# Smoothing of `bayes`: TF-IDF values are far below 1, so the usual 1.0 would drown them.
_BAYES_ALPHA = 0.1
Splits = list[tuple[NDArray[np.int64], NDArray[np.int64]]]


def linear(
    X: Any,
    truth: NDArray[np.bool_],
    weight: NDArray[np.float64],
    *,
    kind: str,
    C: float,
    class_weight: str | None,
    random_state: int,
) -> tuple[NDArray[np.float64], float]:
    """Weights (n_terms,) and intercept of a model of `truth`, shape (n_articles,), with weighted rows.

    The parameters are those of `TopicClassifier`.
    """
    from sklearn.linear_model import LogisticRegression, SGDClassifier
    from sklearn.naive_bayes import MultinomialNB
    from sklearn.svm import LinearSVC

    if kind == "bayes":
        nb = MultinomialNB(alpha=_BAYES_ALPHA, fit_prior=class_weight is None)
        nb.fit(X, truth, sample_weight=weight)
        log_odds = nb.feature_log_prob_[1] - nb.feature_log_prob_[0]
        return log_odds, float(nb.class_log_prior_[1] - nb.class_log_prior_[0])
    common = {"class_weight": class_weight, "random_state": random_state}
    if kind == "svm":
        model = LinearSVC(C=C, dual=True, max_iter=10000, **common)
    elif kind == "logreg":
        model = LogisticRegression(C=C, solver="liblinear", max_iter=1000, **common)
    else:
        model = SGDClassifier(loss="log_loss", alpha=1 / (C * X.shape[0]), max_iter=1000, **common)
    model.fit(X, truth, sample_weight=weight)
    return model.coef_[0].astype(np.float64), float(model.intercept_[0])


def splits(
    truth: NDArray[np.bool_], folds: NDArray[np.int64] | None, *, cv: int, random_state: int
) -> Splits:
    """Rows to learn from and rows held out, for each fold: the given folds where each leaves a yes and a no to learn from."""
    from sklearn.model_selection import StratifiedKFold

    if folds is not None:
        held = [folds == number for number in np.unique(folds)]
        if len(held) > 1 and all(0 < truth[~h].sum() < (~h).sum() for h in held):
            return [(np.flatnonzero(~h), np.flatnonzero(h)) for h in held]
    count = min(cv, int(truth.sum()), int((~truth).sum()))
    splitter = StratifiedKFold(count, shuffle=True, random_state=random_state)
    return list(splitter.split(np.zeros(len(truth)), truth))
