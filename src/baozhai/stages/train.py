"""Features and judgements → a model folder."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

import sklearn.linear_model
import sklearn.model_selection
import sklearn.naive_bayes
import sklearn.svm  # noqa: F401 - loaded here, so that the clock below counts no imports

from baozhai import build, memory
from baozhai.build import learning
from baozhai.build.lesson import Lesson, lesson
from baozhai.build.reading import marks_digest, readings
from baozhai.build.textless import textless
from baozhai.config import Config, fingerprint, settings
from baozhai.errors import ConfigError
from baozhai.features.tfidf import TfidfFeatures
from baozhai.io import track
from baozhai.io.bundle import save_model
from baozhai.io.corpus import read_json, read_judgements, unknown_labels, write_json
from baozhai.io.crossfit import crossfit_table, write_crossfit
from baozhai.io.digests import stale
from baozhai.io.files import sha256
from baozhai.io.ledger import mark, read_ledger
from baozhai.io.matrices import read_matrix
from baozhai.io.promotion import DECISION
from baozhai.io.revision import revision
from baozhai.io.state import ModelState
from baozhai.labels.rules import LEAST_HITS, MIN_POSITIVES
from baozhai.stages import featurize, ingest, rank, split

READS = ("data/features", "data/articles", "data/splits", "data/labels/judgements.jsonl")
WRITES = ("models/<run_name>",)
USES = ("corpus", "taxonomy", "labels", "classifier", "decision", "seed")
_RECORDED = ("features", "classifier", "corpus", "labels", "taxonomy", "dedupe", "decision", "seed")


def run(cfg: Config, inputs: list[str]) -> int:
    """Fit on train and dev; thresholds on cross-fitted probabilities; the test ids stay unread."""
    if cfg.track == "mlflow":  # `-m` scores each run, too late to hear that it cannot be logged
        track.require()
    memory.keep()
    folder = Path(cfg.models) / cfg.run_name
    _spare(cfg, folder)
    prepare(cfg)
    started, made = time.perf_counter(), fingerprint(featurize.made_with(cfg))
    known = lesson(cfg)
    if note := unknown_labels(cfg.corpus.label_table, known.topics):
        sys.stderr.write(f"{note}\n")
    X, state = read_matrix(Path(cfg.work) / "features", made)
    vectorizer = TfidfFeatures.from_state(state)
    reader, measures = readings(cfg, vectorizer, known.chosen(), known.topics, known.folds(cfg.classifier.cv))
    model = learning.fitted(cfg, known, X[known.learn], measures)
    share = learning.cue_share(cfg, known, X) if known.unproven else 1.0
    body = {**model.to_state(), **learning.decision(cfg, known, model, share)}
    table = crossfit_table([a.id for a in known.chosen()], [t.id for t in known.topics], model.oof_proba_)
    manifest = {**_manifest(cfg, known), "crossfit": sha256(table)}
    warn(known)
    _warn_single(cfg, known)
    ranker: dict[str, Any] = {}
    if cfg.corpus.briefs:
        ranker, manifest["ranker"] = rank.learn(cfg)
    read = reader.to_state() if reader else {}
    save_model(folder, ModelState(vectorizer.to_state(), body, manifest, ranker, read))
    write_crossfit(folder, table)
    (folder / DECISION).unlink(missing_ok=True)  # of the model that was here before
    about = {
        "seconds": time.perf_counter() - started,
        "revision": revision(),
        "model": build.model_sha256(folder),
    }
    write_json(Path(cfg.work) / "runs" / cfg.run_name / "train.json", about)
    sys.stdout.write(f"{folder}\n")
    return 0


def _manifest(cfg: Config, known: Lesson) -> dict[str, Any]:
    """What a model was learned from, and by which settings."""
    used, ledger = settings(cfg, _RECORDED), read_judgements(cfg.corpus.judgements)
    return {
        "config": used,
        "config_sha256": fingerprint(used),
        "corpus": fingerprint(sorted(a.id for a in known.chosen())),
        "data": known.fingerprint(),
        "sentences": marks_digest(cfg),
        "articles": len(known.rows),
        "judgements": {"count": len(ledger), "sha256": mark(ledger)},
    }


def _spare(cfg: Config, folder: Path) -> None:
    """A model of another corpus, such as the shipped one, is not replaced unasked; of its own it is."""
    if cfg.fresh or not (folder / "manifest.json").is_file():
        return
    made = read_json(folder / "manifest.json")
    if build.other_corpus(made, settings(cfg, ("corpus",))):
        raise ConfigError(
            f"{folder}：已有的模型是用另一批语料训练的（{made.get('articles', '若干')} 篇），没有覆盖。"
            "请照写当时的 experiment= 或 corpus=，或换一个 run_name=；确要覆盖请加 fresh=true。"
        )


def warn(known: Lesson) -> None:
    """Say of which topics people judged so few articles that cue words teach them, wholly or what has them not."""
    hits = (known.votes[known.learn] > 0).sum(axis=0).tolist()
    judged, filled = known.judged.sum(axis=0).tolist(), ((known.Y < 0) & ~known.judged).sum(axis=0).tolist()
    learned = (known.Y > 0).sum(axis=0).tolist()
    for topic, found, said, added, yes in zip(known.topics, hits, judged, filled, learned, strict=True):
        if topic.id in known.unproven:
            sys.stderr.write(
                f"类别“{topic.name}”：人工判为“是”的不足 {MIN_POSITIVES} 篇，"
                + (f"按线索词学习（语料中命中 {found} 篇）；" if topic.include else "也没有线索词；")
                + (
                    "报摘中一律标待核。\n"
                    if yes >= LEAST_HITS
                    else "样例和命中都太少，不会给出这一类，请补充 include 线索词或样例。\n"
                )
            )
        elif added:
            sys.stderr.write(
                f"类别“{topic.name}”：学习用的文章里人工只判过 {said} 篇；另有 {added} 篇没有判过、也没有线索词，当作“否”学习。\n"
            )


def _warn_single(cfg: Config, known: Lesson) -> None:
    """Where every article gets one topic, those of none or of several can never be right."""
    odd = int(((known.Y > 0).sum(axis=1) != 1).sum()) if cfg.decision.exclusive else 0
    if odd:
        sys.stderr.write(
            f"decision=single 给每篇恰好一类，而 {len(known.rows)} 篇有标注的文章里有 {odd} 篇不是恰好一类：它们总有一部分判不对。\n"
        )


def say_lost(cfg: Config) -> None:
    """Say which judgements teach nothing."""
    if read_ledger(Path(cfg.corpus.judgements)).torn:
        sys.stderr.write(
            f"{cfg.corpus.judgements}：最后一行不完整，没有用它；下一次 baozhai review 会把它移开。\n"
        )
    sys.stderr.write(textless(cfg))


def prepare(cfg: Config, *, matrix: bool = True) -> None:
    """Run the stages before this one whose output is absent or was made with other settings; `matrix`: features too."""
    say_lost(cfg)
    redo = cfg.fresh
    steps = {"articles": ingest, "splits": split, "features": featurize}
    for name, stage in list(steps.items())[: 3 if matrix else 2]:
        redo = redo or stale(Path(cfg.work) / name / "settings.json", stage.made_with(cfg))
        if redo:
            stage.run(cfg, [])
    if redo and not matrix:  # those on disk are of other articles
        (Path(cfg.work) / "features" / "settings.json").unlink(missing_ok=True)
