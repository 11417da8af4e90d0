"""Words of Chinese text; the only module that knows a segmenter."""

from __future__ import annotations

import functools
import warnings
from collections.abc import Callable


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


@functools.cache
def _segmenter() -> Callable[[str], list[str]]:
    try:
        import rjieba
    except ImportError:
        return _jieba()
    return functools.partial(_cut_rjieba, rjieba.cut)


def _cut_rjieba(function: Callable[[str, bool], list[str]], text: str) -> list[str]:
    return list(function(text, False))


def _jieba() -> Callable[[str], list[str]]:
    with warnings.catch_warnings():
        # jieba 0.42.1 imports pkg_resources and holds invalid escapes.
        warnings.simplefilter("ignore")
        import jieba
    jieba.setLogLevel("ERROR")
    return functools.partial(jieba.lcut, HMM=False)
