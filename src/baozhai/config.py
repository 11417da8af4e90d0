"""Configuration as plain dataclasses; `conf/` is composed against them and checked in `checks`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, fields, is_dataclass
from typing import Any

from baozhai.trees import fingerprint as fingerprint
from baozhai.trees import flatten as flatten


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

    `press` is an extra JSONL(.xz), labelled by hash in `label_table`; `issues` a folder of issues with their
    `gold.json`, on which cutting is scored; `briefs` a JSONL(.xz) of articles with an editor's `summary`,
    from which the ranker learns (none: no ranker); `reviewed` the articles of digests that were judged by `review`.
    """

    articles: str = "data/starter/articles"
    judgements: str = "data/labels/judgements.jsonl"
    press: str = ""
    label_table: str = ""
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
class IngestConfig:
    """Limits of reading: megabytes a file and of text to cut; unassigned share before exit code 5; PDF password."""

    max_megabytes: float = 20.0
    max_text_megabytes: float = 1.0
    max_unassigned: float = 0.02
    password: str = ""


@dataclass
class DedupeConfig:
    """When two reports are one (`merge=true`): characters a shingle, shares of shingles and numbers in common.

    Chosen on the 6,798 labelled press articles: 70 pairs share 0.7 of their shingles; the number rule drops 7 pairs of
    one template and 1 reprint, and none of the 62 kept was seen to be wrong. `own` is the newspaper whose copy
    is printed.
    """

    shingle: int = 8
    containment: float = 0.7
    numbers: float = 0.6
    own: str = ""


@dataclass
class LabelsConfig:
    """Weak rules: cue words needed before a rule fires."""

    min_hits: int = 2


@dataclass
class FeaturesConfig:
    """TF-IDF blocks; weights and reach were chosen by cross-validation on round 1 (docs/topics_ideas.md)."""

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
    max_terms: int = 120000


@dataclass
class ClassifierConfig:
    """One linear model a topic; `calibration_weight` is that of articles drawn like the daily press.

    `prior_weight` is how much it leans on what the cue words say of unlabelled articles (0: not at all).
    """

    kind: str = "svm"
    C: float = 0.15
    class_weight: str = "none"
    cv: int = 5
    calibration_weight: float = 2.0
    prior_weight: float = 0.25


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
class SummaryConfig:
    """Summary method and budget in characters; `auto` is the model's ranker, or the lead if it has none.

    One sentence may be longer than the budget: with `strict` only where none fits; with `clauses` it is cut at a clause, and marked 非原文.
    """

    method: str = "auto"
    min_chars: int = 0
    max_chars: int = 120
    strict: bool = False
    clauses: bool = False
    keywords: int = 5


@dataclass
class DigestConfig:
    """What an editor sets; the fields are those of `io.writers.profile.Profile`, and some more.

    `merge` is `merge=true` of a profile; `before` an earlier digest to compare with. `summary_chars` holds the budget of a topic where it is not `summary.max_chars`; `counter` is the file that
    `number=auto` counts issues in; `logo` the path of a picture.
    """

    title: str = "报纸摘要"
    organization: str = ""
    number: str = ""
    topics: list[str] = field(default_factory=list)
    limit: int = 0
    order: str = "page"
    lead: int = 240
    figures: int = 0
    days: int = 0
    report_to: str = ""
    copy_to: str = ""
    issue_to: str = ""
    sensitive: list[str] = field(default_factory=list)
    watch: dict[str, list[str]] = field(default_factory=dict)
    zones: dict[str, list[str]] = field(default_factory=dict)
    merge: bool = False
    before: str = ""
    summary_chars: dict[str, int] = field(default_factory=dict)
    logo: str = ""
    counter: str = ""
    template: str = ""


@dataclass
class ReviewConfig:
    """The loop of corrections: a queue of `size` articles in `format` (several with commas).

    `author` and `when` (ISO; empty: now) go into the ledger; `undo` is a batch to take back, or `last`. `promote`
    accepts a loss of macro-F1 up to `margin` at the lower end of the 95 % interval.
    """

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


@dataclass
class Config:
    """Everything a stage may need."""

    taxonomy: TaxonomyConfig = field(default_factory=TaxonomyConfig)
    corpus: CorpusConfig = field(default_factory=CorpusConfig)
    columns: ColumnsConfig = field(default_factory=ColumnsConfig)
    ingest: IngestConfig = field(default_factory=IngestConfig)
    dedupe: DedupeConfig = field(default_factory=DedupeConfig)
    labels: LabelsConfig = field(default_factory=LabelsConfig)
    features: FeaturesConfig = field(default_factory=FeaturesConfig)
    classifier: ClassifierConfig = field(default_factory=ClassifierConfig)
    decision: DecisionConfig = field(default_factory=DecisionConfig)
    summary: SummaryConfig = field(default_factory=SummaryConfig)
    digest: DigestConfig = field(default_factory=DigestConfig)
    review: ReviewConfig = field(default_factory=ReviewConfig)
    sweep: SweepConfig = field(default_factory=SweepConfig)
    seed: int = 0
    model: str = "press"
    output: str = "digests"
    format: str = "md,html,docx,jsonl"
    newspaper: str = ""
    date: str = ""
    page: str = ""
    pages: str = ""
    work: str = "data"
    models: str = "models"
    fresh: bool = False
    merge: bool = False
    explain: bool = False
    run_name: str = "default"
    corrections: str = ""
    track: str = "none"

    @property
    def merging(self) -> bool:
        """Whether all inputs give one digest with each report once."""
        return self.merge or self.digest.merge


def keys(node: Any = None, prefix: str = "") -> list[str]:
    """All dotted keys of the configuration."""
    node = Config() if node is None else node
    out = []
    for item in fields(node):
        name = f"{prefix}{item.name}"
        value = getattr(node, item.name)
        out += [name, *keys(value, f"{name}.")] if is_dataclass(value) else [name]
    return out


def settings(cfg: Config, sections: Iterable[str]) -> dict[str, Any]:
    """The part of a configuration that a stage uses, as plain data."""
    tree = asdict(cfg)
    return {key: tree[key] for key in sections}
