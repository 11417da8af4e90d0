"""Datelines, bylines and credits around a text; whatever they say, topics hear none of it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baozhai.features.places import places
from baozhai.features.tfidf import TfidfFeatures
from baozhai.io.writers.headings import headline
from baozhai.records import Article
from baozhai.summary.keywords import keywords
from baozhai.summary.units import sentences_of, text_of
from baozhai.text import credits
from baozhai.text.credits import bare, bare_text, opening

TEXT = "青岚市高新区一家轴承厂昨天投产。"


@pytest.mark.parametrize(
    "head",
    (
        "本报讯 ",
        "本报青岚8月3日讯（记者 林一舟 通讯员 何小满）",
        "新华社青岚8月3日电（记者林一舟）",
        "新华社青岚8月3日电（任一 刘二三）",
        "中新网青岚8月3日电 (林一舟 何小满)",
        "云岫网青岚8月3日讯 ",
        "央视网消息：",
        "本台消息，",
        "云岫网（云岫日报网）讯（通讯员林一舟、何小满）",
        "云岫青年报客户端北京8月3日电（云青报·云青网记者 林一舟）",
        "云岫日报北京8月3日电（记者林一舟、何小满）",
        "东岭网记者林一舟8月3日报道：",
        "东岭网8月3日消息：",
        "（记者 林一舟）",
        "本报3日讯（记者林一舟）",
        "云岫新闻网2026年8月3日讯（记者 林一舟）",
        "云岫之家 8 月 3 日消息，",
        "【云岫网报道 见习记者 林一舟】",
        "核心提示：",
        "阅读提示｜",
        "内容提要：",
        "新闻提示：",
        "提要：",
        "导读：",
        "摘要：",
        "【特约记者 林一舟】",
    ),
)
def test_datelines_and_bylines(head: str) -> None:
    assert bare(head + TEXT) == (len(head), len(head + TEXT))
    twice = "本报讯，" + head
    assert bare(twice + TEXT) == (len(twice), len(twice + TEXT))


@pytest.mark.parametrize(
    "text",
    (
        TEXT,
        "8月3日，云岫电网8月3日电力负荷创新高。",
        "据云岫市政府网站8月3日消息，轴承厂投产。",
        "据云岫网报道，轴承厂投产。",
        "云岫通讯（集团）公司投产。",
        "记者从云岫海关获悉，轴承出口增长。",
        "检察机关8月3日讯问了他（另案处理）。",
        "电（充电桩）不够用。",
        "云岫证监局网站8月3日消息，轴承厂停牌。",
        "内容提要写作班开课。",
        "【轴承】厂房封顶。",
        "（一）生产轴承。",
    ),
)
def test_what_is_part_of_the_text(text: str) -> None:
    assert bare(text) == (0, len(text))


@pytest.mark.parametrize(
    "head",
    (
        "高新区轴承厂投产 中新网青岚8月3日电 (林一舟)",
        "轴承厂投产仪式现场。云岫新闻网8月3日讯（记者 林一舟 通讯员 何小满）",
        "轴承厂投产！云岫晚报-云岫网讯（何小满 记者 林一舟）",
        "轴承厂投产【云岫网报道 见习记者 林一舟】",
        "轴承厂投产记者 林一舟通讯员 何小满 丁小山",
        "云岫日报客户端 | 记者 林一舟",
        "轴承厂投产□本报记者 林一舟",
        "轴承厂投产 文/实习生 林一舟",
        "轴承厂投产 编辑：林一舟",
        "轴承厂投产 本报青岚讯（责编 林一舟）",
        "轴承厂投产 本报青岚讯（编译 林一舟）",
        "轴承厂投产 本报青岚讯（特约 林一舟）",
        "轴承厂投产 本报青岚8月3日电 ",
        "轴承厂投产！云岫在线8月3日讯",
        "轴承厂投产云岫新闻网青岚8月3日电 （古丽·阿依 林一舟）",
        "轴承厂投产 云岫消息网8月3日报道：",
        "本报讯 ",
        "",
    ),
)
def test_a_headline_that_runs_into_the_byline_is_not_told(head: str) -> None:
    text = "8月3日，青岚市高新区一家轴承厂投产。"
    assert opening(head + text) == len(head)
    article = Article("a", "", (head + text + "订单排到明年。",))
    assert [text_of(article, s) for s in sentences_of(article)] == [text, "订单排到明年。"]


@pytest.mark.parametrize(
    ("text", "first"),
    (
        ("轴承厂投产。记者 林一舟 摄8月3日的厂区。", 0),
        ("轴承厂投产，记者从高新区了解到，订单排到明年。", 0),
        ("轴承厂去年停产，据云岫网青岚8月3日电（记者林一舟）又投产。", 0),
        ("据新华社青岚8月3日电（记者林一舟）轴承厂投产。", 18),
        ("据云岫日报8月3日报道：轴承厂投产。", 0),
        ("轴承厂昨天停产，据云岫网8月3日讯又投产。", 0),
        ("云岫通讯社8月3日报道，轴承厂投产。", 0),
        ("轴承厂向云岫网8月3日报道提出更正。", 0),
    ),
)
def test_a_credit_among_sentences_hides_none_before_it(text: str, first: int) -> None:
    assert opening(text) == first


def test_an_item_without_a_headline_is_not_called_by_its_dateline() -> None:
    for head in ("本报讯（记者 林一舟 通讯员 何小满）", "云岫新闻网2026年8月3日讯 "):
        assert headline(Article("a", "", (head + TEXT,))) == "（无标题）" + TEXT[:-1]
    for head in ("2026年8月3日，", "近日，记者从县里获悉，", "8月3日获悉：", "据青岚县公安局消息，"):
        assert headline(Article("a", "", (head + TEXT,))) == "（无标题）" + TEXT[:-1]
    assert headline(Article("a", "", ("本报讯（记者 林一舟）",))) == "（无标题）本报讯（记者 林一舟）"


def test_credits_after_a_text() -> None:
    for credit in ("（记者 林一舟）", " (责任编辑：何小满)\n", "（本报记者林一舟 通讯员何小满）",
        "（青岚海关供稿）", "(青岚银行 供稿)", "（受访者供图）", "（本报记者林一舟整理）",
    ):  # fmt: skip
        assert bare(TEXT + credit) == (0, len(TEXT))
    for told in ("（图一）", "（按现价，由企业提供）", "（含供图费）"):
        assert bare(TEXT + told) == (0, len(TEXT + told))
    long = TEXT * 5000
    assert bare("本报讯 " + long + "（记者 林一舟）") == (4, 4 + len(long))


def test_a_text_that_is_nothing_else_is_kept() -> None:
    assert bare_text(()) == ("", 0)
    assert bare_text(("（记者 林一舟）",)) == ("（记者 林一舟）", 0)
    assert bare_text(("本报讯 ", "（记者 林一舟）")) == ("本报讯 \n（记者 林一舟）", 0)
    assert bare_text(("本报讯 一。", "二。（记者 林一舟）")) == ("一。\n二。", 4)


def test_topics_hear_none_of_it() -> None:
    """The same terms and places with a dateline, of whatever newspaper, and without."""
    plain = Article("a", "轴承厂投产", (TEXT, "工人加工零件。"))
    printed = replace(
        plain, paragraphs=("中新网药谷8月3日电 (林一舟)" + TEXT, "工人加工零件。（编辑 何小满）")
    )
    features = TfidfFeatures(min_df=1, lead_chars=12, opening_chars=6).fit([plain, printed])
    X = features.transform([plain, printed]).toarray()
    assert np.array_equal(X[0], X[1]) and not {"药谷", "记者", "编辑"} & {
        n.removeprefix("words:") for n in features.get_feature_names_out()
    }
    found, base = (places(a, features.get_params()) for a in (printed, plain))
    left = len("中新网药谷8月3日电 (林一舟)")
    assert found == {
        term: [(p, s + left, e + left) if p == 0 else (p, s, e) for p, s, e in where]
        for term, where in base.items()
    }
    every = TfidfFeatures(min_df=1, mask=False).fit([plain, printed])
    assert "words:编辑" in every.get_feature_names_out()
    # A model of before had no such setting, and read everything.
    state = every.to_state()
    del state["params"]["mask"]
    assert np.array_equal(
        TfidfFeatures.from_state(state).transform([printed]).toarray(), every.transform([printed]).toarray()
    )


def test_a_row_of_roles_is_read_once() -> None:
    """Read in more ways than one, this would not end today."""
    for piece in ("记者 ", "林一舟记者 ", "见习记者 全媒体记者、"):
        assert opening(piece * 50) == 0
    assert opening("记者 林一舟 何小满 编辑 任二近日，一家轴承厂投产。") == 16


def test_summaries_show_none_of_it() -> None:
    article = Article("a", "", ("中新网青岚8月3日电 (林一舟)" + TEXT + "订单排到明年。（责编：何小满）",))
    assert [text_of(article, s) for s in sentences_of(article)] == [TEXT, "订单排到明年。"]
    assert not {"中新网", "林一舟", "何小满"} & set(keywords(article, 20))


@given(st.from_regex(credits._BEFORE.pattern))
@settings(max_examples=60, deadline=None)
def test_no_dateline_is_passed_over_unread(text: str) -> None:
    """Sentences without certain words are not matched at all: whatever the pattern takes must have one of them."""
    found = credits._BEFORE.match(text, 0, credits._LONGEST)
    assert opening(text) >= (found.end() if found else 0)
    assert bare(text)[0] >= (found.end() if found else 0)


@given(st.from_regex(credits._INNER.pattern))
@settings(max_examples=60, deadline=None)
def test_no_headline_that_runs_into_a_byline_is_passed_over_unread(text: str) -> None:
    found = credits._INNER.match(text, 0, credits._LONGEST)
    assert not found or "据" in (found["dated"] or "") or opening(text) >= found.end()
