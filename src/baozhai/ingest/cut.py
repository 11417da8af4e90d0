"""A page dump or printed pages → `Issue`, with the character ledger checked."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from baozhai.errors import InputError
from baozhai.ingest.dump import cut_dump
from baozhai.ingest.imprint import completed, differences
from baozhai.ingest.items import Origin, article, notes
from baozhai.ingest.ledger import check_ledger, unspaced
from baozhai.ingest.parts import PageCut
from baozhai.ingest.reflow import to_lines
from baozhai.records import Article, Issue, Page
from baozhai.text.han import COMMON, has_pair


def cut_page(text: str, *, file: str = "", newspaper: str = "", date: str = "", page: str = "") -> Issue:
    """Cut one page dump into articles and photo stories.

    Raises
    ------
    InputError
        No article in the text, or a character that landed nowhere (a bug worth reporting).
    """
    found = _Found(file, newspaper, date)
    found.add(cut_dump(to_lines(text), file), page)
    issue = found.issue(page)
    return replace(issue, input_sha256=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest())


def cut_pages(
    pages: Iterable[Page], *, file: str = "", newspaper: str = "", date: str = "", page: str = ""
) -> Issue:
    """Cut printed pages by their layout.

    Raises
    ------
    InputError
        No article on any page, or a character that landed nowhere (a bug worth reporting).
    """
    found = _Found(file, newspaper, date)
    for cut, name in _named(pages, page):
        found.add(cut, name)
    return found.issue(page if found.pages == 1 else "")


def _named(pages: Iterable[Page], page: str) -> Iterator[tuple[PageCut, str]]:
    """Every page cut, with its name: `page` when it is alone, its place in the file when there are more.

    Only one page is in memory at a time.
    """
    from baozhai.ingest.pages import cut_boxes

    held: list[tuple[PageCut, str]] = []
    several, first = False, 1
    for printed in pages:
        several = bool(held)
        yield from held
        cut = cut_boxes(printed, first)
        held = [(cut, f"PDF {printed.number}")]
        first += len(cut.lines)
    for cut, name in held:
        yield cut, name if several else page


@dataclass
class _Found:
    """What the pages cut so far hold; their lines are not kept, only what is printed of each page, without blanks."""

    file: str
    newspaper: str
    date: str
    articles: list[Article] = field(default_factory=list)
    furniture: list[str] = field(default_factory=list)
    imprint: list[str] = field(default_factory=list)
    unassigned: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    printed: list[str] = field(default_factory=list)
    own: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    pages: int = 0
    lines: int = 0
    chinese: bool = False

    def add(self, cut: PageCut, page: str) -> None:
        """Take the articles of one more page."""
        texts = [line.text for line in cut.lines]
        self.pages += 1
        self.lines += len(texts)
        self.chinese = self.chinese or any(has_pair(text, COMMON) for text in texts)
        self.printed.append(unspaced(texts))
        origin = Origin(self.file, self.newspaper, self.date, page)
        for k, body in enumerate(cut.bodies):
            self.articles.append(article(body, cut.titled.get(k), f"{len(self.articles) + 1:02d}", origin))
        self.furniture += [line.text for line in cut.furniture]
        imprint = [line.text for line in cut.furniture if line not in cut.mute]
        self.imprint += imprint
        self.own[page] = completed(imprint, "", "", "")
        self.unassigned += [line.text for head in cut.loose for line in head.printed]
        self.unassigned += [line.text for line in cut.lost]
        self.notes += notes(cut.loose)
        if cut.lost:
            place = f"PDF 第 {page.removeprefix('PDF ')} 页" if page.startswith("PDF ") else page or "本页"
            self.notes.append(
                f"{place}有 {len(cut.lost)} 行文字看不出先后（如整版表格、名单），没有切分，"
                "原文列在“未归入文章的文字”中，请对照版面。"
            )

    def issue(self, page: str) -> Issue:
        """All of it, with the character ledger checked; `page` is the only one's name. What is blank is taken from the page."""
        self._check()
        newspaper, date, folio = completed(self.imprint, self.newspaper, self.date, page)
        name = folio if self.pages == 1 else page
        names = {page: name} if self.pages == 1 else self._names()
        articles = []
        for a in self.articles:
            paper, day, _ = self.own[a.page]  # pages of several days or newspapers in one file
            articles.append(replace(a, newspaper=newspaper or paper, date=date or day, page=names[a.page]))
        issue = Issue(
            id=self.file,
            articles=tuple(articles),
            newspaper=newspaper,
            date=date,
            page=name,
            furniture=tuple(self.furniture),
            unassigned=tuple(self.unassigned),
            notes=(*self.notes, *differences(self.imprint, newspaper, date, name)),
            input_chars=sum(map(len, self.printed)),
        )
        check_ledger(issue, self.printed)
        return issue

    def _names(self) -> dict[str, str]:
        """What each of several pages is called: by its folio, where it has one that no other page has."""
        times = Counter(folio for _, _, folio in self.own.values())
        return {
            page: folio if times[folio] == 1 and folio else page for page, (_, _, folio) in self.own.items()
        }

    def _check(self) -> None:
        if not self.chinese:
            raise InputError(
                f"{self.file or '输入'}：没有找到任何文章（{self.lines} 行，没有中文）。请检查文件是否为报纸版面文本。"
            )
        if not self.articles:
            raise InputError(
                f"{self.file or '输入'}：没有找到任何文章（{self.lines} 行）。请检查文件是否为报纸版面文本。"
            )
