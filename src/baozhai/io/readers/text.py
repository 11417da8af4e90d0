"""Bytes of a page dump → text: UTF-8 (with or without BOM), UTF-16, GB18030/GBK."""

from __future__ import annotations

from collections.abc import Sequence

from baozhai.errors import InputError

MAX_CELL = 40  # characters; what is longer lays out a page


def decode(data: bytes, name: str) -> str:
    """Decode strictly; nothing is replaced.

    Raises
    ------
    InputError
        Empty file, binary file, or bytes in no known encoding.
    """
    if not data.strip():
        raise InputError(f"{name}：文件是空的。请检查导出步骤。")
    for bom, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(bom):
            return _strict(data, encoding, name)
    if b"\x00" in data[:4096]:
        if text := _utf16(data):
            return text
        raise InputError(
            f"{name}：这是二进制文件，不是文本，或是损坏的 UTF-16 文本。支持 .txt、.jsonl、.pdf、.html、.docx。"
        )
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        first = error.start
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        raise InputError(
            f"{name}：第 {first} 字节处既不是 UTF-8 也不是 GB18030。请另存为 UTF-8 文本后再试。"
        ) from None
    if _chinese_share(text) < 0.2 and not _is_json(text):
        raise InputError(
            f"{name}：第 {first} 字节处编码无法识别，或文件不是文本。请另存为 UTF-8 文本后再试。"
        )
    return text


def _utf16(data: bytes) -> str:
    """UTF-16 without a byte order mark: the order that gives Chinese text, or nothing."""
    for encoding in ("utf-16-le", "utf-16-be"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _chinese_share(text) > 0.2:
            return text
    return ""


def _strict(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise InputError(
            f"{name}：按 {encoding} 解码在第 {error.start} 字节处失败，文件可能被截断。"
        ) from None


def _chinese_share(text: str) -> float:
    kept = [c for c in text if not c.isspace()]
    common = sum(
        "\u4e00" <= c <= "\u9fff" or c in "，。、；：？！“”（）《》" or c.isascii() and c.isprintable()
        for c in kept
    )
    han = sum("\u4e00" <= c <= "\u9fff" for c in kept)
    return han / len(kept) if kept and common > 0.9 * len(kept) else 0.0


def _is_json(text: str) -> bool:
    """JSON is mostly keys; accented Latin letters before ASCII ones never give the common characters that GB 2312 has."""
    han = [c for c in text if "\u4e00" <= c <= "\u9fff"]
    common = sum(bool(c.encode("gb2312", "ignore")) for c in han)
    return text.lstrip().startswith("{") and 2 * common > len(han)


def table_row(cells: Sequence[str]) -> str:
    """The short cells of a row of a table as one paragraph; empty where they hold sentences, as tables that lay out a page do."""
    short = all(len(cell) <= MAX_CELL and cell[-1] not in "。！？；" for cell in cells)
    return "　".join(cells) if short and len(cells) > 1 else ""
