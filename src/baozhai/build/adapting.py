"""A model that stands and judgements of one's own → a model moved by them, which also knows topics that it lacked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from baozhai.build.ground import Ground
from baozhai.build.labels import labels, typical
from baozhai.build.learning import cue_share, decision, fitted
from baozhai.build.lesson import Lesson, lesson_of
from baozhai.config import Config
from baozhai.errors import InputError
from baozhai.io.crossfit import crossfit_table, read_crossfit
from baozhai.io.state import READINGS, ModelState
from baozhai.labels.ledger import folds
from baozhai.labels.rules import ENOUGH, under
from baozhai.records import Article
from baozhai.topics.calibrate import sigmoid
from baozhai.topics.decide import sample
from baozhai.topics.shift import cross_shift, shift

#: Articles drawn like those to come from which on the share left to a person is taken from them.
_ENOUGH = 100
#: Probabilities of the table of cross-fitted ones have four digits.
_LEAST = 5e-5
_Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Column:
    """A topic of the new model: weights (n_terms,), bias, calibration, threshold, and probabilities of the articles there are (n_articles,), of those
    learned from (`rows`, their places) by models that did not see them.
    """

    weights: NDArray[Any]
    bias: float
    calibration: NDArray[np.float64]
    threshold: float
    proba: _Floats
    rows: NDArray[np.int64]


@dataclass(frozen=True)
class Adapted:
    """The new model.

    Attributes
    ----------
    table : bytes
        Its cross-fitted probabilities.
    learned : dict of str to int
        How many articles each topic learned from.
    unused : int
        How many judged articles moved nothing, for the model had learned them.
    lesson : Lesson or None
        What the topics that it lacked were taught.
    """

    state: ModelState
    table: bytes
    learned: dict[str, int]
    unused: int
    lesson: Lesson | None


def adapt(cfg: Config, folder: Path, state: ModelState, articles: list[Article]) -> Adapted:
    """Move the model of a folder by judgements on articles that it did not learn from, and teach it the topics that it lacks.

    Raises
    ------
    InputError
        Neither such a judgement nor such a topic.
    ModelError
        A model of one topic an article, or without its table of cross-fitted probabilities.
    """
    ground = Ground(cfg, folder, articles)
    before = read_crossfit(folder, state.manifest, list(state.topics["topics"]))
    columns, unused = _moved(ground, state, before), ground.unused(before, state.manifest)
    known: Lesson | None = None
    fresh: dict[str, float] = {}
    if new := [t for t in ground.topics if t.id not in ground.place]:
        whole = lesson_of(cfg, articles, np.arange(len(articles)), ground.copies)
        known = whole.of(new)
        more, fresh = _learned(ground, whole, known)
        columns |= more
    elif not any(len(c.rows) for c in columns.values()):
        why = f"新判、改判的 {unused} 篇它都学过，或学过相同的报道。" if unused else ""
        raise InputError(
            f"{cfg.corpus.judgements}：没有 {folder.name} 没学过的判断，也没有它缺的类别。{why}请先用 baozhai review 判一些它没学过的文章。"
        )
    ordered = [columns[t.id] for t in ground.topics]
    proba = np.array([c.proba for c in ordered]).T
    few = under(ENOUGH, ground.people, ground.topics)
    kept = {t: share for t, share in ground.digester.unproven.items() if t in ground.place and t in few}
    body = {
        **state.topics,
        **_arrays(ground, state, ordered),
        "topics": [t.id for t in ground.topics],
        "names": [t.name for t in ground.topics],
        "sample": _sample(ground, state, before, proba),
        "unproven": kept | fresh,
    }
    table = _table(ground, before, proba, np.unique(np.concatenate([c.rows for c in ordered])))
    made = ModelState(state.features, body, state.manifest, state.ranker, _reading(ground, state))
    return Adapted(made, table, {t: len(c.rows) for t, c in columns.items()}, unused, known)


def _moved(ground: Ground, state: ModelState, before: Mapping[str, list[float]]) -> dict[str, Column]:
    """The topics of the model, each moved by the judgements that it has not learned; as it was where there are none."""
    model, n_terms = ground.digester.classifier, ground.terms.shape[1]
    slope, level = model.calibration_.T
    odds = model.decision_function(ground.rows) * slope + level
    seen = np.array([key in before for key in ground.keys], dtype=bool)
    cross = np.array([before[key] for key in ground.keys if key in before]).reshape(-1, len(slope))
    cross = np.clip(cross, _LEAST, 1 - _LEAST)
    odds[seen] = np.log(cross / (1 - cross))
    unseen = ground.unseen(before)
    out = {}
    for k, topic in enumerate(ground.topics):
        if topic.id not in ground.place:
            continue
        j = ground.place[topic.id]
        rows = np.flatnonzero((ground.people[:, k] != 0) & unseen)
        weights, bias = model.coef_[j, :n_terms].astype(np.float64), float(model.intercept_[j])
        values, calibration = odds[:, j].copy(), model.calibration_[j]
        if len(rows):
            truth, scale = ground.people[rows, k] > 0, float(slope[j]) or 1.0
            X, offset = ground.terms[rows], odds[rows, j]
            more, up = shift(X, offset, truth)
            parts = folds([ground.articles[r] for r in rows], ground.cfg.classifier.cv, ground.copies)
            values += ground.terms @ more + up
            values[rows] = cross_shift(X, offset, truth, parts)
            if not slope[j]:  # one share for all so far, as its weights were noise: they must not come alive
                weights, bias, calibration = 0 * weights, 0.0, np.array([1.0, float(level[j])])
            weights, bias = weights + more / scale, bias + up / scale
        limit = float(state.topics["thresholds"][j])
        out[topic.id] = Column(weights, bias, calibration, limit, sigmoid(values), rows)
    return out


def _learned(ground: Ground, whole: Lesson, known: Lesson) -> tuple[dict[str, Column], dict[str, float]]:
    """The topics that the model lacks, learned as `train` does but with its terms; and which of them are unproven.

    What cue words are worth the other topics of the `whole` lesson tell.
    """
    model = fitted(ground.cfg, known, ground.terms, np.zeros((len(known.rows), 0)))
    share = cue_share(ground.cfg, whole, ground.terms) if known.unproven else 1.0
    how = decision(ground.cfg, known, model, share)
    proba = model.predict_proba(ground.terms)
    proba[known.rows] = model.oof_proba_
    out = {}
    for k, topic in enumerate(known.topics):
        parts = model.coef_[k], float(model.intercept_[k]), model.calibration_[k], float(how["thresholds"][k])
        out[topic.id] = Column(*parts, proba[:, k], known.rows[known.Y[:, k] != 0])
    return out, dict(how["unproven"])


def _arrays(ground: Ground, state: ModelState, columns: Sequence[Column]) -> dict[str, Any]:
    """The arrays of the classifier; what stands behind the terms stays as it was."""
    n_terms, n_topics = ground.terms.shape[1], len(columns)
    coef = np.zeros((n_topics, n_terms + (n_topics * READINGS if state.reading else 0)), np.float32)
    for k, column in enumerate(columns):
        coef[k, :n_terms] = np.asarray(column.weights).astype(np.float16)
    old = np.asarray(state.topics["coef"])[:, n_terms:]
    at = {t.id: k for k, t in enumerate(ground.topics)}
    for topic, j in ground.place.items() if state.reading else ():
        if not state.topics["calibration"][j][0]:
            continue  # as in `_moved`
        block = n_terms + at[topic] * READINGS
        coef[at[topic], block : block + READINGS] = old[j, j * READINGS : (j + 1) * READINGS]
    return {
        "coef": coef,
        "intercept": np.array([c.bias for c in columns]),
        "calibration": np.array([c.calibration for c in columns]),
        "thresholds": np.array([c.threshold for c in columns]),
    }


def _reading(ground: Ground, state: ModelState) -> dict[str, Any]:
    """The reader of sentences: of a topic that it lacks no sentence speaks."""
    if not state.reading:
        return {}
    level = ground.placed(np.asarray(state.reading["intercept"])[None], -1.0)[0]
    return {**state.reading, "coef": ground.placed(state.reading["coef"], 0.0), "intercept": level}


def _sample(ground: Ground, state: ModelState, before: Mapping[str, list[float]], proba: _Floats) -> Any:
    """Probabilities of articles drawn like those to come, where there are enough of one's own; else those of the model, sure of nothing new."""
    cfg = ground.cfg
    calibrating = labels(cfg, ground.topics)[1]
    own = np.flatnonzero(ground.people.any(axis=1) & ground.unseen(before))
    drawn = own[np.array(typical(cfg, [ground.keys[k] for k in own], calibrating), dtype=bool)]
    if len(drawn) >= _ENOUGH:
        return sample(proba[drawn])
    return ground.placed(state.topics.get("sample", np.zeros((0, len(ground.digester.topics)))), 0.0)


def _table(
    ground: Ground, before: Mapping[str, list[float]], proba: _Floats, rows: NDArray[np.int64]
) -> bytes:
    """The cross-fitted probabilities of all that was learned from; articles whose text is not here keep theirs."""
    said = ground.placed(np.array(list(before.values())).reshape(-1, len(ground.digester.topics)), 0.0)
    out = dict(zip(before, said, strict=True))
    places = {key: k for k, key in enumerate(ground.keys) if key in before}
    places |= {ground.keys[k]: k for k in rows.tolist()}
    out |= {key: proba[k] for key, k in places.items()}
    return crossfit_table(list(out), [t.id for t in ground.topics], np.array(list(out.values())))
