"""The nouns: small frozen dataclasses shared by every layer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

#: An article of less confidence is marked for a person to look at.
DOUBT = 0.6


class Char(NamedTuple):
    """A printed character with its box in points, origin at the page's lower left corner."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    size: float
    font: str


class Box(NamedTuple):
    """A rule, frame, filled area or picture of a page, in points."""

    x0: float
    y0: float
    x1: float
    y1: float
    picture: bool = False


@dataclass(frozen=True)
class Page:
    """A printed page: `chars` in stream order; `number` is its place in the file, 1-based.

    `shapeless`: a font is neither in the file nor on this machine, so that characters may be missing.
    """

    number: int
    width: float
    height: float
    chars: tuple[Char, ...] = ()
    boxes: tuple[Box, ...] = ()
    shapeless: bool = False


@dataclass(frozen=True)
class Person:
    """A name in a byline with its role as printed (`作者` for a bare signature)."""

    name: str
    role: str = "作者"


@dataclass(frozen=True)
class Crosshead:
    """小标题: the text and the index of the paragraph it precedes."""

    before_para: int
    text: str


@dataclass(frozen=True)
class Source:
    """Where an item was printed; `spans` are (first, last) line numbers of the input, 1-based."""

    file: str = ""
    page: str = ""
    spans: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Article:
    """One item of an issue; `kind` is `article` or `photo`, `also` are its copies elsewhere (reprints).

    `headline_size` is in points, 0 where it is not known (only a PDF tells it).
    """

    id: str
    title: str = ""
    paragraphs: tuple[str, ...] = ()
    kind: str = "article"
    kicker: str = ""
    subtitle: str = ""
    byline: tuple[Person, ...] = ()
    byline_raw: str = ""
    dateline: str = ""
    crossheads: tuple[Crosshead, ...] = ()
    newspaper: str = ""
    date: str = ""
    page: str = ""
    source: Source = Source()
    confidence: float = 1.0
    also: tuple[Article, ...] = ()
    headline_size: float = 0.0


@dataclass(frozen=True)
class Issue:
    """An issue (or a page of it) after cutting.

    `furniture` holds mastheads, folios and editors' lines; `unassigned` the text that no
    item could claim. `input_chars` is the number of non-blank characters read.
    """

    id: str
    articles: tuple[Article, ...]
    newspaper: str = ""
    date: str = ""
    page: str = ""
    furniture: tuple[str, ...] = ()
    unassigned: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    input_chars: int = 0
    input_sha256: str = ""


@dataclass(frozen=True)
class Judgement:
    """One verdict (+1 yes, -1 no, 0 undecided) on a topic; source `rule:…` or `person:…`.

    `article` is a content hash. `before` is what held until then; judgements read from one file are a `batch`, and
    one that takes a batch back names it in `undoes`.
    """

    article: str
    topic: str
    verdict: int
    source: str
    when: str = ""
    note: str = ""
    before: int = 0
    batch: str = ""
    undoes: str = ""


@dataclass(frozen=True)
class Mark:
    """The topics (names, ids or aliases) a person gave an article, as a file says it at `where`; none is other news."""

    where: str
    article: str
    labels: tuple[str, ...]
    author: str = ""
    note: str = ""


@dataclass(frozen=True)
class Reason:
    """Why a person should look: `kind` is `unsure`, `rule`, `label` or `cut`; `chance` that something is wrong, in [0, 1]."""

    kind: str
    chance: float
    text: str


@dataclass(frozen=True)
class Question:
    """An article for a person to judge; `topics` (ids) is what holds now, `usefulness` the chance that it is wrong."""

    article: Article
    key: str
    topics: tuple[str, ...]
    probabilities: dict[str, float]
    reasons: tuple[Reason, ...]
    usefulness: float


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
    """Verbatim sentences in document order; `text` is their concatenation."""

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
    """One line of a digest; `edited` names the fields that a person rewrote."""

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


@dataclass(frozen=True)
class Digest:
    """What is printed: entries in reading order, the taxonomy, and the model used.

    `lead`: the sentences that matter most, each with the index of its entry; `before`: an earlier digest, to compare.
    """

    issue: Issue
    entries: tuple[Entry, ...]
    topics: tuple[Topic, ...]
    model: str = ""
    model_sha256: str = ""
    notes: tuple[str, ...] = ()
    lead: tuple[tuple[int, Sentence], ...] = ()
    before: tuple[Entry, ...] = ()


def resolve(judgements: Iterable[Judgement]) -> dict[tuple[str, str], int]:
    """(article, topic) → verdict: a later judgement wins, but a rule never over a person."""
    out: dict[tuple[str, str], tuple[bool, int]] = {}
    for j in judgements:
        key, person = (j.article, j.topic), j.source.startswith("person:")
        if key not in out or person >= out[key][0]:
            out[key] = (person, j.verdict)
    return {key: verdict for key, (_, verdict) in out.items()}
