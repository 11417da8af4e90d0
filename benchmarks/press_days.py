"""Which days a made-up report presupposes, and the dated issues that print each report after them.

A *news day* is the day of the dateline, or the last one the first paragraph tells as past: the report is printed
one to four days later. Without it, whatever is over (days further down, months, half-years) gives an *earliest*
day and what is still planned a *latest* one.
"""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

Item = dict[str, Any]

LAST = datetime.date(2026, 11, 20)  # the year of the corpus ends here: a later day is one of the year before
SPAN = datetime.timedelta(days=4)  # a daily prints its news so long
FRESH = datetime.timedelta(
    days=75
)  # and a report without a day so long after what it tells, or before what it plans

_DIGITS = "〇一二三四五六七八九"
_NUMBER = r"(\d{1,2}|[一二三四五六七八九十]{1,3})"
_THIS_YEAR = r"(?<![\d一二三四五六七八九十])(?<!\d年)"
_DAY = re.compile(rf"{_THIS_YEAR}{_NUMBER}月{_NUMBER}日(?!前|之前|以前|以后|截止)(零时起|起)?")
_MONTH = re.compile(rf"{_THIS_YEAR}{_NUMBER}月(?!{_NUMBER}日)(起|初|上旬|中旬|下旬|底|末)?")
_MONTHS = re.compile(r"(?<!提)前(\d{1,2}|[一二两三四五六七八九十]{1,2})个月")
_PARTS = {"上半年": (7, 3), "三季度": (10, 8), "一季度": (4, 3), "二季度": (7, 3)}
_AFTER = {"起": 1, "初": 5, "上旬": 10, "中旬": 20}
_OTHER_YEAR = re.compile(r"明年|后年|去年|前年|此前|上年|当年|往年|那年|(?<!今)年前|次年|每年|\d{4}年")
_AHEAD = re.compile(r"将[于在]|[日月]将|定[于在]|预计|计划|有望|争取|力争|拟|可以|目标|届时")


class Told(NamedTuple):
    """The news day of a report, or the earliest and the latest day of its print as far as it tells them."""

    news: datetime.date | None = None
    earliest: datetime.date | None = None
    latest: datetime.date | None = None


def number(text: str) -> int:
    """`12` or 十二 → 12."""
    if text.isascii():
        return int(text)
    text = text.replace("两", "二")
    tens, _, ones = text.partition("十")
    if "十" not in text:
        return _DIGITS.index(text)
    return (_DIGITS.index(tens) if tens else 1) * 10 + (_DIGITS.index(ones) if ones else 0)


def day_of(month: int, day: int) -> datetime.date:
    """The day in the twelve months up to `LAST`."""
    year = LAST.year if (month, day) <= (LAST.month, LAST.day) else LAST.year - 1
    return datetime.date(year, month, min(day, calendar.monthrange(year, month)[1]))


def _clauses(text: str, *, ahead: bool = False) -> Iterator[str]:
    """Clauses about this year: of what is over, or of what lies ahead."""
    for clause in re.split(r"[，。；、：？！“”（）—]", text):
        if not _OTHER_YEAR.search(clause) and bool(_AHEAD.search(clause)) == ahead:
            yield clause


def days(text: str, *, started: bool = False) -> list[datetime.date]:
    """Days that a text names as past; with `started` also those since when something holds."""
    return [
        day_of(number(month), number(day))
        for clause in _clauses(text)
        for month, day, since in _DAY.findall(clause)
        if started or not since
    ]


def _over(text: str) -> Iterator[datetime.date]:
    """The first day after each period that a text tells as over."""
    for clause in _clauses(text):
        for month, part in ((number(found[1]), found[3]) for found in _MONTH.finditer(clause)):
            yield day_of(month, _AFTER[part]) if part in _AFTER else day_of(month % 12 + 1, 1)
        for count in _MONTHS.findall(clause):
            yield day_of(number(count) % 12 + 1, 3)
        yield from (day_of(*day) for words, day in _PARTS.items() if words in clause)


def _planned(text: str) -> Iterator[datetime.date]:
    """The last day of each period that a text says is still to come."""
    for clause in _clauses(text, ahead=True):
        for month, day, _ in _DAY.findall(clause):
            yield day_of(number(month), number(day))
        for found in _MONTH.finditer(clause):
            yield day_of(number(found[1]), _AFTER.get(found[3], 31))


def told(item: Item) -> Told:
    """What the dateline and the paragraphs of an item say about its day."""
    lead = item["paragraphs"] if item["kind"] == "photo" else item["paragraphs"][:1]
    if news := days(item["dateline"] or "") or days("。".join(lead)):
        return Told(news=max(news))
    text = "。".join(item["paragraphs"])
    earliest = max([*days(text, started=True), *_over(text)], default=None)
    latest = min((day for day in _planned(text) if not earliest or day >= earliest), default=None)
    if latest and not earliest:
        earliest = latest - FRESH
    return Told(earliest=earliest, latest=latest)


def windows(items: Sequence[Item], size: int) -> list[list[Item]]:
    """Items with a news day in groups of at most `size` that one issue can print, in the order of the year."""
    dated = [(news, item) for item in items if (news := told(item).news)]
    groups: list[tuple[datetime.date, list[Item]]] = []
    for day, item in sorted(dated, key=lambda pair: (pair[0], pair[1]["id"])):
        # An issue comes out the day after its last news, at most `SPAN` after its first.
        if groups and day - groups[-1][0] < SPAN and len(groups[-1][1]) < size:
            groups[-1][1].append(item)
        else:
            groups.append((day, [item]))
    return [group for _, group in groups]


def fits(item: Item, printed: datetime.date) -> bool:
    """Whether an issue of that day can print the item: not before its news, and while it is fresh."""
    news, earliest, latest = told(item)
    if news:
        return datetime.timedelta(0) < printed - news <= SPAN
    return not (earliest and not earliest <= printed <= earliest + FRESH) and not (
        latest and printed > latest
    )


def issues(items: Sequence[Item], size: int = 6) -> list[tuple[datetime.date, list[Item]]]:
    """Every item in one dated issue: news by its day, the others where they fit and most room is left.

    Raises
    ------
    ValueError
        When no issue can print an item: its text tells days that contradict each other or are far from all news.
    """
    dated = []
    for group in windows(items, size):
        last = max(news for item in group if (news := told(item).news))
        dated.append((last + datetime.timedelta(days=1), group))
    for item in sorted((i for i in items if not told(i).news), key=lambda i: told(i).earliest is None):
        room = [group for printed, group in dated if fits(item, printed)]
        if not room:
            raise ValueError(f"no issue can print {item['id']}: {told(item)}")
        min(room, key=lambda group: (sum(i["kind"] == item["kind"] for i in group), len(group))).append(item)
    return dated
