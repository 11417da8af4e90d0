"""Pages to PDF with reportlab and unembedded Adobe-GB1 fonts; the same page gives the same bytes."""

from __future__ import annotations

import copy
import io
from collections.abc import Iterator

from reportlab.pdfbase import cidfonts, pdfmetrics
from reportlab.pdfgen import canvas

from pagegen.marks import Line, Shape, advance
from pagegen.page import Page

BASE = "STSong-Light"


class PressFont(cidfonts.UnicodeCIDFont):
    """STSong-Light's metrics and encoding under another BaseFont name, as presses name their faces."""

    def __init__(self, name: str) -> None:
        super().__init__(BASE)
        self.name = self.fontName = name

    def addObjects(self, doc: object) -> None:
        """Write the font's dictionary with this name (reportlab takes it from a module-level table)."""
        kept = cidfonts.CIDFontInfo[BASE]
        mine = copy.deepcopy(kept)
        child = mine["DescendantFonts"][0]
        mine["BaseFont"] = child["BaseFont"] = child["FontDescriptor"]["FontName"] = "/" + self.name
        cidfonts.CIDFontInfo[BASE] = mine
        try:
            super().addObjects(doc)
        finally:
            cidfonts.CIDFontInfo[BASE] = kept


def runs(line: Line, *, per_char: bool) -> Iterator[tuple[float, str, float, bool]]:
    """(offset, text, letter space, bold) of stretches that one text operator can show."""
    size, start, count = line.type.size, 0, len(line.text)
    spaces = [
        round(line.offsets[k + 1] - line.offsets[k] - advance(line.text[k]) * size, 4)
        if k + 1 < count
        else 0.0
        for k in range(count)
    ]
    for k in range(count):
        last = k + 1 == count
        joined = not last and spaces[k] == spaces[start] and (k + 1 < line.heavy) == (start < line.heavy)
        if last or per_char or line.vertical or not joined or (k + 1 == line.heavy):
            yield (
                line.offsets[start],
                line.text[start : k + 1],
                spaces[start] if k > start else 0.0,
                start < line.heavy,
            )
            start = k + 1


def _draw_shape(sheet: canvas.Canvas, shape: Shape, height: float) -> None:
    sheet.setLineWidth(shape.line or 0)
    if not shape.w or not shape.h:
        sheet.line(shape.x, height - shape.y, shape.x + shape.w, height - shape.y - shape.h)
        return
    if shape.fill is not None:
        sheet.setFillGray(shape.fill)
    y = height - shape.y - shape.h
    sheet.rect(
        shape.x, y, shape.w, shape.h, stroke=int(shape.line is not None), fill=int(shape.fill is not None)
    )


def _draw_line(sheet: canvas.Canvas, line: Line, height: float, page: Page) -> None:
    size, faces = line.type.size, page.look.style.faces
    text = sheet.beginText()
    text.setFillGray(1.0 if line.white else 0.0)
    for offset, piece, space, heavy in runs(line, per_char=page.look.per_char):
        bold = line.type.bold or (heavy and page.look.stroke_bold)
        text.setFont(faces[1] if heavy and not page.look.stroke_bold else faces[line.type.face], size)
        text.setTextRenderMode(2 if bold else 0)
        text.setCharSpace(space)
        dx, dy = (0.0, offset) if line.vertical else (offset, 0.0)
        text.setTextOrigin(line.x + dx, height - line.y - dy)
        text.textOut(piece)
    text.setTextRenderMode(0)
    text.setCharSpace(0)
    sheet.setLineWidth(0.02 * size)
    sheet.setStrokeGray(1.0 if line.white else 0.0)
    sheet.drawText(text)
    sheet.setStrokeGray(0.0)


def to_pdf(page: Page) -> bytes:
    """The page as a PDF file."""
    for name in page.look.style.faces:
        pdfmetrics.registerFont(PressFont(name))
    buffer = io.BytesIO()
    sheet = canvas.Canvas(buffer, pagesize=page.look.paper, invariant=1)
    height = page.look.paper[1]
    for shape in page.shapes:
        _draw_shape(sheet, shape, height)
    for block in page.blocks:
        for line in block.lines:
            _draw_line(sheet, line, height, page)
    sheet.save()
    return buffer.getvalue()
