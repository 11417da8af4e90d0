"""One-to-one pairs of the greatest sum."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from scipy.optimize import linear_sum_assignment

from baozhai.ingest.pairing import best_pairs, prices


@given(arrays(float, array_shapes(min_dims=2, max_dims=2, max_side=6), elements=st.integers(0, 4).map(float)))
def test_pairs_are_scipys_ties_too(gains):
    rows, columns = best_pairs(gains)
    expected = linear_sum_assignment(gains, maximize=True)
    np.testing.assert_array_equal(rows, expected[0])
    np.testing.assert_array_equal(columns, expected[1])


@given(arrays(float, array_shapes(min_dims=2, max_dims=2, max_side=7), elements=st.floats(0, 50)))
def test_prices_cover_every_pair_and_add_up_to_the_best_pairs(weights):
    rows, columns = prices(weights)
    assert rows.min() >= 0
    assert columns.min() >= 0
    assert (rows[:, None] + columns >= weights - 1e-9).all()
    best = weights[best_pairs(weights)].sum()
    assert abs(rows.sum() + columns.sum() - best) < 1e-6


def test_the_rest_of_scipy_optimize_is_not_loaded():
    code = (
        "import sys, numpy as np; from baozhai.ingest.pairing import best_pairs;"
        "rows, columns = best_pairs(np.array([[1.0, 3.0], [2.0, 5.0]]));"
        "assert columns.tolist() == [0, 1];"  # 1 + 5 against 3 + 2
        "sys.exit('scipy.optimize' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-W", "error", "-c", code], check=False).returncode == 0
