"""Document → `articles.jsonl`, one record an item; the format is `schemas/articles.v1.json`."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from baozhai.io.writers.document import Document
from baozhai.records import Article, Entry, Evidence

# Read as line ends by str.splitlines and by JavaScript; JSON may hold them escaped.
_BREAKS = {ord(c): f"\\u{ord(c):04x}" for c in "\x85\u2028\u2029"}


_COPY = ("id", "title", "newspaper", "date", "page")


def _source(article: Article) -> dict[str, Any]:
    s = article.source
    return {"file": s.file, "page": s.page, "spans": [list(span) for span in s.spans]}


def to_jsonl(doc: Document) -> str:
    """One JSON object a line: printed items in their order, then what the document leaves out."""
    entries = [*(item.entry for item in doc.items), *doc.left_out]
    return "".join(_line(record(e)) + "\n" for e in entries)


def _line(item: dict[str, Any]) -> str:
    text = json.dumps(item, ensure_ascii=False, allow_nan=False)
    return text.translate(_BREAKS)


def _evidence(e: Evidence) -> dict[str, Any]:
    plain = {"topic": e.topic, "term": e.term, "contribution": round(float(e.contribution), 6)}
    return plain | ({"places": [list(place) for place in e.places]} if e.places else {})


def record(entry: Entry) -> dict[str, Any]:
    """The record of one item; `title` is null where none was found."""
    a, p = entry.article, entry.prediction
    sentences = [{**asdict(s), "score": round(float(s.score), 6)} for s in entry.summary.sentences]
    return {
        "id": a.id,
        "kind": a.kind,
        "title": a.title or None,
        "kicker": a.kicker or None,
        "subtitle": a.subtitle or None,
        "byline": [asdict(person) for person in a.byline],
        "byline_raw": a.byline_raw or None,
        "dateline": a.dateline or None,
        "crossheads": [asdict(c) for c in a.crossheads],
        "paragraphs": list(a.paragraphs),
        "topics": list(p.topics),
        "decision": p.decision,
        "certainty": round(p.certainty, 4),
        "probabilities": {k: round(float(v), 4) for k, v in p.probabilities.items()},
        "evidence": [_evidence(e) for e in p.evidence],
        "summary": {"text": entry.summary.text, "sentences": sentences},
        "keywords": list(entry.keywords),
        "figures": [asdict(f) for f in entry.figures],
        "edited": list(entry.edited),
        "confidence": round(a.confidence, 4),
        "headline_size": a.headline_size or None,
        "newspaper": a.newspaper or None,
        "date": a.date or None,
        "page": a.page or None,
        "source": _source(a),
        "also": [{k: getattr(c, k) or None for k in _COPY} | {"source": _source(c)} for c in a.also],
    }
