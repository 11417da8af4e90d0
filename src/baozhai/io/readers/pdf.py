"""PDF → pages of characters with their boxes, in stream order (pypdfium2)."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from typing import Any

from baozhai.errors import InputError
from baozhai.records import Box, Char, Page

#: Pages beyond this make no newspaper issue; `pages=` picks some of a longer file.
MAX_PAGES = 500
_UNREADABLE = "（文字没有 Unicode 对照表）"


def read_pdf(data: bytes, name: str, *, pages: Sequence[int] = (), password: str = "") -> list[Page]:
    """Characters, rules and pictures of the chosen pages (1-based; all when empty).

    Raises
    ------
    InputError
        Broken or encrypted PDF, a page that is not there, pages without text (scans).
    """
    if not data.strip():
        raise InputError(f"{name}：文件是空的。请检查导出步骤。")
    import pypdfium2 as pdfium

    try:
        document = pdfium.PdfDocument(data, password=password or None)
    except pdfium.PdfiumError as error:
        raise InputError(f"{name}：PDF 打不开（{error}）。{_hint(str(error), password)}") from None
    try:
        chosen = _chosen(name, len(document), pages)
        out = [_page(document, number) for number in chosen]
    except pdfium.PdfiumError as error:
        raise InputError(f"{name}：PDF 的某一页读不出（{error}）。文件可能已损坏，请重新导出。") from None
    finally:
        document.close()
    if not any(page.chars for page in out):
        raise InputError(
            f"{name}：PDF 的 {len(out)} 页都没有文字，可能是扫描件。请先做 OCR（文字识别）再试。"
        )
    return out


def _hint(message: str, password: str) -> str:
    if "password" not in message.lower():
        return "文件可能已损坏，请重新导出。"
    return "密码不对。" if password else "文件已加密，请先解密，或加 ingest.password=密码。"


def _chosen(name: str, count: int, pages: Sequence[int]) -> list[int]:
    if not count:
        raise InputError(f"{name}：PDF 没有任何页面，请重新导出。")
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
        width, height = page.get_size()
        return Page(number, width, height, tuple(_chars(textpage)), tuple(_boxes(page)))
    finally:
        textpage.close()
        page.close()


def _chars(textpage: Any) -> Iterator[Char]:
    """Printed characters; blanks and line ends that PDFium makes up are left to the layout."""
    import pypdfium2.raw as raw

    handle, box = textpage.raw, raw.FS_RECTF()
    font = ""
    last = (0.0, 0.0)
    for k in range(textpage.count_chars()):
        code = raw.FPDFText_GetUnicode(handle, k)
        if code in (0, 10, 13) or (code == 32 and raw.FPDFText_IsGenerated(handle, k) == 1):
            continue
        raw.FPDFText_GetLooseCharBox(handle, k, box)
        size = raw.FPDFText_GetFontSize(handle, k)
        if (box.bottom, size) != last:
            font, last = _font(raw, handle, k), (box.bottom, size)
        # PDFium marks a hyphen at a line end with U+0002 or U+FFFE; half a surrogate pair is no character.
        text = "-" if code in (2, 0xFFFE) else "\ufffd" if 0xD800 <= code < 0xE000 else chr(code)
        yield Char(text, box.left, box.bottom, box.right, box.top, size, font)


def _font(raw: Any, handle: Any, at: int) -> str:
    buffer, flags = ctypes.create_string_buffer(96), ctypes.c_int()
    raw.FPDFText_GetFontInfo(handle, at, buffer, 96, flags)
    return buffer.value.decode("utf-8", "replace")


def _boxes(page: Any) -> Iterator[Box]:
    """Rules, frames and pictures."""
    import pypdfium2.raw as raw

    for item in page.get_objects(filter=(raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE), max_depth=3):
        left, bottom, right, top = item.get_bounds()
        yield Box(left, bottom, right, top, item.type == raw.FPDF_PAGEOBJ_IMAGE)
