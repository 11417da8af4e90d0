"""What a model folder holds, as plain data, and what must be true of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from baozhai.errors import ModelError
from baozhai.io.arrays import ADVICE

READINGS = 8  # as many as `topics.reading.MEASURES`
ARRAYS = ("coef", "intercept", "calibration")


@dataclass(frozen=True)
class ModelState:
    """Everything a model folder holds.

    Attributes
    ----------
    features : dict
        `params`, `blocks` (name, size), `terms` (str, a line end behind each), `idf` (n_terms,).
    topics : dict
        `params`, `coef` (n_topics, n_terms), `calibration` (n_topics, 2); of length n_topics
        `intercept`, `thresholds`, `topics` (ids), `names`; `sample` (n_sample, n_topics; probabilities of articles drawn like those to
        come, by models that did not see them), `unproven` (topics of too few judged articles, with the share expected to be right) and
        `exclusive` (one topic an article) unless it is of an earlier version.
    manifest : dict
        Anything else; `format_version` and `files` are added on saving.
    ranker : dict
        `params` and arrays of floats by name; empty in a model without a ranker.
    reading : dict
        As of `topics.reading.Reader.to_state`; empty in a model that reads no sentences.
        `coef` of `topics` then has columns behind those of the terms.
    """

    features: dict[str, Any]
    topics: dict[str, Any]
    manifest: dict[str, Any]
    ranker: dict[str, Any] = field(default_factory=dict)
    reading: dict[str, Any] = field(default_factory=dict)


def check_state(folder: Path, state: ModelState) -> None:
    """Refuse a state that no model has: `folder` is where it was read, or is to be written.

    Raises
    ------
    ModelError
        Parts that are missing or do not fit together, a number that is not finite, a probability outside [0, 1].
    """
    _check_shapes(folder, state)
    _check_topics(folder, state.topics)
    _check_finite(folder, state)


def _check_shapes(folder: Path, state: ModelState) -> None:
    features, topics = state.features, state.topics
    try:
        n_terms, n_topics = features["terms"].count("\n"), len(topics["topics"])
        shapes = {name: np.shape(topics[name]) for name in (*ARRAYS, "thresholds", "names")}
        shapes |= {"idf": np.shape(features["idf"]), "blocks": (sum(int(s) for _, s in features["blocks"]),)}
        _ = features["params"], topics["params"]
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise ModelError(f"{folder}：模型内容不完整（{error}）。{ADVICE}") from None
    wanted: dict[str, tuple[int, ...]] = {}
    if "sample" in topics:
        shapes["sample"] = np.shape(topics["sample"])
        wanted["sample"] = (len(topics["sample"]), n_topics)
    more = n_topics * READINGS if state.reading else 0
    wanted |= {"coef": (n_topics, n_terms + more), "calibration": (n_topics, 2)}
    wanted |= dict.fromkeys(("idf", "blocks"), (n_terms,))
    wanted |= dict.fromkeys(("intercept", "thresholds", "names"), (n_topics,))
    for name, shape in wanted.items():
        if shapes[name] != shape:
            raise ModelError(f"{folder}：{name} 的形状是 {shapes[name]}，应为 {shape}。{ADVICE}")


def _check_topics(folder: Path, topics: dict[str, Any]) -> None:
    """Names are texts, of which no two topics have one id; thresholds, the sample and what cue words are worth are probabilities."""
    ids, names, shares = topics["topics"], topics["names"], topics.get("unproven", {})
    if not all(isinstance(x, str) for x in (*ids, *names)) or len(set(ids)) < len(ids):
        raise ModelError(f"{folder}：类别的编号和名称应是各不相同的文字。{ADVICE}")
    if not isinstance(shares, dict) or not set(shares) <= set(ids):
        raise ModelError(f"{folder}：unproven 应按类别编号列出。{ADVICE}")
    chances = {
        "thresholds": topics["thresholds"],
        "sample": topics.get("sample", ()),
        "unproven": list(shares.values()),
    }
    for name, values in chances.items():
        try:
            table = np.asarray(values, dtype=np.float64)
        except (TypeError, ValueError):
            raise ModelError(f"{folder}：{name} 里有不是数的值。{ADVICE}") from None
        if not ((table >= 0) & (table <= 1)).all():
            raise ModelError(f"{folder}：{name} 里有 NaN，或 0 到 1 之外的值。{ADVICE}")


def _check_finite(folder: Path, state: ModelState) -> None:
    """What `load_model` would refuse must not take the place of a good model."""
    found = {"idf": state.features["idf"], **{name: state.topics[name] for name in ARRAYS}}
    for part in (state.ranker, state.reading):
        found |= {name: values for name, values in part.items() if name not in ("params", "arrays")}
    for name, values in found.items():
        if not np.isfinite(values).all():
            raise ModelError(f"{folder}：{name} 含有 NaN 或无穷大，没有保存。请加 fresh=true 重新训练。")
