"""Reports of trained models → one table, Markdown on standard output and JSON beside the runs."""

from __future__ import annotations

import sys
from pathlib import Path

from baozhai.config import Config
from baozhai.evaluation.report import comparison
from baozhai.io.corpus import read_json, write_json

READS = ("data/runs",)
WRITES = ("data/runs/compare.json",)
USES = ()


def run(cfg: Config, inputs: list[str]) -> int:
    """Compare every run under `data/runs` (or the given report files)."""
    root = Path(cfg.work) / "runs"
    paths = [Path(p) for p in inputs] or sorted(root.glob("*/metrics.json"))
    rows = [read_json(path) for path in paths]
    sys.stdout.write(comparison(rows))
    write_json(root / "compare.json", rows)
    return 0
