"""Line breaking and justification of Chinese text with digits and Latin words."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from pagegen.marks import Line, Type, advance, text_width

NO_START = "，。、；：？！”’）》】…—％%·"
NO_END = "“‘（《【"
CLOSING = "，。、；：”’）》】"
LOOSE = 0.22  # em of letter space from which extractors print blanks
MIN_PART = 3  # letters on either side of a hyphen


@dataclass(frozen=True)
class Setting:
    """How text is set: measure and first-line indent in ems, habit at Latin and at closing marks."""

    measure: float
    indent: float
    latin: str
    squeeze: bool
    hyphenate: bool = False


def _is_latin(char: str) -> bool:
    return char.isascii() and not char.isspace()


def with_blanks(text: str, latin: str) -> str:
    """Blanks between ideographs and digits or Latin letters, where the setting prints them."""
    if latin != "space" or not text:
        return text
    out = ""
    for a, b in zip(text, text[1:] + "\0", strict=True):
        edge = a.isascii() and a.isalnum() and "\u4e00" <= b <= "\u9fff"
        edge = edge or ("\u4e00" <= a <= "\u9fff" and b.isascii() and b.isalnum())
        out += a + (" " if edge else "")
    return out


def _advances(text: str, setting: Setting) -> list[float]:
    """Advance of each character in ems, with quarter-em gaps and squeezed neighbours of marks."""
    out = []
    for a, b in zip(text, text[1:] + "\0", strict=True):
        step = advance(a)
        if setting.squeeze and a in CLOSING and (b in CLOSING or b in NO_END):
            step = 0.5
        if setting.latin == "gap" and b != "\0":
            cjk = "\u4e00" <= a <= "\u9fff" and b.isascii() and b.isalnum()
            if cjk or (a.isascii() and a.isalnum() and "\u4e00" <= b <= "\u9fff"):
                step += 0.25
        out.append(step)
    return out


def may_break(text: str, at: int) -> bool:
    """Whether a line may end before position `at`."""
    a, b = text[at - 1], text[at]
    if b in NO_START or a in NO_END or (a == b and a in "—…"):
        return False
    return not (_is_latin(a) and _is_latin(b))


def _cut(text: str, start: int, end: int, hyphenate: bool) -> tuple[int, bool]:
    """Last allowed break in (start, end], and whether it needs a hyphen."""
    if hyphenate and text[end - MIN_PART : end + MIN_PART].isascii():
        part = text[end - MIN_PART : end + MIN_PART]
        if part.isalpha() and len(part) == 2 * MIN_PART and end - start > 2 * MIN_PART:
            return end - 1, True  # leaves room for the hyphen
    at = end
    while at > start and not may_break(text, at):
        at -= 1
    return (at if at > start else end), False


def _reach(text: str, steps: list[float], start: int, limit: float, squeeze: bool) -> int:
    """Position after the last character that still fits into `limit` ems."""
    width, end = 0.0, start
    while end < len(text):
        need = 0.5 if squeeze and text[end] in CLOSING else steps[end]
        if text[end] != " " and width + need > limit + 1e-6:
            break
        width += steps[end]
        end += 1
    return end


def _placed(text: str, steps: list[float], lead: float, target: float | None) -> tuple[list[float], float]:
    """Offsets in ems of a line's characters stretched (or squeezed) to end at `target`; the letter space.

    Latin words and numbers are not stretched.
    """
    width = sum(steps)
    if target is not None and text[-1] in CLOSING and width > target:
        width -= 0.5
    open_after = [not (_is_latin(a) and _is_latin(b)) for a, b in pairwise(text)]
    gaps = sum(open_after)
    extra = (target - width) / gaps if target is not None and gaps else 0.0
    offsets, x = [], lead
    for step, stretch in zip(steps, [*open_after, False], strict=True):
        offsets.append(round(x, 6))
        x += step + extra * stretch
    return offsets, extra


def set_paragraph(text: str, kind: Type, setting: Setting, *, heavy: int = 0) -> list[Line]:
    """Lines of a justified paragraph at x = 0, y = 0; `heavy` first characters are bold."""
    heavy = len(with_blanks(text[:heavy], setting.latin))
    text = with_blanks(text, setting.latin)
    steps, size = _advances(text, setting), kind.size
    lines: list[Line] = []
    start, lead = 0, setting.indent
    while start < len(text):
        limit = setting.measure - lead
        end, hyphen = _reach(text, steps, start, limit, setting.squeeze), False
        if end < len(text):
            end, hyphen = _cut(text, start, max(end, start + 1), setting.hyphenate)
        piece = text[start:end].rstrip() + ("-" if hyphen else "")
        own = [*steps[start:end], advance("-")] if hyphen else steps[start : start + len(piece)]
        own[-1] = min(own[-1], advance(piece[-1]))  # no gap after the last character
        natural = sum(own)
        last = end >= len(text) and natural <= limit + 0.5 + 1e-6
        full = last and natural <= limit
        offsets, extra = _placed(piece, own, lead, None if full else limit)
        lines.append(
            Line(
                piece,
                tuple(o * size for o in offsets),
                kind,
                0.0,
                0.0,
                heavy=max(0, min(len(piece), heavy - start)),
                loose=extra > LOOSE,
                hyphen=hyphen,
            )
        )
        start, lead = end, 0.0
        while start < len(text) and text[start] == " ":
            start += 1
    return lines


def plain_line(text: str, kind: Type, *, spacing: float = 0.0) -> Line:
    """One line of unjustified text at x = 0, y = 0, with letter space in ems."""
    offsets, x = [], 0.0
    for char in text:
        offsets.append(x)
        x += (advance(char) + spacing) * kind.size
    return Line(text, tuple(offsets), kind, 0.0, 0.0)


def at_blanks(text: str, room: float) -> list[str]:
    """A list of names in lines of at most `room` ems, cut at blanks only."""
    lines: list[str] = []
    for word in text.split():
        if lines and text_width(f"{lines[-1]} {word}") <= room:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def line_width(line: Line) -> float:
    """Width of a line in pt, from its origin."""
    return line.offsets[-1] + advance(line.text[-1]) * line.type.size
