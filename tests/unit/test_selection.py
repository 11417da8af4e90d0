"""Terms chosen by chi-square, within what each model learns from."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import sparse
from sklearn.feature_selection import SelectKBest, chi2

from baozhai.evaluation.topics import average_precision
from baozhai.topics.classifier import TopicClassifier
from baozhai.topics.linear import Examples, Learner, weakest


def test_terms_by_chi_square() -> None:
    """As scikit-learn's `SelectKBest(chi2)` before the same model; columns that are no terms stay."""
    rng = np.random.default_rng(1)
    X = sparse.random_array((60, 40), density=0.3, rng=rng, format="csr")
    truth = (X[:, [3]].toarray().ravel() > 0) ^ (rng.random(60) < 0.1)
    rows = Examples(truth, np.ones(60), np.ones(60, dtype=bool))
    weights, bias, _ = Learner("svm", 1.0, None, 0.0, 0.0, 5, 0).fit(X, rows, beside=2)
    best = np.flatnonzero(SelectKBest(chi2, k=5).fit(X[:, :38], truth).get_support())
    assert 3 in best and set(np.flatnonzero(weights)) <= {*best, 38, 39} and len(best) == 5
    kept = [*best, 38, 39]
    plain, level, _ = Learner("svm", 1.0, None, 0.0, 0.0, 0, 0).fit(X[:, kept], rows)
    assert weights[kept] == pytest.approx(plain, abs=1e-3) and bias == pytest.approx(level, abs=1e-3)


def test_a_term_of_no_article_is_worth_nothing() -> None:
    empty = sparse.csr_matrix(np.array([[0.0, 1.0], [0.0, 0.0]]))
    assert weakest(empty, np.array([True, False]), 1).tolist() == [0]


def test_chosen_terms_do_not_see_held_out_rows() -> None:
    """Of noise nothing can be learned, however the terms are chosen."""
    rng = np.random.default_rng(2)
    X = sparse.random_array((120, 3000), density=0.02, rng=rng, format="csr", dtype=np.float32)
    Y = np.where(rng.random((120, 1)) < 0.5, 1, -1)
    model = TopicClassifier(C=1.0, chi2_terms=20).fit(X, Y)
    assert (np.count_nonzero(model.coef_, axis=1) <= 20).all()
    assert average_precision(Y[:, 0] > 0, model.oof_proba_[:, 0]) < 0.65
    # Chosen once with all verdicts they would seem to tell the classes apart.
    best = np.setdiff1d(np.arange(3000), weakest(X, Y[:, 0] > 0, 20))
    seen = TopicClassifier(C=1.0).fit(X[:, best], Y)
    assert average_precision(Y[:, 0] > 0, seen.oof_proba_[:, 0]) > 0.8
