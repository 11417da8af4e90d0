"""A new model takes the place of the old one only if a paired bootstrap says that it is not worse."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from baozhai import build
from baozhai.config import Config
from baozhai.errors import ConfigError, ModelError
from baozhai.evaluation.promotion import decision
from baozhai.evaluation.report import promotion
from baozhai.io.bundle import load_model
from baozhai.io.corpus import write_json
from baozhai.io.ledger import mark, read_ledger
from baozhai.io.promotion import put_in_place
from baozhai.io.state import ModelState
from baozhai.labels.ledger import matrix
from baozhai.records import Topic
from baozhai.stages import ingest

READS = ("models/<run_name>", "models/<model>", "data/articles", "data/labels/judgements.jsonl")
WRITES = ("models/<model>", "data/runs/<run_name>/promotion.json")
USES = ("corpus", "taxonomy", "review", "seed")


def run(cfg: Config, inputs: list[str]) -> int:
    """Compare the two on what people had judged before the old one was trained; replace it or say why not."""
    new = build.model_folder(str(Path(cfg.models) / cfg.run_name))
    old = build.model_folder(_place(cfg))
    if new.resolve() == old.resolve():
        raise ConfigError(f"run_name 和 model 都是 {new}：请写成 run_name=新模型 model=旧模型。")
    states = load_model(new), load_model(old)
    _check_corpus(cfg, old, states)
    topics = _common((new, old), states, build.require_topics(cfg))
    found = _compare((new, old), states, topics, cfg)
    write_json(Path(cfg.work) / "runs" / cfg.run_name / "promotion.json", found)
    sys.stdout.write(promotion(found, {t.id: t.name for t in topics}))
    if not found["promoted"]:
        raise ModelError(f"{new} 没有替换 {old}：{found['reason']}。{_advice(found, old)}")
    aside = put_in_place(new, states[0], old, states[1], found)
    sys.stdout.write(f"{old} 已换成 {new.name}；旧模型在 {aside}\n")
    return 0


def _advice(found: dict[str, Any], old: Path) -> str:
    """What to do about a new model that is worse, or that nothing can be compared by."""
    if "difference" in found:
        return "请检查最近的改正（review.undo=last 可撤销一批），或多标一些再训练。"
    again = f"baozhai train run_name={old.name}"
    return f"比较只用旧模型训练之前判过的文章，此后再判也不会增加：请用 {again} 直接重新训练旧模型（当时写过的 experiment=、corpus= 等照写）。"


def _check_corpus(cfg: Config, old: Path, states: tuple[ModelState, ModelState]) -> None:
    """A model of other texts is no next version."""
    new, made = (state.manifest for state in states)
    config = new.get("config", {})
    if "corpus" in config and build.other_corpus(made, config) and not cfg.fresh:
        raise ConfigError(
            f"{old}：是用另一批语料训练的（{made.get('articles', '若干')} 篇），没有替换。"
            "请用 model= 写出要替换的模型；确要替换请加 fresh=true。"
        )


def _common(
    folders: tuple[Path, Path], states: tuple[ModelState, ModelState], known: Sequence[Topic]
) -> list[Topic]:
    """The topics that judgements can compare: those of the old model, but for what it learned from too few and what is no topic any more."""
    new, old = ({t.id: t.name for t in build.topics_of(state, known)} for state in states)
    today = {t.id for t in known}
    if lost := [name for t, name in old.items() if t not in new and t in today]:
        raise ModelError(
            f"{folders[0]}：没有旧模型的类别“{lost[0]}”，不能替换 {folders[1]}。"
            "请用全部类别重新训练；不再要这一类，请先从类别表中删去。"
        )
    if gone := "、".join(name for t, name in old.items() if t not in today):
        sys.stderr.write(f"没有比较：{gone}（类别表里已没有；若是改名，请在新类别的 aliases 里写旧编号）。\n")
    if not today & {*old}:
        raise ModelError(
            f"{folders[1]}：它的类别在类别表里一个也没有，无法比较。请写上训练时的 experiment= 或 taxonomy=。"
        )
    shares = build.unproven(states[1], build.topics_of(states[1], known))
    cold = {topic for topic, share in shares.items() if share < 1}
    if names := "、".join(t.name for t in known if t.id in cold):
        sys.stderr.write(f"没有比较：{names}（训练旧模型时还没有足够的判断）。\n")
    return [t for t in known if t.id in old and t.id not in cold]


def _place(cfg: Config) -> str:
    own = Path(cfg.models) / cfg.model
    return str(own) if own.is_dir() else cfg.model


def _compare(
    folders: tuple[Path, Path], states: tuple[ModelState, ModelState], topics: Sequence[Topic], cfg: Config
) -> dict[str, Any]:
    first = _known_then(states[1], folders[1], cfg)
    verdicts, _ = build.labels(cfg, topics, first=first)
    articles = ingest.current(cfg)
    gold = matrix(articles, topics, verdicts)
    ids, kept = [t.id for t in topics], [k for k in range(len(articles)) if gold[k].any()]
    tables = []
    for folder, state in zip(folders, states, strict=True):
        said = build.unseen(folder, state, cfg, [articles[k] for k in kept])
        tables.append(
            np.array([[t in p.topics for t in ids] for p in said], dtype=bool).reshape(-1, len(ids))
        )
    # Of a topic that was added later nobody judged most articles: nothing given there is right or wrong.
    before, after = (table & (gold[kept] != 0) for table in reversed(tables))
    found = decision(gold[kept] > 0, before, after, ids, margin=cfg.review.margin, seed=cfg.seed)
    used = {"count": first, "sha256": mark(read_ledger(Path(cfg.corpus.judgements)).judgements[:first])}
    return {**found, "models": {"new": folders[0].name, "old": folders[1].name}, "judgements": used}


def _known_then(old: ModelState, folder: Path, cfg: Config) -> int:
    """How many judgements the old model knew: later ones are on trial and cannot be the measure."""
    known = old.manifest.get("judgements")
    ledger = read_ledger(Path(cfg.corpus.judgements)).judgements
    if not isinstance(known, dict):
        raise ModelError(
            f"{folder}：没有记下训练时的判断，无法公平比较。请用 baozhai train 重新训练这个模型。"
        )
    count = int(known["count"])
    if len(ledger) < count or mark(ledger[:count]) != known["sha256"]:
        raise ModelError(
            f"{cfg.corpus.judgements}：前 {count} 条与训练 {folder.name} 时不同。这个文件只能追加："
            "请恢复原来的各行，或用它重新训练旧模型。"
        )
    return count
