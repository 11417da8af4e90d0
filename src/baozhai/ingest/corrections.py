"""What the wording and the order of paragraphs put right in the labels of a dump's lines."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from baozhai.ingest import patterns as pat
from baozhai.ingest.captions import caption_start
from baozhai.ingest.pieces import Labelled, Paragraph, Piece
from baozhai.ingest.promote import beyond, hidden
from baozhai.ingest.reflow import Line, joined, running
from baozhai.ingest.seams import seam_odds

#: Log-odds of a new headline below which a line goes on with the one before it.
GOES_ON = -2.5
#: The number of a page before its name, and usual names.
_FOLIO = re.compile(
    r"\d+[版 ]|(?:要闻|时政|综合|国内|国际|经济|财经|金融|科技|教育|文化|体育|社会|民生|健康|法治|理论|评论|副刊|专题|专版|特刊|广告"
    r"|视点|声音|人物|观察|一线|地方|园区|产业|创新|党建|高新区)(?:[·・/ ]|(?:新闻|周刊)?$)"
)
#: Least log-odds of a text start after a credit or signature, and of a caption, before `openings` are heard.
CLOSED = 3.0


def resumed(lines: Sequence[Line], labels: Sequence[str]) -> list[str]:
    """Labels in which lines that read like the rest of a headline above them are it, not the name of a section."""
    out = list(labels)
    for at in range(1, len(lines)):
        before, text = lines[at - 1].text, lines[at].text
        if out[at] != "F" or out[at - 1] not in "KHhS" or pat.FURNITURE.match(text) or _FOLIO.match(text):
            continue
        if seam_odds([before, text])["fresh"][1] < GOES_ON:
            out[at] = "h"
    return out


def trimmed(page: Labelled) -> Labelled:
    """Lines that the tagger took for the rest of a text, after its end, are a headline."""
    for at in range(len(page.paragraphs), 0, -1):
        last, placed = at == len(page.paragraphs), any(piece.place == at for piece in page.pieces)
        paragraph = page.paragraphs[at - 1]
        if paragraph.signature or not (last or placed or page.paragraphs[at].odds > 0):
            continue
        before = page.paragraphs[at - 2].lines[-1:] if at > 1 and paragraph.odds < 0 else []
        bare = not (paragraph.over or paragraph.bylines)
        if count := beyond((before if bare else []) + paragraph.lines):
            _moved(page, paragraph.lines[-count:], at)
            del paragraph.lines[-count:]
        if not paragraph.lines:
            del page.paragraphs[at - 1]
            for piece in page.pieces:
                piece.place -= piece.place >= at
    return page


def _moved(page: Labelled, lines: Sequence[Line], place: int) -> None:
    """Make a headline of lines; what follows it in its place may go on with it."""
    first = sum(piece.place < place for piece in page.pieces)
    made = [Piece(line, "h" if k else "H", 0.0 if k else math.inf, place) for k, line in enumerate(lines)]
    follows = page.pieces[first : first + 1]
    if follows and follows[0].place == place:
        follows[0].odds = float(seam_odds([lines[-1].text, follows[0].line.text])["fresh"][1])
    page.pieces[first:first] = made
    if place < len(page.paragraphs):
        page.paragraphs[place].odds = math.inf


def promoted(page: Labelled) -> Labelled:
    """Turn paragraphs and crossheads that are headlines into pieces; the paragraph after each opens a text."""
    rows = [(k, over) for k, p in enumerate(page.paragraphs) for over in (True, False) if p.over or not over]
    parts = [page.paragraphs[k].over if over else page.paragraphs[k].lines for k, over in rows]
    starts = [not over and page.paragraphs[k].odds > 0 for k, over in rows]
    for at, over in reversed([rows[k] for k in hidden(parts, starts)]):
        if over:
            lines, page.paragraphs[at].over = page.paragraphs[at].over, []
            _moved(page, lines, at)
        else:
            _promote(page, at)
    return page


def _promote(page: Labelled, at: int) -> None:
    """Make a headline of a paragraph."""
    gone = page.paragraphs.pop(at)
    last = at == len(page.paragraphs)
    lines = gone.over + gone.lines if last else gone.lines
    if not last:
        page.paragraphs[at].odds = math.inf
        page.paragraphs[at].over = gone.over + page.paragraphs[at].over
        page.paragraphs[at].bylines += gone.bylines + gone.signature
    before = sum(piece.place <= at for piece in page.pieces)
    for piece in page.pieces[before:]:
        piece.place -= 1
    made = [Piece(line, "h" if k else "H", 0.0 if k else math.inf, at) for k, line in enumerate(lines)]
    if last:
        made[-1].bylines += gone.bylines + gone.signature
    page.pieces[before:before] = made


def dated(page: Labelled) -> Labelled:
    """Let a text go on after a dateline, and reporters in brackets, that fill a paragraph of their own."""
    placed = {piece.place for piece in page.pieces}
    for at in range(len(page.paragraphs) - 1, 0, -1):
        before, paragraph = page.paragraphs[at - 1], page.paragraphs[at]
        if paragraph.over or paragraph.bylines or at in placed or pat.ended(before.lines[-1].text):
            continue
        text = running(before.lines)
        head = pat.DATELINE.match(text)
        if not head or pat.INLINE_BYLINE.sub("", text[head.end() :]).strip():
            continue
        before.lines += paragraph.lines
        before.signature += paragraph.signature
        del page.paragraphs[at]
        for piece in page.pieces:
            piece.place -= piece.place > at
    return page


def closed(page: Labelled) -> Labelled:
    """A credit makes a caption of the paragraphs it closes; after a credit or signature a text starts."""
    signed = [[line.text for line in p.signature] or [joined(p.lines)] for p in page.paragraphs]
    credited = [any(pat.is_credit(text) for text in texts) for texts in signed]
    said = [running([*p.lines, *p.signature]) for p in page.paragraphs] if any(credited) else []
    for at, paragraph in enumerate(page.paragraphs):
        if credited[at]:
            _caption(page.paragraphs, said, at)
        if credited[at] or paragraph.signature or pat.signed(signed[at][-1]):
            for following in page.paragraphs[at + 1 : at + 2]:
                following.odds = max(following.odds, CLOSED)
    return page


def _caption(paragraphs: Sequence[Paragraph], said: Sequence[str], at: int) -> None:
    """Make a caption of the paragraphs that end with `at`; `said` is what they say, signatures included."""
    first = caption_start(said, [p.odds for p in paragraphs], at)
    paragraphs[first].photo = True
    paragraphs[first].odds = max(paragraphs[first].odds, CLOSED)
    for paragraph in paragraphs[first + 1 : at + 1]:
        paragraph.odds = min(paragraph.odds, -CLOSED)
