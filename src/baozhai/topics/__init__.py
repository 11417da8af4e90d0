"""Topics of articles: probabilities, decisions and their evidence."""

from baozhai.topics.classifier import TopicClassifier
from baozhai.topics.decide import choose_thresholds, confidence, cut_off, decide
from baozhai.topics.explain import evidence

__all__ = [
    "TopicClassifier",
    "choose_thresholds",
    "confidence",
    "cut_off",
    "decide",
    "evidence",
]
