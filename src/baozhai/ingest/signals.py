"""Weak signals of every line of a dump: its shape, wording, and how it goes on from the lines around it.

Every signal is a short name such as `gap=2`; the tagger learned a weight for each of them.
"""

from __future__ import annotations

import functools
import itertools
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from baozhai.ingest import patterns as pat
from baozhai.ingest.chars import Chars, Table
from baozhai.ingest.cohesion import shift_odds
from baozhai.ingest.echoes import echoes
from baozhai.ingest.reflow import Line
from baozhai.ingest.rules import RULES, Shapes
from baozhai.ingest.wording import log_odds
from baozhai.text.words import cut

#: Lines that tell the measure of a column.
NEAR = 6

_WIDTHS = np.array([4.0, 7.0, 10.0, 13.0, 16.0, 19.0, 24.0, 32.0])
_GAPS = np.array([-8.0, -4.2, -2.7, -1.4, -0.6, 0.6, 1.4, 4.0])
_STEPS = np.array([-6.0, -1.8, -0.7, 0.7, 1.8, 6.0])
_SHARES = np.array([0.05, 0.15, 0.25, 0.4, 0.6, 0.8])
_NEARER = np.array([0.02, 0.06, 0.12, 0.25, 0.5])
_ODDS = np.array([-5.0, -3.0, -1.5, -0.5, 0.5, 1.5, 3.0, 5.0])

Measures = tuple[NDArray[np.float64], NDArray[np.float64]]
_Ints = NDArray[np.int64]
_Bools = NDArray[np.bool_]


class Signal(NamedTuple):
    """Signals of which a line shows one at most.

    Attributes
    ----------
    names : tuple of str
    shown : array, shape (n_lines,)
        The place in `names` of what each line shows, -1 for none.
    """

    names: tuple[str, ...]
    shown: _Ints


def _names(prefix: str, labels: Iterable[str]) -> tuple[str, ...]:
    return tuple(f"{prefix}{label}" for label in labels)


@functools.cache
def _bins(prefix: str, edges: int) -> tuple[str, ...]:
    """The names of the stretches between so many edges, and `-` for what is not known."""
    return _names(prefix, (*map(str, range(edges + 1)), "-"))


_GAP, _SIDES = _bins("", len(_GAPS)), ("False", "True")
_BEST, _LIKE = _bins("best=", len(_SHARES)), _bins("like=", len(_NEARER))
#: How a line ends: an end mark, one in quotes, another mark, Latin, anything else; then how it starts.
_ENDS, _STARTS = ".q，、；：》）”dc", "“《（【●▶■◆—dlc"
_CROSSINGS = ("yes", "no", "-")
_CROSSED = {name: k for k, name in enumerate(_CROSSINGS)}
_END, _START, _CROSS = _names("end=", _ENDS), _names("start=", _STARTS), _names("cross=", _CROSSINGS)
_PARTS = ("spaced", *(f"parts={k}" for k in range(6)))
#: Places of the first and the last lines of a dump, and of those between.
_EDGE = 4
_PLACES = _names("place=", (*map(str, range(_EDGE)), *(str(-k) for k in range(1, _EDGE + 1)), "inside"))
#: What tells only together: how the line before ended, and where this and the next one begin.
_TURNS = _names("turn=", map("/".join, itertools.product(_SIDES, _GAP, _GAP)))
_OPENS = _names("open=", map("/".join, itertools.product(_SIDES, _GAP, _BEST)))
_SHIFTS = _names("shift=", map("/".join, itertools.product(_SIDES, _LIKE)))


@Table
def _last(char: str) -> int:
    if char in pat.END_MARKS:
        return 0
    return _ENDS.index(char) if char in _ENDS[2:-2] else _ENDS.index("d" if char.isascii() else "c")


@Table
def _first(char: str) -> int:
    kind = "d" if char.isdigit() else "l" if char.isascii() else "c"
    return _STARTS.index(char if char in _STARTS[:-3] else kind)


def signals(
    lines: Sequence[Line], crossings: Sequence[str] = (), columns: Measures | None = None
) -> list[Signal]:
    """The signals of lines, one at least; what `words_across` and `measures` give, if known."""
    texts = [line.text for line in lines]
    chars, widths = Chars.of(texts), np.array([line.width for line in lines])
    before, after = columns or measures(lines)
    shapes, echo = Shapes(texts, chars), _echo(chars, texts)
    crosses = np.array([_CROSSED[crossing] for crossing in crossings or words_across(lines)])
    end = _last(chars.codes[chars.stops - 1]).astype(np.int64)
    end[shapes.ended() & (end > 0)] = 1
    gaps = _gaps("", widths, np.where(before > 0, before, after)).shown
    return [
        *(_binned(f"{question}=", odds, _ODDS) for question, odds in log_odds(chars).items()),
        _binned("topic=", shift_odds(chars), _ODDS),
        *_columns(widths, before, after),
        Signal(_END, end),
        Signal(_START, _first(chars.codes[chars.starts]).astype(np.int64)),
        *_wording(texts, shapes),
        *echo,
        Signal(_CROSS, crosses),
        _place(len(texts)),
        *_together(end < 2, gaps, echo[2].shown, echo[4].shown),
    ]


def _binned(name: str, values: ArrayLike, edges: NDArray[np.float64], known: ArrayLike = True) -> Signal:
    """The signal that says between which edges each value lies, `-` where it is not known."""
    at = edges.searchsorted(values, side="right")
    names = _bins(name, len(edges))
    return Signal(names, at if known is True else np.where(known, at, len(names) - 1))


def _flag(name: str, shown: _Bools) -> Signal:
    return Signal((name,), shown.astype(np.int64) - 1)


def words_across(lines: Sequence[Line]) -> list[str]:
    """For every line whether a word runs on into it: `yes`, `no`, or `-` where marks or Latin meet."""
    texts = [line.text for line in lines]
    whole = "".join(texts)
    words = cut(whole)
    ends = np.zeros(len(whole) + 1, dtype=bool)
    ends[np.cumsum(np.fromiter(map(len, words), np.int64, len(words)))] = True
    chars = Chars.of(texts)
    han = (chars.codes >= 0x4E00) & (chars.codes <= 0x9FFF)
    starts = chars.starts[1:]
    found = np.where(ends[starts], 1, 0)
    found[~(han[starts - 1] & han[starts])] = 2
    return ["-", *(_CROSSINGS[k] for k in found.tolist())][: len(lines)]


def measures(lines: Sequence[Line]) -> Measures:
    """The measure of the column before and after every line, 0 where it cannot be told."""
    widths, count = [line.width for line in lines], len(lines)
    # What stands before line k + NEAR + 1 stands after line k.
    usual = np.zeros(count + NEAR + 1)
    for k in range(count + NEAR + 1):
        if not NEAR <= k <= count:
            usual[k] = _usual(widths[max(0, k - NEAR) : k])
    if count >= NEAR:
        near = np.sort(np.lib.stride_tricks.sliding_window_view(widths, NEAR), axis=1)
        widest = near[:, -2:-1]
        first, stop = (near < 0.85 * widest).sum(axis=1), (near <= 1.2 * widest).sum(axis=1)
        usual[NEAR : count + 1] = near[np.arange(len(near)), first + (stop - first) // 2]
    return usual[:count], usual[NEAR + 1 :]


def _usual(widths: Sequence[float]) -> float:
    near = sorted(widths)
    if len(near) < 2:
        return 0.0
    widest = near[-2] if len(near) > 3 else near[-1]
    full = [w for w in near if 0.85 * widest <= w <= 1.2 * widest]
    return full[len(full) // 2]


def _columns(
    widths: NDArray[np.float64], before: NDArray[np.float64], after: NDArray[np.float64]
) -> list[Signal]:
    return [
        _binned("width=", widths, _WIDTHS),
        _gaps("gap=", widths, before),
        _gaps("rag=", widths, after),
        _binned("step=", after - before, _STEPS, (before > 0) & (after > 0)),
    ]


def _gaps(name: str, widths: NDArray[np.float64], usual: NDArray[np.float64]) -> Signal:
    """How much wider the lines are than the measure, `-` where there is none."""
    return _binned(name, widths - usual, _GAPS, usual > 0)


def _wording(texts: Sequence[str], shapes: Shapes) -> list[Signal]:
    marks = shapes.marks()
    parts = np.full(len(texts), -1)
    for at in np.flatnonzero(shapes.parted()).tolist():
        sizes = [len(part) for part in texts[at].split()]
        spaced = max(sizes, default=0) <= 2 and len(sizes) > 3
        parts[at] = 0 if spaced else 1 + min(len(sizes), 5)
    return [
        *(_flag(name, shapes.fit(name)) for name in RULES),
        *(_flag(f"has={mark}", has) for mark, has in marks.items()),
        _flag("plain", ~np.logical_or.reduce(list(marks.values()))),
        _flag("signed", shapes.signed()),
        Signal(_PARTS, parts),
        _flag("open", shapes.opened()),
        _flag("digits", shapes.digits()),
    ]


def _echo(chars: Chars, texts: Sequence[str]) -> list[Signal]:
    """What comes back of every line; `twin`: a line that is printed twice."""
    found, often = echoes(chars), Counter(texts)
    known = found.size > 0
    return [
        _flag("twin", np.array([often[text] > 1 for text in texts]) & (found.size > 2)),
        _binned("echo=", found.anywhere, _SHARES, known),
        _binned("best=", found.best, _SHARES, known),
        _binned("pair=", found.pair, _SHARES, known),
        _binned("like=", found.likeness, _NEARER),
    ]


def _place(count: int) -> Signal:
    shown = np.full(count, 2 * _EDGE)
    bottom = np.arange(min(_EDGE, count))
    shown[count - 1 - bottom] = _EDGE + bottom
    shown[:_EDGE] = np.arange(min(_EDGE, count))
    return Signal(_PLACES, shown)


def _together(ended: _Bools, gaps: _Ints, best: _Ints, like: _Ints) -> list[Signal]:
    closed, following = np.append(True, ended[:-1]), np.append(gaps[1:], len(_GAP) - 1)
    return [
        Signal(_TURNS, (closed * len(_GAP) + gaps) * len(_GAP) + following),
        Signal(_OPENS, (ended * len(_GAP) + following) * len(_BEST) + best),
        Signal(_SHIFTS, closed * len(_LIKE) + like),
    ]
