"""Arrays as bytes: .npy and .npz without pickle, the same bytes for the same numbers."""

from __future__ import annotations

import io
import tokenize
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from baozhai.errors import ModelError

ADVICE = "请重新安装模型，或用 baozhai train 重建。"
#: What readers of zip files and of headers raise over bytes that are neither.
_DAMAGE = (
    *(zipfile.BadZipFile, zlib.error, tokenize.TokenError, EOFError, SyntaxError, KeyError, TypeError),
    *(ValueError, OverflowError, RuntimeError, MemoryError),
)
# The first instant a zip file can name: the same model always gives the same bytes.
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)


def _small(values: NDArray[Any]) -> NDArray[Any]:
    """float16 where that loses nothing."""
    with np.errstate(over="ignore"):
        half = values.astype(np.float16)
    return half if np.array_equal(half.astype(values.dtype), values) else values


def pack(arrays: dict[str, NDArray[Any]]) -> bytes:
    """The bytes of an .npz file, halved where that loses nothing."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, values in arrays.items():
            buffer = io.BytesIO()
            np.save(buffer, _small(values), allow_pickle=False)
            entry = zipfile.ZipInfo(f"{name}.npy", _ZIP_TIME)
            entry.create_system = 3
            # Not compressed: weights hardly shrink, and a page is cut in the time they take to unpack.
            archive.writestr(entry, buffer.getvalue(), zipfile.ZIP_STORED)
    return out.getvalue()


def array(path: Path, data: bytes) -> NDArray[Any]:
    """The finite floats of an .npy file.

    Raises
    ------
    ModelError
        If they are not.
    """
    try:
        values = np.lib.format.read_array(io.BytesIO(data), allow_pickle=False)
    except _DAMAGE:
        raise ModelError(f"{path}：不是数值数组（.npy，不含 pickle）。{ADVICE}") from None
    if values.dtype.kind != "f" or not values.ndim:
        raise ModelError(f"{path}：应为浮点数的数组，实为 {values.ndim} 维的 {values.dtype}。{ADVICE}")
    if not np.isfinite(values).all():
        raise ModelError(f"{path}：应为有限的数，有 NaN 或无穷大的值。{ADVICE}")
    return np.asarray(values)


def unpack(path: Path, data: bytes, names: Sequence[str]) -> dict[str, NDArray[Any]]:
    """The named arrays of an .npz file.

    Raises
    ------
    ModelError
        If one is missing or no array of finite floats.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = {name: archive.read(f"{name}.npy") for name in names}
    except _DAMAGE:
        raise ModelError(f"{path}：不是完整的 .npz（需含 {'、'.join(names)}）。{ADVICE}") from None
    return {name: array(path, part) for name, part in parts.items()}
