"""The document model that every writer prints: head, sections, entries, notes."""

from __future__ import annotations

import re
from dataclasses import dataclass

from baozhai.records import Article, Digest, Entry


@dataclass(frozen=True)
class Section:
    """A section of the digest; `also` are entries printed in full elsewhere (another topic)."""

    key: str
    name: str
    entries: tuple[Entry, ...]
    also: tuple[Entry, ...] = ()


def sections(digest: Digest) -> list[Section]:
    """Topics in taxonomy order, other news, photo stories, what needs a person; empty ones left out."""
    articles = [e for e in digest.entries if e.article.kind != "photo"]
    out = []
    for topic in digest.topics:
        full = tuple(e for e in articles if e.prediction.topics[:1] == (topic.id,))
        also = tuple(e for e in articles if topic.id in e.prediction.topics[1:])
        out.append(Section(topic.id, topic.name, full, also))
    out.append(Section("other", "其他要闻", tuple(e for e in articles if e.prediction.decision == "other")))
    out.append(Section("photo", "图片新闻", tuple(e for e in digest.entries if e.article.kind == "photo")))
    out.append(
        Section("abstain", "待人工判定", tuple(e for e in articles if e.prediction.decision == "abstain"))
    )
    return [s for s in out if s.entries or s.also]


def notes(digest: Digest) -> list[str]:
    """Doubts of cutting, notes of the run, and unassigned text, quoted."""
    return [
        *digest.notes,
        *digest.issue.notes,
        *(f"未归入文章的文字：{text}" for text in digest.issue.unassigned),
    ]


def headline(article: Article) -> str:
    """The headline; a photo story without one shows how its caption begins."""
    if article.title:
        return article.title
    text = article.paragraphs[0] if article.paragraphs else ""
    opening = re.split(r"[。；！？]", text, maxsplit=1)[0]
    if len(opening) > 22:
        opening = opening[: opening.rfind("，", 8, 22)] if "，" in opening[8:22] else opening[:22]
    label = "图片：" if article.kind == "photo" else "（无标题）"
    return f"{label}{opening}{'…' if opening != text else ''}"


def long_date(date: str) -> str:
    """2026-06-12 → 2026年6月12日; anything else as given."""
    found = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", date)
    return f"{found[1]}年{int(found[2])}月{int(found[3])}日" if found else date


def page_label(page: str) -> str:
    """3 → 第3版."""
    return f"第{page}版" if page else ""


def source_line(article: Article) -> str:
    """〔报名 6月12日 第3版〕 of what is known; empty when nothing is."""
    day = re.sub(r"^\d{4}年", "", long_date(article.date))
    parts = [p for p in (article.newspaper, day, page_label(article.page)) if p]
    return f"〔{' '.join(parts)}〕" if parts else ""


def byline(article: Article) -> str:
    """Names by role: 记者 甲某、乙某；通讯员 丙某; a bare signature stays bare."""
    roles: dict[str, list[str]] = {}
    for person in article.byline:
        roles.setdefault(person.role, []).append(person.name)
    shown = ((("" if role == "作者" else f"{role} "), names) for role, names in roles.items())
    return "；".join(f"{role}{'、'.join(names)}" for role, names in shown)


def topic_labels(digest: Digest, entry: Entry) -> list[str]:
    """生物医药 93% for each chosen topic; the most likely ones, marked 近似, where a person is asked."""
    names = {t.id: t.name for t in digest.topics}
    p = entry.prediction
    if p.topics:
        return [f"{names.get(t, t)} {_percent(p.probabilities.get(t, 0.0))}" for t in p.topics]
    if p.decision == "abstain" and p.probabilities:
        best = max(p.probabilities, key=p.probabilities.__getitem__)
        return [f"可能是{names.get(best, best)}（{p.probabilities[best]:.0%}，未达阈值）"]
    return []


def _percent(p: float) -> str:
    return f"{p:.0%}" if p < 0.995 else ">99%"  # no model is sure


def evidence_words(entry: Entry) -> list[str]:
    """The words that decided, strongest first, each once."""
    ranked = sorted(entry.prediction.evidence, key=_share, reverse=True)
    return list(dict.fromkeys(e.term for e in ranked))[:6]


def _share(item: object) -> float:
    return float(getattr(item, "contribution", 0.0))


def head_line(digest: Digest) -> str:
    """Newspaper, date and page of the issue, as far as known."""
    issue = digest.issue
    return " ".join(p for p in (issue.newspaper, long_date(issue.date), page_label(issue.page)) if p)


def counts_line(digest: Digest) -> str:
    """How many items of each kind."""
    photos = sum(e.article.kind == "photo" for e in digest.entries)
    asked = sum(e.prediction.decision == "abstain" and e.article.kind != "photo" for e in digest.entries)
    return f"文章 {len(digest.entries) - photos} 篇，图片新闻 {photos} 条，待人工判定 {asked} 篇"
