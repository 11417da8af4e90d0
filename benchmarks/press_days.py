"""Which day a made-up report presupposes: the issue that prints it may not be dated before it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

Day = tuple[int, int]  # month and day

_DIGITS = "〇一二三四五六七八九"
_DAY = re.compile(
    r"(?<![\d年])(\d{1,2}|[一二三四五六七八九十]{1,3})月(\d{1,2}|[一二三四五六七八九十]{1,3})日(.?)"
)
_MONTH_END = re.compile(r"截至(?:今年)?(\d{1,2})月[底末]")
_MONTHS = re.compile(r"今年前(\d{1,2}|[一二两三四五六七八九十]{1,2})个月")
_PARTS = {"今年上半年": (7, 3), "今年前三季度": (10, 8), "今年一季度": (4, 3), "今年第一季度": (4, 3)}
_AHEAD = re.compile(r"将|预计|计划|截止|拟|明年|去年|前年|此前")


def number(text: str) -> int:
    """`12` or 十二 → 12."""
    if text.isascii():
        return int(text)
    text = text.replace("两", "二")
    tens, _, ones = text.partition("十")
    if "十" not in text:
        return _DIGITS.index(text)
    return (_DIGITS.index(tens) if tens else 1) * 10 + (_DIGITS.index(ones) if ones else 0)


def told_day(item: dict[str, Any]) -> Day | None:
    """The last day that the dateline or the first paragraph names as past, or a period that is over."""
    opening = (item["dateline"] or "") + "。" + item["paragraphs"][0]
    days = [
        (number(found[1]), number(found[2]))
        for sentence in re.split(r"[。；]", opening)
        if not _AHEAD.search(sentence)
        for found in _DAY.finditer(sentence)
        if found[3] not in ("起", "前")
    ]
    whole = "".join(item["paragraphs"])
    days += [(number(found[1]) % 12 + 1, 2) for found in _MONTH_END.finditer(whole)]
    days += [(number(found[1]) % 12 + 1, 3) for found in _MONTHS.finditer(whole)]
    days += [day for words, day in _PARTS.items() if words in whole]
    return max(days) if days else None


def issue_date(items: Sequence[dict[str, Any]], usual: Day) -> str:
    """The day after the last one told, or the `usual` one; autumn days of the year before count as over."""
    month, day = max([told for item in items if (told := told_day(item))], default=usual)
    last = 28 if month == 2 else 30
    month, day = (month, day + 1) if day < last else (month % 12 + 1, 1)
    year = 2026 if (month, day) <= (11, 20) else 2025
    return f"{year}-{month:02d}-{day:02d}"
