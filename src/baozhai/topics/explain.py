"""Which terms spoke for a topic."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from baozhai.records import Evidence
from baozhai.topics.classifier import TopicClassifier

_HAN = re.compile(r"[\u3400-\u9fff]{2,}")
_CHARS = ("chars", "opening_chars")


class Describing(Protocol):
    """A vectorizer that can tell block and term of its columns."""

    def describe(self, columns: Iterable[int]) -> list[tuple[str, str]]:
        """Block and term of each column."""


def contributions(
    classifier: TopicClassifier, X_row: Any, topic: int
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """What each term of one article adds to the decision value of a topic.

    Parameters
    ----------
    X_row : csr_matrix, shape (1, n_terms)
    topic : int
        Row of `classifier.coef_`.

    Returns
    -------
    columns, values : ndarray, shape (n_nonzero,)
        `values` plus the intercept sum to the decision value.
    """
    row = X_row.tocsr()
    if row.shape[0] != 1:
        raise ValueError(f"one row is needed, not {row.shape[0]}")
    values = classifier.coef_[topic, row.indices].astype(np.float64) * row.data.astype(np.float64)
    return row.indices.astype(np.int64), values


def evidence(
    features: Describing,
    classifier: TopicClassifier,
    X_row: Any,
    topics: Sequence[str],
    chosen: Sequence[str],
    n: int = 5,
) -> list[Evidence]:
    """The terms that spoke most for the chosen topics.

    Parameters
    ----------
    topics : sequence of str
        Topic ids in the order of the classifier.
    chosen : sequence of str
        Topics to explain.
    n : int
        Terms a topic.

    Returns
    -------
    list of Evidence
        Positive contributions, largest first, topic by topic. A word's contributions of all
        word blocks are one. Words of two or more Han characters come first, then such n-grams.
    """
    out = []
    for topic in chosen:
        columns, values = contributions(classifier, X_row, list(topics).index(topic))
        out += [Evidence(topic, term, value) for term, value in _top(features, columns, values, n)]
    return out


def _top(
    features: Describing, columns: NDArray[np.int64], values: NDArray[np.float64], n: int
) -> list[tuple[str, float]]:
    sums: dict[tuple[bool, str], float] = {}
    for (block, term), value in zip(features.describe(columns.tolist()), values.tolist(), strict=True):
        key = block in _CHARS, term
        sums[key] = sums.get(key, 0.0) + value
    ranked = [
        (2 if not _HAN.fullmatch(term) else int(chars), -value, term)
        for (chars, term), value in sums.items()
        if value > 0 and term.isalnum()
    ]
    found: list[tuple[str, float]] = []
    for _, value, term in sorted(ranked):
        if len(found) < n and term not in (t for t, _ in found):
            found.append((term, -value))
    return found
