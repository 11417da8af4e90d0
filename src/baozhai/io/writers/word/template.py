"""The user's own Word template: named styles and placeholders such as {{标题}}."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from datetime import datetime
from html import escape
from pathlib import Path
from typing import Any

from docx import Document as open_docx
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.text.paragraph import Paragraph

from baozhai.errors import ConfigError
from baozhai.io.readers.docx import DAMAGE
from baozhai.io.writers.word.page import zipped
from baozhai.io.writers.word.styles import W

BLOCKS = ("目录", "正文", "报尾")
LOGO = "标志"
WORDS = ("标题", "期号", "编发单位", "日期", "报纸", "统计", "模型")
_FIELD = re.compile(r"\{\{\s*(.*?)\s*\}\}")
_LIMIT = 20e6  # bytes
_LOGO_HEIGHT = Mm(14)


def read(path: str) -> bytes:
    """The template file.

    Raises
    ------
    ConfigError
        Missing, unreadable or too large.
    """
    where = f"digest.template={path}"
    try:
        data = Path(path).read_bytes()
    except FileNotFoundError:
        raise ConfigError(f"{where}：没有这个文件。请检查路径，或去掉这一项，用自带的版式。") from None
    except OSError as error:
        raise ConfigError(
            f"{where}：读不了（{error.strerror}）。请检查权限，或先在 Word 中关闭它。"
        ) from None
    if len(data) > _LIMIT:
        raise ConfigError(f"{where}：超过 {_LIMIT / 1e6:.0f} MB，不像模板。请换一个文件。")
    return data


class Template:
    """An open template; `fill` replaces its placeholders.

    Raises
    ------
    ConfigError
        No Word document, an unknown placeholder, or no place for the text.
    """

    def __init__(self, data: bytes, where: str) -> None:
        self.where = where
        try:
            self.file = open_docx(io.BytesIO(data))
            self.roots = list(_roots(self.file))
        except DAMAGE as error:
            raise ConfigError(
                f"{where}：不是完好的 Word 文档（.docx）：{error}。请在 Word 中另存为 .docx 再试。"
            ) from None
        self.looks = {s.name: (s.style_id, _fonts(s)) for s in self.file.styles if s.name}
        self._check()

    def _check(self) -> None:
        texts = ["".join(t.text or "" for t in _texts(p)) for root in self.roots for p in _paragraphs(root)]
        names = [name for text in texts for name in _FIELD.findall(text)]
        usable = (*WORDS, LOGO, *BLOCKS)
        known = "、".join(f"{{{{{name}}}}}" for name in usable)
        for name in names:
            if name not in usable:
                raise ConfigError(f"{self.where}：不认识占位符 {{{{{name}}}}}。可用的有：{known}。")
        for text in texts:
            if any(name in (LOGO, *BLOCKS) for name in _FIELD.findall(text)) and not _FIELD.fullmatch(
                text.strip()
            ):
                raise ConfigError(
                    f"{self.where}：占位符应单独成段，这一段还有别的字：“{text.strip()[:40]}”。"
                )
        if "正文" not in names:
            raise ConfigError(f"{self.where}：缺少占位符 {{{{正文}}}}，没有地方印报摘。请单独成段写上它。")

    def look(self, style: str) -> tuple[str, str]:
        """Style name → its id and the XML of its fonts."""
        return self.looks[style]

    def require(self, styles: set[str]) -> None:
        """Check that the template has the styles.

        Raises
        ------
        ConfigError
            Naming those it lacks.
        """
        if missing := sorted(styles - set(self.looks)):
            raise ConfigError(
                f"{self.where}：缺少段落样式“{'”“'.join(missing)}”。请在 Word 的“样式”窗格中新建同名样式，"
                "或从自带版式的 digest.docx 复制样式。"
            )

    def picture(self, data: bytes) -> None:
        """Put the logo where {{标志}} stands; without one the paragraph goes.

        Raises
        ------
        ConfigError
            There is a logo and no place for it.
        """
        placed = False
        for p in list(_paragraphs(self.file.element.body)):
            if _FIELD.findall("".join(t.text or "" for t in _texts(p))) == [LOGO]:
                for node in _texts(p):
                    node.text = ""
                placed = True
                if data:
                    Paragraph(p, self.file._body).add_run().add_picture(io.BytesIO(data), height=_LOGO_HEIGHT)
                else:
                    _remove(p)
        if data and not placed:
            raise ConfigError(
                f"{self.where}：设了 digest.logo，但没有占位符 {{{{{LOGO}}}}}。请在放图片的地方单独成段写上它，或去掉 logo。"
            )

    def fill(self, words: Mapping[str, str], blocks: Mapping[str, str]) -> None:
        """Replace placeholders by texts, and the paragraph of a block placeholder by its XML."""
        for root in self.roots:
            for p in list(_paragraphs(root)):
                found = _FIELD.findall("".join(t.text or "" for t in _texts(p)))
                block = next((name for name in found if name in BLOCKS), None)
                if block:
                    for element in list(parse_xml(blocks[block])):
                        p.addprevious(element)
                if block or (found and not _replace(p, words)):
                    _remove(p)

    def describe(self, title: str, when: datetime) -> None:
        """Title and time in the properties of the file."""
        about = self.file.core_properties
        about.title, about.created, about.modified, about.revision = title[:255], when, when, 1
        about.author = "" if about.author == "python-docx" else about.author

    def save(self) -> bytes:
        """The filled file; the same template and texts give the same bytes."""
        out = io.BytesIO()
        self.file.save(out)
        with zipfile.ZipFile(out) as archive:
            return zipped({name: archive.read(name) for name in archive.namelist()})


def _roots(file: Any) -> Iterator[Any]:
    """The body, then every head and foot."""
    yield file.element.body
    for _, rel in sorted(file.part.rels.items()):
        if rel.reltype.endswith(("/header", "/footer")):
            yield rel.target_part.element


def _paragraphs(root: Any) -> Iterator[Any]:
    return iter(root.iter(qn("w:p")))


def _texts(p: Any) -> list[Any]:
    """Text nodes of a paragraph, without those of text boxes in it."""
    return [t for t in p.iter(qn("w:t")) if next(t.iterancestors(qn("w:p"))) is p]


def _fonts(style: Any) -> str:
    """The fonts of a style and of those it is based on, for its runs."""
    found: dict[str, str] = {}
    while style is not None:
        fonts = style.element.find(f"{qn('w:rPr')}/{qn('w:rFonts')}")
        found = {**({} if fonts is None else dict(fonts.attrib)), **found}
        style = getattr(style, "base_style", None)  # a numbering style has none
    prefix = "{" + W + "}"
    marks = "".join(f' w:{key.removeprefix(prefix)}="{escape(value)}"' for key, value in found.items())
    return f"<w:rFonts{marks}/>" if marks else '<w:rFonts w:hint="eastAsia"/>'


def _replace(p: Any, words: Mapping[str, str]) -> bool:
    """Fill a paragraph whose placeholders may be spread over runs; whether any text is left."""
    nodes = _texts(p)
    whole = "".join(t.text or "" for t in nodes)
    for match in reversed(list(_FIELD.finditer(whole))):
        at, left = 0, words[match.group(1)]
        for node in nodes:
            text = node.text or ""
            start, end = max(match.start() - at, 0), min(match.end() - at, len(text))
            at += len(text)
            if start < end:
                node.text, left = text[:start] + left + text[end:], ""
                node.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return any((t.text or "").strip() for t in nodes)


def _remove(p: Any) -> None:
    """Drop an empty paragraph, unless it holds a picture, ends a section or is the last of its cell."""
    held = any(next(p.iter(qn(name)), None) is not None for name in ("w:sectPr", "w:drawing", "w:pict"))
    parent = p.getparent()
    alone = p.getnext() is None and (p.getprevious() is None or p.getprevious().tag != qn("w:p"))
    if held or alone:
        for node in _texts(p):
            node.text = ""
    else:
        parent.remove(p)
