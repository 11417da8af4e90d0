"""Names of development zones and parks as a text prints them: 云岫高新区, 泽渡中药产业园."""

from __future__ import annotations

import re

_KIND = (
    "高新技术产业开发区|经济技术开发区|高新技术开发区|自由贸易试验区|综合保税区|高新区|经开区|开发区|自贸试验区|自贸区"
    "|保税区|生物医药园|产业园区|工业园区|科技园区|产业园|工业园|科技园|软件园|科创园|软件谷|药谷|科学城"
)
_FOUND = re.compile(f"(?P<before>[\u3400-\u9fff]{{0,12}}?)(?P<kind>{_KIND})")
# What no name of a place ends or goes on with: the name begins behind the last of them.
_CUT = re.compile(
    "在|从|与|和|由|到|至|向|对|及|是|的|了|于|来自|走进|进入|入驻|落户|地处|记者|据|这|那|[一两三四五六七八九十几]?个|各|等"
    "|我国|我省|我市|本市|全国|全省|全市|沿海|国家级|省级|市级|该|为|把|被|让|使|去|访|回|将|已|近日|日前|今年|去年|昨天|今天"
)
_STEM = 2, 6  # characters in front of the kind; not tuned


def zone_names(text: str) -> list[str]:
    """The names of zones in a text, each once, in order.

    A name is two to six characters and what kind of zone it is. Where it begins is known from a mark, the
    start of the paragraph or a word such as 在, 位于 in front of it; 高新区 alone is no name.
    """
    out = []
    for match in _FOUND.finditer(text):
        stem = match["before"][max((m.end() for m in _CUT.finditer(match["before"])), default=0) :]
        whole = len(match["before"]) < 12 or len(stem) < len(match["before"])
        if whole and _STEM[0] <= len(stem) <= _STEM[1]:
            out.append(stem + match["kind"])
    return list(dict.fromkeys(out))
