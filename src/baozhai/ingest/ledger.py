"""The character ledger: every non-blank character of the input lands in exactly one place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

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
    """Every non-blank character of the input is in one field, in furniture or unassigned.

    Raises
    ------
    InputError
        With the characters that were lost or doubled.
    """
    items = (text for article in issue.articles for text in fields(article))
    landed, expected = ink([*items, *issue.furniture, *issue.unassigned]), ink(printed)
    if not np.array_equal(_in_order(landed), _in_order(expected)):
        lost, doubled = Counter(expected) - Counter(landed), Counter(landed) - Counter(expected)
        raise InputError(
            f"{issue.id or '输入'}：字符核对不平：遗漏 {sum(lost.values())} 字（{''.join(lost)[:20]}），"
            f"多出 {sum(doubled.values())} 字（{''.join(doubled)[:20]}）。请把该文件报告给开发者。"
        )


def _in_order(text: str) -> NDArray[np.uint32]:
    """The code points of a text, sorted."""
    return np.sort(np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32))


def unassigned_chars(issue: Issue) -> int:
    """Non-blank characters no item could take."""
    return len(ink(issue.unassigned))
