"""Entries of digests that were made before: merged, shortened, compared with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from baozhai.build.issues import merged
from baozhai.build.models import taxonomy
from baozhai.config import Config
from baozhai.digest import budget
from baozhai.io.readers.sources import find_digests, read_raw
from baozhai.io.readers.text import decode
from baozhai.records import Entry, Issue, Topic, today
from baozhai.summary.select import shortened


def merged_entries(entries: Sequence[Entry], cfg: Config) -> tuple[list[Entry], list[str]]:
    """Each report once, its copies in `also`; and what is to be said about it."""
    place = {f"\0{k}": e.article for k, e in enumerate(entries)}  # an id of its own, whatever the inputs use
    issue = merged([Issue("", tuple(replace(a, id=key) for key, a in place.items()))], cfg)
    out = []
    for shown in issue.articles:
        entry = entries[int(shown.id[1:])]
        also = tuple(replace(place.get(c.id, c), also=()) for c in shown.also)
        out.append(replace(entry, article=replace(entry.article, also=also)))
    return out, [note.removeprefix("：") for note in issue.notes]


def shortened_entries(entries: Sequence[Entry], cfg: Config) -> list[Entry]:
    """Entries whose summaries are within the budget of their topic; what a person rewrote stays."""
    out = []
    for e in entries:
        most = budget(e.article, e.prediction, cfg.digest.summary_chars)
        fits = most is None or "summary" in e.edited
        out.append(e if fits or most is None else replace(e, summary=shortened(e.article, e.summary, most)))
    return out


def renamed_entries(entries: Sequence[Entry], topics: Sequence[Topic]) -> list[Entry]:
    """Entries under the topic ids of today, where they were made under former ones."""
    ids = today(topics)

    def now(topic: str) -> str:
        return ids.get(topic, topic)

    def best(chances: Mapping[str, float]) -> dict[str, float]:
        """Topics that were put together are as probable as the likeliest of them."""
        out: dict[str, float] = {}
        for topic, p in chances.items():
            out[now(topic)] = max(p, out.get(now(topic), 0.0))
        return out

    return [
        replace(
            e,
            prediction=replace(
                e.prediction,
                topics=tuple(dict.fromkeys(map(now, e.prediction.topics))),
                probabilities=best(e.prediction.probabilities),
                evidence=tuple(replace(x, topic=now(x.topic)) for x in e.prediction.evidence),
            ),
        )
        for e in entries
    ]


def earlier(cfg: Config) -> tuple[tuple[Entry, ...], list[Path]]:
    """What `digest.before` holds, and the files it was read from.

    Raises
    ------
    InputError
        The path is missing or holds no digest.
    """
    if not cfg.digest.before:
        return (), []
    from baozhai.io.readers.entries import read_entries

    paths = [Path(path) for path in find_digests([cfg.digest.before]).files]
    found = []
    for path in paths:
        raw = read_raw(str(path), max_megabytes=cfg.ingest.max_megabytes)
        entries = read_entries(decode(raw.data, raw.name), str(path))
        found += renamed_entries(entries, taxonomy(cfg.taxonomy))
    return tuple(merged_entries(found, cfg)[0] if cfg.merging else found), paths
