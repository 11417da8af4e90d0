"""On which page a line of the built-in page falls: every style has a fixed size and line height."""

from __future__ import annotations

import math
from collections.abc import Sequence

from baozhai.io.writers.layout import width
from baozhai.io.writers.word.blocks import Block, Line
from baozhai.io.writers.word.styles import STYLES, TEXT_HEIGHT, TEXT_WIDTH, Style

# Marks that may not begin a line: they go to the line before or draw a character along.
_NO_START = "，。、；：？！”’）》】〕〉…—·％%"
_THIN = " .,:;"  # a quarter of a character in Times New Roman
_NUMBER = " 88"
_CELL_MARGINS = 10.8  # points
_GAP = 0.25  # in characters: what Word and LibreOffice set between Chinese and Latin letters or digits


def estimate(blocks: Sequence[Block]) -> dict[str, int]:
    """Page of every marked line, from 1: an estimate that Word or LibreOffice may count anew.

    Parameters
    ----------
    blocks : sequence of Line or Grid
        The whole document from its head on, in built-in styles.

    Returns
    -------
    dict of str to int
    """
    out: dict[str, int] = {}
    page, y = 1, 0.0
    for k, block in enumerate(blocks):
        style = STYLES[block.style]
        n = _height(block, style)
        y += style.before if y else 0.0
        if y and y + _together(blocks, k) > TEXT_HEIGHT:
            page, y = page + 1, 0.0
        if isinstance(block, Line) and block.mark:
            out[block.mark] = page
        page, y = _flow(page, y, n, style)
        y += style.after
    return out


def _together(blocks: Sequence[Block], k: int) -> float:
    """Height from block `k` on that may not be parted by a page end."""
    block = blocks[k]
    style = STYLES[block.style]
    n = _height(block, style) if isinstance(block, Line) else 1
    if isinstance(block, Line) and style.keep and k + 1 < len(blocks):
        after = STYLES[blocks[k + 1].style]
        return n * style.line + style.after + after.before + _together(blocks, k + 1)
    return (n if n <= 3 else 2) * style.line  # widow control: two lines stay together


def _flow(page: int, y: float, n: int, style: Style) -> tuple[int, float]:
    """Set `n` lines from height `y`; at least two lines of a parted paragraph stand on either page."""
    while n > (fits := int((TEXT_HEIGHT - y) // style.line)):
        here = min(fits, n - 2)
        n -= here if here >= 2 or not y else 0
        page, y = page + 1, 0.0
    return page, y + n * style.line


def _height(block: Block, style: Style) -> int:
    """In lines; a page number needs room behind the text."""
    if isinstance(block, Line):
        return lines(block.text + ("" if block.page is None else _NUMBER), style)
    rooms = [w - _CELL_MARGINS for w in block.widths]
    return sum(max(map(_wrapped, row, rooms, [style] * len(row))) for row in block.rows)


def _wrapped(text: str, room: float, style: Style) -> int:
    return math.ceil(max(width(text), 1) * style.size / room)


def lines(text: str, style: Style) -> int:
    """How many lines a paragraph takes in a style."""
    pitch = style.size - style.tight
    room = (TEXT_WIDTH - style.left * style.size) / pitch
    n, x, before = 1, style.first * style.size / pitch, ""
    for char in text:
        w = 0.25 if char in _THIN else width(char)
        w += _GAP if _mixed(before, char) else 0.0
        before = char
        if x + w > room and char not in _NO_START:
            n, x = n + 1, 0.0
        x += w
    return n


def _mixed(before: str, char: str) -> bool:
    """Whether a Chinese character meets a Latin letter or digit."""
    pair = (before, char)
    return any(c.isascii() and c.isalnum() for c in pair) and any("\u4e00" <= c <= "\u9fff" for c in pair)
