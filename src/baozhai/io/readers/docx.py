"""A Word document → its paragraphs with their roles (python-docx, imported when a document is read)."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from baozhai.errors import InputError
from baozhai.io.readers.manifest import PRINTED
from baozhai.io.readers.text import table_row

MAX_UNPACKED = 200e6  # bytes; a document of more is packed to exhaust the reader
#: What zipfile, lxml and python-docx raise over damaged bytes.
DAMAGE = (
    *(zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, RuntimeError, SyntaxError),
    *(AttributeError, KeyError, IndexError, OverflowError, TypeError, ValueError),
)
_ROLES = {
    "title": re.compile("title|标题|heading 1|标题 ?1", re.I),
    "subtitle": re.compile("subtitle|副标题", re.I),
    "crosshead": re.compile("(?:heading|标题) ?[2-9]", re.I),
}


def read_docx(data: bytes, name: str) -> list[tuple[str, str]]:
    """(role, text) of each paragraph, tables and text boxes in their place.

    Returns
    -------
    list of tuple
        Role `title`, `subtitle`, `crosshead` by the paragraph's style, else empty. A line break in a
        paragraph begins another one; text marked as deleted or moved away is left out. A blank paragraph outside
        tables is an empty row; short cells of one row of a table are one paragraph.

    Raises
    ------
    InputError
        No Word document, damaged, too large, without text, a digest that baozhai printed, python-docx not installed.
    """
    _check(data, name)
    try:
        import docx
    except ImportError:
        raise InputError(
            f"{name}：读 Word 文档需要 python-docx。请在项目目录重新运行 make install。"
        ) from None
    try:
        document = docx.Document(io.BytesIO(data))
        marks = {mark.get(_tag("w:name")) for mark in document.element.body.iter(_tag("w:bookmarkStart"))}
        rows = list(_tabled(document.element.body, document))
    except DAMAGE as error:
        raise InputError(
            f"{name}：Word 文档打不开（{error}）。文件可能已损坏，请重新另存为 .docx。"
        ) from None
    if "_bz_a1" in marks:  # the first item of a digest, as `io.writers.word` names it
        raise InputError(f"{name}：{PRINTED}")
    if not any(text for _, text in rows):
        raise InputError(f"{name}：Word 文档里没有文字（可能只有图片）。请先做 OCR（文字识别）再试。")
    return rows


def _check(data: bytes, name: str) -> None:
    if not data.strip():
        raise InputError(f"{name}：文件是空的。请检查导出步骤。")
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise InputError(f"{name}：这是旧版 .doc 或加密的 Word 文档。请用 Word 打开后另存为 .docx。")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as pack:
            sizes = {info.filename: info.file_size for info in pack.infolist()}
    except DAMAGE:
        raise InputError(f"{name}：不是 Word 文档（.docx），或文件已损坏。请重新另存为 .docx。") from None
    if "word/document.xml" not in sizes:
        raise InputError(f"{name}：不是 Word 文档（.docx）。请用 Word 打开后另存为 .docx。")
    if sum(sizes.values()) > MAX_UNPACKED:
        raise InputError(f"{name}：解开后超过 {MAX_UNPACKED / 1e6:.0f} MB，不像一篇文章。请只保留文字另存。")


def _tag(name: str) -> str:
    from docx.oxml.ns import qn

    return str(qn(name))


def _tabled(body: Any, document: Any) -> Iterator[tuple[str, str]]:
    """The rows of all paragraphs, those of a row of short cells as one."""
    for line, found in groupby(body.iter(_tag("w:p")), _line):
        rows = [row for p in found for row in _rows(p, document)]
        joined = table_row([text for _, text in rows if text]) if line is not None else ""
        if joined:
            yield "", joined
        else:
            yield from (row for row in rows if row[1] or line is None)


def _line(paragraph: Any) -> Any:
    """The row of a table that a paragraph stands in."""
    return next(paragraph.iterancestors(_tag("w:tr")), None)


def _rows(element: Any, document: Any) -> Iterator[tuple[str, str]]:
    from docx.text.paragraph import Paragraph

    if any(a.tag.endswith("}Fallback") for a in element.iterancestors()):
        return  # a text box is stored twice
    style = Paragraph(element, document).style
    name = (style.name or "") if style is not None else ""
    role = next((role for role, rule in _ROLES.items() if rule.fullmatch(name)), "")
    lines = [" ".join(line.split()) for line in "".join(_texts(element)).split("\n")]
    if element.find(f".//{_tag('w:txbxContent')}") is not None:  # the paragraph only holds a text box
        lines = [line for line in lines if line]
    yield from ((role if text else "", text) for text in lines)


def _texts(element: Any) -> Iterator[str]:
    """Text of a paragraph without that of text boxes in it, which are paragraphs of their own."""
    for child in element:
        tag = str(child.tag).rpartition("}")[2]
        if tag == "t":
            yield child.text or ""
        elif tag in ("br", "cr"):
            yield "\n"
        elif tag == "tab":
            yield " "
        elif tag not in ("p", "moveFrom", "Fallback", "pPr"):
            yield from _texts(child)
