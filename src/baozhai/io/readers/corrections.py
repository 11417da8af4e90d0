"""An editor's corrections of a digest: one JSON object a line, applied to its entries."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from baozhai.errors import InputError
from baozhai.io.readers.mistyped import no_json
from baozhai.records import Article, Entry, Prediction, Summary

_TEXTS = ("kicker", "title", "subtitle", "summary")
_LISTS = ("keywords", "topics")
_NAMED = 8  # ids that a message lists
_KNOWN = ("id", "file", *_TEXTS, *_LISTS, "drop")


@dataclass(frozen=True)
class Correction:
    """What to change in the item `id` (of the input `file`, where several share the id)."""

    where: str
    id: str
    file: str
    change: dict[str, Any]


def read_corrections(text: str, name: str) -> list[Correction]:
    """Parse corrections; see docs/formats.md.

    Raises
    ------
    InputError
        With the number of the first line that is none.
    """
    out = []
    if text.strip() and not text.lstrip("\ufeff \t\r\n").startswith("{"):
        raise InputError(
            f'{name}：修改表应是 JSONL，每行一条，如 {{"id": "03", "title": "…"}}；这个文件不是。'
            "review 写出、填好的标注表请这样读回：baozhai review corrections=…，不写报摘。"
        )
    for number, line in enumerate(text.lstrip("\ufeff").split("\n"), 1):
        if line.strip():
            out.append(_correction(line, f"{name} 第 {number} 行"))
    return out


def _correction(line: str, where: str) -> Correction:
    try:
        data = json.loads(line)
    except json.JSONDecodeError as error:
        raise InputError(f"{where}{no_json(line, error.pos)}") from None
    except (ValueError, RecursionError) as error:  # a number of thousands of digits, brackets without end
        raise InputError(f"{where}：JSON 读不了（{error}）。请检查这一行。") from None
    if isinstance(data, dict) and type(data.get("id")) is int:
        data["id"] = str(data["id"])
    if not isinstance(data, dict) or not data.get("id"):
        raise InputError(f'{where}：要写明改哪一篇，如 {{"id": "03", "title": "…"}}。')
    for key, value in data.items():
        if key not in _KNOWN:
            raise InputError(f"{where}：不认识“{key}”。可用的有：{'、'.join(_KNOWN)}。")
        if not _fits(key, value):
            raise InputError(f"{where}：“{key}”的类型不对（{value!r}）。格式见 docs/formats.md。")
    change = {key: value for key, value in data.items() if key not in ("id", "file")}
    return Correction(where, data["id"], data.get("file", ""), change)


def _fits(key: str, value: Any) -> bool:
    if key in _LISTS:
        return isinstance(value, list) and all(isinstance(v, str) for v in value)
    return isinstance(value, bool if key == "drop" else str)


def correct(entries: Sequence[Entry], corrections: Sequence[Correction]) -> list[Entry]:
    """The entries with corrections applied in order; changed fields are named in `edited`.

    Parameters
    ----------
    entries : sequence of Entry
    corrections : sequence of Correction
        Their topics are ids.

    Raises
    ------
    InputError
        A correction of no item or of several.
    """
    out: list[Entry | None] = list(entries)
    for c in corrections:
        place = _place(entries, c)
        entry = out[place]
        out[place] = None if c.change.get("drop") or entry is None else _changed(entry, c.change)
    return [e for e in out if e is not None]


def relabelled(
    entries: Sequence[Entry], corrections: Sequence[Correction]
) -> list[tuple[str, Article, tuple[str, ...]]]:
    """Where topics are corrected: the line that says so, the article as it was cut, and its topics.

    Raises
    ------
    InputError
        A correction of no item or of several.
    """
    changed = [(c, entries[_place(entries, c)].article) for c in corrections]
    return [(c.where, a, tuple(c.change["topics"])) for c, a in changed if "topics" in c.change]


def _place(entries: Sequence[Entry], c: Correction) -> int:
    known = [k for k, e in enumerate(entries) if c.file in ("", e.article.source.file)]
    found = [k for k in known if entries[k].article.id == c.id]
    found = found or [k for k in known if _unpadded(entries[k].article.id) == _unpadded(c.id)]
    if len(found) != 1:
        reason = f"有 {len(found)} 篇同号，请加 file=来源文件名" if found else f"没有这一篇。{_ids(entries)}"
        raise InputError(f"{c.where}：id={c.id}{f'、file={c.file}' if c.file else ''}：{reason}。")
    return found[0]


def _unpadded(name: str) -> str:
    """001 is 1, as a spreadsheet shows it."""
    return str(int(name)) if name.isdecimal() else name


def _ids(entries: Sequence[Entry]) -> str:
    ids = list(dict.fromkeys(e.article.id for e in entries))
    return f"编号有 {'、'.join(ids[:_NAMED])}{f' 等 {len(ids)} 个' if len(ids) > _NAMED else ''}"


def _changed(entry: Entry, change: dict[str, Any]) -> Entry:
    article, edited = entry.article, dict.fromkeys(entry.edited)
    for key in ("kicker", "title", "subtitle"):
        if key in change and change[key] != getattr(article, key):
            article, edited = replace(article, **{key: change[key]}), {**edited, key: None}
    if article.title != entry.article.title:
        entry = replace(entry, prediction=_unplaced(entry.prediction))
    entry = replace(entry, article=article)
    if "summary" in change and change["summary"] != entry.summary.text:
        entry, edited["summary"] = replace(entry, summary=Summary(article.id, change["summary"])), None
        edited.pop("clause", None)
    if "keywords" in change and tuple(change["keywords"]) != entry.keywords:
        entry, edited["keywords"] = replace(entry, keywords=tuple(change["keywords"])), None
    if "topics" in change:
        decision = "topics" if change["topics"] else "other"
        prediction = replace(entry.prediction, topics=tuple(change["topics"]), decision=decision)
        entry, edited["topics"] = replace(entry, prediction=prediction), None
    return replace(entry, edited=tuple(edited))


def _unplaced(prediction: Prediction) -> Prediction:
    """Without places of evidence in the headline (paragraph -1): they are offsets of the one that was printed."""
    kept = (tuple(place for place in e.places if place[0] >= 0) for e in prediction.evidence)
    evidence = (replace(e, places=p) for e, p in zip(prediction.evidence, kept, strict=True))
    return replace(prediction, evidence=tuple(evidence))
