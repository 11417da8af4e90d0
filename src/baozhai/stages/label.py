"""Articles → weak labels and the table of rules."""

from __future__ import annotations

from pathlib import Path

from baozhai import build
from baozhai.config import Config
from baozhai.io.corpus import dump_jsonl, read_articles, write_json
from baozhai.io.files import write_folder
from baozhai.labels.ledger import matrix
from baozhai.labels.rules import rule_table, votes

READS = ("data/articles", "data/labels/judgements.jsonl")
WRITES = ("data/weak",)
USES = ("corpus", "taxonomy", "labels")


def run(cfg: Config, inputs: list[str]) -> int:
    """Let every rule vote on every article."""
    topics = build.require_topics(cfg)
    articles = read_articles(inputs[0] if inputs else Path(cfg.work) / "articles")
    weak = votes(articles, topics, min_hits=cfg.labels.min_hits)
    verdicts, _ = build.labels(cfg, topics)
    gold = matrix(articles, topics, verdicts)
    folder = Path(cfg.work) / "weak"
    rows = [
        {"article": a.id, "topic": t.id, "verdict": int(weak[i, k]), "source": f"rule:{t.id}"}
        for i, a in enumerate(articles)
        for k, t in enumerate(topics)
        if weak[i, k]
    ]
    write_folder(folder, {"weak.jsonl": dump_jsonl(rows)})
    write_json(folder / "rules.json", rule_table(weak, gold, topics))
    return 0
