"""Marks of sentences by content hash: which stretches of an article speak of which topic, whatever topics the article has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from baozhai.errors import InputError
from baozhai.labels.ledger import content_hash
from baozhai.records import Article

Place = tuple[int, int, int]


class Marks(NamedTuple):
    """What was marked in one article.

    Attributes
    ----------
    read : int
        How much of the text was read: characters that are no white space.
    titles : frozenset of str
        Topics of the headline.
    spans : dict of str to list of (int, int)
        Stretches of the text for each topic, in such characters.
    """

    read: int
    titles: frozenset[str]
    spans: dict[str, list[tuple[int, int]]]

    @classmethod
    def of(cls, row: Mapping[str, str], where: str) -> Self:
        """A row `hash,read,marks` of a table; marks are `topic:title,start-end,…`, topic by topic, parted by blanks.

        Raises
        ------
        InputError
            Naming the table and the row.
        """
        titles, spans = set(), {}
        try:
            if not row["hash"]:
                raise ValueError("no hash")
            for part in row["marks"].split():
                topic, _, places = part.partition(":")
                stretches = places.split(",")
                titles |= {topic} if "title" in stretches else set()
                pairs = [place.split("-") for place in stretches if place != "title"]
                spans[topic] = [(int(start), int(end)) for start, end in pairs]
            return cls(int(row["read"]), frozenset(titles), spans)
        except (AttributeError, KeyError, TypeError, ValueError):  # a column is absent, or a row too short
            raise InputError(
                f"{where}：{row.get('hash', '')} 一行读不了。各列应为 hash、read、marks，marks 如 awards:title,0-45。"
            ) from None


def marked(
    articles: Sequence[Article],
    owners: NDArray[np.int64],
    places: Sequence[Place],
    table: Mapping[str, Marks],
    topics: Sequence[str],
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which sentences somebody read, shape (n_sentences,), and what they were marked for, shape (n_sentences, n_topics).

    `owners` rise, and the places of an article are in the order of its text. A sentence has a mark if more than half of it is marked.
    Paragraph -1 is the headline.
    """
    known, out = np.zeros(len(places), bool), np.zeros((len(places), len(topics)), bool)
    ends = np.searchsorted(owners, np.arange(len(articles) + 1))
    for article, first, last in zip(articles, ends.tolist(), ends[1:].tolist(), strict=False):
        marks = table.get(content_hash(article)) if last > first else None
        if marks is None:
            continue
        head = [topic in marks.titles for topic in topics]
        spans = [(k, marks.spans[topic]) for k, topic in enumerate(topics) if topic in marks.spans]
        for row, (start, end) in enumerate(_offsets(article.paragraphs, places[first:last]), first):
            known[row] = (start + end) / 2 < marks.read
            if start < 0:
                out[row] = head
            for k, these in spans if start >= 0 else ():
                out[row, k] = 2 * _covered(these, start, end) > end - start
    return known, out


def _offsets(paragraphs: Sequence[str], places: Sequence[Place]) -> Iterator[tuple[int, int]]:
    """Places in characters that are no white space, in the order of the text; (-1, 0) for the headline."""
    number = at = size = 0
    for paragraph, start, end in places:
        if paragraph < 0:
            yield -1, 0
            continue
        while number < paragraph:
            size += _size(paragraphs[number][at:])
            number, at = number + 1, 0
        size += _size(paragraphs[number][at:start])
        first = size
        size += _size(paragraphs[number][start:end])
        at = end
        yield first, size


def _size(text: str) -> int:
    return len("".join(text.split()))


def _covered(spans: Iterable[tuple[int, int]], start: int, end: int) -> int:
    return sum(max(0, min(end, b) - max(start, a)) for a, b in spans)
