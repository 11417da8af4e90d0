"""Articles → ids of train, dev and test."""

from __future__ import annotations

from pathlib import Path

from baozhai.config import Config
from baozhai.io.corpus import read_articles, write_json
from baozhai.labels.split import split

READS = ("data/articles",)
WRITES = ("data/splits",)
USES = ("corpus",)


def run(cfg: Config, inputs: list[str]) -> int:
    """Draw the split; the same articles and seed give the same ids."""
    articles = read_articles(inputs[0] if inputs else Path(cfg.work) / "articles")
    parts = split(articles, test_share=cfg.corpus.test_share, seed=cfg.seed)
    write_json(Path(cfg.work) / "splits" / "splits.json", parts)
    return 0
