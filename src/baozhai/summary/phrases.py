"""Noun phrases of an article: what recurs as a whole, and what stands between boundaries."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from baozhai.summary.wordkinds import (
    BEFORE,
    DEED,
    INSIDE,
    NONE,
    NOUN,
    VERB,
    is_object,
    is_tail,
    is_term,
    kind,
    may_belong,
)
from baozhai.text.words import tag

_MIN_TIMES = 2
_MAX_WORDS, _MAX_CHARS = 5, 12
# The same of a run of words that no other word joins (渔港缆绳隐患集中排查).
_RUN_WORDS, _RUN_CHARS = 6, 14
_PIECE = 0.8  # of the occurrences of a phrase in one longer phrase
# Nouns that a verb tells the kind of (确诊+病例); before others it has an object (发送+旅客).
_OF_VERBS_TEXT = """
病例 事件 工程 仪式 机构 中心 系统 制度 机制 条例 计划 方案 队伍 年限 基地 平台 大赛 指数 现场 体系 企业家 人员 小组
设备 装置 试点 行动 活动 技术 大会 峰会 协会 部队
"""
_OF_VERBS = tuple(_OF_VERBS_TEXT.split())
_ENDINGS = frozenset(
    "队班率店期车机员者病线法组会式"
)  # the same of their ends; in 社会 and 疾病 they are none
_WITH_OBJECT = frozenset(["发展", "建设", "优化"])  # of three words these begin a clause (发展+大棚+蘑菇)
_AUXILIARIES = frozenset("要应须能可该想敢肯会来去")
_ASPECTS = frozenset("了着过到出")
_NUMERALS = frozenset("两一二三四五六七八九十")
_NOT_OBJECT = frozenset("pcvdy")  # tags of what may follow a phrase that has no object
_PREDICATE = frozenset("vdp")  # tags behind 会 where it is no meeting but a verb
_OUTSIDE = frozenset((VERB, INSIDE))
# What officials do somewhere, and how: no part of what a phrase names (江西+调研, 四川省+全力).
_DONE = frozenset(["调研", "考察", "视察", "访问", "会见", "集体", "全力"])
_TIMES_OF = frozenset(["后", "前", "时", "以来", "以后", "以前"])


@dataclass(slots=True)
class Phrase:
    """How often a phrase stands in the article, its weight, and how it stands there.

    `named` counts where it stands as a noun, `ends` where no noun follows it, `whole` where no longer phrase holds it;
    `before` are the words before it, none: empty.
    """

    words: list[str]
    verbal: bool
    times: int = 0
    weight: int = 0
    named: int = 0
    ends: int = 0
    whole: int = 0
    before: set[str] = field(default_factory=set)

    @property
    def worth(self) -> int:
        """The weight; said once, and in no headline, more words are worth no more."""
        return self.weight if self.times > 1 or self.weight > len(self.words) else 1

    def is_keyword(self) -> bool:
        if len(self.words) > 1 and self.words[-1] in _DONE:
            return False
        if self.times < _MIN_TIMES:
            return self.whole > 0 and not self.verbal
        if self.verbal and (self.named < _MIN_TIMES or 2 * self.named < self.times):
            return False
        return len(self.words) == 1 or (self.ends > 0 and ("" in self.before or len(self.before) > 1))


@dataclass(slots=True)
class _Run:
    """Adjacent words that may be parts of a keyword, their kinds, and the words beside them."""

    words: list[str]
    kinds: str
    before: str
    after: str

    def is_free(self, start: int, end: int) -> bool:
        """Whether a phrase is all that stands between boundaries or verbs."""
        kinds = self.kinds
        return (not start or kinds[start - 1] == VERB) and self.ends(end) and kinds[end : end + 1] != INSIDE

    def ends(self, end: int) -> bool:
        """Whether no noun follows, not even one whose kind the verb between tells (理论+学习+中心组)."""
        following = self.kinds[end : end + 1]
        return following in ("", INSIDE) or (following == VERB and not _is_kind(self.words[-1]))

    def word_before(self, start: int) -> str:
        """The noun or quality before a phrase; empty where the phrase begins."""
        begins = start == 0 or self.kinds[start - 1] in _OUTSIDE or self.words[start - 1] in _WITH_OBJECT
        return "" if begins else self.words[start - 1]

    def is_verbal(self, start: int, end: int) -> bool:
        """Whether a phrase is a verb, or ends in one."""
        return self.kinds[end - 1] == VERB or self.kinds[start:end] == DEED

    def is_plain(self, start: int, end: int) -> bool:
        """Whether a phrase is of nouns, so that it is no clause even where it is said once."""
        kinds = self.kinds[start:end]
        if self.is_verbal(start, end) or (kinds[0] == BEFORE and len(self.words[start]) > 1):
            return False
        return DEED not in kinds[:-1] or _is_kind(self.words[end - 1])


def phrases(texts: list[tuple[list[str], int]]) -> dict[str, Phrase]:
    """The noun phrases of texts, each text as words and what one of its phrases weighs, that are no piece of another one."""
    found: dict[str, Phrase] = {}
    for words, boost in texts:
        for run in _runs(words):
            _count(run, boost, found)
    kept = {term: phrase for term, phrase in found.items() if phrase.is_keyword() and is_term(term)}
    pieces = {piece for phrase in kept.values() for piece in _pieces(phrase, found)}
    return {term: phrase for term, phrase in kept.items() if term not in pieces}


def _pieces(phrase: Phrase, found: dict[str, Phrase]) -> Iterator[str]:
    """Phrases that hardly stand but in this longer one."""
    n = len(phrase.words)
    if phrase.times < _MIN_TIMES or n < 2:
        return
    for start in range(n):
        for end in range(start + 1, n + (start > 0)):
            piece = "".join(phrase.words[start:end])
            if piece in found and phrase.times >= _PIECE * found[piece].times:
                yield piece


def _runs(words: list[str]) -> Iterator[_Run]:
    run: list[str] = []
    kinds, before = "", ""
    for word, after in pairwise([*words, "", ""]):
        this = kind(word)
        if this == NONE and run and (is_tail(word) or (word == "会" and tag(after)[:1] not in _PREDICATE)):
            if kinds[-1] == VERB:  # 安置+点 is one word
                word, kinds = run.pop() + word, kinds[:-1]
            run.append(word)
            kinds += NOUN
        elif this == NONE:
            if run:
                yield _Run(run, _in_place(run, kinds, before, word), before, word)
            run, kinds, before = [], "", word
        else:
            run.append(word)
            kinds += this


def _in_place(run: list[str], kinds: str, before: str, after: str) -> str:
    """The kinds of a run, of which the words beside it tell more."""
    first, last = kinds[0], kinds[-1]
    head = first == BEFORE and len(run[0]) == 1
    alone = head and len("".join(run[1:2])) > 1 and is_object(run[0], before)
    if before in _AUXILIARIES or tag(before) in ("d", "ad"):
        first = INSIDE if head else VERB if tag(run[0]) in ("v", "vn", "n") else first
    elif alone or (before and set(before) <= _NUMERALS):
        first = INSIDE  # with a bare number it is a name (十一+学校): else a measure would stand between
    kinds = first + kinds[1:]
    return kinds[:-1] + VERB if after in _ASPECTS and last == NOUN else kinds


def _count(run: _Run, boost: int, found: dict[str, Phrase]) -> None:
    n = len(run.words)
    for start in range(n):
        if run.kinds[start] == INSIDE:
            continue
        for end in range(start + 1, min(n, start + _RUN_WORDS) + 1):
            if not _is_phrase(run, start, end):
                continue
            term = "".join(run.words[start:end])
            free = run.is_free(start, end)
            if not _is_short(end - start, len(term), free):
                continue
            phrase = found.get(term)
            if phrase is None:
                phrase = found[term] = Phrase(run.words[start:end], run.is_verbal(start, end))
            phrase.times += 1
            phrase.weight += boost * (end - start)
            phrase.before.add(run.word_before(start))
            phrase.ends += run.ends(end)
            phrase.named += _is_named(run, end)
            phrase.whole += free and run.is_plain(start, end) and _is_clear(run, start, end)


def _is_short(words: int, chars: int, free: bool) -> bool:
    return (words <= _MAX_WORDS and chars <= _MAX_CHARS) or (
        free and words <= _RUN_WORDS and chars <= _RUN_CHARS
    )


def _is_phrase(run: _Run, start: int, end: int) -> bool:
    kinds = run.kinds[start:end]
    if len(kinds) == 1:
        return kinds not in (INSIDE, BEFORE) and len(run.words[start]) > 1
    if kinds[-1] in (INSIDE, BEFORE):
        return False
    if kinds[-1] == VERB and start and run.kinds[start - 1] == VERB:
        return False
    if run.words[start] in _WITH_OBJECT and len(kinds) > 2 and not _is_kind(run.words[end - 1]):
        return False
    verb = kinds.find(VERB, 0, -1)
    if verb >= 0:
        told = _is_kind(run.words[end - 1]) and (verb > 0 or len(kinds) == 2)
        return told or (0 < verb == len(kinds) - 2 and kinds[-1] == DEED)
    return kinds[-1] in (NOUN, DEED) or kinds[-2] in (NOUN, DEED)


def _is_kind(word: str) -> bool:
    """Whether a noun is one of those that a verb tells the kind of."""
    return word.endswith(_OF_VERBS) or (len(word) != 2 and word[-1] in _ENDINGS)


def _is_named(run: _Run, end: int) -> bool:
    """Whether what ends here is no verb with an object, judged by what follows."""
    if end < len(run.words):
        return run.kinds[end] == VERB and run.kinds[end - 1] != VERB
    after = run.after
    if after in _TIMES_OF or after in _ASPECTS:
        return False
    return not after[:1].isalnum() or after in ("的", "等") or tag(after)[:1] in _NOT_OBJECT


def _is_clear(run: _Run, start: int, end: int) -> bool:
    """Whether no character beside a phrase may belong to it."""
    before = run.before if start == 0 else ""
    after = run.after if end == len(run.words) else ""
    return not (_joins(before, before=True) or _joins(after, before=False))


def _joins(char: str, *, before: bool) -> bool:
    """Whether a word is one character, no measure, that may belong to a name."""
    return len(char) == 1 and tag(char) != "q" and may_belong(char, before=before)
