"""What went wrong on a page, article by article: the list of errors of `benchmarks/cutting.py`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher

from baozhai.evaluation.align import GoldText, align, parts, plain
from baozhai.evaluation.pages import MATCHED, PARTNER, SAME_TITLE, _headlines, _Page
from baozhai.records import DOUBT, Article, Issue

#: Share of an article's characters from which a piece of it in another one, or of another one in it, is the error.
MUCH = 0.1

TEXT = ("text of two articles in one", "text parted", "text lost", "edges wrong")
TITLE = (
    "no headline",
    "part of the headline",
    "more than the headline",
    "another article's headline",
    "other",
)
MARKED = "wrong headline, marked 待核"


def matched(gold: Issue, found: Sequence[Article]) -> _Page:
    """Gold and found articles with the characters they share."""
    text = GoldText.of(gold)
    joined = ("".join(plain(part.text) for part in parts(a)) for a in found)
    return _Page(gold.articles, found, text, [align(text, words, k) for k, words in enumerate(joined)])


def faults(gold: Issue, found: Sequence[Article]) -> Counter[str]:
    """How often each error is on a page; articles that were found whole have no error of the text."""
    page, out = matched(gold, found), Counter[str]()
    for j, article in enumerate(gold.articles):
        if article.kind != "article":
            continue
        out["articles"] += 1
        if page.partner(j, MATCHED) is None:
            out[_text(page, j)] += 1
        partner = page.partner(j, PARTNER)
        if article.title and partner is not None and (wrong := _title(gold.articles, article, partner)):
            out[wrong] += 1
            out[MARKED] += not partner.title or partner.confidence < DOUBT
    return out


def wrong_items(gold: Issue, found: Sequence[Article]) -> set[int]:
    """Which found articles are not one article of the page, or have a wrong headline."""
    page = matched(gold, found)
    right = {k: j for j, k in page.pair.items() if page.iou[k, j] >= MATCHED}
    return {
        k
        for k in range(len(found))
        if k not in right
        or (gold.articles[right[k]].title and _title(gold.articles, gold.articles[right[k]], found[k]))
    }


def _text(page: _Page, j: int) -> str:
    shares = {k: n / page.size[j] for (k, jj), n in page.shared.items() if jj == j}
    if not shares or sum(shares.values()) < PARTNER:
        return "text lost"
    best = max(shares, key=shares.__getitem__)
    others = sum(n for (k, jj), n in page.shared.items() if k == best and jj != j)
    if others > MUCH * len(page.claims[best]):
        return "text of two articles in one"
    return "text parted" if shares[best] < 1 - MUCH else "edges wrong"


def _title(golds: Sequence[Article], gold: Article, found: Article) -> str:
    said, right = _headlines(found), _headlines(gold)
    if not plain(found.title):
        return "no headline"
    if any(_same(a, b) for a in said for b in right):
        return ""
    if any(_same(a, b) for other in golds if other is not gold for a in said for b in _headlines(other)):
        return "another article's headline"
    title, whole = plain(found.title), max(right, key=len)
    if title in whole:
        return "part of the headline"
    return "more than the headline" if plain(gold.title) in max(said, key=len) else "other"


def _same(a: str, b: str) -> bool:
    return SequenceMatcher(None, a, b, autojunk=False).ratio() >= SAME_TITLE


def fault_table(rows: dict[str, Counter[str]]) -> str:
    """Errors of a hundred articles, one line an input."""
    head = ["input", "articles", *TEXT, *TITLE, MARKED]
    out = ["| " + " | ".join(head) + " |", "|" + " --- |" * len(head)]
    for name, counts in rows.items():
        whole = max(counts["articles"], 1)
        cells = [f"{100 * counts[kind] / whole:.1f}" for kind in (*TEXT, *TITLE, MARKED)]
        out.append("| " + " | ".join([name, str(counts["articles"]), *cells]) + " |")
    return "\n".join(out) + "\n"
