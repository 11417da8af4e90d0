"""Train, dev and test by group: the articles of an issue and the copies of a report never part."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

from baozhai.records import Article


def issue_key(article: Article) -> str:
    """The day of a newspaper; an article without a date stands for itself."""
    return f"{article.newspaper}|{article.date}" if article.date else article.id


def split(
    articles: Sequence[Article],
    *,
    copies: Sequence[Sequence[int]] = (),
    reviewed: Collection[str] = (),
    test_share: float,
    seed: int,
) -> dict[str, list[str]]:
    """Ids of `train`, `dev` and `test`; the part of a group is drawn from a hash of its least key.

    Parameters
    ----------
    copies : sequence of sequences of int
        Indices of articles that print the same report; an article joins the issues of all its copies.
    reviewed : collection of str
        Ids of articles that were picked for people because a model was unsure: a group of nothing else is for training,
        as it would make a poor measure.
    test_share : float
        Share of the groups in [0, 0.5] that goes to test; as much goes to dev.
    """
    out: dict[str, list[str]] = {"train": [], "dev": [], "test": []}
    keys = group_keys(articles, copies)
    mixed = {key for article, key in zip(articles, keys, strict=True) if article.id not in reviewed}
    for article, key in zip(articles, keys, strict=True):
        out[_part(key, test_share, seed) if key in mixed else "train"].append(article.id)
    return out


def group_keys(articles: Sequence[Article], copies: Sequence[Sequence[int]] = ()) -> list[str]:
    """The least key of the group of each article; articles of one issue, and copies of one report, share it."""
    keys = [issue_key(a) for a in articles]
    issues: dict[str, list[int]] = {}
    for k, key in enumerate(keys):
        issues.setdefault(key, []).append(k)
    groups = _joined(len(articles), [*issues.values(), *copies])
    return [min(keys[member] for member in group) for group in groups]


def folds(
    articles: Sequence[Article], *, copies: Sequence[Sequence[int]] = (), count: int = 5, seed: int = 0
) -> list[int]:
    """The fold of each article, 0 to `count` - 1, drawn for its group as in `split`."""
    return [int(count * _share(key, seed)) for key in group_keys(articles, copies)]


def _joined(count: int, sets: Sequence[Sequence[int]]) -> list[list[int]]:
    """For each index the members of its group: all it is tied to through any of the sets."""
    ties = [(group[0], member) for group in sets for member in group]
    rows, columns = zip(*ties, strict=True) if ties else ((), ())
    graph = csr_matrix((np.ones(len(ties)), (rows, columns)), shape=(count, count))
    labels = connected_components(graph, directed=False)[1].tolist() if count else []
    members: dict[int, list[int]] = {}
    for k, label in enumerate(labels):
        members.setdefault(label, []).append(k)
    return [members[label] for label in labels]


def _part(key: str, test_share: float, seed: int) -> str:
    share = _share(key, seed)
    return "test" if share < test_share else "dev" if share < 2 * test_share else "train"


def _share(key: str, seed: int) -> float:
    """A number in [0, 1) of a key."""
    digest = hashlib.sha256(f"{seed}|{key}".encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(digest[:6], "big") / 2**48
