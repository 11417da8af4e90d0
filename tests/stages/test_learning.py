"""The learning graph on a small corpus, through every experiment file."""

from __future__ import annotations

import csv
import io
import itertools
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from baozhai.build.models import load
from baozhai.cli import compose, run
from baozhai.io.bundle import load_model
from baozhai.io.corpus import read_articles
from baozhai.labels.ledger import content_hash
from baozhai.records import Article
from baozhai.topics.reading import MEASURES

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
    # The better run is the one others are held against, article by article.
    rows = json.loads((tmp_path / "work" / "runs" / "compare.json").read_text(encoding="utf-8"))
    best, other = sorted(rows, key=lambda r: -r["macro_f1"])
    assert "against" not in best and other["against"]["low"] <= other["against"]["difference"] <= 0
    assert other["against"]["difference"] == pytest.approx(other["macro_f1"] - best["macro_f1"])
    assert "p=" in table
    assert (root / "models" / "press" / "manifest.json").read_bytes() == shipped


def test_training_notices_other_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Features of an earlier run are no features for this one, unless they are the same."""
    monkeypatch.chdir(root)
    words = [*small(tmp_path), "classifier.cv=2"]
    matrix = tmp_path / "work" / "features" / "matrix.npz"
    blocks = []
    for name in ("words_svm", "words_bayes", "chars_svm"):
        before = matrix.stat().st_mtime_ns if matrix.exists() else 0
        assert run(["train", *words, f"experiment={name}"]) == 0
        assert capsys.readouterr().out == f"{tmp_path / 'models' / name}\n"
        path = tmp_path / "models" / name / "features" / "blocks.json"
        blocks.append(json.loads(path.read_text(encoding="utf-8"))["params"]["views"])
        assert (matrix.stat().st_mtime_ns == before) == (name == "words_bayes")
    assert blocks == ["words", "words", "chars"]
    assert run(["train", *words, "experiment=words_svm", "corpus.limit=60"]) == 0
    lines = (tmp_path / "work" / "articles" / "articles.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 60


def test_articles_named_by_hand_are_trained_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, root: Path
) -> None:
    monkeypatch.chdir(root)
    words = [f"work={tmp_path / 'work'}", f"models={tmp_path / 'models'}", "run_name=mine", "classifier.cv=2"]
    assert run(["ingest", "data/starter/articles/a.jsonl", *words]) == 0
    assert run(["train", *words]) == 0
    manifest = json.loads((tmp_path / "models" / "mine" / "manifest.json").read_text(encoding="utf-8"))
    assert 20 < manifest["articles"] < 80


def test_compare_says_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(root)
    words = [*small(tmp_path), "classifier.cv=2"]
    assert run(["compare", *words]) == 3
    assert "还没有任何成绩" in capsys.readouterr().err
    assert run(["train", *words, "experiment=words_svm"]) == 0
    assert run(["compare", *words]) == 3
    assert "baozhai evaluate run_name=words_svm" in capsys.readouterr().err
    assert run(["evaluate", *words, "run_name=words_svm"]) == 0
    assert run(["split", *words, "seed=1"]) == 0
    assert run(["evaluate", *words, "run_name=words_svm"]) == 3
    assert "另一种划分" in capsys.readouterr().err
    assert run(["train", *words, "experiment=words_bayes", "corpus.limit=200"]) == 0
    assert run(["evaluate", *words, "run_name=words_bayes", "corpus.limit=200"]) == 0
    capsys.readouterr()
    assert run(["compare", *words]) == 0
    assert "not all runs" in capsys.readouterr().out.lower()
    rows = json.loads((tmp_path / "work" / "runs" / "compare.json").read_text(encoding="utf-8"))
    assert {r["run"] for r in rows} == {"words_svm", "words_bayes"}
    assert all({"macro_f1", "interval", "seconds", "megabytes"} <= set(r) for r in rows)


def test_runs_are_compared_by_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(root)
    words = [*small(tmp_path), "classifier.cv=2", "features=words", "classifier=bayes"]
    for name in ("one", "two", "late"):
        assert run(["train", *words, f"run_name={name}"]) == 0
    (tmp_path / "work" / "runs" / "two" / "train.json").unlink()  # as of a model that somebody else trained
    for name in ("one", "two"):
        assert run(["evaluate", *words, f"run_name={name}"]) == 0
    capsys.readouterr()
    assert run(["compare", *words, "two"]) == 0
    said = capsys.readouterr()
    assert (
        "| two |" in said.out
        and "| — | 0." in said.out
        and "| one |" not in said.out
        and "late" not in said.err
    )
    assert run(["compare", *words, "one", "two", str(tmp_path / "work" / "runs" / "two")]) == 0
    assert capsys.readouterr().out.count("| two |") == 1
    assert run(["compare", *words, "one", "late"]) == 3
    assert "baozhai evaluate run_name=late" in capsys.readouterr().err
    assert run(["compare", *words, "ones"]) == 3
    assert "没有“ones”的成绩。是否想写 one？" in capsys.readouterr().err


def pressed(folder: Path, root: Path, number: Callable[[str], int], *more: str) -> list[str]:
    """Settings under which starter articles stand for the press corpus, with a label table; `number` is the round of a hash."""
    path = root / "data" / "starter" / "articles" / "a.jsonl"
    (folder / "none").mkdir()
    (folder / "none" / "none.jsonl").write_text("", encoding="utf-8")
    labels = {r["id"]: " ".join(r["topics"]) for r in map(json.loads, path.read_text("utf-8").splitlines())}
    rows = [f"{content_hash(a)},{number(content_hash(a))},{labels[a.id]}" for a in read_articles(path)]
    text = "\n".join(["hash,round,labels", *rows, *more])
    (folder / "labels.csv").write_text(text, encoding="utf-8")
    return [
        "experiment=press", f"corpus.articles={folder / 'none'}", "corpus.judgements=nowhere", "corpus.briefs=",
        f"corpus.label_table={folder / 'labels.csv'}", "corpus.press=data/starter/articles/a.jsonl",
        f"work={folder / 'work'}", f"models={folder / 'models'}", "classifier.cv=2",
    ]  # fmt: skip


def test_press_experiment_on_a_few_records(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(root)
    others = f"{'f' * 16},1,award sports", f"{'e' * 16},2,award"
    words = pressed(tmp_path, root, lambda key: 1, *others)
    assert run(["train", *words]) == 0
    capsys.readouterr()
    assert run(["evaluate", *words]) == 0
    line = len((tmp_path / "labels.csv").read_text("utf-8").splitlines()) - 1
    said = f"award（第 {line} 行，共 2 行；是否想写 awards？）、sports（第 {line} 行）"
    assert capsys.readouterr().err.count(f"有些标签不是这里的类别，没有用到：{said}。") == 1
    assert (tmp_path / "models" / "press" / "manifest.json").is_file()


def test_later_rounds_of_a_label_table_are_not_scored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """They were picked where a model was unsure: as in a sweep they teach, and measure nothing."""
    monkeypatch.chdir(root)
    words = pressed(tmp_path, root, lambda key: 1 if int(key, 16) % 4 else 2)
    assert run(["train", *words]) == 0
    capsys.readouterr()
    assert run(["evaluate", *words]) == 0
    test = json.loads((tmp_path / "work" / "splits" / "splits.json").read_text("utf-8"))["test"]
    first = {key for key in test if int(key, 16) % 4}
    lines = (tmp_path / "work" / "runs" / "press" / "predictions.jsonl").read_text("utf-8").splitlines()
    assert {json.loads(line)["article"] for line in lines} == first != set(test)
    left = len(test) - len(first)
    assert f"有 {left} 篇是不在 {tmp_path / 'labels.csv'} 第 1 轮里的" in capsys.readouterr().err


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
    assert sum(len(parts[name]) for name in ("train", "dev", "test")) == 120


def test_starter_articles_judgements_and_gold_agree(root: Path) -> None:
    """An article edited without `make issues` loses its judgements silently; this notices."""
    articles = {a.id: a for a in read_articles(root / "data" / "starter" / "articles")}
    lines = (root / "data" / "labels" / "judgements.jsonl").read_text(encoding="utf-8").splitlines()
    judged = {json.loads(line)["article"] for line in lines}
    assert [a.id for a in articles.values() if content_hash(a) not in judged] == []
    for path in sorted((root / "data" / "starter" / "issues").glob("*/gold.json")):
        place = dict(
            line.split(": ") for line in path.with_name("issue.yaml").read_text("utf-8").splitlines()
        )
        for item in json.loads(path.read_text(encoding="utf-8"))["items"]:
            article = articles[item["id"]]
            assert tuple(item["paragraphs"]) == article.paragraphs, item["id"]
            assert {key: getattr(article, key) for key in place} == place, item[
                "id"
            ]  # else issues would be split


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


def test_the_report_is_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, root: Path) -> None:
    monkeypatch.chdir(root)
    words = [*small(tmp_path), "experiment=words_svm", "classifier.cv=2", "corpus.test_share=0.4"]
    assert run(["train", *words]) == 0
    sample = load_model(tmp_path / "models" / "words_svm").topics["sample"]
    assert sample.shape[1] == 4 and 50 < len(sample) <= 344 and 0 < sample.min() < sample.max() < 1
    assert run(["evaluate", *words, "decision.abstain_share=0.3"]) == 0
    runs = tmp_path / "work" / "runs" / "words_svm"
    result = json.loads((runs / "metrics.json").read_text("utf-8"))
    text = (runs / "report.md").read_text("utf-8")
    for name in ("topics.svg", "confusion.svg", "reliability.svg", "coverage.svg"):
        assert f"]({name})" in text and (runs / name).read_text("utf-8").startswith("<svg")
    assert 0 < result["asked"]["share"] < 1 and result["coverage"][0]["exact"] == result["exact"]
    rows = list(csv.reader(io.StringIO((runs / "errors.csv").read_text("utf-8-sig"))))
    assert len(rows) == 1 + result["errors"] == 1 + round(result["n"] * (1 - result["exact"]))
    predictions = (runs / "predictions.jsonl").read_text("utf-8").splitlines()
    assert len(predictions) == result["n"]


def party_marks(root: Path, table: Path) -> Path:
    """Sentences with 党 in them are marked in every starter article."""
    rows = ["hash,read,marks"]
    for article in read_articles(root / "data" / "starter" / "articles"):
        text = "".join("".join(article.paragraphs).split())
        ends = [0, *(k + 1 for k, c in enumerate(text) if c == "。"), len(text)]
        spans = [f"{a}-{b}" for a, b in itertools.pairwise(ends) if "党" in text[a:b]]
        marks = f"party_building:{','.join(['title'] * ('党' in article.title) + spans)}" if spans else ""
        rows.append(f'{content_hash(article)},{len(text)},"{marks}"')
    table.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return table


def test_a_model_learns_to_read_marked_sentences(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The model reads by the marks, and its sums stay exact."""
    monkeypatch.chdir(root)
    table = party_marks(root, tmp_path / "marks.csv")
    words = [
        f"work={tmp_path / 'work'}",
        f"models={tmp_path / 'models'}",
        "run_name=reads",
        "classifier.cv=2",
    ]
    assert run(["train", *words, f"corpus.sentences={table}"]) == 0
    digester = load(str(tmp_path / "models" / "reads"))
    columns = len(digester.features.idf_) + len(digester.topics) * len(MEASURES)
    assert digester.reader is not None and digester.classifier.coef_.shape[1] == columns
    party = Article("a", "支部开课", ("镇上的党支部给年轻党员上了一堂党课。", "街边的面馆换了招牌。"))
    (prediction,) = digester.predict([party])
    assert prediction.topics == ("party_building",)
    (shown,) = digester.explain([party], [prediction])
    for k, topic in enumerate(shown.topics):
        assert abs(topic.bias + sum(t.contributions[k] for t in shown.terms) - topic.value) < 1e-9
    best = next(t for t in shown.terms if t.term == "party_building:highest")
    assert best.places == ((0, 0, len(party.paragraphs[0])),)
    table.write_text("hash,read,marks\nabc,x,\n", encoding="utf-8")
    capsys.readouterr()
    assert run(["train", *words, f"corpus.sentences={table}"]) == 3
    assert f"{table}：abc 一行读不了" in capsys.readouterr().err
    assert run(["train", *words, "corpus.sentences=nowhere.csv"]) == 3
    assert "nowhere.csv：没有这个表" in capsys.readouterr().err


def test_a_sweep_reads_sentences_as_training_does(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    root: Path,
    capsys: pytest.CaptureFixture[str],
    same_topics: Callable[[Path, Path], dict[str, set[str]]],
) -> None:
    monkeypatch.chdir(root)
    table = party_marks(root, tmp_path / "marks.csv")
    words = [f"work={tmp_path / 'work'}", f"models={tmp_path / 'models'}", f"corpus.sentences={table}"]
    words += ["features=words", "classifier.cv=2"]
    assert run(["sweep", *words, "classifier=svm,logreg"]) == 0
    assert run(["train", *words, "classifier=logreg", "run_name=trained"]) == 0
    (trial,) = (tmp_path / "work" / "runs").glob("logreg-*")
    same_topics(trial, tmp_path / "models" / "trained")
    lines = table.read_text("utf-8").splitlines()
    table.write_text(
        "\n".join(lines[:-1]) + "\n", encoding="utf-8"
    )  # other marks: nothing is taken from before
    capsys.readouterr()
    assert run(["sweep", *words, "classifier=svm,logreg"]) == 0
    assert "已有结果" not in capsys.readouterr().err
