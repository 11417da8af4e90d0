"""What cutting scores: the development pages where they are, and pages drawn for this run alone.

    python benchmarks/cutting.py [--shared ../shared] [--pages 70] [--seed 20261125]

Writes docs/cutting_scores.md and the pictures beside it: scores, the errors that remain, what cutting costs
(benchmarks/cutting_speed.py) and what a fuzz run found (benchmarks/fuzz.py). The drawn pages take a seed that no tuning used,
and styles whose measures, type and order do not overlap: nobody looks at style E while tuning, and every mixed
page has a style of its own.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "benchmarks"), str(ROOT / "src")]

from cutting_errors import fault_table, faults, wrong_items  # noqa: E402

from baozhai.build import read_issue  # noqa: E402
from baozhai.errors import InputError  # noqa: E402
from baozhai.evaluation.pages import page_counts, page_scores  # noqa: E402
from baozhai.evaluation.report import page_table  # noqa: E402
from baozhai.io.corpus import read_gold  # noqa: E402

STREAM = ("seedlike", "pdfium", "pdftotext_raw")
SHUFFLED = ("pdfminer", "pdftotext")
#: The corpus whose measured part is set into pages.
TEXTS = "broadcast_unlabelled.jsonl.xz"

Row = tuple[str, dict[str, float]]
#: Errors of every page (input, gold) by kind of input.
Faults = dict[str, list[tuple[Path, Path, Counter[str]]]]


def score(name: str, pairs: list[tuple[Path, Path]], wrong: Faults | None = None) -> Row:
    """Scores of the pages that were not refused; their errors are added to `wrong`."""
    counts, refused = [], 0
    for source, gold in pairs:
        try:
            found = read_issue(source).articles
        except InputError:
            refused += 1
            continue
        counts.append(page_counts(read_gold(gold), found))
        if wrong is not None:
            wrong.setdefault(name, []).append((source, gold, faults(read_gold(gold), found)))
    return name, {**page_scores(counts), "pages": len(pairs), "refused": refused}


def folder(path: Path, suffix: str) -> list[tuple[Path, Path]]:
    """Inputs of one kind with their gold."""
    golds = sorted(path.glob("*.gold.json"))
    return [(g.with_name(g.name.replace("gold.json", suffix)), g) for g in golds]


def shared(root: Path) -> Iterator[Row]:
    """The real page and the development pages."""
    real = next(root.glob("000_*.txt"))
    yield score("the real page", [(real, root / "seed_gold.json")])
    yield score("PDF", folder(root / "dev", "pdf"))
    for kind in STREAM:
        yield score(f"{kind} dumps", folder(root / "dev", f"{kind}.txt"))
    for kind in SHUFFLED:
        yield score(f"{kind} dumps (mostly interleaved)", folder(root / "dev", f"{kind}.txt"))


def drawn(words: list[str], wrong: Faults | None = None, shown: list[str] | None = None) -> Iterator[Row]:
    """Pages of our own generator, drawn now; of each style the PDF page with the most errors is pictured."""
    with tempfile.TemporaryDirectory() as place:
        for style in (*"ABCDE", "mixed"):
            out = Path(place) / style
            command = [sys.executable, str(ROOT / "benchmarks" / "pagegen"), "--few", "--style", style]
            subprocess.run([*command, *words, "--out", str(out)], check=True)
            yield score(f"style {style}: PDF", folder(out, "pdf"), wrong)
            for kind in STREAM[:2]:
                yield score(f"style {style}: {kind} dumps", folder(out, f"{kind}.txt"), wrong)
            if wrong and shown is not None:
                shown.append(worst(style, wrong[f"style {style}: PDF"]))


def worst(style: str, found: list[tuple[Path, Path, Counter[str]]]) -> str:
    """Picture the page with the most errors and say which they are."""
    pdf, gold, counts = max(found, key=_errors)
    picture(pdf, gold, ROOT / "docs" / f"page_{style}.png")
    errors = ", ".join(f"{kind} {n}" for kind, n in counts.items() if n and kind != "articles")
    return f"Style {style}, page {pdf.stem}: {errors or 'no error'}.\n\n![style {style}](page_{style}.png)"


def _errors(page: tuple[Path, Path, Counter[str]]) -> int:
    return page[2].total() - page[2]["articles"]


def picture(pdf: Path, gold: Path, png: Path) -> None:
    """The page with the lines of every article the cutter found boxed in its own color, wrong ones red."""
    import pypdfium2
    from PIL import ImageDraw

    from baozhai.ingest.layout import text_lines
    from baozhai.ingest.pages import cut_boxes
    from baozhai.io.readers.pdf import read_pdf

    page = read_pdf(pdf.read_bytes(), pdf.name)[0]
    cut = cut_boxes(page)
    scale = 700 / page.height
    image = pypdfium2.PdfDocument(pdf)[0].render(scale=scale).to_pil().convert("RGB")
    draw = ImageDraw.Draw(image)
    lines = text_lines(page.chars)
    wrong = wrong_items(read_gold(gold), read_issue(pdf).articles)
    colors = ["#06c", "#080", "#a0a", "#b60", "#088", "#55f", "#770", "#e4a", "#333"]
    for k, body in enumerate(cut.bodies):
        used = [row for para in body.paras for row in para] + body.signature + body.credit
        used += [row for _, row in body.crossheads] + (cut.titled[k][0].printed if k in cut.titled else [])
        for row in used:
            at = lines[row.number - 1]
            box = [
                at.x0 * scale,
                (page.height - at.top) * scale,
                at.x1 * scale,
                (page.height - at.bottom) * scale,
            ]
            color = "#d00" if k in wrong else colors[k % len(colors)]
            draw.rectangle(box, outline=color)
    image.quantize(64).save(png, optimize=True)


def said(script: str, *words: str) -> list[str]:
    """What another benchmark prints."""
    command = [sys.executable, str(ROOT / "benchmarks" / script), *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return [f"`python benchmarks/{script} {' '.join(words)}`", "", "```", done.stdout.strip(), "```", ""]


def report(shared_: Path, pages: int, seed: int) -> Iterator[str]:
    """Scores and errors."""
    words = ["--pages", str(pages), "--seed", str(seed)]
    if (shared_ / "pages").is_dir():
        yield f"## Development pages (tuned on)\n\n{page_table(dict(shared(shared_ / 'pages')))}"
    if (texts := shared_ / "corpora" / TEXTS).is_file():
        table = page_table(dict(drawn([*words, "--texts", str(texts)])))
        yield (
            f"## Drawn pages of news, seed {seed}\n\nTexts like those of the development pages, from the quarter of the "
            "corpus that is kept for measuring (`learncut.texts.measured`); no round-ups. Nothing has learned from any of them. "
            "Pages of other seeds were looked at while tuning, but none of style E; each mixed page has a style of its own.\n\n"
            f"{table}"
        )
    wrong: Faults = {}
    shown: list[str] = []
    table = page_table(dict(drawn(words, wrong, shown)))
    yield (
        f"## Drawn pages of our own texts, seed {seed}\n\nWhat reads dumps has learned from these texts. "
        "Pages of other seeds were looked at while tuning, but none of style E; each mixed page has a style of its own. Scores are of the pages that were not refused."
        f"\n\n{table}"
    )
    sums = {kind: sum((counts for *_, counts in rows), Counter()) for kind, rows in wrong.items()}
    yield (
        "## Errors that remain\n\nOf a hundred articles of the drawn pages: what is wrong with the text of those that were "
        "not found at an overlap of 0.8, and with the headline of those found at 0.5.\n\n"
        f"{fault_table(sums)}\nThe PDF page of each style with the most errors. Every article has its color; those in "
        "red are not one article of the page, or have a wrong headline.\n"
    )
    yield "\n\n".join(shown) + "\n"


def main() -> None:
    """Score and write the report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--pages", type=int, default=70, help="drawn pages a style")
    parser.add_argument("--seed", type=int, default=20261125)
    parser.add_argument("--many", type=int, default=1000, help="pages of the memory run; 0 leaves costs out")
    parser.add_argument("--long", type=int, default=500, help="pages of the longest PDF")
    parser.add_argument(
        "--fuzz", type=int, default=20000, help="mutated dumps, a tenth as many PDFs; 0: none"
    )
    args = parser.parse_args()
    words = (
        f"--pages {args.pages} --seed {args.seed} --many {args.many} --long {args.long} --fuzz {args.fuzz}"
    )
    out = ["# Scores of cutting", "", f"`python benchmarks/cutting.py {words}`", ""]
    out += report(args.shared, args.pages, args.seed)
    if args.many:
        sizes = ["--pages", "24", "--many", str(args.many), "--long", str(args.long)]
        out += ["## Cost", "", *said("cutting_speed.py", *sizes)]
    if args.fuzz:
        out += ["## Fuzz", "", *said("fuzz.py", "--dumps", str(args.fuzz), "--pdfs", str(args.fuzz // 10))]
    text = "\n".join(out).rstrip() + "\n"
    (ROOT / "docs" / "cutting_scores.md").write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
