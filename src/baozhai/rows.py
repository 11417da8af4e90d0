"""Sparse rows and their products, by the compiled loops of SciPy from their own file.

All of `scipy.sparse` takes longer to load than a page takes to cut.
"""

from __future__ import annotations

import functools
import importlib.util
from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib.machinery import PathFinder
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Rows:
    """A matrix in compressed sparse rows, as `scipy.sparse.csr_matrix` holds it.

    Attributes
    ----------
    data : ndarray, shape (n_entries,)
    indices : ndarray of int32 or int64, shape (n_entries,)
        Columns of the entries; a column may stand more than once in a row, and counts as their sum.
    indptr : ndarray, shape (n_rows + 1,)
        Where the entries of each row begin.
    shape : tuple of int
    """

    data: NDArray[Any]
    indices: NDArray[Any]
    indptr: NDArray[Any]
    shape: tuple[int, int]

    def __getitem__(self, rows: slice) -> Rows:
        """Rows that follow one another."""
        first, last, _ = rows.indices(self.shape[0])
        ends = self.indptr[first : max(first, last) + 1]
        inside = slice(int(ends[0]), int(ends[-1]))
        shape = (len(ends) - 1, self.shape[1])
        return Rows(self.data[inside], self.indices[inside], ends - ends[0], shape)

    def astype(self, kind: Any) -> Rows:
        """The same rows with values of another type."""
        return replace(self, data=self.data.astype(kind))

    def __matmul__(self, table: NDArray[Any]) -> NDArray[Any]:
        """The product with a dense matrix of shape (n_columns, n): the same sums in the same order as SciPy's."""
        kind = np.result_type(self.data, table)
        indices = self.indices
        if table.dtype != kind or not table.flags.c_contiguous:
            # A copy is needed: of the rows that are used alone.
            used = np.zeros(len(table), bool)
            used[indices] = True
            indices, table = (np.cumsum(used) - 1)[indices], np.ascontiguousarray(table[used], dtype=kind)
        out = np.zeros((self.shape[0], table.shape[1]), kind)
        ends, columns = self.indptr.astype(np.int64), indices.astype(np.int64)
        data = self.data.astype(kind, copy=False)
        add_products = compiled("scipy", "sparse/_sparsetools", "csr_matvecs")
        if add_products is None:
            return np.asarray(self.csr() @ table)
        size = (self.shape[0], len(table), table.shape[1])
        add_products(*size, ends, columns, data, table.ravel(), out.ravel())
        return out

    def dots(self, table: NDArray[Any]) -> NDArray[np.float64]:
        """The products with the rows of a table of shape (n, n_columns), shape (n_rows, n): of few long rows no other is touched."""
        data, full = self.data.astype(np.float64), np.flatnonzero(np.diff(self.indptr))
        out = np.zeros((self.shape[0], len(table)))
        if len(full):
            for k, row in enumerate(table):
                out[full, k] = np.add.reduceat(row.take(self.indices) * data, self.indptr[full])
        return out

    def transposed(self) -> Rows:
        """Columns as rows: the entries of each by the row where they stood, those of one row as they come (sorted by counting; fewer than 2**31)."""
        n_rows, n_columns = self.shape
        convert = compiled("scipy", "sparse/_sparsetools", "csr_tocsc")
        if convert is None:
            csc = self.csr().tocsc()
            return Rows(csc.data, csc.indices, csc.indptr, (n_columns, n_rows))
        data, indices = np.empty_like(self.data), np.empty(len(self.indices), np.int32)
        ends = np.empty(n_columns + 1, np.int32)
        inner = self.indptr.astype(np.int32), self.indices.astype(np.int32, copy=False), self.data
        convert(n_rows, n_columns, *inner, ends, indices, data)
        return Rows(data, indices, ends, (n_columns, n_rows))

    def csr(self) -> Any:
        """The `scipy.sparse.csr_matrix`."""
        from scipy.sparse import csr_matrix

        return csr_matrix((self.data, self.indices, self.indptr), shape=self.shape)


@functools.cache
def compiled(package: str, file: str, name: str) -> Callable[..., Any] | None:
    """A function or type of a compiled file, such as `optimize/_lsap` of SciPy, without the package around it; None if it is elsewhere."""
    around = importlib.util.find_spec(package)
    folder, _, module = file.rpartition("/")
    places = [str(Path(place) / folder) for place in (around and around.submodule_search_locations) or ()]
    spec = PathFinder.find_spec(module, places)
    if spec is None or spec.loader is None:
        return None
    found = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(found)
    except ImportError:
        return None
    function: Callable[..., Any] | None = getattr(found, name, None)
    return function


def widened(rows: Rows, dense: NDArray[np.float64]) -> Rows:
    """Rows with more columns at the end, shape (n_articles, n_terms + n_columns)."""
    count, more = dense.shape
    ends = rows.indptr + np.arange(count + 1) * more
    at = np.repeat(ends[1:] - more, more) + np.tile(np.arange(more), count)
    data, indices = np.empty(ends[-1], rows.data.dtype), np.empty(ends[-1], np.int64)
    terms = np.ones(ends[-1], bool)
    terms[at] = False
    data[at], data[terms] = dense.ravel(), rows.data
    indices[at], indices[terms] = np.tile(np.arange(more) + rows.shape[1], count), rows.indices
    return Rows(data, indices, ends, (count, rows.shape[1] + more))
