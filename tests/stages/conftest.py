"""What a sweep and a training say of the same articles."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest

Given = dict[str, set[str]]


@pytest.fixture
def same_topics() -> Callable[[Path, Path], Given]:
    """Compare the topics of a swept trial with those of a model trained alike; gives those of the trial by article."""

    def compare(trial: Path, model: Path) -> Given:
        rows = (trial / "predictions.jsonl").read_text("utf-8").splitlines()
        swept = {r["article"]: set(r["model"]) for r in map(json.loads, rows)}
        cuts = json.loads((model / "topics" / "topics.json").read_text("utf-8"))
        limits = dict(zip(cuts["topics"], cuts["thresholds"], strict=True))
        with (model / "report" / "crossfit.csv").open(encoding="utf-8", newline="") as lines:
            table = [*csv.DictReader(lines)]
        trained = {r["article"]: {t for t in limits if float(r[t]) >= limits[t]} for r in table}
        # The table holds four digits, so that one on the very threshold may fall on the other side.
        assert trained.keys() == swept.keys() and sum(trained[k] != swept[k] for k in swept) <= 1
        return swept

    return compare
