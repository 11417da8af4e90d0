"""Digest → Markdown."""

from __future__ import annotations

import re

from baozhai.io.writers import layout
from baozhai.records import Digest, Entry


def escape(text: str) -> str:
    """Keep headline and text characters from being read as Markdown."""
    return re.sub(r"([\\`*_\[\]<>#|~])", r"\\\1", text)


def to_markdown(digest: Digest) -> str:
    """The digest as Markdown, in the order of `layout.sections`."""
    found = layout.sections(digest)
    lines = ["# 报摘", ""]
    if head := layout.head_line(digest):
        lines += [f"**{escape(head)}**", ""]
    lines += [layout.counts_line(digest), "", "## 目录", ""]
    for section in found:
        lines.append(f"- {section.name}（{len(section.entries)}）")
        lines += [f"  - {escape(layout.headline(e.article))}" for e in section.entries]
    for section in found:
        lines += ["", f"## {section.name}"]
        for entry in section.entries:
            lines += ["", *_entry(digest, entry)]
        lines += [""] if section.also else []
        lines += [f"- 另见：{escape(layout.headline(e.article))}" for e in section.also]
    if doubts := layout.notes(digest):
        lines += ["", "## 说明", "", *(f"- {escape(text)}" for text in doubts)]
    lines += ["", "---", f"摘要均为原文摘句。模型：{digest.model}（{digest.model_sha256[:12]}）"]
    return "\n".join(lines) + "\n"


def _entry(digest: Digest, entry: Entry) -> list[str]:
    article = entry.article
    lines = [f"### {escape(layout.headline(article))}", ""]
    if article.subtitle:
        lines += [escape(article.subtitle), ""]
    meta = [layout.source_line(article), layout.byline(article)]
    if any(meta):
        lines += [escape(" ".join(m for m in meta if m)), ""]
    lines += [escape(entry.summary.text), ""]
    facts = {
        "类别": "、".join(layout.topic_labels(digest, entry)),
        "关键词": "、".join(entry.keywords),
        "依据": "、".join(layout.evidence_words(entry)),
    }
    lines += [f"- {name}：{escape(value)}" for name, value in facts.items() if value]
    return lines
