"""What the manifest of a digest says of the files beside it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

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


def _said(folder: Path) -> tuple[str, set[str]]:
    """Model and files of a digest; only `digest` and `verify` need a manifest, and say what is wrong with one."""
    try:
        manifest: Any = json.loads((folder / "manifest.json").read_bytes())
        is_digest = "baozhai" in manifest["versions"]  # the manifest of a model has none
        return (str(manifest["model"]["name"]), set(manifest["files"])) if is_digest else ("", set())
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return "", set()
