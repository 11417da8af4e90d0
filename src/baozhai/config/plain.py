"""`conf/` composed without Hydra where that is simple: loading Hydra takes longer than reading a page.

Simple are files of groups over the defaults, the values of `config.yaml` over these, and plain values over both.
Whatever else Hydra knows (packages, interpolation, lists in the command line, values that must be converted), and
every mistake, is left to it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import is_dataclass
from functools import cache
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

from baozhai.config import Config

#: What YAML files and values must not hold to be plain: interpolation, missing values, packages.
_SPECIAL = re.compile(r"\$\{|\?\?\?|@package")
_KEY = re.compile(r"[a-z]\w*(?:\.\w+)*", re.I | re.ASCII)
_INT = re.compile(r"0|[1-9][0-9]*", re.ASCII)
_FLOAT = re.compile(r"(?:0|[1-9][0-9]*)(?:\.[0-9]+)?", re.ASCII)
_WORDS = {"true": True, "false": False}


class _NotPlainError(Exception):
    """Something that only Hydra knows."""


def composed(conf: Path, overrides: Sequence[str]) -> Config | None:
    """The configuration as Hydra composes it, or None where that is for Hydra.

    Parameters
    ----------
    conf : Path
        The folder of `config.yaml` and its groups.
    overrides : sequence of str
        `group=option` and `key=value`.
    """
    import yaml

    try:
        return _composed(conf, overrides)
    except (_NotPlainError, yaml.YAMLError, OSError, ValueError, RecursionError):
        return None


def _composed(conf: Path, overrides: Sequence[str]) -> Config:
    main = _read(conf / "config.yaml")
    options = _options(main.pop("defaults", None))
    if "searchpath" in (main.pop("hydra", None) or {}):
        raise _NotPlainError
    pairs = [override.partition("=")[::2] for override in overrides]
    chosen = {key: option for key, option in pairs if key in options}
    if len(chosen) < sum(key in options for key, _ in pairs):
        raise _NotPlainError
    cfg = Config()
    for group, option in (options | chosen).items():
        for tree in _trees(conf / group, option) if option is not None else ():
            _fill(cfg, {group: tree})
    _fill(cfg, main)
    for key, value in pairs:
        if key not in options:
            _set(cfg, key, value)
    return cfg


def _options(defaults: Any) -> dict[str, str | None]:
    """Group → option of a list of defaults: the schema, then groups, then the file itself."""
    if not isinstance(defaults, list) or defaults[:1] != ["schema"] or defaults[-1:] != ["_self_"]:
        raise _NotPlainError
    out: dict[str, str | None] = {}
    for entry in defaults[1:-1]:
        if not isinstance(entry, dict) or len(entry) != 1:
            raise _NotPlainError
        ((group, option),) = entry.items()
        known = isinstance(group, str) and group.isidentifier() and group not in out
        if not known or not (option is None or isinstance(option, str)):
            raise _NotPlainError
        out[group] = option
    return out


def _trees(folder: Path, option: str) -> list[dict[str, Any]]:
    """What an option sets, after the options of its group that it names as its defaults."""
    tree = _read(folder / f"{option}.yaml")
    names = tree.pop("defaults", ["_self_"])
    if not isinstance(names, list) or not all(isinstance(n, str) for n in names) or names[-1:] != ["_self_"]:
        raise _NotPlainError
    return [*(t for name in names[:-1] for t in _trees(folder, name)), tree]


def _read(path: Path) -> dict[str, Any]:
    import yaml

    text = path.read_text(encoding="utf-8")
    tree = {} if _SPECIAL.search(text) else yaml.load(text, _loader())  # noqa: S506
    if tree is None:
        return {}
    if not tree or not isinstance(tree, dict):
        raise _NotPlainError
    return tree


@cache
def _loader() -> Any:
    """The safe loader, in C where there is one, that refuses a key given twice."""
    import yaml

    class Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]  # a base known at run time only
        def construct_mapping(self, node: Any, deep: bool = False) -> Any:
            names = [key.value for key, _ in node.value if isinstance(key.value, str)]
            if len(set(names)) < len(node.value):
                raise _NotPlainError
            return super().construct_mapping(node, deep)

    return Loader


_type_hints = cache(get_type_hints)


def _hints(node: Any) -> dict[str, Any]:
    return _type_hints(type(node))  # type: ignore[arg-type]  # `cache` asks for hashable objects; classes are


def _fill(node: Any, tree: Mapping[str, Any]) -> Any:
    """Put the values of a tree into a dataclass; what is there already gives way."""
    hints = _hints(node)
    for key, value in tree.items():
        if key not in hints:
            raise _NotPlainError
        before = getattr(node, key)
        if is_dataclass(before) and isinstance(value, dict):
            _fill(before, value)
        elif isinstance(before, dict) and before:
            raise _NotPlainError
        else:
            setattr(node, key, _value(value, hints[key]))
    return node


def _value(value: Any, hint: Any) -> Any:
    """A value that is of a type already, an int for a float but for nothing else."""
    if get_origin(hint) is list and isinstance(value, list):
        return [_value(v, get_args(hint)[0]) for v in value]
    if get_origin(hint) is dict and isinstance(value, dict):
        return {_value(k, str): _value(v, get_args(hint)[1]) for k, v in value.items()}
    if is_dataclass(hint) and isinstance(hint, type) and isinstance(value, dict):
        return _fill(hint(), value)
    if hint is float and type(value) is int:
        return float(value)
    wanted = (bool, int, float, str) if hint is Any else (hint,)
    if type(value) not in wanted or (isinstance(value, str) and _numeric(value)):
        raise _NotPlainError
    return value


def _numeric(text: str) -> bool:
    """Whether OmegaConf may read a text as a number, which YAML does not (`1e3`)."""
    try:
        return float(text) is not None
    except ValueError:
        return False


def _set(cfg: Config, key: str, text: str) -> None:
    """Put the value of `key=text` into its place."""
    *parents, name = key.split(".")
    node: Any = cfg
    for parent in parents:
        node = getattr(node, parent, None)
    if not _KEY.fullmatch(key) or not is_dataclass(node) or name not in _hints(node):
        raise _NotPlainError
    setattr(node, name, _parsed(text, _hints(node)[name]))


def _parsed(text: str, hint: Any) -> Any:
    """A value of the command line."""
    if hint is bool and text in _WORDS:
        return _WORDS[text]
    if hint is int and _INT.fullmatch(text):
        return int(text)
    if hint is float and _FLOAT.fullmatch(text):
        return float(text)
    if hint is not str or _SPECIAL.search(text) or "\\" in text:
        raise _NotPlainError
    if not _INT.fullmatch(text) and (_numeric(text) or text.lower() in (*_WORDS, "null")):
        raise _NotPlainError
    return text
