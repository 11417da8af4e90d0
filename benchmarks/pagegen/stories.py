"""Starter articles as they will be printed: wording of bylines, datelines and heads drawn anew, gold beside it."""

from __future__ import annotations

import json
import random
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pagegen.looks import Look

Article = dict[str, Any]
PLACES = ("云岫", "澜川", "沐阳", "砚湖", "朔川", "汀屿", "望潮", "青芦")
ENGLISH = (
    "Lanchuan Power Systems",
    "Yunxiu Marine Cable",
    "Blue Harbor Instruments",
    "Tingyu Digital Workshop",
    "Shuochuan Optoelectronics",
    "North Ridge Biologics",
)
ROUNDUPS = (
    "{p}高新区一周要闻速览",
    "{p}园区一周要闻速览",
    "{p}：几个现场见变化",
    "在{p}，听产业拔节的声音",
    "{p}基层一线见闻录",
    "走笔{p}新城",
)
KICKERS = ("高质量发展一线观察", "走进高新区", "园区新事", "记者蹲点手记", "产业链上的故事")
SUBTITLES = ("来自生产一线的报告", "一个园区的转型样本", "数字背后的变化", "基层治理见闻")


@dataclass
class Story:
    """An item to print: its gold so far and the strings the layout sets."""

    gold: Article
    opening: str = ""  # dateline and inline byline before the first paragraph
    closing: str = ""  # signature after the last sentence, or a caption's credit
    below: str = ""  # byline line below the headline
    inside: str = ""  # byline line in the first column, over the text
    heavy: dict[int, int] = field(default_factory=dict)  # paragraph -> bold first characters

    @property
    def length(self) -> int:
        """Characters of running text."""
        return sum(len(p) for p in self.gold["paragraphs"])


def load_articles(folder: Path) -> list[Article]:
    """All starter articles, by file and line."""
    rows = [line for f in sorted(folder.glob("*.jsonl")) for line in f.read_text("utf-8").splitlines()]
    return [json.loads(row) for row in rows if row.strip()]


def _names(people: list[dict[str, str]], gap: str) -> str:
    """People with their roles, each role printed once before its names."""
    blank, joint = (" ", gap) if gap == "、" else (gap, gap)
    groups: list[tuple[str, list[str]]] = []
    for person in people:
        role = "" if person["role"] in ("作者", "摄影") else person["role"]
        if not groups or groups[-1][0] != role:
            groups.append((role, []))
        groups[-1][1].append(person["name"])
    return blank.join((role + blank if role else "") + joint.join(names) for role, names in groups)


def _move_byline(article: Article, look: Look, rng: random.Random) -> None:
    """Print some bylines elsewhere than the article says."""
    opens_with_head = any(c["before_para"] == 0 for c in article["crossheads"])
    if article["byline"] and rng.random() < look.style.byline_moves and not opens_with_head:
        article["byline_pos"] = rng.choice(["below_title", "after_dateline", "end_of_body"])
    if article["byline_pos"] == "below_title" and rng.random() < 0.7:
        for person in article["byline"]:
            person["role"] = "本报记者" if person["role"] == "作者" else person["role"]


def _set_dateline(article: Article, look: Look, rng: random.Random) -> None:
    """Draw a wire line; a text with an inline byline always opens with one."""
    if article["byline_pos"] == "after_dateline" and not article["dateline"]:
        article["dateline"] = "本报讯"
    if article["dateline"]:
        place, month, day = rng.choice(PLACES), look.date[1], max(1, look.date[2] - rng.randint(0, 2))
        article["dateline"] = rng.choice(look.style.wires).format(p=place, m=month, d=day)


def _english(article: Article, rng: random.Random) -> None:
    """Put an English name behind the first firm or school of a text, for blanks and hyphens of its own."""
    for k, para in enumerate(article["paragraphs"]):
        found = re.search("公司|集团|大学|研究院", para)
        if found:
            name = f"（{rng.choice(ENGLISH)}）"
            article["paragraphs"][k] = para[: found.end()] + name + para[found.end() :]
            return


def _runin(article: Article, rng: random.Random) -> dict[int, int]:
    """Turn crossheads into bold first sentences; paragraph -> bold characters."""
    heavy, closing = {}, rng.choice(["。", "——", "　"])
    heads = []
    for cross in article["crossheads"]:
        k, head = cross["before_para"], cross["text"] + ("" if cross["text"][-1] in "。？！" else closing)
        article["paragraphs"][k] = head.replace("　", "") + article["paragraphs"][k]
        heavy[k] = len(head.replace("　", ""))
        heads.append(head.replace("　", ""))
    article["runin_heads"], article["crossheads"] = heads, []
    return heavy


def _bylines(story: Story, look: Look, rng: random.Random) -> None:
    """Fill opening, closing and below; `byline_raw` is exactly what they print."""
    gold, gap = story.gold, look.name_gap
    spot = gold["byline_pos"] if gold["byline"] else None
    story.opening = gold["dateline"] or ""
    raw = None
    if spot == "after_dateline":
        raw = f"（{_names(gold['byline'], gap)}）"
        story.opening += raw
    elif spot == "below_title":
        mark = look.mark + look.style.mark_gap if look.mark else ""
        raw = mark + look.style.byline_form.format(n=_names(gold["byline"], gap))
        if (chance := look.style.byline_in_text) and rng.random() < chance:
            story.inside = raw
        else:
            story.below = raw
    elif spot == "end_of_body":
        raw = _names(gold["byline"], gap)
        raw = story.closing = f"（{raw}）" if rng.random() < 0.2 else raw
    gold["byline_raw"], gold["byline_pos"] = raw, spot


def make_article(article: Article, look: Look, rng: random.Random) -> Story:
    """A text as this page prints it."""
    gold = json.loads(json.dumps(article))
    gold.setdefault("runin_heads", [])
    if rng.random() < look.style.english:
        _english(gold, rng)
    if not gold["kicker"] and rng.random() < 0.15:
        gold["kicker"] = rng.choice(KICKERS)
    if not gold["subtitle"] and rng.random() < 0.1:
        gold["subtitle"] = rng.choice(SUBTITLES)
    if gold["subtitle"] and rng.random() < 0.6:
        gold["subtitle"] = "——" + gold["subtitle"].lstrip("—")
    _move_byline(gold, look, rng)
    _set_dateline(gold, look, rng)
    story = Story(gold)
    if gold["crossheads"] and rng.random() < look.style.runin:
        story.heavy = _runin(gold, rng)
    _bylines(story, look, rng)
    return story


def make_roundup(articles: list[Article], rng: random.Random) -> Article:
    """One long text of several short ones, their headlines as crossheads."""
    first = articles[0]
    paragraphs: list[str] = []
    crossheads = []
    for article in articles:
        crossheads.append({"before_para": len(paragraphs), "text": article["title"].replace(" ", "")})
        paragraphs += article["paragraphs"]
    return {
        **first,
        "id": "+".join(a["id"] for a in articles),
        "title": rng.choice(ROUNDUPS).format(p=rng.choice(PLACES)),
        "kicker": None,
        "subtitle": None,
        "byline_pos": "below_title" if first["byline"] else None,
        "dateline": None,
        "crossheads": crossheads,
        "paragraphs": paragraphs,
    }


def make_photo(article: Article, look: Look, rng: random.Random, *, pictures: int) -> Story:
    """A caption with its credit; two pictures get 左图 and 右图 marks where the text has two paragraphs."""
    gold = json.loads(json.dumps(article))
    gold["runin_heads"] = []
    paragraphs = gold["paragraphs"]
    if pictures == 2 and len(paragraphs) >= 2:
        paragraphs[-2:] = [
            f"左图：{paragraphs[-2].removeprefix('图为')}",
            f"右图：{paragraphs[-1].removeprefix('图为')}",
        ]
    name = look.name_gap.join(p["name"] for p in gold["byline"])
    gold["byline_raw"] = rng.choice(look.style.credits).format(n=name) if name else None
    gold["byline_pos"] = "end_of_caption" if name else None
    for person in gold["byline"]:
        if gold["byline_raw"].startswith("本报记者"):
            person["role"] = "本报记者"
    return Story(gold, closing=gold["byline_raw"] or "")
