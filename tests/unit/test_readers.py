"""Readers: records, saved pages, documents; what they keep and what they refuse."""

from __future__ import annotations

import json
import lzma
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baozhai.errors import InputError
from baozhai.io.corpus import read_articles
from baozhai.io.readers.filenames import from_name
from baozhai.io.readers.records import read_records
from baozhai.io.readers.sources import read_raw
from baozhai.io.readers.text import decode
from baozhai.io.writers import render
from baozhai.records import (
    Article,
    Crosshead,
    Digest,
    Entry,
    Issue,
    Person,
    Prediction,
    Source,
    Summary,
)

ARTICLE = Article(
    "07",
    title="樟溪镇建成第二座水文站",
    kicker="汛期之前",
    subtitle="——数据十分钟一报",
    paragraphs=("樟溪镇第二座水文站昨日投用。", "站长何照说，数据十分钟一报。"),
    byline=(Person("柳问舟", "本报记者"),),
    byline_raw="（本报记者 柳问舟）",
    dateline="本报讯",
    crossheads=(Crosshead(1, "十分钟"),),
    newspaper="云岫高新技术导报",
    date="2026-06-12",
    page="3",
    source=Source("page.txt", "3", ((4, 9), (31, 31))),
    confidence=0.74,
    also=(Article("03", title="水文站投用", newspaper="樟溪晚报", source=Source("other.txt")),),
)


def test_our_own_records_come_back_whole() -> None:
    digest = Digest(Issue("page.txt", (ARTICLE,)), (Entry(ARTICLE, Prediction("07"), Summary("07")),), ())
    written = render(digest, ["jsonl"])["articles.jsonl"].decode()
    assert read_records(written, "articles.jsonl").articles == (ARTICLE,)


@pytest.mark.parametrize("mark", ["\u2028", "\u2029", "\x85", "\x0b", "\x1c"])
def test_line_ends_inside_a_text_do_not_break_a_record(mark: str) -> None:
    line = json.dumps({"title": "题", "body": f"前{mark}后"}, ensure_ascii=False)
    if mark < " ":
        line = line.replace(json.dumps(mark)[1:-1], mark)  # raw controls are no JSON ...
        with pytest.raises(InputError, match="第 1 行"):  # ... and the message names the right line
            read_records(line, "a.jsonl")
    else:
        (article,) = read_records(f"{line}\r\n\n", "a.jsonl").articles
        assert article.paragraphs == (f"前{mark}后",)


@pytest.mark.parametrize(
    "record",
    [
        {"title": "题", "confidence": "high"},
        {"title": "题", "confidence": float("inf")},
        {"title": "题", "confidence": 3},
        {"title": "题", "source": {"file": "a", "spans": [1, 2]}},
        {"title": "题", "source": {"file": "a", "spans": [["x", 2]]}},
        {"title": "题", "source": ["a"]},
        {"title": {"a": 1}},
        {"title": "题", "byline": [{"role": "记者"}]},
        {"title": "题", "byline": 7},
        {"title": "题", "crossheads": [{"text": "x"}]},
        {"title": "题", "paragraphs": "一段"},
        {"title": "题", "headline_size": float("inf")},
        {"title": "", "body": "", "content": "正文"},
        {"title": "题", "also": "x"},
        {"title": "题", "also": [7]},
        {"title": "题", "crossheads": [{"text": "x", "before_para": float("inf")}]},
        {"kicker": "肩题"},
    ],
)
def test_bad_records_name_the_line(record: dict) -> None:
    good = json.dumps({"title": "题"})
    with pytest.raises(InputError, match=r"a.jsonl 第 2 行：.*"):
        read_records(f"{good}\n{json.dumps(record)}\n", "a.jsonl")


def test_the_nan_of_an_empty_cell_is_an_absent_field() -> None:
    nan = float("nan")
    keys = [f.name for f in fields(Article)]
    cells = json.dumps({"body": "云岫市今天下雨。"} | dict.fromkeys(keys, nan))
    assert read_records(cells, "a.jsonl") == read_records('{"body": "云岫市今天下雨。"}', "a.jsonl")
    parts = json.dumps({"title": "题", "paragraphs": [nan, "文"], "source": {"file": "b", "page": nan}})
    (article,) = read_records(parts, "a.jsonl").articles
    assert article.paragraphs == ("文",) and article.source == Source("b")
    assert "第 1 行" in read_records(f'{{"title": NaN, "body": NaN}}\n{parts}', "a.jsonl").notes[0]


def test_an_unknown_kind_is_refused_with_the_two_there_are() -> None:
    with pytest.raises(InputError, match="a.jsonl 第 2 行：.*kind 应是 article 或 photo，得到 foo"):
        read_records('{"title": "题", "kind": "photo"}\n{"title": "题", "kind": "foo"}', "a.jsonl")


def test_text_under_an_unknown_field_is_named_where_there_is_no_body() -> None:
    rows = [
        {"title": "甲", "text": "云岫市今天下雨。"},
        {"title": "乙", "body": "云岫市今天下雨。", "url": "http://a", "author": "某人"},
        {"title": "丙", "article": ["云岫市", "今天下雨。"]},
        {"title": "丁", "views": 7, "summary": {"text": "无"}, "keywords": ["雨"], "topics": ["x"]},
    ]
    issue = read_records("\n".join(map(json.dumps, rows)), "a.jsonl")
    first, second = issue.notes
    assert "a.jsonl 第 1 行" in first and "text 里" in first and "body" in first and "paragraphs" in first
    assert "a.jsonl 第 3 行" in second and "article 里" in second
    (many,) = read_records("\n".join(map(json.dumps, [rows[1], *[rows[0]] * 40])), "a.jsonl").notes
    assert "第 2、3、4、5、6、7、8、9、10、11 等 40 行" in many
    with pytest.raises(
        InputError, match="a.jsonl：2 条记录都没有正文，字段只有 title、text、article。.*body"
    ):
        read_records("\n".join(map(json.dumps, [rows[0], rows[2]])), "a.jsonl")
    photo = {"title": "图", "kind": "photo"}  # a picture needs no text
    assert len(read_records("\n".join(map(json.dumps, [rows[0], photo])), "a.jsonl").articles) == 2


def test_an_id_of_nought_is_an_id() -> None:
    rows = "\n".join(json.dumps({"id": n, "body": "文。"}) for n in range(2))
    assert [a.id for a in read_records(rows, "a.jsonl").articles] == ["0", "1"]


def test_records_of_one_id_are_told_apart() -> None:
    rows = [{"id": key, "body": "文。"} for key in ("x", "y", "x", "x-2", "x")]
    issue = read_records("\n".join(map(json.dumps, rows)), "a.jsonl")
    assert [a.id for a in issue.articles] == ["x", "y", "x-3", "x-2", "x-4"]
    (note,) = issue.notes
    assert "a.jsonl 第 1、3、5 行" in note and "“x”" in note and "x-3、x-4" in note
    # Records of several issues keep their ids: their files tell them apart.
    rows = [{"id": "x", "body": "文。", "source": name} for name in ("a.txt", "b.txt")]
    issue = read_records("\n".join(map(json.dumps, rows)), "a.jsonl")
    assert [a.id for a in issue.articles] == ["x", "x"] and not issue.notes


def test_crossheads_stay_before_their_paragraph_when_blank_ones_are_left_out() -> None:
    record = {
        "paragraphs": ["一", " ", None, "二", "三"],
        "crossheads": [
            {"text": k, "before_para": n} for k, n in (("甲", 0), ("乙", 3), ("丙", 4), ("丁", 5))
        ],
    }
    (article,) = read_records(json.dumps(record), "a.jsonl").articles
    assert article.paragraphs == ("一", "二", "三")
    assert [(c.text, c.before_para) for c in article.crossheads] == [
        ("甲", 0),
        ("乙", 1),
        ("丙", 2),
        ("丁", 3),
    ]


def test_an_empty_record_costs_no_other() -> None:
    good = json.dumps({"body": "文。"})
    issue = read_records(
        f'{good}\n{{}}\n{good}\n{{"title": "", "body": "", "date": "2026-01-02"}}', "a.jsonl"
    )
    assert [a.id for a in issue.articles] == ["01", "03"]
    assert len(issue.notes) == 1 and "a.jsonl 第 2、4 行" in issue.notes[0]
    with pytest.raises(InputError, match="第 1 行：是空记录.*没有别的"):
        read_records("{}", "a.jsonl")


@pytest.mark.parametrize(
    "line", ["[" * 100_000, '{"title": ' * 5000, f'{{"id": {"7" * 5000}}}', '{"a": 1', "题", "[1]"]
)
def test_lines_that_are_no_record(line: str) -> None:
    with pytest.raises(InputError, match="a.jsonl 第 1 行：.+"):
        read_records(line, "a.jsonl")


def _nested(inner: st.SearchStrategy) -> st.SearchStrategy:
    return st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["file", "spans", "text", "name"]), inner
    )


@given(st.recursive(st.none() | st.booleans() | st.floats() | st.text(max_size=5), _nested, max_leaves=8))
def test_any_json_is_read_or_refused(value: object) -> None:
    keys = [f.name for f in fields(Article)] + ["body"]
    for key in keys:
        line = json.dumps({"title": "题", "body": "文。", key: value})
        try:
            (article,) = read_records(line, "a.jsonl").articles
        except InputError as error:
            assert "a.jsonl 第 1 行" in str(error) or "1 条记录都没有正文" in str(error)
        else:
            digest = Digest(Issue("a", (article,)), (Entry(article, Prediction("a"), Summary("a")),), ())
            assert set(render(digest, ["md", "html", "jsonl"])) >= {"digest.md"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_sidecar_in_any_encoding(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "a.txt").write_text("云岫", encoding="utf-8")
    (tmp_path / "a.yaml").write_bytes("newspaper: 云岫日报\r\npage: '3'\r\n".encode(encoding))
    raw = read_raw(str(tmp_path / "a.txt"), max_megabytes=1)
    assert (raw.newspaper, raw.page) == ("云岫日报", "3")


def test_a_folder_in_place_of_a_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=f"{tmp_path}：是文件夹，这里要一个文件。"):
        read_raw(str(tmp_path), max_megabytes=1)


def test_undecodable_sidecar(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("云岫", encoding="utf-8")
    (tmp_path / "a.yaml").write_bytes(b"page: \xff\xff\xff\n")
    with pytest.raises(InputError, match="a.yaml：编码"):
        read_raw(str(tmp_path / "a.txt"), max_megabytes=1)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.jsonl", b"\xff\xfe\x00{}"),
        ("a.jsonl", b'{"title": 1'),
        ("a.jsonl", b'{"paragraphs": "x"}'),
        ("a.jsonl", b"[1]"),
        ("a.jsonl.xz", b"no xz at all"),
        ("a.jsonl.xz", lzma.compress(b'{"title": "x"}' * 99)[:-20]),
    ],
)
def test_damaged_corpora_are_refused(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(InputError, match=name):
        read_articles(tmp_path / name)


def test_a_corpus_that_is_not_utf8_is_told_so(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes('{"title": "云岫"}'.encode("gb18030"))
    with pytest.raises(InputError, match=r"a\.jsonl：不是 UTF-8"):
        read_articles(tmp_path / "a.jsonl")


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "空"),
        (b" \r\n\t", "空"),
        ("云岫市今天下雨。".encode("utf-16")[:-1], "截断"),
        (b"\xef\xbb\xbf" + "云".encode()[:2], "截断"),
        ("云岫市今天下雨。".encode() + b"\xff", "第 24 字节"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "二进制"),
        (b"\x80\x81\x82 latin1 caf\xe9" * 9, "GB18030"),
    ],
)
def test_undecodable_text(data: bytes, word: str) -> None:
    with pytest.raises(InputError, match=f"a.txt：.*{word}"):
        decode(data, "a.txt")


@pytest.mark.parametrize(
    ("stem", "newspaper"),
    [
        ("高新周讯_2026-06-20_第1版", "高新周讯"),
        ("园区动态_20260620_第A4版", "园区动态"),
        ("经济参考-2026.06.20-3版", "经济参考"),
        ("开发区要情 2026-06-20", "开发区要情"),
        ("今日高新_2026-06-20", "今日高新"),
        ("云岫晚报_2026-06-20_第1版", "云岫晚报"),
        ("云岫晚报电子版 第1版", ""),
        *(
            (f"{word}_2026-06-20_第1版", "")
            for word in ("扫描", "扫描件", "附件", "新建文档", "新建文本文档")
        ),
        *(
            (f"{word}_2026-06-20", "")
            for word in ("今日", "记录", "稿件", "今日稿件", "截图", "微信图片", "会议记录")
        ),
        ("高新周讯", ""),
        ("高新周讯2026-06-20", ""),
        ("高新周讯_第1版", ""),
        ("高新周讯_2026-13-20", ""),
        ("高新周讯_2026-06-20_终稿", ""),
        ("讯_2026-06-20", ""),
        ("高" * 13 + "_2026-06-20", ""),
    ],
)
def test_the_newspaper_in_the_name_of_a_file(stem: str, newspaper: str) -> None:
    assert from_name(stem).get("newspaper", "") == newspaper


def test_a_headline_before_a_date_is_no_newspaper() -> None:
    assert "newspaper" not in from_name("新码头启用_2026-06-20", headline=True)
    assert from_name("高新周讯_2026-06-20_第2版", headline=True) == {
        "newspaper": "高新周讯",
        "date": "2026-06-20",
        "page": "2",
    }


def test_few_chinese_characters_are_gbk_in_json_alone() -> None:
    assert decode('{"id": "07", "title": "改"}'.encode("gbk"), "a") == '{"id": "07", "title": "改"}'
    for data in (
        '{"title": "Café noir, très agréable"}'.encode("latin-1"),
        "title: 改, and so on".encode("gbk"),
    ):
        with pytest.raises(InputError, match="编码无法识别|既不是"):
            decode(data, "a")
