"""The feature matrix between stages: plain npz and JSON."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import numpy as np
from scipy import sparse

from baozhai.errors import InputError
from baozhai.io.files import write_folder


def write_matrix(folder: Path, X: Any, state: dict[str, Any]) -> None:
    """Write a CSR matrix, shape (n_articles, n_terms), and the state of its vectorizer."""
    buffer = io.BytesIO()
    np.savez(buffer, data=X.data, indices=X.indices, indptr=X.indptr, shape=np.array(X.shape))
    # Not sorted: the subjects of a dictionary keep their order.
    text = json.dumps(state, ensure_ascii=False, default=_plain)
    write_folder(folder, {"matrix.npz": buffer.getvalue(), "features.json": text.encode()})


def _plain(value: Any) -> Any:
    return value.tolist()


def read_matrix(folder: Path) -> tuple[Any, dict[str, Any]]:
    """The matrix and the vectorizer's state of `write_matrix`."""
    path = folder / "matrix.npz"
    if not path.is_file():
        raise InputError(f"{path}：还没有特征。请先运行 baozhai featurize。")
    with np.load(path, allow_pickle=False) as arrays:
        X = sparse.csr_matrix((arrays["data"], arrays["indices"], arrays["indptr"]), shape=arrays["shape"])
    return X, json.loads((folder / "features.json").read_text(encoding="utf-8"))
