"""A text → its paragraphs, crossheads, signature and credit."""

from __future__ import annotations

from collections.abc import Sequence

from baozhai.ingest import patterns as pat
from baozhai.ingest.frames import INDENT, SHORT, Column
from baozhai.ingest.layout import TextLine
from baozhai.ingest.parts import Body
from baozhai.ingest.reflow import Line, width
from baozhai.ingest.texts import Text


def as_line(line: TextLine, numbers: dict[int, int]) -> Line:
    """A printed line with its number."""
    return Line(numbers[id(line)], line.text, width(line.text))


def body_of(text: Text, numbers: dict[int, int]) -> Body:
    """Paragraphs of a text by first-line indents, crossheads and a closing credit taken out."""
    body = Body(pictured=text.rows[0][1].pictured)
    styled_before = False
    for at, (line, _) in enumerate(text.rows):
        styled = text.styled[at] and at + 1 < len(text.rows)
        plain = as_line(line, numbers)
        if styled:
            _add_crosshead(body, plain, styled_before)
        elif not body.paras or styled_before or _opens(text.rows, at):
            body.paras.append([plain])
        else:
            body.paras[-1].append(plain)
        styled_before = styled
    _close(body, {numbers[id(line)] for line, col in text.rows if col.aside(line)})
    return body


def _add_crosshead(body: Body, line: Line, goes_on: bool) -> None:
    if goes_on and body.crossheads:
        at, before = body.crossheads[-1]
        body.crossheads[-1] = (at, Line(before.number, before.text + line.text, before.width + line.width))
    else:
        body.crossheads.append((len(body.paras), line))


def _opens(rows: Sequence[tuple[TextLine, Column]], at: int) -> bool:
    """Whether a line opens a paragraph: it is set in, or the line before it falls short."""
    (line, col), (last, before) = rows[at], rows[at - 1]
    if _in_brackets(last.text) or _dated(rows[:at]):
        return False
    if line.x0 - col.left >= INDENT * line.size:
        return True
    short = last.x1 < before.right - SHORT * last.size
    return short and pat.ended(last.text)


def _dated(rows: Sequence[tuple[TextLine, Column]]) -> bool:
    """Whether the lines so far are a dateline and no more: the blank after it may open the next line."""
    text = "".join(line.text for line, _ in rows[:2])
    found = pat.DATELINE.match(text + " ") if len(rows) < 3 else None
    return bool(found and found.end() == len(text))


def _in_brackets(text: str) -> bool:
    """Whether a line ends inside brackets it opened."""
    return text.count("（") > text.count("）")


def _close(body: Body, aside: set[int]) -> None:
    """Last lines of their own that name people are the signature or credit; the names may run over a line end."""
    while len(body.paras) > 1:
        kept = list(body.paras)
        lines: list[Line] = []
        while len(kept) > 1 and len(lines) < 2 and len(kept[-1]) + len(lines) <= 2:
            lines = kept.pop() + lines
        for first in range(len(lines)):
            line = _as_one(lines[first:])
            named = _signature(line.text) or (line.number in aside and pat.NAME_ALONE.match(line.text))
            part = body.credit if _credit(line.text) else body.signature if named else None
            whole = first == 0 or first == len(lines) - len(body.paras[-1])
            if part is not None and whole:
                break
        else:
            return
        part.insert(0, line)
        body.paras = kept if first == 0 else body.paras[:-1]


def _as_one(lines: Sequence[Line]) -> Line:
    return Line(lines[0].number, " ".join(line.text for line in lines), sum(line.width for line in lines))


def _credit(text: str) -> bool:
    return bool(pat.CREDIT.match(text) or pat.CLOSING_CREDIT.match(text))


def _signature(text: str) -> bool:
    rules = (pat.SIGNATURE_LINE, pat.ROLE_LINE, pat.BRACKETED_LINE)
    return any(rule.match(text) for rule in rules)
