"""Reprints and near-duplicates: found by shared runs of characters, printed once with all their places.

Resemblance and containment of shingle sets (Broder 1997), counted exactly by one sparse product: no hashing,
no seed, and the order of the articles cannot matter.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from baozhai.records import Article, Issue

#: Fewer shingles than these prove nothing: a caption is a duplicate only of the same caption.
MIN_SHINGLES = 20
#: Numbers an article must print for its numbers to be compared.
MIN_NUMBERS = 2
_ROWS = 256  # rows of the product held at a time


def wording(article: Article) -> str:
    """Letters, ideographs and digits of the paragraphs; neither headline nor punctuation."""
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", "".join(article.paragraphs)).lower())


def _numbers(article: Article) -> set[str]:
    text = unicodedata.normalize("NFKC", "\n".join(article.paragraphs))
    return set(re.findall(r"\d+(?:\.\d+)?", text))


def _shingles(text: str, size: int) -> set[str]:
    return {text[k : k + size] for k in range(len(text) - size + 1)} or ({text} if text else set())


def _shared_numbers(a: set[str], b: set[str]) -> float:
    """Numbers of both among those of the one that prints fewer, in [0, 1]; 1 when it prints hardly any."""
    fewer = min(len(a), len(b))
    return len(a & b) / fewer if fewer >= MIN_NUMBERS else 1.0


def groups(
    articles: Sequence[Article], *, shingle: int = 8, containment: float = 0.7, numbers: float = 0.6
) -> list[list[int]]:
    """Articles that print the same report: indices, each in one group, in order of their first member.

    Two items of one kind are of a group when the shorter one's wording lies in the longer one's and they agree
    on their numbers (bulletins of one template do not), or through a third one. Containment covers
    similarity: a Jaccard similarity of s means a containment of s at least.

    Parameters
    ----------
    shingle : int
        Characters a shingle.
    containment, numbers : float
        Least shares in [0, 1]: of the shingles of the shorter article, of the numbers of the one that prints fewer.
    """
    sets = [_shingles(wording(a), shingle) for a in articles]
    figures = [_numbers(a) for a in articles]
    links = [
        (i, j)
        for i, j in _candidates(sets, containment)
        if articles[i].kind == articles[j].kind and _shared_numbers(figures[i], figures[j]) >= numbers
    ]
    return _connected(len(articles), links)


def _candidates(sets: Sequence[set[str]], containment: float) -> list[tuple[int, int]]:
    """Pairs i < j that share enough shingles."""
    table = _table(sets)
    sizes = np.array([len(s) for s in sets], dtype=np.int64)
    out: list[tuple[int, int]] = []
    for first in range(0, len(sets), _ROWS):
        block = (table[first : first + _ROWS] @ table.T).tocoo()
        i, j, both = block.row + first, block.col, block.data
        less, more = np.minimum(sizes[i], sizes[j]), np.maximum(sizes[i], sizes[j])
        good = (i < j) & (both >= containment * less) & ((less >= MIN_SHINGLES) | (both == more))
        out += zip(i[good].tolist(), j[good].tolist(), strict=True)
    return out


def _table(sets: Sequence[set[str]]) -> Any:
    """Ones where an article has a shingle that another one has too, as csr_matrix, shape (n_articles, n_shared)."""
    from scipy.sparse import csr_matrix

    seen, shared = set[str](), set[str]()
    for own in sets:
        shared |= seen & own
        seen |= own
    ids = {s: k for k, s in enumerate(shared)}
    # Of 12 million shingles of the press one in sixteen is shared: the others would cost most of the product, and pair nothing.
    rows = [[ids[s] for s in own & shared] for own in sets]
    ends: NDArray[np.int64] = np.cumsum([0, *map(len, rows)])
    columns = np.fromiter(chain.from_iterable(rows), np.int64, int(ends[-1]))
    return csr_matrix((np.ones(len(columns), np.int32), columns, ends), shape=(len(sets), max(len(ids), 1)))


def _connected(count: int, links: Sequence[tuple[int, int]]) -> list[list[int]]:
    """Union-find: the roots are the first members."""
    root = list(range(count))

    def find(k: int) -> int:
        while root[k] != k:
            root[k] = root[root[k]]
            k = root[k]
        return k

    for i, j in links:
        a, b = sorted((find(i), find(j)))
        root[b] = a
    out: dict[int, list[int]] = {}
    for k in range(count):
        out.setdefault(find(k), []).append(k)
    return list(out.values())


def merge(
    issues: Sequence[Issue],
    *,
    own: str = "",
    periods: Sequence[int] = (),
    **alike: Any,
) -> Issue:
    """One issue of several: each report once, at the place of its first copy, the others in its `also`.

    Articles of different `periods` (one number an article) stay apart, whatever they have in common; `alike` are the
    limits of `groups`. Of the copies the one in the `own` newspaper is shown, else the longest. Ids that two issues use get the
    number of the issue in front.
    """
    articles = _renamed(issues)
    found = groups(articles, **alike)
    if periods:
        found = [[k for k in group if periods[k] == p] for group in found for p in _periods(group, periods)]
    shown = tuple(_shown([articles[k] for k in group], own) for group in found)
    notes = [f"{issue.id}：{note}" for issue in issues for note in issue.notes]
    if double := len(articles) - len(shown):
        notes.append(f"{double} 篇与他处重复，已并入同一条并注明“另见”。")
    hashes = "".join(issue.input_sha256 for issue in issues)
    return Issue(
        id=issues[0].id if len(issues) == 1 else f"{issues[0].id} 等 {len(issues)} 个文件",
        articles=shown,
        newspaper=_common([issue.newspaper for issue in issues]),
        date=_common([issue.date for issue in issues]),
        page=_common([issue.page for issue in issues]),
        furniture=tuple(text for issue in issues for text in issue.furniture),
        unassigned=tuple(text for issue in issues for text in issue.unassigned),
        notes=tuple(notes),
        input_chars=sum(issue.input_chars for issue in issues),
        input_sha256=hashes if len(issues) == 1 else hashlib.sha256(hashes.encode()).hexdigest(),
    )


def _periods(group: Sequence[int], periods: Sequence[int]) -> list[int]:
    return list(dict.fromkeys(periods[k] for k in group))


def _common(values: Sequence[str]) -> str:
    return values[0] if len(set(values)) == 1 else ""


def _renamed(issues: Sequence[Issue]) -> list[Article]:
    ids = [a.id for issue in issues for a in issue.articles]
    unique = len(set(ids)) == len(ids)
    return [
        a if unique else replace(a, id=f"{k}-{a.id}")
        for k, issue in enumerate(issues, 1)
        for a in issue.articles
    ]


def _shown(copies: Sequence[Article], own: str) -> Article:
    """The copy to print with all others; which one does not depend on their order."""
    if len(copies) == 1:
        return copies[0]
    ranks = [(bool(own) and a.newspaper == own, len(wording(a)), _place(a)) for a in copies]
    best = ranks.index(max(ranks))
    others = [c for k, a in enumerate(copies) if k != best for c in (replace(a, also=()), *a.also)]
    return replace(copies[best], also=(*copies[best].also, *others))


def _place(article: Article) -> tuple[str, ...]:
    """A last word between equals."""
    where = article.newspaper, article.date, article.page, article.source.file
    return (*where, article.title, "".join(article.paragraphs))
