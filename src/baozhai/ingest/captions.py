"""Where a photo's caption starts that a credit closes."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from baozhai.ingest import patterns as pat

_NUMBER = "[0-9〇一二三四五六七八九十]{1,3}"
#: A scene: a day, a season or an hour near the start; the second paragraph of a caption seldom has one.
_SCENE = re.compile(
    rf"^[^，。：]{{0,8}}?(?:{_NUMBER} ?月 ?{_NUMBER} ?日|近日|日前|今天|当日|前夕|假期|期间|清晨|傍晚|时节|过后)"
    rf"|^(?:今年|去年)?{_NUMBER} ?月"
)
#: What a scene adds to the log-odds that a caption starts, and what must speak for a text before `左图：`;
#: chosen on drawn pages.
OF_SCENE, BEFORE_LEAD = 4.0, 1.0
#: Longest first paragraph of a caption of several.
LONGEST = 160


def caption_start(texts: Sequence[str], odds: Sequence[float], at: int) -> int:
    """The paragraph that opens the caption which paragraph `at` closes.

    Parameters
    ----------
    texts : paragraphs
    odds : the log-odds that a text starts at each
    at : the paragraph that ends in a credit
    """
    first = at
    while leads := [k for k in range(max(first - 2, 0), first) if _lead(texts[k])]:
        if max(odds[leads[-1] + 1 : first + 1]) > 0:
            break
        first = leads[-1]
    if not first:
        return first
    return first - 1 if _goes_on(texts[first - 1], texts[first], odds[first - 1], odds[first]) else first


def _goes_on(before: str, text: str, odds_before: float, odds: float) -> bool:
    """Whether a caption that may open with a paragraph opened with the one before."""
    if math.isinf(odds) or pat.DATELINE.match(before) or pat.is_credit(before):
        return False  # an infinite one: a headline stands between
    lead = _lead(text)
    scene = OF_SCENE * (_opens(before) - _opens(text[lead:]))
    if odds > 0:
        return odds_before > 0 and scene > 0 and len(before) < LONGEST
    if odds_before > 0:
        return True
    return odds_before - odds + scene > (BEFORE_LEAD if lead else 0.0) and len(before) < LONGEST


def _lead(text: str) -> int:
    """Length of `左图：` and the like at the start of a paragraph."""
    found = pat.CAPTION_LEAD.match(text)
    return found.end() if found else 0


def _opens(text: str) -> bool:
    return bool(_SCENE.match(text))
