"""What the sentences of the articles to learn from say, by models that did not see their marks."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from baozhai.config import Config, fingerprint
from baozhai.features.tfidf import TfidfFeatures
from baozhai.io.corpus import read_table
from baozhai.labels.sentences import Marks, marked
from baozhai.records import Article, Topic
from baozhai.rows import Rows
from baozhai.topics.reading import MEASURES, Reader, measured, rounds_of
from baozhai.topics.sentences import Sentences

#: Articles with marks from which on sentences are read.
_FEWEST = 200
_COLUMNS = ("hash", "read", "marks")
#: Readers by which the articles are read that others learn from; and by how much they must be right of a sentence that the
#: reader of all need not learn from: those within a margin of 1 alone shape a support vector machine.
_FOLDS, _SURE = 3, 1.5


def readings(
    cfg: Config,
    features: TfidfFeatures,
    articles: Sequence[Article],
    topics: Sequence[Topic],
    folds: NDArray[np.int64],
) -> tuple[Reader | None, NDArray[np.float64]]:
    """A reader that learned from all marks of `corpus.sentences`, and the measures of the articles by readers of other folds.

    Parameters
    ----------
    folds : ndarray of int, shape (n_articles,)

    Returns
    -------
    reader : Reader or None
        None where few articles have marks: then the measures have no columns.
    measures : ndarray, shape (n_articles, n_topics * n_measures)
    """
    nothing = None, np.zeros((len(articles), 0))
    if not cfg.corpus.sentences:
        return nothing
    path = Path(cfg.corpus.sentences)
    table = {row.get("hash", ""): Marks.of(row, str(path)) for row in read_table(path, _COLUMNS)}
    found = Sentences.of(articles)
    known, marks = marked(articles, found.owners, found.places, table, [t.id for t in topics])
    if len(set(found.owners[known].tolist())) < _FEWEST:
        return nothing
    T = found.terms(features).csr()
    K, said, parts = T[known], marks[known], folds[found.owners] % _FOLDS
    same: dict[str, Any] = {"rounds": rounds_of(len(said)), "random_state": cfg.seed}
    values = np.zeros(marks.shape)
    for number in np.unique(parts):
        rows, held = parts[known] != number, parts == number
        other = Reader.learned(K[rows], said[rows], **same)
        values[held] = other.values(_rows(T[held]))
    unsure = values[known] * np.where(said, 1, -1) < _SURE
    reader = Reader.learned(K, said, used=unsure, **same)
    return reader, measured(found, values, len(articles))


def marks_digest(cfg: Config) -> str:
    """Digest of the table of marks; empty where none is named."""
    return fingerprint(read_table(Path(cfg.corpus.sentences), _COLUMNS)) if cfg.corpus.sentences else ""


def beside(X: Any, measures: NDArray[np.float64]) -> Any:
    """The features with the measures behind them, as csr_matrix."""
    from scipy.sparse import csr_matrix, hstack

    return hstack([X, csr_matrix(measures, dtype=X.dtype)], format="csr") if measures.shape[1] else X


def each(measures: NDArray[np.float64]) -> int:
    """How many measures a topic has."""
    return len(MEASURES) if measures.shape[1] else 0


def _rows(T: Any) -> Rows:
    return Rows(T.data, T.indices, T.indptr, T.shape)
