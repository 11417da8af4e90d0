"""Digest → files: Markdown, HTML, JSONL."""

from __future__ import annotations

from collections.abc import Sequence

from baozhai.errors import ConfigError
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
    """Write a digest in several formats; the same digest gives the same bytes.

    Parameters
    ----------
    digest : Digest
    formats : sequence of str
        Of `md`, `html`, `jsonl`.

    Returns
    -------
    dict of str to bytes
        File name (`digest.md`, `digest.html`, `articles.jsonl`) to UTF-8 content. Half a
        surrogate pair, which UTF-8 cannot hold, is written as its escape.

    Raises
    ------
    ConfigError
        An unknown format.
    """
    if unknown := [f for f in formats if f not in _WRITERS]:
        raise ConfigError(f"format：没有“{unknown[0]}”这种格式。可用：{'、'.join(_WRITERS)}。")
    chosen = (_WRITERS[f] for f in formats)
    return {name: write(digest).encode("utf-8", "backslashreplace") for name, write in chosen}
