"""Model and test ids → report: scores with intervals, calibration, size, time."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np

from baozhai import build
from baozhai.config import Config
from baozhai.errors import InputError
from baozhai.evaluation.pages import page_counts, page_scores
from baozhai.evaluation.report import report
from baozhai.evaluation.topics import bootstrap_interval, reliability, scores
from baozhai.io.corpus import read_articles, read_gold, read_json, read_labels, write_json
from baozhai.io.files import write_folder
from baozhai.io.readers.sources import SUFFIXES
from baozhai.labels.ledger import matrix

READS = (
    "models/<run_name>",
    "data/articles",
    "data/splits",
    "data/labels/judgements.jsonl",
    "data/starter/issues",
)
WRITES = ("data/runs/<run_name>",)
USES = ("taxonomy", "decision")


def run(cfg: Config, inputs: list[str]) -> int:
    """Score the model on the test ids; only this stage reads them."""
    folder = Path(cfg.models) / cfg.run_name
    digester = build.load(str(folder), cfg)
    test = set(read_json(Path(cfg.work) / "splits" / "splits.json")["test"])
    ids = [t.id for t in digester.topics]
    verdicts, _ = read_labels(cfg.corpus.judgements, cfg.corpus.label_table, ids)
    articles = [a for a in read_articles(Path(cfg.work) / "articles") if a.id in test]
    gold = matrix(articles, digester.topics, verdicts)
    kept = [k for k in range(len(articles)) if gold[k].any()]
    if not kept:
        raise InputError("测试部分没有已标注的文章。请增加语料或调大 corpus.test_share。")
    Y = (gold[kept] > 0).astype(int)
    found = digester.predict([articles[k] for k in kept])
    P = np.array([[int(t in p.topics) for t in ids] for p in found])
    proba = np.array([[p.probabilities[t] for t in ids] for p in found])
    result = {
        "run": cfg.run_name,
        "n": len(kept),
        "abstained": sum(p.decision == "abstain" for p in found),
        **scores(Y, P, ids),
        "interval": bootstrap_interval(Y, P, seed=cfg.seed),
        "reliability": reliability(proba, Y),
        "pages": _pages(cfg),
        "megabytes": sum(f.stat().st_size for f in folder.rglob("*") if f.is_file()) / 1e6,
    }
    runs = Path(cfg.work) / "runs" / cfg.run_name
    result["seconds"] = read_json(runs / "train.json")["seconds"] if (runs / "train.json").is_file() else 0.0
    write_json(runs / "metrics.json", result)
    text = report(result)
    write_folder(runs, {"report.md": text.encode()})
    sys.stdout.write(text)
    return 0


def _pages(cfg: Config) -> dict[str, Any]:
    """Scores of cutting by kind of input over `corpus.issues`; a refused page counts as an empty one."""
    found: dict[str, list[dict[str, float]]] = {}
    refused: Counter[str] = Counter()
    for path in sorted(Path(cfg.corpus.issues).glob("*/gold.json")) if cfg.corpus.issues else ():
        gold = read_gold(path)
        for source in sorted(path.parent.glob("issue.*")):
            kind = source.suffix.lower()
            if kind not in SUFFIXES:
                continue
            try:
                articles = build.read_issue(source, cfg).articles
            except InputError:
                articles = ()
                refused[kind] += 1
            found.setdefault(kind, []).append(page_counts(gold, articles))
    if cfg.corpus.issues and not found:
        raise InputError(f"corpus.issues={cfg.corpus.issues}：没有 */gold.json 与 issue.* 。请检查路径。")
    return {
        kind.lstrip("."): {**page_scores(c), "refused": refused[kind]} for kind, c in sorted(found.items())
    }
