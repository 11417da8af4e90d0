"""What an editor sets, and the choice and order of entries that follow from it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from baozhai.io.writers import layout
from baozhai.records import Entry

_NO_PAGE = ("~", 0)  # after every numbered page
Names = tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Profile:
    """What an editor sets: the head and tail, what is printed and in which order.

    Attributes
    ----------
    topics : tuple of str
        Topic ids and `other`, `photo`, `abstain` to print; empty prints all.
    limit : int
        At most so many items; 0 is no limit.
    order : str
        Within a section: `page` (front page first, then larger headlines), `input` (as read) or `length` (longest first).
    lead : int
        Characters of the issue's own lead paragraph; 0 prints none.
    figures : int
        Rows of the table of key figures; 0 prints none.
    days : int
        Print the newest so many days and compare with as many before; 0 prints every date.
    sensitive : tuple of str
        Words that are pointed out and never removed.
    watch : tuple of (str, tuple of str)
        Names with their aliases; items that hold one come first.
    zones : tuple of (str, tuple of str)
        Zones and parks with their aliases, counted by topic and newspaper.
    logo : bytes
        A PNG or JPEG picture for the head; empty has none.
    template : str
        Path of a Word file with styles and placeholders; empty uses the built-in page.
    """

    title: str = layout.TITLE
    organization: str = ""
    number: str = ""
    topics: tuple[str, ...] = ()
    limit: int = 0
    order: str = "page"
    lead: int = 240
    figures: int = 0
    days: int = 0
    report_to: str = ""
    copy_to: str = ""
    issue_to: str = ""
    sensitive: tuple[str, ...] = ()
    watch: Names = ()
    zones: Names = ()
    logo: bytes = b""
    template: str = ""


def window(entries: Sequence[Entry], days: int) -> tuple[list[Entry], list[Entry], list[str]]:
    """The newest `days` days, as many before, and a note of what is older; undated entries are new."""
    when = list(zip(periods([e.article.date for e in entries], days), entries, strict=True))
    old = sum(k > 1 for k, _ in when)
    notes = [f"另有 {old} 篇更早的报道，未计入。"] if old else []
    return [e for k, e in when if not k], [e for k, e in when if k == 1], notes


def periods(dates: Sequence[str], days: int) -> list[int]:
    """For each date 0 in the newest `days` days (or without a date, or where no days are set), 1 before, 2 earlier."""
    known = [layout.day(date) for date in dates]
    last = max((d for d in known if d), default=None)
    if not days or last is None:
        return [0] * len(dates)
    return [min((last - d).days // days, 2) if d else 0 for d in known]


def earlier(before: Sequence[Entry], entries: Sequence[Entry], days: int) -> list[Entry]:
    """What an earlier digest holds of the days before those printed; all of it where no days are set."""
    dates = [e.article.date for e in (*before, *entries)]
    newest = max((d for e in entries if layout.day(d := e.article.date)), default="")
    if not days or not newest:
        return list(before)
    when = periods(["" if d > newest else d for d in dates], days)
    return [e for e, k in zip(before, when, strict=False) if k == 1]


def section_keys(entry: Entry, known: list[str], profile: Profile) -> list[str]:
    """The section of an entry, then those that point to it; nothing when it is not to be printed."""
    keys = _base_keys(entry, known)
    if profile.topics:
        about = set(keys) | set(entry.prediction.topics) if keys == ["photo"] else set()
        keys = keys if about & set(profile.topics) else [key for key in keys if key in profile.topics]
    return ["watch", *keys] if keys and watched(entry, profile) else keys


def topic_key(keys: Sequence[str]) -> str:
    """The section that an entry would stand in if nobody watched it."""
    return next(key for key in keys if key != "watch")


def _base_keys(entry: Entry, known: list[str]) -> list[str]:
    """Topics of an article; what fits nowhere needs a person."""
    if entry.article.kind == "photo":
        return ["photo"]
    chosen = [t for t in dict.fromkeys(entry.prediction.topics) if t in known]
    if entry.prediction.decision != "other" and chosen:
        return chosen
    return ["other" if entry.prediction.decision == "other" else "abstain"]


def watched(entry: Entry, profile: Profile) -> list[str]:
    """Names of the watch-list that an item holds, by name or alias."""
    return named(entry, profile.watch)


def named(entry: Entry, names: Sequence[tuple[str, Sequence[str]]]) -> list[str]:
    """Which names an item holds, by name or alias."""
    text = full_text(entry)
    return [name for name, aliases in names if any(word in text for word in (name, *aliases))]


def full_text(entry: Entry) -> str:
    """All text of an item, for finding words in it."""
    a = entry.article
    heads = (c.text for c in a.crossheads)
    return "\n".join([a.kicker, a.title, a.subtitle, *heads, *a.paragraphs, entry.summary.text])


def ranking(profile: Profile) -> Callable[[Entry], Any]:
    """The sorting key of `profile.order`; equal ones stay as read."""
    keys: dict[str, Callable[[Entry], Any]] = {
        "page": _by_page,
        "length": lambda e: -sum(map(len, e.article.paragraphs)),
        "input": lambda e: 0,
    }
    return keys[profile.order]


def _by_page(entry: Entry) -> tuple[str, tuple[str, int], float]:
    a = entry.article
    return a.date or "9", _page_key(a.page), -a.headline_size


def _page_key(page: str) -> tuple[str, int]:
    """A2 before A10, a plain number before letters, no number last."""
    found = re.search(r"([A-Za-z]?)(\d+)", page)
    return (found.group(1).upper(), int(found.group(2))) if found else _NO_PAGE


def limited(ranked: list[Entry], keys: dict[int, list[str]], limit: int) -> list[Entry]:
    """The first `limit`, those of the watch-list before others; their order stays."""
    if not limit or len(ranked) <= limit:
        return ranked
    own = [e for e in ranked if keys[id(e)][0] == "watch"]
    chosen = {id(e) for e in [*own, *(e for e in ranked if keys[id(e)][0] != "watch")][:limit]}
    return [e for e in ranked if id(e) in chosen]


def reason(profile: Profile, heads: Mapping[str, str]) -> str:
    """Which settings leave entries out; `heads` are the headings of sections."""
    only = [f"只印{topic_names(profile, heads)}"] if profile.topics else []
    return "，".join([*only, *([f"最多印 {profile.limit} 条"] if profile.limit else [])])


def topic_names(profile: Profile, heads: Mapping[str, str]) -> str:
    """The names of the topics that are printed; empty where all are."""
    return "、".join(heads.get(topic, topic) for topic in profile.topics)
