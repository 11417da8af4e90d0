"""Digester: articles → predictions, summaries and a `Digest`, in one call."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from numpy.typing import NDArray

from baozhai.features.places import Place, places
from baozhai.features.tfidf import TfidfFeatures
from baozhai.records import Article, Digest, Doubt, Entry, Issue, Prediction, Summary, Topic
from baozhai.rows import Rows, widened
from baozhai.summary import Lead, Summarizer, clipped, key_figures, keywords, summarize
from baozhai.summary.clauses import is_cut
from baozhai.text.captions import unpointed
from baozhai.topics.classifier import TopicClassifier
from baozhai.topics.decide import decide
from baozhai.topics.explain import Explanation, evidence, explain, placed
from baozhai.topics.reading import BLOCK, MEASURES, Reader


@dataclass(frozen=True)
class Digester:
    """A loaded model with its settings.

    Attributes
    ----------
    thresholds : tuple of float, shape (n_topics,)
        Probability in [0, 1] from which a topic is given.
    ask_below : float
        An article whose topics are less certain, in [0, 1], is one for a person.
    topic_chars : mapping of str to int
        Budget of a summary in characters for the articles of a topic (or `other`, `photo`, `abstain`), where it
        is not `max_chars`; of several topics the most certain one with a budget counts.
    reader : Reader, optional
        Reads articles sentence by sentence; its measures are columns behind the terms.
    unproven : mapping of str to float
        Topics of which people judged too few articles to measure them: a person is asked about them. Those learned from cue
        words alone with the share below 1 that may be right: their probabilities are at most that.
    missing : tuple of str
        Names of topics that readers expect and the model has never seen.
    """

    features: TfidfFeatures
    classifier: TopicClassifier
    summarizer: Summarizer
    topics: tuple[Topic, ...]
    thresholds: tuple[float, ...]
    model: str = ""
    model_sha256: str = ""
    ask_below: float = 0.0
    max_topics: int = 4
    exclusive: bool = False
    min_chars: int = 0
    max_chars: int = 120
    strict: bool = False
    clauses: bool = False
    n_keywords: int = 5
    topic_chars: Mapping[str, int] = field(default_factory=dict)
    unproven: Mapping[str, float] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    reader: Reader | None = None

    def predict(self, articles: Sequence[Article]) -> list[Prediction]:
        """Topics of articles with probabilities and evidence."""
        if not articles:
            return []
        X = self.rows(articles)
        ids = [topic.id for topic in self.topics]
        return [
            replace(p, evidence=tuple(evidence(self, self.classifier, X[k : k + 1], ids, p.topics)))
            for k, p in enumerate(self.decide(articles, self.classifier.predict_proba(X)))
        ]

    def decide(self, articles: Sequence[Article], proba: NDArray[Any]) -> list[Prediction]:
        """Topics of articles by their probabilities, shape (n_articles, n_topics), without evidence."""
        chosen = decide(
            [a.id for a in articles],
            proba,
            [topic.id for topic in self.topics],
            self.thresholds,
            ask_below=self.ask_below,
            max_topics=self.max_topics,
            exclusive=self.exclusive,
        )
        return list(map(self._doubted, chosen))

    def rows(self, articles: Sequence[Article]) -> Rows:
        """Features of articles, with what their sentences say behind them, shape (n_articles, n_columns)."""
        rows = self.features.rows(articles)
        return widened(rows, self.reader.read(self.features, articles)) if self.reader else rows

    def describe(self, columns: Iterable[int]) -> list[tuple[str, str]]:
        """Block and term of columns; of those behind the terms, the block `sentences`, and topic and measure."""
        columns, n_terms = list(columns), len(self.features.idf_)
        names = [f"{topic.id}:{measure}" for topic in self.topics for measure in MEASURES]
        terms = iter(self.features.describe([k for k in columns if k < n_terms]))
        return [next(terms) if k < n_terms else (BLOCK, names[k - n_terms]) for k in columns]

    def _spots(self, article: Article) -> dict[tuple[str, str], list[Place]]:
        found = places(article, self.features.get_params(), self.features.subjects)
        if self.reader:
            found |= self.reader.places(self.features, article, [topic.id for topic in self.topics])
        return found

    def _doubted(self, prediction: Prediction) -> Prediction:
        """A topic that few articles were shown of is for a person to confirm; one that none were, no surer than cue words are."""
        if not self.unproven:
            return prediction
        chances = {t: min(p, self.unproven.get(t, 1.0)) for t, p in prediction.probabilities.items()}
        shares = [self.unproven[t] for t in prediction.topics if t in self.unproven]
        return replace(
            prediction,
            probabilities=chances,
            topics=tuple(sorted(prediction.topics, key=chances.__getitem__, reverse=True)),
            decision="abstain" if shares else prediction.decision,
            certainty=min([prediction.certainty, *shares]),
        )

    def explain(self, articles: Sequence[Article], predictions: Sequence[Prediction]) -> list[Explanation]:
        """Every term, its places and what it added, for predictions of these articles in their order."""
        X = self.rows(articles)
        return [
            explain(
                self,
                self.classifier,
                X[k : k + 1],
                p,
                thresholds=self.thresholds,
                places=self._spots(a),
            )
            for k, (a, p) in enumerate(zip(articles, predictions, strict=True))
        ]

    def summarize(self, article: Article, max_chars: int | None = None) -> Summary:
        """Verbatim sentences of one article within `max_chars` characters; with `clauses` perhaps a part of one."""
        budget = self.max_chars if max_chars is None else max_chars
        low = min(self.min_chars, budget)
        method = self.summarizer
        if article.kind == "photo":
            # A caption says what is to be seen first: its sentences are taken in order.
            method, article = Lead(), replace(article, paragraphs=unpointed(article.paragraphs))
        found = summarize(method, article, min_chars=low, max_chars=budget, strict=self.strict)
        return clipped(article, found, budget) if self.clauses else found

    def _entry(self, article: Article, prediction: Prediction) -> Entry:
        summary = self.summarize(article, budget(article, prediction, self.topic_chars))
        found = key_figures(article, summary.sentences)
        edited = ("clause",) if self.clauses and is_cut(article, summary) else ()
        return Entry(article, prediction, summary, keywords(article, self.n_keywords), edited, found)

    def digest(self, issue: Issue) -> Digest:
        """All entries of an issue, with what is to be said of the model."""
        predictions = self.predict(issue.articles)
        entries = tuple(
            self._entry(article, prediction)
            for article, prediction in zip(issue.articles, predictions, strict=True)
        )
        return Digest(
            issue, entries, self.topics, self.model, self.model_sha256, doubts=tuple(self._doubts())
        )

    def _doubts(self) -> list[Doubt]:
        """The topics that the model cannot give, and those of which people judged too few articles."""
        mute = [t.id for t, w in zip(self.topics, self.classifier.coef_, strict=True) if not w.any()]
        return [
            *(Doubt(topic, self.model) for topic in (*mute, *self.missing)),
            *(Doubt(topic, self.model, share) for topic, share in self.unproven.items() if topic not in mute),
        ]

    def explained(self, digest: Digest) -> tuple[Digest, list[Explanation]]:
        """The digest with the places of its evidence, and the whole sums."""
        rows = self.explain([e.article for e in digest.entries], [e.prediction for e in digest.entries])
        entries = []
        for entry, row in zip(digest.entries, rows, strict=True):
            found = placed(entry.prediction.evidence, {(t.block, t.term): t.places for t in row.terms})
            entries.append(replace(entry, prediction=replace(entry.prediction, evidence=found)))
        return replace(digest, entries=tuple(entries)), rows


def budget(article: Article, prediction: Prediction, topic_chars: Mapping[str, int]) -> int | None:
    """The budget in characters that the first of an article's topics has of its own, if one has."""
    keys = ("photo",) if article.kind == "photo" else (prediction.topics or (prediction.decision,))
    return next((topic_chars[key] for key in keys if key in topic_chars), None)
