"""A whole page: furniture round a filled rectangle, its gold, and the order of the content stream."""

from __future__ import annotations

import datetime
import random
import re
from dataclasses import dataclass, replace
from typing import Any

from pagegen.breaking import line_width, plain_line
from pagegen.filling import Filler
from pagegen.looks import Look, Style, draw_look
from pagegen.marks import Block, Frame, Shape, Type
from pagegen.stories import Article, Story

PAPER = "云岫高新技术导报"
SECTIONS = ("要闻", "园区", "产业", "科技", "综合", "民生", "视点", "党建")
STAFF = ("柏序川", "祝南汀", "岑野渡", "尤星垂", "关一澄", "骆晚", "温汀兰")
DAYS = "一二三四五六日"
KEPT = [
    "id",
    "kind",
    "title",
    "title_lines",
    "kicker",
    "subtitle",
    "byline",
    "byline_raw",
    "byline_pos",
    "dateline",
    "crossheads",
    "runin_heads",
    "paragraphs",
    "head",
    "boxed",
]


@dataclass
class Page:
    """A page ready to print: blocks in stream order, shapes, and the gold beside them."""

    look: Look
    blocks: list[Block]
    shapes: list[Shape]
    gold: dict[str, Any]


def _band(look: Look, rng: random.Random) -> list[str]:
    """Wording of the page's head: folio, section, date, sometimes the paper's name."""
    year, month, day = look.date
    number = rng.randint(1, 16)
    folio = rng.choice(["第{}版", "{:02d}", "{}版", "A{:02d}", "第 {} 版"]).format(number)
    weekday = DAYS[datetime.date(year, month, day).weekday()]
    date = f"{year}年{month}月{day}日{rng.choice([' ', '　'])}星期{weekday}"
    out = [folio, rng.choice(SECTIONS), date]
    if rng.random() < 0.5:
        out.append(PAPER)
    if rng.random() < 0.2:
        out.append("投稿邮箱：daobao@example.com")
    return out


def _staff(rng: random.Random) -> str:
    """The line of those who made the page."""
    a, b, c = rng.sample(STAFF, 3)
    return rng.choice(
        [
            f"责编：{a} 版式：{b}",
            f"本版责编 {a} 美编 {b} 校对 {c}",
            f"责任编辑：{a}　美术编辑：{b}",
            f"责编/{a} 版式/{b} 校对/{c}",
        ]
    )


def _furniture(look: Look, rng: random.Random) -> tuple[list[Block], list[Shape], float, float]:
    """Head and foot of the page, and the y between which items may stand."""
    width, height = look.paper
    left, right, y = look.margin, look.paper[0] - look.margin, look.margin
    texts = _band(look, rng)
    big = [Type(1, rng.choice([16, 20, 24])), Type(1, rng.choice([18, 22, 28]))]
    kinds = big + [Type(rng.choice([0, 1]), rng.choice([8.5, 9.5, 10.5]))] * (len(texts) - 2)
    base, x, rows, blocks = y + 26, left, 0, []
    for text, kind in zip(texts, kinds, strict=True):
        line = plain_line(text, kind)
        if kind in big:
            blocks.append(Block("furniture", -1, [line.moved(x, base)]))
            x += line_width(line) + 24
        else:
            blocks.append(Block("furniture", -1, [line.moved(right - line_width(line), y + 4 + 13 * rows)]))
            rows += 1
    staff = plain_line(_staff(rng), Type(0, 8.5))
    foot = rng.random() < 0.5 or rows > 1
    at = height - look.margin if foot else y + 4 + 13 * rows
    blocks.append(
        Block(
            "furniture",
            -1,
            [staff.moved(right - line_width(staff) if not foot or rng.random() < 0.5 else left, at)],
        )
    )
    top = y + 36
    shapes = [Shape(left, top, right - left, 0, line=w) for w in [rng.choice([0.8, 1.5, 2.5])]]
    if rng.random() < 0.5:
        shapes.append(Shape(left, top + 3, right - left, 0, line=0.4))
    return blocks, shapes, top + 16, height - look.margin - (16 if foot else 0)


def stream_order(blocks: list[Block], order: str, rng: random.Random) -> list[Block]:
    """Blocks of items in the order in which a layout program might write them."""
    heads = [b for b in blocks if b.role == "head"]
    rest = [b for b in blocks if b.role != "head"]
    if order == "heads_reversed":
        return rest + heads[::-1]
    if order == "heads_shuffled":
        return rest + rng.sample(heads, len(heads))
    if order == "heads_first":
        return heads + rest
    if order == "captions_last":
        return [b for b in blocks if b.role != "caption"] + [b for b in blocks if b.role == "caption"]
    if order == "shuffled":
        owners = sorted({b.owner for b in blocks})
        rng.shuffle(owners)
        return [b for owner in owners for b in blocks if b.owner == owner]
    return list(blocks)


def _with_furniture(items: list[Block], furniture: list[Block], where: str) -> list[Block]:
    """Furniture before the items, behind them, or some of it on either side."""
    if where == "first":
        return furniture + items
    if where == "last":
        return items + furniture
    return furniture[:2] + items + furniture[2:]


def _gold(look: Look, stories: list[Story], furniture: list[Block]) -> dict[str, Any]:
    """The page's gold in the annotation format of `docs/formats.md`, with how it was set."""
    items = [{key: story.gold.get(key) for key in KEPT} for story in stories]
    for item in items:
        line = item["dateline"]
        item["dateline_kind"] = re.sub(r"社.*电", "社…电", line) if line else None
    return {
        "style": look.style.name,
        "size": look.paper,
        "columns": look.columns,
        "measure_em": round(look.column_width / look.body_pt, 2),
        "body_pt": look.body_pt,
        "leading": round(look.lead / look.body_pt, 3),
        "latin": look.latin,
        "stream_order": look.order,
        "items": items,
        "furniture": [line.text for block in furniture for line in block.lines],
    }


def make_page(
    style: Style, articles: list[Article], rng: random.Random, day: datetime.date | None = None
) -> Page:
    """Draw, fill and order one page; `day` is that of the issue, else it is drawn too."""
    look = draw_look(style, rng)
    if day:
        look = replace(look, date=(day.year, day.month, day.day))
    furniture, shapes, top, bottom = _furniture(look, rng)
    filler = Filler(look, rng, articles)
    inner = filler.fill(look.columns, bottom - top)
    frame = Frame(*look.paper)
    frame.add(inner, look.margin, top)
    furniture += [b for b in frame.blocks if b.role == "furniture"]
    items = [b for b in frame.blocks if b.role != "furniture"]
    ordered = _with_furniture(stream_order(items, look.order, rng), furniture, look.furniture)
    return Page(look, ordered, shapes + frame.shapes, _gold(look, filler.stories, furniture))
