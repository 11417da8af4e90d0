"""Weak signals of every line of a dump: its shape, wording, and how it goes on from the lines around it.

Every signal is a short name such as `gap=2`; the tagger learned a weight for each of them.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from baozhai.ingest import patterns as pat
from baozhai.ingest.cohesion import shift_odds
from baozhai.ingest.echoes import echoes
from baozhai.ingest.reflow import Line
from baozhai.ingest.wording import log_odds
from baozhai.text.words import cut

#: Lines that tell the measure of a column.
NEAR = 6

_WIDTHS = (4.0, 7.0, 10.0, 13.0, 16.0, 19.0, 24.0, 32.0)
_GAPS = (-8.0, -4.2, -2.7, -1.4, -0.6, 0.6, 1.4, 4.0)
_STEPS = (-6.0, -1.8, -0.7, 0.7, 1.8, 6.0)
_SHARES = (0.05, 0.15, 0.25, 0.4, 0.6, 0.8)
_NEARER = (0.02, 0.06, 0.12, 0.25, 0.5)
_ODDS = (-5.0, -3.0, -1.5, -0.5, 0.5, 1.5, 3.0, 5.0)

_ECHOES = {"echo=": "anywhere", "best=": "best", "pair=": "pair"}

_RULES = {
    "dateline": pat.DATELINE,
    "bullet": pat.BULLET_BYLINE,
    "role": pat.ROLE_LINE,
    "names": pat.NAMES_LINE,
    "signature": pat.SIGNATURE_LINE,
    "credit": pat.CREDIT,
    "caption": pat.CAPTION_LEAD,
    "furniture": pat.FURNITURE,
    "section": pat.SECTION,
    "dash": pat.SUBTITLE,
    "inline": pat.INLINE_BYLINE,
}


Measures = tuple[list[float], list[float]]


def signals(
    lines: Sequence[Line], crossings: Sequence[str] = (), columns: Measures | None = None
) -> list[list[str]]:
    """The names of the signals each line shows; what `words_across` and `measures` give, if known."""
    crossings = crossings or words_across(lines)
    before, after = columns or measures(lines)
    texts = [line.text for line in lines]
    widths = [line.width for line in lines]
    says = {**log_odds(texts), "topic": shift_odds(texts)}
    leading = [_bins(f"{question}=", odds, _ODDS) for question, odds in says.items()]
    leading += _shapes(widths, before, after)
    echo = _echo(texts)
    ends = ["-", *map(_end, texts)]
    gaps = [*_gaps("", widths, [b or a for b, a in zip(before, after, strict=True)]), "-"]
    out = []
    for at, head in enumerate(zip(*leading, strict=True)):
        # What tells only together: how the line before ended, and where this and the next one begin.
        closed = ends[at] in ".q-"
        out.append(
            [
                *head,
                *_wording(texts[at], ends[at + 1]),
                *echo[at],
                f"cross={crossings[at]}",
                _place(at, len(lines)),
                f"turn={closed}/{gaps[at]}/{gaps[at + 1]}",
                f"open={ends[at + 1] in '.q'}/{gaps[at + 1]}/{echo[at][-3]}",
                f"shift={closed}/{echo[at][-1]}",
            ]
        )
    return out


def _bins(name: str, values: ArrayLike, edges: Sequence[float]) -> list[str]:
    """The signal that says between which edges each value lies."""
    names = [f"{name}{k}" for k in range(len(edges) + 1)]
    return [names[k] for k in np.searchsorted(edges, values, side="right").tolist()]


def words_across(lines: Sequence[Line]) -> list[str]:
    """For every line whether a word runs on into it: `yes`, `no`, or `-` where marks or Latin meet."""
    text = "".join(line.text for line in lines)
    words = set(itertools.accumulate(map(len, cut(text))))
    out, place = ["-"] * len(lines), 0
    for at, line in enumerate(lines):
        if at and _han(text[place - 1]) and _han(text[place]):
            out[at] = "no" if place in words else "yes"
        place += len(line.text)
    return out


def _han(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff"


def measures(lines: Sequence[Line]) -> Measures:
    """The measure of the column before and after every line, 0 where it cannot be told."""
    widths, count = [line.width for line in lines], len(lines)
    # What stands before line k + NEAR + 1 stands after line k.
    usual = [_usual(widths[max(0, k - NEAR) : k]) for k in range(count + NEAR + 1)]
    return usual[:count], usual[NEAR + 1 :]


def _usual(widths: Sequence[float]) -> float:
    near = sorted(widths)
    if len(near) < 2:
        return 0.0
    widest = near[-2] if len(near) > 3 else near[-1]
    full = [w for w in near if 0.85 * widest <= w <= 1.2 * widest]
    return full[len(full) // 2]


def _shapes(widths: Sequence[float], before: Sequence[float], after: Sequence[float]) -> list[list[str]]:
    steps = [a - b if a and b else None for b, a in zip(before, after, strict=True)]
    step = _bins("step=", [s or 0.0 for s in steps], _STEPS)
    return [
        _bins("width=", widths, _WIDTHS),
        _gaps("gap=", widths, before),
        _gaps("rag=", widths, after),
        ["step=-" if s is None else name for s, name in zip(steps, step, strict=True)],
    ]


def _gaps(name: str, widths: Sequence[float], usual: Sequence[float]) -> list[str]:
    """How much wider the lines are than the measure, `-` where there is none."""
    names = _bins(name, np.subtract(widths, usual), _GAPS)
    return [found if measure else f"{name}-" for found, measure in zip(names, usual, strict=True)]


def _wording(text: str, end: str) -> list[str]:
    names = [f"end={end}", f"start={_start(text)}"]
    names += [name for name, rule in _RULES.items() if rule.match(text)]
    inner = text[:-1]
    marks = [c for c in "。，、：；？！" if c in inner]
    names += [f"has={c}" for c in marks] or ["plain"]
    if pat.signed(text):
        names.append("signed")
    if " " in text:
        parts = [len(part) for part in text.split()]
        names.append("spaced" if max(parts) <= 2 and len(parts) > 3 else f"parts={min(len(parts), 5)}")
    if text.count("（") > text.count("）"):
        names.append("open")
    if any(map(str.isdigit, text)):
        names.append("digits")
    return names


def _echo(texts: Sequence[str]) -> list[list[str]]:
    """What comes back of every line; `twin`: a line that is printed twice."""
    found = echoes(texts)
    names = [_bins(name, getattr(found, field), _SHARES) for name, field in _ECHOES.items()]
    like = _bins("like=", found.likeness, _NEARER)
    twins = Counter(texts)
    out = []
    for at, row in enumerate(zip(*names, strict=True)):
        shown = list(row) if found.size[at] else [f"{name}-" for name in _ECHOES]
        twin = ["twin"] if twins[texts[at]] > 1 and found.size[at] > 2 else []
        out.append([*twin, *shown, like[at]])
    return out


def _end(text: str) -> str:
    last = text[-1]
    if pat.ended(text):
        return "." if last in pat.END_MARKS else "q"
    return last if last in "，、；：》）”" else "d" if last.isascii() else "c"


def _start(text: str) -> str:
    first = text[0]
    return first if first in "“《（【●▶■◆—" else "d" if first.isdigit() else "l" if first.isascii() else "c"


def _place(at: int, count: int) -> str:
    if at < 4 or at >= count - 4:
        return f"place={at}" if at < 4 else f"place=-{count - at}"
    return "place=inside"
