"""Submodular selection: sentences that together stand for the whole article."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from baozhai.records import Article
from baozhai.summary.units import sentences_of, text_of, tfidf


@dataclass(frozen=True)
class Coverage:
    """Greedy gains of a saturated coverage function (Lin & Bilmes 2011).

    Each sentence of the article is covered by the cosines of those taken, up to a share of what
    all sentences together would give it; the gain of a further sentence can only fall.

    Parameters
    ----------
    saturation : float
        That share, in (0, 1].
    """

    saturation: float = 0.25

    def scores(self, article: Article) -> NDArray[np.float64]:
        """Score the sentences of an article.

        Returns
        -------
        ndarray of float64, shape (n_sentences,)
            The gain a sentence brought when it was taken, at least 0; falling scores give the
            order of taking.
        """
        if not 0.0 < self.saturation <= 1.0:
            raise ValueError(f"saturation must lie in (0, 1], not {self.saturation}")
        weights = tfidf([text_of(article, s) for s in sentences_of(article)])
        cosine = weights @ weights.T
        limit = self.saturation * cosine.sum(axis=1)
        covered = np.zeros(len(cosine))
        scores = np.zeros(len(cosine))
        left = np.ones(len(cosine), dtype=bool)
        for _ in range(len(cosine)):
            # Rounded, so that sentences that tie are taken in document order.
            gains = (np.minimum(covered + cosine, limit) - covered).sum(axis=1).round(12)
            best = int(np.argmax(np.where(left, gains, -np.inf)))
            scores[best] = gains[best]
            if gains[best] <= 0:
                break
            left[best] = False
            covered = np.minimum(covered + cosine[best], limit)
        return scores
