"""A text and its headline → `Article`: bylines and datelines taken out, paragraphs joined."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from baozhai.ingest import patterns as pat
from baozhai.ingest.blanks import one_line
from baozhai.ingest.parts import SECTION_MAX, Body, Head
from baozhai.ingest.reflow import Line, running, squeeze
from baozhai.records import Article, Crosshead, Source
from baozhai.text.sentences import balanced


class Origin(NamedTuple):
    """Where articles were printed."""

    file: str
    newspaper: str
    date: str
    page: str


def article(body: Body, head: tuple[Head, float] | None, item: str, origin: Origin) -> Article:
    """A text and its headline as an article."""
    raws = [running(para) for para in body.paras]
    dateline = _take_dateline(raws)
    signed = _take_bylines(body, head[0].bylines if head else (), raws, dated=bool(dateline))
    people = [person for raw, role in signed for person in pat.people(raw, role)]
    captioned = body.pictured or any(pat.is_credit(raw.strip()) for raw, _ in signed)
    credited = (captioned and not head) or any(p.role.startswith("摄") for p in people)
    photo = credited and len(body.paras) <= 4 and not dateline
    kicker, title, subtitle = _title(head[0]) if head else ("", "", "")
    used = [line for para in body.paras for line in para] + body.signature + body.credit
    used += [line for _, line in body.crossheads] + (head[0].printed if head else [])
    return Article(
        id=item,
        kind="photo" if photo else "article",
        title=title,
        kicker=kicker,
        subtitle=subtitle,
        byline=tuple(dict.fromkeys(people)),
        byline_raw=" ".join(squeeze(raw) for raw, _ in signed),
        dateline=dateline,
        crossheads=tuple(Crosshead(k, squeeze(line.text)) for k, line in body.crossheads),
        paragraphs=tuple(squeeze(raw) for raw in raws if raw.strip()),
        source=Source(origin.file, origin.page, _spans(line.number for line in used)),
        headline_size=round(head[0].size, 1) if head else 0.0,
        newspaper=origin.newspaper,
        date=origin.date,
        page=origin.page,
        confidence=round(body.confidence * (head[1] if head else 0.9 if photo else 0.5), 3),
    )


def _take_dateline(raws: list[str]) -> str:
    """Cut the dateline off the first paragraph."""
    found = pat.DATELINE.match(raws[0])
    if not found:
        return ""
    raws[0] = raws[0][found.end() :]
    return squeeze(found.group(1))


def _take_bylines(
    body: Body, above: Iterable[Line], raws: list[str], *, dated: bool
) -> list[tuple[str, str]]:
    """Bylines and credits with the role of whom they do not say one of; those inside the paragraphs are cut off."""
    signed = []
    if found := pat.byline_at_start(raws[0], dated=dated):
        signed.append((found.group(0), "作者"))
        raws[0] = raws[0][found.end() :]
    signed += [(line.text, "作者") for line in above]
    rules = (pat.TAIL_BYLINE.search, "作者"), (pat.credit_at_end, "摄影"), (pat.signature_at_end, "作者")
    for rule, role in rules:
        if found := rule(raws[-1]):
            signed.append((found.group(0), role))
            raws[-1] = raws[-1][: found.start()]
            break
    signed += [(line.text, "作者") for line in body.signature]
    return signed + [(line.text, "摄影") for line in body.credit]


def _title(head: Head) -> tuple[str, str, str]:
    """(kicker, title, subtitle): known lines as they are; a title line after —— is a subtitle.

    Lines that close what the title leaves open belong to it.
    """
    kicker, texts, subtitle = (_texts(part) for part in (head.kicker, head.lines, head.subtitle))
    at = next((k for k, text in enumerate(texts) if k and re.match(r"^(?:——|--|—)", text)), len(texts))
    title, after = texts[:at], texts[at:] + subtitle
    ends = [] if balanced("".join(title)) else range(1, len(after) + 1)
    more = next((k for k in ends if balanced("".join(title + after[:k]))), 0)
    return one_line(kicker), one_line(title + after[:more]), one_line(after[more:])


def _texts(lines: Iterable[Line]) -> list[str]:
    return [re.sub(r"\s+", " ", line.text) for line in lines]


def _spans(numbers: Iterable[int]) -> tuple[tuple[int, int], ...]:
    out: list[tuple[int, int]] = []
    for number in sorted(set(numbers)):
        if out and number - out[-1][1] <= 2:
            out[-1] = (out[-1][0], number)
        else:
            out.append((number, number))
    return tuple(out)


def notes(loose: Iterable[Head]) -> tuple[str, ...]:
    """Headlines that found no text: their text may stand in another article."""
    out = []
    for head in loose:
        label = one_line(_texts(head.lines))
        if pat.EDITORS.match(label):
            continue
        if head.lines and (head.bylines or len(label) > SECTION_MAX):
            out.append(f"标题{_quoted(label)}没有找到正文，可能并入了别的文章，请对照版面。")
    return tuple(out)


def _quoted(text: str) -> str:
    return f"“{text.replace('“', '‘').replace('”', '’')}”"
