"""Editors' briefs → the ranker of a model folder; nothing else in the folder changes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from baozhai import build
from baozhai.config import Config, fingerprint
from baozhai.errors import InputError
from baozhai.evaluation.summaries import worths
from baozhai.io.bundle import load_model, save_model
from baozhai.io.corpus import read_jsonl
from baozhai.io.readers.records import from_dict
from baozhai.summary.learn import Brief, fit

READS = ("models/<model>",)
WRITES = ("models/<model>",)
USES = ("corpus",)
_FEWEST = 50


def run(cfg: Config, inputs: list[str]) -> int:
    """Train the ranker and write it into the model of that name."""
    folder = build.model_folder(cfg.model)
    state = load_model(folder)
    ranker, note = learn(cfg)
    save_model(folder, replace(state, ranker=ranker, manifest={**state.manifest, "ranker": note}))
    return 0


def learn(cfg: Config) -> tuple[dict[str, Any], dict[str, Any]]:
    """The state of a ranker trained on `corpus.briefs`, and what the manifest says of it."""
    briefs = read_briefs(cfg.corpus.briefs)
    if len(briefs) < _FEWEST:
        raise InputError(
            f"{cfg.corpus.briefs}：只有 {len(briefs)} 篇带 summary 的文章，训练选句模型至少要 {_FEWEST} 篇。"
        )
    note = {
        "briefs": len(briefs),
        "corpus": fingerprint(sorted(b.article.id for b in briefs)),
        "seed": cfg.seed,
    }
    return {"params": note, **fit(briefs, worths, cfg.seed).to_state()}, note


def read_briefs(path: str, split: str = "train") -> list[Brief]:
    """Records with a `summary`; of a file divided by `split`, that part only.

    Raises
    ------
    InputError
        No path, no such file, or a record without text.
    """
    if not path:
        raise InputError("没有指定简讯语料。请用 corpus.briefs=文件.jsonl 指定（每行含 body 和 summary）。")
    if not Path(path).is_file():
        raise InputError(f"{path}：找不到简讯语料。请检查 corpus.briefs。")
    records = [r for r in read_jsonl(Path(path)) if r.get("summary") and r.get("split", split) == split]
    return [Brief(from_dict(r), r["summary"], _day(r)) for r in records]


def _day(record: dict[str, Any]) -> str:
    """`date`, or what follows the colon of `source`."""
    return str(record.get("date") or str(record.get("source") or "").rpartition(":")[2])
