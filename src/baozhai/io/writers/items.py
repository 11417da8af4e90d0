"""One printed item: its texts, each in one line, as every writer prints them."""

from __future__ import annotations

from typing import NamedTuple

from baozhai.io.writers import layout, profile
from baozhai.io.writers.headings import headline
from baozhai.io.writers.layout import clean
from baozhai.io.writers.profile import Profile
from baozhai.records import DOUBT, SPECIAL, Article, Digest, Entry

_EDITED = {"kicker": "肩题", "title": "标题", "subtitle": "副题", "summary": "摘要", "clause": "摘要截到分句"}


class Item(NamedTuple):
    """One printed item; every text is one line without control characters.

    Attributes
    ----------
    number : int
        Place in the document, from 1.
    keys : tuple of str
        The section that prints it, then those that point to it.
    labels : tuple of str
        Topics with their probabilities.
    facts : tuple of (str, str)
        Lines below the summary: name and text.
    """

    number: int
    keys: tuple[str, ...]
    section: str
    entry: Entry
    headline: str
    kicker: str
    subtitle: str
    source: str
    byline: str
    labels: tuple[str, ...]
    summary: str
    facts: tuple[tuple[str, str], ...]

    @property
    def anchor(self) -> str:
        """The target of links to it."""
        return f"a{self.number}"

    @property
    def numbered(self) -> str:
        """The headline with the number by which lists and notes call the item."""
        return f"{self.number}. {self.headline}"

    @property
    def meta(self) -> str:
        """Source and byline in one line."""
        return " ".join(part for part in (self.source, self.byline) if part)

    def fact(self, name: str) -> str:
        """The text of one fact; empty when the item has none."""
        return dict(self.facts).get(name, "")


def names(digest: Digest) -> dict[str, str]:
    """Key and heading of every section, in printed order."""
    return {"watch": "与我有关", **{t.id: clean(t.name) for t in digest.topics}, **SPECIAL}


def item_of(digest: Digest, entry: Entry, number: int, keys: list[str], p: Profile) -> Item:
    article = entry.article
    text = profile.full_text(entry)
    facts = {
        "待核": _to_check(entry),
        "内含": ["；".join(layout.pieces(article))] if layout.pieces(article) else [],
        "关键数字": ["；".join(layout.figure_texts(entry))] if entry.figures else [],
        "关键词": entry.keywords,
        "判类依据": layout.evidence_words(entry),
        "另见": layout.reprints(article),
        "涉及": profile.watched(entry, p),
        "敏感词": [word for word in p.sensitive if word in text],
        "非原文": [label for name, label in _EDITED.items() if name in entry.edited],
    }
    return Item(
        number=number,
        keys=tuple(keys),
        section=names(digest)[keys[0]],
        entry=entry,
        headline=clean(headline(article)),
        kicker=clean(article.kicker),
        subtitle=clean(layout.subtitle(article)),
        source=clean(layout.source_line(article)),
        byline=clean(layout.byline(article)),
        labels=tuple(map(clean, layout.topic_labels(digest, entry))),
        summary=clean(entry.summary.text),
        facts=tuple((name, clean("、".join(words))) for name, words in facts.items() if words),
    )


def _to_check(entry: Entry) -> list[str]:
    found = ["标题或起止，请对照版面"] if doubtful(entry.article) else []
    found += [f"类别（全部判对的把握 {round(entry.prediction.certainty, 4):.0%}）"] if unsure(entry) else []
    return ["；".join(found)] if found else []


def unsure(entry: Entry) -> bool:
    """Whether the item is printed under topics that a person should confirm."""
    return entry.prediction.decision == "abstain" and bool(entry.prediction.topics)


def doubtful(article: Article) -> bool:
    return article.kind == "article" and (not article.title or article.confidence < DOUBT)
