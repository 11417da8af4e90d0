"""Summaries of features: an aside goes, a hook gives way to the news behind it, a scene keeps its place and gains a fact."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from baozhai.records import Article, Summary
from baozhai.summary.news import headline_terms, share, with_follower, with_news
from baozhai.summary.select import readable, stands_together, summary_of, unit
from baozhai.summary.units import n_chars, sentences_of, text_of


def article(title: str, *texts: str, kicker: str = "") -> Article:
    return Article("a", title=title, kicker=kicker, paragraphs=tuple(texts))


def zeros(a: Article) -> NDArray[np.float64]:
    return np.zeros(len(sentences_of(a)))


def mended(a: Article, *places: int, low: int = 0, high: int = 80) -> list[int]:
    """The places of the sentences after mending a summary of these."""
    whole = sentences_of(a)
    found = with_news(a, summary_of(a, [whole[k] for k in places]), zeros, min_chars=low, max_chars=high)
    assert found.text == "".join(text_of(a, s) for s in found.sentences)
    return [whole.index(s) for s in found.sentences]


SCENE = article(
    "药谷里的一条公用产线",
    "清晨七点，鹿汀高新区药谷二期的阀门准时打开。一楼的过道里，四家公司的人正在等。",
    "它们彼此不认识。截至2月底，产线累计承接批次214个，服务企业32家，合同额1.06亿元。",
    "老师傅的收音机还放在窗台上。",
)


def test_behind_a_scene_stands_the_fact_of_most_numbers() -> None:
    assert mended(SCENE, 0, 1) == [0, 3]


def test_a_fact_that_does_not_fit_is_not_added() -> None:
    assert mended(SCENE, 0, 1, high=50) == [0, 1]


def test_a_summary_shorter_than_asked_for_is_not_made() -> None:
    assert mended(SCENE, 0, 1, low=70) == [0, 1]


def test_without_a_headline_nothing_changes() -> None:
    assert mended(article("", *SCENE.paragraphs), 0, 1) == [0, 1]


NEWS = "8月5日，青岚县招聘会在高新区开幕。"


@pytest.mark.parametrize("title", ("", "高新区招聘会开幕"))
def test_a_couplet_before_the_news_goes(title: str) -> None:
    assert mended(article(title, "春风送暖，岗位到家。" + NEWS, "老乡来了。"), 0, 1) == [1]


@pytest.mark.parametrize(
    ("title", "first", "second"),
    (
        ("春风送暖 高新区招聘会开幕", "春风送暖，岗位到家。", NEWS),
        ("", "春风送暖，招聘会到家。", NEWS),
        ("", "来了32人，签了18人。", NEWS),
        ("", "春风送暖，岗位到家。", "此次招聘会在高新区开幕。"),
        ("", "春风送暖，岗位到家。", "老乡挤满了屋子。"),
    ),
)
def test_a_first_sentence_that_tells_or_is_needed_stays(title: str, first: str, second: str) -> None:
    assert mended(article(title, first + second, "园区备了热水。"), 0, 1) == [0, 1]


def test_a_summary_with_news_stays() -> None:
    a = article(SCENE.title, "清晨七点，鹿汀高新区药谷二期投产。", *SCENE.paragraphs[1:])
    assert mended(a, 0, 2) == [0, 2]


def test_a_hook_gives_way_to_the_sentence_that_says_the_headline() -> None:
    hook = "下班晚、请假难，园区里的年轻人看个感冒也犯愁。"
    news = "从4月1日起，汀岚高新区社区医院开设夜间门诊，周末不休。"
    a = article("汀岚社区医院开设“夜间门诊”", hook + news, "医生都愿意来。" * 9)
    assert mended(a, 0) == [1]
    later = article(
        a.title, hook + "谁都有过这样的夜晚。" + "想起来还是难受得很。" + news, "医生都愿意来。" * 9
    )
    assert mended(later, 0) == [0]


def test_an_aside_behind_the_news_goes() -> None:
    a = article(
        "江汀园产值破300亿元",
        "江汀园去年实现产值306.8亿元，首次站上300亿元台阶。管理办公室算了笔账。",
        "入驻的企业越来越多了。",
    )
    assert mended(a, 0, 1) == [0]


def test_what_an_aside_carries_keeps_it() -> None:
    a = article(
        "江汀园产值破300亿元",
        "江汀园去年实现产值306.8亿元。管理办公室算了笔账。此外，税收也涨了两成。",
        "入驻的企业越来越多了。",
    )
    assert mended(a, 0, 1, 2) == [0, 1, 2]


def test_the_kicker_is_part_of_the_headline() -> None:
    a = article("从老厂到新园", "正文。", kicker="松汀高新区培育生物医药")
    assert share(headline_terms(a), "松汀高新区的生物医药") > 0.4 > share(headline_terms(a), "老厂")


@pytest.mark.parametrize("text", ["“先把呼吸调匀，别着急。”", "院方请市民留意三件事："])
def test_words_without_their_speaker_and_a_colon_need_what_follows(text: str) -> None:
    units = [unit(text), unit("护士长温岚在门口提醒每一个来人。")]
    assert units[0].points_on and stands_together(units, [0, 1])
    assert not stands_together(units, [0]) and not stands_together([*units, units[0]], [1, 2])
    a = article("题", text, "护士长温岚在门口提醒每一个来人。")
    first, second = sentences_of(a)
    assert readable(a, [first, second]) and not readable(a, [first])


def test_a_heading_between_the_paragraphs_is_no_sentence_of_a_summary() -> None:
    """It has no mark at its end and would run into the sentence behind it."""
    assert not unit("第十届汀岚国际投资贸易洽谈会开幕").eligible
    assert unit("第十届汀岚国际投资贸易洽谈会开幕。").eligible


PARTS = (
    "清晨七点，阀门准时打开。", "桌上摆着三只碗。", "算了笔账。", "“先把呼吸调匀。”", "去年产值3.2亿元。", "此外，税收1亿元。",
    "河岸公园开园迎客了。", "它彼此不认识谁呢？", "接待游客5万人次，增长两成。",
)  # fmt: skip


@given(
    st.lists(st.sampled_from(PARTS), min_size=1, max_size=12),
    st.integers(0, 60),
    st.integers(1, 90),
    st.data(),
)
def test_any_summary(parts: list[str], low: int, high: int, data: st.DataObject) -> None:
    a = article("河岸公园开园", *parts)
    whole = sentences_of(a)
    places = data.draw(st.sets(st.sampled_from(range(len(whole))), max_size=4))
    before: Summary = summary_of(a, [whole[k] for k in sorted(places)])
    found = with_news(a, before, zeros, min_chars=low, max_chars=high)
    kept = [(s.paragraph, s.start) for s in found.sentences]
    assert kept == sorted(set(kept)) and bool(kept) == bool(before.sentences)
    assert n_chars(found.text) <= max(high, n_chars(before.text))
    assert n_chars(found.text) >= min(low, n_chars(before.text))
    assert readable(a, found.sentences) or not readable(a, before.sentences)
    more = with_follower(a, found, zeros, max_chars=high)
    assert more.sentences[: len(found.sentences)] == found.sentences
    assert readable(a, more.sentences) or not readable(a, found.sentences)
    assert more == found or (len(found.sentences) == 1 and found.text and n_chars(more.text) <= high)


VISIT = article(
    "赵叙到砚湖高新区调研",
    "7月3日至4日，省工信厅厅长赵叙到砚湖高新区调研。他强调，要把中试平台向中小企业开放，年内降低检测收费两成。",
    "赵叙还看望了值班的工人。",
)


def followed(a: Article, place: int = 0, high: int = 120) -> str:
    found = summary_of(a, [sentences_of(a)[place]])
    return with_follower(a, found, zeros, max_chars=high).text.removeprefix(found.text)


def test_a_sentence_that_repeats_the_headline_takes_its_follower() -> None:
    assert followed(VISIT).startswith("他强调，要把中试平台")


def test_a_follower_needs_the_room_of_a_brief() -> None:
    chars = n_chars(text_of(VISIT, sentences_of(VISIT)[0]))
    assert followed(VISIT, high=chars + 69) == "" and followed(VISIT, high=chars + 70)


@pytest.mark.parametrize(
    "behind",
    (
        "随后参加了座谈。",
        "这是调研组在车间里查看新装的检测设备和工人交谈的情景。",
        "企业的检测费用明年还能不能再往下降一点，降多少？",
        "他对在场的企业负责人和园区干部说了下面这样几点意见：",
        "7月3日至4日，省工信厅厅长赵叙到砚湖高新区调研考察。",
    ),
)
def test_what_tells_nothing_more_does_not_follow(behind: str) -> None:
    assert (
        followed(article(VISIT.title, VISIT.paragraphs[0].partition("。")[0] + "。" + behind, "完。")) == ""
    )


def test_the_last_sentence_and_two_sentences_have_no_follower() -> None:
    assert followed(VISIT, 2) == ""
    two = summary_of(VISIT, sentences_of(VISIT)[:2])
    assert with_follower(VISIT, two, zeros, max_chars=400) is two


MOTTO = article(
    "一座老药谷的新账本",
    "党的二十大以来，我国中药产业不断向前，古老的行当焕发新的生机。",
    "鹿汀县的药农近来比往年起得更早一些。去年，鹿汀县药谷产值2.3亿元。",
    "而这座仓库占去投资500万元。药农人均增收1.2万元，比前年多三成。",
)


def test_a_motto_gives_way_to_two_facts_where_there_is_room_for_them() -> None:
    assert mended(MOTTO, 0, high=120) == [2, 4]
    assert mended(MOTTO, 0, high=90) == [0]
    assert mended(MOTTO, 0, 1, high=120) == [0, 1]
