"""What an editor sets for a series of digests: 期号, logo, summary lengths by topic, zones, the lead."""

from __future__ import annotations

import io
import json
import re
import struct
import zipfile
import zlib
from dataclasses import replace
from pathlib import Path

import docx
import openpyxl
import pytest

from baozhai import build
from baozhai.build import documents
from baozhai.cli import compose, run
from baozhai.config import Config, DigestConfig
from baozhai.errors import ConfigError
from baozhai.io.counter import issue_number, keep_number
from baozhai.io.writers import render
from baozhai.io.writers.document import document
from baozhai.io.writers.profile import Profile
from baozhai.io.writers.word.page import builtin
from baozhai.records import Article, Digest, Entry, Prediction, Summary
from baozhai.summary import key_figures


def png(width: int = 2, height: int = 1) -> bytes:
    """A red picture, chunk by chunk."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = (b"\0" + b"\xff\0\0" * width) * height
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def number_of(folder: Path) -> str:
    found = re.search(r"\*\*(第\d+期)", (folder / "digest.md").read_text("utf-8"))
    return found[1] if found else ""


def test_issues_are_counted_and_a_reprint_keeps_its_number(records: Path, tmp_path: Path) -> None:
    other = tmp_path / "云岫高新技术导报_2026-06-13_第1版.jsonl"
    other.write_text(records.read_text("utf-8").replace("采茶工", "摘茶工"), encoding="utf-8")
    words = ["format=md,jsonl", "digest.number=auto", f"digest.counter={tmp_path / '期号.jsonl'}"]
    keep_number(tmp_path / "期号.jsonl", "", 35)
    for source, wanted in ((records, "第36期"), (other, "第37期"), (records, "第36期")):
        assert run(["predict", str(source), f"output={tmp_path / 'out'}", *words]) == 0
        assert number_of(tmp_path / "out" / source.stem) == wanted
    assert len((tmp_path / "期号.jsonl").read_text("utf-8").splitlines()) == 3
    for k, name in enumerate(("out", "once", "twice")):  # a digest printed again, and again from that
        assert (
            run(
                [
                    "digest",
                    str(tmp_path / name / records.stem),
                    f"output={tmp_path / ('once', 'twice', 'thrice')[k]}",
                    *words,
                ]
            )
            == 0
        )
        assert number_of(tmp_path / ("once", "twice", "thrice")[k] / records.stem) == "第36期"
    both = [str(tmp_path / "out" / source.stem) for source in (records, other)]
    assert run(["digest", *both, f"output={tmp_path / 'week'}", *words]) == 0
    assert number_of(tmp_path / "week" / "汇总") == "第38期"


def test_a_failed_digest_uses_up_no_number(records: Path, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("一个文件")
    words = ["digest.number=auto", f"digest.counter={tmp_path / '期号.jsonl'}", f"output={tmp_path / 'out'}"]
    assert run(["predict", str(records), *words]) == 3
    assert not (tmp_path / "期号.jsonl").exists()


def test_a_broken_counter_is_named(tmp_path: Path) -> None:
    (tmp_path / "期号.jsonl").write_text('{"number": 3, "key": "a"}\n第四期\n', encoding="utf-8")
    with pytest.raises(ConfigError, match="第 2 行"):
        issue_number(tmp_path / "期号.jsonl", "b")
    with pytest.raises(ConfigError, match="计数文件"):
        compose(["digest.number=auto"])


def test_the_logo_is_inside_the_files(digest: Digest, tmp_path: Path) -> None:
    (tmp_path / "标志.png").write_bytes(png())
    profile = build.profile(DigestConfig(logo=str(tmp_path / "标志.png")))
    files = render(digest, ["html", "docx"], profile)
    assert files["digest.html"].count(b"data:image/png;base64,") == 1
    assert files == render(digest, ["html", "docx"], profile)
    with zipfile.ZipFile(io.BytesIO(files["digest.docx"])) as archive:
        pictures = [archive.read(n) for n in archive.namelist() if n.startswith("word/media/")]
    assert pictures == [png()]
    first = docx.Document(io.BytesIO(files["digest.docx"])).paragraphs[0]
    assert "<w:drawing>" in first._p.xml and first.text == ""
    assert b"data:image" not in render(digest, ["html"])["digest.html"]


BAD_LOGOS = {
    "missing": (None, "没有这个文件"),
    "text": (b"GIF89a not one of ours", "不是 PNG 或 JPEG"),
    "large": (b"\xff\xd8\xff" + bytes(1_000_001), "超过 1 MB"),
}


@pytest.mark.parametrize("name", BAD_LOGOS)
def test_bad_logos(name: str, tmp_path: Path) -> None:
    data, hint = BAD_LOGOS[name]
    if data is not None:
        (tmp_path / "logo").write_bytes(data)
    with pytest.raises(ConfigError, match=hint):
        build.profile(DigestConfig(logo=str(tmp_path / "logo")))


def test_a_template_without_a_place_for_the_logo_is_named(digest: Digest, tmp_path: Path) -> None:
    own = docx.Document(io.BytesIO(builtin("报摘")))
    place = own.paragraphs[0]._p
    place.getparent().remove(place)
    own.save(str(tmp_path / "own.docx"))
    with pytest.raises(ConfigError, match="{{标志}}"):
        render(digest, ["docx"], Profile(template=str(tmp_path / "own.docx"), logo=png()))


def test_summaries_of_a_topic_have_their_own_length(records: Path, tmp_path: Path) -> None:
    def lengths(*words: str) -> dict[str, int]:
        out = tmp_path / f"out{len(words)}"
        assert run(["predict", str(records), f"output={out}", "format=jsonl", *words]) == 0
        text = (out / records.stem / "articles.jsonl").read_text("utf-8")
        rows = [json.loads(line) for line in text.splitlines()]
        return {row["id"]: len(row["summary"]["text"]) for row in rows if row["topics"] == ["manufacturing"]}

    usual, short = lengths(), lengths("digest.summary_chars.manufacturing=30")
    assert usual and all(short[key] <= n for key, n in usual.items()) and short != usual
    assert lengths("digest.summary_chars.awards=30", "summary.max_chars=120") == usual


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("digest.summary_chars.manufacture=30", "manufacturing"),
        ("digest.summary_chars.awards=0", "太少.*20 以上"),
        ("digest.lead=-1", "digest.lead"),
        ("digest.zones.云岫=[云岫高新区]", "conf/digest"),
    ],
)
def test_bad_settings(word: str, hint: str) -> None:
    with pytest.raises(ConfigError, match=hint):
        compose([word])


@pytest.mark.parametrize(
    ("number", "wanted"),
    [
        ("12", "第12期"),
        ("十二", "第十二期"),
        ("一百二十", "第一百二十期"),
        ("二〇", "第二〇期"),
        ("第十二期", "第十二期"),
        ("二月号", "二月号"),
    ],
)
def test_numbers_of_an_issue(digest: Digest, number: str, wanted: str) -> None:
    assert document(digest, Profile(number=number)).number == wanted


def test_zones_are_counted_by_topic_and_newspaper(digest: Digest) -> None:
    """甲园区 stands in the first item only; 厂 in the fourth, which needs a person."""
    zones = (("甲园区", ()), ("某厂", ("丁厂",)), ("无名园区", ()))
    text = render(digest, ["md"], Profile(zones=zones))["digest.md"].decode()
    assert "| 园区 | 生物医药 | 待人工判定 | 合计 |\n| --- | --- | --- | --- |\n" in text
    assert "| 甲园区 | 1 | 0 | 1 |\n| 某厂 | 0 | 1 | 1 |\n" in text
    assert text.count("| 甲园区 |") == 1 and "无名园区" not in text  # one newspaper: no table of newspapers
    assert "园区各" not in render(digest, ["md"])["digest.md"].decode()


def test_key_figures_of_all_items_stand_in_one_table(digest: Digest) -> None:
    """A change goes before money, money before a count; rows stand in printed order, the count is left out."""
    texts = ("产值306.8亿元，同比增长18.9%。", "签约17个项目。", "投资5亿元。")
    entries = []
    for k, text in enumerate(texts):
        article = Article(f"f{k}", title=f"第{k}篇<b>", paragraphs=(text,))
        entries.append(
            Entry(article, Prediction(f"f{k}"), Summary(f"f{k}", text), figures=key_figures(article))
        )
    whole = replace(digest, entries=tuple(entries))
    files = render(whole, ["md", "html", "docx", "xlsx"], Profile(figures=2))
    text = files["digest.md"].decode()
    assert (
        text.count("| 产值306.8亿元（同比增长18.9%） | 第 1 条 第0篇\\<b\\> |\n| 投资5亿元 | 第 3 条 ") == 1
    )
    assert '<td class="words">第 3 条 第2篇&lt;b&gt;</td>' in files["digest.html"].decode()
    grid = docx.Document(io.BytesIO(files["digest.docx"])).tables[-1]
    assert [cell.text for cell in grid.rows[2].cells] == ["投资5亿元", "第 3 条 第2篇<b>"]
    book = openpyxl.load_workbook(io.BytesIO(files["digest.xlsx"]))
    assert "投资5亿元" in [row[0] for row in book["统计"].iter_rows(values_only=True)]
    assert "关键数字**" not in render(whole, ["md"])["digest.md"].decode()


def test_larger_headlines_come_first_within_a_page(digest: Digest) -> None:
    sizes = {"a": 20.0, "b": 0.0, "c": 36.0}
    entries = [
        Entry(
            Article(k, title=f"题{k}", paragraphs=("文。",), page="2", headline_size=v),
            Prediction(k),
            Summary(k),
        )
        for k, v in sizes.items()
    ]
    front = replace(entries[1].article, id="d", title="题d", page="1")
    entries.append(replace(entries[1], article=front))
    text = render(replace(digest, entries=tuple(entries)), ["md"])["digest.md"].decode()
    assert re.findall(r"^### \d+\. 题(\w)", text, re.M) == ["d", "c", "a", "b"]


def test_the_manifest_names_every_file_a_digest_is_made_of(digest: Digest, tmp_path: Path) -> None:
    (tmp_path / "标志.png").write_bytes(png())
    cfg = Config(format="md", digest=DigestConfig(logo=str(tmp_path / "标志.png")))
    manifest = json.loads(documents.files(digest, cfg)["manifest.json"])
    assert [source["role"] for source in manifest["sources"]] == ["logo"]


def test_an_article_for_a_person_counts_wherever_it_is_printed(digest: Digest) -> None:
    """丁厂 stands in the one article that needs a person: the watch-list prints it, the head still counts it."""
    for settings in (DigestConfig(), DigestConfig(watch={"丁厂": []})):
        files = documents.files(digest, Config(format="md", digest=settings))
        assert json.loads(files["manifest.json"])["counts"]["abstained"] == 1
        assert "待人工判定 1 篇" in files["digest.md"].decode()
