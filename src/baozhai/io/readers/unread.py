"""What of the pages of a PDF could not be read: told to the editor, or reason to refuse the file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from baozhai.errors import InputError
from baozhai.records import Page

#: What a character without an entry in its font's Unicode map is read as, and from which share of them on
#: a PDF is refused.
UNREAD, UNREAD_MAX = "\ufffd", 0.3


class Seen(NamedTuple):
    """What is remembered of a page that was read: how many characters it has and how many of them are unknown."""

    number: int
    chars: int
    unread: int
    shapeless: bool


def check_read(name: str, pages: Sequence[Seen]) -> None:
    """Refuse a file without text, or with too much of it in fonts without a Unicode map.

    Raises
    ------
    InputError
        Says which, and what to do.
    """
    total = sum(page.chars for page in pages)
    if not total:
        raise InputError(
            f"{name}：PDF 的 {len(pages)} 页都没有文字，可能是扫描件。请先做 OCR（文字识别）再试；"
            "若在阅读器里能选中文字，则是本机缺中文字体，请装一种（如 fonts-noto-cjk）再试。"
        )
    if (unread := sum(page.unread for page in pages)) > UNREAD_MAX * total:
        raise InputError(
            f"{name}：{total} 字中有 {unread} 字读不出：PDF 的字体没有 Unicode 对照表。"
            "请换一种方式导出 PDF，或先做 OCR（文字识别）再试。"
        )


def seen(page: Page) -> Seen:
    """What is remembered of a page."""
    unread = sum(char.text == UNREAD for char in page.chars)
    return Seen(page.number, len(page.chars), unread, page.shapeless)


def page_notes(pages: Sequence[Seen]) -> tuple[str, ...]:
    """What an editor must know of the pages that were read: some without text, characters that are unknown."""
    notes = [
        f"PDF 第 {page.number} 页没有文字，可能是扫描件或整版图片，未收入报摘；需要时请先做 OCR（文字识别）。"
        for page in pages
        if not page.chars
    ]
    notes += [
        f"PDF 第 {page.number} 页有 {page.unread} 字读不出（字体没有 Unicode 对照表），以“{UNREAD}”代替，请对照原报。"
        for page in pages
        if page.unread
    ]
    notes += [
        f"PDF 第 {page.number} 页有字体没有嵌入文件，本机也没有，可能漏字：请装一种中文字体（如 fonts-noto-cjk）再做一次。"
        for page in pages
        if page.shapeless
    ]
    return tuple(notes)
