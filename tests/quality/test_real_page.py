"""The real page is cut exactly; runs where the public texts lie beside the project."""

from __future__ import annotations

import importlib.util
import json
import random
from dataclasses import asdict
from pathlib import Path
from types import ModuleType

import pytest

from baozhai.ingest.cut import cut_page

SEED = "000_b735fd0ee04803a0.txt"


def scorer(shared: Path) -> ModuleType:
    """`score_pages.py` as a module."""
    spec = importlib.util.spec_from_file_location("score_pages", shared / "pages" / "score_pages.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def items(text: str) -> list[dict]:
    return [asdict(a) for a in cut_page(text).articles]


def test_cut_is_the_gold(shared: Path) -> None:
    gold = json.loads((shared / "pages" / "seed_gold.json").read_text(encoding="utf-8"))["items"]
    found = items((shared / "pages" / SEED).read_text(encoding="utf-8"))
    assert len(found) == len(gold)
    for want in gold:
        got = next(i for i in found if list(i["paragraphs"]) == want["paragraphs"])
        assert (got["kind"], got["title"] or None) == (want["kind"], want["title"])
        assert list(got["byline"]) == want["byline"]
        assert list(got["crossheads"]) == want["crossheads"]
        assert (got["dateline"] or None) == want["dateline"]


def test_shuffled_headlines_change_nothing(shared: Path) -> None:
    text = (shared / "pages" / SEED).read_text(encoding="utf-8")
    lines = [line for line in text.split("\n") if line.strip()]
    heads = [lines[-8:-6], lines[-6:-4], lines[-4:-2], lines[-2:]]
    want = sorted((i["title"], i["paragraphs"]) for i in items(text))
    for seed in range(6):
        order = heads[:]
        random.Random(seed).shuffle(order)
        mixed = "\n\n".join([*lines[:-8], *(line for head in order for line in head)])
        assert sorted((i["title"], i["paragraphs"]) for i in items(mixed)) == want


@pytest.mark.parametrize(("kind", "floor"), [("seedlike", 0.65), ("pdfium", 0.77)])
def test_development_pages_floor(shared: Path, kind: str, floor: float) -> None:
    module = scorer(shared)
    good = total = 0.0
    for path in sorted((shared / "pages" / "dev").glob(f"*.{kind}.txt")):
        gold = json.loads(path.with_name(path.name[:3] + ".gold.json").read_text(encoding="utf-8"))
        result = module.score(gold, {"items": items(path.read_text(encoding="utf-8"))})
        good += 2 * result["art_tp80"]
        total += result["art_p"] + result["art_g"]
    assert good / total >= floor
