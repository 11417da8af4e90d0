"""A saved web page → its element tree: encodings, limits, one line of clean text from an element.

selectolax (MIT, on lexbor, Apache-2.0) parses as browsers do, imports in 0.02 s and is imported only here.
lxml gave no text at all of elements nested 400 deep; trafilatura takes 0.17 s to import.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from typing import Any

from baozhai.errors import InputError
from baozhai.io.readers.text import decode, table_row

MAX_NESTING = 5000  # the parser's time grows with the square: 0.07 s at 5,000, minutes at 200,000
#: Characters that no text holds and that mark breaks, bold print and cells in a tree.
BREAK, BOLD, PLAIN, CELL = "\x1e", "\x1f", "\x1d", "\x1c"

_NESTING = re.compile(
    r"<(/?)(?:div|span|table|t[dr]|section|ul|ol|li|font|b|strong|em|i|a|blockquote)\b", re.I
)
_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_:-]+)""", re.I)
_UNSEEN = "script,style,noscript,template,iframe,object,button,select,textarea,nav"
_WIDE = "\u3000-\u303f\u4e00-\u9fff\uff00-\uffef“”‘’—…"


def parse(data: bytes, name: str) -> Any:
    """The tree of a page.

    Raises
    ------
    InputError
        Not decodable, nested beyond reason, selectolax not installed.
    """
    text = decode_html(data, name)
    if _depth(text) > MAX_NESTING:
        raise InputError(f"{name}：网页标签嵌套超过 {MAX_NESTING} 层，不像文章页。请重新保存该网页。")
    try:
        from selectolax.lexbor import LexborHTMLParser
    except ImportError:
        raise InputError(f"{name}：读网页需要 selectolax。请在项目目录重新运行 make install。") from None
    return LexborHTMLParser(text.translate({0: " ", **{ord(c): " " for c in (BREAK, BOLD, PLAIN, CELL)}}))


def decode_html(data: bytes, name: str) -> str:
    """Decode strictly: byte order mark, then UTF-8, then the declared encoding, then GB18030."""
    if not data.strip() or data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")) or b"\0" in data[:64]:
        return decode(data, name)
    found = _CHARSET.search(data[:4096])
    declared = found.group(1).decode("ascii").lower() if found else ""
    for encoding in ("utf-8", _wider(declared), "gb18030"):
        try:
            return data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    raise InputError(f"{name}：编码无法识别（网页声明为 {declared or '无'}）。请用浏览器另存为 UTF-8 网页。")


def _wider(declared: str) -> str:
    """GB2312 and GBK pages hold characters of GB18030; an unknown name is no help."""
    if declared in ("gb2312", "gbk", "gb_2312-80", "x-gbk"):
        return "gb18030"
    try:
        return codecs.lookup(declared).name
    except LookupError:
        return "utf-8"


def _depth(text: str) -> int:
    depth = deepest = 0
    for found in _NESTING.finditer(text):
        depth = max(0, depth - 1) if found.group(1) else depth + 1
        deepest = max(deepest, depth)
    return deepest


def clean(text: str) -> str:
    """One line: blanks collapsed, line ends between ideographs dropped, no invisible characters."""
    return "　".join(_line(part) for part in text.split(CELL))


def _line(text: str) -> str:
    text = re.sub("[\u200b\u200c\u200d\ufeff\u00ad]", "", text)
    text = re.sub(rf"(?<=[{_WIDE}])[ \t]*[\r\n]\s*(?=[{_WIDE}])", "", text)
    return re.sub(r"\s+", " ", text).strip()


def join_rows(body: Any) -> set[int]:
    """Put the short cells of each row of a table into one line; the elements in these rows, which begin none."""
    inside: set[int] = set()
    for row in body.css("tr"):
        cells = [cell for cell in row.css("td, th") if words(cell)]
        if table_row([words(cell) for cell in cells]):
            inside |= {node.mem_id for cell in row.css("td, th") for node in cell.traverse()}
            for cell in cells[1:]:
                cell.insert_before(CELL)
    return inside


def texts(node: Any) -> Iterator[Any]:
    """Text nodes that are not blank."""
    return (n for n in node.traverse(include_text=True) if n.is_text_node and (n.text() or "").strip())


def words(node: Any) -> str:
    """The text of an element as one clean line; a line break is a blank."""
    for br in node.css("br"):
        br.insert_before(" ")
    return clean(node.text())


def remove(nodes: Iterable[Any]) -> None:
    """Take elements out of their tree; one inside another goes with it (its memory must not be touched)."""
    found = {node.mem_id: node for node in nodes}
    for node in [n for n in found.values() if not any(a.mem_id in found for a in _around(n))]:
        node.decompose()


def _around(node: Any) -> Iterable[Any]:
    while (node := node.parent) is not None:
        yield node


def remove_unseen(tree: Any) -> None:
    """Take out what a reader of the page does not see as text: scripts, menus, fields."""
    remove(tree.css(_UNSEEN))
