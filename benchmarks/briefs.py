"""Systems on editors' briefs: what they print, how it scores, paired intervals."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from baozhai.evaluation.summaries import Reference, paired_bootstrap
from baozhai.records import Article
from baozhai.summary import Summarizer, sentences_of, summarize
from baozhai.summary.learn import Brief
from baozhai.summary.units import n_chars, text_of

BUDGET = 80
Pick = Callable[[Article], str]


def filled(texts: list[str], order: list[int]) -> str:
    """Whole sentences in rank order while they fit, the first one always, in document order."""
    taken, room = [], BUDGET
    for i in order:
        if taken and n_chars(texts[i]) > room:
            break
        taken.append(i)
        room -= n_chars(texts[i])
    return "".join(texts[i] for i in sorted(taken))


def texts_of(article: Article) -> list[str]:
    """The sentences of an article."""
    return [text_of(article, s) for s in sentences_of(article)]


def lead_first(article: Article) -> str:
    """The first sentence."""
    return texts_of(article)[0]


def lead_filled(article: Article) -> str:
    """The first sentences while they fit."""
    texts = texts_of(article)
    return filled(texts, list(range(len(texts))))


def ours(summarizer: Summarizer, *, headline: bool = False) -> Pick:
    """A summarizer of ours as users call it; without the headline, which it may read (`summary/news.py`), unless told so."""
    none = {} if headline else {"title": "", "kicker": "", "subtitle": ""}
    return lambda article: summarize(summarizer, replace(article, **none), max_chars=BUDGET).text


def scored(pick: Pick, briefs: list[Brief]) -> np.ndarray:
    """ROUGE × 100, shape (n_briefs, 3)."""
    return np.array([Reference(b.reference).score(pick(b.article)) for b in briefs]) * 100


def row(name: str, values: np.ndarray, parts: list[np.ndarray]) -> str:
    """One line of the table: a triple for each part."""
    cells = [" / ".join(f"{v:.2f}" for v in values[part].mean(axis=0)) for part in parts]
    return f"| {name} | " + " | ".join(cells) + " |"


def intervals(name: str, values: np.ndarray, base: np.ndarray, parts: dict[str, np.ndarray]) -> None:
    """Paired differences, one line a part."""
    for part, inside in parts.items():
        cells = [paired_bootstrap(values[inside, k], base[inside, k]) for k in range(3)]
        text = " | ".join(f"{c.mean:+.2f} [{c.low:+.2f}, {c.high:+.2f}]" for c in cells)
        print(f"| {name}, {part} (n = {int(inside.sum())}) | {text} |")
