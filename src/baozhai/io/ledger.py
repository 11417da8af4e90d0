"""The ledger of judgements on disk: lines are appended, never changed."""

from __future__ import annotations

import codecs
import json
import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import MISSING, asdict, dataclass, fields
from pathlib import Path

from baozhai.errors import InputError, OutputError
from baozhai.io.files import encoded, sha256
from baozhai.records import Judgement

_TEXTS = ("article", "topic", "source", "when", "note", "batch", "undoes")
_FIELDS = {field.name: field.default is MISSING for field in fields(Judgement)}  # whether a line must have it
_ALWAYS = 6  # fields of every line; those after them are written where they say something


@dataclass(frozen=True)
class Ledger:
    """The judgements, oldest first, and what a broken last line holds (empty: none is broken)."""

    judgements: tuple[Judgement, ...] = ()
    torn: str = ""


def read_ledger(path: Path) -> Ledger:
    """Read the ledger; an absent file is an empty one.

    A last line without line end that is no record was cut off while it was written: it is given back as `torn`.

    Raises
    ------
    InputError
        With the number of any other line that is no judgement.
    """
    if not path.exists():
        return Ledger()
    text = _text(path)
    whole, _, last = text.rpartition("\n")
    out = [_judgement(x, f"{path} 第 {n} 行") for n, x in enumerate(whole.split("\n"), 1) if x.strip()]
    if not last.strip():
        return Ledger(tuple(out))
    try:
        return Ledger((*out, _judgement(last, str(path))))
    except InputError:
        return Ledger(tuple(out), last)


def mark(judgements: Sequence[Judgement]) -> str:
    """SHA-256 of judgements, by which a model says what it had learned."""
    return sha256(lines(judgements))


def lines(judgements: Sequence[Judgement]) -> bytes:
    """Judgements as the ledger holds them."""
    return encoded("".join(map(_line, judgements)))


def append(path: Path, judgements: Sequence[Judgement]) -> str:
    """Append judgements in one write; returns a note when a broken last line was moved to `<name>.torn`.

    Raises
    ------
    OutputError
        The file cannot be written; what was in it stays.
    """
    torn = read_ledger(path).torn
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        note = _repair(path, torn) if torn else ""
        _add(path, lines(judgements))
    except OSError as error:
        raise OutputError(
            f"{path}：写不了（{error.strerror}），改正没有记下。请检查权限，或文件是否正被打开。"
        ) from None
    return note


def _add(path: Path, data: bytes) -> None:
    """Write all lines at the end of the file, or none."""
    with path.open("ab"):
        size = path.stat().st_size
    start = b"\n" if _open_ended(path) else b""
    try:
        with path.open("ab") as out:
            out.write(start + data)
            out.flush()
            os.fsync(out.fileno())
    except (OSError, KeyboardInterrupt):
        with suppress(OSError):
            os.truncate(path, size)  # after closing, which tries once more to write the rest
        raise


def _text(path: Path) -> str:
    """The file as text without a byte order mark; a last character cut in two is left to the torn line."""
    try:
        data = path.read_bytes().removeprefix(codecs.BOM_UTF8)
        # An editor may end lines with \r alone: all of them would be one torn line.
        data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        end = data.rfind(b"\n") + 1
        return data[:end].decode() + data[end:].decode("utf-8", "surrogateescape")
    except OSError as error:
        raise InputError(f"{path}：读不了（{error.strerror}）。请检查路径和权限。") from None
    except UnicodeDecodeError as error:
        number = error.object.count(b"\n", 0, error.start) + 1
        raise InputError(f"{path} 第 {number} 行：不是 UTF-8。请把文件另存为 UTF-8，或从备份恢复。") from None


def _judgement(line: str, where: str) -> Judgement:
    try:
        tree = json.loads(line)
        if not isinstance(tree, dict):
            raise TypeError("应为一个 JSON 对象")
        if missing := [name for name, needed in _FIELDS.items() if needed and name not in tree]:
            raise TypeError(f"缺少 {'、'.join(missing)}")
        if unknown := sorted(tree.keys() - _FIELDS.keys()):
            raise TypeError(f"不认识字段 {'、'.join(unknown)}；若由更新的 baozhai 写成，请升级，不要改动它")
        found = Judgement(**tree)
        if not all(isinstance(getattr(found, name), str) for name in _TEXTS):
            raise TypeError("文字字段里有别的类型")
        if found.verdict not in (-1, 0, 1) or found.before not in (-1, 0, 1):
            raise ValueError(f"verdict={found.verdict}、before={found.before}：应为 1、-1 或 0")
        if not isinstance(found.drawn, bool):
            raise TypeError("drawn 应为 true 或 false")
    except (TypeError, ValueError, RecursionError) as error:
        raise InputError(f"{where}：不是判断记录（{error}）。请改正这一行，格式见 docs/review.md。") from None
    return found


def _line(judgement: Judgement) -> str:
    items = list(asdict(judgement).items())
    kept = {k: v for n, (k, v) in enumerate(items) if n < _ALWAYS or judgement.batch}
    if not judgement.drawn:  # lines of before have no such field, and models know them by their digest
        kept.pop("drawn", None)
    return json.dumps(kept, ensure_ascii=False) + "\n"


def _repair(path: Path, torn: str) -> str:
    """Move a broken last line into a file beside the ledger."""
    kept = torn.encode("utf-8", "surrogateescape")
    beside = path.with_name(f"{path.name}.torn")
    with beside.open("ab") as out:
        out.write(kept + b"\n")
        out.flush()
        os.fsync(out.fileno())
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size - len(kept))
    return f"{path}：最后一行不完整（上次写到一半中断），已移到 {beside.name}，其余各行不变。"


def _open_ended(path: Path) -> bool:
    with path.open("rb") as file:
        if not path.stat().st_size:
            return False
        file.seek(-1, os.SEEK_END)
        return file.read() != b"\n"
