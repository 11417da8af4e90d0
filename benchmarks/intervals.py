"""How often do 95 % intervals hold the truth? Articles drawn from round 1 as the shipped model decides them, by cross-fitting.

    OMP_NUM_THREADS=1 python benchmarks/intervals.py            prints the table of docs/topics_ideas.md (two minutes)

The 1,703 articles are the population, its scores the truth; plain percentiles of the bootstrap are held against
`evaluation.bootstrap.intervals`. Topics with five articles in a sample count, macro-F1 where all have them.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from baozhai.evaluation.bootstrap import draws, interval, intervals
from baozhai.evaluation.topics import MEASURABLE, ratio, scores
from baozhai.io.corpus import read_json, read_labels
from baozhai.io.crossfit import read_crossfit

MODEL, TABLE = Path("models/press"), Path("data/labels/press.csv")
SIZES = (60, 100, 200, 400)
SAMPLES = 500
KINDS = ("exact", "macro_f1", "f1", "precision", "recall")
Flags = NDArray[np.bool_]


def population() -> tuple[Flags, Flags, list[str]]:
    """What people and cross-fitted models say of round 1, and the topics."""
    state = read_json(MODEL / "topics" / "topics.json")
    topics = list(state["topics"])
    proba = read_crossfit(MODEL, read_json(MODEL / "manifest.json"), topics)
    verdicts, first = read_labels(TABLE, {t: t for t in topics})
    keys = sorted(first & proba.keys())
    truth = np.array([[verdicts[key, t] > 0 for t in topics] for key in keys])
    return truth, np.array([proba[key] for key in keys]) >= np.array(state["thresholds"]), topics


def plain(truth: Flags, given: Flags, topics: list[str]) -> dict[Any, tuple[float, float]]:
    """Percentiles of draws with nothing added."""
    weights = draws(len(truth), 1000, 0)
    tp, found, asked = weights @ (truth & given), weights @ given, weights @ truth
    f1 = ratio(2 * tp, found + asked)
    right = ratio(weights @ (truth == given).all(axis=1), weights.sum(axis=1))
    out = {"exact": interval(right), "macro_f1": interval(f1.mean(axis=1))}
    tables = {"f1": f1, "precision": ratio(tp, found), "recall": ratio(tp, asked)}
    return out | {(t, name): interval(v[:, k]) for name, v in tables.items() for k, t in enumerate(topics)}


def held(
    size: int, way: Any, truth: Flags, given: Flags, topics: list[str]
) -> dict[str, tuple[float, float]]:
    """For each kind of score how many intervals hold the truth, and their mean width."""
    whole = scores(truth, given, topics)
    right = {"exact": whole["exact"], "macro_f1": whole["macro_f1"]}
    right |= {(t, k): row[k] for t, row in whole["topics"].items() for k in ("f1", "precision", "recall")}
    rng, hits, widths = (
        np.random.default_rng(0),
        defaultdict[str, list[bool]](list),
        defaultdict[str, list[float]](list),
    )
    for _ in range(SAMPLES):
        rows = rng.integers(0, len(truth), size)
        known = dict(zip(topics, truth[rows].sum(axis=0) >= MEASURABLE, strict=True))
        for key, (low, high) in way(truth[rows], given[rows], topics).items():
            kind = key if isinstance(key, str) else key[1]
            if known[key[0]] if key not in ("exact", "macro_f1") else key == "exact" or all(known.values()):
                hits[kind].append(low <= right[key] <= high)
                widths[kind].append(high - low)
    return {kind: (float(np.mean(hits[kind])), float(np.mean(widths[kind]))) for kind in KINDS}


def main() -> None:
    """Print the table."""
    data = population()
    print(f"| articles | intervals | {' | '.join(KINDS)} |\n{'| --- ' * (len(KINDS) + 2)}|")
    for size in SIZES:
        for name, way in (("percentiles", plain), ("half an article more of each outcome", intervals)):
            found = held(size, way, *data)
            cells = (f"{share:.2f} ({width:.2f})" for share, width in found.values())
            print(f"| {size} | {name} | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
