"""`-m`: one run for each combination of listed values, with a name that says what it was."""

from __future__ import annotations

import itertools
import re
import sys
from collections.abc import Callable, Collection, Sequence

from baozhai.checks import check_run_name
from baozhai.config import Config
from baozhai.errors import BaozhaiError, ConfigError
from baozhai.trees import fingerprint

#: A single value of these changes what is learned, so it is part of the name.
NAMED = ("experiment", "taxonomy", "corpus", "dedupe", "labels", "features", "classifier", "decision", "seed")
#: The choice of the corpus, pages that are scored and briefs change nothing that topics learn.
_NO_NAME = ("corpus", "corpus.issues", "corpus.briefs")
_LONGEST = 60  # characters; of Chinese ones a file system takes 85


def expand(overrides: Sequence[str], groups: Collection[str]) -> list[list[str]]:
    """`a=1,2 b=3` → [[b=3, a=1], [b=3, a=2]], each with a run name of its own.

    Raises
    ------
    ConfigError
        No list, or two runs of one name.
    """
    given = [o.partition("=")[2] for o in overrides if o.startswith("run_name=")]
    overrides = [o for o in overrides if not o.startswith("run_name=")]
    for name in given:
        check_run_name(name)
    swept = [o.partition("=") for o in overrides if "," in o]
    fixed = [o for o in overrides if "," not in o]
    if not swept:
        raise ConfigError("-m 要有列出几个值的设置，例如 classifier=svm,logreg。只训练一个模型请去掉 -m。")
    said = [_said(o, groups) for o in sorted(fixed) if _counts(o)]
    runs = list(itertools.product(*([f"{key}={v}" for v in values.split(",")] for key, _, values in swept)))
    names = [_name(given[-1:], [*(_said(o, groups) for o in run), *said]) for run in runs]
    if twice := [name for name in names if names.count(name) > 1]:
        raise ConfigError(f"-m：有两组设置同名（{twice[0]}）。请检查有没有重复的值。")
    return [[*fixed, *run, f"run_name={name}"] for run, name in zip(runs, names, strict=True)]


def _counts(override: str) -> bool:
    key = override.partition("=")[0].lstrip("+~")
    return key not in _NO_NAME and key.partition(".")[0] in NAMED


def _said(override: str, groups: Collection[str]) -> str:
    """The option of a group; of a single setting its name too, without that of its group."""
    key, _, value = override.partition("=")
    key = key.lstrip("+~")
    return value if key in groups else f"{key.partition('.')[2] or key}{value}"


def _name(prefix: Sequence[str], parts: Sequence[str]) -> str:
    """The parts as a name of a folder; what is lost of them is made up for by a digest."""
    whole = "_".join(parts)
    safe = re.sub(r"[^\w.-]+|\.{2,}", "_", whole)[:_LONGEST]
    return "_".join([*prefix, safe if safe == whole else f"{safe}-{fingerprint(parts)[:6]}"])


def possible(
    runs: Sequence[Sequence[str]],
    compose: Callable[[list[str]], Config],
    others: Sequence[Sequence[str]] = (),
) -> dict[tuple[str, ...], Config]:
    """Runs by their settings, composed; those whose settings contradict one another are named and left out.

    Raises
    ------
    ConfigError
        A value that no run can have, nor one of the `others` that were not drawn: it is a slip rather than a corner of the grid.
    """
    out: dict[tuple[str, ...], Config] = {}
    wrong: list[tuple[list[str], ConfigError]] = []
    for run in runs:
        try:
            out[tuple(run)] = compose(list(run))
        except ConfigError as error:
            wrong.append(([word for word in run if not word.startswith("run_name=")], error))
    if wrong and not out:
        raise wrong[0][1]
    usable = {word for run in out for word in run}
    for words, why in wrong:
        for word in set(words) - usable:
            if not any(_composes(run, compose) for run in others if word in run):
                raise why
    for words, why in wrong:
        sys.stderr.write(f"略去 {' '.join(words)}：{why}\n")
    return out


def _composes(run: Sequence[str], compose: Callable[[list[str]], Config]) -> bool:
    try:
        compose(list(run))
    except ConfigError:
        return False
    return True


def each(runs: Sequence[Config], work: Callable[[Config], int]) -> int:
    """Do the work for every run; one that cannot be done is named, and the others go on.

    Returns
    -------
    int
        5 where some runs failed; the code of their errors where all did.
    """
    done, failed = [], []
    for cfg in runs:
        try:
            done.append(work(cfg))
        except BaozhaiError as error:
            sys.stderr.write(f"baozhai：{cfg.run_name}：{error}\n")
            failed.append(error.exit_code)
    if not done:
        return max(failed)
    return 5 if failed else max(done)
