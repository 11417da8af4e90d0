"""The check of summaries finds each broken rule, and none where there is none."""

from __future__ import annotations

import pytest

from baozhai.records import Article, Sentence, Summary
from baozhai.summary import sentences_of
from baozhai.summary.contract import violations

ARTICLE = Article(
    "a",
    paragraphs=(
        "云岭市新建的大桥昨天正式通车。此外，两岸的老码头也将改建。",
        "云岭市新建的大桥昨天正式通车了。他问：“大桥什么时候通车。工程共用钢材五千吨。",
    ),
)


def summary(*places: int, text: str | None = None) -> Summary:
    every = sentences_of(ARTICLE)
    taken = tuple(every[i] for i in places)
    printed = "".join(ARTICLE.paragraphs[s.paragraph][s.start : s.end] for s in taken)
    return Summary("a", printed if text is None else text, taken)


@pytest.mark.parametrize(
    ("found", "high", "broken"),
    [
        (summary(0), 40, []),
        (summary(0, 1), 40, []),
        (summary(0, 4), 40, []),
        (summary(), 40, ["empty"]),
        (summary(0, text="云岭市新建的大桥今天正式通车。"), 40, ["verbatim"]),
        (summary(4, 0), 40, ["order"]),
        (summary(0, 1, 4), 30, ["long"]),
        (summary(1, 4), 40, ["opener"]),
        (summary(0, 2), 40, ["repeats"]),
        (summary(0, 3), 40, ["unbalanced"]),
        (summary(0), 999, ["whole"]),
    ],
)
def test_each_rule(found: Summary, high: int, broken: list[str]) -> None:
    assert violations(ARTICLE, found, max_chars=high) == broken


def test_a_span_that_is_no_sentence_is_not_verbatim() -> None:
    part = Summary("a", "云岭市新建", (Sentence(0, 0, 5),))
    assert violations(ARTICLE, part, max_chars=40) == ["verbatim"]


def test_a_dateline() -> None:
    a = Article("b", paragraphs=("本报讯 云岭市新建的大桥正式通车。", "工程共用钢材五千吨整。" * 3))
    first, second = sentences_of(a)[:2]
    with_dateline = Sentence(0, 0, first.end)
    taken = Summary("b", a.paragraphs[0] + "工程共用钢材五千吨整。", (with_dateline, second))
    assert violations(a, taken, max_chars=40) == ["verbatim", "dateline"]
