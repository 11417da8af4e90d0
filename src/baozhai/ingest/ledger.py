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


def unspaced(texts: Iterable[str]) -> str:
    """The characters of texts without blanks."""
    return "".join("".join(texts).split())


def ink(texts: Iterable[str]) -> str:
    """The characters that must land somewhere: no blanks and no soft hyphens."""
    kept = unspaced(texts)
    for mark in "\u00ad\ufffe\uffff":
        kept = kept.replace(mark, "")
    return kept


def check_ledger(issue: Issue, printed: Iterable[str]) -> None:
    """Every character of the input (texts, or a `Counter` of their `ink`) is in one field, in furniture or unassigned.

    Raises
    ------
    InputError
        With the characters that were lost or doubled.
    """
    items = (text for article in issue.articles for text in fields(article))
    landed = Counter(ink([*items, *issue.furniture, *issue.unassigned]))
    expected = printed if isinstance(printed, Counter) else Counter(ink(printed))
    if dict(landed) != dict(expected):  # no count is 0, so that `Counter` need not look at every one
        lost, doubled = expected - landed, landed - expected
        raise InputError(
            f"{issue.id or '输入'}：字符核对不平：遗漏 {sum(lost.values())} 字（{''.join(lost)[:20]}），"
            f"多出 {sum(doubled.values())} 字（{''.join(doubled)[:20]}）。请把该文件报告给开发者。"
        )


def unassigned_chars(issue: Issue) -> int:
    """Non-blank characters no item could take."""
    return len(ink(issue.unassigned))
