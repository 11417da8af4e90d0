"""Records of other people → articles with labels, and a taxonomy of these labels."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from baozhai.labels.ledger import content_hash
from baozhai.records import Article, Judgement, Topic

_SEPARATORS = re.compile(r"[、，,；;|｜]+")


@dataclass(frozen=True)
class Labelled:
    """An article and the names of its labels (none: other news)."""

    article: Article
    labels: tuple[str, ...]


def labelled(fields: Mapping[str, object], columns: Mapping[str, str], key: str) -> Labelled:
    """One record; `columns` gives the column of `title`, `text`, `labels`, `date`, `newspaper` where there is one.

    Raises
    ------
    ValueError
        No text, or a value of the wrong kind.
    """
    said = {name: fields.get(column) for name, column in columns.items()}
    paragraphs = _paragraphs(said.get("text"))
    if not paragraphs:
        raise ValueError("没有正文")
    title, day, paper = (_text(said.get(name)) for name in ("title", "date", "newspaper"))
    article = Article(key, title, paragraphs=paragraphs, date=day, newspaper=paper)
    return Labelled(article, _labels(said.get("labels")))


def _paragraphs(value: object) -> tuple[str, ...]:
    parts = value if isinstance(value, list) else _text(value).split("\n")
    if not all(isinstance(part, str) for part in parts):
        raise ValueError("正文应是文字，或一列文字")
    return tuple(part.strip() for part in parts if part.strip())


def _text(value: object) -> str:
    if value is None or isinstance(value, str):
        return (value or "").strip()
    if isinstance(value, int):
        return str(value)
    raise ValueError(f"应是文字，得到 {type(value).__name__}")


def _labels(value: object) -> tuple[str, ...]:
    parts = value if isinstance(value, list) else _SEPARATORS.split(_text(value))
    return tuple(dict.fromkeys(t for t in (_text(part) for part in parts) if t))


def taxonomy_of(rows: Sequence[Labelled], known: Sequence[Topic] = ()) -> tuple[Topic, ...]:
    """The labels as topics, the most frequent first; a label that a known topic goes by keeps that topic's id."""
    by_name = {word: t for t in known for word in (*t.aliases, t.name, t.id)}
    counts = Counter(label for row in rows for label in row.labels)
    out: dict[str, Topic] = {}
    for number, label in enumerate(sorted(counts, key=lambda name: (-counts[name], name)), 1):
        plain = re.sub(r"[^a-z0-9]+", "_", label.lower()).strip("_")
        own = plain if label.isascii() and plain[:1].isalpha() else f"topic_{number:02d}"
        topic = by_name.get(label) or Topic(own, label)
        out.setdefault(topic.id, topic)
    return tuple(out.values())


def judgements(
    rows: Sequence[Labelled], topics: Sequence[Topic], *, source: str, when: str
) -> list[Judgement]:
    """A verdict on every topic for every article."""
    ids = {word: t.id for t in topics for word in (*t.aliases, t.name, t.id)}
    out = []
    for row in rows:
        yes = {ids.get(label) or ids[label.lower()] for label in row.labels}
        key = content_hash(row.article)
        out += [Judgement(key, t.id, 1 if t.id in yes else -1, source, when) for t in topics]
    return out
