"""JSONL queues, exports of doccano and Label Studio → marks."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from baozhai.errors import InputError
from baozhai.io.writers.queue import ASKED, KEY, WHY
from baozhai.records import DRAWN, Mark

_ARTICLE = re.compile(r"h?([0-9a-f]{16})", re.IGNORECASE)
_CORRECTED = {"title", "topics", "summary", "drop", "kicker", "subtitle", "keywords"}


#: Before a name that a tool gave by itself: the number of a person, the name of a file.
GIVEN = "\0"


def read_export(text: str, name: str, annotator: str = "") -> list[Mark]:
    """The marks of a JSON array or of a record a line, in its order; of Label Studio the oldest annotation first.

    Parameters
    ----------
    text : str
        Without a byte order mark.
    name : str
        What messages call it.
    annotator : str
        Who judged, where doccano tells it by the name of the file.

    Raises
    ------
    InputError
        With the line or record that cannot be read.
    """
    records = _array(text, name) if text.lstrip().startswith("[") else _jsonl(text, name)
    # The short export has the newest annotation of an article first.
    return [mark for data, where in sorted(records, key=_age) for mark in _record(data, where, annotator)]


def _age(record: tuple[Any, str]) -> str:
    data = record[0]
    return _updated(data) if isinstance(data, dict) and "annotation_id" in data else ""


def _jsonl(text: str, name: str) -> Iterator[tuple[Any, str]]:
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            where = f"{name} 第 {number} 行"
            yield _parsed(line, where), where


def _array(text: str, name: str) -> Iterator[tuple[Any, str]]:
    for number, data in enumerate(_parsed(text, name), 1):
        yield data, f"{name} 第 {number} 条"


def _parsed(text: str, where: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        place = f"第 {error.lineno} 行第 {error.colno} 列"
        raise InputError(f"{where}：不是 JSON（{error.msg}，{place}）。请重新导出。") from None
    except (ValueError, RecursionError) as error:
        raise InputError(f"{where}：JSON 读不了（{error}）。请重新导出。") from None


def _record(data: Any, where: str, annotator: str) -> list[Mark]:
    if not isinstance(data, dict):
        raise InputError(f"{where}：应是 JSON 对象，得到 {type(data).__name__}。")
    found = _judged(data, where, annotator)
    inner = data.get("data")
    # Beside the text in Label Studio's long export; in a list where the queue is JSONL.
    told = (data.get(WHY), data.get("reason"), inner.get("reason") if isinstance(inner, dict) else None)
    drawn = DRAWN in told or data.get("reasons") == [DRAWN]
    return [replace(mark, drawn=drawn) for mark in found]


def _judged(data: dict[str, Any], where: str, annotator: str) -> list[Mark]:
    try:
        if "annotations" in data:
            return _label_studio(data, where)
        who, asked = _who(data.get("annotator")), _asked(data.get(ASKED))
        if "annotation_id" in data or "annotator" in data:
            return _mark(data["article"], _choices(data.get("topics")), where, who, asked=asked)
        if "label" in data:
            return _mark(data["article"], data["label"], where, annotator, asked=asked)
        if "marked" in data:
            author, note = str(data.get("author") or "").strip(), str(data.get("note") or "")
            asked = _asked(list(data.get("probabilities") or ()))
            said = _mark(data["article"], data["marked"], where, author, note=note, asked=asked, bare=True)
            return [replace(mark, suggested=_asked(data.get("suggested"))) for mark in said]
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


def _label_studio(data: dict[str, Any], where: str) -> list[Mark]:
    """The latest annotation of each person that was not skipped."""
    kept = [a for a in data["annotations"] if not a.get("was_cancelled")]
    last = {_who(a.get("completed_by")): a for a in sorted(kept, key=_updated)}
    out: list[Mark] = []
    for who, annotation in sorted(last.items(), key=lambda item: _updated(item[1])):
        results = [r for r in annotation["result"] if r.get("type") == "choices"]
        found = [choice for r in results for choice in r["value"]["choices"]]
        out += _mark(data["data"]["article"], found, where, who, asked=_asked(data["data"].get(ASKED)))
    return out


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
    """A name or address, else the number that Label Studio gave the person."""
    if isinstance(person, dict):
        person = person.get("email") or person.get("username") or person.get("id")
    if isinstance(person, int) and not isinstance(person, bool):
        return f"{GIVEN}{person} 号"
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
) -> list[Mark]:
    """A list of one, or of none for an article nobody judged. `bare`: an empty list is other news; elsewhere nobody judged."""
    if labels is None or (not labels and not bare):
        return []
    if not isinstance(labels, list) or not all(isinstance(x, str) for x in labels):
        raise InputError(f"{where}：类别应是名称的列表，得到 {labels!r}。")
    return [Mark(where, article_key(article, where), tuple(labels), author, note, asked)]


def article_key(text: Any, where: str) -> str:
    """The content hash that the number of an article stands for; InputError for any other text."""
    found = _ARTICLE.fullmatch(str(text).strip())
    if not found:
        raise InputError(f"{where}：编号“{text}”不是文章编号（h 加 16 位）。请勿改动“{KEY}”一列。")
    return found[1].lower()
