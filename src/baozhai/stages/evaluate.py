"""Model and test ids → report: scores with intervals, calibration, size, time."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

from baozhai import build
from baozhai.config import Config
from baozhai.errors import InputError
from baozhai.evaluation.report import report
from baozhai.evaluation.topics import bootstrap_interval, reliability, scores
from baozhai.io.corpus import read_articles, read_json, read_labels, write_json
from baozhai.io.files import write_folder
from baozhai.labels.ledger import matrix

READS = ("models/<run_name>", "data/articles", "data/splits", "data/labels/judgements.jsonl")
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
        "megabytes": sum(f.stat().st_size for f in folder.rglob("*") if f.is_file()) / 1e6,
    }
    runs = Path(cfg.work) / "runs" / cfg.run_name
    result["seconds"] = read_json(runs / "train.json")["seconds"] if (runs / "train.json").is_file() else 0.0
    write_json(runs / "metrics.json", result)
    text = report(result)
    write_folder(runs, {"report.md": text.encode()})
    sys.stdout.write(text)
    return 0
