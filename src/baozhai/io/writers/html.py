"""Digest → one self-contained HTML file: no outside address, prints on A4, readable on a phone."""

from __future__ import annotations

from html import escape

from baozhai.io.writers import layout
from baozhai.records import Digest, Entry, Sentence

STYLE = """
:root{color-scheme:light dark;--ink:#1c1c1c;--soft:#5c5c5c;--rule:#b3261e;--paper:#fff;--mark:#fff2b3}
@media(prefers-color-scheme:dark){:root{--ink:#e8e6e1;--soft:#a9a59d;--rule:#e0736b;--paper:#191919;--mark:#5a4b12}}
*{box-sizing:border-box}
body{margin:0 auto;padding:1.5rem 1rem 3rem;max-width:46rem;background:var(--paper);color:var(--ink);line-height:1.75;
font-family:"FangSong","STFangsong","Noto Serif CJK SC","Songti SC","SimSun",serif;font-size:1.06rem}
h1,h2,h3,nav,.meta,.facts{font-family:"Noto Sans CJK SC","PingFang SC","Microsoft YaHei","SimHei",sans-serif}
header{text-align:center;border-bottom:3px solid var(--rule);margin-bottom:1.2rem;padding-bottom:.6rem}
h1{color:var(--rule);font-size:2.2rem;letter-spacing:.5em;margin:.2rem 0 .2rem .5em}
h2{font-size:1.25rem;border-left:.35rem solid var(--rule);padding-left:.6rem;margin:2rem 0 .6rem;break-after:avoid}
h3{font-size:1.08rem;margin:1.3rem 0 .2rem;break-after:avoid}
nav ul{list-style:none;padding-left:1rem;margin:.2rem 0}nav a{color:inherit;text-decoration:none}nav a:hover{text-decoration:underline}
article{break-inside:avoid;border-bottom:1px solid color-mix(in srgb,var(--soft) 30%,transparent);padding-bottom:.8rem}
.meta,.facts{color:var(--soft);font-size:.86rem;margin:.15rem 0}.summary{text-indent:2em;margin:.4rem 0}
.tag{border:1px solid var(--rule);color:var(--rule);border-radius:.25rem;padding:0 .4rem;margin-right:.4rem;white-space:nowrap}
details{font-size:.95rem;margin-top:.4rem}summary{cursor:pointer;color:var(--soft);font-size:.86rem}
details p{text-indent:2em;margin:.3rem 0}details h4{margin:.6rem 0 .2rem}mark{background:var(--mark);color:inherit}
footer{margin-top:2rem;color:var(--soft);font-size:.82rem}
@page{size:A4;margin:37mm 26mm 35mm 28mm}
@media print{body{max-width:none;padding:0;font-size:12pt}details{display:none}}
"""


def to_html(digest: Digest) -> str:
    """The digest as one HTML document, in the order of `layout.sections`."""
    found = layout.sections(digest)
    number = {id(e): f"a{k + 1}" for k, e in enumerate(digest.entries)}
    title = f"报摘 {layout.head_line(digest)}".strip()
    parts = [
        '<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width,initial-scale=1">',
        f"<title>{escape(title)}</title><style>{STYLE}</style></head><body>",
        f"<header><h1>报摘</h1><div>{escape(layout.head_line(digest))}</div>",
        f'<div class="meta">{layout.counts_line(digest)}</div></header>',
        '<nav aria-label="目录"><strong>目录</strong><ul>',
    ]
    for section in found:
        links = "".join(
            f'<li><a href="#{number[id(e)]}">{escape(layout.headline(e.article))}</a></li>'
            for e in section.entries
        )
        parts.append(f"<li>{escape(section.name)}（{len(section.entries)}）<ul>{links}</ul></li>")
    parts.append("</ul></nav><main>")
    for section in found:
        parts.append(f"<section><h2>{escape(section.name)}</h2>")
        parts += [_entry(digest, e, number[id(e)]) for e in section.entries]
        parts += [
            f'<p class="meta">另见：<a href="#{number[id(e)]}">{escape(layout.headline(e.article))}</a></p>'
            for e in section.also
        ]
        parts.append("</section>")
    if doubts := layout.notes(digest):
        rows = "".join(f"<li>{escape(text)}</li>" for text in doubts)
        parts.append(f"<section><h2>说明</h2><ul>{rows}</ul></section>")
    model = f"{escape(digest.model)}（{digest.model_sha256[:12]}）"
    parts.append(
        f"</main><footer>摘要均为原文摘句；点开“原文”可见出处。模型：{model}</footer></body></html>\n"
    )
    return "\n".join(parts)


def _entry(digest: Digest, entry: Entry, anchor: str) -> str:
    article = entry.article
    meta = " ".join(m for m in (layout.source_line(article), layout.byline(article)) if m)
    tags = "".join(f'<span class="tag">{escape(t)}</span>' for t in layout.topic_labels(digest, entry))
    facts = [("关键词", entry.keywords), ("依据", layout.evidence_words(entry))]
    rows = " ".join(f"{name}：{escape('、'.join(words))}" for name, words in facts if words)
    subtitle = f'<div class="meta">{escape(article.subtitle)}</div>' if article.subtitle else ""
    return (
        f'<article id="{anchor}"><h3>{escape(layout.headline(article))}</h3>{subtitle}'
        f'<div class="meta">{escape(meta)}</div><p class="summary">{escape(entry.summary.text)}</p>'
        f'<div class="facts">{tags}{rows}</div>{_original(entry)}</article>'
    )


def _original(entry: Entry) -> str:
    """The full text with the summary sentences marked and crossheads in place."""
    article = entry.article
    out = []
    for k, paragraph in enumerate(article.paragraphs):
        out += [f"<h4>{escape(c.text)}</h4>" for c in article.crossheads if c.before_para == k]
        spans = [s for s in entry.summary.sentences if s.paragraph == k]
        out.append(f"<p>{_marked(paragraph, spans)}</p>")
    return f"<details><summary>原文</summary>{''.join(out)}</details>"


def _marked(text: str, spans: list[Sentence]) -> str:
    out, at = "", 0
    for s in sorted(spans, key=_start):
        out += f"{escape(text[at : s.start])}<mark>{escape(text[s.start : s.end])}</mark>"
        at = s.end
    return out + escape(text[at:])


def _start(sentence: Sentence) -> int:
    return sentence.start
