"""Digest → files: Markdown, HTML, JSONL."""

from __future__ import annotations

from collections.abc import Sequence

from baozhai.io.writers.html import to_html
from baozhai.io.writers.jsonl import to_jsonl
from baozhai.io.writers.markdown import to_markdown
from baozhai.records import Digest

_WRITERS = {
    "md": ("digest.md", to_markdown),
    "html": ("digest.html", to_html),
    "jsonl": ("articles.jsonl", to_jsonl),
}


def render(digest: Digest, formats: Sequence[str]) -> dict[str, bytes]:
    """File name → bytes for each format; the same digest gives the same bytes."""
    return {name: write(digest).encode() for name, write in (_WRITERS[f] for f in formats)}
