"""Weak signals of every line of a dump: its shape, wording, and how it goes on from the lines around it.

Every signal is a short name such as `gap=2`; the tagger learned a weight for each of them.
"""

from __future__ import annotations

import bisect
import math
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from baozhai.ingest import patterns as pat
from baozhai.ingest.cohesion import shift_odds
from baozhai.ingest.headlines import bigrams
from baozhai.ingest.reflow import Line
from baozhai.ingest.wording import log_odds
from baozhai.text.words import cut

#: Lines that tell the measure of a column, and lines of text compared across a border.
NEAR = 6
AROUND = 8
#: Two neighbouring blocks of so many lines are one place where a headline's words may come back.
BLOCK = 6

_WIDTHS = (4.0, 7.0, 10.0, 13.0, 16.0, 19.0, 24.0, 32.0)
_GAPS = (-8.0, -4.2, -2.7, -1.4, -0.6, 0.6, 1.4, 4.0)
_STEPS = (-6.0, -1.8, -0.7, 0.7, 1.8, 6.0)
_SHARES = (0.05, 0.15, 0.25, 0.4, 0.6, 0.8)
_NEARER = (0.02, 0.06, 0.12, 0.25, 0.5)
_ODDS = (-5.0, -3.0, -1.5, -0.5, 0.5, 1.5, 3.0, 5.0)

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


def signals(lines: Sequence[Line], crossings: Sequence[str] = ()) -> list[list[str]]:
    """The names of the signals each line shows; `crossings` are those of `words_across`, if known."""
    crossings = crossings or words_across(lines)
    before, after = measures(lines)
    echoes = _Echo(lines)
    ends = ["-", *(_end(line.text) for line in lines)]
    gaps = [_gap(line, before[at] or after[at]) for at, line in enumerate(lines)] + ["-"]
    texts = [line.text for line in lines]
    says = {**log_odds(texts), "topic": shift_odds(texts)}
    out = []
    for at, line in enumerate(lines):
        echo = echoes.names(at)
        names = [_bin(question, odds[at], _ODDS) for question, odds in says.items()]
        names += _shape(line, before[at], after[at]) + _wording(line.text) + echo
        names += [f"cross={crossings[at]}", _place(at, len(lines))]
        # What tells only together: how the line before ended, and where this and the next one begin.
        closed = ends[at] in ".q-"
        names.append(f"turn={closed}/{gaps[at]}/{gaps[at + 1]}")
        names.append(f"open={ends[at + 1] in '.q'}/{gaps[at + 1]}/{echo[-3]}")
        names.append(f"shift={closed}/{echo[-1]}")
        out.append(names)
    return out


def _gap(line: Line, measure: float) -> str:
    return str(bisect.bisect(_GAPS, line.width - measure)) if measure else "-"


def words_across(lines: Sequence[Line]) -> list[str]:
    """For every line whether a word runs on into it: `yes`, `no`, or `-` where marks or Latin meet."""
    text = "".join(line.text for line in lines)
    starts, position = {}, 0
    for at, line in enumerate(lines):
        starts[position] = at
        position += len(line.text)
    out = ["-"] * len(lines)
    for place, at in starts.items():
        if at and _han(text[place - 1]) and _han(text[place]):
            out[at] = "no"
    position = 0
    for word in cut(text):
        for place in range(position + 1, position + len(word)):
            if place in starts and out[starts[place]] == "no":
                out[starts[place]] = "yes"
        position += len(word)
    return out


def _han(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff"


def measures(lines: Sequence[Line]) -> tuple[list[float], list[float]]:
    """The measure of the column before and after every line, 0 where it cannot be told."""
    widths = [line.width for line in lines]
    before = [_usual(widths[max(0, k - NEAR) : k]) for k in range(len(widths))]
    after = [_usual(widths[k + 1 : k + 1 + NEAR]) for k in range(len(widths))]
    return before, after


def _usual(widths: Sequence[float]) -> float:
    near = sorted(widths)
    if len(near) < 2:
        return 0.0
    widest = near[-2] if len(near) > 3 else near[-1]
    full = [w for w in near if 0.85 * widest <= w <= 1.2 * widest]
    return full[len(full) // 2]


def _bin(name: str, value: float, edges: Sequence[float]) -> str:
    return f"{name}={bisect.bisect(edges, value)}"


def _shape(line: Line, before: float, after: float) -> list[str]:
    names = [_bin("width", line.width, _WIDTHS)]
    names.append(_bin("gap", line.width - before, _GAPS) if before else "gap=-")
    names.append(_bin("rag", line.width - after, _GAPS) if after else "rag=-")
    names.append(_bin("step", after - before, _STEPS) if before and after else "step=-")
    return names


def _wording(text: str) -> list[str]:
    names = [f"end={_end(text)}", f"start={_start(text)}"]
    names += [name for name, rule in _RULES.items() if rule.match(text)]
    marks = [c for c in "。，、：；？！" if c in text[:-1]]
    names += [f"has={c}" for c in marks] or ["plain"]
    if pat.signed(text):
        names.append("signed")
    if " " in text:
        parts = [len(part) for part in text.split()]
        names.append("spaced" if max(parts) <= 2 and len(parts) > 3 else f"parts={min(len(parts), 5)}")
    if text.count("（") > text.count("）"):
        names.append("open")
    if any(c.isdigit() for c in text):
        names.append("digits")
    return names


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


class _Echo:
    """How much of a line's wording comes back elsewhere and where, and how like the texts around it are."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._bags = [sorted(bigrams(line.text)) for line in lines]
        self._places: dict[str, list[int]] = {}
        for at, bag in enumerate(self._bags):
            for gram in bag:
                self._places.setdefault(gram, []).append(at)
        self._likeness = _likeness(self._bags, self._places)
        self._windows = [self._shares(at) for at in range(len(lines))]
        self._twins = Counter(line.text for line in lines)
        self._lines = lines

    def names(self, at: int) -> list[str]:
        """Signals of one line."""
        bag = self._bags[at]
        twin = ["twin"] if self._twins[self._lines[at].text] > 1 and len(bag) > 2 else []
        if not bag:
            return ["echo=-", "best=-", "pair=-", _bin("like", self._likeness[at], _NEARER)]
        far = sum(places[0] < at - 2 or places[-1] > at + 2 for places in (self._places[g] for g in bag))
        here = self._windows[at]
        before = self._windows[at - 1] if at else {}
        pair = max((min(share, before[w]) for w, share in here.items() if w in before), default=0.0)
        return twin + [
            _bin("echo", far / len(bag), _SHARES),
            _bin("best", max(here.values(), default=0.0), _SHARES),
            _bin("pair", pair, _SHARES),
            _bin("like", self._likeness[at], _NEARER),
        ]

    def _shares(self, at: int) -> dict[int, float]:
        """Share of the line's bigrams found in each place of the page away from it, in [0, 1]."""
        counts: dict[int, int] = {}
        bag = self._bags[at]
        for gram in bag:
            places = self._places[gram]
            if len(places) > 1:
                far = {w for p in places if abs(p - at) > 3 for w in (p // BLOCK, p // BLOCK + 1)}
                for window in far:
                    counts[window] = counts.get(window, 0) + 1
        return {window: count / len(bag) for window, count in counts.items()}


def _likeness(bags: Sequence[Sequence[str]], places: dict[str, list[int]]) -> NDArray[np.float64]:
    """Cosine of the texts before and after the border in front of every line, shape (n_lines,)."""
    index = {gram: k for k, gram in enumerate(places)}
    idf = np.array([math.log((len(bags) + 1) / len(at)) for at in places.values()])
    columns = np.array([index[gram] for bag in bags for gram in bag], dtype=np.int64)
    ends = np.cumsum([0] + [len(bag) for bag in bags])
    counts = sparse.csr_array((idf[columns], columns, ends), shape=(len(bags), len(idf)))
    rows = np.arange(len(bags))
    near = rows[:, None] - rows[None, :]
    left = sparse.csr_array(((near > 0) & (near <= AROUND)).astype(float)) @ counts
    right = sparse.csr_array(((near <= 0) & (near > -AROUND)).astype(float)) @ counts
    norm = np.sqrt(left.power(2).sum(axis=1) * right.power(2).sum(axis=1))
    dot = left.multiply(right).sum(axis=1)
    return np.asarray(np.divide(dot, norm, out=np.zeros(len(bags)), where=norm > 0))
