"""What is looked for first, to save time, changes nothing that the patterns find."""

from __future__ import annotations

import re

from hypothesis import example, given, settings
from hypothesis import strategies as st

from baozhai.ingest import patterns as pat
from baozhai.ingest.headlines import bigrams
from baozhai.ingest.reflow import squeeze, width, widths

PIECES = [
    "摄",
    "摄影",
    "报道",
    "图",
    "供图",
    "文/图",
    "／",
    "：",
    "（",
    "）",
    "(",
    ")",
    "。",
    "！”",
    " ",
    "　",
    "\n",
]
PIECES += ["王建国", "李梅", "本报记者", "通讯员", "本报讯", "新华社十日电", "产线", "a b"]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=9).map("".join)
_PLAIN_CREDIT = re.compile(pat.CREDIT.pattern.replace("(?=[^摄图]*[摄图])", ""))


@settings(max_examples=600)
@given(TEXTS)
@example("（王建国 摄）")
@example("投产。 王建国")
@example("投产。\n（本报记者 李梅） ")
def test_signatures_and_credits(text: str) -> None:
    assert (pat.CREDIT.match(text) is None) == (_PLAIN_CREDIT.match(text) is None)
    rest = text
    if head := pat.DATELINE.match(text):
        rest = pat.INLINE_BYLINE.sub("", text[head.end() :])
    rules = (pat.TAIL_SIGNATURE, pat.TAIL_CREDIT, pat.TAIL_BYLINE)
    assert pat.signed(text) == any(rule.search(rest) for rule in rules)


@given(st.text(alphabet="aB中 \t\u3000\x1c1，", max_size=9))
def test_only_a_single_blank_between_latin_letters_stays(text: str) -> None:
    bare = f"，{text.strip()}，"
    kept = [
        char
        for before, char, after in zip(bare, bare[1:], bare[2:], strict=False)
        if not char.isspace() or (before + after).isascii() and (before + after).isalpha()
    ]
    assert squeeze(text) == "".join(kept)


@given(TEXTS)
def test_widths_and_bigrams(text: str) -> None:
    blanks = len(re.findall(r"(?<=\w)\s(?=\w)", text))
    assert width(text) == sum(map(width, text)) + 0.25 * blanks
    lines = [text, "", text[:3]]
    assert widths(lines) == list(map(width, lines))  # to the last bit
    kept = "".join(c for c in squeeze(text) if c.isalnum())
    assert bigrams(text) == {kept[k : k + 2] for k in range(len(kept) - 1)}


def test_names_in_brackets_on_a_line_of_their_own() -> None:
    """A rare surname signs too; what says that a text goes on does not."""
    for line in ("（危小桐）", "(谯禾 竺远山)", "（王建国、危小桐）"):
        assert pat.BRACKETED_LINE.match(line), line
    for line in (
        "（未完待续）",
        "（下转第三版）",
        "（续完）",
        "（全文完）",
        "（略）",
        "（一）",
        "危小桐",
        "（见右图的说明）",
    ):
        assert not pat.BRACKETED_LINE.match(line), line


def test_signatures_with_a_post() -> None:
    names = {
        "产线贯通。 本报记者 詹禾": ["詹禾"],
        "产线贯通。本报记者詹禾": ["詹禾"],
        "“好。” 本报记者 王渡 通讯员 赵行": ["王渡", "赵行"],
        "产线贯通。 闻人静": ["闻人静"],
    }
    for text, people in names.items():
        found = pat.signature_at_end(text)
        assert found and [p.name for p in pat.people(found.group(0))] == people
    assert not pat.signature_at_end("产线贯通。记者来了")


def test_datelines_before_a_number_and_names_that_met_in_a_bracket() -> None:
    head = pat.DATELINE.match("据新华社镜浦 6 月 18 日电15 日，火情得到控制")
    assert head and head.group(1) == "据新华社镜浦 6 月 18 日电"
    names = pat.BRACKETED.match("（覃峰军白清浩） 产线贯通")
    assert names and [p.name for p in pat.people(names.group(0))] == ["覃峰军", "白清浩"]
    assert not pat.BRACKETED.match("（一季度同比持平） 产线贯通")


def test_bylines_behind_any_mark_name_people() -> None:
    people = {
        "◉文/本报记者 詹禾": ["詹禾"],
        "→ 通讯员 王渡 记者 危小桐": ["王渡", "危小桐"],
        "丨 谯禾 竺远山": ["谯禾", "竺远山"],
        "·本报记者 詹禾 文": ["詹禾"],
        "▌通讯员 王渡 记者": ["王渡"],  # the names go on in the next line
    }
    for line, names in people.items():
        assert pat.BULLET_BYLINE.match(line), line
        assert [p.name for p in pat.people(line)] == names
    for line in ("→ 走进轴承新城", "★ 每季度评一次先锋岗", "· 产线贯通", "① 王渡"):
        assert not pat.BULLET_BYLINE.match(line), line


def test_a_post_or_what_they_did_tells_people() -> None:
    people = {
        "王渡 本报记者 詹禾": ["王渡", "詹禾"],
        "本报记者王渡通讯员詹禾": ["王渡", "詹禾"],
        "本报记者王渡文/图": ["王渡"],
        "王渡 詹禾 文": ["王渡", "詹禾"],
        "文/詹禾": ["詹禾"],
        "文/詹禾 图/文": ["詹禾"],
        "文/本报记者 王渡 文": ["王渡"],
    }
    for line, names in people.items():
        assert pat.ROLE_LINE.match(line), line
        assert [p.name for p in pat.people(line)] == names
    for line in ("王渡摄影报道", "王渡", "中文", "记者从园区获悉", "一篇好作文"):
        assert not pat.ROLE_LINE.match(line), line
    found = pat.INLINE_BYLINE.match("（王渡 本报记者 詹禾）产线贯通")
    assert found and [p.name for p in pat.people(found.group(0))] == ["王渡", "詹禾"]
    assert not pat.INLINE_BYLINE.match("（左起：王渡、记者詹禾）")


def test_credits_in_any_order() -> None:
    people = {
        "产线贯通。（危小桐摄）": ["危小桐"],
        "产线贯通。危小桐摄": ["危小桐"],
        "产线贯通。摄影/危小桐": ["危小桐"],
        "产线贯通。图/危小桐": ["危小桐"],
        "产线贯通。 危小桐 供图": ["危小桐"],
    }
    for text, names in people.items():
        found = pat.credit_at_end(text)
        assert found and [p.name for p in pat.people(found.group(0))] == names
        assert pat.CREDIT.match(text.partition("。")[2].strip())
    assert not pat.credit_at_end("产线贯通，由他拍摄。")
