"""Today's issue files → one digest folder each; with `merge=true` one of all, reprints printed once."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from dataclasses import asdict
from pathlib import Path
from typing import Any

from baozhai import build
from baozhai.config import Config
from baozhai.digest import Digester
from baozhai.errors import BaozhaiError, OutputError
from baozhai.ingest.ledger import unassigned_chars
from baozhai.io.names import folder_names
from baozhai.io.readers.others import unread
from baozhai.io.readers.sources import find_inputs
from baozhai.records import Issue

READS = ("issue files", "models/<name>")
WRITES = ("<output>/<issue>",)
USES = ("taxonomy", "ingest", "dedupe", "decision", "summary", "digest")


def run(cfg: Config, inputs: list[str]) -> int:
    """Digest every input; a bad one is reported and the others go on."""
    words, passed, left = find_inputs(inputs)
    if left:
        sys.stderr.write(f"baozhai：{unread(left)}\n")
    if passed:
        sys.stderr.write(
            f"baozhai：跳过 {_some(passed)}：是 baozhai 写出的报摘。要读，请直接写出该文件夹。\n"
        )
    build.ready(cfg)
    digester = build.load(cfg.model, cfg)
    code, failed = 0, []
    issues: list[Issue] = []
    with _progress() as bar:
        named = list(zip(words, folder_names(words), strict=True))
        for word, name in bar.track(named, description="报摘") if bar else named:
            try:
                issue = build.read_with(word, cfg)
                sys.stderr.write(_bodiless(word, issue))
                if cfg.merging:
                    issues.append(issue)
                else:
                    code = max(code, _write(cfg, digester, issue, name))
            except OutputError:
                raise
            except BaozhaiError as error:
                failed.append(error)
                sys.stderr.write(f"baozhai：{error}\n")
    if issues:
        code = _write(cfg, digester, build.merged(issues, cfg), "merged")
    if failed and len(failed) == len(words):
        return failed[0].exit_code
    return 5 if failed else code


def _bodiless(word: str, issue: Issue) -> str:
    """A line that counts the articles of which there is only a headline; empty where there are none."""
    bare = sum(a.kind == "article" and not a.paragraphs for a in issue.articles)
    if not bare:
        return ""
    return f"baozhai：{word}：{len(issue.articles)} 篇中有 {bare} 篇只有标题，没有正文，请核对原稿。\n"


def _some(folders: list[str]) -> str:
    return folders[0] if len(folders) == 1 else f"{folders[0]} 等 {len(folders)} 个文件夹"


def _write(cfg: Config, digester: Digester, issue: Issue, name: str) -> int:
    folder = Path(cfg.output) / name
    cfg = build.numbered(cfg, issue.input_sha256)
    digest, more = digester.digest(issue), {}
    if cfg.explain:
        from baozhai.io.writers.explain import to_explain

        digest, rows = digester.explained(digest)
        more = {"explain.jsonl": to_explain(map(asdict, rows))}
    for line in build.write(folder, build.files(digest, cfg, more=more)):
        sys.stderr.write(f"baozhai：{line}\n")
    build.keep_numbered(cfg, issue.input_sha256)
    sys.stdout.write(f"{folder}\n")
    if (lost := unassigned_chars(issue)) <= cfg.ingest.max_unassigned * issue.input_chars:
        return 0
    sys.stderr.write(f"baozhai：{folder}：有 {lost} 字未归入任何一篇，见报摘末尾的说明；退出码 5。\n")
    return 5


def _progress() -> Any:
    if not sys.stderr.isatty():
        return nullcontext()
    from rich.console import Console
    from rich.progress import Progress

    return Progress(console=Console(stderr=True))
