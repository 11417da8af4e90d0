"""Configuration and the parts put together: `models` (config → object), `issues` (path → issue), `documents` (digest → files)."""

from baozhai.build.documents import files, keep_numbered, numbered, profile, source
from baozhai.build.issues import merged, read_issue, read_with
from baozhai.build.models import (
    classifier,
    features,
    load,
    model_folder,
    require_topics,
    summarizer,
    taxonomy,
)

__all__ = [
    "classifier",
    "features",
    "files",
    "keep_numbered",
    "load",
    "merged",
    "model_folder",
    "numbered",
    "profile",
    "read_issue",
    "read_with",
    "require_topics",
    "source",
    "summarizer",
    "taxonomy",
]
