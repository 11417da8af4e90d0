"""What people said of articles, under the topic ids of today."""

from __future__ import annotations

from collections.abc import Sequence

from baozhai.config import Config
from baozhai.io.corpus import read_labels
from baozhai.labels.taxonomy import renamed
from baozhai.records import Topic


def labels(
    cfg: Config, topics: Sequence[Topic], *, first: int | None = None
) -> tuple[dict[tuple[str, str], int], set[str]]:
    """Verdicts by (article, topic id) and the hashes fit for calibration, as `io.corpus.read_labels`."""
    names = {word: t.id for t in topics for word in (*t.aliases, t.id)}
    verdicts, calibrating = read_labels(cfg.corpus.judgements, cfg.corpus.label_table, names, first=first)
    return renamed(verdicts, topics), calibrating
