"""A page dump without positions → bodies, their headlines, furniture."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from baozhai.errors import InputError
from baozhai.ingest import patterns as pat
from baozhai.ingest.headlines import LEAST, NEXT, SWITCH, BodyIndex, assign, best_split, group_lines
from baozhai.ingest.mend import mend, shuffled
from baozhai.ingest.parts import Body, Head, PageCut, cut_body
from baozhai.ingest.reflow import Line, joined, width
from baozhai.ingest.tagger import Tags, tag

#: Extra cost of parting two headlines at a blank inside one line; chosen on generated pages.
INSIDE = 1.5
#: Bonus for the body printed right before a headline.
BEFORE = 0.8


@dataclass
class Piece:
    """A stretch of a headline line: its role (`K`, `H`, `h`, `S`) and the cost of starting anew at it."""

    line: Line
    role: str
    cost: float


@dataclass
class Run:
    """Headline lines between two texts, and the byline lines with the number of pieces before each."""

    pieces: list[Piece] = field(default_factory=list)
    bylines: list[tuple[int, Line]] = field(default_factory=list)


def cut_dump(lines: Sequence[Line]) -> PageCut:
    """Cut the lines of one dump as the tagger labels them and bind the headlines by wording.

    Raises
    ------
    InputError
        Columns were read row by row, so that no text is whole.
    """
    lines = mend(lines)
    if shuffled(lines):
        raise InputError(
            "各栏文字是逐行交错导出的，文章已被打散，无法可靠还原。请改用原始 PDF，"
            "或按内容流顺序重新导出（如 pdftotext -raw）。"
        )
    if not lines:
        return PageCut()
    parts, furniture = _parts(lines, tag(lines))
    bodies = [part for part in parts if isinstance(part, Body)]
    titled, loose = _headlines(parts, bodies)
    while loose and bodies and (place := _another_border(titled, loose, bodies)):
        at = next(k for k, part in enumerate(parts) if part is bodies[place[0]])
        parts[at : at + 1] = cut_body(bodies[place[0]], place[1])
        bodies = [part for part in parts if isinstance(part, Body)]
        titled, loose = _headlines(parts, bodies)
    return PageCut(bodies, titled, loose, furniture, lines)


def _parts(lines: Sequence[Line], tags: Tags) -> tuple[list[Body | Run], list[Line]]:
    """Bodies and headline runs in the order of the dump, and the furniture."""
    parts: list[Body | Run] = []
    furniture: list[Line] = []
    border = tags.marginals["A"] + tags.marginals["Q"]
    for at, (line, label) in enumerate(zip(lines, tags.labels, strict=True)):
        last = parts[-1] if parts else None
        if label == "F":
            furniture.append(line)
        elif label in "KHhSY":
            if not isinstance(last, Run):
                last = Run()
                parts.append(last)
            _add_head(last, line, label, tags, at)
        else:
            if label in "AQ" or not isinstance(last, Body):
                last = Body(confidence=float(border[at]), pictured=label == "Q")
                parts.append(last)
            elif label == "P":
                last.confidence = min(last.confidence, 1.0 - float(border[at]))
            _add_text(last, line, label)
    return _bylines(parts), furniture


def _add_text(body: Body, line: Line, label: str) -> None:
    if label == "X":
        body.crossheads.append((len(body.paras), line))
    elif label == "Z":
        (body.credit if pat.CREDIT.match(line.text) else body.signature).append(line)
    elif label in "APQ" or not body.paras:
        body.paras.append([line])
    else:
        body.paras[-1].append(line)


def _add_head(run: Run, line: Line, label: str, tags: Tags, at: int) -> None:
    if label == "Y":
        run.bylines.append((len(run.pieces), line))
        return
    start = float(tags.marginals["H"][at] + tags.marginals["K"][at])
    cost = SWITCH - math.log((start + 1e-3) / (1.0 - start + 1e-3))
    if label == "S" or (run.pieces and run.pieces[-1].role == "K" and label != "K"):
        cost = math.inf
    for k, text in enumerate(line.text.split(" ")):
        role = label if k == 0 else "h"
        run.pieces.append(Piece(Line(line.number, text, width(text)), role, SWITCH + INSIDE if k else cost))


def _bylines(parts: list[Body | Run]) -> list[Body | Run]:
    """A run of bylines only belongs to the text after it (or before it at the end of the page)."""
    out: list[Body | Run] = []
    for at, part in enumerate(parts):
        if isinstance(part, Run) and not part.pieces:
            after = parts[at + 1] if at + 1 < len(parts) else None
            owner = after if isinstance(after, Body) else out[-1] if out else None
            if isinstance(owner, Body):
                owner.signature += [line for _, line in part.bylines]
                continue
        out.append(part)
    return out


def _headlines(
    parts: Sequence[Body | Run], bodies: Sequence[Body]
) -> tuple[dict[int, tuple[Head, float]], list[Head]]:
    """Body index → (headline, confidence), and the heads no body could take."""
    index = BodyIndex(["".join(joined(p) for p in body.paras) for body in bodies])
    places = {id(body): k for k, body in enumerate(bodies)}
    heads: list[Head] = []
    bonus: list[tuple[int, int, float]] = []
    for at, part in enumerate(parts):
        if not isinstance(part, Run):
            continue
        groups = _groups(part, index)
        if at + 1 < len(parts):
            target = places[id(parts[at + 1])]
            gain = NEXT + (LEAST if not bodies[target].pictured else 0.0)
            bonus.append((len(heads) + len(groups) - 1, target, gain))
        if at and not bodies[places[id(parts[at - 1])]].pictured:
            bonus.append((len(heads), places[id(parts[at - 1])], BEFORE))
        heads += groups
    scores = index.affinity([_wording(head) for head in heads])
    for row, col, gain in bonus:
        scores[row, col] += gain
    scores[:, [k for k, body in enumerate(bodies) if body.pictured or body.credit]] *= 0.3
    found = assign(scores)
    titled = {body: (heads[row], confidence) for row, (body, confidence) in found.items()}
    return titled, [head for row, head in enumerate(heads) if row not in found]


def _wording(head: Head) -> str:
    return "".join(line.text for line in head.kicker + head.lines + head.subtitle)


def _groups(run: Run, index: BodyIndex) -> list[Head]:
    """The headlines of a run, bylines with the headline they follow."""
    if not run.pieces:
        return [Head([], [line for _, line in run.bylines])]
    scores = index.affinity([piece.line.text for piece in run.pieces])
    rows = group_lines(scores, [piece.cost for piece in run.pieces])
    heads = [_head([run.pieces[k] for k in group]) for group in rows]
    ends = np.cumsum([len(group) for group in rows])
    for before, line in run.bylines:
        heads[int(np.searchsorted(ends, max(before, 1)))].bylines.append(line)
    return heads


def _head(pieces: Sequence[Piece]) -> Head:
    """Kicker, title and subtitle by their roles; pieces of one line are put together again."""
    head = Head([])
    titled = any(piece.role in "Hh" for piece in pieces)
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
    return head


def _another_border(
    titled: dict[int, tuple[Head, float]], loose: list[Head], bodies: list[Body]
) -> tuple[int, int] | None:
    """A border the lines did not show, found by a headline that is left over."""
    heads = [_wording(head) for head in loose if head.lines]
    owners = [_wording(titled[k][0]) if k in titled else "" for k in range(len(bodies))]
    return best_split(heads, owners, [[joined(p) for p in body.paras] for body in bodies])
