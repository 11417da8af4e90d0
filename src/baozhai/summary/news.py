"""News in a summary: what the ranker, which learned from news, leaves out of features that open with a scene."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from baozhai.records import Article, Sentence, Summary
from baozhai.summary.select import Unit, jaccard, readable, summary_of, unit
from baozhai.summary.units import n_chars, sentences_of, terms, text_of
from baozhai.text.lazy import lazy
from baozhai.text.quantities import MEASURES, quantities

# Chosen on the dev part of the briefs and by reading the starter articles; docs/summaries_read.md.
# A short sentence without a number or a word of the headline is an aside.
_ASIDE = 16
# Shares of the headline's terms: less than `_MUTE` says nothing of it, `_SAID` and more is what it says.
_MUTE, _SAID = 0.2, 0.35
# Behind a hook the news follows at once: later sentences that repeat the headline are as often its echo.
_HOOK = 3
_READ = 40
_FEWEST_TERMS = 3
# Characters of an editor's brief, and of a sentence that says something.
_BRIEF, _SAYS = 70, 20
# Room for two facts, where one out of its place would say little.
_TWO = 100
_SAME_CONTENT = 0.6

_COUPLET = lazy(r"([^\W\d_A-Za-z]{3,9})，([^\W\d_A-Za-z]{3,9})[。！]")
_NUMERAL = lazy("[0-9零〇一二两三四五六七八九十百千万亿]")
_DAYTIME = "清晨|清早|早晨|早上|一早|凌晨|黎明|天刚亮|天没亮|上午|正午|中午|午后|下午|傍晚|黄昏|夜幕|入夜|深夜|夜里|夜晚|晚上|雨后|雪后"
_SCENE = lazy(
    r"^(?:走进|推开|推门|步入|踏进|站在|见到|认识|接到|得知|坐在|隔着|来到|车过|船出|说起|说到|提起)"
    r"|^(?!.{0,6}(?:今[天日晨]|昨[天日晚]|北京时间))(?:每[天周月].{0,4})?(?:.{0,3}月.{0,3}日)?.{0,4}"
    rf"(?:{_DAYTIME}|(?:\d{{1,2}}|[一二两三四五六七八九十]{{1,3}})(?:点|时|[:：]))"
    "|[摆立挂坐站亮停贴锁躺映压攥排刻印][着满]"
)
_NEWS = lazy(
    rf"近日|日前|[今昨][天日]|\d日(?!.{{0,4}}(?:{_DAYTIME}|午间))|[年月日]起|获悉|公布|发布|举行|召开|宣布|启动|揭晓|颁奖|印发|出台"
    "|开工|签约|投产|揭牌|开幕|开业|落成|开通|上线|下线|入选"
)
# A question, and what a picture shows.
_SHOWS = lazy("^这里?是|？$")
_SUMS_UP = lazy("去年|今年|上半年|目前|如今|截至|以来|年来|累计|日均")
# A leader's words and what the party did: what a feature may open with instead of its matter.
_MOTTO = lazy(
    "^(?:习近平(?:总书记|主席)(?:指出|强调)|(?:党的(?:十[六七八九]|二十)大以来，)?以习近平同志为|党的(?:十[六七八九]|二十)大以来，(?:我国|中国))"
)
# What needs the sentence before it: pronouns, turns, steps of a story; or announces the one after it.
_DEPENDS = lazy(
    "^(?:[“‘「]|而|.{0,4}[这那][^些时天]|此类|那|它|[他她]|当时|后来|于是|结果|其余|又|也|还|但|可|如此|当然|课后|赛后|会后|如今|现在|所谓|条件是|至此"
    "|编辑同志|编辑部|读者朋友|强调|指出|认为|表示|要求|这里)|？$"
)


def headline_terms(article: Article) -> frozenset[str]:
    """Terms of the headline with its kicker and subtitle."""
    return frozenset(terms("，".join((article.title, article.subtitle, article.kicker))))


def share(head: frozenset[str], text: str) -> float:
    """The share in [0, 1] of the headline's terms that a text holds."""
    return len(head & set(terms(text))) / max(len(head), 1)


class _Fact(NamedTuple):
    """A sentence that tells news and can stand behind any other."""

    place: int
    unit: Unit
    said: float
    counted: int

    @property
    def worth(self) -> float:
        """Headline, numbers, words that sum up; the earlier of equals."""
        sums_up = _SUMS_UP.search(self.unit.text) is not None
        return self.said + 0.15 * (min(self.counted, 3) + sums_up) - 0.01 * self.place


def with_news(
    article: Article, summary: Summary, scores: Callable[[Article], Any], *, min_chars: int, max_chars: int
) -> Summary:
    """Mend a summary that keeps to the opening of a feature.

    An aside behind another sentence goes, a couplet before the news too. Where no sentence tells news, one that does takes the place of a hook if
    it follows at once and says what the headline says; behind a scene, which names the place, it takes that of
    the rest of the scene; two facts take that of a motto, where both fit. Without a headline nothing changes.

    Parameters
    ----------
    article : Article
        Headline and paragraphs are read.
    summary : Summary
        What was chosen of it.
    scores : callable
        Gives the scores of the article's sentences; asked only where one is added.
    min_chars, max_chars : int
        Length wanted, in characters without white space; what would be shorter or longer is not done.

    Returns
    -------
    Summary
        Whole sentences in document order.
    """
    head = headline_terms(article)
    summary = _without_motto(article, summary, head, min_chars)
    texts = [text_of(article, s) for s in summary.sentences]
    if len(head) < _FEWEST_TERMS or not texts:
        return summary
    kept = [s for k, s in enumerate(summary.sentences) if not k or not _is_aside(texts[k], head)]
    told = any(_NEWS.search(text) or _counted(text) for text in texts)
    if told and len(kept) == len(texts):
        return summary
    whole = sentences_of(article)
    if len(texts) == len(whole):
        return summary
    if len(kept) < len(texts) and not readable(article, kept):
        kept = list(summary.sentences)
    added: list[int] = []
    if not told:
        kept, added = _told(article, whole, kept, head, max_chars)
    values = scores(article) if added else ()
    chosen = [*kept, *(replace(whole[k], score=float(values[k])) for k in added)]
    if sum(n_chars(text_of(article, s)) for s in chosen) < min_chars:
        return summary
    return summary_of(article, sorted(chosen, key=lambda s: (s.paragraph, s.start)))


def with_follower(
    article: Article, summary: Summary, scores: Callable[[Article], Any], *, max_chars: int
) -> Summary:
    """A sentence that stands alone with the one behind it, where as much room is left as an editor's brief takes.

    Such a sentence often says no more than the headline: somebody met somebody, made a statement, was in a place. What was
    said stands behind it. Arguments as of `with_news`.
    """
    if len(summary.sentences) != 1:
        return summary
    only = summary.sentences[0]
    room = max_chars - n_chars(text_of(article, only))
    whole = sentences_of(article) if room >= _BRIEF else []
    place = next(
        (k for k, s in enumerate(whole, 1) if s.start == only.start and s.paragraph == only.paragraph), 0
    )
    if not 0 < place < len(whole):
        return summary
    first, behind = (unit(text_of(article, s)) for s in (only, whole[place]))
    says = first.eligible and behind.eligible and not behind.points_on and not _SHOWS.search(behind.text)
    if not says or not _SAYS <= behind.chars <= room or jaccard(first.terms, behind.terms) > _SAME_CONTENT:
        return summary
    return summary_of(article, [only, replace(whole[place], score=float(scores(article)[place]))])


def _without_motto(article: Article, summary: Summary, head: frozenset[str], min_chars: int) -> Summary:
    """The summary without a couplet before its news (春风送暖，岗位到家。) of which the headline says nothing."""
    motto, *rest = [text_of(article, s) for s in summary.sentences] or [""]
    couplet = _COUPLET.fullmatch(motto)
    if not couplet or len(couplet[1]) != len(couplet[2]) or share(head, motto) or not rest:
        return summary
    left = summary.sentences[1:]
    told = _NEWS.search(rest[0]) and not _SCENE.search(rest[0]) and readable(article, left)
    return summary_of(article, left) if told and sum(map(n_chars, rest)) >= min_chars else summary


def _is_aside(text: str, head: frozenset[str]) -> bool:
    bare = n_chars(text) < _ASIDE and not _NUMERAL.search(text) and not text.endswith("？")
    return bare and not share(head, text)


def _counted(text: str) -> int:
    """How many numbers of a text count or weigh something: no dates, times taken, sizes of a thing."""
    telling = ("money", "percent", "points", "times")
    found = list(quantities(text))
    return sum(q.kind in telling or (q.kind == "count" and q.unit not in MEASURES) for q in found)


def _told(
    article: Article, whole: list[Sentence], kept: list[Sentence], head: frozenset[str], room: int
) -> tuple[list[Sentence], list[int]]:
    """What stays of a summary without news, and the places of the sentences that join it."""
    texts = [text_of(article, s) for s in kept]
    said = max(share(head, text) for text in texts)
    facts = sorted(_facts(article, whole, head), key=lambda f: -f.worth)
    hooked = [f for f in facts if f.place < _HOOK and f.said >= _SAID and _ASIDE <= f.unit.chars <= room]
    if said < _MUTE and hooked:
        first = max(hooked, key=lambda f: f.said)
        second = _joining(facts, first.unit, room)
        return [], [first.place, *second]
    if said < _SAID and room >= _TWO and all(map(_MOTTO.search, texts)):
        best = next((f for f in facts if f.counted and f.unit.chars <= room), None)
        return ([], [best.place, *_joining(facts, best.unit, room)]) if best else (kept, [])
    if said >= _SAID or not _SCENE.search(texts[0]):
        return kept, []
    # A voice without its speaker names no place.
    named = next((s for s, text in zip(kept, texts, strict=True) if text[0] not in "“‘「"), kept[0])
    stays = [named] if readable(article, [named]) else kept[:1]
    fact = _joining(facts, unit(text_of(article, stays[0])), room)
    return (stays, fact) if fact else (kept, [])


def _joining(facts: Sequence[_Fact], first: Unit, room: int) -> list[int]:
    """The place of the best fact with a number that fits behind a sentence, if there is one."""
    for fact in facts:
        fits = fact.unit.chars + first.chars <= room
        if fits and fact.counted and jaccard(fact.unit.terms, first.terms) <= _SAME_CONTENT:
            return [fact.place]
    return []


def _facts(article: Article, whole: list[Sentence], head: frozenset[str]) -> Iterator[_Fact]:
    for place, sentence in enumerate(whole[:_READ]):
        found = unit(text_of(article, sentence))
        alone = (
            found.eligible and not (found.points_back or found.points_on) and not _DEPENDS.search(found.text)
        )
        if alone:
            fact = _Fact(place, found, share(head, found.text), _counted(found.text))
            if fact.said >= _SAID or (fact.counted and not _SCENE.search(found.text)):
                yield fact
