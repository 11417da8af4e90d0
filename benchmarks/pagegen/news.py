"""Texts of a news corpus as articles of drawn pages: only those that nothing here learns from."""

from __future__ import annotations

import random
import re
from pathlib import Path

from dumpgen import crosshead, name
from learncut.texts import measured, rows, titled

from pagegen.stories import Article

#: Characters of titles and of texts that are set.
TITLE, BODY = range(5, 40), range(41, 1400)
#: Articles of the same days that a page is filled from.
NEAR = 70
ROLES = ("本报记者", "通讯员", "记者", "作者")
#: Long stretches of Latin, and what the fonts of the pages have no glyph for.
_UNSET = re.compile(
    r"[A-Za-z]{6,}|http|[^\u0020-\u007e\u00b7\u2010-\u2030\u3000-\u303f\u4e00-\u9fff\uff00-\uffef\n]"
)
#: Round-ups of broadcasts: many reports in one text.
_SEVERAL = re.compile("联播快讯")


def load_news(path: Path) -> list[Article]:
    """Articles of a JSONL(.xz) file of `id`, `date`, `title` and `body`, in the order of their days."""
    rng = random.Random(5)
    out = []
    for row in rows(path):
        title, body = (row.get("title") or "").strip(), row["body"]
        printed = len(title) in TITLE and len(body) in BODY and not _UNSET.search(body + title)
        if printed and measured(row) and not _SEVERAL.search(title):
            out.append(_article(f"n-{len(out)}", title, row["paragraphs"], rng))
    return out


def near(articles: list[Article], photos: list[Article], rng: random.Random) -> list[Article]:
    """What one page is filled from: articles of neighbouring days, and photos."""
    first = rng.randrange(max(1, len(articles) - NEAR))
    return articles[first : first + NEAR] + photos


def _article(number: str, title: str, paragraphs: list[str], rng: random.Random) -> Article:
    item = titled(title, paragraphs, 0.2, rng)
    people = [{"name": name(rng), "role": rng.choice(ROLES)} for _ in range(rng.choice([0, 1, 1, 2]))]
    heads = []
    if len(paragraphs) > 4 and rng.random() < 0.3:
        found = [(k, crosshead(paragraphs[k])) for k in range(1, len(paragraphs)) if rng.random() < 0.35]
        heads = [{"before_para": k, "text": text} for k, text in found if text]
    return {
        "id": number,
        "kind": "article",
        "title": item.title,
        "kicker": item.kicker or None,
        "subtitle": None,
        "byline": people,
        "byline_pos": rng.choice(["below_title", "after_dateline", "end_of_body"]) if people else None,
        "dateline": "本报讯" if rng.random() < 0.5 else None,
        "crossheads": heads,
        "paragraphs": paragraphs,
    }
