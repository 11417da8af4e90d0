"""What people marked → judgements for the ledger, and back."""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Mapping, Sequence

from baozhai.errors import InputError
from baozhai.records import Judgement, Mark, Topic, resolve

OTHER = ("其他", "其它", "其他要闻", "无", "other")
#: How batches begin that say the labels of renamed topics anew.
MIGRATED = "migrate-"
Pair = tuple[str, str]


def topic_ids(mark: Mark, topics: Sequence[Topic]) -> frozenset[str]:
    """The ids of the topics a mark names by name, id or alias; empty for other news.

    Raises
    ------
    InputError
        An unknown label, with the nearest known one, or other news together with a topic.
    """
    known = _names(topics)
    labels = [word for label in mark.labels for word in _parts(label, known)]
    found: list[str] = []
    for label in labels:
        word = label.casefold()
        if word not in known and word not in OTHER:
            raise InputError(f"{mark.where}：没有类别“{label}”。{_nearest(label, topics)}")
        found += [known[word]] if word in known else []
    if found and len(found) < len(labels):
        raise InputError(
            f"{mark.where}：“其他”不能与别的类别写在一起（{'、'.join(mark.labels)}）。请只留一种。"
        )
    return frozenset(found)


def _names(topics: Sequence[Topic]) -> dict[str, str]:
    """Names, ids and aliases, in lower case → id."""
    return {word.casefold(): t.id for t in topics for word in (*t.aliases, t.name_en, t.name, t.id) if word}


def _parts(label: str, known: Mapping[str, str]) -> list[str]:
    """A name, which may hold blanks; else blanks part names."""
    whole = label.strip()
    return [whole] if whole.casefold() in known else whole.split() or [whole]


def _asked(mark: Mark, topics: Sequence[Topic]) -> frozenset[str]:
    """The ids of the topics that a mark is about."""
    known = _names(topics)
    named = frozenset(known[name.casefold()] for name in mark.asked if name.casefold() in known)
    return named or frozenset(t.id for t in topics)


def _nearest(label: str, topics: Sequence[Topic]) -> str:
    names = [*(t.name for t in topics), OTHER[0]]
    words = [*names, *(word for t in topics for word in (t.id, *t.aliases))]
    close = difflib.get_close_matches(label, words, n=1, cutoff=0.5)
    return f"是否想写“{close[0]}”？" if close else f"可用的有：{'、'.join(names)}。"


def settled(ledger: Sequence[Judgement]) -> dict[Pair, int]:
    """The pairs whose last word came from a review (not an undo), with their verdicts."""
    last = {(j.article, j.topic): j for j in ledger if j.source.startswith("person:")}
    reviewed = {pair: j for pair, j in last.items() if j.batch and not j.undoes}
    return {pair: j.verdict for pair, j in reviewed.items() if not j.batch.startswith(MIGRATED)}


def judgements(
    marks: Sequence[Mark], topics: Sequence[Topic], ledger: Sequence[Judgement], *,
    held: Mapping[Pair, int], when: str, author: str,
) -> list[Judgement]:  # fmt: skip
    """The judgements that marks add to the ledger, as one batch; none where it says the same already.

    Parameters
    ----------
    marks : sequence of Mark
        Of several marks of one article the last counts.
    held : mapping of (article, topic) to int
        The verdicts that hold now, label tables included.
    when : str
        ISO date and time.
    author : str
        Who judged, where a mark does not say.
    """
    said = settled(ledger)
    wanted = {mark.article: (mark, topic_ids(mark, topics)) for mark in marks}
    batch = _batch(when, [*sorted((key, *sorted(ids)) for key, (_, ids) in wanted.items()), len(ledger)])
    out = []
    for key, (mark, ids) in wanted.items():
        about = _asked(mark, topics) | ids
        for topic in topics:
            pair, verdict = (key, topic.id), 1 if topic.id in ids else -1
            if topic.id in about and said.get(pair) != verdict:
                source = f"person:{mark.author or author}"
                before = held.get(pair, 0)
                out.append(Judgement(*pair, verdict, source, when, mark.note, before, batch))
    return out


def _batch(when: str, content: object) -> str:
    return f"{when[:10]}-{hashlib.sha256(repr((when, content)).encode()).hexdigest()[:6]}"


def undo(
    ledger: Sequence[Judgement], batch: str, topics: Sequence[Topic], *, when: str, author: str
) -> tuple[list[Judgement], int]:
    """The judgements that take a batch back, and how many of it later ones had replaced (these stay).

    Parameters
    ----------
    batch : str
        Its name, or `last`: the latest batch that still holds.
    topics : sequence of Topic
        What was said anew under today's id of a renamed topic (`labels.taxonomy.migrated`) is taken back too.

    Raises
    ------
    InputError
        No such batch.
    """
    done = {j.undoes for j in ledger}
    names = list(dict.fromkeys(j.batch for j in ledger if j.batch))
    redoable = [name for name in names if name not in done and not _is_undo(ledger, name)]
    if batch == "last" and redoable:
        batch = redoable[-1]
    if batch not in names:
        raise InputError(f"没有批次“{batch}”。可撤销的有：{'、'.join(redoable[-5:]) or '（无）'}。")
    last = {(j.article, j.topic): j for j in ledger if j.source.startswith("person:")}
    held = resolve(ledger)
    ours = {(j.article, j.topic): j for j in reversed(ledger) if j.batch == batch}
    back = {pair: j for pair, j in reversed(ours.items()) if last[pair].batch == batch}
    today = {alias: t.id for t in topics for alias in t.aliases}
    for (article, topic), j in list(back.items()):
        copy = last.get((article, today.get(topic, "")))
        if copy and copy.batch.startswith(MIGRATED) and copy.verdict == j.verdict:
            back[article, copy.topic] = j
    name = _batch(when, [batch, len(ledger)])
    out = [
        Judgement(*pair, j.before, f"person:{author}", when, "", held[pair], name, batch)
        for pair, j in back.items()
    ]
    return out, sum(last[pair].batch != batch for pair in ours)


def _is_undo(ledger: Sequence[Judgement], name: str) -> bool:
    return any(j.batch == name and j.undoes for j in ledger)
