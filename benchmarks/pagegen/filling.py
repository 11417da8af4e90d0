"""Cut a page into rectangles at random and fill each with items that fit."""

from __future__ import annotations

import random
from dataclasses import replace

from pagegen.breaking import line_width, plain_line
from pagegen.frames import compose
from pagegen.looks import Look
from pagegen.marks import Block, Frame, Shape, Type
from pagegen.photos import photo_frame
from pagegen.stories import Article, Story, make_article, make_photo, make_roundup

TRIES = 7
SPLIT = 0.14  # chance of a vertical cut, per column beyond the first
LOW = 6  # lines below which nothing more is put into a rest
FLAT = 0.16  # least height of a frame over its width
ADS = (
    ("公益广告", "珍惜每一滴水"),
    ("云岫书局", "新书上架 周末八折", "地址：临江路17号"),
    ("遗失声明", "沐阳坪运输公司遗失公章一枚，声明作废"),
    ("节约粮食 从我做起",),
)
LABELS = ("一周速览", "短波", "图说·快讯", "简讯", "信息窗")
Trial = tuple[Frame, list[Story]]


def _length(article: Article) -> int:
    """Characters of running text."""
    return sum(map(len, article["paragraphs"]))


class Filler:
    """Fills rectangles from a shuffled pool; `stories` are the items printed so far, by owner number."""

    def __init__(self, look: Look, rng: random.Random, pool: list[Article]) -> None:
        self.look, self.rng = look, rng
        self.texts = [a for a in pool if a["kind"] == "article"]
        self.photos = [a for a in pool if a["kind"] == "photo"]
        rng.shuffle(self.texts)
        rng.shuffle(self.photos)
        self.stories: list[Story] = []
        self.ads = rng.sample(ADS, rng.randint(0, 3))

    def fill(self, span: int, height: float) -> Frame:
        """A rectangle `span` base columns wide and `height` pt high, filled."""
        rng, look = self.rng, self.look
        tall = height > 14 * look.lead
        if span > look.style.max_span or (span > 1 and tall and rng.random() < SPLIT * (span - 1)):
            return self._side_by_side(span, height)
        return self._stacked(span, height)

    def _side_by_side(self, span: int, height: float) -> Frame:
        cut = self.rng.randint(1, span - 1)
        frame = Frame(self.look.span_width(span), height)
        frame.add(self.fill(cut, height))
        x = cut * (self.look.column_width + self.look.gutter)
        frame.add(self.fill(span - cut, height), x)
        if self.rng.random() < self.look.style.ruled:
            frame.shapes.append(Shape(x - self.look.gutter / 2, 0, 0, height, line=0.5))
        return frame

    def _stacked(self, span: int, height: float) -> Frame:
        rng, look = self.rng, self.look
        gap, left, parts = look.lead * rng.uniform(1.1, 1.8), height, []
        while left > LOW * look.lead:
            if span > 1 and left > 30 * look.lead and rng.random() < SPLIT * span:
                part = self._side_by_side(span, left if rng.random() < 0.4 else left * rng.uniform(0.3, 0.6))
            else:
                found = self._next(span, left)
                if found is None and span > 1:
                    found = self._side_by_side(span, left)
                if found is None:
                    break
                part = found
            parts.append(part)
            left -= part.height + gap
        if left > 9 * look.lead and self.ads and rng.random() < 0.6:
            parts.append(self._ad(look.span_width(span), left))
        return self._spread(parts, Frame(look.span_width(span), height), gap)

    def _spread(self, parts: list[Frame], frame: Frame, gap: float) -> Frame:
        """Parts below one another, a bounded share of what is left over between them."""
        spare = frame.height - sum(p.height for p in parts) - gap * (len(parts) - 1)
        extra = max(0.0, min(spare / max(1, len(parts) - 1), 2.5 * self.look.lead))
        y = 0.0
        for number, part in enumerate(parts):
            if number and self.rng.random() < self.look.style.ruled:
                frame.shapes.append(Shape(0, y - (gap + extra) / 2, frame.width, 0, line=0.5))
            frame.add(part, 0.0, y)
            y += part.height + gap + extra
        return frame

    def _next(self, span: int, limit: float) -> Frame | None:
        """The next item for a stack: a photo now and then, else the text that suits the room best."""
        if self.photos and span < 4 and self.rng.random() < 0.13:
            story, frame = self._photo(self.look.span_width(span), limit, owner=len(self.stories))
            if frame is not None and story is not None:
                self._take([story])
                return frame
        if span < 3 and limit > 24 * self.look.lead and self.rng.random() < 0.06:
            briefs = self._briefs(span, limit)
            if briefs is not None:
                return briefs
        tries = [t for t in (self._try(span, limit) for _ in range(TRIES)) if t is not None]
        for article in sorted(self.texts, key=_length)[: 3 * TRIES] if not tries else ():
            tries += filter(None, [self._try(span, limit, article)])
        if not tries:
            return None
        tall = [t for t in tries if t[0].height > 0.6 * limit]
        frame, stories = max(tall, key=lambda t: t[0].height) if tall else self.rng.choice(tries)
        self._take(stories)
        return frame

    def _take(self, stories: list[Story]) -> None:
        """Print these items: number them and take their articles out of the pool."""
        self.stories += stories
        ids = {i for story in stories for i in story.gold["id"].split("+")}
        self.texts = [a for a in self.texts if a["id"] not in ids]
        self.photos = [a for a in self.photos if a["id"] not in ids]

    def _briefs(self, span: int, limit: float) -> Frame | None:
        """A box of short texts with small headlines under one label; the label is furniture."""
        body = self.look.body_pt
        style = replace(self.look.style, head_pt=(1.1 * body, 1.5 * body), heads={"top": 1}, boxed=0.0)
        look, pad = replace(self.look, style=style), body
        width = look.span_width(span) - 2 * pad
        label = plain_line(self.rng.choice(LABELS), Type(1, round(1.4 * body, 1)), spacing=0.3)
        frame = Frame(width + 2 * pad, 3.4 * body, [Block("furniture", -1, [label.moved(pad, 2.2 * body)])])
        for article in sorted(self.texts, key=_length)[:30][:: self.rng.randint(6, 12)]:
            story = make_article({**article, "subtitle": None}, look, self.rng)
            room = limit - frame.height - 2 * pad
            part = compose(story, width, 1, look, self.rng, owner=len(self.stories), limit=room)
            if part is not None:
                frame.add(part, pad, frame.height)
                frame.height += part.height + look.lead
                self._take([story])
        frame.shapes.insert(0, Shape(0, 0, frame.width, frame.height, line=0.6))
        return frame if len(frame.blocks) > 1 else None

    def _try(self, span: int, limit: float, given: Article | None = None) -> Trial | None:
        """One text, given or drawn, and set, perhaps with a photo let in."""
        rng, look = self.rng, self.look
        if len(self.texts) < 6:
            return None
        article = given or rng.choice(self.texts)
        if span > 1 and not given and rng.random() < look.style.roundup:
            article = make_roundup(rng.sample(self.texts, rng.randint(2, 1 + span)), rng)
        story, width = make_article(article, look, rng), look.span_width(span)
        inset, photo, owner = None, None, len(self.stories)
        if span > 1 and self.photos and rng.random() < look.style.inset:
            inset, photo = self._photo(
                look.span_width(rng.randint(1, min(2, span - 1))), limit / 2, owner=owner
            )
        count = span if photo else self._count(span)
        owner += photo is not None
        frame = compose(story, width, count, look, rng, owner=owner, limit=limit, photo=photo)
        if frame is None or frame.height < FLAT * width:
            return None
        return frame, ([inset] if inset and photo else []) + [story]

    def _count(self, span: int) -> int:
        """Columns of text in a frame: mostly the base columns, sometimes one fewer or more."""
        look = self.look
        count = span + self.rng.choice([0, 0, 0, 0, 1, -1])
        fits = count >= 1 and (look.span_width(span) + look.gutter) / count - look.gutter >= 11 * look.body_pt
        wide = fits and look.span_width(span) / count > 30 * look.body_pt
        return count if fits and not wide else span

    def _photo(self, width: float, limit: float, *, owner: int) -> tuple[Story | None, Frame | None]:
        """The next photo set in this width, or nothing where it gets too high."""
        pictures = 2 if self.rng.random() < 0.35 else 1
        story = make_photo(self.photos[-1], self.look, self.rng, pictures=pictures)
        ratio = self.rng.uniform(0.5, 0.8) / pictures
        frame = photo_frame(story, width, self.look, self.rng, owner=owner, pictures=pictures, ratio=ratio)
        return (story, frame) if frame and frame.height < limit else (None, None)

    def _ad(self, width: float, height: float) -> Frame:
        """An advertisement: furniture in a box."""
        height = min(height, width * 0.9)
        frame = Frame(width, height, shapes=[Shape(0, 0, width, height, fill=0.96, line=1.0)])
        texts = self.ads.pop()
        step = height / (len(texts) + 1)
        for number, text in enumerate(texts):
            size = min(self.look.body_pt * (2.2 if number == 0 else 1.4), 0.6 * step, 0.9 * width / len(text))
            line = plain_line(text, Type(1, round(size, 1)))
            x = (width - line_width(line)) / 2
            frame.blocks.append(Block("furniture", -1, [line.moved(x, step * (number + 1))]))
        return frame
