"""What was made of other data is made anew, or refused: nothing is learned from, or tested on, the wrong rows."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from baozhai.cli import run


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, root: Path) -> Path:
    """Starter articles of one's own, to change."""
    monkeypatch.chdir(root)
    return Path(shutil.copytree(root / "data" / "starter" / "articles", tmp_path / "articles"))


def words(corpus: Path) -> list[str]:
    home = corpus.parent
    own = [
        f"work={home / 'work'}",
        f"models={home / 'models'}",
        f"corpus.articles={corpus}",
        "corpus.issues=",
    ]
    return [*own, "features=words", "classifier.cv=2"]


def scores(home: Path, name: str = "default") -> dict:
    return json.loads((home / "work" / "runs" / name / "metrics.json").read_text("utf-8"))


def test_other_order_of_the_same_articles(corpus: Path) -> None:
    """Rows of the features go by place: after `ingest` alone they would be those of other articles."""
    assert run(["train", *words(corpus)]) == run(["evaluate", *words(corpus)]) == 0
    before = scores(corpus.parent)["macro_f1"]
    for path in corpus.glob("*.jsonl"):
        lines = path.read_text("utf-8").splitlines(keepends=True)
        path.write_text("".join(reversed(lines)), encoding="utf-8")
    assert run(["ingest", *words(corpus)]) == 0
    assert run(["train", *words(corpus)]) == run(["evaluate", *words(corpus)]) == 0
    assert scores(corpus.parent)["macro_f1"] == pytest.approx(before, abs=0.03)


def test_a_changed_corpus_is_read_again(corpus: Path) -> None:
    assert run(["train", *words(corpus)]) == 0
    place = corpus.parent / "models" / "default" / "manifest.json"
    before = json.loads(place.read_text("utf-8"))["articles"]
    path = sorted(corpus.glob("*.jsonl"))[0]
    path.write_text("".join(path.read_text("utf-8").splitlines(keepends=True)[:-20]), encoding="utf-8")
    assert run(["train", *words(corpus)]) == 0
    after = json.loads(place.read_text("utf-8"))["articles"]
    assert before - 20 <= after < before


def test_a_queue_is_of_the_corpus_as_it_is_now(corpus: Path) -> None:
    """Articles added since the last training were in none, and `review` said that nothing was worth a look."""
    assert run(["train", *words(corpus)]) == 0
    new = {"title": "", "paragraphs": ["栖岭县的两家企业在推介会上签了约，新药和机床都要在这里投产。"]}
    (corpus / "new.jsonl").write_text(json.dumps(new, ensure_ascii=False) + "\n", encoding="utf-8")
    assert run(["review", *words(corpus), "review.format=jsonl", "review.size=1000"]) == 0
    queue = (corpus.parent / "work" / "review" / "queue_1.jsonl").read_text("utf-8")
    assert new["paragraphs"][0] in queue


def test_articles_that_were_learned_from_are_no_test(
    corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["train", *words(corpus), "dedupe.containment=0.2", "dedupe.shingle=2"]) == 0
    assert run(["split", *words(corpus)]) == 0
    assert run(["evaluate", *words(corpus)]) == 3
    assert "学过" in capsys.readouterr().err


def test_what_nobody_judged_is_neither_right_nor_wrong(corpus: Path, root: Path) -> None:
    """A topic judged on some articles only is scored on those."""
    lines = (root / "data/labels/judgements.jsonl").read_text("utf-8").splitlines(keepends=True)
    kept = [x for k, x in enumerate(lines) if json.loads(x)["topic"] != "awards" or k % 3 == 0]
    ledger = corpus.parent / "judgements.jsonl"
    found = []
    for text in (lines, kept):
        ledger.write_text("".join(text), encoding="utf-8")
        own = [*words(corpus), f"corpus.judgements={ledger}"]
        assert run(["train", *own]) == run(["evaluate", *own]) == 0
        found.append(scores(corpus.parent))
    whole, part = found
    assert part["topics"]["awards"]["positives"] < whole["topics"]["awards"]["positives"]
    assert part["topics"]["awards"]["precision"] > 0.7 and part["exact"] > 0.7
    assert part["gold"] != whole["gold"] and part["evaluated"]["decision"] and part["trained"]["data"]


@pytest.mark.parametrize("count", [0, 1, 30])
def test_a_corpus_too_small_to_learn_from(
    count: int, corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing; one article; many of one day, which is never parted and falls to the test."""
    for path in corpus.glob("*.jsonl"):
        path.unlink()
    rows = [
        {
            "title": f"甲{k}",
            "paragraphs": [f"轴承厂{k}号线投产。"],
            "newspaper": "云岫报",
            "date": "2026-01-02",
        }
        for k in range(count)
    ]
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (corpus / "a.jsonl").write_text(text, encoding="utf-8")
    codes = {}
    for seed in range(12):
        code = run(["train", *words(corpus), "corpus.test_share=0.4", f"seed={seed}"])
        codes[code] = capsys.readouterr().err
    assert 3 in codes and not set(codes) - {0, 3}
    assert count < 30 or "corpus.test_share" in codes[3]


def test_terms_that_no_article_shares(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["train", *words(corpus), "features.min_df=9999"]) == 3
    said = capsys.readouterr().err
    assert "features.min_df" in said and "max_df" not in said
    assert run(["train", *words(corpus), "features.max_df=0.001"]) == 3
    assert "、调大 features.max_df" in capsys.readouterr().err


def test_a_ledger_without_a_no(corpus: Path, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = (root / "data/labels/judgements.jsonl").read_text("utf-8").splitlines(keepends=True)
    ledger = corpus.parent / "yes.jsonl"
    ledger.write_text("".join(x for x in lines if json.loads(x)["verdict"] == 1), encoding="utf-8")
    own = [*words(corpus), f"corpus.judgements={ledger}"]
    assert run(["train", *own]) == 3 and "没有一条“否”" in capsys.readouterr().err
    ledger.write_text("".join(lines[:40]), encoding="utf-8")
    assert run(["sweep", *own, "classifier.C=0.1,0.3"]) == 3
    assert "baozhai review" in capsys.readouterr().err


def test_another_corpus_is_not_scored_under_this_name(
    corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["train", *words(corpus)]) == 0
    assert run(["evaluate", *words(corpus), "corpus.limit=60"]) == 3
    assert "另一批语料" in capsys.readouterr().err
