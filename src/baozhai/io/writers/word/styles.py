"""Styles of the built-in Word page: sizes, lines and fonts after GB/T 9704-2012, smaller where it is silent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TEXT_WIDTH = 442.2  # points: 210 - 28 - 26 mm
TEXT_HEIGHT = 637.8  # points: 297 - 37 - 35 mm
LATIN = "Times New Roman"
# What Word and LibreOffice take where a computer lacks the font.
FONTS = {"方正小标宋简体": "宋体", "仿宋": "FangSong", "楷体": "KaiTi", "黑体": "SimHei", "宋体": "SimSun"}


class Style(NamedTuple):
    """A paragraph style; sizes in points, indents in characters of its own size."""

    font: str
    size: float
    line: float
    before: float = 0
    after: float = 0
    first: float = 0
    left: float = 0
    align: str = "left"
    color: str = ""
    bold: bool = False
    tight: float = 0
    keep: bool = False
    outline: int = -1
    leader: str = ""
    border: str = ""


_RULE = '<w:bottom w:val="single" w:sz="18" w:space="4" w:color="C00000"/>'
_LINES = "".join(
    f'<w:{side} w:val="single" w:sz="6" w:space="2" w:color="000000"/>'
    for side in ("top", "bottom", "between")
)
STYLES: dict[str, Style] = {
    "报头": Style("方正小标宋简体", 48, 64, after=6, align="center", color="C00000"),
    "期号": Style("仿宋", 16, 28, align="center"),
    "编发": Style("仿宋", 16, 28, after=8, leader="none", border=_RULE),
    "附记": Style("仿宋", 12, 20, align="center", color="595959"),
    "目录标题": Style("黑体", 16, 28, before=14, align="center", keep=True),
    "目录栏目": Style("黑体", 14, 26, leader="dot", keep=True),
    "目录条目": Style("仿宋", 14, 26, left=2, leader="dot"),
    "栏目": Style("黑体", 16, 28, before=20, after=4, keep=True, outline=0),
    "肩题": Style("仿宋", 12, 22, before=10, color="595959", keep=True),
    "条目标题": Style("楷体", 16, 28, before=10, bold=True, keep=True, outline=1),
    "出处": Style("仿宋", 12, 22, color="595959", keep=True),
    # 28 characters a line, as the standard has it: 16 points less a quarter.
    "摘要": Style("仿宋", 16, 28, first=2, align="both", tight=0.25),
    "附注": Style("仿宋", 12, 20, left=2, color="404040"),
    "标记": Style("黑体", 12, 20, left=2, color="C00000"),
    "表格": Style("仿宋", 12, 20),
    "报尾": Style("仿宋", 14, 26, border=_LINES),
}


def style_id(name: str) -> str:
    """The id of a built-in style."""
    return f"bz{list(STYLES).index(name) + 1:02d}"


def fonts(font: str) -> str:
    """Font of Chinese text; digits and letters are set in Times New Roman."""
    return f'<w:rFonts w:ascii="{LATIN}" w:hAnsi="{LATIN}" w:eastAsia="{font}" w:cs="{LATIN}"/>'


def size(points: float) -> str:
    """Size in half points."""
    return f'<w:sz w:val="{round(points * 2)}"/><w:szCs w:val="{round(points * 2)}"/>'


def styles_xml(styles: Mapping[str, Style]) -> str:
    """`word/styles.xml` with the styles and nothing else."""
    rows = "".join(_style(name, style) for name, style in styles.items())
    return (
        f'<w:styles xmlns:w="{W}"><w:docDefaults><w:rPrDefault><w:rPr>{fonts("仿宋")}{size(16)}'
        '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault/>'
        '</w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
        '<w:qFormat/></w:style><w:style w:type="table" w:default="1" w:styleId="TableNormal">'
        '<w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr>'
        '<w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/>'
        '<w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/>'
        f"</w:tblCellMar></w:tblPr></w:style>{rows}</w:styles>"
    )


def _style(name: str, s: Style) -> str:
    """Children in the order that the schema of WordprocessingML wants: Word repairs any other."""
    paragraph = [
        "<w:keepNext/><w:keepLines/>" if s.keep else "",
        "<w:widowControl/>",
        f"<w:pBdr>{s.border}</w:pBdr>" if s.border else "",
        f'<w:tabs><w:tab w:val="right" w:leader="{s.leader}" w:pos="{round(TEXT_WIDTH * 20)}"/></w:tabs>'
        if s.leader
        else "",
        f'<w:spacing w:before="{round(s.before * 20)}" w:after="{round(s.after * 20)}" '
        f'w:line="{round(s.line * 20)}" w:lineRule="exact"/>',
        _indent(s),
        f'<w:jc w:val="{s.align}"/>',
        f'<w:outlineLvl w:val="{s.outline}"/>' if s.outline >= 0 else "",
    ]
    run = [
        fonts(s.font),
        "<w:b/><w:bCs/>" if s.bold else "",
        f'<w:color w:val="{s.color}"/>' if s.color else "",
        f'<w:spacing w:val="{round(-20 * s.tight)}"/>' if s.tight else "",
        size(s.size),
    ]
    return (
        f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{style_id(name)}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>{"".join(paragraph)}</w:pPr>'
        f"<w:rPr>{''.join(run)}</w:rPr></w:style>"
    )


def _indent(s: Style) -> str:
    sides = {"left": s.left, "firstLine": s.first}
    marks = (
        f' w:{side}Chars="{round(n * 100)}" w:{side}="{round(n * s.size * 20)}"'
        for side, n in sides.items()
        if n
    )
    found = "".join(marks)
    return f"<w:ind{found}/>" if found else ""


def font_table() -> str:
    """`word/fontTable.xml` with a second name for every font."""
    rows = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/>'
        '<w:family w:val="auto"/></w:font>'
        for name, other in FONTS.items()
    )
    return f'<w:fonts xmlns:w="{W}">{rows}</w:fonts>'
