"""Sparse rows without `scipy.sparse`: the same numbers, bit for bit."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from baozhai import rows
from baozhai.rows import Rows


def drawn(kind: type, seed: int = 0) -> sparse.csr_matrix:
    """Rows of different lengths, two of them empty."""
    rng = np.random.default_rng(seed)
    dense = rng.normal(size=(7, 50)) * (rng.random((7, 50)) < 0.4)
    dense[[0, 4]] = 0
    return sparse.csr_matrix(dense.astype(kind))


def of(X: sparse.csr_matrix) -> Rows:
    return Rows(X.data, X.indices, X.indptr, X.shape)


@pytest.mark.parametrize("kind", [np.float32, np.float64])
@pytest.mark.parametrize("other", [np.float32, np.float64])
@pytest.mark.parametrize("order", ["C", "F"])
def test_products_are_those_of_scipy(kind: type, other: type, order: str) -> None:
    X = drawn(kind)
    table = np.asarray(np.random.default_rng(1).normal(size=(50, 3)), dtype=other, order=order)
    found, expected = of(X) @ table, X @ table
    assert found.dtype == expected.dtype
    np.testing.assert_array_equal(found, expected)


def test_a_column_named_twice_counts_twice() -> None:
    X = Rows(np.ones(3), np.array([1, 1, 0]), np.array([0, 2, 3]), (2, 2))
    np.testing.assert_array_equal(X @ np.array([[1.0, 2.0], [10.0, 20.0]]), [[20.0, 40.0], [1.0, 2.0]])


def test_slices_are_rows() -> None:
    X = drawn(np.float32)
    for part in (slice(1, 2), slice(0, 1), slice(2, 7), slice(3, 3), slice(5, 99)):
        np.testing.assert_array_equal(of(X)[part].csr().toarray(), X[part].toarray())


def test_without_the_compiled_file_the_products_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "compiled", lambda package, file, name: None)
    X, table = drawn(np.float64), np.random.default_rng(1).normal(size=(50, 3))
    np.testing.assert_array_equal(of(X) @ table, X @ table)


@pytest.mark.parametrize("found", [rows.compiled, lambda package, file, name: None])
@pytest.mark.parametrize("kind", [np.uint16, np.int32, np.float32])
def test_columns_as_rows_keep_the_order_of_equal_ones(
    found: Any, kind: type, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows, "compiled", found)
    # Row 0 holds column 2 twice; row 1 nothing; nothing is in column 0.
    X = Rows(np.array([5, 7, 6, 8], kind), np.array([2, 1, 2, 2]), np.array([0, 3, 3, 4]), (3, 3))
    flipped = X.transposed()
    assert flipped.shape == (3, 3)
    assert flipped.indptr.tolist() == [0, 0, 1, 4]
    assert flipped.indices.tolist() == [0, 0, 0, 2]
    assert flipped.data.tolist() == [7, 5, 6, 8]
    assert flipped.data.dtype == kind
    empty = Rows(np.empty(0, kind), np.empty(0, np.int32), np.zeros(1, int), (0, 2)).transposed()
    assert empty.indptr.tolist() == [0, 0, 0]


def test_a_file_or_function_that_is_not_there_is_none() -> None:
    assert rows.compiled("scipy", "sparse/_no_such_file", "x") is None
    assert rows.compiled("scipy", "sparse/_sparsetools", "no_such_function") is None


def test_scipy_sparse_is_not_loaded_and_can_be_later() -> None:
    code = (
        "import sys, numpy as np; from baozhai.rows import Rows;"
        "X = Rows(np.ones(2), np.array([0, 1]), np.array([0, 2]), (1, 2));"
        "assert (X @ np.ones((2, 1))).tolist() == [[2.0]] and 'scipy.sparse' not in sys.modules;"
        "assert (X.csr() @ np.ones((2, 1))).tolist() == [[2.0]]"
    )
    assert subprocess.run([sys.executable, "-W", "error", "-c", code], check=False).returncode == 0


@given(st.integers(0, 10_000), st.integers(0, 5), st.integers(1, 6), st.integers(1, 3))
def test_dots_are_products_with_the_rows_of_a_table(seed: int, n_rows: int, n_columns: int, n: int) -> None:
    rng = np.random.default_rng(seed)
    X = sparse.random_array((n_rows, n_columns), density=0.4, rng=rng, format="csr", dtype=np.float32)
    table = rng.normal(size=(n, n_columns)).astype(np.float32)
    found = Rows(X.data, X.indices, X.indptr, X.shape).dots(table)
    np.testing.assert_allclose(found, X.toarray().astype(float) @ table.T.astype(float), atol=1e-12)
