"""The supervised ranker: learned from editors' briefs what to take, and how much."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from baozhai.records import Article, Sentence, Summary
from baozhai.summary.bigrams import BUCKETS, Floats
from baozhai.summary.features import Sheet, read
from baozhai.summary.learned import Net
from baozhai.summary.select import Unit, fill, stands_together, summary_of, telling, unit
from baozhai.summary.sets import Members, candidates, set_features
from baozhai.summary.units import sentences_of, text_of

# Sentences after these are not read: no brief of the train part draws on them, and the time a
# very long article takes stays bounded.
READ = 40
# One sentence may pass the budget by this factor, if it stands alone: editors take a long lead
# whole. A line of a digest is held to 200 characters by practice; a smaller budget binds sooner.
_OVERRUN, _LINE = 2.5, 200


class Judged(NamedTuple):
    """An article with what the ranker thinks of it."""

    units: list[Unit]
    sheet: Sheet
    taken: Floats
    scores: Floats
    style: Floats


@dataclass(frozen=True)
class Ranker:
    """Expected overlap with a brief, by bigram, then the best set of sentences.

    A small network estimates for each bigram of the article whether a brief would take it up; a
    sentence scores its expected ROUGE-2 F1. Another one then estimates the ROUGE of every
    candidate summary within the budget (a set-wise choice, as in Zhong et al. 2020, MatchSum),
    which also decides how much to take; it learned to choose, not only to estimate.

    Parameters
    ----------
    tables : ndarray of float32, shape (BUCKETS, 2 + n_styles)
        Of each bucket the log odds to be taken up, the squared idf, and idf times the weights
        of the styles (ridge regression on tf-idf of the article: expected length, …).
    base : ndarray of float32, shape (n_styles,)
        Intercepts of the styles.
    net : Net
        Log odds of a bigram to be in the brief.
    choice : Net
        Expected mean of ROUGE-1, 2 and L of a candidate summary.
    """

    tables: Floats
    base: Floats
    net: Net
    choice: Net

    def scores(self, article: Article) -> NDArray[np.float64]:
        """Score the sentences of an article.

        Returns
        -------
        ndarray of float64, shape (n_sentences,)
            Expected ROUGE-2 F1 in [0, 1]; 0 after the 40th sentence, which is not read.
        """
        sentences = sentences_of(article)
        out = np.zeros(len(sentences))
        if sentences:
            found = self._judge(article, sentences)
            out[: len(found.scores)] = found.scores
        return out

    def summarize(
        self, article: Article, *, min_chars: int = 0, max_chars: int = 120, strict: bool = False
    ) -> Summary:
        """Choose the summary that should be closest to an editor's brief.

        Parameters
        ----------
        article : Article
            Only `paragraphs` is read.
        min_chars, max_chars : int
            Length wanted, in characters without white space; an article within `max_chars` is
            returned whole, without what tells nothing. A single sentence may be longer, up to 2.5 times `max_chars` and 200
            characters, if that should serve better than anything within.
        strict : bool
            Forbids that where a sentence that can stand alone fits.

        Raises
        ------
        ValueError
            If the limits are not 0 ≤ `min_chars` ≤ `max_chars` with `max_chars` at least 1.
        """
        if not 0 <= min_chars <= max_chars or max_chars < 1:
            raise ValueError(f"want 0 <= min_chars <= max_chars, not {min_chars} and {max_chars}")
        sentences = sentences_of(article)
        if not sentences:
            return Summary(article.id)
        found = self._judge(article, sentences)
        units = found.units + [unit(text_of(article, s)) for s in sentences[len(found.units) :]]
        scores = found.scores.tolist() + [0.0] * (len(units) - len(found.units))
        chosen: Sequence[int] | None = telling(units)
        if sum(u.chars for u in units) > max_chars:
            chosen = self._choose(found, min_chars, max_chars, strict=strict)
        if chosen is None:
            order = sorted(range(len(units)), key=lambda i: -scores[i])
            chosen = fill(units, order, min_chars, max_chars)
        return summary_of(article, [replace(sentences[i], score=scores[i]) for i in sorted(chosen)])

    def _choose(self, found: Judged, low: int, high: int, *, strict: bool) -> list[int] | None:
        """The candidate of greatest expected worth, or none if no candidate keeps the rules."""
        member = options(found, low, high, strict=strict)
        if not len(member):
            return None
        worth = self.choice(set_features(found.sheet, found.taken, found.scores, found.style, member))
        for k in (-worth).argsort(kind="stable").tolist():
            chosen: list[int] = member[k].nonzero()[0].tolist()
            if len(chosen) == 1 or stands_together(found.units, chosen):
                return chosen
        return None

    def _judge(self, article: Article, sentences: list[Sentence]) -> Judged:
        texts = [text_of(article, s) for s in sentences[:READ]]
        sheet = read(texts, paragraphs_of(article, sentences[:READ]), self.tables)
        return judge(texts, sheet, self.net, style_of(sheet, self.base))

    def to_state(self) -> dict[str, Any]:
        """Plain arrays, which `from_state` makes an equal ranker of."""
        nets = self.net.to_state("bigrams") | self.choice.to_state("choice")
        return {"tables": self.tables, "base": self.base, **nets}

    @classmethod
    def from_state(cls, state: dict[str, Any]) -> Ranker:
        """The ranker of a saved state.

        Raises
        ------
        KeyError, ValueError
            If an array is missing or of a wrong shape.
        """
        # By rows: a bigram reads its row of the tables in one place.
        tables, base = (np.ascontiguousarray(state[name], dtype=np.float32) for name in ("tables", "base"))
        if tables.shape != (BUCKETS, 2 + len(base)):
            raise ValueError(f"tables {tables.shape}")
        return cls(tables, base, Net.from_state(state, "bigrams"), Net.from_state(state, "choice"))


def paragraphs_of(article: Article, sentences: list[Sentence]) -> list[int]:
    """Number the paragraph of each sentence; a line end within a paragraph begins a new one."""
    numbers = [s.paragraph for s in sentences]
    if not any("\n" in article.paragraphs[n] for n in set(numbers)):
        return numbers
    found = [0]
    for before, after in pairwise(sentences):
        between = article.paragraphs[after.paragraph][before.end : after.start]
        found.append(found[-1] + (before.paragraph != after.paragraph or "\n" in between))
    return found


def style_of(sheet: Sheet, base: Floats) -> Floats:
    """What the words of an article tell about its kind of brief, shape (n_styles,)."""
    total = np.ones(len(sheet.learned), dtype=np.float32) @ sheet.learned
    length = float(np.sqrt(total[1])) or 1.0
    out: Floats = base + total[2:] / np.float32(length)
    return out


def judge(texts: list[str], sheet: Sheet, net: Net, style: Floats) -> Judged:
    """Score the sentences by the ROUGE-2 F1 they should have."""
    against = np.minimum(np.maximum(-net(sheet.grams), np.float32(-30.0)), np.float32(30.0))
    taken = np.float32(1.0) / (np.float32(1.0) + np.exp(against))
    scores = 2.0 * (sheet.has @ taken) / (sheet.size + np.add.reduce(taken) + 1.0)
    return Judged([unit(text) for text in texts], sheet, taken, scores, style)


def options(found: Judged, low: int, high: int, *, strict: bool = False) -> Members:
    """The candidate summaries of an article within a budget, a long sentence alone included unless `strict`."""
    alone = high if strict else max(high, min(int(_OVERRUN * high), _LINE))
    return candidates(found.units, found.scores, found.sheet.has, limits=(low, high), alone=alone)
