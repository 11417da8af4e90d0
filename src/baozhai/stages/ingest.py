"""Corpus files → data/articles: the articles the learning graph works on."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from baozhai import build
from baozhai.config import Config, settings
from baozhai.io.corpus import read_articles, read_reviewed, write_articles, write_json
from baozhai.io.digests import content, stale
from baozhai.io.files import sha256
from baozhai.labels.ledger import content_hash
from baozhai.records import Article

READS = ("data/starter/articles", "data/labels")
WRITES = ("data/articles",)
USES = ("corpus",)


def run(cfg: Config, inputs: list[str]) -> int:
    """Collect the articles of the corpus under one id each (their content hash)."""
    given = {content_hash(a): a for path in inputs for a in read_articles(path)}
    articles = given if inputs else build.corpus(cfg)
    articles = dict(list(articles.items())[: cfg.corpus.limit or None])
    if _reviewed(cfg):
        articles = {content_hash(a): a for a in read_articles(cfg.corpus.reviewed)} | articles
    kept = [replace(a, id=key) for key, a in articles.items()]
    folder = Path(cfg.work) / "articles"
    write_articles(folder, "articles.jsonl", kept)
    write_json(folder / "settings.json", {**made_with(cfg), "inputs": inputs})
    return 0


def current(cfg: Config) -> list[Article]:
    """The articles of the corpus as it is now: collected anew where those on disk were made of another one."""
    folder = Path(cfg.work) / "articles"
    if stale(folder / "settings.json", made_with(cfg)):
        run(cfg, [])
    return read_articles(folder)


def present(cfg: Config) -> list[Article]:
    """As `current`; where there is no corpus, as away from the project, what came in by review."""
    if Path(cfg.corpus.articles).exists():
        return current(cfg)
    # Each issue counts its items from 01: `compare` would take one for another.
    return [replace(a, id=content_hash(a)) for a in read_reviewed(cfg.corpus.reviewed)]


def made_with(cfg: Config) -> dict[str, Any]:
    """What the articles depend on: settings, the files of the corpus, and the articles that came in by review."""
    c = cfg.corpus
    sources = content([c.articles, *c.press, *([c.label_table] if c.label_table else [])])
    return {**settings(cfg, USES), "sources": sources, "reviewed": _reviewed(cfg)}


def _reviewed(cfg: Config) -> str:
    path = Path(cfg.corpus.reviewed)
    return sha256(path.read_bytes()) if path.is_file() else ""
