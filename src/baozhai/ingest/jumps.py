"""下转/上接: a text that goes on at another page is put together where both ends are in the issue.

A jump names the other page; where the page numbers are not known (a PDF counts its own pages), the
distance between the pages, the wording of the headlines and a sentence that is cut in two decide.
Ends are paired one to one by `scipy.optimize.linear_sum_assignment` (Crouse 2016).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from baozhai.ingest.headlines import bigrams
from baozhai.ingest.ledger import fields
from baozhai.ingest.pagenames import PAGE, PageName, number_of, page_name, same_page
from baozhai.ingest.pairing import best_pairs
from baozhai.ingest.patterns import ended
from baozhai.records import Article, Crosshead, Issue, Source
from baozhai.text.lazy import lazy

_OPEN, _CLOSE = "[（(【\\[〔]", "[）)】\\]〕]"
#: Groups: down, up, section, page. A bare 转 or 接 needs its bracket; a page without 版 needs the closing one.
#: Blanks are read once, from where they begin: a thousand in a row took half a minute.
MARK = lazy(
    rf"(?:(?:[▶►▷→★●■◆]|(?<!\s)(?=\s))\s*+)?(?:{_OPEN}\s*+)?(?:(下转|(?<={_OPEN})转)|(上接|(?<={_OPEN})接))\s*"
    rf"{PAGE}(?:版\s*{_CLOSE}?|{_CLOSE})"
)
#: What speaks for a pair: a page number that agrees, a distance of PDF pages that agrees, all of a headline's
#: bigrams in the other text, a sentence cut in two, the order; and the least sum. Set by hand: one
#: certain sign is enough, the order alone is not.
NUMBER, DISTANCE, WORDS, CUT, ORDER = 2.0, 3.0, 3.0, 1.0, 0.5
LEAST = 1.5
#: Share of the bigrams of a continuation's headline from which it only repeats the first headline.
REPEATED = 0.5
#: A text shorter than this may hold a mark anywhere.
LINE = 60


class _End(NamedTuple):
    """A jump mark: its way, the index of its article, the page it is printed on, the page it names."""

    down: bool
    at: int
    page: PageName | None
    target: PageName
    mark: str


def join_jumps(issues: Sequence[Issue]) -> list[Issue]:
    """Join the articles of one issue that jump from page to page.

    Parameters
    ----------
    issues : sequence of Issue
        Files of one newspaper; a text may go on in another file.

    Returns
    -------
    list of Issue
        The continuation stands at the end of the article where it began. Jump marks and a headline that is only
        repeated are furniture; an end without its other end is a note.
    """
    printed = [a for issue in issues for a in issue.articles]
    articles, ends = _collect(printed)
    loose = [(end.at, end.mark) for end in ends]
    pairs = _join(_pairs(ends, articles), articles, loose)
    open_ends = [end for end in ends if all(end not in pair for pair in pairs)]
    out, start = [], 0
    for issue in issues:
        span = range(start, start := start + len(issue.articles))
        notes = [*issue.notes]
        notes += [_note(end, articles[end.at] or printed[end.at]) for end in open_ends if end.at in span]
        furniture = (*issue.furniture, *(text for k, text in loose if k in span))
        kept = tuple(a for a in articles[span.start : span.stop] if a)
        out.append(replace(issue, articles=kept, furniture=furniture, notes=tuple(notes)))
    return out


def _note(end: _End, article: Article) -> str:
    name = article.title or "".join(article.paragraphs)[:12] + "……"
    return f"《{name}》印有“{end.mark}”，输入中没有找到另一半，文章不完整，请对照原报。"


def _join(
    pairs: Sequence[tuple[_End, _End]], articles: list[Article | None], loose: list[tuple[int, str]]
) -> list[tuple[_End, _End]]:
    """Join the pairs in place; a text may go on more than once. Returns the pairs that were joined."""
    into = list(range(len(articles)))
    done = []
    for down, up in pairs:
        first, rest = down.at, up.at
        while into[first] != first:
            first = into[first]
        head, tail = articles[first], articles[rest]
        if first != rest and head and tail:
            articles[first], left = _joined(head, tail)
            articles[rest], into[rest] = None, first
            loose += [(rest, text) for text in left]
            done.append((down, up))
    return done


def _collect(printed: Sequence[Article]) -> tuple[list[Article | None], list[_End]]:
    """The articles without their marks; an item that is nothing but a mark belongs to its neighbour."""
    articles: list[Article | None] = []
    ends: list[_End] = []
    for at, article in enumerate(printed):
        bare, marks = _bare(article)
        empty = bool(marks) and not any(fields(bare))
        articles.append(None if empty else bare)
        for found in marks:
            down = bool(found[1])
            owner = at + (-1 if down else 1) if empty else at
            near = 0 <= owner < len(printed) and _sheet(printed[owner]) == _sheet(article)
            target = PageName(found[3] or "", number_of(found[4]))
            ends.append(_End(down, owner if near else at, page_name(article.page), target, found[0].strip()))
    return articles, ends


def _sheet(article: Article) -> tuple[str, str]:
    return article.source.file, article.page


_HEADS = ("kicker", "title", "subtitle", "byline_raw", "dateline")


def _bare(article: Article) -> tuple[Article, list[re.Match[str]]]:
    """An article without its jump marks, and the marks."""
    marks: list[re.Match[str]] = []
    heads = {key: _strip(getattr(article, key), marks) for key in _HEADS}
    last = len(article.paragraphs) - 1
    paragraphs = [_strip(p, marks, up=k == 0, down=k == last) for k, p in enumerate(article.paragraphs)]
    crossheads = [replace(c, text=_strip(c.text, marks)) for c in article.crossheads]
    if not marks:
        return article, marks
    kept = [k for k, paragraph in enumerate(paragraphs) if paragraph]
    moved = (Crosshead(sum(k < c.before_para for k in kept), c.text) for c in crossheads if c.text)
    bare = replace(
        article,
        paragraphs=tuple(paragraphs[k] for k in kept),
        crossheads=tuple(moved),
        byline=tuple(p for p in article.byline if not MARK.search(f"（{p.name}）")),
    )
    return replace(bare, **heads), marks  # type: ignore[arg-type]  # all of them text


def _strip(text: str, marks: list[re.Match[str]], *, up: bool = True, down: bool = True) -> str:
    """Take a mark off the start (up) or the end (down) of a text, or from anywhere in a line of the head."""
    for found in list(MARK.finditer(text)):
        before, after = text[: found.start()], text[found.end() :]
        wanted = down and not after.strip(" 。") if found[1] else up and not before.strip()
        if wanted or (up and down and len(text) < LINE):
            marks.append(found)
            return (before + after).strip()
    return text


def _pairs(ends: Sequence[_End], articles: Sequence[Article | None]) -> list[tuple[_End, _End]]:
    downs, ups = [end for end in ends if end.down], [end for end in ends if not end.down]
    if not downs or not ups:
        return []
    scores = np.array([[_score(down, up, articles) for up in ups] for down in downs])
    rows, cols = best_pairs(np.maximum(scores, 0.0))
    return [
        (downs[r], ups[c]) for r, c in zip(rows.tolist(), cols.tolist(), strict=True) if scores[r, c] >= LEAST
    ]


def _score(down: _End, up: _End, articles: Sequence[Article | None]) -> float:
    """How much speaks for `up` being where `down` goes on; negative when page numbers or dates say no."""
    first, rest = articles[down.at], articles[up.at]
    if down.at == up.at or first is None or rest is None or _other_issue(first, rest):
        return -1.0
    score = ORDER if down.at < up.at else 0.0
    for target, page in ((down.target, up.page), (up.target, down.page)):
        if page and page.sure:
            if not same_page(target, page):
                return -1.0
            score += NUMBER
    if down.page and up.page and not down.page.sure and not up.page.sure:
        steps = up.page.number - down.page.number
        score += DISTANCE if steps and steps == down.target.number - up.target.number else 0.0
    score += WORDS * _shared(rest.kicker + rest.title, _head(first))
    cut = first.paragraphs and rest.paragraphs and not ended(first.paragraphs[-1]) and not rest.dateline
    return score + (CUT if cut else 0.0)


def _head(article: Article) -> str:
    return article.kicker + article.title + article.subtitle


def _shared(head: str, text: str) -> float:
    """Share of the bigrams of a headline that a text holds, in [0, 1]."""
    bag = bigrams(head)
    return len(bag & bigrams(text)) / len(bag) if bag else 0.0


def _other_issue(a: Article, b: Article) -> bool:
    return any(x and y and x != y for x, y in ((a.newspaper, b.newspaper), (a.date, b.date)))


def _joined(first: Article, rest: Article) -> tuple[Article, list[str]]:
    """Both as one article, and what of the continuation's head is left over."""
    left = [text for text in (rest.dateline,) if text]
    head = [text for text in (rest.kicker, rest.title, rest.subtitle) if text]
    crossheads = list(first.crossheads)
    before, after = list(first.paragraphs), list(rest.paragraphs)
    runs_on = bool(before and after) and not ended(before[-1])
    if runs_on and not any(c.before_para == 0 for c in rest.crossheads):
        before[-1] += after.pop(0)
        shift = len(before) - 1
    else:
        shift = len(before)
    if _shared("".join(head), _head(first)) >= REPEATED or not after:
        left += head
    else:
        crossheads += [Crosshead(len(before), "".join(head))] * bool(head)
    crossheads += [Crosshead(c.before_para + shift, c.text) for c in rest.crossheads]
    raws = [raw for raw in (first.byline_raw, rest.byline_raw) if raw]
    made = replace(
        first,
        paragraphs=(*before, *after),
        crossheads=tuple(crossheads),
        byline=tuple(dict.fromkeys(first.byline + rest.byline)),
        byline_raw=" ".join(raws),
        confidence=min(first.confidence, rest.confidence),
        source=_sources(first.source, rest.source),
    )
    return made, left


def _sources(a: Source, b: Source) -> Source:
    """Spans count the lines of one file: those of another file are left out."""
    return replace(a, spans=tuple(sorted({*a.spans, *b.spans}))) if a.file == b.file else a
