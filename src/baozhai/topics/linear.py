"""One binary linear model by any of the learners, and the folds of its cross-fit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

KINDS = ("svm", "logreg", "bayes", "sgd")
# Smoothing of `bayes`: TF-IDF values are far below 1, so the usual 1.0 would drown them.
_BAYES_ALPHA = 0.1
_RATIO_ALPHA = 0.1
# Tolerances of logistic regression, solved in its dual (several times as fast as the primal). Of 28,500 articles the
# coarse one takes a seventh of the time, and moves decision values with a standard deviation of 4.6 by 0.03 on average.
_COARSE, _FINE, _MANY = 2.0, 1e-4, 5000
Splits = Sequence[tuple[NDArray[np.int64], NDArray[np.int64]]]


@dataclass(frozen=True)
class Examples:
    """What is known of the rows to learn from, each array of shape (n_articles,).

    Attributes
    ----------
    truth : ndarray of bool
    weight : ndarray of float64
    own : ndarray of bool
        Those like the articles to come.
    """

    truth: NDArray[np.bool_]
    weight: NDArray[np.float64]
    own: NDArray[np.bool_]

    def part(self, chosen: NDArray[np.int64]) -> Examples:
        """Some of them."""
        return Examples(self.truth[chosen], self.weight[chosen], self.own[chosen])


@dataclass(frozen=True)
class Learner:
    """Learns one binary linear model; the parameters are those of `TopicClassifier`."""

    kind: str
    C: float
    class_weight: str | None
    ratio_weight: float
    own_weight: float
    chi2_terms: int
    random_state: int

    def check(self) -> None:
        """Raise a ValueError for a parameter out of range."""
        if self.kind not in KINDS:
            raise ValueError(f"kind={self.kind!r}: one of {KINDS}")
        if self.class_weight not in (None, "balanced"):
            raise ValueError(f"class_weight={self.class_weight!r}: None or 'balanced'")
        if not self.C > 0 or not 0 <= self.ratio_weight <= 1:
            raise ValueError(f"C={self.C} must be above 0, ratio_weight={self.ratio_weight} from 0 to 1")
        if not self.own_weight >= 0:
            raise ValueError(f"own_weight={self.own_weight} must not be negative")
        if self.chi2_terms < 0:
            raise ValueError(f"chi2_terms={self.chi2_terms} must not be negative")

    def fit(
        self, X: Any, rows: Examples, parts: Splits = (), *, beside: int = 0, wide: Any = None
    ) -> tuple[NDArray[np.float64], float, NDArray[np.float64]]:
        """A model for rows like the `own` ones; the last `beside` columns of `X` are no terms, and `wide` is `self.wide(X, rows.own)`.

        Returns
        -------
        weights : ndarray of float64, shape (n_terms,)
        intercept : float
        values : ndarray of float64, shape (n_articles,)
            Decision values of the rows held out in `parts`, by models that did not see them; of others 0.
        """
        out, wide = np.zeros(len(rows.truth)), self.wide(X, rows.own) if wide is None else wide
        for learn, held in parts:
            weights, bias = self._fit(wide[learn], X.shape[1], rows.part(learn), beside)
            out[held] = X[held] @ weights + bias
        return *self._fit(wide, X.shape[1], rows, beside), out

    def wide(self, X: Any, own: NDArray[np.bool_]) -> Any:
        """The columns to learn from: with those of the own rows' own weights, if there are such."""
        both = self.kind != "bayes" and self.own_weight > 0 and 0 < own.sum() < len(own)
        return with_own(X, own, self.own_weight) if both else X

    def _fit(self, X: Any, columns: int, rows: Examples, beside: int) -> tuple[NDArray[np.float64], float]:
        """`fit`, of `columns` columns and perhaps as many for the own rows."""
        if self.kind == "bayes":
            return self._bayes(X, rows)
        if X.shape[1] > columns and rows.own.all():
            X = X[:, :columns]
        scale = self._scale(X, columns, rows, beside)
        values = scale[X.indices]
        values *= X.data
        X = type(X)((values, X.indices, X.indptr), shape=X.shape)
        weights, bias = self._margin(X, rows)
        weights *= scale
        if len(weights) > columns:
            weights = weights[:columns] + self.own_weight * weights[columns:]
        return weights, bias

    def _scale(self, X: Any, columns: int, rows: Examples, beside: int) -> NDArray[np.float64]:
        """What to multiply each column with, 0 for terms that are left out."""
        terms, scale = columns - beside, np.ones(X.shape[1])
        sizes = scale[:terms].copy()
        if self.ratio_weight:
            sizes = term_scale(X, rows.truth, rows.weight, self.ratio_weight, terms)
        if 0 < self.chi2_terms < terms:
            sizes[weakest(X[:, :terms], rows.truth, self.chi2_terms)] = 0.0
        for first in range(0, X.shape[1], columns):
            scale[first : first + terms] = sizes
        return scale

    def _bayes(self, X: Any, rows: Examples) -> tuple[NDArray[np.float64], float]:
        from sklearn.naive_bayes import MultinomialNB

        nb = MultinomialNB(alpha=_BAYES_ALPHA, fit_prior=self.class_weight is None)
        nb.fit(X, rows.truth, sample_weight=rows.weight)
        log_odds = nb.feature_log_prob_[1] - nb.feature_log_prob_[0]
        return log_odds, float(nb.class_log_prior_[1] - nb.class_log_prior_[0])

    def _margin(self, X: Any, rows: Examples) -> tuple[NDArray[np.float64], float]:
        from sklearn.linear_model import LogisticRegression, SGDClassifier
        from sklearn.svm import LinearSVC

        common = {"class_weight": self.class_weight, "random_state": self.random_state}
        if self.kind == "svm":
            model = LinearSVC(C=self.C, dual=True, max_iter=10000, **common)
        elif self.kind == "logreg":
            tol = _COARSE if X.shape[0] > _MANY else _FINE
            model = LogisticRegression(
                C=self.C, solver="liblinear", dual=True, tol=tol, max_iter=10000, **common
            )
        else:
            model = SGDClassifier(loss="log_loss", alpha=1 / (self.C * X.shape[0]), max_iter=1000, **common)
        model.fit(X, rows.truth, sample_weight=rows.weight)
        return model.coef_[0].astype(np.float64), float(model.intercept_[0])


class Known(NamedTuple):
    """The rows with verdicts on a topic, made once for topics one after the other that have the same.

    Attributes
    ----------
    rows : ndarray of int64, shape (n_known,)
    X : csr_matrix, shape (n_known, n_terms)
    wide : csr_matrix, or None where each topic has columns of its own beside
        `Learner.wide` of them.
    own : ndarray of bool, shape (n_known,)
        Those like the articles to come.
    heavy : ndarray of bool, shape (n_known,)
        Those that weigh `calibration_weight`: the own ones; none where all are own.
    """

    rows: NDArray[np.int64]
    X: Any
    wide: Any
    own: NDArray[np.bool_]
    heavy: NDArray[np.bool_]

    @classmethod
    def of(cls, X: Any, rows: NDArray[np.int64], own: NDArray[np.bool_], learner: Learner | None) -> Self:
        """These rows of all; `own` tells of all."""
        part, mine = X[rows], own[rows]
        return cls(rows, part, learner.wide(part, mine) if learner else None, mine, mine & ~own.all())


def with_own(X: Any, own: NDArray[np.bool_], own_weight: float) -> Any:
    """`X` with each column once more, for the own rows only: csr_matrix of shape (n_articles, 2 · n_columns).

    Notes
    -----
    H. Daumé III (2007), "Frustratingly Easy Domain Adaptation", ACL: what all rows say goes into the first half of the
    weights, what the own rows say otherwise into the second.
    """
    from scipy.sparse import csr_matrix, hstack

    counts = np.diff(X.indptr)
    ends, inside = np.append(0, np.cumsum(np.where(own, counts, 0))), np.repeat(own, counts)
    beside = csr_matrix((own_weight * X.data[inside], X.indices[inside], ends), shape=X.shape)
    return hstack([X, beside], format="csr")


def term_scale(
    X: Any,
    truth: NDArray[np.bool_],
    weight: NDArray[np.float64],
    ratio_weight: float,
    terms: int | None = None,
) -> NDArray[np.float64]:
    """What to multiply each term with, shape (n_terms,), 1 on average: more where it tells the classes apart.

    `ratio_weight` of it goes by the size of the term's log-count ratio between the classes, the rest is even. Only the
    first `terms` columns of `X` are terms.

    Notes
    -----
    S. Wang and C. D. Manning (2012), "Baselines and Bigrams: Simple, Good Sentiment and Topic Classification", ACL,
    but without the sign of the ratio, which a linear model finds by itself.
    """
    sums = (X.T @ np.stack([weight * rows for rows in (truth, ~truth)], axis=1)).T[:, :terms] + _RATIO_ALPHA
    shares = np.log(sums / sums.sum(axis=1, keepdims=True))
    size: NDArray[np.float64] = np.abs(shares[0] - shares[1])
    mean = float(size.mean())
    return (1 - ratio_weight) + ratio_weight * (size / mean if mean else np.ones_like(size))


def weakest(X: Any, truth: NDArray[np.bool_], keep: int) -> NDArray[np.int64]:
    """The terms outside of the `keep` ones with the highest chi-square between their values and the classes."""
    from sklearn.feature_selection import chi2

    strength = np.nan_to_num(chi2(X, truth)[0], nan=-1.0)  # not a number: a term of none of these articles
    return np.argsort(-strength, kind="stable")[keep:]


def splits(truth: NDArray[np.bool_], folds: NDArray[np.int64] | None, cv: int, random_state: int) -> Splits:
    """Examples to learn from and rows held out, for each fold: the given folds where each leaves a yes and a no to learn from."""
    from sklearn.model_selection import StratifiedKFold

    if folds is not None:
        held = [folds == number for number in np.unique(folds)]
        if len(held) > 1 and all(0 < truth[~h].sum() < (~h).sum() for h in held):
            return [(np.flatnonzero(~h), np.flatnonzero(h)) for h in held]
    count = min(cv, int(truth.sum()), int((~truth).sum()))
    splitter = StratifiedKFold(count, shuffle=True, random_state=random_state)
    return list(splitter.split(np.zeros(len(truth)), truth))
