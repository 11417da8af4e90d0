"""What a digest of a page loses by cutting: one summary an article of our own cut against one an article of the gold cut.

    python benchmarks/page_digests.py [../shared]     # Markdown; needs the development pages

The reference of a page is the headlines of its gold articles, in order (the ranker does not see them; mending a summary
without news does); ROUGE is of all summaries of the page together. Headlines favor no cut: both sides have one summary an article within the same budget.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from baozhai import build
from baozhai.build import read_issue
from baozhai.digest import Digester
from baozhai.errors import InputError
from baozhai.evaluation.summaries import rouge
from baozhai.io.corpus import read_gold
from baozhai.records import Article
from baozhai.summary.units import terms

KINDS = ("pdf", "seedlike.txt", "pdfium.txt", "pdftotext_raw.txt", "pdfminer.txt", "pdftotext.txt")
BUDGET = 80


def summaries(digester: Digester, articles: Sequence[Article]) -> list[str]:
    """One summary an article; photo stories have none, as they have no headline of their own to hold it to."""
    return [digester.summarize(a, BUDGET).text for a in articles if a.kind == "article"]


def in_gold_order(right: Sequence[Article], found: Sequence[Article]) -> list[Article]:
    """The articles of our cut, each at the place of the gold article it shares most with: a digest has an order of its own."""
    bags = [set(terms("".join(a.paragraphs))) for a in right]

    def place(article: Article) -> int:
        own = set(terms("".join(article.paragraphs)))
        return max(range(len(bags)), key=lambda k: len(own & bags[k]))

    return sorted(found, key=place)


def page_ratio(shared: Path) -> None:
    """Print the table."""
    digester = build.load("press")
    pages = shared / "pages"
    golds = [
        (p, p.with_name(p.name.removesuffix("gold.json")))
        for p in sorted((pages / "dev").glob("*.gold.json"))
    ]
    print(
        f"\n## Page digests\n\n`benchmarks/page_digests.py`: one summary an article (budget {BUDGET}) of our own cut of the"
        f" {len(golds)} development pages, against the summaries of the gold cut; the reference is the page's headlines. Articles stand in the order of the gold"
        " on both sides.\n"
    )
    print(
        "| input | pages | refused | gold cut, R1 / R2 / RL | our cut | ratio | summaries of the gold cut found exactly |\n|---|---|---|---|---|---|---|"
    )
    for kind in KINDS:
        _row(kind, [(g, stem.with_name(stem.name + kind)) for g, stem in golds], digester)
    real = next(pages.glob("000_*.txt"), None)
    if real is not None:
        _row("the real page", [(pages / "seed_gold.json", real)], digester)


def _row(name: str, inputs: Sequence[tuple[Path, Path]], digester: Digester) -> None:
    best, ours, exact, refused = [], [], [], 0
    for gold, source in inputs:
        try:
            found = read_issue(source).articles
        except InputError:
            refused += 1
            continue
        right = read_gold(gold).articles
        reference = "".join(a.title for a in right if a.kind == "article")
        wanted, made = summaries(digester, right), summaries(digester, in_gold_order(right, found))
        best.append(rouge("".join(wanted), reference))
        ours.append(rouge("".join(made), reference))
        exact += [text in made for text in wanted]
    if not best:
        print(f"| {name} | {len(inputs)} | {refused} | – | – | – | – |")
        return
    a, b = np.mean(best, axis=0) * 100, np.mean(ours, axis=0) * 100
    cells = [" / ".join(f"{v:.2f}" for v in row) for row in (a, b)]
    ratio = " / ".join(f"{v:.3f}" for v in b / a)
    print(
        f"| {name} | {len(inputs)} | {refused} | {cells[0]} | {cells[1]} | {ratio} | {np.mean(exact):.1%} |"
    )


if __name__ == "__main__":
    page_ratio(Path(sys.argv[1] if len(sys.argv) > 1 else "../shared"))
