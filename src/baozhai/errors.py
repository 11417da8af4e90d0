"""One exception tree. A message says where, what, and what to do next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self


class BaozhaiError(Exception):
    """Root of all expected errors; `exit_code` is what the command line returns."""

    exit_code = 1


class ConfigError(BaozhaiError):
    """Wrong usage or configuration (unknown key, wrong value)."""

    exit_code = 2


class InputError(BaozhaiError):
    """An input file that cannot be read as a newspaper issue."""

    exit_code = 3
    _NAMED = 10

    @classmethod
    def of(cls, faults: Sequence[str]) -> Self:
        """One error of all faults of a file, so that it can be mended at once; ten are named, the others counted."""
        if len(faults) == 1:
            return cls(faults[0])
        more = f"，以上是前 {cls._NAMED} 处" if len(faults) > cls._NAMED else ""
        end = f"共 {len(faults)} 处要改{more}。没有读入任何一行；全部改好后请再读回。"
        return cls("\n".join([*faults[: cls._NAMED], end]))


class ModelError(BaozhaiError):
    """A model folder that is missing, damaged, or of another format."""

    exit_code = 4


class OutputError(BaozhaiError):
    """A place that cannot be written."""

    exit_code = 3
