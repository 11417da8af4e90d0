"""What a model says of the articles it learned from, by models that did not see them: a table beside it."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from baozhai.errors import ModelError
from baozhai.io.files import sha256, write_folder

PLACE = "report/crossfit.csv"


def crossfit_table(keys: Sequence[str], topics: Sequence[str], proba: NDArray[np.float64]) -> bytes:
    """The table: content hash, then a probability a topic, of shape (n_articles, n_topics)."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["article", *topics])
    writer.writerows([key, *map(_short, row)] for key, row in zip(keys, proba.tolist(), strict=True))
    return out.getvalue().encode()


def _short(p: float) -> str:
    """Four digits, without the zeros that can be left out: of a press model a fifth of the table."""
    return f"{p:.4f}".strip("0").rstrip(".") or "0"


def write_crossfit(folder: Path, table: bytes) -> None:
    """Write the table into a model folder whose manifest holds its digest as `crossfit`."""
    place = folder / PLACE
    write_folder(place.parent, {place.name: table})


def read_crossfit(folder: Path, manifest: dict[str, Any], topics: Sequence[str]) -> dict[str, list[float]]:
    """Content hash → probabilities in the order of `topics`.

    Raises
    ------
    ModelError
        No table, another one than the manifest says, or a topic that is not in it.
    """
    again = "请用 baozhai train 重新训练这个模型。"
    try:
        data = (folder / PLACE).read_bytes()
    except OSError:
        raise ModelError(f"{folder}：没有 {PLACE}，看不出它学过哪些文章，无法公平比较。{again}") from None
    if sha256(data) != manifest.get("crossfit"):
        raise ModelError(f"{folder / PLACE}：与 manifest.json 不符，不是这个模型的。{again}")
    rows = csv.DictReader(io.StringIO(data.decode()))
    if missing := [t for t in topics if t not in (rows.fieldnames or ())]:
        raise ModelError(f"{folder / PLACE}：没有类别“{missing[0]}”。{again}")
    return {row["article"]: [float(row[t]) for t in topics] for row in rows}
