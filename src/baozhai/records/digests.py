"""What is printed: topics, predictions, summaries, entries, digests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from baozhai.records.articles import Article, Issue

#: Sections of a digest beside those of topics: key and heading.
SPECIAL = {"other": "其他要闻", "photo": "图片新闻", "abstain": "待人工判定"}
#: Keys of sections, which no topic can have.
RESERVED = (*SPECIAL, "watch")


@dataclass(frozen=True)
class Evidence:
    """A term of the article and what it added to the decision value of a topic.

    `places`, with `explain=true` only: (paragraph, start, end) of its occurrences; paragraph -1 is the headline.
    """

    topic: str
    term: str
    contribution: float
    places: tuple[tuple[int, int, int], ...] = ()


@dataclass(frozen=True)
class Prediction:
    """Probabilities in [0, 1] per topic id; `decision` is `topics`, `other` or `abstain`.

    `certainty` is the probability that the whole set of topics is right. With `abstain`, a question to a
    person, `topics` are what the model would have said.
    """

    article: str
    probabilities: dict[str, float] = field(default_factory=dict)
    topics: tuple[str, ...] = ()
    decision: str = "other"
    evidence: tuple[Evidence, ...] = ()
    certainty: float = 1.0


@dataclass(frozen=True)
class Sentence:
    """A sentence by its offsets (characters) in `paragraphs[paragraph]`."""

    paragraph: int
    start: int
    end: int
    score: float = 0.0


@dataclass(frozen=True)
class Summary:
    """Verbatim sentences in document order; `text` is their concatenation (one cut at a clause is closed with 。)."""

    article: str
    text: str = ""
    sentences: tuple[Sentence, ...] = ()


@dataclass(frozen=True)
class Change:
    """同比增长18.9% at `start`..`end`: signed `value` in `unit`, against `base` (同比, 环比, 比上年, or empty)."""

    start: int
    end: int
    base: str
    value: float
    unit: str


@dataclass(frozen=True)
class Figure:
    """A figure by its offsets (characters) in `paragraphs[paragraph]`, printed there as `text`.

    `value` (and `high`, the upper end of a range) are in whole units: 21.8亿元 is 2180000000 元,
    三成 is 30 %. `kind` is `money`, `percent`, `points`, `times`, `duration` or `count`; `period` is as
    printed and `when` its ISO form (`2026-01/2026-04`), empty where it is not known.
    """

    paragraph: int
    start: int
    end: int
    text: str
    value: float
    unit: str
    kind: str
    metric: str = ""
    period: str = ""
    when: str = ""
    planned: bool = False
    high: float | None = None
    change: Change | None = None


@dataclass(frozen=True)
class Entry:
    """One line of a digest; `edited` names the fields that a person rewrote, and `clause` where a summary was cut at one."""

    article: Article
    prediction: Prediction
    summary: Summary
    keywords: tuple[str, ...] = ()
    edited: tuple[str, ...] = ()
    figures: tuple[Figure, ...] = ()


@dataclass(frozen=True)
class Topic:
    """A topic of the taxonomy, in digest order."""

    id: str
    name: str
    name_en: str = ""
    definition: str = ""
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()


def today(topics: Sequence[Topic]) -> dict[str, str]:
    """Former ids of topics → their ids of today."""
    return {alias: t.id for t in topics for alias in t.aliases}


@dataclass(frozen=True)
class Doubt:
    """A topic (id or name) that `model` has not learned, or from so few articles that only a `share` in [0, 1] may be right; 1: nobody knows."""

    topic: str
    model: str
    share: float | None = None


@dataclass(frozen=True)
class Digest:
    """What is printed: entries in reading order, the taxonomy, and the model used.

    `notes` are what is to be said of it beside the notes of its issue, `doubts` what is to be said of topics. `others` are
    topics known by name alone: not learned by the model, or in the taxonomy no more.
    `lead`: the sentences that matter most, each with the index of its entry; `before`: an earlier digest, to compare;
    `dropped`: how many articles an editor took out.
    """

    issue: Issue
    entries: tuple[Entry, ...]
    topics: tuple[Topic, ...]
    model: str = ""
    model_sha256: str = ""
    notes: tuple[str, ...] = ()
    lead: tuple[tuple[int, Sentence], ...] = ()
    before: tuple[Entry, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    others: tuple[Topic, ...] = ()
    dropped: int = 0
