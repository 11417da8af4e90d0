"""Why a topic was given or not: what each term adds to the decision value, and what becomes of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from baozhai.records import Evidence, Prediction
from baozhai.rows import Rows
from baozhai.text.han import is_han
from baozhai.topics.classifier import TopicClassifier

_CHARS = ("chars", "opening_chars")
Places = Mapping[tuple[str, str], Sequence[tuple[int, int, int]]]


class Describing(Protocol):
    """A vectorizer that can tell block and term of its columns."""

    def describe(self, columns: Iterable[int]) -> list[tuple[str, str]]:
        """Block and term of each column."""


@dataclass(frozen=True)
class TermShare:
    """A term of one block: its occurrences, and what it adds to the decision value of each topic."""

    block: str
    term: str
    places: tuple[tuple[int, int, int], ...]
    contributions: tuple[float, ...]


@dataclass(frozen=True)
class TopicSum:
    """How a topic was decided.

    Attributes
    ----------
    value : float
        Decision value: `bias` and the contributions of all terms.
    slope, intercept : float
        Of the calibration: probability = 1 / (1 + exp(-(slope · value + intercept))).
    given : bool
        Whether the article gets the topic: the probability reaches `threshold`, or the rules of `topics.decide.decide` say so.
    """

    topic: str
    bias: float
    value: float
    slope: float
    intercept: float
    probability: float
    threshold: float
    given: bool


@dataclass(frozen=True)
class Explanation:
    """All terms of an article with their contributions, in the order of `topics`."""

    article: str
    topics: tuple[TopicSum, ...]
    terms: tuple[TermShare, ...]


def explain(
    features: Describing,
    classifier: TopicClassifier,
    X_row: Any,
    prediction: Prediction,
    *,
    thresholds: Sequence[float],
    places: Places,
) -> Explanation:
    """The whole sum behind one prediction.

    Parameters
    ----------
    X_row : csr_matrix or Rows, shape (1, n_terms)
    prediction : Prediction
        Its probabilities are in the order of the classifier's topics.
    thresholds : sequence of float, shape (n_topics,)
    places : mapping of (block, term) to (paragraph, start, end) each
    """
    topics = list(prediction.probabilities)
    shares = [contributions(classifier, X_row, k) for k in range(len(topics))]
    columns = shares[0][0].tolist() if shares else []
    values = zip(*(v.tolist() for _, v in shares), strict=True)
    named = zip(features.describe(columns), values, strict=True)
    terms = tuple(TermShare(b, t, tuple(places.get((b, t), ())), row) for (b, t), row in named)
    sums = zip(topics, classifier.decision_function(X_row)[0].tolist(), thresholds, strict=True)
    rows = tuple(_topic_sum(classifier, k, *row, prediction) for k, row in enumerate(sums))
    return Explanation(prediction.article, rows, terms)


def _topic_sum(
    classifier: TopicClassifier, k: int, topic: str, value: float, threshold: float, prediction: Prediction
) -> TopicSum:
    slope, intercept = classifier.calibration_[k].tolist()
    probability = prediction.probabilities[topic]
    bias = float(classifier.intercept_[k])
    return TopicSum(
        topic, bias, value, slope, intercept, probability, float(threshold), topic in prediction.topics
    )


def placed(found: Sequence[Evidence], places: Places) -> tuple[Evidence, ...]:
    """Evidence with the occurrences of its terms."""
    spots: dict[str, set[tuple[int, int, int]]] = {}
    for (_, term), where in places.items():
        spots.setdefault(term, set()).update(where)
    return tuple(replace(e, places=tuple(sorted(spots.get(e.term, ())))) for e in found)


def contributions(
    classifier: TopicClassifier, X_row: Any, topic: int
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """What each term of one article adds to the decision value of a topic.

    Parameters
    ----------
    X_row : csr_matrix or Rows, shape (1, n_terms)
    topic : int
        Row of `classifier.coef_`.

    Returns
    -------
    columns, values : ndarray, shape (n_nonzero,)
        `values` plus the intercept sum to the decision value.
    """
    row = X_row if isinstance(X_row, Rows) else X_row.tocsr()
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
        (int(chars) if len(term) > 1 and is_han(term) else 2, -value, term)
        for (chars, term), value in sums.items()
        if value > 0 and term.isalnum()  # nor a measure of sentences or a subject, which have a colon
    ]
    found: list[tuple[str, float]] = []
    for _, value, term in sorted(ranked):
        if len(found) < n and term not in (t for t, _ in found):
            found.append((term, -value))
    return found
