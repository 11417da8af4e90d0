"""Press digests of Chinese newspapers: cut, classify, summarize, print."""

from __future__ import annotations

import importlib
from typing import Any

__version__ = "0.1.0"

_PUBLIC = {
    "Article": "baozhai.records",
    "BaozhaiError": "baozhai.errors",
    "Digest": "baozhai.records",
    "Digester": "baozhai.digest",
    "Issue": "baozhai.records",
    "TfidfFeatures": "baozhai.features.tfidf",
    "TopicClassifier": "baozhai.topics.classifier",
    "load": "baozhai.build",
    "read_issue": "baozhai.build",
}

__all__ = sorted(_PUBLIC)


def __getattr__(name: str) -> Any:
    """Load a public name on first use."""
    if name not in _PUBLIC:
        raise AttributeError(f"module 'baozhai' has no attribute '{name}'")
    return getattr(importlib.import_module(_PUBLIC[name]), name)
