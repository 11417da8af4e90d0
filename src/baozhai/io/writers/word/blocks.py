"""Lines and tables of a document → WordprocessingML."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from html import escape
from typing import NamedTuple

from baozhai.io.writers.word.styles import TEXT_WIDTH, W

_FIRST_COLUMN, _WIDEST = 86.0, 80.0  # points: seven characters with their margins, and five
_NUMBER = 8  # characters of a cell that holds a number, at most
APART = 8  # points above a line that does not belong to the one before
_FIRST_BOOKMARK = 10_000  # above those that a user's template may hold
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="808080"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


class Line(NamedTuple):
    """A paragraph: `mark` names it as a target, `link` jumps to one, `page` is the number shown for it.

    The end of one that is `tied` stands on the page where the next block begins. One that is `apart` does not belong to
    what stands above it: a little lower, and without indent.
    """

    style: str
    text: str
    mark: str = ""
    link: str = ""
    page: int | None = None
    tied: bool = False
    apart: bool = False


class Grid(NamedTuple):
    """A table of texts; the first row is its head."""

    style: str
    rows: tuple[tuple[str, ...], ...]

    @property
    def widths(self) -> list[float]:
        """Of the columns in points; the first holds names, two columns of texts share the line."""
        rest = len(self.rows[0]) - 1
        if rest == 1 and max(len(row[1]) for row in self.rows) > _NUMBER:
            return [TEXT_WIDTH / 2] * 2
        first = max(_FIRST_COLUMN, TEXT_WIDTH - rest * _WIDEST)
        return [first, *([(TEXT_WIDTH - first) / max(rest, 1)] * rest)]


Block = Line | Grid
Look = Callable[[str], tuple[str, str]]


def to_xml(blocks: Iterable[Block], look: Look) -> str:
    """The blocks inside one root element.

    Parameters
    ----------
    blocks : iterable of Line or Grid
    look : callable
        Style name → style id and the XML of the fonts that every run names.
    """
    ids: dict[str, int] = {}
    parts = [_line(b, look, ids) if isinstance(b, Line) else _grid(b, look) for b in blocks]
    return f'<w:body xmlns:w="{W}">{"".join(parts)}</w:body>'


def _line(line: Line, look: Look, ids: dict[str, int]) -> str:
    style, fonts = look(line.style)
    runs = _run(line.text, fonts)
    if line.page is not None:
        runs += _page_number(line, fonts)
    if line.link:
        runs = f'<w:hyperlink w:anchor="{_name(line.link)}" w:history="1">{runs}</w:hyperlink>'
    if line.mark:
        number = ids.setdefault(line.mark, _FIRST_BOOKMARK + len(ids))
        start = f'<w:bookmarkStart w:id="{number}" w:name="{_name(line.mark)}"/>'
        runs = f'{start}{runs}<w:bookmarkEnd w:id="{number}"/>'
    tied = "<w:keepNext/>" if line.tied else ""
    apart = f'<w:spacing w:before="{APART * 20}"/><w:ind w:leftChars="0" w:left="0"/>' if line.apart else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{tied}{apart}</w:pPr>{runs}</w:p>'


def _name(anchor: str) -> str:
    return f"_bz_{anchor}"  # an underscore first hides it from Word's list of bookmarks


def _run(text: str, fonts: str) -> str:
    return f'<w:r><w:rPr>{fonts}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def _page_number(line: Line, fonts: str) -> str:
    """A field that Word and LibreOffice can count anew, with the number to show until then."""
    look = f"<w:rPr>{fonts}</w:rPr>"
    pieces = (
        "<w:tab/>",
        '<w:fldChar w:fldCharType="begin"/>',
        f'<w:instrText xml:space="preserve"> PAGEREF {_name(line.link)} \\h </w:instrText>',
        '<w:fldChar w:fldCharType="separate"/>',
        f"<w:t>{line.page or ''}</w:t>",
        '<w:fldChar w:fldCharType="end"/>',
    )
    return "".join(f"<w:r>{look}{piece}</w:r>" for piece in pieces)


def _grid(grid: Grid, look: Look) -> str:
    style, fonts = look(grid.style)
    columns = "".join(f'<w:gridCol w:w="{round(w * 20)}"/>' for w in grid.widths)
    head = "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>"
    body = "<w:trPr><w:cantSplit/></w:trPr>"
    rows = "".join(
        f"<w:tr>{body if k else head}"
        f"{''.join(_cell(text, w, style, fonts) for text, w in zip(row, grid.widths, strict=True))}</w:tr>"
        for k, row in enumerate(grid.rows)
    )
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="5000" w:type="pct"/><w:tblBorders>{_BORDERS}</w:tblBorders>'
        '<w:tblLayout w:type="fixed"/></w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"
    )


def _cell(text: str, points: float, style: str, fonts: str) -> str:
    size = f'<w:tcPr><w:tcW w:w="{round(points * 20)}" w:type="dxa"/></w:tcPr>'
    return f'<w:tc>{size}<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{_run(text, fonts)}</w:p></w:tc>'
