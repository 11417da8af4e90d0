"""A saved page of a digital newspaper → its article."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from baozhai.errors import InputError
from baozhai.io.readers.info import MAX_ASIDE, author_of, is_info, page_of, reporters_of, source_of
from baozhai.io.readers.markup import (
    BOLD,
    BREAK,
    PLAIN,
    clean,
    join_rows,
    parse,
    remove,
    remove_unseen,
    texts,
    words,
)
from baozhai.records import Article, Crosshead, Issue, Source
from baozhai.text.days import date_of

# Ways a publishing system names its parts: Founder (founder-*, enpproperty, #ozoom), people.com.cn, TRS, WeChat.
BODIES = (
    "founder-content, #ozoom, #rwb_zw, .rm_txt_con, #js_content, #articleContent, #article-content, "
    ".article-content, .TRS_Editor, [itemprop=articleBody]"
)
TITLES = "founder-title, h1, #title, .title, .article-title, h2"
NAMED = {
    "kicker": "founder-introtitle, .pre, .yinti, .introtitle, .kicker",
    "subtitle": "founder-subtitle, .sub, .futi, .subtitle",
    "author": "founder-author, .sec, .author, #author, .p-author",
}
CAPTIONS = "figcaption, .pic_c, .caption, .img-desc, .pic-desc"
_ENP = {"title": "title", "kicker": "introtitle", "subtitle": "subtitle", "author": "author", "date": "date"}
_BLOCKS = (
    "p,div,br,hr,section,article,header,footer,blockquote,pre,figure,ul,ol,li,dl,dt,dd,"
    "table,tr,td,th,h1,h2,h3,h4,h5,h6,center"
)
_INLINE = ("p", "b", "strong", "span", "font", "em", "i")

MIN_HAN = 20  # ideographs that make an article; fewer are a menu or a notice
MAX_LINKED = 0.4  # a text with a larger share in links is a list of articles
MAX_TITLE = 80  # characters; more is a block that holds a headline, not the headline
MAX_CROSSHEAD = 30  # characters

_PAPER = re.compile(r"《([\u4e00-\u9fff]{2,16}(?:报|周刊))》")


def read_html(data: bytes, name: str) -> Issue:
    """The article of a saved page, its captions as photo items, lines of editors, date and source as furniture.

    Raises
    ------
    InputError
        Not decodable, nested beyond reason, or a page without an article.
    """
    tree = parse(data, name)
    known = _properties(tree)
    remove_unseen(tree)
    body = _body(tree)
    if body is None:
        raise InputError(
            f"{name}：没有找到文章正文（可能是版面目录页或需要登录的页面）。请打开文章页再另存为“仅 HTML”。"
        )
    notes = _left(tree, body, name)
    fields = _fields(tree, body, known)
    captions = [text for n in body.css(CAPTIONS) if (text := words(n))]
    remove(body.css(CAPTIONS))
    return replace(_issue(fields, _paragraphs(body), captions, name), notes=notes)


def _properties(tree: Any) -> dict[str, str]:
    """Fields of Founder's comment `<!--enpproperty <date>…</date><title>…</title>…-->`."""
    for node in tree.root.traverse():
        if node.is_comment_node and (comment := node.comment_content or "").strip().startswith("enpproperty"):
            pairs = {key: re.search(f"<{tag}>(.*?)</{tag}>", comment, re.S) for key, tag in _ENP.items()}
            flat = {k: html.unescape(re.sub("<[^>]*>", " ", m.group(1))) for k, m in pairs.items() if m}
            return {key: clean(value) for key, value in flat.items()}
    return {}


def _body(tree: Any) -> Any:
    """The element that holds the text: by name, else the one with most text in its paragraphs."""
    for node in (*tree.css(BODIES), *_densest(tree)):
        text, linked = node.text(), sum(len(a.text()) for a in node.css("a"))
        if len(re.findall("[\u4e00-\u9fff]", text)) >= MIN_HAN and linked <= MAX_LINKED * len(text.strip()):
            return node
    return None


def _densest(tree: Any) -> Iterator[Any]:
    """Elements by the characters of their own paragraphs, half of them for each element around (Readability)."""
    weight: Counter[int] = Counter()
    nodes: dict[int, Any] = {}
    for text in texts(tree.root):
        node, share = text.parent, len(text.text().strip())
        while node is not None and node.tag in _INLINE:
            node = node.parent
        while node is not None and share and node.tag not in ("a", "html", "head", "title"):
            nodes[node.mem_id] = node
            weight[node.mem_id] += share
            node, share = node.parent, share // 2
    return (nodes[key] for key, _ in weight.most_common(8))


def _left(tree: Any, body: Any, name: str) -> tuple[str, ...]:
    """A note on whole paragraphs outside the body; a hidden copy of it is none."""
    inside, text = {n.mem_id for n in body.traverse(include_text=True)}, clean(body.text())
    lines = (clean(n.text()) for n in texts(tree.root) if n.mem_id not in inside)
    left = [t for t in lines if len(t) > MAX_ASIDE and t[-1] in "。！？…" and t not in text]
    return (f"{name}：正文之外还有 {len(left)} 段文字没有收入：“{left[0][:20]}…”",) if left else ()


def _fields(tree: Any, body: Any, known: dict[str, str]) -> dict[str, str]:
    """Headline, byline, date, page and newspaper; what is inside the body is taken out of it."""
    head = tree.css_first("title")
    page_title = words(head) if head is not None else ""
    title = _headline(tree, page_title, body)
    nodes = {"title": title, **_siblings(title)}
    nodes |= {key: node for key, s in NAMED.items() if (node := _first(tree, s, body)) is not None}
    nodes = {key: node for key, node in nodes.items() if node is not None}
    out = {key: words(node) for key, node in nodes.items()}
    out |= {key: value for key, value in known.items() if value}
    pieces = _pieces(page_title)
    # A line end of the headline became a blank, which none needs behind a mark.
    out["title"] = re.sub("(?<=[：，、；]) ", "", out.get("title", pieces[0]))
    aside = _aside(tree, body)
    out["date"] = date_of(out.get("date", "")) or date_of(aside)
    out["page"], paper = page_of(aside), _PAPER.search(aside)
    papers = [paper.group(1)] if paper else [p for p in pieces[1:] if _PAPER.fullmatch(f"《{p}》")]
    out["newspaper"] = next(iter(papers), "") or source_of(aside)
    out["author"] = author_of(out.get("author", ""))
    inside = {n.mem_id for n in body.traverse()} - {body.mem_id}
    remove(node for node in nodes.values() if node.mem_id in inside)
    return out


def _pieces(page_title: str) -> list[str]:
    """`headline - channel - newspaper` of a browser's window title."""
    return re.split(r"\s*[-_|—–]+\s*", page_title)


def _first(tree: Any, selectors: str, body: Any) -> Any:
    """The first short element with text, selectors in order of trust."""
    found = (node for selector in selectors.split(", ") for node in tree.css(selector))
    return next((n for n in found if n.mem_id != body.mem_id and 0 < len(words(n)) <= MAX_TITLE), None)


def _headline(tree: Any, page_title: str, body: Any) -> Any:
    """The longest element whose text the page's own title repeats, else the first that could be one."""
    found = [n for s in TITLES.split(", ") for n in tree.css(s) if n.mem_id != body.mem_id]
    short = [n for n in found if 0 < len(words(n)) <= MAX_TITLE and len(n.css("p, div, li")) <= 1]
    flat, rest = "".join(page_title.split()), _pieces(page_title)[1:]
    own = [n for n in short if "".join(n.text().split()) in flat and words(n) not in rest]
    return max(own, key=lambda node: len(words(node))) if own else next(iter(short), None)


def _siblings(title: Any) -> dict[str, Any]:
    """Headings beside the headline: one before it is the 引题, one after it the 副题."""
    out = {}
    for key, step in (("kicker", "prev"), ("subtitle", "next")):
        node = getattr(title, step, None)
        while node is not None and not node.is_element_node and not (node.text() or "").strip():
            node = getattr(node, step)
        if node is not None and re.fullmatch("h[1-6]", node.tag or "") and words(node):
            out[key] = node
    return out


def _aside(tree: Any, body: Any) -> str:
    """Short texts of the page outside the body, dates of publication in its head first."""
    metas = (n.attributes.get("content") or "" for n in tree.css("meta") if _dated(n))
    inside = {n.mem_id for n in body.traverse(include_text=True)}
    lines = (n.text() for n in texts(tree.root) if n.mem_id not in inside and n.parent.tag != "title")
    return "\n".join([*metas, *(t for t in lines if len(t.strip()) <= MAX_ASIDE)])


def _dated(meta: Any) -> bool:
    name = meta.attributes.get("name") or meta.attributes.get("property") or ""
    return re.search("publish|pubdate", name, re.I) is not None


def _issue(fields: dict[str, str], text: _Text, captions: list[str], name: str) -> Issue:
    paragraphs, heads, furniture = text
    newspaper, date, page = (fields[key] for key in ("newspaper", "date", "page"))
    info = "\n".join(furniture)
    date, newspaper, page = date or date_of(info), newspaper or source_of(info), page or page_of(info)
    blank = Article("01", newspaper=newspaper, date=date, page=page, source=Source(name, page))
    article = replace(
        blank,
        title=fields["title"],
        kicker=fields.get("kicker", ""),
        subtitle=fields.get("subtitle", ""),
        byline_raw=fields["author"] or reporters_of(info),
        paragraphs=tuple(paragraphs),
        crossheads=tuple(heads),
    )
    photos = (
        replace(blank, id=f"{k:02d}", kind="photo", paragraphs=(caption,))
        for k, caption in enumerate(captions, 2)
    )
    return Issue(name, (article, *photos), newspaper, date, page, furniture=tuple(furniture))


_Text = tuple[list[str], list[Crosshead], list[str]]


def _paragraphs(body: Any) -> _Text:
    """Paragraphs, crossheads (headings, short lines all in bold) and lines of editors, date and source."""
    inside = join_rows(body) | {body.mem_id}
    for selector, before, after in ((_BLOCKS, BREAK, BREAK), ("h2,h3,h4,h5,h6,b,strong", BOLD, PLAIN)):
        for node in body.css(selector):
            if node.mem_id not in inside:
                node.insert_before(before)
                node.insert_after(after)
    paragraphs: list[str] = []
    heads: list[Crosshead] = []
    furniture: list[str] = []
    for raw in body.text().split(BREAK):
        text = clean(raw.replace(BOLD, "").replace(PLAIN, ""))
        if is_info(text):
            furniture.append(text)
        elif text and _crosshead(raw, text):
            heads.append(Crosshead(len(paragraphs), text))
        elif text:
            paragraphs.append(text)
    return paragraphs, heads, furniture


def _crosshead(raw: str, text: str) -> bool:
    inner = 1
    while inner:
        raw, inner = re.subn(f"{BOLD}[^{BOLD}{PLAIN}]*{PLAIN}", "", raw)
    short = len(text) <= MAX_CROSSHEAD and not re.search("[。！？…：:][”’]?$|记者|通讯员|摄", text)
    return short and not raw.strip()
