"""How an article reads sentence by sentence: its share that speaks of a topic, its headline, its first sentence.

What a topic needs is told of whole articles ("headline, or a quarter of the text"), and terms of whole articles do not say how
much of a text is about it. Linear models of single sentences do, learned from sentences that people marked.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from functools import cached_property
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from baozhai.errors import ModelError
from baozhai.records import Article
from baozhai.rows import Rows
from baozhai.topics.sentences import Counting, Place, Sentences

#: Block name of the columns, and what stands in them for each topic.
BLOCK = "sentences"
MEASURES = ("share", "highest", "three", "first", "headline", "mean", "zones", "zones_highest")
#: So many words for a zone or a park make an article one of theirs.
_MANY = 3
#: Inverse strength of regularization, sentences that a term stands in at least, in number and share, and how steeply a
#: decision value counts as a share.
_C, _LEAST, _SHARE, _STEEP = 0.4, 25, 1 / 8000, 3.0
#: Rounds over the sentences, more of few sentences: so many are seen at least. 12 rounds tell sentences no better, and a tolerance
#: would stop some of the readers that are held against each other a round before others.
_ROUNDS, _SEEN, _TOL = 4, 500_000, 0.1

_Floats = NDArray[np.float64]


class Reader:
    """Linear models of single sentences, one for each topic.

    Attributes
    ----------
    columns_ : ndarray of int32, shape (n_read,)
        The terms of the vectorizer that are read.
    coef_ : ndarray of float32, shape (n_read, n_topics)
        Rounded to float16 precision.
    intercept_ : ndarray of float64, shape (n_topics,)
    """

    def __init__(self, columns: Any, coef: Any, intercept: Any) -> None:
        self.columns_ = np.asarray(columns, np.int32)
        self.coef_ = np.asarray(coef, np.float32)
        self.intercept_ = np.asarray(intercept, np.float64)
        if self.coef_.shape != (len(self.columns_), len(self.intercept_)) or (self.columns_ < 0).any():
            raise ModelError(f"逐句模型各数组形状不一致：{self.coef_.shape}。请用 baozhai train 重建。")

    @classmethod
    def learned(
        cls,
        T: Any,
        marks: NDArray[np.bool_],
        *,
        used: NDArray[np.bool_] | None = None,
        rounds: int | None = None,
        random_state: int = 0,
    ) -> Self:
        """Learn from marked sentences.

        Parameters
        ----------
        T : csr_matrix, shape (n_sentences, n_terms)
        marks : ndarray of bool, shape (n_sentences, n_topics)
            Whether each sentence speaks of each topic. A topic without a mark is read as absent everywhere.
        used : ndarray of bool, shape (n_sentences, n_topics), optional
            The sentences from which each topic learns; all when omitted.
        rounds : int, optional
            Rounds over the sentences; by their number (`rounds_of`) when omitted.
        """
        from sklearn.exceptions import ConvergenceWarning
        from sklearn.svm import LinearSVC

        rounds = rounds or rounds_of(T.shape[0])
        model = LinearSVC(C=_C, dual=True, tol=_TOL, max_iter=rounds, random_state=random_state)
        least = max(_LEAST, _SHARE * T.shape[0])
        columns = np.flatnonzero(np.bincount(T.indices, minlength=T.shape[1]) >= least)
        T = T[:, columns].astype(np.float64)  # once, not for each topic
        coef, intercept = np.zeros((len(columns), marks.shape[1])), np.full(marks.shape[1], -1.0)
        for k in range(marks.shape[1]):
            X, truth = (T, marks[:, k]) if used is None else (T[used[:, k]], marks[used[:, k], k])
            if len(columns) and 0 < truth.sum() < len(truth):
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore", ConvergenceWarning)
                    model.fit(X, truth)
                coef[:, k], intercept[k] = model.coef_[0], model.intercept_[0]
        return cls(columns, coef.astype(np.float16), intercept)

    def values(self, T: Rows) -> _Floats:
        """Decision values of sentences, shape (n_sentences, n_topics)."""
        known = self._numbers[np.minimum(T.indices, len(self._numbers) - 1)]
        kept = known >= 0
        ends = np.append(0, np.cumsum(kept))[T.indptr]
        table = Rows(T.data[kept], known[kept], ends, (T.shape[0], len(self.columns_)))
        return np.asarray(table @ self.coef_, np.float64) + self.intercept_

    @cached_property
    def _numbers(self) -> NDArray[np.int64]:
        """The place of each term among those that are read; -1 for the others, and for all behind the last one."""
        out = np.full(self.columns_.max(initial=-1) + 2, -1)
        out[self.columns_] = np.arange(len(self.columns_))
        return out

    def read(self, features: Counting, articles: Sequence[Article]) -> _Floats:
        """The `MEASURES` of each topic, shape (n_articles, n_topics * n_measures)."""
        found = Sentences.of(articles)
        T = found.terms(features) if found.articles else None
        values = np.zeros((0, len(self.intercept_))) if T is None else self.values(T)
        return measured(found, values, len(articles))

    def places(
        self, features: Counting, article: Article, topics: Sequence[str]
    ) -> dict[tuple[str, str], list[Place]]:
        """Where the sentences stand that each column tells of, by block and name of the column."""
        found = Sentences.of([article])
        if not found.articles:
            return {}
        values, own = self.values(found.terms(features)), np.array(found.places)[:, 0] >= 0
        named = found.zones()
        ours = named.sum() >= _MANY
        body = np.flatnonzero(own) if own.any() else np.arange(len(own))
        out = {}
        for k, topic in enumerate(topics):
            order = body[np.argsort(-values[body, k], kind="stable")]
            shown = {
                "share": body[values[body, k] > 0],
                "highest": order[:1],
                "three": order[:3],
                "first": body[:1],
                "headline": np.flatnonzero(~own) if not own.all() else body[:1],
                "mean": body,
                "zones": np.flatnonzero(named * ours),
                "zones_highest": order[: int(ours)],
            }
            for name, rows in shown.items():
                out[BLOCK, f"{topic}:{name}"] = sorted(found.places[r] for r in rows.tolist())
        return out

    def to_state(self) -> dict[str, Any]:
        """Plain arrays of floats: the first column in `start`, how far each lies behind the one before in `steps`; `coef`, `intercept`."""
        start = self.columns_[:1].astype(np.float32)
        steps = np.diff(self.columns_, prepend=self.columns_[:1]).astype(np.float32)
        return {
            "start": start,
            "steps": steps,
            "coef": self.coef_.astype(np.float16),
            "intercept": self.intercept_,
        }

    @classmethod
    def from_state(cls, state: dict[str, Any]) -> Self:
        """An equal reader; ModelError where the parts of `state` do not fit together."""
        start, steps = (np.asarray(state[name], np.int64) for name in ("start", "steps"))
        if len(start) > 1 or (len(steps) > 0) != (len(start) > 0):
            raise ModelError(f"逐句模型的列号不完整：{len(start)}、{len(steps)}。请用 baozhai train 重建。")
        return cls(np.cumsum(steps) + start.sum(), state["coef"], state["intercept"])


def rounds_of(count: int) -> int:
    """Rounds over so many sentences in which a model learns them."""
    return max(_ROUNDS, _SEEN // max(1, count))


def measured(found: Sentences, values: _Floats, count: int) -> _Floats:
    """The `MEASURES` of articles from the decision values of their sentences; of one without sentences all are -1 or 0."""
    n_topics = values.shape[1]
    out = np.full((count, n_topics, len(MEASURES)), -1.0)
    out[:, :, 0] = 0.0
    # Less of a text about a park makes it biomedicine, and more of it party building.
    ours = np.bincount(found.owners, found.zones(), minlength=count)[:count] >= _MANY
    out[:, :, -2:] = ours[:, None, None]
    body = np.array([place[0] >= 0 for place in found.places], bool)
    lengths = np.array([end - start for _, start, end in found.places], float)
    ends = np.searchsorted(found.owners, np.arange(count + 1))
    shares = 1.0 / (1.0 + np.exp(-_STEEP * values))
    for k in np.flatnonzero(np.diff(ends)):
        first, own = ends[k], body[ends[k] : ends[k + 1]]
        rows = first + np.flatnonzero(own) if own.any() else np.array([first])
        v, weight = values[rows], lengths[rows] / lengths[rows].sum()
        best, head = np.sort(v, axis=0)[-3:], v[0] if own[0] else values[first]
        told = [weight @ shares[rows], best[-1], best.mean(axis=0), v[0], head, weight @ v]
        out[k, :, :-2] = np.stack(told, axis=1)
        out[k, :, -1] *= best[-1]
    return out.reshape(count, n_topics * len(MEASURES))
