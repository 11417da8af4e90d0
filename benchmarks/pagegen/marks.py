"""What ends up on paper: lines of placed characters, rectangles and rules; y runs down from the top, in pt."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

# Advances of STSong-Light's proportional Latin (Adobe-GB1, 1/1000 em); everything else is one em.
_LATIN = (
    "207 270 342 467 462 797 710 239 374 374 423 605 238 375 238 334 462 462 462 462 462 462 462 462 462 462 238 238"
    " 605 605 605 344 748 684 560 695 739 563 511 729 793 318 312 666 526 896 758 772 544 772 628 465 607 753 711 972"
    " 647 620 607 374 333 374 606 500 239 417 503 427 529 415 264 444 518 241 230 495 228 793 527 524 524 504 338 336"
    " 277 517 450 652 466 452 407 370 258 370 605"
)
LATIN = {chr(32 + k): int(w) / 1000 for k, w in enumerate(_LATIN.split())}


def advance(char: str) -> float:
    """Natural advance of a character in ems."""
    return LATIN.get(char, 1.0)


def text_width(text: str) -> float:
    """Natural width of a text in ems."""
    return sum(advance(c) for c in text)


@dataclass(frozen=True)
class Type:
    """A type: role of the face (0 text, 1 headline, 2 caption), size in pt, stroked outline or not."""

    face: int
    size: float
    bold: bool = False


@dataclass(frozen=True)
class Line:
    """A printed line: characters with their x (pt from `x`), on baseline `y`.

    `vertical` lines run downwards: offsets are then y, each character upright in its cell.
    """

    text: str
    offsets: tuple[float, ...]
    type: Type
    x: float
    y: float
    heavy: int = 0  # so many first characters are bold (a run-in head)
    vertical: bool = False
    loose: bool = False  # stretched so much that extractors see blanks
    hyphen: bool = False  # its last character is a hyphen the text does not have
    white: bool = False

    def moved(self, dx: float, dy: float) -> Line:
        """The line elsewhere."""
        return replace(self, x=self.x + dx, y=self.y + dy)

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right, bottom of the ink, in pt."""
        size = self.type.size
        end = self.offsets[-1] + advance(self.text[-1]) * size
        if self.vertical:
            return self.x, self.y + self.offsets[0] - 0.85 * size, self.x + size, self.y + self.offsets[-1]
        return self.x + self.offsets[0], self.y - 0.84 * size, self.x + end, self.y + 0.15 * size


@dataclass(frozen=True)
class Shape:
    """A rectangle (or, with no height or width, a rule); grey levels 0 black – 1 white, None for nothing."""

    x: float
    y: float
    w: float
    h: float
    fill: float | None = None
    line: float | None = None  # width of the stroke in pt

    def moved(self, dx: float, dy: float) -> Shape:
        """The shape elsewhere."""
        return replace(self, x=self.x + dx, y=self.y + dy)


@dataclass
class Block:
    """Lines that stand together in the content stream: a headline, a text, a caption, furniture."""

    role: str  # head | body | caption | furniture
    owner: int  # index of the item on the page; -1 furniture
    lines: list[Line]

    def moved(self, dx: float, dy: float) -> Block:
        """The block elsewhere."""
        return Block(self.role, self.owner, [line.moved(dx, dy) for line in self.lines])


@dataclass
class Frame:
    """A laid-out rectangle with its own origin: blocks, shapes and the gold items it prints."""

    width: float
    height: float
    blocks: list[Block] = field(default_factory=list)
    shapes: list[Shape] = field(default_factory=list)

    def moved(self, dx: float, dy: float) -> Frame:
        """The frame elsewhere."""
        blocks = [b.moved(dx, dy) for b in self.blocks]
        return Frame(self.width, self.height, blocks, [s.moved(dx, dy) for s in self.shapes])

    def add(self, other: Frame, dx: float = 0.0, dy: float = 0.0) -> None:
        """Put another frame's marks into this one at an offset."""
        shifted = other.moved(dx, dy)
        self.blocks += shifted.blocks
        self.shapes += shifted.shapes
