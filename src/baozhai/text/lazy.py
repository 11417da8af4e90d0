"""Regular expressions compiled on first use: sets of ideographs take long, and one page needs few of them."""

from __future__ import annotations

import re
from typing import Any, cast


class _Lazy:
    """A pattern that has the attributes of a compiled one."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern

    def __getattr__(self, name: str) -> Any:
        """An attribute of the compiled pattern; from then on it is one of this object."""
        found = getattr(re.compile(self.pattern), name)
        setattr(self, name, found)
        return found


def lazy(pattern: str) -> re.Pattern[str]:
    """The pattern, compiled when it is first used (by its methods; functions of `re` do not take it)."""
    return cast(re.Pattern[str], _Lazy(pattern))


class _Either:
    """Two patterns, of which the second is costly and needs a beginning."""

    def __init__(self, first: str, begins: str, second: str) -> None:
        self._first, self._begins, self._second = map(lazy, (first, begins, second))

    def match(self, text: str) -> re.Match[str] | None:
        """The first pattern that fits at the beginning of a text."""
        found = self._first.match(text)
        return found or (self._second.match(text) if self._begins.match(text) else None)


def either(first: str, begins: str, second: str) -> re.Pattern[str]:
    """The pattern `first|second`, of `match` alone; `second` is compiled when a text has what it `begins` with."""
    return cast(re.Pattern[str], _Either(first, begins, second))
