"""What stands before the first sentence of a report and after its last one: newspaper or agency, place, day, names."""

from __future__ import annotations

from collections.abc import Sequence

from baozhai.text.lazy import lazy

_CREDIT = r"[（(【][^（）()【】]{0,8}(?:记者|通讯员|特约|编译|编辑|责编)[^（）()【】]{0,40}[）)】]"
# Right after a dateline names need no role.
_NAMES = r"[（(](?:[^\W\d_A-Za-z]|·){2,6}(?:[ 　、]+(?:[^\W\d_A-Za-z]|·){2,6}){0,4}[）)]"
_INSIDE = r"[^，。；：！？“”《》（()）\s\d]"
_PAPER = (
    rf"(?:本[报网刊台]|{_INSIDE}{{1,12}}?(?:报|网|社|台|刊|新闻|客户端|在线|都市|财经|经济|头条|之家))"
    r"(?:[（(][^（）()]{1,12}[）)])?\s?"
)
_DAY = r"(?:(?:\d{4}\s?年\s?)?\d{1,2}\s?月\s?)?\d{1,2}\s?日\s?"
# 通讯, 腾讯 and 资讯 are no report, 日电力 and 日讯问 no day of one; what follows 据 is who says so, but for agencies.
_SENT = r"(?:专?电(?![力量网价站源动池子影商信器梯荷费煤线缆机厂炉车])|讯(?![问息号飞])|消息(?=[：:]))"
_HEAD = (
    r"本报[^，。；：！？“《（(\s]{0,6}讯|[^，。；：！？“《（(\s]{1,6}(?:[报网闻端]讯|(?<![通腾资])讯(?=[\s：:（(]))"
    r"|据?(?:新华社|中新社)[^，。；：！？“《（(\s]{0,14}日[电讯]|[本央]台消息(?=[：:，])"
    rf"|(?!据){_PAPER}{_INSIDE}{{0,10}}?(?:{_DAY}{_SENT}|专?电(?=\s*[（(])|(?<![通腾资])讯(?=[\s：:，（(])|消息(?=[：:]))"
    rf"|(?!据){_PAPER}{_INSIDE}{{0,6}}?记者\s?{_INSIDE}{{1,4}}\s?(?:{_DAY})?(?:报道|讯|消息)(?=[：:])"
    rf"|(?!据){_PAPER}{_DAY}消息(?=[，,])"
)
# Words before a text that say only that it begins.
_LABEL = "(?:核心提[示要]|阅读提示|内容提要|新闻提示|提要|导读|摘要)(?=[：:丨|｜])[：:丨|｜]"
_BEFORE = lazy(rf"\s*(?:(?:{_HEAD})\s*(?:{_CREDIT}|{_NAMES})?|{_CREDIT}|{_LABEL})[：:，,]?\s*")
# No dateline with its names, no credit is longer (characters), nor is a headline that runs into a text.
_LONGEST = 160
# The same behind a headline or caption that runs into the text: with names, or a day and nobody who is quoted.
_OUTLET = r"(?:(?!据)[^\W\d_A-Za-z]){1,8}?"
_UNSIGNED = (
    rf"(?:(?:本[报网]|{_OUTLET}(?:[报网社]|新闻|在线))[^，。；：！？“《（(\s\d]{{0,8}}?\s?{_DAY}{_SENT}"
    rf"|{_OUTLET}[报网]\s?{_DAY}报道(?=[：:\s]*据|[：:]))\s*(?:{_CREDIT}|{_NAMES})?"
)
_ROLE = "(?:(?:见习|实习|首席|全媒体?)?(?:记者|通讯员|编辑)|实习生)"
# No name holds a role: of 记者 记者 记者 … each could be either, and 30 of them took minutes.
_SIGNER = rf"(?:(?!{_ROLE})(?:[^\W\d_A-Za-z]|·)){{2,4}}?"
_SIGNED = rf"(?:{_SIGNER}(?:[ 　、]+{_SIGNER})*)"
_INNER = lazy(
    rf"(?:[\s\S]{{0,{_LONGEST}}}?(?P<dated>(?:本[报网]|{_INSIDE}{{1,8}}?[报网闻端社])[^，。；：！？“《（(\s\d]{{0,8}}?\s?(?:{_DAY})?(?:专?电|讯|综合)\s*{_CREDIT}"
    rf"|{_PAPER}{_INSIDE}{{0,10}}?{_DAY}(?:专?电|讯)\s*{_NAMES}|【[^【】]{{0,12}}记者[^【】]{{0,20}}】)"
    rf"|[^据]{{0,{_LONGEST}}}?{_UNSIGNED}"
    rf"|[^。]{{0,{_LONGEST}}}?(?:[□■◎●]|文/)?(?:{_PAPER}[|｜丨]?\s?)?{_ROLE}[ 　:：|｜丨]\s*{_SIGNED}(?:[ 　]*{_ROLE}[ 　:：|｜丨]*{_SIGNED})*"
    r"(?=[“\d]|近[日期]|日前|[昨今][天日]|连日|[为据在]|随着))[：:，,]?\s*"
)
# Who gave text or pictures, only after a text.
_GIVER = r"[（(【][^（）()【】，。]{1,16}(?:供稿|供图|综合报道|整理)\s?[）)】]"
_AFTER = lazy(rf"\s*(?:{_CREDIT}|{_GIVER})\s*$")
# Each of these holds one of the words, or begins with one of the characters: most sentences are looked at no further.
_DATED = lazy("[讯电]|消息|报道")
_OPENS = frozenset("（(【核阅内新提导摘")
_NAMED = lazy(r"记者|通讯员|特约|编译|编辑|责编|实习生|[讯电]\s*[（(]|日\s?(?:专?[电讯]|消息|报道)")


def bare(text: str) -> tuple[int, int]:
    """Where a text begins after its dateline or byline (or several), and ends before a credit in brackets (offsets).

    Nothing is left of a text that is one of them and no more.
    """
    first = 0
    while more := _begins(text[first:]):
        first += more
    return first, max(first, _ends(text))


def opening(text: str) -> int:
    """Where the first paragraph of a report begins to tell: behind its dateline or byline and the headline or caption that runs into them."""
    inner = _NAMED.search(text, 0, _LONGEST) and _INNER.match(text, 0, _LONGEST)
    first = inner.end() if inner and "据" not in (inner["dated"] or "") else 0
    return first + _begins(text[first:])


def bare_text(paragraphs: Sequence[str]) -> tuple[str, int]:
    """Paragraphs as one text, a line end between two, without the dateline before and the credit after it; and how much is gone before it.

    All of a text that is nothing else.
    """
    text = "\n".join(paragraphs)
    if not text:
        return text, 0
    first, gone = _begins(paragraphs[0]), len(paragraphs[-1]) - _ends(paragraphs[-1])
    if not first and not gone:
        return text, 0
    kept = text[first : len(text) - gone]
    return (kept, first) if kept.strip() else (text, 0)


def _begins(text: str) -> int:
    if text.lstrip()[:1] not in _OPENS and not _DATED.search(text, 0, _LONGEST):
        return 0
    head = _BEFORE.match(text, 0, _LONGEST)
    return head.end() if head else 0


def _ends(text: str) -> int:
    if not text[-8:].rstrip().endswith(("）", ")")):
        return len(text)
    tail = _AFTER.search(text, max(0, len(text) - _LONGEST))
    return tail.start() if tail else len(text)
