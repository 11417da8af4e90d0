"""Paths given by a user → issue files; what the file name and a sidecar say about each."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import NamedTuple

from baozhai.errors import InputError
from baozhai.io.readers.filenames import from_name, sidecar
from baozhai.io.readers.header import check_no_queue
from baozhai.io.readers.manifest import PRINTED, told_twice, written
from baozhai.io.readers.others import others, saved_with, unread
from baozhai.io.readers.text import decode

SUFFIXES = (".txt", ".jsonl", ".pdf", ".html", ".htm", ".docx")
_KINDS = {".jsonl": "records", ".pdf": "pdf", ".html": "html", ".htm": "html", ".docx": "docx"}
_PLAIN_TABLES = (".csv", ".tsv")
_TABLES = (*_PLAIN_TABLES, ".xls", ".xlsx")
# What only our own HTML, Markdown and CSV hold: the first item, the head of the table.
_OURS = (
    b'<article id="a1" data-topics="',
    b'\n<a id="a1"></a>\n',
    "\ufeff序号,栏目,报纸,日期,版次,".encode(),
)
#: What a digest is printed as; only its `articles.jsonl` is read again.
_PRINTED = (".docx", ".html", ".htm", ".md", ".xlsx", ".csv", ".pdf")
_HTML = re.compile(
    rb"^(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,500}?-->\s*)*<(?:!doctype\s+html|html)\b",
    re.I | re.S,
)


class RawIssue(NamedTuple):
    """Bytes of an input with its name and the metadata known without reading the text."""

    name: str
    stem: str
    data: bytes
    newspaper: str = ""
    date: str = ""
    page: str = ""


class Found(NamedTuple):
    """The files that were meant, and the digest folders among them that were passed over."""

    files: list[str]
    digests: list[str]


class Inputs(NamedTuple):
    """As `Found`, and the files of folders that are of no kind that is read."""

    files: list[str]
    digests: list[str]
    unread: list[str]


def find_inputs(words: list[str]) -> Inputs:
    """Expand folders to the issue files in them, sorted; `-` stays standard input.

    What `predict` wrote into a folder below the one given is no issue; in a digest folder that is itself given it is.

    Raises
    ------
    InputError
        Nothing given, or a folder without issues.
    """
    if not words:
        raise InputError("没有给出输入文件。例：baozhai predict 报纸.txt")
    out = Inputs([], [], [])
    for word in words:
        if word == "-" or not Path(word).is_dir():
            out.files.append(word)
            continue
        found = _in_folder(Path(word))
        if not found.files:
            only = f"，只有 baozhai 写出的报摘；重印请用 baozhai digest {word}" if found.digests else ""
            raise InputError(
                f"{word}：文件夹里没有报纸文件（{'、'.join(SUFFIXES)}）{only}。{unread(found.unread)}"
            )
        for all_of, here in zip(out, found, strict=True):
            all_of += here
    return out


def _in_folder(root: Path) -> Inputs:
    paths = sorted(p for p in root.rglob("*") if p.suffix.lower() in SUFFIXES and _is_issue(p))
    ours_in = {folder: written(folder) for folder in {p.parent for p in paths}}
    ours = {p for p in paths if p.name in ours_in[p.parent]} - {root / "articles.jsonl"}
    return Inputs(
        [str(p) for p in paths if p not in ours],
        sorted({str(p.parent) for p in ours} - {str(root)}),
        others(root, set(paths)),
    )


def _is_issue(path: Path) -> bool:
    return path.is_file() and not saved_with(path)


def kind(raw: RawIssue) -> str:
    """`pdf`, `docx`, `html`, `records` or `text`, by the first bytes, then by the name.

    Raises
    ------
    InputError
        A web archive (MHTML), whose parts are encoded; a table; a digest that baozhai printed.
    """
    start = raw.data[:1000]
    if any(mark in raw.data for mark in _OURS):
        raise InputError(f"{raw.name}：{PRINTED}")
    if (suffix := Path(raw.name).suffix.lower()) in _TABLES:
        if suffix in _PLAIN_TABLES:
            check_no_queue(decode(raw.data, raw.name), raw.name)
        raise InputError(
            f"{raw.name}：不读表格（{suffix}）。请把每篇写成 JSONL 的一行（title、body，见 docs/formats.md）；"
            "标好类别的语料请用 baozhai corpus import，判好的队列请用 baozhai review corrections=。"
        )
    if b"multipart/related" in start:
        raise InputError(f"{raw.name}：这是 .mht 网页存档，读不了。请用浏览器另存为“网页，仅 HTML”。")
    for mark, found in ((b"%PDF", "pdf"), (b"PK\x03\x04", "docx"), (b"\xd0\xcf\x11\xe0", "docx")):
        if start.startswith(mark):
            return found
    known = _KINDS.get(Path(raw.name).suffix.lower())
    if known or _HTML.match(start):
        return known or "html"
    return "records" if re.match(rb"(?:\xef\xbb\xbf)?\s*\{", start) else "text"


def find_records(words: list[str]) -> list[Path]:
    """The `articles.jsonl` files meant by paths and folders, each once, sorted within a folder.

    Raises
    ------
    InputError
        Nothing given, a missing file, one that holds no records, or a folder without `articles.jsonl`.
    """
    if not words:
        raise InputError("没有给出输入文件。例：baozhai digest digests/某期/articles.jsonl")
    out: list[Path] = []
    for word in words:
        path = Path(word)
        found = sorted(path.rglob("articles.jsonl")) if path.is_dir() else [path]
        if not found:
            raise InputError(f"{word}：文件夹里没有 articles.jsonl。{_without_records(path)}")
        if not path.exists():
            raise InputError(f"{word}：没有这个文件。请检查路径。")
        if path.is_file() and path.suffix.lower() in _PRINTED:
            raise InputError(
                f"{word}：这里读报摘的文件夹或其中的 articles.jsonl，不读单独一份稿子。请写出它所在的报摘文件夹。"
            )
        out += found
    return list({path.resolve(): path for path in out}.values())


def _without_records(folder: Path) -> str:
    """What to do about a folder without `articles.jsonl`: its digests may have been printed in other formats alone."""
    if any(written(beside.parent) for beside in folder.rglob("manifest.json")):
        return (
            "这里的报摘做的时候没有写出它：format= 里要有 jsonl，例如 format=md,docx,jsonl。请照此重做一次。"
        )
    return "请先用 baozhai predict 做出报摘。"


def find_digests(words: list[str]) -> Found:
    """As `find_records`, each report once: what says again what others say is passed over, unless it is itself given.

    Raises
    ------
    InputError
        As `find_records`.
    """
    paths = find_records(words)
    given = {path.resolve() for word in map(Path, words) for path in (word, word / "articles.jsonl")}
    twice = {path for path in told_twice(paths) if path.resolve() not in given}
    return Found([str(p) for p in paths if p not in twice], [str(p.parent) for p in paths if p in twice])


def find_articles(words: list[str]) -> list[str]:
    """Files that hold articles: of a folder the `articles.jsonl` of the digests in it, else its issue files.

    Raises
    ------
    InputError
        Nothing given, or a folder without either.
    """
    if not words:
        raise InputError("没有给出输入文件。例：baozhai review digests/某期")
    out: list[str] = []
    for word in words:
        digests = sorted(Path(word).rglob("articles.jsonl")) if Path(word).is_dir() else []
        out += [str(p) for p in digests] or find_inputs([word]).files
    return list(dict.fromkeys(out))


def read_raw(word: str, *, max_megabytes: float) -> RawIssue:
    """Read one input; `-` is standard input.

    Raises
    ------
    InputError
        Missing, a folder, unreadable or too large.
    """
    if word == "-":
        return RawIssue("标准输入", "stdin", sys.stdin.buffer.read())
    path = Path(word)
    if path.is_dir():
        raise InputError(f"{word}：是文件夹，这里要一个文件。请写出其中那个文件的路径。")
    try:
        size = path.stat().st_size
        if size > max_megabytes * 1e6:
            raise InputError(
                f"{word}：{size / 1e6:.0f} MB，超过上限 {max_megabytes:.0f} MB。请分期拆开，或加 ingest.max_megabytes=…"
            )
        data = path.read_bytes()
    except FileNotFoundError:
        raise InputError(f"{word}：没有这个文件。请检查路径。") from None
    except OSError as error:
        raise InputError(f"{word}：读不了（{error.strerror}）。请检查权限。") from None
    headline = path.suffix.lower() in (".html", ".htm", ".docx")
    known = from_name(path.stem, headline=headline)
    if headline and not {"date", "page"} & set(known):
        known = {}  # the name is a headline, and `…通报` at its end is no newspaper
    known |= sidecar(path)
    return RawIssue(path.name, path.stem, data, **known)
