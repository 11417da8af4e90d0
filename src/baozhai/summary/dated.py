"""Of which period a figure is, and whether it is planned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from baozhai.records import Figure
from baozhai.text.han import is_han
from baozhai.text.lazy import lazy
from baozhai.text.quantities import Period
from baozhai.text.words import cut, tag

# A blank beside a numeral or a Latin word is the setting of the page.
CLAUSE = lazy(r"[，。；：！？、（）()“”《》…—,;:]|(?<![0-9A-Za-z])\s(?![0-9A-Za-z])")
SENTENCE = 1000  # characters looked back for a period or a plan: longer are only quotations, lists and texts without full stops
_BUILT = lazy(
    "(?:建|成立|创办|创立|始|生|落成|诞生)于$"
)  # 建于1954年的厂房: the age of a thing, not of its figure
# What is made or sold in any year: the month its plant opened is not its period.
_RATE = lazy("[年月日](?:产|均|销)|.*每[年月日天]")
_GOAL = lazy(r"(?:以上)?的?(?:年度|总体|发展)?目标")
# 在2012年基础上下降25%, 近6年以来的最高点: what it is compared with.
_BASE = lazy("的?(?:基础上|最[高低好大多]|新[高低])")
# 产品去年2月获批，收入1.7亿元; 总结上半年工作: a time that is of an event or a thing, not of the figure behind it.
_EVENT = lazy(
    r"[^，。；]{0,8}?(?:动工|开工|破土|封顶|完工|竣工|建成|落成|投产|投用|投运|启用|揭牌|挂牌|成立|获批|获准|注册|创办|创立|设立|开业|开园|开街|开馆|上市|入职|入伍|退休|毕业|出生|当选|上任|就任)[，,；]"
)
_TOPIC = lazy(
    r"(?:总结|回顾|部署|盘点|复盘|研究|分析|谋划|听取|审议|通报|公布|发布|关于|围绕|对照|制定|印发|安排)了?[^，。；：:的]{0,4}$|[《“][^》”]*$"
)
_BEGUN = lazy("[^，。；]{1,12}(?:以来|至今|后)[，,]")
# 今天印发方案，列出26项措施: the day is that of what is told, not of the figure behind it.
_DAY = lazy("[今昨明][天日]$")
_TELLS = lazy(
    "发布|公布|宣布|印发|通报|消息|介绍|表示|透露|[说称]$|[会式坛]上$|举行|召开|举办|会见|[开闭]幕|启动|复牌"
)
# What a paper says has no period of its own, and it is no plan.
_SAID = lazy(".*(?:措施|举措|任务|政策|意见|制度|要求|规定|办法|条款)$")
_IF = lazy("[如若凡]在?$")
_PLAN = lazy(
    r"力争|(?<=按照)计划|(?<=按)计划|(?<![较比原])计划(?!经济|生育|单列|[，。、；：》”）)的（])|预计|有望|(?<![虚模比草])拟[建投于在募筹立发]|争取|规划(?![师局馆展图内外区]|面积|要求)|(?<!完成)(?<!年度)目标(?![、和与])|届时|确保|预期|(?:达产|建成|投产|竣工|全部达产)后|明年"
    r"|将(?=[达增减超建投形实带提新突于再陆为]|有(?!关)|可)|可(?:年产|新增|实现|带动)"
)
_DONE = lazy(r"已|只有|仅有|目前|去年|截至|同比|上年(?!度计划)|较年初")


def dated(figure: Figure, text: str, start: int, times: Sequence[Period]) -> Figure:
    """The figure with its period, the last one named before it in its sentence, and whether it is planned."""
    start = max(start, figure.start - SENTENCE)
    reach = max(start, text.rfind("；", start, figure.start))
    near = [
        p
        for p in times
        if reach <= p.start
        and p.end <= figure.start
        and not _BUILT.search(text, start, p.start)
        and _spans(p, text)
    ]
    before = text[start : figure.start]
    plan = max(
        [m.end() for m in _PLAN.finditer(before)]
        + [p.end - start for p in near[-1:] if p.ahead and not _IF.search(text, start, p.start)],
        default=0,
    )
    done = max((m.end() for m in _DONE.finditer(before)), default=0)
    planned = plan > done or _GOAL.match(text, figure.end) is not None
    if text.startswith(figure.metric, figure.end) and figure.metric and _SAID.match(figure.metric):
        return figure
    if (
        not near
        or _elsewhere(near[-1], text, figure)
        or (_RATE.match(figure.metric) and not _frames(near[-1], text, reach))
    ):
        return replace(figure, planned=planned)
    return replace(figure, planned=planned, period=text[near[-1].start : near[-1].end], when=near[-1].when)


def _spans(period: Period, text: str) -> bool:
    """Whether a figure may be of a period: not what it is compared with, nor when something began (自3月启动以来)."""
    since = text.endswith(("自", "从"), 0, period.start) and not text.endswith(
        ("以来", "年来"), 0, period.end
    )
    return not (_BASE.match(text, period.end) or (since and text[period.end : period.end + 1] != "的"))


def _elsewhere(period: Period, text: str, figure: Figure) -> bool:
    """Whether a period is of an event, a document or a thing named before the figure."""
    named = _EVENT.match(text, period.end) or _BEGUN.match(text, period.end)
    if named and named.end() <= figure.start:
        return True
    mark = CLAUSE.search(text, period.end, figure.start)
    day = _DAY.search(text, period.start, period.end)
    if mark and day and _TELLS.search(text, period.end, mark.start()):
        return True
    if mark and _other_subject(period, text, figure):
        return True
    about = _TOPIC.search(text, max(0, period.start - 12), period.start)
    return bool(about and mark and mark[0] not in "：:")


def _other_subject(period: Period, text: str, figure: Figure) -> bool:
    """Whether a period is within a clause and what is counted has a subject of its own (窑主今年来往，徒弟比试26次手艺)."""
    if not (figure.metric and text.startswith(figure.metric, figure.end)):
        return False
    start = max(m.end() for m in CLAUSE.finditer(text, period.end, figure.start))
    subject = takewhile(
        lambda kind: kind[:1] not in ("v", "d", "p"), map(tag, cut(text[start : figure.start]))
    )
    before = text[max(0, period.start - 1) : period.start]
    return (
        is_han(before) and before not in "在于自至到从最" and any(kind[:1] in ("n", "j") for kind in subject)
    )


def _frames(period: Period, text: str, reach: int) -> bool:
    """Whether a period is a year that opens its sentence (2010年，产线投产，年产值3000万元)."""
    opens = not text[reach : period.start].strip("；")
    return opens and text[period.end - 1 : period.end + 1] == "年，"
