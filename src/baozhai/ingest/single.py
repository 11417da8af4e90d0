"""Whole articles (a saved page, a document, a plain text) → `Article`: their lines given their places."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain, pairwise

from baozhai.ingest import patterns as pat
from baozhai.ingest.imprint import completed
from baozhai.ingest.ledger import check_ledger, fields, unspaced
from baozhai.ingest.pasted import MAX_HEAD, MAX_TITLE, Row, is_byline, is_headline, is_origin, names_at_end
from baozhai.records import Article, Crosshead, Issue, Person, Source
from baozhai.text.credits import opening
from baozhai.text.lazy import lazy

_FOOT = 80  # characters; no credit after a text is longer
# A credit, and of what stands in it those who wrote: no newspaper or office before the names, no work behind them.
_CREDIT = lazy(r"[（(]([^（）()]*(?:记者|通讯员)[^（）()]*)[）)]\s*$")
_REPORTER = lazy(
    r"(?!(?:作者|来源|校对|视频|图片由?|提供|参与|.*(?:报道|整理|编[辑译]|综合|供稿|[报网台社刊端视局院厅部]|新闻|财经|融媒))$)(?:[^\W\d_A-Za-z]{2,4}|[^\W\d_A-Za-z]+·(?:[^\W\d_A-Za-z]|·)+)"
)


def single_issue(rows: Sequence[Row], file: str) -> Issue:
    """An issue from the paragraphs of a document, (role, text) each: of one article, or of one at each role `headline`.

    What stands before the first of these is a masthead, which may name newspaper, day and page. Without a paragraph of role `title` the first one is the headline if it looks like one.
    """
    starts = [k for k, (role, _) in enumerate(rows) if role == "headline"] or [0]
    lead = [text for _, text in rows[: starts[0]]]
    newspaper, date, page = completed(lead, "", "", "")
    found = [_single(rows[a:b], file) for a, b in pairwise([*starts, len(rows)])]
    articles = tuple(replace(a, newspaper=newspaper, date=date, page=page) for a, _ in found)
    furniture = (*lead, *chain(*(lines for _, lines in found)))
    return dressed(Issue(file, articles, newspaper, date, page, furniture=furniture))


def _single(rows: Sequence[Row], file: str) -> tuple[Article, list[str]]:
    """One article, and the furniture among its rows."""
    left = [row for row in rows if row[0] != "furniture"]
    several = bool(left) and left[0][0] == "headline"
    at = next((k for k, (role, _) in enumerate(left) if role == "title"), None)
    if at is None and len(left) > 1 and (several or is_headline(left[0][1])):
        at = 0
    title = left.pop(at)[1] if at is not None else ""
    kicker = left.pop(0)[1] if at == 1 and len(left[0][1]) <= MAX_TITLE else ""
    while left and left[0][0] == "kicker":
        kicker = f"{kicker} {left.pop(0)[1]}".strip()
    subtitle = left.pop(0)[1] if left and _subtitle(left[0]) else ""
    bare = pat.unmarked(title) if several else title
    mark, title = title.removesuffix(bare).strip(), bare
    furniture = [text for role, text in rows if role == "furniture"] + [mark] * bool(mark)
    furniture += [text for role, text in left if not role and is_origin(text)]
    left = [(role, text) for role, text in left if role or not is_origin(text)]
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
    """Take datelines, bylines and captions out of the texts of whole articles, as the cutter does with a page.

    Raises
    ------
    InputError
        A character was lost on the way.
    """
    printed = [text for a in issue.articles for text in fields(a)] + list(issue.furniture)
    items = chain(*(_parts(a) for a in issue.articles))
    articles = (_photo(a) if a.kind == "photo" else _article(a) for a in items)
    numbered = tuple(replace(a, id=f"{k:02d}") for k, a in enumerate(articles, 1))
    out = replace(issue, articles=numbered, input_chars=len(unspaced(printed)))
    check_ledger(out, printed)
    return out


def signed(issue: Issue) -> Issue:
    """Name the people whom the texts of records credit before their first sentence or after their last one.

    The texts stay as they are: what others know an article by is made of them.
    """
    return replace(issue, articles=tuple(a if a.byline else _credited(a) for a in issue.articles))


def _credited(article: Article) -> Article:
    if not article.paragraphs:
        return article
    first, last = article.paragraphs[0], article.paragraphs[-1]
    head = first[: opening(first)].rstrip("：:，, ")
    found = [_CREDIT.search(text[-_FOOT:]) for text in (head, last)]
    people = chain(*(pat.people(match.group(1)) for match in found if match))
    return replace(article, byline=_told([p for p in people if _REPORTER.fullmatch(p.name)]))


def _parts(article: Article) -> Iterator[Article]:
    """An article, and the captions among its paragraphs as photo items of their own; nothing but captions is a photo story."""
    groups = _with_credits(article.paragraphs)
    captions = _captions(article.paragraphs, groups)
    if article.kind == "photo" or len(article.paragraphs) == 1 or not captions:
        yield article
        return
    kept = [group for group in groups if group not in captions]
    heads = (replace(c, before_para=sum(g[0] < c.before_para for g in kept)) for c in article.crossheads)
    texts = tuple(article.paragraphs[k] for group in kept for k in group)
    stories = [" ".join(article.paragraphs[k] for k in group) for group in captions]
    if texts:
        yield replace(article, paragraphs=texts, crossheads=tuple(heads))
    else:
        yield replace(article, kind="photo", paragraphs=(stories.pop(0),))
    about = {key: getattr(article, key) for key in ("newspaper", "date", "page", "source")}
    for text in stories:
        yield Article("", paragraphs=(text,), kind="photo", **about)


def _with_credits(paragraphs: Sequence[str]) -> list[list[int]]:
    """The places of paragraphs, of one with the line below it that credits its photo."""
    groups: list[list[int]] = []
    for k, text in enumerate(paragraphs):
        if groups and pat.is_credit_line(text):
            groups[-1].append(k)
        else:
            groups.append([k])
    return groups


def _captions(paragraphs: Sequence[str], groups: Sequence[list[int]]) -> list[list[int]]:
    """Those with a credit; at the end of an article it may credit a photo that has no caption."""
    found = [g for g in groups if len(g) > 1 or pat.credit_at_end(paragraphs[g[0]])]
    end = paragraphs[groups[-1][0]] if groups else ""
    told = pat.CAPTION_LEAD.match(end) or pat.unmarked(end) != end
    if found and found[-1] == groups[-1] and not told and len(found) < len(groups):
        found.pop()
    return found


def _article(article: Article) -> Article:
    paragraphs = list(article.paragraphs)
    raw = [article.byline_raw] if article.byline_raw else []
    taken = 0
    while len(paragraphs) > 1 and taken < MAX_HEAD and is_byline(paragraphs[0]):
        raw.append(paragraphs.pop(0))
        taken += 1
    foot = paragraphs.pop() if len(paragraphs) > 1 and is_byline(paragraphs[-1]) else ""
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
        byline=_told([*people, *signed, *(pat.people(foot) if foot else ())]),
        byline_raw=" ".join(filter(None, [*raw, tail, foot])),
        dateline=dateline,
        crossheads=tuple(heads),
    )


def _told(people: Sequence[Person]) -> tuple[Person, ...]:
    """Each of them once; a name that is printed with a post and without one has it."""
    posted = {p.name for p in people if p.role != "作者"}
    return tuple(p for p in dict.fromkeys(people) if p.role != "作者" or p.name not in posted)


def _tail(paragraphs: list[str]) -> tuple[str, tuple[Person, ...]]:
    """Cut the signature off the last paragraph: as printed, and its people."""
    rules = (
        (pat.TAIL_BYLINE.search, "作者"),
        (pat.TAIL_CREDIT.search, "摄影"),
        (pat.TAIL_SIGNATURE.search, "作者"),
        (names_at_end, "作者"),
    )
    for rule, role in rules:
        if paragraphs and (found := rule(paragraphs[-1])):
            paragraphs[-1] = paragraphs[-1][: found.start()]
            return found.group(0).strip(), pat.people(found.group(0), role)
    return "", ()


def _photo(article: Article) -> Article:
    paragraphs = list(article.paragraphs)
    raw, people = _tail(paragraphs)
    kept = tuple(text for p in paragraphs if (text := p.strip()))
    return replace(article, paragraphs=kept, byline=people, byline_raw=raw)
