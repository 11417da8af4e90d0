"""What cue words say of unlabelled articles."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from baozhai.build.learning import agreement
from baozhai.labels.rules import MIN_POSITIVES, taught, under
from baozhai.records import Topic
from baozhai.topics.classifier import TopicClassifier
from baozhai.topics.prior import Lean, Prior, cue_prior


def texts(n: int = 120, seed: int = 0) -> tuple[csr_matrix, np.ndarray, np.ndarray]:
    """Rows with a hidden topic: term 0 is a cue; each row of the topic holds 3 of the terms 1 to 30, and all hold noise."""
    rng = np.random.default_rng(seed)
    truth = rng.random(n) < 0.4
    X = (rng.random((n, 200)) < 0.1) * 1.0
    X[:, :31] = 0
    X[:, 0] = truth & (rng.random(n) < 0.6)
    for row in np.flatnonzero(truth):
        X[row, 1 + rng.permutation(30)[:3]] = 1
    X[:, 199] += 0.1  # no row of zeros
    X /= np.linalg.norm(X, axis=1, keepdims=True)
    votes = np.where(X[:, [0]] > 0, 1, -1).astype(np.int8)
    return csr_matrix(X), truth, votes


def test_the_folded_model_is_the_model_with_the_column() -> None:
    X, _, votes = texts()
    prior = cue_prior(X, votes)
    lean = Lean.of(prior, 0, 0.25)
    assert lean is not None
    assert abs(lean.column.mean()) < 1e-12 and abs(lean.column.std() - 0.25) < 1e-12
    weights, bias = np.random.default_rng(1).normal(size=201), 0.3
    folded, moved = lean.fold(weights, bias)
    # For a new article the column holds the value of the model that learned all votes.
    values = X @ prior.weights[0] + prior.intercept[0]
    scale = 0.25 / prior.values[:, 0].std()
    column = (values - prior.values[:, 0].mean()) * scale
    assert np.allclose(X @ weights[:200] + weights[200] * column + bias, X @ folded + moved, atol=1e-12)


def test_values_are_of_models_that_did_not_learn_the_article() -> None:
    """A vote turned over does not change the value of its own article."""
    X, _, votes = texts()
    turned = votes.copy()
    turned[7] = -turned[7]
    assert cue_prior(X, votes).values[7] == pytest.approx(cue_prior(X, turned).values[7])


def test_too_few_votes_say_nothing() -> None:
    X, _, votes = texts()
    none = cue_prior(X, np.zeros_like(votes))
    assert not none.weights.any() and Lean.of(none, 0, 0.25) is None


@pytest.mark.parametrize("kind", ("svm", "logreg", "bayes"))
def test_with_few_labels_cue_words_help(kind: str) -> None:
    """Sixteen labels: the ranking of the others is better with the votes; naive Bayes takes no column and stays as it is."""
    X, truth, votes = texts(400)
    prior = cue_prior(X, votes)
    Y = np.where(truth, 1, -1)[:, None].astype(np.int8)
    learn = np.arange(16)
    ranks = []
    for weight in (0.0, 1.0):
        model = TopicClassifier(kind, prior_weight=weight).fit(X[learn], Y[learn], prior=prior.rows(learn))
        value = model.decision_function(X[16:])[:, 0]
        ranks.append(np.mean(value[truth[16:]][:, None] > value[~truth[16:]][None, :]))
    assert ranks[1] == ranks[0] if kind == "bayes" else ranks[1] > ranks[0]


def test_a_prior_of_other_articles_is_refused() -> None:
    X, truth, votes = texts()
    with pytest.raises(ValueError, match="prior"):
        TopicClassifier().fit(X[:50], np.where(truth, 1, -1)[:50, None], prior=cue_prior(X, votes))
    with pytest.raises(ValueError, match="prior_weight"):
        TopicClassifier(prior_weight=-1).fit(X, np.where(truth, 1, -1)[:, None])


def test_topics_without_judgements_are_taught_by_votes() -> None:
    """Topic a: 5 yes; b: 1 yes; c: none. So b and c are learned from votes, where nobody said anything."""
    topics = [Topic(k, k) for k in "abc"]
    gold = np.array([[1, 1, 0], [1, -1, 0], [1, 0, 0], [1, 0, 0], [1, 0, 0], [-1, 0, 0]], dtype=np.int8)
    weak = np.array([[1, 1, 1], [1, 1, -1], [1, 1, 1], [0, 0, 0], [-1, 1, 1], [1, 0, -1]], dtype=np.int8)
    assert under(MIN_POSITIVES, gold, topics) == ("b", "c")
    filled = taught(gold, weak, [False, True, True])
    assert filled.tolist() == [[1, 1, 1], [1, -1, -1], [1, 1, 1], [1, 0, 0], [1, 1, 1], [-1, 0, -1]]


def test_of_a_topic_judged_on_few_articles_votes_say_what_has_it_not() -> None:
    """Of 8 judged articles 4 are judged on b (half: enough) and 3 on c: there the three "no" votes of the rest count, a "yes" does not."""
    gold = np.array(
        [[1, 1, 1], [1, -1, 1], [-1, -1, -1], [-1, 1, 0], [1, 0, 0], [1, 0, 0], [-1, 0, 0], [1, 0, 0]]
    )
    weak = np.array(
        [[0, 1, -1], [0, 1, 1], [0, 1, 1], [0, 1, -1], [-1, -1, 1], [0, -1, 0], [1, -1, -1], [0, -1, -1]]
    )
    filled = taught(gold.astype(np.int8), weak.astype(np.int8), [False, False, False])
    assert filled[:, 0].tolist() == gold[:, 0].tolist() and filled[:, 1].tolist() == gold[:, 1].tolist()
    assert filled[:, 2].tolist() == [1, 1, -1, -1, 0, 0, -1, -1]
    gold[1:3, 1] = 1, 0  # hardly ever denied: nothing else shows what has it not
    filled = taught(gold.astype(np.int8), weak.astype(np.int8), [False, False, False])
    assert filled[:, 1].tolist() == [1, 1, 0, 1, -1, -1, -1, -1]


def test_how_often_people_agree() -> None:
    """a: given to 3, judged on 2 of them, 1 of these right; b: given to one that nobody judged; c: 2 of 2, which does not make it certain."""
    given = np.array([[1, 1, 1], [1, 0, 1], [1, 0, 0]], dtype=bool)
    people = np.array([[1, 0, 1], [-1, 1, 1], [0, 1, -1]], dtype=np.int8)
    assert np.array_equal(agreement(given, people), [0.5, np.nan, 0.75], equal_nan=True)


def test_prior_rows() -> None:
    prior = Prior(np.ones((1, 2)), np.zeros(1), np.arange(3.0)[:, None])
    assert prior.rows(np.array([2, 0])).values.tolist() == [[2.0], [0.0]]
