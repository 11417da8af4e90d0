"""Reports of trained models → one table, Markdown on standard output and JSON beside the runs."""

from __future__ import annotations

import sys
from pathlib import Path

from baozhai.config import Config
from baozhai.errors import InputError
from baozhai.evaluation.report import comparison
from baozhai.io.corpus import read_json, write_json

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
    rows = [read_json(path) for path in paths]
    sys.stdout.write(comparison(rows))
    write_json(root / "compare.json", rows)
    sys.stderr.write(f"JSON：{root / 'compare.json'}\n")
    return 0
