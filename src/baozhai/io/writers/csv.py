"""Document → CSV that Excel opens rightly: UTF-8 with BOM, CRLF, no cell that runs as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from baozhai.io.writers import rows
from baozhai.io.writers.document import Document

# Cells that a spreadsheet takes for a formula (OWASP, "CSV injection"), full-width forms included.
STARTS = tuple("=+-@\t\r＝＋－＠")


def to_csv(doc: Document) -> str:
    """One row an item."""
    return table([rows.header(doc), *rows.rows(doc)])


def table(lines: Iterable[Sequence[rows.Cell]]) -> str:
    """Rows as CSV; a cell that could run as a formula begins with an apostrophe."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows([safe(cell) for cell in row] for row in lines)
    return "\ufeff" + out.getvalue()


def safe(cell: rows.Cell) -> rows.Cell:
    """The cell, behind an apostrophe where a spreadsheet would run it."""
    return f"'{cell}" if isinstance(cell, str) and cell.lstrip(" ").startswith(STARTS) else cell
