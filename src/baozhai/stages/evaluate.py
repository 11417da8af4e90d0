"""Model and test ids → report: scores with intervals, calibration, slices, errors, plots, size, time."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from baozhai import build
from baozhai.build.cutting import cutting
from baozhai.build.drawn import drawn
from baozhai.build.tested import scored, test_ids
from baozhai.checks import nearest
from baozhai.config import Config, flatten, settings
from baozhai.digest import Digester
from baozhai.errors import ConfigError, InputError
from baozhai.evaluation.assess import Outcome, assess, errors, length_part, slices
from baozhai.evaluation.people import in_short
from baozhai.evaluation.report import plots, report
from baozhai.io import track
from baozhai.io.bundle import load_model
from baozhai.io.corpus import dump_json, dump_jsonl, read_articles, read_json, unknown_labels
from baozhai.io.files import write_folder
from baozhai.io.writers.csv import table
from baozhai.labels.ledger import content_hash, matrix
from baozhai.records import Article, Prediction
from baozhai.stages import ingest

READS = (
    "models/<run_name>",
    "data/articles",
    "data/splits",
    "data/labels/judgements.jsonl",
    "data/starter/issues",
)
WRITES = ("data/runs/<run_name>",)
USES = ("taxonomy", "corpus", "ingest", "decision", "seed")
#: The word after the stage, and the folder of its report beside that of the test part.
_SAMPLE = "sample"


def run(cfg: Config, inputs: list[str]) -> int:
    """Score the model on the test ids, which only this stage reads; `sample`: on articles drawn at random and judged."""
    if inputs not in ([], [_SAMPLE]):
        raise ConfigError(f"baozhai evaluate {inputs[0]}：{nearest(inputs[0], [_SAMPLE])}设置请写成 键=值。")
    if cfg.track == "mlflow":
        track.require()
    folder = _folder(cfg, sample=bool(inputs))
    cfg = replace(cfg, run_name=folder.name)
    digester = build.load(str(folder), cfg)
    state = read_json(folder / "manifest.json")
    _say_aim(cfg, state)
    if note := unknown_labels(cfg.corpus.label_table, (*digester.topics, *build.taxonomy(cfg.taxonomy))):
        sys.stderr.write(f"{note}\n")
    if inputs:
        made = load_model(folder)
        chosen, gold, more = drawn(cfg, folder, made, digester.topics, ingest.present(cfg))
        found = build.unseen(folder, made, cfg, chosen)
    else:
        chosen, gold = _tested(cfg, folder, state, digester)
        found, more = digester.predict(chosen), {"measured": "test", "pages": cutting(cfg)}
    outcome, runs = _outcome(digester, found, gold), Path(cfg.work) / "runs" / cfg.run_name
    result = {
        "run": cfg.run_name,
        **scored([a.id for a in chosen], outcome),
        **assess(outcome, seed=cfg.seed),
        "slices": slices(outcome, _kinds(chosen)),
        "errors": int((~outcome.counted().right).sum()),
        "megabytes": sum(f.stat().st_size for f in folder.rglob("*") if f.is_file()) / 1e6,
        **_about(cfg, runs, state, digester),
        **more,
    }
    _write(cfg, runs.joinpath(*inputs), result, outcome, chosen, {t.id: t.name for t in digester.topics})
    return 0


def _write(
    cfg: Config,
    folder: Path,
    result: dict[str, Any],
    outcome: Outcome,
    articles: list[Article],
    names: dict[str, str],
) -> None:
    files = _files(result, outcome, articles, names)
    # All at once: `compare` must not pair the scores of one run with the predictions of another.
    write_folder(folder, files)
    if cfg.track == "mlflow":
        used = flatten(result["trained"]["config"])
        track.log(
            result, used, {"measured": result["measured"], "revision": result["revision"]}, Path(cfg.work)
        )
    sys.stdout.write(files["report.md"].decode())
    if result["measured"] == _SAMPLE:
        sys.stderr.write(in_short(result, names, str(folder / "report.md")))


def _folder(cfg: Config, *, sample: bool) -> Path:
    """The model of that name, or the one that comes with the program: `evaluate sample` runs away from the project, as `review` does.

    A sample is drawn of what `predict` printed, so without a name it measures that model.
    """
    own = Path(cfg.models) / cfg.run_name
    if sample and cfg.run_name == Config().run_name and not own.is_dir():
        return build.model_folder(cfg.model)
    return build.model_folder(
        cfg.run_name if cfg.models == Config().models and not own.is_dir() else str(own)
    )


def _tested(
    cfg: Config, folder: Path, state: dict[str, Any], digester: Digester
) -> tuple[list[Article], NDArray[np.int8]]:
    """The articles of the test part that can be scored, and what people say of them."""
    test = test_ids(cfg, folder, state)
    verdicts, calibrating = build.labels(cfg, digester.topics)
    articles = [a for a in read_articles(Path(cfg.work) / "articles") if a.id in test]
    gold = matrix(articles, digester.topics, verdicts)
    kept = _measuring(cfg, articles, gold, calibrating, state)
    return [articles[k] for k in kept], gold[kept]


def _files(
    result: dict[str, Any], outcome: Outcome, articles: list[Article], names: dict[str, str]
) -> dict[str, bytes]:
    """What is written of a run."""
    wrong = errors(outcome, [a.id for a in articles])
    texts = {"report.md": report(result, names), "errors.csv": _error_list(wrong, articles, names)}
    data = {name: text.encode("utf-8", "replace") for name, text in (texts | plots(result, names)).items()}
    rows = dump_jsonl(predictions(outcome, articles))
    return data | {"metrics.json": dump_json(result), "predictions.jsonl": rows}


def _measuring(
    cfg: Config, articles: list[Article], gold: NDArray[np.int8], calibrating: set[str], state: dict[str, Any]
) -> list[int]:
    """Places of the articles to score: people judged them, and not because a model was unsure of them; `state` is the model's manifest."""
    judged = [k for k in range(len(articles)) if gold[k].any()]
    keys = [content_hash(articles[k]) for k in judged]
    kept = [k for k, yes in zip(judged, build.typical(cfg, keys, calibrating), strict=True) if yes]
    if left := len(judged) - len(kept):
        later = not calibrating.isdisjoint(keys)
        whence = f"不在 {cfg.corpus.label_table} 第 1 轮里" if later else "只在审核时判过"
        sys.stderr.write(f"测试部分有 {left} 篇是{whence}的（多为模型拿不准的），不计入评测。\n")
    if not kept:
        elsewhere = not judged and build.other_corpus(state, settings(cfg, ("corpus",)))
        advice = (
            "这个模型学的是另一批语料，请照写训练时的 experiment= 或 corpus="
            if elsewhere
            else "同一天的报纸不会拆开，可能都分到了学习部分：请增加语料或调大 corpus.test_share"
        )
        raise InputError(f"测试部分没有可以评测的已标注文章。{advice}。")
    return kept


def _say_aim(cfg: Config, state: dict[str, Any]) -> None:
    """A model decides by today's settings, not by those it was trained with."""
    then = state.get("config", {}).get("decision", {}).get("threshold_shift", cfg.decision.threshold_shift)
    if then != cfg.decision.threshold_shift:
        sys.stderr.write(
            f"{cfg.run_name}：训练时 decision.threshold_shift={then}，现在按 {cfg.decision.threshold_shift} 判定；要照训练时的，请加上当时的 decision=。\n"
        )


def _about(cfg: Config, runs: Path, state: dict[str, Any], digester: Digester) -> dict[str, Any]:
    """Which model was scored, what it learned from, how long that took, and by which settings it decided."""
    made = read_json(runs / "train.json") if (runs / "train.json").is_file() else {}
    if made.get("model") not in (None, digester.model_sha256):
        made = {}  # of a model that was replaced since
    learned = {
        "config": state.get("config", {}),
        "data": state.get("data", ""),
        "model": digester.model_sha256,
    }
    return {
        "seconds": made.get("seconds", 0.0),
        "revision": made.get("revision", ""),
        "trained": learned,
        "evaluated": settings(cfg, ("corpus", "decision", "taxonomy")),
    }


def _outcome(digester: Digester, found: list[Prediction], gold: NDArray[np.int8]) -> Outcome:
    ids = tuple(t.id for t in digester.topics)
    return Outcome(
        ids,
        gold > 0,
        np.array([[t in p.topics for t in ids] for p in found]),
        np.array([[p.probabilities[t] for t in ids] for p in found]),
        np.array([p.certainty for p in found]),
        np.array([p.decision == "abstain" for p in found]),
        gold != 0,
    )


def _kinds(articles: list[Article]) -> dict[str, list[str]]:
    """How to divide the articles: by newspaper (or file), year and length."""
    return {
        "source": [a.newspaper or a.source.file or "unknown" for a in articles],
        "year": [a.date[:4] or "unknown" for a in articles],
        "characters": [length_part(sum(map(len, a.paragraphs))) for a in articles],
    }


def _error_list(wrong: list[dict[str, Any]], articles: list[Article], names: dict[str, str]) -> str:
    """What people and the model say of each, for a spreadsheet."""
    titles = {a.id: a.title or "".join(a.paragraphs)[:30] for a in articles}
    head = ["编号", "标题", "人工", "模型", "把握", *(f"概率：{name}" for name in names.values())]
    rows = [
        [
            e["id"],
            titles[e["id"]],
            *("、".join(names[t] for t in e[who]) or "其他" for who in ("people", "model")),
            round(e["sure"], 4),
            *(round(p, 4) for p in e["proba"].values()),
        ]
        for e in wrong
    ]
    return table([head, *rows])


def predictions(outcome: Outcome, articles: list[Article]) -> Iterator[dict[str, Any]]:
    """What `compare` needs to hold two runs against each other, article by article."""
    counted = outcome.counted()
    tables = (counted.truth, counted.given)
    for k, article in enumerate(articles):
        people, model = (
            [t for t, yes in zip(outcome.topics, rows[k], strict=True) if yes] for rows in tables
        )
        yield {"article": article.id, "people": people, "model": model}
