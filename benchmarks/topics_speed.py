"""How long the press model takes to learn and to be used, for `topics_report.py`.

OMP_NUM_THREADS=1 python benchmarks/topics_speed.py    # seconds of processor time from raw text to a model; needs ../shared
"""

from __future__ import annotations

import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from topics_cv import Corpus, fit_and_score

from baozhai import memory
from baozhai.cli import compose

ROOT = Path(__file__).resolve().parents[1]


def training(words: Sequence[str]) -> float:
    """Seconds of processor time from raw text to a model of all labelled articles, by the settings of `words`."""
    cfg = compose(["experiment=press", *words])
    data = Corpus(cfg)
    every = np.arange(len(data.articles))
    memory.keep()  # as `baozhai train` does
    start = time.process_time()
    fit_and_score(cfg, data, every, every[:0])
    return time.process_time() - start


def speed_lines() -> list[tuple[str, str, str]]:
    """What `docs/speed.md` says, measured anew."""
    text = subprocess.run(
        [sys.executable, str(ROOT / "benchmarks" / "features_speed.py")],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    (ROOT / "docs" / "speed.md").write_text(text, encoding="utf-8")
    ratios = re.findall(r"^\| words \+ characters \| \w+ \|.*\| ([\d.]+) \|$", text, re.M)
    long = re.findall(r"([\d.]+) MB/s of UTF-8", text)
    cold = re.findall(r"write all formats \| [\d.]+ \| ([\d.]+) \|", text)
    return [
        (
            "features of words + characters, times `TfidfVectorizer` with jieba (same words; learning or not)",
            "≥ 10",
            min(ratios, key=float),
        ),
        ("features and probabilities of long documents, MB/s", "≥ 8", long[0]),
        ("cold `predict` of a page, share of the plain pipeline's processor time", "≤ 0.33", cold[0]),
    ]


def training_seconds(words: list[str]) -> float:
    """As `training`, in a process of its own, whose memory is not in pieces."""
    command = [sys.executable, __file__, *words]
    return float(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)


def command_seconds(words: list[str]) -> float:
    """Processor time of the command that trains the model, from the files on: reading them, looking for copies, writing it all."""
    with tempfile.TemporaryDirectory() as place:
        words = ["experiment=press", *words, f"work={place}/work", f"models={place}", "corpus.briefs="]
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(
            [sys.executable, "-m", "baozhai", "train", *words], check=True, stdout=subprocess.DEVNULL
        )
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    print(training(sys.argv[1:]))
