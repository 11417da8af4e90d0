"""Learning corpora on disk: articles, judgements, splits, arrays."""

from __future__ import annotations

import csv
import difflib
import io
import json
import lzma
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from baozhai.errors import InputError
from baozhai.io.files import encoded, write_folder
from baozhai.io.ledger import read_ledger
from baozhai.io.readers.header import check_header
from baozhai.io.readers.quotes import check_quotes
from baozhai.io.readers.records import Wanted, from_dict, texts_of
from baozhai.records import Article, Issue, Judgement, Topic

#: What to do about a file of an earlier stage that is torn.
REDO = "请用 baozhai train fresh=true 重做。"
_LABELS = ("hash", "round", "labels")
_WRONG = (AttributeError, KeyError, TypeError, ValueError, OverflowError)
#: Spreadsheets read 12345e6789012345 as a number, and pandas writes 1.0 for 1: such rows would be nobody's, or of no round.
_ROW = re.compile("[0-9a-f]{16},[1-9][0-9]*")


def read_articles(path: str | Path, wanted: Wanted | None = None) -> list[Article]:
    """Articles of a JSONL file, or of all JSONL files in a folder, in name order. Of those not wanted no more is read than headline and paragraphs."""
    root = Path(path)
    files = sorted(root.glob("*.jsonl")) if root.is_dir() else [root]
    if not files or not all(f.is_file() for f in files):
        raise InputError(f"{root}：没有文章文件。请先运行 baozhai ingest，或检查 corpus.articles。")
    records = ((r, f"{f} 第 {k} 条") for f in files for k, r in enumerate(read_jsonl(f), 1))
    return [article for one in records if (article := _article(*one, wanted))]


def read_reviewed(path: str | Path) -> list[Article]:
    """The articles that came in by review; none while there is no such file."""
    return read_articles(path) if Path(path).is_file() else []


def _article(record: dict[str, Any], where: str, wanted: Wanted | None) -> Article | None:
    try:
        return from_dict(record) if wanted is None or wanted(*texts_of(record)) else None
    except _WRONG as error:
        raise InputError(f"{where}：字段类型不对（{error}）。格式见 docs/formats.md。") from None


def read_gold(path: Path) -> Issue:
    """The right cut of an issue: `items` (articles and photo stories) and `furniture` of a `gold.json`."""
    tree = dict(read_json(path, "请检查文件是否完整。"))
    try:
        return Issue(
            str(path), tuple(map(from_dict, tree["items"])), furniture=tuple(tree.get("furniture", ()))
        )
    except _WRONG as error:
        raise InputError(
            f"{path}：不是切分答案（{error!r}）。应有 items 与 furniture，格式见 docs/formats.md。"
        ) from None


def read_jsonl(path: Path) -> list[dict[str, Any]]:
    """Records of a JSONL file, plain or xz."""
    opener, number, out = (lzma.open if path.suffix == ".xz" else open), 0, []
    try:
        with opener(path, "rt", encoding="utf-8-sig") as lines:
            for line in lines:
                number += 1
                if line.strip():
                    out.append(json.loads(line))
    except UnicodeDecodeError:
        raise InputError(f"{path}：不是 UTF-8。请另存为 UTF-8。") from None
    except (OSError, EOFError, lzma.LZMAError) as error:
        reason = getattr(error, "strerror", None) or error
        raise InputError(f"{path}：读不了（{reason}）。请检查文件是否完整。") from None
    except json.JSONDecodeError as error:
        raise InputError(f"{path} 第 {number} 行：不是 JSON（{error.msg}）。") from None
    except (ValueError, RecursionError) as error:  # a number of thousands of digits, brackets without end
        raise InputError(f"{path} 第 {number} 行：JSON 读不了（{error}）。请检查这一行。") from None
    return out


def read_judgements(path: str | Path) -> list[Judgement]:
    """The ledger, oldest first; an absent file is an empty ledger, a torn last line is left out."""
    return list(read_ledger(Path(path)).judgements)


def read_table(path: str | Path, columns: Sequence[str] = _LABELS) -> list[dict[str, str]]:
    """Rows of a label table, or of another one with these columns at least.

    Raises
    ------
    InputError
        No such file, or the line that is not UTF-8, lacks a column or has more or fewer cells than the head.
    """
    return [row for _, row in _numbered(Path(path), columns)]


def _numbered(path: Path, columns: Sequence[str] = _LABELS) -> list[tuple[int, dict[str, str]]]:
    """Rows of a table with their lines."""
    if not path.is_file():
        raise InputError(f"{path}：没有这个表。请检查路径。")
    text = _text(path)
    check_quotes(text, ",", str(path))
    lines = csv.DictReader(io.StringIO(text, newline=""))
    out = []
    try:
        check_header(lines.fieldnames, str(path))
        if missing := [name for name in columns if name not in (lines.fieldnames or ())]:
            raise InputError(
                f"{path} 第 1 行：没有列 {'、'.join(missing)}。第 1 行应为 {','.join(columns)}。"
            )
        for row in lines:
            if None in row or None in row.values():
                count = len(lines.fieldnames or ())
                raise InputError(
                    f"{path} 第 {lines.line_num} 行：应有 {count} 格，与第 1 行一样。请改正这一行。"
                )
            out.append((lines.line_num, row))
    except csv.Error as error:
        raise InputError(f"{path} 第 {lines.line_num + 1} 行：不是 CSV（{error}）。请检查这一行。") from None
    return out


def _text(path: Path) -> str:
    """The file as text without a byte order mark."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise InputError(f"{path}：读不了（{error.strerror}）。请检查文件和权限。") from None
    except UnicodeDecodeError as error:
        number = error.object[: error.start].count(b"\n") + 1
        raise InputError(f"{path} 第 {number} 行：不是 UTF-8。请另存为 UTF-8（Excel：CSV UTF-8）。") from None


def read_labels(table: str | Path, names: Mapping[str, str]) -> tuple[dict[tuple[str, str], int], set[str]]:
    """Verdicts of a label table by people, and the hashes fit for calibration; none without a table.

    Its columns are `hash,round,labels`; rounds after the first were chosen where a model was unsure, so they teach but do
    not calibrate. `names` are the ids of topics, former ones with the id of today; other labels teach nothing
    (`unknown_labels` names them).

    Raises
    ------
    InputError
        With the line that says otherwise of an article than a line before it.
    """
    if not table:
        return {}, set()
    verdicts: dict[tuple[str, str], int] = {}
    rows = _once(_numbered(Path(table)), names, table)
    said = [{names[word] for word in row["labels"].split() if word in names} for row in rows]
    asked = set().union(*said)  # of a topic that it never names a table says nothing
    for row, yes in zip(rows, said, strict=True):
        verdicts |= {(row["hash"], t): 1 if t in yes else -1 for t in asked}
    return verdicts, {row["hash"] for row in rows if row["round"] == "1"}


def _once(
    rows: Iterable[tuple[int, dict[str, str]]], names: Mapping[str, str], table: str | Path
) -> list[dict[str, str]]:
    """Rows of a label table, none of which contradicts another or names no article and round."""
    out, said = [], dict[str, tuple[int, set[str]]]()
    for line, row in rows:
        if not _ROW.fullmatch(f"{row['hash']},{row['round']}"):
            raise InputError(
                f"{table} 第 {line} 行：应是 16 位小写十六进制的 hash 和 1、2、3 这样的 round，得到“{row['hash']}”和“{row['round']}”。若是表格软件改写了数字，请从原来的表恢复。"
            )
        given = {names.get(word, word) for word in row["labels"].split()}
        first, before = said.setdefault(row["hash"], (line, given))
        if given != before:
            raise InputError(
                f"{table} 第 {line} 行：{row['hash']} 在第 {first} 行已有，标签不同。请只留一行，或改成相同。"
            )
        out.append(row)
    return out


def unknown_labels(table: str | Path, topics: Sequence[Topic]) -> str:
    """Which labels of a label table are no topic's id or alias, with the first line of each; empty where there is none."""
    known = {word for t in topics for word in (*t.aliases, t.id)}
    lines: dict[str, list[int]] = {}
    for line, row in _numbered(Path(table)) if table else ():
        for word in set(row["labels"].split()) - known:
            lines.setdefault(word, []).append(line)
    if not lines:
        return ""
    found = "、".join(_unknown(word, at, known) for word, at in sorted(lines.items()))
    return f"{table}：有些标签不是这里的类别，没有用到：{found}。若是改了名的类别，请写进它的 aliases。"


def _unknown(word: str, lines: Sequence[int], known: Iterable[str]) -> str:
    close = difflib.get_close_matches(word, sorted(known), n=1, cutoff=0.8)
    count = f"，共 {len(lines)} 行" if len(lines) > 1 else ""
    return f"{word}（第 {lines[0]} 行{count}{f'；是否想写 {close[0]}？' if close else ''}）"


def dump_jsonl(records: Iterable[Any]) -> bytes:
    """Records, objects or dataclasses, as JSONL bytes, keys in the given order."""
    # Not `asdict`: its copy of every record takes as long as writing it.
    return encoded("".join(json.dumps(r, ensure_ascii=False, default=vars) + "\n" for r in records))


def write_articles(folder: Path, name: str, articles: Sequence[Article]) -> None:
    """Write articles as one JSONL file."""
    write_folder(folder, {name: dump_jsonl(articles)})


def dump_json(tree: Any) -> bytes:
    """A JSON file, keys sorted."""
    return encoded(json.dumps(tree, ensure_ascii=False, indent=2, sort_keys=True) + "\n")


def write_json(path: Path, tree: Any) -> None:
    """Write a JSON file, keys sorted."""
    write_folder(path.parent, {path.name: dump_json(tree)})


def read_json(path: Path, advice: str = REDO) -> dict[str, Any]:
    """Read a JSON object that an earlier stage wrote.

    Raises
    ------
    InputError
        Naming the file and ending in `advice`: it is absent, torn, no object, or (when asked for) lacks a key.
    """
    if not path.is_file():
        raise InputError(f"{path}：还没有生成。请先运行前面的步骤（baozhai 可列出步骤）；做过的，{advice}")
    try:
        tree = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        raise InputError(f"{path}：不是完整的 JSON，可能写到一半中断。{advice}") from None
    if not isinstance(tree, dict):
        raise InputError(f"{path}：应为一个 JSON 对象。{advice}")
    return _Tree(tree, path, advice)


class _Tree(dict[str, Any]):
    """A JSON object; what it lacks is the fault of its file."""

    def __init__(self, tree: dict[str, Any], path: Path, advice: str) -> None:
        super().__init__(tree)
        self._path, self._advice = path, advice

    def __missing__(self, key: str) -> Any:
        raise InputError(f"{self._path}：缺少 {key}。{self._advice}")
