"""One item in one frame: headline above, beside, down the side of or in the middle of the text; captions."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace

from pagegen.columns import Obstacles, pour, text_slots
from pagegen.headline import Head, set_across, set_down
from pagegen.looks import Look
from pagegen.marks import Block, Frame, Shape, Type
from pagegen.stories import Story

MIN_MEASURE = 9.0  # ems
THIN = 3  # a frame with fewer lines a column looks like a stripe


@dataclass(frozen=True)
class Plan:
    """Where a headline stands: kind, its box's corner, and the columns of text with their obstacles."""

    kind: str
    head: Head
    at: tuple[float, float]
    lefts: tuple[float, ...]
    measure_pt: float
    obstacles: Obstacles


def _grid(x: float, width: float, count: int, gutter: float) -> tuple[tuple[float, ...], float]:
    """Left edges and width of `count` equal columns."""
    each = (width - (count - 1) * gutter) / count
    return tuple(x + k * (each + gutter) for k in range(count)), each


def _above(
    story: Story, width: float, count: int, look: Look, rng: random.Random, *, part: bool
) -> Plan | None:
    """Headline over all columns, or over some with text running up beside it."""
    lefts, each = _grid(0.0, width, count, look.gutter)
    over = rng.randint(1, count - 1) if part and count > 1 else count
    first = 0 if rng.random() < 0.7 else count - over
    head = set_across(story, over * each + (over - 1) * look.gutter, look, rng)
    if head is None:
        return None
    below = head.height + look.lead * rng.uniform(0.3, 0.9)
    tops = tuple(below if first <= k < first + over else 0.0 for k in range(count))
    kind = "part" if over < count else "top"
    return Plan(kind, head, (lefts[first], 0.0), lefts, each, Obstacles(tops, (0.0,) * count))


def _beside(story: Story, width: float, count: int, look: Look, rng: random.Random) -> Plan | None:
    """Headline in a column of its own, text in the others."""
    if count < 2:
        return None
    lefts, each = _grid(0.0, width, count, look.gutter)
    head = set_across(story, each, look, rng)
    if head is None:
        return None
    rest = Obstacles((0.0,) * (count - 1), (0.0,) * (count - 1))
    return Plan("left", head, (0.0, 0.0), lefts[1:], each, rest)


def _middle(story: Story, width: float, count: int, look: Look, rng: random.Random) -> Plan | None:
    """Headline in the middle of the text, which runs on above and below it."""
    if count < 3:
        return None
    lefts, each = _grid(0.0, width, count, look.gutter)
    over = count - 1 if count == 3 else count - 2
    head = set_across(story, over * each + (over - 1) * look.gutter, look, rng)
    if head is None:
        return None
    obstacles = Obstacles((0.0,) * count, (0.0,) * count, (1, 1 + over, head.height + 0.8 * look.lead))
    return Plan("mid", head, (lefts[1], 0.0), lefts, each, obstacles)


def _side(story: Story, width: float, count: int, look: Look, rng: random.Random) -> Plan | None:
    """Headline running down the left or right side."""
    head = set_down(story, 16 * look.lead, look, rng)
    if head is None:
        return None
    room = width - head.width - look.gutter
    while count > 1 and (room + look.gutter) / count - look.gutter < MIN_MEASURE * look.body_pt:
        count -= 1
    left = rng.random() < 0.5
    lefts, each = _grid(head.width + look.gutter if left else 0.0, room, count, look.gutter)
    at = (0.0 if left else width - head.width, 0.0)
    return Plan("vertical", head, at, lefts, each, Obstacles((0.0,) * count, (0.0,) * count))


def _plan(story: Story, width: float, count: int, look: Look, rng: random.Random) -> Plan | None:
    """Draw a place for the headline that the frame and the wording allow."""
    kinds = look.style.heads
    kind = rng.choices(list(kinds), weights=list(kinds.values()))[0]
    makers = {"left": _beside, "mid": _middle, "vertical": _side}
    plan = makers[kind](story, width, count, look, rng) if kind in makers else None
    return plan or _above(story, width, count, look, rng, part=kind == "part")


def _body_type(look: Look, rng: random.Random) -> Type:
    return Type(rng.choice([0, 0, 0, 0, 0, 0, 0, 2]), look.body_pt)


def _with_inset(plan: Plan, inset: Frame, columns: int, look: Look) -> Obstacles:
    """The plan's columns with the right-hand ones cut short for a photo."""
    feet = list(plan.obstacles.feet)
    for k in range(len(feet) - columns, len(feet)):
        feet[k] = inset.height + 0.7 * look.lead
    return replace(plan.obstacles, feet=tuple(feet))


def _rules(plan: Plan, height: float, look: Look) -> list[Shape]:
    """Hairlines between full columns."""
    if any(plan.obstacles.feet) or plan.obstacles.hole or len(set(plan.obstacles.tops)) > 1:
        return []
    top = plan.obstacles.tops[0]
    return [Shape(x - look.gutter / 2, top, 0.0, height - top, line=0.3) for x in plan.lefts[1:]]


def _place_head(frame: Frame, plan: Plan, owner: int, look: Look, poured: float) -> None:
    """Put the headline where the plan wants it, centred down a column of its own."""
    y = plan.at[1]
    if plan.obstacles.hole:
        y = plan.obstacles.hole_top(poured, look.lead) + 0.4 * look.lead
    elif plan.kind == "left":
        y = max(0.0, (frame.height - plan.head.height) / 2)
    box = Frame(plan.head.width, plan.head.height, [Block("head", owner, plan.head.lines)], plan.head.shapes)
    frame.add(box, plan.at[0], y)


def compose(
    story: Story,
    width: float,
    count: int,
    look: Look,
    rng: random.Random,
    *,
    owner: int,
    limit: float,
    photo: Frame | None = None,
) -> Frame | None:
    """A text in a frame of this width, as low as it goes; None where it does not fit or looks wrong.

    `count` is the number of columns; a `photo` is let into the corner at the bottom right, as wide as one
    or two columns (its width says which).
    """
    pad = look.body_pt * 1.2 if rng.random() < look.style.boxed and photo is None else 0.0
    inner = width - 2 * pad
    plan = _plan(story, inner, count, look, rng)
    if plan is None or plan.measure_pt < MIN_MEASURE * look.body_pt:
        return None
    obstacles = plan.obstacles
    if photo is not None:
        if plan.kind not in ("top", "part"):
            return None
        obstacles = _with_inset(plan, photo, 1 if photo.width < plan.measure_pt + 1 else 2, look)
        plan = replace(plan, obstacles=obstacles)
    slots = text_slots(story, plan.measure_pt / look.body_pt, _body_type(look, rng), look, rng)
    poured = pour(slots, obstacles, look.lead, limit - 2 * pad)
    if poured is None or len(slots) < THIN * len(plan.lefts):
        return None
    height, where = poured
    if plan.kind in ("left", "vertical"):
        height = max(height, plan.head.height)
        if height > limit - 2 * pad:
            return None
    height += look.lead * rng.choice([0, 0, 0, 1]) * (height + look.lead < limit - 2 * pad)
    inside = Frame(inner, height)
    _place_head(inside, plan, owner, look, poured[0])
    lines = [s.line.moved(plan.lefts[c], y) for s, (c, y) in zip(slots, where, strict=True) if s.line.text]
    inside.blocks.append(Block("body", owner, lines))
    if rng.random() < look.style.column_rules:
        inside.shapes += _rules(plan, height, look)
    if photo is not None:
        inside.add(photo, inner - photo.width, height - photo.height)
    story.gold.update(
        title="".join(plan.head.title_lines), title_lines=plan.head.title_lines, head=plan.kind, boxed=pad > 0
    )
    frame = Frame(width, height + 2 * pad)
    frame.add(inside, pad, pad)
    if pad:
        frame.shapes.insert(0, Shape(0, 0, width, frame.height, fill=rng.choice([None, 0.93]), line=0.8))
    return frame
