"""Settings of reading, summaries and digests."""

from __future__ import annotations

from dataclasses import dataclass, field


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
