"""Numbers as Chinese news writes them: 3.5, 1,280, 九万六千, 三点五, and what multiplies them."""

from __future__ import annotations

from decimal import Decimal

DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_STEPS = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10**4, "亿": 10**8}


def han_number(text: str) -> int | None:
    """一百二十万 → 1200000; None for what is no number (五六十, 二〇二六)."""
    total = section = digit = 0
    fresh = True  # whether a digit may follow
    for char in text:
        if char in DIGITS:
            if not fresh:
                return None
            digit, fresh = DIGITS[char], char in "零〇"
        elif char in _STEPS:
            section += (digit or (0 if section else 1)) * _STEPS[char]
            digit, fresh = 0, True
        elif char in _MYRIADS:
            new = (section + digit) * _MYRIADS[char]
            total = total + new if new else total * _MYRIADS[char]
            section, digit, fresh = 0, 0, True
        else:
            return None
    return total + section + digit


def decimal(text: str) -> Decimal | None:
    """1,280.5, 三点五 or 九万六千 as a number; None for what is none."""
    whole, point, rest = text.partition("点")
    if text[0].isdigit():
        return Decimal(text.replace(",", "").replace("．", "."))
    number = han_number(whole)
    if number is None or not point:
        return None if number is None else Decimal(number)
    return Decimal(f"{number}." + "".join(str(DIGITS.get(c, 0)) for c in rest))


def factor(times: str | None) -> int:
    """What 万, 亿 or 千万 behind a number multiplies it with."""
    out = 1
    for char in times or "":
        out *= _STEPS.get(char) or _MYRIADS[char]
    return out
