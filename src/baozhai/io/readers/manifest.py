"""What the manifest of a digest says of the files beside it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from itertools import count
from pathlib import Path
from typing import Any

from baozhai.io.files import sha256

#: What is said of a printed digest where an issue is wanted.
PRINTED = (
    "这是 baozhai 写出的报摘，不是报纸原稿。重印、汇总请用 baozhai digest 报摘文件夹；要做报摘请给出原稿。"
)
# What a digest folder holds of the kinds that are read.
_OUTPUTS = {"articles.jsonl", "explain.jsonl", "digest.html", "digest.docx"}
_KEPT = re.compile(r"_改稿\d+(?=\.\w+$)")


def made_by(path: Path) -> str:
    """The model of the digest that a file belongs to; empty where no manifest beside it names the file."""
    name, files = _said(path.parent)
    return name if path.name in files else ""


def written(folder: Path) -> set[str]:
    """The names of what baozhai wrote into a digest folder, this time or in other formats before, also as edited by people; none elsewhere."""
    _, files = _said(folder)
    ours = {*files, *_OUTPUTS} if files else set()
    return ours | {p.name for p in folder.iterdir() if _KEPT.sub("", p.name) in ours}


def edited(folder: Path, new: Mapping[str, bytes]) -> dict[str, bytes]:
    """What people made of the files that new ones replace, under free names: `digest_改稿1.docx` of `digest.docx`.

    A file is theirs where it is neither what the manifest beside it was written for nor what replaces it.
    """
    files, out = _said(folder)[1], {}
    for name in new.keys() - {"manifest.json"}:
        old = folder / name
        data = old.read_bytes() if old.is_file() else new[name]
        if data != new[name] and sha256(data) != files.get(name):
            tried = (f"{old.stem}_改稿{k}{old.suffix}" for k in count(1))
            out[next(free for free in tried if not (folder / free).exists())] = data
    return out


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


def _said(folder: Path) -> tuple[str, dict[str, str]]:
    """Model and files of a digest, with their hashes; only `digest` and `verify` need a manifest, and say what is wrong with one."""
    try:
        manifest: Any = json.loads((folder / "manifest.json").read_bytes())
        is_digest = "baozhai" in manifest["versions"]  # the manifest of a model has none
        return (str(manifest["model"]["name"]), dict(manifest["files"])) if is_digest else ("", {})
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return "", {}
