"""Days as people and tables write them."""

from __future__ import annotations

import re
from datetime import date

from baozhai.text.lazy import lazy

#: A time of day behind a date, as exports of websites have it; a day of the week.
_MORE = lazy(r"\s*日?\s*(?:[（(]?(?:星期|周)[一二三四五六日天][）)]?)?\s*(?:T?\s*\d{1,2}:\d\d[\s\S]*)?")
_DAY = lazy(r"(?<!\d)(\d{4})(?:\s*[-年./]\s*(\d{1,2})\s*[-月./]\s*(\d{1,2})|(\d\d)(\d\d))(?!\d)")


def date_of(text: str) -> str:
    """The first day of a text as YYYY-MM-DD, or empty; of 2026-06-12, 2026年6月12日, 2026/6/12, 2026.6.12 or 20260612."""
    return next(filter(None, map(_iso, _DAY.finditer(text))), "")


def iso_date(text: str) -> str:
    """A text that is a day and no more, but for the time and the day of the week, as YYYY-MM-DD; any other as it is."""
    found = _DAY.match(text.strip())
    day = _iso(found) if found and _MORE.fullmatch(text.strip(), found.end()) else ""
    return day or text


def _iso(found: re.Match[str]) -> str:
    year, month, day = (int(part) for part in found.groups() if part)
    try:
        return date(year, month, day).isoformat() if 1900 <= year <= 2100 else ""
    except ValueError:
        return ""
