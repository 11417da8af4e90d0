"""One whole article (a saved page, a document, a plain text) → `Article`: its lines given their places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from baozhai.ingest import patterns as pat
from baozhai.ingest.ledger import check_ledger, fields, unspaced
from baozhai.records import Article, Crosshead, Issue, Person, Source
from baozhai.text.han import COMMON, has_pair
from baozhai.text.lazy import lazy

MAX_TITLE = 60  # characters of a headline line
#: No column is that wide: a line of so many characters was never wrapped by a page.
UNWRAPPED = 80
#: Lines between headline and text: 副题, byline, source.
MAX_HEAD = 4

_ENUMERATED = lazy(r"^(?:[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）)\S{2,28}$")
_ORIGIN = lazy(r"^(?:来源|稿源|发布时间|时间|日期|编辑|责任编辑|责编)\s*[：:].{0,40}$")

Row = tuple[str, str]


def single_rows(text: str) -> list[Row]:
    """(role, text) of the lines of a plain text that is one article; empty when it is no such text.

    The first line must be a headline and every line of the text one whole paragraph: none but crossheads
    (一、…) without an end mark, at least one longer than any printed line, and not a second dateline.
    """
    lines = [" ".join(line.split()) for line in text.lstrip("\ufeff").splitlines() if line.strip()]
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
    roles = ["title", *("crosshead" if _ENUMERATED.match(line) else "" for line in lines[1:])]
    return list(zip(roles, lines, strict=True))


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
    """An issue of one article from the paragraphs of a document, (role, text) each.

    Without a paragraph of role `title` the first one is the headline if it looks like one.
    """
    left = list(rows)
    at = next((k for k, (role, _) in enumerate(left) if role == "title"), None)
    if at is None and len(left) > 1 and _headline(left[0][1]):
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
    raw = Article("01", title, tuple(paragraphs), "article", kicker, subtitle, source=Source(file))
    return dressed(Issue(file, (replace(raw, crossheads=tuple(heads)),), furniture=tuple(furniture)))


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
