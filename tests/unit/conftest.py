"""A small digest with one entry for every section, shared by the tests of writers and documents."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest

from baozhai.io.readers.pdf import read_pdf
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


def make_entry(
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
def entry() -> Callable[..., Entry]:
    """Builds an entry from its number, title, text, topics, decision and kind."""
    return make_entry


@pytest.fixture(scope="session")
def fonts() -> None:
    """Skip where the machine has no Chinese font: PDFium then loses characters of fonts that a file does not embed."""
    canvas = pytest.importorskip(
        "reportlab.pdfgen.canvas", reason="reportlab is absent: install the dev extra"
    )
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    file = io.BytesIO()
    sheet = canvas.Canvas(file)
    sheet.setFont("STSong-Light", 12)
    sheet.drawString(50, 50, "云岫高新区")
    sheet.save()
    if read_pdf(file.getvalue(), "a.pdf")[0].shapeless:
        pytest.skip("no Chinese font on this machine: apt-get install fonts-noto-cjk")


@pytest.fixture
def digest() -> Digest:
    """Five entries, one of each section, and an odd headline."""
    entries = (
        make_entry(1, "园区<b>入选*名单", "甲园区入选。又一句。", ("biomedicine", "awards"), "topics"),
        make_entry(2, "其他", "乙街道开集市。", (), "other"),
        make_entry(3, "", "丙校办运动会。", (), "other", "photo"),
        make_entry(4, "拿不准", "丁厂开会。", (), "abstain"),
        make_entry(5, "支部", "戊支部学习。", ("party_building",), "topics"),
    )
    issue = Issue("x.txt", tuple(e.article for e in entries), **META, unassigned=("孤行",), input_chars=60)
    return Digest(issue, entries, TOPICS, "press", "ab" * 32)
