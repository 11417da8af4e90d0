"""What the finished documents cost: seconds to write, kilobytes, and how soon the page answers in Chromium.

    python benchmarks/documents.py   # writes docs/documents.md

Digests of 10, 100 and 2,000 items of the starter corpus (repeated under new ids where it has fewer). Seconds are of one
machine; the sizes are the same on every machine. Without playwright and Chromium the last column is left out.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

from baozhai.build import files, load  # noqa: E402
from baozhai.config import Config  # noqa: E402
from baozhai.io.readers.records import read_records  # noqa: E402
from baozhai.io.writers import render  # noqa: E402
from baozhai.io.writers.profile import Profile  # noqa: E402
from baozhai.records import Article, Digest, Issue  # noqa: E402

FORMATS = ("docx", "xlsx", "html", "md", "csv", "jsonl")
#: What is timed in the page: from opening it to the answer of a search, in milliseconds.
ASK = """() => { const q = document.querySelector('input[name=q]'); q.value = '高新区';
q.dispatchEvent(new Event('input', {bubbles: true})); return document.querySelector('output').textContent; }"""


def articles(count: int) -> list[Article]:
    """So many items of the starter corpus."""
    rows: list[Article] = []
    for path in sorted((ROOT / "data/starter/articles").glob("*.jsonl")):
        rows += read_records(path.read_text(encoding="utf-8"), path.name).articles
    return [replace(rows[k % len(rows)], id=f"i{k:05d}") for k in range(count)]


def written(digest: Digest) -> dict[str, tuple[float, int]]:
    """Seconds and bytes of each format; the best of three."""
    out = {}
    for name in FORMATS:
        seconds = []
        for _ in range(3):
            start = time.process_time()
            (data,) = render(digest, [name], Profile()).values()
            seconds.append(time.process_time() - start)
        out[name] = (min(seconds), len(data))
    return out


def answers(page: Path) -> float | None:
    """Seconds from opening a page in Chromium to the answer of a search."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return None
    program = shutil.which("chromium")
    if not program:
        return None
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=program, args=["--no-sandbox"])
        sheet = browser.new_page()
        start = time.perf_counter()
        sheet.goto(page.as_uri())
        assert "找到" in sheet.evaluate(ASK)
        seconds = time.perf_counter() - start
        browser.close()
    return seconds


def main() -> None:
    """Measure and write the report."""
    digester, lines = load("press"), []
    for count in (10, 100, 2000):
        digest = digester.digest(Issue("量", tuple(articles(count))))
        found = written(digest)
        with tempfile.TemporaryDirectory() as folder:
            page = Path(folder) / "digest.html"
            page.write_bytes(files(digest, Config(format="html"))["digest.html"])
            soon = answers(page)
        cells = [f"{seconds:.2f} s, {size / 1000:,.0f} kB" for seconds, size in found.values()]
        lines.append(f"| {count:,} | {' | '.join(cells)} | {'-' if soon is None else f'{soon:.2f} s'} |")
    head = ["items", *(f"{name}" for name in FORMATS), "page answers"]
    table = [f"| {' | '.join(head)} |", f"| {' | '.join('---' for _ in head)} |", *lines]
    text = "# Documents: what they cost\n\n`python benchmarks/documents.py`: processor seconds to write a digest, "
    text += "its size, and the time from opening the page in Chromium\nto the answer of a search.\n\n"
    (ROOT / "docs/documents.md").write_text(text + "\n".join(table) + "\n", encoding="utf-8")
    print("\n".join(table))


if __name__ == "__main__":
    main()
