"""Articles → TF-IDF matrix and the fitted vectorizer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from baozhai import build
from baozhai.config import Config, settings
from baozhai.io.corpus import read_articles, read_json, write_json
from baozhai.io.matrices import write_matrix

READS = ("data/articles", "data/splits", "data/dictionary")
WRITES = ("data/features",)
USES = ("features",)


def run(cfg: Config, inputs: list[str]) -> int:
    """Fit on train and dev, transform everything."""
    articles = read_articles(Path(cfg.work) / "articles")
    parts = read_json(Path(cfg.work) / "splits" / "splits.json")
    learn = set(parts["train"]) | set(parts["dev"])
    features = build.features(cfg).fit([a for a in articles if a.id in learn])
    folder = Path(cfg.work) / "features"
    write_matrix(folder, features.transform(articles), features.to_state())
    write_json(folder / "settings.json", made_with(cfg))
    return 0


def made_with(cfg: Config) -> dict[str, Any]:
    """What the features depend on."""
    return {**settings(cfg, USES), "dictionary": build.dictionary_digest(cfg)}
