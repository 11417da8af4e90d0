"""A taxonomy file (YAML) → topics with the lines they stand on."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from baozhai.errors import ConfigError
from baozhai.records import Topic

_LISTS = ("include", "exclude", "aliases")
_TEXTS = ("name", "name_en", "definition")
_FIELDS = (*_TEXTS, "order", *_LISTS)


@dataclass(frozen=True)
class Defined:
    """A topic, its place in the digest, and the line in its file."""

    topic: Topic
    order: int
    line: int


def read_taxonomy(path: Path) -> list[Defined]:
    """The topics of a file in digest order.

    Raises
    ------
    ConfigError
        With file and line: no YAML, an id twice, an unknown field, a value of the wrong kind.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise ConfigError(f"{path}：没有这个文件。请检查路径。") from None
    except OSError as error:
        raise ConfigError(f"{path}：读不了（{error.strerror}）。请检查路径。") from None
    except UnicodeDecodeError:
        raise ConfigError(f"{path}：不是 UTF-8。请另存为 UTF-8。") from None
    node = _node(text, path)
    top = dict(_pairs(node, path, "文件"))
    if "topics" not in top:
        raise ConfigError(f"{path}：没有 topics。样子见 conf/taxonomy/press.yaml。")
    found = [_topic(key, value, path) for key, value in _pairs(top["topics"], path, "topics")]
    return sorted(found, key=lambda d: (d.order, d.topic.id))


def _node(text: str, path: Path) -> Any:
    try:
        return yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise ConfigError(
            f"{path} 第 {line} 行：有看不见的控制字符（U+{ord(text[error.position]):04X}）。请删去。"
        ) from None
    except yaml.YAMLError as error:
        line = error.problem_mark.line + 1 if getattr(error, "problem_mark", None) else 1
        raise ConfigError(f"{path} 第 {line} 行：不是 YAML。请检查缩进和冒号。") from None
    except RecursionError:
        raise ConfigError(f"{path}：括号套得太深。样子见 conf/taxonomy/press.yaml。") from None


def _pairs(node: Any, path: Path, what: str) -> Iterator[tuple[str, Any]]:
    """Keys and value nodes of a mapping; a key that stands twice is an error, which YAML readers pass over."""
    if not isinstance(node, yaml.MappingNode):
        line = node.start_mark.line + 1 if node else 1
        raise ConfigError(f"{path} 第 {line} 行：{what} 应是“键: 值”的表。")
    seen: dict[str, int] = {}
    for key, value in node.value:
        line = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode):
            raise ConfigError(f"{path} 第 {line} 行：{what} 的键应是文字，不是表或列表。")
        if key.value in seen:
            raise ConfigError(
                f"{path} 第 {line} 行：“{key.value}”在第 {seen[key.value]} 行已有一个。请删去一个。"
            )
        seen[key.value] = line
        yield key.value, value


def _topic(key: str, node: Any, path: Path) -> Defined:
    line = node.start_mark.line  # the mapping begins on the line after its key
    fields: dict[str, Any] = {}
    for name, value in _pairs(node, path, f"类别 {key}"):
        if name not in _FIELDS:
            close = difflib.get_close_matches(name, _FIELDS, n=1, cutoff=0.5)
            hint = f"是否想写 {close[0]}？" if close else f"可用的有：{'、'.join(_FIELDS)}。"
            raise ConfigError(f"{path} 第 {value.start_mark.line + 1} 行：没有字段“{name}”。{hint}")
        fields[name] = _value(name, value, path)
    texts: dict[str, Any] = {name: fields.get(name, "") for name in _TEXTS}
    lists: dict[str, Any] = {name: tuple(fields.get(name, ())) for name in _LISTS}
    return Defined(Topic(key, **texts, **lists), int(fields.get("order", 0)), line)


def _value(name: str, node: Any, path: Path) -> Any:
    scalar = _is_text(node)
    plain = isinstance(node, yaml.SequenceNode) and all(map(_is_text, node.value))
    if name in _LISTS and plain:
        return [n.value.strip() for n in node.value]
    if name in _TEXTS and scalar:
        return node.value.strip()
    if name == "order" and scalar and re.fullmatch(r"-?\d{1,9}", node.value):
        return int(node.value)
    wanted = "一列词 [词, 词]" if name in _LISTS else "文字" if name in _TEXTS else "整数"
    raise ConfigError(f"{path} 第 {node.start_mark.line + 1} 行：{name} 应是{wanted}；没有就删去这一行。")


def _is_text(node: Any) -> bool:
    """A value that is written out: nothing behind a colon is none."""
    return isinstance(node, yaml.ScalarNode) and node.tag != "tag:yaml.org,2002:null"
