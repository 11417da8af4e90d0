"""Speed of features and of a cold start against scikit-learn with jieba, as ratios in one run on one core.

    OMP_NUM_THREADS=1 python benchmarks/features_speed.py > docs/speed.md

Processor time, the best of several turns, each side in a process of its own: what jieba keeps in memory is no load
of ours. In a turn each side works for as long: of 30 ms after 400 ms of the other side a tenth went by until the caches
were its own again, which no corpus of some size feels. The texts are those of the starter corpus.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PAGE = next((ROOT / "data" / "starter" / "sample").glob("*.txt"))
RUNS = 7
#: A turn of each side takes so long at least, in seconds.
TURN = 0.4
# Articles joined into one long document.
JOINED = 34
WEIGHTS = ("title_weight", "lead_weight", "opening_weight", "opening_chars_weight")


def guessed_words(text: str) -> list[str]:
    """Words as jieba cuts them unless told otherwise: new ones are guessed."""
    return jieba_words(text, guess=True)


def jieba_words(text: str, *, guess: bool = False) -> list[str]:
    """Words as a plain pipeline cuts them."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import jieba
    jieba.setLogLevel("ERROR")
    return [w for w in jieba.cut(text, HMM=guess) if any(c.isalnum() for c in w)]


def plain_predict(model: str, page: str) -> None:
    """The plain pipeline's `predict`: load, read the page, label each paragraph."""
    import joblib

    texts = [t for t in Path(page).read_text(encoding="utf-8").split("\n\n") if t.strip()]
    for text, label in zip(texts, joblib.load(model).predict(texts), strict=True):
        print(label, text[:20])


def plain_vectorizers() -> dict[str, object]:
    """scikit-learn's vectorizers of words, characters and both, with the settings of ours."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.pipeline import FeatureUnion

    def words(analyzer: Callable[[str], list[str]] = jieba_words) -> TfidfVectorizer:
        return TfidfVectorizer(analyzer=analyzer, sublinear_tf=True, min_df=2)

    def chars() -> TfidfVectorizer:
        return TfidfVectorizer(analyzer="char", ngram_range=(1, 2), sublinear_tf=True, min_df=2)

    return {
        "words": words(),
        "characters": chars(),
        "words + characters": FeatureUnion([("w", words()), ("c", chars())]),
        "words (jieba guesses) + characters": FeatureUnion([("w", words(guessed_words)), ("c", chars())]),
    }


def turn(task: Callable[[], object]) -> float:
    """Processor time of a run, the mean of as many as fill a turn."""
    start, count, spent = time.process_time(), 0, 0.0
    while spent < TURN:
        task()
        count, spent = count + 1, time.process_time() - start
    return spent / count


def seconds(*tasks: Callable[[], object]) -> list[float]:
    """Processor time of each task, the best of several turns."""
    turns = [[turn(task) for task in tasks] for _ in range(RUNS)]
    return [min(times) for times in zip(*turns, strict=True)]


def child_seconds(*commands: list[str]) -> list[float]:
    """Processor time of each process, the best of several rounds after one that warms the disk.

    That round also compiles our modules, as installing has done with those of the others.
    """
    best = [float("inf")] * len(commands)
    compiling = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    for round_ in range(RUNS + 1):
        for k, command in enumerate(commands):
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            subprocess.run(command, check=True, capture_output=True, cwd=ROOT, env=compiling)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
            best[k] = min(best[k], spent) if round_ else best[k]
    return best


def feature_tasks(side: str) -> dict[str, Callable[[], object]]:
    """Learning with counting, and counting alone, of each kind of features: `theirs` (scikit-learn's vectorizers) or `ours`."""
    from baozhai.features.tfidf import TfidfFeatures
    from baozhai.io.corpus import read_articles

    articles = read_articles(ROOT / "data" / "starter" / "articles")
    texts = ["\n".join((a.title, *a.paragraphs)) for a in articles]
    alone = dict.fromkeys(WEIGHTS, 0)
    found: dict[str, Any] = plain_vectorizers()
    if side == "ours":
        both = TfidfFeatures(**alone)
        found = {
            "words": TfidfFeatures(views="words", **alone),
            "characters": TfidfFeatures(views="chars", **alone),
            "words + characters": both,
            "words + characters, all six blocks": TfidfFeatures(),
            "words (jieba guesses) + characters": both,
        }
    else:
        found["words + characters, all six blocks"] = found["words + characters"]
    data = articles if side == "ours" else texts
    return {
        f"{name} | {step}": partial(getattr(vectorizer, step), data)
        for name, vectorizer in found.items()
        for step in ("fit_transform", "transform")
    }


def work(side: str) -> None:
    """Do the tasks that standard input names, and print the processor time of each."""
    tasks = feature_tasks(side)
    for line in sys.stdin:
        print(turn(tasks[line.rstrip("\n")]), flush=True)


def feature_rows() -> str:
    """Ratios to scikit-learn's vectorizers."""
    from baozhai.io.corpus import read_articles

    articles = read_articles(ROOT / "data" / "starter" / "articles")
    megabytes = sum(len("\n".join((a.title, *a.paragraphs)).encode()) for a in articles) / 1e6
    pipes: Any = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    workers = [subprocess.Popen([sys.executable, __file__, side], **pipes) for side in ("theirs", "ours")]
    ours = feature_tasks("ours")
    best = {name: [float("inf"), float("inf")] for name in ours}
    for _ in range(RUNS):
        for name in best:
            for k, worker in enumerate(workers):
                print(name, file=worker.stdin, flush=True)
                best[name][k] = min(best[name][k], float(worker.stdout.readline()))
    for worker in workers:
        worker.communicate()
    out = f"{len(articles)} articles, {megabytes:.2f} MB.\n\n| features | step | scikit-learn + jieba, MB/s |"
    out += " baozhai, MB/s | ratio |\n" + "| --- " * 5 + "|\n"
    for name, (theirs, own) in best.items():
        out += f"| {name} | {megabytes / theirs:.2f} | {megabytes / own:.1f} | {theirs / own:.1f} |\n"
    peers, together = feature_tasks("theirs"), []
    for step in ("fit_transform", "transform"):
        name = f"words + characters | {step}"
        theirs, own = seconds(peers[name], ours[name])
        together.append(f"{theirs / own:.1f} ({step})")
    return f"{out}\nWords + characters in one process with jieba, in the memory that it leaves: {', '.join(together)}.\n"


def long_documents() -> str:
    """Speed from text to probabilities with the shipped model."""
    from baozhai import build
    from baozhai.io.corpus import read_articles
    from baozhai.records import Article

    articles = read_articles(ROOT / "data" / "starter" / "articles")
    texts = ["\n".join(a.paragraphs) for a in articles]
    whole = [
        Article(str(k), "", tuple(texts[k : k + JOINED])) for k in range(0, len(texts) - JOINED + 1, JOINED)
    ]
    megabytes = sum(len("\n".join(a.paragraphs).encode()) for a in whole) / 1e6
    model = build.load("press")
    (spent,) = seconds(lambda: model.classifier.predict_proba(model.rows(whole)))
    return (
        f"{len(whole)} documents of {megabytes / len(whole) * 1000:.0f} kB, features and probabilities with"
        f" `models/press`: {megabytes / spent:.1f} MB/s of UTF-8.\n"
    )


def cold_start() -> str:
    """Processor time of a process that labels one page."""
    import joblib
    from sklearn.multiclass import OneVsRestClassifier
    from sklearn.pipeline import make_pipeline
    from sklearn.svm import LinearSVC

    from baozhai.io.corpus import read_articles

    texts = [
        "\n".join((a.title, *a.paragraphs)) for a in read_articles(ROOT / "data" / "starter" / "articles")
    ]
    labels = [k % 5 for k in range(len(texts))]  # any labels: only the time counts
    with tempfile.TemporaryDirectory() as folder:
        model = Path(folder) / "model.joblib"
        classifier = OneVsRestClassifier(LinearSVC())
        joblib.dump(
            make_pipeline(plain_vectorizers()["words + characters"], classifier).fit(texts, labels), model
        )
        own = [sys.executable, "-m", "baozhai", "predict", str(PAGE), f"output={folder}/out"]
        plain, all_, lean = child_seconds(
            [sys.executable, __file__, str(model), str(PAGE)], own, [*own, "format=jsonl"]
        )
    return (
        "| process | processor time, s | share of the plain one |\n| --- | --- | --- |\n"
        f"| scikit-learn + jieba + joblib: load, label each paragraph | {plain:.2f} | 1 |\n"
        f"| `baozhai predict`: load, cut the page, label, summarize, write all formats | {all_:.2f} |"
        f" {all_ / plain:.2f} |\n"
        f"| `baozhai predict format=jsonl` | {lean:.2f} | {lean / plain:.2f} |\n"
        "\nAll modules are compiled beforehand, as by installation.\n"
    )


def main() -> None:
    """Print the report as Markdown."""
    if sys.argv[1:] in (["theirs"], ["ours"]):
        work(sys.argv[1])
        return
    if len(sys.argv) == 3:
        plain_predict(*sys.argv[1:])
        return
    print("# Speed\n\nMade by `OMP_NUM_THREADS=1 python benchmarks/features_speed.py > docs/speed.md`.")
    print("One core, processor time, best of several turns; compare the ratios, not the seconds.\n")
    # First of all: afterwards jieba and the peers fill the memory that the garbage collector walks through.
    long = long_documents()
    print(
        f"## Features\n\nIn its turn each side works for {TURN} s at least.\n\n{feature_rows()}\n## Long documents\n\n{long}"
    )
    print(f"## Cold start: one page\n\n{cold_start()}", end="")


if __name__ == "__main__":
    main()
