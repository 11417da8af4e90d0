"""The ranker against the lead by era: what it reaches on years it did not learn from, and cross-fitted on all years."""

from __future__ import annotations

from collections import Counter

import numpy as np
from briefs import Pick, intervals, lead_filled, lead_first, ours, row, scored

from baozhai.evaluation.summaries import worths
from baozhai.summary.learn import Brief, fit, folds_of

LEADS: dict[str, Pick] = {"lead, first sentence": lead_first, "lead, filled": lead_filled}
FEWEST = 500  # items of an era


def compared(made: np.ndarray, leads: dict[str, np.ndarray], parts: dict[str, np.ndarray]) -> None:
    """Both leads and the ranker on each part, and the paired differences."""
    sizes = [f"{name} ({int(inside.sum())})" for name, inside in parts.items()]
    print(f"| system, R1 / R2 / RL | {' | '.join(sizes)} |\n|---" + "|---" * len(sizes) + "|")
    for name, values in {**leads, "ranker": made}.items():
        print(row(name, values, list(parts.values())))
    print("\n| over | R1 | R2 | RL |\n|---|---|---|---|")
    for name, values in leads.items():
        intervals(name, made, values, parts)


def time_split(briefs: list[Brief], seed: int) -> None:
    """Learn from what was before 2019, score what came later."""
    before = [b for b in briefs if b.day < "2019"]
    later = [b for b in briefs if b.day >= "2019"]
    print(f"\n## Time split\n\nLearned from {len(before)} briefs before 2019; {len(later)} from 2019 on.\n")
    leads = {name: scored(pick, later) for name, pick in LEADS.items()}
    compared(scored(ours(fit(before, worths, seed)), later), leads, {"2019–26": np.ones(len(later), bool)})


def eras_of(briefs: list[Brief]) -> dict[str, np.ndarray]:
    """Years in a row, joined until they hold enough items; what is left at the end joins the last."""
    years = np.array([int(b.day[:4]) for b in briefs])
    count = Counter(years.tolist())
    spans: list[list[int]] = []
    for year in sorted(count):
        if not spans or sum(count[y] for y in spans[-1]) >= FEWEST:
            spans.append([])
        spans[-1].append(year)
    if len(spans) > 1 and sum(count[y] for y in spans[-1]) < FEWEST:
        rest = spans.pop()
        spans[-1] += rest
    return {f"{span[0]}–{span[-1] % 100}": np.isin(years, span) for span in spans}


def cross_fitted(briefs: list[Brief], seed: int) -> None:
    """Every item scored by a ranker that learned from the others, of other days."""
    fold = folds_of(briefs, seed)
    made = np.empty((len(briefs), 3))
    for f in np.unique(fold).tolist():
        ranker = fit([b for b, g in zip(briefs, fold, strict=True) if g != f], worths, seed)
        made[fold == f] = scored(ours(ranker), [b for b, g in zip(briefs, fold, strict=True) if g == f])
    days = np.array([b.day for b in briefs])
    parts = {"all": np.ones(len(briefs), bool), **eras_of(briefs), "2019–26": days >= "2019"}
    print(
        f"\n## Eras, cross-fitted\n\nAll {len(briefs)} briefs (train and dev) in {len(np.unique(fold))} folds by day; near-copies share a"
        f" fold. The ranker of a fold learned from the others only. Eras are years joined until they hold {FEWEST} items.\n"
    )
    compared(made, {name: scored(pick, briefs) for name, pick in LEADS.items()}, parts)
