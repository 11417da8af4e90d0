"""One linear model a topic, with cross-fitted calibration."""

from __future__ import annotations

from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from baozhai.errors import ModelError
from baozhai.params import Params
from baozhai.rows import Rows
from baozhai.topics.calibrate import blend, constant, crossed, fit_sigmoid, sigmoid
from baozhai.topics.decide import verdicts
from baozhai.topics.linear import Examples, Known, Learner, splits
from baozhai.topics.prior import Lean, Prior

_MIN_EACH = 2


class TopicClassifier(Params):
    """A linear classifier for each topic; probabilities by cross-fitted Platt calibration.

    Parameters
    ----------
    kind : {"svm", "logreg", "bayes", "sgd"}
        Linear SVM, logistic regression, multinomial naive Bayes, or logistic regression by
        stochastic gradient descent.
    C : float
        Inverse strength of regularization; `bayes` does not use it.
    class_weight : {None, "balanced"}
        `bayes` takes equal priors for "balanced".
    cv : int
        Folds of the cross-fit, at least 2 (fewer where a topic has fewer positives).
    calibration_weight : float
        Weight in learning of the rows named to `fit` as `calibration_rows`; other rows weigh 1.
    prior_weight : float
        How much a model of up to 300 articles leans on the `prior` named to `fit`: the standard deviation of that
        column, beside rows whose length is near 1; of n articles, 300 / n as much. Naive Bayes does not use it.
    ratio_weight : float
        How much the weight of a term goes by how far its share differs between yes and no, in [0, 1]
        (`topics.linear.term_scale`). Naive Bayes does not use it.
    own_weight : float
        How freely the weights for rows like the `calibration_rows` may differ from those that other rows teach
        (`topics.linear.with_own`); 0: not at all. Naive Bayes does not use it.
    chi2_terms : int
        Terms that each topic keeps, by chi-square between their values and its verdicts on the rows learned from; 0: all.
        Naive Bayes does not use it.
    random_state : int

    Attributes
    ----------
    coef_ : ndarray of float32, shape (n_topics, n_terms)
        Rounded to float16 precision, so that a stored model is the fitted one.
    intercept_ : ndarray of float64, shape (n_topics,)
    calibration_ : ndarray of float64, shape (n_topics, 2)
        `(a, b)` of sigmoid(a · decision + b).
    oof_proba_ : ndarray of float64, shape (n_articles, n_topics)
        Probabilities of the training rows by models that did not see them; from `fit` only.
    """

    def __init__(
        self,
        kind: str = "svm",
        C: float = 0.3,
        class_weight: str | None = None,
        cv: int = 5,
        calibration_weight: float = 1.0,
        prior_weight: float = 0.25,
        ratio_weight: float = 0.25,
        own_weight: float = 0.0,
        chi2_terms: int = 0,
        random_state: int = 0,
    ) -> None:
        self.kind = kind
        self.C = C
        self.class_weight = class_weight
        self.cv = cv
        self.calibration_weight = calibration_weight
        self.prior_weight = prior_weight
        self.ratio_weight = ratio_weight
        self.own_weight = own_weight
        self.chi2_terms = chi2_terms
        self.random_state = random_state

    def fit(
        self,
        X: Any,
        Y: NDArray[Any],
        *,
        calibration_rows: NDArray[np.bool_] | None = None,
        folds: NDArray[np.int64] | None = None,
        prior: Prior | None = None,
        readings: int = 0,
    ) -> Self:
        """Fit all topics.

        Parameters
        ----------
        X : csr_matrix, shape (n_articles, n_terms + n_topics * readings)
        Y : ndarray, shape (n_articles, n_topics)
            Verdicts as in `Judgement`: 1 yes, -1 no, 0 unknown (the row is left out for that
            topic).
        calibration_rows : ndarray of bool, shape (n_articles,), optional
            Rows whose out-of-fold values calibrate; all when omitted. Rows chosen because a
            model was unsure of them teach well and calibrate badly.
        folds : ndarray of int, shape (n_articles,), optional
            The fold of each row in the cross-fit, so that it stays the same when others are added. Drawn, stratified,
            when omitted, and for a topic whose verdicts are all alike outside a fold.
        prior : Prior, optional
            What models learned without these verdicts say of the same articles, as by `topics.prior.cue_prior`.
        readings : int
            Columns for each topic behind the terms (`topics.reading`), weighed beside cross-fitted decision values.

        Raises
        ------
        ValueError
            A parameter out of range, shapes that do not match, or a `Y` without any no.
        """
        self._check()
        Y = verdicts(Y)
        if Y.shape[0] != X.shape[0]:
            raise ValueError(f"X has {X.shape[0]} rows, Y {Y.shape[0]}")
        if (Y == 0).any() and not (Y < 0).any():
            raise ValueError("Y holds no 'no' verdict (-1): are unknown ones coded as 0?")
        rows = np.ones(len(Y), bool) if calibration_rows is None else np.asarray(calibration_rows, bool)
        if rows.shape != (len(Y),):
            raise ValueError(f"calibration_rows has shape {rows.shape}, not ({len(Y)},)")
        n_topics = Y.shape[1]
        self.coef_ = np.zeros((n_topics, X.shape[1]), dtype=np.float32)
        self.intercept_ = np.zeros(n_topics)
        self.calibration_ = np.zeros((n_topics, 2))
        self.oof_proba_ = np.zeros(Y.shape)
        n_terms = X.shape[1] - n_topics * readings
        if prior is not None and (prior.values.shape, prior.weights.shape) != (Y.shape, (n_topics, n_terms)):
            raise ValueError(f"prior has shapes {prior.values.shape} and {prior.weights.shape}")
        X, read = (X[:, :n_terms], X[:, n_terms:].toarray().astype(np.float64)) if readings else (X, None)
        known: Known | None = None
        for k in range(n_topics):
            found = np.flatnonzero(Y[:, k])
            if known is None or not np.array_equal(known.rows, found):
                known = None  # before the next one takes as much memory
                known = Known.of(X, found, rows, None if prior else self._learner())
            mine = None if read is None else read[:, k * readings : (k + 1) * readings]
            self._fit_topic(k, X, Y[:, k] > 0, known, folds, prior=prior, read=mine)
        return self

    def decision_function(self, X: Any) -> NDArray[np.float64]:
        """Signed decision values, shape (n_articles, n_topics)."""
        self._fitted()
        if X.shape[1] != self.coef_.shape[1]:
            raise ValueError(f"X has {X.shape[1]} terms, the model {self.coef_.shape[1]}")
        sums = X.dots(self.coef_) if isinstance(X, Rows) else np.asarray(X.astype(np.float64) @ self.coef_.T)
        return sums + self.intercept_

    def predict_proba(self, X: Any) -> NDArray[np.float64]:
        """Probabilities in [0, 1], shape (n_articles, n_topics)."""
        return sigmoid(self.decision_function(X) * self.calibration_[:, 0] + self.calibration_[:, 1])

    def to_state(self) -> dict[str, Any]:
        """Plain state: `params`, `coef`, `intercept`, `calibration`."""
        self._fitted()
        arrays = {"coef": self.coef_, "intercept": self.intercept_, "calibration": self.calibration_}
        return {"params": self.get_params(), **arrays}

    @classmethod
    def from_state(cls, state: dict[str, Any]) -> Self:
        """An equal classifier, without `oof_proba_`; other keys of `state` are not read.

        Raises
        ------
        ModelError
            A state whose parts do not fit together.
        """
        try:
            model = cls(**state["params"])
            model._check()
        except (TypeError, ValueError) as error:
            raise ModelError(f"分类器参数无效（{error}）。请用 baozhai train 重建。") from None
        model.coef_ = np.asarray(state["coef"], dtype=np.float32)
        model.intercept_ = np.asarray(state["intercept"], dtype=np.float64)
        model.calibration_ = np.asarray(state["calibration"], dtype=np.float64)
        n = len(model.intercept_)
        if model.coef_.ndim != 2 or len(model.coef_) != n or model.calibration_.shape != (n, 2):
            shapes = model.coef_.shape, model.intercept_.shape, model.calibration_.shape
            raise ModelError(f"分类器各数组形状不一致：{shapes}。请用 baozhai train 重建。")
        return model

    def _fitted(self) -> None:
        if not hasattr(self, "coef_"):
            raise ModelError("TopicClassifier 尚未拟合：请先调用 fit 或 from_state。")

    def _learner(self) -> Learner:
        terms = self.ratio_weight, self.own_weight, self.chi2_terms
        return Learner(self.kind, self.C, self.class_weight, *terms, self.random_state)

    def _check(self) -> None:
        self._learner().check()
        if self.cv < 2:
            raise ValueError(f"cv={self.cv} must be at least 2")
        if not (self.calibration_weight > 0 and self.prior_weight >= 0):
            weights = f"calibration_weight={self.calibration_weight}, prior_weight={self.prior_weight}"
            raise ValueError(f"{weights}: above 0, and at least 0")

    def _fit_topic(
        self,
        k: int,
        X: Any,
        said: NDArray[np.bool_],
        known: Known,
        folds: NDArray[np.int64] | None,
        *,
        prior: Prior | None,
        read: NDArray[np.float64] | None,
    ) -> None:
        rows, truth = known.rows, said[known.rows]
        weight = np.where(known.heavy, self.calibration_weight, 1.0)
        positives, negatives = int(truth.sum()), int((~truth).sum())
        if min(positives, negatives) < _MIN_EACH:
            # Nothing shows what has not a topic that was never denied: it is as if nobody had named it.
            self.calibration_[k] = constant(positives if negatives >= _MIN_EACH else 0, len(rows))
            self.oof_proba_[:, k] = sigmoid(self.calibration_[k, 1:])
            return
        lean = Lean.of(prior.rows(rows), k, self.prior_weight) if prior and self.kind != "bayes" else None
        part, beside = (lean.widen(known.X), 1) if lean else (known.X, 0)
        used = Examples(truth, weight, known.own)
        parts = splits(truth, folds if folds is None else folds[rows], self.cv, self.random_state)
        weights, bias, seen = self._learner().fit(part, used, parts, beside=beside, wide=known.wide)
        weights, bias = lean.fold(weights, bias) if lean else (weights, bias)
        oof = np.asarray(X @ weights + bias, dtype=np.float64)
        oof[rows] = seen
        if read is not None:
            (slope, *more), level = blend(oof[rows], read[rows], truth, weight)
            seen = crossed(oof[rows], read[rows], truth, weight, parts)
            weights, bias, oof = slope * weights, slope * bias + level, slope * oof + read @ more + level
            oof[rows] = seen
            self.coef_[k, X.shape[1] :][k * len(more) : (k + 1) * len(more)] = np.array(more, np.float16)
        self.coef_[k, : X.shape[1]] = weights.astype(np.float16)
        self.intercept_[k] = bias
        aim = np.flatnonzero(used.own)
        if len(set(truth[aim].tolist())) < 2:
            aim = np.arange(len(rows))
        self.calibration_[k] = fit_sigmoid(oof[rows][aim], truth[aim])
        self.oof_proba_[:, k] = sigmoid(oof * self.calibration_[k, 0] + self.calibration_[k, 1])
