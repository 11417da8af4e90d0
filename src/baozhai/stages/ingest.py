"""Corpus files → data/articles: the articles the learning graph works on."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from baozhai.config import Config, settings
from baozhai.io.corpus import read_articles, write_articles, write_json
from baozhai.labels.ledger import content_hash

READS = ("data/starter/articles",)
WRITES = ("data/articles",)
USES = ("corpus",)


def run(cfg: Config, inputs: list[str]) -> int:
    """Collect the articles of the corpus under one id each (their content hash)."""
    paths = inputs or [cfg.corpus.articles, *([cfg.corpus.press] if cfg.corpus.press else [])]
    articles = {content_hash(a): a for path in paths for a in read_articles(path)}
    kept = [replace(a, id=key) for key, a in articles.items()]
    folder = Path(cfg.work) / "articles"
    write_articles(folder, "articles.jsonl", kept[: cfg.corpus.limit or None])
    write_json(folder / "settings.json", {**settings(cfg, USES), "inputs": inputs})
    return 0
