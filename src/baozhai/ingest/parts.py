"""What a page falls into: heads, bodies, furniture."""

from __future__ import annotations

from dataclasses import dataclass, field

from baozhai.ingest.reflow import Line

#: Most characters of a section's name, which needs no text.
SECTION_MAX = 7


@dataclass
class Head:
    """Consecutive display lines, and the byline, kicker and subtitle lines where they are known.

    `size` is the type size of its largest line in points, 0 where it is not known.
    """

    lines: list[Line]
    bylines: list[Line] = field(default_factory=list)
    kicker: list[Line] = field(default_factory=list)
    subtitle: list[Line] = field(default_factory=list)
    size: float = 0.0

    @property
    def printed(self) -> list[Line]:
        """All its lines."""
        return self.kicker + self.lines + self.subtitle + self.bylines


@dataclass
class Body:
    """One text: paragraphs of lines, crossheads before a paragraph, a credit or signature line.

    `pictured`: it stands right under a picture.
    """

    paras: list[list[Line]] = field(default_factory=list)
    crossheads: list[tuple[int, Line]] = field(default_factory=list)
    signature: list[Line] = field(default_factory=list)
    credit: list[Line] = field(default_factory=list)
    confidence: float = 1.0
    pictured: bool = False


@dataclass
class PageCut:
    """Bodies of a page, body index → (headline, confidence), headlines without a body, the rest.

    `lost`: lines of which no order, and so no article, could be made; `mute`: furniture that says nothing of the page.
    """

    bodies: list[Body] = field(default_factory=list)
    titled: dict[int, tuple[Head, float]] = field(default_factory=dict)
    loose: list[Head] = field(default_factory=list)
    furniture: list[Line] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    lost: list[Line] = field(default_factory=list)
    mute: list[Line] = field(default_factory=list)
