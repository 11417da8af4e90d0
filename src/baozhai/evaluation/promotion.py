"""May a new model take the place of the old one? A paired bootstrap says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from baozhai.evaluation.bootstrap import paired
from baozhai.evaluation.topics import MEASURABLE, scores

#: Fewer articles say too little about any difference.
MIN_ARTICLES = 50


def decision(
    Y: ArrayLike, old: ArrayLike, new: ArrayLike, topics: Sequence[str], *, margin: float, seed: int = 0
) -> dict[str, Any]:
    """Whether the new model is not worse than the old one.

    Parameters
    ----------
    Y, old, new : array, shape (n_articles, n_topics)
        Truth and the topics each model gives articles it did not learn from, 1 or 0.
    margin : float
        The loss of macro-F1 that is accepted: the lower end of the 95 % interval of the difference must not be below it.

    Returns
    -------
    dict
        `promoted`, `reason` (empty when promoted), `n`, `margin`, `difference`, `low`, `high`, `p_value`, `old` and
        `new` (macro-F1, exact sets, F1 a topic), `changed` (articles whose topics differ). A topic that fewer than five
        articles have is not measurable and takes no part.
    """
    truth, before, after = (np.asarray(t) > 0 for t in (Y, old, new))
    kept = [k for k in range(len(topics)) if truth[:, k].sum() >= MEASURABLE]
    named = [topics[k] for k in kept]
    truth, before, after = truth[:, kept], before[:, kept], after[:, kept]
    out: dict[str, Any] = {"n": len(truth), "margin": margin, "promoted": False, "topics": named}
    if len(truth) < MIN_ARTICLES:
        return {**out, "reason": f"可比较的文章只有 {len(truth)} 篇，至少要 {MIN_ARTICLES} 篇"}
    if not kept:
        return {**out, "reason": f"没有一个类别在可比较的文章里有 {MEASURABLE} 篇，无法衡量"}
    found = paired(truth, before, after, seed=seed)
    fit = found.low >= -margin
    reason = f"宏平均 F1 之差的 95% 区间下限 {found.low:+.3f}，低于允许的 {-margin:+.3f}"
    return {
        **out,
        "promoted": fit,
        "reason": "" if fit else reason,
        "difference": found.difference,
        "low": found.low,
        "high": found.high,
        "p_value": found.p_value,
        "changed": int((before != after).any(axis=1).sum()),
        "old": _scores(truth, before, named),
        "new": _scores(truth, after, named),
    }


def _scores(truth: ArrayLike, found: ArrayLike, topics: Sequence[str]) -> dict[str, Any]:
    s = scores(truth, found, topics)
    return {
        "macro_f1": s["macro_f1"],
        "exact": s["exact"],
        "f1": {n: row["f1"] for n, row in s["topics"].items()},
    }
