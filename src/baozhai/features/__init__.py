"""Features of articles as sparse matrices."""

from baozhai.features.tfidf import TfidfFeatures

__all__ = ["TfidfFeatures"]
