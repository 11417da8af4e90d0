"""What people marked → judgements for the ledger."""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Mapping, Sequence

from baozhai.errors import InputError
from baozhai.records import Judgement, Mark, Topic

OTHER = ("其他", "其它", "其他要闻", "无", "other")
#: How batches begin that say the labels of renamed topics anew.
MIGRATED = "migrate-"
Pair = tuple[str, str]


def named(mark: Mark, topics: Sequence[Topic]) -> tuple[str, ...]:
    """The ids of the topics a mark names by name, id or alias, each once, in its order; empty for other news.

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
    return tuple(dict.fromkeys(found))


def topic_ids(mark: Mark, topics: Sequence[Topic]) -> frozenset[str]:
    """The ids that a mark names, as `named`."""
    return frozenset(named(mark, topics))


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


def standing(ledger: Sequence[Judgement]) -> list[Judgement]:
    """What was said and never taken back, in its order; without what undoing and renaming added."""
    undone: set[str] = set()
    for j in reversed(ledger):  # an undo that was taken back itself undoes nothing
        if j.undoes and j.batch not in undone:
            undone.add(j.undoes)
    said = (j for j in ledger if not j.undoes and j.batch not in undone)
    return [j for j in said if not j.batch.startswith(MIGRATED)]


def settled(ledger: Sequence[Judgement]) -> dict[Pair, int]:
    """The pairs whose last word that stands came from a review, with their verdicts."""
    return {pair: verdict for pair, (verdict, _) in _agreed(ledger).items()}


def _agreed(ledger: Sequence[Judgement]) -> dict[Pair, tuple[int, frozenset[str]]]:
    """The settled pairs with their verdicts, and who gave these since they hold."""
    out: dict[Pair, tuple[int, frozenset[str]]] = {}
    for j in standing(ledger):
        pair = j.article, j.topic
        if j.batch:
            verdict, who = out.get(pair, (0, frozenset()))
            out[pair] = j.verdict, (who if verdict == j.verdict else frozenset()) | {j.source}
        elif j.source.startswith("person:"):
            out.pop(pair, None)
    return out


def judgements(
    marks: Sequence[Mark], topics: Sequence[Topic], ledger: Sequence[Judgement], *,
    held: Mapping[Pair, int], when: str, author: str,
) -> list[Judgement]:  # fmt: skip
    """The judgements that marks add to the ledger, as one batch; none of an article of which their author said the same.

    An answer that changes something is written whole: what of it agrees with an earlier batch stands when that is undone.

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
    said = _agreed(ledger)
    wanted = {mark.article: (mark, topic_ids(mark, topics)) for mark in marks}
    batch = batch_name(when, [*sorted((key, *sorted(ids)) for key, (_, ids) in wanted.items()), len(ledger)])
    out = []
    for key, (mark, ids) in wanted.items():
        about, source = _asked(mark, topics) | ids, f"person:{mark.author or author}"
        answer = {(key, t.id): 1 if t.id in ids else -1 for t in topics if t.id in about}
        known = (said.get(pair, (0, frozenset())) for pair in answer)
        if all(v == old and source in who for v, (old, who) in zip(answer.values(), known, strict=True)):
            continue
        for pair, verdict in answer.items():
            out.append(Judgement(*pair, verdict, source, when, mark.note, held.get(pair, 0), batch))
    return out


def batch_name(when: str, content: object) -> str:
    """A name for a batch: its day, and a hash of what it holds."""
    return f"{when[:10]}-{hashlib.sha256(repr((when, content)).encode()).hexdigest()[:6]}"
