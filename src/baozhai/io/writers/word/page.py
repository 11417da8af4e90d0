"""The built-in Word template: an A4 page (37/35/28/26 mm) with head, foot and placeholders."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from html import escape

from baozhai.io.writers.layout import width
from baozhai.io.writers.word.styles import (
    STYLES,
    TEXT_WIDTH,
    W,
    font_table,
    fonts,
    size,
    style_id,
    styles_xml,
)

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_RELS = "application/vnd.openxmlformats-package.relationships+xml"
_DATE = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip file can hold
_TITLE_SIZES = 20.0, 48.0
_BODY = (
    ("附记", "{{标志}}"),
    ("报头", "{{标题}}"),
    ("期号", "{{期号}}"),
    ("编发", "{{编发单位}}\t{{日期}}"),
    ("附记", "{{报纸}}"),
    ("附记", "{{统计}}"),
    ("目录标题", "{{目录}}"),
    ("摘要", "{{正文}}"),
    ("报尾", "{{报尾}}"),
    ("附记", "{{模型}}"),
)
# Part beside the document → its kind.
_PARTS = {
    "styles": "styles",
    "settings": "settings",
    "fontTable": "fontTable",
    "header": "header",
    "footer": "footer",
}
_SETTINGS = (
    f'<w:settings xmlns:w="{W}"><w:defaultTabStop w:val="420"/>'
    '<w:characterSpacingControl w:val="compressPunctuation"/><w:compat><w:useFELayout/>'
    '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
    '</w:compat><w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>'
)


def builtin(title: str) -> bytes:
    """The template as a Word file; a long title is set smaller, to stay on one line."""
    smallest, largest = _TITLE_SIZES
    points = round(min(largest, max(smallest, 0.98 * TEXT_WIDTH / max(width(title), 1.0))) * 2) / 2
    head = STYLES["报头"]._replace(size=points, line=round(points * 4 / 3))
    before, number, after = (_run(text, "宋体", 14) for text in ("— ", "1", " —"))
    foot = f'{before}<w:fldSimple w:instr=" PAGE ">{number}</w:fldSimple>{after}'
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relationships({"rId1": ("officeDocument", "word/document.xml")}),
        "word/document.xml": _document(),
        "word/_rels/document.xml.rels": _relationships(
            {f"rId{k}": (kind, f"{name}.xml") for k, (name, kind) in enumerate(_PARTS.items(), 1)}
        ),
        "word/styles.xml": styles_xml({**STYLES, "报头": head}),
        "word/settings.xml": _SETTINGS,
        "word/fontTable.xml": font_table(),
        "word/header.xml": _edge("hdr", _run("{{标题}}　{{期号}}", "仿宋", 10.5)),
        "word/footer.xml": _edge("ftr", foot),
    }
    return zipped({name: (_XML + text).encode() for name, text in parts.items()})


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """A zip file without times of day: the same parts give the same bytes."""
    out, first = io.BytesIO(), "[Content_Types].xml"
    with zipfile.ZipFile(out, "w") as archive:
        for name in sorted(parts, key=lambda n: (n != first, n)):
            info = zipfile.ZipInfo(name, _DATE)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0  # as if made on Windows, wherever it is made
            archive.writestr(info, parts[name])
    return out.getvalue()


def _content_types() -> str:
    kinds = {"document": "document.main", **_PARTS}
    rows = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_TYPE}.{kind}+xml"/>'
        for name, kind in kinds.items()
    )
    return (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType="{_RELS}"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{rows}</Types>'
    )


def _relationships(targets: Mapping[str, tuple[str, str]]) -> str:
    rows = "".join(
        f'<Relationship Id="{key}" Type="{_R}/{kind}" Target="{target}"/>'
        for key, (kind, target) in targets.items()
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{rows}</Relationships>'


def _document() -> str:
    rows = "".join(_paragraph(style, text) for style, text in _BODY)
    return (
        f'<w:document xmlns:w="{W}" xmlns:r="{_R}"><w:body>{rows}<w:sectPr>'
        '<w:headerReference w:type="default" r:id="rId4"/><w:footerReference w:type="default" r:id="rId5"/>'
        '<w:footerReference w:type="first" r:id="rId5"/><w:pgSz w:w="11906" w:h="16838"/>'
        '<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588" w:header="1247" w:footer="1247" '
        'w:gutter="0"/><w:cols w:space="425"/><w:titlePg/></w:sectPr></w:body></w:document>'
    )


def _paragraph(style: str, text: str) -> str:
    runs = "<w:r><w:tab/></w:r>".join(_run(part, STYLES[style].font) for part in text.split("\t"))
    return f'<w:p><w:pPr><w:pStyle w:val="{style_id(style)}"/></w:pPr>{runs}</w:p>'


def _run(text: str, font: str, points: float = 0) -> str:
    look = f"<w:rPr>{fonts(font)}{size(points) if points else ''}</w:rPr>"
    return f'<w:r>{look}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def _edge(tag: str, runs: str) -> str:
    centered = '<w:pPr><w:jc w:val="center"/></w:pPr>'
    return f'<w:{tag} xmlns:w="{W}"><w:p>{centered}{runs}</w:p></w:{tag}>'
