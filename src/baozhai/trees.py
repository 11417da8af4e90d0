"""Nested plain data: dotted keys and digests."""

from __future__ import annotations

import hashlib
import json
from typing import Any


def flatten(tree: dict[str, Any], prefix: str = "") -> dict[str, Any]:
    """Nested mapping → dotted keys."""
    out: dict[str, Any] = {}
    for key, value in tree.items():
        if isinstance(value, dict):
            out |= flatten(value, f"{prefix}{key}.")
        else:
            out[f"{prefix}{key}"] = value
    return out


def fingerprint(tree: Any) -> str:
    """SHA-256 of a configuration (or any JSON-able tree), keys sorted."""
    text = json.dumps(tree, ensure_ascii=False, sort_keys=True)
    # The path of a file may hold half a surrogate pair.
    return hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()
