"""The dictionary of subjects: `check` its word lists."""

from __future__ import annotations

import sys
from pathlib import Path

from baozhai import build
from baozhai.checks import nearest
from baozhai.config import Config
from baozhai.errors import ConfigError
from baozhai.io.readers.dictionary import WordList, doubtful, read_lists

READS = ("data/dictionary",)
WRITES = ()
USES = ("features",)
_SHOWN = 20


def run(cfg: Config, inputs: list[str]) -> int:
    """Do what the first word says; 3 where a list cannot be used."""
    word = inputs[0] if inputs else ""
    if word != "check":
        raise ConfigError(
            f"baozhai dictionary {word}：{nearest(word, ['check'])}例：baozhai dictionary check data/dictionary"
        )
    folders = [Path(word) for word in inputs[1:]]
    if not folders and cfg.features.dictionary:
        folders = [build.dictionary_folder(cfg)]
    if not folders:
        raise ConfigError(
            "没有设定词典（features.dictionary）。请写明文件夹：baozhai dictionary check 文件夹"
        )
    return max(map(_check, folders))


def _check(folder: Path) -> int:
    lists = read_lists(folder)
    for found in lists:
        _report(found)
    sys.stdout.write(f"{folder}：{len(lists)} 类、{sum(len(one.words) for one in lists)} 词\n")
    return 3 if any(fault.fatal for one in lists for fault in one.faults) else 0


def _report(found: WordList) -> None:
    sys.stdout.write(f"{found.path} {found.name}：{len(found.words)} 词\n")
    faults = sorted([*found.faults, *doubtful(found.words)], key=lambda f: (not f.fatal, f.line))
    for fault in faults[:_SHOWN]:
        sys.stdout.write(f"  {'错误' if fault.fatal else '提醒'} 第 {fault.line} 行：{fault.text}\n")
    if len(faults) > _SHOWN:
        sys.stdout.write(f"  另有 {len(faults) - _SHOWN} 处\n")
