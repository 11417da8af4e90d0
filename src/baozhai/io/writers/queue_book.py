"""The queue of articles to judge → an Excel workbook: the table, ready to be filled in, and what the topics mean."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from typing import Any

import xlsxwriter

from baozhai.io.writers.layout import width
from baozhai.io.writers.queue import KEY, MARKED, OTHER, SUGGESTED, WHY
from baozhai.io.writers.rows import Cell
from baozhai.io.writers.xlsx import CREATED, LONGEST
from baozhai.records import Topic

_WIDTHS = {
    "序号": 6, WHY: 24, SUGGESTED: 13, MARKED: 15, "标题": 30, "正文": 72, "概率": 18, "报纸": 14, "日期": 11, "版次": 6, "判定人": 9,
    "备注": 16, KEY: 20,
}  # fmt: skip
_LINE, _TALLEST = 15, 300  # points: a row that is taller than half a screen is hard to page through
_MESSAGE = 255  # characters that Excel shows beside a cell


def queue_book(rows: Sequence[Sequence[Cell]], topics: Sequence[Topic], *, single: bool) -> bytes:
    """The workbook of the rows of a queue, the head first; every text is a text cell, so nothing runs as a formula or link."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(out, options)
    book.set_properties({"created": CREATED})
    base = {"font_name": "宋体", "font_size": 11, "valign": "top", "text_wrap": True}
    looks = {
        "head": book.add_format({**base, "bold": True, "bg_color": "#EDEDED", "border": 1}),
        "text": book.add_format(base),
        "fill": book.add_format({**base, "bg_color": "#FFF6D6", "border": 1, "border_color": "#D9D9D9"}),
        "key": book.add_format({**base, "font_color": "#8A8A8A"}),
    }
    sheet, column = book.add_worksheet("判定"), list(rows[0]).index(MARKED)
    _table(sheet, rows, column, looks)
    names = [*(t.name for t in topics), OTHER]
    agreed = ["√"] if any(row[column - 1] for row in rows[1:]) else []
    sheet.data_validation(1, column, max(len(rows) - 1, 1), column, _hint(names, agreed, single=single))
    _meanings(book.add_worksheet("类别说明"), topics, looks)
    book.close()
    return out.getvalue()


def _table(sheet: Any, rows: Sequence[Sequence[Cell]], column: int, looks: dict[str, Any]) -> None:
    head = [str(name) for name in rows[0]]
    for k, name in enumerate(head):
        sheet.set_column(k, k, _WIDTHS.get(name, 12))
        sheet.write_string(0, k, name, looks["head"])
    for number, row in enumerate(rows[1:], 1):
        sheet.set_row(number, _height(head, row))
        for k, cell in enumerate(row):
            look = looks["fill" if k == column else "key" if k == len(row) - 1 else "text"]
            if isinstance(cell, int):
                sheet.write_number(number, k, cell, look)
            elif cell:
                sheet.write_string(number, k, str(cell)[:LONGEST], look)
            else:
                sheet.write_blank(number, k, None, look)
    sheet.freeze_panes(1, column + 1)
    sheet.autofilter(0, 0, max(len(rows) - 1, 1), len(head) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _height(head: Sequence[str], row: Sequence[Cell]) -> float:
    """Of the longest cell, wrapped: only Excel itself would find it on opening."""
    most = 1
    for name, cell in zip(head, row, strict=True):
        room = _WIDTHS.get(name, 12) - 1
        most = max(
            most, sum(max(1, math.ceil(2 * width(line) / room)) for line in str(cell or "").split("\n"))
        )
    return float(min(most * _LINE + 3, _TALLEST))


def _hint(names: Sequence[str], agreed: Sequence[str], *, single: bool) -> dict[str, Any]:
    """Beside the cell what may be written; where each article has one topic, a list to choose from."""
    several, same = "" if single else "几类之间用顿号；", "同意建议打“√”，" if agreed else ""
    message = f"{several}{same}没看的留空。可写：{'、'.join(names)}"
    hint = {"input_title": MARKED, "input_message": message[:_MESSAGE]}
    choices = [*names, *agreed]
    # As much as Excel holds in such a list, which it parts at commas.
    if single and len(",".join(choices)) <= _MESSAGE and not any("," in word for word in choices):
        return {**hint, "validate": "list", "source": choices, "error_type": "warning"}
    return {**hint, "validate": "any"}


def _meanings(sheet: Any, topics: Sequence[Topic], looks: dict[str, Any]) -> None:
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 90)
    lines = [
        ("类别", "说明"),
        *((t.name, t.definition) for t in topics),
        (OTHER, "以上各类都不是。不与别的类别并写。"),
    ]
    for number, (name, text) in enumerate(lines):
        look = looks["text" if number else "head"]
        sheet.write_string(number, 0, name, look)
        sheet.write_string(number, 1, text, look)
