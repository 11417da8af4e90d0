"""The starter corpus as an editor would check it: enough of each kind, none twice, no report printed before its day."""

from __future__ import annotations

import datetime
import itertools
import json
import re
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "benchmarks"))

from press_days import fits  # noqa: E402

FOLDER = ROOT / "data" / "starter"


@pytest.fixture(scope="module")
def items() -> list[dict[str, Any]]:
    """All articles and photo stories."""
    files = sorted((FOLDER / "articles").glob("*.jsonl"))
    return [json.loads(line) for f in files for line in f.read_text(encoding="utf-8").splitlines()]


def test_enough_of_each_kind(items: list[dict[str, Any]]) -> None:
    kinds = Counter(item["kind"] for item in items)
    topics = Counter(topic for item in items for topic in item["topics"] or ["other"])
    assert kinds["article"] >= 300 and kinds["photo"] >= 20
    assert min(topics[t] for t in ("party_building", "manufacturing", "biomedicine", "awards")) >= 60
    assert topics["other"] >= 80
    assert sum(len(item["topics"]) > 1 for item in items) >= 30
    assert len(list((FOLDER / "issues").glob("*/gold.json"))) >= 20


def test_lengths_and_crossheads_vary_as_in_a_paper(items: list[dict[str, Any]]) -> None:
    lengths = sorted(sum(map(len, i["paragraphs"])) for i in items if i["kind"] == "article")
    for low, high in itertools.pairwise((0, 100, 180, 240, 300, 400, 500, 600, 900, 2000)):
        assert sum(low <= n < high for n in lengths) >= 6, (low, high)
    places = Counter(tuple(c["before_para"] for c in i["crossheads"]) for i in items if i["crossheads"])
    assert places.most_common(1)[0][1] < sum(places.values()) / 3


def test_no_sentence_and_no_headline_is_used_twice(items: list[dict[str, Any]]) -> None:
    titles = Counter(item["title"] for item in items if item["title"])
    assert titles.most_common(1)[0][1] == 1
    seen: dict[str, str] = {}
    for item in items:
        text = "".join(item["paragraphs"])
        for gram in {text[k : k + 20] for k in range(len(text) - 19)}:
            assert seen.setdefault(gram, item["id"]) == item["id"], (gram, seen[gram], item["id"])


def test_no_two_stories_share_much_of_their_wording(items: list[dict[str, Any]]) -> None:
    """Twins tell one event in the same words: the share of the shorter one's five-character runs."""
    bags = {}
    for item in items:
        text = re.sub(r"\W", "", "".join(item["paragraphs"]))
        bags[item["id"]] = {text[k : k + 5] for k in range(len(text) - 4)}
    for (a, one), (b, two) in itertools.combinations(bags.items(), 2):
        assert len(one & two) < 0.22 * min(len(one), len(two)), (a, b)


def test_news_is_printed_one_to_four_days_after_the_day_it_names(items: list[dict[str, Any]]) -> None:
    """By the dateline, else by a lead that opens on a day; a plan for a day is not read so."""
    wrong, seen = [], 0
    for item in items:
        dated = re.search(r"(\d{1,2})月(\d{1,2})日电", item["dateline"] or "")
        if found := dated or re.match(r"(\d{1,2})月(\d{1,2})日(?!起|前|零时起)", item["paragraphs"][0]):
            printed = datetime.date.fromisoformat(item["date"])
            month, day = int(found[1]), int(found[2])
            told = datetime.date(printed.year - (month > printed.month), month, day)
            seen += 1
            if not 1 <= (printed - told).days <= 4:
                wrong.append((item["id"], told, printed))
    assert not wrong
    assert seen > 60


def test_nothing_is_printed_before_what_it_tells_as_past(items: list[dict[str, Any]]) -> None:
    assert [i["id"] for i in items if not fits(i, datetime.date.fromisoformat(i["date"]))] == []


def test_the_items_of_an_issue_bear_its_date() -> None:
    articles = {}
    for file in (FOLDER / "articles").glob("*.jsonl"):
        articles |= {row["id"]: row for row in map(json.loads, file.read_text("utf-8").splitlines())}
    for folder in sorted((FOLDER / "issues").iterdir()):
        date = re.search(r"date: (\S+)", (folder / "issue.yaml").read_text("utf-8"))
        gold = json.loads((folder / "gold.json").read_text("utf-8"))["items"]
        assert date and {articles[item["id"]]["date"] for item in gold} == {date[1]}
        assert all(articles[item["id"]]["paragraphs"] == item["paragraphs"] for item in gold)
