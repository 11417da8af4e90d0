"""Photo frames: one or two grey pictures with a caption below or beside them."""

from __future__ import annotations

import random

from pagegen.columns import Obstacles, pour, text_slots
from pagegen.looks import Look
from pagegen.marks import Block, Frame, Shape, Type
from pagegen.stories import Story

NARROW = 13.0  # ems below which no caption stands beside its picture


def _pictures(width: float, height: float, count: int, rng: random.Random) -> list[Shape]:
    """Grey rectangles side by side, each with some darker things in it."""
    gap = 6.0
    each = (width - (count - 1) * gap) / count
    out = []
    for k in range(count):
        x = k * (each + gap)
        out.append(Shape(x, 0, each, height, fill=rng.uniform(0.7, 0.85), line=0.4))
        for _ in range(rng.randint(2, 5)):
            w, h = each * rng.uniform(0.1, 0.3), height * rng.uniform(0.2, 0.7)
            left = x + (each - w) * rng.random()
            out.append(Shape(left, height - h, w, h, fill=rng.uniform(0.3, 0.6)))
    return out


def photo_frame(
    story: Story, width: float, look: Look, rng: random.Random, *, owner: int, pictures: int, ratio: float
) -> Frame | None:
    """A photo and its caption in a frame of this width; `ratio` is the picture's height over its width."""
    size = round(look.body_pt * rng.uniform(*look.style.caption_ratio), 2)
    lead = size * max(1.25, look.lead / look.body_pt - 0.1)
    kind = Type(2, size)
    beside = pictures == 1 and width > 2.4 * NARROW * size and rng.random() < 0.25
    room = width * 0.36 if beside else width
    slots = text_slots(story, room / size, kind, look, rng)
    poured = pour(slots, Obstacles((0.0,), (0.0,)), lead, 40 * lead)
    if poured is None:
        return None
    height, where = poured
    wide = width - room - size if beside else width
    tall = max(wide * ratio, height) if beside else wide * ratio
    frame = Frame(width, tall if beside else tall + height + 0.4 * lead)
    frame.shapes += _pictures(wide, tall, pictures, rng)
    x, y = (wide + size, tall - height) if beside else (0.0, tall + 0.2 * lead)
    frame.blocks.append(
        Block("caption", owner, [s.line.moved(x, y + b) for s, (_, b) in zip(slots, where, strict=True)])
    )
    story.gold.update(title_lines=[], head=None, boxed=False)
    return frame
