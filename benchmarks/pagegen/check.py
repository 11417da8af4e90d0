"""What must hold for every page: gold and PDF have the same characters, and nothing is printed over another."""

from __future__ import annotations

from collections import Counter
from typing import Any

from pagegen.page import Page

SOFT = {"\ufffe": "-", "\x02": "-"}  # what PDFium makes of a hyphen at a line's end
TOUCH = 0.6  # pt by which boxes of neighbouring lines may overlap


def ink(text: str) -> Counter[str]:
    """Non-blank characters of a text."""
    return Counter(SOFT.get(c, c) for c in text if not c.isspace() and c != "\0")


def gold_ink(gold: dict[str, Any]) -> Counter[str]:
    """Non-blank characters of all fields of a page's gold."""
    total: Counter[str] = Counter()
    for item in gold["items"]:
        fields = [item[k] or "" for k in ("title", "kicker", "subtitle", "byline_raw", "dateline")]
        total += ink("".join(fields + item["paragraphs"] + [c["text"] for c in item["crossheads"]]))
    return total + ink("".join(gold["furniture"]))


def hyphens(page: Page) -> int:
    """Hyphens printed at line ends that the text does not have."""
    return sum(line.hyphen for block in page.blocks for line in block.lines)


def differences(page: Page, text: str) -> dict[str, int]:
    """Characters printed more (positive) or less often than the gold has them; empty when all is well."""
    seen = ink(text)
    seen["-"] -= hyphens(page)
    wanted = gold_ink(page.gold)
    return {c: seen[c] - wanted[c] for c in seen | wanted if seen[c] != wanted[c]}


def collisions(page: Page) -> list[tuple[str, str]]:
    """Pairs of lines printed over one another, and lines that leave the paper (paired with "")."""
    width, height = page.look.paper
    boxes = [(line.box, line) for block in page.blocks for line in block.lines]
    out = [(line.text, "") for (a, b, c, d), line in boxes if a < 0 or b < 0 or c > width or d > height]
    boxes.sort(key=lambda pair: pair[0][1])
    for k, ((left, _, right, bottom), one) in enumerate(boxes):
        for (x0, y0, x1, _), other in boxes[k + 1 :]:
            if y0 > bottom - TOUCH:
                break
            if x0 < right - TOUCH and left < x1 - TOUCH:
                out.append((one.text, other.text))
    return out
