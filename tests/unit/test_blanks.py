"""Blanks between the lines of a headline."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from baozhai.ingest.blanks import SIZES, _weights, may_part, one_line, part_odds, phrases
from baozhai.ingest.items import Origin, article
from baozhai.ingest.parts import Body, Head
from baozhai.ingest.reflow import Line

sys.path[:0] = [str(Path(__file__).resolve().parents[2] / "benchmarks")]

from learncut.blanks import seams, table  # noqa: E402
from learncut.texts import own_headlines  # noqa: E402


@pytest.mark.parametrize(
    "lines",
    [
        ["守护一江碧水", "共建云岫新城"],
        ["云岫高新区三期工程开工", "为园区企业增添发展新动力"],
        ["澜川：种下万亩茶", "走出致富路"],
        ["【扎根茶乡办实事", "服务茶农见真情】老厂房里开夜校"],
    ],
)
def test_phrases_of_their_own_are_parted(lines: list[str]) -> None:
    assert one_line(lines) == " ".join(lines)


@pytest.mark.parametrize(
    "lines",
    [
        ["云岫高新区举行", "三期工程开工仪式"],
        ["澜川市茶农热议", "第十届茶博会开幕"],
        ["园区成为茶农增收", "的好帮手"],
        ["《汀澜新区产业", "发展规划》正式印发"],
        ["新区印发“向海图强", "向绿而行”行动方案"],
        ["汀澜市市长：", "让每条街都亮起来"],
        ["云岫水务公司第12", "届职工运动会在澜川举行"],
        ["云岫科技与", "汀澜大学签约"],
    ],
)
def test_a_line_that_broke_inside_a_phrase_goes_on(lines: list[str]) -> None:
    assert one_line(lines) == "".join(lines)


def test_latin_words_are_parted() -> None:
    assert one_line(["云岫举办 Smart", "City 展览"]) == "云岫举办 Smart City 展览"
    assert one_line([]) == "" and one_line(["一行"]) == "一行"


def test_an_article_has_the_blanks_of_its_headline() -> None:
    body = Body([[Line(3, "云岫高新区昨天为三百家企业减免房租。", 18.0)]])
    head = Head([Line(1, "守护一江碧水", 6.0), Line(2, "共建云岫新城", 6.0)])
    assert article(body, (head, 1.0), "01", Origin("", "", "", "")).title == "守护一江碧水 共建云岫新城"


def test_a_title_left_open_takes_the_line_that_closes_it() -> None:
    body = Body([[Line(4, "云岫高新区昨天为三百家企业减免房租。", 18.0)]])
    rows = [
        Line(k, text, 9.0)
        for k, text in enumerate(["本报推出《守护碧水", "——云岫河长纪事》", "——今起连载"], 1)
    ]
    made = article(body, (Head(rows[:1], subtitle=rows[1:]), 1.0), "01", Origin("", "", "", ""))
    assert (made.title, made.subtitle) == ("本报推出《守护碧水——云岫河长纪事》", "——今起连载")
    made = article(body, (Head(rows[:1], subtitle=rows[2:]), 1.0), "01", Origin("", "", "", ""))
    assert (made.title, made.subtitle) == ("本报推出《守护碧水", "——今起连载")


def test_the_phrases_at_a_seam() -> None:
    assert phrases("澜川：种茶忙", "修路 也忙") == ("种茶忙", "修路")
    assert phrases("【走进新园区", "感受新变化】夜校") == ("走进新园区", "感受新变化")
    assert (
        not may_part("《汀澜", "规划》") and not may_part("汀澜：", "规划") and not may_part("汀澜", "》规划")
    )


def test_the_weights_are_read_as_they_were_learned() -> None:
    first, second = "守护一江碧水", "共建云岫新城"
    known = _weights()
    weights = np.concatenate([known.grams.T.ravel(), known.sizes])
    assert len(known.sizes) == SIZES
    expected = (table([(first, second, True)]) @ weights)[0] + known.bias
    assert part_odds(first, second) == pytest.approx(expected, abs=1e-4)


def test_seams_know_the_blanks_of_the_headline() -> None:
    found = list(seams("守护碧水 共建新城：今天开工", ["守护碧水", "共建", "新城：", "今天开工"]))
    assert found == [("守护碧水", "共建", True), ("共建", "新城", False)]


def test_most_blanks_of_our_headlines_are_found() -> None:
    """They are among those it has learned from: 0.99 of 232 blanks and of 1,038 middles without one; this holds the weights to the code."""
    right = []
    for title in (" ".join(item.title.split()) for item in own_headlines()):
        first, _, second = title.partition(" ")
        if not second:
            half = len(title) // 2
            first, second = title[:half], title[half:]
        if may_part(first, second):
            right.append((one_line([first, second]) == title, " " in title))
    for blank in (True, False):
        assert np.mean([good for good, has in right if has is blank]) > 0.9
