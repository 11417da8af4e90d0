"""Articles a person should judge, or a random sample → a queue; what people answered → the ledger of judgements; and back (`review.undo`)."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from baozhai import build
from baozhai.build.drawn import note_drawn
from baozhai.config import Config
from baozhai.io import ledger
from baozhai.io.corpus import read_reviewed, write_articles
from baozhai.io.files import write_folder
from baozhai.io.lock import locked
from baozhai.io.names import free_stem
from baozhai.io.readers.corrections import read_corrections, relabelled
from baozhai.io.readers.entries import decided, read_entries
from baozhai.io.readers.manifest import made_by
from baozhai.io.readers.marks import read_marks
from baozhai.io.readers.sources import find_articles, find_digests, read_raw
from baozhai.io.readers.text import decode
from baozhai.io.writers.queue import queue_files
from baozhai.labels import marks, query
from baozhai.labels.answers import answers, judgements, moved, told
from baozhai.labels.ledger import content_hash, matrix
from baozhai.labels.rules import votes
from baozhai.labels.taxonomy import renamed
from baozhai.labels.undo import undo
from baozhai.records import Article, Mark, Question, Topic
from baozhai.stages import ingest

READS = ("issue files or data/articles", "models/<name>", "data/labels/judgements.jsonl")
WRITES = ("data/review", "data/labels/judgements.jsonl")
USES = ("taxonomy", "corpus", "ingest", "labels", "features", "classifier", "decision", "review", "seed")
_AS_BEFORE = "（查找时写过的 experiment=、taxonomy=、corpus= 等照写）"
_KINDS = {"unsure": "拿不准", "rule": "线索词与模型不一致", "label": "人工标注可疑", "cut": "标题或起止存疑"}
_MIN_JUDGED = 10


def run(cfg: Config, inputs: list[str]) -> int:
    """Write a queue; with `corrections=` read one back, with `review.undo=` take a batch back."""
    if cfg.review.undo:
        return _undo(cfg)
    if cfg.corrections:
        return _read_back(cfg, inputs)
    return _sample(cfg, inputs) if cfg.review.pick == "random" else _queue(cfg, inputs)


def _queue(cfg: Config, inputs: list[str]) -> int:
    topics = build.require_topics(cfg)
    articles = _articles(cfg, inputs)
    verdicts, _ = build.labels(cfg, topics)
    done = renamed(marks.settled(ledger.read_ledger(Path(cfg.corpus.judgements)).judgements), topics)
    people = matrix(articles, topics, verdicts)
    settled = matrix(articles, topics, done) != 0
    judged = people.any(axis=1)
    rules = votes(articles, topics, min_hits=cfg.labels.min_hits)
    few = judged.sum() < _MIN_JUDGED or not (people < 0).any()
    if inputs or few:  # a model may have learned what people said: it cannot doubt them
        (proba, thresholds, cold), settled = build.chances(cfg, articles, topics), people != 0
    else:
        proba, thresholds, cold = build.crossfitted(cfg, articles, topics, people, rules)
    single = cfg.decision.exclusive
    said = query.Opinions(proba, thresholds, people, rules, settled, cold, single)
    found = query.queue(articles, topics, said)
    if not found:
        sys.stderr.write("没有需要人工看的文章。\n")
        return 0
    chosen = found[: cfg.review.size]
    kinds = Counter(kind for q in chosen for kind in {r.kind for r in q.reasons})
    parts = "、".join(f"{text} {kinds[kind]}" for kind, text in _KINDS.items() if kinds[kind])
    _write(cfg, chosen, topics, f"共 {len(found)} 篇值得看，写出最要紧的 {len(chosen)} 篇（{parts}）。")
    return 0


def _sample(cfg: Config, inputs: list[str]) -> int:
    """A queue of articles drawn at random, of those of the corpus but for what came in by review."""
    topics = build.require_topics(cfg)
    if inputs:
        found = [a for path in find_articles(inputs) for a in build.read_with(path, cfg).articles]
    else:
        found = list(build.corpus(cfg).values())
    done = marks.drawn(ledger.read_ledger(Path(cfg.corpus.judgements)).judgements)
    chosen = query.sample(found, topics, cfg.review.size, seed=cfg.seed, done=done)
    if not chosen:
        sys.stderr.write("没有可抽的文章：都已抽过、判过。\n")
        return 0
    note_drawn(cfg, [q.key for q in chosen])
    note = f"随机抽取 {len(chosen)} 篇，没有写模型的判断。请全部判完：只判容易的，成绩会偏高。"
    _write(cfg, chosen, topics, note)
    return 0


def _articles(cfg: Config, inputs: list[str]) -> list[Article]:
    """Those of the inputs, or of the corpus; each wording once."""
    if inputs:
        _say(_judged_anew(cfg, inputs))
        found = _undecided(cfg, inputs)
    else:
        found = ingest.current(cfg)
    return list({content_hash(a): a for a in found}.values())


def _undecided(cfg: Config, inputs: list[str]) -> list[Article]:
    """Without those of digests whose topics a person corrected: that is no question any more."""
    found: list[Article] = []
    done: set[str] = set()
    for path in find_articles(inputs):
        found += build.read_with(path, cfg).articles
        if Path(path).suffix.lower() == ".jsonl":
            raw = read_raw(path, max_megabytes=cfg.ingest.max_megabytes)
            done |= set(map(content_hash, decided(decode(raw.data, raw.name))))
    left = [a for a in found if content_hash(a) not in done]
    _say(f"{len(found) - len(left)} 篇的类别已由人改定（人工），不再列入。" if done else "")
    return left


def _judged_anew(cfg: Config, inputs: list[str]) -> str:
    """That digests were made by another model than the one that judges them here, if they were."""
    used = build.model_folder(cfg.model).name
    others = sorted({made_by(Path(word)) for word in find_articles(inputs)} - {"", used})
    if not others:
        return ""
    same = f"请加 model={others[0]}（或它的路径）" if len(others) == 1 else "请按模型分开，各加 model=名称"
    return f"报摘由模型 {'、'.join(others)} 做出，这里用模型 {used} 重新判定。要用同一个模型，{same}。"


def _write(cfg: Config, found: Sequence[Question], topics: Sequence[Topic], note: str) -> None:
    folder = Path(cfg.work) / "review"
    kind = "sample" if cfg.review.pick == "random" else "queue"
    with locked(folder / "articles.jsonl"):
        seen = {content_hash(a): a for a in _seen(folder)} | {q.key: q.article for q in found}
        write_articles(folder, "articles.jsonl", list(seen.values()))
        formats, stem = cfg.review.format.split(","), free_stem(folder, kind)
        files = queue_files(found, topics, formats, stem, single=cfg.decision.exclusive)
        write_folder(folder, files)
    sys.stdout.write("".join(f"{folder / name}\n" for name in files))
    name = next((n for n in files if n.endswith((".csv", ".xlsx"))), "改好的文件")
    place = folder / name if name in files else name
    sys.stderr.write(
        f"{note}\n判定后读回：baozhai review corrections={place} review.author=姓名{_AS_BEFORE}\n"
    )


def _seen(folder: Path) -> list[Article]:
    """The articles of all queues so far."""
    return read_reviewed(folder / "articles.jsonl")


def _read_back(cfg: Config, inputs: list[str]) -> int:
    topics = build.require_topics(cfg)
    raw = read_raw(cfg.corrections, max_megabytes=cfg.ingest.max_megabytes)
    known = {content_hash(a): a for a in _seen(Path(cfg.work) / "review")}
    if inputs:
        megabytes = cfg.ingest.max_megabytes
        read = {p: read_raw(p, max_megabytes=megabytes).data for p in find_digests(inputs).files}
        entries = [e for path, data in read.items() for e in read_entries(decode(data, path), path)]
        changed = relabelled(entries, read_corrections(decode(raw.data, raw.name), raw.name))
        found = [Mark(where, content_hash(a), labels) for where, a, labels in changed]
        known |= {content_hash(a): a for _, a, _ in changed}
    else:
        found = read_marks(raw.data, raw.name)
    with locked(Path(cfg.corpus.judgements)):
        return _append(cfg, found, topics, known)


def _append(cfg: Config, found: Sequence[Mark], topics: Sequence[Topic], known: dict[str, Article]) -> int:
    path = Path(cfg.corpus.judgements)
    before = ledger.read_ledger(path).judgements
    held, _ = build.labels(cfg, topics)
    corpus = _corpus_keys(cfg)
    there = {key for key, _ in held} | corpus | set(known)
    marks.check(found, topics, there, single=cfg.decision.exclusive)
    given = answers(found, topics, cfg.review.author)
    new = judgements(given, before, held=held, when=_when(cfg))
    texts = {m.article: known[m.article] for m in found if m.article in known and m.article not in corpus}
    _keep_texts(Path(cfg.corpus.reviewed), texts)
    _say(ledger.append(path, new) if new else "")
    titles = {key: article.title for key, article in known.items()}
    _say("\n".join(told(given, new, before, author=cfg.review.author, titles=titles)))
    articles = len({m.article for m in found})
    if not new:
        empty = "没有读到判定：请在“人工类别”一列（或标注工具里）填好、存盘，再读回。"
        same = f"读到 {articles} 篇，账本里都已有同样的判断，没有添加。"
        sys.stderr.write(f"{same if articles else empty}\n")
        return 0
    fresh, turned = moved(new)
    sys.stdout.write(f"{new[0].batch}\n")
    # A model of one topic an article is not moved; its corpus is here.
    adapt = "" if cfg.decision.exclusive else f"学进模型：baozhai adapt model={cfg.model} run_name=新模型；"
    sys.stderr.write(
        f"{path}：{articles} 篇，记下 {len(new)} 条判断（新判 {fresh} 条，改判 {turned} 条），批次 {new[0].batch}。\n"
        f"撤销：baozhai review review.undo={new[0].batch}；{adapt}复训：baozhai train run_name=新模型{_AS_BEFORE}\n"
    )
    return 0


def _corpus_keys(cfg: Config) -> set[str]:
    """The articles whose texts are in the corpus; a part of it that is not there has none."""
    if not Path(cfg.corpus.articles).exists():
        return set()
    press = [path for path in cfg.corpus.press if Path(path).exists()]
    return set(build.corpus(replace(cfg, corpus=replace(cfg.corpus, press=press))))


def _keep_texts(path: Path, texts: dict[str, Article]) -> None:
    """Training needs the texts of articles that are in no corpus."""
    kept = {content_hash(a): a for a in read_reviewed(path)}
    if set(texts) - set(kept):
        write_articles(path.parent, path.name, list((kept | texts).values()))


def _undo(cfg: Config) -> int:
    path, topics = Path(cfg.corpus.judgements), build.require_topics(cfg)
    with locked(path):
        before = ledger.read_ledger(path).judgements
        back, kept = undo(before, cfg.review.undo, topics, when=_when(cfg), author=cfg.review.author)
        _say(ledger.append(path, back) if back else "")
    # Several people may have judged one topic of an article: what is taken back is counted as reading it back counted it.
    taken = sum(j.batch == back[0].undoes for j in before) if back else 0
    late = f"；其中 {kept} 处已有更晚的判断，保持不变" if kept else ""
    sys.stderr.write(f"{path}：撤销 {taken} 条判断{late}。\n")
    if back:
        sys.stdout.write(f"{back[0].batch}\n")
    return 0


def _when(cfg: Config) -> str:
    return cfg.review.when or datetime.now().astimezone().isoformat(timespec="seconds")


def _say(note: str) -> None:
    if note:
        sys.stderr.write(f"{note}\n")
