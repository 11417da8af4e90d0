"""The learning graph on a small corpus, through every experiment file."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from baozhai.cli import compose, run
from baozhai.io.corpus import read_articles
from baozhai.labels.ledger import content_hash

EXPERIMENTS = sorted(
    p.stem for p in (Path(__file__).resolve().parents[2] / "conf" / "experiment").glob("*.yaml")
)


def small(tmp_path: Path) -> list[str]:
    return [f"work={tmp_path / 'work'}", f"models={tmp_path / 'models'}", "corpus=small"]


@pytest.mark.parametrize("name", [e for e in EXPERIMENTS if e != "press"])
def test_experiment_trains_and_scores(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, root: Path
) -> None:
    monkeypatch.chdir(root)
    words = [*small(tmp_path), f"experiment={name}"]
    assert run(["train", *words, "classifier.cv=2"]) == 0
    assert run(["evaluate", *words]) == 0
    result = json.loads((tmp_path / "work" / "runs" / name / "metrics.json").read_text(encoding="utf-8"))
    low, high = result["interval"]
    assert 0.0 <= low <= result["macro_f1"] <= high <= 1.0
    assert (tmp_path / "models" / name / "manifest.json").is_file()


def test_press_experiment_composes(monkeypatch: pytest.MonkeyPatch, root: Path) -> None:
    monkeypatch.chdir(root)
    cfg = compose(["experiment=press"])
    assert cfg.corpus.label_table == "data/labels/press.csv"


def test_sweep_and_compare(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(root)
    words = [*small(tmp_path), "fresh=true", "classifier.cv=2"]
    shipped = (root / "models" / "press" / "manifest.json").read_bytes()
    assert run(["train", "-m", *words, "classifier=svm,bayes", "features=words"]) == 0
    names = {p.parent.name for p in (tmp_path / "work" / "runs").glob("*/train.json")}
    assert len(names) == 2
    capsys.readouterr()
    assert run(["compare", *small(tmp_path)]) == 0
    table = capsys.readouterr().out
    assert all(name in table for name in names)
    assert (root / "models" / "press" / "manifest.json").read_bytes() == shipped


def test_training_with_the_defaults_spares_the_shipped_model(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the newcomer's command only the run name says where a model goes."""
    monkeypatch.chdir(root)
    names = {compose([f"experiment={e}"] if e else []).run_name for e in ["", *EXPERIMENTS] if e != "press"}
    assert "press" not in names and len(names) == len(EXPERIMENTS)


def test_labels_and_summaries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, root: Path) -> None:
    monkeypatch.chdir(root)
    words = small(tmp_path)
    assert [run([stage, *words]) for stage in ("ingest", "label", "split", "summarize")] == [0, 0, 0, 0]
    rules = json.loads((tmp_path / "work" / "weak" / "rules.json").read_text(encoding="utf-8"))
    assert all(r["accuracy"] > 0.6 for r in rules)
    parts = json.loads((tmp_path / "work" / "splits" / "splits.json").read_text(encoding="utf-8"))
    assert sum(map(len, parts.values())) == 120


def test_starter_articles_judgements_and_gold_agree(root: Path) -> None:
    """An article edited without `make issues` loses its judgements silently; this notices."""
    articles = {a.id: a for a in read_articles(root / "data" / "starter" / "articles")}
    lines = (root / "data" / "labels" / "judgements.jsonl").read_text(encoding="utf-8").splitlines()
    judged = {json.loads(line)["article"] for line in lines}
    assert [a.id for a in articles.values() if content_hash(a) not in judged] == []
    for path in sorted((root / "data" / "starter" / "issues").glob("*/gold.json")):
        for item in json.loads(path.read_text(encoding="utf-8"))["items"]:
            assert tuple(item["paragraphs"]) == articles[item["id"]].paragraphs, item["id"]


def test_cutting_is_scored_where_there_is_gold(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(root)
    words = [*small(tmp_path), "experiment=words_bayes", f"corpus.issues={tmp_path / 'issues'}"]
    shutil.copytree(root / "data" / "starter" / "issues" / "001", tmp_path / "issues" / "001")
    gold = (root / "data" / "starter" / "issues" / "002" / "gold.json").read_bytes()
    (tmp_path / "issues" / "002").mkdir()
    (tmp_path / "issues" / "002" / "gold.json").write_bytes(gold)
    (tmp_path / "issues" / "002" / "issue.txt").write_text("第3版\n", encoding="utf-8")
    assert run(["train", *words, "classifier.cv=2"]) == 0
    assert run(["evaluate", *words]) == 0
    runs = tmp_path / "work" / "runs" / "words_bayes"
    pages = json.loads((runs / "metrics.json").read_text(encoding="utf-8"))["pages"]
    assert {kind: (s["pages"], s["refused"]) for kind, s in pages.items()} == {"pdf": (1, 0), "txt": (2, 1)}
    assert 0 < pages["txt"]["lost"] < 1 and pages["txt"]["article_r"] < 1
    assert "| txt | 2 |" in (runs / "report.md").read_text(encoding="utf-8")
    (tmp_path / "issues" / "001" / "gold.json").write_text('{"items": [{"paragraphs": 3}]}', encoding="utf-8")
    assert run(["evaluate", *words]) == 3
    assert "gold.json" in capsys.readouterr().err
