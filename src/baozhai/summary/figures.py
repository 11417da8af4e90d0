"""Key figures: what a number counts, of which period, how it changed, and whether it is achieved or planned."""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate

from baozhai.records import Article, Change, Figure, Sentence
from baozhai.text.han import has_pair, is_han
from baozhai.text.lazy import lazy
from baozhai.text.quantities import COUNTERS, MEASURES, Period, Quantity, periods, quantities
from baozhai.text.sentences import split
from baozhai.text.words import cut, tag

N_FIGURES = 3
_UP = "增长|增加|上升|提高|提升|上涨|扩大|增幅|增速|净增|多了|上浮|加快|回升|上调|[高涨]了|涨|升|(?<![新年倍递])增"
_DOWN = "下降|减少|降低|下滑|回落|缩短|压缩|少了|降幅|缩减|节约|节省|下浮|减缓|下调|低了|降|跌|减"
_CHANGE = lazy(
    r"(?P<base>(?:同比|环比)|[比较与](?:上年|去年|前年|年初|上月|上季度|上届|\d{4}年)(?:同期|同月|底|末)?(?:相比)?[，,]?)?"
    rf"(?:分别|又|再|净|[微略][有微]?|小幅|大幅)?(?:(?P<up>{_UP})|(?P<down>{_DOWN}))?(?:了|约|近|超过?|达到?|为|均|幅度?)*$"
)
_OTHER = lazy(r"(?:高于|低于|高出|领先|相当于|占|第|每|满\d*|[^，。]*排名)$")
_CLAUSE = lazy(r"[，。；：！？、（）()“”《》…—,;:\s]")
_TAIL = lazy(
    r"(?:从[^，。]{1,6}(?:增加|提高|增长|上升|扩大|发展)到|(?:稳定|保持|维持|[要须需应可]?控制)在?|却|达到了?|可达|达|为|有|共计?|合计|总计|累计|分别|大约|约|近|平均|均|超过?|逾|突破|首破|首次|站上|折合|贡献|新增"
    r"|已|还|也|(?<![规原准守总细])则|仅|只有|不足|增长?至|升至|降至|(?:增加|提高|增长|上升|下降|降低|压缩|缩短)[到至]|到|至|由|从|了|是|实现|完成|在|将|花|编入|[升降涨跌爬]|[增减](?!加)|后来|此前)$"
)
_HEAD = lazy(
    r".*(?:实现|完成|交付|新增|登记|拥有|现有|共有|贡献|合计|累计|签约|引进|引育|集聚|带动|发放|吸引|接待|接诊|编入|收到|开出|促成|承接|进入|投用|排定|开设"
    r"|核出|建成|培育|配有|组织(?!生活|部|委员|关系)|派出|覆盖|惠及|服务|安排|(?<!研发)投入|预计|计划|力争|其中|全年|使(?!用)|[^是]是(?!否|.*的$)|(?<![没含持占享设国所特私公原稀共拥现仅只配])有(?![机限效色关望偿线])|当日|当月|目前|(?<!上)(?<!全)年底前?)(?=.)"
)
_LED = lazy(
    r"^(?:其中|而|且|并|使(?!用)|将|把|全年|预计|计划|力争|目前|年内|年(?![产均销利薪租化])|初|底|的|已|共|有|只|是|包括|因为|决定|如今|另外|其余|过去|计|若|则|前者|后者|此前|以及|[这那][个座片](?=占地))+"
)
_AFTER = lazy(
    r"(?:以上)?的?(?P<noun>(?:(?![至到了着由从])[\u3400-\u9fff]){2,10}?)"
    r"(?=[，。；：！？、）”]|$|参加|参与|入[围选驻]|获|上榜|的|在|来自|将|已|被|和|与|及|同比|联合|围绕|顺利|精心|共(?![产青同建享计和])|开工|投产|签约|集中|落地|完成|实现|通过|推出|开设|处于|报名|到场|参赛|冲刺|反馈|来到|认领|进入|使用|中(?![药医小心国学间型断文])|里(?!程)|内(?![科部容])|逐[一个户步]|轮流|同时|依次|分[批成别]|重新|脱颖|中标|达到?|均|为|以|从|向)"
)
_PLAN = lazy(
    r"力争|(?<![较比原])计划(?!经济|生育|单列)|预计|有望|拟[建投于在]|争取|规划(?![师局馆展图])|(?<!完成)(?<!年度)目标|届时|确保|预期|(?:达产|建成|投产|竣工|全部达产)后|明年"
    r"|将(?=[达增减超建投形实带提新突有于再陆为]|可)|可(?:年产|新增|实现|带动|达)"
)
_DONE = lazy(r"已|只有|仅有|目前|去年|截至|同比|上年(?!度计划)|较年初")
_BUILT = lazy(
    "(?:建|成立|创办|创立|始|生|落成|诞生)于$"
)  # 建于1954年的厂房: the age of a thing, not of its figure
# What is made or sold in any year: the month its plant opened is not its period.
_RATE = lazy("[年月日](?:产|均|销)")
_GOAL = lazy(r"(?:以上)?的?(?:年度|总体|发展)?目标")
_NO_NOUN = lazy("[是将已被由来中也都均在与和其并可内外前后以左之大这那不就要能进报]")
_JOINED = lazy("(?:和|与|及|在|把|给|用|对|向|让|同)$")
_STEP = lazy(r"[\u3400-\u9fff]{1,4}[至到]了?")
_CLAUSAL = lazy(
    "[了着把被也]|就(?!业|诊|餐|读|近|医)|(?<![转出受])让|将(?!给予|获|带|新|建|投|可|达|为|超|形|实|增)|已经|正在|一直|连夜"
    "|还[要能]|(?<![主重需必紧概])要(?![求素闻点])|(?<![产功性智节职效技储动热电核光潜机赋])能(?![力源量耗效级])|须(?![知占])|按(?![揭摩期时需]|规定)"
    "|(?<=.)(?<!基)因(?![素子])|(?<![距隔分脱剥])离(?![子职退岸心])|开始|要在|不是|没有|可以|能够|能得到|排在|现在|以每|这样|[这那][里边]|[这那]个数字"
)
# Words before a metric that point back or join; and another thing that is counted before it.
_POINTER = lazy(
    "^(?:(?:[它他她]的?|我们|但|却|而|还|又|仍|图为|约为?|可(?=.{2}))+|.*(?:一|[0-9]+|[二三四五六七八九十百]+)[只条支块根张辆幅副口台套座件间]+(?=[总重长高宽]|容量|额定|直径))"
)
# None of these is what a number counts.
_NO_METRIC = lazy(
    "(?:(?:每(?:[年月日天周季次人户亩店家吨件]|小时|分钟)?)+|.{0,6}的|.*(?:(?<![占对同环])比|每|按|零下|同期|每分钟|就有|[一另]个"
    "|一[条只支块张根台座间栋层副套件]|[这那].*的.+|.*[^其]中(?:评出|选出)?|(?:书记|企业|职工|党员)里|.{0,4}至此|首批|本届|第[一二三四五]年|前后|[打抢]通|签下|.*天来)|(?:在(?![册研建售产岗])|[以于给]).*|.*在(?![册研建售产岗]).{1,4}|派出|出动|拿下|拿出|建起|设立|办起|(?:首次)?[迈跨]过|[下上]面|(?:全[市省国区县州]|[本该]区)|.{0,4}(?<!产业)关系)$"
)
# Where a noun behind a counter ends though no mark stands there.
_GOES_ON = lazy(
    "每|随后|历时|携带|发放|满头|跑|拎|画出|并肩|徒步|沿江|常年|先后|轮换|穿过|满(?=[一二三四五六七八九十\\d])|也|均|可(?=[单自直])|因(?!素|子)"
)
_NO_START = lazy("[没无未不]|预计|计划|超过|落榜|党龄|年龄|手$|里$")
_SMALL_MONEY = 100_000  # prices and fees; not tuned
_METRIC_CHARS = 20  # a longer phrase before a number is a clause, not a name; not tuned


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
    for order, figure in enumerate(figures(article)):
        weight = _weight(figure, (figure.value, figure.unit) in title, spans)
        # 由34亿元增至60亿元: what it was before is no news.
        left = article.paragraphs[figure.paragraph][: figure.start].endswith(("由", "从"))
        if figure.metric and weight and not left and weight >= best.get(figure.metric, (0,))[0]:
            best[figure.metric] = weight, -order, figure
    ranked = sorted(best.values(), key=_rank, reverse=True)
    once = {(f.value, f.unit): (w, order, f) for w, order, f in reversed(ranked)}
    chosen = sorted(once.values(), key=_rank, reverse=True)[:n]
    return tuple(f for _, _, f in sorted(chosen, key=_place))


def _rank(item: tuple[int, int, Figure]) -> tuple[int, int]:
    return item[:2]


def _place(item: tuple[int, int, Figure]) -> int:
    return -item[1]


def _weight(figure: Figure, in_title: bool, spans: Sequence[Sentence]) -> int:
    """How telling a figure is; 0 for times taken (秒, 年) that the headline does not name."""
    shown = any(s.paragraph == figure.paragraph and s.start <= figure.start < s.end for s in spans)
    if figure.kind == "duration" and not in_title:
        return 0
    by_kind = {"money": 3, "percent": 2, "times": 2}.get(figure.kind, 1)
    by_kind = 1 if figure.kind == "money" and figure.value < _SMALL_MONEY else by_kind
    return 16 * in_title + 8 * shown + by_kind + 2 * (figure.change is not None)


def _of_paragraph(number: int, text: str, date: str) -> Iterator[Figure]:
    found = list(quantities(text))
    if not found:
        return
    times = periods(text, date)
    starts = [q.start for q in found]
    for start, end in split(text):
        inside = found[bisect.bisect_left(starts, start) : bisect.bisect_left(starts, end)]
        out: list[Figure] = []
        for quantity in inside:
            _add(out, text, start, quantity, number)
        for figure in out:
            yield _dated(figure, text, start, times)


def _add(out: list[Figure], text: str, start: int, quantity: Quantity, number: int) -> None:
    """Put a quantity of the sentence from `start` on with its figure, or as a figure of its own."""
    last = out[-1] if out else None
    reach = max(start, (last.change or last).end if last else start)
    before = text[reach : quantity.start]
    change, before = _change(before, reach, quantity)
    if change and "分别" in text[change.start : quantity.start]:
        return  # 收入2亿元、税收1亿元，同比分别增长5%、6%: of which figure is not said beside it
    marks = [m.end() for m in _CLAUSE.finditer(before)]
    clause = before[marks[-1] :] if marks else before
    if change and last and not last.change and not clause and (change.base or not before.strip("，,、（(")):
        out[-1] = replace(last, change=change)
    elif not _OTHER.search(clause):
        shown = text[quantity.start : quantity.end]
        place = (number, quantity.start, quantity.end, shown, quantity.value, quantity.unit, quantity.kind)
        metric = _metric(clause, text[quantity.end : quantity.end + 2 * _METRIC_CHARS], quantity.unit)
        if clause.endswith(("将", "把")) and not shown.startswith(("超", "突破", "近", "逾", "达")):
            metric = ""  # 将90%的…连起来: what is counted comes behind
        if last and clause == before and _STEP.fullmatch(clause):  # 由44%升至91%
            metric = last.metric
        out.append(Figure(*place, metric=metric, high=quantity.high, change=change))


def _change(before: str, reach: int, quantity: Quantity) -> tuple[Change | None, str]:
    """The change that the words just before a quantity make of it, and the text left of those words."""
    match = _CHANGE.search(before)
    if match is None or not (match["up"] or match["down"] or (match["base"] and quantity.kind == "percent")):
        return None, before
    sign = -1 if match["down"] else 1
    start, base = reach + match.start(), (match["base"] or "").strip("，,")
    change = Change(start, quantity.end, base, sign * quantity.value, quantity.unit)
    return change, before[: match.start()]


def _metric(clause: str, after: str, unit: str) -> str:
    """What is counted: the noun behind a counter (17个项目), else the phrase before the number."""
    # 寿命从一千万次提高到…, 党员112名的支部: what follows is not what is counted.
    before_other = clause.endswith(("由", "从")) or after.startswith("的")
    if unit in COUNTERS and is_han(after[:1]) and not before_other:
        noun = _AFTER.match(after)
        return "" if noun is None else _noun(noun["noun"], after)
    if unit in MEASURES and is_han(after[:1]) and not before_other:
        return ""  # 1.2公里岸线: a property of what follows
    named = periods(clause)
    phrase = _bare(clause[named[-1].end :] if named else clause)
    if (head := _HEAD.match(phrase)) and len(rest := _bare(phrase[head.end() :])) >= 2:
        phrase = rest
    phrase = _LED.sub("", phrase)
    if _JOINED.search(phrase) or _CLAUSAL.search(phrase):
        return ""
    phrase = _POINTER.sub("", phrase)
    bare = unit in COUNTERS or (unit == "倍" and not any(c in phrase for c in "是为到"))  # 是去年的三倍
    if _NO_METRIC.match(phrase) or (bare and phrase.endswith("的")):
        return ""
    return phrase if len(phrase) <= _METRIC_CHARS and has_pair(phrase) else ""


def _noun(found: str, after: str) -> str:
    """The noun behind a counter without what goes on from it; nothing where it ends inside a word."""
    goes_on = _GOES_ON.search(found)
    noun = (found[: goes_on.start()] if goes_on else found).rstrip("里中内处上时").removesuffix("名单")
    noun = _nominal(cut(noun))
    if len(noun) < 2 or _NO_NOUN.match(noun) or _NO_START.match(noun):
        return ""
    ends = accumulate(map(len, cut(after)))
    return noun if len(noun) in ends else ""


def _nominal(words: list[str]) -> str:
    """What stands before a predicate: 18台打印机排成两列, 14名书记各讲一课; only a verb or the like stands before a number."""
    tags = [*map(tag, words), ""]
    if tags[0] == "p":
        return ""
    for k in (k for k in range(1, len(words)) if not words[k - 1].endswith("的")):
        number = words[k][0] in "两三四五六七八九十几"
        if number or (tags[k] in ("d", "r") and tags[k + 1] == "v") or tags[k] == "p" or words[k] == "当":
            last = k - number - (k > 1 and number and tags[k - 2] == "v")
            return "" if tags[0] in ("d", "v") else "".join(words[:last])
    return "".join(words)


def _bare(phrase: str) -> str:
    while match := _TAIL.search(phrase):
        phrase = phrase[: match.start()]
    return phrase


def _dated(figure: Figure, text: str, start: int, times: Sequence[Period]) -> Figure:
    """The figure with its period, the last one named before it in its sentence, and whether it is planned."""
    reach = max(start, text.rfind("；", start, figure.start))
    near = [
        p
        for p in times
        if reach <= p.start and p.end <= figure.start and not _BUILT.search(text, start, p.start)
    ]
    before = text[start : figure.start]
    plan = max(
        [m.end() for m in _PLAN.finditer(before)] + [p.end - start for p in near if p.ahead], default=0
    )
    done = max((m.end() for m in _DONE.finditer(before)), default=0)
    planned = plan > done or _GOAL.match(text, figure.end) is not None
    if not near or _RATE.match(figure.metric):
        return replace(figure, planned=planned)
    return replace(figure, planned=planned, period=text[near[-1].start : near[-1].end], when=near[-1].when)
