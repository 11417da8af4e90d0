"""The files in the programs that open them: HTML in Chromium, Word and Excel in LibreOffice.

Both are skipped, with the reason, where the program is not installed.
"""

from __future__ import annotations

import itertools
import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from baozhai.cli import run


@pytest.fixture(scope="module")
def folder(records: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A digest in all formats, in a path with Chinese characters and a space."""
    out = tmp_path_factory.mktemp("out") / "今天 的"
    assert run(["predict", str(records), f"output={out}", "format=md,html,docx,xlsx,csv,jsonl"]) == 0
    return out / records.stem


@pytest.fixture(scope="module")
def rows(folder: Path) -> list[dict[str, Any]]:
    """The records of the digest, in printed order."""
    text = (folder / "articles.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A headless Chromium driven by playwright."""
    sync_api = pytest.importorskip(
        "playwright.sync_api", reason="playwright is not installed (extra browser)"
    )
    path = shutil.which("chromium") or shutil.which("google-chrome")
    if not path:
        pytest.skip("no Chromium: apt-get install chromium")
    with sync_api.sync_playwright() as driver:
        found = driver.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield found
        found.close()


@pytest.fixture(params=[(1200, "light"), (360, "dark")], ids=["desk", "phone"])
def page(request: pytest.FixtureRequest, browser: Any, folder: Path) -> Iterator[Any]:
    """The page opened from the disk, at the width of a desk and of a phone."""
    wide, scheme = request.param
    context = browser.new_context(viewport={"width": wide, "height": 800}, color_scheme=scheme, offline=True)
    opened = context.new_page()
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.goto((folder / "digest.html").as_uri())
    yield opened
    assert faults == []
    context.close()


def test_search_and_filter(page: Any, rows: list[dict[str, Any]]) -> None:
    shown = page.locator("main article:visible")
    assert shown.count() == 10
    page.fill("input[name=q]", "采茶工 新芽")
    assert shown.count() == 1 and page.locator("output").text_content() == "找到 1 条，共 10 条"
    assert page.locator("nav li li:visible").all_text_contents() == [
        "10. 图片：栖岭县的茶园里，采茶工正忙着采摘新芽"
    ]
    page.fill("input[name=q]", "采茶工 绝无此词")
    assert shown.count() == 0 and page.locator("main section[id]:visible").count() == 0
    page.fill("input[name=q]", "")
    page.select_option("select[name=topic]", "manufacturing")
    assert shown.count() == sum("manufacturing" in r["topics"] and r["kind"] == "article" for r in rows) > 0
    page.select_option("select[name=topic]", "")
    assert shown.count() == 10


def test_the_original_is_one_click_away(page: Any) -> None:
    first = page.locator("main article").first
    assert not first.locator("details p").first.is_visible()
    first.locator("summary").click()
    marked = "".join(first.locator("mark").all_text_contents())
    assert first.locator("details p").first.is_visible()
    assert marked == first.locator(".summary").text_content()


def test_nothing_runs_off_the_side(page: Any) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for element in page.locator("svg").all():
        box = element.bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= page.viewport_size["width"]


def test_it_prints_on_a4(page: Any, tmp_path: Path) -> None:
    page.pdf(path=str(tmp_path / "page.pdf"), prefer_css_page_size=True)
    with pypdfium2.PdfDocument(tmp_path / "page.pdf") as pdf:
        width, height = pdf[0].get_size()
        assert (round(width / 72 * 25.4), round(height / 72 * 25.4)) == (210, 297)
        texts = [sheet.get_textpage().get_text_range() for sheet in pdf]
    assert all(text.strip() for text in texts) and not any("查找" in text for text in texts)


def test_a_screen_reader_finds_its_way(page: Any) -> None:
    """axe-core, with the original of the first article open: nothing serious; headings in order, one main part."""
    script = os.environ.get("AXE_CORE", "")
    if not Path(script).is_file():
        pytest.skip("no axe-core: npm pack axe-core, and set AXE_CORE to its axe.min.js")
    page.locator("main article summary").first.click()
    page.add_script_tag(path=script)
    found = page.evaluate("axe.run()")["violations"]
    assert [(v["id"], v["nodes"][0]["html"]) for v in found if v["impact"] in ("serious", "critical")] == []
    levels = page.evaluate("[...document.querySelectorAll('h1,h2,h3,h4')].map(h => +h.tagName[1])")
    assert levels[0] == 1 and all(b <= a + 1 for a, b in itertools.pairwise(levels))
    assert page.locator("main").count() == 1 and page.locator("html").get_attribute("lang") == "zh-CN"


def test_the_keyboard_reaches_contents_and_originals(page: Any) -> None:
    page.locator("nav li li a").first.focus()
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash").startswith("#")
    page.locator("main article summary").first.focus()
    page.keyboard.press("Enter")
    assert page.locator("main article details").first.get_attribute("open") is not None


def test_the_text_is_near_the_top(page: Any) -> None:
    """On a phone too: charts stand below the articles, what matters most above them."""
    top = page.locator("main section").first.bounding_box()["y"]
    contents = page.locator("nav").first.bounding_box()
    assert top - (contents["y"] + contents["height"]) < page.viewport_size["height"]


def test_every_part_of_the_page_is_drawn(page: Any) -> None:
    """The picture of an item is larger than that of an empty area of its size would be."""
    assert page.screenshot(full_page=True).startswith(b"\x89PNG")
    for item in page.locator("main article").all():
        box = item.bounding_box()
        assert len(item.screenshot()) > box["width"] * box["height"] / 100


@pytest.fixture(scope="module")
def office(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Word and Excel files turned to PDF by LibreOffice."""
    program = shutil.which("soffice")
    if not program:
        pytest.skip("no LibreOffice: apt-get install libreoffice-writer-nogui libreoffice-calc-nogui")
    out = tmp_path_factory.mktemp("office")
    profile = f"-env:UserInstallation={(out / 'profile').as_uri()}"
    for kind in ("docx", "xlsx"):
        command = [program, profile, "--headless", "--convert-to", "pdf", "--outdir", str(out / kind)]
        subprocess.run(
            [*command, str(folder / f"digest.{kind}")], check=True, capture_output=True, timeout=120
        )
    return out


def texts(path: Path) -> list[str]:
    with pypdfium2.PdfDocument(path) as pdf:
        return [sheet.get_textpage().get_text_range().replace("\r", "") for sheet in pdf]


def test_the_page_numbers_of_the_contents_are_right(office: Path) -> None:
    """LibreOffice counts them from its own pages; every headline stands on the page it names."""
    pages = texts(office / "docx" / "digest.pdf")
    rows = re.findall(r"^(\d+)\. (.+?)\.{3,}\s*(\d+)$", "\n".join(pages[:2]), re.M)
    assert [int(number) for number, _, _ in rows] == list(range(1, 11))
    for number, title, where in rows:
        assert f"{number}. {title}" in pages[int(where) - 1], title
    assert all(f"— {k} —" in page for k, page in enumerate(pages, 1))


def test_no_heading_ends_a_page_and_no_box_is_printed(office: Path) -> None:
    for page in texts(office / "docx" / "digest.pdf"):
        lines = [line for line in page.splitlines() if line.strip() and not line.startswith("— ")]
        assert not re.match(r"[一二三四五六]、|\d+\. .*[^.\d]$|〔", lines[-1])
        assert not set("□\ufffd") & set(page)


def test_the_workbook_shows_its_texts(office: Path, rows: list[dict[str, Any]]) -> None:
    text = "".join(texts(office / "xlsx" / "digest.pdf")).replace("\n", "")
    assert all(row["title"] in text for row in rows if row["title"])
    assert "2026-06-12" in text and "###" not in text
