"""The public names, and what a prediction may load."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import baozhai
from baozhai.records import Judgement, resolve


def test_all_is_sorted_and_every_name_loads() -> None:
    assert baozhai.__all__ == sorted(baozhai.__all__)
    assert all(getattr(baozhai, name) is not None for name in baozhai.__all__)
    with pytest.raises(AttributeError):
        _ = baozhai.nothing


def test_load_digest_predict_summarize(root: Path) -> None:
    digester = baozhai.load("press")
    issue = baozhai.read_issue(next((root / "data/starter/sample").glob("*.txt")))
    digest = digester.digest(issue)
    assert len(digest.entries) == len(issue.articles) == len(digester.predict(issue.articles))
    for entry in digest.entries:
        assert len(digester.summarize(entry.article, max_chars=80).text) > 0
        assert set(entry.prediction.probabilities) == {t.id for t in digest.topics}
        assert all(0.0 <= p <= 1.0 for p in entry.prediction.probabilities.values())


def test_prediction_is_light(root: Path) -> None:
    code = (
        "import sys, baozhai, glob; d = baozhai.load('press');"
        "d.digest(baozhai.read_issue(glob.glob('data/starter/sample/*.txt')[0]));"
        "print([m for m in ('sklearn', 'hydra', 'omegaconf', 'jieba', 'pandas') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=root)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "[]"


def test_people_outrank_rules_and_the_last_word_counts() -> None:
    said = [
        Judgement("a", "awards", 1, "person:x"),
        Judgement("a", "awards", -1, "rule:awards"),
        Judgement("b", "awards", 1, "person:x"),
        Judgement("b", "awards", -1, "person:y"),
        Judgement("c", "awards", 1, "rule:awards"),
    ]
    assert resolve(said) == {("a", "awards"): 1, ("b", "awards"): -1, ("c", "awards"): 1}


def test_a_caption_is_summarized_from_its_start() -> None:
    text = "茶园里采茶工正忙着采摘新芽。" + "今年春茶比去年早上市十天，预计产量四百吨，产值一点二亿元。" * 3
    caption = baozhai.Article("1", kind="photo", paragraphs=(text,))
    assert baozhai.load("press").summarize(caption, max_chars=30).text.startswith("茶园里")
