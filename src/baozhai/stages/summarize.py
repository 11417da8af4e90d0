"""Articles → summaries as JSONL on standard output (or data/summaries in the learning graph)."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from baozhai import build
from baozhai.config import Config, SummaryConfig
from baozhai.io.corpus import dump_jsonl, read_articles
from baozhai.io.files import write_folder
from baozhai.records import Article
from baozhai.summary import Summarizer, clipped, summarize
from baozhai.summary.clauses import is_cut

READS = ("data/articles",)
WRITES = ("data/summaries",)
USES = ("summary",)


def run(cfg: Config, inputs: list[str]) -> int:
    """Summarize the given issues, or the corpus when none is given."""
    summarizer = build.summarizer(cfg)
    if inputs:
        articles = [a for path in inputs for a in build.read_issue(path, cfg).articles]
    else:
        articles = read_articles(Path(cfg.work) / "articles")
    data = dump_jsonl(_record(cfg.summary, summarizer, a) for a in articles)
    if inputs:
        sys.stdout.write(data.decode())
    else:
        write_folder(Path(cfg.work) / "summaries", {"summaries.jsonl": data})
    return 0


def _record(cfg: SummaryConfig, summarizer: Summarizer, article: Article) -> dict[str, Any]:
    """A summary as data; `verbatim` is false where it was cut at a clause."""
    found = summarize(
        summarizer, article, min_chars=cfg.min_chars, max_chars=cfg.max_chars, strict=cfg.strict
    )
    if cfg.clauses:
        found = clipped(article, found, cfg.max_chars)
    return {**asdict(found), "verbatim": not (cfg.clauses and is_cut(article, found))}
