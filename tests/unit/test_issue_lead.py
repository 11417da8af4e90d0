"""The digest's own lead: which articles, which sentence of each, within its budget."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from baozhai.records import Article, Entry, Prediction, Sentence, Summary
from baozhai.summary.issue import issue_lead

FIRST = "天没亮，渡口的雾还没散。"
NEWS = "云岫高新区一号船坞6月2日封顶，总投资12亿元。"


def entry(number: int, size: int, texts: tuple[str, ...], title: str = "一号船坞封顶", **kw: object) -> Entry:
    body = "".join(texts)
    article = Article(f"a{number}", title=title, paragraphs=(body, "补" * size), **kw)  # type: ignore[arg-type]
    places, start = [], 0
    for text in texts:
        places.append(Sentence(0, start, start + len(text)))
        start += len(text)
    return Entry(article, Prediction(article.id), Summary(article.id, body, tuple(places)))


@pytest.fixture
def entries() -> list[Entry]:
    """Five articles; the second is the longest, the last one of another section."""
    rows = (
        ("澜川港去年吞吐货物2万吨。", "澜川港货物吞吐创新高", 100),
        ("镜浦新开3条公交线路。", "镜浦公交线路新开", 900),
        ("汀屿渔民获赔5万元。", "汀屿渔民获赔", 200),
        ("砚湖种下4千棵水杉。", "砚湖水杉成林", 300),
        ("朔川博物馆免费开放6天。", "朔川博物馆开放", 50),
    )
    return [
        entry(k, size, (f"{title[:2]}的风不小。", text), title) for k, (text, title, size) in enumerate(rows)
    ]


def texts(entries: list[Entry], sections: list[str], budget: int) -> list[str]:
    found = issue_lead(entries, sections, budget)
    assert [k for k, _ in found] == sorted({k for k, _ in found})
    return [entries[k].article.paragraphs[s.paragraph][s.start : s.end] for k, s in found]


def test_the_sentence_that_says_the_headline_is_taken(entries: list[Entry]) -> None:
    entries[0] = entry(0, 500, (FIRST, NEWS))
    assert NEWS in texts(entries, ["a"] * 5, 300)
    assert not any("风不小" in text or "雾" in text for text in texts(entries, ["a"] * 5, 300))


def test_a_pronoun_behind_its_time_waits_for_who_is_named(entries: list[Entry]) -> None:
    """三十年后，他 goes on with the sentence before it, whatever it says of the headline."""
    entries[0] = entry(
        0, 900, ("何照三十年前到了云岫。", "三十年后，他的船坞供应2万家船厂。"), "何照与他的船坞"
    )
    assert not any(text.startswith("三十年后") for text in texts(entries, ["a"] * 5, 300))


def test_a_line_of_a_list_is_no_sentence_of_the_lead(entries: list[Entry]) -> None:
    entries[0] = entry(0, 900, ("● 5万元：给团队的启动资金", "● 3年：免租"), "五万元给团队")
    assert not any("●" in text for text in texts(entries, ["a"] * 5, 300))


def test_room_for_two_takes_the_longest_article_and_another_section(entries: list[Entry]) -> None:
    """ln 918 + 4/7 of its headline = 7.4; then ln 318 + 1/5 − 0.7 = 5.3 in its section, ln 269 + 3/6 = 6.1 in the other."""
    entries[4] = replace(
        entries[4],
        article=replace(entries[4].article, paragraphs=(entries[4].article.paragraphs[0], "补" * 250)),
    )
    assert texts(entries, ["a", "a", "a", "a", "b"], 24) == [
        "镜浦新开3条公交线路。",
        "朔川博物馆免费开放6天。",
    ]


def test_the_watch_list_comes_first(entries: list[Entry]) -> None:
    assert texts(entries, ["a", "a", "a", "a", "watch"], 20) == ["朔川博物馆免费开放6天。"]


def test_nothing_is_said_twice(entries: list[Entry]) -> None:
    entries[0] = entry(0, 800, (NEWS,))
    entries[2] = entry(2, 700, (NEWS,))
    found = texts(entries, ["a"] * 5, 300)
    assert found.count(NEWS) == 1 and len(found) == 4


@pytest.mark.parametrize(
    "change",
    [
        lambda e: replace(e, edited=("summary",)),
        lambda e: replace(e, article=replace(e.article, kind="photo")),
        lambda e: replace(e, article=replace(e.article, title="")),
        lambda e: replace(e, article=replace(e.article, confidence=0.1)),
        lambda e: replace(e, summary=Summary(e.article.id)),
    ],
    ids=["edited", "photo", "untitled", "doubtful", "empty"],
)
def test_doubtful_and_edited_items_are_left_out(
    entries: list[Entry], change: Callable[[Entry], Entry]
) -> None:
    entries.append(entry(9, 5000, (NEWS,)))
    assert NEWS in texts(entries, ["a"] * 6, 300)
    entries[-1] = change(entries[-1])
    assert NEWS not in texts(entries, ["a"] * 6, 300)


def test_a_few_articles_or_no_budget_need_no_lead(entries: list[Entry]) -> None:
    assert texts(entries[:4], ["a"] * 4, 300) == [] == texts(entries, ["a"] * 5, 0)


def test_a_scene_waits_for_news(entries: list[Entry]) -> None:
    """The longest article opens with fog only; with room for one sentence, the next longest speaks."""
    entries[0] = entry(0, 1200, ("天没亮，渡口的雾还没有散尽。",), "一号船坞封顶")
    assert texts(entries, ["a"] * 5, 16) == ["镜浦新开3条公交线路。"]


@pytest.mark.parametrize(
    "scene",
    [
        "7月3日傍晚，收工哨刚响，船坞边的板房里就坐满了人。",
        "9月1日，天没亮，渡口的雾还没散。",
        "夜幕降临，一号船坞灯火通明。",
        "编辑同志：我是一号船坞的焊工，今年34岁。",
        "强调一号船坞封顶来之不易，投资12亿元。",
    ],
)
def test_a_scene_gives_way_whatever_day_it_names(entries: list[Entry], scene: str) -> None:
    """Its day is no figure, and a word of the headline makes no news of it."""
    entries[1] = entry(1, 900, (scene,))
    assert scene not in texts(entries, ["a"] * 5, 300)
    entries[1] = entry(1, 900, (scene, NEWS))
    assert NEWS in texts(entries, ["a"] * 5, 300)


def test_a_later_sentence_that_names_nobody_waits(entries: list[Entry]) -> None:
    """Behind the scene it is clear whose members they are; among sentences of other articles it is not."""
    scene, fact = "傍晚收工哨刚响，沐阳坪工地的板房里坐满了人。", "据了解，已接收流动党员组织关系9人。"
    entries[1] = entry(1, 900, (scene, fact), "沐阳坪把党课开到项目工地")
    entries.append(entry(5, 40, ("枫渚开通热线3条。",), "枫渚开通热线"))
    assert fact not in texts(entries, ["a"] * 6, 60)
    named = "沐阳坪的项目工地已接收流动党员9人。"
    entries[1] = entry(1, 900, (scene, named), "沐阳坪把党课开到项目工地")
    assert named in texts(entries, ["a"] * 6, 60)


def test_what_names_no_park_waits_for_what_does(entries: list[Entry]) -> None:
    """The longer article says of no park which; the next one names its town."""
    nameless, named = "去年，园区企业达到33家，产值87亿元。", "去年，云岫高新区企业达到33家。"
    entries[0] = entry(0, 5000, (nameless,), "一号船坞封顶")
    assert nameless not in texts(entries, ["a"] * 5, 24)
    entries[0] = entry(0, 5000, (named,), "一号船坞封顶")
    assert named in texts(entries, ["a"] * 5, 24)
