"""A queue that people filled in → marks: CSV (as Excel saves it), JSONL, exports of doccano and Label Studio."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from baozhai.errors import InputError
from baozhai.io.readers.header import check_header
from baozhai.io.readers.quotes import check_quotes
from baozhai.io.readers.text import decode
from baozhai.io.writers.csv import STARTS
from baozhai.io.writers.queue import ASKED, CHANCES, KEY, MARKED, SUGGESTED
from baozhai.records import Mark

_AGREED = ("√", "✓", "对", "是", "同意", "正确")
_SEPARATORS = re.compile(r"[、，,；;|｜\r\n\t]+")
_ARTICLE = re.compile(r"h?([0-9a-f]{16})", re.IGNORECASE)
_CORRECTED = {"title", "topics", "summary", "drop", "kicker", "subtitle", "keywords"}


def read_marks(data: bytes, name: str) -> list[Mark]:
    """The articles that were judged, in the order of the file; those left open are not among them.

    Raises
    ------
    InputError
        With the line or record that cannot be read.
    """
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise InputError(f"{name}：这是 Excel 工作簿。请在 Excel 中另存为“CSV UTF-8（逗号分隔）”。")
    text = decode(data, name)
    start = text.lstrip("\ufeff").lstrip()[:1]
    if start == "{":
        return [m for m in (_record(data, where) for data, where in _jsonl(text, name)) if m]
    if start == "[":
        return [m for m in (_record(data, where) for data, where in _array(text, name)) if m]
    return list(_csv(text.lstrip("\ufeff"), name))


def _jsonl(text: str, name: str) -> Iterator[tuple[Any, str]]:
    for number, line in enumerate(text.lstrip("\ufeff").split("\n"), 1):
        if line.strip():
            where = f"{name} 第 {number} 行"
            yield _parsed(line, where), where


def _array(text: str, name: str) -> Iterator[tuple[Any, str]]:
    for number, data in enumerate(_parsed(text.lstrip("\ufeff"), name), 1):
        yield data, f"{name} 第 {number} 条"


def _parsed(text: str, where: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        place = f"第 {error.lineno} 行第 {error.colno} 列"
        raise InputError(f"{where}：不是 JSON（{error.msg}，{place}）。请重新导出。") from None
    except (ValueError, RecursionError) as error:
        raise InputError(f"{where}：JSON 读不了（{error}）。请重新导出。") from None


def _record(data: Any, where: str) -> Mark | None:
    if not isinstance(data, dict):
        raise InputError(f"{where}：应是 JSON 对象，得到 {type(data).__name__}。")
    try:
        if "annotations" in data:
            return _label_studio(data, where)
        who, asked = _who(data.get("annotator")), _asked(data.get(ASKED))
        if "annotation_id" in data or "annotator" in data:
            return _mark(data["article"], _choices(data.get("topics")), where, who, asked=asked)
        if "label" in data:
            return _mark(data["article"], data["label"], where, who, asked=asked)
        if "marked" in data:
            author, note = str(data.get("author") or ""), str(data.get("note") or "")
            asked = _asked(list(data.get("probabilities") or ()))
            return _mark(data["article"], data["marked"], where, author, note=note, asked=asked, bare=True)
    except KeyError as error:
        raise InputError(
            f"{where}：缺少 {error.args[0]}。请导入 baozhai review 写出的文件，再原样导出。"
        ) from None
    except (TypeError, AttributeError) as error:
        raise InputError(f"{where}：字段类型不对（{error}）。请重新导出。") from None
    if "id" in data and _CORRECTED & set(data):
        raise InputError(
            f"{where}：像是报摘的修改表。请同时给出那份报摘：baozhai review digests/某期 corrections=…"
        )
    raise InputError(f"{where}：没有 marked 或 label，看不出人工类别。格式见 docs/review.md。")


def _label_studio(data: dict[str, Any], where: str) -> Mark | None:
    """The latest annotation that was not skipped."""
    kept = [a for a in data["annotations"] if not a.get("was_cancelled")]
    if not kept:
        return None
    last = max(kept, key=_updated)
    found = [c for r in last["result"] if r.get("type") == "choices" for c in r["value"]["choices"]]
    asked = _asked(data["data"].get(ASKED))
    return _mark(data["data"]["article"], found, where, _who(last.get("completed_by")), asked=asked)


def _asked(names: Any) -> tuple[str, ...]:
    """The topics a queue asked about; none where a tool dropped them."""
    return tuple(map(str, names)) if isinstance(names, list) else ()


def _updated(annotation: dict[str, Any]) -> str:
    return str(annotation.get("updated_at") or annotation.get("created_at") or "")


def _choices(value: Any) -> Any:
    """The short export of Label Studio: one choice is a text, several are {"choices": […]}."""
    if isinstance(value, dict):
        return value["choices"]
    return [value] if isinstance(value, str) else value


def _who(person: Any) -> str:
    """A name or address; the number that the tool gave a person says nothing here."""
    if isinstance(person, dict):
        person = person.get("email") or person.get("username")
    return person.strip() if isinstance(person, str) else ""


def _mark(
    article: Any,
    labels: Any,
    where: str,
    author: str,
    *,
    note: str = "",
    asked: tuple[str, ...] = (),
    bare: bool = False,
) -> Mark | None:
    """`bare`: an empty list is other news; elsewhere it is an article nobody judged."""
    if labels is None or (not labels and not bare):
        return None
    if not isinstance(labels, list) or not all(isinstance(x, str) for x in labels):
        raise InputError(f"{where}：类别应是名称的列表，得到 {labels!r}。")
    return Mark(where, _key(article, where), tuple(labels), author, note, asked)


def _key(text: Any, where: str) -> str:
    found = _ARTICLE.fullmatch(str(text).strip())
    if not found:
        raise InputError(f"{where}：编号“{text}”不是文章编号（h 加 16 位）。请勿改动“{KEY}”一列。")
    return found[1].lower()


def _csv(text: str, name: str) -> Iterator[Mark]:
    first = text.split("\n", 1)[0]
    delimiter = max(",\t;", key=first.count)
    check_quotes(text, delimiter, name)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        header = [cell.strip() for cell in next(rows, ())]
        check_header(header, name)
        if missing := [c for c in (KEY, MARKED) if c not in header]:
            raise InputError(f"{name}：没有“{missing[0]}”一列。请用 baozhai review 写出的表，保留第一行。")
        for number, row in enumerate(rows, 2):  # as a spreadsheet counts rows: a text may have several lines
            where = f"{name} 第 {number} 行"
            cells = dict(zip(header, map(_plain, row), strict=False))
            if cells.get(MARKED):
                yield _row(cells, where)
    except csv.Error as error:
        raise InputError(f"{name} 第 {rows.line_num} 行：不是 CSV（{error}）。请另存为 CSV UTF-8。") from None


def _row(cells: dict[str, str], where: str) -> Mark:
    labels = _words(cells[MARKED])
    if not labels:
        raise InputError(f"{where}：“{MARKED}”里只有标点（{cells[MARKED]}）。请写出类别，或清空这一格。")
    if all(label in _AGREED for label in labels):
        labels = _words(cells.get(SUGGESTED, ""))
        if not labels:
            raise InputError(f"{where}：没有建议类别可以同意。请在“{MARKED}”中写出类别，或写“其他”。")
    note, author = cells.get("备注", ""), cells.get("判定人", "")
    asked = tuple(part.rpartition(" ")[0] for part in cells.get(CHANCES, "").split("；") if " " in part)
    return Mark(where, _key(cells.get(KEY, ""), where), tuple(labels), author, note, asked)


def _words(cell: str) -> Sequence[str]:
    """What stands between marks; a blank may be part of a name (`topic_ids` knows)."""
    return [word.strip() for word in _SEPARATORS.split(cell) if word.strip()]


def _plain(cell: str) -> str:
    """A cell without blanks around it and without the apostrophe that kept a spreadsheet from running it."""
    cell = cell.strip()
    return cell[1:] if cell.startswith("'") and cell[1:].lstrip(" ").startswith(STARTS) else cell
