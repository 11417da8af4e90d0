"""PDFs that are odd, damaged or locked: a message that says what to do, or every character read."""

from __future__ import annotations

import io
import weakref
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pytest

pytest.importorskip("reportlab", reason="reportlab is absent: install the dev extra to draw PDFs")

from hypothesis import given  # noqa: E402
from hypothesis import strategies as st  # noqa: E402
from reportlab.lib.pdfencrypt import StandardEncryption  # noqa: E402
from reportlab.pdfbase import pdfmetrics  # noqa: E402
from reportlab.pdfbase.cidfonts import UnicodeCIDFont  # noqa: E402
from reportlab.pdfgen.canvas import Canvas  # noqa: E402

from baozhai import build  # noqa: E402
from baozhai.checks import page_numbers, validate  # noqa: E402
from baozhai.cli import compose  # noqa: E402
from baozhai.config import Config  # noqa: E402
from baozhai.errors import ConfigError, InputError  # noqa: E402
from baozhai.ingest.cut import cut_pages  # noqa: E402
from baozhai.ingest.ledger import fields  # noqa: E402
from baozhai.io.readers.pdf import PdfPages, read_pdf  # noqa: E402
from baozhai.io.readers.unread import page_notes, seen  # noqa: E402
from baozhai.records import Box, Char, Issue, Page  # noqa: E402

FACE = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(FACE))

STORIES = (
    ("樟溪镇第二座水文站投用", "本报讯 樟溪镇第二座水文站昨日投用，汛期水位数据十分钟一报。"),
    ("云岫市开通夜间公交专线", "本报讯 云岫市首批夜间公交专线今起开行，末班车延长到零点。"),
)
Draw = Callable[[Canvas], Any]


def story(sheet: Canvas, left: float, top: float, title: str, text: str) -> None:
    """A headline and a text of ten ems in a column."""
    sheet.setFont(FACE, 20)
    sheet.drawString(left, top, title)
    sheet.setFont(FACE, 10)
    lines = [text[k : k + 10] for k in range(0, len(text), 10)]
    for row, line in enumerate(lines):
        sheet.drawString(left + (20 if row == 0 else 0), top - 30 - 15 * row, line)


def front(sheet: Canvas) -> None:
    """Two short reports one under the other on a page of 400 by 600."""
    for k, (title, text) in enumerate(STORIES):
        story(sheet, 40, 520 - 250 * k, title, text)


def pdf(*pages: Draw, size: tuple[float, float] = (400, 600), encrypt: Any = None) -> bytes:
    file = io.BytesIO()
    sheet = Canvas(file, pagesize=size, invariant=1, encrypt=encrypt)
    for page in pages:
        page(sheet)
        sheet.showPage()
    sheet.save()
    return file.getvalue()


def cut(data: bytes, **options: Any) -> Issue:
    return cut_pages(read_pdf(data, "a.pdf", **options))


def texts(issue: Issue) -> list[tuple[str, ...]]:
    return [tuple(fields(article)) for article in issue.articles]


EXPECTED = texts(cut(pdf(front)))


def test_the_page_itself() -> None:
    assert [a.title for a in cut(pdf(front)).articles] == [title for title, _ in STORIES]
    assert [a.dateline + a.paragraphs[0] for a in cut(pdf(front)).articles] == [
        text.replace(" ", "") for _, text in STORIES
    ]


# What is drawn, in which paper, so that the same page is seen.
def test_two_faces_in_one_line_are_both_read() -> None:
    """The two faces have boxes of the same height, so that nothing but their names tells them apart."""

    def sentence(sheet: Canvas) -> None:
        line = sheet.beginText(40, 500)
        for face in ("Helvetica", "Helvetica-Oblique"):
            line.setFont(face, 10)
            line.textOut("night")
        sheet.drawText(line)

    (page,) = read_pdf(pdf(sentence), "a.pdf")
    assert [char.font for char in page.chars] == ["Helvetica"] * 5 + ["Helvetica-Oblique"] * 5


def turned(quarters: int) -> tuple[Draw, tuple[float, float]]:
    width, height = (600, 400) if quarters % 2 else (400, 600)
    shift = {0: (0, 0), 1: (600, 0), 2: (400, 600), 3: (0, 400)}[quarters]

    def draw(sheet: Canvas) -> None:
        sheet.translate(*shift)
        sheet.rotate(90 * quarters)
        front(sheet)

    return draw, (width, height)


@pytest.mark.usefixtures("fonts")
@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
def test_rotated_pages_are_cut_alike(quarters: int, rotate: int) -> None:
    """Whether the paper is turned, the drawing, or both: what counts is how the text runs."""
    draw, size = turned(quarters)
    data = pdf(draw, size=size).replace(b"/Rotate 0", b"/Rotate %d" % rotate)
    (page,) = read_pdf(data, "a.pdf")
    assert (page.width, page.height) == pytest.approx((400, 600))
    assert page.chars[0].size == pytest.approx(20) and page.chars[0][1:3] == pytest.approx((40, 515), abs=3)
    assert texts(cut_pages([page])) == EXPECTED


def test_type_scaled_by_a_matrix_has_its_printed_size() -> None:
    """`1 Tf` with a matrix, or a page drawn in tenths of a point, as many programs write it."""

    def draw(sheet: Canvas) -> None:
        sheet.scale(0.1, 0.1)
        sheet.scale(200, 200)
        sheet.setFont(FACE, 1)
        sheet.drawString(2, 26, "樟溪镇")

    (page,) = read_pdf(pdf(draw), "a.pdf")
    assert [c.size for c in page.chars] == pytest.approx([20, 20, 20])


def test_type_of_negative_size_stands_upside_down() -> None:
    """Found by benchmarks/fuzz.py: the cutter met sizes below zero. A matrix may turn such type upright."""

    def draw(sheet: Canvas) -> None:
        def font(face: str, size: float) -> None:
            Canvas.setFont(sheet, face, -size)

        sheet.setFont = font
        sheet.translate(400, 600)
        sheet.scale(-1, -1)
        mirrored(sheet)

    def mirrored(sheet: Canvas) -> None:
        def string(x: float, y: float, text: str) -> None:
            Canvas.drawString(sheet, 400 - x, 600 - y, text)

        sheet.drawString = string
        front(sheet)

    assert texts(cut(pdf(draw))) == EXPECTED


def test_paper_that_does_not_start_at_zero() -> None:
    def draw(sheet: Canvas) -> None:
        sheet.translate(-1000, 300)
        front(sheet)

    data = pdf(draw).replace(b"/MediaBox [ 0 0 400 600 ]", b"/MediaBox [ -1000 300 -600 900 ]")
    (page,) = read_pdf(data, "a.pdf")
    assert (page.width, page.height) == (400, 600) and page.chars[0].x0 == pytest.approx(40)
    assert texts(cut_pages([page])) == EXPECTED


def test_pages_are_chosen() -> None:
    def one(k: int) -> Draw:
        return lambda sheet: story(sheet, 40, 520, *STORIES[k])

    data = pdf(one(0), one(1), one(0))
    assert [page.number for page in read_pdf(data, "a.pdf", pages=[1, 3])] == [1, 3]
    assert [a.title for a in cut(data, pages=[2]).articles] == [STORIES[1][0]]
    with pytest.raises(InputError, match="没有第 4 页，PDF 共 3 页"):
        read_pdf(data, "a.pdf", pages=[4])


def test_a_text_goes_on_over_pages_and_files(tmp_path: Path) -> None:
    long = "本报讯 云岫市首批夜间公交专线今起开行，末班车延长到零点，途经十九"

    def page(title: str, text: str) -> Draw:
        return lambda sheet: story(sheet, 40, 520, title, text)

    first = page("云岫市开通夜间公交专线", long + "（下转第2版）")
    second = page("夜间公交专线", "（上接第1版）座站。运营方说，票价不变，末班之后另有值守的车辆。")
    (tmp_path / "whole.pdf").write_bytes(pdf(first, second))
    issue = build.read_issue(tmp_path / "whole.pdf")
    paths = [tmp_path / "某某报_2026-06-12_第1版.pdf", tmp_path / "某某报_2026-06-12_第2版.pdf"]
    for path, drawn in zip(paths, (first, second), strict=True):
        path.write_bytes(pdf(drawn))
    cfg = Config(merge=True)
    both = build.merged([build.read_with(str(path), cfg) for path in paths], cfg)
    for found in (issue, both):
        (article,) = found.articles
        assert article.title == "云岫市开通夜间公交专线"
        assert "途经十九座站。" in "".join(article.paragraphs)
        assert {"（下转第2版）", "（上接第1版）", "夜间公交专线"} <= set(found.furniture)
        assert not [note for note in found.notes if "印有" in note]
    (alone,) = build.read_issue(paths[0]).articles
    assert alone.paragraphs[-1].endswith("途经十九")
    assert any("下转第2版" in note for note in build.read_issue(paths[0]).notes)


@pytest.mark.parametrize(
    ("text", "numbers"), [("", []), ("3", [3]), ("1,3-4", [1, 3, 4]), (" 5-6，2,5 ", [5, 6, 2])]
)
def test_page_numbers(text: str, numbers: list[int]) -> None:
    assert page_numbers(text) == numbers


@pytest.mark.parametrize("text", ["0", "4-3", "1,", "a", "1-", "1.5", "-1", "1 2", "²", "1-2-3"])
def test_wrong_page_numbers(text: str) -> None:
    with pytest.raises(ConfigError, match="pages="):
        validate(Config(pages=text))


def locked(password: str) -> bytes:
    return pdf(front, encrypt=StandardEncryption(password))


def test_a_locked_pdf_opens_with_its_password() -> None:
    assert texts(cut(locked("0417"), password="0417")) == EXPECTED


def test_options_reach_the_reader_and_the_password_no_manifest(tmp_path: Path, root: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(
        pdf(front, lambda sheet: story(sheet, 40, 520, *STORIES[0]), encrypt=StandardEncryption("0417"))
    )
    cfg = Config(pages="2")
    cfg.ingest.password = "0417"
    issue = build.read_issue(path, cfg)
    assert [a.title for a in issue.articles] == [STORIES[0][0]]
    written = build.files(build.load(str(root / "models" / "press"), cfg).digest(issue), cfg)
    assert b"0417" not in written["manifest.json"] and b'"pages": "2"' in written["manifest.json"]


def test_the_command_line_keeps_them_as_text() -> None:
    cfg = compose(["ingest.password=0417", "pages=1,3-4"])
    assert (cfg.ingest.password, cfg.pages) == ("0417", "1,3-4")
    assert compose(["ingest.password=true", "pages=3"]).ingest.password == "true"
    with pytest.raises(ConfigError, match="1,3-4"):
        compose(["pages=1-"])


def without_unicode(codes: str) -> bytes:
    """A handwritten page: a font whose glyph names mean nothing, and no Unicode map."""
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [ 3 0 R ] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [ 0 0 400 600 ] /Contents 4 0 R"
        b" /Resources << /Font << /F 5 0 R >> >> >>",
        b"BT /F 10 Tf 40 500 Td <" + codes.encode() + b"> Tj ET",
        b"<< /Type /Font /Subtype /Type0 /BaseFont /Odd /Encoding /Identity-H /DescendantFonts [ 6 0 R ] >>",
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Odd /DW 1000"
        b" /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
    ]
    parts[3] = b"<< /Length %d >>\nstream\n%s\nendstream" % (len(parts[3]), parts[3])
    objects = b"".join(b"%d 0 obj\n%s\nendobj\n" % (k, part) for k, part in enumerate(parts, 1))
    return b"%PDF-1.4\n" + objects + b"trailer << /Root 1 0 R /Size 7 >>\n%%EOF\n"


def latin(sheet: Canvas) -> None:
    sheet.drawString(40, 500, "Harbour Instruments opened a second plant on Monday.")


def blank(sheet: Canvas) -> None:
    sheet.rect(50, 50, 200, 200)


def no_pages() -> bytes:
    file = io.BytesIO()
    empty = pdfium.PdfDocument.new()
    empty.save(file)
    empty.close()
    return file.getvalue()


GOOD = pdf(front)
REFUSED: dict[str, tuple[bytes, dict[str, Any], str]] = {
    "locked": (locked("0417"), {}, "已加密.*ingest.password="),
    "wrong password": (locked("0417"), {"password": "4711"}, "密码不对"),
    "scan": (pdf(blank, blank), {}, "2 页都没有文字.*OCR"),
    "no pages": (no_pages(), {}, "没有任何页面"),
    "only a head": (GOOD[:60], {}, "打不开.*重新导出"),
    "without its end": (GOOD[: GOOD.rindex(b"trailer")], {}, "打不开.*重新导出"),
    "noise": (b"%PDF-1.4\n" + bytes(range(256)) * 4, {}, "打不开.*重新导出"),
    "no Unicode map": (without_unicode("010102340357"), {}, "3 字中有 3 字读不出.*OCR"),
    "501 pages": (pdf(*[blank] * 501), {}, "501 页.*pages=1-500"),
    "Latin only": (pdf(latin), {}, "没有中文"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused_with_what_to_do(name: str) -> None:
    data, options, message = REFUSED[name]
    with pytest.raises(InputError, match=message):
        cut(data, **options)


def advertisement(sheet: Canvas) -> None:
    sheet.setFont(FACE, 60)
    sheet.drawString(20, 400, "云岫家电节")
    sheet.setFont(FACE, 24)
    sheet.drawString(20, 200, "全场八折 仅限三天")


def huge(sheet: Canvas) -> None:
    sheet.scale(30, 30)
    front(sheet)


READ: dict[str, tuple[bytes, int]] = {
    "broken cross-reference": (GOOD.replace(b"startxref\n", b"startxref\n9"), 2),
    "huge paper": (pdf(huge, size=(12000, 18000)), 2),
    "no paper": (GOOD.replace(b"/MediaBox [ 0 0 400 600 ]", b"/MediaBox [ 0 0 0 0 ]"), 2),
    "backward paper": (GOOD.replace(b"/MediaBox [ 0 0 400 600 ]", b"/MediaBox [ 400 600 0 0 ]"), 2),
    "an advertisement beside news": (pdf(front, advertisement), 2),
    "a scan beside news": (pdf(blank, front), 2),
}


@pytest.mark.parametrize("name", READ)
def test_read_whole(name: str) -> None:
    data, count = READ[name]
    issue = cut(data)
    assert texts(issue)[:count] == EXPECTED
    landed = "".join(t for article in texts(issue) for t in article) + "".join(
        issue.furniture + issue.unassigned
    )
    printed = "".join(c.text for page in read_pdf(data, "a.pdf") for c in page.chars)
    assert sorted("".join(landed.split())) == sorted("".join(printed.split()))


def test_pages_are_let_go_one_at_a_time() -> None:
    """However long a file is, the characters of at most two pages are in memory."""
    met: list[weakref.ref[Page]] = []

    def watched() -> Iterator[Page]:
        for page in PdfPages(pdf(*[front] * 5), "a.pdf"):
            met.append(weakref.ref(page))
            assert sum(page_() is not None for page_ in met) <= 2
            yield page

    issue = cut_pages(watched(), page="3")
    assert texts(issue) == EXPECTED * 5
    assert issue.page == "" and {a.page for a in issue.articles} == {f"PDF {k}" for k in range(1, 6)}


def folio(number: str, day: int = 14) -> Draw:
    def draw(sheet: Canvas) -> None:
        front(sheet)
        sheet.setFont(FACE, 9)
        sheet.drawString(40, 580, f"云岫日报 2026年6月{day}日 {number}")

    return draw


def test_several_pages_are_called_by_their_folios() -> None:
    issue = cut(pdf(folio("第5版"), front, folio("第A2版"), folio("第7版"), folio("第7版")))
    called = dict.fromkeys((a.page, a.source.page) for a in issue.articles)
    assert [*called] == [
        ("5", "PDF 1"),
        *(2 * (f"PDF {k}",) for k in (2,)),
        ("A2", "PDF 3"),
        *(2 * (f"PDF {k}",) for k in (4, 5)),
    ]
    assert (issue.newspaper, issue.date, issue.page) == ("云岫日报", "2026-06-14", "")


def test_pages_of_several_days_keep_their_own() -> None:
    issue = cut(pdf(folio("第5版"), folio("第2版", 15), front))
    assert (issue.newspaper, issue.date) == ("云岫日报", "")
    assert [*dict.fromkeys((a.page, a.date) for a in issue.articles)] == [
        ("5", "2026-06-14"),
        ("2", "2026-06-15"),
        ("PDF 3", ""),
    ]


def test_one_advertisement_is_said_to_be_no_news() -> None:
    with pytest.raises(InputError, match="没有找到任何文章"):
        cut(pdf(advertisement))


@pytest.mark.usefixtures("fonts")
def test_pages_without_text_are_named() -> None:
    pages = read_pdf(pdf(front, blank), "a.pdf")
    (note,) = page_notes([seen(page) for page in pages])
    assert "第 2 页没有文字" in note and "OCR" in note
    assert page_notes([seen(pages[0])]) == ()


def names(sheet: Canvas) -> None:
    """A list of 120 names in six columns, all in one type size."""
    sheet.setFont(FACE, 10)
    for k in range(120):
        sheet.drawString(30 + 60 * (k % 6), 570 - 28 * (k // 6), "赵钱孙李周吴"[k % 6] + "云岚川屿"[k % 4])


def test_a_page_in_no_order_stops_no_other_page() -> None:
    issue = cut(pdf(front, names))
    assert texts(issue) == EXPECTED
    assert len("".join(issue.unassigned)) == 240 and not "".join(issue.furniture)
    (note,) = issue.notes
    assert note.startswith("PDF 第 2 页有 ") and "请对照版面" in note
    with pytest.raises(InputError, match="没有找到任何文章"):
        cut(pdf(names))


def test_characters_that_cannot_be_read_are_counted() -> None:
    (page,) = read_pdf(pdf(front), "a.pdf")
    odd = page.chars[0]._replace(text="\ufffd")
    (note,) = page_notes([seen(replace(page, chars=(odd, odd, *page.chars[2:]), shapeless=False))])
    assert "第 1 页有 2 字读不出" in note


def numbers(operator: bytes) -> bytes:
    """A page whose second line is placed or sized by an impossible number."""
    text = b"BT /F 10 Tf 40 500 Td <4E91> Tj " + operator + b" <5CAB> Tj ET"
    data = without_unicode("0101").replace(
        b"/Odd /Encoding /Identity-H", b"/STSong-Light /Encoding /UniGB-UCS2-H"
    )
    data = data.replace(b"/Ordering (Identity)", b"/Ordering (GB1)").replace(
        b"/CIDFontType2", b"/CIDFontType0"
    )
    start, end = data.index(b"<< /Length"), data.index(b"endstream")
    return data[:start] + b"<< /Length %d >>\nstream\n%s\n" % (len(text), text) + data[end:]


@pytest.mark.parametrize(
    "operator",
    [
        b"1e30 0 Td",
        b"/F 1e30 Tf",
        b"/F -10 Tf",
        b"/F 0 Tf",
        b"nan 0 Td",
        b"0 0 0 0 0 0 Tm",
        b"1 0 0 1 9e37 9e37 Tm",
    ],
)
@pytest.mark.usefixtures("fonts")
def test_impossible_places_and_sizes_stay_on_paper(operator: bytes) -> None:
    (page,) = read_pdf(numbers(operator), "a.pdf")
    assert "".join(c.text for c in page.chars if not c.text.isspace()).startswith("云")
    for char in page.chars:
        assert all(abs(edge) < 1e6 for edge in char[1:5]) and 0 < char.size < 1e6
        assert char.x0 <= char.x1 and char.y0 <= char.y1


PLACE = st.sampled_from([-900.0, 0.0, 39.9, 40.0, 50.0, 60.0, 95.5, 300.0, 1e6])
ANY_CHAR = st.builds(
    lambda text, x, y, wide, high, size, font: Char(text, x, y, x + wide, y + high, size, font),
    st.sampled_from("云岫市开通公交，。（）摄记者a1 \x00\ufffd"),
    PLACE,
    PLACE,
    st.sampled_from([0.0, 10.0, 20.0, 900.0]),
    st.sampled_from([0.0, 10.0, 20.0, 900.0]),
    st.sampled_from([0.1, 9.0, 10.0, 10.2, 20.0, 1e6]),
    st.sampled_from(["", "宋", "黑"]),
)
ANY_BOX = st.builds(
    lambda x, y, wide, high, picture: Box(x, y, x + wide, y + high, picture),
    PLACE,
    PLACE,
    st.sampled_from([0.0, 3.0, 200.0]),
    st.sampled_from([0.0, 3.0, 200.0]),
    st.booleans(),
)


@given(st.lists(ANY_CHAR, max_size=40), st.lists(ANY_BOX, max_size=6))
def test_any_page_is_cut_or_refused(chars: list[Char], boxes: list[Box]) -> None:
    try:
        issue = cut_pages([Page(1, 400.0, 600.0, tuple(chars), tuple(boxes))])
    except InputError as error:
        assert "没有找到任何文章" in str(error)  # the ledger's own complaint would be another message
        return
    landed = "".join(t for article in texts(issue) for t in article) + "".join(
        issue.furniture + issue.unassigned
    )
    assert sorted("".join(landed.split())) == sorted("".join(c.text for c in chars).replace(" ", ""))


def test_missing_fonts_are_told() -> None:
    """A page whose fonts are not on this machine is read with a note; one with its fonts is not."""
    page = Page(2, 400.0, 600.0, (Char("报", 0.0, 0.0, 10.0, 10.0, 10.0, ""),), shapeless=True)
    (note,) = page_notes([seen(page), seen(replace(page, shapeless=False))])
    assert "第 2 页" in note and "fonts-noto-cjk" in note
