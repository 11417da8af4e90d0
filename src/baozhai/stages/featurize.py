"""Articles → TF-IDF matrix and the fitted vectorizer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from baozhai import build
from baozhai.config import Config, settings
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
    articles = read_articles(Path(cfg.work) / "articles")
    parts = read_json(Path(cfg.work) / "splits" / "splits.json")
    learn = set(parts["train"]) | set(parts["dev"])
    features = _fitted(cfg, [a for a in articles if a.id in learn], len(articles))
    folder = Path(cfg.work) / "features"
    write_matrix(folder, features.transform(articles), features.to_state())
    write_json(folder / "settings.json", made_with(cfg))
    return 0


def _fitted(cfg: Config, articles: list[Article], count: int) -> TfidfFeatures:
    """The vectorizer of the articles to learn from, of `count` in all."""
    if not articles:
        raise InputError(
            f"语料 {count} 篇中没有可学的文章（同一天的报纸不会拆开，可能都分到了测试部分）。请增加语料，或调小 corpus.test_share。"
        )
    try:
        return build.features(cfg).fit(articles)
    except ValueError as error:
        raise InputError(
            f"可学的 {len(articles)} 篇文章取不出特征：没有一个词在 {cfg.features.min_df} 篇里都有"
            "（features.min_df）。请检查正文是否为空，或调小它。"
        ) from error


def made_with(cfg: Config) -> dict[str, Any]:
    """What the features depend on: settings, word lists, articles and split; rows of the matrix are told by their places alone."""
    work = Path(cfg.work)
    made = content([work / "articles" / "articles.jsonl", work / "splits" / "splits.json"])
    return {**settings(cfg, USES), "dictionary": build.dictionary_digest(cfg), "articles": made}
