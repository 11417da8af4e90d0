"""What a printed digest says: the lines of each item of `digest.md` and `digest.docx`, by its number; 0 is its lead."""

from __future__ import annotations

import io
import re
from typing import Any

from baozhai.errors import InputError
from baozhai.io.readers.docx import DAMAGE
from baozhai.io.writers.document import LEAD
from baozhai.io.writers.layout import VERBATIM

_ANCHOR = re.compile(r'<a id="([as])(\d+)"></a>')
_BOOKMARK = re.compile(r"_bz_a(\d+)")
_LINK = re.compile(r"\[(见第 \d+ 条)\]\(#a\d+\)")
_CONTENTS = re.compile(r"\s+- \[(.*)\]\(#a(\d+)\)")


def read_printed_markdown(text: str) -> dict[int, list[str]]:
    """Number of an item → its lines, without the marks of Markdown.

    A headline that reads otherwise in the table of contents comes as a line after the headline.
    """
    items: dict[int, list[str]] = {}
    contents: dict[int, str] = {}
    lines: list[str] = []
    for line in text.split("\n"):
        if anchor := _ANCHOR.fullmatch(line):
            lines = items.setdefault(int(anchor[2]), []) if anchor[1] == "a" else []
        elif listed := _CONTENTS.fullmatch(line):
            contents[int(listed[2])] = _plain(listed[1])
        elif line == f"## {LEAD}":
            lines = items.setdefault(0, [])
        elif line in ("---", "## 说明") or line.startswith(("| ", "**")):
            lines = []
        elif line.strip():
            lines.append(line)
    for number, found in items.items():
        heads = [k for k, line in enumerate(found) if line.startswith("### ")]
        found[:] = [_plain(_LINK.sub(r"\1", line.removeprefix("### ").removeprefix("- "))) for line in found]
        if heads:
            listed_as = contents.get(number, found[heads[0]]).removeprefix(f"{number}. ")
            found[heads[0]] = found[heads[0]].removeprefix(f"{number}. ")
            found[heads[0] + 1 : heads[0] + 1] = [listed_as] if listed_as != found[heads[0]] else []
    return items


def _plain(text: str) -> str:
    return re.sub(r"\\([\\`*_\[\]<>#|~&$+=.)-])", r"\1", text)


def read_printed_docx(data: bytes, name: str) -> dict[int, list[str]]:
    """Number of an item → its paragraphs, the headline without the number.

    Raises
    ------
    InputError
        A damaged document, or python-docx is not installed.
    """
    try:
        import docx
        from docx.oxml.ns import qn
    except ImportError:
        raise InputError(
            f"{name}：核对 Word 文档需要 python-docx。请在项目目录重新运行 make install。"
        ) from None
    try:
        paragraphs = docx.Document(io.BytesIO(data)).paragraphs
        rows = [(_marks(p, qn), p.text, p.style.name if p.style else "") for p in paragraphs]
    except DAMAGE as error:
        raise InputError(f"{name}：Word 文档打不开（{error}）。请用 baozhai digest 重印。") from None
    items: dict[int, list[str]] = {}
    lines: list[str] = []
    kicker = ""
    for marks, text, style in rows:
        if number := next((m[1] for m in map(_BOOKMARK.fullmatch, marks) if m), ""):
            lines = items.setdefault(int(number), [])
            lines += [kicker] if kicker else []
            text = text.removeprefix(f"{number}. ")
        elif text == LEAD:
            lines, text = items.setdefault(0, []), ""
        elif marks or text == "说明" or style == "目录标题" or VERBATIM in text:
            lines = []  # the line that ends a digest is none of its last item
        kicker = text if style == "肩题" else ""
        if text and not kicker:
            lines.append(text)
    return items


def _marks(paragraph: Any, qn: Any) -> list[str]:
    return [str(b.get(qn("w:name"))) for b in paragraph._element.iter(qn("w:bookmarkStart"))]
