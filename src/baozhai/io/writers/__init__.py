"""Digest → document → files: Markdown, HTML, Word, Excel, CSV, JSONL."""

from __future__ import annotations

import importlib
from collections.abc import Sequence

from baozhai.errors import ConfigError
from baozhai.io.writers.document import Document, document
from baozhai.io.writers.profile import Profile
from baozhai.records import Digest

# Format → file name, module and function; a module loads when its format is asked for.
_WRITERS = {
    "md": ("digest.md", "markdown", "to_markdown"),
    "html": ("digest.html", "html", "to_html"),
    "docx": ("digest.docx", "word", "to_docx"),
    "xlsx": ("digest.xlsx", "xlsx", "to_xlsx"),
    "csv": ("digest.csv", "csv", "to_csv"),
    "jsonl": ("articles.jsonl", "jsonl", "to_jsonl"),
}


def render(digest: Digest, formats: Sequence[str], profile: Profile | None = None) -> dict[str, bytes]:
    """Write a digest in several formats; the same digest and profile give the same bytes.

    Parameters
    ----------
    digest : Digest
    formats : sequence of str
        Of `md`, `html`, `docx`, `xlsx`, `csv`, `jsonl`.
    profile : Profile, optional
        What the editor sets; without it everything is printed under the plain title.

    Returns
    -------
    dict of str to bytes
        File name (`digest.md`, …, `articles.jsonl`) to content; text is UTF-8. Half a surrogate
        pair, which UTF-8 cannot hold, is an escape in `articles.jsonl` and U+FFFD elsewhere.

    Raises
    ------
    ConfigError
        An unknown format, a missing library, or a Word template that cannot be used.
    """
    return written(document(digest, profile), formats)


def written(doc: Document, formats: Sequence[str]) -> dict[str, bytes]:
    """As `render`, of a document."""
    if unknown := [f for f in formats if f not in _WRITERS]:
        raise ConfigError(f"format：没有“{unknown[0]}”这种格式。可用：{'、'.join(_WRITERS)}。")
    out = {}
    for name, module, function in (_WRITERS[f] for f in formats):
        try:
            write = getattr(importlib.import_module(f"{__name__}.{module}"), function)
        except ModuleNotFoundError as error:
            raise ConfigError(
                f"format：写 {name} 需要的库“{error.name}”没有装好。请在项目目录重新运行 make install，或从 format= 中去掉这一格式。"
            ) from None
        data: str | bytes = write(doc)
        out[name] = data if isinstance(data, bytes) else data.encode("utf-8", "backslashreplace")
    return out
