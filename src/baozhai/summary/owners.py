"""Whose a key figure is: a firm or place that its sentence names and the headline does not."""

from __future__ import annotations

import functools
from dataclasses import replace

from baozhai.records import Article, Figure
from baozhai.summary.metrics import METRIC_CHARS
from baozhai.text.lazy import lazy
from baozhai.text.quantities import periods
from baozhai.text.words import cut, tag

# 、 joins members of one clause.
_MARK = lazy("[，,；;：:。！？!?（）()“”]")
_STOP = lazy("[。！？!?]")
_LEAD = lazy(
    "^(?:其中|目前|当前|近日|日前|据悉|此外|另外|同时|截至目前|如今|而|在|位于|来自|像|以|早在|再看|又如|比如|例如|如|仅|全年)+"
)
_FIRM = lazy(
    "^(?!这|该|本|其|一家|另|上市|首批|各|多家|一些|许多|不少|大型|中小|民营|国有|外资|合资)[^，。；：、由与和为给对向从把用被将的了着过家个每0-9]{2,14}(?:公司|集团|药业|股份|工厂|药厂|钢厂|电厂|总厂|酒厂)"
)
_KIND = lazy(
    "^(?![这该])[^，。；：、由与和为给对向从把用被将的其了有]{2,10}(?:企业|行业|板块|厂商|产业)(?:合计|累计|共|已)*(?:实现|完成|达到|贡献)?$"
)
_SUFFIX = lazy("(?:有限|责任|股份|科技|生物|集团)*(?:公司|集团|药业|股份|工厂|[药钢电总酒]厂)$")
_FIRMS = lazy(r"(?![这该一本某])[^\W\d_A-Za-z]{2,14}?(?:公司|集团|药业|股份)")
_THIS = lazy("(?:这家|该)(?:企业|公司|工厂|厂|医院)")
# 去年企业实现产值: of the firm named before, too.
_BARE = lazy("(?:企业|公司|集团|工厂)(?![的和与及管经员业家数类所组、])")
_TOLD = lazy(
    "(?:报道|通报|宣布|表示|公布|发布|显示|介绍|认为|称|说|指出|预测|获悉|透露|统计|数据|[赛会][上中]|论坛上|仪式上|活动[上中])$"
)
# Neither the whole that a headline means nor a common word is one place among others, though the dictionary says so.
_WHOLE_TEXT = """
中国 我国 全国 全球 世界 国家 中央 国内 全省 全市 各地 三区 新建 城镇 城市 惠及
大桥 海洋 大国 上山 上市 午休 花海 回国 串联 海关
"""
_WHOLE = frozenset(_WHOLE_TEXT.split())
_SENTENCE = 300  # characters looked back for whose a figure is; not tuned
_LEAD_CHARS = 200  # of the article, before the figure: who is named here is its subject; not tuned


def owned(article: Article, figure: Figure) -> Figure | None:
    """The figure with the name of whose it is; None where that is not the headline's and cannot be printed with it.

    Parameters
    ----------
    article : Article
        Its headline and first lines tell whose figures need no name.
    figure : Figure
        One of its figures with a metric.

    Returns
    -------
    Figure or None
        `metric` begins with the firm or place where the headline names another one, or none.
    """
    headline = f"{article.kicker}\n{article.title}\n{article.subtitle}"
    if not headline.strip() or _name(figure.metric):
        return figure
    if figure.paragraph and _THIS.match(figure.metric):
        return None
    text = article.paragraphs[figure.paragraph]
    floor = max(0, figure.start - _SENTENCE)
    start = max((m.end() for m in _STOP.finditer(text, floor, figure.start)), default=floor)
    at = text.rfind(figure.metric, start, figure.start)
    *earlier, last = _MARK.split(text[start : figure.start if at < 0 else at])
    told = headline + "".join(article.paragraphs[: max(1, figure.paragraph)])[:_LEAD_CHARS]
    subject = _subject(last)
    if (name := _name(subject)) and _apart(name, headline, told):
        return None if at < 0 else _named(figure, subject)
    if at >= 0 and _KIND.match(subject) and (named := _named(figure, subject)):
        return named
    if not name and any(_apart(n, headline, told) for n in _names(earlier)):
        return None
    if figure.paragraph and (_BARE.match(subject) or _THIS.search(text, start, figure.start)):
        before = article.paragraphs[figure.paragraph - 1][-_SENTENCE:] + text[floor : figure.start]
        return None if _other(before, told) else figure
    return figure


def _names(clauses: list[str]) -> list[str]:
    """The firms and places that clauses begin with, but not those who say the rest."""
    return [name for c in clauses if not _TOLD.search(c) and (name := _name(_subject(c)))]


def _subject(clause: str) -> str:
    """A clause from its subject on, without the time and the words that join it."""
    clause = _LEAD.sub("", clause)
    for period in periods(clause):
        if not _LEAD.sub("", clause[: period.start]).strip():
            return _LEAD.sub("", clause[period.end :].lstrip("，"))
    return clause


@functools.lru_cache(maxsize=1 << 12)
def _name(subject: str) -> str:
    """The firm or place that a clause begins with; empty where it begins with none."""
    if firm := _FIRM.match(subject):
        return firm[0]
    words = cut(subject[:12])
    first = words[0] if words else ""
    place = tag(first) == "ns" and len(first) > 1 and first[-1] not in "里内外上中下"
    return first if place and first not in _WHOLE else ""


def _known(name: str, headline: str, told: str) -> bool:
    """Whether the headline names it, or, a firm, the first lines."""
    core = _SUFFIX.sub("", name)
    if core == name:
        return name[:2] in headline or name in told.partition("。")[0]
    return core[-4:] in told or _shared(core, headline)


def _apart(name: str, headline: str, told: str) -> bool:
    """Whether figures of a firm or place need its name: the headline has another subject, or the item two firms."""
    if not _known(name, headline, told):
        return True
    if not _SUFFIX.search(name):
        return False
    firms = [_SUFFIX.sub("", m[0]) for m in _FIRMS.finditer(told)]
    named = [firm for firm in firms if _shared(firm, headline)]
    others = named if _shared(_SUFFIX.sub("", name), headline) else firms
    return any(not _shared(firm, other) for firm in others for other in others)


def _shared(name: str, text: str) -> bool:
    """Whether two characters in a row of a name stand in a text."""
    return any(name[k : k + 2] in text for k in range(len(name) - 1))


def _other(before: str, told: str) -> bool:
    """Whether the firm that 这家企业 points back to is one that neither headline nor first lines name."""
    firms = _FIRMS.findall(before)
    return bool(firms) and not _shared(_SUFFIX.sub("", firms[-1])[-4:], told)


def _named(figure: Figure, subject: str) -> Figure | None:
    metric = subject + figure.metric
    return replace(figure, metric=metric) if len(metric) <= METRIC_CHARS and "、" not in metric else None
