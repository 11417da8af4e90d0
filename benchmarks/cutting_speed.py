"""What cutting costs against reading alone, in one run, and whether memory stays flat.

python benchmarks/cutting_speed.py --pages 24 --many 1000

1. Processor time of reading and cutting a PDF page, divided by what pypdfium2 needs to extract its
   characters (open, load the page and its text, get_text_range). Target: at most 4.
2. Processor time of cutting the dump of a page. Target: at most 20 ms.
3. Resident memory after 100 and after 1,000 pages, each read and cut. Target: no growth.
4. One PDF of 50 and one of 500 pages, each read and cut in a process of its own: the peak of its memory
   (`VmHWM`) above what the program takes, and of what Python allocates (`tracemalloc`).

Pages: the starter issues and pages drawn by `benchmarks/pagegen` (embedded fonts and more styles).
`--profile` prints where the time goes.
"""

from __future__ import annotations

import argparse
import cProfile
import gc
import os
import pstats
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "benchmarks"), str(ROOT / "src")]

import pypdfium2 as pdfium  # noqa: E402
from pagegen.__main__ import draw  # noqa: E402
from pagegen.dumps import pdfium as pdfium_dump  # noqa: E402
from pagegen.dumps import seedlike  # noqa: E402
from pagegen.sheet import to_pdf  # noqa: E402
from pagegen.stories import load_articles  # noqa: E402

from baozhai.errors import InputError  # noqa: E402
from baozhai.ingest.cut import cut_page, cut_pages  # noqa: E402
from baozhai.io.readers.pdf import PdfPages, read_pdf  # noqa: E402

REPEATS = 3
RATIO, DUMP_MS, GROWTH_MB = 4.0, 20.0, 8.0


def drawn(count: int, folder: Path) -> tuple[list[bytes], list[str]]:
    """PDFs and dumps (stream order and seed-like) of pages drawn from the starter articles."""
    articles = load_articles(ROOT / "data/starter/articles")
    pdfs, dumps = [], []
    for number in range(count):
        page, rng = draw(97, number, "all", articles)
        path = folder / f"{number}.pdf"
        path.write_bytes(to_pdf(page))
        pdfs.append(path.read_bytes())
        dumps += [pdfium_dump(path), seedlike(page, rng)]
    return pdfs, dumps


def starter(suffix: str) -> list[Path]:
    """Files of the starter issues."""
    return sorted((ROOT / "data/starter").rglob(f"*{suffix}"))


def extract(data: bytes) -> None:
    """What pypdfium2 alone does."""
    document = pdfium.PdfDocument(data)
    for page in document:
        text = page.get_textpage()
        text.get_text_range()
        text.close()
        page.close()
    document.close()


def cut_pdf(data: bytes) -> None:
    """Read and cut a PDF."""
    try:
        cut_pages(PdfPages(data, "page.pdf"))
    except InputError as error:
        sys.stderr.write(f"{error}\n")


def cut_dump(text: str) -> None:
    """Cut a dump; refusing one is work too."""
    try:
        cut_page(text)
    except InputError as error:
        sys.stderr.write(f"{error}\n")


def cost(work: Callable[[], object]) -> float:
    """Milliseconds of processor time, the best of some runs."""
    times = []
    for _ in range(REPEATS):
        start = time.process_time()
        work()
        times.append(1000 * (time.process_time() - start))
    return min(times)


def pdf_ratio(name: str, pdfs: Sequence[bytes]) -> float:
    """Cutting against extracting, over all pages together."""
    base = [cost(lambda d=data: extract(d)) for data in pdfs]  # type: ignore[misc]
    read = [cost(lambda d=data: read_pdf(d, "page.pdf")) for data in pdfs]  # type: ignore[misc]
    whole = [cost(lambda d=data: cut_pdf(d)) for data in pdfs]  # type: ignore[misc]
    ratio = sum(whole) / sum(base)
    worst = max(w / b for w, b in zip(whole, base, strict=True))
    print(
        f"{name}: {len(pdfs)} pages, extract {statistics.mean(base):.1f} ms, read {statistics.mean(read):.1f} ms,"
        f" read and cut {statistics.mean(whole):.1f} ms a page: {ratio:.2f} times (worst page {worst:.2f})"
    )
    return ratio


def dump_cost(name: str, dumps: Sequence[str]) -> float:
    """Milliseconds a dump."""
    times = [cost(lambda t=text: cut_dump(t)) for text in dumps]  # type: ignore[misc]
    lines = statistics.mean(text.count("\n") for text in dumps)
    print(
        f"{name}: {len(dumps)} dumps of {lines:.0f} lines, mean {statistics.mean(times):.1f} ms,"
        f" median {statistics.median(times):.1f} ms, worst {max(times):.1f} ms"
    )
    return statistics.mean(times)


def resident() -> float:
    """Megabytes of the process in memory (Linux)."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


def memory(pdfs: Sequence[bytes], dumps: Sequence[str], many: int) -> float:
    """Growth in megabytes between a tenth of `many` pages and all of them."""
    at: dict[int, float] = {}
    for count in range(1, many + 1):
        if count % 4:
            cut_dump(dumps[count % len(dumps)])
        else:
            cut_pdf(pdfs[count % len(pdfs)])
        if count in (many // 10, many // 2, many):
            gc.collect()
            at[count] = resident()
    print("memory: " + ", ".join(f"{mb:.1f} MB after {count} pages" for count, mb in at.items()))
    return at[many] - at[many // 10]


def long_pdf(pdfs: Sequence[bytes], count: int, path: Path) -> None:
    """A PDF of `count` pages out of the pages of others."""
    sources = [pdfium.PdfDocument(data) for data in pdfs]
    out = pdfium.PdfDocument.new()
    for k in range(count):
        out.import_pages(sources[k % len(sources)], [0])
    out.save(path)


#: Run by `peak` in a new process: the first page loads what the program needs, then comes the long file.
PEAK = """
import sys, tracemalloc
from pathlib import Path
from baozhai.build import read_issue
def peak():  # not ru_maxrss: that begins at what the parent had
    return int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]) / 1024
read_issue(Path(sys.argv[1]))
before = peak()
if sys.argv[3] == "trace": tracemalloc.start()
issue = read_issue(Path(sys.argv[2]))
text = sum(len(p) for a in issue.articles for p in a.paragraphs)
print(tracemalloc.get_traced_memory()[1] / 2**20 if sys.argv[3] == "trace" else peak() - before, text)
"""


def peak(one: Path, path: Path, how: str) -> tuple[float, int]:
    """Megabytes that a PDF takes at most, and the characters of its articles."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    command = [sys.executable, "-c", PEAK, str(one), str(path), how]
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
    megabytes, text = done.stdout.split()
    return float(megabytes), int(text)


def long_files(pdfs: Sequence[bytes], folder: Path, pages: Sequence[int]) -> None:
    """The memory of long PDFs."""
    for count in (1, *pages):
        long_pdf(pdfs, count, folder / f"{count}.pdf")
    for count in pages:
        path = folder / f"{count}.pdf"
        resident_, text = peak(folder / "1.pdf", path, "resident")
        traced, _ = peak(folder / "1.pdf", path, "trace")
        print(
            f"a PDF of {count} pages ({path.stat().st_size / 2**20:.1f} MB, {text:,} characters in articles):"
            f" {resident_:.1f} MB more than a page, of which Python objects at most {traced:.1f} MB"
        )


def profile(name: str, work: Callable[[], object]) -> None:
    """The twelve costliest functions."""
    profiler = cProfile.Profile()
    profiler.runcall(work)
    print(f"\n{name}")
    pstats.Stats(profiler, stream=sys.stdout).strip_dirs().sort_stats("tottime").print_stats(16)


def main() -> int:
    """Command line; 1 when a target is missed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pages", type=int, default=24, help="drawn pages")
    parser.add_argument("--many", type=int, default=1000, help="pages of the memory run; 0 leaves it out")
    parser.add_argument("--long", type=int, default=500, help="pages of the longest PDF; 0 leaves it out")
    parser.add_argument("--profile", action="store_true")
    args = parser.parse_args()
    with TemporaryDirectory() as folder:
        pdfs, dumps = drawn(args.pages, Path(folder))
    ours = [path.read_bytes() for path in starter(".pdf")]
    texts = [path.read_text(encoding="utf-8") for path in starter(".txt")]
    cut_dump(texts[0])  # loads the segmenter and the weights
    ratios = [pdf_ratio("starter PDFs", ours), pdf_ratio("drawn PDFs", pdfs)]
    times = [dump_cost("starter dumps", texts), dump_cost("drawn dumps", dumps)]
    if args.long:
        with TemporaryDirectory() as folder:
            long_files(pdfs, Path(folder), (max(args.long // 10, 1), args.long))
    growth = memory(ours + pdfs, texts + dumps, args.many) if args.many else 0.0
    if args.profile:
        profile("drawn PDFs", lambda: [cut_pdf(data) for data in pdfs])
        profile("drawn dumps", lambda: [cut_dump(text) for text in dumps])
    missed = max(ratios) > RATIO or max(times) > DUMP_MS or growth > GROWTH_MB
    print(f"targets: {RATIO:g} times, {DUMP_MS:g} ms, {GROWTH_MB:g} MB: {'missed' if missed else 'met'}")
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
