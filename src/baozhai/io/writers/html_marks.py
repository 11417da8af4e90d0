"""Where the words that decided stand in an article, and HTML with them marked."""

from __future__ import annotations

import re
from html import escape
from itertools import pairwise

from baozhai.io.writers.items import Item
from baozhai.io.writers.layout import printable

Marked = tuple[int, int, str]  # first character, the one after the last, attributes of the element
Found = dict[int, list[Marked]]  # by paragraph; -1 is the headline


def evidence_places(item: Item) -> Found:
    """For each paragraph the places of evidence words; those of the headline are under -1."""
    article, words = item.entry.article, item.fact("判类依据").split("、")
    pattern = "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True) if w)
    texts = enumerate((article.title, *article.paragraphs), start=-1)
    return _weights(item) or {
        k: [(*m.span(), "") for m in re.finditer(pattern, text)] for k, text in texts if pattern
    }


def _weights(item: Item) -> Found:
    """The same places classed by strength; nothing without `explain=true`."""
    p = item.entry.prediction
    labels = dict(zip(p.topics, item.labels, strict=False))
    found = [e for e in p.evidence if e.topic in labels and e.contribution > 0]
    most = max((e.contribution for e in found), default=1.0)
    out: Found = {}
    for e in found:
        level = 1 + min(2, int(3 * e.contribution / most))
        look = f' class="w{level}" title="{escape(labels[e.topic].split(" ")[0])} +{e.contribution:.3f}"'
        for k, start, end in e.places:
            out.setdefault(k, []).append((start, end, look))
    return out


def marked(text: str, spans: list[tuple[int, int]], found: list[Marked]) -> str:
    """HTML of a text with `<mark>` around spans (offsets in characters) and `<em>` around what was found."""
    found = [(a, min(b, len(text)), look) for a, b, look in found]
    spans = [(max(0, a), min(b, len(text))) for a, b in spans if a < min(b, len(text))]
    inner = [*spans, *((a, b) for a, b, _ in found)]
    cuts = sorted({0, len(text), *(c for a, b in inner for c in (a, b))})
    out, open_ = "", False
    for start, end in pairwise(cuts):
        inside = any(a <= start < b for a, b in spans)
        out += "" if inside == open_ else ("<mark>" if inside else "</mark>")
        open_ = inside
        piece = escape(printable(text[start:end]), quote=False)
        look = next((look for a, b, look in found if a <= start < b), None)
        out += piece if look is None else f"<em{look}>{piece}</em>"
    return out + ("</mark>" if open_ else "")
