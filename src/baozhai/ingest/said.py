"""What stretches of headline pieces and of paragraphs say, as arrays that grow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from baozhai.ingest.chars import Ints


@dataclass(frozen=True, eq=False)
class Said:
    """What stretches of headline pieces or of paragraphs say.

    Attributes
    ----------
    spans : array, shape (n_stretches, 2)
    words : bigrams, shape (n_stretches, n_grams)
    topics : latent vectors of length 1, shape (n_stretches, n_dimensions)
    """

    spans: Ints
    words: NDArray[np.float64]
    topics: NDArray[np.float32]

    def __getitem__(self, which: slice) -> Said:
        return Said(self.spans[which], self.words[which], self.topics[which])

    def __len__(self) -> int:
        return len(self.spans)

    def with_more(self, more: Said) -> Said:
        """Both, one after the other."""
        return Said(
            np.concatenate([self.spans, more.spans]),
            np.concatenate([self.words, more.words]),
            np.concatenate([self.topics, more.topics]),
        )


def over(what: np.ufunc, rows: NDArray[Any], spans: Ints) -> NDArray[Any]:
    """The rows of every span taken together, shape (n_spans, n_columns)."""
    closed = np.concatenate([rows, rows[:1]])  # a span may end where the rows end
    return np.asarray(what.reduceat(closed, spans.ravel(), axis=0)[::2])
