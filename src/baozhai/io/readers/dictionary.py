"""A dictionary of subjects: a folder of word lists, one subject a file, one word a line.

The first line of a list may name its subject (`# 药品`); other lines that begin with `#` say something to people.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from baozhai.errors import InputError
from baozhai.text.words import LONGEST, SHORTEST

_BOM = b"\xef\xbb\xbf"
#: Between words of one line; 1,3-丁二醇 is one word.
_SEVERAL = re.compile("[，、；;]|(?<=[一-鿿]),(?=[一-鿿])")


@dataclass(frozen=True)
class Fault:
    """What is wrong with a line of a list, and whether the list cannot be used before it is mended."""

    line: int
    text: str
    fatal: bool = False


@dataclass(frozen=True)
class WordList:
    """The words of one subject.

    Attributes
    ----------
    name : str
        The subject.
    words : tuple of (str, int)
        Each word with its line.
    faults : tuple of Fault
        What can be seen line by line.
    """

    path: Path
    name: str
    words: tuple[tuple[str, int], ...]
    faults: tuple[Fault, ...]


def read_dictionary(folder: str | Path) -> dict[str, list[str]]:
    """The words of each subject, in the order of the file names.

    Raises
    ------
    InputError
        No list, or one that is not UTF-8 or has a line that is no word: with file and line.
    """
    out: dict[str, list[str]] = {}
    for found in read_lists(Path(folder)):
        broken = next((fault for fault in found.faults if fault.fatal), None)
        if broken:
            raise InputError(
                f"{found.path} 第 {broken.line} 行：{broken.text}。请改正；baozhai dictionary check {folder} 列出全部。"
            )
        out.setdefault(found.name, []).extend(dict.fromkeys(word for word, _ in found.words))
    return out


def read_lists(folder: Path) -> list[WordList]:
    """All lists of a folder with their faults; InputError where there is none or one cannot be opened."""
    paths = sorted(folder.glob("*.txt"))
    if not paths:
        raise InputError(
            f"{folder}：没有词表（*.txt，每行一词）。请检查路径，或用 features.dictionary= 不用词典。"
        )
    try:
        return [_read(path) for path in paths]
    except OSError as error:
        raise InputError(f"{error.filename}：读不了（{error.strerror}）。请检查权限。") from None


def written(lists: Mapping[str, Sequence[str]]) -> bytes:
    """All lists as one file, each under the name of its subject."""
    lines = ((f"# {name}", *words) for name, words in lists.items())
    return "".join(f"{line}\n" for part in lines for line in part).encode()


def parsed(data: bytes) -> dict[str, list[str]]:
    """What `written` wrote."""
    text = data.decode("utf-8", "replace").removeprefix("# ")
    parts = (part.removesuffix("\n").split("\n") for part in text.split("\n# ") if part)
    return {name: words for name, *words in parts}


def doubtful(words: Sequence[tuple[str, int]]) -> Iterator[Fault]:
    """Words of a list that stand twice, and words that never count: those that hold another one."""
    first = {word.lower(): line for word, line in reversed(words)}
    for word, line in words:
        if first[word.lower()] != line:
            yield Fault(line, f"“{word}”在第 {first[word.lower()]} 行已有")
        elif inner := next((w for w in _within(word.lower()) if w in first), None):
            yield Fault(line, f"“{word}”含有本表的“{inner}”，多余：有它的地方已经算这一类")


def _read(path: Path) -> WordList:
    data, faults = path.read_bytes(), []
    if data.startswith(_BOM):
        data = data[len(_BOM) :]
        faults.append(Fault(1, "开头有 BOM（已略过）"))
    if b"\r" in data:
        faults.append(Fault(1, "行尾是 CRLF（已略过）"))
    name, words = path.stem, []
    for line, raw in enumerate(data.split(b"\n"), 1):
        try:
            word = raw.decode("utf-8").strip()
        except UnicodeDecodeError:
            faults.append(Fault(line, "不是 UTF-8（请另存为 UTF-8）", fatal=True))
            continue
        if word.startswith("#"):
            name = word.strip("# ") or name if line == 1 else name
        elif word:
            wrong = _wrong(word)
            faults += [Fault(line, f"“{word[:20]}”{wrong}", fatal=True)] if wrong else []
            words += [] if wrong else [(word, line)]
    if not name.isprintable():
        faults.append(Fault(1, "类名含有看不见的控制字符", fatal=True))
    return WordList(path, name, tuple(words), tuple(faults))


def _wrong(word: str) -> str:
    """Why a line is no word; empty where it is one."""
    if len(word.split()) > 1:
        return "中间有空白：每行只写一个词"
    if _SEVERAL.search(word):
        return "中间有标点：每行只写一个词"
    if not word.isprintable():
        return "含有看不见的控制字符"
    return "" if SHORTEST <= len(word) <= LONGEST else f"有 {len(word)} 字，应为 {SHORTEST}—{LONGEST} 字"


def _within(word: str) -> Iterator[str]:
    """The words that one could hold."""
    sizes = range(SHORTEST, len(word))
    return (word[i : i + size] for size in sizes for i in range(len(word) - size + 1))
