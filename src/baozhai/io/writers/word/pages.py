"""On which page a line of the built-in page falls: every style has a fixed size and line height."""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence

from baozhai.io.writers.layout import width
from baozhai.io.writers.word.blocks import APART, Block, Line
from baozhai.io.writers.word.styles import STYLES, TEXT_HEIGHT, TEXT_WIDTH, Style

# Marks that may not begin a line: they go to the line before or draw a character along.
_NO_START = "，。、；：？！”’）》】〕〉…—·％%"
_THIN = " .,:;"  # a quarter of a character in Times New Roman
_NUMBER = " 88"
_CELL_MARGINS = 10.8  # points
_MIXED = 4  # the sum of the scripts of a Chinese character and a Latin one that meet
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
    heights = [_height(block, _style(block)) for block in blocks]
    for k, block in enumerate(blocks):
        style, n = _style(block), heights[k]
        y += style.before if y else 0.0
        if y and y + _together(blocks, heights, k) > TEXT_HEIGHT:
            page, y = page + 1, 0.0
        if isinstance(block, Line) and block.mark:
            out[block.mark] = page
        page, y = _flow(page, y, n, style)
        y += style.after
        if _parts(block, n) and y + _next(blocks, heights, k) > TEXT_HEIGHT:  # its last two lines go along
            page, y = page + 1, 2 * style.line + style.after
    return out


def _style(block: Block) -> Style:
    style = STYLES[block.style]
    return style._replace(before=APART, left=0) if isinstance(block, Line) and block.apart else style


def _together(blocks: Sequence[Block], heights: Sequence[int], k: int) -> float:
    """Height from block `k` on that may not be parted by a page end."""
    block = blocks[k]
    style = _style(block)
    n = heights[k] if isinstance(block, Line) else 1
    if isinstance(block, Line) and (style.keep or block.tied) and not _parts(block, n):
        return n * style.line + style.after + _next(blocks, heights, k)
    return (n if n <= 3 else 2) * style.line  # widow control: two lines stay together


def _parts(block: Block, n: int) -> bool:
    """Whether a page may end inside a paragraph of `n` lines whose end stays with the next block."""
    return isinstance(block, Line) and block.tied and n > 3


def _next(blocks: Sequence[Block], heights: Sequence[int], k: int) -> float:
    """Height from the end of block `k` on that may not be parted by a page end."""
    if k + 1 == len(blocks):
        return 0.0
    return _style(blocks[k + 1]).before + _together(blocks, heights, k + 1)


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
    n, x, before = 1, style.first * style.size / pitch, 0
    for char in text:
        w, script = _measured(char)
        w += _GAP if before + script == _MIXED else 0.0
        before = script
        if x + w > room and char not in _NO_START:
            n, x = n + 1, 0.0
        x += w
    return n


@functools.cache
def _measured(char: str) -> tuple[float, int]:
    """Width in characters, and the script: 1 a Latin letter or digit, 3 a Chinese character, 0 neither."""
    script = 1 if char.isascii() and char.isalnum() else 3 if "\u4e00" <= char <= "\u9fff" else 0
    return 0.25 if char in _THIN else width(char), script
