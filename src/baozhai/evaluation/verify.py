"""Whether a digest says what its articles say: summaries, figures, names and what was printed of them."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from baozhai.records import Entry, Figure
from baozhai.text.quantities import quantities

_AROUND = 8  # characters of context shown on either side of a difference


def record_faults(entry: Entry, edited: Collection[str]) -> list[str]:
    """List what in the record of one item does not stand in its article.

    Parameters
    ----------
    entry : Entry
        The item as read from `articles.jsonl`.
    edited : collection of str
        The fields that the record itself says a person rewrote: those are not compared.

    Returns
    -------
    list of str
        One message a fault; empty when summary, figures, names and keywords all stand in the article.
    """
    out = [] if "summary" in edited else _summary(entry, close="。" if "clause" in edited else "")
    for figure in entry.figures:
        out += _figure(figure, entry.article.paragraphs)
    out += _names(entry)
    a = entry.article
    if not {"keywords", "title", "subtitle"} & set(edited):
        text = "\n".join((a.title, a.subtitle, *a.paragraphs))
        out += [f"关键词“{word}”不在文中" for word in entry.keywords if word not in text]
    return out


def _summary(entry: Entry, close: str) -> list[str]:
    paragraphs, summary = entry.article.paragraphs, entry.summary
    places = [(s.paragraph, s.start, s.end) for s in summary.sentences]
    if places != sorted(set(places)) or any(
        not (0 <= p < len(paragraphs) and 0 <= start < end <= len(paragraphs[p])) for p, start, end in places
    ):
        return [f"摘要句的位置有误：{places}"]
    text = "".join(paragraphs[p][start:end] for p, start, end in places) + close
    return [] if text == summary.text else [f"摘要与原文不符：{difference(text, summary.text)}"]


def _figure(figure: Figure, paragraphs: Sequence[str]) -> list[str]:
    where = f"关键数字“{figure.text}”（第 {figure.paragraph + 1} 段第 {figure.start + 1} 字）"
    text = paragraphs[figure.paragraph]
    if text[figure.start : figure.end] != figure.text:
        return [f"{where}与原文不符：{difference(text[figure.start : figure.end], figure.text)}"]
    found = {(q.start, q.end): q for q in quantities(text)}
    own = found.get((figure.start, figure.end))
    if own is None or (own.value, own.high, own.unit, own.kind) != (
        *(figure.value, figure.high),
        *(figure.unit, figure.kind),
    ):
        return [f"{where}的数值与原文不符：{figure.value:g}{figure.unit}"]
    out = [f"{where}的“{w}”不在该段" for w in (figure.metric, figure.period) if w not in text]
    if (c := figure.change) is not None:
        words = text[c.start : c.end]
        q = next((q for (_, end), q in found.items() if end == c.end), None)
        if (
            q is None
            or (abs(c.value), c.unit) != (q.value, q.unit)
            or c.base not in words
            or c.start > q.start
        ):
            out.append(f"{where}的增减“{words}”与原文不符：{c.base}{c.value:g}{c.unit}")
    return out


def _names(entry: Entry) -> list[str]:
    """Names of the byline that do not stand in it as printed; without a printed byline, in the text."""
    a = entry.article
    printed = a.byline_raw or "\n".join((a.dateline, *a.paragraphs))
    if not a.byline_raw and not any(_bare(p.name) in _bare(printed) for p in a.byline):
        return []  # a byline that came as data: nothing printed to hold it to
    return [
        f"署名“{p.name}”不在原文署名“{a.byline_raw}”中"
        for p in a.byline
        if _bare(p.name) not in _bare(printed)
    ]


def _bare(text: str) -> str:
    return "".join(text.split())


def printed_faults(
    lines: Sequence[tuple[str, str]], facts: Sequence[tuple[str, str]], found: Sequence[str]
) -> list[str]:
    """List where a printed item differs from its record.

    Parameters
    ----------
    lines : sequence of (str, str)
        Name (标题, 摘要 …) and text of the lines that must open the item, in their order.
    facts : sequence of (str, str)
        Name and text of what must stand in the lines below.
    found : sequence of str
        The lines of the item as printed.
    """
    for k, (name, text) in enumerate(lines):
        if k >= len(found):
            return [f"缺少{name}“{_short(text)}”"]
        if found[k] != text:
            return [f"{name}与记录不符：{difference(text, found[k])}"]
    rest = found[len(lines) :]
    if rest and not re.match(r"\w{2,6}：", rest[0]):
        return [f"多出文字“{_short(rest[0])}”"]
    out = []
    below = [part for line in rest for part in line.split("　")]
    for name, text in facts:
        if not any(f"{name}：{text}" in line for line in rest):
            shown = next((p.partition("：")[2] for p in below if p.startswith(f"{name}：")), "")
            out.append(f"{name}与记录不符：{difference(text, shown)}")
    return out


def difference(wanted: str, found: str) -> str:
    """Where two texts part, with what stands around: 第 5 字起应为“…”，现为“…”."""
    at = next((k for k, (a, b) in enumerate(zip(wanted, found, strict=False)) if a != b), None)
    at = min(len(wanted), len(found)) if at is None else at
    low, high = max(0, at - _AROUND), at + _AROUND
    return f"第 {at + 1} 字起应为“{wanted[low:high]}”，现为“{found[low:high]}”"


def _short(text: str) -> str:
    return text if len(text) <= 3 * _AROUND else text[: 3 * _AROUND] + "…"
