"""Running text into columns: printed lines of a story, and the least height that holds them."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace

from pagegen.breaking import Setting, at_blanks, line_width, plain_line, set_paragraph
from pagegen.headline import aligned, split_title
from pagegen.looks import Look
from pagegen.marks import Line, Type, text_width
from pagegen.stories import Story

Segment = tuple[float, float]  # top and bottom of a piece of column, in pt


@dataclass(frozen=True)
class Slot:
    """A line of the leading's height."""

    line: Line
    keep: bool = False  # may not be the last of its column (a crosshead)


def _pieces(text: str, room: float) -> list[str]:
    """A short text in as many lines of at most `room` ems as it needs."""
    for count in range(1, 5):
        pieces = split_title(text, count)
        if pieces and max(map(text_width, pieces)) <= room:
            return pieces
    return [line.text for line in set_paragraph(text, Type(0, 1.0), Setting(room, 0.0, "none", False))]


def _closing(slots: list[Slot], text: str, measure: float, rng: random.Random) -> list[Slot]:
    """A signature after the last sentence: on its line where it fits, else right on its own."""
    last, size = slots[-1].line, slots[-1].line.type.size
    free = measure * size - line_width(last)
    sign = plain_line(text, last.type)
    need = line_width(sign)
    if free >= need + size and not last.hyphen and rng.random() < 0.6:
        gap = free - need if rng.random() < 0.5 else size
        start = line_width(last) + gap
        offsets = last.offsets + (line_width(last),) + tuple(start + o for o in sign.offsets)
        return [*slots[:-1], Slot(replace(last, text=f"{last.text} {text}", offsets=offsets))]
    out, back = list(slots), size if rng.random() < 0.5 else 0.0
    for piece in at_blanks(text, measure - 1):
        sign = plain_line(piece, last.type)
        indent = max(0.0, measure * size - line_width(sign) - back)
        out.append(Slot(replace(sign, offsets=tuple(indent + o for o in sign.offsets))))
    return out


def _crosshead(text: str, measure: float, kind: Type, *, centred: bool) -> list[Slot]:
    """A crosshead on lines of its own, centred or after the indent."""
    out, room = [], measure * kind.size
    for piece in _pieces(text, measure - 2):
        line = plain_line(piece, kind)
        lead = (room - line_width(line)) / 2 if centred else 2 * kind.size
        out.append(Slot(replace(line, offsets=tuple(max(0.0, lead) + o for o in line.offsets)), keep=True))
    return out


def _byline(text: str, measure: float, kind: Type, look: Look) -> list[Slot]:
    """A byline on lines of its own over the text."""
    size, side = kind.size * look.style.byline_ratio, look.style.byline_side
    lines = [plain_line(piece, replace(kind, size=size)) for piece in at_blanks(text, measure / 1.2)]
    side = "middle" if side == "with" else side
    placed = [aligned(line, measure * kind.size, side) for line in lines]
    return _deep([Slot(line, keep=True) for line in placed], look)


def _deep(slots: list[Slot], look: Look) -> list[Slot]:
    """Lines with the white around them that the page gives to crossheads."""
    spare = look.style.crosshead_rows - 1
    if not spare:
        return slots
    moved = [replace(slot, line=slot.line.moved(0.0, spare * look.lead / 2)) for slot in slots]
    return moved + [replace(moved[-1], line=replace(moved[-1].line, text="", offsets=()))] * spare


def text_slots(story: Story, measure: float, kind: Type, look: Look, rng: random.Random) -> list[Slot]:
    """All lines of a story's text at a measure (ems), crossheads and signature in place."""
    setting = Setting(measure, look.indent_em, look.latin, look.style.squeeze, hyphenate=rng.random() < 0.6)
    centred, joint = rng.random() < 0.6, rng.choice(["\u3000", " ", "\u3000"])
    stroked = look.stroke_bold and rng.random() < 0.7
    bold = Type(0 if stroked else 1, round(kind.size * look.style.crosshead_ratio, 2), stroked)
    slots = _byline(story.inside, measure, kind, look) if story.inside else []
    faces = [kind] * len(story.gold["paragraphs"])
    if look.style.lede and len(faces) > 1 and rng.random() < look.style.lede:
        faces[0] = replace(kind, face=2)
    for k, para in enumerate(story.gold["paragraphs"]):
        for cross in story.gold["crossheads"]:
            if cross["before_para"] == k:
                measure_own = measure * kind.size / bold.size
                slots += _deep(_crosshead(cross["text"], measure_own, bold, centred=centred), look)
        whole = f"{story.opening}{joint}{para}" if k == 0 and story.opening else para
        lines = set_paragraph(whole, faces[k], setting, heavy=story.heavy.get(k, 0))
        slots += [Slot(line) for line in lines]
    return _closing(slots, story.closing, measure, rng) if story.closing else slots


def _fill(slots: list[Slot], columns: list[list[Segment]], lead: float) -> list[tuple[int, float]] | None:
    """(column, baseline) of every slot when poured in order, or None where they do not fit."""
    where: list[tuple[int, float]] = []
    todo = 0
    for number, segments in enumerate(columns):
        for top, bottom in segments:
            room = int((bottom - top) / lead + 1e-6)
            take = min(room, len(slots) - todo)
            while take and todo + take < len(slots) and slots[todo + take - 1].keep:
                take -= 1
            where += [(number, top + (j + 0.8) * lead) for j in range(take)]
            todo += take
    return where if todo >= len(slots) else None


@dataclass(frozen=True)
class Obstacles:
    """What stands in the way of columns, as functions of the frame's height: free segments per column."""

    tops: tuple[float, ...]
    feet: tuple[float, ...]  # kept free at the bottom of each column
    hole: tuple[int, int, float] | None = (
        None  # first and last+1 column and height of a headline in the middle
    )

    def segments(self, height: float, lead: float) -> list[list[Segment]]:
        """Free pieces of every column in a frame of this height."""
        out = []
        for k, (top, foot) in enumerate(zip(self.tops, self.feet, strict=True)):
            bottom = height - foot
            if self.hole and self.hole[0] <= k < self.hole[1]:
                above = self.hole_top(height, lead)
                out.append([(top, above), (above + self.hole[2], bottom)])
            else:
                out.append([(top, bottom)])
        return out

    def hole_top(self, height: float, lead: float) -> float:
        """Where the headline in the middle begins."""
        assert self.hole
        return max(2, int((height - self.hole[2]) / 2 / lead)) * lead


def pour(
    slots: list[Slot], obstacles: Obstacles, lead: float, limit: float
) -> tuple[float, list[tuple[int, float]]] | None:
    """Least height (a multiple of the leading above the highest obstacle) that holds all lines."""
    floor = max(t + f for t, f in zip(obstacles.tops, obstacles.feet, strict=True))
    if obstacles.hole:
        floor += obstacles.hole[2] + 4 * lead
    height = floor + lead
    while height <= limit:
        where = _fill(slots, obstacles.segments(height, lead), lead)
        if where is not None:
            return height, where
        height += lead
    return None
