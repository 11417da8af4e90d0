"""Page dump → `Issue`: cut the lines, assign headlines, take bylines and datelines out."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from baozhai.errors import InputError
from baozhai.ingest import patterns as pat
from baozhai.ingest.headlines import LEAST, NEXT, BodyIndex, assign, best_split, group_lines
from baozhai.ingest.parts import Body, Cut, Head, cut_body
from baozhai.ingest.reflow import Line, joined, squeeze, to_lines
from baozhai.ingest.segment import cut_lines
from baozhai.records import Article, Crosshead, Issue, Person, Source


def cut_page(text: str, *, file: str = "", newspaper: str = "", date: str = "", page: str = "") -> Issue:
    """Cut one page dump into articles and photo stories.

    Raises
    ------
    InputError
        No article in the text, or a character that landed nowhere (a bug worth reporting).
    """
    lines = to_lines(text)
    if not re.search(r"[\u4e00-\u9fff]{2}", text):
        raise InputError(
            f"{file or '输入'}：没有找到任何文章（{len(lines)} 行，没有中文）。请检查文件是否为报纸版面文本。"
        )
    cut = cut_lines(lines)
    bodies = [part for part in cut.parts if isinstance(part, Body)]
    if not bodies:
        raise InputError(
            f"{file or '输入'}：没有找到任何文章（{len(lines)} 行）。请检查文件是否为报纸版面文本。"
        )
    titled, loose = _headlines(cut, bodies)
    while loose and (place := _another_border(titled, loose, bodies)):
        bodies = _cut_at(cut, bodies, place)
        titled, loose = _headlines(cut, bodies)
    articles = tuple(
        replace(
            _article(body, titled.get(k), f"{k + 1:02d}", file, page),
            newspaper=newspaper,
            date=date,
            page=page,
        )
        for k, body in enumerate(bodies)
    )
    issue = Issue(
        id=file,
        articles=articles,
        newspaper=newspaper,
        date=date,
        page=page,
        furniture=tuple(line.text for line in cut.furniture),
        unassigned=tuple(line.text for head in loose for line in head.lines + head.bylines),
        notes=_notes(articles),
        input_chars=sum(not c.isspace() for line in lines for c in line.text),
        input_sha256=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
    )
    check_ledger(issue, (line.text for line in lines))
    return issue


def _another_border(
    titled: dict[int, tuple[Head, float]], loose: list[Head], bodies: list[Body]
) -> tuple[int, int] | None:
    """A border the layout did not show, found by a headline that is left over."""
    heads = [_wording(head) for head in loose if head.lines]
    owners = [_wording(titled[k][0]) if k in titled else "" for k in range(len(bodies))]
    return best_split(heads, owners, [[joined(p) for p in body.paras] for body in bodies])


def _cut_at(cut: Cut, bodies: list[Body], place: tuple[int, int]) -> list[Body]:
    body = bodies[place[0]]
    at = next(k for k, part in enumerate(cut.parts) if part is body)
    cut.parts[at : at + 1] = cut_body(body, place[1])
    return [part for part in cut.parts if isinstance(part, Body)]


def _wording(head: Head) -> str:
    return "".join(line.text for line in head.lines)


def _headlines(cut: Cut, bodies: list[Body]) -> tuple[dict[int, tuple[Head, float]], list[Head]]:
    """Body index → (headline, confidence), and the heads no body could take."""
    index = BodyIndex(["".join(joined(p) for p in body.paras) for body in bodies])
    places = {id(body): k for k, body in enumerate(bodies)}
    heads: list[Head] = []
    bonus: list[int] = []
    for at, part in enumerate(cut.parts):
        if not isinstance(part, Head):
            continue
        following = cut.parts[at + 1] if at + 1 < len(cut.parts) else None
        target = places.get(id(following), -1)
        groups = _groups(part, index, target)
        heads += groups
        bonus += [-1] * (len(groups) - 1) + [target]
    scores = index.affinity([_wording(head) for head in heads])
    for row, target in enumerate(bonus):
        if target >= 0:
            scores[row, target] += NEXT + (LEAST if not bodies[target].credit else 0.0)
    scores[:, [k for k, body in enumerate(bodies) if body.credit]] *= 0.3
    found = assign(scores)
    titled = {body: (heads[row], confidence) for row, (body, confidence) in found.items()}
    loose = [head for row, head in enumerate(heads) if row not in found]
    return titled, loose


def _groups(part: Head, index: BodyIndex, target: int) -> list[Head]:
    if not part.lines:
        return [part]
    scores = index.affinity([line.text for line in part.lines])
    if target >= 0:
        scores[-1, target] += NEXT
    glued = [k > 0 and part.lines[k - 1].text.endswith("：") for k in range(len(part.lines))]
    groups = [Head([part.lines[k] for k in rows]) for rows in group_lines(scores, glued)]
    groups[-1].bylines = part.bylines
    return groups


def _article(body: Body, head: tuple[Head, float] | None, item: str, file: str, page: str) -> Article:
    raws = [joined(para) for para in body.paras]
    raw_bylines: list[str] = []
    people: list[Person] = []

    def take(raw: str, default: str = "作者") -> None:
        raw_bylines.append(raw)
        people.extend(pat.people(raw, default))

    dateline = ""
    if found := pat.DATELINE.match(raws[0]):
        dateline, raws[0] = squeeze(found.group(1)), raws[0][found.end() :]
    if found := pat.INLINE_BYLINE.match(raws[0]):
        take(found.group(0))
        raws[0] = raws[0][found.end() :]
    if head:
        for line in head[0].bylines:
            take(line.text)
    for rule, role in ((pat.TAIL_BYLINE, "作者"), (pat.TAIL_CREDIT, "摄影"), (pat.TAIL_SIGNATURE, "作者")):
        if found := rule.search(raws[-1]):
            take(found.group(0), role)
            raws[-1] = raws[-1][: found.start()]
            break
    for line in body.signature:
        take(line.text)
    for line in body.credit:
        take(line.text, "摄影")
    photo = any(p.role.startswith("摄") for p in people) and len(body.paras) <= 4 and not dateline
    kicker, title, subtitle = _title(head[0].lines) if head else ("", "", "")
    used = [line for para in body.paras for line in para] + body.signature + body.credit
    used += [line for _, line in body.crossheads] + (head[0].lines + head[0].bylines if head else [])
    return Article(
        id=item,
        kind="photo" if photo else "article",
        title=title,
        kicker=kicker,
        subtitle=subtitle,
        byline=tuple(dict.fromkeys(people)),
        byline_raw=" ".join(squeeze(raw) for raw in raw_bylines),
        dateline=dateline,
        crossheads=tuple(Crosshead(k, squeeze(line.text)) for k, line in body.crossheads),
        paragraphs=tuple(squeeze(raw) for raw in raws if raw.strip()),
        source=Source(file, page, _spans(line.number for line in used)),
        confidence=round(body.confidence * (head[1] if head else 0.9 if photo else 0.5), 3),
    )


def _title(lines: list[Line]) -> tuple[str, str, str]:
    """(kicker, title, subtitle): a line after —— is a subtitle; a line after `：` continues."""
    texts = [re.sub(r"\s+", " ", line.text) for line in lines]
    subtitle = ""
    for at, text in enumerate(texts):
        if at and re.match(r"^(?:——|--|—)", text):
            subtitle, texts = "".join(texts[at:]), texts[:at]
            break
    return "", "".join(texts), subtitle


def _spans(numbers: Iterable[int]) -> tuple[tuple[int, int], ...]:
    out: list[tuple[int, int]] = []
    for number in sorted(set(numbers)):
        if out and number - out[-1][1] <= 2:
            out[-1] = (out[-1][0], number)
        else:
            out.append((number, number))
    return tuple(out)


def _notes(articles: Iterable[Article]) -> tuple[str, ...]:
    notes = []
    for article in articles:
        label = article.title or article.paragraphs[0][:16] + "…" if article.paragraphs else article.id
        if article.kind == "article" and not article.title:
            notes.append(f"第 {article.id} 篇没有找到标题：“{label}”")
        elif article.kind == "article" and article.confidence < 0.6:
            notes.append(f"第 {article.id} 篇的标题或边界存疑（置信度 {article.confidence:.2f}）：“{label}”")
    return tuple(notes)


def fields(article: Article) -> list[str]:
    """Every text field of an item, each character once."""
    heads = [article.kicker, article.title, article.subtitle, article.byline_raw, article.dateline]
    return heads + [c.text for c in article.crossheads] + list(article.paragraphs)


def _count(texts: Iterable[str]) -> Counter[str]:
    return Counter(c for text in texts for c in text if not c.isspace() and c not in "\u00ad\ufffe\uffff")


def check_ledger(issue: Issue, printed: Iterable[str]) -> None:
    """Every non-blank character of the input is in one field, in furniture or unassigned.

    Raises
    ------
    InputError
        With the characters that were lost or doubled.
    """
    landed = _count(text for article in issue.articles for text in fields(article))
    landed += _count(issue.furniture) + _count(issue.unassigned)
    expected = _count(printed)
    if landed != expected:
        lost, doubled = expected - landed, landed - expected
        raise InputError(
            f"{issue.id or '输入'}：字符核对不平：遗漏 {sum(lost.values())} 字（{''.join(lost)[:20]}），"
            f"多出 {sum(doubled.values())} 字（{''.join(doubled)[:20]}）。请把该文件报告给开发者。"
        )


def unassigned_chars(issue: Issue) -> int:
    """Non-blank characters no item could take."""
    return sum(_count(issue.unassigned).values())
