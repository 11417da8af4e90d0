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
    ends = ((a, b) for a, b, _ in found)
    cuts = sorted({0, len(text), *(c for a, b in (*spans, *ends) for c in (a, b))})
    at = {cut: k for k, cut in enumerate(cuts)}
    inside = {k for a, b in spans for k in range(at[a], at[b])}
    # Of those that lie over one another the first one shows.
    looks = {k: look for a, b, look in reversed(found) for k in range(at[a], at[b])}
    out, open_ = [], False
    for k, (start, end) in enumerate(pairwise(cuts)):
        if (k in inside) != open_:
            open_ = not open_
            out.append("<mark>" if open_ else "</mark>")
        piece = escape(printable(text[start:end]), quote=False)
        out.append(f"<em{looks[k]}>{piece}</em>" if k in looks else piece)
    return "".join(out) + ("</mark>" if open_ else "")
