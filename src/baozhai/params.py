"""Parameters by name, for learners that are no estimators of scikit-learn's but are used like them."""

from __future__ import annotations

import inspect
from typing import Any, Self


class Params:
    """The parameters are those of the constructor, each an attribute of that name."""

    def get_params(self, deep: bool = True) -> dict[str, Any]:
        """Parameters by name, as scikit-learn's estimators give them."""
        return {name: getattr(self, name) for name in inspect.signature(type(self)).parameters}

    def set_params(self, **params: Any) -> Self:
        """Set parameters by name; an unknown one is a ValueError."""
        known = self.get_params()
        for name, value in params.items():
            if name not in known:
                raise ValueError(f"no parameter {name!r}; there are {sorted(known)}")
            setattr(self, name, value)
        return self
