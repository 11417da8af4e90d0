"""One document, six formats: each is read back and held to the others; Word, Excel and CSV in detail."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from baozhai.build import files
from baozhai.config import Config
from baozhai.errors import ConfigError
from baozhai.io.writers import render
from baozhai.io.writers.counts import tally
from baozhai.io.writers.document import document
from baozhai.io.writers.profile import Profile
from baozhai.io.writers.word.blocks import Line, to_xml
from baozhai.io.writers.word.page import builtin
from baozhai.io.writers.word.pages import estimate, lines
from baozhai.io.writers.word.styles import STYLES
from baozhai.records import Article, Digest, Entry, Issue, Prediction, Summary, Topic

FORMATS = ("md", "html", "docx", "xlsx", "csv", "jsonl")
PROFILE = Profile(
    title="云岫摘报",
    organization="云岫高新区办公室",
    number="12",
    sensitive=("集市", "不在文中"),
    watch=(("甲园区", ("云岫园",)), ("乌有厂", ())),
    report_to="区领导",
    issue_to="各科室",
)
Shown = list[tuple[str, str, str, str]]  # section, headline, summary, keywords


@pytest.fixture
def full(digest: Digest, entry: Callable[..., Entry]) -> Digest:
    """The small digest with a second newspaper and a cell that looks like a formula."""
    odd = entry(6, "=1+1 起步", "庚厂投产。", ("biomedicine",), "topics")
    odd = replace(odd, article=replace(odd.article, newspaper="汀澜晚报"))
    return replace(digest, entries=(*digest.entries, odd))


def word(data: bytes) -> Any:
    return docx.Document(io.BytesIO(data))


def from_docx(data: bytes) -> Shown:
    out: list[list[str]] = []
    section = ""
    for p in word(data).paragraphs:
        if p.style.name == "栏目":
            section = re.sub(r"^.+?、|（.*", "", p.text)
        elif p.style.name == "条目标题":
            out.append([section, p.text.partition(". ")[2], "", ""])
        elif p.style.name == "摘要" and out:
            out[-1][2] = p.text
        elif p.style.name == "附注" and p.text.startswith("关键词："):
            out[-1][3] = p.text.removeprefix("关键词：")
    return [(a, b, c, d) for a, b, c, d in out]


class _Page(HTMLParser):
    """Collects the texts of headings, summaries and keywords."""

    def __init__(self) -> None:
        super().__init__()
        self.out: list[list[str]] = []
        self.section = self.at = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.at = {"h2": "h2", "h3": "h3"}.get(tag, str(dict(attrs).get("class")))

    def handle_endtag(self, tag: str) -> None:
        self.at = ""

    def handle_data(self, data: str) -> None:
        if self.at == "h2":
            self.section = data
        elif self.at == "h3":
            number, _, head = data.partition(". ")
            assert int(number) == len(self.out) + 1
            self.out.append([self.section, head, "", ""])
        elif self.at == "summary":
            self.out[-1][2] = data
        elif self.at == "facts" and data.startswith("关键词："):
            self.out[-1][3] = data.removeprefix("关键词：")


def from_html(data: bytes) -> Shown:
    page = _Page()
    page.feed(data.decode())
    return [(a, b, c, d) for a, b, c, d in page.out]


def from_md(data: bytes) -> Shown:
    out, section = [], ""
    text = re.sub(r"\\(.)", r"\1", data.decode())
    for block in re.split(r"\n(?=##)", text):
        if block.startswith("## "):
            section = block[3:].partition("\n")[0]
        elif block.startswith("### "):
            head, _, summary = [b for b in block[4:].split("\n\n") if not b.startswith("——")][:3]
            words = re.search("- 关键词：(.*)", block)
            number, _, head = head.partition(". ")
            assert int(number) == len(out) + 1
            out.append((section, head, summary, words.group(1) if words else ""))
    return out


def from_rows(rows: list[list[Any]]) -> Shown:
    head = rows[0]
    at = [head.index(name) for name in ("栏目", "标题", "摘要", "关键词")]
    return [tuple(str(row[k] or "") for k in at) for row in rows[1:]]  # type: ignore[misc]


def from_xlsx(data: bytes) -> Shown:
    sheet = openpyxl.load_workbook(io.BytesIO(data))["报摘"]
    return from_rows([[cell.value for cell in row] for row in sheet.iter_rows()])


def csv_rows(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def from_csv(data: bytes) -> Shown:
    return from_rows([[re.sub(r"^'", "", cell) for cell in row] for row in csv_rows(data)])


def test_the_formats_say_the_same(full: Digest) -> None:
    """Section, headline, summary and keywords of every item, in the same order."""
    doc = document(full, PROFILE)
    data = render(full, FORMATS, PROFILE)
    want = [(i.section, i.headline, i.summary, i.fact("关键词")) for i in doc.items]
    assert [w[0] for w in want] == ["与我有关", "党建", "生物医药", "其他要闻", "图片新闻", "待人工判定"]
    assert from_md(data["digest.md"]) == want
    assert from_html(data["digest.html"]) == want
    assert from_docx(data["digest.docx"]) == want
    assert from_xlsx(data["digest.xlsx"]) == want
    assert from_csv(data["digest.csv"]) == want
    ids = [json.loads(line)["id"] for line in data["articles.jsonl"].decode().splitlines()]
    assert ids == [i.entry.article.id for i in doc.items]


def test_the_counts_are_the_same(full: Digest) -> None:
    """Topic × newspaper, by hand: one item a section, the odd one in the evening paper; the watched one is of a topic too."""
    table = document(full, PROFILE).table
    assert table.header == ["类别", "云岫导报", "汀澜晚报", "合计"]
    assert table.lines[-2:] == [["合计", 5, 1, 6], ["其中与我有关", 1, 0, 1]]
    data = render(full, FORMATS, PROFILE)
    want = [table.header, *([str(v) for v in line] for line in table.lines)]
    found = word(data["digest.docx"]).tables[0]
    assert [[cell.text for cell in row.cells] for row in found.rows] == want
    sheet = openpyxl.load_workbook(io.BytesIO(data["digest.xlsx"]))["统计"]
    assert [[str(cell.value) for cell in row] for row in sheet.iter_rows()] == want
    rows = re.findall(r"<tr>(.*?)</tr>", data["digest.html"].decode())
    assert [re.findall(r">([^<]+)</t", row) for row in rows] == want
    assert "| 生物医药 | 1 | 1 | 2 |" in data["digest.md"].decode()


def test_many_newspapers_are_rows() -> None:
    """Nine papers with one item each, two of them prizes; three items the week before."""
    items = [("awards" if k < 2 else "other", f"报{k}") for k in range(9)]
    names = {"awards": "奖项荣誉", "other": "其他要闻"}
    table = tally(items, Counter({"awards": 2, "other": 1}), names)
    assert table.header == ["报纸", "奖项荣誉", "其他要闻", "合计"]
    assert table.lines[0] == ["报0", 1, 0, 1] and len(table.lines) == 12
    assert table.lines[-3:] == [["合计", 2, 7, 9], ["上期", 2, 1, 3], ["增减", "0", "+6", "+6"]]


def test_the_same_digest_gives_the_same_bytes(full: Digest) -> None:
    assert render(full, FORMATS, PROFILE) == render(full, FORMATS, PROFILE)


def test_head_and_tail(full: Digest) -> None:
    data = render(full, FORMATS, PROFILE)
    texts = [p.text for p in word(data["digest.docx"]).paragraphs]
    assert texts[:3] == ["云岫摘报", "第12期", "云岫高新区办公室\t2026年6月2日"]
    for text in ("\n".join(texts), data["digest.md"].decode(), data["digest.html"].decode()):
        assert "报：区领导" in text and "发：各科室" in text and "送：" not in text
        assert "甲园区 1 篇、乌有厂 0 篇" in text and "与我有关 1 篇" in text
        assert "敏感词：集市" in text and "不在文中" not in text


def test_word_links_lead_somewhere_and_show_a_page(full: Digest) -> None:
    body = word(render(full, ["docx"], PROFILE)["digest.docx"]).element.body
    marks = [b.get(qn("w:name")) for b in body.iter(qn("w:bookmarkStart"))]
    links = [h.get(qn("w:anchor")) for h in body.iter(qn("w:hyperlink"))]
    assert len(set(marks)) == len(marks) == 6 + 7 and set(links) == set(marks)
    fields = "".join(t.text for t in body.iter(qn("w:instrText")))
    assert set(re.findall(r"PAGEREF (\S+) \\h", fields)) == set(marks)
    assert "w:updateFields" not in word(render(full, ["docx"])["digest.docx"]).settings.element.xml


def test_the_day_stands_once_over_the_contents(digest: Digest) -> None:
    """Of a newspaper without a name its line held the day again and the page."""
    articles = [replace(e.article, newspaper="", date="2026-06-12") for e in digest.entries]
    entries = tuple(replace(e, article=a) for e, a in zip(digest.entries, articles, strict=True))
    issue = replace(digest.issue, newspaper="", date="2026-06-12", page="3")
    data = render(replace(digest, issue=issue, entries=entries), ["docx"])["digest.docx"]
    head = [p.text.strip() for p in word(data).paragraphs if p.style.name in ("编发", "附记")]
    assert head[:2] == ["2026年6月12日", "第3版"]


def test_pointers_of_a_section_stand_apart_from_its_last_item(full: Digest) -> None:
    """In Word flush left and a little lower; in Markdown no line of the list above."""
    data = render(full, ["docx", "md"], PROFILE)
    lines = [p for p in word(data["digest.docx"]).paragraphs if p.style.name == "附注"]
    pointers = [p for p in lines if "参见：" in "".join(t.text or "" for t in p._element.iter(qn("w:t")))]
    assert pointers and len(pointers) < len(lines)
    for p in lines:
        apart = (p.paragraph_format.left_indent, p.paragraph_format.space_before) != (None, None)
        assert apart == (p in pointers)
    assert all(
        p.paragraph_format.left_indent == 0 and p.paragraph_format.space_before.pt == 8 for p in pointers
    )
    text = data["digest.md"].decode()
    assert text.count("\n\n参见：[") == text.count("参见：") == len(pointers)


def test_word_page_and_fonts(full: Digest) -> None:
    """A4 with the margins of the standard; every run names a Chinese font; headings stay with their text."""
    found = word(render(full, ["docx"], PROFILE)["digest.docx"])
    page = found.sections[0]
    sides = (page.page_width, page.page_height, page.top_margin, page.bottom_margin)
    assert [round(v.mm) for v in (*sides, page.left_margin, page.right_margin)] == [210, 297, 37, 35, 28, 26]
    runs = list(found.element.body.iter(qn("w:r")))
    fonts = [r.find(f"{qn('w:rPr')}/{qn('w:rFonts')}") for r in runs if r.find(qn("w:t")) is not None]
    assert all(f.get(qn("w:eastAsia")) in ("仿宋", "黑体", "楷体", "方正小标宋简体") for f in fonts)
    for name in ("栏目", "条目标题", "出处"):
        assert found.styles[name].paragraph_format.keep_with_next
    assert 'w:firstLineChars="200"' in found.styles["摘要"].element.xml
    assert " PAGE " in page.footer._element.xml and "云岫摘报　第12期" in page.header.paragraphs[0].text


def test_lines_and_pages_by_hand() -> None:
    """28 characters of 15.75 points in 442.2; 22 lines of 28 points and one of 20 in 637.8."""
    body = STYLES["摘要"]
    assert [lines("字" * n, body) for n in (26, 27, 54, 55)] == [1, 2, 2, 3]
    assert lines("字" * 26 + "。", body) == 1  # no line begins with a full stop
    assert lines("字" * 25 + "30", body) == 2 and lines("30" * 26, body) == 1
    full = [Line("摘要", "字" * 26, mark=f"a{k}") for k in range(44)]
    assert [estimate(full)[f"a{k}"] for k in (0, 21, 22, 43)] == [1, 1, 2, 2]
    chain = [*full[:20], Line("条目标题", "题", mark="t"), Line("出处", "源"), Line("摘要", "字" * 26)]
    assert (
        estimate(chain)["t"] == 2
    )  # 20 · 28 + 10 + 28 + 22 + 28 points do not fit: a heading never ends a page


def test_a_summary_ends_on_the_page_of_what_is_said_of_it() -> None:
    """22 lines of 28 points fill a page but for 21.8 points, in which one line of 20 stands."""
    full, note = [Line("摘要", "字" * 26) for _ in range(21)], Line("附注", "注", mark="n")
    short = Line("摘要", "字" * 26, mark="s", tied=True)
    assert estimate([*full, short, note]) == {"s": 1, "n": 1}
    assert estimate([*full, short, Line("附注", "注" * 40, mark="n")]) == {
        "s": 2,
        "n": 2,
    }  # two lines of notes
    assert estimate([*full, short._replace(tied=False), Line("附注", "注" * 40, mark="n")]) == {
        "s": 1,
        "n": 2,
    }
    long = Line("摘要", "字" * 26 * 5, mark="s", tied=True)  # five lines: the last two go along
    after = [*full[:17], long, Line("附注", "注" * 40), Line("摘要", "字", mark="a")]
    assert estimate(after) == {"s": 1, "a": 2}
    xml = to_xml([short, note], lambda _: ("bz", ""))
    assert xml.count("<w:keepNext/>") == 1 and '<w:pStyle w:val="bz"/><w:keepNext/>' in xml


# The order of the schema (wml.xsd, CT_PPrBase and EG_RPrBase), of the elements in use; Word repairs any other.
ORDER = [
    "pStyle",
    "keepNext",
    "keepLines",
    "widowControl",
    "pBdr",
    "tabs",
    "spacing",
    "ind",
    "jc",
    "outlineLvl",
]
RUN_ORDER = ["rFonts", "b", "bCs", "color", "spacing", "sz", "szCs"]


def test_word_elements_stand_in_the_order_of_the_schema(full: Digest) -> None:
    with zipfile.ZipFile(io.BytesIO(render(full, ["docx"], PROFILE)["digest.docx"])) as archive:
        assert archive.namelist()[0] == "[Content_Types].xml"
        assert {i.date_time for i in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    found = word(render(full, ["docx"], PROFILE)["digest.docx"])
    for root in (found.styles.element, found.element):
        for tag, order in (("w:pPr", ORDER), ("w:rPr", RUN_ORDER)):
            for node in root.iter(qn(tag)):
                names = [child.tag.partition("}")[2] for child in node if not child.tag.endswith("}lang")]
                assert names == sorted(names, key=order.index)


def test_long_titles_get_smaller(digest: Digest) -> None:
    sizes = []
    for title in ("摘报", "云岫高新技术产业开发区生物医药产业专题摘报", "摘" * 300):
        styles = word(render(digest, ["docx", "xlsx"], Profile(title=title))["digest.docx"]).styles
        sizes.append(styles["报头"].font.size.pt)
    assert sizes[0] == 48 and sizes[1] * 21 <= 442


def test_no_cell_runs_as_a_formula(full: Digest) -> None:
    starts = ["=1+1", "+1", "-1", "@SUM(A1)", " =1", "＝1", "\t=1"]
    entries = tuple(replace(full.entries[1], keywords=(word_,)) for word_ in starts)
    data = render(replace(full, entries=entries), ["csv", "xlsx"])
    rows = csv_rows(data["digest.csv"])
    column = rows[0].index("关键词")
    assert [row[column] for row in rows[1:]] == ["'" + word_.strip() for word_ in starts]
    assert data["digest.csv"].startswith(b"\xef\xbb\xbf") and data["digest.csv"].count(b"\r\n") == len(rows)
    sheet = openpyxl.load_workbook(io.BytesIO(data["digest.xlsx"]))["报摘"]
    assert {cell.data_type for cell in sheet[column_letter(column)]} == {"s"}


def column_letter(column: int) -> str:
    return openpyxl.utils.get_column_letter(column + 1)


def test_excel_fits_paper(full: Digest) -> None:
    """On its side, as wide as the page, the head on every page; no more columns than can be read."""
    book = openpyxl.load_workbook(io.BytesIO(render(full, ["xlsx"], PROFILE)["digest.xlsx"]))
    for sheet in book:
        assert sheet.page_setup.orientation == "landscape" and sheet.page_setup.paperSize == 9
        assert sheet.sheet_properties.pageSetUpPr.fitToPage and sheet.page_setup.fitToHeight == 0
    sheet = book["报摘"]
    head = [cell.value for cell in sheet[1]]
    last = head.index("摘要")
    assert sheet.print_title_rows == "$1:$1" and sheet.print_area.endswith(f":${column_letter(last)}$7")
    # A4 has room for 149 characters of 11 points; at 0.75 these print in 8.
    width = sum(
        c.width * (min(c.max, last + 1) - c.min + 1)
        for c in sheet.column_dimensions.values()
        if c.min <= last + 1
    )
    assert {"待核", "标题", "类别"} < set(head[:last]) and 120 < width * 0.75 <= 149


def test_excel_is_ready_to_filter(full: Digest) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(render(full, ["xlsx"], PROFILE)["digest.xlsx"]))["报摘"]
    head = [cell.value for cell in sheet[1]]
    assert sheet.freeze_panes == "H2" and sheet.auto_filter.ref == f"A1:{column_letter(len(head) - 1)}7"
    assert sheet.cell(2, head.index("日期") + 1).is_date
    assert sheet.cell(2, head.index("概率：生物医药") + 1).value == 0.9
    assert sheet.cell(2, head.index("摘要") + 1).alignment.wrap_text
    assert sheet.column_dimensions[column_letter(head.index("摘要"))].width > 50


ANY = st.text(st.characters(exclude_categories=()), max_size=30)


@settings(max_examples=60, deadline=None)
@given(title=ANY, text=ANY, paper=ANY)
def test_no_character_breaks_a_file(title: str, text: str, paper: str) -> None:
    """Controls, half surrogate pairs, private characters: every file opens and says the same."""
    article = Article("1", title=title, paragraphs=(text,), newspaper=paper, date="x", page="\x00")
    made = Entry(article, Prediction("1"), Summary("1", text), (title,))
    digest = Digest(Issue("x", (article,)), (made,), (Topic("t", "类"),))
    data = render(digest, FORMATS, Profile(title=title or "摘报", organization=text))
    headline = document(digest).items[0].headline
    assert from_xlsx(data["digest.xlsx"])[0][1] == headline
    assert from_docx(data["digest.docx"])[0][1] == headline.strip()
    for name in ("digest.md", "digest.html", "digest.csv"):
        assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]", data[name].decode())


def test_a_digest_without_articles(digest: Digest) -> None:
    empty = Digest(Issue("x", ()), (), digest.topics)
    data = render(empty, FORMATS)
    assert "本期无可刊发内容" in "".join(p.text for p in word(data["digest.docx"]).paragraphs)
    assert len(csv_rows(data["digest.csv"])) == 1 and b"<script>" not in data["digest.html"]


def test_a_very_long_headline_and_many_articles(digest: Digest, entry: Callable[..., Entry]) -> None:
    long = entry(7, "长" * 300, "辛厂开工。", ("awards",), "topics")
    many = replace(digest, entries=(long, *digest.entries))
    assert from_docx(render(many, ["docx"])["digest.docx"])[2][1] == "长" * 300
    crowd = tuple(
        replace(e, article=replace(e.article, id=str(k))) for k in range(400) for e in digest.entries
    )
    data = render(replace(digest, entries=crowd), ["docx", "xlsx", "html"])
    assert len(from_docx(data["digest.docx"])) == len(from_xlsx(data["digest.xlsx"])) == 2000


def test_missing_library_is_named(digest: Digest, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    for name in [n for n in sys.modules if n.startswith("baozhai.io.writers.xlsx")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(ConfigError, match=r"digest\.xlsx.*xlsxwriter.*make install"):
        render(digest, ["xlsx"])


def template(tmp_path: Path, edit: Callable[[Any], None]) -> str:
    """A template made of a finished digest: its styles, emptied, with placeholders."""
    path = tmp_path / "office.docx"
    topic = (Topic("awards", "奖项荣誉"),)
    article = Article("1", title="题", paragraphs=("文。",), newspaper="报", kicker="肩")
    made = Entry(article, Prediction("1"), Summary("1", "文。"), ("词",))
    found = word(render(Digest(Issue("x", (article,)), (made,), topic), ["docx"])["digest.docx"])
    for p in list(found.paragraphs):
        p._element.getparent().remove(p._element)
    edit(found)
    found.save(str(path))
    return str(path)


def plain(found: Any) -> None:
    line = found.add_paragraph("某办公室　")
    for part in ("{{标", "题}}", " {{期号}}"):  # as Word splits what is typed with pauses
        line.add_run(part)
    found.add_paragraph("{{编发单位}}")
    found.add_paragraph("{{正文}}")
    cell = found.add_table(1, 1).cell(0, 0)
    cell.text = "{{日期}}"


def test_own_template_is_filled(full: Digest, tmp_path: Path) -> None:
    profile = replace(PROFILE, template=template(tmp_path, plain), organization="")
    data = render(full, ["docx"], profile)["digest.docx"]
    found = word(data)
    assert found.paragraphs[0].text == "某办公室　云岫摘报 第12期"
    assert found.paragraphs[1].text == "各类各报条数"  # a line with nothing left is dropped
    assert found.tables[-1].cell(0, 0).text == "2026年6月2日"
    assert [row[1] for row in from_docx(data)] == [i.headline for i in document(full, profile).items]
    assert "{{" not in found.element.body.xml
    assert data == render(full, ["docx"], profile)["digest.docx"]


def test_the_template_to_start_from_is_the_builtin_page(full: Digest, root: Path) -> None:
    path = root / "docs" / "template.docx"
    with zipfile.ZipFile(path) as kept, zipfile.ZipFile(io.BytesIO(builtin("报纸摘要"))) as made:
        assert {n: kept.read(n) for n in kept.namelist()} == {n: made.read(n) for n in made.namelist()}
    own = word(render(full, ["docx"], Profile(template=str(path)))["digest.docx"])
    plain_ = word(render(full, ["docx"])["digest.docx"])
    assert [p.text for p in own.paragraphs if not p.style.name.startswith("目录")] == [
        p.text for p in plain_.paragraphs if not p.style.name.startswith("目录")
    ]


BAD_TEMPLATES: dict[str, tuple[Callable[[Any], Any], str]] = {
    "unknown placeholder": (lambda d: d.add_paragraph("{{正文}} {{刊号}}".replace(" ", "\n")), "刊号"),
    "no place for the text": (lambda d: d.add_paragraph("{{标题}}"), "缺少占位符 {{正文}}"),
    "block not alone": (lambda d: d.add_paragraph("见{{正文}}"), "单独成段"),
    "no style": (
        lambda d: (d.add_paragraph("{{正文}}"), d.styles["摘要"].delete(), d.styles["出处"].delete()),
        "缺少段落样式“出处”“摘要”",
    ),
}


@pytest.mark.parametrize("name", BAD_TEMPLATES)
def test_bad_templates_are_named(name: str, digest: Digest, tmp_path: Path) -> None:
    edit, hint = BAD_TEMPLATES[name]
    with pytest.raises(ConfigError, match="office.docx") as caught:
        render(digest, ["docx"], Profile(template=template(tmp_path, edit)))
    assert hint in str(caught.value)


@pytest.mark.parametrize("data", [None, b"", b"PK\x03\x04 broken", b"\xd0\xcf\x11\xe0 old .doc", b"{\\rtf1}"])
def test_broken_templates(data: bytes | None, digest: Digest, tmp_path: Path) -> None:
    path = tmp_path / "office.docx"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(ConfigError, match="office.docx.*(没有这个文件|不是完好的 Word 文档)"):
        render(digest, ["docx"], Profile(template=str(path)))


def test_a_zip_that_is_no_document(digest: Digest, tmp_path: Path) -> None:
    for names in (("x.txt",), ("[Content_Types].xml",)):
        with zipfile.ZipFile(tmp_path / "office.docx", "w") as archive:
            for name in names:
                archive.writestr(name, "<Types/>")
        with pytest.raises(ConfigError, match="不是完好的 Word 文档"):
            render(digest, ["docx"], Profile(template=str(tmp_path / "office.docx")))


def test_unsure_topics_are_printed_where_they_belong_and_marked(
    digest: Digest, entry: Callable[..., Entry]
) -> None:
    asked = entry(7, "药厂新线", "辛厂投产。", ("biomedicine",), "abstain")
    asked = replace(asked, prediction=replace(asked.prediction, certainty=0.5149))
    doc = document(replace(digest, entries=(*digest.entries, asked)))
    item = next(i for i in doc.items if i.headline == "药厂新线")
    assert item.section == "生物医药" and item.labels == ("生物医药 90%",)
    assert item.fact("待核") == "类别（全部判对的把握 51%）"
    assert f"类别待核 1 条，模型把握不大：第 {item.number} 条《药厂新线》。" in doc.notes
    assert "待人工判定 1 篇，类别待核 1 篇" in doc.counts


def test_lost_text_is_counted_under_notes_and_in_the_manifest(digest: Digest) -> None:
    """Its note is not kept among the others: `digest` says anew where it is to be found."""
    found = files(replace(digest, notes=("类别甲的样例太少。",)), Config(format="md"))
    text = found["digest.md"].decode()
    assert text.count("版面上有 2 字未归入任何一篇（全版 60 字），请核对：") == text.count("样例太少") == 1
    said = json.loads(found["manifest.json"])
    assert (
        said["notes"] == {"issue": [], "digest": ["类别甲的样例太少。"], "topics": []}
        and said["unassigned_chars"] == 2
    )
