"""What a line of a Chinese newspaper page looks like: datelines, bylines, credits, furniture.

No pattern names a place, person or firm; surnames are the 200 most common ones.
"""

from __future__ import annotations

import re

from baozhai.records import Person
from baozhai.text.han import COMMON, is_han
from baozhai.text.lazy import either, lazy

END_MARKS = "。！？…"
CLOSERS = '”’）》】」』"'
ENDED = lazy(rf"[{END_MARKS}][{CLOSERS}]*$")

# Lines that are set to their measure have blanks everywhere.
_OWN = r"本\s?[报网刊]"
_AGENCY = rf"(?:新\s?华\s?社|中\s?新\s?社|中国新闻社|{_OWN}|[^\W\d_A-Za-z]{{2,6}}(?:日报|晚报|时报|导报))"
_SPACED_DAY = r"\s*\d{1,2}\s*月\s*\d{1,2}\s*日\s*"
DATELINE = lazy(
    rf"^\s*((?:{_OWN}\s?讯|[^\W\d_A-Za-z]{{2,4}}(?:日报|晚报|时报)讯)"
    rf"|据?{_AGENCY}[\u4e00-\u9fff\s]{{0,10}}?(?:{_SPACED_DAY})?(?:专?电|(?<!通)讯)(?=[\s（(\d]|[^\W\d_A-Za-z]))"
)
_ROLE = (
    r"(?:本报|本网|本刊|新华社|特约|见习|实习|首席|全媒体?|融媒体?)*"
    r"(?:记者|通讯员|特约通讯员|实习生|评论员|摄影报道|摄影)"
)
ROLE = lazy(_ROLE)
#: Arrows, blocks, shapes and other signs, and what stands for them.
_MARKS = "\u2190-\u245f\u2500-\u27bf\u2b00-\u2bff•‣·∙※〓丨|｜"
_MARK = lazy(f"[{_MARKS}]")
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任"
    "沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向"
    "汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季"
    "裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄"
    "窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池"
    "查麻苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘满闻厉伊仝区郜海阎傅洪萧常阚忻朴昝赖廉薄郗蓟郏浦"
)
_DOUBLE = "欧阳|上官|司马|诸葛|皇甫|尉迟|公孙|慕容|闻人|东方|南宫|令狐|宇文|长孙|夏侯|司徒|司空|端木|百里|呼延|钟离|轩辕|澹台|濮阳|淳于|申屠|赫连|独孤|西门"
_NAME = rf"(?:[{_SURNAMES}]|{_DOUBLE})[^\W\d_A-Za-z]{{1,2}}"
# Before or after names with a post, in brackets: one name at least has a post.
_POSTED = rf"(?=(?:{_NAME}[\s、，]*){{0,4}}{_ROLE})"
INLINE_BYLINE = lazy(rf"^\s*[（(]\s*{_POSTED}([^（）()]{{2,60}})[）)]")
TAIL_BYLINE = lazy(rf"[（(]\s*{_POSTED}([^（）()]{{2,60}})[）)]\s*$")
_TAKEN_BY = r"(?:摄影\s*[/／:：]|摄影\s|图\s*[/／])\s*"
# What every alternative needs is looked for first: most lines have none of it.
CREDIT = lazy(
    r"^(?=[^摄图]*[摄图])(?:[（(]?\s*((?:[^\W\d_A-Za-z]{1,4}[ 　、]*){1,3}?)\s*(?:[/／]|\s)?\s*(?:摄(?:影(?:报道)?)?|(?<=[/／])图|供图|文[/／]图)\s*[）)]?$"
    rf"|[（(]?{_TAKEN_BY}[^\W\d_A-Za-z]{{2,4}}[）)]?$)"
)
_SHOT = r"(?:(?:[/／]|\s)\s*(?:摄(?:影(?:报道)?)?|供?图|文[/／]图)|摄影报道)"
TAIL_CREDIT = lazy(
    rf"(?:(?<=[{END_MARKS}])|(?<=[{END_MARKS}][{CLOSERS}]))\s*[（(]?"
    rf"((?:\s*{_ROLE})?\s*[^\W\d_A-Za-z]{{2,4}}?(?:[ 　、]+[^\W\d_A-Za-z]{{2,4}}?)?\s*(?:{_SHOT}|摄)"
    rf"|{_TAKEN_BY}[^\W\d_A-Za-z]{{2,4}})\s*[）)]?$"
)
# Right after a dateline, names in brackets need no role; two may have met at a line end.
_MET = rf"(?:{_NAME}){{2}}|[^\W\d_A-Za-z]{{2,4}}"
BRACKETED = lazy(rf"^\s*[（(]\s*((?:{_MET})(?:[\s、，]+(?:{_MET})){{0,4}})\s*[）)]")
SIGNATURE_LINE = lazy(rf"^[（(]?\s*{_NAME}(?:[ 　、]+{_NAME}){{0,3}}\s*[）)]?$")
# After an end mark and a blank, two or three ideographs are a name even with a rare surname.
_ANY_NAME = rf"(?:(?:{_DOUBLE})[^\W\d_A-Za-z]{{1,2}}|[^\W\d_A-Za-z]{{2,3}})"
# On a line of its own at the end of a text, so are those in brackets.
BRACKETED_LINE = lazy(
    rf"^[（(]\s*(?!未完|续完|待续|全文完|本版完|下转|上接|略)(?:{_ANY_NAME})(?:[ 　、]+(?:{_ANY_NAME})){{0,3}}\s*[）)]$"
)
_SIGNED = rf"(?:{_ROLE}[ 　:：]*)?(?:{_ANY_NAME})"
# With a post of the newspaper before the name the blank may be missing.
TAIL_SIGNATURE = lazy(
    rf"(?:(?<=[{END_MARKS}])|(?<=[{END_MARKS}][{CLOSERS}]))(?:\s+[（(]?\s*|(?=本报|特约|通讯员))({_SIGNED}(?:[ 　、]+{_SIGNED}){{0,3}})\s*[）)]?$"
)
# Stricter than CREDIT, which a headline such as 争相拍摄 would match; 文/图 names an author.
CREDIT_LINE = lazy(
    rf"^(?!.*文[/／])[（(]?\s*(?:{_ROLE}\s*)?{_NAME}(?:[ 　、]+{_NAME})*\s*{_SHOT}\s*[）)]?$|^[（(]?{_TAKEN_BY}{_NAME}[）)]?$"
)
# Right after the end of a text.
CLOSING_CREDIT = lazy(
    rf"^[（(]?\s*(?:{_ROLE}\s*)?(?:{_ANY_NAME})(?:[ 　、]+(?:{_ANY_NAME}))*\s*{_SHOT}\s*[）)]?$"
)
# What those did who are named after or before it.
_WORK = r"(?:文[/／]图|图[/／]文|文并图|图文|文)"
_MORE = rf"(?:[ 　、]+(?:{_ANY_NAME})|[ 　、]*{_ROLE}[ 　:：/／]*(?:{_ANY_NAME}))*"
# A post before the first name or before another one, or what they did, tells that these are people. The names after the
# last post may be in the next line.
# Each part stands here as seldom as it can: compiling them takes most of the time of all patterns.
_PEOPLE = (
    rf"(?:(?:(?:文[/／：:]\s*|{_NAME}(?:[ 　、]+{_NAME})*[ 　、]*)?{_ROLE}[ 　:：/／]*(?!报道)|文[/／：:]\s*)"
    rf"(?:{_ANY_NAME}){_MORE}(?:[ 　、]+{_ROLE})?(?:\s*{_WORK})?|{_NAME}(?:[ 　、]+(?:{_ANY_NAME}))*\s+{_WORK})"
)
ROLE_LINE = lazy(rf"^[（(]?{_PEOPLE}[）)]?$")
# Before a byline newspapers set all kinds of marks; after the rare ones nothing but people is a byline.
BULLET_BYLINE = either(
    r"^\s*[▶►■◆□●◎○△▲◇]\s*(?:文\s*[/／])?\s*(.{2,50})$",
    rf"^\s*[{_MARKS}]",
    rf"^\s*[{_MARKS}]\s*(?:{_PEOPLE}|(?:{_ANY_NAME})(?:[ 　、]+(?:{_ANY_NAME}))*)$",
)
# Where a line stands tells that it is a name even with a rare surname.
NAME_ALONE = lazy(r"^[（(]?[^\W\d_A-Za-z]{2,4}[）)]?$")
# Below a headline two or three ideographs a name are names even with a rare surname.
NAMES_LINE = lazy(rf"^[（(]?\s*{_NAME}(?:[ 　、]+(?:{_ANY_NAME}))*(?:\s*(?:文[/／]图|文并图|文))?\s*[）)]?$")
# The standing name of a column, such as 走进某地 or 记者手记.
COLUMN = lazy(
    r"^(走进|聚焦|关注|直击|探访|对话)[^\W\d_A-Za-z]{2,6}$"
    r"|^[\u4e00-\u9fff·]{2,8}(手记|见闻录?|故事|观察|新事|现场|笔记|札记|纪事|走笔|视点|巡礼|风采|调研行|进行时|大家谈|面对面|连线|样本|报告)$"
)
SUBTITLE = lazy(r"^(?:——|--|—)")

# Some extractors lose the blanks between the posts and the names.
_POST = "责任?编辑?|本版编辑|本版责编|美编|美术编辑|版式|校对|审校"
_EDITORS = rf"(?:{_POST})(?:[\s：:／/].*|[^\W\d_A-Za-z]{{2,4}}?(?:{_POST})[\s：:／/]?[^\W\d_A-Za-z]{{2,4}}.*)"
EDITORS = lazy(rf"^{_EDITORS}$")
FURNITURE = lazy(
    r"^(?:" + _EDITORS + r"|第?\s*[A-D]?\d{1,2}\s*版|[A-D]?\d{1,2}|[A-D]\s+\d{1,2}"
    r"|(?:第?\s*[A-D]?\d{1,2}\s*版\s*|[A-D]\s*\d{1,2}\s+)[^\W\d_A-Za-z]{2,4}"
    r"|(?:第?\s*[A-D]?\d{1,2}\s*版?\s*)?(?:[\u4e00-\u9fff·]{2,8}\s*)?\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日.{0,8}|(?:星期|周)[一二三四五六日]"
    r"|投稿邮箱.*|(?:热线|电话|邮箱|网址|地址)[:：].*|(?:国内统一|国际标准).*刊号.*|邮发代号.*|(?:https?://|www\.)\S+)$"
)
SECTION = lazy(r"^[\u4e00-\u9fff·]{2,8}$")
CAPTION_LEAD = lazy(r"^(?:左图|右图|上图|下图|图为|图片|中图|大图|小图)[：:]?\s*")


_PAPERS = ("日报", "晚报", "时报", "导报", "早报", "晨报", "商报", "周报", "周刊")


def is_paper(line: str) -> bool:
    """Whether a line is the name of a newspaper."""
    return line.endswith(_PAPERS) and 4 <= len(line) <= 12 and is_han(line, COMMON)


def ended(text: str) -> bool:
    """Whether a line ends like a paragraph (end mark, perhaps with closing quotes)."""
    return bool(ENDED.search(text.rstrip()))


def signed(text: str) -> bool:
    """Whether a text closes with a signature, a credit or a byline in brackets."""
    if head := DATELINE.match(text):
        text = INLINE_BYLINE.sub("", text[head.end() :])
    # The marks that each rule needs are cheap to look for.
    marked = any(mark in text for mark in END_MARKS)
    if marked and (signature_at_end(text) or credit_at_end(text)):
        return True
    return text.rstrip()[-1:] in ("）", ")") and bool(TAIL_BYLINE.search(text))


def byline_at_start(text: str, *, dated: bool) -> re.Match[str] | None:
    """The byline in brackets before a text, without the dateline that stood there (`dated`)."""
    bracket = text.lstrip()[:1] in ("（", "(")
    return INLINE_BYLINE.match(text) or (BRACKETED.match(text) if dated and bracket else None)


def is_credit_line(line: str) -> bool:
    """Whether a line is the credit of a photographer and no more."""
    return ("摄" in line or "图" in line) and CREDIT_LINE.match(line) is not None


def credit_at_end(text: str) -> re.Match[str] | None:
    """The credit of a photographer after the last sentence of a text."""
    return TAIL_CREDIT.search(text) if "摄" in text or "图" in text else None


def signature_at_end(text: str) -> re.Match[str] | None:
    """The names after the last sentence of a text and a blank."""
    told = len(text.split(None, 1)) > 1 or any(post in text for post in ("本报", "特约", "通讯员"))
    return TAIL_SIGNATURE.search(text) if told else None


def is_credit(text: str) -> bool:
    """Whether a line or the end of a text credits a photographer (`文/图` names an author)."""
    if ("摄" not in text and "图" not in text) or re.search(r"文[/／]图[）)]?$", text):
        return False
    return bool(CREDIT.match(text) or credit_at_end(text))


def posted(text: str) -> bool:
    """Whether a text is a byline that a mark or a post tells."""
    return bool(BULLET_BYLINE.match(text) or ROLE_LINE.match(text))


#: Words between names that are neither a name nor a post.
_WORKS = ("文", "图", "摄", "文图", "图文", "文并图", "供图", "摄影")


def is_work(text: str) -> bool:
    """Whether a text says what people did and no more, as the end of a byline may."""
    return re.sub(r"[/／\s]", "", text) in _WORKS


def is_mark(char: str) -> bool:
    """Whether a character is one that newspapers set before bylines."""
    return bool(_MARK.match(char))


def unmarked(text: str) -> str:
    """A line without the marks before it."""
    return re.sub(rf"^[{_MARKS}\s]+", "", text)


def people(raw: str, default: str = "作者") -> tuple[Person, ...]:
    """Names with their printed roles: `▶ 甲某 本报记者 乙某` → 甲某/作者, 乙某/本报记者."""
    raw = re.sub("[（）()]", " ", unmarked(raw)).strip()
    work = "供?图" if default == "摄影" else "文[/／]图"
    raw = re.sub(rf"(?<=[^\W\d_A-Za-z]{{2}})(?:摄|{work})$", "", raw)  # no blank before it
    role = default
    found: list[tuple[str, str]] = []
    tokens = re.split(rf"({_ROLE})|[\s　、，,/／:：]+", raw)
    for token in (t for t in tokens if t):
        if ROLE.fullmatch(token):
            role = token
        elif token not in _WORKS:
            found += [(role, name) for name in _unglue(token)]
    return tuple(Person(name=name, role=r) for r, name in _respace(found))


_GLUED = lazy(rf"({_NAME})({_NAME})$")


def _unglue(token: str) -> list[str]:
    """Two names that met at a line end: 甲某某乙某 → 甲某某, 乙某."""
    glued = _GLUED.match(token) if len(token) > 3 and not re.match(_DOUBLE, token) else None
    return [glued.group(1), glued.group(2)] if glued else [token]


def _respace(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Join letter-spaced names: 张 胜 男 → 张胜男."""
    out: list[tuple[str, str]] = []
    buffer = ""
    for role, token in pairs:
        if len(token) == 1 and len(buffer) < 3:
            buffer += token
            if len(buffer) == 3:
                out.append((role, buffer))
                buffer = ""
            continue
        if buffer:
            out.append((role, buffer))
            buffer = ""
        out.append((role, token))
    if buffer:
        out.append((pairs[-1][0], buffer))
    return out
