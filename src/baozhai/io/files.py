"""Writing without leftovers: every file under a temporary name, flushed, then renamed."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from baozhai.errors import OutputError

_REASONS = {
    errno.ENOSPC: "磁盘已满，请腾出空间后重试",
    errno.EACCES: "没有写权限，或文件正在 Word、Excel 中打开：请关闭它、改权限或换一个输出文件夹",
    errno.EPERM: "没有写权限，请改权限或换一个输出文件夹",
    errno.EROFS: "磁盘只读，请换一个输出文件夹",
    errno.EEXIST: "这里已有同名文件，请移走它或换一个输出文件夹",
    errno.ENOTDIR: "路径中有一段是文件，请移走它或换一个输出文件夹",
    errno.EISDIR: "这里已有同名文件夹，请移走它或换一个输出文件夹",
}


def sha256(data: bytes) -> str:
    """Hex digest of bytes (64 characters)."""
    return hashlib.sha256(data).hexdigest()


def encoded(text: str) -> bytes:
    """JSON as UTF-8; half a surrogate pair becomes its escape, so that wordings and their hashes come back the same."""
    return text.encode("utf-8", "backslashreplace")


def write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files into a folder: all of them, or none.

    All are complete on disk under a temporary name before the first takes its own. Files of
    the same names are replaced (and put back if a later one fails); other files stay.

    Parameters
    ----------
    folder : Path
        Made when missing, with its parents.
    files : mapping of str to bytes
        Plain file names (no folders) and contents.

    Raises
    ------
    OutputError
        The folder cannot be made or written (permission, disk full, a file in its place).
    """
    made = [p for p in (folder, *folder.parents) if not p.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".baozhai-", dir=folder) as scratch:
            for name, data in files.items():
                write_file(Path(scratch) / name, data)
            _swap(folder, list(files), Path(scratch))
    except OSError as error:
        _unmake(made)
        what = _REASONS.get(error.errno or 0) or f"{error.strerror or error}，请检查权限和磁盘空间"
        raise OutputError(f"{folder}：写不了：{what}。") from None
    except KeyboardInterrupt:
        _unmake(made)
        raise


def replace_folder(new: Path, place: Path, aside: Path) -> None:
    """Move `new` to `place` and what was there to `aside`; on failure or Ctrl-C it comes back."""
    try:
        if place.exists():
            place.rename(aside)
        new.rename(place)
    except (OSError, KeyboardInterrupt):
        if aside.exists() and not place.exists():
            aside.rename(place)
        raise


def _unmake(folders: list[Path]) -> None:
    for path in folders:
        with suppress(OSError):
            path.rmdir()  # only what we made, only when empty


def write_file(path: Path, data: bytes) -> None:
    """Write a file and have it on disk; an OSError where that cannot be done."""
    with path.open("wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())


def _swap(folder: Path, names: list[str], scratch: Path) -> None:
    """Rename every new file into place; on failure put the old ones back."""
    for name in names:
        if (folder / name).is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), name)
    done: list[str] = []
    try:
        for name in names:
            if (folder / name).exists():
                shutil.copyfile(folder / name, scratch / f"{name}.old")
            done.append(name)
            (scratch / name).replace(folder / name)
    except (OSError, KeyboardInterrupt):
        for name in done:
            with suppress(OSError):
                _restore(folder / name, scratch / f"{name}.old")
        raise


def _restore(path: Path, old: Path) -> None:
    if old.exists():
        old.replace(path)
    else:
        path.unlink()
