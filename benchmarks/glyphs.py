"""Outlines of the characters that plots need, from Noto Sans CJK SC (SIL Open Font License 1.1).

    pip install fonttools && python benchmarks/glyphs.py /usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc

Writes `src/baozhai/evaluation/glyphs.json`: printable ASCII, every Chinese character of the modules that draw, of the names
and definitions of the taxonomies in `conf/`, and of topic names that users are likely to add. The same font gives the same file.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.ttLib import TTCollection

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "src" / "baozhai" / "evaluation" / "glyphs.json"
#: Words of topic names; their characters make names of a user's own.
LIKELY = """招商引资人工智能数字经济科技创新改革开放对外贸易乡村振兴农业农村教育医疗卫生文化旅游体育娱乐财经房产家居时尚时政
游戏社会民生法治安全应急生态环境保护绿色低碳能源汽车电子信息软件通信半导体集成电路新材料航空航天海洋金融银行证券保险税务统计人才
就业养老交通物流城市建设规划土地国企民营企业项目服务政务公开监督检查廉政干部群众团结宣传表彰先进典型人物国际军事天气其他未知来源
第一二三四轮期报纸短中长篇字以上下与和及的"""


def wanted() -> list[str]:
    """The characters, sorted."""
    drawing = (
        "src/baozhai/evaluation/plots.py",
        "src/baozhai/evaluation/report.py",
        "benchmarks/topics_report.py",
    )
    sources = [*(ROOT / "conf" / "taxonomy").glob("*.yaml"), *(ROOT / name for name in drawing)]
    text = "".join(path.read_text(encoding="utf-8") for path in sources) + LIKELY
    chinese = {c for c in text if ord(c) > 0x2000 and not c.isspace()}
    return sorted(chinese | {chr(c) for c in range(0x20, 0x7F)} | set("（）—–·±−、，。：；“”→"))


def whole(value: float) -> str:
    """A coordinate without a fraction."""
    return str(round(value))


def main() -> None:
    """Write the outlines."""
    fonts = TTCollection(sys.argv[1]).fonts
    font = next(f for f in fonts if f["name"].getDebugName(1) == "Noto Sans CJK SC")
    glyphs, names = font.getGlyphSet(), font.getBestCmap()
    out = {}
    for char in wanted():
        if ord(char) in names:
            pen = SVGPathPen(glyphs, ntos=whole)
            glyphs[names[ord(char)]].draw(pen)
            out[char] = [glyphs[names[ord(char)]].width, pen.getCommands()]
    head = {
        "font": "Noto Sans CJK SC Regular, subset",
        "copyright": font["name"].getDebugName(0),
        "license": "SIL Open Font License 1.1 (OFL.txt)",
        "glyphs": out,
    }
    rows = json.dumps(head, ensure_ascii=False, separators=(",", ":")).replace('],"', '],\n"')
    TARGET.write_text(rows + "\n", encoding="utf-8")
    print(
        f"{len(out)} glyphs, {TARGET.stat().st_size / 1000:.0f} kB, {font['head'].unitsPerEm} units",
        file=sys.stderr,
    )


if __name__ == "__main__":
    main()
