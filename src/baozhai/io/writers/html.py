"""Digest → one self-contained HTML file: no outside address, prints on A4, readable on a phone."""

from __future__ import annotations

from html import escape

from baozhai.io.writers import layout
from baozhai.records import Digest, Entry, Sentence

# Page margins follow GB/T 9704-2012: head 37 mm, binding edge 28 mm.
STYLE = """
:root{color-scheme:light dark;--ink:#1c1c1c;--soft:#5c5c5c;--rule:#b3261e;--line:#d9d5ce;--paper:#fff;--mark:#fff0a8}
@media screen and (prefers-color-scheme:dark){:root{--ink:#e8e6e1;--soft:#a9a59d;--rule:#e0736b;--line:#3d3b38;--paper:#191919;--mark:#5a4b12}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0 auto;padding:1.5rem 1rem 3rem;max-width:46rem;background:var(--paper);color:var(--ink);line-height:1.75;
overflow-wrap:anywhere;font-family:"FangSong","STFangsong","Noto Serif CJK SC","Songti SC","SimSun",serif;font-size:1.06rem}
h1,h2,h3,h4,nav,summary,footer,.kicker,.subtitle,.meta,.facts,.tags,.also{font-family:"PingFang SC","Microsoft YaHei","Noto Sans CJK SC","SimHei",sans-serif}
header{text-align:center;border-bottom:3px solid var(--rule);margin-bottom:1.2rem;padding-bottom:.7rem}
h1{color:var(--rule);font-size:clamp(1.8rem,7vw,2.4rem);line-height:1.3;letter-spacing:.3em;margin:.2rem 0 .3rem .3em}
h2{font-size:1.25rem;line-height:1.4;border-left:.35rem solid var(--rule);padding-left:.6rem;margin:2rem 0 .6rem;break-after:avoid}
h3{font-size:1.12rem;line-height:1.45;margin:0 0 .2rem}
p{margin:.4rem 0}a{color:inherit;text-decoration:none}a:hover,a:focus-visible{text-decoration:underline}
nav{font-size:.95rem;border-bottom:1px solid var(--line);padding-bottom:.8rem}nav h2{font-size:1.05rem;border:0;padding:0;margin:.4rem 0}
nav ul{list-style:none;padding-left:0;margin:0}nav ul ul{padding-left:1.2em}nav li{line-height:1.6;margin:.15rem 0}
nav>ul>li>a{font-weight:600}nav .count{color:var(--soft);font-size:.88em}
article{break-inside:avoid;border-bottom:1px solid var(--line);padding:.9rem 0}section>article:last-child{border-bottom:0}
.kicker,.subtitle,.meta,.facts,.also{color:var(--soft);font-size:.88rem;line-height:1.6;margin:.15rem 0}
.summary{text-indent:2em}.tags{display:flex;flex-wrap:wrap;gap:.4rem;font-size:.86rem;margin:.3rem 0}
.tags span{border:1px solid var(--rule);color:var(--rule);border-radius:.25rem;padding:0 .4rem;line-height:1.5}
details{font-size:.98rem;margin-top:.4rem}summary{cursor:pointer;color:var(--soft);font-size:.88rem}
details[open]{border-left:2px solid var(--line);padding-left:.8rem}
details p{text-indent:2em;margin:.3rem 0}details h4{font-size:1rem;text-align:center;margin:.7rem 0 .2rem}
mark{background:var(--mark);color:inherit}blockquote{margin:.4rem 0;padding-left:.8rem;border-left:2px solid var(--line)}
footer{margin-top:2rem;border-top:1px solid var(--line);padding-top:.5rem;color:var(--soft);font-size:.84rem}
@page{size:A4;margin:37mm 26mm 35mm 28mm}
@media print{html{font-size:11pt}body{max-width:none;padding:0;font-size:12pt;line-height:1.55;orphans:2;widows:2}details{display:none}
h2{margin:1.1rem 0 .2rem}article{padding:.5rem 0}.facts{display:inline-block;margin:0 1em 0 0}nav li{line-height:1.45}
article,nav li{break-inside:avoid}a:hover{text-decoration:none}mark{background:none}}
"""


def to_html(digest: Digest) -> str:
    """The digest as one HTML document, in the order of `layout.sections`."""
    found = layout.sections(digest)
    number = {id(e): f"a{k}" for k, e in enumerate(digest.entries, 1)}
    head = layout.head_line(digest)
    title = f"{layout.TITLE} {head}".strip()
    parts = [
        '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width,initial-scale=1">',
        f"<title>{escape(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>",
        f"<header>\n<h1>{layout.TITLE}</h1>{_block('div', 'issue', head)}"
        f"{_block('div', 'meta', layout.counts_line(digest))}</header>",
        *_contents(found, number),
        "<main>",
        *(_section(digest, s, k, number) for k, s in enumerate(found, 1)),
        *_notes(digest),
        f"</main>\n<footer>{escape(layout.model_line(digest))}</footer>\n</body>\n</html>\n",
    ]
    return "\n".join(parts)


def _block(tag: str, name: str, text: str) -> str:
    """An element of a class, or nothing without text."""
    return f'\n<{tag} class="{name}">{escape(text)}</{tag}>' if text else ""


def _link(entry: Entry, number: dict[int, str]) -> str:
    return f'<a href="#{number[id(entry)]}">{escape(layout.headline(entry.article))}</a>'


def _contents(found: list[layout.Section], number: dict[int, str]) -> list[str]:
    if not found:
        return []
    parts = ['<nav aria-label="目录">\n<h2>目录</h2>\n<ul>']
    for k, section in enumerate(found, 1):
        rows = "".join(f"<li>{_link(e, number)}</li>" for e in section.entries)
        count = f'<span class="count">（{layout.size(section)}）</span>'
        inner = f"<ul>{rows}</ul>" if rows else ""
        parts.append(f'<li><a href="#s{k}">{escape(section.name)}</a>{count}{inner}</li>')
    return [*parts, "</ul>\n</nav>"]


def _section(digest: Digest, section: layout.Section, k: int, number: dict[int, str]) -> str:
    rows = [f'<section id="s{k}">\n<h2>{escape(section.name)}</h2>']
    rows += [_entry(digest, e, number[id(e)]) for e in section.entries]
    rows += [f'<p class="also">另见：{_link(e, number)}</p>' for e in section.also]
    return "\n".join([*rows, "</section>"])


def _entry(digest: Digest, entry: Entry, anchor: str) -> str:
    article = entry.article
    meta = " ".join(m for m in (layout.source_line(article), layout.byline(article)) if m)
    tags = "".join(f"<span>{escape(t)}</span>" for t in layout.topic_labels(digest, entry))
    facts = {
        "关键词": entry.keywords,
        "依据": tuple(layout.evidence_words(entry)),
        "另见": layout.reprints(article),
    }
    rows = (_block("div", "facts", f"{name}：{'、'.join(words)}") for name, words in facts.items() if words)
    return (
        f'<article id="{anchor}">{_block("div", "kicker", article.kicker)}'
        f"\n<h3>{escape(layout.headline(article))}</h3>{_block('div', 'subtitle', article.subtitle)}"
        f"{_block('div', 'meta', meta)}"
        + (f'\n<div class="tags">{tags}</div>' if tags else "")
        + f"{_block('p', 'summary', entry.summary.text)}{''.join(rows)}\n{_original(entry)}\n</article>"
    )


def _original(entry: Entry) -> str:
    """The full text with the summary sentences marked and crossheads in place."""
    article = entry.article
    out = []
    last = len(article.paragraphs)
    for k, paragraph in enumerate((*article.paragraphs, "")):
        heads = (c for c in article.crossheads if min(c.before_para, last) == k)
        out += [f"<h4>{escape(c.text)}</h4>" for c in heads]
        spans = [s for s in entry.summary.sentences if s.paragraph == k]
        out += [f"<p>{_marked(paragraph, spans)}</p>"] if k < last else []
    return f"<details><summary>原文</summary>{''.join(out)}</details>" if out else ""


def _marked(text: str, spans: list[Sentence]) -> str:
    out, at = "", 0
    for s in sorted(spans, key=_start):
        start = max(at, s.start)
        end = max(start, s.end)
        out += escape(text[at:start])
        out += f"<mark>{escape(text[start:end])}</mark>" if text[start:end] else ""
        at = end
    return out + escape(text[at:])


def _start(sentence: Sentence) -> int:
    return sentence.start


def _notes(digest: Digest) -> list[str]:
    """说明: doubts as a list, text that no item claimed as quotations."""
    doubts, lost = layout.notes(digest), digest.issue.unassigned
    if not doubts and not lost:
        return []
    rows = "".join(f"<li>{escape(text)}</li>" for text in doubts)
    quoted = "".join(f"<blockquote>{escape(text)}</blockquote>" for text in lost)
    return [
        "<section>\n<h2>说明</h2>",
        *([f"<ul>{rows}</ul>"] if rows else []),
        *([f"<p>未归入文章的文字：</p>{quoted}"] if quoted else []),
        "</section>",
    ]
