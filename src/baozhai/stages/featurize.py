"""Articles → TF-IDF matrix and the fitted vectorizer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import vstack

from baozhai import build
from baozhai.config import Config, fingerprint, settings
from baozhai.errors import InputError
from baozhai.io.corpus import read_articles, read_json, write_json
from baozhai.io.digests import content
from baozhai.io.matrices import write_matrix

READS = ("data/articles", "data/splits", "data/dictionary")
WRITES = ("data/features",)
USES = ("features",)


def run(cfg: Config, inputs: list[str]) -> int:
    """Fit on train and dev, transform everything."""
    made, articles = made_with(cfg), read_articles(Path(cfg.work) / "articles")
    parts = read_json(Path(cfg.work) / "splits" / "splits.json")
    known = set(parts["train"]) | set(parts["dev"])
    learn = np.array([a.id in known for a in articles], bool)
    if not learn.any():
        raise InputError(
            f"语料 {len(articles)} 篇中没有可学的文章（同一天的报纸不会拆开，可能都分到了测试部分）。请增加语料，或调小 corpus.test_share。"
        )
    features, X = build.featurized(cfg, [articles[k] for k in np.flatnonzero(learn)])
    if not learn.all():
        rest = features.transform([articles[k] for k in np.flatnonzero(~learn)])
        order = np.argsort(~learn, kind="stable")
        X = vstack([X, rest], format="csr")[np.argsort(order)]
    folder = Path(cfg.work) / "features"
    write_matrix(folder, X, features.to_state(), fingerprint(made))
    write_json(folder / "settings.json", made)
    return 0


def made_with(cfg: Config) -> dict[str, Any]:
    """What the features depend on: settings, word lists, articles and split; rows of the matrix are told by their places alone."""
    work = Path(cfg.work)
    made = content([work / "articles" / "articles.jsonl", work / "splits" / "splits.json"])
    # The form of the files counts too: those of an earlier one are made anew.
    return {**settings(cfg, USES), "dictionary": build.dictionary_digest(cfg), "articles": made, "form": 2}
