"""What a newspaper may do (`Style`) and what it does on one page (`Look`)."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

Span = tuple[float, float]


@dataclass(frozen=True)
class Style:
    """What a newspaper may do. Lengths in pt unless the name says em; weights are draws with repetition."""

    name: str
    papers: tuple[tuple[float, float], ...]
    columns: tuple[int, ...]
    body_pt: Span
    leading_em: Span
    gutter_em: Span
    head_pt: Span
    caption_ratio: Span  # type size of captions over that of texts
    faces: tuple[str, str, str]  # BaseFont names: running text, headlines, captions
    stroke_bold: float  # chance that bold is a stroked outline and not another face
    latin: tuple[str, ...]  # between ideographs and Latin: "gap" (moved), "space" (a blank), "none"
    squeeze: bool  # closing marks may hang half out of the line; else they pull a character down
    per_char: float  # chance that a page places every character by itself
    heads: dict[str, float]  # where headlines stand
    centred: float  # chance of a centred headline
    marks: tuple[str, ...]  # before a byline below the headline
    name_gap: tuple[str, ...]
    byline_moves: float  # chance that a byline is printed elsewhere than the article says
    wires: tuple[str, ...]  # datelines; {p} place, {m} month, {d} day
    boxed: float
    ruled: float
    column_rules: float
    inset: float  # chance that a photo is let into a corner of a text
    roundup: float
    runin: float
    english: float
    orders: tuple[str, ...]
    furniture: tuple[str, ...]
    credits: tuple[str, ...]
    max_span: int = 4
    mark_gap: str = " "  # between the mark and the names
    byline_form: str = "{n}"  # {n} the names with their posts
    byline_in_text: float = 0.0  # chance that a byline is a line of the first column
    byline_side: str = "with"  # left, middle or right; "with": where the headline is
    byline_ratio: float = 1.0  # type size of bylines over that of texts
    crosshead_ratio: float = 1.0
    crosshead_rows: int = 1  # lines of text that a crosshead takes up
    lede: float = 0.0  # chance that a text opens with a paragraph in the face of captions


@dataclass
class Look:
    """One page's constants: its style and what was drawn from it. Lengths in pt."""

    style: Style
    paper: tuple[float, float]
    columns: int
    body_pt: float
    lead: float
    gutter: float
    margin: float
    latin: str
    per_char: bool
    stroke_bold: bool
    mark: str
    name_gap: str
    order: str
    furniture: str
    indent_em: float = 2.0
    date: tuple[int, int, int] = field(default=(2026, 6, 12))

    @property
    def column_width(self) -> float:
        """Width of one base column in pt."""
        inner = self.paper[0] - 2 * self.margin + self.gutter
        return inner / self.columns - self.gutter

    def span_width(self, k: int) -> float:
        """Width of `k` neighbouring base columns with the gutters between them, in pt."""
        return k * self.column_width + (k - 1) * self.gutter


def draw_look(style: Style, rng: random.Random) -> Look:
    """Draw one page's constants from a style."""
    body = round(rng.uniform(*style.body_pt), 2)
    look = Look(
        style=style,
        paper=rng.choice(style.papers),
        columns=rng.choice(style.columns),
        body_pt=body,
        lead=round(body * rng.uniform(*style.leading_em), 2),
        gutter=round(body * rng.uniform(*style.gutter_em), 2),
        margin=round(rng.uniform(36, 60), 1),
        latin=rng.choice(style.latin),
        per_char=rng.random() < style.per_char,
        stroke_bold=rng.random() < style.stroke_bold,
        mark=rng.choice(style.marks),
        name_gap=rng.choice(style.name_gap),
        order=rng.choice(style.orders),
        furniture=rng.choice(style.furniture),
        date=(rng.randint(2023, 2026), rng.randint(1, 12), rng.randint(1, 28)),
    )
    while look.column_width < 11 * body:  # a narrower measure stretches every second line
        look.columns -= 1
    return look
