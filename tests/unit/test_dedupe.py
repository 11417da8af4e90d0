"""Reprints: shares worked out by hand, the same groups in any order, templates kept apart."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baozhai.ingest.dedupe import groups, merge, wording
from baozhai.records import Article, Issue


def run(start: int, length: int) -> str:
    """Ideographs in code order: unlike any other run that does not overlap it."""
    return "".join(chr(0x4E00 + start + k) for k in range(length))


def item(text: str, **more: str) -> Article:
    return Article(more.pop("id", "01"), paragraphs=(text,), **more)  # type: ignore[arg-type]


REPORT = (
    "云岫北门大桥6月11日合龙，全长920米，工期3年。大桥采用钢箱梁，桥下净空12米，千吨级船舶可以通过。"
    "通车以后，樟溪镇到火车站的车程从40分钟缩短到12分钟，沿线3个村的果园也有了出货的路。"
    "站长何照说，最难的一段是主跨，江心水深流急，工人们一年里有八个月在船上过夜。"
)
SECOND = (
    "樟溪老街的青石板重新铺过，二十三家铺子都换了木门板，沿河的路灯也亮了。施工队用了老工匠传下来的办法，"
    "灰浆里加糯米汁。住了六十年的老街坊说，夜里下雨，屋檐水还是从前那个声音。"
)


def bulletin(day: int, high: int, low: int, rain: int) -> Article:
    """One of many reports of a template: most of its words are always the same."""
    return item(
        f"云岫市气象台6月{day}日17时发布天气预报：今天夜间到明天白天，全市晴到多云，东南风三到四级，最高气温{high}度，"
        f"最低气温{low}度，降水概率{rain}%。气象台提醒，早晚温差较大，出门请带外套，果农注意通风，驾车请减速慢行，"
        "户外作业的市民注意防晒，水库和河边请勿下水游泳，山区林区请勿用火。"
    )


def test_shared_numbers_by_hand() -> None:
    """Two of three numbers; of one number nothing is said."""
    a, b = (item(f"共3人、5车、{length}米" + run(0, 80)) for length in ("12.5", "8.5"))
    assert groups([a, b], numbers=2 / 3) == [[0, 1]]
    assert groups([a, b], numbers=0.67) == [[0], [1]]
    assert groups([item("3人" + run(0, 80)), item("4人" + run(0, 80))], numbers=1.0) == [[0, 1]]


@pytest.mark.parametrize(("kept", "same"), [(35, True), (34, False)])
def test_threshold_by_hand(kept: int, same: bool) -> None:
    """40 runs of 8 in each: 28 in common are 0.7, 27 are not."""
    a, b = item(run(0, 47)), item(run(0, kept) + run(500, 47 - kept))
    assert (groups([a, b]) == [[0, 1]]) is same


def test_a_shortened_and_edited_copy_is_found() -> None:
    edited = (
        REPORT.replace("站长何照说", "何照告诉记者").replace("合龙", "顺利合龙").replace("，", "，\n　　")
    )
    short = REPORT[: REPORT.index("站长")]
    assert groups(
        [item(REPORT, title="大桥合龙"), item(SECOND), item(edited, title="天堑变通途"), item(short)]
    ) == [
        [0, 2, 3],
        [1],
    ]


def test_bulletins_of_one_template_are_apart() -> None:
    a, b = bulletin(11, 28, 17, 10), bulletin(12, 31, 19, 60)
    assert groups([a, b], numbers=0.0) == [[0, 1]]
    assert groups([a, b]) == [[0], [1]]
    assert groups([a, replace(a, title="明天晴")]) == [[0, 1]]


def test_kinds_and_short_texts() -> None:
    caption = "孩子们在湖边放风筝，风不大。"
    photo = item(caption, kind="photo")
    assert groups([photo, item(caption, kind="article")]) == [[0], [1]]
    assert groups([photo, item(caption + "何照摄", kind="photo")]) == [[0], [1]]  # too short to tell
    assert groups([photo, item(caption, kind="photo")]) == [[0, 1]]
    assert groups([item(""), item(""), Article("x", title="只有标题"), Article("y", title="只有标题")]) == [
        [k] for k in range(4)
    ]
    assert groups([]) == []


def test_copies_are_joined_through_a_third() -> None:
    """Two shortened copies that share little meet in the whole text."""
    first, last = REPORT[:100], REPORT[-90:]
    assert groups([item(first), item(last)]) == [[0], [1]]
    assert groups([item(first), item(last), item(REPORT)]) == [[0, 1, 2]]


PIECES = st.lists(
    st.sampled_from([REPORT, REPORT[:90], REPORT[60:], SECOND, SECOND[:70], REPORT + SECOND, "", "短文。"]),
    max_size=7,
)


@given(PIECES, st.randoms(use_true_random=False))
def test_order_does_not_matter(texts: list[str], random: object) -> None:
    articles = [item(text, id=str(k), newspaper=f"报{k}") for k, text in enumerate(texts)]
    mixed = articles[:]
    random.shuffle(mixed)  # type: ignore[attr-defined]

    def families(some: list[Article]) -> set[tuple[str, frozenset[str]]]:
        shown = merge([Issue("a", tuple(some))]).articles
        return {(a.id, frozenset(c.id for c in a.also)) for a in shown}

    assert families(articles) == families(mixed)
    everyone = [
        k for a in merge([Issue("a", tuple(articles))]).articles for k in (a.id, *(c.id for c in a.also))
    ]
    assert sorted(everyone) == sorted(a.id for a in articles)


def issue(name: str, *articles: Article) -> Issue:
    return Issue(
        name, articles, newspaper=articles[0].newspaper, date="2026-06-12", input_chars=5, notes=("存疑",)
    )


def test_copies_are_compared_with_few_of_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a family of n, n * (n - 1) / 2 pairs share enough; each article is put into pieces once."""
    made: list[str] = []

    def counted(text: str, size: int) -> set[str]:
        made.append(text)
        return pieces(text, size)

    monkeypatch.setattr("baozhai.ingest.dedupe._shingles", counted)
    assert groups([item(REPORT + f"第{k}版。") for k in range(40)], numbers=0.0) == [list(range(40))]
    assert len(made) <= 40


def pieces(text: str, size: int) -> set[str]:
    return {text[k : k + size] for k in range(len(text) - size + 1)} or ({text} if text else set())


@given(
    st.lists(st.text("甲乙丙", max_size=60) | st.sampled_from([REPORT, REPORT[40:], SECOND]), max_size=6),
    st.integers(1, 9),
    st.sampled_from([0.3, 0.7, 1.0]),
)
def test_groups_are_those_of_shingle_sets_compared_pair_by_pair(
    texts: list[str], size: int, containment: float
) -> None:
    sets = [pieces(wording(item(text)), size) for text in texts]
    family = list(range(len(texts)))
    for j, b in enumerate(sets):
        for i, a in enumerate(sets[:j]):
            less, both = min(len(a), len(b)), len(a & b)
            if both >= max(1, containment * less) and (less >= 20 or a == b):
                family = [family[i] if f == family[j] else f for f in family]
    wanted = [[k for k, f in enumerate(family) if f == g] for g in dict.fromkeys(family)]
    assert groups([item(t) for t in texts], shingle=size, containment=containment, numbers=0.0) == wanted


def test_merge_shows_each_report_once() -> None:
    ours = item(REPORT[:110], newspaper="云岫日报", title="大桥合龙", page="1")
    theirs = item(REPORT, newspaper="樟溪晚报", title="天堑变通途", page="5")
    issues = [
        issue("a.txt", ours),
        issue("b.txt", replace(theirs, also=(item("x", id="z"),)), item(SECOND, id="02")),
    ]
    whole = merge(issues)
    assert [a.id for a in whole.articles] == ["2-01", "2-02"]  # the longer copy, in the first one's place
    assert [c.id for c in whole.articles[0].also] == ["z", "1-01"]
    assert (whole.newspaper, whole.date, whole.input_chars) == ("", "2026-06-12", 10)
    assert whole.notes == ("a.txt：存疑", "b.txt：存疑")
    (own, _) = merge(issues, own="云岫日报").articles
    assert own.title == "大桥合龙" and own.also[0].title == "天堑变通途"


def test_merge_of_one_issue_keeps_its_ids() -> None:
    one = issue("a.jsonl", item(REPORT, id="x-7"), item(SECOND, id="x-8"))
    assert merge([one]).articles == one.articles and merge([one]).id == "a.jsonl"
