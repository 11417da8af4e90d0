"""Articles → ids of train, dev and test."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from baozhai.build.labels import copies
from baozhai.config import Config, settings
from baozhai.io.corpus import read_articles, read_reviewed, write_json
from baozhai.io.digests import content
from baozhai.labels.ledger import content_hash, leaders
from baozhai.labels.split import split

READS = ("data/articles",)
WRITES = ("data/splits",)
USES = ("corpus", "dedupe", "seed")


def run(cfg: Config, inputs: list[str]) -> int:
    """Draw the split; the same articles and seed give the same ids."""
    articles = read_articles(inputs[0] if inputs else Path(cfg.work) / "articles")
    alike = copies(cfg, articles)
    reviewed = {content_hash(a) for a in read_reviewed(cfg.corpus.reviewed)}
    parts = split(articles, copies=alike, reviewed=reviewed, test_share=cfg.corpus.test_share, seed=cfg.seed)
    folder = Path(cfg.work) / "splits"
    write_json(folder / "splits.json", {**parts, "copies": leaders(articles, alike)})
    write_json(folder / "settings.json", {**made_with(cfg), "inputs": inputs})
    return 0


def made_with(cfg: Config) -> dict[str, Any]:
    """What the split depends on: settings and the articles."""
    return {**settings(cfg, USES), "articles": content([Path(cfg.work) / "articles" / "articles.jsonl"])}
