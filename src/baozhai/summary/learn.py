"""Training of the ranker. scikit-learn is needed here, and nowhere else in this package."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from baozhai.records import Article
from baozhai.summary.bigrams import BUCKETS, Floats, Ints, buckets
from baozhai.summary.features import Sheet, read
from baozhai.summary.learned import Net
from baozhai.summary.ranker import READ, Judged, Ranker, judge, options, paragraphs_of, style_of
from baozhai.summary.sets import set_features
from baozhai.summary.train import Plan, choice_loss, log_loss, train
from baozhai.summary.units import sentences_of, text_of

# Set on folds of the briefs: of the choice, a half or the double of a number scored no better (on items from 2019 on
# as much, or up to 0.6 points of ROUGE-1 less), and inputs without limits 0.4 less.
_FOLDS = 5
_PRIOR = 8.0
_RIDGE = 1.0
_BIGRAMS = Plan(hidden=(24, 12), batch=250, rounds=3, rate=5e-3)
_CHOICE = Plan(hidden=(32, 16), batch=64, rounds=12, rate=3e-3, scale=0.2)
_SHARP, _NEAR = 33.0, 20.0
# Networks whose mean is taken.
_OF_BIGRAMS, _OF_CHOICE = 2, 4
_BUDGET = 80

Worth = Callable[[Sequence[str], str], NDArray[np.float64]]


@dataclass(frozen=True)
class Brief:
    """An article with the brief an editor wrote, and the day, which keeps folds apart."""

    article: Article
    reference: str
    day: str = ""


@dataclass(frozen=True)
class _Example:
    """A brief made ready: sentences, buckets of the article, which of them the brief holds."""

    texts: list[str]
    paragraphs: list[int]
    bucket: Ints
    taken: NDArray[np.bool_]
    target: Floats


def fit(briefs: Sequence[Brief], worth: Worth, seed: int = 0) -> Ranker:
    """Learn a ranker.

    Parameters
    ----------
    briefs : sequence of Brief
        At least a few hundred; those of one day, and those that open alike, share a fold.
    worth : callable
        (candidates, reference) → ndarray of float in [0, 1]: what a candidate summary is worth.
    seed : int
        Of the folds and the networks.

    Returns
    -------
    Ranker
        Whatever a later step learns from an earlier one is cross-fitted, so that it is as good
        as it will be on new articles.

    Raises
    ------
    ValueError
        If there are fewer than 50 briefs.
    """
    kept = [b for b in briefs if b.article.paragraphs and sentences_of(b.article)]
    if len(kept) < 50:
        raise ValueError(f"want at least 50 briefs, not {len(kept)}")
    fold = np.tile(folds_of(kept, seed), 2)
    examples = [_example(b, worth) for b in kept]
    # Each once more as one paragraph: not every source keeps the paragraphs.
    examples += [replace(e, paragraphs=[0] * len(e.texts)) for e in examples]
    references = [b.reference for b in kept] * 2
    sheets: list[tuple[Sheet, Floats]] = _crossed(
        fold, lambda learn: _tables([examples[k] for k in learn]), lambda k, t: _sheet(examples[k], *t)
    )
    grams = [(sheet.grams, e.taken) for (sheet, _), e in zip(sheets, examples, strict=True)]
    judged: list[Judged] = _crossed(
        fold,
        lambda learn: _net([grams[k] for k in learn], seed),
        lambda k, net: judge(examples[k].texts, sheets[k][0], net, sheets[k][1]),
    )
    choice = _choice(list(zip(judged, references, strict=True)), worth, seed)
    return Ranker(*_tables(examples), _net(grams, seed), choice)


def _crossed(
    fold: Ints, learn: Callable[[NDArray[np.int64]], Any], apply: Callable[[int, Any], Any]
) -> list[Any]:
    """Apply to each example what was learned from the other folds."""
    out: list[Any] = [None] * len(fold)
    for f in range(_FOLDS):
        learned = learn(np.flatnonzero(fold != f))
        for k in np.flatnonzero(fold == f).tolist():
            out[k] = apply(k, learned)
    return out


def _sheet(example: _Example, tables: Floats, base: Floats) -> tuple[Sheet, Floats]:
    sheet = read(example.texts, example.paragraphs, tables)
    return sheet, style_of(sheet, base)


def _example(brief: Brief, worth: Worth) -> _Example:
    sentences = sentences_of(brief.article)[:READ]
    texts = [text_of(brief.article, s) for s in sentences]
    bucket = buckets(texts)
    year = float(brief.day[:4]) if brief.day[:4].isdigit() else 0.0
    verbatim = brief.reference.rstrip("。") in "".join(brief.article.paragraphs)
    target = [np.log(max(len(brief.reference), 1)), worth(texts[:1], brief.reference)[0], verbatim, year / 10]
    taken = np.isin(bucket, buckets([brief.reference]))
    return _Example(
        texts, paragraphs_of(brief.article, sentences), bucket, taken, np.array(target, dtype=np.float32)
    )


def folds_of(briefs: Sequence[Brief], seed: int) -> Ints:
    """Number the folds of briefs, shape (n_briefs,): one for each day; briefs that open alike follow the first of them."""
    days = sorted({b.day for b in briefs})
    drawn = np.random.default_rng(seed).permutation(len(days)) % _FOLDS
    place = {day: int(f) for day, f in zip(days, drawn, strict=True)}
    fold = np.array([place[b.day] for b in briefs])
    if len(days) < _FOLDS:
        fold = np.arange(len(briefs)) % _FOLDS
    seen: dict[str, int] = {}
    for k, brief in enumerate(briefs):
        fold[k] = fold[seen.setdefault("".join(brief.article.paragraphs)[:40], k)]
    return fold


def _tables(examples: Sequence[_Example]) -> tuple[Floats, Floats]:
    """Odds of the buckets, idf, and the ridge weights of the styles."""
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import Ridge

    count = np.bincount(np.concatenate([e.bucket for e in examples]), minlength=BUCKETS)
    taken = np.bincount(np.concatenate([e.bucket[e.taken] for e in examples]), minlength=BUCKETS)
    mean = taken.sum() / count.sum()
    odds = np.log((taken + _PRIOR * mean) / (count + _PRIOR) / mean)
    idf = np.where(count > 1, np.log((len(examples) + 1) / (count + 1)), 0.0)
    indptr = np.cumsum([0, *[len(e.bucket) for e in examples]])
    columns = np.concatenate([e.bucket for e in examples])
    lengths = np.array([np.sqrt((idf[e.bucket] ** 2).sum()) or 1.0 for e in examples])
    values = idf[columns] / np.repeat(lengths, np.diff(indptr))
    X = csr_matrix((values, columns, indptr), shape=(len(examples), BUCKETS))
    ridge = Ridge(alpha=_RIDGE).fit(X, np.stack([e.target for e in examples]))
    tables = np.column_stack([odds, idf**2, idf[:, None] * ridge.coef_.T])
    # Rounded as the model file keeps them, so that the next steps learn from what they will see.
    return np.ascontiguousarray(tables.astype(np.float16), dtype=np.float32), np.asarray(
        ridge.intercept_, dtype=np.float32
    )


def _net(pairs: Sequence[tuple[Floats, NDArray[np.bool_]]], seed: int) -> Net:
    X = np.ascontiguousarray(np.concatenate([grams for grams, _ in pairs]))  # `grams` may lie by columns
    taken = np.concatenate([taken for _, taken in pairs])
    bounds, slope = np.arange(len(X) + 1), log_loss(taken)
    seeds = range(seed * _OF_BIGRAMS, (seed + 1) * _OF_BIGRAMS)
    return Net.mean([train(X, bounds, slope, _BIGRAMS, base=0.0, seed=s) for s in seeds])


def _choice(pairs: Sequence[tuple[Judged, str]], worth: Worth, seed: int) -> Net:
    X, y = [], []
    for found, reference in pairs:
        member = options(found, 0, _BUDGET)
        if len(member):
            X.append(set_features(found.sheet, found.taken, found.scores, found.style, member))
            texts = ["".join(found.units[i].text for i in np.flatnonzero(row)) for row in member]
            y.append(worth(texts, reference))
    bounds = np.cumsum([0, *map(len, y)])
    rows, values = np.concatenate(X), np.concatenate(y).astype(np.float32)
    slope = choice_loss(values, bounds, sharp=_SHARP, near=_NEAR)
    seeds = range(seed * _OF_CHOICE, (seed + 1) * _OF_CHOICE)
    base = float(values.mean())
    return Net.mean([train(rows, bounds, slope, _CHOICE, base=base, seed=s) for s in seeds])
