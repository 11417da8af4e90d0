"""The document that every writer prints: head, sections of numbered items, counts, notes, tail."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import NamedTuple

from baozhai.io.writers import layout, profile, rollup
from baozhai.io.writers.counts import Counts, Table
from baozhai.io.writers.items import Item, doubtful, item_of, names, unsure
from baozhai.io.writers.layout import clean
from baozhai.io.writers.notes import compared, said
from baozhai.io.writers.profile import Profile
from baozhai.records import Digest, Entry, Topic

#: Heading of the sentences that matter most.
LEAD = "本期要点"


class Section(NamedTuple):
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
        also = f"，参见 {len(self.also)}" if self.also else ""
        return f"{len(self.items)}{also}"


class Document(NamedTuple):
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
    zones: tuple[Counts, ...] = ()
    figures: Table = Table("", [], [])
    logo: bytes = b""

    @property
    def tables(self) -> list[Counts | Table]:
        """The tables that say more than the contents do."""
        found: list[Counts | Table] = [self.table, *self.zones, self.figures]
        return [table for table in found if table.worth_printing]

    @property
    def items(self) -> list[Item]:
        """All items in printed order."""
        return [item for section in self.sections for item in section.items]

    @property
    def abstained(self) -> int:
        """Articles whose topics a person has to choose, wherever they are printed."""
        return _abstained(self.items)


def document(digest: Digest, settings: Profile | None = None) -> Document:
    """Choose, order and number what is printed.

    Every printed entry is in `items` of exactly one section: the watch-list first, then topics in
    the order of the
    profile or the taxonomy, other news, photo stories, what needs a person. Empty sections are left out.
    """
    p, heads = settings or Profile(), names(digest)
    known_as = {t.id: t.name for t in digest.others} | heads
    known = [topic.id for topic in digest.topics]
    entries, before, notes = profile.window(digest.entries, p.days)
    if digest.before:
        before = profile.earlier(digest.before, digest.entries, p.days)
    before = [] if p.limit else before  # what is printed cannot be compared with all there was
    keys = {id(e): profile.section_keys(e, known, p) for e in (*entries, *before)}
    wanted = sorted((e for e in entries if keys[id(e)]), key=profile.ranking(p))
    kept = profile.limited(wanted, keys, p.limit)
    shown = {id(e) for e in kept}
    left = tuple(e for e in digest.entries if id(e) not in shown)
    sections = _sections(digest, kept, keys, p)
    items = [item for section in sections for item in section.items]
    old = [keys[id(e)] for e in before if keys[id(e)]]
    if hidden := len(entries) - len(kept):
        notes.append(f"另有 {hidden} 篇未印出（{profile.reason(p, known_as)}），仍在 articles.jsonl 中。")
    printed = replace(digest, entries=tuple(kept))
    return Document(
        title=clean(p.title.replace("{类别}", profile.topic_names(p, known_as))),
        number=_issue_number(p.number),
        organization=clean(p.organization),
        date=layout.span(digest.issue.date, [e.article.date for e in kept]),
        issue=clean(layout.head_line(printed)),
        counts=_counts_line(items, p),
        sections=sections,
        table=rollup.topics(items, old, heads),
        notes=tuple(map(clean, (*said(printed, items, p), *notes, *compared(digest, before, len(old), p)))),
        lost=tuple(map(clean, digest.issue.unassigned)),
        tail=_tail(p),
        model=clean(layout.model_line(printed)),
        topics=digest.topics,
        left_out=left,
        template=p.template,
        lead=_lead(digest, sections),
        zones=rollup.zones(items, [e for e in before if keys[id(e)]], p, heads),
        figures=rollup.figures(items, p.figures),
        logo=p.logo,
    )


def _lead(digest: Digest, sections: tuple[Section, ...]) -> tuple[tuple[str, Item], ...]:
    items = {id(item.entry): item for s in sections for item in s.items}
    found = [(digest.entries[k], s) for k, s in digest.lead if id(digest.entries[k]) in items]
    return tuple((clean(e.article.paragraphs[s.paragraph][s.start : s.end]), items[id(e)]) for e, s in found)


def _issue_number(text: str) -> str:
    """12 → 第12期, 十二 → 第十二期; anything else as given."""
    number = text.isdecimal() or re.fullmatch("[〇零一二三四五六七八九十百千]+", text)
    return f"第{text}期" if number else clean(text)


def _tail(p: Profile) -> tuple[tuple[str, str], ...]:
    rows = (("报", p.report_to), ("送", p.copy_to), ("发", p.issue_to))
    return tuple((name, clean(text)) for name, text in rows if text)


def _sections(
    digest: Digest, kept: list[Entry], keys: dict[int, list[str]], p: Profile
) -> tuple[Section, ...]:
    heads = names(digest)
    heads = {
        k: heads[k] for k in ("watch", *p.topics, *heads) if k in heads
    }  # in the order that is asked for
    found = {key: [e for e in kept if keys[id(e)][0] == key] for key in heads}
    order = [e for entries in found.values() for e in entries]
    items = {id(e): item_of(digest, e, k, keys[id(e)], p) for k, e in enumerate(order, 1)}
    out: list[Section] = []
    for key, name in heads.items():
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


def _abstained(items: list[Item]) -> int:
    return sum("abstain" in item.keys for item in items)


def _counts_line(items: list[Item], p: Profile) -> str:
    """How many items of each kind."""
    photos = sum(item.entry.article.kind == "photo" for item in items)
    own = f"，与我有关 {sum(item.keys[0] == 'watch' for item in items)} 篇" if p.watch else ""
    kinds = {
        "标题": sum(doubtful(i.entry.article) for i in items),
        "类别": sum(unsure(i.entry) for i in items),
    }
    check = "".join(f"，{kind}待核 {n} 篇" for kind, n in kinds.items() if n)
    return (
        f"文章 {len(items) - photos} 篇，图片新闻 {photos} 条，待人工判定 {_abstained(items)} 篇{check}{own}"
    )
