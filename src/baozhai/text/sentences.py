"""Sentences of Chinese news text, by offsets.

The rules follow GB/T 15834-2011: 。？！ end a sentence, ，、；： are marks inside one. A text is
first searched for paired marks; only marks outside every pair, or those that close a quotation,
can end a sentence.
"""

from __future__ import annotations

import re

from baozhai.text.lazy import lazy

# A run of final marks is one mark: ？！, ！！, ……, 。。。
_MARKS = lazy(r"(?:[。？！｡…!?]|\.{3,})+")
_FINAL = frozenset("。？！｡")
_PAIRS = {"”": "“", "’": "‘", "）": "（", "》": "《", "〉": "〈", "】": "【", "」": "「", "』": "『"}
_OPENERS = frozenset(_PAIRS.values())
_SAME = {"(": "（", ")": "）", "[": "【", "]": "】"}
# Half-width brackets pair like full-width ones.
_BRACKET = lazy("[" + re.escape("".join(_PAIRS) + "".join(_PAIRS.values()) + "()[]") + "]")
# Where a sentence can end or a pair can open; what lies between is passed over.
_NEXT = lazy("[。？！｡…!?.\"'" + re.escape("".join(_PAIRS.values()) + "([") + "]")
_QUOTES = frozenset("“「『\"‘'")
_QUOTE_ENDS = "”’」』\"'"
_CLOSERS = frozenset(_PAIRS) | frozenset(")]")
# After a quotation these show that the sentence goes on.
_GOES_ON = lazy(r"\s*(?:[，、；：,;:。？！｡…!?)\]）》〉】”’」』—的等]|[之地]一)")
_AFTER_DOTS = frozenset("，、；：,;:—的地得等之都均皆与和及或到")
# After a list left open (甲、乙……) these sum it up, so the sentence goes on.
_SUMS_UP = lazy(r"一(.)\1|[这那]些|样样|件件|处处|无不|每|各|全")
# The end of an English sentence: three words or more, the last one no abbreviation and no name.
_ENGLISH = lazy(r"(?<![A-Za-z.])(?:[A-Za-z,'’-]+ ){2,}(?!(?:etc|vol|pp|vs|no|cf|al)\.)[a-z]{2,}\.$")
_ENGLISH_CHARS = 80
_APOSTROPHE = lazy(r"(?<![A-Za-z0-9])'|'(?![A-Za-z0-9])")
_SAY = (
    r"(?:说|表示|介绍|认为|指出|强调|坦言|直言|称|感慨|感叹|透露|回忆|解释|补充|总结|评价"
    r"|回答|反问|问|答|喊|呼吁|建议|提醒|告诉记者|谈到|提到|写|笑|(?:提醒|叮嘱|告诫|嘱咐)[^，。]{2,4})(?:道|说|着说|着)?"
)
# “…。”某某说。 — a speaker, up to the verb; a comma before the verb is read only if the verb is final.
_SPEAKER = lazy(
    r"\s*(?!据|记者了解)(?:[^，。！？；：…“”\"\s][^，。！？；：…“”\"]{0,48}?)?"
    + _SAY
    + r"(?=\s*(?:[，,。！!？?…]|$))"
)
_LATE_SPEAKER = lazy(
    r"\s*(?!据)[^，。！？；：…“”\"]{1,20}，[^，。！？；：…“”\"]{1,40}?" + _SAY + r"(?=\s*(?:[。！!]|$))"
)
_INTRO = lazy(r"(?:[：:]|" + _SAY + r"[，,]?)\s*$")
# Quotations up to this length that end in ？！…… are read as terms (“怎么办？”专栏).
_TERM_CHARS = 12


def pairs(text: str) -> dict[int, int]:
    """Find the outermost paired marks.

    Parameters
    ----------
    text : str
        One paragraph. Curly quotes, brackets and book-title marks pair by nesting, straight
        quotes by parity. A mark without a partner counts as no mark.

    Returns
    -------
    dict of int to int
        Offset of the opening mark to the offset of its partner, outermost pairs only.
    """
    found = _nested(text)
    if '"' in text:
        straight = [i for i, c in enumerate(text) if c == '"']
        found += zip(straight[::2], straight[1::2], strict=False)
    if "'" in text and len(single := [m.start() for m in _APOSTROPHE.finditer(text)]) % 2 == 0:
        found += zip(single[::2], single[1::2], strict=True)
    outer: dict[int, int] = {}
    reach = -1
    for start, end in sorted(found):
        if start > reach:
            outer[start] = reach = end
    return outer


def _nested(text: str) -> list[tuple[int, int]]:
    """Pairs of unlike marks; an opening mark skipped by a wider pair is dropped."""
    stack: list[tuple[str, int]] = []
    last: dict[str, int] = {}
    found: list[tuple[int, int]] = []
    for mark in _BRACKET.finditer(text):
        char, i = mark.group(), mark.start()
        char = _SAME.get(char, char)
        if char in _OPENERS:
            stack.append((char, i))
            last[char] = last.get(char, 0) + 1
        elif char in _PAIRS and last.get(_PAIRS[char], 0):
            opener = ""
            while opener != _PAIRS[char]:
                opener, start = stack.pop()
                last[opener] -= 1
            found.append((start, i))
    return found


def balanced(text: str) -> bool:
    """Tell whether every quote, bracket and book-title mark of `text` has its partner."""
    stack: list[str] = []
    for mark in _BRACKET.findall(text):
        char = _SAME.get(mark, mark)
        if char in _OPENERS:
            stack.append(char)
        elif not stack or stack.pop() != _PAIRS[char]:
            return False
    return not stack and text.count('"') % 2 == 0


def split(text: str) -> list[tuple[int, int]]:
    """Split a paragraph into sentences.

    Parameters
    ----------
    text : str
        One paragraph, of any content.

    Returns
    -------
    list of (int, int)
        Offsets (characters) that tile `text`: the first start is 0, the last end is
        `len(text)`, each start is the end before it. White space after a sentence belongs to
        it. Empty for the empty text.

    Notes
    -----
    A quotation with its speaker (“…。”某某说) is one sentence, however long the quotation.

    Examples
    --------
    >>> split("项目开工了。年底建成。")
    [(0, 6), (6, 11)]
    """
    outer = pairs(text)
    spans: list[tuple[int, int]] = []
    start = at = 0
    while at < len(text):
        end = 0
        if at in outer:
            close = outer[at]
            ends = _pair_ends(text, start, at, close) and not _list_goes_on(text, start, at, outer)
            end = _absorb(text, close + 1) if ends else 0
            at = close + 1
        elif run := _MARKS.match(text, at):
            end = _absorb(text, run.end()) if _mark_ends(text, start, run) else 0
            at = run.end()
        elif text[at] == "." and _english_ends(text, start, at):
            end = _absorb(text, at + 1)
        else:
            at += 1
        if not end:
            ahead = _NEXT.search(text, at)
            at = ahead.start() if ahead else len(text)
        if end:
            spans.append((start, end))
            start = at = end
    if start < len(text):
        spans.append((start, len(text)))
    if len(spans) > 1 and not text[slice(*spans[0])].strip():
        spans[:2] = [(0, spans[1][1])]
    return spans


def _absorb(text: str, at: int) -> int:
    """Offset after the closing marks and the white space that follow a sentence."""
    while at < len(text) and text[at] in _CLOSERS:
        at += 1
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _english_ends(text: str, start: int, stop: int) -> bool:
    """Whether the full stop at `stop` ends an English sentence, before Chinese or a capital letter."""
    words = text[max(start, stop - _ENGLISH_CHARS) : stop + 1]
    return re.match(r"\s*$| [A-Z]|\s*[^\W\da-zA-Z]", text[stop + 1 :]) is not None and bool(
        _ENGLISH.search(words)
    )


def _list_goes_on(text: str, start: int, opener: int, outer: dict[int, int]) -> bool:
    """Whether quotations side by side (围绕“怎么干？”“谁来干？”) are parts of a sentence that goes on."""
    at = opener
    while at in outer and text[at] in _QUOTES:
        at = outer[at] + 1
    side_by_side = at > outer[opener] + 1
    before = text[start:opener].strip()
    inside = side_by_side and bool(before) and _INTRO.search(before) is None
    return inside and at < len(text) and _MARKS.match(text, at) is None and text[at] not in _CLOSERS


def _mark_ends(text: str, start: int, run: re.Match[str]) -> bool:
    """Whether a run of final marks outside every pair ends the sentence."""
    mark = run.group()
    if not _FINAL.isdisjoint(mark):
        return mark[-1] not in "？！" or not text.startswith("——", run.end())
    before, after = text[run.start() - 1 : run.start()], text[run.end() : run.end() + 1]
    if "!" in mark or "?" in mark:
        if not after or after.isspace() or after in _CLOSERS:
            return True
        ascii_before = before.isascii() and before.isalnum()
        return not ascii_before and not (after.isascii() and (after.isalnum() or after in "=&/#%"))
    rest = text[run.end() :].lstrip()
    if not rest:
        return True
    clause = re.split("[，。；：]", text[start : run.start()])[-1]
    return not (rest[0] in _AFTER_DOTS or rest[0] in _CLOSERS or ("、" in clause and _SUMS_UP.match(rest)))


def _pair_ends(text: str, start: int, opener: int, close: int) -> bool:
    """Whether the pair `opener`..`close` of the sentence from `start` on ends that sentence."""
    inner = text[opener + 1 : close].rstrip(_QUOTE_ENDS)
    run = re.search(_MARKS.pattern + r"$|(?<=[A-Za-z])\.$", inner)
    if run is None or re.search("[。？！｡…!?.]$", inner) is None:
        return False
    if _GOES_ON.match(text, close + 1):
        return False
    before = text[start:opener]
    if text[opener] not in _QUOTES:
        return text[opener] in "（(【[" and (
            not before.strip() or re.search("[。｡]", run.group()) is not None
        )
    if _INTRO.search(before):
        return True
    if not before.strip() and (_SPEAKER.match(text, close + 1) or _LATE_SPEAKER.match(text, close + 1)):
        return False
    ahead = text[close + 1 : close + 2]
    short = len(inner) <= _TERM_CHARS and re.search("[。｡]", run.group()) is None
    return not short or not ahead or ahead.isspace() or ahead in _QUOTES
