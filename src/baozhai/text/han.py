"""Ideographs, found without a pattern: a set of so many takes long to compile.

Patterns that are compiled at every start write `[^\\W\\d_A-Za-z]` for one, a letter that is not Latin: a range of 20,000
characters takes a millisecond, this a fiftieth.
"""

from __future__ import annotations

#: The first of Extension A, and the first of those in common use.
RARE, COMMON = "\u3400", "\u4e00"
_LAST = "\u9fff"


def is_han(text: str, first: str = RARE) -> bool:
    """Whether a text is of ideographs alone, one at least."""
    return first <= min(text, default="") and max(text, default="") <= _LAST


def has_pair(text: str, first: str = RARE) -> bool:
    """Whether two ideographs stand side by side."""
    return any(is_han(text[k : k + 2], first) for k in range(len(text) - 1))
