"""`Digest` → the files of its folder, manifest included."""

from __future__ import annotations

import importlib.metadata
import json
import platform
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from baozhai.config import Config, DigestConfig, fingerprint
from baozhai.ingest.ledger import unassigned_chars
from baozhai.io.files import sha256
from baozhai.io.writers import render
from baozhai.io.writers.document import document
from baozhai.io.writers.profile import Profile
from baozhai.records import Digest

FEATURE_FREE = ("output", "format", "work", "run_name", "corrections")


def profile(cfg: DigestConfig) -> Profile:
    """What the editor set, for the writers."""
    settings = asdict(cfg)
    lists = {key: tuple(settings[key]) for key in ("topics", "sensitive")}
    watch = tuple((name, tuple(aliases)) for name, aliases in cfg.watch.items())
    return Profile(**{**settings, **lists, "watch": watch})


def files(digest: Digest, cfg: Config, sources: Sequence[dict[str, str]] = ()) -> dict[str, bytes]:
    """Every file of a digest folder, `manifest.json` last; `sources` are further files it is made of."""
    out = render(digest, [name for name in cfg.format.split(",") if name], profile(cfg.digest))
    settings = {k: v for k, v in asdict(cfg).items() if k not in FEATURE_FREE}
    settings["ingest"].pop("password")
    issue, sections = digest.issue, document(digest, profile(cfg.digest)).sections
    manifest = {
        "format_version": 1,
        "input": {"file": issue.id, "sha256": issue.input_sha256},
        "sources": [*sources, *_template(cfg.digest.template)],
        "config": settings,
        "config_sha256": fingerprint(settings),
        "model": {"name": digest.model, "sha256": digest.model_sha256},
        "versions": {
            "baozhai": importlib.metadata.version("baozhai"),
            "python": ".".join(platform.python_version_tuple()[:2]),
        },
        "files": {name: sha256(data) for name, data in sorted(out.items())},
        "counts": {
            "articles": sum(a.kind == "article" for a in issue.articles),
            "photos": sum(a.kind == "photo" for a in issue.articles),
            "abstained": sum(len(s.items) for s in sections if s.key == "abstain"),
        },
        "input_chars": issue.input_chars,
        "unassigned_chars": unassigned_chars(issue),
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    return {**out, "manifest.json": text.encode()}


def source(role: str, path: Path, data: bytes) -> dict[str, str]:
    """A file that a digest is made of, as the manifest names it."""
    return {"role": role, "file": path.name, "sha256": sha256(data)}


def _template(path: str) -> list[dict[str, str]]:
    return [source("template", Path(path), Path(path).read_bytes())] if path else []
