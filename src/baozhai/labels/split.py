"""Train, dev and test: by issue, and no report that is learned from is tested."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Sequence

from baozhai.records import Article
from baozhai.text.days import iso_date

#: A time of day behind what is no day.
_TIME = re.compile(r"[T\s]*\d{1,2}:\d\d.*", re.DOTALL)


def issue_key(article: Article) -> str:
    """The day of a newspaper; an article without a date stands for itself."""
    day = _TIME.sub("", iso_date(article.date))
    return f"{article.newspaper}|{day}" if day else article.id


def split(
    articles: Sequence[Article],
    *,
    copies: Sequence[Sequence[int]] = (),
    reviewed: Collection[str] = (),
    test_share: float,
    seed: int,
) -> dict[str, list[str]]:
    """Ids of `train`, `dev` and `test`; the part of an issue is drawn from a hash of its newspaper and day.

    Parameters
    ----------
    copies : sequence of sequences of int
        Indices of articles that print the same report, each in one group. They are all tested or all learned from, but the other
        articles of their issues stay where they are: tied together, chains of reprints made one group of 9,121 of 23,207 press articles.
    reviewed : collection of str
        Ids of articles that were picked for people because a model was unsure: an issue of nothing else is for training,
        as it would make a poor measure, and copies go by the others among them.
    test_share : float
        Share of the issues in [0, 0.5] that goes to test; as much goes to dev.
    """
    keys = [issue_key(a) for a in articles]
    mixed = {key for article, key in zip(articles, keys, strict=True) if article.id not in reviewed}
    parts = [_part(key, test_share, seed) if key in mixed else "train" for key in keys]
    for group in copies:
        drawn = [k for k in group if articles[k].id not in reviewed] or group
        tested = all(parts[k] == "test" for k in drawn)
        for k in group:
            parts[k] = "test" if tested else "train" if parts[k] == "test" else parts[k]
    out: dict[str, list[str]] = {"train": [], "dev": [], "test": []}
    for article, part in zip(articles, parts, strict=True):
        out[part].append(article.id)
    return out


def folds(articles: Sequence[Article], *, count: int = 5, seed: int = 0) -> list[int]:
    """The fold of each article, 0 to `count` - 1, drawn for its issue as in `split`."""
    return [int(count * _share(issue_key(a), seed)) for a in articles]


def _part(key: str, test_share: float, seed: int) -> str:
    share = _share(key, seed)
    return "test" if share < test_share else "dev" if share < 2 * test_share else "train"


def _share(key: str, seed: int) -> float:
    """A number in [0, 1) of a key."""
    digest = hashlib.sha256(f"{seed}|{key}".encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(digest[:6], "big") / 2**48
