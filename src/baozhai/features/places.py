"""Where the counted terms of an article stand in its text: for explanations, one article at a time."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from itertools import accumulate
from typing import Any

from baozhai.features.blocks import VIEWS, read_text
from baozhai.features.subjects import BLOCKS, READ, Subjects
from baozhai.records import Article
from baozhai.text.words import cut

#: Paragraph of a place in the headline.
TITLE = -1
#: Paragraph (`TITLE` for the headline), first character and the one after the last.
Place = tuple[int, int, int]
_Found = Iterator[tuple[str, int, int]]


def places(
    article: Article, params: Mapping[str, Any], subjects: Subjects | None = None
) -> dict[tuple[str, str], list[Place]]:
    """All occurrences of every term, by block and term, in reading order.

    Parameters
    ----------
    params : mapping
        Parameters of a `TfidfFeatures` (`get_params`).
    subjects : Subjects, optional
        Its words by subject.

    Returns
    -------
    dict
        An occurrence that runs on in the next paragraph ends there: `end` counts on, with one character for the
        line end. White space inside characters of an n-gram is not part of the term.
    """
    text, left = read_text(article, params["read_chars"], mask=params["mask"])
    fields = [article.title, text]
    starts = list(accumulate((len(p) + 1 for p in article.paragraphs), initial=-left))
    out: dict[tuple[str, str], list[Place]] = {}
    for name in VIEWS[params["views"]]:
        for field, text in enumerate(fields):
            for term, start, end in _terms(name, text, bool(field), params):
                place = _place(start, end, starts) if field else (TITLE, start, end)
                out.setdefault((name, term), []).append(place)
    for own, name, term, start, end in _subjects(fields, params, subjects) if subjects else ():
        place = _place(start, end, starts) if own else (TITLE, start, end)
        out.setdefault((name, term), []).append(place)
    return out


def _subjects(
    fields: list[str], params: Mapping[str, Any], subjects: Subjects
) -> Iterator[tuple[bool, str, str, int, int]]:
    """Words by subject: whether in the text, block, term and offsets."""
    reach = dict(zip(BLOCKS, (READ, params["lead_chars"], params["opening_chars"]), strict=True))
    for own, field in enumerate(fields):
        found = subjects.find(field[: int(max(reach.values()))] if own else field)
        for start, length, number in zip(*(part.tolist() for part in found), strict=True):
            for name, far in reach.items():
                if not own or start < far:
                    yield bool(own), name, subjects.terms[number], start, start + length


def _terms(name: str, text: str, body: bool, params: Mapping[str, Any]) -> _Found:
    """Terms that a block reads in a headline or in a text (`body`), with their offsets."""
    if name in VIEWS["chars"]:
        reach = params["opening_chars"] if body and name == "opening_chars" else None
        return _grams(text[:reach], range(params["ngram_min"], params["ngram_max"] + 1))
    limits = {
        "words": len(text),
        "title": 0,
        "lead": params["lead_chars"],
        "opening": params["opening_chars"],
    }
    return _words(text, limits[name] if body else len(text))


def _words(text: str, reach: int) -> _Found:
    """Words that begin within the first `reach` characters."""
    start = 0
    for word in cut(text):
        if start < reach:
            yield word, start, start + len(word)
        start += len(word)


def _grams(text: str, sizes: range) -> _Found:
    """Runs of characters, white space left out."""
    kept = [(k, c) for k, c in enumerate(text) if not c.isspace()]
    for size in sizes:
        for first in range(len(kept) - size + 1):
            run = kept[first : first + size]
            yield "".join(c for _, c in run), run[0][0], run[-1][0] + 1


def _place(start: int, end: int, starts: list[int]) -> Place:
    """The paragraph of an offset in the joined text, and the offsets in it."""
    k = min(bisect_right(starts, start), len(starts) - 1) - 1
    return k, start - starts[k], end - starts[k]
