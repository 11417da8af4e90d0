"""Dumps that fall apart: lines broken at squeezed marks and bylines of two lines are joined, shuffled columns recognized."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from baozhai.ingest import patterns as pat
from baozhai.ingest.reflow import Line, width
from baozhai.ingest.wording import log_odds
from baozhai.text.han import is_han

#: Share of short lines that close with a comma from which a dump counts as broken at its marks
#: (0 on every whole dump of pages/dev and the starter issues, 0.015 and more on broken ones).
BROKEN = 0.01
#: Room in ems for a line to be as wide as its column.
SLACK = 0.9
SQUEEZED = 0.4
#: Characters of a line after an end mark that may be a headline, and the log-odds that its wording is one.
LONG, TITLE = 5, -1.0
_ALONE = (pat.BULLET_BYLINE, pat.ROLE_LINE, pat.SIGNATURE_LINE, pat.CREDIT, pat.DATELINE)
#: Most characters of names that a line had no room for.
NAMES = 16
#: A byline whose bracket closes in the next line, the rest of it, and one after a bullet.
_OPEN_BYLINE = re.compile(rf"^[（(]\s*{pat.ROLE.pattern}[^（）()]*$")
_CLOSES = re.compile(r"^[\u4e00-\u9fff \u3000、]{1,12}[）)]$")
_BULLETED = re.compile(
    rf"^[▶►■◆□●◎○△▲◇]\s*{pat.ROLE.pattern}|^{pat.ROLE.pattern} .{{2,12}} {pat.ROLE.pattern}$"
)
_AFTER = "，。、；：？！”’》）】"
_BEFORE = "“‘《（【"
#: A dump whose line ends cut fewer words than this is not in reading order: 0.27 to 0.58 on dumps in
#: stream order (pages/dev, starter issues), 0.02 to 0.23 where columns are read row by row.
SHUFFLED = 0.25
#: Line ends between ideographs needed to tell.
ENOUGH = 30
#: A dump with this share of lines of one or two characters, of those with ideographs, has lost its lines
#: (0.2 at most on drawn dumps).
CRUMBS, ENOUGH_LINES = 0.6, 60
#: A stretch of this many line ends with less than this share is shuffled even in a dump that is not
#: (0.13 and more on drawn dumps in stream order, 0.10 and less on half-shuffled ones of pages/dev).
STRETCH, STRETCH_SHARE = 60, 0.115


def mend(lines: Sequence[Line]) -> list[Line]:
    """Join the pieces of lines that an extractor broke at squeezed marks (pdftotext -raw), and bylines of two lines."""
    if not lines:
        return []
    lines = _signed(_upright(list(lines)))
    widths = sorted(line.width for line in lines)
    usual = widths[int(0.7 * len(widths))]
    short = sum(line.width < 0.6 * usual and line.text[-1] in "，、" for line in lines)
    if short <= BROKEN * len(lines):
        return lines
    halves = [round(2 * line.width) / 2 if line.width > 8 else 0.0 for line in lines]
    out: list[Line] = []
    at = 0
    while at < len(lines):
        count = _pieces(lines, at, _column(halves, at))
        text = "".join(line.text for line in lines[at : at + count])
        out.append(Line(lines[at].number, text, width(text)))
        at += count
    return out


def _upright(lines: list[Line]) -> list[Line]:
    """Join single characters on lines of their own: a headline that was set vertically."""
    if all(len(line.text) > 1 for line in lines):
        return lines
    out: list[Line] = []
    count = 0
    for at, line in enumerate(lines):
        single = len(line.text) == 1
        run = single and any(len(k.text) == 1 for k in lines[max(0, at - 1) : at] + lines[at + 1 : at + 2])
        count = count + 1 if run else 0
        if count > 1:
            text = out[-1].text + line.text
            out[-1] = Line(out[-1].number, text, width(text))
        else:
            out.append(line)
    return out


def _signed(lines: list[Line]) -> list[Line]:
    """Join a byline with the names that its line had no room for."""
    out = lines[:1]
    for line in lines[1:]:
        before = out[-1].text
        if len(line.text) > NAMES:
            out.append(line)
            continue
        if _OPEN_BYLINE.match(before) and _CLOSES.match(line.text):
            text = before + line.text
        elif pat.SIGNATURE_LINE.match(line.text) and (pat.ROLE_LINE.match(before) or _BULLETED.match(before)):
            text = f"{before} {line.text}"
        else:
            out.append(line)
            continue
        out[-1] = Line(out[-1].number, text, width(text))
    return out


def _column(halves: Sequence[float], at: int) -> float:
    """The commonest width of the whole lines near a line, given to the half em."""
    near = Counter(halves[max(0, at - 12) : at + 13])
    del near[0.0]
    often = near.get
    return max(
        near, key=lambda w: (near[w] + 0.5 * often(w - 0.5, 0) + 0.5 * often(w + 0.5, 0), w), default=0.0
    )


def _pieces(lines: Sequence[Line], at: int, column: float) -> int:
    """How many lines from `at` on make one printed line."""
    total, count, best = lines[at].width, 1, 1
    while at + count < len(lines):
        last, following = lines[at + count - 1], lines[at + count]
        total += following.width
        # Every break is at a mark that was squeezed, so the printed line was shorter than its parts.
        limit = column + SLACK + SQUEEZED * count
        if not (last.text[-1] in _AFTER or following.text[0] in _BEFORE) or total > limit:
            break
        if _apart(last.text, following.text):
            break
        count += 1
        whole = total > column - SLACK and abs(following.width - column + 2) > SLACK
        if last.text[-1] not in "。？！" or whole:
            best = count
    return best


def _apart(last: str, following: str) -> bool:
    """A credit ends a line; after an end mark a byline, a dateline or a headline opens one."""
    if last[-1] in "）摄" and pat.CREDIT.match(last):
        return True
    if not (pat.ended(last) or pat.signed(last)):
        return False
    return any(rule.match(following) for rule in _ALONE) or _headed(following)


def _headed(text: str) -> bool:
    """Whether a line reads like a headline."""
    return (
        len(text) >= LONG and not pat.ended(text) and float(log_odds([text], ["title"])["title"][0]) > TITLE
    )


def crumbled(lines: Sequence[Line]) -> bool:
    """Whether nearly every ideograph has a line of its own: what a line and a paragraph was is lost."""
    sizes = [len(line.text) for line in lines if any(map(is_han, line.text))]  # a table has lines of digits
    return len(sizes) >= ENOUGH_LINES and sum(size < 3 for size in sizes) > CRUMBS * len(sizes)


def shuffled(crossings: Sequence[str]) -> bool:
    """Whether columns were read row by row: the line ends of running text cut words in two, others do not."""
    cuts = [mark == "yes" for mark in crossings if mark != "-"]
    if len(cuts) < ENOUGH:
        return False
    if sum(cuts) < SHUFFLED * len(cuts):
        return True
    stretches = range(0, len(cuts) - STRETCH + 1, 5)
    return any(sum(cuts[k : k + STRETCH]) < STRETCH_SHARE * STRETCH for k in stretches)
