"""The texts that the cutter learns from, and those that are kept for measuring."""

from __future__ import annotations

import hashlib
import json
import lzma
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dumpgen import Item, headlines

ROOT = Path(__file__).resolve().parents[2]
#: Of so many texts of a corpus, those whose hashes fall into the first ones are kept for measuring.
PARTS, KEPT = 8, 2
#: Characters of a text that pages are drawn from.
SHORTEST, LONGEST = 80, 2500
#: Share of its stretches that a text may have in common with texts that are measured on.
SHARED = 0.1
_KICKER = re.compile(r"^【(.{2,16})】(.{4,})$|^(.{3,14})[｜丨](.{4,})$")


def starter() -> list[Item]:
    """Our own articles."""
    files = sorted((ROOT / "data" / "starter" / "articles").glob("*.jsonl"))
    rows = [json.loads(line) for f in files for line in f.read_text(encoding="utf-8").splitlines()]
    return [Item(row["title"], row["paragraphs"]) for row in rows if row["title"]]


def own_headlines() -> list[Item]:
    """Our own headlines, each over its opening."""
    return [
        Item(row["title"], [row["opening"]], kicker=row["kicker"], subtitle=row["subtitle"])
        for row in headlines()
    ]


def rows(path: str | Path) -> Iterator[dict[str, Any]]:
    """The rows of a JSONL(.xz) file, each with its `paragraphs`, in the order of their days."""
    opened = lzma.open if str(path).endswith(".xz") else open
    with opened(path, "rt", encoding="utf-8") as lines:
        found = [json.loads(line) for line in lines]
    for row in sorted(found, key=lambda row: row.get("date") or ""):
        row["paragraphs"] = [p.strip() for p in row["body"].split("\n") if p.strip()]
        if row["paragraphs"]:
            yield row


def measured(row: dict[str, Any]) -> bool:
    """Whether a text is kept for measuring."""
    digest = hashlib.sha1(str(row["id"]).encode(), usedforsecurity=False).hexdigest()
    return int(digest, 16) % PARTS < KEPT


def corpus(path: str, without: set[int]) -> tuple[list[Item], list[list[str]]]:
    """Titled articles of a corpus and the paragraphs of the others; none that is measured on."""
    titled_ones, bare = [], []
    rng = random.Random(1)
    for row in rows(path):
        if measured(row) or known(row["paragraphs"], without):
            continue
        if row.get("title"):
            titled_ones.append(titled(row["title"].strip(), row["paragraphs"], 0.3, rng))
        else:
            bare.append(row["paragraphs"])
    return titled_ones, bare


def usable(item: Item) -> bool:
    """Whether pages are drawn from an article."""
    return SHORTEST < sum(map(len, item.paragraphs)) < LONGEST


def titled(title: str, paragraphs: list[str], keep: float, rng: random.Random) -> Item:
    """An item; what stands in 【】 or before ｜ is a kicker, but for a share `keep` of them."""
    found = _KICKER.match(title)
    if not found or rng.random() < keep:
        return Item(title, paragraphs)
    return Item((found[2] or found[4]).strip(), paragraphs, kicker=found[1] or found[3])


def shingles(text: str) -> set[int]:
    """Hashes of all stretches of 14 characters."""
    text = "".join(text.split())
    return {hash(text[k : k + 14]) for k in range(len(text) - 13)}


def known(paragraphs: list[str], texts: set[int]) -> bool:
    """Whether a text is, in part, one of the texts whose stretches are given.

    One stretch is no sign: titles of office and names of meetings stand in every second piece of political news.
    """
    own = shingles("".join(paragraphs)) if texts else set()
    return len(own & texts) > SHARED * len(own)


def development(folder: str) -> set[int]:
    """The stretches of the pages in a folder of `*.gold.json`: articles that are measured on are not learned from."""
    out: set[int] = set()
    for path in Path(folder).glob("*.gold.json"):
        for item in json.loads(path.read_text(encoding="utf-8"))["items"]:
            out |= shingles("".join(item["paragraphs"]))
    return out
