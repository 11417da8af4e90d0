"""Names of newspaper pages: `3`, `A03`, `第十二版`."""

from __future__ import annotations

import re
from typing import NamedTuple

PAGE = r"第?\s*(?:([A-Z])\s*)?(\d{1,2}|[一二三四五六七八九十]{1,3})\s*"
_DIGITS = "一二三四五六七八九"


class PageName(NamedTuple):
    """`A3` → A, 3; `sure` is False for the pages of a PDF, which count from 1 in every file."""

    section: str
    number: int
    sure: bool = True


def page_name(label: str) -> PageName | None:
    """`3`, `A03`, `第3版`, `PDF 2` → section and number; None when there is none."""
    found = re.fullmatch(rf"\s*(PDF\s+)?{PAGE}版?\s*", label)
    return PageName(found[2] or "", number_of(found[3]), not found[1]) if found else None


def number_of(text: str) -> int:
    """`12` or `十二` → 12."""
    if text.isdigit():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    return (_digit(tens, 1) * 10 if ten else 0) + _digit(ones, 0)


def _digit(text: str, empty: int) -> int:
    return _DIGITS.index(text[-1]) + 1 if text else empty


def same_page(a: PageName, b: PageName) -> bool:
    """Whether two names may mean one page: a section that is not printed agrees with any."""
    return a.number == b.number and (a.section == b.section or not a.section or not b.section)
