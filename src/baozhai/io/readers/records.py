"""JSONL of articles → `Issue`."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import fields, replace
from itertools import count
from math import isfinite
from typing import Any, NamedTuple

from baozhai.errors import InputError
from baozhai.io.readers.mistyped import no_json
from baozhai.records import Article, Crosshead, Issue, Person, Source
from baozhai.text.days import iso_date

_KINDS = ("article", "photo")
_ABOUT = ("id", "kind", "newspaper", "date", "page", "source", "confidence")  # fields that hold no text
# Fields that may hold text: those of an article, and what a digest adds to them.
_KNOWN = {"body", "topics", "decision", "keywords", "edited", *(f.name for f in fields(Article))}
_NAMED = 10  # lines with the same note, and their new ids, are named up to so many


def read_records(text: str, name: str) -> Issue:
    """Parse one record a line; see `docs/formats.md` for the fields.

    An empty record is left out, a later one of the same id and source gets a suffix. The notes name these, and text
    of an article that stands under an unknown field.

    Raises
    ------
    InputError
        With the line number of the first line that is no record, or has its text under other names; no record has text.
    """
    lines = [(n, line) for n, line in enumerate(text.split("\n"), 1) if line.strip()]
    if not lines:
        raise InputError(f"{name}：没有任何记录。每行应是一个 JSON 对象。")
    found = [_record(line, n, name) for n, line in lines]
    kept = [r for r in found if r.article.title or r.article.paragraphs]
    notes = [*_empty_notes(found, name), *_unread_notes(kept, name)]
    if not kept:
        raise InputError(f"{notes[0]}没有别的记录。格式见 docs/formats.md。")
    if all(r.article.kind == "article" and not r.article.paragraphs for r in kept):
        raise InputError(f"{name}：{_bodiless(kept)}")
    articles, renamed = _told_apart(kept, name)
    return Issue(name, articles, notes=(*notes, *renamed))


class _Record(NamedTuple):
    """A line that was read; `keys` are its fields, `unread` the unknown ones with text."""

    line: int
    article: Article
    keys: tuple[str, ...]
    unread: tuple[str, ...]


def _record(line: str, number: int, name: str) -> _Record:
    where = f"{name} 第 {number} 行"
    data = _object(line, where)
    try:
        article = from_dict(data, f"{number:02d}")
    except (TypeError, KeyError, AttributeError, ValueError, OverflowError, RecursionError) as error:
        raise InputError(f"{where}：字段不对（{error}）。格式见 docs/formats.md。") from None
    if not article.title and not article.paragraphs:
        if other := "、".join(str(key) for key, value in data.items() if value and key not in _ABOUT):
            raise InputError(
                f"{where}：既没有 title 也没有 body/paragraphs，只有 {other}。字段名见 docs/formats.md。"
            )
    elif article.source == Source():
        article = replace(article, source=Source(name, article.page, ()))
    unread = tuple(k for k, v in data.items() if k not in _KNOWN and _is_text(v))
    return _Record(number, article, tuple(data), unread)


def _object(line: str, where: str) -> dict[str, Any]:
    try:
        data = json.loads(line, parse_constant=constant)
    except json.JSONDecodeError as error:
        raise InputError(f"{where}{no_json(line, error.pos)}") from None
    except (ValueError, RecursionError) as error:  # a number of thousands of digits, brackets without end
        raise InputError(f"{where}：JSON 读不了（{error}）。请检查这一行。") from None
    if not isinstance(data, dict):
        raise InputError(f"{where}：应是 JSON 对象，得到 {type(data).__name__}。")
    return data


def _is_text(value: Any) -> bool:
    parts = value if isinstance(value, list) else [value]
    return any(isinstance(part, str) and part.strip() for part in parts)


def _empty_notes(found: Sequence[_Record], name: str) -> Iterator[str]:
    if empty := [r.line for r in found if not (r.article.title or r.article.paragraphs)]:
        yield f"{name} {_lines(empty)}：是空记录（没有 title，也没有 body/paragraphs），没有计入。"


def _unread_notes(kept: Sequence[_Record], name: str) -> Iterator[str]:
    """Where there is a body, a further field is about the article; where there is none, it may be the body."""
    lines: dict[tuple[str, ...], list[int]] = {}
    for r in kept:
        if r.unread and not r.article.paragraphs:
            lines.setdefault(r.unread, []).append(r.line)
    for names, numbers in lines.items():
        yield (
            f"{name} {_lines(numbers)}：有标题，没有正文；{'、'.join(names)} 里的文字没有读。"
            "若它是正文，请把字段改名为 body（或用 paragraphs，分段的列表）。"
        )


def _bodiless(kept: Sequence[_Record]) -> str:
    """What is said of records none of which has a text: their fields, and where the text should stand."""
    names = list(dict.fromkeys(key for r in kept for key in r.keys))
    likely = list(dict.fromkeys(key for r in kept for key in r.unread))
    hint = f"若正文在 {'、'.join(likely[:_NAMED])} 里，请改名为 body。" if likely else ""
    return (
        f"{len(kept)} 条记录都没有正文，字段只有 {_some(names)}。"
        f"正文应写在 body（或 paragraphs，分段的列表）里；{hint}格式见 docs/formats.md。"
    )


def _told_apart(kept: Sequence[_Record], name: str) -> tuple[tuple[Article, ...], list[str]]:
    """Articles that no two share id and source, by which corrections name them; a note for each id that was shared."""
    groups: dict[tuple[str, str], list[_Record]] = {}
    for r in kept:
        groups.setdefault((r.article.source.file, r.article.id), []).append(r)
    taken, notes = {id_ for _, id_ in groups}, []
    new: dict[int, str] = {}
    for (_, id_), same in groups.items():
        free = (key for n in count(2) if (key := f"{id_}-{n}") not in taken)
        new |= {r.line: next(free) for r in same[1:]}
        if same[1:]:
            ids = _some([new[r.line] for r in same[1:]])
            notes.append(f"{name} {_lines([r.line for r in same])}：编号都是“{id_}”，后面的改为 {ids}。")
    return tuple(replace(r.article, id=new.get(r.line, r.article.id)) for r in kept), notes


def _lines(numbers: Sequence[int]) -> str:
    return f"第 {_some([str(n) for n in numbers])} 行"


def _some(words: Sequence[str]) -> str:
    more = f" 等 {len(words)}" if len(words) > _NAMED else ""
    return "、".join(words[:_NAMED]) + more


def constant(word: str) -> float | None:
    """Programs of tables write an empty cell as NaN: it says no more than an absent field."""
    return None if word == "NaN" else float(word)


#: Whether an article of this headline and these paragraphs is to be read.
Wanted = Callable[[str, Sequence[str]], bool]


def texts_of(data: dict[str, Any]) -> tuple[str, list[str]]:
    """Headline and paragraphs of a plain record, blank ones too."""
    paragraphs = data.get("paragraphs")
    if paragraphs is None:
        paragraphs = [p.strip() for p in str(data.get("body") or "").split("\n") if p.strip()]
    if isinstance(paragraphs, str):
        raise TypeError("paragraphs 应是字符串列表")
    return _text(data, "title"), ["" if p is None else str(p) for p in paragraphs]


def from_dict(data: dict[str, Any], fallback: str = "01") -> Article:
    """Build an `Article` from a plain record (input or output format)."""
    title, paragraphs = texts_of(data)
    blank = [k for k, p in enumerate(paragraphs) if not p.strip()]
    return Article(
        id=_text(data, "id") or fallback,
        kind=_kind(_text(data, "kind") or "article"),
        title=title,
        kicker=_text(data, "kicker"),
        subtitle=_text(data, "subtitle"),
        byline=tuple(_people(data.get("byline") or ())),
        byline_raw=_text(data, "byline_raw"),
        dateline=_text(data, "dateline"),
        crossheads=tuple(_crosshead(c, blank) for c in data.get("crossheads") or ()),
        paragraphs=tuple(p for p in paragraphs if p.strip()),
        newspaper=_text(data, "newspaper"),
        date=iso_date(_text(data, "date")),
        page=_text(data, "page"),
        source=_source(data.get("source") or {}),
        confidence=_confidence(data.get("confidence")),
        headline_size=_size(data.get("headline_size") or 0.0),
        also=tuple(from_dict(copy) for copy in data.get("also") or ()),
    )


def _crosshead(data: dict[str, Any], blank: Sequence[int]) -> Crosshead:
    """Paragraphs without text are left out, so those behind them move up."""
    before = int(data["before_para"])
    return Crosshead(before - sum(k < before for k in blank), str(data["text"]))


def _kind(value: str) -> str:
    if value not in _KINDS:
        raise ValueError(f"kind 应是 {' 或 '.join(_KINDS)}，得到 {value}")
    return value


def _confidence(value: Any) -> float:
    if value is None:
        return 1.0
    if not 0.0 <= float(value) <= 1.0:
        raise ValueError(f"confidence 应在 0 与 1 之间，得到 {value}")
    return float(value)


def _size(value: Any) -> float:
    if not isfinite(size := float(value)):
        raise ValueError(f"headline_size 应是有限的数，得到 {value}")
    return size


def _source(value: Any) -> Source:
    if isinstance(value, str):
        return Source(value)
    spans = tuple((int(first), int(last)) for first, last in value.get("spans") or ())
    return Source(_text(value, "file"), _text(value, "page"), spans)


def _text(data: dict[str, Any], key: str) -> str:
    value = data.get(key)
    if value is None:
        return ""
    if isinstance(value, (dict, list)):
        raise TypeError(f"{key} 应是文字")
    return str(value)


def _people(value: Iterable[Any]) -> Iterable[Person]:
    for person in [value] if isinstance(value, str) else value:
        if isinstance(person, dict):
            yield Person(str(person["name"]), str(person.get("role") or "作者"))
        else:
            yield Person(str(person))
