"""A page dump without positions → bodies, their headlines, furniture."""

from __future__ import annotations

from collections.abc import Sequence

from baozhai.ingest.headlines import LEAST, NEXT, BodyIndex, assign, best_split, group_lines
from baozhai.ingest.parts import Body, Cut, Head, PageCut, cut_body
from baozhai.ingest.reflow import Line, joined
from baozhai.ingest.segment import cut_lines


def cut_dump(lines: Sequence[Line]) -> PageCut:
    """Cut the lines of one dump by several weak signals and bind the headlines by wording."""
    cut = cut_lines(list(lines))
    bodies = [part for part in cut.parts if isinstance(part, Body)]
    titled, loose = _headlines(cut, bodies)
    while loose and bodies and (place := _another_border(titled, loose, bodies)):
        bodies = _cut_at(cut, bodies, place)
        titled, loose = _headlines(cut, bodies)
    return PageCut(bodies, titled, loose, cut.furniture, list(lines))


def _another_border(
    titled: dict[int, tuple[Head, float]], loose: list[Head], bodies: list[Body]
) -> tuple[int, int] | None:
    """A border the layout did not show, found by a headline that is left over."""
    heads = [_wording(head) for head in loose if head.lines]
    owners = [_wording(titled[k][0]) if k in titled else "" for k in range(len(bodies))]
    return best_split(heads, owners, [[joined(p) for p in body.paras] for body in bodies])


def _cut_at(cut: Cut, bodies: list[Body], place: tuple[int, int]) -> list[Body]:
    body = bodies[place[0]]
    at = next(k for k, part in enumerate(cut.parts) if part is body)
    cut.parts[at : at + 1] = cut_body(body, place[1])
    return [part for part in cut.parts if isinstance(part, Body)]


def _wording(head: Head) -> str:
    return "".join(line.text for line in head.lines)


def _headlines(cut: Cut, bodies: list[Body]) -> tuple[dict[int, tuple[Head, float]], list[Head]]:
    """Body index → (headline, confidence), and the heads no body could take."""
    index = BodyIndex(["".join(joined(p) for p in body.paras) for body in bodies])
    places = {id(body): k for k, body in enumerate(bodies)}
    heads: list[Head] = []
    bonus: list[int] = []
    for at, part in enumerate(cut.parts):
        if not isinstance(part, Head):
            continue
        following = cut.parts[at + 1] if at + 1 < len(cut.parts) else None
        target = places.get(id(following), -1)
        groups = _groups(part, index, target)
        heads += groups
        bonus += [-1] * (len(groups) - 1) + [target]
    scores = index.affinity([_wording(head) for head in heads])
    for row, target in enumerate(bonus):
        if target >= 0:
            scores[row, target] += NEXT + (LEAST if not bodies[target].credit else 0.0)
    scores[:, [k for k, body in enumerate(bodies) if body.credit]] *= 0.3
    found = assign(scores)
    titled = {body: (heads[row], confidence) for row, (body, confidence) in found.items()}
    loose = [head for row, head in enumerate(heads) if row not in found]
    return titled, loose


def _groups(part: Head, index: BodyIndex, target: int) -> list[Head]:
    if not part.lines:
        return [part]
    scores = index.affinity([line.text for line in part.lines])
    if target >= 0:
        scores[-1, target] += NEXT
    glued = [k > 0 and part.lines[k - 1].text.endswith("：") for k in range(len(part.lines))]
    groups = [Head([part.lines[k] for k in rows]) for rows in group_lines(scores, glued)]
    groups[-1].bylines = part.bylines
    return groups
