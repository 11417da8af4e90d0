"""Products of dense matrices without threads.

Beyond 2 ** 18 multiplications OpenBLAS starts threads, and those go on waiting for work, busily: on pages of
400 lines that took half as much processor time again as all of the cutting.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

#: Rows of a product that BLAS works out at a time, and multiplications that it does without threads.
ROWS, MOST = 8, 2**18


def product(x: NDArray[Any], y: NDArray[Any]) -> NDArray[Any]:
    """x @ y, a few rows and columns at a time; the rows of `x` are padded to whole blocks."""
    (count, inner), columns = x.shape, y.shape[1]
    blocks = np.empty((-(-count // ROWS), ROWS, inner), x.dtype)
    rows = blocks.reshape(len(blocks) * ROWS, inner)
    rows[:count], rows[count:] = x, 0
    out = np.empty((*blocks.shape[:2], columns), np.result_type(x, y))
    width = max(1, MOST // (ROWS * max(inner, 1)))
    for at in range(0, columns, width):
        np.matmul(blocks, y[:, at : at + width], out=out[..., at : at + width])
    return out.reshape(len(blocks) * ROWS, columns)[:count]
