"""From scores to a summary: whole sentences, verbatim, within a budget of characters."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from baozhai.records import Article, Sentence, Summary
from baozhai.summary.units import n_chars, sentences_of, terms, text_of
from baozhai.text.lazy import lazy
from baozhai.text.sentences import balanced

# Openers that point back: unclear unless the sentence before is also shown.
_POINTS_BACK = lazy(
    r"[“‘「（]?(?:此外|与此同时|同时|另外|其中|随后|对此(?!次)|为此(?!次)|据介绍|[他她](?:说|表示|介绍|认为|指出)"
    r"|该(?:公司|园区|项目|企业)|不仅如此|除此之外|然而|但是|不过|因此|此次)"
)
_CAPTION = lazy(r"[▲▼◀▶◆●○□■△（(]*(?:[左右上下]{1,2}|本版|制|资料|本)?[图图片]片?(?:为)?\s*[：:①-⑩]|[▲▼◀▶◎]")
# A quotation and nothing else, and what announces a list or a speech.
_POINTS_ON = lazy(r"[“「][^“”「」]*[”」]$|.*[：:]$")
# A line without a mark at its end is a heading among the paragraphs: printed before a sentence it would run into it.
_ENDS = lazy(r"[。！？!?…”’」』）)》；;：:—.~～]$")
# What frames a letter or a notice and tells nothing: whom it is to, the day, 现将…通报如下。, 特此公告。; a row of a table.
_FRAME = lazy(
    r"(?:各|尊敬的|亲爱的)[^。！？]{1,60}[：:]$|[（(]?\d{4}年\d{1,2}月\d{1,2}日[）)]?$|[^。]{0,12}现将[^。]{2,60}如下[。：:]$"
    r"|特此(?:公告|通告|公示|通知|通报|声明|说明|函告)。?$|[^。！？；\u3000]+\u3000[^。！？；]*[）)]$"
)
# An item of a numbered list, and a list left open (甲、乙……): neither tells anything alone.
_PART = lazy(r"\d{1,2}、|[（(][一二三四五六七八九十\d]{1,2}[）)]|[^，。；：“”]*、[^，。；：“”]*…+$")
_MIN_SENTENCE_CHARS = 8
_LINE_CHARS = 30  # a longer line without an end mark is no heading and no signature, but a paragraph cut in two; not tuned
_SAME_CONTENT = 0.6


@dataclass(frozen=True)
class Unit:
    """A sentence with what the rules ask about it.

    Attributes
    ----------
    chars : int
        Length without white space.
    tells : bool
        Whether it is a sentence that tells something: no heading, no signature, not the frame of a letter.
    eligible : bool
        Whether it may stand in a summary at all: such a sentence, long enough, balanced, no caption.
    points_back : bool
        Whether it may stand only after the sentence before it.
    points_on : bool
        Whether it may stand only before the sentence after it: words without their speaker, a colon.
    """

    text: str
    chars: int
    tells: bool
    eligible: bool
    points_back: bool
    points_on: bool

    @cached_property
    def terms(self) -> frozenset[str]:
        """Terms that tell whether two sentences say the same."""
        return frozenset(terms(self.text))


def select(
    article: Article,
    scores: NDArray[np.float64] | Sequence[float],
    *,
    min_chars: int = 0,
    max_chars: int = 120,
) -> Summary:
    """Choose the sentences of a summary.

    Parameters
    ----------
    article : Article
        The article the scores belong to.
    scores : sequence of float, shape (n_sentences,)
        One score per sentence of `sentences_of(article)`; ties go to the earlier sentence.
    min_chars, max_chars : int
        Length wanted, in characters without white space. `min_chars` is met where whole
        sentences allow it.

    Returns
    -------
    Summary
        Whole sentences in document order with their scores. An article within `max_chars` is
        returned whole, without what tells nothing. Longer than `max_chars` only if no sentence that could stand alone
        fits; empty only if the article has no text.

    Raises
    ------
    ValueError
        If the number of scores is wrong, a score is not finite, or the limits are not
        0 ≤ `min_chars` ≤ `max_chars` with `max_chars` at least 1.
    """
    sentences = sentences_of(article)
    values = np.asarray(scores, dtype=np.float64)
    if values.shape != (len(sentences),) or not np.isfinite(values).all():
        raise ValueError(
            f"want {len(sentences)} finite scores for article {article.id!r}, not {values.shape}"
        )
    if not 0 <= min_chars <= max_chars or max_chars < 1:
        raise ValueError(f"want 0 <= min_chars <= max_chars, not {min_chars} and {max_chars}")
    units = [unit(text_of(article, s)) for s in sentences]
    if sum(u.chars for u in units) <= max_chars:
        chosen = telling(units)
    else:
        order = [int(i) for i in np.argsort(-values.round(9), kind="stable")]
        chosen = fill(units, order, min_chars, max_chars)
    return summary_of(article, [replace(sentences[i], score=float(values[i])) for i in sorted(chosen)])


def shortened(article: Article, summary: Summary, max_chars: int) -> Summary:
    """The summary without its least sentences, as far as it is longer than `max_chars`.

    What is left can stand together as in `select`; at least one sentence stays, however long.
    """
    left = list(summary.sentences)
    if len(left) <= 1:
        return summary
    while len(left) > 1 and sum(n_chars(text_of(article, s)) for s in left) > max_chars:
        ways = [[s for s in left if s is not out] for out in sorted(left, key=_least)]
        left = next((way for way in ways if readable(article, way)), left[:1])
    return summary_of(article, left)


def _least(sentence: Sentence) -> tuple[float, int, int]:
    return sentence.score, -sentence.paragraph, -sentence.start


def readable(article: Article, sentences: Sequence[Sentence]) -> bool:
    """Whether no sentence points back, or on, to one that is not there; the first must stand alone."""
    whole = sentences_of(article)
    places = [(s.paragraph, s.start) for s in whole]
    shown = [places.index((s.paragraph, s.start)) for s in sentences if (s.paragraph, s.start) in places]
    units = [unit(text_of(article, whole[k])) for k in shown]
    return all(
        (not u.points_back or k - 1 in shown) and (not u.points_on or k + 1 in shown)
        for k, u in zip(shown, units, strict=True)
    )


def summary_of(article: Article, chosen: Iterable[Sentence]) -> Summary:
    """Print the chosen sentences, which stand in document order."""
    picked = tuple(chosen)
    return Summary(article.id, "".join(text_of(article, s) for s in picked), picked)


def unit(text: str) -> Unit:
    """Ask the rules about a sentence."""
    chars = n_chars(text)
    ends = _ENDS.search(text) is not None
    goes_on = chars > _LINE_CHARS or text.endswith(("，", "、"))
    tells = (ends or goes_on) and not _FRAME.match(text)
    eligible = tells and ends and chars >= _MIN_SENTENCE_CHARS and balanced(text)
    eligible = eligible and not (_CAPTION.match(text) or _PART.match(text))
    back, on = _POINTS_BACK.match(text) is not None, _POINTS_ON.match(text) is not None
    return Unit(text, chars, tells, eligible, back, on)


def telling(units: Sequence[Unit]) -> list[int]:
    """The sentences of a short article that are all printed: those that tell something, or all where none does."""
    return [i for i, u in enumerate(units) if u.tells] or list(range(len(units)))


def stands_together(units: Sequence[Unit], chosen: Sequence[int]) -> bool:
    """Whether sentences may be printed together, whatever their length; one alone or in order."""
    on = all(i + 1 in chosen for i in chosen if units[i].points_on)
    return on and all(_fits(units, i, chosen[:k]) for k, i in enumerate(chosen))


def fill(units: Sequence[Unit], order: Sequence[int], low: int, high: int) -> list[int]:
    """Fill in rank order; if that is too short, start from the next-ranked sentence instead."""
    best = _fill(units, order, high)
    heads = iter(order)
    tried = best
    while sum(units[i].chars for i in tried) < low:
        head = next(heads, None)
        if head is None:
            break
        tried = _fill(units, [head, *(i for i in order if i != head)], high)
    else:
        best = tried
    return best or _fallback(units)


def _fill(units: Sequence[Unit], order: Sequence[int], high: int) -> list[int]:
    """Take the best sentence that fits, then go on in rank order until one does not fit.

    Room that is left is not filled with a lesser sentence: a short aside reads badly after the
    lead. A taken sentence can admit its follower.
    """
    chosen: list[int] = []
    room = high
    while True:
        ranked = (i for i in order if _stands(units, i, chosen))
        best = next((i for i in ranked if units[i].chars <= room or chosen), None)
        if best is None or units[best].chars > room:
            return chosen
        chosen.append(best)
        room -= units[best].chars


def _stands(units: Sequence[Unit], i: int, chosen: Sequence[int]) -> bool:
    """Whether a sentence may join the chosen ones, whatever its length."""
    return (i + 1 in chosen or not units[i].points_on) and _fits(units, i, chosen)


def _fits(units: Sequence[Unit], i: int, chosen: Sequence[int]) -> bool:
    unit = units[i]
    if not unit.eligible or i in chosen:
        return False
    if unit.points_back and i - 1 not in chosen:
        return False
    return all(jaccard(unit.terms, units[j].terms) <= _SAME_CONTENT for j in chosen)


def _fallback(units: Sequence[Unit]) -> list[int]:
    """The shortest sentence that can stand alone, else the first one."""
    alone = [i for i, u in enumerate(units) if u.eligible and not u.points_back and not u.points_on]
    return [min(alone, key=[u.chars for u in units].__getitem__)] if alone else [0]


def jaccard(a: frozenset[str], b: frozenset[str]) -> float:
    """Return the shared part in [0, 1] of two sets of terms (0 if both are empty)."""
    shared = len(a & b)
    return shared / (len(a) + len(b) - shared) if a or b else 0.0
