"""Writers and folders: order of sections, escaping, marks at offsets, schemas, no outside address."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from baozhai.errors import ConfigError, OutputError
from baozhai.io.files import sha256, write_folder
from baozhai.io.writers import layout, render
from baozhai.io.writers.document import document
from baozhai.io.writers.headings import headline
from baozhai.io.writers.html import to_html
from baozhai.io.writers.jsonl import to_jsonl
from baozhai.io.writers.markdown import escape, to_markdown
from baozhai.records import (
    Article,
    Crosshead,
    Digest,
    Entry,
    Evidence,
    Issue,
    Prediction,
    Sentence,
    Summary,
)


def schema(name: str) -> dict[str, Any]:
    path = files("baozhai") / "schemas" / f"{name}.v1.json"
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(found)
    return found


def test_sections_in_order(digest: Digest) -> None:
    names = [s.name for s in document(digest).sections]
    assert names == ["党建", "生物医药", "奖项荣誉", "其他要闻", "图片新闻", "待人工判定"]
    awards = document(digest).sections[2]
    assert awards.items == () and [i.entry.article.id for i in awards.also] == ["01"]


def test_markdown(digest: Digest) -> None:
    text = to_markdown(document(digest))
    assert "〔云岫导报 6月2日 第3版〕 记者 何一、丁二" in text
    assert "园区\\<b\\>入选\\*名单" in text and "<b>" not in text
    assert "生物医药 90%、奖项荣誉 90%" in text
    assert "可能是党建（20%，未达阈值）" in text
    assert "未归入文章的文字：\n\n> 孤行\n" in text
    assert "- [奖项荣誉](#s3)（0，参见 1）" in text
    assert "\n\n参见：[2. 园区\\<b\\>入选\\*名单](#a2)\n" in text
    assert set(re.findall(r"\(#(\w+)\)", text)) == set(re.findall(r'<a id="(\w+)">', text))


def test_html_marks_the_summary_and_has_no_outside_address(digest: Digest) -> None:
    text = to_html(document(digest))
    assert "<p><mark>甲园区入选。</mark>又一句。</p>" in text
    assert text.index("<h4>小标题</h4>") < text.index("第二段。")
    assert "&lt;b&gt;" in text and "<b>" not in text
    assert not re.search(r"https?:|//|src=|@import", text.replace("<!DOCTYPE", ""))
    targets = set(re.findall(r'href="#(\w+)"', text))
    assert targets <= set(re.findall(r'id="(\w+)"', text))


def test_nothing_is_invented_without_metadata(digest: Digest) -> None:
    bare = Digest(Issue("x", ()), (), (), "press", "ab" * 32)
    assert layout.head_line(bare) == "" and "年" not in to_markdown(document(bare))
    assert layout.source_line(Article("1")) == ""


def test_records_follow_the_schema(digest: Digest) -> None:
    for line in to_jsonl(document(digest)).splitlines():
        item = json.loads(line)
        jsonschema.validate(item, schema("articles"))
        jsonschema.validate(item, schema("article_input"))  # what is written can be read again
        assert list(item) == list(schema("articles")["properties"])
        assert item["title"] != ""


def test_render_names_and_determinism(digest: Digest) -> None:
    first = render(digest, ["md", "html", "jsonl"])
    assert sorted(first) == ["articles.jsonl", "digest.html", "digest.md"]
    assert first == render(digest, ["md", "html", "jsonl"])
    with pytest.raises(ConfigError, match="doc.*docx"):
        render(digest, ["doc"])


def test_every_entry_is_printed_once(digest: Digest, entry: Callable[..., Entry]) -> None:
    """A topic the taxonomy does not know sends an article to a person, not to nowhere."""
    odd = entry(6, "陌生类别", "己县修路。", ("sports",), "topics")
    partly = entry(7, "半熟", "庚县修桥。", ("sports", "awards"), "topics")
    more = replace(digest, entries=(*digest.entries, odd, partly))
    printed = [i.entry.article.id for i in document(more).items]
    assert sorted(printed) == ["01", "02", "03", "04", "05", "06", "07"]
    assert document(more).sections[-1].items[-1].entry is odd
    assert document(more).counts == "文章 6 篇，图片新闻 1 条，待人工判定 2 篇"


@pytest.mark.parametrize(
    ("caption", "label"),
    [
        ("丙校办运动会。", "图片：丙校办运动会"),
        (
            "图为6月10日是第七个“云岫茶文化日”，各村开园采茶。",
            "图片：6月10日是第七个“云岫茶文化日”，各村开园采茶",
        ),
        (
            "云岫发布战略规划《茶业高质量发展五年行动计划（二〇三〇年）》，八项任务。",
            "图片：云岫发布战略规划《茶业高质量发展五年行动计划（二〇三〇年）》…",
        ),
        (
            "云岫发布《关于进一步推动茶业高质量发展和茶农持续增收的若干措施》，提出八项任务，明年起实施。",
            "图片：云岫发布《关于进一步推动茶业高质量发展和茶农持续增收的若干措施》…",
        ),
        ("上图：丙校办运动会。", "图片：丙校办运动会"),
        ("▲图为丙校办运动会。", "图片：丙校办运动会"),
        ("▲丙校办运动会。", "图片：丙校办运动会"),
        ("图书馆今天开放。", "图片：图书馆今天开放"),
        ("6月28日上午，云岫山下茶园开园，采茶工忙。", "图片：云岫山下茶园开园，采茶工忙"),
        ("", "图片："),
        # Longer than a label: up to a mark, to the end of the clause, or no half of a word, number or firm.
        (
            "“看得见的变化”就在茶园里，孩子们围着炒茶机看了又看，问个不停。",
            "图片：“看得见的变化”就在茶园里…",
        ),
        (
            "云岫山下的茶园里采茶工正在忙着采摘新芽，今年春茶比往年早上市五天，价格也好。",
            "图片：云岫山下的茶园里采茶工正在忙着采摘新芽…",
        ),
        (
            "云岫山下茶园里采茶工忙着采摘的第12345678公斤新芽在清晨装车发往汀澜和望潮",
            "图片：云岫山下茶园里采茶工忙着采摘的第…",
        ),
        (
            "云岫高新区汀澜茶业机械装备股份有限公司研制的自动炒茶机器人昨天在望潮茶厂里首次上岗炒制新茶。",
            "图片：云岫高新区汀澜茶业机械装备股份有限公司…",
        ),
        (
            "云岫海事局昨天表示，两艘清污船已经驶入望潮湾和汀澜湾多个航段打捞沉船和渔网，预计月底完成。",
            "图片：云岫海事局昨天表示，两艘清污船已经驶入望潮湾和汀澜湾多个航段…",
        ),
        ("水车在望潮村转动。左图：稻田成熟。", "图片：水车在望潮村转动"),
        ("▲图为水车在望潮村转动。", "图片：水车在望潮村转动"),
        # What stands before the news says nothing of the picture.
        (
            "记者从云岫水务局了解到，今年以来，当地更换老旧供水管四十公里、加装减压阀，居民用水更稳。",
            "图片：当地更换老旧供水管四十公里、加装减压阀，居民用水更稳",
        ),
        (
            "在第九个“云岫茶农日”来临之际，汀澜市茶园开园，第一批新茶装车发往望潮，茶农忙着采摘。",
            "图片：汀澜市茶园开园，第一批新茶装车发往望潮，茶农忙着采摘",
        ),
        (
            "14号，根据云岫气象局公布的统计数据，截至今天16时，云岫降雨量达到120毫米，三座水库开闸泄洪，村民转移。",
            "图片：云岫降雨量达到120毫米，三座水库开闸泄洪，村民转移",
        ),
    ],
)
def test_label_of_a_photo_without_headline(caption: str, label: str) -> None:
    assert headline(Article("1", kind="photo", paragraphs=(caption,) if caption else ())) == label


def test_a_bracket_that_closes_nothing_is_no_part_of_a_headline() -> None:
    assert headline(Article("1", "]云岫快讯", ("茶园开园。",))) == "云岫快讯"
    assert headline(Article("1", "【云岫】快讯", ("茶园开园。",))) == "【云岫】快讯"


def test_source_line_and_dates() -> None:
    assert layout.long_date("2023-06-09") == "2023年6月9日"
    assert layout.span("", ["2026-06-12", "", "2026-06-10"]) == "2026年6月10日—6月12日"
    assert layout.span("", ["2026-01-02", "2025-12-29"]) == "2025年12月29日—2026年1月2日"
    assert layout.span("", [""]) == "" and layout.span("2026-06-12", ["2026-06-10"]) == "2026年6月12日"
    assert layout.long_date("2023-13-09") == "2023-13-09" and layout.long_date("") == ""
    assert layout.source_line(Article("1", date="2023-06-09", page="03")) == "〔6月9日 第3版〕"
    assert layout.source_line(Article("1", page="第A3版")) == "〔第A3版〕"
    assert layout.source_line(Article("1", page="PDF 3")) == "〔PDF第3页〕"


def test_crossheads_and_overlapping_marks_lose_no_text(digest: Digest) -> None:
    first = digest.entries[0]
    article = replace(first.article, crossheads=(Crosshead(0, "开头"), Crosshead(9, "末尾")))
    spans = (Sentence(0, 2, 6), Sentence(0, 0, 4), Sentence(1, 0, 99))
    changed = replace(first, article=article, summary=replace(first.summary, sentences=spans))
    text = to_html(document(replace(digest, entries=(changed,))))
    assert "<h4>开头</h4><p><mark>甲园区入选。</mark>又一句。</p>" in text
    assert "<p><mark>第二段。</mark></p><h4>末尾</h4></details>" in text


def test_words_of_the_headline_are_marked(digest: Digest) -> None:
    first = next(e for e in digest.entries if e.article.title == "园区<b>入选*名单")
    topic = first.prediction.topics[0]
    chosen = replace(first.prediction, evidence=(Evidence(topic, "入选", 1.0),))
    plain = replace(digest, entries=(replace(first, prediction=chosen),))
    assert "<h3>1. 园区&lt;b&gt;<em>入选</em>*名单</h3>" in to_html(document(plain))
    placed = replace(first.prediction, evidence=(Evidence(topic, "入选", 1.0, ((-1, 5, 7),)),))
    entry = replace(first, prediction=placed)
    assert re.search(
        r'<h3>1. 园区&lt;b&gt;<em class="w3" title="[^"]+">入选</em>\*名单</h3>',
        to_html(document(replace(digest, entries=(entry,)))),
    )
    # A blank before it, or a character that is not printed, moves nothing.
    odd = replace(first.article, title=" 园\x01区入选")
    entry2 = replace(
        entry,
        article=odd,
        prediction=replace(placed, evidence=(Evidence(topic, "入选", 1.0, ((-1, 4, 6),)),)),
    )
    assert (
        'title="' in (page := to_html(document(replace(digest, entries=(entry2,)))))
        and ">入选</em></h3>" in page
    )


def test_kicker_and_subtitle_are_printed(digest: Digest) -> None:
    first = digest.entries[0]
    headed = replace(first, article=replace(first.article, kicker="肩<题", subtitle="副|题"))
    changed = replace(digest, entries=(headed,))
    assert "肩\\<题\n\n### " in to_markdown(document(changed)) and "——副\\|题" in to_markdown(
        document(changed)
    )
    assert '<div class="kicker">肩&lt;题</div>' in to_html(document(changed))


def test_evidence_of_chosen_topics_only(digest: Digest) -> None:
    first = digest.entries[0]
    evidence = (
        Evidence("awards", "名单", 0.2),
        Evidence("party_building", "支部", 9.0),
        Evidence("awards", "入选", 0.7),
    )
    changed = replace(first, prediction=replace(first.prediction, evidence=evidence))
    assert layout.evidence_words(changed) == ["入选", "名单"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("1. 甲", "1\\. 甲"),
        ("3.5亿元", "3.5亿元"),
        ("- 乙", "\\- 乙"),
        ("# 丙\n\n丁", "\\# 丙 丁"),
        ("![图](x)", "!\\[图\\](x)"),
        ("&lt;", "\\&lt;"),
    ],
)
def test_markdown_escapes(text: str, shown: str) -> None:
    assert escape(text) == shown


@given(st.text(max_size=40))
def test_any_headline_stays_on_its_line_and_in_its_record(title: str) -> None:
    odd = Article("1", title=title, paragraphs=("甲。",))
    digest = Digest(Issue("x", (odd,)), (Entry(odd, Prediction("1"), Summary("1")),), ())
    lines = to_jsonl(document(digest)).splitlines()
    assert len(lines) == 1 and (json.loads(lines[0])["title"] or "") == title
    assert not re.search(r"(?<!\\)(?:\\\\)*[<>*#|\[]", escape(title))
    page = to_html(document(digest))
    assert page.count("<h3>") == 1 and page.count("<article") == 1


def test_half_a_surrogate_pair_is_written(digest: Digest) -> None:
    broken = replace(digest.entries[1], keywords=("\ud800",))
    data = render(replace(digest, entries=(broken,)), ["jsonl", "md", "html"])
    assert json.loads(data["articles.jsonl"])["keywords"] == ["\ud800"]


def test_write_folder_replaces_its_files_and_keeps_others(tmp_path: Path) -> None:
    folder = tmp_path / "新" / "报摘"
    write_folder(folder, {"a.txt": b"1", "b.txt": b"2"})
    (folder / "mine.txt").write_bytes(b"3")
    write_folder(folder, {"a.txt": b"4"})
    assert {p.name: p.read_bytes() for p in folder.iterdir()} == {
        "a.txt": b"4",
        "b.txt": b"2",
        "mine.txt": b"3",
    }
    assert sha256(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_a_failed_write_leaves_all_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_folder(tmp_path, {"a.txt": b"old"})
    (tmp_path / "b.txt").mkdir()
    with pytest.raises(OutputError, match="同名文件夹"):
        write_folder(tmp_path, {"a.txt": b"new", "b.txt": b"new"})
    (tmp_path / "b.txt").rmdir()
    rename = Path.replace

    def fails_at_b(self: Path, target: Path) -> Path:
        if target.name == "b.txt":
            raise OSError(28, "No space left on device")
        return rename(self, target)

    monkeypatch.setattr(Path, "replace", fails_at_b)
    with pytest.raises(OutputError, match="磁盘已满"):
        write_folder(tmp_path, {"c.txt": b"new", "a.txt": b"new", "b.txt": b"new"})
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == {"a.txt": b"old"}
    with pytest.raises(OutputError, match="磁盘已满"):
        write_folder(tmp_path / "x" / "y", {"b.txt": b"new"})
    assert not (tmp_path / "x").exists()


def test_a_file_open_in_word_is_explained(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What Windows says when Word holds the file that is to be replaced."""
    write_folder(tmp_path, {"digest.docx": b"old"})

    def locked(self: Path, target: Path) -> Path:
        raise PermissionError(13, "Permission denied", str(target))

    monkeypatch.setattr(Path, "replace", locked)
    with pytest.raises(OutputError, match="正在 Word、Excel 中打开"):
        write_folder(tmp_path, {"digest.docx": b"new"})
    assert (tmp_path / "digest.docx").read_bytes() == b"old"


def test_a_file_in_place_of_the_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "out").write_bytes(b"")
    for folder in (tmp_path / "out", tmp_path / "out" / "deep"):
        with pytest.raises(OutputError, match="写不了.*文件") as caught:
            write_folder(folder, {"a.txt": b""})
        assert str(folder) in str(caught.value)


def test_input_schema_wants_some_text() -> None:
    for good in ({"title": "甲"}, {"body": "乙"}, {"paragraphs": ["丙"], "page": 3, "id": 7}):
        jsonschema.validate(good, schema("article_input"))
    for bad in ({}, {"title": None}, {"body": " \n"}, {"paragraphs": [""]}, {"title": ""}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(bad, schema("article_input"))


class Stopped(dict[str, bytes]):
    """The user presses Ctrl-C when the second file is asked for."""

    def items(self):  # type: ignore[no-untyped-def, override]
        yield from list(super().items())[:1]
        raise KeyboardInterrupt


def test_an_interrupt_leaves_no_folder_and_no_half(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        write_folder(tmp_path / "new" / "deep", Stopped(a=b"1", b=b"2"))
    assert list(tmp_path.iterdir()) == []
    write_folder(tmp_path / "there", {"a": b"old"})
    with pytest.raises(KeyboardInterrupt):
        write_folder(tmp_path / "there", Stopped(a=b"1", b=b"2"))
    assert [(p.name, p.read_bytes()) for p in (tmp_path / "there").iterdir()] == [("a", b"old")]


def test_a_round_up_lists_its_pieces(digest: Digest) -> None:
    """The crosshead and the short paragraph without an end mark; the sentence of 12 characters is none."""
    texts = ("头条的正文，说了一句话。", "云岫药谷本月开园", "药谷今天开园。", "另一条的正文。")
    article = Article("q", title="园区快讯", paragraphs=texts, crossheads=(Crosshead(3, "汀澜码头通航"),))
    entry = Entry(article, Prediction("q"), Summary("q", texts[0]))
    shown = render(replace(digest, entries=(entry,)), ["md"])["digest.md"].decode()
    assert "- 内含：云岫药谷本月开园；汀澜码头通航\n" in shown
    plain = replace(entry, article=replace(article, title="园区开园"))
    assert "内含" not in render(replace(digest, entries=(plain,)), ["md"])["digest.md"].decode()


def test_a_copy_without_a_headline_is_named_by_its_place(digest: Digest) -> None:
    """The record of a copy holds no text: what is printed of it must not depend on any."""
    copy = Article("c", paragraphs=("某厂投产。",), newspaper="汀澜晚报", date="2026-06-12")
    article = Article("a", title="投产", paragraphs=("某厂投产。",), also=(copy,))
    assert layout.reprints(article) == ["〔汀澜晚报 6月12日〕"]


@pytest.mark.parametrize("one_line", [layout.clean, escape])
def test_a_long_run_of_blanks_is_made_one_line_at_once(one_line: Callable[[str], str]) -> None:
    blanks = " " * 500_000
    assert one_line(f"甲{blanks}乙{blanks}\n{blanks}丙") == f"甲{blanks}乙 丙"
