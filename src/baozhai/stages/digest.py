"""articles.jsonl of one or more digests (+ corrections) → a digest, without running a model."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from baozhai import build
from baozhai.config import Config
from baozhai.errors import InputError
from baozhai.io.files import sha256
from baozhai.io.names import safe_name
from baozhai.io.readers.corrections import Correction, correct, read_corrections
from baozhai.io.readers.entries import read_entries
from baozhai.io.readers.sources import find_digests, read_raw
from baozhai.io.readers.text import decode
from baozhai.labels.marks import named
from baozhai.records import Digest, Doubt, Entry, Issue, Mark, Topic, today

READS = ("articles.jsonl", "corrections")
WRITES = ("<output>/<issue>",)
USES = ("taxonomy", "dedupe", "digest")


@dataclass(frozen=True)
class _Part:
    """What one input holds; the model is that of the manifest beside it, if any.

    `origin` names the issue file that the digest was made of, so that a digest printed again keeps its 期号; `notes` are
    what was said of the digest, `issue_notes` of its issue, `doubts` of topics, whose names `names` are; `dropped`
    articles were taken out by earlier corrections.
    """

    path: Path
    data: bytes
    entries: tuple[Entry, ...]
    model: tuple[str, str]
    notes: tuple[str, ...]
    lost: int = 0
    origin: tuple[dict[str, str], ...] = ()
    issue_notes: tuple[str, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    dropped: int = 0

    @property
    def key(self) -> str:
        """What the digest is of, by its hash."""
        return self.origin[0]["sha256"] if self.origin else sha256(self.data)


def run(cfg: Config, inputs: list[str]) -> int:
    """Print all inputs as one digest, as the profile and the corrections want it."""
    build.ready(cfg)
    paths, passed = find_digests(inputs)
    for one in passed:
        sys.stderr.write(
            f"baozhai：跳过 {one}：与这里的其他报摘重复（是它们的汇总或重印，或已有改正过的一份）。要读，请直接写出该文件夹。\n"
        )
    parts = [_read(Path(path), cfg.ingest.max_megabytes) for path in paths]
    sources = [build.source("articles", p.path, p.data) for p in parts]
    topics = build.taxonomy(cfg.taxonomy)
    sys.stderr.write("".join(_strange(part, topics) for part in parts))
    entries = build.renamed_entries([e for part in parts for e in part.entries], topics)
    dropped = sum(part.dropped for part in parts) + _articles(entries)
    if cfg.corrections:
        entries, source = _corrected(entries, cfg, topics)
        sources.append(source)
    dropped -= _articles(entries)
    notes = [*_lost(parts), *(note for part in parts for note in part.notes)]
    if cfg.merging:
        entries, merged = build.merged_entries(entries, cfg)
        notes += merged
    entries = build.shortened_entries(entries, cfg)
    models = dict.fromkeys(part.model for part in parts if part.model[0])
    name, mark = next(iter(models)) if len(models) == 1 else ("、".join(m for m, _ in models), "")
    notes = list(dict.fromkeys(notes))
    digest = Digest(_issue(parts, entries), tuple(entries), topics, name, mark, tuple(notes))
    digest = replace(digest, doubts=_doubts(parts, topics), others=_others(parts, topics), dropped=dropped)
    folder = _folder(parts, Path(cfg.output))
    key = parts[0].key if len(parts) == 1 else digest.issue.input_sha256
    cfg = build.numbered(cfg, key)
    made_of = [*sources, *parts[0].origin] if len(parts) == 1 else sources
    for line in build.write(folder, build.files(digest, cfg, made_of)):
        sys.stderr.write(f"baozhai：{line}\n")
    build.keep_numbered(cfg, key)
    sys.stdout.write(f"{folder}\n")
    return 0


def _corrected(
    entries: Sequence[Entry], cfg: Config, topics: Sequence[Topic]
) -> tuple[list[Entry], dict[str, str]]:
    """The entries as the corrections want them, and the file of these as the manifest names it."""
    raw = read_raw(cfg.corrections, max_megabytes=cfg.ingest.max_megabytes)
    found = read_corrections(decode(raw.data, raw.name), raw.name)
    source = build.source("corrections", Path(cfg.corrections), raw.data)
    return correct(entries, [_by_id(c, topics) for c in found]), source


def _articles(entries: Sequence[Entry]) -> int:
    return sum(e.article.kind == "article" for e in entries)


def _by_id(c: Correction, topics: Sequence[Topic]) -> Correction:
    """A correction whose topics are ids, whatever names they were given by."""
    if "topics" not in c.change:
        return c
    ids = named(Mark(c.where, c.id, tuple(c.change["topics"])), topics)
    return replace(c, change=c.change | {"topics": list(ids)})


def _doubts(parts: Sequence[_Part], topics: Sequence[Topic]) -> tuple[Doubt, ...]:
    """What was said of topics, under their ids of today."""
    now = today(topics)
    found = []
    for part in parts:
        # A model calls a topic that it has not learned by name.
        ids = {name: key for key, name in part.names.items()}
        found += [(ids.get(d.topic, d.topic), d) for d in part.doubts]
    return tuple(dict.fromkeys(replace(d, topic=now.get(key, key)) for key, d in found))


def _strange(part: _Part, topics: Sequence[Topic]) -> str:
    """A line on a digest none of whose topics the taxonomy knows; the experiment it was made by was left out."""
    given = {key: part.names.get(key, key) for e in part.entries for key in e.prediction.probabilities}
    if not given or given.keys() & {word for t in topics for word in (t.id, *t.aliases)}:
        return ""
    names = "、".join(given.values())
    return f"baozhai：{part.path.parent}：它的类别（{names}）这里的类别表里一个也没有，都归入待人工判定。请照写做它时的 experiment= 或 taxonomy=。\n"


def _others(parts: Sequence[_Part], topics: Sequence[Topic]) -> tuple[Topic, ...]:
    """The topics of the digests that are in the taxonomy no more."""
    known = {word for t in topics for word in (t.id, *t.aliases)}
    names = {key: name for part in parts for key, name in part.names.items() if key not in known}
    return tuple(Topic(key, name) for key, name in names.items())


def _lost(parts: Sequence[_Part]) -> list[str]:
    """What the issues held that stands in no article."""
    found = [f"{part.path.parent.name}（{part.lost} 字）" for part in parts if part.lost]
    return [f"原稿中有文字未能归入任何文章，见原报摘：{'、'.join(found)}。"] if found else []


def _read(path: Path, max_megabytes: float) -> _Part:
    raw = read_raw(str(path), max_megabytes=max_megabytes)
    entries = tuple(read_entries(decode(raw.data, raw.name), str(path)))
    beside = path.parent / "manifest.json"
    if not beside.is_file():
        return _Part(path, raw.data, entries, ("", ""), ())
    try:
        manifest = json.loads(beside.read_text(encoding="utf-8"))
        model = (str(manifest["model"]["name"]), str(manifest["model"]["sha256"]))
        origin = _origin(manifest)
        said = manifest.get("notes", {"issue": [], "digest": []})  # absent in earlier versions
        doubts = [Doubt(**d) for d in said.get("topics", ())]
        names = manifest.get("topics") or _names(manifest["config"])
        of_issue, notes = tuple(map(str, said["issue"])), list(map(str, said["digest"]))
        dropped = int(manifest.get("dropped", 0))
        lost, same = int(manifest["unassigned_chars"]), manifest["files"].get(path.name) == sha256(raw.data)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(
            f"{beside}：已损坏（{error}）。请删去它，或用 baozhai predict 重做这一期。"
        ) from None
    notes += [] if same else [f"{path.parent.name}：articles.jsonl 在生成之后被改动过。"]
    told = (tuple(notes), lost, (origin,), of_issue, tuple(doubts), names, dropped)
    return _Part(path, raw.data, entries, model, *told)


def _names(config: Mapping[str, Any]) -> dict[str, str]:
    """Names of topics by their ids, as manifests of earlier versions hold them."""
    return {key: str(topic["name"]) for key, topic in config["taxonomy"]["topics"].items()}


def _origin(manifest: dict[str, Any]) -> dict[str, str]:
    """The issue file of a digest, that of the first where it was printed again."""
    first = [s for s in manifest.get("sources", []) if s["role"] == "issue"]
    found = first[0] if first else manifest["input"]
    return {"role": "issue", "file": str(found["file"]), "sha256": str(found["sha256"])}


def _issue(parts: Sequence[_Part], entries: Sequence[Entry]) -> Issue:
    """The issue that all entries share; what differs stays empty."""
    shared = [{getattr(e.article, key) for e in entries} for key in ("newspaper", "date", "page")]
    newspaper, date, page = (found.pop() if len(found) == 1 else "" for found in shared)
    marks = [sha256(part.data) for part in parts]
    return Issue(
        id="、".join(part.path.parent.name or part.path.name for part in parts),
        articles=tuple(e.article for e in entries),
        newspaper=newspaper,
        date=date,
        page=page,
        notes=_issue_notes(parts),
        input_sha256=marks[0] if len(marks) == 1 else sha256("\n".join(marks).encode()),
    )


def _issue_notes(parts: Sequence[_Part]) -> tuple[str, ...]:
    """What was said of the issues, of several with the name of each."""
    if len(parts) == 1:
        return parts[0].issue_notes
    return tuple(f"{part.path.parent.name}：{note}" for part in parts for note in part.issue_notes)


def _folder(parts: Sequence[_Part], output: Path) -> Path:
    """Named after the input, or 汇总 of several; what was read is never written over."""
    path = parts[0].path.resolve()
    one = path.parent.name if path.name == "articles.jsonl" else path.stem
    name = safe_name(one) if len(parts) == 1 else "汇总"
    read = {part.path.resolve().parent for part in parts}
    tried = (output / f"{name}{mark}" for mark in ("", "_重印", *(f"_重印{k}" for k in range(2, 999))))
    return next(folder for folder in tried if folder.resolve() not in read)
