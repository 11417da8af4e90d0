"""Path → `Issue`: any input file read and cut."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

from baozhai.checks import page_numbers
from baozhai.config import Config
from baozhai.errors import InputError
from baozhai.ingest.cut import cut_page, cut_pages
from baozhai.ingest.jumps import join_jumps
from baozhai.ingest.pasted import document_rows, single_rows
from baozhai.ingest.single import dressed, signed, single_issue
from baozhai.io.files import sha256
from baozhai.io.readers.header import check_no_queue
from baozhai.io.readers.sources import RawIssue, kind, read_raw
from baozhai.io.readers.text import decode
from baozhai.io.writers.profile import periods
from baozhai.records import Issue


def read_issue(path: str | Path, cfg: Config | None = None) -> Issue:
    """Read and cut one issue file (page dump, PDF, saved page, Word document, plain text or JSONL).

    Raises
    ------
    InputError
        The file cannot be read as an issue.
    """
    return read_with(str(path), cfg or Config())


def read_with(word: str, cfg: Config) -> Issue:
    """The issue of one input; what goes on in another file is joined when all are merged."""
    raw = read_raw(word, max_megabytes=cfg.ingest.max_megabytes)
    meta = {key: getattr(cfg, key) or getattr(raw, key) for key in ("newspaper", "date", "page")}
    issue = _cut(raw, meta, cfg)
    return issue if cfg.merging else join_jumps([issue])[0]


def merged(issues: Sequence[Issue], cfg: Config) -> Issue:
    """All issues as one: texts that go on in another file joined, each report once in each period compared."""
    from baozhai.ingest.dedupe import merge

    joined = join_jumps(issues)
    when = periods([a.date for issue in joined for a in issue.articles], cfg.digest.days)
    return merge(joined, periods=when, **asdict(cfg.dedupe))


def _cut(raw: RawIssue, meta: dict[str, str], cfg: Config) -> Issue:
    """A reader is loaded when its kind of file comes."""
    match kind(raw):
        case "pdf":
            from baozhai.io.readers.pdf import PdfPages

            numbers = page_numbers(cfg.pages)
            pages = PdfPages(raw.data, raw.name, pages=numbers, password=cfg.ingest.password)
            issue = cut_pages(pages, file=raw.name, **meta)
            issue = replace(issue, notes=(*pages.notes(), *issue.notes))
        case "html":
            from baozhai.io.readers.html import read_html

            issue = _printed(dressed(read_html(raw.data, raw.name)), meta)
        case "docx":
            from baozhai.io.readers.docx import read_docx

            issue = _printed(single_issue(document_rows(read_docx(raw.data, raw.name)), raw.name), meta)
        case "records":
            from baozhai.io.readers.records import read_records

            text = decode(raw.data, raw.name).lstrip("\ufeff")
            check_no_queue(text, raw.name)
            issue = _printed(signed(read_records(text, raw.name)), meta)
        case _:
            text = decode(raw.data, raw.name)
            check_no_queue(text, raw.name)
            _check_size(text, raw.name, cfg.ingest.max_text_megabytes)
            if rows := single_rows(text):
                issue = _printed(single_issue(rows, raw.name), meta)
            else:
                issue = cut_page(text, file=raw.name, **meta)
    return replace(issue, input_sha256=sha256(raw.data))


def _printed(issue: Issue, meta: dict[str, str]) -> Issue:
    """What the user or the file name says goes before what is printed; a record's own fields stay."""
    newspaper, date, page = (meta[key] or getattr(issue, key) for key in ("newspaper", "date", "page"))
    articles = (
        replace(
            a,
            newspaper=newspaper if a.newspaper == issue.newspaper else a.newspaper,
            date=date if a.date == issue.date else a.date,
            page=page if a.page == issue.page else a.page,
        )
        for a in issue.articles
    )
    return replace(issue, articles=tuple(articles), newspaper=newspaper, date=date, page=page)


def _check_size(text: str, name: str, max_megabytes: float) -> None:
    if (size := len(text.encode("utf-8", "surrogatepass")) / 1e6) > max_megabytes:
        raise InputError(
            f"{name}：文字 {size:.1f} MB，超过一期报纸的上限 {max_megabytes:g} MB。"
            "请按期或按版拆开；确需整份处理可加 ingest.max_text_megabytes=…（耗时随长度平方增长）。"
        )
