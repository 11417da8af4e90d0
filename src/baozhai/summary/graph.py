"""Graph rankers: a sentence counts if it resembles sentences that count."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from baozhai.records import Article
from baozhai.summary.units import count_matrix, sentences_of, text_of, tfidf

_TOLERANCE = 1e-12


def pagerank(weights: NDArray[np.float64], damping: float, max_rounds: int) -> NDArray[np.float64]:
    """Run weighted PageRank by power iteration.

    Parameters
    ----------
    weights : ndarray of float64, shape (n, n)
        Weight of the edge from row to column, at least 0. A row without edges links to all.
    damping : float
        Probability in [0, 1] of following an edge.
    max_rounds : int
        Cap on rounds; the iteration stops sooner once nothing changes.

    Returns
    -------
    ndarray of float64, shape (n,)
        Probabilities, which sum to 1.
    """
    n = len(weights)
    out = weights.sum(axis=1, keepdims=True)
    step = np.divide(weights, out, out=np.full_like(weights, 1.0 / max(n, 1)), where=out > 0).T
    rank = np.full(n, 1.0 / max(n, 1))
    for _ in range(max_rounds):
        new = (1.0 - damping) / n + damping * (step @ rank) if n else rank
        if np.abs(new - rank).sum() < _TOLERANCE:
            return new
        rank = new
    return rank


def _check(damping: float, max_rounds: int) -> None:
    if not 0.0 <= damping <= 1.0:
        raise ValueError(f"damping must lie in [0, 1], not {damping}")
    if max_rounds < 1:
        raise ValueError(f"max_rounds must be at least 1, not {max_rounds}")


@dataclass(frozen=True)
class TextRank:
    """TextRank (Mihalcea & Tarau 2004): shared terms over the logs of the sentence lengths.

    Terms are distinct character bigrams; a sentence is not linked to itself.

    Parameters
    ----------
    damping : float
        Probability in [0, 1] of following a link.
    max_rounds : int
        Cap on rounds of the power iteration.
    """

    damping: float = 0.85
    max_rounds: int = 100

    def scores(self, article: Article) -> NDArray[np.float64]:
        """Score the sentences of an article.

        Returns
        -------
        ndarray of float64, shape (n_sentences,)
            Probabilities, which sum to 1. Equal sentences score the same.
        """
        _check(self.damping, self.max_rounds)
        return pagerank(self.similarity(article), self.damping, self.max_rounds)

    def similarity(self, article: Article) -> NDArray[np.float64]:
        """Return the similarity of sentences, shape (n_sentences, n_sentences), at least 0."""
        texts = [text_of(article, s) for s in sentences_of(article)]
        has = (count_matrix(texts) > 0).astype(np.float64)
        logs = np.log(np.maximum(has.sum(axis=1), 1.0))
        below = logs[:, None] + logs[None, :]
        similar: NDArray[np.float64] = np.divide(
            has @ has.T, below, out=np.zeros_like(below), where=below > 0
        )
        np.fill_diagonal(similar, 0.0)
        return similar


@dataclass(frozen=True)
class LexRank:
    """LexRank (Erkan & Radev 2004): PageRank over the tf-idf cosine of sentences.

    Parameters
    ----------
    damping : float
        Probability in [0, 1] of following a link (1 - d of the paper).
    threshold : float
        Cosine in [0, 1) above which two sentences are linked, every link weighing the same;
        0 gives the continuous LexRank, in which a link weighs its cosine.
    max_rounds : int
        Cap on rounds of the power iteration.
    """

    damping: float = 0.85
    threshold: float = 0.1
    max_rounds: int = 100

    def scores(self, article: Article) -> NDArray[np.float64]:
        """Score the sentences of an article.

        Returns
        -------
        ndarray of float64, shape (n_sentences,)
            Probabilities, which sum to 1. Equal sentences score the same.
        """
        _check(self.damping, self.max_rounds)
        if not 0.0 <= self.threshold < 1.0:
            raise ValueError(f"threshold must lie in [0, 1), not {self.threshold}")
        return pagerank(self.similarity(article), self.damping, self.max_rounds)

    def similarity(self, article: Article) -> NDArray[np.float64]:
        """Return the links of sentences, shape (n_sentences, n_sentences), itself included."""
        weights = tfidf([text_of(article, s) for s in sentences_of(article)])
        cosine: NDArray[np.float64] = weights @ weights.T
        if self.threshold > 0:
            return (cosine > self.threshold).astype(np.float64)
        return cosine
