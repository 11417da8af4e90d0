"""Patterns that are tried only on lines with the characters that they need."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from baozhai.ingest import patterns as pat
from baozhai.ingest.chars import Chars, Table, held
from baozhai.ingest.headlines import bigrams
from baozhai.ingest.reflow import to_lines
from baozhai.ingest.rules import MARKS, RULES, Shapes

STARTER = Path(__file__).resolve().parents[2] / "data/starter"
#: What the patterns are made of, so that drawn lines come near to fitting them.
PARTS = [
    *"▶■→·丨文图摄讯电年月日版第责编（）()/／：: 　、，。！”’-—·A1９²\x1c\u2028产线",
    *(
        "本报",
        "本报讯",
        "新华社",
        "记者",
        "通讯员",
        "摄影",
        "供图",
        "左图",
        "图为",
        "王小明",
        "欧阳修",
        "星期三",
    ),
    *(
        "责编",
        "本版编辑",
        "美编",
        "校对",
        "2024",
        "6月3日",
        "热线",
        "邮发代号",
        "http://",
        "国内统一刊号",
        "第3版",
    ),
]
LINE = st.lists(st.sampled_from(PARTS), min_size=1, max_size=8).map("".join)


def _shapes(texts: list[str]) -> Shapes:
    return Shapes(texts, Chars.of(texts))


def _goes_on(text: str, after: str) -> bool:
    """Whether a dateline that an agency opens, or that says 电 or 讯, is broken by the end of its line."""
    may = text[0].isspace() or text[0] in "新中本据" or "电" in text or "讯" in text
    return may and bool(pat.DATELINE.match(text + after))


def _same(texts: list[str]) -> None:
    shapes = _shapes(texts)
    for name, rule in RULES.items():
        fits = [bool(rule.pattern.match(text)) for text in texts]
        if rule.broken:
            fits = [
                fit or _goes_on(*two) for fit, two in zip(fits, itertools.pairwise([*texts, ""]), strict=True)
            ]
        assert shapes.fit(name).tolist() == fits, name
    assert shapes.signed().tolist() == [pat.signed(text) for text in texts]
    assert shapes.ended().tolist() == [pat.ended(text) for text in texts]
    assert shapes.opened().tolist() == [text.count("（") > text.count("）") for text in texts]
    assert shapes.digits().tolist() == [any(map(str.isdigit, text)) for text in texts]
    assert shapes.parted().tolist() == [" " in text for text in texts]
    for mark, found in shapes.marks().items():
        assert found.tolist() == [mark in text[:-1] for text in texts]


@settings(max_examples=300, deadline=None)
@given(st.lists(LINE, min_size=1, max_size=6))
def test_no_line_that_fits_is_passed_over(texts: list[str]) -> None:
    _same(texts)


def test_lines_of_the_starter_issues_fit_as_before() -> None:
    for path in sorted(STARTER.rglob("*.txt"))[:12]:
        texts = [line.text for line in to_lines(path.read_text(encoding="utf-8"))]
        _same(texts + [text[k:] for text in texts for k in (1, 2) if text[k:]])


def test_every_rule_is_met_by_a_drawn_or_a_plain_line() -> None:
    """Else the test above would say nothing of it."""
    lines = {
        "dateline": "本报讯 今天",
        "bullet": "▶王小明",
        "role": "本报记者 王小明",
        "names": "王小明 李大明",
        "signature": "（王小明）",
        "credit": "王小明 摄",
        "caption": "左图为产线",
        "furniture": "第3版",
        "section": "要闻·综合",
        "dash": "——产线投产",
        "inline": "（记者 王小明）今天",
    }
    texts = list(lines.values())
    shapes = _shapes(texts)
    assert all(shapes.fit(name)[k] for k, name in enumerate(lines)) and lines.keys() == RULES.keys()
    assert _shapes(["澜川日报 2024年6月3日", "热线：1"]).fit("furniture").all()
    assert set(shapes.marks()) == set(MARKS)


def test_datelines_may_be_broken_or_have_blanks_everywhere() -> None:
    texts = [
        "新华社望潮 5月",
        "21 日电（记者 石立",
        "辉）今天开工。",
        "本 报 汀 屿 6 月 6 日 讯",
        "产线贯通。",
        "本 报",
        "讯 今天",
    ]
    assert _shapes(texts).fit("dateline").tolist() == [True, False, False, True, False, True, False]
    assert not _shapes(["新能源汽车", "电池厂投产", "本报"]).fit("dateline").any()


def test_a_table_asks_once_for_every_character() -> None:
    asked: list[str] = []
    table = Table(lambda char: len(asked) if not asked.append(char) else 0)  # type: ignore[func-returns-value]
    codes = Chars.of(["甲乙甲", "", "乙\ud800"]).codes
    first = table(codes).tolist()
    assert first == table(codes).tolist() and sorted(asked) == ["乙", "甲", "\ud800"]
    assert first[0] == first[2] and first[1] == first[3]


@given(st.lists(st.text(alphabet="甲乙丙，a\ud800", max_size=6), max_size=8), st.integers(0, 7))
def test_bigrams_held_are_those_of_the_sets(texts: list[str], of: int) -> None:
    words = Chars.of(texts).words
    rows, numbers = words.pairs
    asked = sorted(set().union(*map(bigrams, texts[of : of + 2])))
    has = held(words, [numbers[rows == k] for k in (of, of + 1)])
    assert has.tolist() == [[gram in bigrams(text) for gram in asked] for text in texts]
    np.testing.assert_array_equal(
        words.pair_stops[1:] - words.pair_stops[:-1], np.bincount(rows, minlength=len(texts))
    )
