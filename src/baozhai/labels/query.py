"""Which articles a person should judge next: those most likely to be wrong somewhere, or some drawn at random."""

from __future__ import annotations

import hashlib
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from baozhai.labels.ledger import content_hash
from baozhai.records import DOUBT, DRAWN, Article, Question, Reason, Topic

#: A chance of being wrong from which a decision of the model is worth a question.
UNSURE = 0.2
#: How often a rule was right where it contradicts the cross-fitted model: cue words found (89 of 454), none found (35 of 95).
#: Counted on the starter corpus and round 1 of the press; count again after changing the taxonomy.
RULE_YES, RULE_NO = 0.2, 0.35
#: Chance that topics are wrong because the item was cut wrongly, at no confidence at all; and without a headline. An
#: estimate: half of the doubtful items of the starter issues were wrong somewhere, few of them in what they are about.
CUT, UNTITLED = 0.15, 0.3
#: Chance that cue words are wrong of a topic that no model has learned: 0.28 to 0.57 of the press (docs/topics_report.md,
#: "Without any label", 1 - precision); of the starter corpus they are right more often.
COLD = 0.5


@dataclass(frozen=True)
class Opinions:
    """What is thought of each article, tables of shape (n_articles, n_topics).

    Attributes
    ----------
    proba : ndarray of float
        Probabilities in [0, 1], of judged articles by models that did not see them.
    thresholds : ndarray of float, shape (n_topics,)
    people, rules : ndarray of int
        Verdicts 1, -1, or 0 for none.
    settled : ndarray of bool
        Verdicts that are not to be asked about again.
    cold : ndarray of bool, shape (n_topics,)
        Topics that no model has learned: their cue words are all there is.
    exclusive : bool
        Every article has exactly one topic, the most probable.
    """

    proba: NDArray[np.float64]
    thresholds: NDArray[np.float64]
    people: NDArray[np.int8]
    rules: NDArray[np.int8]
    settled: NDArray[np.bool_]
    cold: NDArray[np.bool_]
    exclusive: bool = False

    def given(self) -> NDArray[np.bool_]:
        """The topics that hold where nobody judged, shape (n_articles, n_topics)."""
        out = self.proba >= self.thresholds
        if self.exclusive and self.proba.size:
            out = np.arange(out.shape[1]) == self.proba.argmax(axis=1)[:, None]
        return np.where(self.cold, self.rules > 0, out)


def queue(articles: Sequence[Article], topics: Sequence[Topic], said: Opinions) -> list[Question]:
    """The articles with a reason to look at them, most useful first; equal ones in the order given.

    `usefulness` is the chance that at least one thing is wrong, the reasons taken as independent:
    1 - Π (1 - chance).
    """
    suspects = suspect(said.proba, said.people) & ~said.settled & ~said.cold
    given = said.given()
    holds = np.where(said.people != 0, said.people > 0, given)
    out = []
    for k, article in enumerate(articles):
        reasons = [
            r
            for i, t in enumerate(topics)
            for r in _reasons(article, t, (k, i), said, given=given[k, i], slip=suspects[k, i])
        ]
        if not said.settled[k].all():  # a doubtful cut stays one after the answer
            reasons += _cut(article)
        if not reasons:
            continue
        chance = 1 - float(np.prod([1 - r.chance for r in reasons]))
        ids = tuple(t.id for i, t in enumerate(topics) if holds[k, i])
        proba = {
            t.id: None if cold else float(p)
            for t, p, cold in zip(topics, said.proba[k], said.cold, strict=True)
        }
        reasons.sort(key=lambda r: r.chance, reverse=True)
        key = content_hash(article)
        out.append(Question(article, key, ids, proba, tuple(reasons), chance))
    return sorted(out, key=lambda q: q.usefulness, reverse=True)


def sample(
    articles: Sequence[Article], topics: Sequence[Topic], size: int, *, seed: int, done: Container[str] = ()
) -> list[Question]:
    """Articles drawn at random, each as likely as any other, in the order given; photo stories have no topics to print.

    Nothing is said of what a model thinks of them: who sees it agrees with it too often for a measure.

    Parameters
    ----------
    done : container of str
        Content hashes of articles that were drawn and judged before: others are drawn beside them. By the hash an article
        is drawn or not whatever else there is.
    """
    keys = {content_hash(a): a for a in articles if a.kind == "article"}
    lots = sorted(
        (hashlib.sha256(f"{seed}|{key}".encode()).hexdigest(), key) for key in keys if key not in done
    )
    drawn = {key for _, key in lots[:size]}
    unknown: dict[str, float | None] = dict.fromkeys(t.id for t in topics)
    why = (Reason("drawn", 0.0, DRAWN),)
    return [Question(a, key, None, unknown, why, 0.0) for key, a in keys.items() if key in drawn]


def suspect(proba: NDArray[np.float64], people: NDArray[np.int8]) -> NDArray[np.bool_]:
    """Verdicts of people that look like slips, by confident learning.

    Parameters
    ----------
    proba : ndarray of float, shape (n_articles, n_topics)
        Cross-fitted probabilities of yes.
    people : ndarray of int, shape (n_articles, n_topics)
        1, -1, or 0 for none (never suspect).

    Notes
    -----
    Northcutt, Jiang and Chuang (2021, Journal of Artificial Intelligence Research 70), each topic on its own: a
    verdict is suspect when the other one is the more probable, and as probable as it is on average of
    the articles that have it.
    """
    out = np.zeros(people.shape, dtype=bool)
    for i in range(people.shape[1]):
        p, yes, no = proba[:, i], people[:, i] > 0, people[:, i] < 0
        if yes.any() and no.any():
            least_yes, least_no = max(p[yes].mean(), 0.5), max((1 - p[no]).mean(), 0.5)
            out[:, i] = (no & (p >= least_yes)) | (yes & (1 - p >= least_no))
    return out


def _reasons(
    article: Article, topic: Topic, at: tuple[int, int], said: Opinions, *, given: bool, slip: bool
) -> Iterator[Reason]:
    p, least, name = float(said.proba[at]), float(said.thresholds[at[1]]), topic.name
    if said.people[at]:
        if slip and said.people[at] > 0:
            yield Reason("label", 1 - p, f"人工标了“{name}”，交叉验证的概率只有 {p:.2f}，疑为误标")
        elif slip:
            yield Reason("label", p, f"人工没有标“{name}”，交叉验证的概率却有 {p:.2f}，疑为漏标")
        return
    if said.cold[at[1]]:
        if given:
            text = f"线索词（{_cues(article, topic)}）指向“{name}”，这一类还没有学过（样例太少），请判定"
            yield Reason("rule", COLD, text)
        return
    wrong = 1 - p if given else p
    if wrong >= UNSURE:
        limit = "" if said.exclusive else f"，门槛 {least:.2f}"
        yield Reason("unsure", wrong, f"“{name}”拿不准：概率 {p:.2f}{limit}")
    if said.rules[at] > 0 and not given:
        yield Reason(
            "rule", RULE_YES, f"线索词（{_cues(article, topic)}）指向“{name}”，模型说不是（概率 {p:.2f}）"
        )
    if said.rules[at] < 0 and given and topic.include:  # where there are no cue words none can be missed
        yield Reason("rule", RULE_NO, f"模型说是“{name}”（概率 {p:.2f}），线索词不支持")


def _cues(article: Article, topic: Topic) -> str:
    text = "\n".join((article.kicker, article.title, article.subtitle, *article.paragraphs))
    return "、".join([cue for cue in topic.include if cue in text][:3])


def _cut(article: Article) -> list[Reason]:
    if article.kind != "article" or (article.title and article.confidence >= DOUBT):
        return []
    if not article.title:
        return [Reason("cut", UNTITLED, "没有找到标题，请对照版面")]
    text = f"标题或起止存疑（把握 {article.confidence:.2f}），请对照版面"
    return [Reason("cut", CUT * (1 - article.confidence), text)]
