"""Sentence splitters on the published suite, `tests/golden/sentences.tsv`, and how fast they split it.

    python benchmarks/splitters.py > docs/sentences.md     # sentencex, pysbd, spacy, snownlp, sumy: those installed

White space around a sentence is not compared; the second column forgives a final mark that was dropped.
"""

from __future__ import annotations

import re
import time
import warnings
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from pathlib import Path

from baozhai.text.sentences import split

SUITE = Path(__file__).resolve().parents[1] / "tests" / "golden" / "sentences.tsv"
NAMED = "appendix C"  # failures of other splitters, each named
Splitter = Callable[[str], list[str]]


def ours(text: str) -> list[str]:
    """The splitter of this project."""
    return [text[a:b] for a, b in split(text)]


def marks(text: str) -> list[str]:
    """What is written in a minute: a sentence is everything up to 。？！ or …."""
    return re.findall(r"[^。？！…]*[。？！…]+|[^。？！…]+", text)


def others() -> Iterator[tuple[str, Splitter]]:
    """The installed ones of other projects."""
    try:
        import sentencex

        yield "sentencex", lambda text: list(sentencex.segment("zh", text))
    except ImportError:
        pass
    try:
        import pysbd

        yield "pysbd", pysbd.Segmenter(language="zh", clean=False).segment
    except ImportError:
        pass
    try:
        import spacy

        nlp = spacy.blank("zh")
        nlp.add_pipe("sentencizer", config={"punct_chars": list("。？！!?…")})
        yield "spaCy blank zh, sentencizer", lambda text: [s.text for s in nlp(text).sents]
    except ImportError:
        pass
    try:
        from snownlp import SnowNLP

        yield "SnowNLP", lambda text: list(SnowNLP(text).sentences)
    except ImportError:
        pass
    try:
        from sumy.nlp.tokenizers import Tokenizer

        yield "sumy", lambda text: list(Tokenizer("chinese").to_sentences(text))
    except ImportError:
        pass


def clean(pieces: list[str], *, marked: bool) -> list[str]:
    """Pieces without white space around them, nor final marks unless `marked`."""
    texts = [piece.strip() for piece in pieces]
    return [t if marked else re.sub(r"[。？！…!?.｡]+$", "", t) for t in texts if t]


def table(rows: list[tuple[str, str]]) -> None:
    """Print how many cases each splitter gets right, altogether and by rule."""
    cases = [(rule, marked.replace("\\n", "\n")) for rule, marked in rows]
    systems: dict[str, Splitter] = {"baozhai": ours, "up to 。？！…": marks, **dict(others())}
    right: dict[str, Counter[str]] = {name: Counter() for name in systems}
    named = sum(rule == NAMED for rule, _ in cases)
    print(
        f"| splitter | exact | ignoring a lost final mark | of the {named} named cases | ratio of time |\n|---|---|---|---|---|"
    )
    unit = 0.0
    for name, splitter in systems.items():
        started = time.process_time()
        found = [splitter(text.replace("|", "")) for _, text in cases]
        spent = time.process_time() - started
        unit = unit or spent
        loose = 0
        for (rule, text), pieces in zip(cases, found, strict=True):
            right[name][rule] += clean(pieces, marked=True) == clean(text.split("|"), marked=True)
            loose += clean(pieces, marked=False) == clean(text.split("|"), marked=False)
        exact = sum(right[name].values())
        print(
            f"| {name} | {exact} ({exact / len(cases):.1%}) | {loose} | {right[name][NAMED]} | {spent / unit:.1f} |"
        )
    print(f"\n| rule | cases | {' | '.join(systems)} |\n|---|---|{'---|' * len(systems)}")
    for rule, n in Counter(rule for rule, _ in cases).items():
        print(f"| {rule} | {n} | {' | '.join(str(right[name][rule]) for name in systems)} |")


def suite() -> list[tuple[str, str]]:
    """Rule and marked text of every case."""
    rows = [line.split("\t") for line in SUITE.read_text(encoding="utf-8").splitlines()]
    return [(rule, marked) for rule, marked in rows]


def lost(texts: Iterable[str]) -> tuple[int, int]:
    """Characters of the texts, and how many of them are in no sentence or in two."""
    total = gone = 0
    for text in texts:
        spans = split(text)
        total += len(text)
        gone += sum(abs(a - b) for (_, a), (b, _) in pairwise([(0, 0), *spans, (len(text), len(text))]))
    return total, gone


def main() -> None:
    """Print the tables."""
    warnings.simplefilter("ignore")
    rows = suite()
    print(
        f"# Sentence splitters on {len(rows)} cases\n\nMade by `python benchmarks/splitters.py`. The suite is our own and our splitter was mended on it: 253 were right at first sight.\n"
    )
    table(rows)


if __name__ == "__main__":
    main()
