"""What a page falls into: heads, bodies, furniture."""

from __future__ import annotations

from dataclasses import dataclass, field

from baozhai.ingest import patterns as pat
from baozhai.ingest.reflow import Line, joined


@dataclass
class Head:
    """Consecutive display lines and the byline line below them."""

    lines: list[Line]
    bylines: list[Line] = field(default_factory=list)


@dataclass
class Body:
    """One text: paragraphs of lines, crossheads before a paragraph, a credit or signature line."""

    paras: list[list[Line]] = field(default_factory=list)
    crossheads: list[tuple[int, Line]] = field(default_factory=list)
    signature: list[Line] = field(default_factory=list)
    credit: list[Line] = field(default_factory=list)
    confidence: float = 1.0

    @property
    def closed(self) -> bool:
        """Whether a signature or a credit has ended this text."""
        if self.signature or self.credit:
            return True
        return bool(self.paras) and pat.signed(joined(self.paras[-1]))


@dataclass
class Cut:
    """What a page falls into, in the order of the dump."""

    parts: list[Head | Body]
    furniture: list[Line]


def cut_body(body: Body, at: int) -> tuple[Body, Body]:
    """Two bodies of one, cut before paragraph `at`; a crosshead right there goes with the second."""
    first = Body(body.paras[:at], [c for c in body.crossheads if c[0] < at], confidence=0.7)
    crossheads = [(k - at, line) for k, line in body.crossheads if k >= at]
    return first, Body(body.paras[at:], crossheads, body.signature, body.credit, 0.7)
