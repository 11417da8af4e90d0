"""Datelines, bylines and credits around a text; whatever they say, topics hear none of it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from baozhai.features.places import places
from baozhai.features.tfidf import TfidfFeatures
from baozhai.records import Article
from baozhai.summary.keywords import keywords
from baozhai.summary.units import sentences_of, text_of
from baozhai.text.credits import bare, bare_text

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
        "（一）生产轴承。",
    ),
)
def test_what_is_part_of_the_text(text: str) -> None:
    assert bare(text) == (0, len(text))


def test_credits_after_a_text() -> None:
    for credit in ("（记者 林一舟）", " (责任编辑：何小满)\n", "（本报记者林一舟 通讯员何小满）"):
        assert bare(TEXT + credit) == (0, len(TEXT))
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


def test_summaries_show_none_of_it() -> None:
    article = Article("a", "", ("中新网青岚8月3日电 (林一舟)" + TEXT + "订单排到明年。（责编：何小满）",))
    assert [text_of(article, s) for s in sentences_of(article)] == [TEXT, "订单排到明年。"]
    assert not {"中新网", "林一舟", "何小满"} & set(keywords(article, 20))
