"""Writing without leftovers: every file under a temporary name, flushed, then renamed."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from baozhai.errors import OutputError


def sha256(data: bytes) -> str:
    """Hex digest."""
    return hashlib.sha256(data).hexdigest()


def write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files into a folder; all are complete on disk before the first takes its name.

    Raises
    ------
    OutputError
        The folder cannot be made or written (permission, disk full, a file in its place).
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".baozhai-", dir=folder) as scratch:
            for name, data in files.items():
                with (Path(scratch) / name).open("wb") as out:
                    out.write(data)
                    out.flush()
                    os.fsync(out.fileno())
            for name in files:
                (Path(scratch) / name).replace(folder / name)
    except OSError as error:
        raise OutputError(
            f"{folder}：写不了（{error.strerror}）。请检查权限、磁盘空间，或换一个输出文件夹。"
        ) from None
