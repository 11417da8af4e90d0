"""A sentence cut at a clause: where, closed how, and never anything else; the strict budget."""

from __future__ import annotations

from functools import lru_cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baozhai.build import load
from baozhai.checks import validate
from baozhai.config import Config, SummaryConfig
from baozhai.errors import ConfigError
from baozhai.records import Article, Sentence, Summary
from baozhai.summary import Lead, Summarizer, clipped, sentences_of, summarize
from baozhai.summary.clauses import is_cut
from baozhai.summary.units import n_chars, text_of
from baozhai.text.sentences import balanced


@lru_cache(maxsize=1)
def press() -> Summarizer:
    """What is shipped."""
    return load("press").summarizer


FIRST = "澜舸动力二期产线昨天投产，总投资21.8亿元；该厂去年产值93.2亿元，同比增长27.5%。"


def cut(text: str, high: int) -> str:
    a = Article("a", paragraphs=(text + "厂区还有食堂。" * 20,))
    (first, *_) = sentences_of(a)
    return clipped(a, Summary("a", text_of(a, first), (first,)), high).text


@pytest.mark.parametrize(
    ("text", "high", "printed"),
    [
        (FIRST, 60, FIRST),
        (FIRST, 36, "澜舸动力二期产线昨天投产，总投资21.8亿元；该厂去年产值93.2亿元。"),
        (FIRST, 35, "澜舸动力二期产线昨天投产，总投资21.8亿元。"),
        (FIRST, 22, "澜舸动力二期产线昨天投产。"),
        (FIRST, 13, "澜舸动力二期产线昨天投产。"),
        (FIRST, 12, FIRST),  # nothing stands: the sentence stays
        (
            "随着大桥昨天通车，两岸的老码头也将改建成公园。",
            20,
            "随着大桥昨天通车，两岸的老码头也将改建成公园。",
        ),
        ("村民柳大山笑着介绍说，今年收成比去年好得多。", 18, "村民柳大山笑着介绍说，今年收成比去年好得多。"),
        (
            "早上七点，铸造公司的休息室里，红色的旧木椅摆成了一排。",
            20,
            "早上七点，铸造公司的休息室里，红色的旧木椅摆成了一排。",
        ),
        ("展会（共三天，免费入场）昨天开幕，来了二百家企业。", 20, "展会（共三天，免费入场）昨天开幕。"),
        (
            "展会（共三天，免费入场并且提供午餐）开幕，来人不少。",
            14,
            "展会（共三天，免费入场并且提供午餐）开幕，来人不少。",
        ),
    ],
)
def test_where_a_sentence_is_cut(text: str, high: int, printed: str) -> None:
    assert cut(text, high) == printed


def test_two_sentences_are_never_cut() -> None:
    a = Article("a", paragraphs=(FIRST * 2,))
    whole = Summary("a", FIRST * 2, tuple(sentences_of(a)))
    assert clipped(a, whole, 20) is whole


PIECE = st.builds(
    "{}{}".format,
    st.text(st.sampled_from("山水云路桥人车村随着说在时“”（）"), min_size=1, max_size=14),
    st.sampled_from("，；、：。！，，"),
)
ARTICLES = st.lists(st.lists(PIECE, max_size=9).map("".join), max_size=4).map(
    lambda paragraphs: Article("r", paragraphs=tuple(paragraphs))
)


@given(ARTICLES, st.integers(1, 60))
def test_a_cut_is_a_span_within_the_budget(a: Article, high: int) -> None:
    before = summarize(Lead(), a, max_chars=high)
    after = clipped(a, before, high)
    assert is_cut(a, after) == (after != before)
    if after == before:
        return
    (old,), (new,) = before.sentences, after.sentences
    assert (new.paragraph, new.start) == (old.paragraph, old.start) and new.end < old.end
    assert after.text == text_of(a, new) + "。" and 8 < n_chars(after.text) <= high
    assert balanced(text_of(a, new)) and a.paragraphs[new.paragraph][new.end :].lstrip()[0] in "，；"


@given(ARTICLES, st.integers(1, 60))
def test_strict_passes_the_budget_only_where_nothing_fits(a: Article, high: int) -> None:
    found = summarize(press(), a, max_chars=high, strict=True)
    assert bool(found.sentences) == bool(sentences_of(a))
    if n_chars(found.text) > high:
        assert len(found.sentences) == 1
        lead = summarize(Lead(), a, max_chars=high)
        assert n_chars(lead.text) > high


def test_a_cut_is_told_from_a_sentence() -> None:
    a = Article("a", paragraphs=("大桥通车，两岸欢腾。",))
    assert not is_cut(a, Summary("a", "大桥通车，两岸欢腾。", (Sentence(0, 0, 10),)))
    assert is_cut(a, Summary("a", "大桥通车。", (Sentence(0, 0, 4),)))


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        (SummaryConfig(min_chars=90, max_chars=80), "summary.min_chars=90"),
        (SummaryConfig(min_chars=-1), "summary.min_chars=-1"),
        (SummaryConfig(max_chars=0), "summary.max_chars=0：太少"),
        (SummaryConfig(max_chars=19), "summary.max_chars=19：.*20 以上的字数"),
        (SummaryConfig(keywords=-1), "summary.keywords=-1"),
    ],
)
def test_wrong_budgets_are_refused(wrong: SummaryConfig, named: str) -> None:
    with pytest.raises(ConfigError, match=named):
        validate(Config(summary=wrong))
