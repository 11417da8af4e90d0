"""What people marked → judgements for the ledger."""

from __future__ import annotations

import difflib
import hashlib
import re
import unicodedata
from collections.abc import Container, Mapping, Sequence

from baozhai.errors import InputError
from baozhai.records import Judgement, Mark, Topic

OTHER = ("其他", "其它", "其他要闻", "无", "other")
#: What agrees with the topics that a queue suggests; what denies them, and does not say what is right (NFKC, lower case).
AGREED = ("√", "✓", "✔", "☑", "✅", "对", "是", "同意", "正确", "y", "yes", "ok")
DENIED = ("×", "✗", "✘", "❌", "☒", "x", "否", "不", "不是", "不对", "错", "错误", "n", "no")
#: What people put between labels, and between cue words; in a cell as a class of a regular expression.
SEPARATORS = "、，,；;|｜"
_MARKS = SEPARATORS + r"。\s"
#: How batches begin that say the labels of renamed topics anew.
MIGRATED = "migrate-"
Pair = tuple[str, str]


def named(mark: Mark, topics: Sequence[Topic]) -> tuple[str, ...]:
    """The ids of the topics a mark names by name, id or alias, each once, in its order; empty for other news.

    Raises
    ------
    InputError
        An unknown label, with the nearest known one, other news together with a topic, a check mark with nothing to
        agree with or together with a topic.
    """
    known = _names(topics)
    labels = _words(mark.labels, known)
    if mark.labels and not labels:
        raise InputError(
            f"{mark.where}：类别里只有标点（{''.join(mark.labels)}）。请写出类别，或清空这一格。"
        )
    if labels and all(_sign(label, known) in AGREED for label in labels):
        labels = _words(mark.suggested, known)
        if not labels:
            raise InputError(
                f"{mark.where}：没有建议类别可以同意。请写出类别；不属于任何类别的，写“{OTHER[0]}”。"
            )
    found = [known[label.casefold()] for label in labels if label.casefold() in known]
    for label in labels:
        if label.casefold() not in known and _sign(label, known) not in OTHER:
            raise InputError(f"{mark.where}：{_refusal(label, mark, topics)}")
    if found and len(found) < len(labels):
        raise InputError(
            f"{mark.where}：“其他”不能与别的类别写在一起（{'、'.join(mark.labels)}）。请只留一种。"
        )
    return tuple(dict.fromkeys(found))


def called(topic: Topic) -> dict[str, str]:
    """All that answers may call a topic, by what is compared."""
    words = (*topic.aliases, topic.name_en, topic.name, topic.id)
    return {word.casefold(): word for word in words if word}


def _names(topics: Sequence[Topic]) -> dict[str, str]:
    """Names, ids and aliases, in lower case → id."""
    return {word: t.id for t in topics for word in called(t)}


def _words(labels: Sequence[str], known: Mapping[str, str]) -> list[str]:
    """What stands between marks and blanks; of known names, which may hold some, the longest."""
    names = "|".join(map(re.escape, sorted(known, key=len, reverse=True)))
    word = re.compile(rf"(?:{names})(?=[{_MARKS}]|\Z)|[^{_MARKS}]+", re.IGNORECASE)
    whole = ([x.strip()] if x.strip().casefold() in known else word.findall(x) for x in labels)
    return [word for words in whole for word in words if word]


def _sign(label: str, known: Mapping[str, str]) -> str:
    """A label that is no topic's, as it is compared with signs and with other news."""
    plain = unicodedata.normalize("NFKC", label).replace("\ufe0f", "").casefold()
    return "" if label.casefold() in known else plain


def asked(mark: Mark, topics: Sequence[Topic]) -> frozenset[str]:
    """The ids of the topics that a mark is about."""
    known = _names(topics)
    named = frozenset(known[name.casefold()] for name in mark.asked if name.casefold() in known)
    return named or frozenset(t.id for t in topics)


def _refusal(label: str, mark: Mark, topics: Sequence[Topic]) -> str:
    """Why a label is none, and what to write."""
    sign = _sign(label, {})
    if sign in AGREED:
        return f"“{label}”是同意建议类别，不能与类别写在一起（{'、'.join(mark.labels)}）。请只留一种。"
    if sign in DENIED:
        return f"“{label}”没有说是哪一类。请写出正确的类别；不属于任何类别的，写“{OTHER[0]}”。"
    if label.casefold() in map(str.casefold, mark.asked):
        return f"类别表里已没有“{label}”。若是改过名的类别，请把“{label}”写进它的 aliases，再读回。"
    agree = ["√（同意建议类别）"] if mark.suggested else []
    names = [*(t.name for t in topics), OTHER[0]]
    words = [*names, *(word for t in topics for word in (t.id, *t.aliases))]
    close = difflib.get_close_matches(label, words, n=1, cutoff=0.5)
    near = f"是否想写“{close[0]}”？" if close else f"可用的有：{'、'.join([*names, *agree])}。"
    return f"没有类别“{label}”。{near}"


def check(marks: Sequence[Mark], topics: Sequence[Topic], articles: Container[str], *, single: bool) -> None:
    """Refuse marks of which some cannot be taken.

    Parameters
    ----------
    articles : container of str
        Content hashes of the articles that there are.
    single : bool
        Whether every article has one topic at most.

    Raises
    ------
    InputError
        Naming every such mark, up to ten.
    """
    if wrong := [fault for mark in marks if (fault := _fault(mark, topics, articles, single))]:
        raise InputError.of(wrong)


def _fault(mark: Mark, topics: Sequence[Topic], articles: Container[str], single: bool) -> str:
    if mark.article not in articles:
        return f"{mark.where}：没有编号为 h{mark.article} 的文章。请用这里的 baozhai review 写出的文件。"
    try:
        ids = named(mark, topics)
    except InputError as error:
        return str(error)
    if single and len(ids) > 1:
        names = "、".join(t.name for t in topics if t.id in ids)
        return f"{mark.where}：写了 {len(ids)} 类（{names}），这批语料却是每篇一类（decision=single）。请只留一类。"
    return ""


def standing(ledger: Sequence[Judgement]) -> list[Judgement]:
    """What was said and never taken back, in its order; without what undoing and renaming added."""
    undone: set[str] = set()
    for j in reversed(ledger):  # an undo that was taken back itself undoes nothing
        if j.undoes and j.batch not in undone:
            undone.add(j.undoes)
    said = (j for j in ledger if not j.undoes and j.batch not in undone)
    return [j for j in said if not j.batch.startswith(MIGRATED)]


def drawn(ledger: Sequence[Judgement]) -> set[str]:
    """The articles that were drawn at random, by answers that stand."""
    return {j.article for j in standing(ledger) if j.drawn}


def picked(ledger: Sequence[Judgement]) -> set[str]:
    """The articles that people judged in answer to a queue alone: a model was unsure of them."""
    said = [j for j in standing(ledger) if j.source.startswith("person:")]
    asked = {j.article for j in said if j.batch}
    return asked - {j.article for j in said if j.drawn or not j.batch}


def settled(ledger: Sequence[Judgement]) -> dict[Pair, int]:
    """The pairs whose last word that stands came from a review, with their verdicts."""
    return {pair: verdict for pair, (verdict, _) in agreed(ledger).items()}


def agreed(ledger: Sequence[Judgement]) -> dict[Pair, tuple[int, frozenset[str]]]:
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


def batch_name(when: str, content: object) -> str:
    """A name for a batch: its day, and a hash of what it holds."""
    return f"{when[:10]}-{hashlib.sha256(repr((when, content)).encode()).hexdigest()[:6]}"
