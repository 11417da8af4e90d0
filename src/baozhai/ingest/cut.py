"""A page dump or printed pages → `Issue`, with the character ledger checked."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace

from baozhai.errors import InputError
from baozhai.ingest.dump import cut_dump
from baozhai.ingest.imprint import differences
from baozhai.ingest.items import article, notes
from baozhai.ingest.ledger import check_ledger
from baozhai.ingest.pages import cut_boxes
from baozhai.ingest.parts import PageCut
from baozhai.ingest.reflow import to_lines
from baozhai.records import Article, Issue, Page


def cut_page(text: str, *, file: str = "", newspaper: str = "", date: str = "", page: str = "") -> Issue:
    """Cut one page dump into articles and photo stories.

    Raises
    ------
    InputError
        No article in the text, or a character that landed nowhere (a bug worth reporting).
    """
    cut = cut_dump(to_lines(text), file)
    issue = _issue([cut], file, newspaper, date, [page])
    return replace(issue, input_sha256=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest())


def cut_pages(
    pages: Sequence[Page], *, file: str = "", newspaper: str = "", date: str = "", page: str = ""
) -> Issue:
    """Cut printed pages by their layout.

    Raises
    ------
    InputError
        No article on any page, or a character that landed nowhere (a bug worth reporting).
    """
    cuts: list[PageCut] = []
    for printed in pages:
        cuts.append(cut_boxes(printed, 1 + sum(len(cut.lines) for cut in cuts)))
    names = [page] if len(pages) == 1 else [f"PDF {printed.number}" for printed in pages]
    return _issue(cuts, file, newspaper, date, names)


def _issue(cuts: Sequence[PageCut], file: str, newspaper: str, date: str, pages: Sequence[str]) -> Issue:
    lines = [line for cut in cuts for line in cut.lines]
    if not any(re.search(r"[\u4e00-\u9fff]{2}", line.text) for line in lines):
        raise InputError(
            f"{file or '输入'}：没有找到任何文章（{len(lines)} 行，没有中文）。请检查文件是否为报纸版面文本。"
        )
    if not any(cut.bodies for cut in cuts):
        raise InputError(
            f"{file or '输入'}：没有找到任何文章（{len(lines)} 行）。请检查文件是否为报纸版面文本。"
        )
    articles: list[Article] = []
    for cut, page in zip(cuts, pages, strict=True):
        for k, body in enumerate(cut.bodies):
            made = article(body, cut.titled.get(k), f"{len(articles) + 1:02d}", file, page)
            articles.append(replace(made, newspaper=newspaper, date=date, page=page))
    furniture = tuple(line.text for cut in cuts for line in cut.furniture)
    alone = pages[0] if len(pages) == 1 else ""
    found = (
        *notes(head for cut in cuts for head in cut.loose),
        *differences(furniture, newspaper, date, alone),
    )
    issue = Issue(
        id=file,
        articles=tuple(articles),
        newspaper=newspaper,
        date=date,
        page=alone,
        furniture=furniture,
        unassigned=tuple(line.text for cut in cuts for head in cut.loose for line in head.printed),
        notes=found,
        input_chars=sum(len(part) for line in lines for part in line.text.split()),
    )
    check_ledger(issue, (line.text for line in lines))
    return issue
