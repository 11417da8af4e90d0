"""Trials of a sweep: settings under a name, scored by cross-fitting, kept in `runs/<name>` and found there again."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from baozhai import __version__
from baozhai.build.learning import crossfit
from baozhai.build.lesson import Lesson
from baozhai.build.models import dictionary_digest, features
from baozhai.build.reading import readings
from baozhai.build.tested import scored
from baozhai.config import Config, fingerprint, settings
from baozhai.evaluation.assess import Outcome, assess
from baozhai.io.names import safe_name

_USED = ("features", "classifier", "decision", "seed")
_MATRICES = 3
_NAME, _MARK = 60, 8


@dataclass(frozen=True)
class Trial:
    """One combination of settings: `point` is what it sets, `mark` a digest of all it depends on."""

    name: str
    mark: str
    point: dict[str, str]
    cfg: Config

    @property
    def settings(self) -> list[str]:
        """What it sets, as words of the command line."""
        return [f"{key}={value}" for key, value in self.point.items()]


def named(variants: Sequence[tuple[dict[str, str], Config]], data: str, runs: Path) -> list[Trial]:
    """Trials named by the values that differ among them and by their marks; of the same settings only the first.

    One that an earlier call of another space has run keeps the name it has there.

    Parameters
    ----------
    variants : sequence of (dict of str to str, Config)
        What each sets, and all its settings.
    data : str
        Digest of the articles and labels.
    runs : Path
        Where results lie.
    """
    values: dict[str, set[str]] = {}
    for point, _ in variants:
        for key, value in point.items():
            values.setdefault(key, set()).add(value)
    folders = {cfg.features.dictionary: cfg for _, cfg in variants}
    digests = {folder: dictionary_digest(cfg) for folder, cfg in folders.items()}
    out: dict[str, Trial] = {}
    for point, cfg in variants:
        # A number says nothing without its setting; the option of a group does.
        said = (
            f"{k.rpartition('.')[2] if '.' in k else ''}{v}" for k, v in point.items() if len(values[k]) > 1
        )
        words = "_".join(said) or "base"
        mark = fingerprint([settings(cfg, _USED), digests[cfg.features.dictionary], data, __version__])
        earlier = sorted(path.name for path in runs.glob(f"*-{mark[:_MARK]}"))
        name = earlier[0] if earlier else f"{safe_name(words)[:_NAME]}-{mark[:_MARK]}"
        out.setdefault(mark, Trial(name, mark, point, cfg))
    return list(out.values())


@dataclass
class Bench:
    """The articles, what was counted of them lately, and where results lie; `fresh` finds no results of earlier calls."""

    runs: Path
    lesson: Lesson
    revision: str = ""
    fresh: bool = False
    matrices: dict[str, tuple[Any, Any, float]] = field(default_factory=dict)

    def place(self, trial: Trial, size: int) -> Path:
        """Where the result with `size` articles lies; `compare` reads those with all of them."""
        whole = size == len(self.lesson.rows)
        return self.runs / trial.name / ("metrics.json" if whole else f"part_{size}.json")

    def stored(self, trial: Trial, size: int) -> dict[str, Any] | None:
        """The result of an earlier call; none where it is of other settings or articles, or torn."""
        try:
            found = json.loads(self.place(trial, size).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        whole = isinstance(found, dict) and "macro_f1" in found
        same = whole and (found.get("key"), found.get("learned")) == (trial.mark, size)
        return found if same and not self.fresh else None

    def score(self, trial: Trial, size: int) -> tuple[dict[str, Any], Outcome, Lesson]:
        """Cross-fit a trial on `size` articles.

        Returns
        -------
        dict
            As `evaluation.assess.assess`, and what it is of: settings, data, revision, seconds.
        Outcome, Lesson
            What was scored, and the articles that were learned from.

        Raises
        ------
        ValueError
            Settings the estimators cannot work with on these articles.
        """
        part = self.lesson.part(size)
        X, measures, counted = self._matrix(trial.cfg, part)
        started = time.perf_counter()
        outcome = crossfit(trial.cfg, part, X, measures)
        about = {
            "run": trial.name,
            "measured": "crossfit",
            "key": trial.mark,
            "overrides": trial.settings,
            "config": settings(trial.cfg, ("corpus", *_USED)),
            "data": self.lesson.fingerprint(),
            **scored([a.id for a in part.scored()], outcome),
            "learned": size,
            "revision": self.revision,
            "version": __version__,
        }
        scores = assess(outcome, seed=trial.cfg.seed)
        seconds = counted + time.perf_counter() - started
        return {**about, **scores, "seconds": seconds, "megabytes": 0.0}, outcome, part

    def _matrix(self, cfg: Config, part: Lesson) -> tuple[Any, Any, float]:
        """Features of all that a part learns from, what its labelled articles' sentences say, and the seconds that took; kept for the next trials."""
        used = cfg.classifier.cv, cfg.seed  # by what readers of sentences are parted and drawn
        words = asdict(cfg.features), dictionary_digest(cfg)
        key = fingerprint([words, len(part.rows), used if cfg.corpus.sentences else None])
        if key not in self.matrices:
            started = time.perf_counter()
            fitted = features(cfg)
            X = fitted.fit_transform([part.articles[k] for k in part.learn])
            if len(self.matrices) == _MATRICES:
                self.matrices.pop(next(iter(self.matrices)))
            folds = part.folds(cfg.classifier.cv)
            measures = readings(cfg, fitted, part.chosen(), part.topics, folds)[1]
            self.matrices[key] = X, measures, time.perf_counter() - started
        return self.matrices[key]
