"""A quote that nothing closes, which would put all rows after it into one cell."""

from __future__ import annotations

import re

from baozhai.errors import InputError

LINE_END = re.compile(r"\r\n?|\n")
_CLOSING = re.compile(r'[^"]*+(?:""[^"]*+)*+"')


def check_quotes(text: str, mark: str, name: str) -> None:
    """Refuse a CSV text, delimited by `mark`, in which a quote opens a cell that nothing closes.

    Raises
    ------
    InputError
        Naming the line of that quote.
    """
    if (opened := _unpaired(text, mark)) >= 0:
        line = len(LINE_END.findall(text, 0, opened)) + 1
        raise InputError(
            f'{name} 第 {line} 行：有一个开头的引号（"）没有另一半，它后面的行会并进这一格。'
            '请补上另一半，或删去这个引号；格内的引号要写成两个（""）。没有读入任何一行。'
        )


def _unpaired(text: str, mark: str) -> int:
    """Where a quote opens a cell that nothing closes, read as `csv` does; -1 if none does.

    A cell over several lines that ends in front of neither a delimiter nor a line end was closed by the quote of
    a later cell, and has swallowed the rows between.
    """
    ends, at, last = re.compile(f"[{mark}\r\n]|\\Z"), 0, text.rfind('"')
    while at <= last:
        if text[at] == '"':
            closed = _CLOSING.match(text, at + 1)
            if not closed or (not ends.match(text, closed.end()) and LINE_END.search(closed[0])):
                return at
            at = closed.end()
        at = found.end() if (found := ends.search(text, at)) else len(text)
    return -1
