"""Draw page dumps with a label for every line: what the dump cutter is trained on.

Unlike `benchmarks/pagegen`, which sets real pages, this only breaks texts into lines and puts them
into some stream order, thousands of pages a minute. Every page draws its own measures, kinsoku
habit, datelines, byline places, headline order and extractor artefacts.
"""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from baozhai.text.words import cut

SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤岑柏祝尤詹闵路乐尚卓景柳郦温"
GIVEN = "伟芳娜秀敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂文辉玲建国华红斌宇浩然子轩雨欣梓涵思远晓东海燕春梅雪峰志新云飞天成佳琪博文若曦清源立言景行知远星野南汀序川渡舟"
PLACES = [
    "北京",
    "上海",
    "广州",
    "成都",
    "武汉",
    "西安",
    "沈阳",
    "青岛",
    "苏州",
    "合肥",
    "长沙",
    "兰州",
    "南宁",
    "昆明",
    "潍坊",
    "襄阳",
    "镜浦",
    "澜川",
    "云岫",
    "澄岬",
    "高新区",
    "新区",
]
SECTIONS = [
    "综合",
    "要闻",
    "产业",
    "园区",
    "科技",
    "创新",
    "视点",
    "国际",
    "经济",
    "高新区",
    "人物",
    "观察",
    "一线",
]
BRIEFS = ["一周速览", "图说·快讯", "园区短波", "简讯", "速递", "资讯", "新闻快递", "动态"]
KICKERS = [
    "高质量发展调研行",
    "新思想引领新征程",
    "走基层·在岗位上",
    "在希望的田野上",
    "一线见闻",
    "新春走基层",
    "园区故事",
    "专精特新在行动",
    "聚焦两会",
    "党建引领",
    "我在现场",
    "产业观察",
    "数说发展",
    "奋进新征程",
]
#: Texts that stand near one another in a pool.
NEIGHBOURS = 60
NO_START, NO_END = "，。、；：？！”’）》】…%", "“‘（《【"
_CLAUSE = re.compile(r"[，。；：、？！“”（）《》]")


@dataclass
class Item:
    """A text to print: headline, paragraphs, and whether it is a caption."""

    title: str
    paragraphs: list[str]
    photo: bool = False
    parts: dict[int, str] = field(default_factory=dict)
    kicker: str = ""


@dataclass
class Style:
    """What one page draws once."""

    measures: list[int]
    caption: list[int]
    squeeze: float
    blanks: float
    order: str
    spaced: bool
    roles: list[str] = field(default_factory=list)
    apart: bool = False


Labelled = list[tuple[str, str]]


def name(rng: random.Random) -> str:
    """A made-up name."""
    return rng.choice(SURNAMES) + "".join(rng.choice(GIVEN) for _ in range(rng.choice([1, 2, 2])))


def style(rng: random.Random) -> Style:
    """Draw the habits of one page."""
    base = rng.choice([11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 22, 24])
    wide = [base, base, base, rng.randint(11, 26)] if rng.random() < 0.35 else [base]
    return Style(
        measures=wide,
        caption=[rng.randint(12, 60), rng.randint(12, 36), base],
        squeeze=rng.choice([0.0, 0.3, 0.8]),
        blanks=rng.choice([0.0, 0.0, 0.5, 1.0]),
        order=rng.choice(
            [
                "before",
                "before",
                "after",
                "end_reversed",
                "end_shuffled",
                "mixed",
                "start",
                "scattered",
                "scattered",
            ]
        ),
        spaced=rng.random() < 0.3,
        apart=rng.random() < 0.5,
        roles=rng.choice(
            [["本报记者", "通讯员"], ["记者"], ["本报记者"], ["特约通讯员"], ["本报记者", "特约通讯员"]]
        ),
    )


def advance(char: str, rng: random.Random, squeeze: float) -> float:
    """Ems a character takes; marks are squeezed now and then."""
    if char.isascii():
        return 0.52
    return 0.5 if char in NO_START + NO_END and rng.random() < squeeze * 0.4 else 1.0


def wrap(text: str, measure: float, rng: random.Random, look: Style, *, indent: float = 2.0) -> list[str]:
    """Break a paragraph into lines; no mark that may not open or close a line does."""
    lines, line, used, room = [], "", 0.0, measure - indent
    for char in text:
        step = advance(char, rng, look.squeeze)
        hang = char in NO_START and rng.random() < 0.85
        if used + step > room + 0.01 and not hang and line:
            keep = ""
            while line and (line[-1] in NO_END or (line[-1].isascii() and char.isascii() and len(keep) < 6)):
                keep, line = line[-1] + keep, line[:-1]
            if line:
                lines.append(line)
                line, room = keep, measure
            else:
                line = keep
            used = sum(advance(c, rng, 0.0) for c in line)
        line += char
        used += step
    return [*lines, line] if line else lines


def blanks(text: str, rng: random.Random, share: float) -> str:
    """Blanks between digits and ideographs, as extractors leave them."""
    if not share or rng.random() > share:
        return text
    return re.sub(r"(?<=[\u4e00-\u9fff])(?=\d)|(?<=[\d%])(?=[\u4e00-\u9fff])", " ", text)


def opening(rng: random.Random, look: Style) -> str:
    """A dateline, perhaps with the reporters in brackets."""
    day = f"{rng.randint(1, 12)}月{rng.randint(1, 28)}日"
    place = rng.choice(PLACES)
    line = rng.choice(
        ["本报讯", "本报讯", f"新华社{place}{day}电", f"本报{place}{day}电", "据新华社电", f"本报{place}讯"]
    )
    if rng.random() < 0.4:
        people = rng.choice([" ", "、"]).join(name(rng) for _ in range(rng.randint(1, 3)))
        line += f"（{rng.choice([*look.roles, '记者'])} {people}）"
    return line + rng.choice(["　", " ", "　　"])


def crosshead(text: str) -> str:
    """A clause of the text that can stand as a crosshead."""
    parts = [p for p in _CLAUSE.split(text) if 5 <= len(p) <= 14]
    return parts[0] if parts else ""


def body(item: Item, measure: float, rng: random.Random, look: Style) -> Labelled:
    """Printed lines of a text with their labels."""
    out: Labelled = []
    heads = len(item.paragraphs) > 4 and rng.random() < 0.3
    dated = not item.photo and rng.random() < 0.5
    for k, para in enumerate(item.paragraphs):
        if heads and k and rng.random() < 0.35 and (text := crosshead(para)):
            out.append((text, "X"))
        if k in item.parts:
            out.append((item.parts[k], "X"))
        text = opening(rng, look) + para if dated and k == 0 else para
        lines = [blanks(line.strip(), rng, look.blanks) for line in wrap(text, measure, rng, look)]
        first = ("Q" if item.photo else "A") if k == 0 else "P"
        out += [(line, first if j == 0 else "C") for j, line in enumerate(lines) if line]
        if look.spaced and rng.random() < 0.02:
            out[-1] = (" ".join(out[-1][0]), out[-1][1]) if len(out[-1][0]) > 9 else out[-1]
    return _signed(out, item, measure, rng, look)


def _signed(out: Labelled, item: Item, measure: float, rng: random.Random, look: Style) -> Labelled:
    """A credit or signature at the end, on the last line where there is room."""
    people = " ".join(name(rng) for _ in range(rng.choice([1, 1, 2, 3])))
    role = rng.choice([*look.roles, ""])
    if item.photo:
        sign = rng.choice(
            [
                f"{people}/摄",
                f"{people} 摄",
                f"（{people} 摄）",
                f"{role} {people} 摄",
                f"{people}/图",
                rng.choice([f"{people}摄影报道", f"摄影：{people}", f"{people} 图", f"（{people}/图）"]),
            ]
        )
        if rng.random() < 0.1:
            return out
    elif rng.random() < 0.4:
        sign = rng.choice([people, f"{role} {people}", f"（{people}）", f"（{role} {people}）"]).strip()
    else:
        return out
    last, label = out[-1]
    if len(last) + len(sign) < measure - 1 and rng.random() < 0.75:
        out[-1] = (f"{last}{rng.choice([' ', '  ', ' '])}{sign}", label)
    else:
        out.append((sign, "Z"))
    return out


def head(item: Item, rng: random.Random, look: Style) -> Labelled:
    """Printed headline lines, with kicker, subtitle and byline now and then."""
    kicker = item.kicker or (rng.choice(KICKERS) if rng.random() < 0.1 else "")
    out: Labelled = [(kicker, "K")] if kicker else []
    pieces = _title_lines(item.title, rng)
    out += [(piece, "H" if k == 0 else "h") for k, piece in enumerate(p for p in pieces if p)]
    if rng.random() < 0.12 and (text := crosshead("".join(item.paragraphs[1:]))):
        out.append((rng.choice(["——", "——", ""]) + text, "S"))
    if rng.random() < 0.35:
        people = " ".join(name(rng) for _ in range(rng.randint(1, 3)))
        mark = rng.choice(["▶ ", "■ ", "● ", "", "", "□ "])
        role = rng.choice([*look.roles, "本报记者"])
        out.append(
            (
                mark
                + rng.choice([f"{role} {people}", f"{name(rng)} {role} {people}", people, f"{people} 文/图"]),
                "Y",
            )
        )
    return out


def _title_lines(title: str, rng: random.Random) -> list[str]:
    """A headline in one to four lines: full lines, even ones, or broken at its colon or blank."""
    if len(title) <= 7 or rng.random() < (0.5 if len(title) <= 16 else 0.2):
        return [title]
    places = [0, *itertools.accumulate(map(len, cut(title)))] if rng.random() < 0.6 else range(len(title) + 1)
    marks = [k + 1 for k, char in enumerate(title) if char in " ：，" and 2 < k < len(title) - 3]
    if marks and rng.random() < 0.6:
        at = rng.choice(marks)
        return _even(title[:at], places, at) + _even(title[at:], [k - at for k in places], len(title) - at)
    if rng.random() < 0.4:  # as many characters as fit, an orphan at the end
        return _even(title, places, rng.randint(max(6, len(title) // 4), max(7, len(title) - 1)))
    lines = rng.choice([2, 2, 2, 3, 3, 4])
    return _even(title, places, max(5, -(-len(title) // lines) + rng.randint(0, 2)))


def _even(title: str, places: Sequence[int], room: int) -> list[str]:
    """Lines of at most `room` characters, broken at the last place that fits."""
    out, start = [], 0
    while len(title) - start > room:
        fits = [k for k in places if start < k <= start + room]
        stop = fits[-1] if fits else start + room
        while stop < len(title) - 1 and title[stop] in NO_START and stop - start < room + 2:
            stop += 1
        out.append(title[start:stop].strip())
        start = stop
    return [line for line in [*out, title[start:].strip()] if line]


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
    for item in rng.sample(_near(pool, rng), rng.randint(3, 11)):
        if rng.random() < 0.2:
            caption = Item(
                "",
                item.paragraphs[0:1]
                if len(item.paragraphs[0]) < 140
                else [item.paragraphs[0].split("。")[0] + "。"],
                True,
            )
            if rng.random() < 0.3:
                caption.paragraphs += [
                    f"{mark}：{text}。"
                    for mark in ("左图", "右图")
                    if (text := crosshead(item.paragraphs[-1]))
                ]
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
