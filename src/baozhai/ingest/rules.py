"""Which lines of a dump fit which pattern; a pattern is only tried on lines with the characters that it needs."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from baozhai.ingest import patterns as pat
from baozhai.ingest.chars import Chars, Table

_Test = Callable[[str], bool]
_Kinds = NDArray[np.int32]
_Bools = NDArray[np.bool_]


def _one_of(chars: str) -> _Test:
    return frozenset(chars).__contains__


def _in_name(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff" or char in "·、（(）)/／" or char.isspace()


def _in_folio(char: str) -> bool:
    return char in "责本美版校审第ABCD星周投热电邮网国hw" or char.isdigit()


class Rule(NamedTuple):
    """A pattern, and the characters without which no line fits it.

    Attributes
    ----------
    opens : what the first character is, if it is not a blank
    some : what one character at least is; with `opens`, one of both will do
    every : what all characters are
    broken : whether it may go on in the next line
    """

    pattern: re.Pattern[str]
    opens: _Test | None = None
    some: _Test | None = None
    every: _Test | None = None
    broken: bool = False


RULES = {
    "dateline": Rule(pat.DATELINE, opens=_one_of("新中本据"), some=_one_of("电讯"), broken=True),
    "bullet": Rule(pat.BULLET_BYLINE, opens=pat.is_mark),
    "role": Rule(pat.ROLE_LINE, opens=_one_of("（(文本新特见实首全融记通评摄"), every=_in_name),
    "names": Rule(pat.NAMES_LINE, every=_in_name),
    "signature": Rule(pat.SIGNATURE_LINE, every=_in_name),
    "credit": Rule(pat.CREDIT, some=_one_of("摄图")),
    "caption": Rule(pat.CAPTION_LEAD, opens=_one_of("左右上下图中大小")),
    "furniture": Rule(pat.FURNITURE, opens=_in_folio, some=_one_of("年")),  # a date has a year
    "section": Rule(pat.SECTION, every=_in_name),
    "dash": Rule(pat.SUBTITLE, opens=_one_of("—-")),
    "inline": Rule(pat.INLINE_BYLINE, opens=_one_of("（(")),
}
#: Marks that are looked for inside a line.
MARKS = "。，、：；？！"
_DIGIT, _BLANK, _SPACE = str.isdigit, str.isspace, _one_of(" ")
_BRACKET, _CLOSING, _CLOSER = _one_of("（"), _one_of("）)"), _one_of(pat.CLOSERS)
_END, _SHOT, _POST = _one_of(pat.END_MARKS), _one_of("摄图"), _one_of("报约讯")  # of 本报, 特约, 通讯员
_MARKS = {mark: _one_of(mark) for mark in MARKS}
_TESTS: list[_Test] = [_DIGIT, _BLANK, _SPACE, _BRACKET, _CLOSING, _CLOSER, _END, _SHOT, _POST]
_TESTS += _MARKS.values()
for _rule in RULES.values():
    _TESTS += [test for test in (_rule.opens, _rule.some, _rule.every) if test]
#: The number of a character has a bit for each test.
_BITS = {test: 1 << k for k, test in enumerate(_TESTS)}
_KINDS = Table(lambda char: sum(bit for test, bit in _BITS.items() if test(char)))
#: The bits that a line must have some of to fit a rule: of its first character, of any, of all characters.
_NEEDS = {
    name: (
        _BITS[rule.opens] | _BITS[_BLANK] if rule.opens else 0,
        _BITS[rule.some] if rule.some else 0,
        _BITS[rule.every] if rule.every else 0,
    )
    for name, rule in RULES.items()
}


class Shapes:
    """What characters lines have, and the patterns that they fit; no line may be empty."""

    def __init__(self, texts: Sequence[str], chars: Chars) -> None:
        self._texts = texts
        kinds = _KINDS(chars.codes)
        self._first, self._last = kinds[chars.starts], kinds[chars.stops - 1]
        self._some = np.bitwise_or.reduceat(kinds, chars.starts)
        self._every = np.bitwise_and.reduceat(kinds, chars.starts)
        kinds[chars.stops - 1] = 0
        self._inner = np.bitwise_or.reduceat(kinds, chars.starts)

    def marks(self) -> dict[str, _Bools]:
        """In which lines each of MARKS stands before the last character."""
        return {mark: _has(self._inner, test) for mark, test in _MARKS.items()}

    def fit(self, name: str) -> _Bools:
        """Which lines fit one of RULES."""
        opens, some, every = _NEEDS[name]
        may = (self._first & opens) | (self._some & some) | (self._every & every)
        rule, texts = RULES[name], self._texts
        if rule.broken:
            texts = [text + after for text, after in itertools.pairwise([*texts, ""])]
        # A pattern is compiled where a line may fit it.
        return self._that(may, lambda text: rule.pattern.match(text), texts)

    def ended(self) -> _Bools:
        """Which lines have `pat.ended`."""
        may = _has(self._last, _CLOSER) | _has(self._last, _BLANK)
        return _has(self._last, _END) | self._that(may, pat.ended)

    def signed(self) -> _Bools:
        """Which lines `pat.signed`."""
        told = _has(self._some, _SHOT) | _has(self._some, _BLANK) | _has(self._some, _POST)
        may = _has(self._last, _CLOSING) | _has(self._last, _BLANK) | (_has(self._some, _END) & told)
        return self._that(may, pat.signed)

    def opened(self) -> _Bools:
        """Which lines leave a bracket open."""
        return self._that(_has(self._some, _BRACKET), lambda text: text.count("（") > text.count("）"))

    def parted(self) -> _Bools:
        """Which lines have a blank."""
        return _has(self._some, _SPACE)

    def digits(self) -> _Bools:
        """Which lines have a digit."""
        return _has(self._some, _DIGIT)

    def _that(self, may: NDArray[Any], fits: Callable[[str], object], texts: Sequence[str] = ()) -> _Bools:
        """Which of the lines that may fit do; `texts` if it is not they that are tried."""
        texts = texts or self._texts
        out = np.zeros(len(may), dtype=bool)
        out[[at for at in may.nonzero()[0].tolist() if fits(texts[at])]] = True
        return out


def _has(kinds: _Kinds, test: _Test) -> _Bools:
    return (kinds & _BITS[test]) > 0
