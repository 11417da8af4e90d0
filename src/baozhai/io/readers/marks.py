"""A queue that people filled in → marks: CSV (as Excel saves it), a workbook, JSONL, exports of doccano and Label Studio."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from baozhai.errors import InputError
from baozhai.io.readers.docx import DAMAGE, MAX_UNPACKED
from baozhai.io.readers.header import check_header
from baozhai.io.readers.quotes import check_quotes
from baozhai.io.readers.text import decode
from baozhai.io.readers.workbook import is_workbook, read_workbook
from baozhai.io.writers.csv import STARTS
from baozhai.io.writers.queue import ASKED, CHANCES, KEY, MARKED, SUGGESTED, WHY
from baozhai.records import DRAWN, Mark

#: A topic asked about and its probability, in a cell with all of them: a name may hold blanks and marks.
_ASKED = re.compile(r"(?:^|；)(.+?) (?:—|[\d.]+)(?=；|$)")
_WORKBOOK = "这是旧式（.xls）或加了密码的 Excel 工作簿。请在 Excel 中去掉密码，另存为 .xlsx 或“CSV UTF-8（逗号分隔）”。"
_ARTICLE = re.compile(r"h?([0-9a-f]{16})", re.IGNORECASE)
_CORRECTED = {"title", "topics", "summary", "drop", "kicker", "subtitle", "keywords"}


def read_marks(data: bytes, name: str) -> list[Mark]:
    """The articles that were judged, in the order of the file; those left open are not among them.

    Raises
    ------
    InputError
        With the line or record that cannot be read.
    """
    if is_workbook(data):
        return _sheets(data, name)
    if data.startswith(b"PK\x03\x04"):
        return [mark for part, place in _unpacked(data, name) for mark in _marks(part, place)]
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise InputError(f"{name}：{_WORKBOOK}")
    return _marks(data, name)


def _marks(data: bytes, name: str) -> list[Mark]:
    text = decode(data, name)
    start = text.lstrip("\ufeff").lstrip()[:1]
    if start == "{":
        return [m for m in (_record(data, where) for data, where in _jsonl(text, name)) if m]
    if start == "[":
        return [m for m in (_record(data, where) for data, where in _array(text, name)) if m]
    return _rows(text.lstrip("\ufeff"), name)


def _unpacked(data: bytes, name: str) -> list[tuple[bytes, str]]:
    """The exports in an archive (doccano packs one for each annotator) with their names."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            wanted = [
                n
                for n in archive.namelist()
                if n.endswith((".jsonl", ".json")) and not n.startswith("__MACOSX/")
            ]
            if sum(archive.getinfo(n).file_size for n in wanted) > MAX_UNPACKED:
                raise InputError(f"{name}：解开后太大。请只导出判过的文章。")
            found = [(archive.read(n), f"{name} 中的 {n}") for n in wanted]
    except DAMAGE as error:
        raise InputError(
            f"{name}：压缩包打不开（{error}）。请重新导出；若是 Excel 工作簿，请另存为“CSV UTF-8（逗号分隔）”。"
        ) from None
    if not found:
        raise InputError(
            f"{name}：压缩包里没有 .jsonl 或 .json。请放进 doccano 或 Label Studio 的导出；表格（.ods）请另存为 .xlsx。"
        )
    return found


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
    found = _judged(data, where)
    inner = data.get("data")
    # Beside the text in Label Studio's long export; in a list where the queue is JSONL.
    told = (data.get(WHY), data.get("reason"), inner.get("reason") if isinstance(inner, dict) else None)
    return found and replace(found, drawn=DRAWN in told or data.get("reasons") == [DRAWN])


def _judged(data: dict[str, Any], where: str) -> Mark | None:
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
            said = _mark(data["article"], data["marked"], where, author, note=note, asked=asked, bare=True)
            return said and replace(said, suggested=_asked(data.get("suggested")))
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
    key, author, note = _key(cells.get(KEY, ""), where), cells.get("判定人", ""), cells.get("备注", "")
    return Mark(where, key, (cells[MARKED],), author, note, asked, suggested, cells.get(WHY) == DRAWN)


def _plain(cell: str) -> str:
    """A cell without blanks around it and without the apostrophe that kept a spreadsheet from running it."""
    cell = cell.strip()
    return cell[1:] if cell.startswith("'") and cell[1:].lstrip(" ").startswith(STARTS) else cell
