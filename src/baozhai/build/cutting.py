"""How well the issues of a corpus are cut."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from baozhai.build.issues import read_issue
from baozhai.config import Config
from baozhai.errors import InputError
from baozhai.evaluation.pages import page_counts, page_scores
from baozhai.io.corpus import read_gold
from baozhai.io.readers.sources import SUFFIXES


def cutting(cfg: Config) -> dict[str, Any]:
    """Scores of cutting by kind of input over `corpus.issues`; a refused page counts as an empty one."""
    folders = sorted(Path(cfg.corpus.issues).glob("*/gold.json")) if cfg.corpus.issues else []
    pairs = [
        (p, s) for p in folders for s in sorted(p.parent.glob("issue.*")) if s.suffix.lower() in SUFFIXES
    ]
    found: dict[str, list[dict[str, float]]] = {}
    refused: Counter[str] = Counter()
    for kind, counts, cut in (_page(*pair, cfg) for pair in pairs):
        found.setdefault(kind, []).append(counts)
        refused[kind] += not cut
    if cfg.corpus.issues and not found:
        raise InputError(f"corpus.issues={cfg.corpus.issues}：没有 */gold.json 与 issue.* 。请检查路径。")
    return {kind: {**page_scores(c), "refused": refused[kind]} for kind, c in sorted(found.items())}


def _page(gold_path: Path, source: Path, cfg: Config) -> tuple[str, dict[str, float], bool]:
    """Kind of input, counts, and whether the page was cut at all."""
    gold = read_gold(gold_path)
    kind = source.suffix.lower().lstrip(".")
    try:
        return kind, page_counts(gold, read_issue(source, cfg).articles), True
    except InputError:
        return kind, page_counts(gold, ()), False
