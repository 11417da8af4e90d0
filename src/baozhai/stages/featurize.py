"""Articles → TF-IDF matrix and the fitted vectorizer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from baozhai import build
from baozhai.config import Config, fingerprint, settings
from baozhai.errors import InputError
from baozhai.features.tfidf import TfidfFeatures
from baozhai.io.corpus import read_articles, read_json, write_json
from baozhai.io.digests import content
from baozhai.io.matrices import write_matrix
from baozhai.records import Article

READS = ("data/articles", "data/splits", "data/dictionary")
WRITES = ("data/features",)
USES = ("features",)


def run(cfg: Config, inputs: list[str]) -> int:
    """Fit on train and dev, transform everything."""
    made, articles = made_with(cfg), read_articles(Path(cfg.work) / "articles")
    parts = read_json(Path(cfg.work) / "splits" / "splits.json")
    learn = set(parts["train"]) | set(parts["dev"])
    features = _fitted(cfg, [a for a in articles if a.id in learn], len(articles))
    folder = Path(cfg.work) / "features"
    write_matrix(folder, features.transform(articles), features.to_state(), fingerprint(made))
    write_json(folder / "settings.json", made)
    return 0


def _fitted(cfg: Config, articles: list[Article], count: int) -> TfidfFeatures:
    """The vectorizer of the articles to learn from, of `count` in all."""
    if not articles:
        raise InputError(
            f"语料 {count} 篇中没有可学的文章（同一天的报纸不会拆开，可能都分到了测试部分）。请增加语料，或调小 corpus.test_share。"
        )
    return build.fitted_features(cfg, articles)


def made_with(cfg: Config) -> dict[str, Any]:
    """What the features depend on: settings, word lists, articles and split; rows of the matrix are told by their places alone."""
    work = Path(cfg.work)
    made = content([work / "articles" / "articles.jsonl", work / "splits" / "splits.json"])
    # The form of the files counts too: those of an earlier one are made anew.
    return {**settings(cfg, USES), "dictionary": build.dictionary_digest(cfg), "articles": made, "form": 2}
