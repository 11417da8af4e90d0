"""Train, dev and test by group: near-duplicates and articles of one day never part."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from baozhai.records import Article


def group_key(article: Article) -> str:
    """What must stay together: the day of an issue, else the opening of the text (reprints)."""
    if article.date:
        return f"{article.newspaper}|{article.date}"
    return "".join("".join(article.paragraphs).split())[:40]


def split(articles: Sequence[Article], *, test_share: float, seed: int) -> dict[str, list[str]]:
    """Ids of `train`, `dev` and `test`; a group's part is drawn from a hash of its key."""
    out: dict[str, list[str]] = {"train": [], "dev": [], "test": []}
    for article in articles:
        digest = hashlib.sha256(f"{seed}|{group_key(article)}".encode("utf-8", "surrogatepass")).digest()
        share = int.from_bytes(digest[:6], "big") / 2**48
        part = "test" if share < test_share else "dev" if share < 2 * test_share else "train"
        out[part].append(article.id)
    return out
