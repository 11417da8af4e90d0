"""Headlines that run into their texts, as copies of web pages have them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baozhai.io.writers.headings import headline
from baozhai.records import Article
from baozhai.summary.units import sentences_of, text_of
from baozhai.text.headlines import headline_in, run_in

HEAD = "鹿汀药谷二期投产 年产疫苗三亿支"
TEXT = "鹿汀县药谷二期厂房投产。两条产线年产疫苗三亿支。"


@pytest.mark.parametrize(
    "when",
    (
        "近日，",
        "8月3日，",
        "8月3日上午,",
        "８月３日，",
        "12月3日，",
        "2026年8月3日，",
        "当地时间8月3日，",
        "连日来，",
        "据悉，",
    ),
)
def test_behind_a_headline_a_sentence_says_when(when: str) -> None:
    assert run_in(HEAD + when + TEXT) == len(HEAD)
    assert headline_in(HEAD + when + TEXT) == headline_in(f"{HEAD} {HEAD}{when}{TEXT}") == HEAD


@pytest.mark.parametrize(
    "head",
    (
        "鹿汀药谷二期",
        "鹿汀县药谷二期的厂房自",
        "鹿汀县药谷二期的厂房动工于",
        "鹿汀县药谷二期厂房的主体工程截至",
        "鹿汀县药谷二期厂房投产。两条产线",
        "县里的药谷二期厂房有了消息，",
        "云岫日报记者林一舟 通讯员何小满",
        "今年的茶叶比往年更香也更贵",
    ),
)
def test_what_goes_on_or_is_not_said_again_is_no_headline(head: str) -> None:
    assert run_in(f"{head}8月3日，{TEXT}") == 0


@pytest.mark.parametrize("when", ("12月3日，", "北京时间12月3日，"))
@pytest.mark.parametrize("chars", range(6, 13))
def test_no_day_is_read_from_its_middle(chars: int, when: str) -> None:
    head = "鹿汀药谷二期投产三亿支"[:chars].ljust(chars, "啦")
    assert run_in(f"{head}{when}{TEXT}") == (chars if chars >= 10 else 0)


@pytest.mark.parametrize(
    ("number", "when", "end"), (("3.4", "7月2日，", 3), ("300", "8月3日，", 3), ("31", "2月3日，", None))
)
def test_a_number_before_the_day_is_of_the_headline(number: str, when: str, end: int | None) -> None:
    text = f"{HEAD}{number}{when}{TEXT}"
    assert run_in(text) == (0 if end is None else len(HEAD) + end)


def test_only_articles_without_a_headline_have_one_in_their_text() -> None:
    a = Article("1", paragraphs=(f"{HEAD}近日，{TEXT}",))
    assert headline(a) == HEAD
    assert text_of(a, sentences_of(a)[0]) == "近日，鹿汀县药谷二期厂房投产。"
    titled = Article("1", "药谷投产", a.paragraphs)
    assert headline(titled) == "药谷投产" and sentences_of(titled)[0].start == 0
    photo = Article("1", paragraphs=a.paragraphs, kind="photo")
    assert headline(photo).startswith("图片：")


def test_a_headline_with_more_than_itself_is_not_printed_as_one() -> None:
    text = f"{HEAD}图为鹿汀县药谷二期厂房投产两条产线年产疫苗三亿支仪式现场来了县里很多人8月3日，{TEXT}"
    assert run_in(text) > 50 and headline_in(text) == ""
    assert headline(Article("1", paragraphs=(text,))).startswith("（无标题）")


@given(st.text("药谷二期投产，。8月3日近 ", max_size=120))
def test_any_text(text: str) -> None:
    end = run_in(text)
    assert 0 <= end <= 90 and headline_in(text) in text[:end]
    assert not end or text[end:].startswith(("近日", "8月3日"))
