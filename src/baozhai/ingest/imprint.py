"""What a page prints about itself: it fills in what the user did not say, and is held against what he did."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Sequence

from baozhai.ingest import patterns as pat
from baozhai.ingest.layout import TextLine
from baozhai.ingest.reflow import Line, squeeze
from baozhai.text.lazy import lazy

_DAY = lazy(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
_PAGE = lazy(r"^(?:第?([A-D]?\d{1,2})版|([A-D]\d{1,2}))|(?:(?<!今)日(?:星期.)?|报)第?([A-D]?\d{1,2})版")
# 06, 06 园区, 06 2026年6月12日: a folio where nothing else is one, but the day of the month in a mast that parts its day.
_BARE = lazy(r"^0?([1-9]\d?)(?:$|\s+(?=[^\W\d_A-Za-z]{2,4}(?:\s|$)|\d{4}\s*年))")
_PARTED_DAY = lazy(r"月(?!\d{1,2}日)|星期|周[一二三四五六日]")
# 云岫日报2026年6月12日第3版: all in one line.
_PAPER = lazy(r"^\D+?(?=(?:第?[A-D]?\d{1,2}版)?(?:\d{4}年|$))")

#: Share of a page's width from its edge to a folio in a corner, and ems between the middles of lines that are level.
CORNER, LEVEL = 0.08, 1.0


def mute(lines: Sequence[Line], furniture: Sequence[Line]) -> list[Line]:
    """Furniture of a dump that says nothing of the page.

    A day alone, neither at the head nor beside other furniture, may sign a notice; a lone number in no run of
    furniture that names the day or the newspaper may be out of a chart.
    """
    known = {line.number for line in furniture}
    out: list[Line] = []
    for inside, group in itertools.groupby(lines, lambda line: line.number in known):
        run = list(group) if inside else []
        if len(run) == 1 and run[0] is not lines[0] and _DAY.fullmatch(squeeze(run[0].text)):
            out += run
        if not any(_names(line.text) for line in run):
            out += [line for line in run if _BARE.match(line.text)]
    return out


def strays(marks: Sequence[TextLine], lines: Sequence[TextLine], width: float) -> list[TextLine]:
    """Lone numbers in the furniture of a printed page that are no folio.

    One stands level with the day or the name of the newspaper, or alone in an outer corner.
    """
    names = [line for line in marks if _names(line.text)]
    top, foot = max(line.y for line in lines), min(line.y for line in lines)
    return [
        line
        for line in marks
        if _BARE.match(line.text)
        and not any(_level(line, name) for name in names)
        and not (min(line.x0, width - line.x1) < CORNER * width and line.y in (top, foot))
    ]


def _names(text: str) -> bool:
    """Whether a line names a day or a newspaper."""
    return bool(_DAY.search(squeeze(text))) or pat.is_paper(text)


def _level(a: TextLine, b: TextLine) -> bool:
    return abs(a.y - b.y) < LEVEL * max(a.size, b.size)


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
    numbers = {(match[1] or match[2] or match[3]).lstrip("0") for match in folios} or _bare(furniture)
    names = (match[0] if (match := _PAPER.match(text)) else text for text in texts)
    return days, numbers, {name for name in names if pat.is_paper(name)}


def _bare(furniture: Sequence[str]) -> set[str]:
    """The one lone number of the furniture, unless it may be the day of a month that stands beside it."""
    texts = [text for text in map(squeeze, furniture) if not _DAY.search(text)]
    whole = len(texts) < len(furniture)
    found = {match[1] for text in furniture if (match := _BARE.match(text.strip()))}
    return found if len(found) == 1 and (whole or not any(map(_PARTED_DAY.search, texts))) else set()


def _is_day(day: tuple[int, ...]) -> bool:
    try:
        datetime.date(*day)
    except ValueError:
        return False
    return True


def _only(found: set[str]) -> str:
    return next(iter(found)) if len(found) == 1 else ""
