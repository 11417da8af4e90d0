"""The sentences of an issue that matter most, across its articles."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from baozhai.records import DOUBT, Entry, Sentence
from baozhai.summary.select import unit
from baozhai.summary.units import n_chars, terms, text_of

#: Articles below which a digest needs no lead of its own, and sentences it has at most.
LEAST, MOST = 5, 5
#: What a second article of one section, and a sentence of twice the usual length, lose against the space a paper gave.
SAME_SECTION, LONG = 0.7, 0.5
#: Two sentences that share so much of the shorter one's terms say the same.
SAME = 0.5
#: What a number adds to the share of the headline that a sentence says, and what pointing back to another costs.
NUMBER, BACK = 0.15, 2.0
#: What a sentence loses that says less than this share of its headline and gives no number: it paints a scene.
SCENE, SAID = 1.5, 0.2
#: Usual length of a sentence, in characters.
USUAL = 60


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
    able = [k for k, e in enumerate(entries) if _able(e)]
    if max_chars <= 0 or sum(e.article.kind == "article" for e in entries) < LEAST:
        return []
    chosen: list[int] = []
    left, held = max_chars, Counter[str]()
    while able and len(chosen) < MOST:
        best = max(able, key=lambda k: (_worth(entries[k], sections[k], held), -k))
        able.remove(best)
        size = n_chars(_text(entries[best]))
        if size <= left and not any(_same(entries[best], entries[k]) for k in chosen):
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
        return _share(entry, text) + NUMBER * any(c.isdigit() for c in text) - BACK * unit(
            text
        ).points_back, -at

    return entry.summary.sentences[max(range(len(entry.summary.sentences)), key=news)]


def _share(entry: Entry, text: str) -> float:
    """The share of the headline's terms that a text holds, in [0, 1]."""
    head = set(terms(entry.article.title + entry.article.subtitle))
    return len(head & set(terms(text))) / max(len(head), 1)


def _worth(entry: Entry, section: str, held: Counter[str]) -> float:
    space = math.log1p(sum(map(len, entry.article.paragraphs)))
    long = max(0.0, n_chars(_text(entry)) / USUAL - 1.0)
    text = _text(entry)
    news = _share(entry, text)
    if news < SAID and not any(c.isdigit() for c in text):
        news -= SCENE
    return space + news + 100.0 * (section == "watch") - SAME_SECTION * held[section] - LONG * long


def _text(entry: Entry) -> str:
    return text_of(entry.article, _sentence(entry))


def _same(one: Entry, other: Entry) -> bool:
    a, b = set(terms(_text(one))), set(terms(_text(other)))
    return len(a & b) > SAME * min(len(a), len(b))
