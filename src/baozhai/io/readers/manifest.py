"""What the manifest of a digest says of a file beside it."""

from __future__ import annotations

import json
from pathlib import Path


def made_by(path: Path) -> str:
    """The model of the digest that a file belongs to; empty where no manifest beside it names the file."""
    try:
        manifest = json.loads((path.parent / "manifest.json").read_text(encoding="utf-8"))
        return str(manifest["model"]["name"]) if path.name in manifest["files"] else ""
    except (OSError, ValueError, KeyError, TypeError):
        return ""  # only `digest` and `verify` need one, and say what is wrong with it
