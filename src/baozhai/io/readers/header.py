"""The first row of a table: two columns of one name, of which a reader would take the last alone; the columns of a queue."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from baozhai.errors import InputError

#: Columns, and fields of JSONL, that a queue has (`io.writers.queue`) and no newspaper.
_QUEUE, _FIELDS = {"编号", "人工类别"}, ('"marked": ', '"suggested": ', '"usefulness": ')


def check_header(header: Sequence[str] | None, name: str) -> None:
    """Refuse a table with two columns of one name; case and blanks around it do not tell them apart.

    Raises
    ------
    InputError
        Naming the column.
    """
    cells = [cell.strip() for cell in header or () if cell.strip()]
    counts = Counter(cell.casefold() for cell in cells)
    if twice := [cell for cell in cells if counts[cell.casefold()] > 1]:
        raise InputError(
            f"{name} 第 1 行：有 {counts[twice[0].casefold()]} 列都叫“{twice[0]}”，分不清用哪一列。"
            "请改名或删去多余的一列（一篇有几个标签，请写在同一格，用“、”隔开）。没有读入任何一行。"
        )


def check_no_queue(text: str, name: str) -> None:
    """Refuse a queue (table or JSONL) where a newspaper is wanted.

    Raises
    ------
    InputError
        Saying how its answers are read back.
    """
    first = text.lstrip("\ufeff").partition("\n")[0]
    fields = first.startswith("{") and all(field in first for field in _FIELDS)
    if fields or {cell.strip(' "\r') for cell in re.split("[,;\t]", first)} >= _QUEUE:
        raise InputError(
            f"{name}：这是 baozhai review 写出的判定表，不是报纸。读回判定请写 baozhai review corrections={name}（写明路径）。"
        )
