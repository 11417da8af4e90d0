"""Our scores of cutting agree with the public scorer; runs where the public texts lie beside the project."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import pytest

from baozhai import build
from baozhai.errors import InputError
from baozhai.evaluation.pages import page_counts, page_scores
from baozhai.io.corpus import read_gold
from baozhai.records import Article

THEIRS = {
    "article_p": "article_p",
    "article_r": "article_r",
    "article_f1": "article_f1",
    "title": "title_acc",
    "byline_f1": "byline_f1",
    "bcubed_p": "bcubed_p",
    "bcubed_r": "bcubed_r",
    "bcubed_f1": "bcubed_f1",
    "paragraphs_exact": "para_exact",
    "lost": "lost",
    "foreign": "foreign",
}


def cut(path: Path) -> tuple[Article, ...]:
    try:
        return build.read_issue(path).articles
    except InputError:
        return ()  # refused: both scorers see an empty page


def items(articles: tuple[Article, ...]) -> str:
    return json.dumps({"items": [asdict(a) for a in articles]})


def agree(shared: Path, pairs: list[tuple[Path, Path]], gold: Path, found: Path) -> None:
    """`pairs` are (gold, input); `gold` and `found` are what the scorer is called with."""
    cuts = [cut(source) for _, source in pairs]
    for (path, _), articles in zip(pairs, cuts, strict=True):
        name = found / path.name.replace(".gold", "") if found.is_dir() else found
        name.write_text(items(articles), encoding="utf-8")
    out = found.parent / "scores.json"
    script = shared / "pages" / "score_pages.py"
    command = [sys.executable, script, "--gold", gold, "--pred", found, "--json", out]
    subprocess.run([str(w) for w in command], check=True, capture_output=True)
    theirs = json.loads(out.read_text(encoding="utf-8"))["total"]
    ours = page_scores(page_counts(read_gold(path), a) for (path, _), a in zip(pairs, cuts, strict=True))
    for key, name in THEIRS.items():  # the scorer prints four digits
        assert round(ours[key], 4) == pytest.approx(theirs[name], abs=1e-9), key
    assert ours["false_articles"] * len(pairs) == pytest.approx(theirs["false_articles"], abs=1e-9)


@pytest.mark.parametrize("kind", ["pdf", "seedlike.txt", "pdftotext.txt"])
def test_development_pages(shared: Path, tmp_path: Path, kind: str) -> None:
    dev = shared / "pages" / "dev"
    pairs = [(g, dev / f"{g.name[:3]}.{kind}") for g in sorted(dev.glob("*.gold.json"))]
    assert len(pairs) == 16
    (tmp_path / "found").mkdir()
    agree(shared, pairs, dev, tmp_path / "found")


def test_real_page(shared: Path, tmp_path: Path) -> None:
    pages = shared / "pages"
    (source,) = pages.glob("000_*.txt")
    agree(shared, [(pages / "seed_gold.json", source)], pages / "seed_gold.json", tmp_path / "page.json")
