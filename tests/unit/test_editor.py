"""What an editor sets for a series of digests: 期号, logo, summary lengths by topic, zones, the lead."""

from __future__ import annotations

import io
import json
import re
import struct
import zipfile
import zlib
from pathlib import Path

import docx
import pytest

from baozhai import build
from baozhai.build import documents
from baozhai.cli import compose, run
from baozhai.config import Config, DigestConfig
from baozhai.errors import ConfigError
from baozhai.io.counter import issue_number, keep_number
from baozhai.io.writers import render
from baozhai.io.writers.profile import Profile
from baozhai.io.writers.word.page import builtin
from baozhai.records import Digest


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
        ("digest.summary_chars.awards=0", "1 以上"),
        ("digest.lead=-1", "digest.lead"),
        ("digest.zones.云岫=[云岫高新区]", "conf/digest"),
    ],
)
def test_bad_settings(word: str, hint: str) -> None:
    with pytest.raises(ConfigError, match=hint):
        compose([word])


def test_zones_are_counted_by_topic_and_newspaper(digest: Digest) -> None:
    """甲园区 stands in the first item only; 厂 in the fourth, which needs a person."""
    zones = (("甲园区", ()), ("某厂", ("丁厂",)), ("无名园区", ()))
    text = render(digest, ["md"], Profile(zones=zones))["digest.md"].decode()
    assert "| 园区 | 生物医药 | 待人工判定 | 合计 |\n| --- | --- | --- | --- |\n" in text
    assert "| 甲园区 | 1 | 0 | 1 |\n| 某厂 | 0 | 1 | 1 |\n" in text
    assert text.count("| 甲园区 |") == 2 and "无名园区" not in text
    assert "园区各" not in render(digest, ["md"])["digest.md"].decode()


def test_the_manifest_names_every_file_a_digest_is_made_of(digest: Digest, tmp_path: Path) -> None:
    (tmp_path / "标志.png").write_bytes(png())
    cfg = Config(format="md", digest=DigestConfig(logo=str(tmp_path / "标志.png")))
    manifest = json.loads(documents.files(digest, cfg)["manifest.json"])
    assert [source["role"] for source in manifest["sources"]] == ["logo"]
