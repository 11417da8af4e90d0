"""A model as a folder of plain data, with digests; no pickle is ever read."""

from __future__ import annotations

import io
import json
import shutil
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from baozhai.errors import ModelError, OutputError
from baozhai.io.arrays import ADVICE, array, pack, unpack
from baozhai.io.files import encoded, replace_folder, sha256, write_file
from baozhai.io.readers.dictionary import parsed, written
from baozhai.io.state import ARRAYS, ModelState, check_state

FORMAT_VERSION = 1
MANIFEST = "manifest.json"
BLOCKS, IDF, TERMS = "features/blocks.json", "features/idf.npy", "features/terms.txt"
TOPICS, WEIGHTS = "topics/topics.json", "topics/weights.npz"
FILES = (BLOCKS, IDF, TERMS, TOPICS, WEIGHTS)
RANKER, RANKER_WEIGHTS = "ranker/ranker.json", "ranker/weights.npz"
READING, DICTIONARY, SAMPLE = "reading/weights.npz", "features/dictionary.txt", "topics/sample.npz"
_OWN = frozenset({MANIFEST, "features", "topics", "ranker", "reading"})
_READ = ("start", "steps", "coef", "intercept")


def save_model(folder: Path, state: ModelState) -> None:
    """Write a model beside its place, then move it there; other files there (a report) are kept.

    Raises
    ------
    ModelError
        A state whose shapes do not fit together, or a number that is not finite.
    OutputError
        `folder` cannot be written, or holds something that is no model.
    """
    check_state(folder, state)
    files = _files(state)
    manifest = {
        **state.manifest,
        "format_version": FORMAT_VERSION,
        "files": {k: sha256(v) for k, v in files.items()},
    }
    files[MANIFEST] = _json(manifest)
    if (
        folder.exists()
        and not (folder / MANIFEST).is_file()
        and (not folder.is_dir() or any(folder.iterdir()))
    ):
        raise OutputError(f"{folder}：已存在，但不是模型文件夹，不会覆盖。请换一个 model 名称，或先移走它。")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{folder.name}-", dir=folder.parent) as scratch:
            _write(Path(scratch) / "new", files)
            _keep_others(folder, Path(scratch) / "new")
            replace_folder(Path(scratch) / "new", folder, Path(scratch) / "old")
    except OSError as error:
        raise OutputError(f"{folder}：写不了模型（{error.strerror}）。请检查权限和磁盘空间。") from None


def load_model(folder: Path) -> ModelState:
    """Read a model folder after checking format, digests and shapes.

    Raises
    ------
    ModelError
        Naming the file, what is wrong with it, and what to do.
    """
    try:
        return _loaded(folder)
    except (AttributeError, KeyError, TypeError, ValueError, OverflowError) as error:
        raise ModelError(f"{folder}：模型内容不是训练写出的样子（{error}）。{ADVICE}") from None


def _loaded(folder: Path) -> ModelState:
    manifest = _parse(folder / MANIFEST, _read(folder / MANIFEST))
    version = manifest.get("format_version")
    if version != FORMAT_VERSION:
        raise ModelError(
            f"{folder / MANIFEST}：模型格式为 {version!r}，本程序只读 {FORMAT_VERSION}。"
            "请升级 baozhai，或用 baozhai train 重建模型。"
        )
    digests: Any = manifest.get("files")
    data = {name: _verified(folder, name, digests) for name in FILES}
    blocks = _parse(folder / BLOCKS, data[BLOCKS])
    topics = _parse(folder / TOPICS, data[TOPICS])
    terms = _terms(folder / TERMS, data[TERMS])
    if DICTIONARY in digests:
        blocks.setdefault("params", {})["dictionary"] = parsed(_verified(folder, DICTIONARY, digests))
    state = ModelState(
        {**blocks, "terms": terms, "idf": array(folder / IDF, data[IDF])},
        {
            **topics,
            **unpack(folder / WEIGHTS, data[WEIGHTS], ARRAYS),
            **_optional(folder, SAMPLE, digests, ("sample",)),
        },
        manifest,
        _ranker(folder, digests),
        _optional(folder, READING, digests, _READ),
    )
    check_state(folder, state)
    return state


def _terms(path: Path, data: bytes) -> str:
    try:
        return data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        raise ModelError(f"{path}：不是 UTF-8。{ADVICE}") from None


def _optional(folder: Path, name: str, digests: Any, arrays: Sequence[str]) -> dict[str, Any]:
    """The arrays of a file that not every model has."""
    return unpack(folder / name, _verified(folder, name, digests), arrays) if name in digests else {}


def _ranker(folder: Path, digests: Any) -> dict[str, Any]:
    if RANKER not in digests:
        return {}
    info, weights = (_verified(folder, name, digests) for name in (RANKER, RANKER_WEIGHTS))
    tree = _parse(folder / RANKER, info)
    return {**tree, **unpack(folder / RANKER_WEIGHTS, weights, tree.get("arrays") or ())}


def _files(state: ModelState) -> dict[str, bytes]:
    features, topics = state.features, state.topics
    buffer = io.BytesIO()
    np.save(buffer, np.asarray(features["idf"], dtype=np.float32), allow_pickle=False)
    plain = {k: topics[k] for k in ("params", "topics", "names")}
    plain |= {"unproven": topics.get("unproven", {}), "exclusive": bool(topics.get("exclusive"))}
    plain["thresholds"] = [float(v) for v in topics["thresholds"]]
    params = {k: v for k, v in features["params"].items() if k != "dictionary"}
    lists = features["params"].get("dictionary")
    return {
        BLOCKS: _json({"params": params, "blocks": features["blocks"]}),
        **({DICTIONARY: written(lists)} if lists else {}),
        IDF: buffer.getvalue(),
        TERMS: features["terms"].encode("utf-8", "surrogatepass"),
        TOPICS: _json(plain),
        WEIGHTS: _packed(topics, ARRAYS),
        **({SAMPLE: _packed(topics, ("sample",))} if "sample" in topics else {}),
        **_ranker_files(state.ranker),
        **({READING: _packed(state.reading, _READ)} if state.reading else {}),
    }


def _packed(arrays: dict[str, Any], names: Iterable[str]) -> bytes:
    return pack({name: np.asarray(arrays[name]) for name in names})


def _ranker_files(ranker: dict[str, Any]) -> dict[str, bytes]:
    if not ranker:
        return {}
    names = [name for name in ranker if name not in ("params", "arrays")]
    info = {"params": ranker["params"], "arrays": sorted(names)}
    return {RANKER: _json(info), RANKER_WEIGHTS: _packed(ranker, names)}


def _json(tree: Any) -> bytes:
    return encoded(json.dumps(tree, ensure_ascii=False, indent=1, sort_keys=True) + "\n")


def _write(folder: Path, files: dict[str, bytes]) -> None:
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        write_file(folder / name, data)


def _keep_others(old: Path, new: Path) -> None:
    for entry in sorted(old.iterdir()) if old.is_dir() else []:
        if entry.is_dir() and entry.name not in _OWN:
            shutil.copytree(entry, new / entry.name)
        elif entry.name not in _OWN:
            shutil.copy2(entry, new / entry.name)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise ModelError(f"{path}：模型缺少这个文件。{ADVICE}") from None
    except OSError as error:
        raise ModelError(f"{path}：读不了（{error.strerror}）。{ADVICE}") from None


def _verified(folder: Path, name: str, digests: object) -> bytes:
    if not isinstance(digests, dict) or name not in digests:
        raise ModelError(f"{folder / MANIFEST}：没有登记 {name} 的 SHA-256。{ADVICE}")
    data = _read(folder / name)
    if sha256(data) != digests[name]:
        raise ModelError(f"{folder / name}：内容与 {MANIFEST} 的 SHA-256 不符，文件已损坏或被改动。{ADVICE}")
    return data


def _parse(path: Path, data: bytes) -> dict[str, Any]:
    try:
        tree = json.loads(data)
    except (ValueError, RecursionError):
        raise ModelError(f"{path}：不是有效的 JSON。{ADVICE}") from None
    if isinstance(tree, dict):
        return tree
    raise ModelError(f"{path}：应为一个 JSON 对象。{ADVICE}")
