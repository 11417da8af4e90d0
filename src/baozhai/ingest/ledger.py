"""The character ledger: every non-blank character of the input lands in exactly one place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from baozhai.errors import InputError
from baozhai.records import Article, Issue


def fields(article: Article) -> list[str]:
    """Every text field of an item, each character once."""
    heads = [article.kicker, article.title, article.subtitle, article.byline_raw, article.dateline]
    return heads + [c.text for c in article.crossheads] + list(article.paragraphs)


def _count(texts: Iterable[str]) -> Counter[str]:
    """How often each character stands in texts; a `Counter` of characters is taken as it is."""
    counts = Counter(texts) if isinstance(texts, Counter) else Counter("".join(texts))
    for char in [c for c in counts if c.isspace() or c in "\u00ad\ufffe\uffff"]:
        del counts[char]
    return counts


def check_ledger(issue: Issue, printed: Iterable[str]) -> None:
    """Every non-blank character of the input (texts, or a `Counter` of characters) is in one field, in furniture or unassigned.

    Raises
    ------
    InputError
        With the characters that were lost or doubled.
    """
    items = (text for article in issue.articles for text in fields(article))
    landed = _count([*items, *issue.furniture, *issue.unassigned])
    expected = _count(printed)
    if dict(landed) != dict(expected):  # no count is 0, so that `Counter` need not look at every one
        lost, doubled = expected - landed, landed - expected
        raise InputError(
            f"{issue.id or '输入'}：字符核对不平：遗漏 {sum(lost.values())} 字（{''.join(lost)[:20]}），"
            f"多出 {sum(doubled.values())} 字（{''.join(doubled)[:20]}）。请把该文件报告给开发者。"
        )


def unassigned_chars(issue: Issue) -> int:
    """Non-blank characters no item could take."""
    return sum(_count(issue.unassigned).values())
