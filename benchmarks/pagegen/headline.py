"""Headlines: kicker, title in one to three lines, subtitle and byline, set across or down."""

from __future__ import annotations

import itertools
import random
from dataclasses import dataclass, replace

from baozhai.text.words import cut as words
from pagegen.breaking import at_blanks, line_width, may_break, plain_line
from pagegen.looks import Look
from pagegen.marks import Line, Shape, Type, text_width
from pagegen.stories import Story

MAX_LINES = 3


@dataclass
class Head:
    """A headline set in a box of its own: lines, shapes, and how wide and high it is (pt)."""

    lines: list[Line]
    shapes: list[Shape]
    width: float
    height: float
    title_lines: list[str]


def _penalty(text: str, at: int, edges: set[int]) -> float:
    """How bad a cut is, in ems of unevenness: inside a word or a quotation; a mark before it is welcome."""
    inside = any(text[:at].count(a) > text[:at].count(b) for a, b in ("“”", "《》", "（）"))
    return 3.0 * (at not in edges) + 4.0 * inside - 3.0 * (text[at - 1] in "：，。？！ ”》")


def split_title(title: str, count: int) -> list[str] | None:
    """Cut a title into `count` lines of like width; a cut prefers marks and blanks."""
    lines, rest = [], title
    for left in range(count, 1, -1):
        goal = text_width(rest) / left
        edges = set(itertools.accumulate(map(len, words(rest))))
        spots = [k for k in range(2, len(rest) - 1) if may_break(rest, k) and rest[k] != " "]
        if not spots:
            return None
        costs = [abs(text_width(rest[:k]) - goal) + _penalty(rest, k, edges) for k in spots]
        cut = spots[costs.index(min(costs))]
        lines.append(rest[:cut].rstrip())
        rest = rest[cut:]
    return [*lines, rest]


def _choices(title: str, width: float, look: Look, cap: float) -> list[tuple[list[str], float]]:
    """Feasible (lines, type size) pairs within a width."""
    low, high = look.style.head_pt
    out = []
    for count in range(1, MAX_LINES + 1):
        lines = split_title(title, count)
        if lines is None:
            continue
        size = min(high, cap, width / max(map(text_width, lines)))
        if size >= low * 0.8:
            out.append((lines, round(size, 1)))
    return out


def _title_type(size: float, look: Look, rng: random.Random) -> Type:
    stroked = look.stroke_bold and rng.random() < 0.7
    return Type(0 if stroked or rng.random() < 0.15 else 1, size, stroked)


def _stack(parts: list[Line], width: float, centred: bool, step: float) -> tuple[list[Line], float]:
    """Lines below one another; their height in pt."""
    out, y = [], 0.0
    for line in parts:
        above = out[-1].type.size if out else 0.0
        y += max(line.type.size * (step if out else 1.0), line.type.size + 0.3 * above if out else 0.0)
        x = (width - line_width(line)) / 2 if centred else 0.0
        out.append(replace(line, x=x, y=y))
    return out, y + 0.25 * parts[-1].type.size


def aligned(line: Line, width: float, side: str) -> Line:
    """A line at the left or right edge of a width, or in its middle."""
    return replace(line, x=(width - line_width(line)) * {"left": 0.0, "middle": 0.5, "right": 1.0}[side])


def _aside(lines: list[Line], last: int, width: float, side: str) -> list[Line]:
    """The last lines, those of the byline, moved to their side."""
    if side == "with":
        return lines
    first = len(lines) - last
    return lines[:first] + [aligned(line, width, side) for line in lines[first:]]


def _minor(text: str, size: float, width: float, rng: random.Random) -> list[Line]:
    """A kicker or subtitle in one line, or two where it is too wide."""
    pieces = [text]
    if text_width(text) * size > width:
        pieces = split_title(text, 2) or [text]
    size = min(size, 0.99 * width / max(map(text_width, pieces)))
    kind = Type(rng.choice([0, 1, 2]), round(size, 1))
    return [plain_line(piece, kind) for piece in pieces]


def set_across(story: Story, width: float, look: Look, rng: random.Random) -> Head | None:
    """A headline in horizontal lines; None where no size fits the width."""
    gold = story.gold
    boxed = rng.random() < 0.08
    pad = look.body_pt if boxed else 0.0
    inner = width - 2 * pad
    cap = rng.uniform(*look.style.head_pt)
    options = _choices(gold["title"], inner, look, cap)
    if not options:
        return None
    title_lines, size = rng.choice(options)
    kind = _title_type(size, look, rng)
    middle = max(look.body_pt * 1.1, size * rng.uniform(0.45, 0.65))
    parts = _minor(gold["kicker"], middle, inner, rng) if gold["kicker"] else []
    parts += [plain_line(text, kind) for text in title_lines]
    if gold["subtitle"]:
        parts += _minor(gold["subtitle"], middle, inner, rng)
    people: list[Line] = []
    if story.below:
        small = Type(rng.choice([0, 1, 2]), round(look.body_pt * look.style.byline_ratio, 2))
        people = [plain_line(piece, small) for piece in at_blanks(story.below, inner / small.size)]
        parts += people
    lines, height = _stack(parts, inner, rng.random() < look.style.centred, rng.uniform(1.2, 1.35))
    lines = _aside(lines, len(people), inner, look.style.byline_side)
    if not boxed:
        return Head(lines, [], width, height, title_lines)
    dark = rng.random() < 0.4
    box = Shape(0, 0, width, height + 2 * pad, fill=0.25 if dark else None, line=0.8)
    lines = [replace(line.moved(pad, pad), white=dark) for line in lines]
    return Head(lines, [box], width, height + 2 * pad, title_lines)


def _down(text: str, kind: Type, x: float) -> Line:
    """A line running downwards."""
    offsets = tuple(kind.size * (0.9 + 1.08 * k) for k in range(len(text)))
    return Line(text, offsets, kind, x, 0.0, vertical=True)


def set_down(story: Story, height: float, look: Look, rng: random.Random) -> Head | None:
    """A headline in lines running downwards, right to left; None for texts that cannot stand so."""
    gold = story.gold
    if any(c.isascii() or c in "—…《》（）" for c in gold["title"]) or story.below:
        return None
    if gold["kicker"] or gold["subtitle"]:
        return None
    low, high = look.style.head_pt
    size = round(rng.uniform(low, (low + high) / 2), 1)
    for count in range(1, MAX_LINES + 1):
        lines = split_title(gold["title"], count)
        if lines and max(map(len, lines)) * 1.08 * size <= height:
            kind = _title_type(size, look, rng)
            pitch = 1.3 * size
            drawn = [_down(t, kind, (count - 1 - k) * pitch) for k, t in enumerate(lines)]
            width = (count - 1) * pitch + size
            longest = max(line.offsets[-1] for line in drawn) + 0.2 * size
            return Head(drawn, [], width, longest, lines)
    return None
