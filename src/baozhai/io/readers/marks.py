"""A queue that people filled in → marks: CSV (as Excel saves it), a workbook, JSONL, exports of doccano and Label Studio."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from baozhai.errors import InputError
from baozhai.io.readers.docx import DAMAGE, MAX_UNPACKED
from baozhai.io.readers.exports import GIVEN, article_key, read_export
from baozhai.io.readers.header import check_header
from baozhai.io.readers.quotes import check_quotes
from baozhai.io.readers.text import decode
from baozhai.io.readers.workbook import is_workbook, read_workbook
from baozhai.io.writers.csv import STARTS
from baozhai.io.writers.queue import CHANCES, KEY, MARKED, SUGGESTED, WHY
from baozhai.records import DRAWN, Mark

#: A topic asked about and its probability, in a cell with all of them: a name may hold blanks and marks.
_ASKED = re.compile(r"(?:^|；)(.+?) (?:—|[\d.]+)(?=；|$)")
_WORKBOOK = "这是旧式（.xls）或加了密码的 Excel 工作簿。请在 Excel 中去掉密码，另存为 .xlsx 或“CSV UTF-8（逗号分隔）”。"
#: What doccano calls the files of no annotator in particular.
_NOBODY = {"all", "unknown"}


def read_marks(data: bytes, name: str) -> list[Mark]:
    """What was judged, in the order of the file; of an article that several people judged each one's mark.

    Raises
    ------
    InputError
        With the line or record that cannot be read.
    """
    if is_workbook(data):
        return _sheets(data, name)
    if data.startswith(b"PK\x03\x04"):
        return _told([mark for part in _unpacked(data, name) for mark in _marks(*part)])
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise InputError(f"{name}：{_WORKBOOK}")
    return _told(_marks(data, name))


def _told(marks: list[Mark]) -> list[Mark]:
    """The marks with names given by a tool only where it tells several people apart."""
    given = {mark.author for mark in marks if mark.author.startswith(GIVEN)}
    names = {who: who.removeprefix(GIVEN) if len(given) > 1 else "" for who in given}
    return [replace(mark, author=names.get(mark.author, mark.author)) for mark in marks]


def _marks(data: bytes, name: str, annotator: str = "") -> list[Mark]:
    text = decode(data, name).lstrip("\ufeff")
    if text.lstrip().startswith(("{", "[")):
        return read_export(text, name, annotator)
    return _rows(text, name)


def _unpacked(data: bytes, name: str) -> list[tuple[bytes, str, str]]:
    """The exports in an archive with their names, and whose they are: doccano packs one for each annotator, called by the name."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            wanted = [
                n
                for n in archive.namelist()
                if n.endswith((".jsonl", ".json")) and not n.startswith("__MACOSX/")
            ]
            if sum(archive.getinfo(n).file_size for n in wanted) > MAX_UNPACKED:
                raise InputError(f"{name}：解开后太大。请只导出判过的文章。")
            found = [(archive.read(n), f"{name} 中的 {n}", _annotator(n)) for n in wanted]
    except DAMAGE as error:
        raise InputError(
            f"{name}：压缩包打不开（{error}）。请重新导出；若是 Excel 工作簿，请另存为“CSV UTF-8（逗号分隔）”。"
        ) from None
    if not found:
        raise InputError(
            f"{name}：压缩包里没有 .jsonl 或 .json。请放进 doccano 或 Label Studio 的导出；表格（.ods）请另存为 .xlsx。"
        )
    return found


def _annotator(part: str) -> str:
    name = PurePosixPath(part).stem.strip()
    return "" if not name or name.casefold() in _NOBODY else f"{GIVEN}{name}"


def _sheets(data: bytes, name: str) -> list[Mark]:
    """The marks of the first sheet of a workbook that has the columns of a queue."""
    sheets = [sheet for sheet in read_workbook(data, name) if sheet]
    queues = [sheet for sheet in sheets if {KEY, MARKED} <= {*sheet[0]}]
    rows = next(iter(queues or sheets), [])
    return _table(rows[:1], enumerate(rows[1:], 2), name)


def _rows(text: str, name: str) -> list[Mark]:
    first = text.split("\n", 1)[0]
    delimiter = max(",\t;", key=first.count)
    check_quotes(text, delimiter, name)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        # As a spreadsheet counts rows: a text may have several lines.
        return _table([next(rows, [])], enumerate(rows, 2), name)
    except csv.Error as error:
        raise InputError(f"{name} 第 {rows.line_num} 行：不是 CSV（{error}）。请另存为 CSV UTF-8。") from None


def _table(head: Sequence[Sequence[str]], rows: Iterable[tuple[int, Sequence[str]]], name: str) -> list[Mark]:
    """The marks of numbered rows, or every row that has no article."""
    header = [cell.strip() for cells in head for cell in cells]
    check_header(header, name)
    if missing := [c for c in (KEY, MARKED) if c not in header]:
        raise InputError(f"{name}：没有“{missing[0]}”一列。请用 baozhai review 写出的表，保留第一行。")
    found, wrong = [], []
    for number, row in rows:
        cells = dict(zip(header, map(_plain, row), strict=False))
        if not cells.get(MARKED):
            continue
        try:
            found.append(_row(cells, f"{name} 第 {number} 行"))
        except InputError as error:
            wrong.append(str(error))
    if wrong:
        raise InputError.of(wrong)
    return found


def _row(cells: dict[str, str], where: str) -> Mark:
    """Cells as they are: where a name ends, the topics know (`labels.marks`)."""
    suggested = tuple(filter(None, [cells.get(SUGGESTED, "")]))
    asked = tuple(_ASKED.findall(cells.get(CHANCES, "")))
    key, author, note = article_key(cells.get(KEY, ""), where), cells.get("判定人", ""), cells.get("备注", "")
    return Mark(where, key, (cells[MARKED],), author, note, asked, suggested, cells.get(WHY) == DRAWN)


def _plain(cell: str) -> str:
    """A cell without blanks around it and without the apostrophe that kept a spreadsheet from running it."""
    cell = cell.strip()
    return cell[1:] if cell.startswith("'") and cell[1:].lstrip(" ").startswith(STARTS) else cell
