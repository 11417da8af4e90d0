"""What is read: pages, articles, issues."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

DOUBT = 0.6


class Char(NamedTuple):
    """A printed character with its box in points, origin at the page's lower left corner."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    size: float
    font: str


class Box(NamedTuple):
    """A rule, frame, filled area or picture of a page, in points."""

    x0: float
    y0: float
    x1: float
    y1: float
    picture: bool = False


@dataclass(frozen=True)
class Page:
    """A printed page: `chars` in stream order; `number` is its place in the file, 1-based.

    `shapeless`: a font is neither in the file nor on this machine, so that characters may be missing.
    """

    number: int
    width: float
    height: float
    chars: tuple[Char, ...] = ()
    boxes: tuple[Box, ...] = ()
    shapeless: bool = False


@dataclass(frozen=True)
class Person:
    """A name in a byline with its role as printed (`作者` for a bare signature)."""

    name: str
    role: str = "作者"


@dataclass(frozen=True)
class Crosshead:
    """小标题: the text and the index of the paragraph it precedes."""

    before_para: int
    text: str


@dataclass(frozen=True)
class Source:
    """Where an item was printed; `spans` are (first, last) line numbers of the input, 1-based."""

    file: str = ""
    page: str = ""
    spans: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Article:
    """One item of an issue; `kind` is `article` or `photo`, `also` are its copies elsewhere (reprints).

    `headline_size` is in points, 0 where it is not known (only a PDF tells it).
    """

    id: str
    title: str = ""
    paragraphs: tuple[str, ...] = ()
    kind: str = "article"
    kicker: str = ""
    subtitle: str = ""
    byline: tuple[Person, ...] = ()
    byline_raw: str = ""
    dateline: str = ""
    crossheads: tuple[Crosshead, ...] = ()
    newspaper: str = ""
    date: str = ""
    page: str = ""
    source: Source = Source()
    confidence: float = 1.0
    also: tuple[Article, ...] = ()
    headline_size: float = 0.0


@dataclass(frozen=True)
class Issue:
    """An issue (or a page of it) after cutting.

    `furniture` holds mastheads, folios and editors' lines; `unassigned` the text that no
    item could claim. `input_chars` is the number of non-blank characters read.
    """

    id: str
    articles: tuple[Article, ...]
    newspaper: str = ""
    date: str = ""
    page: str = ""
    furniture: tuple[str, ...] = ()
    unassigned: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    input_chars: int = 0
    input_sha256: str = ""
