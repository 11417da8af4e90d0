"""What a page prints about itself against what was given."""

from __future__ import annotations

import pytest

from baozhai.ingest import patterns as pat
from baozhai.ingest.cut import cut_page
from baozhai.ingest.imprint import completed, differences

FURNITURE = ("第 12 版", "党建", "2025 年 12 月 1 日 星期一", "云岫高新技术导报", "责编：何一")


def test_what_agrees_is_not_told() -> None:
    assert differences(FURNITURE, "云岫高新技术导报", "2025-12-01", "12") == []
    assert differences(FURNITURE, "", "", "") == [] and differences((), "某某报", "2025-12-01", "3") == []


def test_what_differs_is_told_with_both() -> None:
    notes = differences(FURNITURE, "汀澜晚报", "2026-06-12", "3")
    assert len(notes) == 3
    assert "2025-12-01" in notes[0] and "2026-06-12" in notes[0]
    assert "12" in notes[1] and "云岫高新技术导报" in notes[2] and "汀澜晚报" in notes[2]


def test_what_is_blank_is_filled_in_from_the_page() -> None:
    assert completed(FURNITURE, "", "", "") == ("云岫高新技术导报", "2025-12-01", "12")
    assert completed(FURNITURE, "汀澜晚报", "2026-06-12", "3") == ("汀澜晚报", "2026-06-12", "3")


def test_a_folio_may_end_the_line_of_the_day() -> None:
    for line in ("2025年12月1日 星期一 第3版", "2025年12月1日 03版"):
        assert completed((line,), "", "", "") == ("", "2025-12-01", "3")
    assert completed(("2025年12月1日 共8版",), "", "", "")[2] == ""


def test_newspaper_day_and_page_in_one_line() -> None:
    assert completed(("云岫日报 2026年6月14日 第5版 园区",), "", "", "") == ("云岫日报", "2026-06-14", "5")
    assert completed(("第3版 2026年6月14日 星期日",), "", "", "") == ("", "2026-06-14", "3")


@pytest.mark.parametrize(
    "furniture",
    [
        ("2025年12月1日", "2025年12月2日"),
        ("2025年13月1日",),
        ("2025年2月30日 星期一",),
        ("0000年1月1日",),
        (),
    ],
)
def test_two_days_or_none_that_exists_fill_nothing(furniture: tuple[str, ...]) -> None:
    assert completed(furniture, "", "", "") == ("", "", "")


COLUMN = """
南楼供水管年久失修，园区水务
今明两夜分段更换，云岫路以北
停水八小时，请提前储水。
云岫水务公司
2026年8月10日
老街修旧如旧
樟溪老街的木门板昨天重新装
上了门轴，油漆匠说一块也没有
换新，只补了虫眼和裂缝。
"""


def test_a_day_that_signs_a_notice_is_not_the_page_s() -> None:
    assert cut_page(COLUMN).date == ""
    assert cut_page(COLUMN, date="2026-08-12").notes == ()
    assert "2026年8月10日" in cut_page(COLUMN).furniture


@pytest.mark.parametrize(
    "page",
    [
        f"2026年8月10日\n{COLUMN.replace('2026年8月10日', '2026年8月9日')}",
        COLUMN.replace("2026年8月10日", "第3版\n2026年8月10日"),
        COLUMN.replace("2026年8月10日", "2026年8月10日\n责编：何一"),
        COLUMN.replace("2026年8月10日", "2026年8月10日 星期一"),
    ],
)
def test_a_day_at_the_head_or_beside_furniture_is_the_page_s(page: str) -> None:
    assert cut_page(page).date == "2026-08-10"


def test_a_folio_of_a_letter() -> None:
    assert differences(("A05 园区",), "", "", "A05") == []
    assert len(differences(("A05 园区",), "", "", "5")) == 1


@pytest.mark.parametrize(
    "line",
    ["责编：何一 版式：苏二", "责编/何一 校对/苏二", "本版责编 何一", "本版责编何一一美编苏二校对祝三三"],
)
def test_editors_lines_are_known_with_and_without_blanks(line: str) -> None:
    assert pat.EDITORS.match(line)


def test_running_text_about_editors_is_text() -> None:
    for line in ("责编拿着校样跑下楼。", "校对老王在报社干了三十年", "美编和版式都要重来", "编辑部昨天搬家"):
        assert not pat.EDITORS.match(line)
