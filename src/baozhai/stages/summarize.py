"""Articles → summaries as JSONL on standard output (or data/summaries in the learning graph)."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path

from baozhai import build
from baozhai.config import Config
from baozhai.io.corpus import dump_jsonl, read_articles
from baozhai.io.files import write_folder
from baozhai.summary import summarize

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
    budget = {"min_chars": cfg.summary.min_chars, "max_chars": cfg.summary.max_chars}
    data = dump_jsonl(asdict(summarize(summarizer, a, **budget)) for a in articles)
    if inputs:
        sys.stdout.write(data.decode())
    else:
        write_folder(Path(cfg.work) / "summaries", {"summaries.jsonl": data})
    return 0
