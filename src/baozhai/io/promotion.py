"""A model folder in the place of another one, which is kept beside it."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

from baozhai.errors import OutputError
from baozhai.io.bundle import WEIGHTS, save_model
from baozhai.io.corpus import write_json
from baozhai.io.files import replace_folder
from baozhai.io.state import ModelState

DECISION = "report/promotion.json"


def put_in_place(new: Path, state: ModelState, old: Path, kept: ModelState, decision: Any) -> Path:
    """Move `old` aside and a copy of `new` to its place; returns where the old model is now.

    The copy keeps the reports of `new`, the `decision` among them, and takes the ranker of the old model where it
    has none. An earlier model that was set aside is replaced, unless old and new weigh alike: else promoting one twice would lose it.

    Raises
    ------
    OutputError
        Nothing was changed.
    """
    if kept.ranker and not state.ranker:
        about = {"ranker": kept.manifest["ranker"]} if "ranker" in kept.manifest else {}
        state = replace(state, ranker=kept.ranker, manifest={**state.manifest, **about})
    aside = old.with_name(f"{old.name}_previous")
    try:
        with tempfile.TemporaryDirectory(prefix=f".{old.name}-", dir=old.parent) as scratch:
            copy = Path(scratch) / "new"
            save_model(copy, state)
            if (new / "report").is_dir():
                shutil.copytree(new / "report", copy / "report")
            write_json(copy / DECISION, decision)
            alike = state.manifest["files"].get(WEIGHTS) == kept.manifest["files"].get(WEIGHTS)
            _swap(
                copy,
                old,
                Path(scratch) / "same" if alike and aside.exists() else aside,
                Path(scratch) / "older",
            )
    except OSError as error:
        raise OutputError(
            f"{old}：换不了模型（{error.strerror}），旧模型仍在原处。请检查权限和磁盘空间。"
        ) from None
    return aside


def _swap(copy: Path, place: Path, aside: Path, older: Path) -> None:
    """Three renames; what was moved comes back when one fails, or on Ctrl-C."""
    try:
        if aside.exists():
            aside.rename(older)
        replace_folder(copy, place, aside)
    except (OSError, KeyboardInterrupt):
        if older.exists():
            older.rename(aside)
        raise
