"""Document → an Excel workbook: the items, then counts by section and newspaper."""

from __future__ import annotations

import io
import math
from datetime import datetime
from typing import Any

import xlsxwriter

from baozhai.io.writers import rows
from baozhai.io.writers.document import Document
from baozhai.io.writers.layout import day, width

_WIDTHS = {
    "序号": 5,
    "版次": 5,
    "栏目": 8,
    "报纸": 11,
    "日期": 11,
    "类型": 9,
    "标题": 24,
    "作者": 10,
    "类别": 12,
    "摘要": 54,
    "本期要点": 30,
}
_WIDTHS |= {
    "待核": 10,
    "内含": 34,
    "关键数字": 34,
    "关键词": 26,
    "判类依据": 22,
    "另见": 22,
    "涉及": 14,
    "敏感词": 12,
    "非原文": 10,
    "来源文件": 24,
}
_NARROW = 7
#: The last column on paper: with those behind it, A4 would be too small to read.
_PRINTED = "摘要"
_MARGIN = 0.4  # inches
_LINE = 15  # points
_TALLEST = 409  # points that Excel allows
#: Characters that Excel holds in a cell.
LONGEST = 32_767
#: When a workbook was made, to be the same bytes each time.
CREATED = datetime(1980, 1, 1)


def to_xlsx(doc: Document) -> bytes:
    """The workbook; every text is a text cell, so nothing runs as a formula or link."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(out, options)
    title = f"{doc.title} {doc.number}".strip()[:255]  # as many as a property may hold
    book.set_properties({"title": title, "created": CREATED})
    base = {"font_name": "宋体", "font_size": 11, "valign": "top"}
    looks = {
        "head": book.add_format(
            {**base, "bold": True, "bg_color": "#EDEDED", "border": 1, "text_wrap": True}
        ),
        "text": book.add_format({**base, "text_wrap": True}),
        "date": book.add_format({**base, "num_format": "yyyy-mm-dd", "align": "left"}),
        "chance": book.add_format({**base, "num_format": '[>=0.995]">99%";0.0%', "align": "center"}),
        "number": book.add_format({**base, "num_format": "0", "align": "center"}),
    }
    _items(book.add_worksheet("报摘"), doc, looks)
    _counts(book.add_worksheet("统计"), doc, looks)
    book.close()
    return out.getvalue()


def _items(sheet: Any, doc: Document, looks: dict[str, Any]) -> None:
    head, body = rows.header(doc), rows.rows(doc)
    for column, name in enumerate(head):
        sheet.set_column(column, column, _WIDTHS.get(name, _NARROW))
        _text(sheet, 0, column, name, looks["head"])
    sheet.set_row(0, 2 * _LINE + 3)
    for number, row in enumerate(body, 1):
        sheet.set_row(number, _height(head, row))
        for column, cell in enumerate(row):
            _cell(sheet, (number, column), cell, looks, is_date=head[column] == "日期")
    sheet.freeze_panes(1, head.index("标题") + 1)
    sheet.autofilter(0, 0, max(len(body), 1), len(head) - 1)
    sheet.print_area(0, 0, len(body), head.index(_PRINTED))
    sheet.repeat_rows(0)
    _paper(sheet)


def _paper(sheet: Any) -> None:
    """A4 on its side, all columns on a page, pages numbered."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(_MARGIN, _MARGIN, 2 * _MARGIN, 2 * _MARGIN)
    sheet.set_footer("&C&P / &N")


def _height(head: list[str], row: list[rows.Cell]) -> float:
    """Of the longest cell, wrapped: only Excel itself would find it on opening."""
    cells = ((_WIDTHS.get(name, _NARROW), str(cell)) for name, cell in zip(head, row, strict=True) if cell)
    most = max(math.ceil(2 * width(text) / (room - 1)) for room, text in cells)
    return float(min(most * _LINE + 3, _TALLEST))


def _cell(sheet: Any, at: tuple[int, int], cell: rows.Cell, looks: dict[str, Any], *, is_date: bool) -> None:
    if isinstance(cell, str):
        when = day(cell) if is_date else None
        if when:
            sheet.write_datetime(*at, datetime(when.year, when.month, when.day), looks["date"])
        else:
            _text(sheet, *at, cell, looks["text"])
    elif isinstance(cell, float):
        sheet.write_number(*at, cell, looks["chance"])
    elif cell is not None:
        sheet.write_number(*at, cell, looks["number"])


def _text(sheet: Any, row: int, column: int, text: str, look: Any) -> None:
    if text:
        sheet.write_string(row, column, text[:LONGEST], look)


def _counts(sheet: Any, doc: Document, looks: dict[str, Any]) -> None:
    """Plain numbers, not formulas: viewers that do not calculate show them too."""
    sheet.set_column(0, 0, 18)
    top = 0
    for table in (doc.table, *(t for t in doc.tables if t is not doc.table)):
        sheet.set_column(1, len(table.header), 14)
        for column, name in enumerate(table.header):
            _text(sheet, top, column, name, looks["head"])
        for number, row in enumerate(table.lines, top + 1):
            for column, cell in enumerate(row):
                _cell(sheet, (number, column), cell, looks, is_date=False)
        top += len(table.lines) + 2
    sheet.freeze_panes(1, 1)
    _paper(sheet)
