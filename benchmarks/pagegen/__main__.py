"""Write newspaper pages with their gold and dumps.

python benchmarks/pagegen --pages 200 --seed 7 --style all --out DIR
"""

from __future__ import annotations

import argparse
import dataclasses
import datetime
import json
import random
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "benchmarks"), str(ROOT / "src")]

from press_days import fits  # noqa: E402

from pagegen.check import collisions, differences  # noqa: E402
from pagegen.dumps import extractors, pdfium, seedlike  # noqa: E402
from pagegen.mixed import mixed  # noqa: E402
from pagegen.news import load_news, near  # noqa: E402
from pagegen.page import Page, make_page  # noqa: E402
from pagegen.sheet import to_pdf  # noqa: E402
from pagegen.stories import Article, load_articles  # noqa: E402
from pagegen.styles import STYLES  # noqa: E402

MIXED = "mixed"


def draw(
    seed: int,
    number: int,
    style: str,
    articles: list[Article],
    day: datetime.date | None = None,
    *,
    roundups: bool = True,
) -> tuple[Page, random.Random]:
    """Page `number` of a seed, and the generator to draw its dumps from.

    "all" takes the first four styles in turn, "mixed" one for every page (`pagegen.mixed`).
    """
    name = style if style != "all" else "ABCD"[number % 4]
    rng = random.Random(f"{seed}/{number}/{name}")
    look = mixed(rng) if name == MIXED else STYLES[name]
    page = make_page(look if roundups else dataclasses.replace(look, roundup=0.0), articles, rng, day)
    page.gold["page_id"] = f"{number:03d}"
    return page, rng


def write(page: Page, rng: random.Random, folder: Path, *, dumps: bool) -> None:
    """PDF, gold and dumps of a page; raises ValueError where gold and PDF differ."""
    stem = page.gold["page_id"]
    pdf = folder / f"{stem}.pdf"
    pdf.write_bytes(to_pdf(page))
    gold = json.dumps(page.gold, ensure_ascii=False, indent=1) + "\n"
    (folder / f"{stem}.gold.json").write_text(gold, encoding="utf-8")
    (folder / f"{stem}.seedlike.txt").write_text(seedlike(page, rng), encoding="utf-8")
    for kind, extract in extractors().items() if dumps else [("pdfium", pdfium)]:
        (folder / f"{stem}.{kind}.txt").write_text(extract(pdf), encoding="utf-8")
    wrong = differences(page, (folder / f"{stem}.pdfium.txt").read_text(encoding="utf-8"))
    if wrong or collisions(page):
        raise ValueError(f"page {stem}: gold and PDF differ {wrong}, lines collide {collisions(page)[:3]}")


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--style", choices=[*STYLES, "all", MIXED], default="all")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--few", action="store_true", help="only the pdfium and seedlike dumps (fast)")
    parser.add_argument(
        "--day", type=datetime.date.fromisoformat, help="of the issue: only what is news on it"
    )
    parser.add_argument("--texts", type=Path, help="a corpus whose measured part is set; no round-ups")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    articles = load_articles(ROOT / "data/starter/articles")
    if args.day:
        articles = [a for a in articles if fits(a, args.day)]
    if args.texts:
        news(args, articles)
        return
    items = 0
    for number in range(args.pages):
        page, rng = draw(args.seed, number, args.style, articles, args.day)
        write(page, rng, args.out, dumps=not args.few)
        items += len(page.gold["items"])
    print(f"{args.pages} pages, {items} items in {args.out}")


def news(args: argparse.Namespace, articles: list[Article]) -> None:
    """Pages of a corpus's texts and our photos; those that cannot be set are left out and counted."""
    texts, photos = load_news(args.texts), [a for a in articles if a["kind"] == "photo"]
    rng, left = random.Random(args.seed), 0
    for number in range(args.pages):
        pool = near(texts, photos, rng)
        try:
            page, own = draw(args.seed, number, args.style, pool, args.day, roundups=False)
            write(page, own, args.out, dumps=not args.few)
        except ValueError:
            left += 1
            for path in args.out.glob(f"{number:03d}.*"):
                path.unlink()
    print(f"{args.pages - left} pages in {args.out}, {left} could not be set")


if __name__ == "__main__":
    main()
