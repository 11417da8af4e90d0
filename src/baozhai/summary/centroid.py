"""The centroid of an article, read with maximal marginal relevance."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from baozhai.records import Article
from baozhai.summary.units import sentences_of, text_of, tfidf


@dataclass(frozen=True)
class CentroidMMR:
    """Closeness to the centroid (Radev et al. 2004), less what was said (Carbonell & Goldstein 1998).

    Parameters
    ----------
    diversity : float
        Weight in [0, 1] of the penalty for repeating a sentence taken before; 0 is the bare
        centroid.
    """

    diversity: float = 0.3

    def scores(self, article: Article) -> NDArray[np.float64]:
        """Score the sentences of an article.

        Returns
        -------
        ndarray of float64, shape (n_sentences,)
            The marginal relevance in [-1, 1] a sentence had when it was taken; falling scores
            give the order of taking.
        """
        if not 0.0 <= self.diversity <= 1.0:
            raise ValueError(f"diversity must lie in [0, 1], not {self.diversity}")
        weights = tfidf([text_of(article, s) for s in sentences_of(article)])
        if not len(weights):
            return np.zeros(0)
        centroid = weights.mean(axis=0)
        relevance = weights @ centroid / (np.linalg.norm(centroid) or 1.0)
        return _marginal(relevance, weights @ weights.T, self.diversity)


def _marginal(
    relevance: NDArray[np.float64], cosine: NDArray[np.float64], diversity: float
) -> NDArray[np.float64]:
    """Take sentences one by one; the values cannot rise, because the penalty cannot fall."""
    n = len(relevance)
    scores = np.zeros(n)
    said = np.zeros(n)
    left = np.ones(n, dtype=bool)
    for _ in range(n):
        value = (1.0 - diversity) * relevance - diversity * said
        # Rounded, so that sentences that tie are taken in document order.
        best = int(np.argmax(np.where(left, value.round(12), -np.inf)))
        scores[best] = value[best]
        left[best] = False
        said = np.maximum(said, cosine[best])
    return scores
