"""期号: which number a digest has, counted in a file that all digests of a series share."""

from __future__ import annotations

import json
import os
from pathlib import Path

from baozhai.errors import ConfigError, OutputError


def issue_number(path: Path, key: str) -> int:
    """The number that `key` (what is digested) has in the file, or the next one.

    A digest printed again keeps its number. The first is 1; to begin elsewhere, write a line such as
    `{"number": 36, "key": ""}` into the file.

    Raises
    ------
    ConfigError
        A line that is no entry.
    """
    known = _entries(path)
    return known.get(key) or max(known.values(), default=0) + 1


def keep_number(path: Path, key: str, number: int) -> None:
    """Append the number of a digest that was written, unless the file has it.

    Raises
    ------
    OutputError
        The file cannot be written.
    """
    if _entries(path).get(key) == number:
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8", newline="\n") as file:
            file.write(json.dumps({"number": number, "key": key}, ensure_ascii=False) + "\n")
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise OutputError(
            f"{path}：期号记不下（{error.strerror}）。请检查权限，或换一个 digest.counter。"
        ) from None


def _entries(path: Path) -> dict[str, int]:
    """Key → number of every line."""
    if not path.exists():
        return {}
    out = {}
    for at, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            out[str(row["key"])] = int(row["number"])
        except (ValueError, KeyError, TypeError):
            raise ConfigError(
                f'{path} 第 {at} 行：不是期号记录，应为 {{"number": 12, "key": "…"}}。请改正或删去这一行。'
            ) from None
    return out
