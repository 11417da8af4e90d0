"""What the manifest of a digest says of the files beside it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from baozhai.io.files import sha256

# What a digest folder holds of the kinds that are read.
_OUTPUTS = {"articles.jsonl", "explain.jsonl", "digest.html", "digest.docx"}


def made_by(path: Path) -> str:
    """The model of the digest that a file belongs to; empty where no manifest beside it names the file."""
    name, files = _said(path.parent)
    return name if path.name in files else ""


def written(folder: Path) -> set[str]:
    """The names of what baozhai wrote into a digest folder, this time or in other formats before; none elsewhere."""
    _, files = _said(folder)
    return files | _OUTPUTS if files else set()


def told_twice(records: Sequence[Path]) -> list[Path]:
    """Which `articles.jsonl` say again what others of them say, so that reading all would count articles twice.

    A digest printed from others that are all here adds nothing; with corrections it stands for them. Of equal files the
    first counts.
    """
    marks = {path: _mark(path) for path in records}
    first = {mark: path for path, mark in reversed(marks.items())}
    out = {path for path, mark in marks.items() if first[mark] != path}
    for path in first.values():
        of, corrected = _made_of(path.parent)
        of -= {marks[path]}
        if of and of <= first.keys():
            out |= {first[mark] for mark in of} if corrected else {path}
    return [path for path in records if path in out]


def _mark(path: Path) -> str:
    """The hash of a file; one that cannot be read, which its reader says, is like no other."""
    try:
        return sha256(path.read_bytes())
    except OSError:
        return str(path)


def _made_of(folder: Path) -> tuple[set[str], bool]:
    """The digests of the `articles.jsonl` that a digest was printed from, and whether with corrections."""
    try:
        found = json.loads((folder / "manifest.json").read_bytes())["sources"]
        of = {s["sha256"] for s in found if s["role"] == "articles"}
        return of, any(s["role"] == "corrections" for s in found)
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return set(), False


def _said(folder: Path) -> tuple[str, set[str]]:
    """Model and files of a digest; only `digest` and `verify` need a manifest, and say what is wrong with one."""
    try:
        manifest: Any = json.loads((folder / "manifest.json").read_bytes())
        is_digest = "baozhai" in manifest["versions"]  # the manifest of a model has none
        return (str(manifest["model"]["name"]), set(manifest["files"])) if is_digest else ("", set())
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return "", set()
