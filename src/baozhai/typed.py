"""What is typed after a stage: files and settings, and what is neither."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from baozhai.errors import ConfigError

#: How many files a stage looks at, where not any number of them.
MOST_FILES = {"label": 1, "split": 1, "evaluate": 1} | dict.fromkeys(
    ("featurize", "train", "adapt", "sweep", "rank", "promote"), 0
)
#: The stages that use a model that there is, and those by which one is made or measured; the first steps of training take its words.
_USES = {
    "model": ("predict", "summarize", "review", "rank", "promote", "adapt"),
    "run_name": ("train", "adapt", "evaluate", "promote", "corpus", "ingest", "label", "split", "featurize"),
}
_QUOTES = "“”‘’＂＇"
_WIDE = re.compile(r"([a-z]\w*(?:\.\w+)*)\s*＝\s*(.*)", re.I | re.ASCII | re.S)


def parted(words: Sequence[str]) -> tuple[list[str], list[str]]:
    """Settings and files among the words; a word that is a path is a file.

    Raises
    ------
    ConfigError
        A mark that a Chinese keyboard types for an ASCII one, a blank beside an equals sign.
    """
    settings = [word for word in words if "=" in word and not _is_there(word)]
    files = [word for word in words if word not in settings]
    for word in files:
        if not _is_there(word):
            _check_marks(word, "", word)
            if found := _WIDE.fullmatch(word):
                raise ConfigError(f"{word}：等号是全角的。请写成 {found[1]}={found[2]}")
    for word in settings:
        key, _, value = word.partition("=")
        if not key.strip():
            raise ConfigError(f"“{word}”：等号前没有配置项。等号两边不留空格，例如 output=今日报摘。")
        _check_marks(word, f"{key}=", value)
    return settings, files


def _check_marks(word: str, key: str, value: str) -> None:
    """A shell takes Chinese quotation marks for letters; those of a title stand inside it, or in pairs."""
    marks = [k for k, mark in enumerate(value) if mark in _QUOTES]
    if marks in ([0], [0, len(value) - 1]):
        inner = value.strip(_QUOTES)
        raise ConfigError(
            f'{word}：引号是中文的，会成为名称的一部分。请写成 {key}{inner}，中间有空格时写成 {key}"{inner}"'
        )


def _is_there(word: str) -> bool:
    try:
        return Path(word).exists()
    except OSError:  # a text longer than a file name can be
        return False


def check_files(stage: str, words: Sequence[str]) -> None:
    """A word that is no setting is a file, and a stage that reads none would ignore it.

    Raises
    ------
    ConfigError
        More words than the stage looks at.
    """
    if extra := words[MOST_FILES.get(stage, len(words)) :]:
        raise ConfigError(f"baozhai {stage}：多了“{extra[0]}”，这一步不读它。设置请写成 键=值，或删去。")


def check_names(stage: str, settings: Sequence[str]) -> None:
    """`model=` names a model to use, `run_name=` one that is made or measured: a stage would ignore the other word.

    Raises
    ------
    ConfigError
        With the word that is meant.
    """
    for word in settings:
        key, _, value = word.partition("=")
        if key in _USES and stage not in _USES[key]:
            other = next((name for name in _USES if name != key and stage in _USES[name]), "")
            if stage == "sweep":
                meant = "它不保存模型；比出的结果另用 baozhai train 训练"
            else:
                meant = f"请写成 {other}={value}" if other else "请删去"
            raise ConfigError(f"{word}：baozhai {stage} 不用 {key}=，{meant}。")
