"""What a word may be in a keyword: its noun, a word before it, a verb, or none of these."""

from __future__ import annotations

import functools

from baozhai.text.han import is_han
from baozhai.text.lazy import lazy
from baozhai.text.words import tag

_NUMBER = lazy(
    r"[0-9０-９.%％+\-零〇一二三四五六七八九十百千万亿两几数多余第前近约超每上下半中旬初末底年月日时分之秒号周季度个家名项"
    r"人次元件台辆套米吨斤亩公里平方千瓦克只条张座所户批倍成点处栋根支把片岁天袋枚颗层届场份辆艘架册幅株棵]+"
)
#: A noun; what is done, verb and noun at once; what stands before a noun; a verb; what says nothing at either end; none of them.
NOUN, DEED, BEFORE, VERB, INSIDE, NONE = "ndavs-"
# Places and bodies that end a phrase though they are one character long (产业+园).
_TAILS = frozenset("园区局村镇街厂县市院馆站港桥点委人队组室厅店社部科署校州省乡岛湖河山江路楼城库")
# One character that begins a name or turns a word (振+东, 新+业态), by tag: names, short forms, adjectives.
_HEADS = frozenset(("nr", "ns", "j", "a", "b"))
# Tags of function words, numerals, measures and places in time and space.
_FUNCTION = frozenset(
    ["p", "c", "u", "uj", "ul", "uz", "ug", "ud", "uv", "r", "m", "q", "y", "f", "k", "h", "vg"]
)
# Adverbs and verbs that are sentence, not name; others of these tags begin and end names (汗+尤+尼斯, 新农+合).
_GRAMMAR = frozenset(
    "不也都就还又将只已却最更再才便正则曾约先太共均真未边直越极常仅竟刚亦必须皆届颇尚渐始遂猛终互暂仍很较并此每往且虽即"
    "是有说到来要去可能会出看使想见起如没走做让听叫无吃打像死住达作称属受带进应占回请站倒相找入拿干杀写设定坐放爱知讲送完"
    "拉动变望转建加跑怕置急取买接办待提忙尽背离令瞧罢改需随居呈算靠落掌率跳搞冲立收供获兼断调治归退刺挂留举帮抓求赴致赠含"
    "指表谈发用逾等为于在至超破卖盼涨跌增减升降派驻涉遭拟系经由仅问答抵访晤签购售选评晒追查找开迎过织暨牢稳好满严赋足例党铸振个些位名家次种"
)
_NAMING = frozenset("中何别吾张管段")  # no function words where a name begins: 中蒙俄, 何 and 张 as surnames
# Words that count only within a phrase.
_INSIDE = frozenset(
    ["工作", "活动", "人员", "部门", "组织", "能力", "基础", "重点", "重大", "目标", "地区", "集体"]
)
_NAMES = frozenset(["nr", "nrt", "nrfg", "ns", "nt", "nz", "j"])  # tags of names
# Words that count only before another one; the dictionary calls some of them verbs (退休+党员).
_BEFORE = frozenset(
    [
        "全面",
        "退休",
        "离退休",
        "退役",
        "返乡",
        "在职",
        "下岗",
        "流动",
        "留守",
        "国家级",
        "省级",
        "市级",
        "大型",
        "新型",
        "新版",
        "吨级",
        "一类",
    ]
)

# Nouns that the dictionary takes for verbs or qualities.
_NOUNS = frozenset(
    ["收入", "支出", "立法", "以军", "选手", "产能", "使命", "赞歌", "清单", "就业", "健康", "通道"]
)
_DEEDS = frozenset(["整治", "振兴", "审批"])
# Verbs that it takes for nouns or qualities.
_VERBS = frozenset(
    [
        "编织",
        "铸就",
        "纪念",
        "激活",
        "勇担",
        "肩负",
        "收官",
        "织网",
        "落地",
        "赋能",
        "努力建设",
        "培育",
        "壮大",
        "助力",
    ]
)
# Nouns, verbs and names by their tags, that say nothing of the matter or are too general to tell the kind of a noun.
_STOP_TEXT = """
评价 出发 意义深远 全媒体 发生 依法 获悉 提醒 遭遇 大家 所有 全部 部分 有关 相关 还有 没有 可能 能够 应该 需要 正在 成为 作为 围绕 据悉 据介绍 近期 目前
当前 今天 昨天 昨日 今日 明天 今年 去年 明年 近年来 未来 如今 当天 当日 上午 下午 晚上 时间 时候 时期
阶段 记者 本报讯 通讯员 报道 消息 新闻 介绍 表示 认为 指出 强调 提出 说道 告诉 了解 透露 看到 来自
进行 开展 推进 推动 加强 加快 实现 完成 提升 提高 促进 打造 建立 形成 发挥 落实 坚持 深入 有效
继续 重要 主要 重大 重点 关键 大力 着力 取得 获得 达到 超过 增长 同比 下降 增加 包括 涉及 组织 举行
召开 举办 参加 出席 启动 开始 结束 带来 带动 引导 支持 帮助 提供 采取 结合 利用 使用 方面 方式 情况
问题 工作 活动 内容 作用 过程 基础 水平 能力 力度 效果 成效 结果 目标 任务 要求 意见 措施 办法 负责
负责人 人员 单位 部门 地方 地区 全国 全省 全市 全区 本市 先后 例如 比如 是否 进入 走进 来到 现场 右图
上图 下图 摄氏度 一上午 过后 获评 会谈 主持 会见 印发 签署 注入 迈出 奏响 发表 抓好 希望 存在 变成
放在 带走 办起 留下来 搬走 走出 签下 产出 在京举行 不了 随身带 用于 定于 采用 接连 选出 提速 入选 亮出
增至 建成 亮相 揭晓 挂牌 上线 申报 公布 发布 迎来 给予 感到 说明 事情 处于 截至 发稿 显示 增强 报名
参赛 做好 出现 重新 预计 推出 新闻记者 不能 累计 列入 摘得 跻身 落幕 获准 构建 展开 上榜 出来 带上
接上 引来 补齐 说话 前后矛盾 好去处 会上 边上 所谓 开出 超期 现在 清楚 小时 人们 得出 通电话 通话 有序
举行仪式 加大力度 拉开帷幕 明确提出 成法 认真学习 深刻领会 全面提高
"""
_STOP = frozenset(_STOP_TEXT.split())
# Words that tell no article from another and count only within a phrase: but for the last line, one press article in twenty
# or more (of 4,000) has each.
_GENERAL_TEXT = """
发展 中国 我国 国家 建设 企业 服务 项目 技术 经济 领域 产业 公司 生产 市场 国际 产品 社会 时代 群众 数据 全球 中心
国内 安全 人民 精神 投资 信息 管理 行业 学习 代表 世界 需求 研究 政策 领导 系统 主题 合作 环境 计划 核心 参与 战略
体系 行动 优势 发现 历史 力量 部署 思想 文章 升级 解决 规模 引领 会议 工程 资源 应用 政府 当地 有限公司 集团 优化
资金 成果 实践 风险 报告 指导 机制 聚焦 政治 贯彻 关注 区域 科学 责任 标准 制度 基地 决定 同志 业务 主席 基本 运行
模式 团队 规划 实际 举措 方案 大会 总书记
双方 层面 专项 各方
"""
_GENERAL = frozenset(_GENERAL_TEXT.split())


def is_term(term: str) -> bool:
    """Whether a string says something: no stop word, not one of all articles, no number, more than marks."""
    return (
        term not in _STOP
        and term not in _GENERAL
        and not _NUMBER.fullmatch(term)
        and any(c.isalnum() for c in term)
    )


def is_common(term: str) -> bool:
    """Whether a term is a word of the dictionary that is no name."""
    said = tag(term)
    return bool(said) and said not in _NAMES


def is_tail(word: str) -> bool:
    return word in _TAILS


def may_belong(word: str, *, before: bool) -> bool:
    """Whether a word may be the beginning (or else the end) of a name that was taken apart."""
    if len(word) > 1:
        return kind(word) in (NOUN, DEED)
    if not is_han(word) or word in _GRAMMAR:
        return False
    # A measure begins a name where it follows no number (张大山); see `joining`.
    return tag(word) not in _FUNCTION or (before and (word in _NAMING or tag(word) == "q"))


def is_object(place: str, before: str) -> bool:
    """Whether the short form of a place is the object of a single character before it (涉+港, 在+京)."""
    single = len(place) == len(before) == 1
    return single and tag(place) in ("j", "ns") and tag(before) in ("v", "p")


@functools.lru_cache(maxsize=1 << 14)
def kind(word: str) -> str:
    """The kind of a word of ideographs; of single ones only what begins a name or turns a word (振+东, 新+业态) has one."""
    if len(word) < 2:
        head = word not in _TAILS and tag(word) in _HEADS and may_belong(word, before=True)
        return BEFORE if head else NONE
    if not is_han(word) or _NUMBER.fullmatch(word):
        return NONE
    found = _by_tag(word)
    if word in _STOP:
        return INSIDE if word in _INSIDE else NONE
    return BEFORE if word in _BEFORE else found


def _by_tag(word: str) -> str:
    said = tag(word)
    if word in _VERBS:
        return VERB
    if said == "l":  # a set phrase of four characters, or a word with an ending (合作+社): what its parts are
        first, last = (word[:-2], word[-2:]) if len(word) > 3 else (word[:-1], word[-1])
        return NOUN if _is_noun(tag(last)) and tag(first) != "v" else NONE
    if _is_noun(said) or word in _NOUNS:
        return DEED if said == "vn" or word in _DEEDS else NOUN
    if said == "v" and word[0] != "可":
        return VERB if len(word) < 4 else NONE  # 再次出现 is a clause
    return BEFORE if said in ("a", "b", "v") else NONE  # 可支配 is said of a noun


def _is_noun(said: str) -> bool:
    """Whether a tag is one of nouns; names that no dictionary knows have none."""
    return not said or said[0] in "njstgxz" and said != "z" or said in ("vn", "an")
