"""What a page prints about itself against what was given."""

from __future__ import annotations

import pytest

from baozhai.ingest import patterns as pat
from baozhai.ingest.cut import cut_page
from baozhai.ingest.imprint import completed, differences, mute, strays
from baozhai.ingest.layout import TextLine
from baozhai.ingest.reflow import Line

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


@pytest.mark.parametrize(
    "line", ["06", "06 园区", "6  科技园区", "06 园区 2026年6月14日 星期日", "06 2026 年 6 月 14 日"]
)
def test_a_lone_number_beside_the_day_is_the_folio(line: str) -> None:
    assert completed((line, "2026年6月14日 星期日"), "", "", "")[2] == "6"
    assert differences((line, "2026年6月14日"), "", "", "6") == []
    assert len(differences((line, "2026年6月14日"), "", "", "5")) == 1
    assert completed((line, "2026年6月14日", "第8版"), "", "", "")[2] == "8"


@pytest.mark.parametrize(
    "furniture",
    [
        ("2026年6月", "14", "星期日"),
        ("云岫日报", "14", "6月"),
        ("10", "20", "2026年6月14日"),
        ("00", "2026年6月14日"),
        ("14 日", "2026年6月14日"),
        ("今日8版", "2026年6月14日"),
        ("114", "2026年6月14日"),
    ],
)
def test_other_numbers_are_no_folio(furniture: tuple[str, ...]) -> None:
    assert completed(furniture, "", "", "")[2] == ""


def test_a_lone_number_of_a_dump_is_the_folio_in_the_run_of_the_day() -> None:
    page = [
        Line(k, text, 1.0)
        for k, text in enumerate(["06", "园区", "2026年6月14日", "云岫茶农忙", "30", "正文"])
    ]
    assert mute(page, [*page[:3], page[4]]) == [page[4]]
    assert mute(page, page[:2]) == [page[0]]


def test_a_lone_number_of_a_printed_page_is_the_folio_beside_the_day_or_in_a_corner() -> None:
    number = TextLine("06", 40, 64, 1060, 24.0, "hei")
    day = TextLine("2026年6月14日", 600, 700, 1070, 10.0, "song")
    text = TextLine("茶农采茶忙。", 40, 100, 500, 10.0, "song")
    chart = TextLine("30", 300, 312, 1000, 10.0, "song")
    low = TextLine("06", 700, 724, 20, 10.0, "song")
    assert strays([number, day, chart], [number, day, chart, text], 780.0) == [chart]
    assert strays([low, day], [day, text, low], 780.0) == []
    assert strays([low], [text, low, TextLine("末行。", 40, 80, 10, 10.0, "song")], 780.0) == [low]


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
