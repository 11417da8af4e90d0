"""The queue of articles to judge → CSV and a workbook for Excel, JSONL, doccano, Label Studio; topics by name everywhere."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import quoteattr

from baozhai.io.writers.csv import table
from baozhai.io.writers.layout import clean
from baozhai.io.writers.rows import Cell
from baozhai.records import Question, Topic

OTHER = "其他"
#: The column a person fills in, the one it answers, and the one that says which article.
MARKED, SUGGESTED, KEY = "人工类别", "建议类别", "编号"
#: The column that says why an article is asked about.
WHY = "理由"
#: The column, and the field, that names the topics asked about: of one that is added later nothing was said.
CHANCES, ASKED = "概率", "asked"
COLUMNS = (
    "序号",
    WHY,
    SUGGESTED,
    MARKED,
    "标题",
    "正文",
    CHANCES,
    "报纸",
    "日期",
    "版次",
    "判定人",
    "备注",
    KEY,
)
_CELL = 32_000  # Excel cuts a cell at 32,767 characters
_COLORS = ("#c0392b", "#2471a3", "#1e8449", "#b9770e", "#7d3c98", "#5d6d7e", "#148f77", "#a04000")


def queue_files(
    questions: Sequence[Question],
    topics: Sequence[Topic],
    formats: Sequence[str],
    stem: str,
    *,
    single: bool = False,
) -> dict[str, bytes]:
    """File names and contents of a queue in the formats asked for (`csv`, `xlsx`, `jsonl`, `doccano`, `labelstudio`).

    `single`: each article has one topic, so Label Studio and the workbook offer one choice.
    """
    out: dict[str, str] = {}
    if "csv" in formats:
        out[f"{stem}.csv"] = table(_rows(questions, topics))
    if "jsonl" in formats:
        out[f"{stem}.jsonl"] = _lines({**_record(q, topics), "marked": None} for q in questions)
    if "doccano" in formats:
        out[f"{stem}_doccano.jsonl"] = _lines(_doccano(q, topics) for q in questions)
        out[f"{stem}_doccano_labels.json"] = _json(_label_types(topics))
    if "labelstudio" in formats:
        out[f"{stem}_labelstudio.json"] = _json([_task(q, topics) for q in questions])
        out[f"{stem}_labelstudio.xml"] = _labelling(topics, "single" if single else "multiple")
    files = {name: text.encode("utf-8", "replace") for name, text in out.items()}
    if "xlsx" in formats:
        from baozhai.io.writers.queue_book import queue_book

        files[f"{stem}.xlsx"] = queue_book(_rows(questions, topics), topics, single=single)
    return files


def names(question: Question, topics: Sequence[Topic]) -> list[str]:
    """The names of the topics that hold now, 其他 for none; nothing where that is not to be seen."""
    if question.topics is None:
        return []
    held = question.topics
    return [t.name for t in topics if t.id in held] or [OTHER]


def _rows(questions: Sequence[Question], topics: Sequence[Topic]) -> list[Sequence[Cell]]:
    rows: list[Sequence[Cell]] = [COLUMNS]
    for number, q in enumerate(questions, 1):
        a = q.article
        cells = [_why(q), "、".join(names(q, topics)), "", clean(a.title), _body(q), _chances(q, topics)]
        place = [clean(a.newspaper), clean(a.date), clean(a.page), "", ""]
        # The letter keeps a spreadsheet from reading 87e6… as a number.
        rows.append([number, *cells, *place, f"h{q.key}"])
    return rows


def _body(question: Question) -> str:
    text = "\n".join(map(clean, question.article.paragraphs))
    return text if len(text) <= _CELL else f"{text[:_CELL]}……（太长，未完）"


def _why(question: Question) -> str:
    return "；".join(r.text for r in question.reasons)


def _chances(question: Question, topics: Sequence[Topic]) -> str:
    found = question.probabilities
    return "；".join(f"{t.name} {'—' if (p := found[t.id]) is None else f'{p:.2f}'}" for t in topics)


def _record(question: Question, topics: Sequence[Topic]) -> dict[str, Any]:
    a = question.article
    return {
        "article": question.key,
        "title": a.title,
        "paragraphs": list(a.paragraphs),
        "newspaper": a.newspaper,
        "date": a.date,
        "page": a.page,
        "file": a.source.file,
        "confidence": round(a.confidence, 4),
        "suggested": names(question, topics),
        "probabilities": {t.name: _rounded(question.probabilities[t.id]) for t in topics},
        "reasons": [r.text for r in question.reasons],
        "usefulness": round(question.usefulness, 4),
    }


def _rounded(p: float | None) -> float | None:
    return None if p is None else round(p, 4)


def _text(question: Question) -> str:
    return "\n".join(x for x in (question.article.title, *question.article.paragraphs) if x)


def _doccano(question: Question, topics: Sequence[Topic]) -> dict[str, Any]:
    """No label is filled in: an article left alone must not look judged."""
    meta = {
        SUGGESTED: "、".join(names(question, topics)),
        WHY: _why(question),
        ASKED: [t.name for t in topics],
    }
    return {"text": _text(question), "label": [], "article": question.key, **meta}


def _label_types(topics: Sequence[Topic]) -> list[dict[str, str]]:
    names_ = [*(t.name for t in topics), OTHER]
    return [
        {"text": name, "background_color": _COLORS[k % len(_COLORS)], "text_color": "#ffffff"}
        for k, name in enumerate(names_)
    ]


def _task(question: Question, topics: Sequence[Topic]) -> dict[str, Any]:
    asked = {ASKED: [t.name for t in topics]}
    data = {"text": _text(question), "article": question.key, "reason": _why(question), **asked}
    choices = {"from_name": "topics", "to_name": "text", "type": "choices"}
    found = [{**choices, "value": {"choices": names(question, topics)}}]
    guess = {"model_version": "baozhai", "score": round(1 - question.usefulness, 4), "result": found}
    return {"data": data, "predictions": [] if question.topics is None else [guess]}


def _labelling(topics: Sequence[Topic], choice: str) -> str:
    rows = "".join(f"    <Choice value={quoteattr(n)}/>\n" for n in (*(t.name for t in topics), OTHER))
    return (
        '<View>\n  <Header value="$reason"/>\n  <Text name="text" value="$text"/>\n'
        f'  <Choices name="topics" toName="text" choice="{choice}">\n{rows}  </Choices>\n</View>\n'
    )


def _lines(records: Any) -> str:
    return "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records)


def _json(tree: Any) -> str:
    return json.dumps(tree, ensure_ascii=False, indent=1) + "\n"
