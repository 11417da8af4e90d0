"""Reports of trained models → one table with paired tests, Markdown on standard output and JSON beside the runs."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import asdict
from math import isfinite
from pathlib import Path
from typing import Any, NamedTuple

from baozhai.checks import nearest
from baozhai.config import Config
from baozhai.errors import InputError
from baozhai.evaluation.bootstrap import paired
from baozhai.evaluation.report import comparison, measure
from baozhai.evaluation.topics import MEASURABLE
from baozhai.io.corpus import read_json, read_jsonl, write_json

READS = ("data/runs",)
WRITES = ("data/runs/compare.json",)
USES = ()
_NUMBERS = ("macro_f1", "exact", "seconds", "megabytes", "n")
_ADVICE = "请重新运行 baozhai evaluate {}（写过的 experiment= 等照写；sweep 的一组请重新 sweep fresh=true），或移走这个文件夹。"


class Run(NamedTuple):
    """A report, and of each article the topics by people and by the model; none of a run of an earlier version."""

    row: dict[str, Any]
    found: dict[str, dict[str, Any]]


def run(cfg: Config, inputs: list[str]) -> int:
    """Compare every run under `data/runs` (or those given, by name or report file); exit code 5 where one is left out."""
    root = Path(cfg.work) / "runs"
    found = sorted([*root.glob("*/metrics.json"), *root.glob("*/sample/metrics.json")])
    paths = list(dict.fromkeys(_report(word, root) for word in inputs)) or found
    for path in sorted(root.glob("*/train.json")) if not inputs else ():
        if not path.with_name("metrics.json").is_file():
            sys.stderr.write(f"{_unscored(path.parent.name)}\n")
    if not paths:
        raise InputError(
            f"{root}：还没有任何成绩。请先运行 baozhai train 与 baozhai evaluate；做过的，请照写当时的 experiment= 或 work=。"
        )
    runs = _readable(paths)
    if not runs:
        raise InputError(f"{root}：没有一份能比较的成绩，原因见上。")
    rows = _against_best(runs)
    write_json(root / "compare.json", rows)
    sys.stdout.write(comparison(rows))
    sys.stderr.write(f"JSON：{root / 'compare.json'}\n")
    return 5 if len(runs) < len(paths) else 0


def against_best(paths: Sequence[Path]) -> list[dict[str, Any]]:
    """The rows of reports, each with its paired difference to the best run on the same articles."""
    return _against_best([_run(path) for path in paths])


def _report(word: str, root: Path) -> Path:
    """The report of a run, by its name, its folder or the file itself.

    Raises
    ------
    InputError
        There is none.
    """
    places = [root / word / "metrics.json", Path(word) / "metrics.json", Path(word)]
    for path in places:
        if path.is_file():
            return path
    if (root / word / "train.json").is_file():
        raise InputError(_unscored(word))
    names = [path.parent.name for path in root.glob("*/metrics.json")]
    raise InputError(
        f"{root}：没有“{word}”的成绩。{nearest(word, names) if names else '请先运行 baozhai evaluate。'}"
    )


def _unscored(run_name: str) -> str:
    return f"{run_name}：还没有评测。请运行 baozhai evaluate run_name={run_name}（训练时写过的 experiment=、corpus= 等照写）"


def _readable(paths: Sequence[Path]) -> list[Run]:
    """The runs that can be compared; the others are named."""
    out = []
    for path in paths:
        try:
            out.append(_run(path))
        except InputError as error:
            sys.stderr.write(f"{_words(path).replace('run_name=', '')}：没有列入：{error}\n")
    return out


def _run(path: Path) -> Run:
    """A report and its predictions.

    Raises
    ------
    InputError
        Naming the file that lacks something that the table shows.
    """
    advice = _ADVICE.format(_words(path))
    row = read_json(path, advice)
    try:
        numbers = [*(row[name] for name in _NUMBERS), *row["interval"]]
        sound = len(row["interval"]) == 2 and all(map(isfinite, numbers)) and bool(row["run"])
        _ = [s["positives"] >= MEASURABLE for s in row["topics"].values()]
    except (AttributeError, KeyError, TypeError):
        sound = False
    if not sound:
        raise InputError(f"{path}：内容不是一次评测的成绩。{advice}")
    return Run(row, _predictions(path.with_name("predictions.jsonl"), advice))


def _words(path: Path) -> str:
    """What `evaluate` is told to write this report."""
    folder = path.parent
    beside = folder.name == "sample" and folder.parent.name != "runs"
    return f"sample run_name={folder.parent.name}" if beside else f"run_name={folder.name}"


def _against_best(runs: Sequence[Run]) -> list[dict[str, Any]]:
    groups: dict[str, list[Run]] = {}
    for run in runs:
        groups.setdefault(measure(run.row), []).append(run)
    return [row for group in groups.values() for row in _paired(group)]


def _paired(runs: list[Run]) -> list[dict[str, Any]]:
    best, first = max(runs, key=lambda run: run.row["macro_f1"])
    for row, own in runs:
        if row is not best and own and own.keys() == first.keys():
            known = [t for t, s in row["topics"].items() if s["positives"] >= MEASURABLE]
            row["against"] = asdict(paired(*_tables(first, own, known or list(row["topics"]))))
    return [row for row, _ in runs]


def _predictions(path: Path, advice: str) -> dict[str, dict[str, Any]]:
    if not path.is_file():
        return {}
    try:
        rows = {r["article"]: {who: set(r[who]) for who in ("people", "model")} for r in read_jsonl(path)}
    except (KeyError, TypeError):
        raise InputError(f"{path}：有一行没有 article、people 或 model。{advice}") from None
    return rows


def _tables(
    first: dict[str, dict[str, Any]], own: dict[str, dict[str, Any]], topics: list[str]
) -> tuple[list[list[bool]], ...]:
    """Truth, topics given by the best run and by this one."""
    sets = [
        [found[key][who] for key in first]
        for found, who in ((first, "people"), (first, "model"), (own, "model"))
    ]
    return tuple([[t in chosen for t in topics] for chosen in part] for part in sets)
