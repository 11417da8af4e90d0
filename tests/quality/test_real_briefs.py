"""Floors of the shipped ranker on the dev part of the editors' briefs, which it did not learn from."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from baozhai import build
from baozhai.evaluation.summaries import paired_bootstrap, rouge
from baozhai.stages.rank import read_briefs
from baozhai.summary import sentences_of
from baozhai.summary.contract import violations
from baozhai.summary.units import text_of


def test_press_ranker_on_dev(shared: Path) -> None:
    digester = build.load("press")
    briefs = read_briefs(str(shared / "corpora" / "briefs.jsonl.xz"), "dev")
    made = [digester.summarize(b.article, max_chars=80) for b in briefs]
    assert not any(violations(b.article, s, max_chars=80) for b, s in zip(briefs, made, strict=True))
    found = np.array([rouge(s.text, b.reference) for b, s in zip(briefs, made, strict=True)])
    first = np.array([rouge(text_of(b.article, sentences_of(b.article)[0]), b.reference) for b in briefs])
    late = np.array([b.day >= "2019" for b in briefs])
    assert (found.mean(axis=0) >= (0.61, 0.525, 0.57)).all()
    for inside in (late, ~late):
        assert paired_bootstrap(found[inside, 0], first[inside, 0]).low > 0
