"""Names, places and series: the small words of drawn pages."""

from __future__ import annotations

import functools
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

#: Headlines written for this project, with kicker, subtitle and opening.
HEADLINES = Path(__file__).resolve().parents[2] / "data" / "headlines"
SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁"
    "任沈姚卢姜崔钟谭陆汪范石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫"
    "孔向汤岑柏祝尤詹闵路乐尚卓景柳郦温"
)
GIVEN = (
    "伟芳娜秀敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂文辉玲建国华红斌宇浩然子轩雨欣梓涵思远晓东海燕春梅雪"
    "峰志新云飞天成佳琪博文若曦清源立言景行知远星野南汀序川渡舟"
)
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
#: Longest name of a series.
SERIES = 14


def name(rng: random.Random) -> str:
    """A made-up name."""
    return rng.choice(SURNAMES) + "".join(rng.choice(GIVEN) for _ in range(rng.choice([1, 2, 2])))


def headlines() -> Iterator[dict[str, Any]]:
    """Rows of `kicker`, `title`, `subtitle` and `opening`."""
    for path in sorted(HEADLINES.glob("*.jsonl")):
        yield from map(json.loads, path.read_text(encoding="utf-8").splitlines())


@functools.cache
def _series() -> list[str]:
    return KICKERS + sorted({row["kicker"] for row in headlines() if 0 < len(row["kicker"]) <= SERIES})


def kicker_of(rng: random.Random) -> str:
    """The name of a series."""
    return rng.choice(rng.choice([KICKERS, _series()]))
