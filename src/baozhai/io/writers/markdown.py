"""Document → Markdown."""

from __future__ import annotations

import re
from collections.abc import Sequence

from baozhai.io.writers.counts import Counts, Table
from baozhai.io.writers.document import LEAD, Document, Section
from baozhai.io.writers.items import Item


def escape(text: str) -> str:
    """Keep characters of the newspaper from being read as Markdown or HTML; one line out."""
    flat = re.sub(r"(?<!\s)[^\S\r\n\u2028\u2029]*+[\r\n\u2028\u2029]\s*+", " ", text).strip()
    flat = re.sub(r"([\\`*_\[\]<>#|~&$])", r"\\\1", flat)
    return re.sub(r"^((?=[-+=])|\d+(?=[.)](?:\s|$)))", r"\1\\", flat)


def to_markdown(doc: Document) -> str:
    """The document as Markdown."""
    lines = [f"# {escape(doc.title)}", ""]
    head = "　".join(part for part in (doc.number, doc.organization, doc.issue) if part)
    lines += [f"**{escape(head)}**", ""] if head else []
    lines += [escape(doc.counts), ""]
    lines += ["## 目录", ""] if doc.sections else []
    for section in doc.sections:
        lines.append(f"- [{escape(section.name)}](#{section.anchor})（{section.size}）")
        lines += [f"  - {_link(item)}" for item in section.items]
    lines += _lead(doc) + [line for table in doc.tables for line in _table(table)]
    for section in doc.sections:
        lines += _section(section)
    lines += [*_notes(doc), "", "---", ""]
    lines += [line for name, text in doc.tail for line in (f"{name}：{escape(text)}", "")]
    return "\n".join([*lines, escape(doc.model)]) + "\n"


def _link(item: Item) -> str:
    return f"[{_numbered(item)}](#{item.anchor})"


def _numbered(item: Item) -> str:
    return f"{item.number}. {escape(item.headline)}"


def _lead(doc: Document) -> list[str]:
    rows = [f"- {escape(text)}（[见第 {item.number} 条](#{item.anchor})）" for text, item in doc.lead]
    return ["", f"## {LEAD}", "", *rows] if rows else []


def _table(table: Counts | Table) -> list[str]:
    cells: list[Sequence[str | int]] = [table.header, *table.lines]
    rows = [[escape(str(v)) for v in row] for row in cells]
    rows.insert(1, ["---"] * len(table.header))
    return ["", f"**{escape(table.heading)}**", "", *(f"| {' | '.join(row)} |" for row in rows)]


def _section(section: Section) -> list[str]:
    lines = ["", f'<a id="{section.anchor}"></a>', "", f"## {escape(section.name)}"]
    lines += ["", escape(section.intro)] if section.intro else []
    for item in section.items:
        lines += ["", f'<a id="{item.anchor}"></a>', "", *_item(item)]
    # Paragraphs, or they would go on with the list of the item above.
    return lines + [line for item in section.also for line in ("", f"参见：{_link(item)}")]


def _item(item: Item) -> list[str]:
    texts = (item.kicker, f"### {_numbered(item)}", item.subtitle, item.meta, item.summary)
    blocks = [text if text.startswith("### ") else escape(text) for text in texts if text]
    lines = [line for block in blocks for line in (block, "")]
    facts = (("类别", "、".join(item.labels)), *item.facts)
    lines += [f"- {name}：{escape(value)}" for name, value in facts if value]
    return lines if lines[-1] else lines[:-1]


def _notes(doc: Document) -> list[str]:
    """说明: doubts as a list, text that no item claimed as quotations."""
    if not doc.notes and not doc.lost:
        return []
    lines = ["", "## 说明", "", *(f"- {escape(text)}" for text in doc.notes)]
    if doc.lost:
        lines += [""] if doc.notes else []
        lines += ["未归入文章的文字："]
        lines += [line for text in doc.lost for line in ("", f"> {escape(text)}")]
    return lines
