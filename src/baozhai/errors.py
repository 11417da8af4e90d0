"""One exception tree. A message says where, what, and what to do next."""

from __future__ import annotations


class BaozhaiError(Exception):
    """Root of all expected errors; `exit_code` is what the command line returns."""

    exit_code = 1


class ConfigError(BaozhaiError):
    """Wrong usage or configuration (unknown key, wrong value)."""

    exit_code = 2


class InputError(BaozhaiError):
    """An input file that cannot be read as a newspaper issue."""

    exit_code = 3


class ModelError(BaozhaiError):
    """A model folder that is missing, damaged, or of another format."""

    exit_code = 4


class OutputError(BaozhaiError):
    """A place that cannot be written."""

    exit_code = 3
