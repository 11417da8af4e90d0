"""The document model that every writer prints: head, sections, entries, notes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date as Day

from baozhai.records import Article, Digest, Entry, Evidence

TITLE = "报纸摘要"
LABEL_CHARS = 18  # of a caption shown in place of a headline; not tuned
EVIDENCE_WORDS = 6


@dataclass(frozen=True)
class Section:
    """A section of the digest; `also` are entries printed in full elsewhere (another topic)."""

    key: str
    name: str
    entries: tuple[Entry, ...]
    also: tuple[Entry, ...] = ()


def sections(digest: Digest) -> list[Section]:
    """Topics in taxonomy order, other news, photo stories, what needs a person; empty ones left out.

    Every entry is in `entries` of exactly one section.
    """
    known = [topic.id for topic in digest.topics]
    keys = {id(e): _keys(e, known) for e in digest.entries}
    names = [(t.id, t.name) for t in digest.topics]
    names += [(":other", "其他要闻"), (":photo", "图片新闻"), (":abstain", "待人工判定")]
    out = []
    for key, name in names:
        full = tuple(e for e in digest.entries if keys[id(e)][0] == key)
        also = tuple(e for e in digest.entries if key in keys[id(e)][1:])
        out.append(Section(key.lstrip(":"), name, full, also))
    return [s for s in out if s.entries or s.also]


def _keys(entry: Entry, known: list[str]) -> list[str]:
    """The section of an entry, then those that point to it; what fits nowhere needs a person."""
    if entry.article.kind == "photo":
        return [":photo"]
    chosen = [t for t in dict.fromkeys(entry.prediction.topics) if t in known]
    if entry.prediction.decision == "topics" and chosen:
        return chosen
    return [":other" if entry.prediction.decision == "other" else ":abstain"]


def size(section: Section) -> str:
    """How many entries a section prints and points to, for the contents."""
    also = f"，另见 {len(section.also)}" if section.also else ""
    return f"{len(section.entries)}{also}"


def notes(digest: Digest) -> list[str]:
    """Doubts of cutting, then notes of the run."""
    return [*digest.issue.notes, *digest.notes]


def headline(article: Article) -> str:
    """The headline; an item without one shows how its text begins."""
    if article.title:
        return article.title
    text = article.paragraphs[0].strip() if article.paragraphs else ""
    label = "图片：" if article.kind == "photo" else "（无标题）"
    return f"{label}{_opening(text)}"


def _opening(text: str) -> str:
    """The first `LABEL_CHARS` characters, cut at a mark, or at least not inside a number or word."""
    whole = text.rstrip("。；！？")
    if len(whole) <= LABEL_CHARS:
        return whole
    head = text[: LABEL_CHARS + 1]
    marks = [m.start() for m in re.finditer(r"[。；！？，：]", head) if m.start() >= LABEL_CHARS // 3]
    if marks:
        return head[: marks[-1]] + "…"
    return (re.sub(r"[A-Za-z0-9.]+$", "", head) or head)[:LABEL_CHARS] + "…"


def long_date(date: str) -> str:
    """2026-06-12 → 2026年6月12日; anything else as given."""
    try:
        day = Day.fromisoformat(date) if re.fullmatch(r"\d{4}-\d\d-\d\d", date) else None
    except ValueError:
        day = None
    return f"{day.year}年{day.month}月{day.day}日" if day else date


def page_label(page: str) -> str:
    """3 or 03 → 第3版; a label that already says 版 as given."""
    return page if not page or "版" in page else f"第{page.lstrip('0') or page}版"


def source_line(article: Article) -> str:
    """〔报名 6月12日 第3版〕 of what is known; empty when nothing is."""
    day = re.sub(r"^\d{4}年", "", long_date(article.date))
    parts = [p for p in (article.newspaper, day, page_label(article.page)) if p]
    return f"〔{' '.join(parts)}〕" if parts else ""


def reprints(article: Article) -> list[str]:
    """Where else the report stands: source line or file, the headline there if it is another one."""
    heads = ("" if a.title == article.title else f"“{headline(a)}”" for a in article.also)
    places = (source_line(a) or f"〔{a.source.file or a.id}〕" for a in article.also)
    return list(dict.fromkeys(place + head for place, head in zip(places, heads, strict=True)))


def byline(article: Article) -> str:
    """Names by role: 记者 甲某、乙某；通讯员 丙某; a bare signature stays bare."""
    roles: dict[str, list[str]] = {}
    for person in article.byline:
        roles.setdefault(person.role, []).append(person.name)
    shown = ((("" if role == "作者" else f"{role} "), names) for role, names in roles.items())
    return "；".join(f"{role}{'、'.join(names)}" for role, names in shown)


def topic_labels(digest: Digest, entry: Entry) -> list[str]:
    """生物医药 93% for each chosen topic; where a person is asked, the likeliest one and its probability."""
    names = {t.id: t.name for t in digest.topics}
    p = entry.prediction
    if p.topics:
        return [f"{names.get(t, t)} {_percent(p.probabilities.get(t))}".strip() for t in p.topics]
    if p.decision == "abstain" and p.probabilities:
        best = max(p.probabilities, key=p.probabilities.__getitem__)
        return [f"可能是{names.get(best, best)}（{p.probabilities[best]:.0%}，未达阈值）"]
    return []


def _percent(p: float | None) -> str:
    if p is None:
        return ""
    return f"{p:.0%}" if p < 0.995 else ">99%"  # no model is sure


def evidence_words(entry: Entry) -> list[str]:
    """The words that decided for the chosen topics, strongest first, each once."""
    chosen = [e for e in entry.prediction.evidence if e.topic in entry.prediction.topics]
    ranked = sorted(chosen, key=_share, reverse=True)
    return list(dict.fromkeys(e.term for e in ranked))[:EVIDENCE_WORDS]


def _share(item: Evidence) -> float:
    return item.contribution


def head_line(digest: Digest) -> str:
    """Newspaper, date and page of the issue, as far as known."""
    issue = digest.issue
    return " ".join(p for p in (issue.newspaper, long_date(issue.date), page_label(issue.page)) if p)


def counts_line(digest: Digest) -> str:
    """How many items of each kind; those for a person are counted as the section holds them."""
    photos = sum(e.article.kind == "photo" for e in digest.entries)
    asked = sum(len(s.entries) for s in sections(digest) if s.name == "待人工判定")
    return f"文章 {len(digest.entries) - photos} 篇，图片新闻 {photos} 条，待人工判定 {asked} 篇"


def model_line(digest: Digest) -> str:
    """What the summaries are and which model chose the topics."""
    mark = f"（{digest.model_sha256[:12]}）" if digest.model_sha256 else ""
    model = f"模型：{digest.model}{mark}。" if digest.model else ""
    return f"摘要均为原文摘句。{model}"
