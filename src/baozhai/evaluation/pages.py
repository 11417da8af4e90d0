"""Scores of cutting: found articles against the gold articles of a page, by characters.

The definitions are those of the public scorer of newspaper segmentation (`score_pages.py`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from baozhai.evaluation.align import FREE, GoldText, align, parts, plain
from baozhai.records import Article, Issue

MATCHED = 0.8  # intersection over union from which an article counts as found
PARTNER = 0.5  # ... from which its headline and byline are compared
SAME_TITLE = 0.9  # similarity of headlines that are the same

Counts = dict[str, float]
Cell = tuple[int, int]

_NOT_NAMES = re.compile(
    r"(?:本报|本网|新华社|人民网|特约|见习|实习)*(?:首席)?(?:记者|通讯员|摄影|报道|文字|编辑)"
    r"|[▶►■◆□●]|文[/／]图|文并摄|图[/／]文|文/摄|[（）()/／:：]|摄影?$|摄(?=\s|$)|^图$|/图"
)


def page_counts(gold: Issue, found: Sequence[Article]) -> Counts:
    """Count what was found of one page; counts of several pages add up.

    Parameters
    ----------
    gold : Issue
        Its `articles` (articles and photo stories) and `furniture`.
    found : sequence of Article
        What the cutter made of the page, in its order.
    """
    text = GoldText.of(gold)
    texts = [[plain(part.text) for part in parts(a)] for a in found]
    claims = [align(text, "".join(t), k) for k, t in enumerate(texts)]
    page = _Page(gold.articles, found, text, claims)
    read = {"pages": 1, "characters": sum(map(len, claims)), "foreign": sum(c.count(FREE) for c in claims)}
    return {
        **read,
        **_articles(page),
        **_titles(page),
        **_bylines(page),
        **_clusters(page),
        **_paragraphs(page),
    }


def page_scores(counts: Iterable[Counts]) -> dict[str, float]:
    """Counts of pages → measures.

    Returns
    -------
    dict
        `article_p`, `article_r`, `article_f1` (pairs at IoU >= 0.8), `title` (share of gold articles with a
        headline that have the right one), `byline_f1` (names), `bcubed_p`, `bcubed_r`, `bcubed_f1`
        (characters), `paragraphs_exact` (share of gold paragraphs), `lost` (share of gold characters),
        `foreign` (share of found characters), `false_articles` (a page), `pages`. 0 / 0 counts as 1;
        a share of nothing lost, foreign or false is 0.
    """
    c: Counter[str] = Counter()
    for page in counts:
        c.update(page)  # sums of floats, too
    p, r = _share(c["b3_p"], c["body"]), _share(c["b3_r"], c["body"])
    return {
        "pages": float(c["pages"]),
        "article_p": _share(c["matched"], c["articles_found"]),
        "article_r": _share(c["matched"], c["articles_gold"]),
        "article_f1": _share(2 * c["matched"], c["articles_found"] + c["articles_gold"]),
        "title": _share(c["title_right"], c["titles"]),
        "byline_f1": _share(2 * c["names_right"], c["names_found"] + c["names_gold"]),
        "bcubed_p": p,
        "bcubed_r": r,
        "bcubed_f1": _share(2 * p * r, p + r) if c["body"] else 1.0,
        "paragraphs_exact": _share(c["paragraphs_right"], c["paragraphs"]),
        "lost": c["lost"] / c["body"] if c["body"] else 0.0,
        "foreign": c["foreign"] / c["characters"] if c["characters"] else 0.0,
        "false_articles": c["false"] / c["pages"] if c["pages"] else 0.0,
    }


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 1.0


@dataclass
class _Page:
    """Gold and found items with their shared characters; `pair` is gold item → found item, one to one."""

    gold: Sequence[Article]
    found: Sequence[Article]
    text: GoldText
    claims: Sequence[Sequence[int]]

    def __post_init__(self) -> None:
        body = [j for j, role in zip(self.text.item, self.text.role, strict=True) if role == "body"]
        self.size = Counter(body)
        self.shared = self._meeting("body")
        spared = self._meeting("byline", "dateline")  # of the item itself: no harm when left in its text
        self.iou = {
            (k, j): n / (len(self.claims[k]) - spared[k, j] + self.size[j] - n)
            for (k, j), n in self.shared.items()
        }
        self.pair = _one_to_one(self.iou)

    def _meeting(self, *roles: str) -> Counter[Cell]:
        """(found item, gold item) → characters of these roles that they share."""
        pairs = ((k, p) for k, places in enumerate(self.claims) for p in places if p != FREE)
        return Counter((k, self.text.item[p]) for k, p in pairs if self.text.role[p] in roles)

    def partner(self, j: int, floor: float) -> Article | None:
        """The found item that is gold item `j` at this IoU or better."""
        k = self.pair.get(j)
        return self.found[k] if k is not None and self.iou[k, j] >= floor else None


def _one_to_one(iou: dict[Cell, float]) -> dict[int, int]:
    """Gold item → found item, the best pairs first."""
    pair: dict[int, int] = {}
    for _, k, j in sorted(((v, k, j) for (k, j), v in iou.items()), reverse=True):
        if j not in pair and k not in pair.values():
            pair[j] = k
    return pair


def _articles(page: _Page) -> Counts:
    shown = [
        k for k, a in enumerate(page.found) if a.kind == "article" and (len(page.claims[k]) or bool(a.title))
    ]
    gold = [j for j, a in enumerate(page.gold) if a.kind == "article"]
    partners = [page.partner(j, MATCHED) for j in gold]
    best = [max((page.iou.get((k, j), 0.0) for j in gold), default=0.0) for k in shown]
    return {
        "articles_found": len(shown),
        "articles_gold": len(gold),
        "matched": sum(a is not None and a.kind == "article" for a in partners),
        "false": sum(v < PARTNER for v in best),
    }


def _headlines(article: Article) -> set[str]:
    """The headline alone, with its kicker, with its subtitle, with both."""
    kicker, title, subtitle = plain(article.kicker), plain(article.title), plain(article.subtitle)
    return {t for t in (title, kicker + title, title + subtitle, kicker + title + subtitle) if t}


def _titles(page: _Page) -> Counts:
    titled = [j for j, a in enumerate(page.gold) if a.kind == "article" and a.title]
    right = 0
    for j in titled:
        partner = page.partner(j, PARTNER)
        if partner is not None and plain(partner.title):
            right += any(
                SequenceMatcher(None, a, b, autojunk=False).ratio() >= SAME_TITLE
                for a in _headlines(partner)
                for b in _headlines(page.gold[j])
            )
    return {"titles": len(titled), "title_right": right}


def _names(article: Article) -> set[str]:
    """Names of a byline without roles."""
    words = (w for p in article.byline for w in re.split(r"[\s、，,;；]+", _NOT_NAMES.sub(" ", p.name)))
    return {w.strip("。.*") for w in words} - {"", "图", "文", "摄"}


def _bylines(page: _Page) -> Counts:
    right = 0
    for j, article in enumerate(page.gold):
        partner = page.partner(j, PARTNER)
        right += len(_names(article) & _names(partner)) if partner is not None else 0
    return {
        "names_right": right,
        "names_gold": sum(len(_names(a)) for a in page.gold),
        "names_found": sum(len(_names(a)) for a in page.found),
    }


def _clusters(page: _Page) -> Counts:
    """BCubed sums over gold body characters (Bagga and Baldwin 1998); an unclaimed one is alone."""
    taken: Counter[int] = Counter()
    held: Counter[int] = Counter()
    for (k, j), n in page.shared.items():
        taken[k] += n
        held[j] += n
    lost = {j: size - held[j] for j, size in page.size.items()}
    return {
        "body": page.size.total(),
        "lost": sum(lost.values()),
        "b3_p": sum(n * n / taken[k] for (k, _), n in page.shared.items()) + sum(lost.values()),
        "b3_r": sum(n * n / page.size[j] for (_, j), n in page.shared.items())
        + sum(n / page.size[j] for j, n in lost.items()),
    }


def _paragraphs(page: _Page) -> Counts:
    right = 0
    for j, article in enumerate(page.gold):
        partner = page.partner(j, 0.0)
        printed = {p.strip() for p in partner.paragraphs} if partner is not None else set()
        right += sum(p.strip() in printed for p in article.paragraphs)
    return {"paragraphs": sum(len(a.paragraphs) for a in page.gold), "paragraphs_right": right}
