"""What the labels of a dump's lines make of it: paragraphs, headline pieces, furniture."""

from __future__ import annotations

from dataclasses import dataclass, field

from baozhai.ingest.reflow import Line


@dataclass
class Paragraph:
    """Lines of a paragraph, the crosshead and byline lines over it, signature lines after it."""

    lines: list[Line]
    odds: float
    photo: bool = False
    over: list[Line] = field(default_factory=list)
    bylines: list[Line] = field(default_factory=list)
    signature: list[Line] = field(default_factory=list)


@dataclass
class Piece:
    """A stretch of a headline line: role (`K`, `H`, `h`, `S`), log-odds of a start, byline lines after it.

    `under`, `sub`, `kicker`: log-odds, by how it reads, of a title below its kicker, a subtitle, a kicker.
    """

    line: Line
    role: str
    odds: float
    place: int
    bylines: list[Line] = field(default_factory=list)
    under: float = 0.0
    sub: float = 0.0
    kicker: float = 0.0


@dataclass
class Labelled:
    """What the labels say: paragraphs, headline pieces, furniture; `fresh`: a headline was just read."""

    paragraphs: list[Paragraph] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    furniture: list[Line] = field(default_factory=list)
    over: list[Line] = field(default_factory=list)
    bylines: list[Line] = field(default_factory=list)
    fresh: bool = True
