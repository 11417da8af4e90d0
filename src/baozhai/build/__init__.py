"""Configuration and the parts put together: `models` (config → object), `issues` (path → issue), `documents` (digest → files), `chances` (articles → probabilities)."""

from baozhai.build.chances import chances, crossfitted, unseen
from baozhai.build.documents import files, keep_numbered, numbered, profile, ready, source, write
from baozhai.build.entries import merged_entries, renamed_entries, shortened_entries
from baozhai.build.issues import merged, read_issue, read_with
from baozhai.build.labels import corpus, labels, typical
from baozhai.build.models import (
    classifier,
    dictionary_digest,
    dictionary_folder,
    features,
    featurized,
    load,
    model_folder,
    model_sha256,
    other_corpus,
    require_topics,
    summarizer,
    taxonomy,
    topics_of,
    unproven,
)

__all__ = [
    "chances",
    "classifier",
    "corpus",
    "crossfitted",
    "dictionary_digest",
    "dictionary_folder",
    "features",
    "files",
    "featurized",
    "keep_numbered",
    "labels",
    "load",
    "merged",
    "merged_entries",
    "model_folder",
    "model_sha256",
    "other_corpus",
    "numbered",
    "profile",
    "read_issue",
    "read_with",
    "ready",
    "renamed_entries",
    "require_topics",
    "shortened_entries",
    "source",
    "summarizer",
    "taxonomy",
    "topics_of",
    "typical",
    "unproven",
    "unseen",
    "write",
]
