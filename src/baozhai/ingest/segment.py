"""A page dump → bodies, headline lines and furniture, from several weak signals together.

Signals of a border: a dateline, a signature or credit at the end of a paragraph, a change of
the line measure, a headline between two texts. A short display line inside one measure
without any other sign of a border is a crosshead.
"""

from __future__ import annotations

from baozhai.ingest import patterns as pat
from baozhai.ingest.parts import Body, Cut, Head, cut_body
from baozhai.ingest.reflow import SHORT, Line, joined, measure, paragraphs

#: Longest crosshead, in ems (press convention: about 14 characters).
CROSSHEAD_MAX = 14.5
#: Ems by which two measures must differ to be different columns; chosen on pages/dev.
MEASURE_STEP = 1.8


def _is_furniture(lines: list[Line], at: int) -> bool:
    text = lines[at].text
    if pat.FURNITURE.match(text):
        return True
    near = [lines[k].text for k in (at - 1, at + 1) if 0 <= k < len(lines)]
    edge = at < 6 or at >= len(lines) - 6
    return (
        edge
        and bool(pat.SECTION.match(text))
        and len(text) <= 8
        and any(pat.FURNITURE.match(t) for t in near)
    )


def _kind(lines: list[Line], at: int, kinds: list[str]) -> str:
    """`byline`, `credit`, `signature`, `display` or `body` for one line."""
    line = lines[at]
    after_body = at > 0 and kinds[-1] == "body"
    fresh = not after_body or pat.ended(lines[at - 1].text) or pat.signed(lines[at - 1].text)
    if fresh and (pat.BULLET_BYLINE.match(line.text) or pat.ROLE_LINE.match(line.text)):
        return "byline"
    if fresh and line.width < 16 and pat.CREDIT.match(line.text):
        return "credit"
    if fresh and pat.SIGNATURE_LINE.match(line.text) and (at == 0 or pat.ended(lines[at - 1].text)):
        return "signature" if kinds and kinds[-1] == "body" else "byline"
    if not fresh or (after_body and at + 1 < len(lines) and _keeps_column(lines, at)):
        return "body"
    return "display" if _is_display(lines, at) else "body"


def _is_display(lines: list[Line], at: int) -> bool:
    """Whether a line at a fresh place is a headline or crosshead and not the start of a paragraph."""
    line = lines[at]
    if pat.ended(line.text) or pat.DATELINE.match(line.text) or pat.CAPTION_LEAD.match(line.text):
        return False
    if pat.signed(line.text) or line.text[-1] in "，、；":
        return False
    if not _text_follows(lines, at):
        return True
    column = measure(lines, at + 1, back=0, ahead=4)
    following = lines[at + 1]
    if line.text.endswith("：") and following.width <= column - SHORT:
        return True
    marks = sum(c in "，。；、" for c in line.text)
    if "。" in line.text or ("，" in line.text and line.width >= 8):
        return False
    if line.width < column - 4.2:
        return True
    fresh_next = bool(
        pat.DATELINE.match(following.text)
        or pat.BULLET_BYLINE.match(following.text)
        or pat.ROLE_LINE.match(following.text)
        or column - 3.3 <= following.width <= column - SHORT
    )
    if marks == 0 and (fresh_next or line.width > column + 1.0):
        return True
    return marks == 0 and following.width < column - 3.2 and not pat.ended(following.text)


def _text_follows(lines: list[Line], at: int) -> bool:
    """Whether the line can open a text: an end mark comes before the next dateline, byline or page end."""
    for line in lines[at + 1 :]:
        if (
            pat.DATELINE.match(line.text)
            or pat.BULLET_BYLINE.match(line.text)
            or pat.ROLE_LINE.match(line.text)
        ):
            return False
        if "。" in line.text or pat.ended(line.text):  # a ？ inside a line may be a headline's
            return True
    return False


def _keeps_column(lines: list[Line], at: int) -> bool:
    """Whether line `at` and a full line after it go on in the column of the text before them.

    A headline or crosshead is followed by an indented line, so this can only be running text.
    """
    if at < 3:
        return False
    column, line, following = measure(lines, at - 1, back=6, ahead=0), lines[at], lines[at + 1]
    return -3.3 <= line.width - column <= 0.6 and abs(following.width - column) <= 0.8


def _kinds(lines: list[Line]) -> list[str]:
    kinds: list[str] = []
    for at in range(len(lines)):
        kinds.append(_kind(lines, at, kinds))
    return kinds


def cut_lines(lines: list[Line]) -> Cut:
    """Cut the lines of one page; every line lands in exactly one part or in the furniture."""
    marks = [_is_furniture(lines, at) for at in range(len(lines))]
    furniture = [line for line, mark in zip(lines, marks, strict=True) if mark]
    rest = [line for line, mark in zip(lines, marks, strict=True) if not mark]
    parts: list[Head | Body] = []
    run: list[Line] = []
    for line, kind in zip(rest, _kinds(rest), strict=True):
        if kind == "body":
            run.append(line)
            continue
        _flush(parts, run)
        run = []
        _place(parts, line, kind)
    _flush(parts, run)
    return Cut(_split_captions(_settle(parts)), furniture)


def _place(parts: list[Head | Body], line: Line, kind: str) -> None:
    last = parts[-1] if parts else None
    if kind == "display":
        if isinstance(last, Head) and not last.bylines:
            last.lines.append(line)
        else:
            parts.append(Head([line]))
    elif kind == "byline":
        if isinstance(last, Head):
            last.bylines.append(line)
        else:
            parts.append(Head([], [line]))
    elif isinstance(last, Body):
        (last.signature if kind == "signature" else last.credit).append(line)
    else:
        parts.append(Head([], [line]))


def _flush(parts: list[Head | Body], run: list[Line]) -> None:
    """Turn a run of body lines into one or more bodies, cut at datelines, signatures and measures."""
    if not run:
        return
    body = Body()
    column = 0.0
    for para in paragraphs(run):
        wide = _measure(para)
        changed = bool(column and wide and abs(wide - column) > MEASURE_STEP)
        dated = bool(pat.DATELINE.match(para[0].text))
        if body.paras and (dated or body.closed or changed):
            parts.append(body)
            body = Body(confidence=1.0 if dated or body.closed else 0.7)
            column = 0.0
        body.paras.append(para)
        column = wide or column
    parts.append(body)


def _settle(parts: list[Head | Body]) -> list[Head | Body]:
    """Decide for every head between two bodies whether it is a headline or a crosshead."""
    out: list[Head | Body] = []
    at = 0
    while at < len(parts):
        part = parts[at]
        left = out[-1] if out else None
        right = parts[at + 1] if at + 1 < len(parts) else None
        if (
            isinstance(part, Head)
            and isinstance(left, Body)
            and isinstance(right, Body)
            and _is_crosshead(part, left, right)
        ):
            _absorb(left, part, right)
            at += 2
            continue
        out.append(part)
        at += 1
    return out


def _absorb(left: Body, head: Head, right: Body) -> None:
    """Join two parts of one text with the crosshead between them."""
    offset = len(left.paras)
    left.crossheads.append((offset, head.lines[0]))
    left.crossheads += [(k + offset, line) for k, line in right.crossheads]
    left.paras += right.paras
    left.signature, left.credit = right.signature, right.credit


def _column(body: Body, *, tail: bool) -> float:
    wide = [w for w in map(_measure, body.paras) if w]
    return (wide[-1] if tail else wide[0]) if wide else 0.0


def _measure(para: list[Line]) -> float:
    """The measure of a paragraph: the median of its full lines, 0 when it has too few."""
    full = sorted(line.width for line in para[1:-1])
    return full[len(full) // 2] if full else 0.0


def _is_crosshead(head: Head, left: Body, right: Body) -> bool:
    if head.bylines or len(head.lines) != 1 or head.lines[0].width > CROSSHEAD_MAX or left.closed:
        return False
    if pat.DATELINE.match(right.paras[0][0].text):
        return False
    before, after = _column(left, tail=True), _column(right, tail=False)
    return not (before and after and abs(before - after) > MEASURE_STEP)


def _split_captions(parts: list[Head | Body]) -> list[Head | Body]:
    """A credit closes a caption, not the article before it: cut the caption's paragraphs off."""
    out: list[Head | Body] = []
    for part in parts:
        if not isinstance(part, Body) or not _credited(part) or len(part.paras) < 3:
            out.append(part)
            continue
        first = len(part.paras) - 1
        while first > 0 and pat.CAPTION_LEAD.match(part.paras[first][0].text):
            first -= 1
        if first == 0:
            out.append(part)
            continue
        out += cut_body(part, first)
    return out


def _credited(body: Body) -> bool:
    return bool(body.credit) or bool(body.paras and pat.TAIL_CREDIT.search(joined(body.paras[-1])))
