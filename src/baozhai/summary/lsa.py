"""Latent semantic analysis: a sentence counts if it is strong in the main topics of the article."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from baozhai.records import Article
from baozhai.summary.units import sentences_of, text_of, tfidf


@dataclass(frozen=True)
class LSA:
    """Length of a sentence in the space of the main topics (Steinberger & Ježek 2004, after Gong & Liu 2001).

    Parameters
    ----------
    share : float
        In (0, 1]: topics with a singular value of at least this share of the greatest count.
    """

    share: float = 0.5

    def scores(self, article: Article) -> NDArray[np.float64]:
        """Score the sentences of an article.

        Returns
        -------
        ndarray of float64, shape (n_sentences,)
            At least 0. Equal sentences score the same.
        """
        if not 0.0 < self.share <= 1.0:
            raise ValueError(f"share must lie in (0, 1], not {self.share}")
        weights = tfidf([text_of(article, s) for s in sentences_of(article)])
        if not weights.size:
            return np.zeros(len(weights))
        # The squared singular values of the terms × sentences matrix, from its small product.
        squares, vectors = np.linalg.eigh(weights @ weights.T)
        squares = np.maximum(squares, 0.0)
        kept = np.where(squares >= self.share**2 * squares[-1], squares, 0.0)
        lengths: NDArray[np.float64] = np.sqrt(vectors**2 @ kept)
        return lengths
