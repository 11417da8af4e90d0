"""Features and judgements → a model folder."""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import sklearn.linear_model
import sklearn.model_selection
import sklearn.naive_bayes
import sklearn.svm  # noqa: F401 - loaded here, so that the clock below counts no imports
from numpy.typing import NDArray

from baozhai import build
from baozhai.config import Config, fingerprint, settings
from baozhai.errors import InputError
from baozhai.features.tfidf import TfidfFeatures
from baozhai.io.bundle import ModelState, save_model
from baozhai.io.corpus import read_articles, read_json, read_reviewed, write_json
from baozhai.io.crossfit import crossfit_table, write_crossfit
from baozhai.io.files import sha256
from baozhai.io.ledger import mark, read_ledger
from baozhai.io.matrices import read_matrix
from baozhai.labels.ledger import content_hash, folds, matrix
from baozhai.labels.rules import MIN_POSITIVES, cue_precision, taught, votes
from baozhai.records import Judgement, Topic
from baozhai.stages import featurize, ingest, rank, split
from baozhai.topics.decide import choose_thresholds, confidence, share_cuts
from baozhai.topics.prior import cue_prior

READS = ("data/features", "data/articles", "data/splits", "data/labels/judgements.jsonl")
WRITES = ("models/<run_name>",)
USES = ("corpus", "taxonomy", "labels", "classifier", "decision", "seed")


def run(cfg: Config, inputs: list[str]) -> int:
    """Fit on train and dev; thresholds on cross-fitted probabilities; the test ids stay unread."""
    _prepare(cfg)
    started = time.perf_counter()
    topics = build.require_topics(cfg)
    articles = read_articles(Path(cfg.work) / "articles")
    parts = read_json(Path(cfg.work) / "splits" / "splits.json")
    learn = set(parts["train"]) | set(parts["dev"])
    verdicts, calibrating = build.labels(cfg, topics)
    Y = matrix(articles, topics, verdicts)
    pool = np.array([a.id in learn for a in articles])
    weak = votes(articles, topics, min_hits=cfg.labels.min_hits)
    unproven = cue_precision(weak[pool], Y[pool], topics)
    Y = taught(Y, weak, [t.id in unproven for t in topics])
    rows = np.flatnonzero(pool & Y.any(axis=1))
    if len(rows) < 10:
        raise InputError(
            f"只有 {len(rows)} 篇有标注的文章，不足以训练。请在 {cfg.corpus.judgements} 中补充。"
        )
    X, state = read_matrix(Path(cfg.work) / "features")
    # Articles that came in by review were chosen because a model was unsure: they teach, but do not calibrate.
    chosen = {content_hash(a) for a in read_reviewed(cfg.corpus.reviewed)}
    aim = np.array(
        [articles[k].id in calibrating if calibrating else articles[k].id not in chosen for k in rows]
    )
    fixed = folds([articles[k] for k in rows], cfg.classifier.cv)
    prior = cue_prior(X[np.flatnonzero(pool)], weak[pool], random_state=cfg.seed)
    prior = prior.rows(Y[pool].any(axis=1))
    model = build.classifier(cfg).fit(X[rows], Y[rows], calibration_rows=aim, folds=fixed, prior=prior)
    thresholds = choose_thresholds(model.oof_proba_[aim], Y[rows][aim])
    table = crossfit_table([articles[k].id for k in rows], [t.id for t in topics], model.oof_proba_)
    ledger = _ledger(cfg)
    cuts = share_cuts(confidence(model.oof_proba_[aim], thresholds, exclusive=cfg.decision.exclusive))
    used = settings(cfg, ("features", "classifier", "corpus", "labels", "seed"))
    manifest = {
        "config": used,
        "config_sha256": fingerprint(used),
        "corpus": fingerprint(sorted(articles[k].id for k in rows)),
        "articles": len(rows),
        "judgements": {"count": len(ledger), "sha256": mark(ledger)},
        "crossfit": sha256(table),
    }
    names = {"topics": [t.id for t in topics], "names": [t.name for t in topics]}
    body = {
        **model.to_state(),
        **names,
        "thresholds": thresholds,
        "share_cuts": cuts,
        "unproven": unproven,
        "exclusive": cfg.decision.exclusive,
    }
    _warn(unproven, weak[pool], topics)
    folder = Path(cfg.models) / cfg.run_name
    ranker: dict[str, Any] = {}
    if cfg.corpus.briefs:
        ranker, manifest["ranker"] = rank.learn(cfg)
    save_model(folder, ModelState(TfidfFeatures.from_state(state).to_state(), body, manifest, ranker))
    write_crossfit(folder, table)
    write_json(
        Path(cfg.work) / "runs" / cfg.run_name / "train.json", {"seconds": time.perf_counter() - started}
    )
    sys.stdout.write(f"{folder}\n")
    return 0


def _warn(unproven: Mapping[str, float], weak: NDArray[np.int8], topics: Sequence[Topic]) -> None:
    for k, topic in enumerate(topics):
        if topic.id in unproven:
            found = int((weak[:, k] > 0).sum())
            sys.stderr.write(
                f"类别“{topic.name}”：人工判为“是”的不足 {MIN_POSITIVES} 篇，按线索词学习（语料中命中 {found} 篇）；"
                f"{'报摘中一律标待核' if found > 1 else '命中太少，不会给出这一类，请补充 include 线索词或样例'}。\n"
            )


def _ledger(cfg: Config) -> tuple[Judgement, ...]:
    found = read_ledger(Path(cfg.corpus.judgements))
    if found.torn:
        sys.stderr.write(
            f"{cfg.corpus.judgements}：最后一行不完整，没有用它；下一次 baozhai review 会把它移开。\n"
        )
    return found.judgements


def _prepare(cfg: Config) -> None:
    """Run the stages before this one whose output is absent or was made with other settings."""
    stale = cfg.fresh
    wanted = ingest.made_with(cfg), settings(cfg, split.USES), settings(cfg, featurize.USES)
    for stage, name, made in zip(
        (ingest, split, featurize), ("articles", "splits", "features"), wanted, strict=True
    ):
        stale = stale or _stale(Path(cfg.work) / name / "settings.json", made)
        if stale:
            stage.run(cfg, [])


def _stale(path: Path, wanted: dict[str, Any]) -> bool:
    """Files that somebody named on the command line are kept, whatever the corpus is."""
    if not path.is_file():
        return True
    made = read_json(path)
    return not made.get("inputs") and any(made.get(key) != value for key, value in wanted.items())
