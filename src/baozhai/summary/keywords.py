"""Keywords: quoted terms kept whole, and the words and word groups that recur."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from baozhai.records import Article
from baozhai.text.credits import bare
from baozhai.text.han import is_han
from baozhai.text.lazy import lazy
from baozhai.text.words import cut, tag

_QUOTED = lazy(r"[“「]([^“”「」，。；：！？…、\s]{2,12})[”」]")
_SHORT_QUOTE = 8  # characters; a longer quotation is a term if it recurs or begins with a number
# Terms that a segmenter takes apart, and names in Latin letters with what they name.
_WHOLE = lazy(
    "专精特新(?:企业)?|瞪羚企业|独角兽企业|单项冠军(?:企业)?|隐形冠军(?:企业)?|两新组织|两企三新|新质生产力|三会一课|主题党日|首台套"
    "|(?:习近平)?新时代中国特色社会主义(?:思想)?|习近平(?:文化|经济|外交|法治|强军|生态文明)思想"
    "|中央八项规定(?:精神)?|(?:全面)?从严治党|党风廉政建设|两个确立|两个维护|(?:党的)?[十二三]{1,3}[大届](?:[一二三四五六七]中全会)?精神"
    "|一带一路|双碳|链主企业|揭榜挂帅|高质量发展|产业链党委|流动党员|灯塔工厂|数字孪生|免申即享"
    r"|(?<![A-Za-z0-9.])[A-Za-z][A-Za-z0-9]*+(?:[-+][A-Za-z0-9]+|\.\d+)*+(?:疗法|疫苗|药物|抗体|芯片|技术|电池|平台|(?<=[A-Za-z0-9]{2})|(?<=[-+.][A-Za-z0-9]))"
)
_NUMBER = lazy(
    r"[0-9０-９.%％+\-零〇一二三四五六七八九十百千万亿两几数多余第前近约超每上下半中旬初末底年月日时分之秒号周季度个家名项"
    r"人次元件台辆套米吨斤亩公里平方千瓦克只条张座所户批倍成点处栋根支把片岁天袋枚颗层届场份辆艘架册幅株棵]+"
)
# Places and bodies that end a word group though they are one character long (产业+园).
_TAILS = frozenset("园区局村镇街厂县市院馆站港桥点委人队组室厅店社")
# One character that begins a name or turns a word (沐+溪湾, 新+业态), by tag: names, short forms, adjectives.
# One before it belongs to it, unless it is a word of these tags (对, 和, 的, 也, 该).
_HEADS = frozenset(("nr", "ns", "j", "a", "b"))
_FUNCTION = frozenset("pcudrv")
_TITLE_BOOST = 3
_QUOTE_BOOST = 2
_MIN_TIMES = 2
_MAX_WORDS = 4
_MAX_CHARS = 10
# The same of a run of words that no other word joins (渔港缆绳隐患集中排查).
_RUN_WORDS, _RUN_CHARS = 6, 14
# What turns the meaning of what follows: 副总统, 不良品率, 可支配收入; a numeral before another one (二十国集团).
_PREFIXES = frozenset("副不非无未可准")
_NUMERALS = frozenset("零一二三四五六七八九十百千万亿")
# Tags of numerals, measures, pronouns, particles, places and the like: no part of a keyword.
_NO_TERM = frozenset(("m", "q", "r", "u", "f", "df"))
# Words that count only before another one.
_BEFORE = frozenset(["国家级", "省级", "市级", "大型", "新型", "新版", "吨级", "一类"])
_LONGEST_CUT = 3  # characters that may be missing in front of a name

_STOP_TEXT = """
我们 你们 他们 她们 它们 自己 大家 这个 那个 这些 那些 这里 那里 这样 那样 这种 其中 其他 其它 各种
各类 各个 各级 各地 一个 一种 一些 一批 一次 一是 二是 三是 四是 一起 一定 一直 一步 进一步 所有 全部
部分 有关 相关 以及 以上 以下 以来 以后 以前 之后 之前 之间 之一 期间 同时 此外 另外 因此 所以 因为
由于 如果 虽然 但是 不过 然而 而且 并且 或者 还是 还有 不仅 不但 不断 不是 没有 可以 可能 能够 应该
必须 需要 已经 正在 将会 就是 也是 都是 成为 作为 通过 根据 按照 围绕 关于 对于 随着 为了 为此 对此
据悉 据了解 据介绍 近日 近期 日前 目前 当前 今天 昨天 昨日 今日 明天 今年 去年 明年 近年来 未来 如今 当天
当日 上午 下午 晚上 上半年 下半年 全年 年度 时间 时候 时期 阶段 记者 本报 本报讯 通讯员 报道 消息 新闻 介绍
表示 认为 指出 强调 提出 说道 告诉 了解 透露 看到 来自 进行 开展 推进 推动 加强 加快 实现 完成 提升
提高 促进 打造 建立 形成 发挥 落实 坚持 深入 全面 积极 有效 持续 继续 不少 更多 许多 很多 非常 十分
更加 更好 重要 主要 重大 重点 关键 大力 着力 努力 取得 获得 达到 超过 增长 同比 下降 增加 包括 涉及
组织 举行 召开 举办 参加 出席 启动 开始 结束 带来 带动 引导 支持 帮助 提供 采取 结合 利用 使用 方面
方式 情况 问题 工作 活动 内容 作用 过程 基础 条件 水平 能力 力度 效果 成效 结果 目标 任务 要求 意见
措施 办法 负责 负责人 相关负责人 人员 单位 部门 地方 地区 全国 全省 全市 全区 我国 我省 我市 我区 本市 左右
共同 分别 先后 首次 再次 其次 首先 最后 最终 特别 尤其 例如 比如 如何 什么 怎么 怎样 为何 是否 只要
只有 无论 万元 亿元 平方米 公里 公斤 多家 多个 多名 多项 多种 余家 余名 一线 一方面 另一方面 与此同时 下一步 接下来
让 使 进入 走进 来到 现场 左图 右图 上图 下图 毫米 毫升 厘米 摄氏度 一上午 一根 一串 两枚 过后 获评
举行会谈 会谈 主持 出席 会见 印发 签署 注入 迈出 奏响 发表声明 发表谈话 发表 抓好 认真 希望 存在 普遍存在 变成 放在 带走 办起
留下来 量回来 搬走 走出 签下 产出 在京举行 有些 不了 即将 随身带 今年以来 去年以来 近年 用于 定于 采用 普遍 紧紧 至今 接连
同意 选出 提速 入选 获批 亮出 增至 建成 亮相 揭晓 挂牌 上线 申报 公布 发布 占比 首次
迎来 给予 感到 说明 事情 处于 截至 发稿 显示 增强 报名 参赛 做好 出现 重新 及时 预计 推出 新闻记者
不能 累计 列入 摘得 跻身 落幕 获准 构建 展开 上榜 出来 带上 接上 引来 补齐 说话 榜上有名 前后矛盾 脱颖而出 真没想到
快没了 好去处 紧紧围绕 各行各业 社会各界 会上 边上 并举 所谓 开出 超期 现在 清楚
"""
_STOP = frozenset(_STOP_TEXT.split())


def keywords(article: Article, n: int = 5) -> tuple[str, ...]:
    """Choose the keywords of an article.

    Parameters
    ----------
    article : Article
        Title, subtitle and paragraphs are read, without datelines and credits.
    n : int
        How many keywords at most, at least 0.

    Returns
    -------
    tuple of str
        Strings that occur in the article, best first; none holds another. The weight is the
        count (the title counts three times) times the number of words in a group; equal
        weights go to the longer, then to the earlier.

    Raises
    ------
    ValueError
        If `n` is negative.
    """
    if n < 0:
        raise ValueError(f"n must be at least 0, not {n}")
    weights: Counter[str] = Counter()
    groups: dict[str, _Group] = {}
    quoted = Counter(term for text, _ in _texts(article) for term in _QUOTED.findall(text))
    for text, boost in _texts(article):
        rest = _QUOTED.sub("，", text)
        for term in _quoted(text, quoted) + _WHOLE.findall(rest):
            weights[term] += boost * _QUOTE_BOOST
        _count(cut(_WHOLE.sub("，", rest)), boost, weights, groups)
    whole = [t for t in weights if quoted[t] > 1 or t[0].isdigit() or _WHOLE.fullmatch(t)]
    for term, group in groups.items():
        if group.times >= _MIN_TIMES and not group.is_piece():
            weights[term] = max(weights[term], group.weight)
    counted = dict(weights)
    for term in whole:  # 10分钟党建生活圈 is also what the headline calls 生活圈
        weights[term] += max((w for part, w in counted.items() if part != term and part in term), default=0)
    # A subtitle may be the name of a column, of which nothing is said.
    said = "\n".join([article.title, *article.paragraphs])
    ranked = sorted([t for t in weights if t in said], key=lambda t: (-weights[t], -len(t)))
    grown = [_grown(term, article) for term in ranked[: 4 * n]]
    return _choose([term for term in grown if not _is_given(term, said)], n)


@dataclass(slots=True)
class _Group:
    """Adjacent words: how often, their weight, and the words beside them (none: empty)."""

    times: int = 0
    weight: int = 0
    before: set[str] = field(default_factory=set)
    after: set[str] = field(default_factory=set)

    def is_piece(self) -> bool:
        """Whether the same word stands beside it everywhere, so that it is a piece of something longer."""
        return any(len(side) == 1 and "" not in side for side in (self.before, self.after))


def _is_given(term: str, said: str) -> bool:
    """Whether a term is a given name: the same surname stands before it everywhere (柏长青)."""
    before = {part[-1:] for part in said.split(term)[:-1]}
    return len(term) == 2 and tag(term) == "nr" and len(before) == 1 and tag(*before) == "nr"


def _grown(term: str, article: Article) -> str:
    """A name that the segmenter cut short: 阳坪 is 沐阳坪 where every place says so and one of them opens a sentence.

    What would mean something else without its first character has it too.
    """
    text = "\n".join(["", *(text for text, _ in _texts(article))])
    found, tried = term, term
    for _ in range(0 if _WHOLE.fullmatch(term) else _LONGEST_CUT):
        (char, *others) = {part[-1:] or tried[-1] for part in text.split(tried)[:-1]} or {""}
        turns = tried == found and (char in _PREFIXES or {char, tried[0]} <= _NUMERALS)
        tried = char + tried
        if others or not is_han(tried) or not (turns or text.count(tried) >= _MIN_TIMES):
            break
        if turns or "\n" + tried in text or "。" + tried in text:
            found = tried
    return found


def _texts(article: Article) -> list[tuple[str, int]]:
    titles = [(t, _TITLE_BOOST) for t in (article.title, article.subtitle) if t]
    texts = [(text[slice(*bare(text))], 1) for text in article.paragraphs]
    # Where the newspaper speaks of itself (某某网注：) nothing is said of the matter.
    return [(t.replace(article.newspaper or "\n", "\n"), boost) for t, boost in titles + texts]


def _is_term(term: str) -> bool:
    return term not in _STOP and not _NUMBER.fullmatch(term) and any(c.isalnum() for c in term)


def _quoted(text: str, quoted: Counter[str]) -> list[str]:
    """Quoted terms of a text; `quoted` holds how often the article quotes each."""
    return [
        term
        for term in _QUOTED.findall(text)
        if _is_term(term) and (len(term) <= _SHORT_QUOTE or quoted[term] > 1 or term[0].isdigit())
    ]


def _is_word(word: str) -> bool:
    return len(word) > 1 and is_han(word) and tag(word) not in _NO_TERM and _is_term(word)


def _count(words: list[str], boost: int, weights: Counter[str], groups: dict[str, _Group]) -> None:
    """Count the words and the groups of adjacent words; a group weighs count × words."""
    for word in words:
        if _is_word(word) and word not in _BEFORE:
            weights[word] += boost
    for run in _runs(words):
        whole = len(run) <= _RUN_WORDS and sum(map(len, run)) <= _RUN_CHARS
        for start in range(len(run) - 1):
            for end in range(start + 2, len(run) + 1):
                if _is_head(run[end - 1]):
                    continue
                term = "".join(run[start:end])
                short = end - start <= _MAX_WORDS and len(term) <= _MAX_CHARS
                if short or (whole and end - start == len(run)):
                    group = groups.setdefault(term, _Group())
                    group.times += 1
                    group.weight += boost * (end - start)
                    group.before.add(run[start - 1] if start else "")
                    group.after.add(run[end] if end < len(run) else "")


def _is_head(word: str) -> bool:
    return len(word) == 1 and word not in _TAILS and is_han(word) and tag(word) in _HEADS


def _belongs(piece: str, head: str) -> bool:
    """Whether a character begins the name that was cut before `head` (福+霖+制药), and is no word such as 对, 的 or 请.

    Before a short form of a place a verb is one name with it (振+东+制药), or one thing done (来+川+考察).
    """
    kind = tag(piece)[:1]
    whole = kind not in _FUNCTION or (kind == "v" and tag(head) in ("ns", "j"))
    return len(piece) == 1 and is_han(piece) and whole


def _runs(words: list[str]) -> Iterator[list[str]]:
    """Adjacent words that may be parts of a keyword; a character such as 园 ends one."""
    run: list[str] = []
    for before, word in pairwise(["", *words, ""]):
        if _is_head(word):
            run.append(before + word if not run and _belongs(before, word) else word)
        elif _is_word(word):
            run.append(word)
        elif run:
            yield [*run, word] if word in _TAILS else run
            run = []


def _choose(ranked: list[str], n: int) -> tuple[str, ...]:
    chosen: list[str] = []
    for term in ranked:
        if len(chosen) >= n:
            break
        if not any(term in other or other in term for other in chosen):
            chosen.append(term)
    return tuple(chosen)
