"""A model that stands, without its corpus, and judgements of one's own → a model moved by them, with topics of one's own beside."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from baozhai import build
from baozhai.build.adapting import Adapted, adapt
from baozhai.config import Config, fingerprint, settings
from baozhai.errors import ConfigError
from baozhai.io.bundle import load_model, save_model
from baozhai.io.corpus import read_json, read_judgements
from baozhai.io.crossfit import write_crossfit
from baozhai.io.files import sha256
from baozhai.io.ledger import mark
from baozhai.io.promotion import DECISION
from baozhai.io.state import ModelState
from baozhai.stages import ingest
from baozhai.stages.train import say_lost, warn

READS = ("models/<model>", "data/articles", "data/labels/judgements.jsonl")
WRITES = ("models/<run_name>",)
USES = ("corpus", "taxonomy", "dedupe", "labels", "classifier", "decision", "seed")


def run(cfg: Config, inputs: list[str]) -> int:
    """Adapt `model` by the judgements of the corpus and of reviews that it has not learned, and write it as `run_name`."""
    old, folder = build.model_folder(cfg.model), Path(cfg.models) / cfg.run_name
    _spare(cfg, old, folder)
    say_lost(cfg)
    state = load_model(old)
    made = adapt(cfg, old, state, ingest.present(cfg))
    ledger = read_judgements(cfg.corpus.judgements)
    manifest = {
        **{k: v for k, v in state.manifest.items() if k not in ("files", "format_version")},
        "base": {"model": old.name, "sha256": build.model_sha256(old)},
        "adapted": {**settings(cfg, USES), "learned": made.learned},
        "data": fingerprint([state.manifest.get("data", ""), sha256(made.table)]),
        "judgements": {"count": len(ledger), "sha256": mark(ledger)},
        "crossfit": sha256(made.table),
    }
    save_model(folder, replace(made.state, manifest=manifest))
    write_crossfit(folder, made.table)
    (folder / DECISION).unlink(missing_ok=True)  # of the model that was here before
    _say(cfg, made, state, old)
    sys.stdout.write(f"{folder}\n")
    return 0


def _say(cfg: Config, made: Adapted, state: ModelState, old: Path) -> None:
    """What became of each topic."""
    topics = build.require_topics(cfg)
    before = {t.id: t.name for t in build.topics_of(state, topics)}
    new, today = {t.id for t in made.lesson.topics} if made.lesson else set(), {t.id for t in topics}
    for topic in topics:
        count = made.learned[topic.id]
        if topic.id in new:
            had = "原来只按线索词学过，重新从" if topic.id in before else f"{old.name} 没有这一类，从"
            said = f"{had} {count} 篇学起"
        else:
            said = f"按 {count} 篇判断调整" if count else "没有新的判断，与原来一样"
        sys.stderr.write(f"  {topic.name or topic.id}：{said}\n")
    if gone := "、".join(name for t, name in before.items() if t not in today):
        sys.stderr.write(f"  {gone}：类别表里已没有，新模型不再判这一类\n")
    if made.lesson:
        warn(made.lesson)
    if made.unused:
        sys.stderr.write(
            f"新判、改判的另有 {made.unused} 篇没有用来调整：{old.name} 学过它们，或学过相同的报道。要用上，请从没有学过它们的模型调整（model=），或连同语料用 baozhai train 重新训练。\n"
        )


def _spare(cfg: Config, old: Path, folder: Path) -> None:
    """Neither the model that stands nor one that was trained is written over unasked."""
    if folder.resolve() == old.resolve():
        raise ConfigError(f"run_name 和 model 都是 {old}：请写成 run_name=新模型 model=原有的模型。")
    if cfg.fresh or not (folder / "manifest.json").is_file():
        return
    if "base" not in read_json(folder / "manifest.json"):
        raise ConfigError(
            f"{folder}：已有，是训练得来的模型，没有覆盖。请换一个 run_name=；确要覆盖请加 fresh=true。"
        )
