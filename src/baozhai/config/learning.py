"""Settings of topics, corpora, models and the loop of corrections."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass
class TopicConfig:
    """One topic of the taxonomy."""

    name: str = ""
    name_en: str = ""
    order: int = 0
    definition: str = ""
    include: list[str] = field(default_factory=list)
    exclude: list[str] = field(default_factory=list)
    aliases: list[str] = field(default_factory=list)


@dataclass
class TaxonomyConfig:
    """The topics by id."""

    topics: dict[str, TopicConfig] = field(default_factory=dict)


@dataclass
class CorpusConfig:
    """Where learning articles come from.

    `press` are extra JSONL(.xz) files; with a `label_table` (labels by hash) only the articles it names are taken.
    `sentences` is a table of marked sentences (by hash), from which the model learns to read sentence by sentence.
    `issues` is a folder of issues with their `gold.json`, on which cutting is scored; `briefs` a JSONL(.xz) of articles
    with an editor's `summary`, from which the ranker learns (none: no ranker); `reviewed` the articles of digests that
    were judged by `review`.
    """

    articles: str = "data/starter/articles"
    judgements: str = "data/labels/judgements.jsonl"
    press: list[str] = field(default_factory=list)
    label_table: str = ""
    sentences: str = ""
    issues: str = ""
    briefs: str = ""
    reviewed: str = "data/labels/reviewed.jsonl"
    test_share: float = 0.2
    limit: int = 0


@dataclass
class ColumnsConfig:
    """Columns of imported corpora; empty: the usual names (`io.readers.tables.GUESSES`)."""

    title: str = ""
    text: str = ""
    labels: str = ""
    date: str = ""
    newspaper: str = ""


@dataclass
class LabelsConfig:
    """Weak rules: cue words needed before a rule fires."""

    min_hits: int = 2


@dataclass
class FeaturesConfig:
    """TF-IDF blocks; weights and reach were chosen by cross-validation on round 1 (docs/topics_ideas.md).

    `mask` leaves datelines, bylines and credits out. `dictionary` is a folder of word lists, one subject each (none: no words by subject).
    """

    views: str = "words_chars"
    title_weight: float = 1.0
    lead_weight: float = 0.8
    opening_weight: float = 0.5
    chars_weight: float = 1.4
    opening_chars_weight: float = 0.5
    read_chars: int = 0
    lead_chars: int = 250
    opening_chars: int = 80
    ngram_min: int = 1
    ngram_max: int = 2
    min_df: int = 2
    max_df: float = 1.0
    max_terms: int = 120000
    mask: bool = True
    dictionary: str = ""
    subjects_weight: float = 1.0


@dataclass
class ClassifierConfig:
    """One linear model a topic; `calibration_weight` is that of articles drawn like the daily press.

    `prior_weight` is how much it leans on what the cue words say of unlabelled articles (0: not at all), `ratio_weight`
    how much a term counts by how unevenly it is shared between yes and no. `own_weight` is how far articles drawn like the
    daily press may have weights of their own, `chi2_terms` how many terms a topic keeps, by chi-square (0: all).
    """

    kind: str = "svm"
    C: float = 0.15
    class_weight: str = "none"
    cv: int = 5
    calibration_weight: float = 2.0
    prior_weight: float = 0.25
    ratio_weight: float = 0.25
    own_weight: float = 1.0
    chi2_terms: int = 0


@dataclass
class DecisionConfig:
    """The share of articles like those of the press, in [0, 1], that a person is asked about; what moves thresholds.

    `exclusive`: every article has exactly one topic.
    """

    abstain_share: float = 0.1
    max_topics: int = 4
    threshold_shift: float = 0.0
    exclusive: bool = False


@dataclass
class ReviewConfig:
    """The loop of corrections: a queue of `size` articles in `format` (several with commas), the most `useful` ones or a `random` sample.

    `author` and `when` (ISO; empty: now) go into the ledger; `undo` is a batch to take back, or `last`. `promote`
    accepts a loss of macro-F1 up to `margin` at the lower end of the 95 % interval.
    """

    pick: str = "useful"
    size: int = 50
    format: str = "csv"
    author: str = "编辑"
    when: str = ""
    undo: str = ""
    margin: float = 0.01


@dataclass
class SweepConfig:
    """Search of settings: `space` holds the values of each key, `method` is how to go through them.

    The budget is `trials` combinations (0: all of them) and `minutes` of a call (0: no limit). `halving` learns from few
    articles first, at least `least`, and goes on with the best 1 / `factor`.
    """

    space: dict[str, list[Any]] = field(default_factory=dict)
    method: str = "halving"
    trials: int = 24
    minutes: float = 0.0
    factor: int = 3
    least: int = 300
