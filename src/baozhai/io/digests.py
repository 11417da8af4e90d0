"""Digests of files, by which a stage sees that what it made is of other data."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from baozhai.io.corpus import read_json


def content(paths: Iterable[str | Path]) -> str:
    """Hex digest (64 characters) of the bytes of files, and of all files of folders in the order of their names.

    A file that is not there counts as an empty one of its name: what needs it says so.
    """
    out = hashlib.sha256()
    for path in map(Path, paths):
        for file in sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]:
            data = file.read_bytes() if file.is_file() else b""
            out.update(f"{file.name}\0{len(data)}\0".encode("utf-8", "surrogateescape"))
            out.update(data)
    return out.hexdigest()


def stale(settings: Path, wanted: Mapping[str, Any]) -> bool:
    """Whether what stands beside a file of settings was made with others, or is absent.

    Files that somebody named on the command line are kept, whatever the corpus is.
    """
    if not settings.is_file():
        return True
    made = read_json(settings)
    return not made.get("inputs") and any(made.get(key) != value for key, value in wanted.items())
