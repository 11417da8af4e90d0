"""An Excel workbook → its sheets as rows of text (openpyxl, imported when a workbook is read)."""

from __future__ import annotations

import io
import warnings
import zipfile
from datetime import date, datetime, time
from typing import Any

from baozhai.errors import InputError
from baozhai.io.readers.docx import DAMAGE, MAX_UNPACKED


def is_workbook(data: bytes) -> bool:
    """Whether the bytes are a packed office document with sheets (`.xlsx`), whatever the file is called."""
    if not data.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return any(name.startswith("xl/") for name in archive.namelist())
    except DAMAGE:
        return False


def read_workbook(data: bytes, name: str) -> list[list[list[str]]]:
    """For each sheet its rows as a spreadsheet shows them, from the first one, as texts without blanks around them.

    Empty rows at the end and empty cells at the end of a row are left out; a formula is what it gave when the workbook was saved.

    Raises
    ------
    InputError
        Damaged, too large, openpyxl not installed.
    """
    try:
        import openpyxl
    except ImportError:
        raise InputError(
            f"{name}：读 Excel 工作簿需要 openpyxl。请在项目目录重新运行 make install。"
        ) from None
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            size = sum(part.file_size for part in archive.infolist())
        if size > MAX_UNPACKED:
            raise InputError(f"{name}：解开后太大。请分成几个文件，或另存为“CSV UTF-8（逗号分隔）”。")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of looks and lists that it leaves out
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            return [_rows(sheet) for sheet in book.worksheets]
    except DAMAGE as error:
        raise InputError(
            f"{name}：Excel 工作簿打不开（{error}）。请在 Excel 中重新保存，或另存为“CSV UTF-8（逗号分隔）”。"
        ) from None


def _rows(sheet: Any) -> list[list[str]]:
    sheet.reset_dimensions()  # what a file says of its own size is often wrong
    rows = [_trimmed([_text(cell) for cell in row]) for row in sheet.iter_rows(values_only=True)]
    return _trimmed(rows)


def _trimmed(cells: list[Any]) -> list[Any]:
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ", "minutes")
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()
