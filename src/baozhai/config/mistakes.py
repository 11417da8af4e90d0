"""What a user is told when `conf/` and the command line make no configuration."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import yaml

from baozhai.io.readers.taxonomy import read_taxonomy

# What OmegaConf says of a wrong value, and what is said of it here.
_WRONG = (
    ("to Integer", "应为整数"),
    ("to Float", "应为数字"),
    ("not a valid bool", "应为 true 或 false"),
    ("to string", "应为文字"),
    ("not in '", "没有这一项"),
    ("NoViableAlt", "写法读不懂，值里有特殊字符时请加英文引号"),
    ("is not a ListConfig", "应为列表，写成 [甲, 乙]"),
)


def told(error: BaseException, conf: Path, overrides: Sequence[str]) -> str:
    """Where the mistake is, what it is, and what to look at.

    Raises
    ------
    ConfigError
        A taxonomy file is at fault: its own reader knows the line and the nearest field.
    """
    if isinstance(error, UnicodeDecodeError):
        return f"{next((p for p in sorted(conf.rglob('*.yaml')) if _not_utf8(p)), conf)}：不是 UTF-8。请另存为 UTF-8。"
    key, said = _reason(error)
    marked = error.problem_mark if isinstance(error, yaml.MarkedYAMLError) else None
    chosen = next((o.partition("=")[2] for o in overrides if o.startswith("taxonomy=")), "press")
    paths = sorted((conf / "taxonomy").glob("*.yaml"), key=lambda p: (p.stem != chosen, p))
    if not (key.startswith("taxonomy") or marked):
        paths = [] if key else paths[:1]
    for path in paths:
        read_taxonomy(path)
    if isinstance(error, yaml.reader.ReaderError):
        return f"{error.name}：有看不见的控制字符（U+{error.character:04X}）。请删去。"
    if isinstance(error, yaml.MarkedYAMLError):
        place = f"{Path(marked.name).name} 第 {marked.line + 1} 行附近" if marked else "conf/"
        return f"{place}：不是 YAML。请检查冒号、括号、引号和缩进。"
    if lost := re.search(r"Could not find '(\w+/\w+)'", said):
        return f"缺少 {conf / lost[1]}.yaml。请恢复这个文件，或改 {conf / 'config.yaml'} 里的 defaults。"
    named = [o for o in overrides if not key or o.lstrip("+~").startswith(key)]
    where = " ".join(named) or f"conf/{key.partition('.')[0]}/ 里的文件"
    return f"配置有误：{f'{key}：' if key else ''}{said}。请检查 {where}"


def _not_utf8(path: Path) -> bool:
    try:
        path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return True
    return False


def _reason(error: BaseException | None) -> tuple[str, str]:
    """The setting that is wrong, if one is named, and why, from the innermost error that names one."""
    chain: list[BaseException] = []
    while error is not None:
        chain.append(error)
        error = error.__cause__ or error.__context__
    found = next((e for e in reversed(chain) if getattr(e, "full_key", None)), chain[-1])
    said = str(found).splitlines()[0]
    said = next((ours for theirs, ours in _WRONG if theirs in said), said)
    return str(getattr(found, "full_key", None) or ""), said
