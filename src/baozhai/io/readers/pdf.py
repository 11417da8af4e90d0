"""PDF → text in stream order, one line a printed line (pypdfium2)."""

from __future__ import annotations

from typing import Any

from baozhai.errors import InputError


def read_pdf(data: bytes, name: str) -> str:
    """Text of all pages, in the order of the content stream.

    Raises
    ------
    InputError
        Broken or encrypted PDF, or pages without text (scans).
    """
    if not data.strip():
        raise InputError(f"{name}：文件是空的。请检查导出步骤。")
    import pypdfium2 as pdfium

    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        hint = "文件已加密，请先解密" if "password" in str(error).lower() else "文件可能已损坏，请重新导出"
        raise InputError(f"{name}：PDF 打不开（{error}）。{hint}。") from None
    try:
        texts = [_page_text(document[k]) for k in range(len(document))]
    finally:
        document.close()
    text = "\n".join(texts)
    if not text.strip():
        raise InputError(
            f"{name}：PDF 的 {len(texts)} 页都没有文字，可能是扫描件。请先做 OCR（文字识别）再试。"
        )
    return text


def _page_text(page: Any) -> str:
    textpage = page.get_textpage()
    try:
        return str(textpage.get_text_range()).replace("\r\n", "\n").replace("\ufffe", "")
    finally:
        textpage.close()
