"""What cue words say of unlabelled articles, as a direction that a topic's model may lean on."""

from __future__ import annotations

from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

_C = 0.15
_MIN_VOTES = 2
_FOLDS = 4
#: Labelled articles up to which a model leans on its prior in full; with n of them it leans _FULL / n as much.
_FULL = 300
_LEAST = 0.02


class Prior(NamedTuple):
    """Linear models of the votes of cue words.

    Attributes
    ----------
    weights : ndarray of float64, shape (n_topics, n_terms)
        Zeros for a topic with too few votes.
    intercept : ndarray of float64, shape (n_topics,)
    values : ndarray of float64, shape (n_articles, n_topics)
        Decision values by models that did not learn the article's own votes; with those of models that did, a topic's
        model would lean too hard (docs/topics_ideas.md).
    """

    weights: NDArray[np.float64]
    intercept: NDArray[np.float64]
    values: NDArray[np.float64]

    def rows(self, chosen: NDArray[Any]) -> Prior:
        """The same models, with the values of some of the articles."""
        return Prior(self.weights, self.intercept, self.values[chosen])


def cue_prior(X: Any, votes: NDArray[Any], *, random_state: int = 0) -> Prior:
    """Learn the votes of cue words.

    Parameters
    ----------
    X : csr_matrix, shape (n_articles, n_terms)
        Any articles, labelled or not.
    votes : ndarray, shape (n_articles, n_topics)
        1 yes, -1 no, 0 no vote.

    Notes
    -----
    Learning from the votes of rules instead of labels is programmatic supervision (Ratner et al., 2016, "Data
    Programming", NeurIPS); the model sees what stands beside the cue words and so finds more than they do.
    """
    n_topics = votes.shape[1]
    prior = Prior(np.zeros((n_topics, X.shape[1])), np.zeros(n_topics), np.zeros(votes.shape))
    part = np.random.default_rng(random_state).permutation(len(votes)) % _FOLDS
    for k, vote in enumerate(votes.T):
        if min((vote > 0).sum(), (vote < 0).sum()) < _MIN_VOTES:
            continue
        prior.weights[k], prior.intercept[k] = _model(X, vote, random_state)
        for number in range(_FOLDS):
            held = np.flatnonzero(part == number)
            seen = np.where(part == number, 0, vote)
            if min((seen > 0).sum(), (seen < 0).sum()) < _MIN_VOTES:
                seen = vote  # too few to hold some out
            weights, bias = _model(X, seen, random_state)
            prior.values[held, k] = X[held] @ weights + bias
    return prior


def _model(X: Any, vote: NDArray[Any], random_state: int) -> tuple[NDArray[np.float64], float]:
    from sklearn.svm import LinearSVC

    rows = np.flatnonzero(vote)
    model = LinearSVC(C=_C, dual=True, max_iter=10000, random_state=random_state).fit(X[rows], vote[rows] > 0)
    return model.coef_[0].astype(np.float64), float(model.intercept_[0])


def faded(weight: float, n: int) -> float:
    """The weight of a prior beside `n` labelled articles; 0 where it would say next to nothing."""
    out = weight * min(1.0, _FULL / max(n, 1))
    return out if out >= _LEAST else 0.0


def prior_beside(
    X: Any, votes: NDArray[Any], labelled: NDArray[np.bool_], *, weight: float, random_state: int = 0
) -> Prior | None:
    """What cue words say of the labelled ones of some articles; None where labels are too many for it to count.

    Parameters
    ----------
    X, votes : as for `cue_prior`.
    labelled : ndarray of bool, shape (n_articles,)
    weight : float
        `prior_weight` of the classifier.
    """
    if not faded(weight, int(labelled.sum())):
        return None
    return cue_prior(X, votes, random_state=random_state).rows(labelled)


class Lean(NamedTuple):
    """One more column for a topic's model, to be folded into its weights afterwards."""

    column: NDArray[np.float64]
    weights: NDArray[np.float64]
    bias: float

    @classmethod
    def of(cls, prior: Prior, k: int, weight: float) -> Self | None:
        """Values of topic `k` with mean 0 and standard deviation `weight` (faded); None where they tell nothing."""
        values = prior.values[:, k]
        weight = faded(weight, len(values))
        spread = float(values.std()) if weight and len(values) else 0.0
        if not spread:
            return None
        scale, mean = weight / spread, float(values.mean())
        return cls((values - mean) * scale, prior.weights[k] * scale, (prior.intercept[k] - mean) * scale)

    def widen(self, X: Any) -> Any:
        """`X` with the column, shape (n_articles, n_terms + 1)."""
        from scipy.sparse import csr_matrix, hstack

        return hstack([X, csr_matrix(self.column[:, None])], format="csr")

    def fold(self, weights: NDArray[np.float64], bias: float) -> tuple[NDArray[np.float64], float]:
        """The same model without the column: weights (n_terms,) and bias."""
        own = float(weights[-1])
        return weights[:-1] + own * self.weights, bias + own * self.bias
