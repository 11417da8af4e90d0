"""Whole pages: texts, headlines and furniture in some stream order."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import replace

from dumpgen.lines import Item, Labelled, Style, body, head, style, wrap
from dumpgen.words import BRIEFS, KICKERS, SECTIONS, name

#: Share of pages with many short texts: there are more headlines on them, and more borders.
SHORT = 0.25
#: A sentence.
SENTENCE = re.compile(r"[^。！？]{6,}[。！？]")
#: What lines below several photos begin with.
PHOTOS = [
    ["左图", "右图"],
    ["左图", "右图"],
    ["上图", "下图"],
    ["图①", "图②", "图③"],
    ["左图", "中图", "右图"],
]
#: Texts that stand near one another in a pool.
NEIGHBOURS = 60


def furniture(rng: random.Random) -> Labelled:
    """Folio, date, section and editors' lines."""
    number, section = (
        rng.choice(
            [
                f"第{rng.randint(1, 16)}版",
                f"A{rng.randint(1, 12)}",
                f"{rng.randint(1, 16):02d}",
                f"{rng.randint(1, 9)}版",
            ]
        ),
        rng.choice(SECTIONS),
    )
    day = f"{rng.randint(2012, 2026)}年{rng.randint(1, 12)}月{rng.randint(1, 28)}日"
    lines = [number, section] if rng.random() < 0.5 else [f"{number} {section}"]
    lines += [f"{day} 星期{rng.choice('一二三四五六日')}", f"责编：{name(rng)} 版式：{name(rng)}"]
    if rng.random() < 0.5:
        lines.append(rng.choice([f"本版编辑 {name(rng)} 校对 {name(rng)}", "投稿邮箱：news@example.com"]))
    return [(line, "F") for line in lines]


def page(pool: list[Item], rng: random.Random) -> Labelled:
    """One page: bodies, headlines and furniture in some stream order."""
    look = style(rng)
    frames: list[tuple[Labelled, Labelled]] = []
    short = rng.random() < SHORT
    for item in rng.sample(_near(pool, rng), rng.randint(8, 18) if short else rng.randint(3, 11)):
        if short:
            item = replace(item, paragraphs=item.paragraphs[: rng.randint(1, 2)])
        if rng.random() < 0.2:
            caption = _caption(item, rng)
            frames.append(([], body(caption, rng.choice(look.caption), rng, look)))
        else:
            item = _roundup(pool, rng) if rng.random() < 0.06 else item
            frames.append((head(item, rng, look), body(item, rng.choice(look.measures), rng, look)))
    if rng.random() < 0.2:
        frames += _briefs(pool, rng, look)
    lines = _ordered(frames, rng, look)
    edge = furniture(rng) if rng.random() < 0.75 else []
    starts = [0, len(lines)] + [k for k, (_, label) in enumerate(lines) if label in "AQHK"]
    at = rng.choice(starts) if rng.random() < 0.25 else rng.choice(starts[:2])
    lines = lines[:at] + edge + lines[at:]
    return [(line, label) for line, label in lines if line.strip()]


def _caption(item: Item, rng: random.Random) -> Item:
    """What stands below a photo: the start of a text, now and then with a line for each of several photos."""
    first, *others = SENTENCE.findall("".join(item.paragraphs)) or item.paragraphs
    text = item.paragraphs[0] if len(item.paragraphs[0]) < 140 else first
    marks = rng.choice(PHOTOS)
    if rng.random() < 0.1:
        text = rng.choice(["图为", f"{marks[0]}：", f"{marks[0]}为"]) + text
    below: list[str] = []
    if others and rng.random() < 0.3:
        colon = rng.choice("：：为")
        below = [f"{mark}{colon}{rng.choice(others)}" for mark in marks]
    elif others and rng.random() < 0.2:
        below = [rng.choice(["图为", ""]) + rng.choice(others)]
    return Item("", [text, *(line for line in below if len(line) < 80)], True)


def _near(pool: list[Item], rng: random.Random) -> list[Item]:
    """What the texts of a page are drawn from: all, or neighbours, which stand in the order of their days.

    Texts of the same days share subjects, names and words, as those of a printed page do.
    """
    if len(pool) <= NEIGHBOURS or rng.random() < 0.4:
        return pool
    first = rng.randrange(len(pool) - NEIGHBOURS)
    return pool[first : first + NEIGHBOURS]


def _roundup(pool: list[Item], rng: random.Random) -> Item:
    """Several pieces under one headline, each with its own as a crosshead."""
    whole = Item(rng.choice(KICKERS) + rng.choice(["：几个现场", "一周要闻", "见闻录", ""]), [])
    for item in rng.sample(pool, rng.randint(2, 4)):
        if len(item.title) < 20 and (whole.paragraphs or rng.random() < 0.5):
            whole.parts[len(whole.paragraphs)] = item.title
        whole.paragraphs += item.paragraphs[:3]
    return whole


def _briefs(pool: list[Item], rng: random.Random, look: Style) -> list[tuple[Labelled, Labelled]]:
    """A column of short pieces under a section name."""
    measure = rng.choice(look.measures)
    out: list[tuple[Labelled, Labelled]] = [([(rng.choice(BRIEFS), "F")], [])]
    for item in rng.sample(pool, rng.randint(2, 5)):
        short = Item(item.title, item.paragraphs[:1])
        lines = wrap(item.title, measure, rng, look, indent=0.0)
        title: Labelled = [(line, "H" if k == 0 else "h") for k, line in enumerate(lines)]
        out.append((title, body(short, measure, rng, look)))
    return out


def _ordered(frames: list[tuple[Labelled, Labelled]], rng: random.Random, look: Style) -> Labelled:
    heads = [h for h, _ in frames if h]
    out: Labelled = []
    if look.apart:
        frames = [_apart(title, text) for title, text in frames]
        heads = [h for h, _ in frames if h]
        for head in list(heads):
            if head[0][1] == "K" and rng.random() < 0.4:
                heads.insert(rng.randint(0, len(heads)), [head.pop(0)])
    for title, text in frames:
        order = rng.choice(["before", "after"]) if look.order == "mixed" else look.order
        out += title + text if order == "before" else text + title if order == "after" else text
    if look.order == "end_shuffled":
        rng.shuffle(heads)
    if rng.random() < 0.25:
        _same_line(heads, rng)
    if look.order.startswith("end"):
        heads = heads[::-1] if look.order == "end_reversed" else heads
        out += [line for h in heads for line in h]
    elif look.order == "start":
        out = [line for h in heads for line in h] + out
    elif look.order == "scattered":
        texts = [text for _, text in frames]
        for title in heads:
            texts.insert(rng.randint(0, len(texts)), title)
        out = [line for text in texts for line in text]
    return out


def _apart(title: Labelled, text: Labelled) -> tuple[Labelled, Labelled]:
    """The byline below a headline drawn with the text, not with the headline."""
    bylines = [row for row in title if row[1] == "Y"]
    return [row for row in title if row[1] != "Y"], bylines + text


def _same_line(heads: list[Labelled], rng: random.Random) -> None:
    """Put the end of a headline and the start of the next one on one line, as PDFium does."""
    for before, after in zip(heads, heads[1:], strict=False):
        if rng.random() < 0.3 and len(after) > 1 and before and before[-1][1] in "Hh" and after[0][1] in "HK":
            text, label = before[-1]
            before[-1] = (f"{text} {after.pop(0)[0]}", label)


def pages(pool: list[Item], count: int, seed: int) -> Iterator[Labelled]:
    """Draw `count` pages."""
    rng = random.Random(seed)
    for _ in range(count):
        yield page(pool, rng)
