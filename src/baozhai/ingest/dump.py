"""A page dump without positions → bodies, their headlines, furniture."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from baozhai.errors import InputError
from baozhai.ingest import patterns as pat
from baozhai.ingest.mend import mend, shuffled
from baozhai.ingest.parts import Body, Head, PageCut
from baozhai.ingest.promote import hidden
from baozhai.ingest.reconcile import Decision, Page, reconcile
from baozhai.ingest.reflow import Line, joined, width
from baozhai.ingest.signals import words_across
from baozhai.ingest.tagger import Tags, tag

#: Log-odds that a blank inside a headline line parts two headlines; chosen on drawn pages.
INSIDE = -5.0
#: Least log-odds of a text start after a credit or signature, and of a caption.
CLOSED = 3.0
#: Log-odds of a headline start right after a kicker or at a subtitle.
GLUED = -2.0


@dataclass
class Paragraph:
    """Lines of a paragraph, the crosshead and byline lines over it, signature lines after it."""

    lines: list[Line]
    odds: float
    photo: bool = False
    over: list[Line] = field(default_factory=list)
    bylines: list[Line] = field(default_factory=list)
    signature: list[Line] = field(default_factory=list)


@dataclass
class Piece:
    """A stretch of a headline line: role (`K`, `H`, `h`, `S`), log-odds of a start, byline lines after it."""

    line: Line
    role: str
    odds: float
    place: int
    bylines: list[Line] = field(default_factory=list)


@dataclass
class _Page:
    """What the labels say: paragraphs, headline pieces, furniture; `fresh`: a headline was just read."""

    paragraphs: list[Paragraph] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    furniture: list[Line] = field(default_factory=list)
    over: list[Line] = field(default_factory=list)
    bylines: list[Line] = field(default_factory=list)
    fresh: bool = True


def cut_dump(lines: Sequence[Line], file: str = "") -> PageCut:
    """Cut the lines of one dump as the tagger labels them and bind the headlines by wording.

    Raises
    ------
    InputError
        Columns were read row by row, so that no text is whole.
    """
    lines = mend(lines)
    crossings = words_across(lines)
    if shuffled(crossings):
        raise InputError(
            f"{file or '输入'}：各栏文字是逐行交错导出的，文章已被打散，无法可靠还原。请改用原始 PDF，"
            "或按内容流顺序重新导出（如 pdftotext -raw）。"
        )
    if not lines:
        return PageCut()
    page = _closed(_promoted(_read(lines, tag(lines, crossings))))
    if not page.paragraphs:
        return PageCut([], {}, [Head([p.line], p.bylines) for p in page.pieces], page.furniture, lines)
    decision = reconcile(
        Page(
            [joined(p.lines) for p in page.paragraphs],
            [p.odds for p in page.paragraphs],
            [p.photo for p in page.paragraphs],
            [p.line.text for p in page.pieces],
            [p.odds for p in page.pieces],
            [p.place for p in page.pieces],
        )
    )
    return _assemble(page, decision, lines)


def _read(lines: list[Line], tags: Tags) -> _Page:
    """Sort the lines by their labels."""
    page = _Page()
    for at, (line, label) in enumerate(zip(lines, tags.labels, strict=True)):
        if label in "KHhSF" and _masthead(lines, at):
            page.furniture.append(line)
            continue
        if label == "F" and (pat.FURNITURE.match(line.text) or len(line.text) < 4):
            page.furniture.append(line)
        elif label == "F":  # a section's name, unless a text claims it
            _add_shy(page, line)
        elif label in "KHhSY":
            label = "Y" if pat.ROLE_LINE.match(line.text) or pat.BULLET_BYLINE.match(line.text) else label
            _add_head(page, line, label, tags, at)
        else:
            _add_text(page, line, label, tags, at)
    if page.over and page.paragraphs:  # a crosshead with nothing after it
        page.paragraphs[-1].lines += page.over
    elif page.over:
        page.pieces += [Piece(line, "H", math.inf, 0) for line in page.over]
    return page


def _masthead(lines: list[Line], at: int) -> bool:
    """A folio line, or the newspaper's name beside one."""
    near = lines[max(0, at - 3) : at] + lines[at + 1 : at + 4]
    folio = any(pat.FURNITURE.match(line.text) for line in near)
    return bool(pat.FURNITURE.match(lines[at].text) or (folio and pat.PAPER.match(lines[at].text)))


def _closed(page: _Page) -> _Page:
    """A credit makes a caption of the paragraphs it closes; after a credit or signature a text starts."""
    for at, paragraph in enumerate(page.paragraphs):
        texts = [line.text for line in paragraph.signature] or [joined(paragraph.lines)]
        credited = any(pat.is_credit(text) for text in texts)
        if credited:
            first = at
            while first and pat.CAPTION_LEAD.match(page.paragraphs[first].lines[0].text):
                first -= 1
            page.paragraphs[first].photo = True
            page.paragraphs[first].odds = max(page.paragraphs[first].odds, CLOSED)
        if at + 1 < len(page.paragraphs) and (credited or paragraph.signature or pat.signed(texts[-1])):
            page.paragraphs[at + 1].odds = max(page.paragraphs[at + 1].odds, CLOSED)
    return page


def _promoted(page: _Page) -> _Page:
    """Turn paragraphs that are headlines into pieces; the paragraph after each opens a text."""
    found = hidden([p.lines for p in page.paragraphs], [p.odds > 0 for p in page.paragraphs])
    for at in reversed(found):
        gone = page.paragraphs.pop(at)
        page.paragraphs[at].odds = math.inf
        page.paragraphs[at].over = gone.over + page.paragraphs[at].over
        page.paragraphs[at].bylines += gone.bylines + gone.signature
        before = sum(piece.place <= at for piece in page.pieces)
        for piece in page.pieces[before:]:
            piece.place -= 1
        made = [
            Piece(line, "h" if k else "H", 0.0 if k else math.inf, at) for k, line in enumerate(gone.lines)
        ]
        page.pieces[before:before] = made
    return page


def _add_text(page: _Page, line: Line, label: str, tags: Tags, at: int) -> None:
    border = float(tags.marginals["A"][at] + tags.marginals["Q"][at])
    if label == "X":
        page.over.append(line)
    elif label == "Z" and page.paragraphs and not page.over:
        page.paragraphs[-1].signature.append(line)
    elif label in "APQ" or page.over or not page.paragraphs or (page.fresh and label != "C"):
        odds = math.inf if page.fresh or not page.paragraphs else _odds(border)
        made = Paragraph([line], odds, tags.marginals["Q"][at] > tags.marginals["A"][at], page.over)
        made.bylines += page.bylines
        page.paragraphs.append(made)
        page.over, page.bylines, page.fresh = [], [], False
    else:
        page.paragraphs[-1].lines.append(line)


def _add_head(page: _Page, line: Line, label: str, tags: Tags, at: int) -> None:
    place = len(page.paragraphs)
    follows = page.fresh and page.pieces and page.pieces[-1].place == place
    page.fresh = True
    if label == "Y":  # a byline without a headline belongs to the text after it
        (page.pieces[-1].bylines if follows else page.bylines).append(line)
        return
    start = float(tags.marginals["H"][at] + tags.marginals["K"][at])
    odds = _odds(start) if follows else math.inf
    if follows and (label == "S" or (page.pieces[-1].role == "K" and label != "K")):
        odds = min(odds, GLUED)
    parts = line.text.split(" ")
    if len(parts) > 3 and max(map(len, parts)) <= 2:  # spaced out
        parts = ["".join(parts)]
    for k, text in enumerate(parts):
        piece = Line(line.number, text, width(text))
        page.pieces.append(Piece(piece, "h" if k else label, INSIDE if k else odds, place))


def _add_shy(page: _Page, line: Line) -> None:
    place = len(page.paragraphs)
    fresh = page.fresh
    page.pieces.append(Piece(line, "F", math.inf, place))
    page.fresh = fresh


def _odds(probability: float) -> float:
    return math.log((probability + 1e-3) / (1.0 - probability + 1e-3))


def _assemble(page: _Page, decision: Decision, lines: list[Line]) -> PageCut:
    ends = [*decision.texts[1:], len(page.paragraphs)]
    stops = [*decision.heads[1:], len(page.pieces)] if page.pieces else []
    for row, stop in enumerate(stops):
        _hand_over(page, decision, row, stop)
    bodies = [_body(page.paragraphs[a:b]) for a, b in zip(decision.texts, ends, strict=True)]
    heads = [_head(page.pieces[a:b]) for a, b in zip(decision.heads, stops, strict=True)]
    titled = {text: (heads[row], confidence) for row, (text, confidence) in decision.pairs.items()}
    loose = []
    for row, head in enumerate(heads):
        if row not in decision.pairs and page.pieces[decision.heads[row]].role == "F":
            page.furniture += head.printed
        elif row not in decision.pairs:
            loose.append(head)
    if page.bylines:
        loose.append(Head([], page.bylines))
    return PageCut(bodies, titled, loose, page.furniture, lines)


def _hand_over(page: _Page, decision: Decision, row: int, stop: int) -> None:
    """A byline between the headline of one text and another text belongs to the text after it."""
    last = page.pieces[stop - 1]
    final = stop == len(page.pieces) or page.pieces[stop].place != last.place
    if not last.bylines or not final or last.place not in decision.texts:
        return
    after = decision.texts.index(last.place)
    # A headline printed after its own text keeps its byline.
    if row not in decision.pairs or decision.pairs[row][0] not in (after - 1, after):
        page.paragraphs[last.place].bylines += last.bylines
        last.bylines = []


def _body(paragraphs: Sequence[Paragraph]) -> Body:
    sure = [_sigmoid(paragraphs[0].odds), *(_sigmoid(-p.odds) for p in paragraphs[1:])]
    body = Body(confidence=min(sure), pictured=paragraphs[0].photo)
    for k, paragraph in enumerate(paragraphs):
        body.crossheads += [(k, line) for line in _one_line(paragraph.over)]
        body.paras.append(paragraph.lines)
        for line in paragraph.bylines + paragraph.signature:
            (body.credit if pat.CREDIT.match(line.text) else body.signature).append(line)
    return body


def _sigmoid(odds: float) -> float:
    return 1.0 / (1.0 + math.exp(-max(min(odds, 30.0), -30.0)))


def _one_line(lines: Sequence[Line]) -> list[Line]:
    """Crosshead lines that follow one another are one crosshead."""
    text = "".join(line.text for line in lines)
    return [Line(lines[0].number, text, width(text))] if lines else []


def _head(pieces: Sequence[Piece]) -> Head:
    """Kicker, title and subtitle by their roles; pieces of one line are put together again."""
    head = Head([])
    titled = any(piece.role in "HhF" for piece in pieces)
    for piece in pieces:
        part = head.lines
        if titled and piece.role == "K":
            part = head.kicker
        elif titled and (piece.role == "S" or head.subtitle):
            part = head.subtitle
        if part and part[-1].number == piece.line.number:
            text = f"{part[-1].text} {piece.line.text}"
            part[-1] = Line(piece.line.number, text, width(text))
        else:
            part.append(piece.line)
        head.bylines += piece.bylines
    return head
