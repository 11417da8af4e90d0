"""What people answered → the judgements that it adds to the ledger."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from baozhai.labels.marks import Pair, agreed, asked, batch_name, named, standing
from baozhai.records import Judgement, Mark, Topic

#: Articles named after a line.
_SHOWN = 20


class Answer(NamedTuple):
    """What one person says of one article.

    Attributes
    ----------
    mark : Mark
    who : str
    verdicts : dict of (article, topic) to int
        Of every topic that was asked about: 1 yes, -1 no.
    """

    mark: Mark
    who: str
    verdicts: dict[Pair, int]


def answers(marks: Sequence[Mark], topics: Sequence[Topic], author: str) -> list[Answer]:
    """The last answer of each person to each article, in the order of the marks; marks that name no author are those of `author`."""
    last: dict[tuple[str, str], Mark] = {}
    for mark in marks:
        key = mark.article, mark.author or author
        last.pop(key, None)
        last[key] = mark
    return [Answer(mark, who, _verdicts(mark, topics)) for (_, who), mark in last.items()]


def _verdicts(mark: Mark, topics: Sequence[Topic]) -> dict[Pair, int]:
    ids = frozenset(named(mark, topics))
    about = asked(mark, topics) | ids
    return {(mark.article, t.id): 1 if t.id in ids else -1 for t in topics if t.id in about}


def disputed(found: Sequence[Answer]) -> dict[str, str]:
    """The articles of which several people say otherwise of a topic, and who of them has the last word."""
    said: dict[Pair, dict[str, int]] = {}
    for one in found:
        for pair, verdict in one.verdicts.items():
            said.setdefault(pair, {})[one.who] = verdict
    return {article: [*by][-1] for (article, _), by in said.items() if len({*by.values()}) > 1}


def told(
    found: Sequence[Answer], new: Sequence[Judgement], ledger: Sequence[Judgement], *,
    author: str, titles: Mapping[str, str],
) -> list[str]:  # fmt: skip
    """Who answered, where that is not `author` alone; the articles on which people differ, in these answers and with those in the ledger.

    Parameters
    ----------
    found, new : sequence of Answer, of Judgement
        The answers, and what they add to the ledger.
    titles : mapping of str to str
        Headlines by article, as far as they are known.
    """
    lines, people = [], Counter(one.who or "（未写）" for one in found)
    if {one.who for one in found} - {author}:
        lines.append(f"判定人：{'、'.join(f'{who} {n} 篇' for who, n in people.items())}。")
    if several := disputed(found):
        lines.append(
            f"有 {len(several)} 篇几个人判得不同，各人的判断都记下了；要另定，请把定下的判断写成一份，再读回："
        )
        lines += _listed({article: f"，现以{who}为准" for article, who in several.items()}, titles)
    if against := overruled(new, ledger):
        lines.append(f"有 {len(against)} 篇与先前的判断不同，现以这一次为准：")
        lines += _listed({k: f"，先前是{'、'.join(sorted(who))}" for k, who in against.items()}, titles)
    return lines


def _listed(said: Mapping[str, str], titles: Mapping[str, str]) -> list[str]:
    named = [f"  h{key}{f'《{titles[key]}》' if titles.get(key) else ''}{more}" for key, more in said.items()]
    return named[:_SHOWN] + (["  ……"] if len(named) > _SHOWN else [])


def overruled(new: Sequence[Judgement], ledger: Sequence[Judgement]) -> dict[str, set[str]]:
    """The articles of which new judgements say otherwise than other people did who had the last word, and these people."""
    stands, against = agreed(ledger), dict[str, set[str]]()
    for j in new:
        verdict, who = stands.get((j.article, j.topic), (0, frozenset()))
        if verdict not in (0, j.verdict) and (others := who - {j.source}):
            against.setdefault(j.article, set()).update(one.removeprefix("person:") for one in others)
    return against


def judgements(
    found: Sequence[Answer], ledger: Sequence[Judgement], *, held: Mapping[Pair, int], when: str
) -> list[Judgement]:
    """The judgements that answers add to the ledger, as one batch; none of an answer that its author gave before,
    unless a queue asked then and it is drawn at random now.

    An answer that changes something is written whole: what of it agrees with an earlier batch stands when that is undone.
    Where several people answered all are heard, and the last one holds.

    Parameters
    ----------
    found : sequence of Answer
        As by `answers`.
    held : mapping of (article, topic) to int
        The verdicts that hold now, label tables included.
    when : str
        ISO date and time.
    """
    said = standing(ledger)
    blind, stands = {(j.article, j.source) for j in said if j.drawn}, agreed(said)
    people = {one.who: f"person:{one.who}" for one in found}
    own = {who: agreed([j for j in said if j.source == source]) for who, source in people.items()}
    last = {pair: one.who for one in found for pair in one.verdicts}
    batch, held, out = _batch(found, when, len(ledger)), {**held}, []
    written: set[Pair] = set()
    for mark, who, verdicts in found:
        source = people[who]
        known = {p: (stands if last[p] == who else own[who]).get(p, (0, frozenset())) for p in verdicts}
        same = all(v == known[p][0] and source in known[p][1] for p, v in verdicts.items())
        # Whoever comes after what is written has the last word again.
        if same and written.isdisjoint(verdicts) and mark.drawn <= ((mark.article, source) in blind):
            continue
        written |= verdicts.keys()
        for pair, verdict in verdicts.items():
            before, held[pair] = held.get(pair, 0), verdict
            out.append(Judgement(*pair, verdict, source, when, mark.note, before, batch, drawn=mark.drawn))
    return out


def moved(new: Sequence[Judgement]) -> tuple[int, int]:
    """How many topics of articles have a first verdict by these judgements, and how many another one."""
    before = {(j.article, j.topic): j.before for j in reversed(new)}
    after = {(j.article, j.topic): j.verdict for j in new}
    turned = sum(bool(old) and old != after[pair] for pair, old in before.items())
    return sum(not old for old in before.values()), turned


def _batch(found: Sequence[Answer], when: str, place: int) -> str:
    given = [(a.mark.article, *sorted(t for (_, t), v in a.verdicts.items() if v > 0)) for a in found]
    return batch_name(when, [*sorted(given), place])
