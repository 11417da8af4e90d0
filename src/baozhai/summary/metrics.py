"""What a number counts: the noun behind its counter (17个项目), or the phrase before it (产值306.8亿元)."""

from __future__ import annotations

from itertools import accumulate

from baozhai.text.han import has_pair, is_han
from baozhai.text.lazy import lazy
from baozhai.text.quantities import COUNTERS, MEASURES, MONEY, periods
from baozhai.text.words import cut, tag

_TAIL = lazy(
    r"(?:从[^，。]{1,6}(?:增加|提高|增长|上升|扩大|发展)到|(?:稳定|保持|维持|[要须需应可]?控制)在?|却|达到了?|可达|达|为|有望|有|一共|总共|共计?|合计|总计|累计|分别|大约|约|近|平均|(?<![年月日人户亩])均|曾经|超过?|逾|突破|首破|首次|站上|折合|贡献|新增"
    r"|已|还|也|(?<![规原准守总细])则|仅|只有|不足|增长?至|升至|降至|(?:增加|提高|增长|上升|下降|降低|压缩|缩短)[到至]|到|至|由|从|了|是|实现|完成|在|将|花|编入|[升降涨跌爬]|[增减](?!加)|后来|此前)$"
)
_HEAD = lazy(
    r".*(?:实现|完成|交付|新增|登记|拥有|现有|共有|贡献|合计|累计|签约|引进|引育|集聚|带动|发放|吸引|接待|接诊|编入|收到|开出|促成|承接|进入|投用|排定|开设"
    r"|核出|建成|培育|配有|组织(?!生活|部|委员|关系)|派出|覆盖|惠及|服务(?![业器费站])|安排|(?<!研发)投入|预计|计划|力争|其中|全年|使(?!用)|[^是]是(?!否|.*的$)|(?<![没含持占享设国所特私公原稀共拥现仅只配])有(?![机限效力序色关望偿线])|当日|当月|目前|(?<!上)(?<!全)年底前?)(?!率)(?=.)"
)
_LED = lazy(
    r"^(?:其中|虽然|尽管|最终|当前|拟(?![合态定])|而|且|并处(?=罚)|并(?![购网联轨行发列])|使(?!用)|将(?![军士])|把(?![手握])|全年|预计|计划|力争|目前|年内|年(?![产均销利薪租化])|初(?![级创中步始期心])|底(?![盘部层座板价])|的|已|共(?![享建同青产])|有(?![机限效力序色关望偿线])|只|是|包括|因为|决定|如今|另外|其余|过去|计(?![算划量件价时生])|若(?!干)|则|前者|后者|此前|以及|[这那][个座片](?=占地))+"
)
_AFTER = lazy(
    r"(?:以上)?的?(?P<noun>(?:(?![至到了着由从])[\u3400-\u9fff]){2,10}?)"
    r"(?=[，。；：！？、）”]|$|参加|参与|参会|参展|(?:共同|一同)?出席|入[围选驻]|获|上榜|的|在|来自|将|已|被|和|与|及|同比|联合|围绕|顺利|精心|共(?![产青同建享计和])|还(?=[在要能会是被])|开工|投产|签约|集中|落地|完成|实现|通过|推出|开设|处于|报名|到场|参赛|冲刺|反馈|来到|认领|进入|使用|中(?![药医小心国学间型断文])|里(?!程)|内(?![科部容])|逐[一个户步]|全部|轮流|同时|依次|分[批成别]|重新|脱颖|中标|达到?|均|为|以(?![上下])|从|向|划分)"
)
_NO_NOUN = lazy(
    "[厂店校院馆村县市区园]的|[是将已被由来中也都均在与和其并可内外前后以左之大这那不就要能进报]|曾|分别|先后|共同|正在|一直|至今|仍"
)
# A share that is named by its rate (合格率98%的企业); 全国46%的新增病例 is a share of what follows.
_NAMED_RATE = lazy("(?:率|占?比|比[例重值]|[增涨跌降]幅|增速|[浓湿纯精]度|份额|含量|收益|利息)$")
_SHARE = lazy(
    "(?:以[上下内])?+(?:的|(?!左右|上下|不变|不等|甚至|截至|[增升降提减涨跌到至和与及、])[\u3400-\u9fff]{2})"
)
# 为该区4.8万家企业鼓劲, 把15个社区划分为…: what is counted is the object, and the predicate is not its own.
_GOVERNED = lazy("(?:为|[给对向把让])(?!是)[^，。；：！？、为给对向把让]{0,12}$")
_JOINED = lazy("(?:和|与|及|在|把|给|用|对|向|让|同|(?<![可所足予])以(?:人民币)?|原本)$")
_CLAUSAL = lazy(
    "[了着把被也]|宣布|就(?!业|诊|餐|读|近|医)|(?<![转出受])让|将(?!给予|获|带|新|建|投|可|达|为|超|形|实|增)|已经|正在|一直|连夜"
    "|还[要能]|(?<![主重需必紧概])要(?![求素闻点])|(?<![产功性智节职效技储动热电核光潜机赋])能(?![力源量耗效级])|须(?![知占])|按(?![揭摩期时需]|规定)"
    "|(?<=.)(?<!基)因(?![素子])|(?<![距隔分脱剥])离(?![子职退岸心])|开始|要在|不是|没有|可以|能够|能得到|排在|现在|以每|这样|[这那][里边]|[这那]个数字"
)
# Words before a metric that point back or join; and another thing that is counted before it.
_POINTER = lazy(
    "^(?:(?:[它他她]的?|我们|但|却|而|还|又|仍|图为|约为?|可(?=.{2}))+|.*(?:一|[0-9]+|[二三四五六七八九十百]+)[只条支块根张辆幅副口台套座件间]+(?=[总重长高宽]|容量|额定|直径))"
)
# 手续繁琐、窗口推诿等问题34个: a list is not printed from its last member on.
_LIST = lazy(".*(?<![一二三四五六七八九十特头甲乙丙丁高中初上下平同优对])等(?![级候待于额效离位号比同地])")
# None of these is what a number counts.
_NO_METRIC = lazy(
    "(?:和(?![谐平解]).{2}.*|[比较](?![重例值分率价赛大]).*|(?:变|分|改|连|合|围)[成为]|减为|成为|(?:每(?:[年月日天周季次人户亩店家吨件]|小时|分钟)?)+|.{0,6}的|.*(?:(?<![占对同环])比|每|按|零下|同期|每分钟|就有|[一另]个"
    "|一[条只支块张根台座间栋层副套件]|[这那].*的.+|.*[^其]中(?:评出|选出)?|(?:书记|企业|职工|党员)里|.{0,2}合人民币|.*(?:对照|安慰剂|试验|治疗|观察)组|.{0,4}至此|首批|本届|第[一二三四五]年|前后|[打抢]通|签下|.*天来)|(?:在(?![册研建售产岗])|[以于给]).*|.*在(?![册研建售产岗]).{1,4}|派出|出动|拿下|拿出|建起|设立|办起|(?:首次)?[迈跨]过|[下上]面|(?:全[市省国区县州]|[本该]区)|.{0,4}(?<!产业)关系)$"
)
# Where a noun behind a counter ends though no mark stands there.
_GOES_ON = lazy(
    "每|随后|历时|携带|发放|满头|跑|拎|画出|并肩|徒步|沿江|常年|先后|轮换|穿过|满(?=[一二三四五六七八九十\\d])|也|均|可(?=[单自直])|因(?!素|子)"
)
_VERBS = lazy(
    "有|像|涉及|违反|持证|属于|位于|来自|用于|拥有|具有|具备|符合|达到|超过|包括|包含|含有|采用|利用|成为|从事|承担|荣获|获得|取得"
)
# 9个行业能耗均下降: what the number counts is not what falls.
_MEASURED = lazy(
    "(?:能耗|耗电量|用电量|产值|增加值|营收|收入|利润|价格|售价|房价|产量|销量|销售额|交易额|增速|投资额|税收|面积|人数|比重|占比|指数)$"
)
_HOW = lazy("(?:主要|自发|同步|最终|共同|首先)$")
_SERVED = lazy("(?:企业|公司|居民|村民|职工|学生|单位|家庭|学校|商户|农户|工厂)$")
_AGENT = lazy(
    "(?:[人员者国户队区县市镇村店厂]|公民|患者|乡亲|学生|员工|工人|市民|企业|公司|单位|部门|机构|居民|职工|党组|代表|专家|医生|教师|国家|措施|案例)$"
)
_NO_START = lazy("[没无未不]|预计|计划|超过|落榜|党龄|年龄|.*之一$|手$|里$")
_ITEM = lazy(r"^\s*\d{1,2}[.．](?!\d)")  # 2.企业512家: the number in a list
_QUOTED = lazy(r"[“‘「『《A-Za-z]|\d+(?:后|[A-Za-z])")
_LEVEL = lazy(
    "的(?:[年总]?(?:度|体)?目标|水平|规模|好?成绩|业绩|比例|速度|幅度|增速|增长|份额|[^，。；]{0,4}(?:纪录|记录))"
)
# 每天新登记企业1.6万家, 新增库容1800万吨: without these words the number says something else.
_EACH = "(?:平均)?每(?:[年月日天周夜晚]|个月|季度|小时|分钟)|[年月周日]均|单[日月]|(?<!国民)平均"
_KEPT = lazy(
    rf"(?:{_EACH}).*|(?:新增|净增|新(?:登记|注册|签约|开工|入库|批准)|累计|启动|追加|增加|减少|节约|补齐)[^，。]{{0,6}}$"
)
# 驱逐5名外交人员, 启动1900个村的改造: before a counted noun nothing but the number and the noun is printed.
_LOST = lazy(rf"{_EACH}|(?:累计|启动|追加)[^，。]{{0,8}}$")
_NOT = lazy(
    "禁止|拒绝|不得|取消|撤销|撤回|否决|驱逐|没有?能|没有|未(?![来成必知])|[不没]再|不[予会能允准许曾]|免去|无法|难以|杜绝|避免|停止|暂停|中止|终止|放弃|推迟"
)
_PROPERTY = 4  # characters; not tuned
METRIC_CHARS = 20  # a longer phrase before a number is a clause, not a name; not tuned


def metric(clause: str, after: str, unit: str, *, changed: bool) -> str:
    """What is counted: the noun behind a counter (17个项目), else the phrase before the number."""
    # 寿命从一千万次提高到…, 党员112名的支部: what follows is not what is counted.
    before_other = clause.endswith(("由", "从")) or after.startswith("的")
    if unit in COUNTERS and (_QUOTED.match(after) or after[:1] in tuple("”》』」")):
        return ""  # 3个“80%”, 9位90后木匠: what is counted follows; “惠企30条”: a name
    if unit in COUNTERS and is_han(after[:1]) and not before_other:
        noun = None if _LOST.search(clause) or _NOT.search(clause) else _AFTER.match(after)
        return "" if noun is None else _noun(noun["noun"], after, governed=bool(_GOVERNED.search(clause)))
    if unit in MEASURES and is_han(after[:1]) and not before_other:
        return ""  # 1.2公里岸线: a property of what follows
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
    # 园区总投资8亿元的4个项目 is not what the park cost: of what follows only the name of a property is printed.
    of_next = after.startswith("的") and not _LEVEL.match(after)
    phrase = _qualified(phrase, whole)
    return phrase if len(phrase) <= (_PROPERTY if of_next else METRIC_CHARS) and has_pair(phrase) else ""


def _undated(clause: str) -> str:
    named = periods(clause)
    return clause[named[-1].end :] if named else clause


def _phrase(clause: str, unit: str) -> str:
    """The words right before a number without what they depend on."""
    phrase = _ITEM.sub("", _bare(clause))
    if (head := _HEAD.match(phrase)) and len(rest := _bare(phrase[head.end() :])) >= 2:
        phrase = rest
    phrase = _LED.sub("", phrase)
    return _LIST.sub("", phrase) if unit in COUNTERS else phrase


def _of_noun(phrase: str, after: str) -> bool:
    """Whether money is a property of the noun behind it, and before it stands a verb (只交40元卫生费)."""
    behind, before = cut(after[:8]), cut(phrase)
    return bool(behind and before and tag(behind[0])[:1] == "n" and tag(before[-1]) in ("v", "d", ""))


def _qualified(phrase: str, clause: str) -> str:
    """The metric with what stands before it in its clause and changes its meaning; nothing where that is a denial."""
    before = clause[: clause.rfind(phrase)] if phrase else ""
    if _NOT.search(before):
        return ""
    kept = _KEPT.search(before)
    return before[kept.start() :] + phrase if kept else phrase


def _noun(found: str, after: str, *, governed: bool) -> str:
    """The noun behind a counter without what goes on from it; nothing where it ends inside a word."""
    goes_on = _GOES_ON.search(found)
    noun = (found[: goes_on.start()] if goes_on else found).rstrip("里中内处上时").removesuffix("名单")
    noun = _whole(_nominal(cut(noun), governed=governed), after)
    if len(noun) < 2 or _NO_NOUN.match(noun) or _NO_START.match(noun):
        return ""
    ends = accumulate(map(len, cut(after)))
    return noun if len(noun) in ends else ""


def _whole(noun: str, after: str) -> str:
    """A counted noun that ends as one; nothing where what they are, or what is said of them, stands behind it."""
    words, follows = cut(noun), after[len(noun) : len(noun) + 1]
    if _VERBS.match(noun) or _MEASURED.search(noun) or "没有" in noun:
        return ""
    if follows == "的" and (tag(words[0]) == "v" or tag(words[-1]) in ("v", "a", "ad", "b")):
        return ""  # 46件教师自制的展具: what they are stands behind
    if follows == "、" and len(words) > 1 and tag(words[-1]) in ("a", "ad"):
        return ""  # 128个疗效确切、价格适宜的品种
    while len(words) > 1 and is_han(follows) and _predicate(words):
        words.pop()
    return "".join(words)


def _predicate(words: list[str]) -> bool:
    """Whether the last word is what the counted do, or how, and not what they are (国际组织)."""
    if tag(words[-1]) == "d" or _HOW.match(words[-1]):
        return True
    return tag(words[-1]) == "v" and any(p.search(words[-2]) for p in (_AGENT, _HOW))


def _nominal(words: list[str], *, governed: bool = False) -> str:
    """What stands before a predicate: 18台打印机排成两列, 14名书记各讲一课; only a verb or the like stands before a number."""
    tags = [*map(tag, words), ""]
    if tags[0] == "p":
        return ""
    if governed:
        # 为46家企业供水: the dictionary knows 供水 as a noun.
        last = len(words) - 1
        verbs = (
            k
            for k in range(1, len(words))
            if (tags[k] == "v" and tags[k - 1].startswith(("n", "j", "s")))
            or (k == last and tags[k] in ("vn", "n") and _SERVED.search(words[k - 1]))
        )
        words = words[: next(verbs, None)]
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
