"""Big arrays and hundreds of thousands of small objects that come and go: memory is kept for the next ones, and seldom searched."""

from __future__ import annotations

import ctypes
import gc
import sys

#: `mallopt` of glibc: below which size blocks are not mapped one by one, and how much free memory at the end is kept (bytes).
_MMAP_THRESHOLD, _TRIM_THRESHOLD, _SIZE = -3, -1, 1 << 30
#: New objects before the youngest are searched for cycles, and of such searches before older ones are.
_SEARCHES = 50_000, 20, 100


def keep() -> None:
    """Keep memory that was given back for what comes next (with glibc alone), and look for cycles of objects seldom.

    Each of some thirty fits takes and gives back arrays of hundreds of megabytes. Mapped anew each time, their pages are
    cleared one by one: a sixth of the time that training the press model takes. Articles and their sentences stay until the
    end: to walk through them again and again took an eighth.
    """
    gc.set_threshold(*_SEARCHES)
    if sys.platform == "linux":
        mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
        if mallopt is not None:
            mallopt(_MMAP_THRESHOLD, _SIZE)
            mallopt(_TRIM_THRESHOLD, _SIZE)
