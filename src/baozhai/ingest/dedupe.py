"""Reprints and near-duplicates: found by shared runs of characters, printed once with all their places.

Resemblance and containment of shingle sets (Broder 1997): pairs are looked for among hashed shingles, all of them, and counted
exactly on the shingles themselves, so neither a seed nor the order of the articles matters.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from baozhai.records import Article, Issue

#: Fewer shingles than these prove nothing: a caption is a duplicate only of the same caption.
MIN_SHINGLES = 20
#: Numbers an article must print for its numbers to be compared.
MIN_NUMBERS = 2
_ROWS = 256  # rows of the product held at a time
#: 2 ** 64 over the golden ratio (Knuth, TAOCP 3, 6.4).
_FACTOR = np.uint64(0x9E3779B97F4A7C15)


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
    texts = [wording(a) for a in articles]
    # Of a bulletin printed a thousand times each copy is in a thousand pairs.
    figures = cache(lambda k: _numbers(articles[k]))
    pieces = cache(lambda k: _shingles(texts[k], shingle))

    def alike(i: int, j: int) -> bool:
        same = articles[i].kind == articles[j].kind and _shared_numbers(figures(i), figures(j)) >= numbers
        return same and _contained(pieces(i), pieces(j), containment)

    return _connected(len(articles), _candidates(texts, shingle, containment), alike)


def _contained(a: set[str], b: set[str], containment: float) -> bool:
    """Whether enough of the smaller set is in the other one; small sets must be equal."""
    less, more, both = min(len(a), len(b)), max(len(a), len(b)), len(a & b)
    return both >= containment * less and (less >= MIN_SHINGLES or both == more)


def _candidates(texts: Sequence[str], size: int, containment: float) -> list[tuple[int, int]]:
    """Pairs, each once, that share enough hashed shingles: all that do share enough, and by chance another one."""
    table, sizes = _table(texts, size)
    # Most texts share too little with all others together to lie in any of them.
    within = (table.getnnz(axis=1) >= containment * sizes) & (sizes > 0)
    chosen, other = np.flatnonzero(within), table.T.tocsr()
    out: list[tuple[int, int]] = []
    for first in range(0, len(chosen), _ROWS):
        rows = chosen[first : first + _ROWS]
        block = (table[rows] @ other).tocoo()
        i, j = rows[block.row], block.col
        good = ((i < j) | ~within[j]) & (block.data >= containment * np.minimum(sizes[i], sizes[j]))
        out += zip(i[good].tolist(), j[good].tolist(), strict=True)
    return out


def _table(texts: Sequence[str], size: int) -> tuple[Any, NDArray[np.int64]]:
    """Where a text has a hashed shingle that another one has too, and how many different ones each has.

    Returns
    -------
    table : csr_matrix of int32, shape (n_texts, n_shared)
    sizes : ndarray of int64, shape (n_texts,)
    """
    from scipy.sparse import csr_matrix

    bits = np.uint64(max(len(texts) - 1, 1).bit_length())
    # Hash and text in one number, so that one sort finds what is shared (12 million numbers for the press).
    found = [(_hashes(text, size) >> bits << bits) | np.uint64(k) for k, text in enumerate(texts)]
    both = np.sort(np.concatenate([np.zeros(0, np.uint64), *found]))
    both = both[_changes(both)]  # `np.unique` of NumPy 2.4 takes a hundred times as long
    hashes, owners = both >> bits, (both & ((np.uint64(1) << bits) - np.uint64(1))).astype(np.int64)
    columns = np.cumsum(_changes(hashes)) - 1
    times = np.bincount(columns)
    shared = times[columns] > 1
    ones = np.ones(int(shared.sum()), np.int32)
    table = csr_matrix((ones, (owners[shared], columns[shared])), shape=(len(texts), max(len(times), 1)))
    return table, np.bincount(owners, minlength=len(texts))


def _changes(values: NDArray[np.uint64]) -> NDArray[np.bool_]:
    """Where a sorted array has another value than before."""
    return np.append(True, values[1:] != values[:-1])[: len(values)]


def _hashes(text: str, size: int) -> NDArray[np.uint64]:
    """Of each run of `size` characters, or of a shorter text as a whole; the same for equal runs."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.uint64)
    length = min(size, len(codes))
    out = np.zeros(len(codes) - length + 1 if length else 0, np.uint64)
    for k in range(length):
        out = out * _FACTOR + codes[k : k + len(out)]
    return out * _FACTOR


def _connected(
    count: int, pairs: Sequence[tuple[int, int]], alike: Callable[[int, int], bool]
) -> list[list[int]]:
    """Union-find: the roots are the first members; pairs that others have connected are not looked at."""
    root = list(range(count))

    def find(k: int) -> int:
        while root[k] != k:
            root[k] = root[root[k]]
            k = root[k]
        return k

    for i, j in pairs:
        a, b = sorted((find(i), find(j)))
        if a != b and alike(i, j):
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
    hashes = "".join(issue.input_sha256 for issue in issues)
    return Issue(
        id=issues[0].id if len(issues) == 1 else f"{issues[0].id} 等 {len(issues)} 个文件",
        articles=shown,
        newspaper=_common([issue.newspaper for issue in issues]),
        date=_common([issue.date for issue in issues]),
        page=_common([issue.page for issue in issues]),
        furniture=tuple(text for issue in issues for text in issue.furniture),
        unassigned=tuple(text for issue in issues for text in issue.unassigned),
        notes=tuple(f"{issue.id}：{note}" for issue in issues for note in issue.notes),
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
