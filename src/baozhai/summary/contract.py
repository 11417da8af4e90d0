"""What every summary must keep to, as a check that shares no code with the choosing."""

from __future__ import annotations

import re

from baozhai.records import Article, Summary
from baozhai.summary.units import n_chars, sentences_of, terms
from baozhai.text.sentences import balanced

_LEFT_BEHIND = (
    "此外",
    "与此同时",
    "同时",
    "另外",
    "其中",
    "随后",
    "对此",
    "他说",
    "她说",
    "不仅如此",
    "除此之外",
)
_DATELINE = re.compile(
    r"本报讯|[^，。]{0,8}日报讯|(?:新华社|中新社|(?:中新|人民|新华|光明)网)[^，。]{0,12}日电|央视网消息|[（(](?:本报|特约)?(?:记者|通讯员)"
)
# What a short article must not lose: sentences with their mark, but the frame of a notice.
_TOLD = re.compile(r"(?!特此)(?!.*如下。$).*[。！？!?]$", re.S)
_SAME = 0.6
_LONGEST = 200


def violations(article: Article, summary: Summary, *, max_chars: int = 120) -> list[str]:
    """List the rules a summary breaks.

    Parameters
    ----------
    article : Article
        What was summarized.
    summary : Summary
        The summary.
    max_chars : int
        The limit asked for, in characters without white space.

    Returns
    -------
    list of str
        Names of rules: `empty`, `verbatim`, `order`, `whole` (a short article in part), `long`,
        `dateline`, `unbalanced`, `opener`
        and `repeats`. Those about wording are not asked of a single sentence, which may be all
        there is, nor of an article shown whole.
    """
    every = [(s.paragraph, s.start, s.end) for s in sentences_of(article)]
    places = [(s.paragraph, s.start, s.end) for s in summary.sentences]
    texts = [article.paragraphs[p][start:end] for p, start, end in places]
    broken = {
        "empty": bool(every) and not summary.text,
        "verbatim": summary.text != "".join(texts) or not set(places) <= set(every),
        "order": places != sorted(set(places)),
    }
    if sum(n_chars(article.paragraphs[p][start:end]) for p, start, end in every) <= max_chars:
        told = {(p, start, end) for p, start, end in every if _TOLD.match(article.paragraphs[p][start:end])}
        broken["whole"] = not told <= set(places)
        return [name for name, found in broken.items() if found]
    size = n_chars(summary.text)
    sizes = [n_chars(article.paragraphs[p][start:end]) for p, start, end in every]
    none_fits = not any(8 <= n <= max_chars for n in sizes)
    broken["long"] = (
        size > max_chars and (len(texts) > 1 or size > max(_LONGEST, max_chars)) and not none_fits
    )
    if len(texts) > 1:
        bags = [frozenset(terms(text)) for text in texts]
        broken |= {
            "dateline": any(_DATELINE.match(text) for text in texts),
            "unbalanced": not all(balanced(text) for text in texts),
            "opener": any(_dangles(t, p, every, places) for t, p in zip(texts, places, strict=True)),
            "repeats": any(_same(a, b) for k, a in enumerate(bags) for b in bags[:k]),
        }
    return [name for name, found in broken.items() if found]


def _dangles(
    text: str,
    place: tuple[int, int, int],
    every: list[tuple[int, int, int]],
    places: list[tuple[int, int, int]],
) -> bool:
    if not text.startswith(_LEFT_BEHIND) or text.startswith("对此次"):
        return False
    before = every.index(place) - 1
    return before < 0 or every[before] not in places


def _same(a: frozenset[str], b: frozenset[str]) -> bool:
    return len(a & b) > _SAME * len(a | b)
