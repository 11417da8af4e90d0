"""Moving a linear model that stands: against scikit-learn, and what must not change."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression

from baozhai.topics.shift import _BIAS, _C, cross_shift, shift


def articles(n: int, seed: int = 0) -> tuple[csr_matrix, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    X = csr_matrix(rng.random((n, 12)) * (rng.random((n, 12)) < 0.4), dtype=np.float32)
    offset = rng.normal(size=n) * 2
    return X, offset, rng.random(n) < 1 / (1 + np.exp(-offset - 3 * X[:, 0].toarray()[:, 0]))


def test_without_an_offset_it_is_scikit_learns_logistic_regression() -> None:
    """The bias is a column that is penalized more than the terms: a narrow one."""
    X, _, truth = articles(80)
    narrow = np.sqrt(_BIAS / _C)
    wide = hstack([X.astype(float), csr_matrix(np.full((80, 1), narrow))])
    reference = LogisticRegression(C=_C, fit_intercept=False, tol=1e-10, max_iter=10_000).fit(wide, truth)
    weights, bias = shift(X, np.zeros(80), truth)
    assert weights == pytest.approx(reference.coef_[0, :-1], abs=1e-3)
    assert bias == pytest.approx(reference.coef_[0, -1] * narrow, abs=1e-3)


def test_a_model_that_is_right_hardly_moves_and_one_that_is_wrong_does() -> None:
    X, _, truth = articles(60)
    sure = np.where(truth, 9.0, -9.0)
    weights, bias = shift(X, sure, truth)
    assert np.abs(weights).max() < 0.01 and abs(bias) < 0.001
    weights, bias = shift(X, -sure, truth)
    moved = -sure + X @ weights + bias
    assert np.where(truth, moved, -moved).mean() > np.where(truth, -sure, sure).mean() + 0.5


def test_terms_that_no_article_has_keep_their_weight() -> None:
    X, offset, truth = articles(40)
    wide = hstack([X, csr_matrix((40, 5), dtype=np.float32)], format="csr")
    weights, _ = shift(wide, offset, truth)
    assert (weights[12:] == 0).all() and np.abs(weights[:12]).max() > 0.1
    none = csr_matrix((3, 4), dtype=np.float32)
    weights, bias = shift(none, np.zeros(3), np.array([True, True, True]))
    assert (weights == 0).all() and 0 < bias < 1  # a little likelier, by the bias alone


def test_no_article_is_scored_by_what_was_said_of_it() -> None:
    X, offset, truth = articles(50)
    folds = np.arange(50) % 5
    before = cross_shift(X, offset, truth, folds)
    other = truth.copy()
    other[7] = ~other[7]
    after = cross_shift(X, offset, other, folds)
    fold = folds == folds[7]
    assert (after[fold] == before[fold]).all() and (after[~fold] != before[~fold]).any()
    alone = cross_shift(X, offset, truth, np.zeros(50, int))
    assert (alone == offset).all()  # nothing is left to learn from
