"""What a saved page prints about its article: date, source, reporters, editors."""

from __future__ import annotations

import re

MAX_ASIDE = 60  # characters of a line that may print date and page; more is a text that mentions a date
_IS = r"\s*[：:|｜丨]"  # what stands between 来源 and its name
_EDITOR = "(?:责任?编辑?|本版责编|编辑|编审|审核|校对|排版|[初复终]审|监制)"
_EDITORS = re.compile(
    rf"^[（(\[【]?\s*{_EDITOR}{_IS}.*$|^[—–\s-]*END[—–\s-]*$|^(?:微信)?扫一扫[^。]{{0,12}}(?:微信|朋友圈|分享)[^。]{{0,6}}$"
)
# 2026-06-12 来源：某某报 记者 温岚, without a mark of a sentence.
_INFO = re.compile(
    rf"^\s*(?:(?:发布)?时间|来源|作者){_IS}[^，。！？]*$"
    r"|^\s*\d{4}\s*[-年./][^，。！？]*(?:来源|记者|作者|编辑)\s*[：:\s][^，。！？]*$"
)
_PAGE = re.compile(r"第\s*([A-D]?\d{1,3})\s*版|(?<![\dA-Z])([A-D]?\d{2})\s*版\s*[：:]")
_SOURCE = re.compile(f"来源{_IS}" + r"\s*《?([^\W\d_A-Za-z]{2,16}(?:报|周刊))(?![^\W\d_A-Za-z])")
_REPORTERS = re.compile(
    rf"(?:本报)?(?:记者|通讯员)(?:[：:]|[^\S\n])+(?:(?!来源|{_EDITOR})[\u4e00-\u9fff·]{{2,4}}(?:、|[^\S\n])*)+"
)


def is_info(text: str) -> bool:
    """Whether a line is about the article: its editor, date and source, how to pass it on."""
    return bool(_EDITORS.match(text) or (len(text) <= MAX_ASIDE and _INFO.match(text)))


def source_of(text: str) -> str:
    """The one newspaper that 来源 names, or empty."""
    found = set(_SOURCE.findall(text))
    return found.pop() if len(found) == 1 else ""


def reporters_of(text: str) -> str:
    """The reporters a line names with their role, or empty."""
    found = _REPORTERS.search(text)
    return found.group().strip() if found else ""


def page_of(text: str) -> str:
    """The page that a text names, without noughts before it, or empty."""
    found = _PAGE.search(text)
    return (found.group(1) or found.group(2)).lstrip("0") if found else ""


def author_of(text: str) -> str:
    """`作者：柳问舟 《云岫日报》（2026年…` → the names and roles only."""
    text = re.sub(r"^\s*(?:作者|文)\s*[：:]\s*", "", text)
    return re.split(r"《|[（(]?\s*\d{4}\s*[-年./]|来源\s*[：:]", text)[0].strip(" （(|")
