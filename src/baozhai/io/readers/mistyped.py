"""What is wrong with a line that should be JSON, for those who typed it."""

from __future__ import annotations

import json

_STRAIGHT = str.maketrans(dict.fromkeys("“”„‟‘’＂", '"'))
_SHOWN = 60  # characters of a line that a message quotes


def no_json(line: str, at: int) -> str:
    """Where a line is no JSON and why; a word processor, or a Chinese keyboard, bends the quotes."""
    shown = line.strip() if len(line.strip()) <= _SHOWN else f"{line.strip()[:_SHOWN]}…"
    bent = [k for k, c in enumerate(line) if ord(c) in _STRAIGHT]
    if bent and (at in bent or _is_json(line.translate(_STRAIGHT))):
        first = at if at in bent else bent[0]
        return f'：不是 JSON，第 {first + 1} 个字是 {line[first]}。字段和值两边的引号必须是直的（"），请改正：{shown}'
    return f"：不是 JSON，第 {at + 1} 个字起写法不对。双引号、逗号、冒号、括号都要用半角的，引号、括号要成对，请改正：{shown}"


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True
