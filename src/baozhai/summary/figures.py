"""Key figures: what a number counts, of which period, how it changed, and whether it is achieved or planned."""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest
from typing import TypeVar

from baozhai.records import Article, Change, Figure, Sentence
from baozhai.summary.dated import CLAUSE, SENTENCE, dated
from baozhai.summary.metrics import BARE, METRIC_CHARS, metric
from baozhai.summary.owners import owned
from baozhai.text.lazy import lazy
from baozhai.text.quantities import COUNTERS, Period, Quantity, periods, quantities
from baozhai.text.sentences import split

N_FIGURES = 3
_Placed = TypeVar("_Placed", Period, Quantity)
_UP = "增长|增加|上升|提高|提升|上涨|扩大|增幅|增速|净增|多了|上浮|加快|回升|上调|上扬|[高涨]了|涨|升|(?<![新年倍递])增"
_DOWN = "下降|减少|降低|下滑|回落|缩短|压缩|少了|降幅|缩减|节约|节省|下浮|减缓|下调|下跌|下挫|低了|降|跌|减"
_CHANGE = lazy(
    r"(?:分别)?(?P<base>(?:同比|环比)|[比较与](?:上年|去年|前年|年初|上[月周旬次届期]|上季度|\d{4}年|(?:\d{4}年)?\d{1,2}月(?:\d{1,2}日)?)(?:同期|同月|底|末)?(?:相比)?[，,]?|在(?:上年|去年|\d{4}年)的?基础上)?"
    rf"(?:分别|又|再|净|[大猛暴](?=[涨跌增降])|[微略][有微]?|小幅|大幅)?(?:(?P<up>{_UP})|(?P<down>{_DOWN}))?(?:了|约|近|超过?|达到?|为|均|幅度?)*$"
)
_OTHER = lazy(
    r"^(?:高[于出]|低于|占(?![比地有]|[^，。]*比[重例]))|(?:[南北]纬|[东西]经|高于|低于|高出|领先|相当于|(?:赶超|超越|反超|追平|不及|逊于)[^，。]{0,6}|占|第|每|满\d*|[^，。]*排名)$"
)
# 从住房改善3个方面: how a text is divided is no figure.
_PARTS = lazy("方面|层面|维度|部分|环节|阶段")
_AND = lazy(r"(?:左右)?\s?[、和与及或]\s?")
_ADDED = lazy("(?:新增|净增|增设)加?了?$")
# Of earlier rounds, not of what is reported.
_EARLIER = lazy(
    "(?:^|[，。；：])[而在]?(?:此前|以往|往年|那时|当时|当年|彼时|昔日|从前|曾经|历届|历次|前[两三四几][轮批次届]|上一?[轮批届])(?!公布|发布|报道|同期|完成|相比|不同)"
)
# 由44%升至91%; 突破3亿元大关，达到30412万元: of what the number before it counts.
_STEP = lazy(r"[^\W\d_A-Za-z]{1,4}[至到]了?|(?:大关|关口)?[，,](?:达到?|增至|升至|增加到)了?")
_PEOPLE = ("人", "名", "例")
_SMALL_MONEY = 100_000  # prices and fees; not tuned


def figures(article: Article) -> list[Figure]:
    """Pull the typed figures out of an article.

    Parameters
    ----------
    article : Article
        `paragraphs` is read, and `date` (YYYY-MM-DD) to anchor 今年, 上半年, 昨天.

    Returns
    -------
    list of Figure
        In the order of the text. A change that follows its figure (产值306.8亿元，同比增长18.9%)
        is its `change`; one that stands alone (电耗下降11.4%) is a figure that is its own change.
    """
    return [f for n, text in enumerate(article.paragraphs) for f in _of_paragraph(n, text, article.date)]


def key_figures(article: Article, spans: Sequence[Sentence] = (), n: int = N_FIGURES) -> tuple[Figure, ...]:
    """The `n` most telling figures of an article: those of the headline, of the summary, with a change, of money.

    Only figures that say what they count are taken, and none twice.
    """
    title = {(q.value, q.unit) for text in (article.title, article.subtitle) for q in quantities(text)}
    best: dict[str, tuple[int, int, Figure]] = {}
    for order, found in enumerate(figures(article)):
        figure = owned(article, found) if found.metric else found
        if figure is None:
            continue
        change = figure.change and (abs(figure.change.value), figure.change.unit)
        weight = _weight(figure, (figure.value, figure.unit) in title or change in title, spans)
        # 由34亿元增至60亿元: what it was before is no news.
        left = article.paragraphs[figure.paragraph].endswith(("由", "从"), 0, figure.start)
        if figure.metric and weight and not left and weight >= best.get(figure.metric, (0,))[0]:
            best[figure.metric] = weight, -order, figure
    ranked = sorted(best.values(), key=_rank, reverse=True)
    said = {f.paragraph: f.metric for _, _, f in ranked if "，" in f.metric}
    ranked = [r for r in ranked if r[2].text not in said.get(r[2].paragraph, "")]
    once = {(f.value, f.unit): (w, order, f) for w, order, f in reversed(ranked)}
    chosen = sorted(once.values(), key=_rank, reverse=True)[:n]
    return tuple(f for _, _, f in sorted(chosen, key=lambda item: -item[1]))


def _rank(item: tuple[int, int, Figure]) -> tuple[int, int]:
    return item[:2]


def _weight(figure: Figure, in_title: bool, spans: Sequence[Sentence]) -> int:
    """How telling a figure is, what falls no less than what grows; 0 for times taken (秒, 年) that the headline does not name."""
    shown = any(s.paragraph == figure.paragraph and s.start <= figure.start < s.end for s in spans)
    if figure.kind == "duration" and not in_title:
        return 0
    by_kind = {"money": 3, "percent": 2, "times": 2}.get(figure.kind, 1)
    by_kind = 1 if figure.kind == "money" and figure.value < _SMALL_MONEY else by_kind
    change = figure.change
    added = change is not None and by_kind == 1 and change.value == figure.value and not change.base
    falls = change is not None and change.value < 0
    return 16 * in_title + 8 * shown + by_kind + 2 * (change is not None and not added) + falls


def _of_paragraph(number: int, text: str, date: str) -> Iterator[Figure]:
    found = list(quantities(text))
    if not found:
        return
    times = periods(text, date)
    for start, end in split(text):
        near = _within(times, start, end)
        inside = _within(found, start, end)
        out: list[Figure] = []
        for quantity, following in zip_longest(inside, inside[1:]):
            _add(out, text, start, quantity, number)
            own = bool(out) and out[-1].start == quantity.start
            if own and following and _paired(text, quantity, following):
                out[-1] = replace(out[-1], metric="")
        for figure in out:
            yield dated(figure, text, start, near)


def _within(found: Sequence[_Placed], start: int, end: int) -> Sequence[_Placed]:
    """Those that start in a stretch, of some in order."""
    first, last = (bisect.bisect_left(found, at, key=lambda one: one.start) for at in (start, end))
    return found[first:last]


def _add(out: list[Figure], text: str, start: int, quantity: Quantity, number: int) -> None:
    """Put a quantity of the sentence from `start` on with its figure, or as a figure of its own."""
    last = out[-1] if out else None
    reach = max(start, quantity.start - SENTENCE, (last.change or last).end if last else start)
    before = text[reach : quantity.start].rstrip()
    change, before = _change(before, reach, quantity)
    if change and "分别" in text[change.start : quantity.start]:
        return  # 收入2亿元、税收1亿元，同比分别增长5%、6%: of which figure is not said beside it
    clause = _clause(before, opens=last is None)
    if change and last and not last.change and not clause and (change.base or not before.strip("，,、（(")):
        out[-1] = replace(last, change=change)
    elif not (_OTHER.search(clause) or _divides(text, quantity, change)):
        shown = text[quantity.start : quantity.end]
        place = (number, quantity.start, quantity.end, shown, quantity.value, quantity.unit, quantity.kind)
        earlier = _EARLIER.search(text[max(start, quantity.start - SENTENCE) : reach] + before)
        name = "" if earlier else _metric(clause, text, quantity, last, changed=bool(change))
        if last and _STEP.fullmatch(before):
            name = last.metric
        if name and not change and text.startswith(name, quantity.end):
            change = _addition(clause, quantity)
        out.append(Figure(*place, metric=name, high=quantity.high, change=change))


def _metric(clause: str, text: str, quantity: Quantity, last: Figure | None, *, changed: bool) -> str:
    """What a quantity counts; empty where it is a kind, one thing, or of what stands elsewhere."""
    shown = text[quantity.start : quantity.end]
    if quantity.unit in COUNTERS:
        if shown.endswith(("以下", "人以上")):
            return ""  # 5座以下游船, 50人以上企业: a kind, not a count
        if quantity.value == 1 and quantity.unit not in _PEOPLE:
            return ""  # 1台水车, 报废旧瓷1件
    if clause.endswith(("将", "把")) and not shown.startswith(("超", "突破", "近", "逾", "达")):
        return ""  # 将90%的…连起来: what is counted comes behind
    after = text[quantity.end : quantity.end + 2 * METRIC_CHARS]
    name = metric(clause, after, quantity.unit, changed=changed)
    return (
        _with_counted(last, text, quantity, name) if last and last.metric and BARE.fullmatch(name) else name
    )


def _with_counted(last: Figure, text: str, quantity: Quantity, name: str) -> str:
    """新签约项目8个，总投资额: what the number just before counts is what this one is of."""
    behind = text.startswith(last.metric, last.end)
    between = text[last.end + behind * len(last.metric) : quantity.start]
    at = last.start if behind else text.rfind(last.metric, 0, last.start)
    whole = text[at : quantity.start]
    fits = last.unit in COUNTERS and between.startswith(f"，{name}") and len(whole) <= METRIC_CHARS
    return whole if fits and at >= 0 else name


def _clause(before: str, *, opens: bool) -> str:
    """The clause that a number ends, with all members of a list that it is of (甲窑、乙窑下降14%).

    What goes on from a figure before (茶盏9元一只、茶壶61元) is no member: `opens` is whether none is before.
    """
    marks = [*([0] if opens else []), *(m.end() for m in CLAUSE.finditer(before))]
    if not marks or not before[marks[-1] :].strip():
        return before[marks[-1] :] if marks else before
    while len(marks) > 1 and before[marks[-1] - 1] == "、" and before[marks[-2] : marks[-1] - 1].strip():
        marks.pop()
    return before[marks[-1] :]


def _paired(text: str, quantity: Quantity, following: Quantity) -> bool:
    """Whether two numbers are of two things named before them: 煤耗和次品率降低3.4%和8%."""
    between = text[quantity.end : following.start]
    return quantity.unit == following.unit and _AND.fullmatch(between) is not None


def _divides(text: str, quantity: Quantity, change: Change | None) -> bool:
    """Whether a number says only how a text is divided; 减少3个环节 says more."""
    parts = quantity.unit in COUNTERS and _PARTS.match(text, quantity.end)
    return bool(parts) and not (change and change.value < 0)


def _change(before: str, reach: int, quantity: Quantity) -> tuple[Change | None, str]:
    """The change that the words just before a quantity make of it, and the text left of those words."""
    match = _CHANGE.search(before)
    if match is None or not (match["up"] or match["down"] or (match["base"] and quantity.kind == "percent")):
        return None, before
    sign = -1 if match["down"] else 1
    start, base = reach + match.start(), (match["base"] or "").strip("，,")
    change = Change(start, quantity.end, base, sign * quantity.value, quantity.unit)
    return change, before[: match.start()]


def _addition(clause: str, quantity: Quantity) -> Change | None:
    """新增17个项目 as a change of that many: 17个项目 alone would be a total."""
    match = _ADDED.search(clause)
    if match is None:
        return None
    start = quantity.start - len(match[0])
    return Change(start, quantity.end, "", quantity.value, quantity.unit)
