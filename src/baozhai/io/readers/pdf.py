"""PDF → pages of characters with their boxes, in stream order (pypdfium2)."""

from __future__ import annotations

import ctypes
import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from baozhai.errors import InputError
from baozhai.io.readers.unread import UNREAD, Seen, check_read, page_notes, seen
from baozhai.records import Box, Char, Page

#: Pages beyond this make no newspaper issue; `pages=` picks some of a longer file.
MAX_PAGES = 500
#: PDFium keeps what it parsed of a file until it is closed: it is opened again after so many pages.
AFRESH = 50
#: Lengths (points) beyond these are damage, not print: no sheet is 350 m wide, no type less than a tenth of a point.
FAR, SMALL = 1e6, 0.1
Edges = tuple[float, float, float, float]
_LOOKED_AT = 200  # characters of a page that tell whether its fonts have shapes


class PdfPages:
    """The chosen pages of a PDF (1-based; all when empty), read one at a time: characters take 300 bytes each.

    Iterating raises `InputError` for a broken or encrypted PDF and a page that is not there, and after the last page
    when none had text (scans) or too much of it was in fonts without a Unicode map.
    """

    def __init__(self, data: bytes, name: str, *, pages: Sequence[int] = (), password: str = "") -> None:
        self._data, self._name, self._password = data, name, password
        self._numbers = pages
        self._seen: list[Seen] = []

    def __iter__(self) -> Iterator[Page]:
        import pypdfium2 as pdfium

        self._seen = []
        document = self._opened()
        try:
            for k, number in enumerate(_chosen(self._name, len(document), self._numbers), 1):
                if k % AFRESH == 0:
                    document.close()
                    document = self._opened()
                page = _page(document, number)
                self._seen.append(seen(page))
                yield page
        except pdfium.PdfiumError as error:
            raise InputError(
                f"{self._name}：PDF 的某一页读不出（{error}）。文件可能已损坏，请重新导出。"
            ) from None
        finally:
            document.close()
        check_read(self._name, self._seen)

    def notes(self) -> tuple[str, ...]:
        """What an editor must know of the pages read so far."""
        return page_notes(self._seen)

    def _opened(self) -> Any:
        if not self._data.strip():
            raise InputError(f"{self._name}：文件是空的。请检查导出步骤。")
        import pypdfium2 as pdfium

        try:
            return pdfium.PdfDocument(self._data, password=self._password or None)
        except pdfium.PdfiumError:
            hint = _hint(self._data, self._password)
            raise InputError(f"{self._name}：PDF 打不开。{hint}") from None


def read_pdf(data: bytes, name: str, *, pages: Sequence[int] = (), password: str = "") -> list[Page]:
    """All chosen pages at once; raises what `PdfPages` raises."""
    return list(PdfPages(data, name, pages=pages, password=password))


def _hint(data: bytes, password: str) -> str:
    """What to do next, told from the file: PDFium may repeat the error of an earlier file."""
    if b"/Encrypt" in data:
        return "密码不对，或文件已损坏。" if password else "文件已加密，请先解密，或加 ingest.password=密码。"
    if re.search(rb"/Count\s+0\b", data):
        return "PDF 没有任何页面，请重新导出。"
    return "文件可能已损坏，请重新导出。"


def _chosen(name: str, count: int, pages: Sequence[int]) -> list[int]:
    if wrong := [k for k in pages if not 1 <= k <= count]:
        raise InputError(f"{name}：没有第 {wrong[0]} 页，PDF 共 {count} 页。请改 pages=…")
    if len(pages or range(count)) > MAX_PAGES:
        raise InputError(
            f"{name}：{count} 页，超过一次 {MAX_PAGES} 页的上限。请用 pages=1-{MAX_PAGES} 分批。"
        )
    return list(pages) or list(range(1, count + 1))


def _page(document: Any, number: int) -> Page:
    page = document[number - 1]
    textpage = page.get_textpage()
    try:
        chars, turns = _chars(textpage)
        upright = _upright(number, page.get_cropbox(), chars, list(_boxes(page)), turns)
        return replace(upright, shapeless=_shapeless(textpage, chars))
    finally:
        textpage.close()
        page.close()


def _chars(textpage: Any) -> tuple[list[Char], Counter[int]]:
    """Printed characters, and how many run in each direction (quarter turns to the left).

    Blanks and line ends that PDFium makes up are left to the layout.
    """
    import pypdfium2.raw as raw

    handle, box, matrix = textpage.raw, raw.FS_RECTF(), raw.FS_MATRIX()
    out: list[Char] = []
    turns: Counter[int] = Counter()
    scale, turn, last = 1.0, 0, (0.0, 0.0)
    name, flags, fonts = ctypes.create_string_buffer(96), ctypes.c_int(), dict[bytes, str]()
    for k in range(textpage.count_chars()):
        code = raw.FPDFText_GetUnicode(handle, k)
        unread = raw.FPDFText_HasUnicodeMapError(handle, k) == 1
        if not unread and (code in (0, 10, 13) or (code == 32 and raw.FPDFText_IsGenerated(handle, k) == 1)):
            continue
        raw.FPDFText_GetLooseCharBox(handle, k, box)
        size = raw.FPDFText_GetFontSize(handle, k)
        # A head may be run in: the face changes inside a line.
        raw.FPDFText_GetFontInfo(handle, k, name, 96, flags)
        font = fonts.get(name.value) or fonts.setdefault(name.value, name.value.decode("utf-8", "replace"))
        if (box.bottom, size) != last:
            last = (box.bottom, size)
            scale, turn = _matrix(raw, handle, k, matrix)
        turns[(turn + 2 * (size < 0)) % 4] += code != 32  # a negative size is type upside down
        # PDFium marks a hyphen at a line end with U+0002 or U+FFFE; half a surrogate pair is no character.
        text = "-" if code in (2, 0xFFFE) else UNREAD if unread or 0xD800 <= code < 0xE000 else chr(code)
        edges = _edges((box.left, box.bottom, box.right, box.top), out)
        out.append(Char(text, *edges, _size(abs(size) * scale, edges), font))
    return out, turns


def _shapeless(textpage: Any, chars: Sequence[Char]) -> bool:
    """Whether the first ideographs have no height: PDFium found no font to draw them with."""
    import pypdfium2.raw as raw

    edges = [ctypes.c_double() for _ in range(4)]
    seen = flat = 0
    for k in range(min(textpage.count_chars(), _LOOKED_AT) if chars else 0):
        if 0x4E00 <= raw.FPDFText_GetUnicode(textpage.raw, k) < 0xA000:
            raw.FPDFText_GetCharBox(textpage.raw, k, *edges)
            seen += 1
            flat += abs(edges[3].value - edges[2].value) < 0.1
    return flat > seen / 2


def _matrix(raw: Any, handle: Any, at: int, matrix: Any) -> tuple[float, int]:
    """What the type size is multiplied by, and the direction of the text in quarter turns to the left."""
    if not raw.FPDFText_GetMatrix(handle, at, matrix):
        return 1.0, 0
    scale = math.hypot(matrix.c, matrix.d)
    angle = math.atan2(matrix.b, matrix.a)
    return scale, round(angle / (math.pi / 2)) % 4 if math.isfinite(angle) else 0


def _edges(box: Edges, before: Sequence[Char]) -> Edges:
    """A box with its edges in order; what is no place on paper stands after the character before it."""
    if all(-FAR < edge < FAR for edge in box):
        left, bottom, right, top = box
        return min(left, right), min(bottom, top), max(left, right), max(bottom, top)
    last = before[-1] if before else Char("", 0.0, 0.0, 0.0, 1.0, 1.0, "")
    return last.x1, last.y0, last.x1, last.y1


def _size(size: float, edges: Edges) -> float:
    """A type size that is no size is taken from the box."""
    return size if SMALL < size < FAR else max(edges[3] - edges[1], SMALL)


def _upright(number: int, paper: Edges, chars: list[Char], boxes: list[Box], turns: Counter[int]) -> Page:
    """The page turned so that most of its text runs from left to right, its lower left corner at the origin."""
    if not (all(-FAR < edge < FAR for edge in paper) and paper[2] > paper[0] and paper[3] > paper[1]):
        paper = (0.0, 0.0, max([c.x1 for c in chars], default=1.0), max([c.y1 for c in chars], default=1.0))
    turn = turns.most_common(1)[0][0] if turns else 0
    width, height = paper[2] - paper[0], paper[3] - paper[1]
    if turn or paper[0] or paper[1]:
        chars = [Char(c.text, *_turned(c[1:5], paper, turn), c.size, c.font) for c in chars]
        boxes = [Box(*_turned(b[:4], paper, turn), b.picture) for b in boxes]
    return Page(number, *((height, width) if turn % 2 else (width, height)), tuple(chars), tuple(boxes))


def _turned(box: Edges, paper: Edges, turn: int) -> Edges:
    """Edges of a box on the page turned `turn` quarters to the right."""
    left, bottom, right, top = paper
    x0, y0, x1, y1 = box
    return (
        (x0 - left, y0 - bottom, x1 - left, y1 - bottom),
        (y0 - bottom, right - x1, y1 - bottom, right - x0),
        (right - x1, top - y1, right - x0, top - y0),
        (top - y1, x0 - left, top - y0, x1 - left),
    )[turn]


def _boxes(page: Any) -> Iterator[Box]:
    """Rules, frames and pictures."""
    import pypdfium2.raw as raw

    for item in page.get_objects(filter=(raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE), max_depth=3):
        left, bottom, right, top = item.get_bounds()
        if all(-FAR < edge < FAR for edge in (left, bottom, right, top)):
            yield Box(left, bottom, right, top, item.type == raw.FPDF_PAGEOBJ_IMAGE)
