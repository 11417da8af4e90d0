"""Whole articles (a saved page, a document, a plain text) → `Article`: their lines given their places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate, chain, pairwise

from baozhai.ingest import patterns as pat
from baozhai.ingest.ledger import check_ledger, fields, unspaced
from baozhai.ingest.openings import opening_odds
from baozhai.records import Article, Crosshead, Issue, Person, Source
from baozhai.text.han import COMMON, has_pair
from baozhai.text.lazy import lazy

MAX_TITLE = 60  # characters of a headline line
#: No column is that wide: a line of so many characters was never wrapped by a page.
UNWRAPPED = 80
#: The same where blank lines part articles, and the share of their texts in lines that end like paragraphs.
PARTED, WHOLE = 40, 0.8
#: Log-odds that a block is an article and no part of one under a crosshead: for each character of its headline beyond
#: so many, for a dateline or a byline over its text, or a signed notice before it.
CROSSHEAD, PER_CHAR, SIGNED = 6, 0.5, 6.0
#: Longest crosshead without a number.
CROSSHEAD_MAX = 18
#: Lines between headline and text: 副题, byline, source.
MAX_HEAD = 4

_ENUMERATED = lazy(r"^(?:[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）)\S{2,28}$")
_ORIGIN = lazy(r"^(?:来源|稿源|发布时间|时间|日期|编辑|责任编辑|责编)\s*[：:].{0,40}$")
#: The day under a notice.
_DAY = lazy(
    r"^(?:\d{4}|[〇○零一二三四五六七八九]{4})\s?年\s?[\d一二三四五六七八九十\s]{1,4}月\s?[\d一二三四五六七八九十\s]{1,4}日$"
)

Row = tuple[str, str]


def single_rows(text: str) -> list[Row]:
    """(role, text) of the lines of a plain text of whole articles; empty when it is no such text.

    Of several articles, parted by blank lines, each begins with a row `headline`. Of one the first line must be a
    headline and every line of the text one whole paragraph: none but crossheads (一、…) without an end mark, at least
    one longer than any printed line, and not a second dateline.
    """
    raws = text.lstrip("\ufeff").splitlines()
    return _parted(_blocks(raws, 2)) or _parted(_blocks(raws, 1)) or _alone(list(chain(*_blocks(raws, 1))))


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
    starts = [k for k, block in enumerate(blocks) if _headed(block)]
    if len(starts) < 2 or starts[0]:
        return []
    parts = [_placed(list(chain(*blocks[a:b]))) for a, b in pairwise([*starts, len(blocks)])]
    texts = [[line for role, line in rows if not role and not _head(line)] for rows in parts]
    body = list(chain(*texts))
    whole = sum(len(line) for line in body if _closed(line))
    if not all(texts) or whole < WHOLE * sum(map(len, body)) or max(map(len, body)) < PARTED:
        return []
    reads = opening_odds(body, list(accumulate(map(len, texts)))[:-1]).sum()
    longer = sum(len(rows[0][1]) - CROSSHEAD for rows in parts[1:])
    over = [_head(rows[1][1]) or pat.DATELINE.match(rows[1][1]) for rows in parts]
    signed = sum(bool(over[k] or parts[k - 1][-1][0] == "signed") for k in range(1, len(parts)))
    return list(chain(*parts)) if reads + PER_CHAR * longer + SIGNED * signed > 0 else []


def _closed(line: str) -> bool:
    return pat.ended(line) or pat.signed(line) or line[-1] in "；："


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
    ended = [_closed(line) for line in lines]
    rows = [("headline", lines[0]), *_numbered(lines[1:])]
    for k in range(1, len(lines) - 1):
        over = not ended[k] and ended[k + 1] and _headline(lines[k]) and not _head(lines[k])
        if over and (k == 1 or (ended[k - 1] and len(lines[k]) <= CROSSHEAD_MAX)):
            rows[k] = "subtitle" if k == 1 else "crosshead", lines[k]
    if len(lines) > 2 and _DAY.match(lines[-1]):
        rows[-2:] = [(role if ended[k] else "signed", line) for k, (role, line) in enumerate(rows[-2:], -2)]
    # Rows of a table are one paragraph, or a summary would run them together.
    for k in range(len(rows) - 1, 1, -1):
        if not (rows[k][0] or rows[k - 1][0] or ended[k] or ended[k - 1] or _origin(rows[k - 1][1])):
            rows[k - 1 : k + 1] = [("", f"{rows[k - 1][1]}　{rows[k][1]}")]
    return rows


def _alone(lines: Sequence[str]) -> list[Row]:
    if len(lines) < 2 or not _headline(lines[0]):
        return []
    rest = lines[1:]
    while len(lines) - len(rest) <= MAX_HEAD and len(rest) > 1 and (_head(rest[0])):
        rest = rest[1:]
    foot = rest[:-1] if len(rest) > 1 and (_byline(rest[-1]) or _origin(rest[-1])) else rest
    body = [line for line in foot if not _ENUMERATED.match(line)]
    whole = all(pat.ended(line) or pat.signed(line) for line in body)
    if not whole or max(map(len, body), default=0) < UNWRAPPED:
        return []
    if sum(pat.DATELINE.match(line) is not None for line in body) > 1:
        return []
    return [("title", lines[0]), *_numbered(lines[1:])]


def _numbered(lines: Sequence[str]) -> list[Row]:
    return [("crosshead" if _ENUMERATED.match(line) else "", line) for line in lines]


def _headline(line: str) -> bool:
    short = 5 <= len(line) <= MAX_TITLE and has_pair(line, COMMON)
    return short and not (pat.ended(line) or pat.FURNITURE.match(line) or line.endswith(("报", "，", "、")))


def _head(line: str) -> bool:
    return bool(pat.SUBTITLE.match(line)) or _byline(line) or _origin(line)


def _byline(line: str) -> bool:
    return bool(pat.ROLE_LINE.match(line) or pat.SIGNATURE_LINE.match(line))


def _origin(line: str) -> bool:
    return bool(pat.FURNITURE.match(line) or _ORIGIN.match(line))


def single_issue(rows: Sequence[Row], file: str) -> Issue:
    """An issue from the paragraphs of a document, (role, text) each: of one article, or of one at each role `headline`.

    Without a paragraph of role `title` the first one is the headline if it looks like one.
    """
    starts = [k for k, (role, _) in enumerate(rows) if role == "headline"] or [0]
    found = [_single(rows[a:b], file) for a, b in pairwise([*starts, len(rows)])]
    articles = tuple(replace(article, id=f"{k:02d}") for k, (article, _) in enumerate(found, 1))
    return dressed(Issue(file, articles, furniture=tuple(chain(*(furniture for _, furniture in found)))))


def _single(rows: Sequence[Row], file: str) -> tuple[Article, list[str]]:
    """One article, and the furniture among its rows."""
    left = list(rows)
    several = bool(left) and left[0][0] == "headline"
    at = next((k for k, (role, _) in enumerate(left) if role == "title"), None)
    if at is None and len(left) > 1 and (several or _headline(left[0][1])):
        at = 0
    title = left.pop(at)[1] if at is not None else ""
    kicker = left.pop(0)[1] if at == 1 and len(left[0][1]) <= MAX_TITLE else ""
    subtitle = left.pop(0)[1] if left and _subtitle(left[0]) else ""
    furniture = [text for role, text in left if not role and _origin(text)]
    left = [(role, text) for role, text in left if role or not _origin(text)]
    paragraphs: list[str] = []
    heads: list[Crosshead] = []
    for role, text in left:
        if role == "crosshead":
            heads.append(Crosshead(len(paragraphs), text))
        else:
            paragraphs.append(text)
    captioned = several and len(paragraphs) == 1 and pat.is_credit(paragraphs[0])
    kind = "photo" if captioned else "article"
    raw = Article("", title, tuple(paragraphs), kind, kicker, subtitle, source=Source(file))
    return replace(raw, crossheads=tuple(heads)), furniture


def _subtitle(row: Row) -> bool:
    return row[0] == "subtitle" or bool(pat.SUBTITLE.match(row[1]))


def dressed(issue: Issue) -> Issue:
    """Take datelines and bylines out of the texts of whole articles, as the cutter does with a page.

    Raises
    ------
    InputError
        A character was lost on the way.
    """
    printed = [text for a in issue.articles for text in fields(a)] + list(issue.furniture)
    articles = tuple(_photo(a) if a.kind == "photo" else _article(a) for a in issue.articles)
    out = replace(issue, articles=articles, input_chars=len(unspaced(printed)))
    check_ledger(out, printed)
    return out


def _article(article: Article) -> Article:
    paragraphs = list(article.paragraphs)
    raw = [article.byline_raw] if article.byline_raw else []
    taken = 0
    while len(paragraphs) > 1 and taken < MAX_HEAD and _byline(paragraphs[0]):
        raw.append(paragraphs.pop(0))
        taken += 1
    foot = paragraphs.pop() if len(paragraphs) > 1 and _byline(paragraphs[-1]) else ""
    dateline = ""
    if paragraphs and (found := pat.DATELINE.match(paragraphs[0])):
        dateline, paragraphs[0] = found.group(1).strip(), paragraphs[0][found.end() :]
    if paragraphs and (found := pat.INLINE_BYLINE.match(paragraphs[0])):
        raw.append(found.group(0).strip())
        paragraphs[0] = paragraphs[0][found.end() :]
    people = [person for text in raw for person in pat.people(text)]
    tail, signed = _tail(paragraphs)
    heads = (Crosshead(max(0, c.before_para - taken), c.text) for c in article.crossheads)
    return replace(
        article,
        paragraphs=tuple(text for p in paragraphs if (text := p.strip())),
        byline=tuple(dict.fromkeys([*people, *signed, *(pat.people(foot) if foot else ())])),
        byline_raw=" ".join(filter(None, [*raw, tail, foot])),
        dateline=dateline,
        crossheads=tuple(heads),
    )


def _tail(paragraphs: list[str]) -> tuple[str, tuple[Person, ...]]:
    """Cut the signature off the last paragraph: as printed, and its people."""
    for rule, role in ((pat.TAIL_BYLINE, "作者"), (pat.TAIL_CREDIT, "摄影"), (pat.TAIL_SIGNATURE, "作者")):
        if paragraphs and (found := rule.search(paragraphs[-1])):
            paragraphs[-1] = paragraphs[-1][: found.start()]
            return found.group(0).strip(), pat.people(found.group(0), role)
    return "", ()


def _photo(article: Article) -> Article:
    paragraphs = list(article.paragraphs)
    raw, people = _tail(paragraphs)
    kept = tuple(text for p in paragraphs if (text := p.strip()))
    return replace(article, paragraphs=kept, byline=people, byline_raw=raw)
