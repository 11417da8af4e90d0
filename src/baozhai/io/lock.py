"""One process at a time where a file is read, added to and written: a lock beside it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import BinaryIO

from baozhai.errors import OutputError

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_PATIENCE = 10.0  # seconds; Windows itself tries for as long


@contextmanager
def locked(path: Path, seconds: float = _PATIENCE) -> Iterator[None]:
    """Hold `<name>.lock` beside a file, which need not be there yet.

    The lock goes with the process that holds it; its file is empty and stays: whoever removed it would let two in.

    Parameters
    ----------
    seconds : float
        How long to wait for another process (on Windows always ten).

    Raises
    ------
    OutputError
        The folder cannot be written, or another process still holds the lock.
    """
    beside = path.with_name(f"{path.name}.lock")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = beside.open("ab")
    except OSError as error:
        raise OutputError(f"{beside}：写不了（{error.strerror}），什么也没有记下。请检查权限。") from None
    with file:
        if not _taken(file, seconds):
            raise OutputError(
                f"{path}：另一个 baozhai 正在写，等了 {seconds:g} 秒，什么也没有记下。请等它结束，再运行一次。"
            )
        yield


def _taken(file: BinaryIO, seconds: float) -> bool:
    """Whether the lock was had in time; closing the file gives it back."""
    if sys.platform == "win32":
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
        except OSError:
            return False
        return True
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        # flock knows no time limit. A thread that still waits when the file is closed lets go of what it then gets.
        waiting = Thread(target=fcntl.flock, args=(file.fileno(), fcntl.LOCK_EX), daemon=True)
        waiting.start()
        waiting.join(seconds)
        return not waiting.is_alive()
    except OSError:
        pass  # a file system without locks: as safe as it was
    return True
