"""Search of settings within a budget: each trial is cross-fitted on the learning articles; finished ones are not run again."""

from __future__ import annotations

import shlex
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from baozhai import memory
from baozhai.build.lesson import lesson
from baozhai.build.reading import marks_digest
from baozhai.build.trials import Bench, Trial, named
from baozhai.config import Config, flatten, settings
from baozhai.errors import ConfigError
from baozhai.evaluation.report import comparison
from baozhai.evaluation.search import rungs, survivors
from baozhai.io import track
from baozhai.io.corpus import dump_jsonl, write_json
from baozhai.io.files import write_folder
from baozhai.io.revision import revision
from baozhai.stages import compare, evaluate, train

READS = ("data/articles", "data/splits", "data/labels/judgements.jsonl")
WRITES = ("data/runs",)
USES = ("corpus", "taxonomy", "dedupe", "features", "classifier", "decision", "seed", "sweep")
#: What all trials must have in common, or their scores are not of the same articles.
_COMMON = ("corpus", "taxonomy", "labels", "dedupe", "seed", "work")


@dataclass
class Search:
    """A call: its settings, the bench, the trials that could not be run, and how many it had no time for."""

    cfg: Config
    bench: Bench
    fixed: Sequence[str] = ()
    failed: dict[str, str] = field(default_factory=dict)
    left: int = 0


def run(
    cfg: Config,
    inputs: list[str],
    variants: Sequence[tuple[dict[str, str], Config]],
    fixed: Sequence[str] = (),
) -> int:
    """Go through the variants, the first of which are the settings as they are; none of them reads the test ids.

    Parameters
    ----------
    variants : sequence of (dict of str to str, Config)
        What each sets beyond `fixed`, and all its settings.
    fixed : sequence of str
        What the command line set for all of them.
    """
    _check(cfg, variants)
    memory.keep()
    train.prepare(cfg, matrix=False)
    known = lesson(cfg)
    runs = Path(cfg.work) / "runs"
    search = Search(cfg, Bench(runs, known, revision(), cfg.fresh), fixed)
    base, *trials = named(variants, known.fingerprint() + marks_digest(cfg), runs)
    sizes = [len(known.rows)]
    if cfg.sweep.method == "halving":
        sizes = rungs(sizes[0], len(trials), least=cfg.sweep.least, factor=cfg.sweep.factor)
    _say(f"{len(known.rows)} 篇有标注的文章；现在的设置之外有 {len(trials)} 组；分 {len(sizes)} 轮。")
    return _finish(search, base, _rounds(search, trials, sizes))


def _check(cfg: Config, variants: Sequence[tuple[dict[str, str], Config]]) -> None:
    if cfg.track == "mlflow":
        track.require()
    wanted = settings(cfg, _COMMON)
    for point, other in variants:
        found = settings(other, _COMMON)
        if changed := [key for key in _COMMON if found[key] != wanted[key]]:
            words = " ".join(f"{k}={v}" for k, v in point.items())
            raise ConfigError(
                f"{words}：改动了 {changed[0]}，与其他各组不是同一批文章，不能比较。请分开运行。"
            )


def _rounds(search: Search, trials: list[Trial], sizes: list[int]) -> list[Trial]:
    """Every round with its share of the time; the trials that were scored with all articles, best first."""
    sweep, started = search.cfg.sweep, time.monotonic()
    for number, size in enumerate(sizes, 1):
        deadline = started + 60 * sweep.minutes * number / len(sizes) if sweep.minutes else None
        _say(f"第 {number} 轮：{len(trials)} 组，各学 {size} 篇")
        scores = _round(search, trials, size, deadline)
        kept = survivors(scores, sweep.factor if size < sizes[-1] else 1)
        trials = [next(t for t in trials if t.name == name) for name in kept]
    return trials


def _round(search: Search, trials: list[Trial], size: int, deadline: float | None = None) -> dict[str, float]:
    """Macro-F1 by name; when the time is over the rest is left, but one new trial at least is run."""
    scores: dict[str, float] = {}
    ran = left = 0
    for number, trial in enumerate(trials, 1):
        result = search.bench.stored(trial, size)
        late = deadline is not None and time.monotonic() > deadline
        if result is None and late and ran:
            left += 1
            continue
        ran += result is None
        note = "已有结果" if result else ""
        result = result or _scored(search, trial, size)
        if result:
            scores[trial.name] = float(result["macro_f1"])
            note = note or f"{result['seconds']:.1f} 秒"
            _say(f"  [{number}/{len(trials)}] {trial.name}：宏平均 F1 {result['macro_f1']:.3f}（{note}）")
    search.left += left
    if left:
        _say(f"  时间到，还有 {left} 组没有运行。再运行同一条命令，会接着跑。")
    return scores


def _scored(search: Search, trial: Trial, size: int) -> dict[str, Any] | None:
    """Run a trial and keep its result; one that cannot be run is named and left out."""
    try:
        result, outcome, part = search.bench.score(trial, size)
    except ValueError as error:
        search.failed[trial.name] = str(error)
        _say(f"  {trial.name}（{' '.join(trial.settings) or '现在的设置'}）：运行不了：{error}")
        return None
    place = search.bench.place(trial, size)
    if place.name == "metrics.json":
        rows = evaluate.predictions(outcome, part.scored())
        write_folder(place.parent, {"predictions.jsonl": dump_jsonl(rows)})
        if search.cfg.track == "mlflow":
            tags = {key: str(result[key]) for key in ("measured", "key", "data", "revision", "version")}
            track.log(result, flatten(result["config"]), tags, Path(search.cfg.work))
    write_json(place, result)
    return result


def _finish(search: Search, base: Trial, best: list[Trial]) -> int:
    """Score the settings as they are too, print the table, and say what to do next."""
    whole = len(search.bench.lesson.rows)
    _say("对照：现在的设置")
    _round(search, [base], whole)
    done = [t for t in (base, *best) if t.name not in search.failed]
    rows = compare.against_best([search.bench.place(t, whole) for t in done])
    if rows:
        sys.stdout.write(comparison(rows))
        _say("成绩来自训练部分的交叉验证，没有动用测试文章；最好的一组是按这个成绩挑出来的，所以略偏高。")
    if search.failed:
        _say(f"{len(search.failed)} 组运行不了，原因见上。")
    if best and base in done:
        _advise(search, best[0], rows[0])
    return 5 if search.failed else 0


def _advise(search: Search, best: Trial, base: dict[str, Any]) -> None:
    """Whether changing the settings is worth it, and the command that does; `base` is the row of those as they are."""
    against = base.get("against")
    if not against:
        rest = "还有没有运行的，现在下不了结论" if search.left else "不必改"
        _say(f"没有一组比现在的设置更好：{rest}。")
        return
    if against["high"] >= 0:
        _say(f"{best.name} 的成绩高于现在的设置，但差别可能出于偶然（95% 区间含 0）。")
    given = [w for w in search.fixed if not w.startswith(("sweep", "track=", "fresh="))]
    words = shlex.join([*given, *best.settings])
    where = shlex.join(given)
    _say(
        f"训练它，再在测试文章上评测：\n  baozhai train {words} run_name=best\n  baozhai evaluate {where} run_name=best"
    )


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")
