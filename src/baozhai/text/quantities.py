"""Quantities and periods of Chinese news text: number, unit and time as typed values with offsets."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import chain
from typing import NamedTuple

from baozhai.text.lazy import lazy
from baozhai.text.numerals import DIGITS, decimal, factor, han_number

_HAN = "零〇一二两三四五六七八九十百千"
_ARABIC = r"\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:[.．]\d+)?"
_TIMES = "(?:[十百千]?(?:万亿|[万亿])|[百千])"
MONEY = ("元", "美元", "欧元", "港元", "日元", "英镑", "元人民币", "人民币")
DURATIONS = ("秒", "分钟", "小时", "个小时", "天", "周", "个月", "年")
_COUNTERS = """
家 个 项 件 人 名 位 户 台 套 辆 架 艘 座 栋 幢 条 只 支 片 枚 张 份 批 批次 次 场 场次 例 剂次 人次 件次 种 款 起 宗 笔 箱 标箱 班 处 所 对
篇 册 株 棵 头 盏 间 台套 台次 架次 列 颗 部 盒 瓶 袋 桶 罐 双
"""
_MEASURES = """
吨 公斤 千克 克 斤 公里 米 千米 厘米 毫米 微米 纳米 平方米 平方公里 平方千米 亩 公顷 立方米 升 毫升 千瓦时 千瓦 兆瓦
兆瓦时 吉瓦 吉瓦时 度 摄氏度 ℃ 标准箱 英寸
"""
COUNTERS = frozenset(_COUNTERS.split())
MEASURES = frozenset(_MEASURES.split())
#: Words behind a number that say it is about so much.
ABOUT = lazy("左右|上下|以[上下内]")
_UNIT = "|".join(sorted(sorted((*MONEY, *DURATIONS, *COUNTERS, *MEASURES)), key=len, reverse=True))
_UNIT = (
    _UNIT.replace("|周|", "|周(?![年岁])|")
    .replace("|元|", "|元(?![宵旦])|")
    .replace("|人|", "|人(?!口|民币)|")
)
_UNIT = _UNIT.replace("|个|", "|个(?!基点|亿|多[亿万月])|")
_HAN_NUMBER = f"[{_HAN}]+(?:[万亿][{_HAN}]+)*"  # 九万六千 is one number
_RATIO = r"[%％‰]|个?百分点|倍|成(?![员果立功为本绩长不熟效交品人都])(?:(?P<half>[一二三四五六七八九]))?"
_ABOUT = "不超过|不低于|不少于|大约|(?<![签预邀履大])约|超过|超|逾|不足|不到|至少|(?<![附最接])近|突破"
_QUANTITY = lazy(
    rf"(?:{_ABOUT})?(?:(?<=[^\dA-Za-z.．第点零〇一二三四五六七八九十百千万亿])|(?<![\s\S]))"
    rf"(?:百分之(?P<share>{_ARABIC}|[{_HAN}]+(?:点[{_HAN}]+)?)"
    r"|翻(?:了)?(?P<folds>[一两二三四])番"
    rf"|(?:(?P<low>{_ARABIC}|[一二三四五六七八](?=[至到][二三四五六七八九]成))(?P<lowtimes>{_TIMES})?[%％成]?\s?[-－—–~～至到]{{1,2}}\s?)?"
    rf"(?P<number>{_ARABIC}|{_HAN_NUMBER}(?:点[{_HAN}]+)?)\s?(?P<times>{_TIMES})?[余多来几]?\s?"
    rf"(?:(?P<ratio>{_RATIO})|(?P<unit>{_UNIT})(?P<per>\s?/\s?[^\W\d_]{{1,5}}?(?=[，。；、）)\s的]|$))?|(?<=[万亿])(?P<bare>(?=[，。；、！？）的]|用户|大关|关口|$)))(?P<more>以上|以下)?)"
)
_NUM = "[0-9一二两三四五六七八九十]{1,2}"
_PERIOD = lazy(
    r"(?<![比较同与距])(?:"
    r"(?:(?P<by>到|至|截至)\s?)?(?:(?P<year>\d{4})\s?年|(?P<near>今年|去年|前年|明年|后年(?![产均销营利薪收])|上年|本年)度?)"
    rf"(?:(?P<part>1?\d月?[-－—–~～至到]1?\d\s?月|前{_NUM}个?(?:月|季度)|[上下]半年|[一二三四1-4]季度"
    r"|(?:\s?1?\d\s?|十[一二]?|[一二三四五六七八九])月(?:\s?[1-3]?\d\s?日)?)(?:份|[上中下]旬|底|末|初)?|全年|以来|年?[底初]|末)?"
    rf"|(?:(?<![月日号底初末旬年度])(?P<until>到|至|截至|截止到?)\s?)?(?P<bare>(?<!\d)1?\d月?[-－—–~～至到]1?\d\s?月|前{_NUM}个?(?:月|季度)|[上下]半年|[一二三四1-4]季度"
    r"|(?<!\d)1?\d\s?月(?:\s?[1-3]?\d\s?日)?)(?:份|[上中下]旬|底|末|初)?"
    r"|(?P<day>今天|今日|昨天|昨日|明天)|(?P<month>本月|上月|上个月|下月)"
    rf"|“?十[一二三四五六]五”?(?:期间|末)|(?<!\d)(?:\d{{1,2}}|[一二三四五六七八九十]{{1,3}})年[来间]|近[0-9一二三四五六七八九十]+年来?|全年|(?P<close>(?:(?<!时)[到至]\s?)?(?<![\d今去前明上本])年[底末]|(?<!时)[到至]月底|(?<![{_HAN}\d])月底(?=前)))"
    # 8月底前 is a deadline, 2022年起 and 5月以来 a beginning: neither is the time they name.
    rf"(?:(?P<before>(?:之|以)?前(?![{_HAN}\d后往述景提沿期夕方来列置瞻所不任者身]))|(?P<since>以来|起(?![草步来点源重飞诉降伏到跑])))?"
)
_NEAR = {"去年": -1, "上年": -1, "前年": -2, "明年": 1, "后年": 2}
_NEXT = {"今": 0, "昨": -1, "明": 1, "本": 0, "上": -1, "下": 1}
# A month without a year that is further ahead of the issue than this is that of the year before.
_FAR_MONTHS = 5
# 省十二次党代会 is the twelfth one, 中电科十八所 one institute.
_NAMED = lazy(r"(?<=次)(?:[党团工妇侨]代|代表大会|全会|全体会议)|(?<=所)(?:[等、，。；和与]|$)")
# 几十万人, 数百万元: how many is not said.
_UNTOLD = lazy(f"几[{_HAN}]|数[十百千万亿]")
_CLOCK = lazy(r"\d{1,2}(?::\d\d|时\d{1,2}分|时)|(?<!\d)[1-3]?\d\s?日")


class Quantity(NamedTuple):
    """A number with its unit; `value` (and `high` of a range) in units: 21.8亿元 is 2180000000 元."""

    start: int
    end: int
    value: float
    unit: str
    high: float | None = None

    @property
    def kind(self) -> str:
        """`money`, `percent`, `points`, `times`, `duration` or `count`."""
        if self.unit.partition("/")[0] in MONEY:
            return "money"
        if self.unit in DURATIONS:
            return "duration"
        return {"%": "percent", "个百分点": "points", "倍": "times"}.get(self.unit, "count")


class Period(NamedTuple):
    """A time as printed at `start`..`end`; `when` is an ISO date, month, year or `from/to`, or empty."""

    start: int
    end: int
    when: str
    ahead: bool


def quantities(text: str) -> Iterator[Quantity]:
    """Quantities of a paragraph in order; dates, clock times and ordinals are none."""
    taken = bytearray(len(text))
    for m in chain(_PERIOD.finditer(text), _CLOCK.finditer(text)):
        taken[m.start() : m.end()] = b"\1" * len(m[0])
    for match in _QUANTITY.finditer(text):
        if taken.find(1, *match.span()) < 0 and (found := _quantity(match)):
            yield found


def _quantity(match: re.Match[str]) -> Quantity | None:
    start, end = match.span()
    if match["folds"]:
        return Quantity(start, end, float(2 ** DIGITS[match["folds"]] - 1) * 100, "%")
    number = decimal(match["share"] or match["number"])
    if number is None:
        return None
    if match["share"]:
        return Quantity(start, end, float(number), "%")
    if _UNTOLD.match(match.string, match.start("number") - 1) or not (match["ratio"] or _is_count(match)):
        return None
    times, scale = factor(match["times"]), Decimal(1)
    unit = "".join(f"{match['unit'] or ''}{match['per'] or ''}".split())
    if match["ratio"]:
        scale, unit = _ratio(match["ratio"])
        number = number * scale + DIGITS.get(match["half"] or "零", 0)
    low = match["low"] and decimal(match["low"])
    if not low:
        return Quantity(start, end, float(number * times), unit)
    low_factor = factor(match["lowtimes"]) if match["lowtimes"] else times
    return Quantity(start, end, float(low * scale * low_factor), unit, float(number * times))


def _is_count(match: re.Match[str]) -> bool:
    """三家 and 一个 are words more than figures; so are years (26年)."""
    number = match["number"]
    if number[0].isdigit():
        return True
    if _NAMED.match(match.string, match.end()):
        return False
    return (
        any(c in "十百千点" for c in number)
        and (len(number) > 1 or "余" in match[0] or "多" in match[0])
        or (match["times"] is not None)
    )


def _ratio(mark: str) -> tuple[Decimal, str]:
    if mark[0] == "成":
        return Decimal(10), "%"
    if mark == "‰":
        return Decimal("0.1"), "%"
    return Decimal(1), "%" if mark in "%％" else "倍" if mark == "倍" else "个百分点"


def periods(text: str, date: str = "") -> list[Period]:
    """Periods of a paragraph in order, anchored to the issue's `date` (YYYY-MM-DD) where it is known."""
    day = _day(date)
    return [Period(*m.span(), _when(m, day), _ahead(m, day)) for m in _PERIOD.finditer(text)]


def _day(date: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(date)
    except ValueError:
        return None


def _year(match: re.Match[str], day: datetime.date | None) -> int | None:
    if match["year"]:
        return int(match["year"])
    if day is None:
        return None
    return day.year + _NEAR.get(match["near"] or "", 0)


def _when(match: re.Match[str], day: datetime.date | None) -> str:
    if day and match["day"]:
        return (day + datetime.timedelta(days=_NEXT[match["day"][0]])).isoformat()
    if day and match["month"]:
        number = day.year * 12 + day.month - 1 + _NEXT[match["month"][0]]
        return f"{number // 12}-{number % 12 + 1:02d}"
    if match["since"]:
        return ""
    part = match["part"] or match["bare"] or ""
    year = _year(match, day)
    if year is None or not (part or match["year"] or match["near"]):
        return ""
    if not part:
        return str(year)
    first, last = _months(part)
    if match["bare"] and day and (first - day.month > _FAR_MONTHS or first == 1 < day.month < last):
        year -= 1
    exact = re.search(r"月\s?(\d+)\s?日", part)
    if first == last:
        return f"{year}-{first:02d}" + (f"-{int(exact[1]):02d}" if exact else "")
    return f"{year}-{first:02d}/{year}-{last:02d}"


def _months(part: str) -> tuple[int, int]:
    """The first and the last month of 1-4月, 前三季度, 上半年, 一季度 or 6月."""
    if part[1:] == "半年":
        return (1, 6) if part[0] == "上" else (7, 12)
    numbers = [int(n) if n.isdigit() else han_number(n) or 1 for n in re.findall(rf"\d+|[{_HAN}]+", part)]
    step = 3 if "季度" in part else 1
    if part[0] == "前":
        return 1, min(12, numbers[0] * step)
    if step == 3:
        return numbers[0] * 3 - 2, numbers[0] * 3
    return numbers[0], numbers[0] if "日" in part else numbers[-1]


def _past(match: re.Match[str], day: datetime.date | None) -> bool:
    """Whether a deadline is over: 去年底前, and 5月底前 in an issue of June."""
    if match["near"] in ("去年", "前年", "上年") or match["month"] in ("上月", "上个月"):
        return True
    when = _when(match, day).rpartition("/")[2]
    return bool(day and when and when < day.isoformat()[: len(when)])


def _ahead(match: re.Match[str], day: datetime.date | None) -> bool:
    """Whether the period lies ahead as printed: 到2027年, 明年, 到今年底."""
    if match["near"] in ("明年", "后年") or match["day"] == "明天" or match["month"] == "下月":
        return True
    if match["before"] or (match["until"] or match["close"] or "截")[0] in "到至":
        return not _past(match, day)
    if match["by"] not in ("到", "至") or match["near"] in ("去年", "前年", "上年"):
        return False
    year = _year(match, day)
    return day is None or year is None or year > day.year or (year == day.year and "底" in match[0])
