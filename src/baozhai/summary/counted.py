"""The noun behind a counter (17个项目)."""

from __future__ import annotations

from itertools import accumulate

from baozhai.text.han import is_han
from baozhai.text.lazy import lazy
from baozhai.text.words import cut, tag

_AFTER = lazy(
    r"(?:以上)?的?(?P<noun>(?:(?![至到了着由从])[^\W\d_A-Za-z]){2,10}?)"
    r"(?=[，。；：！？、）”]|$|参加|参与|参会|参展|(?:共同|一同)?出席|入[围选驻]|获|上榜|的|在|来自|将|已|被|和|与|及|同比|联合|围绕|顺利|精心|共(?![产青同建享计和])|还(?=[在要能会是被])|开工|投产|签约|集中|落地|完成|实现|通过|推出|开设|处于|报名|到场|参赛|冲刺|反馈|来到|认领|进入|使用|中(?![药医小心国学间型断文])|里(?!程)|内(?![科部容])|逐[一个户步]|全部|轮流|同时|依次|分[批成别]|重新|脱颖|中标|达到?|均|为|以(?![上下])|从|向|划分)"
)
_NO_NOUN = lazy(
    "[厂店校院馆村县市区园]的|[是将已被由来中也都均在与和其并可内外前后以左之大这那不就要能进报]|曾|分别|先后|共同|正在|一直|至今|仍"
)
# 为该区4.8万家企业鼓劲, 把15个社区划分为…: what is counted is the object, and the predicate is not its own.
_GOVERNED = lazy("(?:为|[给对向把让])(?!是)[^，。；：！？、为给对向把让]{0,12}$")
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
QUOTED = lazy(r"[“‘「『《A-Za-z]|\d+(?:后|[A-Za-z])")
# 这26名窑工, 将全区24个窑口划分为…, 在27个窑口中: who they are, or what becomes of them, is said elsewhere.
_DEFINITE = lazy(
    "(?:[这那该此]|上述|其余|另外?|剩余|剩下的?|[把将在从由与同用按据](?:全[省市县区国]|现有|原有)?|(?<!部)分[为成]?)$"
)
_TIME = lazy(".{1,2}日$|近期$|日前$|季度|年度|学期|赛季|[昼日]夜|星期|世纪|课时")
# What the counted do, to the end of their clause.
_REST = lazy(
    r"(?![的和与及、中里内等]|以及|之一|在内)[^\W\d_A-Za-z]{0,14}(?<![时后前上间等式])(?<!(?<![公英])里)(?<!(?<![其之])[中下])(?=[，。；：！？]|$)"
)
_WHERE = lazy("[ 和与及、]*(?:全[国省市县区州]|[^全，。；]{1,3}[省市县区州])?(?:共|已)?")
EACH = "(?:平均)?每(?:[年月日天周夜晚]|个月|季度|小时|分钟)|[年月周日]均|单[日月]|(?<!国民)平均"
# 驱逐5名外交人员, 启动1900个村的改造: before a counted noun nothing but the number and the noun is printed.
_LOST = lazy(rf"{EACH}|(?:累计|启动|追加)[^，。]{{0,8}}$")
NOT = lazy(
    "禁止|拒绝|不得|取消|撤销|撤回|否决|驱逐|没有?能|没有|未(?![来成必知])|[不没]再|不[予会能允准许曾]|免去|无法|难以|杜绝|避免|停止|暂停|中止|终止|放弃|推迟"
)


def counted(clause: str, after: str) -> str:
    """What a number counts that stands behind it, and its counter (17个项目); empty where that says something else.

    Of what does something, that is said too (26座旧窑重新点火); without it the number says nothing.
    """
    found = None if _LOST.search(clause) or NOT.search(clause) else _AFTER.match(after)
    governed = bool(_GOVERNED.search(clause))
    noun = "" if found is None else _noun(found["noun"], after, governed=governed)
    if not noun or _DEFINITE.search(clause) or _TIME.match(noun) or after.startswith("的", len(noun)):
        return ""
    if governed or _acted_on(clause) or after.startswith("名单", len(noun)):
        return noun
    begins = found is not None and found.end("noun") == len(noun)
    return _doing(noun, clause, after, begins=begins)


def _doing(noun: str, clause: str, after: str, *, begins: bool) -> str:
    """The counted with what they do; empty where nothing of that is said. `begins`: a verb is known to stand behind them."""
    rest = _REST.match(after, len(noun))
    if rest is None:
        return ""
    if rest[0]:
        done = begins or _does(rest[0])
    else:
        of = clause.endswith(("的", "等")) or "、" in clause  # 救人的26名窑工, 樟溪、青垣9座码头
        done = _does(noun, "vn", "", "l") if of else _does(noun, "vn") or not _WHERE.fullmatch(clause)
    return noun + rest[0] if done else ""


def _acted_on(clause: str) -> bool:
    """Whether a verb stands before a number (建成17个厂房): what is counted is its object."""
    words = cut(clause.rstrip("了过出起着到共近约超"))
    return bool(words) and tag(words[-1])[:1] in ("v", "d") and not words[-1].endswith("有")


def _does(words: str, *name: str) -> bool:
    """Whether words say what somebody does, or how they are: not all of them are of the kinds of a name."""
    return not all(tag(word)[:1] in tuple("nbjqsuf") or tag(word) in name for word in cut(words))


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
