"""Other people's labelled articles: CSV, TSV, JSONL (also .xz), a workbook of Excel, or a folder of text files a label → rows with their places."""

from __future__ import annotations

import csv
import io
import json
import lzma
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from baozhai.errors import InputError
from baozhai.io.readers.header import check_header
from baozhai.io.readers.quotes import check_quotes
from baozhai.io.readers.records import constant
from baozhai.io.readers.sources import SUFFIXES
from baozhai.io.readers.text import decode
from baozhai.io.readers.workbook import read_workbook

#: Columns that are taken for a field where the map does not name one.
GUESSES = {
    "title": ("title", "headline", "标题", "题目"),
    "text": ("text", "body", "content", "paragraphs", "正文", "内容"),
    "labels": ("labels", "label", "topics", "category", "类别", "标签", "分类"),
    "date": ("date", "日期"),
    "newspaper": ("newspaper", "source", "报纸", "来源"),
}
_TABS = {".csv": ",", ".tsv": "\t"}
csv.field_size_limit(1 << 27)


@dataclass(frozen=True)
class Row:
    """A record by column name, and where it stands."""

    where: str
    fields: dict[str, object]


@dataclass(frozen=True)
class Fault:
    """What is wrong with a row that cannot be read, and where it stands."""

    where: str
    what: str


def read_rows(path: Path) -> Iterator[Row | Fault]:
    """Rows of a file or folder in their order; a fault instead of a row that cannot be read.

    Raises
    ------
    InputError
        A file that cannot be read at all.
    """
    if not path.exists():
        raise InputError(f"{path}：没有这个文件或文件夹。请检查路径。")
    if path.is_dir():
        yield from _folder(path)
        return
    kind = Path(path.name.removesuffix(".xz")).suffix.lower()
    if kind == ".xlsx":
        yield from _sheet(_bytes(path), path)
        return
    if kind not in (".jsonl", *_TABS):
        raise InputError(f"{path}：只读 .jsonl、.csv、.tsv、.xlsx（可带 .xz）和文件夹（每类一个子文件夹）。")
    text = decode(_bytes(path), str(path)).lstrip("\ufeff")
    yield from _lines(text, path) if kind == ".jsonl" else _table(text, path, _TABS[kind])


def _bytes(path: Path) -> bytes:
    try:
        data = path.read_bytes()
        return lzma.decompress(data) if path.suffix == ".xz" else data
    except OSError as error:
        raise InputError(f"{path}：读不了（{error.strerror}）。请检查权限。") from None
    except lzma.LZMAError:
        raise InputError(f"{path}：不是完整的 xz 压缩文件。请重新下载或压缩。") from None


def _lines(text: str, path: Path) -> Iterator[Row | Fault]:
    for number, line in enumerate(text.split("\n"), 1):
        where = f"{path} 第 {number} 行"
        if not line.strip():
            continue
        try:
            found = json.loads(line, parse_constant=constant)
        except (ValueError, RecursionError) as error:
            yield Fault(where, f"不是 JSON（{error}）")
            continue
        yield Row(where, found) if isinstance(found, dict) else Fault(where, "应是 JSON 对象")


def _table(text: str, path: Path, mark: str) -> Iterator[Row | Fault]:
    # Spreadsheets save “CSV” with the list separator of their country; the suffix decides a tie.
    mark = max(f"{mark},\t;", key=text.split("\n", 1)[0].count)
    check_quotes(text, mark, str(path))
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=mark)
    try:
        check_header(reader.fieldnames, str(path))
        for record in reader:
            where = f"{path} 第 {reader.line_num} 行"
            if None in record or None in record.values():
                yield Fault(where, "列数与表头不同")
            else:
                yield Row(where, dict(record))
    except csv.Error as error:
        yield Fault(f"{path} 第 {reader.line_num} 行", f"不是表格（{error}），此后的行没有读")


def _sheet(data: bytes, path: Path) -> Iterator[Row | Fault]:
    """The rows of the first sheet that has any; cells that were left empty at the end of a row are empty."""
    head, *rows = next((sheet for sheet in read_workbook(data, str(path)) if sheet), [[]])
    check_header(head, str(path))
    for number, row in enumerate(rows, 2):
        where = f"{path} 第 {number} 行"
        if len(row) > len(head):
            yield Fault(where, "列数与表头不同")
        elif row:
            yield Row(where, dict(zip(head, [*row, *[""] * (len(head) - len(row))], strict=True)))


def _folder(path: Path) -> Iterator[Row | Fault]:
    """One article a `label/name.txt`; a document that lies elsewhere is a fault."""
    files = sorted(p for p in path.rglob("*") if p.suffix.lower() in SUFFIXES and _is_shown(p, path))
    articles = {p for p in files if p.suffix.lower() == ".txt" and p.parent.parent == path}
    if not articles:
        raise InputError(f"{path}：没有 类别/文章.txt 这样的文件。")
    for file in files:
        yield _article(file) if file in articles else Fault(str(file), "不是 类别/文章.txt")


def _is_shown(file: Path, root: Path) -> bool:
    names = file.relative_to(root).parts
    return file.is_file() and not any(name.startswith((".", "~$")) for name in names)


def _article(file: Path) -> Row | Fault:
    try:
        text = decode(file.read_bytes(), str(file))
    except (InputError, OSError) as error:
        return Fault(str(file), str(error).removeprefix(f"{file}："))
    return Row(str(file), {"id": file.stem, "text": text.lstrip("\ufeff"), "labels": [file.parent.name]})
