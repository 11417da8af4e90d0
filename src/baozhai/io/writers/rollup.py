"""Tables over all items of a digest: topics by newspaper, zones by topic and newspaper, key figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from baozhai.io.writers import layout, profile
from baozhai.io.writers.counts import UNKNOWN_PAPER, Counts, Line, Table, tally
from baozhai.io.writers.items import Item
from baozhai.io.writers.layout import clean
from baozhai.io.writers.profile import Profile
from baozhai.records import Entry, Figure


def topics(items: Sequence[Item], before: Sequence[Sequence[str]], heads: Mapping[str, str]) -> Counts:
    """Count the items by topic and newspaper, each once; those of the watch-list under their topics, and once more below the sum.

    Parameters
    ----------
    items : sequence of Item
        What is printed.
    before : sequence of sequence of str
        The sections of each entry that there was before.
    heads : mapping
        Section key → heading.
    """
    papers = [clean(item.entry.article.newspaper) or UNKNOWN_PAPER for item in items]
    rows = _pairs([profile.topic_key(item.keys) for item in items], papers)
    table = tally(rows, Counter(map(profile.topic_key, before)), heads)
    own = Counter(paper for item, paper in zip(items, papers, strict=True) if "watch" in item.keys)
    old = sum("watch" in keys for keys in before)
    line = (f"其中{heads['watch']}", tuple(own[paper] for paper in table.papers), old)
    return table._replace(among=(line,)) if own or old else table


def zones(
    items: Sequence[Item], before: Sequence[Entry], p: Profile, heads: Mapping[str, str]
) -> tuple[Counts, ...]:
    """Count the items that name each zone: by topic, by newspaper, by both; one item may name several.

    Parameters
    ----------
    items : sequence of Item
        What is printed.
    before : sequence of Entry
        What there was over as many days before, or in an earlier digest.
    p : Profile
        Its `zones` are counted.
    heads : mapping
        Section key → heading.
    """
    held = [(zone, item) for item in items for zone in profile.named(item.entry, p.zones)]
    old = Counter(zone for entry in before for zone in profile.named(entry, p.zones))
    names = {zone: clean(zone) for zone, _ in p.zones}
    about = [heads[profile.topic_key(item.keys)] for _, item in held]
    papers = [clean(item.entry.article.newspaper) or UNKNOWN_PAPER for _, item in held]
    by = [zone for zone, _ in held]
    look = {"kind": "园区", "apart": False}
    out = [tally(_pairs(by, about), old, names, heading="园区各类条数", across="类别", **look)]
    if len(set(papers)) > 1:
        out += [tally(_pairs(by, papers), old, names, heading="园区各报条数", across="报纸", **look)]
        out += [_crossed(by, about, papers, names)]
    return tuple(out)


def _pairs(rows: Sequence[str], columns: Sequence[str]) -> list[tuple[str, str]]:
    return list(zip(rows, columns, strict=True))


def _crossed(
    zones: Sequence[str], topics: Sequence[str], papers: Sequence[str], names: Mapping[str, str]
) -> Counts:
    """Zone and topic in the rows, newspapers in the columns."""
    rows = [f"{names[zone]}·{topic}" for zone, topic in zip(zones, topics, strict=True)]
    shown = [f"{name}·{topic}" for name in names.values() for topic in dict.fromkeys(topics)]
    look: dict[str, Any] = {
        "heading": "园区各类各报条数",
        "kind": "园区·类别",
        "across": "报纸",
        "apart": False,
    }
    return tally(_pairs(rows, papers), Counter(), {row: row for row in shown}, **look)


def figures(items: Sequence[Item], most: int) -> Table:
    """The key figures of all items that tell most (a change, money, a share), in printed order."""
    found = [
        (item, figure, text)
        for item in items
        for figure, text in zip(item.entry.figures, layout.figure_texts(item.entry), strict=True)
    ]
    telling = sorted(range(len(found)), key=lambda k: _telling(found[k]), reverse=True)[:most]
    rows: list[Line] = [
        [clean(found[k][2]), f"第 {found[k][0].number} 条 {found[k][0].headline}"] for k in sorted(telling)
    ]
    return Table("关键数字", ["数字", "见"], rows)


def _telling(row: tuple[Item, Figure, str]) -> tuple[bool, int]:
    figure = row[1]
    return figure.change is not None, {"money": 2, "percent": 1, "times": 1}.get(figure.kind, 0)
