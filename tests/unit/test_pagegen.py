"""The page generator: gold equals the printed characters, nothing overlaps, the same seed gives the same bytes."""

from __future__ import annotations

import json
import random
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("reportlab", reason="reportlab is absent: install the dev extra to typeset pages")

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "benchmarks"))

from learncut.texts import measured  # noqa: E402
from pagegen.breaking import NO_END, NO_START, Setting, at_blanks, line_width, set_paragraph  # noqa: E402
from pagegen.check import collisions, differences, gold_ink  # noqa: E402
from pagegen.dumps import pdfium, seedlike  # noqa: E402
from pagegen.marks import Type  # noqa: E402
from pagegen.mixed import mixed  # noqa: E402
from pagegen.news import load_news, near  # noqa: E402
from pagegen.page import Page, make_page, stream_order  # noqa: E402
from pagegen.sheet import to_pdf  # noqa: E402
from pagegen.stories import load_articles, make_roundup  # noqa: E402
from pagegen.styles import STYLES  # noqa: E402

ARTICLES = load_articles(ROOT / "data/starter/articles")
TEXT = "云岫市“十四五”期间建成12.5公里管廊（含支线），由公司（Blue Harbor Instruments）承建，良品率98.7%。"


def draw(style: str, seed: int) -> Page:
    rng = random.Random(seed)
    return make_page(mixed(rng) if style == "mixed" else STYLES[style], ARTICLES, rng)


@pytest.mark.usefixtures("fonts")
@pytest.mark.parametrize("seed", [3, 4])
@pytest.mark.parametrize("style", [*sorted(STYLES), "mixed"])
def test_gold_is_what_the_pdf_prints(style: str, seed: int, tmp_path: Path) -> None:
    page = draw(style, seed)
    pdf = tmp_path / "page.pdf"
    pdf.write_bytes(to_pdf(page))
    assert differences(page, pdfium(pdf)) == {}
    assert collisions(page) == []
    assert len(page.gold["items"]) >= 3


@pytest.mark.parametrize("style", [*sorted(STYLES), "mixed"])
def test_same_seed_same_bytes(style: str) -> None:
    assert to_pdf(draw(style, 5)) == to_pdf(draw(style, 5))
    assert to_pdf(draw(style, 5)) != to_pdf(draw(style, 6))


def test_every_mixed_page_has_a_style_of_its_own() -> None:
    looks = [draw("mixed", seed).look for seed in range(12)]
    assert len({look.style.papers for look in looks}) == 12
    assert len({look.style.marks for look in looks}) > 4
    assert min(look.body_pt for look in looks) < 9 and max(look.body_pt for look in looks) > 11


@pytest.mark.parametrize("side", ["left", "middle", "right"])
@pytest.mark.parametrize("inside", [0.0, 1.0])
def test_bylines_stand_where_the_style_says(side: str, inside: float) -> None:
    rng = random.Random(3)
    style = replace(
        mixed(rng),
        byline_in_text=inside,
        byline_side=side,
        byline_moves=0.0,
        crosshead_rows=2,
        heads={"top": 1},
    )
    page = make_page(style, ARTICLES, rng)
    raws = [
        i["byline_raw"].replace("\u3000", " ") for i in page.gold["items"] if i["byline_pos"] == "below_title"
    ]
    roles = {block.role for block in page.blocks for line in block.lines if line.text in raws}
    assert raws and roles == {"body" if inside else "head"}


def test_seedlike_dump_loses_nothing() -> None:
    page = draw("A", 7)
    assert differences(page, seedlike(page, random.Random(1))) == {}


def test_checks_see_a_lost_character_and_an_overprint(tmp_path: Path) -> None:
    page = draw("B", 8)
    text = seedlike(page, random.Random(1))
    body = next(b for b in page.blocks if b.role == "body")
    assert differences(page, text.replace("高", "", 1)) == {"高": -1}
    body.lines.append(body.lines[0].moved(1.0, 1.0))
    assert collisions(page)


def test_every_block_of_text_is_contiguous_in_every_order() -> None:
    page = draw("C", 9)
    for order in ("natural", "heads_reversed", "heads_shuffled", "heads_first", "shuffled", "captions_last"):
        ordered = stream_order(page.blocks, order, random.Random(2))
        assert sorted(map(id, ordered)) == sorted(map(id, page.blocks))


def _ranges(name: str) -> dict[str, tuple[float, float]]:
    style = STYLES[name]
    return {"body": style.body_pt, "leading": style.leading_em, "gutter": style.gutter_em}


def test_styles_do_not_overlap() -> None:
    names = sorted(STYLES)
    for a, b in [(x, y) for x in names for y in names if x < y]:
        assert not set(STYLES[a].papers) & set(STYLES[b].papers)
        assert not set(STYLES[a].faces) & set(STYLES[b].faces)
        for key, (low, high) in _ranges(a).items():
            other = _ranges(b)[key]
            assert high < other[0] or other[1] < low, (a, b, key)


@pytest.mark.parametrize("latin", ["gap", "space", "none"])
@pytest.mark.parametrize("squeeze", [True, False])
def test_lines_fill_the_measure_and_obey_the_marks(latin: str, squeeze: bool) -> None:
    for measure in (11.0, 13.4, 18.0):
        lines = set_paragraph(TEXT, Type(0, 10.0), Setting(measure, 2.0, latin, squeeze, hyphenate=True))
        printed = "".join(line.text[:-1] if line.hyphen else line.text for line in lines)
        assert printed.replace(" ", "") == TEXT.replace(" ", "")
        assert lines[0].offsets[0] == 20.0
        for line in lines[:-1]:
            hang = 5.0 if squeeze else 0.0
            assert 10 * measure - 0.01 <= line_width(line) <= 10 * measure + hang + 0.01
            assert line.text[-1] not in NO_END
        assert not any(line.text[0] in NO_START for line in lines[1:])


def test_roundup_keeps_every_paragraph_under_its_crosshead() -> None:
    short: list[dict[str, Any]] = sorted(ARTICLES, key=lambda a: len("".join(a["paragraphs"])))
    parts = [a for a in short if a["kind"] == "article"][:3]
    whole = make_roundup(parts, random.Random(0))
    starts = [c["before_para"] for c in whole["crossheads"]]
    assert starts == [
        0,
        len(parts[0]["paragraphs"]),
        len(parts[0]["paragraphs"]) + len(parts[1]["paragraphs"]),
    ]
    assert whole["paragraphs"] == [p for a in parts for p in a["paragraphs"]]


def test_gold_counts_titles_and_furniture() -> None:
    item = dict.fromkeys(("title", "kicker", "subtitle", "byline_raw", "dateline"))
    gold = {
        "items": [{**item, "title": "一 二", "paragraphs": ["三"], "crossheads": []}],
        "furniture": ["第 3 版"],
    }
    assert "".join(sorted(gold_ink(gold).elements())) == "".join(sorted("一二三第3版"))


def test_lists_of_names_break_at_blanks_only() -> None:
    assert at_blanks("本报记者 柏序川 通讯员 祝南汀", 8.5) == ["本报记者 柏序川", "通讯员 祝南汀"]


def test_stretched_lines_leave_latin_words_whole() -> None:
    first = set_paragraph("甲乙丙Instruments丁", Type(0, 10.0), Setting(9.0, 2.0, "none", False))[0]
    assert first.text == "甲乙丙"
    assert first.offsets == (20.0, 50.0, 80.0)
    second = set_paragraph("甲2026乙Instruments", Type(0, 10.0), Setting(7.0, 0.0, "none", False))[0]
    steps = [b - a for a, b in zip(second.offsets, second.offsets[1:], strict=False)]
    assert steps[1:4] == pytest.approx([4.62, 4.62, 4.62])
    assert line_width(second) == pytest.approx(70.0)


def test_news_is_set_from_what_is_kept_for_measuring(tmp_path: Path) -> None:
    """In the order of days; no round-ups, no long Latin, nothing that is learned from."""
    body = "云岫高新区轴承产业园二期昨天开工，总投资12亿元，计划明年底投产。\n" * 3
    rows = [
        {
            "id": f"{k:04x}",
            "date": f"2026-05-{28 - k % 28:02d}",
            "title": f"轴承园{k}号厂房开工",
            "body": body,
        }
        for k in range(60)
    ]
    rows += [dict(row, title="联播快讯：轴承园") for row in rows[:30]]
    rows += [dict(row, body=body + "Lanchuan Power") for row in rows[:30]]
    path = tmp_path / "news.jsonl"
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    found = load_news(path)
    kept = {row["title"]: row["date"] for row in rows[:60] if measured(row)}
    assert sorted(a["title"] for a in found) == sorted(kept) and 0 < len(kept) < 60
    assert [kept[a["title"]] for a in found] == sorted(kept.values())
    assert all(len(a["paragraphs"]) == 3 for a in found)
    assert near(found, [], random.Random(1)) == found
