"""A smaller vocabulary: the terms that weigh most."""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from baozhai.topics.classifier import TopicClassifier


class Selectable(Protocol):
    """A vectorizer that can drop columns."""

    def select(self, columns: NDArray[np.int64]) -> Any:
        """A vectorizer of these columns."""


def prune(features: Selectable, classifier: TopicClassifier, keep: int) -> Any:
    """A vectorizer of the `keep` terms with the largest |weight| for any topic.

    Transform anew and fit anew with it: rows are normalized over the terms that are left.
    """
    strength = np.abs(classifier.coef_).max(axis=0)
    return features.select(np.sort(np.argsort(-strength, kind="stable")[:keep]))
