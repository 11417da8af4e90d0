"""The feature matrix between stages: plain npz and JSON."""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from pathlib import Path
from typing import Any

import numpy as np
from scipy import sparse

from baozhai.errors import InputError
from baozhai.io.corpus import REDO, read_json
from baozhai.io.files import encoded, write_folder


def write_matrix(folder: Path, X: Any, state: dict[str, Any], made: str) -> None:
    """Write a CSR matrix, shape (n_articles, n_terms), and the state of its vectorizer; `made` says of which articles and settings both are."""
    buffer = io.BytesIO()
    arrays = {"data": X.data, "indices": X.indices, "indptr": X.indptr, "shape": np.array(X.shape)}
    np.savez(buffer, made=np.array(made), **arrays)
    # Not sorted: the subjects of a dictionary keep their order.
    text = json.dumps({**state, "made": made}, ensure_ascii=False, default=lambda values: values.tolist())
    write_folder(folder, {"matrix.npz": buffer.getvalue(), "features.json": encoded(text)})


def read_matrix(folder: Path, made: str) -> tuple[Any, dict[str, Any]]:
    """The matrix and the vectorizer's state of `write_matrix`.

    Raises
    ------
    InputError
        Naming the file that is absent, torn, of another shape, holds a number that is not finite, or was not `made` of these
        articles and settings.
    """
    path = folder / "matrix.npz"
    if not path.is_file():
        raise InputError(f"{path}：还没有特征。请先运行 baozhai featurize；做过的，{REDO}")
    (X, own), state = _matrix(path), read_json(folder / "features.json")
    theirs = state["made"]
    del state["made"]
    if {own, theirs} != {made}:
        raise InputError(
            f"{folder}：不是这组设置和文章的特征，可能有另一次训练正在改写。请再运行一次；同时训练几个模型，请各写一个 work=。"
        )
    _check(path, X.data, X.data.shape)
    _check(folder / "features.json", state["idf"], X.shape[1:])
    return X, state


def _check(path: Path, values: Any, shape: tuple[int, ...]) -> None:
    try:
        numbers = np.asarray(values)
        finite = bool(np.isfinite(numbers).all())
    except (TypeError, ValueError):
        raise InputError(f"{path}：应为数字。{REDO}") from None
    if numbers.shape != shape:
        raise InputError(f"{path}：有 {numbers.size} 个词项，matrix.npz 有 {shape[0]} 个。{REDO}")
    if not finite:
        raise InputError(f"{path}：含有 NaN 或无穷大。{REDO}")


def _matrix(path: Path) -> tuple[Any, str]:
    try:
        with np.load(io.BytesIO(path.read_bytes()), allow_pickle=False) as arrays:
            X = sparse.csr_matrix(
                (arrays["data"], arrays["indices"], arrays["indptr"]), shape=arrays["shape"]
            )
            made = str(arrays["made"])
        X.check_format(full_check=True)
    except (OSError, EOFError, KeyError, TypeError, ValueError, zipfile.BadZipFile, zlib.error):
        raise InputError(f"{path}：不是完整的特征矩阵，可能写到一半中断。{REDO}") from None
    return X, made
