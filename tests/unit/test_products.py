"""Products a few rows and columns at a time are products."""

from __future__ import annotations

import numpy as np
import pytest

from baozhai.ingest.products import MOST, ROWS, product

WIDE = MOST // ROWS  # as many multiplications for each column as are done at a time


@pytest.mark.parametrize("count", [0, 1, ROWS - 1, ROWS, ROWS + 1, 40])
@pytest.mark.parametrize(("inner", "columns"), [(5, 3), (1, 1), (WIDE, 3), (WIDE // 2, 5), (0, 4), (5, 0)])
def test_products(count: int, inner: int, columns: int) -> None:
    rng = np.random.default_rng(count)
    x, y = rng.integers(-9, 9, (count, inner)), rng.integers(-9, 9, (inner, columns))
    np.testing.assert_array_equal(product(x, y), x @ y)


def test_products_keep_the_type_of_floats() -> None:
    x = np.ones((3, 2), np.float32)
    assert product(x, x.T).dtype == np.float32
