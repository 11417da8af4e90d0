"""Taxonomies as code: what is doubtful in one, what differs between two, and labels under former names."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from baozhai.labels.marks import AGREED, DENIED, MIGRATED, OTHER, SEPARATORS, called
from baozhai.records import RESERVED, SPECIAL, Judgement, Topic, resolve, today

_SHORTEST = 2
#: Headings of a digest that no topic has (`io.writers`).
SECTIONS = ("与我有关", *SPECIAL.values(), "说明", "目录", "本期要点", "关键数字")
Verdicts = Mapping[tuple[str, str], int]


@dataclass(frozen=True)
class Problem:
    """What is wrong with a topic, and whether it can be used as it is."""

    topic: str
    text: str
    fatal: bool = False


def problems(topics: Sequence[Topic]) -> list[Problem]:
    """What is wrong within a taxonomy, in the order of its topics."""
    words = Counter(word for t in topics for word in called(t))
    cues = Counter(cue for t in topics for cue in set(t.include))
    out = []
    for t in topics:
        out += [Problem(t.id, text, fatal=True) for text in _useless(t)]
        for key, word in sorted(called(t).items()):
            if words[key] > 1:
                text = f"“{word}”也是别的类别的编号、名称或曾用名（不分大小写）"
                out.append(Problem(t.id, text, fatal=True))
        out += [Problem(t.id, text) for text in (*_missing(t), *_name_faults(t), *_cue_faults(t, cues))]
    return out


def _useless(t: Topic) -> list[str]:
    """Why a topic cannot be used as it is."""
    out = [] if t.name else ["没有 name（报摘里的名称）"]
    if not re.fullmatch(r"[a-z][a-z0-9_]*", t.id) or t.id in RESERVED:
        out.append(f"类别编号“{t.id}”应为小写英文字母、数字、下划线，且不是 {'、'.join(RESERVED)}")
    # Files of other formats cannot hold some of them, and nobody could type the name.
    out += [f"“{w}”里有看不见的字符：请重新输入" for w in called(t).values() if shown(w) != w]
    empty = any(not w.strip() for w in (*t.include, *t.exclude))
    return [*out, '线索词中有空的一个（""），会处处命中'] if empty else out


def shown(word: str) -> str:
    """A word without characters that nobody sees (controls, those without width, half a surrogate pair); a line end becomes a blank."""
    hidden = ("Cc", "Cf", "Cs", "Zl", "Zp")
    kept = (c if unicodedata.category(c) not in hidden else " " if c.isspace() else "" for c in word)
    return "".join(kept)


def _missing(t: Topic) -> list[str]:
    out = [] if t.definition else ["没有 definition：判定的人会各有理解"]
    return out if t.include else [*out, "没有 include 线索词：没有样例时学不到"]


def _name_faults(t: Topic) -> list[str]:
    """What else the name of a topic means in the table that people fill in, or in a digest."""
    word, out = unicodedata.normalize("NFKC", t.name).casefold(), []
    if word in OTHER:
        out.append(
            f"名称“{t.name}”在判定表里另指不属于任何类别：请换一个名称（如“其他新闻”），否则判定的人分不清"
        )
    if word in (*AGREED, *DENIED):
        out.append(f"名称“{t.name}”在判定表里表示同意或不同意建议类别：请换一个名称，否则会判错")
    if t.name in SECTIONS:
        out.append(f"名称“{t.name}”也是报摘中另一部分的标题：请换一个名称，否则两处分不清")
    return out


def _cue_faults(t: Topic, cues: Counter[str]) -> list[str]:
    out = [f"线索词“{w}”写了不止一次" for w, n in Counter((*t.include, *t.exclude)).items() if n > 1]
    out += [
        f"线索词“{w}”太短，会到处误中" for w in (*t.include, *t.exclude) if 0 < len(w.strip()) < _SHORTEST
    ]
    out += [
        f"线索词“{w}”里有标点，像是几个词写在了一起：请用半角逗号隔开"
        for w in (*t.include, *t.exclude)
        if {*SEPARATORS} & {*w}
    ]
    out += [f"线索词“{w}”也是别的类别的线索词" for w in t.include if cues[w] > 1]
    out += [
        f"线索词“{w}”里有看不见的字符，数不到：请重新输入" for w in (*t.include, *t.exclude) if shown(w) != w
    ]
    for word in t.include:
        inside = [other for other in t.include if other != word and other in word]
        out += [f"线索词“{word}”含有“{inside[0]}”，一处会算两次"] if inside else []
    return out


@dataclass(frozen=True)
class Change:
    """One difference between two taxonomies; `before` and `after` are ids (empty: none).

    `text` are the fields that changed, the topic of the same name as one that is gone, or the name of a renamed one
    that today's taxonomy does not know any more.
    """

    kind: str
    before: str
    after: str
    text: str = ""


def changes(old: Sequence[Topic], new: Sequence[Topic]) -> list[Change]:
    """Topics that are new, gone, renamed (the old id is an alias of the new), or defined anew."""
    before, after = {t.id: t for t in old}, {t.id: t for t in new}
    former = today(new)
    out = []
    for t in old:
        if t.id in after:
            fields = [f for f in ("name", "definition", "include", "exclude") if _differ(t, after[t.id], f)]
            out += [Change("changed", t.id, t.id, "、".join(fields))] if fields else []
        elif t.id in former:
            now = after[former[t.id]]
            lost = t.name if t.name not in ("", now.name, *now.aliases) else ""
            out.append(Change("renamed", t.id, now.id, lost))
        else:
            same = [n.id for n in new if n.name == t.name and n.id not in before]
            out.append(Change("removed", t.id, "", same[0] if same else ""))
    kept = {c.after for c in out}
    return out + [Change("added", "", t.id) for t in new if t.id not in before and t.id not in kept]


def _differ(a: Topic, b: Topic, field: str) -> bool:
    one, two = getattr(a, field), getattr(b, field)
    return bool(one) and one != two  # a model knows names only


def renamed(verdicts: Verdicts, topics: Sequence[Topic]) -> dict[tuple[str, str], int]:
    """Verdicts, and those under former ids (aliases) also under the id of today.

    What was said under today's id counts first. Of several former ids (topics put together) one "yes" is a yes; a "no" needs all
    that were ever used.
    """
    out, used = dict(verdicts), {topic for _, topic in verdicts}
    for t in topics:
        former = [alias for alias in t.aliases if alias in used]
        said: dict[str, list[int]] = {}
        for (article, topic), verdict in verdicts.items():
            if topic in former and verdict:
                said.setdefault(article, []).append(verdict)
        for article, values in said.items():
            agreed = 1 if 1 in values else -1 if len(values) == len(former) else 0
            if agreed and not out.get((article, t.id)):
                out[article, t.id] = agreed
    return out


def whole(ledger: Sequence[Judgement], topics: Sequence[Topic]) -> list[Judgement]:
    """A ledger without each "no" that a topic got while it was only a part of what it is today, where another part has a "yes".

    A topic that takes in another one may keep its id. What is said of it in a later sitting (another time or batch) than
    that "yes" is about all of it, and stays.
    """
    now, yes = today(topics), dict[tuple[str, str], dict[str, tuple[int, tuple[str, str]]]]()
    for place, j in enumerate(ledger):
        if j.topic in now and j.source.startswith("person:"):
            parts = yes.setdefault((j.article, now[j.topic]), {})
            parts.pop(j.topic, None)
            parts |= {j.topic: (place, (j.when, j.batch))} if j.verdict > 0 else {}
    out = []
    for place, j in enumerate(ledger):
        said = yes.get((j.article, j.topic), {}).values() if j.verdict < 0 else ()
        if all(place > last and sitting != (j.when, j.batch) for last, sitting in said):
            out.append(j)
    return out


def migrated(ledger: Sequence[Judgement], topics: Sequence[Topic], when: str) -> list[Judgement]:
    """Judgements of people that say under today's ids what the ledger says under former ones; none where it says so already.

    They are of whoever judged under the former id.
    """
    people = whole([j for j in ledger if j.source.startswith("person:")], topics)
    verdicts, last = resolve(people), {(j.article, j.topic): j.source for j in people}
    former = {t.id: t.aliases for t in topics}
    batch = f"{MIGRATED}{when}"
    out = []
    for (article, topic), verdict in renamed(verdicts, topics).items():
        if verdicts.get((article, topic), 0) != verdict:
            who = next(last[article, old] for old in former[topic] if verdicts.get((article, old)) == verdict)
            out.append(Judgement(article, topic, verdict, who, when, "类别改名", 0, batch))
    return out


def positives(verdicts: Verdicts, topics: Sequence[Topic]) -> dict[str, tuple[int, int]]:
    """For each topic how many articles people judged "yes" and "no"."""
    counts = Counter((topic, verdict) for (_, topic), verdict in renamed(verdicts, topics).items())
    return {t.id: (counts[t.id, 1], counts[t.id, -1]) for t in topics}
