"""A digest folder or articles.jsonl → does every sentence, figure and name stand in its article?"""

from __future__ import annotations

import importlib.util
import itertools
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from baozhai import build
from baozhai.config import Config
from baozhai.errors import InputError
from baozhai.evaluation.verify import difference, printed_faults, record_faults
from baozhai.io.files import sha256
from baozhai.io.readers.entries import read_entries
from baozhai.io.readers.printed import read_printed_docx, read_printed_markdown
from baozhai.io.readers.sources import find_records, read_raw
from baozhai.io.readers.text import decode
from baozhai.io.writers.document import document
from baozhai.io.writers.items import Item
from baozhai.io.writers.layout import clean
from baozhai.records import Digest, Entry, Issue, Topic

READS = ("articles.jsonl", "digest.md", "digest.docx", "manifest.json")
WRITES = ()
USES = ("taxonomy",)
_FACTS = ("待核", "内含", "关键数字", "关键词", "判类依据", "另见", "非原文")


class _Fault(NamedTuple):
    """What is wrong, and the file that it is wrong in; `text` goes on behind the name of the file."""

    path: Path
    text: str


def run(cfg: Config, inputs: list[str]) -> int:
    """Check every digest; faults go to standard output, one a line, and make exit code 3."""
    faults, topics = 0, build.taxonomy(cfg.taxonomy)
    for path in find_records(inputs):
        raw = read_raw(str(path), max_megabytes=cfg.ingest.max_megabytes)
        text = decode(raw.data, raw.name)
        entries = read_entries(text, str(path))
        edited = [json.loads(line).get("edited") or [] for line in text.split("\n") if line.strip()]
        pages = _pages(path.parent)
        found = [
            *_records(path, entries, edited),
            *_printed(pages, build.renamed_entries(entries, topics), topics),
        ]
        found += _lead_faults(path.parent, entries, pages)
        changed = list(_changed(path.parent, path.name))
        found += changed
        faults += len(found)
        sys.stdout.write("".join(f"{fault.path}{fault.text}\n" for fault in found))
        held = _held(found, {fault.path for fault in changed}, path)
        sys.stdout.write(_tally(path, entries, edited, held.pop(path, 0)))
        for page, printed in pages.items():
            n = sum(bool(lines) for number, lines in printed.items() if number)
            sys.stdout.write(f"{page}：{n} 条已核对，{_verdict(held.pop(page, 0))}\n")
        sys.stdout.write("".join(f"{file}：{_verdict(n)}\n" for file, n in held.items()))
    return InputError.exit_code if faults else 0


def _held(found: Sequence[_Fault], changed: set[Path], records: Path) -> Counter[Path]:
    """How many faults each file is to blame for: where only the records were changed, they are, and not what was printed of them."""
    pages = (fault.path for fault in found)
    return Counter(records if records in changed and page not in changed else page for page in pages)


def _tally(path: Path, entries: Sequence[Entry], edited: Sequence[Sequence[str]], faults: int) -> str:
    rewritten = sum("summary" in fields for fields in edited)
    sentences = sum(len(e.summary.sentences) for e in entries)
    figures = sum(len(e.figures) for e in entries)
    skipped = f"；非原文的摘要 {rewritten} 篇未核对" if rewritten else ""
    return f"{path}：{len(entries)} 篇、{sentences} 句、{figures} 个关键数字，{_verdict(faults)}{skipped}\n"


def _verdict(faults: int) -> str:
    return f"有 {faults} 处不符" if faults else "无误"


def _records(path: Path, entries: Sequence[Entry], edited: Sequence[Sequence[str]]) -> Iterator[_Fault]:
    for number, (entry, fields) in enumerate(zip(entries, edited, strict=True), 1):
        for fault in record_faults(entry, fields):
            yield _Fault(path, f" 第 {number} 行（{entry.article.id}）：{fault}")


_Pages = dict[Path, dict[int, list[str]]]


def _pages(folder: Path) -> _Pages:
    """The items of digest.md and digest.docx, where they lie beside the records."""
    pages: _Pages = {}
    if (markdown := folder / "digest.md").is_file():
        pages[markdown] = read_printed_markdown(decode(markdown.read_bytes(), str(markdown)))
    if (word := folder / "digest.docx").is_file() and importlib.util.find_spec("docx"):
        pages[word] = read_printed_docx(word.read_bytes(), str(word))
    return pages


def _printed(pages: _Pages, entries: Sequence[Entry], topics: tuple[Topic, ...]) -> Iterator[_Fault]:
    """Faults of the printed items, which stand in the order of the records."""
    issue = Issue("", tuple(e.article for e in entries))
    items = {id(item.entry): item for item in document(Digest(issue, tuple(entries), topics)).items}
    for page, printed in pages.items():
        for number in range(1, max(printed, default=0) + 1):
            if number > len(entries) or number not in printed:
                said = "没有对应的记录" if number in printed else "印件中没有这一条"
                yield _Fault(page, f" 第 {number} 条：{said}")
                continue
            item = items[id(entries[number - 1])]
            facts = [(name, text) for name, text in item.facts if name in _FACTS]
            for fault in printed_faults(_lines(item), facts, printed[number]):
                yield _Fault(page, f" 第 {number} 条（{item.entry.article.id}）：{fault}")


def _lead_faults(folder: Path, entries: Sequence[Entry], pages: _Pages) -> Iterator[_Fault]:
    """Sentences of 本期要点 that are not those of the summaries the manifest names, or are printed otherwise."""
    manifest = folder / "manifest.json"
    rows = _manifest(manifest).get("lead", []) if manifest.is_file() else []
    place = {e.article.id: k for k, e in enumerate(entries)}
    wanted = []
    for row in rows:
        at = row["item"] - 1 if "item" in row else place.get(row["article"], -1)
        at = at if at < len(entries) and entries[at].article.id == row["article"] else -1
        spans = [(s.paragraph, s.start, s.end) for s in entries[at].summary.sentences] if at >= 0 else []
        paragraph, start, end = row["paragraph"], row["start"], row["end"]
        if (paragraph, start, end) not in spans:
            yield _Fault(manifest, f"：本期要点中 {row['article']} 的句子不是它的摘要句")
            continue
        text = clean(entries[at].article.paragraphs[paragraph][start:end])
        wanted.append(f"{text}（见第 {at + 1} 条）")
    for page, printed in pages.items():
        for text, found in itertools.zip_longest(wanted, printed.get(0, []), fillvalue=""):
            if text != found:
                yield _Fault(page, f" 本期要点：{difference(text, found)}")


def _lines(item: Item) -> list[tuple[str, str]]:
    texts = {
        "肩题": item.kicker,
        "标题": item.headline,
        "副题": item.subtitle,
        "出处和署名": item.meta,
        "摘要": item.summary,
    }
    return [(name, text) for name, text in texts.items() if text]


def _manifest(path: Path) -> dict[str, Any]:
    try:
        return dict(json.loads(path.read_text(encoding="utf-8")))
    except ValueError as error:
        raise InputError(f"{path}：已损坏（{error}）。请用 baozhai predict 重做这一期。") from None


def _changed(folder: Path, records: str) -> Iterator[_Fault]:
    """Files that the manifest names and that are missing, or not those it was written for."""
    manifest = folder / "manifest.json"
    if records != "articles.jsonl" or not manifest.is_file():
        return
    try:
        files = dict(_manifest(manifest)["files"])
    except (KeyError, TypeError) as error:
        raise InputError(f"{manifest}：已损坏（{error}）。请用 baozhai predict 重做这一期。") from None
    for name, mark in files.items():
        path = folder / Path(str(name)).name
        if not path.is_file():
            yield _Fault(path, "：manifest.json 记有这个文件，文件夹里没有，可能被删去、移走或改了名")
        elif sha256(path.read_bytes()) != mark:
            yield _Fault(path, "：与 manifest.json 所记的不同，写出之后被改动过")
