"""`baozhai <stage> [files…] key=value…`: word → stage; the only file that knows Hydra.

Exit codes: 0 done, 1 our bug, 2 usage or configuration, 3 input, 4 model, 5 partly done, 130 interrupted.
"""

from __future__ import annotations

import errno
import importlib
import io
import os
import re
import sys
from pathlib import Path

from baozhai.checks import SWEPT, by_id, nearest, validate
from baozhai.config import Config, keys
from baozhai.config.plain import composed
from baozhai.errors import BaozhaiError, ConfigError
from baozhai.multirun import each, expand, possible
from baozhai.places import shipped
from baozhai.typed import check_files, check_names, parted
from baozhai.usage import STAGES, of_stage, overview

#: Tables whose keys are topics; those whose keys are Chinese names stand in files, which Hydra's grammar does not reach.
BUDGETS = "digest.summary_chars."
TABLES = ("taxonomy.topics.", BUDGETS)
NAMED = ("digest.watch", "digest.zones")
MOST_TRIALS = 500  # composing that many takes half a minute
#: Several words: [a, b]; brackets may be left out.
LISTS = ("digest.topics", "digest.sensitive", "corpus.press")


def main() -> None:
    """Entry point of the `baozhai` command."""
    # What the terminal cannot show, such as a path that is no UTF-8, is shown as its escape.
    if isinstance(sys.stdout, io.TextIOWrapper) and sys.stdout.errors == "strict":
        sys.stdout.reconfigure(errors="backslashreplace")
    sys.exit(run(sys.argv[1:]))


def run(argv: list[str]) -> int:
    """Run one stage and return its exit code."""
    # The products are small: threads that wait for work take more time than they save. And sums do not depend on the machine.
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    try:
        asked = not argv or argv[0] == "help" or bool({"-h", "--help"} & {*argv})
        code = _help(*argv[:1]) if asked else _dispatch(argv[0], argv[1:])
        sys.stdout.flush()
        return code
    except BaozhaiError as error:
        print(f"baozhai：{error}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        print("baozhai：已中断，没有留下未写完的文件。", file=sys.stderr)
        return 130
    except BrokenPipeError:
        _no_output()
        return 0
    except OSError as error:
        if error.errno == errno.ENAMETOOLONG:
            print(f"baozhai：{str(error.filename)[:40]}…：名称太长，系统不收。请写短些。", file=sys.stderr)
            return 3
        if error.filename is not None:
            raise
        _no_output()
        print(f"baozhai：标准输出写不了（{error.strerror}）；文件都已写好。", file=sys.stderr)
        return 3


def _no_output() -> None:
    """Python flushes once more at its end, and would fail again."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def _help(stage: str = "") -> int:
    if stage in STAGES:
        try:
            options = _groups(conf_dir())
        except ConfigError:  # outside of a project there are no options, but settings all the same
            options = {}
        sys.stdout.write(of_stage(stage, options))
    else:
        sys.stdout.write(overview())
    return 0


def _dispatch(stage: str, words: list[str]) -> int:
    if stage not in STAGES:
        raise ConfigError(f"没有步骤“{stage}”。{nearest(stage, STAGES)}")
    multirun = "-m" in words or "--multirun" in words
    overrides, inputs = parted([w for w in words if w not in ("-m", "--multirun")])
    check_files(stage, inputs)
    check_names(stage, overrides)
    if stage == "sweep":
        return _search(overrides, inputs)
    # Composed first: a typo should not wait for numpy.
    wanted = expand(overrides, _groups(conf_dir())) if multirun else [overrides]
    runs = list(possible(wanted, compose).values()) if multirun else [compose(overrides)]
    # A sweep of `train` scores each run too: it is there to be compared.
    names = (stage, "evaluate") if multirun and stage == "train" else (stage,)
    modules = [importlib.import_module(f"baozhai.stages.{name}") for name in names]

    def work(cfg: Config) -> int:
        return max(int(module.run(cfg, inputs)) for module in modules)

    code = each(runs, work) if multirun else work(runs[0])
    return code or 5 * (len(runs) < len(wanted))


def _search(overrides: list[str], inputs: list[str]) -> int:
    """Compose the settings as they are and every combination to try, then hand them to the stage."""
    from baozhai.evaluation.search import points, total

    listed = {
        key: value.split(",")
        for key, _, value in (o.partition("=") for o in overrides)
        if "," in value and key.partition(".")[0] in SWEPT
    }
    fixed = [o for o in overrides if o.partition("=")[0] not in listed]
    base = compose(fixed)
    pinned = {o.partition("=")[0] for o in fixed}
    space = listed or {key: list(map(str, v)) for key, v in base.sweep.space.items() if key not in pinned}
    trials = base.sweep.trials
    if not space:
        raise ConfigError(
            "没有要比较的设置。请写 键=值,值（例如 classifier=svm,logreg），或在 conf/sweep/ 中列出。"
        )
    if not trials and total(space) > MOST_TRIALS:
        raise ConfigError(f"共有 {total(space)} 种组合，太多了。请用 sweep.trials=24 限定抽几组。")
    drawn = points(space, trials, base.seed)
    if len(drawn) < total(space):
        sys.stderr.write(f"共有 {total(space)} 种组合，抽 {len(drawn)} 组；sweep.trials=0 是全部。\n")
    more = points(space, min(total(space), MOST_TRIALS), base.seed)  # the drawn ones first
    points_of = {tuple(f"{k}={v}" for k, v in point.items()): point for point in drawn}
    others = [tuple(f"{k}={v}" for k, v in point.items()) for point in more]
    found = possible(list(points_of), lambda words: compose([*fixed, *words]), others)
    runs = [(points_of[words], cfg) for words, cfg in found.items()]
    stage = importlib.import_module("baozhai.stages.sweep")
    return int(stage.run(base, inputs, [({}, base), *runs], fixed)) or 5 * (len(runs) < len(points_of))


def conf_dir() -> Path:
    """`conf/` of the working folder, or the one that comes with the program."""
    for folder in (Path.cwd() / "conf", shipped("conf")):
        if (folder / "config.yaml").is_file():
            return folder
    raise ConfigError("找不到 conf/config.yaml：请在项目目录中运行。")


def _groups(conf: Path) -> dict[str, list[str]]:
    """Group → its options."""
    return {p.name: sorted(f.stem for f in p.glob("*.yaml")) for p in conf.iterdir() if p.is_dir()}


def _check(overrides: list[str], conf: Path) -> None:
    groups = _groups(conf)
    known = set(keys()) | set(groups)
    for override in overrides:
        key, _, value = override.partition("=")
        key = key.lstrip("+~")
        if key.startswith(NAMED):
            raise ConfigError(
                f"{key}：名称和别名请写在 conf/digest/ 的文件里（见 docs/formats.md），再用 digest=文件名。"
            )
        if key not in known and not key.startswith(TABLES):
            raise ConfigError(f"没有配置项“{key}”。{nearest(key, known)}")
        if key in groups and value not in groups[key]:
            raise ConfigError(f"{key}={value}：{_no_option(key, value, groups[key])}")


def _no_option(group: str, value: str, options: list[str]) -> str:
    several = value.split(",")
    if len(several) == 1 or not set(several) <= set(options):
        return f"没有这个选项。{nearest(value, options)}"
    if group == "review":  # its options are formats, and several of those can be had at once
        return "只能选一项。要几种格式，请写 review.format，例如 review.format=csv,doccano。"
    return "只能选一项。要每项各跑一遍，请加 -m。"


def compose(overrides: list[str]) -> Config:
    """Compose `conf/` with overrides into a checked `Config`."""
    conf = conf_dir()
    _check(overrides, conf)
    budgets = [o for o in overrides if o.startswith(BUDGETS)]
    rest = [o for o in overrides if o not in budgets]
    cfg = composed(conf, rest)
    cfg = _by_hydra(conf, rest) if cfg is None else cfg
    for key, _, value in (o.removeprefix(BUDGETS).partition("=") for o in budgets):
        if not re.fullmatch(r"-?\d{1,9}", value):
            raise ConfigError(f"{BUDGETS}{key}={value}：应为整数，即这一类摘要的字数。")
        cfg.digest.summary_chars[key] = int(value)
    return validate(by_id(cfg))


def _by_hydra(conf: Path, overrides: list[str]) -> Config:
    from hydra import compose as hydra_compose
    from hydra import initialize_config_dir
    from hydra.core.config_store import ConfigStore
    from hydra.errors import HydraException
    from omegaconf import OmegaConf
    from omegaconf.errors import OmegaConfBaseException
    from yaml import YAMLError

    from baozhai.config.mistakes import told

    ConfigStore.instance().store(name="schema", node=Config)
    quoted = [_quote(o) for o in overrides]
    try:
        with initialize_config_dir(config_dir=str(conf), version_base="1.3"):
            node = hydra_compose("config", overrides=quoted)
        cfg = OmegaConf.to_object(node)
    except (HydraException, OmegaConfBaseException, YAMLError, ValueError, RecursionError) as error:
        raise ConfigError(told(error, conf, overrides)) from error
    assert isinstance(cfg, Config)
    return cfg


def _quote(override: str) -> str:
    """Quote a text value so that Hydra's grammar takes Chinese, commas and spaces as they are."""
    key, _, value = override.partition("=")
    if key in LISTS:
        inner = value[1:-1] if value.startswith("[") and value.endswith("]") else value
        words = [word.strip().strip("'\"") for word in re.split("[,，、]", inner)]
        return f"{key}=[{','.join(_quoted(word) for word in words if word)}]"
    # A password, a name or a choice is text even where it looks like a number or says nothing (`run_name=null`).
    text = "password" in key or ("." not in key and not isinstance(getattr(Config(), key, ""), int))
    plain = not text and all(c.isascii() and (c.isalnum() or c in "._-+/") for c in value)
    return override if plain and value else f"{key}={_quoted(value)}"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "\\'") + "'"
