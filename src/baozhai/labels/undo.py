"""A batch of judgements taken back: what stands without it is said anew."""

from __future__ import annotations

from collections.abc import Sequence

from baozhai.errors import InputError
from baozhai.labels.marks import Pair, batch_name, standing
from baozhai.labels.taxonomy import renamed, whole
from baozhai.records import Judgement, Topic, resolve, today


def undo(
    ledger: Sequence[Judgement], batch: str, topics: Sequence[Topic], *, when: str, author: str
) -> tuple[list[Judgement], int]:
    """The judgements that take a batch back, and how many of them later answers leave as they are.

    Every pair of the batch gets one, so that the ledger knows it as undone whatever was said after it.

    Parameters
    ----------
    batch : str
        Its name, or `last`: the latest batch that still holds.
    topics : sequence of Topic
        What was said anew under today's id of a renamed topic (`labels.taxonomy.migrated`) is taken back too.

    Raises
    ------
    InputError
        No such batch, or one that was taken back before.
    """
    batch = _chosen(ledger, batch)
    name = batch_name(when, [batch, len(ledger)])
    now = today(topics)
    held, ours = resolve(ledger), [(j.article, j.topic) for j in ledger if j.batch == batch]
    moved = [(article, now.get(topic, "")) for article, topic in ours]
    pairs = dict.fromkeys(pair for pair in (*ours, *moved) if pair in held)
    mark = Judgement("", "", 0, f"person:{author}", when, batch=name, undoes=batch)
    without = _stands([*ledger, mark], topics)
    out = [
        Judgement(*pair, without.get(pair, 0), mark.source, when, "", held[pair], name, batch)
        for pair in pairs
    ]
    end = max(k for k, j in enumerate(ledger) if j.batch == batch)
    later = {(j.article, j.topic) for j in standing(ledger[end + 1 :])}
    return out, len(later & {*pairs})


def _chosen(ledger: Sequence[Judgement], batch: str) -> str:
    """The name of the batch that is meant."""
    names = list(dict.fromkeys(j.batch for j in ledger if j.batch))
    can = list(dict.fromkeys(j.batch for j in standing(ledger) if j.batch))
    if batch == "last" and can:
        return can[-1]
    if batch == "last":
        raise InputError("没有可撤销的批次：账本里还没有读回过判断，或都已撤销。")
    undone = {j.undoes for j in ledger} - {"", *can}
    if batch not in names or batch in undone:
        why = f"批次“{batch}”已经撤销过了" if batch in undone else f"没有批次“{batch}”"
        raise InputError(f"{why}。可撤销的有：{'、'.join(can[-5:]) or '（无）'}。")
    return batch


def _stands(ledger: Sequence[Judgement], topics: Sequence[Topic]) -> dict[Pair, int]:
    """What holds without the batches that were taken back, under today's ids too."""
    now = today(topics)
    copies = {(j.article, now[j.topic]) for j in ledger if j.topic in now}
    # Before the first line a pair had the verdict of a table of labels, or none; a copy has that of its former id.
    first = {(j.article, j.topic): j.before for j in reversed(ledger) if j.batch}
    base = {pair: verdict for pair, verdict in first.items() if pair not in copies}
    return renamed(base | resolve(whole(standing(ledger), topics)), topics)
