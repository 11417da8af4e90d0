"""Words of Chinese text; the only module that knows a segmenter."""

from __future__ import annotations

import functools
import warnings
from collections.abc import Callable, Mapping
from operator import add
from threading import Lock
from typing import Any

from baozhai.rows import compiled
from baozhai.text.dictionary import TOTAL, Dictionary, installed

# Beginnings of words looked up before the whole dictionary costs less; a page has one for each of its characters.
_MOST = 1 << 13
#: Lengths of the words of a dictionary of subjects, in characters.
SHORTEST, LONGEST = 2, 12
# A word that no text holds, with the occurrences of all that are not looked up.
_REST = "\uffff"


def cut(text: str) -> list[str]:
    """Cut a text into words by dictionary, without guessing new words.

    Parameters
    ----------
    text : str
        Any text; white space and marks come back as words of their own.

    Returns
    -------
    list of str
        Words that concatenate to `text` (a lone surrogate becomes `?`).

    Notes
    -----
    rjieba with its hidden Markov model off; jieba with the same setting where rjieba is absent.
    Both give the same words.
    """
    if not text:
        return []
    segment = _segmenter()
    try:
        return segment(text)
    except UnicodeEncodeError:
        return segment(text.encode("utf-8", "replace").decode("utf-8"))


_installed = functools.cache(installed)


@functools.lru_cache(maxsize=1 << 14)
def tag(word: str) -> str:
    """The part of speech of a word in jieba's dictionary (n noun, v verb, vn both, d adverb, …); empty if not known."""
    dictionary = _installed()
    return dictionary.tag(word) if dictionary and word.isprintable() and " " not in word else ""


class _Growing:
    """rjieba with those words of its dictionary that the texts so far can hold, then with all.

    Parameters
    ----------
    kind : type
        `rjieba.Jieba`.
    """

    def __init__(self, kind: Any, dictionary: Dictionary) -> None:
        self._kind, self._dictionary = kind, dictionary
        self._jieba = kind.empty()
        self._looked_up: set[str] = set()
        self._lock = Lock()  # rjieba fails where one thread adds a word while another one cuts
        self._sum = 0
        self._add(dictionary.unsorted)

    def __call__(self, text: str) -> list[str]:
        if self._whole:
            return self._cut(text)
        with self._lock:
            if not self._whole:
                self._look_up(text)
            return self._cut(text)

    @property
    def _whole(self) -> bool:
        return len(self._looked_up) > _MOST

    def _cut(self, text: str) -> list[str]:
        words: list[str] = self._jieba.cut(text, False)
        return words

    def _look_up(self, text: str) -> None:
        starts = {*map(add, text, text[1:]), *(c + " " for c in set(text))} - self._looked_up
        if len(self._looked_up) + len(starts) > _MOST:
            self._jieba = self._kind()
        elif words := self._dictionary.beginning(starts):
            self._add(words)
        self._looked_up |= starts

    def _add(self, words: Mapping[str, int]) -> None:
        for word, occurrences in words.items():
            self._jieba.add_word(word, occurrences, None)
        self._sum += sum(words.values())
        self._jieba.add_word(_REST, TOTAL - self._sum, None)


@functools.cache
def _segmenter() -> Callable[[str], list[str]]:
    kind = compiled("rjieba", "rjieba", "Jieba")
    if hasattr(kind, "empty") and (dictionary := installed()):
        return _Growing(kind, dictionary)
    try:
        import rjieba
    except ImportError:
        return _jieba()
    return functools.partial(rjieba.cut, hmm=False)


def _jieba() -> Callable[[str], list[str]]:
    with warnings.catch_warnings():
        # jieba 0.42.1 imports pkg_resources and holds invalid escapes.
        warnings.simplefilter("ignore")
        import jieba
    jieba.setLogLevel("ERROR")
    return functools.partial(jieba.lcut, HMM=False)
