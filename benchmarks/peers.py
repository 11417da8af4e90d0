"""Summarizers of other projects, made to rank every sentence of a document so that the budget can be filled the same way.

Those that are not installed are left out: sumy, snownlp, textrank4zh (with networkx 3 it needs the name that was dropped).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

Ranking = Callable[[str], tuple[list[str], list[int]]]


def peers() -> Iterator[tuple[str, Ranking]]:
    """Name and text → (sentences in document order, their places, best first)."""
    for name, make in (("sumy LexRank", _sumy), ("SnowNLP", _snownlp), ("textrank4zh", _textrank4zh)):
        try:
            yield name, make()
        except ImportError:
            continue


def _sumy() -> Ranking:
    from sumy.nlp.tokenizers import Tokenizer
    from sumy.parsers.plaintext import PlaintextParser
    from sumy.summarizers.lex_rank import LexRankSummarizer

    # sumy has no types: its class is `Any` to mypy, which subclasses of it and overrides cannot be checked against.
    class Ranked(LexRankSummarizer):  # type: ignore[misc]
        """All sentences, best first, instead of the best few in document order."""

        def _get_best_sentences(self, sentences, count, rating):  # type: ignore[no-untyped-def]
            return sorted(range(len(sentences)), key=lambda i: -rating[sentences[i]])

    tokenizer, ranker = Tokenizer("chinese"), Ranked()

    def rank(text: str) -> tuple[list[str], list[int]]:
        document = PlaintextParser.from_string(text, tokenizer).document
        return [str(s) for s in document.sentences], list(ranker(document, 3))

    return rank


def _snownlp() -> Ranking:
    from snownlp import SnowNLP

    def rank(text: str) -> tuple[list[str], list[int]]:
        document = SnowNLP(text)
        sentences = list(document.sentences)
        places = {s: k for k, s in reversed(list(enumerate(sentences)))}
        order = [places[s] for s in document.summary(len(sentences)) if s in places]
        return sentences, list(dict.fromkeys(order))

    return rank


def _textrank4zh() -> Ranking:
    import networkx
    import numpy as np

    if not hasattr(networkx, "from_numpy_matrix"):
        networkx.from_numpy_matrix = networkx.from_numpy_array
    np.int = int
    from textrank4zh import TextRank4Sentence

    def rank(text: str) -> tuple[list[str], list[int]]:
        ranker = TextRank4Sentence()
        ranker.analyze(text=text, lower=True, source="all_filters")
        found = ranker.get_key_sentences(num=10_000, sentence_min_len=1)
        return list(ranker.sentences), [item.index for item in found]

    return rank
