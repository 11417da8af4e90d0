"""Days as people and tables write them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baozhai.labels.split import issue_key
from baozhai.records import Article
from baozhai.text.days import date_of, iso_date

SAME = (
    "2026-06-02",
    "2026-6-2",
    "2026/06/02",
    "2026.6.2",
    "2026年6月2日",
    "2026 年 6 月 2 日",
    "20260602",
    "2026-06-02T09:30:00+08:00",
    "2026-06-02 09:30",
    " 2026年6月2日 星期二 ",
    "2026年6月2日（周二）",
)


@pytest.mark.parametrize("text", SAME)
def test_one_day_has_one_name(text: str) -> None:
    assert iso_date(text) == date_of(f"发布：{text}") == "2026-06-02"
    assert issue_key(Article("a", newspaper="某报", date=text)) == "某报|2026-06-02"


@pytest.mark.parametrize(
    "text",
    ["", "2026-13-45", "2026-02-30", "1749686400", "今天", "2026年6月2日至5日", "2026-06", "第20260602期"],
)
def test_what_is_no_day_stays_as_it_is(text: str) -> None:
    assert iso_date(text) == text


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31)))
def test_every_day_is_read_back(day: date) -> None:
    assert iso_date(str(day)) == date_of(str(day)) == str(day)
