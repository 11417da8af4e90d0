"""Reports of trained models → one table with paired tests, Markdown on standard output and JSON beside the runs."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from baozhai.config import Config
from baozhai.errors import InputError
from baozhai.evaluation.bootstrap import paired
from baozhai.evaluation.report import comparison
from baozhai.evaluation.topics import MEASURABLE
from baozhai.io.corpus import read_json, read_jsonl, write_json

READS = ("data/runs",)
WRITES = ("data/runs/compare.json",)
USES = ()


def run(cfg: Config, inputs: list[str]) -> int:
    """Compare every run under `data/runs` (or the given report files)."""
    root = Path(cfg.work) / "runs"
    paths = [Path(p) for p in inputs] or sorted(root.glob("*/metrics.json"))
    for path in sorted(root.glob("*/train.json")):
        if not path.with_name("metrics.json").is_file():
            run_name = path.parent.name
            sys.stderr.write(f"{run_name}：还没有评测。请运行 baozhai evaluate run_name={run_name}\n")
    if not paths:
        raise InputError(f"{root}：还没有任何成绩。请先运行 baozhai train 与 baozhai evaluate。")
    rows = against_best(paths)
    sys.stdout.write(comparison(rows))
    write_json(root / "compare.json", rows)
    sys.stderr.write(f"JSON：{root / 'compare.json'}\n")
    return 0


def against_best(paths: Sequence[Path]) -> list[dict[str, Any]]:
    """The rows of reports, each with its paired difference to the best run on the same articles."""
    runs = [(read_json(path), path.with_name("predictions.jsonl")) for path in paths]
    groups: dict[str, list[tuple[dict[str, Any], Path]]] = {}
    for row, path in runs:
        groups.setdefault(str(row.get("test")), []).append((row, path))
    return [row for group in groups.values() for row in _paired(group)]


def _paired(runs: list[tuple[dict[str, Any], Path]]) -> list[dict[str, Any]]:
    best, there = max(runs, key=_macro)
    first = _predictions(there)
    for row, path in runs:
        own = _predictions(path)
        if row is not best and own and own.keys() == first.keys():
            known = [t for t, s in row["topics"].items() if s["positives"] >= MEASURABLE]
            row["against"] = asdict(paired(*_tables(first, own, known or list(row["topics"]))))
    return [row for row, _ in runs]


def _macro(run: tuple[dict[str, Any], Path]) -> float:
    return float(run[0]["macro_f1"])


def _predictions(path: Path) -> dict[str, dict[str, Any]]:
    """Topics by people and model of each article; nothing from a run of an earlier version."""
    return {r["article"]: r for r in read_jsonl(path)} if path.is_file() else {}


def _tables(
    first: dict[str, dict[str, Any]], own: dict[str, dict[str, Any]], topics: list[str]
) -> tuple[list[list[bool]], ...]:
    """Truth, topics given by the best run and by this one."""
    sets = [
        [found[key][who] for key in first]
        for found, who in ((first, "people"), (first, "model"), (own, "model"))
    ]
    return tuple([[t in chosen for t in topics] for chosen in part] for part in sets)
