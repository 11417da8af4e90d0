"""Five styles with disjoint ranges of type, paper and habits; a `Look` is one page's draw from a style."""

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


STYLES = {
    "A": Style(
        name="A",
        papers=((794, 1134), (850, 1190)),
        columns=(4, 5),
        body_pt=(8.8, 9.6),
        leading_em=(1.45, 1.65),
        gutter_em=(1.5, 2.2),
        head_pt=(18, 28),
        caption_ratio=(0.88, 0.95),
        faces=("STSong-Light", "STHeiti-Regular", "STKaiti-Regular"),
        stroke_bold=1.0,
        latin=("space", "none"),
        squeeze=False,
        per_char=0.0,
        heads={"top": 6, "part": 2, "vertical": 1.5},
        centred=0.6,
        marks=("■", "▶", ""),
        name_gap=(" ", "、"),
        byline_moves=0.25,
        wires=("本报讯", "本报{p}{m}月{d}日电", "新华社{p}{m}月{d}日电"),
        boxed=0.15,
        ruled=0.5,
        column_rules=0.2,
        inset=0.3,
        roundup=0.2,
        runin=0.4,
        english=0.2,
        orders=("natural", "heads_reversed", "heads_shuffled"),
        furniture=("first", "last"),
        credits=("{n}/摄", "{n} 摄"),
    ),
    "B": Style(
        name="B",
        papers=((1105, 1559), (1020, 1450)),
        columns=(5, 6, 7),
        body_pt=(9.8, 11.0),
        leading_em=(1.66, 1.9),
        gutter_em=(2.3, 3.2),
        head_pt=(24, 40),
        caption_ratio=(0.8, 0.87),
        faces=("FZSSK--GBK1-0", "FZXBSJW--GB1-0", "FZKTK--GBK1-0"),
        stroke_bold=0.3,
        latin=("gap",),
        squeeze=True,
        per_char=0.3,
        heads={"top": 4, "part": 2, "vertical": 4, "left": 1, "mid": 3},
        centred=0.3,
        marks=("●", "□", ""),
        name_gap=("\u3000", " "),
        byline_moves=0.4,
        wires=("本报讯", "新华社{p}{m}月{d}日电", "本报{p}{m}月{d}日讯"),
        boxed=0.3,
        ruled=0.25,
        column_rules=0.4,
        inset=0.5,
        roundup=0.35,
        runin=0.5,
        english=0.3,
        orders=("natural", "heads_reversed", "heads_first", "shuffled"),
        furniture=("last", "split"),
        credits=("（{n} 摄）", "{n}摄影报道", "本报记者 {n} 摄"),
    ),
    "C": Style(
        name="C",
        papers=((744, 1052), (878, 1240)),
        columns=(6, 7, 8),
        body_pt=(8.0, 8.7),
        leading_em=(1.2, 1.42),
        gutter_em=(1.0, 1.45),
        head_pt=(16, 30),
        caption_ratio=(1.0, 1.12),
        faces=("SimSun", "SimHei", "KaiTi_GB2312"),
        stroke_bold=0.0,
        latin=("gap", "space", "none"),
        squeeze=True,
        per_char=0.5,
        heads={"top": 4, "part": 3, "vertical": 4, "left": 1.5, "mid": 3},
        centred=0.15,
        marks=("◆", "▲", "", ""),
        name_gap=(" ", "\u3000", "  "),
        byline_moves=0.6,
        wires=("本报讯", "据新华社{p}{m}月{d}日电", "中新社{p}{m}月{d}日电", "本报{p}电"),
        boxed=0.1,
        ruled=0.1,
        column_rules=0.1,
        inset=0.4,
        roundup=0.3,
        runin=0.6,
        english=0.4,
        orders=("heads_reversed", "heads_shuffled", "shuffled", "captions_last"),
        furniture=("first", "split"),
        credits=("摄影：{n}", "{n} 图", "（{n}/图）", "{n} 摄"),
    ),
    "D": Style(
        name="D",
        papers=((950, 1340), (1000, 1410)),
        columns=(4, 5, 6),
        body_pt=(11.3, 12.4),
        leading_em=(1.93, 2.1),
        gutter_em=(3.3, 4.0),
        head_pt=(22, 36),
        caption_ratio=(0.88, 0.95),
        faces=("STFangsong", "STXihei", "STXingkai"),
        stroke_bold=0.5,
        latin=("gap", "none"),
        squeeze=False,
        per_char=0.2,
        heads={"top": 5, "part": 3, "vertical": 1, "left": 1, "mid": 0.5},
        centred=0.45,
        marks=("○", "◎", ""),
        name_gap=(" ", "、"),
        byline_moves=0.3,
        wires=("本报讯", "本报{p}{m}月{d}日电", "据新华社{p}{m}月{d}日电"),
        boxed=0.2,
        ruled=0.4,
        column_rules=0.3,
        inset=0.25,
        roundup=0.1,
        runin=0.2,
        english=0.1,
        orders=("natural", "heads_reversed", "heads_first", "captions_last"),
        furniture=("first", "last"),
        credits=("{n}/图", "（{n} 摄）", "{n} 摄"),
    ),
    # Drawn for reports only: nobody looks at its pages while tuning. A weekly in large type.
    "E": Style(
        name="E",
        papers=((1180, 1660), (1240, 1750)),
        columns=(4, 5),
        body_pt=(12.6, 13.8),
        leading_em=(2.12, 2.3),
        gutter_em=(4.1, 4.8),
        head_pt=(28, 46),
        caption_ratio=(0.76, 0.84),
        faces=("FZShuSong-Z01", "FZDaHei-B02", "FZFangSong-Z02"),
        stroke_bold=0.4,
        latin=("gap", "space"),
        squeeze=True,
        per_char=0.4,
        heads={"top": 5, "part": 1, "vertical": 2, "left": 2, "mid": 1},
        centred=0.8,
        marks=("★", "△", ""),
        name_gap=("\u3000", "、"),
        byline_moves=0.35,
        wires=("本报讯", "新华社{p}{m}月{d}日电", "本报{p}{m}月{d}日讯"),
        boxed=0.25,
        ruled=0.6,
        column_rules=0.5,
        inset=0.35,
        roundup=0.15,
        runin=0.3,
        english=0.15,
        orders=("natural", "heads_shuffled", "heads_first", "captions_last"),
        furniture=("first", "last", "split"),
        credits=("{n} 摄", "摄影：{n}", "（{n}/图）"),
    ),
}


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
