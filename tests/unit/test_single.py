"""Documents and plain texts of one article, and how they are told from page dumps."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from hypothesis import given
from hypothesis import strategies as st

from baozhai import build
from baozhai.errors import InputError
from baozhai.ingest.ledger import fields
from baozhai.ingest.pasted import document_rows, single_rows
from baozhai.ingest.single import signed, single_issue
from baozhai.io.readers.docx import read_docx
from baozhai.io.readers.sources import RawIssue, find_inputs, kind, read_raw
from baozhai.records import Article, Crosshead, Issue, Person

LONG = (
    "云岫北门大桥昨日合龙，全长九百二十米，工期三年。大桥采用钢箱梁，桥下净空十二米，千吨级船舶可以通过。"
    "通车以后，樟溪镇到火车站的车程从四十分钟缩短到十二分钟，沿线三个村的果园也有了出货的路。"
)
TEXT = f"""云岫北门大桥合龙
——全长九百二十米
本报记者 柳问舟 通讯员 何照
来源：云岫日报

　　本报讯 {LONG}
一、桥下能走船
　　“船老大都说好。”站长何照说。
　　大桥明年五月通车。（本报记者 柳问舟）
"""


def test_plain_text_of_one_article() -> None:
    issue = single_issue(single_rows(TEXT), "a.txt")
    (a,) = issue.articles
    assert (a.title, a.subtitle, a.dateline) == ("云岫北门大桥合龙", "——全长九百二十米", "本报讯")
    assert a.paragraphs == (LONG, "“船老大都说好。”站长何照说。", "大桥明年五月通车。")
    assert a.crossheads == (Crosshead(1, "一、桥下能走船"),)
    assert a.byline == (Person("柳问舟", "本报记者"), Person("何照", "通讯员"))
    assert a.byline_raw == "本报记者 柳问舟 通讯员 何照 （本报记者 柳问舟）"
    assert issue.furniture == ("来源：云岫日报",)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "云岫北门大桥合龙\n",
        LONG,  # no headline
        f"{LONG}\n{LONG}",
        f"云岫北门大桥合龙\n{LONG[:40]}\n{LONG[40:]}",  # wrapped like a column
        f"云岫北门大桥合龙\n{LONG}\n老街修旧如旧\n{LONG}",  # a second headline
        f"云岫北门大桥合龙\n本报讯 {LONG}\n本报讯 {LONG}",  # a second dateline
        f"云岫北门大桥合龙\n{LONG}\n大桥明年",  # cut off
        f"云岫日报\n{LONG}",  # a masthead
        f"第3版\n{LONG}",
        "云岫北门大桥合龙\n短短一句。",  # might be a caption
        f"A headline in Latin letters\n{LONG}",
    ],
)
def test_what_is_left_to_the_cutter(text: str) -> None:
    assert single_rows(text) == []


NOTICE = "因检修管道，定于八月十五日晚十点起对云岫路以北停水八小时，请用户提前储水。"
SEVERAL = [
    ("停水通知", [NOTICE, "云岫水务公司", "2026年8月10日"]),
    ("樟溪果园为何这么甜？", ["本报讯 果园今年换了树苗，每亩多收三成；", "“还能再多些。”果农何照说。"]),
    ("云岫北门大桥合龙", ["本报记者 柳问舟", LONG, "大桥明年五月通车。"]),
    ("夜游樟溪", ["华灯初上，市民在溪边纳凉。 通讯员 何照 摄"]),
    ("七月服务事项办理情况", ["事项\t受理\t办结", "用工\t132\t130"]),
]


@pytest.mark.parametrize(("between", "within"), [("\n\n", "\n　　"), ("\r\n\r\n\r\n", "\r\n\r\n")])
def test_several_articles_between_blank_lines(tmp_path: Path, between: str, within: str) -> None:
    """Each is cut as it was pasted, with one blank line between, or with more when paragraphs are parted too."""
    text = between.join(within.join([title, *lines]) for title, lines in SEVERAL)
    (tmp_path / "a.txt").write_bytes(text.encode())
    issue = build.read_issue(tmp_path / "a.txt")
    notice, orchard, bridge, photo, table = issue.articles
    assert [a.title for a in issue.articles] == [title for title, _ in SEVERAL]
    assert [a.id for a in issue.articles] == ["01", "02", "03", "04", "05"]
    assert notice.paragraphs == (NOTICE, "云岫水务公司", "2026年8月10日") and issue.date == ""
    assert orchard.dateline == "本报讯" and len(orchard.paragraphs) == 2
    assert bridge.byline == (Person("柳问舟", "本报记者"),) and bridge.paragraphs == (
        LONG,
        "大桥明年五月通车。",
    )
    assert photo.kind == "photo" and photo.byline == (Person("何照", "通讯员"),)
    assert table.paragraphs == ("事项 受理 办结　用工 132 130",)


def test_subtitle_and_crosshead_of_one_of_several() -> None:
    first = f"云岫北门大桥合龙\n全长九百二十米 工期三年\n{LONG}\n桥下能走船\n{LONG}"
    (a, b) = single_issue(
        single_rows(f"{first}\n\n樟溪果园今年每亩多收三成\n本报讯 {NOTICE}"), "a.txt"
    ).articles
    assert (a.title, a.subtitle) == ("云岫北门大桥合龙", "全长九百二十米 工期三年")
    assert a.paragraphs == (LONG, LONG) and a.crossheads == (Crosshead(1, "桥下能走船"),)
    assert (b.title, b.paragraphs) == ("樟溪果园今年每亩多收三成", (NOTICE,))


def test_marked_byline_list_of_names_and_caption_between_blank_lines() -> None:
    """A byline behind a mark opens no article, names without an end mark are no columns, a caption is an item."""
    names = "、".join(["云岫重工股份有限公司", "樟溪制药有限公司", "云岫光电研究院", "樟溪果品合作社"] * 3)
    blocks = [
        f"关于表彰先进单位的决定\n{NOTICE}\n先进单位（12家）\n{names}\n希望再接再厉。",
        "图为先进单位代表在领奖。 本报记者 何照 摄",
        "云岫北门大桥合龙",
        "▶ 本报记者 柳问舟",
        LONG,
    ]
    decision, photo, bridge = single_issue(single_rows("\n\n".join(blocks)), "a.txt").articles
    assert (decision.title, bridge.title) == ("关于表彰先进单位的决定", "云岫北门大桥合龙")
    assert decision.paragraphs == (NOTICE, f"先进单位（12家）　{names}", "希望再接再厉。")
    assert (photo.kind, photo.paragraphs) == ("photo", ("图为先进单位代表在领奖。",))
    assert photo.byline == (Person("何照", "本报记者"),)
    assert bridge.byline == (Person("柳问舟", "本报记者"),) and bridge.paragraphs == (LONG,)


@pytest.mark.parametrize(
    ("head", "printed"),
    [
        ("云岫日报\n第3版\n2026年8月11日", ("云岫日报", "2026-08-11", "3")),
        ("云岫日报 第3版", ("云岫日报", "", "3")),
        ("云岫日报 2026年8月11日 星期二 第3版", ("云岫日报", "2026-08-11", "3")),
        ("园区一周（8月3日—8月7日）", ("", "", "")),
    ],
)
def test_masthead_and_kickers_of_pasted_articles(head: str, printed: tuple[str, str, str]) -> None:
    """What stands over all articles is no headline and no reason to cut a page; a tag or 某某提醒： is a kicker."""
    text = f"{head}\n\n【综合】\n云岫北门大桥合龙\n{LONG}\n\n水务公司提醒：\n\n云岫路以北明晚停水\n{NOTICE}"
    issue = single_issue(single_rows(text), "a.txt")
    assert [(a.kicker, a.title, a.paragraphs) for a in issue.articles] == [
        ("【综合】", "云岫北门大桥合龙", (LONG,)),
        ("水务公司提醒：", "云岫路以北明晚停水", (NOTICE,)),
    ]
    assert (issue.newspaper, issue.date, issue.page) == printed
    assert {(a.newspaper, a.date, a.page) for a in issue.articles} == {printed}
    assert issue.furniture == tuple(head.split("\n"))


def test_three_lines_over_a_text_are_kicker_headline_and_subtitle() -> None:
    text = f"历时三年建成通车\n云岫北门大桥合龙\n——全长九百二十米\n{LONG}\n\n云岫路以北明晚停水\n本报讯　{NOTICE}"
    bridge, notice = single_issue(single_rows(text), "a.txt").articles
    over = bridge.kicker, bridge.title, bridge.subtitle, bridge.paragraphs
    assert over == ("历时三年建成通车", "云岫北门大桥合龙", "——全长九百二十米", (LONG,))
    assert (notice.kicker, notice.title) == ("", "云岫路以北明晚停水")


def test_briefs_with_their_headline_in_the_paragraph() -> None:
    """●headline, a blank and the text: each is an article, signed in brackets; the mark is furniture."""
    briefs = [("云岫北门大桥昨日合龙", LONG, "柳问舟"), ("云岫路以北八月十五日停水", NOTICE, "何照")]
    lines = [f"●{title} {text}（{name}）" for title, text, name in briefs]
    issue = single_issue(single_rows("园区简讯（8月10日）\n\n" + "\n".join(lines)), "a.txt")
    assert [(a.title, *a.paragraphs) for a in issue.articles] == [(t, text) for t, text, _ in briefs]
    assert [a.byline for a in issue.articles] == [(Person("柳问舟"),), (Person("何照"),)]
    assert issue.furniture == ("园区简讯（8月10日）", "●", "●")


def test_captions_under_the_name_of_their_section() -> None:
    """A credit may stand on a line of its own; 简讯 is the name of a section and signs nothing."""
    text = (
        f"图说新闻\n市民在樟溪边纳凉。\n本报记者 柳问舟 摄\n\n▲果农在检查防雹网。 通讯员 何照/摄\n\n简讯\n\n"
        f"●云岫北门大桥昨日合龙 {LONG}\n●云岫路以北八月十五日停水 {NOTICE}"
    )
    first, second, bridge, _ = single_issue(single_rows(text), "a.txt").articles
    assert [(a.kind, a.title, a.paragraphs) for a in (first, second, bridge)] == [
        ("photo", "图说新闻", ("市民在樟溪边纳凉。",)),
        ("photo", "", ("▲果农在检查防雹网。",)),
        ("article", "云岫北门大桥昨日合龙", (LONG,)),
    ]
    assert [a.byline for a in (first, second)] == [
        (Person("柳问舟", "本报记者"),),
        (Person("何照", "通讯员"),),
    ]


def starter(root: Path) -> list[dict[str, Any]]:
    files = sorted((root / "data" / "starter" / "articles").glob("*.jsonl"))
    rows = [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    return [row for row in rows if row["kind"] == "article" and row["title"]]


def test_starter_articles_between_blank_lines_are_cut_as_they_are(root: Path) -> None:
    articles = [a for a in starter(root) if not a["crossheads"]]
    groups = [articles[k : k + 8] for k in range(0, len(articles) - 7, 8)]
    assert len(groups) > 20
    for group in groups:
        text = "\n\n".join("\n".join([a["title"], *a["paragraphs"]]) for a in group)
        found = single_issue(single_rows(text), "a.txt").articles
        assert [a.title for a in found] == [a["title"] for a in group]
        assert [a.paragraphs for a in found] == [tuple(a["paragraphs"]) for a in group]


def test_parts_of_one_article_between_blank_lines_are_not_several(root: Path) -> None:
    features = [a for a in starter(root) if len(a["crossheads"]) > 1]
    assert len(features) > 20
    for a in features:
        over = {head["before_para"]: f"\n{head['text']}\n" for head in a["crossheads"]}
        text = "".join(f"{over.get(k, '')}{p}\n" for k, p in enumerate(a["paragraphs"]))
        assert not any(role == "headline" for role, _ in single_rows(f"{a['title']}\n{text}")), a["id"]


@pytest.mark.parametrize("width", [14, 22, 38])
def test_wrapped_lines_between_blank_lines_are_left_to_the_cutter(root: Path, width: int) -> None:
    articles = starter(root)[:40]
    wrapped = [[p[k : k + width] for p in a["paragraphs"] for k in range(0, len(p), width)] for a in articles]
    text = "\n\n".join("\n".join([a["title"], *lines]) for a, lines in zip(articles, wrapped, strict=True))
    assert single_rows(text) == []


@given(
    st.text("云岫樟溪站长何照说，。“”？（）本报讯记者 一、：来源2026年6月1日摄\n\n\n\n　\t"),
    st.lists(st.sampled_from([title for title, _ in SEVERAL]), min_size=2, max_size=4),
)
def test_no_character_of_several_articles_is_lost(noise: str, titles: list[str]) -> None:
    text = noise.join(f"{title}\n{LONG}\n\n" for title in titles)
    rows = single_rows(text)
    issue = single_issue(rows, "a.txt")
    landed = [t for a in issue.articles for t in fields(a)] + list(issue.furniture)
    assert not rows or sorted("".join("".join(landed).split())) == sorted("".join(text.split()))


def test_no_page_dump_is_taken_for_one_article(root: Path) -> None:
    dumps = sorted((root / "data" / "starter").rglob("*.txt"))
    assert len(dumps) > 50
    assert [p for p in dumps if single_rows(p.read_text(encoding="utf-8"))] == []


def test_no_public_dump_is_taken_for_one_article(shared: Path) -> None:
    dumps = sorted((shared / "pages").rglob("*.txt"))
    assert len(dumps) > 80
    assert [p for p in dumps if single_rows(p.read_text(encoding="utf-8"))] == []


@given(
    st.lists(
        st.text("云岫樟溪站长何照说，。“”（）本报讯记者 一、：来源2026年6月1日摄", min_size=1), max_size=8
    )
)
def test_no_character_of_a_document_is_lost(texts: list[str]) -> None:
    issue = single_issue([("", text) for text in texts], "a.docx")
    landed = [text for a in issue.articles for text in fields(a)] + list(issue.furniture)
    assert sorted("".join("".join(landed).split())) == sorted("".join("".join(texts).split()))


def document(*rows: tuple[str, str]) -> docx.document.Document:
    made = docx.Document()
    for style, text in rows:
        made.add_paragraph(text, style=style or None)
    return made


def packed(made: docx.document.Document) -> bytes:
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def test_document_with_styles() -> None:
    made = document(
        ("", "历时三年"),
        ("Title", "云岫北门大桥合龙"),
        ("Subtitle", "全长九百二十米"),
        ("", "本报记者 柳问舟"),
        ("", "　　大桥昨日合龙。"),
        ("Heading 2", "桥下能走船"),
        ("", "千吨级船舶可以通过。"),
    )
    (a,) = single_issue(document_rows(read_docx(packed(made), "a.docx")), "a.docx").articles
    assert (a.kicker, a.title, a.subtitle) == ("历时三年", "云岫北门大桥合龙", "全长九百二十米")
    assert a.paragraphs == ("大桥昨日合龙。", "千吨级船舶可以通过。")
    assert a.byline == (Person("柳问舟", "本报记者"),) and a.crossheads == (Crosshead(1, "桥下能走船"),)


@pytest.mark.parametrize("style", ["Heading 1", ""])
def test_document_of_several_articles(style: str) -> None:
    """Headings of the first level, or blank lines, part them as in a plain text; the first one was all there was."""
    rows: list[tuple[str, str]] = []
    for title, lines in SEVERAL[1:3]:
        rows += [(style, title), *(("", line) for line in lines), ("", "")]
    orchard, bridge = single_issue(
        document_rows(read_docx(packed(document(*rows)), "a.docx")), "a.docx"
    ).articles
    assert (orchard.title, bridge.title) == ("樟溪果园为何这么甜？", "云岫北门大桥合龙")
    assert len(orchard.paragraphs) == 2 and bridge.paragraphs == (LONG, "大桥明年五月通车。")


def test_headings_under_a_title_are_crossheads() -> None:
    made = document(
        ("Title", "七月运行情况通报"),
        ("", "现将情况通报如下。"),
        ("Heading 1", "一、总体情况"),
        ("", f"{LONG}"),
        ("Heading 1", "二、存在问题"),
        ("", "订单不足。"),
    )
    (a,) = single_issue(document_rows(read_docx(packed(made), "a.docx")), "a.docx").articles
    assert a.crossheads == (Crosshead(1, "一、总体情况"), Crosshead(2, "二、存在问题"))


def test_features_with_headings_of_one_level_are_one_document(root: Path) -> None:
    features = [a for a in starter(root) if len(a["crossheads"]) > 1]
    assert len(features) > 20
    for a in features:
        over = {head["before_para"]: [("title", head["text"])] for head in a["crossheads"]}
        rows = [row for k, p in enumerate(a["paragraphs"]) for row in (*over.get(k, ()), ("", p), ("", ""))]
        found = document_rows([("title", a["title"]), *rows])
        assert not any(role == "headline" for role, _ in found), a["id"]


def test_row_of_a_table_in_a_document() -> None:
    made = document(("Title", "七月服务事项办理情况"), ("", "情况如下。"))
    table = made.add_table(rows=2, cols=3)
    for cell, text in zip(table._cells, ("事项", "受理", "办结", "用工", "132", "130"), strict=True):
        cell.text = text
    rows = read_docx(packed(made), "a.docx")
    assert rows[2:] == [("", "事项　受理　办结"), ("", "用工　132　130")]


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def test_document_text_in_odd_places() -> None:
    """Tables, line breaks, inserted and moved text are read; deleted text is not."""
    made = document(("Title", "云岫北门大桥合龙"), ("", "大桥昨日合龙。\n全长九百二十米。"))
    made.add_table(rows=1, cols=2).cell(0, 1).text = "净空十二米。"
    body = made.element.body
    body.insert(
        len(body) - 1,
        parse_xml(
            f"<w:p {W}><w:r><w:t>明年</w:t></w:r><w:ins w:id='1' w:author='x'><w:r><w:t>五月</w:t></w:r></w:ins>"
            "<w:del w:id='2' w:author='x'><w:r><w:delText>七月</w:delText></w:r></w:del><w:r><w:t>通车。</w:t></w:r></w:p>"
        ),
    )
    rows = read_docx(packed(made), "a.docx")
    assert [text for _, text in rows] == [
        "云岫北门大桥合龙",
        "大桥昨日合龙。",
        "全长九百二十米。",
        "净空十二米。",
        "明年五月通车。",
    ]


def archive(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as pack:
        for name, data in members.items():
            pack.writestr(name.replace("__", "/"), data)
    return out.getvalue()


GOOD = packed(document(("Title", "题"), ("", "一段。")))
BAD = {
    "empty": (b"", "空"),
    "old": (b"\xd0\xcf\x11\xe0\xa1\xb1" + b"\0" * 600, ".doc"),
    "text": ("云岫北门大桥合龙".encode(), "不是 Word 文档"),
    "cut off": (GOOD[: len(GOOD) // 2], "不是 Word 文档"),
    "workbook": (archive(xl__workbook=b"<x/>"), "不是 Word 文档"),
    "bare": (archive(**{"word__document.xml": b"<w/>"}), "打不开"),
    "bomb": (archive(**{"word__document.xml": b" " * 201_000_000}), "超过"),
    "blank": (packed(docx.Document()), "没有文字"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_documents(name: str) -> None:
    data, word = BAD[name]
    with pytest.raises(InputError, match=f"a.docx：.*{word}"):
        read_docx(data, "a.docx")


@given(st.integers(0, len(GOOD) - 1), st.integers(1, 255))
def test_damaged_documents_never_crash(at: int, flip: int) -> None:
    data = bytearray(GOOD)
    data[at] ^= flip
    try:
        assert read_docx(bytes(data), "a.docx")
    except InputError as error:
        assert "a.docx" in str(error)


@pytest.mark.parametrize(
    ("name", "data", "want"),
    [
        ("a.txt", b"%PDF-1.7", "pdf"),
        ("a.txt", GOOD, "docx"),
        ("a.txt", b"\xef\xbb\xbf \n<!DOCTYPE HTML><p>", "html"),
        ("a.txt", b"<!-- saved from url=(0022) -->\n<html>", "html"),
        ("a.HTM", b"<p>", "html"),
        ("a.txt", b'\xef\xbb\xbf\n{"title": 1}', "records"),
        ("a.jsonl", b"[1]", "records"),
        ("标准输入", "云岫日报".encode(), "text"),
    ],
)
def test_kind_of_input(name: str, data: bytes, want: str) -> None:
    assert kind(RawIssue(name, "a", data)) == want


def test_web_archive_is_refused() -> None:
    head = b'From: <Saved by a browser>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="x"\r\n'
    with pytest.raises(InputError, match="a.mht：.*仅 HTML"):
        kind(RawIssue("a.mht", "a", head))


def test_folder_of_saved_pages(tmp_path: Path) -> None:
    page = f"<html><h1>大桥合龙</h1><p>{LONG}</p></html>"
    for name in ("b.html", "a.htm", "a_files/frame.html", "c.docx", "~$c.docx", "d.css"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(page, encoding="utf-8")
    assert [Path(p).name for p in find_inputs([str(tmp_path)]).files] == ["a.htm", "b.html", "c.docx"]


def test_metadata_of_a_saved_page(tmp_path: Path) -> None:
    page = f"<html><h1>大桥合龙</h1><p>《云岫日报》2026年6月12日第03版</p><div><p>{LONG}</p></div></html>"
    for name in ("关于大桥合龙的通报.html", "樟溪晚报_2026-06-11.html"):
        (tmp_path / name).write_text(page, encoding="utf-8")
    (a,) = build.read_issue(tmp_path / "关于大桥合龙的通报.html").articles
    assert (a.newspaper, a.date, a.page) == ("云岫日报", "2026-06-12", "3")
    (a,) = build.read_issue(tmp_path / "樟溪晚报_2026-06-11.html").articles
    assert (a.newspaper, a.date, a.page) == ("樟溪晚报", "2026-06-11", "3")
    assert read_raw(str(tmp_path / "关于大桥合龙的通报.html"), max_megabytes=1).newspaper == ""


@pytest.mark.parametrize(
    ("texts", "names"),
    [
        (
            ("本报讯（记者 冉岚 通讯员 卓野、栗青禾）8月2日，鹿汀县药谷开园。", "园内已有三家企业。"),
            "冉岚 卓野 栗青禾",
        ),
        (("药谷开园首日迎来三家企业云岫日报8月2日讯（瞿澜 记者冉岚）昨天，鹿汀县药谷开园。",), "瞿澜 冉岚"),
        (("鹿汀县药谷8月2日开园。", "园内已有三家企业。（云岫日报社记者 冉岚 整理报道）"), "冉岚"),
        (("鹿汀县药谷（记者站旧址）8月2日开园。", "园内已有三家企业（记者冉岚曾到访）。"), ""),
        ((), ""),
    ],
)
def test_records_name_whom_their_texts_credit(texts: tuple[str, ...], names: str) -> None:
    a = Article("1", paragraphs=texts)
    found = signed(Issue("a.jsonl", (a,))).articles[0]
    assert " ".join(p.name for p in found.byline) == names
    assert replace(found, byline=()) == a


def test_words_beside_names_in_a_credit_are_nobody() -> None:
    credit = "（来源：云岫财经记者 林一舟 作者：任二 校对 何小满 图片由通讯员提供）"
    a = Article("1", paragraphs=(f"青岚市一家轴承厂昨天投产。{credit}",))
    found = signed(Issue("a.jsonl", (a,))).articles[0].byline
    assert [p.name for p in found] == ["林一舟", "任二", "何小满"]


def test_a_record_with_a_byline_keeps_it() -> None:
    a = Article("1", paragraphs=("本报讯（记者 冉岚）药谷开园。",), byline=(Person("卓野", "记者"),))
    assert signed(Issue("a.jsonl", (a,))).articles == (a,)
