"""Features and judgements → a model folder."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import sklearn.linear_model
import sklearn.model_selection
import sklearn.naive_bayes
import sklearn.svm  # noqa: F401 - loaded here, so that the clock below counts no imports

from baozhai import build
from baozhai.config import Config, fingerprint, settings
from baozhai.errors import InputError
from baozhai.features.tfidf import TfidfFeatures
from baozhai.io.bundle import ModelState, save_model
from baozhai.io.corpus import read_articles, read_json, read_labels, write_json
from baozhai.io.matrices import read_matrix
from baozhai.labels.ledger import matrix
from baozhai.stages import featurize, ingest, rank, split
from baozhai.topics.decide import choose_thresholds

READS = ("data/features", "data/articles", "data/splits", "data/labels/judgements.jsonl")
WRITES = ("models/<run_name>",)
USES = ("corpus", "taxonomy", "classifier", "seed")


def run(cfg: Config, inputs: list[str]) -> int:
    """Fit on train and dev; thresholds on cross-fitted probabilities; the test ids stay unread."""
    _prepare(cfg)
    started = time.perf_counter()
    topics = build.require_topics(cfg)
    articles = read_articles(Path(cfg.work) / "articles")
    parts = read_json(Path(cfg.work) / "splits" / "splits.json")
    learn = set(parts["train"]) | set(parts["dev"])
    verdicts, calibrating = read_labels(cfg.corpus.judgements, cfg.corpus.label_table, [t.id for t in topics])
    Y = matrix(articles, topics, verdicts)
    rows = np.array([k for k, a in enumerate(articles) if a.id in learn and Y[k].any()], dtype=int)
    if len(rows) < 10:
        raise InputError(
            f"只有 {len(rows)} 篇有标注的文章，不足以训练。请在 {cfg.corpus.judgements} 中补充。"
        )
    X, state = read_matrix(Path(cfg.work) / "features")
    aim = np.array([not calibrating or articles[k].id in calibrating for k in rows])
    model = build.classifier(cfg).fit(X[rows], Y[rows], calibration_rows=aim)
    thresholds = choose_thresholds(model.oof_proba_[aim], Y[rows][aim])
    used = settings(cfg, ("features", "classifier", "corpus", "seed"))
    manifest = {
        "config": used,
        "config_sha256": fingerprint(used),
        "corpus": fingerprint(sorted(articles[k].id for k in rows)),
        "articles": len(rows),
    }
    names = {"topics": [t.id for t in topics], "names": [t.name for t in topics]}
    body = {**model.to_state(), **names, "thresholds": thresholds}
    folder = Path(cfg.models) / cfg.run_name
    ranker: dict[str, Any] = {}
    if cfg.corpus.briefs:
        ranker, manifest["ranker"] = rank.learn(cfg)
    save_model(folder, ModelState(TfidfFeatures.from_state(state).to_state(), body, manifest, ranker))
    write_json(
        Path(cfg.work) / "runs" / cfg.run_name / "train.json", {"seconds": time.perf_counter() - started}
    )
    sys.stdout.write(f"{folder}\n")
    return 0


def _prepare(cfg: Config) -> None:
    """Run the stages before this one whose output is absent or was made with other settings."""
    stale = cfg.fresh
    for stage, name in ((ingest, "articles"), (split, "splits"), (featurize, "features")):
        stale = stale or _stale(Path(cfg.work) / name / "settings.json", settings(cfg, stage.USES))
        if stale:
            stage.run(cfg, [])


def _stale(path: Path, wanted: dict[str, Any]) -> bool:
    """Files that somebody named on the command line are kept, whatever the corpus is."""
    if not path.is_file():
        return True
    made = read_json(path)
    return not made.get("inputs") and any(made.get(key) != value for key, value in wanted.items())
