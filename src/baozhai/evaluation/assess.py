"""All scores of one run as plain data: topics, averages, calibration, coverage against risk, slices, errors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from baozhai.evaluation.bootstrap import coverage, interval, intervals
from baozhai.evaluation.topics import MEASURABLE, average_precision, confusion, ratio, reliability, scores

#: Edges of the slices by length, in characters.
LENGTHS = (0, 300, 600, 1000)
#: A smaller slice says nothing.
MIN_SLICE = 50


@dataclass(frozen=True)
class Outcome:
    """What people and a model say of the same articles.

    Attributes
    ----------
    topics : tuple of str
        Ids, n_topics of them.
    truth, given : ndarray of bool, shape (n_articles, n_topics)
    proba : ndarray of float64, shape (n_articles, n_topics)
        In [0, 1].
    sure : ndarray of float64, shape (n_articles,)
        Certainty of the whole set, in [0, 1].
    asked : ndarray of bool, shape (n_articles,)
        Articles left to a person.
    judged : ndarray of bool, shape (n_articles, n_topics), optional
        Where people said anything; all when omitted. Of the rest nothing is counted, neither as right nor as wrong.
    """

    topics: tuple[str, ...]
    truth: NDArray[np.bool_]
    given: NDArray[np.bool_]
    proba: NDArray[np.float64]
    sure: NDArray[np.float64]
    asked: NDArray[np.bool_]
    judged: NDArray[np.bool_] | None = None

    @property
    def right(self) -> NDArray[np.bool_]:
        """Articles whose whole set is right, shape (n_articles,)."""
        return np.asarray((self.truth == self.given).all(axis=1))

    def rows(self, chosen: NDArray[np.bool_]) -> Outcome:
        """Some of the articles."""
        tables = self.truth[chosen], self.given[chosen], self.proba[chosen]
        judged = None if self.judged is None else self.judged[chosen]
        return Outcome(self.topics, *tables, self.sure[chosen], self.asked[chosen], judged)

    def counted(self) -> Outcome:
        """Nothing given and nothing true where nobody judged: neither adds to precision, recall or F1."""
        if self.judged is None:
            return self
        return replace(self, truth=self.truth & self.judged, given=self.given & self.judged)

    @property
    def complete(self) -> NDArray[np.bool_]:
        """Articles of which people judged every topic that they judged at all, shape (n_articles,): of others the whole set is not known."""
        if self.judged is None:
            return np.ones(len(self.truth), bool)
        return np.asarray(self.judged[:, self.judged.any(axis=0)].all(axis=1))


def assess(outcome: Outcome, *, seed: int = 0) -> dict[str, Any]:
    """All scores with 95 % bootstrap intervals.

    Returns
    -------
    dict
        As `evaluation.topics.scores` (macro-F1 over the topics with five positives, if any has), and `n`, `n_whole` (of them the `complete` ones, by which whole sets are scored), `interval` (of macro-F1), `exact_interval`, `micro` (precision, recall,
        f1), `mean_average_precision`, `reliability`, `coverage`, `asked` (share, exact sets among the others, lift),
        `confusion`; in each topic `average_precision`, `ece`, `interval` (of F1), `judged` (articles), `measurable`.
    """
    o = outcome.counted()
    whole = o.rows(o.complete)
    result, spread = scores(o.truth, o.given, o.topics), intervals(o.truth, o.given, o.topics, seed=seed)
    if not o.complete.all():
        result["exact"] = scores(whole.truth, whole.given)["exact"]
        spread["exact"] = intervals(whole.truth, whole.given, seed=seed)["exact"]
    said = np.ones(o.truth.shape, bool) if o.judged is None else o.judged
    known = o.truth.sum(axis=0) >= MEASURABLE
    if known.any() and not known.all():
        truth, given = o.truth[:, known], o.given[:, known]
        result["macro_f1"] = scores(truth, given)["macro_f1"]
        spread["macro_f1"] = intervals(truth, given, seed=seed)["macro_f1"]
    for k, (name, row) in enumerate(result["topics"].items()):
        truth, proba = o.truth[said[:, k], k], o.proba[said[:, k], k]
        row["average_precision"] = average_precision(truth, proba)
        row["ece"] = reliability(proba, truth)["ece"] if len(truth) else 0.0
        row["interval"] = spread[name, "f1"]
        row["judged"] = len(truth)
        row["measurable"] = bool(known[k])
    averages = [row["average_precision"] for row in result["topics"].values() if row["measurable"]]
    return {
        **result,
        "n": len(o.truth),
        "n_whole": len(whole.truth),
        "interval": spread["macro_f1"],
        "exact_interval": spread["exact"],
        "micro": _micro(o),
        "mean_average_precision": float(np.mean(averages)) if averages else 0.0,
        "reliability": reliability(o.proba[said], o.truth[said]) if said.any() else {"ece": 0.0, "bins": []},
        "coverage": coverage(whole.right, whole.sure, seed=seed),
        "asked": {**_asked(whole, seed), "share": float(o.asked.mean()) if len(o.asked) else 0.0},
        "confusion": confusion(whole.truth, whole.given),
    }


def _micro(o: Outcome) -> dict[str, float]:
    tp, given, asked = (np.array(v.sum(), float) for v in (o.truth & o.given, o.given, o.truth))
    pairs = {"precision": (tp, given), "recall": (tp, asked), "f1": (2 * tp, given + asked)}
    return {key: float(ratio(*pair)) for key, pair in pairs.items()}


def _asked(o: Outcome, seed: int, rounds: int = 1000) -> dict[str, Any]:
    """What leaving articles to a person brings: exact sets among the others, and the lift with its interval."""
    n, right, kept = len(o.right), o.right, ~o.asked
    if not kept.any():
        return {"exact": 0.0, "lift": 0.0, "interval": (0.0, 0.0)}
    drawn = np.random.default_rng(seed).integers(0, n, (rounds, n))
    among = ratio((right & kept)[drawn].sum(axis=1), kept[drawn].sum(axis=1))
    exact = float(right[kept].mean())
    lift = exact - float(right.mean())
    some = kept[drawn].any(axis=1)  # of few articles a draw may hold none that was kept
    spread = interval((among - right[drawn].mean(axis=1))[some])
    return {"exact": exact, "lift": lift, "interval": spread}


def slices(outcome: Outcome, kinds: Mapping[str, Sequence[str]]) -> list[dict[str, Any]]:
    """Scores of parts of the articles, largest part first.

    Parameters
    ----------
    kinds : mapping of str to sequence of str
        For each way to divide the articles the part of each of them.

    Returns
    -------
    list of dict
        `kind`, `part`, `n`, `macro_f1` with `interval` over the topics with five positives in the part (else None),
        `exact` (of the `complete` ones, None without any); parts of fewer than 50 articles are left out.
    """
    o, out = outcome.counted(), []
    for kind, parts in kinds.items():
        names, sizes = np.unique(np.array(parts), return_counts=True)
        for k in np.argsort(-sizes, kind="stable").tolist():
            if sizes[k] >= MIN_SLICE:
                inside = np.array(parts) == names[k]
                row = {"kind": kind, "part": str(names[k]), "n": int(sizes[k])}
                out.append({**row, **_slice(o.rows(inside), o.right[inside & o.complete])})
    return out


def _slice(part: Outcome, right: NDArray[np.bool_]) -> dict[str, Any]:
    exact = float(right.mean()) if len(right) else None
    found: dict[str, Any] = {"macro_f1": None, "interval": None, "topics": 0, "exact": exact}
    known = part.truth.sum(axis=0) >= MEASURABLE
    if known.any():
        truth, given = part.truth[:, known], part.given[:, known]
        macro, spread = scores(truth, given)["macro_f1"], intervals(truth, given, rounds=400)["macro_f1"]
        found |= {"macro_f1": macro, "interval": spread, "topics": int(known.sum())}
    return found


def length_part(chars: int) -> str:
    """The slice of a text of so many characters."""
    low = max(edge for edge in LENGTHS if edge <= chars)
    above = [edge for edge in LENGTHS if edge > low]
    return f"{low}–{above[0] - 1}" if above else f"{low} and more"


def errors(outcome: Outcome, ids: Sequence[str]) -> list[dict[str, Any]]:
    """Articles with a wrong set, the surest first: worth reading, in the text or in its label."""
    o, out = outcome.counted(), []
    wrong = np.flatnonzero(~o.right)
    for k in wrong[np.argsort(-o.sure[wrong], kind="stable")].tolist():
        sets = ([t for t, yes in zip(o.topics, row, strict=True) if yes] for row in (o.truth[k], o.given[k]))
        people, model = sets
        proba = dict(zip(o.topics, o.proba[k].tolist(), strict=True))
        out.append({"id": ids[k], "people": people, "model": model, "sure": float(o.sure[k]), "proba": proba})
    return out
