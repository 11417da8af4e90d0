"""How far people agree with each other on the same articles: more cannot be asked of a model."""

from __future__ import annotations

from collections.abc import Container, Sequence
from itertools import combinations
from typing import Any

from baozhai.labels.marks import Pair, standing
from baozhai.labels.taxonomy import renamed
from baozhai.records import Judgement, Topic

#: Fewer articles that both judged say nothing.
MIN_COMMON = 20


def agreement(
    ledger: Sequence[Judgement], articles: Container[str], topics: Sequence[Topic]
) -> list[dict[str, Any]]:
    """Each two people who judged `MIN_COMMON` of the articles, by content hash; those with most in common first.

    Answers to a queue count for nobody: who saw a suggestion agrees with it too often.

    Returns
    -------
    list of dict
        `people` (two names), `n` (articles that both judged), `same` (share in [0, 1] of them where they say the same of every topic that
        both judged) and `kappa` (topic id → Cohen's kappa, 1960; None of a topic that both judged on too few articles, or that one of
        them always or never gave).
    """
    last: dict[str, dict[Pair, int]] = {}
    for j in standing(ledger):
        if j.source.startswith("person:") and j.article in articles and (j.drawn or not j.batch):
            last.setdefault(j.source.removeprefix("person:"), {})[j.article, j.topic] = j.verdict
    said = {name: renamed(given, topics) for name, given in last.items()}
    found = [_two(pair, said, [t.id for t in topics]) for pair in combinations(sorted(said), 2)]
    return sorted((p for p in found if p["n"] >= MIN_COMMON), key=lambda p: -p["n"])


def _two(people: tuple[str, str], said: dict[str, dict[Pair, int]], topics: Sequence[str]) -> dict[str, Any]:
    first, second = (said[name] for name in people)
    both = {
        t: [key for key, topic in first if topic == t and first[key, t] and second.get((key, t))]
        for t in topics
    }
    apart = {key for t, keys in both.items() for key in keys if first[key, t] != second[key, t]}
    n = len({key for keys in both.values() for key in keys})
    kappa = {t: _kappa([[of[key, t] for key in keys] for of in (first, second)]) for t, keys in both.items()}
    return {"people": list(people), "n": n, "same": 1 - len(apart) / n if n else 0.0, "kappa": kappa}


def _kappa(answers: Sequence[Sequence[int]]) -> float | None:
    from sklearn.metrics import cohen_kappa_score

    if len(answers[0]) < MIN_COMMON or any(len({*given}) < 2 for given in answers):
        return None
    return float(cohen_kappa_score(*answers))
