"""What a page prints about itself, held against what was given: told to the reader, never used instead."""

from __future__ import annotations

import re
from collections.abc import Sequence

from baozhai.ingest import patterns as pat
from baozhai.ingest.reflow import squeeze

_DAY = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
_PAGE = re.compile(r"^(?:第?([A-D]?\d{1,2})版|([A-D]\d{1,2}))")


def differences(furniture: Sequence[str], newspaper: str, date: str, page: str) -> list[str]:
    """Notes on a date, page or newspaper that the furniture of a page gives otherwise than the user did."""
    texts = [squeeze(text) for text in furniture]
    days = {f"{y}-{int(m):02d}-{int(d):02d}" for text in texts for y, m, d in _DAY.findall(text)}
    numbers = {(found[1] or found[2]).lstrip("0") for text in texts if (found := _PAGE.match(text))}
    papers = {text for text in texts if pat.PAPER.match(text)}
    rows = [("日期", date, days), ("版次", page.lstrip("0"), numbers), ("报名", newspaper, papers)]
    return [
        f"版面上印的{name}是 {'、'.join(sorted(printed))}，与给定的 {given} 不同，请核对。"
        for name, given, printed in rows
        if given and printed and given not in printed
    ]
