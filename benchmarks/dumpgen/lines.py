"""Headlines, texts, bylines and credits broken into lines, each with its label."""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from baozhai.text.words import cut
from dumpgen.words import PLACES, kicker_of, name

#: Share of headlines that are given a kicker, and of those with a clause of their text as subtitle.
KICKED, SUBTITLED = 0.15, 0.06
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
    subtitle: str = ""


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
    """Blanks between digits or Latin and ideographs, as extractors leave them."""
    if not share or rng.random() > share:
        return text
    return re.sub(r"(?<=[\u4e00-\u9fff])(?=[A-Za-z\d])|(?<=[A-Za-z\d%])(?=[\u4e00-\u9fff])", " ", text)


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
    kicker = item.kicker or (kicker_of(rng) if rng.random() < KICKED else "")
    out: Labelled = [(kicker, "K")] if kicker else []
    pieces = title_lines(item.title, rng)
    out += [(piece, "H" if k == 0 else "h") for k, piece in enumerate(p for p in pieces if p)]
    if item.subtitle:
        out.append((item.subtitle, "S"))
    elif rng.random() < SUBTITLED and (text := crosshead("".join(item.paragraphs[1:]))):
        out.append((rng.choice(["——", "——", ""]) + text, "S"))
    out = [(blanks(text, rng, look.blanks), label) for text, label in out]
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


def title_lines(title: str, rng: random.Random) -> list[str]:
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
