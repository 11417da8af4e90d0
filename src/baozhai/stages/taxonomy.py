"""Taxonomies: `check` one, `diff` two (or one and a model), `migrate` the labels of renamed topics."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from baozhai import build
from baozhai.checks import nearest
from baozhai.config import Config
from baozhai.errors import ConfigError
from baozhai.io.bundle import load_model
from baozhai.io.corpus import read_articles, read_reviewed, unknown_labels
from baozhai.io.ledger import append, read_ledger
from baozhai.io.lock import locked
from baozhai.io.readers.taxonomy import Defined, read_taxonomy
from baozhai.labels import taxonomy
from baozhai.labels.ledger import content_hash
from baozhai.labels.rules import ENOUGH, LEAST_HITS, MIN_POSITIVES, votes
from baozhai.records import Topic, resolve

READS = ("conf/taxonomy", "data/labels/judgements.jsonl", "data/articles")
WRITES = ("data/labels/judgements.jsonl",)
USES = ("taxonomy", "corpus", "labels", "review")
_KINDS = {"added": "新增", "removed": "删去", "renamed": "改名", "changed": "改动"}
_FIELDS = {"name": "名称", "definition": "定义", "include": "线索词", "exclude": "排除词"}


def run(cfg: Config, inputs: list[str]) -> int:
    """Do what the first word says."""
    tasks = {"check": _check, "diff": _diff, "migrate": _migrate}
    word = inputs[0] if inputs else ""
    if word not in tasks:
        raise ConfigError(
            f"baozhai taxonomy {word}：{nearest(word, tasks)}例：baozhai taxonomy check conf/taxonomy/press.yaml"
        )
    return tasks[word](cfg, inputs[1:])


def _check(cfg: Config, files: list[str]) -> int:
    """Every fault of every file, then what labels there are (of all files, of the chosen taxonomy); 2 where a file cannot be used."""
    paths = [Path(f) for f in files] or sorted(Path("conf/taxonomy").glob("*.yaml"))
    if not paths:
        raise ConfigError("conf/taxonomy 中没有文件。请在项目目录中运行，或写明文件。")
    chosen = {(key, t.name) for key, t in cfg.taxonomy.topics.items()}
    broken = False
    for path in paths:
        try:
            defined = read_taxonomy(path)
        except ConfigError as error:
            sys.stdout.write(f"{error}\n\n")
            broken = True
            continue
        broken = _faults(path, defined) or broken
        # A taxonomy for another corpus would be told that this one teaches nothing of it.
        if files or {(d.topic.id, d.topic.name) for d in defined} == chosen:
            _counts(cfg, [d.topic for d in defined])
        else:
            sys.stdout.write("  没有选用，只查写法；要数标注和命中，请写 experiment= 或 taxonomy=\n")
        sys.stdout.write("\n")
    return 2 if broken else 0


def _faults(path: Path, defined: Sequence[Defined]) -> bool:
    topics, lines = [d.topic for d in defined], {d.topic.id: d.line for d in defined}
    found = taxonomy.problems(topics)
    sys.stdout.write(f"{path}：{len(topics)} 个类别\n")
    for p in found:
        sys.stdout.write(f"  {'错误' if p.fatal else '提醒'} 第 {lines[p.topic]} 行 {p.topic}：{p.text}\n")
    return any(p.fatal for p in found)


def _counts(cfg: Config, topics: Sequence[Topic]) -> None:
    verdicts, _ = build.labels(cfg, topics)
    hits = _hits(cfg, topics)
    counts = taxonomy.positives(verdicts, topics)
    for t in topics:
        yes, no = counts[t.id]
        seen = f"，线索词在语料中命中 {hits[t.id]} 篇" if t.include and t.id in hits else ""
        sys.stdout.write(
            f"  {t.name or t.id}：人工判“是” {yes} 篇、“否” {no} 篇{seen}，{_state(t, yes, hits.get(t.id))}\n"
        )
    known = {word for t in topics for word in (t.id, *t.aliases)}
    labels = Counter(topic for _, topic in resolve(read_ledger(Path(cfg.corpus.judgements)).judgements))
    own = known & set(labels)  # a ledger that knows none of them belongs to another taxonomy
    strange = {topic: n for topic, n in labels.items() if own and topic not in known}
    for topic, n in strange.items():
        sys.stdout.write(
            f"  提醒：判断账本里有 {n} 条属于“{topic}”，这里没有这个类别（改名请写进 aliases）\n"
        )
    if note := unknown_labels(cfg.corpus.label_table, topics):
        sys.stdout.write(f"  提醒：{note}\n")


def _state(topic: Topic, yes: int, hits: int | None) -> str:
    """What becomes of a topic with so many articles judged "yes"; `hits` of its cue words, if there is a corpus."""
    if yes < MIN_POSITIVES and hits is not None and max(yes, hits) < LEAST_HITS:
        return "样例和命中都太少：不会给出这一类，请补充线索词或样例"
    if yes < MIN_POSITIVES:
        return f"样例太少{'：按线索词判定' if topic.include else '，也没有线索词'}，一律待核"
    if yes >= ENOUGH:
        return "可以评测"
    cues = f"；学到的不足 {MIN_POSITIVES} 篇时仍按线索词判定" if topic.include else ""
    return f"学得到，但不足 {ENOUGH} 篇，还无法衡量：一律待核（分到测试部分的不学{cues}）"


def _hits(cfg: Config, topics: Sequence[Topic]) -> dict[str, int]:
    """How many articles, of the corpus or come in by review, the cue words of each topic fire on; nothing where there is no corpus."""
    if not Path(cfg.corpus.articles).exists():
        return {}
    texts = [*read_articles(cfg.corpus.articles), *read_reviewed(cfg.corpus.reviewed)]
    articles = list({content_hash(a): a for a in texts}.values())
    weak = votes(articles, topics, min_hits=cfg.labels.min_hits)
    return dict(zip((t.id for t in topics), (weak > 0).sum(axis=0).tolist(), strict=True))


def _diff(cfg: Config, words: list[str]) -> int:
    """What changes from a file (or model) to another file, or to the taxonomy of the configuration."""
    if not 1 <= len(words) <= 2:
        raise ConfigError("baozhai taxonomy diff 旧 [新]：写一两个 YAML 文件或模型名称。")
    old = _topics(words[0])
    new = _topics(words[1]) if len(words) == 2 else build.require_topics(cfg)
    # Without aliases, so that what was said under a former id is counted under it.
    plain = {t.id: replace(t, aliases=()) for t in (*old, *new)}
    labels = Counter(topic for _, topic in build.labels(cfg, list(plain.values()))[0])
    found = taxonomy.changes(old, new)
    for c in found:
        sys.stdout.write(f"{_KINDS[c.kind]} {_line(c, labels)}\n")
    if not found:
        sys.stdout.write("没有差别\n")
    return 0


def _line(c: taxonomy.Change, labels: Counter[str]) -> str:
    if c.kind == "added":
        return f"{c.after}：还没有它的标注，先按线索词判定"
    if c.kind == "renamed":
        hint = f"；旧名称“{c.text}”也请写进它的 aliases，旧判定表才读得回" if c.text else ""
        return f"{c.before} → {c.after}：{labels[c.before]} 条标注照用{hint}"
    if c.kind == "removed":
        hint = f"；若是改名为 {c.text}，请在它的 aliases 里写 {c.before}" if c.text else ""
        return f"{c.before}：{labels[c.before]} 条标注不再使用（原处仍在）{hint}"
    fields = "、".join(_FIELDS[f] for f in c.text.split("、"))
    check = "，定义变了，旧标注请抽查" if "definition" in c.text else ""
    name = "，旧名称请写进 aliases，旧判定表才读得回" if "name" in c.text.split("、") else ""
    return f"{c.before}：{fields}（{labels[c.before]} 条标注照用{name}{check}）"


def _topics(word: str) -> Sequence[Topic]:
    if word.endswith((".yaml", ".yml")):
        return [d.topic for d in read_taxonomy(Path(word))]
    state = load_model(build.model_folder(word)).topics
    return [Topic(k, name) for k, name in zip(state["topics"], state["names"], strict=True)]


def _migrate(cfg: Config, words: list[str]) -> int:
    """Say the labels of former ids under today's ones too; nothing in the ledger is changed or dropped."""
    if words:
        raise ConfigError("baozhai taxonomy migrate 不要别的词；用 taxonomy=名称 选类别表。")
    path, topics = Path(cfg.corpus.judgements), build.require_topics(cfg)
    when = cfg.review.when or datetime.now().astimezone().isoformat(timespec="seconds")
    with locked(path):
        rows = taxonomy.migrated(read_ledger(path).judgements, topics, when)
        if rows and (note := append(path, rows)):
            sys.stderr.write(f"{note}\n")
    counts = Counter(j.topic for j in rows)
    for topic, n in counts.items():
        sys.stdout.write(f"{topic}：补记 {n} 条\n")
    if rows:
        sys.stderr.write("若名称也改了：以前写出的判定表里是旧名称，请把它也写进 aliases，才读得回。\n")
    sys.stdout.write(f"{path}：" + (f"补记 {len(rows)} 条，原有各行不变\n" if rows else "没有要改名的标注\n"))
    return 0
