"""What a number counts: the noun behind its counter (17个项目), or the phrase before it (产值306.8亿元)."""

from __future__ import annotations

from baozhai.summary.counted import EACH, NOT, QUOTED, counted
from baozhai.text.han import has_pair, is_han
from baozhai.text.lazy import lazy
from baozhai.text.quantities import ABOUT, COUNTERS, MEASURES, MONEY, periods
from baozhai.text.words import cut, tag

_TAIL = lazy(
    r"(?:从[^，。]{1,6}(?:增加|提高|增长|上升|扩大|发展)到|(?:稳定|保持|维持|[要须需应可]?控制)在?|却|达到了?|可达|达|为|有望|有|一共|总共|共计?|合计|总计|累计|分别|大约|约|近|平均|(?<![年月日人户亩])均|曾经|超过?|逾|突破|首破|首次|站上|折合|贡献|新增"
    r"|已|还|也|(?<![规原准守总细])则|仅|只有|不足|增长?至|升至|降至|(?:增加|提高|增长|上升|下降|降低|压缩|缩短)[到至]|到|至|由|从|了|是|实现|完成|在|将|花|编入|[升降涨跌爬]|[增减](?!加)|后来|此前)$"
)
_HEAD = lazy(
    r".*(?:实现|完成|新增|拥有|现有|共有|贡献|合计|累计|进入|(?<!研发)投入|预计|计划|力争|其中|全年|使(?!用)|[^是]是(?!否|.*的$)|(?<![没含持占享设国所特私公原稀共拥现仅只配])有(?![机限效力序色关望偿线])|当日|当月|目前|(?<!上)(?<!全)年底前?)(?!率)(?=.)"
)
# What was done with what is counted stays with it (惠及茶农1.3万户); its subject does not.
_DONE = lazy(
    r".*(?P<verb>签约|引进|引育|集聚|带动|发放|吸引|接待|接诊|编入|收到|开出|促成|承接|投用|排定|开设|核出|建成|培育|配有|派出|覆盖|惠及"
    r"|(?:(?<![^\W\d_A-Za-z])|(?<=[共已计将新]))(?:交付|登记|组织(?!生活|部|委员|关系)|服务(?![业器费站])|安排))(?![率的])(?=..)"
)
_LED = lazy(
    r"^(?:其中|同时|后来|随后|从中|虽然|尽管|最终|当前|拟(?![合态定])|而|且|并处(?=罚)|并(?![购网联轨行发列])|使(?!用)|将(?![军士])|把(?![手握])|全年|预计|计划|力争|目前|年内|年(?![产均销利薪租化])|初(?![级创中步始期心])|底(?![盘部层座板价])|的|已|共(?![享建同青产])|有(?![机限效力序色关望偿线])|只|是|包括|因为|决定|如今|另外|其余|过去|计(?![算划量件价时生])|若(?!干)|则|前者|后者|此前|以及|[这那][个座片](?=占地))+"
)
# A share that is named by its rate (合格率98%的企业); 全国46%的新增病例 is a share of what follows.
_NAMED_RATE = lazy("(?:率|占?比|比[例重值]|[增涨跌降]幅|增速|[浓湿纯精]度|份额|含量|收益|利息)$")
_PROPERTY_END = lazy("[率比额价量值产能入期地径宽厚]$|(?<![增延拉成生])长$|(?<![提升最更])高$|(?<![减承])重$")
_RATES = ("%", "个百分点", "倍")
_OF_PEOPLE = frozenset(("人", "名", "位", "户", "例", "次", "人次", "场", "场次", "列", "班", "架次"))
_SHARE = lazy(
    r"(?:以[上下内])?+(?:的|(?!左右|上下|不变|不等|甚至|截至|[增升降提减涨跌到至和与及、])[^\W\d_A-Za-z]{2})"
)
_JOINED = lazy(
    "(?:要求|规定|明确|提出|指出|预测|和|与|及|在|把|给|用|对|向|让|同|(?<![可所足予])以(?:人民币)?|原本)$"
)
_CLAUSAL = lazy(
    "[了着把被也]|宣布|就(?!业|诊|餐|读|近|医)|(?<![转出受])让|将(?!给予|获|带|新|建|投|可|达|为|超|形|实|增)|已经|正在|一直|连夜"
    "|还[要能]|(?<![主重需必紧概])要(?![求素闻点])|(?<![产功性智节职效技储动热电核光潜机赋])能(?![力源量耗效级])|须(?![知占])|按(?![揭摩期时需]|规定)"
    "|(?<=.)(?<!基)因(?![素子])|(?<![距隔分脱剥])离(?![子职退岸心])|开始|要在|不是|没有|可以|能够|能得到|排在|现在|以每|这样|[这那][里边]|[这那]个数字"
)
# Words before a metric that point back or join; and another thing that is counted before it.
_POINTER = lazy(
    "^(?:(?:[它他她](?!的)|我们|但|却|而|还|又|仍|图为|约为?|可(?=.{2}))+|.*(?:一|[0-9]+|[二三四五六七八九十百]+)[只条支块根张辆幅副口台套座件间]+(?=[总重长高宽]|容量|额定|直径))"
)
# 手续繁琐、窗口推诿等问题34个: a list is not printed from its last member on.
_LIST = lazy(
    r"[\s\S]*(?<![一二三四五六七八九十特头甲乙丙丁高中初上下平同优对])等(?![级候待于额效离位号比同地])"
)
# None of these is what a number counts.
_NO_METRIC = lazy(
    "(?:[它他她]的.*|和(?![谐平解]).{2}.*|[比较](?![重例值分率价赛大]).*|(?:变|分|改|连|合|围)[成为]|减为|成为|(?:每(?:[年月日天周季次人户亩店家吨件]|小时|分钟)?)+|.{0,6}的|.*(?:(?<![占对同环])比|每|按|零下|同期|每分钟|就有|[一另]个"
    "|一[条只支块张根台座间栋层副套件]|[这那].*的.+|.*[^其]中(?:评出|选出)?|(?:书记|企业|职工|党员)里|.{0,2}合人民币|.*(?:对照|安慰剂|试验|治疗|观察)组|.{0,4}至此|首批|本届|第[一二三四五]年|前后|[打抢]通|签下|.*天来)|(?:在(?![册研建售产岗线])|[以于给]|由(?!于)).*|.*在(?![册研建售产岗线]).{1,4}|派出|出动|拿下|拿出|建起|设立|办起|(?:首次)?[迈跨]过|[下上]面|(?:全[市省国区县州]|[本该]区)|.{0,4}(?<!产业)关系)$"
)
_ITEM = lazy(r"^\s*\d{1,2}[.．](?!\d)")  # 2.企业512家: the number in a list
_LEVEL = lazy(
    "的(?:[年总]?(?:度|体)?目标|水平|规模|好?成绩|业绩|比例|速度|幅度|增速|增长|份额|[^，。；]{0,4}(?:纪录|记录))"
)
# 每天新登记企业1.6万家, 新增库容1800万吨: without these words the number says something else.
_KEPT = lazy(
    rf"(?:{EACH}).*|(?:新增|净增|新(?:登记|注册|签约|开工|入库|批准)|累计|启动|追加|增加|减少|节约|补齐)[^，。]{{0,6}}$"
)
# How much, but not of what.
BARE = lazy(
    "(?:计划|协议|合同)?(?:总?投资(?:总?额)?|(?:总|投资)?金额|合同额|总?价值|总额|占地(?:面积)?|总?(?:建筑)?面积)"
)
# 售价分别为6元、9元: which is whose is said by their order. 是否会涨价至6%, 第二十二或21位: it is not said to be so.
_APIECE = lazy("分别|[是能会可]否|或$")
METRIC_CHARS = 20  # a longer phrase before a number is a clause, not a name; not tuned


def metric(clause: str, after: str, unit: str, *, changed: bool) -> str:
    """What is counted: the noun behind a counter (17个项目), else the phrase before the number."""
    if _APIECE.search(clause):
        return ""
    if (about := ABOUT.match(after)) and not is_han(after[about.end() :][:1]):
        after = after[about.end() :]  # 总投资2.3亿元左右: nothing more is said behind
    # 寿命从一千万次提高到…, 党员112名的支部: what follows is not what is counted.
    before_other = clause.endswith(("由", "从")) or after.startswith("的")
    if unit in COUNTERS and (QUOTED.match(after) or after[:1] in tuple("”》』」")):
        return ""  # 3个“80%”, 9位90后木匠: what is counted follows; “惠企30条”: a name
    if unit in COUNTERS and is_han(after[:1]) and not before_other:
        return counted(clause, after)
    if unit in MEASURES and (after[:1].isdigit() or (is_han(after[:1]) and not before_other)):
        return ""  # 1.2公里岸线: a property of what follows; 1米62: not the whole number
    if unit == "%" and not changed and _SHARE.match(after) and not _NAMED_RATE.search(_bare(clause)):
        return ""
    whole = _undated(clause)
    phrase = _phrase(whole, unit)
    if _JOINED.search(phrase) or _CLAUSAL.search(phrase) or (unit in MONEY and _of_noun(phrase, after)):
        return ""
    phrase = _POINTER.sub("", phrase)
    bare = unit in COUNTERS or (unit == "倍" and not any(c in phrase for c in "是为到"))  # 是去年的三倍
    if _NO_METRIC.match(phrase) or (bare and phrase.endswith("的")):
        return ""
    if _of_next(phrase, after, unit):
        return ""
    phrase = _qualified(phrase, whole)
    if len(phrase) > METRIC_CHARS or not has_pair(phrase) or not _says(phrase, unit):
        return ""
    return "" if unit in COUNTERS and _counts_next(phrase, after) else phrase


def _of_next(phrase: str, after: str, unit: str) -> bool:
    """Whether a number is of what follows: 园区总投资8亿元的4个项目 is not what the park cost."""
    bare = unit in MONEY and BARE.fullmatch(phrase) is not None and is_han(after[:1])
    return bare or (after.startswith("的") and not _LEVEL.match(after))


def _says(phrase: str, unit: str) -> bool:
    """Whether a phrase names a thing; without one a verb tells of people and money only (死亡11人, 投入3亿元)."""
    tags = {tag(word) for word in cut(phrase)}
    if tags <= {"ns"} and unit in COUNTERS:
        return False  # 其中宁波37件
    named = any(t[:1] in tuple("nlijs") or t in ("", "vn", "an") for t in tags)
    return named or unit in MONEY or unit in _OF_PEOPLE or _PROPERTY_END.search(phrase) is not None


def _counts_next(phrase: str, after: str) -> bool:
    """Whether what is counted stands behind another number (组建9支、共260人的巡渠队): before is only the verb."""
    words = cut(phrase)
    verb = tag(words[-1]) == "v" and (len(words) < 3 or tag(words[-2]) == "d")
    return verb and (after[:1] == "、" or after[:1].isdigit())


def _undated(clause: str) -> str:
    named = periods(clause)
    return clause[named[-1].end :] if named else clause


def _phrase(clause: str, unit: str) -> str:
    """The words right before a number without what they depend on."""
    phrase = _ITEM.sub("", _bare(clause))
    if (head := _HEAD.match(phrase)) and len(rest := _bare(phrase[head.end() :])) >= 2:
        phrase = rest
    if unit not in _RATES and (done := _DONE.match(phrase)):
        start = done.start("verb")
        phrase = phrase[start - phrase.endswith("新", 0, start) :]
    phrase = _LED.sub("", phrase).lstrip("、")
    return _LIST.sub("", phrase) if unit in COUNTERS else phrase


def _of_noun(phrase: str, after: str) -> bool:
    """Whether money is a property of the noun behind it, and before it stands a verb (只交40元卫生费)."""
    behind, before = cut(after[:8]), cut(phrase)
    return bool(behind and before and tag(behind[0])[:1] == "n" and tag(before[-1]) in ("v", "d", ""))


def _qualified(phrase: str, clause: str) -> str:
    """The metric with what stands before it in its clause and changes its meaning; nothing where that is a denial."""
    before = clause[: clause.rfind(phrase)] if phrase else ""
    if NOT.search(before):
        return ""
    kept = _KEPT.search(before)
    if kept and "、" in before[: max(kept.start() - 1, 0)]:
        return clause  # 茶具、酒具新增订单
    return before[kept.start() :] + phrase if kept else phrase


def _bare(phrase: str) -> str:
    while match := _TAIL.search(phrase):
        phrase = phrase[: match.start()]
    return phrase
