"""What people say of articles, and what they are asked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from baozhai.records.articles import Article

#: Why an article of a random sample is asked about; by this word its answers are known when they come back.
DRAWN = "随机抽取"


@dataclass(frozen=True)
class Judgement:
    """One verdict (+1 yes, -1 no, 0 undecided) on a topic; source `rule:…` or `person:…`.

    `article` is a content hash. `before` is what held until then; judgements read from one file are a `batch`, and
    one that takes a batch back names it in `undoes`. `drawn`: the article was drawn at random, not picked by a model.
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
    drawn: bool = False


@dataclass(frozen=True)
class Mark:
    """The topics (names, ids or aliases) a person gave an article, as a file says it at `where`; none is other news.

    A label may be a cell that names several. `asked` are the topics that were to be judged, by name, `suggested` those
    that a check mark agrees with; none where the file does not say. `drawn` as of a `Judgement`.
    """

    where: str
    article: str
    labels: tuple[str, ...]
    author: str = ""
    note: str = ""
    asked: tuple[str, ...] = ()
    suggested: tuple[str, ...] = ()
    drawn: bool = False


@dataclass(frozen=True)
class Reason:
    """Why a person should look: `kind` is `unsure`, `rule`, `label`, `cut` or `drawn`; `chance` that something is wrong, in [0, 1]."""

    kind: str
    chance: float
    text: str


@dataclass(frozen=True)
class Question:
    """An article for a person to judge; `topics` (ids) is what holds now, `usefulness` the chance that it is wrong.

    `probabilities` has no number for a topic that no model has learned. Of an article that was drawn at random nothing is
    shown: `topics` is None.
    """

    article: Article
    key: str
    topics: tuple[str, ...] | None
    probabilities: dict[str, float | None]
    reasons: tuple[Reason, ...]
    usefulness: float


def resolve(judgements: Iterable[Judgement]) -> dict[tuple[str, str], int]:
    """(article, topic) → verdict: a later judgement wins, but a rule never over a person."""
    out: dict[tuple[str, str], tuple[bool, int]] = {}
    for j in judgements:
        key, person = (j.article, j.topic), j.source.startswith("person:")
        if key not in out or person >= out[key][0]:
            out[key] = (person, j.verdict)
    return {key: verdict for key, (_, verdict) in out.items()}
