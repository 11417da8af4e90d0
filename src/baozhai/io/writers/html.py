"""Document → one self-contained HTML file: no outside address, prints on A4, readable on a phone."""

from __future__ import annotations

import base64
from html import escape

from baozhai.io.writers.counts import Counts, Table
from baozhai.io.writers.document import LEAD, Document, Section
from baozhai.io.writers.html_assets import SCRIPT, STYLE
from baozhai.io.writers.html_marks import Found, evidence_places, marked
from baozhai.io.writers.items import Item
from baozhai.io.writers.layout import clean

_WARNINGS = ("敏感词", "非原文")
_BAR = 36  # height of a row of a chart, in its own units of 1/360 of the width


def to_html(doc: Document) -> str:
    """The document as one HTML page."""
    title = " ".join(part for part in (doc.title, doc.number, doc.issue) if part)
    head = [part for part in (doc.number, doc.organization, doc.issue) if part]
    parts = [
        '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width,initial-scale=1">',
        f"<title>{escape(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>",
        '<a class="skip" href="#main">跳到正文</a>',
        f"<header>\n{_logo(doc.logo)}<h1>{escape(doc.title)}</h1>{_spans('issue', head)}"
        f"{_block('div', 'meta', doc.counts)}</header>",
        *_contents(doc.sections),
        *_find(doc),
        '<main id="main">',
        *_lead(doc),
        *map(_table, doc.tables),
        *(_section(s) for s in doc.sections),
        *_notes(doc),
        *_charts(doc.table),
        "</main>",
        f"<footer>{_tail(doc)}{escape(doc.model)}</footer>",
        *([f"<script>{SCRIPT}</script>"] if doc.items else []),
        "</body>\n</html>\n",
    ]
    return "\n".join(parts)


def _logo(data: bytes) -> str:
    """The picture inside the page, so that the file needs no other; it says nothing that the title does not."""
    kind = "png" if data.startswith(b"\x89PNG") else "jpeg"
    source = f"data:image/{kind};base64,{base64.b64encode(data).decode()}"
    return f'<img class="logo" alt="" src="{source}">' if data else ""


def _block(tag: str, name: str, text: str) -> str:
    """An element of a class, or nothing without text."""
    return f'\n<{tag} class="{name}">{escape(text)}</{tag}>' if text else ""


def _spans(name: str, texts: list[str]) -> str:
    """Texts that each stay together where a line has room for it."""
    spans = "".join(f"<span>{escape(text)}</span>" for text in texts)
    return f'\n<div class="{name}">{spans}</div>' if spans else ""


def _link(item: Item) -> str:
    return f'<a href="#{item.anchor}">{escape(item.numbered)}</a>'


def _contents(sections: tuple[Section, ...]) -> list[str]:
    if not sections:
        return []
    parts = ['<nav aria-label="目录">\n<h2>目录</h2>\n<ul>']
    for section in sections:
        rows = "".join(f"<li>{_link(item)}</li>" for item in section.items)
        count = f'<span class="count">（{section.size}）</span>'
        inner = f"<ul>{rows}</ul>" if rows else ""
        parts.append(f'<li><a href="#{section.anchor}">{escape(section.name)}</a>{count}{inner}</li>')
    return [*parts, "</ul>\n</nav>"]


def _find(doc: Document) -> list[str]:
    """Search and topic filter, shown by the script."""
    if not doc.items:
        return []
    options = "".join(f'<option value="{escape(s.key)}">{escape(s.name)}</option>' for s in doc.sections)
    return [
        '<form id="find" role="search" aria-label="查找" hidden>'
        '<label>查找<input type="search" name="q" autocomplete="off" placeholder="输入关键词，多个词用空格隔开"></label>'
        f'<label>类别<select name="topic"><option value="">全部</option>{options}</select></label>'
        '<output name="found" aria-live="polite"></output></form>'
    ]


def _lead(doc: Document) -> list[str]:
    rows = "".join(
        f'<li>{escape(text)}<a href="#{item.anchor}">（见第 {item.number} 条）</a></li>'
        for text, item in doc.lead
    )
    return (
        [f'<section class="lead" aria-label="{LEAD}">\n<h2>{LEAD}</h2>\n<ul>{rows}</ul>\n</section>']
        if rows
        else []
    )


def _charts(table: Counts) -> list[str]:
    """Bars of items by section and by newspaper, where there are several; below the texts, which come first."""
    bars = [(name, sum(n)) for name, n in table.rows]
    papers = [(name, sum(n[k] for _, n in table.rows)) for k, name in enumerate(table.papers)]
    charts = [
        _chart(title, rows)
        for title, rows in (("各类篇（条）数", bars), ("各报条数", papers))
        if len(rows) > 1
    ]
    return [f'<div class="charts">{"".join(charts)}</div>'] if charts else []


def _chart(title: str, rows: list[tuple[str, int]]) -> str:
    """An inline SVG of horizontal bars; the label stands above its bar, so that long ones fit."""
    most = max([n for _, n in rows] + [1])
    said = "，".join(f"{name} {n}" for name, n in rows)
    bars = "".join(
        f'<text x="0" y="{k * _BAR + 14}">{escape(name)}</text>'
        f'<rect x="0" y="{k * _BAR + 19}" width="{round(310 * n / most, 1):g}" height="11" rx="2"/>'
        f'<text x="{round(310 * n / most, 1) + 6:g}" y="{k * _BAR + 29}">{n}</text>'
        for k, (name, n) in enumerate(rows)
    )
    box = f'viewBox="0 0 360 {len(rows) * _BAR}"'
    return (
        f"<figure><figcaption>{title}</figcaption>"
        f'<svg {box} role="img" aria-label="{title}：{escape(said)}">{bars}</svg></figure>'
    )


def _table(table: Counts | Table) -> str:
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in table.header)
    body = "".join(
        f'<tr><th scope="row">{escape(str(name))}</th>{"".join(map(_cell, values))}</tr>'
        for name, *values in table.lines
    )
    name = f"<caption>{escape(table.heading)}</caption>"
    return f'<div class="wide"><table>{name}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def _cell(value: str | int) -> str:
    return (
        f'<td class="words">{escape(value)}</td>'
        if isinstance(value, str) and not value.lstrip("+-").isdecimal()
        else f"<td>{value}</td>"
    )


def _section(section: Section) -> str:
    rows = [
        f'<section id="{section.anchor}" aria-labelledby="{section.anchor}h">'
        f'\n<h2 id="{section.anchor}h">{escape(section.name)}</h2>{_block("p", "intro", section.intro)}'
    ]
    rows += [_item(item) for item in section.items]
    rows += [f'<p class="also">参见：{_link(item)}</p>' for item in section.also]
    return "\n".join([*rows, "</section>"])


def _item(item: Item) -> str:
    tags = "".join(f"<span>{escape(t)}</span>" for t in item.labels)
    rows = "".join(
        _block("div", "warn" if name in _WARNINGS else "facts", f"{name}：{text}")
        for name, text in item.facts
    )
    found = evidence_places(item)
    return (
        f'<article id="{item.anchor}" data-topics="{escape(" ".join(item.keys))}">'
        f"{_block('div', 'kicker', item.kicker)}\n<h3>{item.number}. {_headline(item, found)}</h3>"
        f"{_block('div', 'subtitle', item.subtitle)}{_block('div', 'meta', item.meta)}"
        + (f'\n<div class="tags">{tags}</div>' if tags else "")
        + f"{_block('p', 'summary', item.summary)}{rows}\n{_original(item, found)}\n</article>"
    )


def _headline(item: Item, found: Found) -> str:
    """The headline with evidence words marked; as it stands where it is not the article's own line."""
    title = item.entry.article.title
    return marked(title, [], found.get(-1, [])) if clean(title) == item.headline else escape(item.headline)


def _original(item: Item, found: Found) -> str:
    """The full text with summary sentences and evidence words marked, and crossheads in place."""
    article = item.entry.article
    out = []
    last = len(article.paragraphs)
    for k, paragraph in enumerate((*article.paragraphs, "")):
        heads = (c for c in article.crossheads if min(c.before_para, last) == k)
        out += [f"<h4>{escape(clean(c.text))}</h4>" for c in heads]
        spans = [(s.start, s.end) for s in item.entry.summary.sentences if s.paragraph == k]
        out += [f"<p>{marked(paragraph, spans, found.get(k, []))}</p>"] if k < last else []
    weighed = any(e.places for e in item.entry.prediction.evidence)
    note = "（底色越深，分量越重）" if weighed else ""
    return f"<details><summary>原文{note}</summary>{''.join(out)}</details>" if out else ""


def _notes(doc: Document) -> list[str]:
    """说明: doubts as a list, text that no item claimed as quotations."""
    if not doc.notes and not doc.lost:
        return []
    rows = "".join(f"<li>{escape(text)}</li>" for text in doc.notes)
    quoted = "".join(f"<blockquote>{escape(text)}</blockquote>" for text in doc.lost)
    return [
        "<section>\n<h2>说明</h2>",
        *([f"<ul>{rows}</ul>"] if rows else []),
        *([f"<p>未归入文章的文字：</p>{quoted}"] if quoted else []),
        "</section>",
    ]


def _tail(doc: Document) -> str:
    rows = "".join(f"<div>{name}：{escape(text)}</div>" for name, text in doc.tail)
    return f'<div class="tail">{rows}</div>' if rows else ""
