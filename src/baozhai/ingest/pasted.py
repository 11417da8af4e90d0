"""Plain texts and documents of whole articles: which lines are headlines, and where another article begins."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate, chain, pairwise

from baozhai.ingest import patterns as pat
from baozhai.ingest.openings import opening_odds
from baozhai.text.han import COMMON, has_pair
from baozhai.text.lazy import lazy
from baozhai.text.words import tag

MAX_TITLE = 60  # characters of a headline line
#: No column is that wide: a line of so many characters was never wrapped by a page.
UNWRAPPED = 80
#: The same where blank lines part articles, and the share of their texts in lines that end like paragraphs (at most 0.54
#: of the dumps of the starter and public pages; short names in a list have no end mark).
PARTED, WHOLE = 40, 0.7
#: Log-odds that a block is an article and no part of one under a crosshead: for each character of its headline beyond
#: so many, for a kicker over it, a dateline or a byline over its text, or a signed notice before it.
CROSSHEAD, PER_CHAR, SIGNED = 6, 0.5, 6.0
#: Longest crosshead without a number.
CROSSHEAD_MAX = 18
#: Longest kicker that a colon closes, and longest name of a section.
KICKER_MAX, SECTION_MAX = 20, 4
#: Lines between headline and text: 副题, byline, source.
MAX_HEAD = 4

_ENUMERATED = lazy(r"^(?:[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）)\S{2,28}$")
_ORIGIN = lazy(r"^(?:来源|稿源|发布时间|时间|日期|编辑|责任编辑|责编)\s*[：:].{0,40}$")
#: The tag of a column, and what tells the name of a round-up from a kicker: its day or number.
_TAG = lazy(r"^[【［\[][^】］\]]{2,12}[】］\]]$")
_ISSUED = lazy(r"\d{1,2}月\d{1,2}日|\d{4}年|第\s?\d+\s?期")
_BRIEF = lazy(r"^(\S ?\S{7,60}) (\S.{20,}[。！？…][”’]?(?:[（(][^（）()]{2,20}[）)])?)$")
_NAMED = lazy(r"(?<=[。！？”])[（(][^（）()]{2,14}[）)]\s*$")
#: The day under a notice.
_DAY = lazy(
    r"^(?:\d{4}|[〇○零一二三四五六七八九]{4})\s?年\s?[\d一二三四五六七八九十\s]{1,4}月\s?[\d一二三四五六七八九十\s]{1,4}日$"
)

Row = tuple[str, str]


def single_rows(text: str) -> list[Row]:
    """(role, text) of the lines of a plain text of whole articles; empty when it is no such text.

    Of several articles, parted by blank lines, each begins with a row `headline`; rows `furniture` before the first one are
    a masthead or the name of a round-up. Of one the first line must be a
    headline and every line of the text one whole paragraph: none but crossheads (一、…) without an end mark, at least
    one longer than any printed line, and not a second dateline.
    """
    raws = list(chain(*map(_unfolded, text.lstrip("\ufeff").splitlines())))
    return _parted(_blocks(raws, 2)) or _parted(_blocks(raws, 1)) or _alone(list(chain(*_blocks(raws, 1))))


def _unfolded(raw: str) -> list[str]:
    """A brief in one paragraph, ●headline and text with a blank between, as two lines below blank ones; any other line as it is."""
    line = " ".join(raw.split())
    found = _BRIEF.match(line) if pat.unmarked(line) != line else None
    return ["", "", *found.groups()] if found and is_headline(pat.unmarked(found[1])) else [raw]


def document_rows(rows: Sequence[Row]) -> list[Row]:
    """The rows of a document without its blank ones; of several articles, each begins with a row `headline`.

    A heading of the first level may be a headline or a crosshead, a blank line may part articles or paragraphs:
    they are several only where the texts below read so, as in `single_rows`.
    """
    filled = [row for row in rows if row[1]]
    texts = [text for _, text in filled]
    heads = [k for k, (role, _) in enumerate(filled) if role == "title"]
    if len(heads) > 1:
        bounds = dict.fromkeys([0, *heads, len(texts)])
        found = _parted([texts[a:b] for a, b in pairwise(bounds)])
    else:
        lines = [text for _, text in rows]
        found = _parted(_blocks(lines, 2)) or _parted(_blocks(lines, 1))
    styled = {text: role for role, text in filled if role in ("subtitle", "crosshead")}
    if found:
        return [(role if role == "headline" else styled.get(text, role), text) for role, text in found]
    for k in heads[1:]:
        filled[k] = "subtitle" if k == heads[0] + 1 else "crosshead", texts[k]
    return filled


def _blocks(raws: Sequence[str], blank: int) -> list[list[str]]:
    """The lines between runs of at least so many blank ones."""
    blocks: list[list[str]] = [[]]
    run = 0
    for raw in raws:
        line = " ".join(raw.split())
        run = 0 if line else run + 1
        if line:
            blocks[-1].append(line)
        elif run == blank and blocks[-1]:
            blocks.append([])
    return blocks if blocks[-1] else blocks[:-1]


def _parted(blocks: Sequence[Sequence[str]]) -> list[Row]:
    """The rows of several articles; empty unless it is certain that the blocks are that.

    A block under a headline begins an article, any other goes on in the one before.
    """
    lead = next((k for k in range(len(blocks)) if not _leads(blocks[k : k + 2])), len(blocks))
    head, (blocks, kickers) = blocks[:lead], _kickers(blocks[lead:])
    starts = [k for k, block in enumerate(blocks) if _headed(block)]
    if len(starts) < 2 or starts[0]:
        return []
    parts = [_placed(list(chain(*blocks[a:b]))) for a, b in pairwise([*starts, len(blocks)])]
    for k, part in zip(starts, parts, strict=True):
        part[1:1] = kickers.get(k, ())
    furniture = [("furniture", line) for line in chain(*head)]
    return [*furniture, *chain(*parts)] if _reads_parted(parts) else []


def _leads(blocks: Sequence[Sequence[str]]) -> bool:
    """Whether the first of two blocks is a masthead, or the name of a round-up over the headline of the second."""
    named = len(blocks[0]) == 1 and _ISSUED.search(blocks[0][0]) and all(map(_headed, blocks))
    return bool(len(blocks) > 1 and (named or all(map(_masthead, blocks[0]))))


def _masthead(line: str) -> bool:
    """Whether a line is furniture, or name, day and number of a page side by side."""
    parts = (pat.is_paper(part) or pat.FURNITURE.match(part) for part in line.split())
    return bool(pat.FURNITURE.match(line)) or all(parts)


def _kickers(blocks: Sequence[Sequence[str]]) -> tuple[list[Sequence[str]], dict[int, list[Row]]]:
    """The blocks without kickers and names of sections on lines of their own, and these by the place of the block with the headline."""
    kept: list[Sequence[str]] = []
    found: dict[int, list[Row]] = {}
    for k, block in enumerate(blocks):
        line, alone = block[0], len(block) == 1
        below = blocks[k + 1 : k + 2] if alone else [block[1:]]
        tagged = _TAG.match(line) or (alone and line.endswith("：") and len(line) <= KICKER_MAX)
        section = alone and _is_word(line) and len(below) == 1 and any(map(_closed, below[0][1:2]))
        if below and _headed(below[0]) and (tagged or section or (alone and not k and _headed(block))):
            found.setdefault(len(kept), []).append(("furniture" if section else "kicker", line))
            kept += [] if alone else below
        else:
            kept.append(block)
    return kept, found


def _is_word(line: str) -> bool:
    """Whether a short line is a word, such as 简讯 or 党建, and no name."""
    return len(line) <= SECTION_MAX and tag(line) in ("n", "nz", "j", "v", "vn")


def _reads_parted(parts: Sequence[Sequence[Row]]) -> bool:
    """Whether the parts read like articles, each with a text of whole paragraphs."""
    texts = [[line for role, line in rows if not role and not _head(line)] for rows in parts]
    body = list(chain(*texts))
    whole = sum(len(line) for line in body if _closed(line) or len(line) > UNWRAPPED)
    if not all(texts) or whole < WHOLE * sum(map(len, body)) or max(map(len, body)) < PARTED:
        return False
    reads = opening_odds(body, list(accumulate(map(len, texts)))[:-1]).sum()
    longer = sum(len(rows[0][1]) - CROSSHEAD for rows in parts[1:])
    over = [rows[1][0] == "kicker" or _head(rows[1][1]) or pat.DATELINE.match(rows[1][1]) for rows in parts]
    signed = sum(bool(over[k] or parts[k - 1][-1][0] == "signed") for k in range(1, len(parts)))
    return bool(reads + PER_CHAR * longer + SIGNED * signed > 0)


def _closed(line: str) -> bool:
    return pat.ended(line) or pat.signed(line) or line[-1] in "；：" or names_at_end(line) is not None


def _headed(block: Sequence[str]) -> bool:
    """Whether a headline stands over a block: it may be short, or a question over its text."""
    line = block[0]
    asks = len(block) > 1 and line[-1] in "？！"
    if not 2 <= len(line) <= MAX_TITLE or not has_pair(line, COMMON) or (pat.ended(line) and not asks):
        return False
    other = _head(line) or _ENUMERATED.match(line) or pat.is_paper(line) or pat.is_credit(line)
    signed = len(block) == 2 and _DAY.match(block[1])  # who signs a notice
    return not (other or signed or "。" in line or line[-1] in "，、；：")


def _placed(lines: Sequence[str]) -> list[Row]:
    """The rows of one of several articles."""
    if len(lines) > 3 and pat.SUBTITLE.match(lines[2]) and is_headline(lines[1]) and not _head(lines[1]):
        (headline, *rows), kicker = _placed(lines[1:]), ("kicker", lines[0])  # three lines over a text
        return [headline, kicker, *rows]
    ended = [_closed(line) for line in lines]
    rows = [("headline", lines[0]), *_numbered(lines[1:])]
    for k in range(1, len(lines) - 1):
        plain = is_headline(lines[k]) and not (_head(lines[k]) or pat.is_credit(lines[k]))
        over = plain and not ended[k] and ended[k + 1]
        if over and (k == 1 or (ended[k - 1] and len(lines[k]) <= CROSSHEAD_MAX)):
            rows[k] = "subtitle" if k == 1 else "crosshead", lines[k]
    if len(lines) > 2 and _DAY.match(lines[-1]):
        rows[-2:] = [(role if ended[k] else "signed", line) for k, (role, line) in enumerate(rows[-2:], -2)]
    # Rows of a table are one paragraph, or a summary would run them together.
    for k in range(len(rows) - 1, 1, -1):
        if not (rows[k][0] or rows[k - 1][0] or ended[k] or ended[k - 1] or is_origin(rows[k - 1][1])):
            rows[k - 1 : k + 1] = [("", f"{rows[k - 1][1]}　{rows[k][1]}")]
    return rows


def _alone(lines: Sequence[str]) -> list[Row]:
    if len(lines) < 2 or not is_headline(lines[0]):
        return []
    rest = lines[1:]
    while len(lines) - len(rest) <= MAX_HEAD and len(rest) > 1 and (_head(rest[0])):
        rest = rest[1:]
    foot = rest[:-1] if len(rest) > 1 and (is_byline(rest[-1]) or is_origin(rest[-1])) else rest
    body = [line for line in foot if not _ENUMERATED.match(line)]
    whole = all(pat.ended(line) or pat.signed(line) for line in body)
    if not whole or max(map(len, body), default=0) < UNWRAPPED:
        return []
    if sum(pat.DATELINE.match(line) is not None for line in body) > 1:
        return []
    return [("title", lines[0]), *_numbered(lines[1:])]


def _numbered(lines: Sequence[str]) -> list[Row]:
    return [("crosshead" if _ENUMERATED.match(line) else "", line) for line in lines]


def is_headline(line: str) -> bool:
    """Whether a line may be a headline."""
    short = 5 <= len(line) <= MAX_TITLE and has_pair(line, COMMON)
    return short and not (pat.ended(line) or pat.FURNITURE.match(line) or line.endswith(("报", "，", "、")))


def _head(line: str) -> bool:
    return bool(pat.SUBTITLE.match(line)) or is_byline(line) or is_origin(line)


def is_byline(line: str) -> bool:
    """Whether a line is a byline, behind a mark or without one."""
    names = pat.unmarked(line)
    signed = pat.SIGNATURE_LINE.match(names) and not _is_word(names)
    return bool(pat.ROLE_LINE.match(names) or signed)


def names_at_end(text: str) -> re.Match[str] | None:
    """Names in brackets right after the last sentence of a text."""
    found = _NAMED.search(text)
    return found if found and pat.SIGNATURE_LINE.match(found[0]) else None


def is_origin(line: str) -> bool:
    """Whether a line says where a text comes from, or is furniture."""
    return bool(pat.FURNITURE.match(line) or _ORIGIN.match(line))
