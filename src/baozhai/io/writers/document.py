"""The document that every writer prints: head, sections of numbered items, counts, notes, tail."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from baozhai.io.writers import layout, profile
from baozhai.io.writers.counts import Counts, tally
from baozhai.io.writers.layout import clean
from baozhai.io.writers.profile import Profile
from baozhai.records import DOUBT, Article, Digest, Entry, Topic

_SPECIAL = {"other": "其他要闻", "photo": "图片新闻", "abstain": "待人工判定"}
#: Heading of the sentences that matter most.
LEAD = "本期要点"
_EDITED = {"kicker": "肩题", "title": "标题", "subtitle": "副题", "summary": "摘要"}


@dataclass(frozen=True)
class Item:
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
    def meta(self) -> str:
        """Source and byline in one line."""
        return " ".join(part for part in (self.source, self.byline) if part)

    def fact(self, name: str) -> str:
        """The text of one fact; empty when the item has none."""
        return dict(self.facts).get(name, "")


@dataclass(frozen=True)
class Section:
    """Items printed here, and `also` those printed in full under another heading."""

    key: str
    name: str
    anchor: str
    items: tuple[Item, ...]
    also: tuple[Item, ...] = ()
    intro: str = ""

    @property
    def size(self) -> str:
        """How many items are printed here and pointed to, for the contents."""
        also = f"，另见 {len(self.also)}" if self.also else ""
        return f"{len(self.items)}{also}"


@dataclass(frozen=True)
class Document:
    """A digest ready to print; `left_out` are entries that the profile does not print.

    `lead` are the sentences that matter most, each with the item it is from.
    """

    title: str
    number: str
    organization: str
    date: str
    issue: str
    counts: str
    sections: tuple[Section, ...]
    table: Counts
    notes: tuple[str, ...]
    lost: tuple[str, ...]
    tail: tuple[tuple[str, str], ...]
    model: str
    topics: tuple[Topic, ...]
    left_out: tuple[Entry, ...] = ()
    template: str = ""
    lead: tuple[tuple[str, Item], ...] = ()

    @property
    def items(self) -> list[Item]:
        """All items in printed order."""
        return [item for section in self.sections for item in section.items]


def document(digest: Digest, settings: Profile | None = None) -> Document:
    """Choose, order and number what is printed.

    Every printed entry is in `items` of exactly one section: the watch-list first, then topics in
    taxonomy order, other news, photo stories, what needs a person. Empty sections are left out.
    """
    p = settings or Profile()
    known = [topic.id for topic in digest.topics]
    entries, before, notes = profile.window(digest.entries, p.days)
    keys = {id(e): profile.section_keys(e, known, p) for e in (*entries, *before)}
    wanted = sorted((e for e in entries if keys[id(e)]), key=profile.ranking(p))
    kept = profile.limited(wanted, keys, p.limit)
    shown = {id(e) for e in kept}
    left = tuple(e for e in digest.entries if id(e) not in shown)
    hidden = len(entries) - len(kept)
    notes += [f"另有 {hidden} 篇未印出（{profile.reason(p)}），仍在 articles.jsonl 中。"] if hidden else []
    sections = _sections(digest, kept, keys, p)
    # With a limit, what is printed cannot be compared with all there was.
    old = () if p.limit else [keys[id(e)][0] for e in before if keys[id(e)]]
    printed = replace(digest, entries=tuple(kept))
    return Document(
        title=clean(p.title),
        number=_issue_number(p.number),
        organization=clean(p.organization),
        date=layout.span(digest.issue.date, [e.article.date for e in kept]),
        issue=clean(layout.head_line(printed)),
        counts=_counts_line(sections, p),
        sections=sections,
        table=_table(sections, Counter(old), _names(digest)),
        notes=tuple(map(clean, (*_check(sections), *digest.issue.notes, *digest.notes, *notes))),
        lost=tuple(map(clean, digest.issue.unassigned)),
        tail=_tail(p),
        model=clean(layout.model_line(printed)),
        topics=digest.topics,
        left_out=left,
        template=p.template,
        lead=_lead(digest, sections),
    )


def _lead(digest: Digest, sections: tuple[Section, ...]) -> tuple[tuple[str, Item], ...]:
    items = {id(item.entry): item for s in sections for item in s.items}
    found = [(digest.entries[k], s) for k, s in digest.lead if id(digest.entries[k]) in items]
    return tuple((clean(e.article.paragraphs[s.paragraph][s.start : s.end]), items[id(e)]) for e, s in found)


def _names(digest: Digest) -> dict[str, str]:
    """Key and heading of every section, in printed order."""
    return {"watch": "与我有关", **{t.id: clean(t.name) for t in digest.topics}, **_SPECIAL}


def _issue_number(text: str) -> str:
    """12 → 第12期; anything else as given."""
    return f"第{text}期" if text.isdecimal() else clean(text)


def _tail(p: Profile) -> tuple[tuple[str, str], ...]:
    rows = (("报", p.report_to), ("送", p.copy_to), ("发", p.issue_to))
    return tuple((name, clean(text)) for name, text in rows if text)


def _sections(
    digest: Digest, kept: list[Entry], keys: dict[int, list[str]], p: Profile
) -> tuple[Section, ...]:
    found = {key: [e for e in kept if keys[id(e)][0] == key] for key in _names(digest)}
    order = [e for entries in found.values() for e in entries]
    items = {id(e): _item(digest, e, k, keys[id(e)], p) for k, e in enumerate(order, 1)}
    out: list[Section] = []
    for key, name in _names(digest).items():
        also = tuple(items[id(e)] for e in kept if key in keys[id(e)][1:])
        if found[key] or also:
            here = tuple(items[id(e)] for e in found[key])
            intro = _watch_line(found[key], p) if key == "watch" else ""
            out.append(Section(key, name, f"s{len(out) + 1}", here, also, intro))
    return tuple(out)


def _watch_line(entries: list[Entry], p: Profile) -> str:
    """How many items hold each name of the watch-list, names without any included."""
    held = Counter(name for e in entries for name in profile.watched(e, p))
    return "、".join(f"{clean(name)} {held[name]} 篇" for name, _ in p.watch)


def _item(digest: Digest, entry: Entry, number: int, keys: list[str], p: Profile) -> Item:
    article = entry.article
    text = profile.full_text(entry)
    facts = {
        "待核": ["标题或起止，请对照版面"] if _doubtful(article) else [],
        "关键数字": ["；".join(layout.figure_texts(entry))] if entry.figures else [],
        "关键词": entry.keywords,
        "依据": layout.evidence_words(entry),
        "另见": layout.reprints(article),
        "涉及": profile.watched(entry, p),
        "敏感词": [word for word in p.sensitive if word in text],
        "非原文": [label for name, label in _EDITED.items() if name in entry.edited],
    }
    return Item(
        number=number,
        keys=tuple(keys),
        section=_names(digest)[keys[0]],
        entry=entry,
        headline=clean(layout.headline(article)),
        kicker=clean(article.kicker),
        subtitle=clean(layout.subtitle(article)),
        source=clean(layout.source_line(article)),
        byline=clean(layout.byline(article)),
        labels=tuple(map(clean, layout.topic_labels(digest, entry))),
        summary=clean(entry.summary.text),
        facts=tuple((name, clean("、".join(words))) for name, words in facts.items() if words),
    )


def _check(sections: tuple[Section, ...]) -> list[str]:
    """Which printed items a person should hold against the page."""
    found = [item for s in sections for item in s.items if _doubtful(item.entry.article)]
    named = "；".join(f"第 {item.number} 条《{item.headline}》" for item in found)
    return [f"标题或起止待核 {len(found)} 条，请对照版面：{named}。"] if found else []


def _doubtful(article: Article) -> bool:
    return article.kind == "article" and (not article.title or article.confidence < DOUBT)


def _table(sections: tuple[Section, ...], before: Counter[str], names: dict[str, str]) -> Counts:
    papers = [(s.key, clean(item.entry.article.newspaper)) for s in sections for item in s.items]
    return tally(papers, before, names)


def _counts_line(sections: tuple[Section, ...], p: Profile) -> str:
    """How many items of each kind; those for a person are counted as the section holds them."""
    items = [item for s in sections for item in s.items]
    photos = sum(item.entry.article.kind == "photo" for item in items)
    size = {s.key: len(s.items) for s in sections}
    own = f"，与我有关 {size.get('watch', 0)} 篇" if p.watch else ""
    doubtful = sum(_doubtful(item.entry.article) for item in items)
    check = f"，标题待核 {doubtful} 篇" if doubtful else ""
    return f"文章 {len(items) - photos} 篇，图片新闻 {photos} 条，待人工判定 {size.get('abstain', 0)} 篇{check}{own}"
