"""Document → a Word file: the built-in page or the user's own template, filled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from baozhai.io.writers.document import LEAD, Document, Section
from baozhai.io.writers.items import Item
from baozhai.io.writers.layout import day
from baozhai.io.writers.word.blocks import Block, Grid, Line, to_xml
from baozhai.io.writers.word.page import builtin
from baozhai.io.writers.word.pages import estimate
from baozhai.io.writers.word.template import Template, read

_WARNINGS = ("敏感词", "非原文")
_HAN = "零一二三四五六七八九十"
_NO_DATE = datetime(1980, 1, 1)


def to_docx(doc: Document) -> bytes:
    """The document as a Word file.

    Raises
    ------
    ConfigError
        The template is missing, broken, lacks a style, or holds an unknown placeholder.
    """
    where = f"digest.template={doc.template}" if doc.template else "自带版式"
    template = Template(read(doc.template) if doc.template else builtin(doc.title), where)
    words = _words(doc)
    contents, body = _contents(doc), _body(doc)
    tail = [Line("报尾", f"{name}：{text}") for name, text in doc.tail]
    template.require({b.style for b in (*contents, *body, *tail)})
    if not doc.template:
        pages = estimate([*_head(words), *contents, *body])
        contents = [b._replace(page=pages.get(b.link, 0) if b.link else None) for b in contents]
    blocks: dict[str, Sequence[Block]] = {"目录": contents, "正文": body, "报尾": tail}
    template.picture(doc.logo)
    template.fill(words, {name: to_xml(part, template.look) for name, part in blocks.items()})
    date = max((d for item in doc.items if (d := day(item.entry.article.date))), default=None)
    when = datetime(date.year, date.month, date.day) if date else _NO_DATE
    template.describe(f"{doc.title} {doc.number}".strip(), when)
    return template.save()


def _words(doc: Document) -> dict[str, str]:
    return {
        "标题": doc.title,
        "期号": doc.number,
        "编发单位": doc.organization,
        "日期": doc.date,
        "报纸": doc.issue.removeprefix(doc.date).strip(),  # the day stands above already
        "统计": doc.counts,
        "模型": doc.model,
    }


def _head(words: Mapping[str, str]) -> list[Line]:
    """The lines above the contents on the built-in page."""
    styles = {"标题": "报头", "期号": "期号", "日期": "编发", "报纸": "附记", "统计": "附记"}
    return [Line(style, words[name]) for name, style in styles.items() if words[name]]


def _numeral(n: int) -> str:
    """1 → 一, 12 → 十二, 23 → 二十三."""
    tens, ones = divmod(n, 10)
    return f"{_HAN[tens] if tens > 1 else ''}{'十' if tens else ''}{_HAN[ones] if ones or not tens else ''}"


def _heading(section: Section, number: int) -> str:
    return f"{_numeral(number)}、{section.name}（{section.size}）"


def _contents(doc: Document) -> list[Line]:
    """目录: a link with a page number for every section and item."""
    out = [Line("目录标题", "目　录")] if doc.sections else []
    for k, section in enumerate(doc.sections, 1):
        out.append(Line("目录栏目", _heading(section, k), link=section.anchor, page=0))
        out += [Line("目录条目", item.numbered, link=item.anchor, page=0) for item in section.items]
    return out


def _body(doc: Document) -> list[Block]:
    out: list[Block] = [Line("目录标题", LEAD)] if doc.lead else []
    out += [Line("摘要", f"{text}（见第 {item.number} 条）", link=item.anchor) for text, item in doc.lead]
    for table in doc.tables:
        out.append(Line("目录标题", table.heading))
        rows = [tuple(table.header), *(tuple(map(str, row)) for row in table.lines)]
        out.append(Grid("表格", tuple(rows)))
    for k, section in enumerate(doc.sections, 1):
        out.append(Line("栏目", _heading(section, k), mark=section.anchor))
        out += [Line("附注", section.intro)] if section.intro else []
        out += [line for item in section.items for line in _item(item)]
        out += [Line("附注", f"参见：{item.numbered}", link=item.anchor, apart=True) for item in section.also]
    if not doc.sections:
        out.append(Line("摘要", "本期无可刊发内容。"))
    return [*out, *_notes(doc)]


def _item(item: Item) -> list[Line]:
    facts = [("类别", "、".join(item.labels)), *(f for f in item.facts if f[0] not in _WARNINGS)]
    warnings = [f"{name}：{text}" for name, text in item.facts if name in _WARNINGS]
    notes = [
        *(Line("附注", f"{name}：{text}") for name, text in facts if text),
        Line("标记", "　".join(warnings)),
    ]
    lines = [
        Line("肩题", item.kicker),
        Line("条目标题", item.numbered, mark=item.anchor),
        Line("出处", item.subtitle),
        Line("出处", item.meta),
        Line("摘要", item.summary, tied=any(line.text for line in notes)),
        *notes,
    ]
    return [line for line in lines if line.text]


def _notes(doc: Document) -> list[Line]:
    """说明: doubts, then the text that no item claimed."""
    if not doc.notes and not doc.lost:
        return []
    lost = ["未归入文章的文字：", *doc.lost] if doc.lost else []
    return [Line("栏目", "说明"), *(Line("附注", text) for text in (*doc.notes, *lost))]
