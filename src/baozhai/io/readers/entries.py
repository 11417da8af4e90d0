"""`articles.jsonl` of a digest → entries, without running a model."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from math import isfinite
from typing import Any

from baozhai.errors import InputError
from baozhai.io.readers.records import from_dict
from baozhai.records import Article, Change, Entry, Evidence, Figure, Prediction, Sentence, Source, Summary

_DECISIONS = ("topics", "other", "abstain")
_WRONG = (TypeError, KeyError, AttributeError, ValueError, IndexError, OverflowError, RecursionError)
_EDITABLE = ("kicker", "title", "subtitle", "summary", "keywords", "topics", "clause")


def read_entries(text: str, name: str) -> list[Entry]:
    """Parse one record a line, as `io.writers.jsonl` writes them.

    A summary that is not made of its spans is marked as edited: it was rewritten by hand.

    Raises
    ------
    InputError
        With the number of the first line that is no record of a digest.
    """
    out = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        where = f"{name} 第 {number} 行"
        try:
            out.append(_entry(json.loads(line), f"{number:02d}"))
        except json.JSONDecodeError as error:
            raise InputError(f"{where}：不是 JSON（{error.msg}，第 {error.colno} 列）。") from None
        except _WRONG as error:
            raise InputError(
                f"{where}：不是报摘的记录（{type(error).__name__}：{error}）。"
                "请给出 baozhai predict 写出的 articles.jsonl。"
            ) from None
    if not out:
        raise InputError(f"{name}：没有任何记录。请给出 baozhai predict 写出的 articles.jsonl。")
    return out


def decided(text: str) -> list[Article]:
    """The articles whose topics a person corrected; none of a file that holds no records of a digest."""
    try:
        return [e.article for e in read_entries(text, "") if "topics" in e.edited]
    except InputError:
        return []


def _entry(data: dict[str, Any], fallback: str) -> Entry:
    article = _article(data, fallback)
    decision = data["decision"]
    if decision not in _DECISIONS:
        raise ValueError(f"decision={decision}")
    prediction = Prediction(
        article.id,
        {str(k): _number(v) for k, v in data["probabilities"].items()},
        tuple(map(str, data["topics"])),
        decision,
        tuple(map(_evidence, data["evidence"])),
        _number(data.get("certainty", 1.0)),
    )
    spans = data["summary"]["sentences"]
    sentences = tuple(Sentence(s["paragraph"], s["start"], s["end"], _number(s["score"])) for s in spans)
    summary = Summary(article.id, str(data["summary"]["text"]), sentences)
    edited = [name for name in _EDITABLE if name in (data.get("edited") or ())]
    if "summary" not in edited and not _verbatim(article, summary, closed="clause" in edited):
        edited.append("summary")
    figures = tuple(_figure(f, len(article.paragraphs)) for f in data.get("figures") or ())
    return Entry(article, prediction, summary, tuple(map(str, data["keywords"])), tuple(edited), figures)


def _evidence(data: Mapping[str, Any]) -> Evidence:
    spots = tuple((int(p), int(start), int(end)) for p, start, end in data.get("places") or ())
    return Evidence(str(data["topic"]), str(data["term"]), _number(data["contribution"]), spots)


def _number(value: Any) -> float:
    if not isfinite(number := float(value)):
        raise ValueError(f"{value} 不是有限的数")
    return number


def _figure(data: Mapping[str, Any], n_paragraphs: int) -> Figure:
    if not 0 <= int(data["paragraph"]) < n_paragraphs:
        raise ValueError(f"figures：没有第 {data['paragraph']} 段")
    if not all(
        isinstance(data.get(k, ""), str) for k in ("text", "unit", "kind", "metric", "period", "when")
    ):
        raise TypeError("figures 的文字字段里有别的类型")
    change = Change(**data["change"]) if data["change"] else None
    return Figure(**{**data, "change": change})


def _article(data: Mapping[str, Any], fallback: str) -> Article:
    article = from_dict(dict(data), fallback)
    return replace(
        article,
        byline_raw=str(data["byline_raw"] or ""),
        confidence=float(data["confidence"]),
        source=_source(data["source"]),
        also=tuple(_copy(c) for c in data.get("also") or ()),
    )


def _copy(data: Mapping[str, Any]) -> Article:
    """A copy of the report elsewhere: where it stands, without its text."""
    return Article(
        id=str(data["id"]),
        title=str(data["title"] or ""),
        newspaper=str(data["newspaper"] or ""),
        date=str(data["date"] or ""),
        page=str(data["page"] or ""),
        source=_source(data["source"]),
    )


def _source(data: Mapping[str, Any]) -> Source:
    spans = tuple((int(a), int(b)) for a, b in data["spans"])
    return Source(str(data["file"]), str(data["page"]), spans)


def _verbatim(article: Article, summary: Summary, *, closed: bool) -> bool:
    found = "".join(article.paragraphs[s.paragraph][s.start : s.end] for s in summary.sentences)
    return found + ("。" if closed else "") == summary.text
