"""How the parts of one article and of an issue are worded, for every writer."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date as Day

from baozhai.io.writers.headings import headline
from baozhai.records import Article, Digest, Entry, Figure
from baozhai.text.lazy import lazy
from baozhai.text.quantities import ABOUT

TITLE = "报纸摘要"
# Characters that XML 1.0 does not allow, controls, and marks that turn the direction of text.
_UNPRINTABLE = lazy(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufeff\ufffe\uffff]"
)
_ENDS = r"\n\r\v\f\x1c-\x1e\x85\u2028\u2029"
EVIDENCE_WORDS = 6
#: What the last line of a digest says of its summaries.
VERBATIM = "摘要均为原文摘句。"
_COUNTED = lazy("[一二两三四五六七八九十几多]+[个根支片把只台家项名件条座位次种批天年月]")
PIECE_CHARS = 40  # of a headline inside a round-up; not tuned
_ROUND_UP = lazy("快讯|简讯|短讯|速览|集锦|集萃|一句话新闻|要闻(?:回顾|选登)")
_ENDED = lazy("[。；！？…：][”’）」』]*$")
_ALSO = lazy("^[也还又更]")
GAP_CHARS = 14  # between what is counted and its figure, for both to be quoted in one piece; not tuned


def printable(text: str) -> str:
    """The text without characters that no file can hold; half a surrogate pair becomes U+FFFD."""
    return re.sub(r"[\ud800-\udfff]", "\ufffd", _UNPRINTABLE.sub("", text))


def clean(text: str) -> str:
    """One line of printable text."""
    flat = re.sub(rf"(?<!\s)[^\S{_ENDS}]*+[{_ENDS}]\s*+", " ", text)  # no run of blanks is read twice
    return printable(flat).strip()


def width(text: str) -> float:
    """Width of a text in full-width characters."""
    return sum(1.0 if unicodedata.east_asian_width(c) in "WFA" else 0.5 for c in text)


def day(date: str) -> Day | None:
    """2026-06-12 as a date; None for anything else."""
    try:
        return Day.fromisoformat(date) if re.fullmatch(r"\d{4}-\d\d-\d\d", date) else None
    except ValueError:
        return None


def span(date: str, dates: Iterable[str]) -> str:
    """The date of the issue, else from the first to the last date of its items, the year once where they share it."""
    known = sorted(d for d in dates if day(d))
    first, *last = [date] if date else list(dict.fromkeys([*known[:1], *known[-1:]])) or [""]
    return "—".join([long_date(first), *(long_date(d).removeprefix(f"{first[:4]}年") for d in last)])


def long_date(date: str) -> str:
    """2026-06-12 → 2026年6月12日; anything else as given."""
    known = day(date)
    return f"{known.year}年{known.month}月{known.day}日" if known else date


def page_label(page: str) -> str:
    """3 or 03 → 第3版, PDF 3, the third page of a file, → PDF第3页; a label that already says 版 as given."""
    if page.startswith("PDF "):
        return f"PDF第{page[4:]}页"
    return page if not page or "版" in page else f"第{page.lstrip('0') or page}版"


def source_line(article: Article) -> str:
    """〔报名 6月12日 第3版〕 of what is known; empty when nothing is."""
    short = re.sub(r"^\d{4}年", "", long_date(article.date))
    parts = [p for p in (article.newspaper, short, page_label(article.page)) if p]
    return f"〔{' '.join(parts)}〕" if parts else ""


def reprints(article: Article) -> list[str]:
    """Where else the report stands: source line or file, the headline there if it is another one."""
    heads = ("" if a.title in ("", article.title) else f"“{headline(a)}”" for a in article.also)
    places = (source_line(a) or f"〔{a.source.file or a.id}〕" for a in article.also)
    return list(dict.fromkeys(place + head for place, head in zip(places, heads, strict=True)))


def pieces(article: Article) -> list[str]:
    """The headlines of a round-up (国内快讯, 一周简讯), where the cut marks at least two of its pieces."""
    if not _ROUND_UP.search(article.title):
        return []
    short = [
        (k, 1, p) for k, p in enumerate(article.paragraphs) if len(p) <= PIECE_CHARS and not _ENDED.search(p)
    ]
    heads = sorted([(c.before_para, 0, c.text) for c in article.crossheads] + short)
    return [text for _, _, text in heads] if len(heads) > 1 else []


def subtitle(article: Article) -> str:
    """——副题, with one dash however it was printed."""
    text = article.subtitle.strip().lstrip("—－-").strip()
    return f"——{text}" if text else ""


def byline(article: Article) -> str:
    """Names by role: 记者 甲某、乙某；通讯员 丙某; a bare signature stays bare."""
    roles: dict[str, list[str]] = {}
    for person in article.byline:
        roles.setdefault(person.role, []).append(person.name)
    shown = ((("" if role == "作者" else f"{role} "), names) for role, names in roles.items())
    return "；".join(f"{role}{'、'.join(names)}" for role, names in shown)


def topic_labels(digest: Digest, entry: Entry) -> list[str]:
    """生物医药 93% for each chosen topic; where a person is asked, the likeliest one and its probability."""
    names = {t.id: t.name for t in (*digest.others, *digest.topics)}
    p = entry.prediction
    if "topics" in entry.edited:
        return [f"{names.get(t, t)}（人工）" for t in p.topics] or ["其他（人工）"]
    if p.topics:
        return [f"{names.get(t, t)} {_percent(p.probabilities.get(t))}".strip() for t in p.topics]
    if p.decision == "abstain" and p.probabilities:
        best = max(p.probabilities, key=p.probabilities.__getitem__)
        return [f"可能是{names.get(best, best)}（{p.probabilities[best]:.0%}，未达阈值）"]
    return []


def _percent(p: float | None) -> str:
    if p is None:
        return ""
    return f"{p:.0%}" if p < 0.995 else "99%以上"  # no model is sure


def evidence_words(entry: Entry) -> list[str]:
    """The words that decided for the chosen topics, strongest first, each once; 一根, 六个 tell nobody anything."""
    chosen = [e for e in entry.prediction.evidence if e.topic in entry.prediction.topics]
    ranked = sorted(chosen, key=lambda e: e.contribution, reverse=True)
    return list(dict.fromkeys(e.term for e in ranked if not _COUNTED.fullmatch(e.term)))[:EVIDENCE_WORDS]


def figure_texts(entry: Entry) -> list[str]:
    """产值306.8亿元（去年，同比增长18.9%） for each key figure, in the words of the article."""
    return [_figure_text(f, entry.article.paragraphs) for f in entry.figures]


def _figure_text(figure: Figure, paragraphs: Sequence[str]) -> str:
    text, change = paragraphs[figure.paragraph], figure.change
    behind = text.startswith(figure.metric, figure.end)  # 17个项目: the noun follows its number
    at = text.rfind(figure.metric, 0, figure.start)
    gap = text[at + len(figure.metric) : figure.start]
    words = _roughly(text, change.start, change.end) if change else ""
    own = change is not None and change.end == figure.end
    number = figure.text if behind else _roughly(text, figure.start, figure.end)
    shown = words if own else number
    named = f"{shown}{figure.metric}" if behind else f"{figure.metric}{shown}"
    if not behind and at >= 0 and len(gap) <= GAP_CHARS and not re.search("[，。；：！？]", gap):
        named = f"{figure.metric}{_ALSO.sub('', gap)}{number}"  # 自制率由44%升至91%: as printed
    when = "" if figure.period.endswith("日") else figure.period  # the day of an event, seldom of its figures
    notes = [when, "" if own else words, _outlook(text, figure) if figure.planned else ""]
    said = "，".join(note for note in notes if note and note not in named)
    return f"{named}（{said}）" if said else named


def _roughly(text: str, start: int, end: int) -> str:
    """A number as printed, with the word behind it that says it is about so much."""
    about = ABOUT.match(text, end)
    return text[start : about.end() if about else end]


def _outlook(text: str, figure: Figure) -> str:
    """How the sentence of a figure that is none yet calls it: a forecast is no plan."""
    before = re.split("[。！？]", text[: figure.start])[-1]
    words: list[str] = re.findall("预计|预期|有望|力争|争取|计划|目标", before)
    goal = re.match("(?:以上)?的?[^，。；！？]{0,4}目标", text[figure.end :])
    return "目标" if goal else words[-1] if words else "计划"


def head_line(digest: Digest) -> str:
    """Newspaper, date (or the dates of the entries) and page, as far as known."""
    issue = digest.issue
    date = span(issue.date, [e.article.date for e in digest.entries])
    return " ".join(p for p in (issue.newspaper, date, page_label(issue.page)) if p)


def model_line(digest: Digest) -> str:
    """What the summaries are and which model chose the topics."""
    mark = f"（{digest.model_sha256[:12]}）" if digest.model_sha256 else ""
    model = f"模型：{digest.model}{mark}。" if digest.model else ""
    edited = any(set(e.edited) - {"topics"} for e in digest.entries)
    return f"{'除标明“非原文”者外，' if edited else ''}{VERBATIM}{model}"
