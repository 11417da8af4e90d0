"""What an item is called: its headline, or else how its text begins."""

from __future__ import annotations

import re
from itertools import accumulate

from baozhai.records import Article
from baozhai.text.captions import unpointed
from baozhai.text.credits import bare
from baozhai.text.headlines import headline_in
from baozhai.text.lazy import lazy
from baozhai.text.words import cut

LABEL_CHARS = 18  # of a caption shown in place of a headline; not tuned
LABEL_MORE = 12  # up to the end of the clause, of a quotation or of a title; not tuned
LABEL_TITLE = 45  # of a label that would say no more than who issued a document; not tuned
_PAIRS = {"“": "”", "‘": "’", "「": "」", "『": "』", "《": "》", "〈": "〉", "（": "）", "【": "】"}
_DAY = lazy(r"(?:\d{4}年)?[\d〇一二三四五六七八九十]{1,3}月(?:[\d一二三四五六七八九十]{1,3}日)?\w{0,3}")
# Clauses before the news that call none: when, on what occasion, and who says so.
_FRAME = lazy(
    rf"^(?:(?:近日|日前|近期|连日来|[今昨][天日]|\d{{1,2}}[日号]|{_DAY.pattern}|(?:今年|去年|年初|入[春夏秋冬])以来|近年来"
    r"|在[^，。；！？]{2,20}(?:之际|前夕)|[^，。；！？“”]{0,16}(?:获悉|了解到|数据显示)|截至[^，。；！？]{2,20}"
    r"|根?据[^，。；！？“”]{1,20}(?:报道|消息|介绍|统计|数据))[，,：:])+"
)
# A clause that ends so tells nothing yet; a firm's name goes on so behind its words, and no label ends so.
_NOTHING_YET = lazy("(?:[称说]|表示|显示|指出|强调|认为|宣布|以来|之际|[日晨午晚月年]起)$")
_FIRM = lazy("(?:股份|有限|责任|控股|集团|科技|总)*公司")
_HANGING = lazy("[的在和与对由从将已为把被向于]$")
_STRAY = lazy(r"^[\]）)》〉」』”’】\s]+")
# Marks before a caption.
_SHOWS = lazy(r"^\s*[▲▼◀▶◆●△]*\s*(?:图为\s*)?")


def headline(article: Article) -> str:
    """The headline; an item without one shows the headline that runs into its text, or how that begins."""
    if article.title:
        return _STRAY.sub("", article.title) or article.title
    text = article.paragraphs[0] if article.paragraphs else ""
    if article.kind == "article" and (found := headline_in(text)):
        return found
    text = text[slice(*bare(text))].strip() or text.strip()
    if article.kind == "photo":
        text = _SHOWS.sub("", unpointed((text,))[0]).strip()
    return f"{'图片：' if article.kind == 'photo' else '（无标题）'}{_opening(_FRAME.sub('', text) or text)}"


def _opening(text: str) -> str:
    """The first `LABEL_CHARS` characters, cut at a mark, a few more to the end of the clause, or at least not inside a number, word or firm."""
    whole, most = text.rstrip("。；！？"), LABEL_CHARS + LABEL_MORE
    if len(whole) <= most:
        return whole
    marks = [m.start() for m in re.finditer(r"[。；！？，：]", text[: most + 1])]
    marks = [m for m in marks if m >= LABEL_CHARS // 3 and not _DAY.fullmatch(text[:m])]
    telling = [m for m in marks if not _NOTHING_YET.search(text[:m])]
    near = [m for m in telling if m <= LABEL_CHARS]
    if near or telling:
        return _closed(text, near[-1] if near else telling[0])
    return _closed(text, _word_end(text, most if marks else LABEL_CHARS))


def _word_end(text: str, room: int) -> int:
    """The end of the last word that fits into `room` characters, of a firm's name the end of the name; none hangs there."""
    ends = [end for end in accumulate(map(len, cut(text[: 2 * room]))) if end <= room]
    end = ends[-1] if ends and ends[-1] >= LABEL_CHARS // 3 else room
    firm = _FIRM.match(text, end)
    return firm.end() if firm else end - bool(_HANGING.search(text[:end]))


def _closed(text: str, end: int) -> str:
    """The text up to `end`, to the end of the quotation or title (“《…) that is cut there if it is near, or else only up to its beginning."""
    opened: list[int] = []
    for place, mark in enumerate(text[:end]):
        if mark in _PAIRS:
            opened.append(place)
        elif opened and mark == _PAIRS[text[opened[-1]]]:
            opened.pop()
    if opened:
        early = opened[0] < LABEL_CHARS // 3
        stop = text.find(_PAIRS[text[opened[0]]], end) + 1
        near = 0 < stop <= (LABEL_TITLE if early else LABEL_CHARS + LABEL_MORE)
        end = stop if near else end if early else opened[0]
    kept = text[:end].rstrip("，、：；")
    return kept if kept == text.rstrip("。；！？") else f"{kept}…"
