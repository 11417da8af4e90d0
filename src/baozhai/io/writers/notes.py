"""What stands under 说明: what a person should check, what was merged, left out or cannot be compared."""

from __future__ import annotations

from collections.abc import Sequence

from baozhai.io.writers import layout
from baozhai.io.writers.items import Item, doubtful, unsure
from baozhai.io.writers.profile import Profile
from baozhai.records import Digest, Entry, Topic


def said(printed: Digest, items: list[Item], p: Profile) -> list[str]:
    """What is to be said of the printed items: what to check, then the notes of the issue, of topics and of the digest."""
    merged, doubts = _merged(printed.entries), _doubts(printed, p)
    return [*_check(items), *printed.issue.notes, *merged, *doubts, *printed.notes]


def compared(digest: Digest, before: Sequence[Entry], n_old: int, p: Profile) -> list[str]:
    """What the counts are compared with, or why with nothing.

    Parameters
    ----------
    digest : Digest
    before : sequence of Entry
        What there was in the days that are compared.
    n_old : int
        How many items of that are counted.
    p : Profile
    """
    if n_old:
        earlier = "所比较的报摘" if digest.before else f"此前 {p.days} 天"
        return [f"表中“上期”指{earlier}，共 {n_old} 条。"]
    if not digest.before:
        return []
    held = layout.span("", [e.article.date for e in digest.before]) or "没有写明"
    reason = f"它里面没有本期之前 {p.days} 天的报道（它的日期：{held}），请换一份更早的"
    reason = "它里面没有所印类别的报道" if before else reason
    reason = "限了条数（digest.limit），印出的不能与全部相比" if p.limit else reason
    return [f"没有与 digest.before 所指的报摘比较：{reason}。"]


def _merged(entries: Sequence[Entry]) -> list[str]:
    """How many copies the printed items stand for: a merge counts those of days and topics that are not printed too."""
    copies = sum(len(e.article.also) for e in entries)
    return [f"{copies} 篇与他处重复，已并入同一条并注明“另见”。"] if copies else []


def _check(items: list[Item]) -> list[str]:
    """Which printed items a person should hold against the page."""
    cut = [item for item in items if doubtful(item.entry.article)]
    topics = [item for item in items if unsure(item.entry)]
    out = [f"标题或起止待核 {len(cut)} 条，请对照版面：{_named(cut)}。"] if cut else []
    return out + ([f"类别待核 {len(topics)} 条，模型把握不大：{_named(topics)}。"] if topics else [])


def _doubts(printed: Digest, p: Profile) -> list[str]:
    """What is to be said of the topics that are asked for, and of those that are printed."""
    topics = (*printed.topics, *printed.others)
    given = {topic for entry in printed.entries for topic in entry.prediction.topics}
    out = []
    for doubt in printed.doubts:
        t = next((t for t in topics if doubt.topic in (t.id, t.name)), Topic(doubt.topic, doubt.topic))
        if doubt.share is None and (not p.topics or t.id in p.topics):
            out.append(
                f"模型 {doubt.model} 没有学过类别“{t.name}”，这份报摘不会给出这一类（请补充样例或线索词，再运行 baozhai adapt；自己训练的模型运行 baozhai train）。"
            )
        elif doubt.share is not None and t.id in given:
            out.append(f"类别“{t.name}”的人工样例太少，{_unproven(doubt.share, t)}，请逐篇核对。")
    return list(dict.fromkeys(out))


def _unproven(share: float, topic: Topic) -> str:
    """What is known of a topic whose probabilities are at most `share`."""
    if share < 1 and not topic.include:  # learned from the few articles alone, or the taxonomy is not at hand
        return f"判得准不准还无法衡量，把握至多算作 {share:.0%}"
    if share < 1:
        return f"只按线索词判定（别的类别这样判定，最差的约 {share:.0%} 正确）"
    return "判得准不准还无法衡量"


def _named(items: list[Item]) -> str:
    return "；".join(f"第 {item.number} 条《{item.headline}》" for item in items)
