"""Drawings as SVG with text as outlines: Chinese is seen on a machine without a Chinese font.

The outlines (`glyphs.json`) are a subset of Noto Sans CJK SC, under the SIL Open Font License 1.1 (`OFL.txt`);
`benchmarks/glyphs.py` makes them. A character that is not among them is left to the fonts of the reader.
"""

from __future__ import annotations

import functools
import importlib.resources
import json
from collections.abc import Sequence
from html import escape

INK, SOFT, GRID = "#1c1c1c", "#5c5c5c", "#dedad3"
#: Colors that people who see no red or no green tell apart (Okabe and Ito, 2008).
COLORS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9")
_UNITS = 1000


@functools.cache
def _glyphs() -> dict[str, tuple[int, str]]:
    path = importlib.resources.files("baozhai.evaluation").joinpath("glyphs.json")
    found = json.loads(path.read_text(encoding="utf-8"))["glyphs"]
    return {char: (int(advance), str(outline)) for char, (advance, outline) in found.items()}


def advance(text: str, size: float) -> float:
    """Width of a text in the units of the drawing."""
    known = _glyphs()
    return sum(known[c][0] if c in known else _UNITS for c in text) * size / _UNITS


class Drawing:
    """A picture of so many units; what is drawn later lies above."""

    def __init__(self, width: float, height: float, title: str) -> None:
        self.width, self.height, self.title = width, height, title
        self._parts: list[str] = []
        self._used: dict[str, None] = {}

    def text(
        self, x: float, y: float, words: str, *, size: float = 13, anchor: str = "start", fill: str = INK
    ) -> None:
        """A line of text on the baseline `y`, beginning, centered or ending (`start`, `middle`, `end`) at `x`."""
        shift = {"start": 0.0, "middle": 0.5, "end": 1.0}[anchor] * advance(words, size)
        known, at = _glyphs(), 0.0
        uses, missing = "", ""
        for char in words:
            if char in known:
                self._used[char] = None
                uses += f'<use href="#g{ord(char):x}" x="{at:g}"/>'
            elif not char.isspace():
                missing += (
                    f'<text x="{at:g}" transform="scale(1 -1)" font-size="{_UNITS}">{escape(char)}</text>'
                )
            at += known[char][0] if char in known else _UNITS
        scale = size / _UNITS
        place = f"translate({x - shift:.2f} {y:.2f}) scale({scale:g} {-scale:g})"
        self._parts.append(f'<g fill="{fill}" transform="{place}">{uses}{missing}</g>')

    def line(
        self, points: Sequence[tuple[float, float]], *, color: str = INK, width: float = 1, dash: str = ""
    ) -> None:
        """A line through points."""
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        dashes = f' stroke-dasharray="{dash}"' if dash else ""
        self._parts.append(
            f'<polyline points="{path}" fill="none" stroke="{color}" stroke-width="{width:g}"{dashes}/>'
        )

    def area(self, points: Sequence[tuple[float, float]], *, color: str) -> None:
        """A filled shape that lets through what lies below."""
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        self._parts.append(f'<polygon points="{path}" fill="{color}" fill-opacity="0.18"/>')

    def box(self, x: float, y: float, size: tuple[float, float], *, color: str, opacity: float = 1) -> None:
        """A filled rectangle with its upper left corner at `x`, `y`; `size` is width and height."""
        corners = f'x="{x:.1f}" y="{y:.1f}" width="{max(size[0], 0):.1f}" height="{max(size[1], 0):.1f}"'
        self._parts.append(f'<rect {corners} fill="{color}" fill-opacity="{opacity:.3g}"/>')

    def dot(self, x: float, y: float, *, radius: float = 3.5, color: str = INK) -> None:
        """A filled circle."""
        self._parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="{color}"/>')

    def svg(self) -> str:
        """The whole file; the same drawing gives the same text."""
        known = _glyphs()
        defs = "".join(f'<path id="g{ord(c):x}" d="{known[c][1]}"/>' for c in sorted(self._used))
        box = f'viewBox="0 0 {self.width:g} {self.height:g}" width="{self.width:g}" height="{self.height:g}"'
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" {box} role="img">\n<title>{escape(self.title)}</title>\n'
            f'<defs>{defs}</defs>\n<rect width="100%" height="100%" fill="#fff"/>\n'
            + "\n".join(self._parts)
            + "\n</svg>\n"
        )
