"""A printed page with boxes → bodies, their headlines, furniture."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from baozhai.errors import InputError
from baozhai.ingest import patterns as pat
from baozhai.ingest.blocks import blocks, body_size, leading
from baozhai.ingest.bodies import as_line, body_of
from baozhai.ingest.chains import chains
from baozhai.ingest.crossheads import crossheads
from baozhai.ingest.dump import cut_dump
from baozhai.ingest.edges import columns
from baozhai.ingest.frames import Column, Headline, differ, headlines, share_words
from baozhai.ingest.headlines import BodyIndex, assign
from baozhai.ingest.imprint import strays
from baozhai.ingest.layout import DISPLAY, TextLine, text_lines
from baozhai.ingest.minor import section_names, small_heads, take_bylines, take_closers, take_openers
from baozhai.ingest.parts import SECTION_MAX, Head, PageCut
from baozhai.ingest.reflow import Line, joined
from baozhai.ingest.surroundings import ROOM, enclose, look_up, pierce, roofs, spread
from baozhai.ingest.texts import Text, briefs
from baozhai.records import Box, Page

#: Share of the page height that can hold the masthead and the foot.
TOP = 0.14
FOOT = 0.06


def cut_boxes(page: Page, first: int = 1) -> PageCut:
    """Cut one page by its layout; `first` is the number its first line gets."""
    lines = text_lines(page.chars)
    if not lines:
        return PageCut()
    numbers = {id(line): first + k for k, line in enumerate(lines)}
    whole = PageCut(lines=[as_line(line, numbers) for line in lines])
    rules = [b for b in page.boxes if b.y1 - b.y0 < 4.0 and b.x1 - b.x0 > 20.0 and not b.picture]
    marks = _furniture(lines, page, rules)
    furniture = [line for line in lines if id(line) in marks]
    whole.furniture = [as_line(line, numbers) for line in furniture]
    whole.mute = [as_line(line, numbers) for line in strays(furniture, lines, page.width)]
    printed = [line for line in lines if id(line) not in marks]
    if not printed:
        return whole
    heads = headlines(printed, body_size(printed))
    if not heads:
        return _in_one_size(whole, [as_line(line, numbers) for line in printed])
    cols, names = _set_out(printed, heads, page, rules)
    found = chains(cols, rules)
    # A few lines without an end that no text goes on from are a headline in small type.
    heads += [Headline(list(c.block.lines), frame=c.frame) for chain in found if _bare(chain) for c in chain]
    texts = [part for chain in found if not _bare(chain) for part in briefs(chain)]
    _bind(whole, texts, heads, names, numbers)
    return whole


def _in_one_size(whole: PageCut, printed: list[Line]) -> PageCut:
    """A page of one type size throughout: the layout says no more than the order of the lines."""
    try:
        cut = cut_dump(printed)
    except InputError:  # a table or a list of names, whose lines are in no order
        whole.lost = printed
        return whole
    cut.furniture += whole.furniture
    cut.mute += whole.mute
    cut.lines = whole.lines
    return cut


def _set_out(
    lines: Sequence[TextLine], heads: list[Headline], page: Page, rules: Sequence[Box]
) -> tuple[list[Column], list[Headline]]:
    """Columns with what stands around them, and which of the headlines name a section; small headlines are added."""
    size = body_size(lines)
    texts = blocks([line for line in lines if line.size < DISPLAY * size], leading(lines, size))
    cols = columns(texts, size)
    if within := crossheads(heads, cols, size, rules):
        heads[:] = [head for head in heads if not any(head.lines is block.lines for block in within)]
        cols = columns(sorted(texts + within, key=lambda block: block.lines[0].order), size)
    pictures = _pictures(page, lines)
    walls = pictures + [b for b in page.boxes if b.x1 - b.x0 < 4.0 and b.y1 - b.y0 > 20.0]
    enclose(page.boxes, cols, heads)
    before = -1
    while len(cols) != before:  # a kicker, a subtitle and a byline may stand one above another
        before = len(cols)
        spread(heads, cols, walls, page.width)
        roofs(cols, heads)
        cols = take_openers(take_closers(take_bylines(cols, heads)))
        cols, small = small_heads(cols, heads)
        heads += small
    look_up(cols, heads, pictures)
    pierce(cols, heads)
    share_words(cols, heads)
    return cols, section_names(heads)


def _bare(chain: Sequence[Column]) -> bool:
    return all(col.small and not col.pictured for col in chain)


def _pictures(page: Page, lines: Sequence[TextLine]) -> list[Box]:
    """Images and filled areas that hold no text."""
    large = [b for b in page.boxes if b.y1 - b.y0 > 25.0 and b.x1 - b.x0 > 25.0]
    return [
        b
        for b in large
        if b.picture or not any(b.x0 < k.x0 and k.x1 < b.x1 and b.y0 < k.y < b.y1 for k in lines)
    ]


#: What a place under a headline speaks for a caption: less than a place beside it and shared words for a text.
CAPTION = 3.0
#: Most ems from the lines of a headline to a text beside it, and from the room around them.
BESIDE = 7.0, 0.5


def _furniture(lines: Sequence[TextLine], page: Page, rules: Sequence[Box]) -> set[int]:
    """Masthead, folio and editors' lines: beyond the page's head rule, or by wording at the edges."""
    over = page.height * (1 - TOP)
    bars = [r.y0 for r in rules if r.x1 - r.x0 > 0.6 * page.width and r.y0 > over]
    bar = min(bars) if bars else page.height
    known = [
        line
        for line in lines
        if line.bottom > bar
        or (line.y > over or line.y < page.height * FOOT)
        and pat.FURNITURE.match(line.text)
        or pat.EDITORS.match(line.text)
        or (line.y > over and pat.is_paper(line.text))
    ]
    level = [
        line
        for line in ([] if bars else lines)
        if line.y > over and len(line.text) <= 8 and any(abs(line.y - k.y) < 0.8 * line.size for k in known)
    ]
    return {id(line) for line in known + level}


#: How sure a text without a headline is.
UNTITLED = 0.5


def _bind(
    whole: PageCut,
    texts: Sequence[Text],
    heads: Sequence[Headline],
    names: Sequence[Headline],
    numbers: dict[int, int],
) -> None:
    """Fill in the bodies; small headlines of briefs are theirs, names of sections are furniture, the others are paired."""
    whole.bodies = [body_of(text, numbers) for text in texts]
    for k, text in enumerate(texts):
        if text.title:
            title, bylines = (
                [as_line(line, numbers) for line in part] for part in (text.title, text.bylines)
            )
            whole.titled[k] = (Head(title, bylines), 1.0)
    headed = {head.frame for head in heads if head not in names}
    sections = [head for head in heads if any(t.title and t.roof is head for t in texts)]
    sections += [n for n in names if n.frame in headed and len(n.lines) == 1 and n not in sections]
    whole.furniture += [as_line(line, numbers) for head in sections for line in head.lines + head.bylines]
    _pair(whole, texts, [head for head in heads if head not in sections], numbers)
    for k, text in enumerate(texts):
        if text.bylines and not text.title:
            head, sure = whole.titled.get(k, (Head([]), UNTITLED))
            head.bylines += [as_line(line, numbers) for line in text.bylines]
            whole.titled[k] = head, sure


def _pair(whole: PageCut, texts: Sequence[Text], heads: Sequence[Headline], numbers: dict[int, int]) -> None:
    """Give every headline the text that stands under or beside it and shares its words."""
    if not heads:
        return
    index = BodyIndex(["".join(joined(p) for p in body.paras) for body in whole.bodies])
    words = index.affinity(["".join(line.text for line in head.lines) for head in heads])
    scores = np.minimum(words, 12.0) * 0.25
    headed = {head.frame for head in heads}
    for row, head in enumerate(heads):
        for k, text in enumerate(texts):
            caption = whole.bodies[k].pictured or bool(whole.bodies[k].credit)
            place = _place(head, text.columns, caption)
            outside = head.frame is None and text.frame not in headed
            fits = not text.title and (head.frame == text.frame or outside)
            scores[row, k] = scores[row, k] + place if fits else 0.0
    found = assign(scores)
    for row, head in enumerate(heads):
        made = _head(head, numbers)
        if row in found:
            whole.titled[found[row][0]] = (made, found[row][1])
        else:
            whole.loose.append(made)


def _place(head: Headline, text: Sequence[Column], caption: bool) -> float:
    """How well a text stands to a headline: right under it, or beside it; a caption has seldom one."""
    under = [k for k, col in enumerate(text) if col.roof is head and not _far(head, col)]
    if under or any(col.through is head for col in text):
        return CAPTION if caption else 7.0 if not under or under[0] == 0 else 5.0
    return 2.0 if any(_beside(head, col) for col in text) else 0.0


def _far(head: Headline, col: Column) -> bool:
    """Whether much white stands between a headline and a text under it, which is seldom its own."""
    return head.box.y0 - col.box.y1 > ROOM * col.size and not col.pictured


def _beside(head: Headline, col: Column) -> bool:
    """Whether a column stands level with a headline, near its lines or next to the room around them."""
    box, zone = head.box, head.zone
    level = min(box.y1, col.box.y1) > max(box.y0, col.box.y0)
    gaps = (max(b.x0, col.box.x0) - min(b.x1, col.box.x1) for b in (box, zone))
    return level and any(gap < most * col.size for gap, most in zip(gaps, BESIDE, strict=True))


def _head(head: Headline, numbers: dict[int, int]) -> Head:
    """Kicker, title and subtitle by type size: the largest lines are the title, a section's name never."""
    named = len(head.lines) > 1 and len(head.lines[0].text) <= SECTION_MAX and differ(*head.lines[:2])
    sized = head.lines[1:] if named else head.lines
    largest = max(line.size for line in sized)
    big = [k for k, line in enumerate(head.lines) if line in sized and line.size > 0.85 * largest]
    plain = [as_line(line, numbers) for line in head.lines]
    dash = next((k for k in range(big[0] + 1, len(plain)) if re.match("—|--", plain[k].text)), len(plain))
    last = min(big[-1] + 1, dash)
    return Head(
        plain[big[0] : last],
        [as_line(line, numbers) for line in head.bylines],
        kicker=plain[: big[0]],
        subtitle=plain[last:],
        size=largest,
    )
