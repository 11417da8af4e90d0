"""A page dump without positions → bodies, their headlines, furniture."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from baozhai.errors import InputError
from baozhai.ingest import patterns as pat
from baozhai.ingest.gains import Page
from baozhai.ingest.imprint import mute
from baozhai.ingest.labelled import labelled
from baozhai.ingest.mend import crumbled, mend, shuffled
from baozhai.ingest.parts import Body, Head, PageCut
from baozhai.ingest.pieces import Labelled, Paragraph, Piece
from baozhai.ingest.reconcile import Decision, reconcile
from baozhai.ingest.reflow import Line, joined, running, width
from baozhai.ingest.signals import words_across
from baozhai.ingest.tagger import tag
from baozhai.text.sentences import balanced

#: How strongly the network and the wording speak for a title below its kicker.
UNDER, WORDED = 0.5, 0.3
#: How strongly, in log-odds, the tagger's labels of kickers and of subtitles speak for them, and the lack against.
KICKED, BARE, SUBTITLED = 3.0, 1.0, 6.0


def cut_dump(lines: Sequence[Line], file: str = "") -> PageCut:
    """Cut the lines of one dump as the tagger labels them and bind the headlines by wording.

    Raises
    ------
    InputError
        Columns were read row by row, or characters one by one, so that no text is whole.
    """
    if crumbled(lines):
        raise _lost(file, "几乎每行只有一两个字，原来的行和段落已经丢失", "换一种方式导出")
    lines = mend(lines)
    crossings = words_across(lines)
    if shuffled(crossings):
        raise _lost(file, "各栏文字是逐行交错导出的，文章已被打散", "按内容流顺序重新导出")
    if not lines:
        return PageCut()
    page = labelled(lines, tag(lines, crossings))
    if not page.paragraphs:
        return PageCut([], {}, [Head([p.line], p.bylines) for p in page.pieces], page.furniture, lines)
    decision = reconcile(
        Page(
            [joined(p.lines) for p in page.paragraphs],
            [p.odds for p in page.paragraphs],
            [p.photo for p in page.paragraphs],
            [p.line.text for p in page.pieces],
            [p.role != "F" for p in page.pieces],
            [p.odds for p in page.pieces],
            [p.place for p in page.pieces],
        )
    )
    return _assemble(page, decision, lines)


def _lost(file: str, what: str, way: str) -> InputError:
    return InputError(
        f"{file or '输入'}：{what}，无法可靠还原。请改用原始 PDF，或{way}（如 pdftotext -raw）。"
    )


def _assemble(page: Labelled, decision: Decision, lines: list[Line]) -> PageCut:
    ends = [*decision.texts[1:], len(page.paragraphs)]
    stops = [*decision.heads[1:], len(page.pieces)] if page.pieces else []
    texts = [page.paragraphs[a:b] for a, b in zip(decision.texts, ends, strict=True)]
    signed = [_signed(text) for text in texts]
    for row, stop in enumerate(stops):
        _hand_over(page, decision, row, stop, signed)
    placed = {piece.place for piece in page.pieces}
    _settle(texts, signed, [start in placed for start in decision.texts])
    for row, (col, _) in decision.pairs.items():
        _name(page.pieces[decision.heads[row] : stops[row]], texts[col])
    bodies = [_body(text) for text in texts]
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
    return PageCut(bodies, titled, loose, page.furniture, lines, mute=mute(lines, page.furniture))


def _signed(text: Sequence[Paragraph]) -> bool:
    """Whether a text says in its first or its last paragraph whose it is, or is a caption."""
    first, last = running(text[0].lines), running(text[-1].lines)
    head = pat.DATELINE.match(first)
    rest = first[head.end() :] if head else first
    inline = pat.byline_at_start(rest, dated=head is not None)
    return bool(text[0].photo or inline or pat.signed(last))


def _hand_over(page: Labelled, decision: Decision, row: int, stop: int, signed: Sequence[bool]) -> None:
    """A byline between the headline of one text and another text belongs to the text after it, if that has none."""
    last = page.pieces[stop - 1]
    final = stop == len(page.pieces) or page.pieces[stop].place != last.place
    if not last.bylines or not final or last.place not in decision.texts:
        return
    after = decision.texts.index(last.place)
    # A headline printed after its own text keeps its byline.
    if not signed[after] and (row not in decision.pairs or decision.pairs[row][0] not in (after - 1, after)):
        page.paragraphs[last.place].bylines += last.bylines
        last.bylines = []


def _settle(texts: Sequence[Sequence[Paragraph]], signed: Sequence[bool], parted: Sequence[bool]) -> None:
    """Names between two texts, of which one is signed without them, belong to the other.

    `parted`: whether a headline stands before each text.
    """
    for k in range(1, len(texts)):
        last, first = texts[k - 1][-1], texts[k][0]
        if parted[k]:
            continue
        if first.bylines and signed[k] and not (signed[k - 1] or last.signature):
            last.signature, first.bylines = first.bylines, []
        elif not (signed[k] or first.bylines) and signed[k - 1] and _extra(last.signature):
            first.bylines.append(last.signature.pop())


def _name(pieces: Sequence[Piece], text: Sequence[Paragraph]) -> None:
    """Take the name of a column, whose word the text does not say, out of the title at its start or at its end."""
    if len(pieces) < 2:
        return
    said = "".join(joined(paragraph.lines) for paragraph in text)
    for piece, role in ((pieces[0], "K"), (pieces[-1], "S")):
        found = pat.COLUMN.match(piece.line.text) if piece.role in "Hh" else None
        if found and (found[1] or found[2]) not in said:
            piece.role = role


def _extra(signature: Sequence[Line]) -> bool:
    """Whether a signature ends in names that are no photographer's."""
    return bool(signature) and not pat.is_credit(signature[-1].text)


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


def _roles(pieces: Sequence[Piece]) -> list[str]:
    """The roles, where the wording does not speak against them.

    A headline of one line that reads like a kicker, over a subtitle without a dash, is a kicker; a kicker that leaves
    a bracket open is the first line of the headline.
    """
    roles = [piece.role for piece in pieces]
    texts = [piece.line.text for piece in pieces]
    plain = roles[:2] == ["H", "S"] and not pat.SUBTITLE.match(texts[1])
    if plain and pieces[0].kicker > 0:
        return ["K", *("H" if role == "S" else role for role in roles[1:])]
    if "F" not in roles:
        roles = _read_roles(pieces)
    if "K" in roles and not balanced("".join(t for t, role in zip(texts, roles, strict=True) if role == "K")):
        return ["H" if role == "K" else role for role in roles]
    return roles


def _read_roles(pieces: Sequence[Piece]) -> list[str]:
    """The roles as the lines read, which the tagger's speak for or against."""
    roles, count = [piece.role for piece in pieces], len(pieces)
    kicker = np.array([piece.kicker for piece in pieces])
    under = [
        UNDER * pieces[k].under
        + WORDED * (kicker[:k].mean() - kicker[k])
        + (KICKED if roles[k - 1] == "K" != roles[k] else -BARE)
        for k in range(1, count)
    ]
    title = 1 + int(np.argmax(under)) if under and max(under) > 0 else 0
    sub = [
        pieces[k].sub + (SUBTITLED if roles[k] == "S" != roles[k - 1] else -SUBTITLED)
        for k in range(title + 1, count)
    ]
    end = title + 1 + int(np.argmax(sub)) if sub and max(sub) > 0 else count
    return ["K"] * title + ["H"] * (end - title) + ["S"] * (count - end)


def _head(pieces: Sequence[Piece]) -> Head:
    """Kicker, title and subtitle by their roles; pieces of one line are put together again."""
    head = Head([])
    roles = _roles(pieces)
    titled = any(role in "HhF" for role in roles)
    for piece, role in zip(pieces, roles, strict=True):
        part = head.lines
        if titled and role == "K":
            part = head.kicker
        elif titled and (role == "S" or head.subtitle):
            part = head.subtitle
        if part and part[-1].number == piece.line.number:
            text = f"{part[-1].text} {piece.line.text}"
            part[-1] = Line(piece.line.number, text, width(text))
        else:
            part.append(piece.line)
        head.bylines += piece.bylines
    return head
