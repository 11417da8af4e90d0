"""Cutting: hand-made pages with known answers, and the character ledger on anything."""

from __future__ import annotations

import json
from dataclasses import asdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baozhai.errors import InputError
from baozhai.ingest.cut import cut_page
from baozhai.ingest.items import Origin, article
from baozhai.ingest.ledger import check_ledger, fields
from baozhai.ingest.parts import Body, Head
from baozhai.ingest.patterns import people
from baozhai.ingest.reflow import squeeze, to_lines

PAGE = """\
本报讯 近日，沐阳坪高新区举办
春季招聘会，来自周边的三千余名
求职者到场求职。

现场设立政策咨询台，工作人员
为应届毕业生讲解落户和租房补贴政
策。 何晓舟

本报讯（记者 罗一鸣） 6 月 3 日，
云岫市首条氢能公交线路开通，线
路全长 12.5 公里，沿途设站十九
座，日均客流预计可达 7800
余人次。
云岫市首条氢能公交线开通
沐阳坪高新区：
春季招聘会迎来三千求职者
"""


def test_hand_made_page() -> None:
    first, second = cut_page(PAGE).articles
    assert first.title == "沐阳坪高新区：春季招聘会迎来三千求职者"
    assert second.title == "云岫市首条氢能公交线开通"
    assert [(p.name, p.role) for p in first.byline] == [("何晓舟", "作者")]
    assert [(p.name, p.role) for p in second.byline] == [("罗一鸣", "记者")]
    assert first.dateline == second.dateline == "本报讯"
    assert len(first.paragraphs) == 2
    assert first.paragraphs[1].endswith("租房补贴政策。")
    assert second.paragraphs == (
        "6月3日，云岫市首条氢能公交线路开通，线路全长12.5公里，沿途设站十九座，日均客流预计可达7800余人次。",
    )


def test_a_text_without_a_headline_that_a_reporters_credit_closes_is_a_photo() -> None:
    lines = to_lines("近日，云岫市首条氢能公交线路开通。\n本报记者霍飞摄\n")
    origin, head = Origin("", "", "", ""), Head(to_lines("氢能公交开通"))
    for credit in (Body([lines[:1]], credit=lines[1:]), Body([lines])):
        assert article(credit, None, "01", origin).kind == "photo"
        assert article(credit, (head, 1.0), "01", origin).kind == "article"
    assert article(Body([lines[:1]]), None, "01", origin).kind == "article"


def test_order_of_detached_headlines_does_not_matter() -> None:
    body, heads = PAGE.split("余人次。\n")
    swapped = "".join(reversed(heads.splitlines(keepends=True)[:1])) + "".join(
        heads.splitlines(keepends=True)[1:]
    )
    moved = "".join([*heads.splitlines(keepends=True)[1:], heads.splitlines(keepends=True)[0]])
    expected = [(a.title, a.paragraphs) for a in cut_page(body + "余人次。\n" + swapped).articles]
    assert [(a.title, a.paragraphs) for a in cut_page(body + "余人次。\n" + moved).articles] == expected


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("▶ 丁一舟 本报记者 叶青", [("丁一舟", "作者"), ("叶青", "本报记者")]),
        ("（特约通讯员 李石）", [("李石", "特约通讯员")]),
        ("本报记者 张 胜 男 通讯员 谢丹", [("张胜男", "本报记者"), ("谢丹", "通讯员")]),
        ("本报记者霍飞摄", [("霍飞", "本报记者")]),
        ("记者/简文 通讯员/罗江", [("简文", "记者"), ("罗江", "通讯员")]),
    ],
)
def test_people(raw: str, expected: list[tuple[str, str]]) -> None:
    assert [(p.name, p.role) for p in people(raw)] == expected


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("高 质 量 发 展 。", "高质量发展。"),
        ("2022 年", "2022年"),
        ("SX495EO 型", "SX495EO型"),
        ("Open Day 活动", "Open Day活动"),
    ],
)
def test_squeeze(raw: str, clean: str) -> None:
    assert squeeze(raw) == clean
    assert squeeze(clean) == clean


TEXT = st.text(
    alphabet="高新区企业。，！？“”（）：、 \n本报讯记者王明2023▶摄/日月电版第责编：a·\u3000", max_size=400
)


@given(TEXT)
def test_ledger_holds_on_any_text(text: str) -> None:
    try:
        issue = cut_page(text)
    except InputError as error:
        assert "没有找到任何文章" in str(error)  # the ledger's own complaint would be another message
        return
    landed = "".join(t for a in issue.articles for t in fields(a)) + "".join(
        issue.furniture + issue.unassigned
    )
    assert sorted("".join(landed.split())) == sorted(
        "".join("".join(line.text for line in to_lines(text)).split())
    )


def test_a_line_of_byte_order_marks_and_blanks_is_no_line() -> None:
    assert [line.text for line in to_lines("\ufeff \ufeff\n\ufeff 甲\n \ufeff")] == ["甲"]
    assert cut_page("\ufeff \ufeff\n" + PAGE).articles == cut_page("\n" + PAGE).articles


def test_ledger_notices_a_lost_character() -> None:
    issue = cut_page(PAGE)
    with pytest.raises(InputError, match="字符核对不平"):
        check_ledger(issue, [PAGE, "失"])


def test_no_article() -> None:
    with pytest.raises(InputError, match="没有找到任何文章"):
        cut_page("第3版\n2026年6月12日 星期五\n")


def test_records_are_json_able() -> None:
    assert json.loads(json.dumps([asdict(a) for a in cut_page(PAGE).articles]))[0]["kind"] == "article"


def test_headlines_with_a_question_mark_at_the_page_end_are_no_text() -> None:
    """Seen on a starter page: the whole cluster became an article and no text kept its headline."""
    page = PAGE.replace("沐阳坪高新区：\n", "氢能公交怎么坐？云岫市开了头一条\n沐阳坪高新区：\n")
    articles = cut_page(page).articles
    assert len(articles) == 2 and all(a.title for a in articles)
