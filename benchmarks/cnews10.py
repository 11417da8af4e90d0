"""Ten classes of other people's news, one an article: five-fold accuracy (docs/taxonomy.md).

OMP_NUM_THREADS=1 python benchmarks/cnews10.py ../shared/corpora/cnews10.jsonl.xz              # the folds of random state 0
OMP_NUM_THREADS=1 python benchmarks/cnews10.py ../shared/corpora/cnews10.jsonl.xz 4 5 6        # of other ones
OMP_NUM_THREADS=1 python benchmarks/cnews10.py ../shared/corpora/cnews10.jsonl.xz apart 0      # no copy of a tested article is learned from
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import StratifiedKFold

from baozhai import build
from baozhai.cli import compose
from baozhai.config import Config
from baozhai.ingest.dedupe import groups
from baozhai.io.readers.tables import Row, read_rows
from baozhai.labels.foreign import labelled, topics_of
from baozhai.records import Article

SETTINGS = {
    "of the press": ["decision=single"],
    "`single`": ["features=single", "classifier=single", "decision=single"],
}


def right(cfg: Config, articles: list[Article], y: NDArray[Any], copies: NDArray[Any], state: int) -> float:
    """The share of articles that a model of the other folds gives their class; `copies` numbers each article's report."""
    Y = np.where(np.arange(y.max() + 1) == y[:, None], 1, -1).astype(np.int8)
    found = np.zeros(len(y), dtype=bool)
    for others, test in StratifiedKFold(5, shuffle=True, random_state=state).split(Y, y):
        learn = others[~np.isin(copies[others], copies[test])]
        features = build.features(cfg)
        model = build.classifier(cfg).fit(features.fit_transform([articles[k] for k in learn]), Y[learn])
        proba = model.predict_proba(features.transform([articles[k] for k in test]))
        found[test] = proba.argmax(axis=1) == y[test]
    return float(found.mean())


def news(path: str | Path) -> tuple[list[Article], NDArray[Any], list[str]]:
    """The articles, the number of each one's class, and the classes."""
    columns = {"text": "body", "labels": "label"}
    rows = [labelled(row.fields, columns, row.where) for row in read_rows(Path(path)) if isinstance(row, Row)]
    names = list(topics_of(rows))
    return [row.article for row in rows], np.array([names.index(row.labels[0]) for row in rows]), names


def main(path: str, *words: str) -> None:
    """Print the accuracy of the settings for the press and of those for news of one topic an article."""
    articles, y, names = news(path)
    copies = np.arange(len(y))
    if "apart" in words:
        for members in groups(articles, numbers=0.0):
            copies[members] = members[0]
    head = ("settings", "random state", "articles", "classes", "accuracy", "standard error")
    print(f"| {' | '.join(head)} |\n{'| --- ' * len(head)}|")
    for name, overrides in SETTINGS.items():
        for state in [int(word) for word in words if word != "apart"] or [0]:
            share = right(compose(overrides), articles, y, copies, state)
            error = np.sqrt(share * (1 - share) / len(y))
            print(f"| {name} | {state} | {len(y)} | {len(names)} | {share:.4f} | {error:.4f} |", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
