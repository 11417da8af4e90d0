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
