"""Digest → Markdown."""

from __future__ import annotations

import re

from baozhai.io.writers import layout
from baozhai.records import Digest, Entry


def escape(text: str) -> str:
    """Keep characters of the newspaper from being read as Markdown or HTML; one line out."""
    flat = re.sub(r"\s*[\r\n\u2028\u2029]+\s*", " ", text).strip()
    flat = re.sub(r"([\\`*_\[\]<>#|~&$])", r"\\\1", flat)
    return re.sub(r"^((?=[-+=])|\d+(?=[.)](?:\s|$)))", r"\1\\", flat)


def to_markdown(digest: Digest) -> str:
    """The digest as Markdown, in the order of `layout.sections`."""
    found = layout.sections(digest)
    number = {id(e): f"a{k}" for k, e in enumerate(digest.entries, 1)}
    lines = [f"# {layout.TITLE}", ""]
    if head := layout.head_line(digest):
        lines += [f"**{escape(head)}**", ""]
    lines += [layout.counts_line(digest), ""]
    lines += ["## 目录", ""] if found else []
    for k, section in enumerate(found, 1):
        lines.append(f"- [{escape(section.name)}](#s{k})（{layout.size(section)}）")
        lines += [f"  - {_link(e, number)}" for e in section.entries]
    for k, section in enumerate(found, 1):
        lines += ["", f'<a id="s{k}"></a>', "", f"## {escape(section.name)}"]
        for entry in section.entries:
            lines += ["", f'<a id="{number[id(entry)]}"></a>', "", *_entry(digest, entry)]
        lines += [""] if section.also else []
        lines += [f"- 另见：{_link(e, number)}" for e in section.also]
    lines += [*_notes(digest), "", "---", "", escape(layout.model_line(digest))]
    return "\n".join(lines) + "\n"


def _link(entry: Entry, number: dict[int, str]) -> str:
    return f"[{escape(layout.headline(entry.article))}](#{number[id(entry)]})"


def _entry(digest: Digest, entry: Entry) -> list[str]:
    article = entry.article
    meta = " ".join(m for m in (layout.source_line(article), layout.byline(article)) if m)
    blocks = [
        escape(article.kicker),
        f"### {escape(layout.headline(article))}",
        f"——{escape(article.subtitle)}" if article.subtitle else "",
        escape(meta),
        escape(entry.summary.text),
    ]
    lines = [line for block in blocks if block for line in (block, "")]
    facts = {
        "类别": "、".join(layout.topic_labels(digest, entry)),
        "关键词": "、".join(entry.keywords),
        "依据": "、".join(layout.evidence_words(entry)),
        "另见": "、".join(layout.reprints(article)),
    }
    lines += [f"- {name}：{escape(value)}" for name, value in facts.items() if value]
    return lines if lines[-1] else lines[:-1]


def _notes(digest: Digest) -> list[str]:
    """说明: doubts as a list, text that no item claimed as quotations."""
    doubts, lost = layout.notes(digest), digest.issue.unassigned
    if not doubts and not lost:
        return []
    lines = ["", "## 说明", "", *(f"- {escape(text)}" for text in doubts)]
    if lost:
        lines += [""] if doubts else []
        lines += ["未归入文章的文字："]
        lines += [line for text in lost for line in ("", f"> {escape(text)}")]
    return lines
