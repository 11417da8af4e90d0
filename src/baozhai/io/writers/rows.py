"""The document as a table: one row an item, for Excel and CSV."""

from __future__ import annotations

from baozhai.io.writers.document import Document
from baozhai.io.writers.items import Item
from baozhai.io.writers.layout import clean

_KINDS = {"article": "文章", "photo": "图片新闻"}
HEAD = ("序号", "栏目", "报纸", "日期", "版次", "类型", "标题", "作者", "类别")
TAIL = (
    "待核",
    "摘要",
    "本期要点",
    "内含",
    "关键数字",
    "关键词",
    "判类依据",
    "另见",
    "涉及",
    "敏感词",
    "非原文",
    "编号",
    "来源文件",
)
Cell = str | int | float | None


def header(doc: Document) -> list[str]:
    """Names of the columns; one for the probability of every topic."""
    return [*HEAD, *(f"概率：{clean(t.name)}" for t in doc.topics), *TAIL]


def rows(doc: Document) -> list[list[Cell]]:
    """The printed items in their order; a probability is in [0, 1] or None."""
    return [_row(doc, item) for item in doc.items]


def _row(doc: Document, item: Item) -> list[Cell]:
    a, p = item.entry.article, item.entry.prediction
    chances = [p.probabilities.get(t.id) for t in doc.topics]
    return [
        item.number,
        item.section,
        clean(a.newspaper),
        clean(a.date),
        clean(a.page),
        _KINDS.get(a.kind, clean(a.kind)),
        item.headline,
        item.byline,
        "、".join(item.labels),
        *(None if c is None else round(float(c), 4) for c in chances),
        item.fact("待核"),
        item.summary,
        next((text for text, of in doc.lead if of is item), ""),
        *(item.fact(name) for name in TAIL[3:11]),
        clean(a.id),
        clean(a.source.file),
    ]
