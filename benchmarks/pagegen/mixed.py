"""A newspaper of its own for every page: measures from wide ranges, habits from all there are.

The cutter is tuned and scored on such pages, so that it does not learn the habits of a few styles by heart.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

from pagegen.looks import Span, Style

#: Faces of texts, of headlines and of captions.
FACES = (
    ("SimSun", "STSong-Light", "FZSSK--GBK1-0", "FZBSK--GBK1-0", "STFangsong", "HYShuSongErKW"),
    ("SimHei", "STHeiti-Regular", "FZXBSJW--GB1-0", "FZDBSK--GBK1-0", "STXihei", "HYDaSongKW"),
    ("KaiTi_GB2312", "STKaiti-Regular", "FZKTK--GBK1-0", "STXingkai", "FZXH1K--GBK1-0", "HYKaiTiKW"),
)
#: What newspapers set before a byline; none is as common as any of them.
MARKS = "■□●○◎◆◇▲△▶▷★☆▼▽◀◢◤◣◥▪▫•·⊙※❖◉→▌▍丨"
WIRES = (
    "本报讯",
    "本刊讯",
    "本网讯",
    "本报{p}讯",
    "本报{p}电",
    "本报{p}{m}月{d}日电",
    "本报{p}{m}月{d}日讯",
    "新华社{p}{m}月{d}日电",
    "新华社{p}{m}月{d}日专电",
    "新华社{p}电",
    "据新华社{p}{m}月{d}日电",
    "据新华社电",
    "中新社{p}{m}月{d}日电",
    "{p}日报讯",
)
CREDITS = (
    "{n}/摄",
    "{n} 摄",
    "{n}摄",
    "（{n} 摄）",
    "（{n}摄）",
    "（{n}/摄）",
    "{n}摄影报道",
    "{n} 摄影报道",
    "本报记者 {n} 摄",
    "摄影：{n}",
    "摄影/{n}",
    "{n} 图",
    "{n}/图",
    "（{n}/图）",
    "图/{n}",
    "{n} 供图",
)
ORDERS = ("natural", "heads_reversed", "heads_shuffled", "heads_first", "shuffled", "captions_last")
FORMS = ("{n}", "{n}", "{n}", "{n}", "文/{n}", "{n} 文", "{n} 文/图")


def mixed(rng: random.Random) -> Style:
    """The style of one page.

    Measures are drawn here, so a span of it is a single length but for headlines; of the habits that a
    page may show several of, a few are drawn.
    """
    body = rng.uniform(7.5, 13.0)
    width = rng.uniform(720, 1150)
    low = body * rng.uniform(1.65, 2.4)
    captions = rng.uniform(0.78, 1.12)
    marks = (rng.choice(MARKS) if rng.random() < 0.7 else "",)
    return Style(
        name="mixed",
        papers=((round(width), round(width * rng.uniform(1.36, 1.5))),),
        columns=(rng.randint(3, 8),),
        body_pt=(body, body),
        leading_em=_one(rng, 1.2, 2.1),
        gutter_em=_one(rng, 1.0, 4.0),
        head_pt=(low, low * rng.uniform(1.3, 1.9)),
        caption_ratio=(captions, captions),
        faces=tuple(rng.choice(names) for names in FACES),  # type: ignore[arg-type]  # three of them
        stroke_bold=rng.choice([0.0, 0.5, 1.0]),
        latin=("gap", "space", "none"),
        squeeze=rng.random() < 0.5,
        per_char=0.3,
        heads=_heads(rng),
        centred=rng.random(),
        marks=marks,
        name_gap=(" ", " ", "\u3000", "  ", "、"),
        byline_moves=rng.random(),
        wires=_few(rng, WIRES, 3),
        boxed=rng.uniform(0.0, 0.35),
        ruled=rng.uniform(0.0, 0.6),
        column_rules=rng.choice([0.0, 0.3, 0.6]),
        inset=rng.uniform(0.0, 0.5),
        roundup=rng.uniform(0.0, 0.35),
        runin=rng.random(),
        english=rng.uniform(0.0, 0.4),
        orders=ORDERS,
        furniture=("first", "last", "split"),
        credits=_few(rng, CREDITS, 2),
        max_span=rng.randint(3, 5),
        mark_gap=rng.choice([" ", " ", "", "\u3000"]),
        byline_form=rng.choice(FORMS),
        byline_in_text=rng.choice([0.0, 0.0, 0.3, 1.0]),
        byline_side=rng.choice(["with", "with", "left", "middle", "right"]),
        byline_ratio=rng.choice([1.0, 1.0, rng.uniform(0.85, 1.18)]),
        crosshead_ratio=rng.choice([1.0, 1.0, rng.uniform(1.0, 1.3)]),
        crosshead_rows=rng.choice([1, 1, 2]),
        lede=rng.choice([0.0, 0.0, 0.0, 0.3]),
    )


def _one(rng: random.Random, low: float, high: float) -> Span:
    """A span of one length."""
    value = rng.uniform(low, high)
    return value, value


def _few(rng: random.Random, choices: Sequence[str], count: int) -> tuple[str, ...]:
    return tuple(rng.sample(choices, rng.randint(1, count)))


def _heads(rng: random.Random) -> dict[str, float]:
    """Headlines stand over their texts most of the time; how often they stand elsewhere differs."""
    others = {"part": 3.0, "vertical": 3.0, "left": 1.5, "mid": 2.5}
    return {"top": 4.0, **{kind: rng.uniform(0.0, most) for kind, most in others.items()}}
