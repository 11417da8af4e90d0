"""How far people agree with each other on the same articles: more cannot be asked of a model."""

from __future__ import annotations

from collections.abc import Container, Sequence
from itertools import combinations
from typing import Any

import numpy as np

from baozhai.labels.marks import standing
from baozhai.labels.taxonomy import renamed
from baozhai.records import Judgement, Topic

#: Fewer articles that both judged say nothing.
MIN_COMMON = 20


def agreement(
    ledger: Sequence[Judgement], articles: Container[str], topics: Sequence[Topic]
) -> list[dict[str, Any]]:
    """Each two people who judged `MIN_COMMON` of the articles, by content hash; those with most in common first.

    Returns
    -------
    list of dict
        `people` (two names), `n` (articles that both judged on every topic), `same` (share in [0, 1] of them with the same set) and
        `kappa` (topic id → Cohen's kappa, 1960; None of a topic that one of them always or never gave).
    """
    said: dict[str, list[Judgement]] = {}
    for j in standing(ledger):
        if j.source.startswith("person:") and j.article in articles:
            said.setdefault(j.source.removeprefix("person:"), []).append(j)
    sets = {name: _sets(given, topics) for name, given in said.items()}
    found = [_pair(pair, sets, topics) for pair in combinations(sorted(sets), 2)]
    return sorted((p for p in found if p["n"] >= MIN_COMMON), key=lambda p: -p["n"])


def _sets(given: Sequence[Judgement], topics: Sequence[Topic]) -> dict[str, list[int]]:
    """The last verdicts of a person on every topic, of the articles with a verdict on each."""
    last = renamed({(j.article, j.topic): j.verdict for j in given}, topics)
    rows = {article: [last.get((article, t.id), 0) for t in topics] for article, _ in last}
    return {article: row for article, row in rows.items() if all(row)}


def _pair(
    people: tuple[str, str], sets: dict[str, dict[str, list[int]]], topics: Sequence[Topic]
) -> dict[str, Any]:
    first, second = (sets[name] for name in people)
    both = sorted(first.keys() & second.keys())
    tables = [
        np.array([said[key] for key in both]).reshape(len(both), len(topics)) for said in (first, second)
    ]
    kappa = {t.id: _kappa(*(table[:, k] for table in tables)) for k, t in enumerate(topics)} if both else {}
    same = float((tables[0] == tables[1]).all(axis=1).mean()) if both else 0.0
    return {"people": list(people), "n": len(both), "same": same, "kappa": kappa}


def _kappa(first: Any, second: Any) -> float | None:
    from sklearn.metrics import cohen_kappa_score

    if len({*first}) < 2 or len({*second}) < 2:
        return None
    return float(cohen_kappa_score(first, second))
