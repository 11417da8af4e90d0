"""`Digest` → the files of its folder, manifest included."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields, replace
from pathlib import Path
from typing import Any

from baozhai import __version__
from baozhai.build.entries import earlier
from baozhai.build.models import taxonomy
from baozhai.config import Config, DigestConfig, fingerprint
from baozhai.ingest.ledger import unassigned_chars
from baozhai.io.counter import issue_number, keep_number
from baozhai.io.files import sha256, write_folder
from baozhai.io.readers.logo import read_logo
from baozhai.io.readers.manifest import edited
from baozhai.io.writers import written
from baozhai.io.writers.document import Document, document
from baozhai.io.writers.profile import Profile
from baozhai.records import Article, Digest, Entry, Issue, Prediction, Summary, Topic
from baozhai.summary.issue import issue_lead

_DROPPED = Entry(Article(""), Prediction(""), Summary(""))
FEATURE_FREE = ("output", "format", "work", "run_name", "corrections")


def profile(cfg: DigestConfig) -> Profile:
    """What the editor set, for the writers."""
    settings = {f.name: getattr(cfg, f.name) for f in fields(Profile)}
    lists = {key: tuple(settings[key]) for key in ("topics", "sensitive")}
    names = {key: tuple((n, tuple(a)) for n, a in settings[key].items()) for key in ("watch", "zones")}
    if not names["zones"] and (cfg.days or cfg.before):
        names["zones"] = names["watch"]  # a digest that compares counts what it watches
    return Profile(**{**settings, **lists, **names, "logo": read_logo(cfg.logo) if cfg.logo else b""})


def files(
    digest: Digest,
    cfg: Config,
    sources: Sequence[dict[str, str]] = (),
    *,
    more: Mapping[str, bytes] | None = None,
) -> dict[str, bytes]:
    """Every file of a digest folder, `manifest.json` last; `sources` are further files it is made of, `more` go with it."""
    shown = profile(cfg.digest)
    before, paths = earlier(cfg)
    digest = _with_lead(replace(digest, before=before, others=_others(digest, cfg)), shown)
    sources = [*sources, *(source("before", path, path.read_bytes()) for path in paths)]
    doc = document(replace(digest, notes=(*_lost(digest.issue), *digest.notes)), shown)
    out = written(doc, [name for name in cfg.format.split(",") if name])
    out |= more or {}
    manifest = {
        **_made(cfg),
        **_told(digest, doc),
        "sources": [*sources, *_extra("template", cfg.digest.template), *_extra("logo", cfg.digest.logo)],
        "files": {name: sha256(data) for name, data in sorted(out.items())},
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    # The name of a file may hold half a surrogate pair.
    return {**out, "manifest.json": text.encode("utf-8", "backslashreplace")}


def _others(digest: Digest, cfg: Config) -> tuple[Topic, ...]:
    """The topics of the taxonomy that the model does not have are known by name too."""
    known = {t.id for t in (*digest.topics, *digest.others)}
    return (*digest.others, *(t for t in taxonomy(cfg.taxonomy) if t.id not in known))


def write(folder: Path, new: dict[str, bytes]) -> list[str]:
    """Write the files of a digest; what people edited there is kept under another name, and that is what is said.

    Raises
    ------
    OutputError
        The folder cannot be written.
    """
    kept = edited(folder, new)
    write_folder(folder, new | kept)
    return [f"{folder / name}：原有的文件在写出之后被改动过，改存为这个名称。" for name in sorted(kept)]


def _made(cfg: Config) -> dict[str, Any]:
    """What the manifest says of settings and versions."""
    settings = {k: v for k, v in asdict(cfg).items() if k not in FEATURE_FREE}
    settings["ingest"].pop("password")
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    return {
        "format_version": 1,
        "config": settings,
        "config_sha256": fingerprint(settings),
        "versions": {"baozhai": __version__, "python": python},
    }


def _told(digest: Digest, doc: Document) -> dict[str, Any]:
    """What the manifest says of a digest."""
    issue = digest.issue
    return {
        "input": {"file": issue.id, "sha256": issue.input_sha256},
        "model": {"name": digest.model, "sha256": digest.model_sha256},
        "counts": {
            "articles": sum(a.kind == "article" for a in issue.articles),
            "photos": sum(a.kind == "photo" for a in issue.articles),
            "abstained": doc.abstained,
        },
        "lead": _lead(digest, doc),
        "dropped": digest.dropped,
        "notes": {
            "issue": list(issue.notes),
            "digest": list(digest.notes),
            "topics": [asdict(doubt) for doubt in digest.doubts],
        },
        "topics": {t.id: t.name for t in (*digest.others, *digest.topics)},
        "input_chars": issue.input_chars,
        "unassigned_chars": unassigned_chars(issue),
    }


def _lost(issue: Issue) -> list[str]:
    """A note before the text that no item claimed; the manifest has its length instead."""
    lost = unassigned_chars(issue)
    return [f"版面上有 {lost} 字未归入任何一篇（全版 {issue.input_chars} 字），请核对："] if lost else []


def numbered(cfg: Config, key: str) -> Config:
    """The configuration with the 期号 that `digest.number=auto` stands for; `key` is what is digested."""
    if cfg.digest.number != "auto":
        return cfg
    number = issue_number(Path(cfg.digest.counter), key)
    return replace(cfg, digest=replace(cfg.digest, number=str(number)))


def keep_numbered(cfg: Config, key: str) -> None:
    """Remember the 期号 of a digest that was written."""
    if cfg.digest.counter and cfg.digest.number.isdecimal():
        keep_number(Path(cfg.digest.counter), key, int(cfg.digest.number))


def _with_lead(digest: Digest, settings: Profile) -> Digest:
    """The digest with the sentences that matter most of what the profile prints."""
    shown = document(digest, settings).items
    place = {id(e): k for k, e in enumerate(digest.entries)}
    # An editor who drops one of five reports keeps the lead: what was dropped counts, and gives no sentence.
    entries = [*(i.entry for i in shown), *[_DROPPED] * digest.dropped]
    sections = [*(i.keys[0] for i in shown), *[""] * digest.dropped]
    found = issue_lead(entries, sections, settings.lead) if shown else []
    return replace(digest, lead=tuple((place[id(shown[k].entry)], s) for k, s in found))


def _lead(digest: Digest, doc: Document) -> list[dict[str, Any]]:
    """Where the sentences of the lead stand: item (as printed), article, paragraph, offsets."""
    number = {id(item.entry): item.number for item in doc.items}
    return [
        {
            "item": number[id(digest.entries[k])],
            "article": digest.entries[k].article.id,
            "paragraph": s.paragraph,
            "start": s.start,
            "end": s.end,
        }
        for k, s in digest.lead
    ]


def source(role: str, path: Path, data: bytes) -> dict[str, str]:
    """A file that a digest is made of, as the manifest names it."""
    return {"role": role, "file": path.name, "sha256": sha256(data)}


def ready(cfg: Config) -> None:
    """Say at once what is missing of what an editor set, before any file is read.

    Raises
    ------
    ConfigError
        The logo or the template cannot be used.
    """
    profile(cfg.digest)
    if cfg.digest.template and "docx" in cfg.format.split(","):
        from baozhai.io.writers.word.template import read

        read(cfg.digest.template)


def _extra(role: str, path: str) -> list[dict[str, str]]:
    return [source(role, Path(path), Path(path).read_bytes())] if path else []
