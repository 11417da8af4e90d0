"""The nouns: small frozen dataclasses shared by every layer."""

from baozhai.records.articles import DOUBT, Article, Box, Char, Crosshead, Issue, Page, Person, Source
from baozhai.records.digests import (
    RESERVED,
    SPECIAL,
    Change,
    Digest,
    Doubt,
    Entry,
    Evidence,
    Figure,
    Prediction,
    Sentence,
    Summary,
    Topic,
    today,
)
from baozhai.records.judgements import Judgement, Mark, Question, Reason, resolve

__all__ = [
    "Article",
    "Box",
    "Change",
    "Char",
    "Crosshead",
    "DOUBT",
    "RESERVED",
    "SPECIAL",
    "Digest",
    "Doubt",
    "Entry",
    "Evidence",
    "Figure",
    "Issue",
    "Judgement",
    "Mark",
    "Page",
    "Person",
    "Prediction",
    "Question",
    "Reason",
    "Sentence",
    "Source",
    "Summary",
    "Topic",
    "resolve",
    "today",
]
