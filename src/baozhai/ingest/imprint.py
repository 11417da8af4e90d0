"""What a page prints about itself: it fills in what the user did not say, and is held against what he did."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from baozhai.ingest import patterns as pat
from baozhai.ingest.reflow import Line, squeeze
from baozhai.text.lazy import lazy

_DAY = lazy(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
_PAGE = lazy(r"^(?:第?([A-D]?\d{1,2})版|([A-D]\d{1,2}))|(?:日(?:星期.)?|报)第?([A-D]?\d{1,2})版")
# 云岫日报2026年6月12日第3版: all in one line.
_PAPER = lazy(r"^\D+?(?=(?:第?[A-D]?\d{1,2}版)?(?:\d{4}年|$))")


def signatures(lines: Sequence[Line], furniture: Sequence[Line]) -> list[Line]:
    """Furniture of a dump that may sign a notice: a day alone, neither at the head nor beside other furniture."""
    known = {line.number for line in furniture}
    return [
        line
        for before, line, after in zip(lines, lines[1:], [*lines[2:], None], strict=False)
        if line.number in known
        and _DAY.fullmatch(squeeze(line.text))
        and before.number not in known
        and (after is None or after.number not in known)
    ]


def completed(furniture: Sequence[str], newspaper: str, date: str, page: str) -> tuple[str, str, str]:
    """The same three, each blank filled with what the furniture of the page prints, where it prints one such thing."""
    days, numbers, papers = _printed(furniture)
    return newspaper or _only(papers), date or _only(days), page or _only(numbers)


def differences(furniture: Sequence[str], newspaper: str, date: str, page: str) -> list[str]:
    """Notes on a date, page or newspaper that the furniture of a page gives otherwise than the user did."""
    days, numbers, papers = _printed(furniture)
    rows = [("日期", date, days), ("版次", page.lstrip("0"), numbers), ("报名", newspaper, papers)]
    return [
        f"版面上印的{name}是 {'、'.join(sorted(printed))}，与给定的 {given} 不同，请核对。"
        for name, given, printed in rows
        if given and printed and given not in printed
    ]


def _printed(furniture: Sequence[str]) -> tuple[set[str], set[str], set[str]]:
    """Days (ISO), folios and newspapers that lines of furniture name."""
    texts = [squeeze(text) for text in furniture]
    found = (tuple(map(int, day)) for text in texts for day in _DAY.findall(text))
    days = {datetime.date(*day).isoformat() for day in found if _is_day(day)}
    folios = (match for text in texts if (match := _PAGE.search(text)))
    numbers = {(match[1] or match[2] or match[3]).lstrip("0") for match in folios}
    names = (match[0] if (match := _PAPER.match(text)) else text for text in texts)
    return days, numbers, {name for name in names if pat.is_paper(name)}


def _is_day(day: tuple[int, ...]) -> bool:
    try:
        datetime.date(*day)
    except ValueError:
        return False
    return True


def _only(found: set[str]) -> str:
    return next(iter(found)) if len(found) == 1 else ""
