"""The lead: news puts what matters first."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from baozhai.records import Article
from baozhai.summary.units import sentences_of


@dataclass(frozen=True)
class Lead:
    """Score sentences by position: 1 for the first, falling evenly to 1 / n."""

    def scores(self, article: Article) -> NDArray[np.float64]:
        """Score the sentences of an article.

        Returns
        -------
        ndarray of float64, shape (n_sentences,)
            In (0, 1], strictly falling.
        """
        n = len(sentences_of(article))
        return np.arange(n, 0, -1, dtype=np.float64) / max(n, 1)
