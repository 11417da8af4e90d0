"""Writers: order of sections, escaping, marks at offsets, schemas, no outside address."""

from __future__ import annotations

import json
import re
from importlib.resources import files

import jsonschema
import pytest

from baozhai.io.writers import layout, render
from baozhai.io.writers.html import to_html
from baozhai.io.writers.jsonl import to_jsonl
from baozhai.io.writers.markdown import to_markdown
from baozhai.records import (
    Article,
    Crosshead,
    Digest,
    Entry,
    Evidence,
    Issue,
    Person,
    Prediction,
    Sentence,
    Source,
    Summary,
    Topic,
)

TOPICS = (Topic("party_building", "党建"), Topic("biomedicine", "生物医药"), Topic("awards", "奖项荣誉"))
META = {"newspaper": "云岫导报", "date": "2026-06-02", "page": "3"}


def entry(
    number: int, title: str, text: str, topics: tuple[str, ...], decision: str, kind: str = "article"
) -> Entry:
    article = Article(
        id=f"{number:02d}",
        title=title,
        paragraphs=(text, "第二段。"),
        kind=kind,
        byline=(Person("何一", "记者"), Person("丁二", "记者")),
        crossheads=(Crosshead(1, "小标题"),),
        source=Source("x.txt", "3", ((1, 2),)),
        **META,
    )
    probabilities = {t.id: 0.9 if t.id in topics else 0.2 for t in TOPICS}
    evidence = tuple(Evidence(t, "疫苗", 0.5) for t in topics)
    end = text.index("。") + 1
    summary = Summary(article.id, text[:end], (Sentence(0, 0, end, 1.0),))
    return Entry(
        article, Prediction(article.id, probabilities, topics, decision, evidence), summary, ("疫苗",)
    )


@pytest.fixture
def digest() -> Digest:
    """Five entries, one of each section, and an odd headline."""
    entries = (
        entry(1, "园区<b>入选*名单", "甲园区入选。又一句。", ("biomedicine", "awards"), "topics"),
        entry(2, "其他", "乙街道开集市。", (), "other"),
        entry(3, "", "丙校办运动会。", (), "other", "photo"),
        entry(4, "拿不准", "丁厂开会。", (), "abstain"),
        entry(5, "支部", "戊支部学习。", ("party_building",), "topics"),
    )
    issue = Issue("x.txt", tuple(e.article for e in entries), **META, unassigned=("孤行",), input_chars=60)
    return Digest(issue, entries, TOPICS, "press", "ab" * 32)


def test_sections_in_order(digest: Digest) -> None:
    names = [s.name for s in layout.sections(digest)]
    assert names == ["党建", "生物医药", "奖项荣誉", "其他要闻", "图片新闻", "待人工判定"]
    awards = layout.sections(digest)[2]
    assert awards.entries == () and [e.article.id for e in awards.also] == ["01"]


def test_markdown(digest: Digest) -> None:
    text = to_markdown(digest)
    assert "〔云岫导报 6月2日 第3版〕 记者 何一、丁二" in text
    assert "园区\\<b\\>入选\\*名单" in text and "<b>" not in text
    assert "生物医药 90%、奖项荣誉 90%" in text
    assert "可能是党建（20%，未达阈值）" in text
    assert "未归入文章的文字：孤行" in text


def test_html_marks_the_summary_and_has_no_outside_address(digest: Digest) -> None:
    text = to_html(digest)
    assert "<p><mark>甲园区入选。</mark>又一句。</p>" in text
    assert text.index("<h4>小标题</h4>") < text.index("第二段。")
    assert "&lt;b&gt;" in text and "<b>" not in text
    assert not re.search(r"https?:|//|src=|@import", text.replace("<!DOCTYPE", ""))
    targets = set(re.findall(r'href="#(\w+)"', text))
    assert targets <= set(re.findall(r'id="(\w+)"', text))


def test_nothing_is_invented_without_metadata(digest: Digest) -> None:
    bare = Digest(Issue("x", ()), (), TOPICS, "press", "ab" * 32)
    assert layout.head_line(bare) == "" and "年" not in to_markdown(bare)
    assert layout.source_line(Article("1")) == ""


def test_records_follow_the_schema(digest: Digest) -> None:
    schema = json.loads((files("baozhai") / "schemas" / "articles.v1.json").read_text(encoding="utf-8"))
    for line in to_jsonl(digest).splitlines():
        jsonschema.validate(json.loads(line), schema)


def test_render_names_and_determinism(digest: Digest) -> None:
    first = render(digest, ["md", "html", "jsonl"])
    assert sorted(first) == ["articles.jsonl", "digest.html", "digest.md"]
    assert first == render(digest, ["md", "html", "jsonl"])
