"""The sentences of an issue that matter most, across its articles."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from baozhai.records import DOUBT, Entry, Sentence
from baozhai.summary.news import headline_terms, share
from baozhai.summary.select import unit
from baozhai.summary.units import n_chars, terms, text_of
from baozhai.text.lazy import lazy
from baozhai.text.quantities import quantities

#: Articles below which a digest needs no lead of its own; sentences it has at most, and with such as tell no news.
LEAST, MOST, FEW = 5, 5, 3
#: What a second article of one section, and a sentence of twice the usual length, lose against the space a paper gave.
SAME_SECTION, LONG = 0.7, 0.5
#: Two sentences that share so much of the shorter one's terms say the same.
SAME = 0.5
#: What a number adds to the share of the headline that a sentence says, and what needing another costs.
NUMBER, BACK = 0.15, 2.0
#: What a sentence loses that tells no news, and the share of its headline that news without a number says.
SCENE, SAID = 3.0, 0.2
#: A later sentence of a summary that says less of the headline does not tell whom it is about.
ALONE = 0.1
#: Usual length of a sentence, in characters.
USUAL = 60
_DATE = lazy(r"\d+(?:年|月|日|时|点|分)|\d+[:：]\d+")
#: 上午 and 下午 open news as often as scenes.
_TIME_OF_DAY = lazy(
    r"^.{0,8}(?:清晨|早晨|一早|凌晨|黎明|天刚亮|天没亮|正午|午后|傍晚|黄昏|夜幕|入夜|深夜|夜里|雨后|雪后)"
)
#: What opens a letter, goes on with a speech or a story, or introduces a place.
_GOES_ON = lazy(
    r"^(?:编辑同志|编辑部|读者朋友|强调|指出|认为|表示|要求|(?:[^，。“]{0,8}[年月日天后前时来]，)?(?:他们?|她们?|它们?)|这里|那里)"
)
#: Whose news it is stands in a sentence before: 去年，园区规模以上企业… says of no park which.
_NAMELESS = lazy(r"^(?:[^，。]{1,8}，)?(?:园区|公司|企业|集团|当地|这里|[全该][区县市镇村校院厂])")


def issue_lead(
    entries: Sequence[Entry], sections: Sequence[str], max_chars: int
) -> list[tuple[int, Sentence]]:
    """Choose up to five sentences that no two of which say the same, one an article.

    The space a newspaper gives to a report is its own judgement of weight: longer articles come first, but a section
    that is already there has to wait. Of an article's summary the sentence is taken that says most of the headline and
    stands alone. Photo stories, articles whose cut is in doubt and summaries that a person rewrote are left out.

    Parameters
    ----------
    entries : sequence of Entry
        What is printed, in printed order.
    sections : sequence of str
        The section of each; those of `watch` come before all others.
    max_chars : int
        Budget in characters without white space; 0 asks for no lead.

    Returns
    -------
    list of (int, Sentence)
        Index of the entry and its sentence, in printed order; empty for an issue of fewer than five articles.
    """
    able = [k for k, e in enumerate(entries) if _able(e) and unit(_text(e)).eligible]
    if max_chars <= 0 or sum(e.article.kind == "article" for e in entries) < LEAST:
        return []
    chosen: list[int] = []
    left, held = max_chars, Counter[str]()
    while able and len(chosen) < MOST:
        best = max(able, key=lambda k: (_worth(entries[k], sections[k], held), -k))
        able.remove(best)
        size = n_chars(_text(entries[best]))
        told = len(chosen) < FEW or not _paints(entries[best], _text(entries[best]))
        if told and size <= left and not any(_same(entries[best], entries[k]) for k in chosen):
            chosen.append(best)
            left -= size
            held[sections[best]] += 1
    return [(k, _sentence(entries[k])) for k in sorted(chosen)]


def _able(entry: Entry) -> bool:
    a = entry.article
    sure = a.kind == "article" and bool(a.title) and a.confidence >= DOUBT
    return sure and bool(entry.summary.sentences) and not {"summary", "clause"} & set(entry.edited)


def _sentence(entry: Entry) -> Sentence:
    """The sentence of the summary nearest to the headline; one that gives a number goes before one that paints a scene."""

    def news(at: int) -> tuple[float, int]:
        text = text_of(entry.article, entry.summary.sentences[at])
        part = unit(text).points_back or unit(text).points_on or not unit(text).eligible
        return _share(entry, text) + NUMBER * _counts(text) - SCENE * _paints(entry, text) - BACK * part, -at

    return entry.summary.sentences[max(range(len(entry.summary.sentences)), key=news)]


def _counts(text: str) -> bool:
    """Whether a text gives a number other than those of its date; in ideographs, one that counts."""
    return any(c.isdigit() for c in _DATE.sub("", text)) or any(True for _ in quantities(text))


def _paints(entry: Entry, text: str) -> bool:
    """Whether a sentence paints a scene or goes on with something else, instead of telling the news."""
    said = _share(entry, text)
    bare = not _counts(text) and (said < SAID or bool(_TIME_OF_DAY.match(text)))
    bare = bare or (said < ALONE and text != text_of(entry.article, entry.summary.sentences[0]))
    return bare or bool(_GOES_ON.match(text)) or unit(text).points_back


def _share(entry: Entry, text: str) -> float:
    return share(headline_terms(entry.article), text)


def _worth(entry: Entry, section: str, held: Counter[str]) -> float:
    space = math.log1p(sum(map(len, entry.article.paragraphs)))
    long = max(0.0, n_chars(_text(entry)) / USUAL - 1.0)
    text = _text(entry)
    bare = _paints(entry, text) or _NAMELESS.match(text) is not None
    news = _share(entry, text) - SCENE * bare
    return space + news + 100.0 * (section == "watch") - SAME_SECTION * held[section] - LONG * long


def _text(entry: Entry) -> str:
    return text_of(entry.article, _sentence(entry))


def _same(one: Entry, other: Entry) -> bool:
    a, b = set(terms(_text(one))), set(terms(_text(other)))
    return len(a & b) > SAME * min(len(a), len(b))
