"""Configuration as plain dataclasses; `conf/` is composed against them and checked in `checks`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, fields, is_dataclass
from typing import Any

from baozhai.config.learning import (
    ClassifierConfig,
    ColumnsConfig,
    CorpusConfig,
    DecisionConfig,
    FeaturesConfig,
    LabelsConfig,
    ReviewConfig,
    SweepConfig,
    TaxonomyConfig,
    TopicConfig,
)
from baozhai.config.printing import DedupeConfig, DigestConfig, IngestConfig, SummaryConfig
from baozhai.trees import fingerprint, flatten

__all__ = [
    "Config",
    "ClassifierConfig",
    "ColumnsConfig",
    "CorpusConfig",
    "DecisionConfig",
    "DedupeConfig",
    "DigestConfig",
    "FeaturesConfig",
    "IngestConfig",
    "LabelsConfig",
    "ReviewConfig",
    "SummaryConfig",
    "SweepConfig",
    "TaxonomyConfig",
    "TopicConfig",
    "fingerprint",
    "flatten",
    "keys",
    "settings",
]


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
