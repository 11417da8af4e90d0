"""Sweeps over a small corpus: budget, going on, what is scored, and what is refused."""

from __future__ import annotations

import json
import shutil
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from baozhai.build.lesson import lesson
from baozhai.build.trials import Bench, Trial
from baozhai.cli import compose, run
from baozhai.errors import ConfigError, OutputError
from baozhai.stages import sweep, train

TWO = ["classifier=svm,bayes", "features=words", "classifier.cv=2"]


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, root: Path) -> list[str]:
    monkeypatch.chdir(root)
    return [f"work={tmp_path / 'work'}", f"models={tmp_path / 'models'}", "corpus=small"]


def results(tmp_path: Path) -> dict[str, dict[str, Any]]:
    """What `compare` reads, by the name without its digest."""
    paths = sorted((tmp_path / "work" / "runs").glob("*/metrics.json"))
    return {p.parent.name.rpartition("-")[0]: json.loads(p.read_text("utf-8")) for p in paths}


def test_finished_trials_are_not_run_again(
    tmp_path: Path, small: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["sweep", *small, *TWO]) == 0
    first = capsys.readouterr()
    found = results(tmp_path)
    assert set(found) == {"base", "bayes"}  # svm is what the settings say as they are
    assert "已有结果" not in first.err and all(f"| {r['run']} |" in first.out for r in found.values())
    times = {p: p.stat().st_mtime_ns for p in (tmp_path / "work" / "runs").glob("*/metrics.json")}
    assert run(["sweep", *small, *TWO]) == 0
    again = capsys.readouterr()
    assert again.out == first.out and again.err.count("已有结果") == len(found)
    assert run(["sweep", *small, "classifier=svm,bayes,logreg", *TWO[1:]]) == 0
    assert capsys.readouterr().err.count("已有结果") == len(found)
    assert {p: p.stat().st_mtime_ns for p in times} == times and set(results(tmp_path)) == {*found, "logreg"}
    assert run(["compare", *small]) == 0
    table = capsys.readouterr().out
    assert "cross-fitted" in table and all(r["run"] in table for r in results(tmp_path).values())
    assert run(["sweep", *small, *TWO, "fresh=true"]) == 0
    assert "已有结果" not in capsys.readouterr().err


def test_a_trial_of_a_smaller_space_is_found_again(
    tmp_path: Path, small: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """Its name says less there, its mark the same; other cue words or rules make it another one."""
    one = [*small, "classifier.C=0.1,0.3", "features=words", "classifier.cv=2"]
    assert run(["sweep", *one]) == 0
    before = set((tmp_path / "work" / "runs").iterdir())
    capsys.readouterr()
    assert run(["sweep", *one, "classifier.kind=svm,bayes"]) == 0
    assert capsys.readouterr().err.count("已有结果") == len(before)
    assert run(["sweep", *one, "labels.min_hits=1"]) == 0
    assert "已有结果" not in capsys.readouterr().err


def test_other_labels_or_a_torn_result_are_run_again(
    tmp_path: Path, small: list[str], root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ledger = tmp_path / "judgements.jsonl"
    lines = (root / "data" / "labels" / "judgements.jsonl").read_text("utf-8").splitlines(keepends=True)
    ledger.write_text("".join(lines), encoding="utf-8")
    words = [*small, *TWO, f"corpus.judgements={ledger}"]
    assert run(["sweep", *words]) == 0
    first = results(tmp_path)
    ledger.write_text("".join(lines) + '{"article": "87ec', encoding="utf-8")  # cut off while it was written
    torn = next((tmp_path / "work" / "runs").glob("bayes-*/metrics.json"))
    torn.write_text(torn.read_text("utf-8")[:200], encoding="utf-8")
    capsys.readouterr()
    assert run(["sweep", *words]) == 0
    err = capsys.readouterr().err
    assert err.count("已有结果") == len(first) - 1
    assert "最后一行不完整" in err
    ids = [
        json.loads(x)["id"]
        for x in (tmp_path / "work/articles/articles.jsonl").read_text("utf-8").splitlines()
    ]
    place = next(k for k, line in enumerate(lines) if json.loads(line)["article"] in _learned(tmp_path, ids))
    other = json.loads(lines[place])
    ledger.write_text(
        "".join([*lines, json.dumps(other | {"verdict": -other["verdict"]}, ensure_ascii=False) + "\n"]),
        "utf-8",
    )
    assert run(["sweep", *words]) == 0
    assert "已有结果" not in capsys.readouterr().err


def _learned(tmp_path: Path, ids: list[str]) -> set[str]:
    test = json.loads((tmp_path / "work" / "splits" / "splits.json").read_text("utf-8"))["test"]
    return set(ids) - set(test)


def test_scores_are_those_of_the_cross_fit_and_leave_the_test_articles_alone(
    tmp_path: Path, small: list[str], same_topics: Callable[[Path, Path], dict[str, set[str]]]
) -> None:
    assert run(["sweep", *small, *TWO]) == 0
    assert run(["train", *small, "classifier=bayes", *TWO[1:], "run_name=bayes"]) == 0
    trial = next((tmp_path / "work" / "runs").glob("bayes-*"))
    swept = same_topics(trial, tmp_path / "models" / "bayes")
    test = set(json.loads((tmp_path / "work" / "splits" / "splits.json").read_text("utf-8"))["test"])
    assert test and not test & set(swept)
    assert results(tmp_path)["bayes"]["n"] == len(swept)


def test_a_sweep_hears_the_articles_without_labels_as_training_does(
    tmp_path: Path, small: list[str], root: Path, same_topics: Callable[[Path, Path], dict[str, set[str]]]
) -> None:
    """What cue words say of them counts where labels are few."""
    lines = (root / "data" / "labels" / "judgements.jsonl").read_text("utf-8").splitlines(keepends=True)
    few = [x for x in lines if json.loads(x)["article"][-1] in "0123456"]
    (tmp_path / "j.jsonl").write_text("".join(few), encoding="utf-8")
    words = [*small, f"corpus.judgements={tmp_path / 'j.jsonl'}", "classifier.prior_weight=1.0", *TWO[1:]]
    assert run(["sweep", *words, "classifier.C=0.3,1.0"]) == 0
    assert run(["train", *words, "classifier.C=1.0", "run_name=one"]) == 0
    trial = next((tmp_path / "work" / "runs").glob("C1.0-*"))
    same_topics(trial, tmp_path / "models" / "one")


def test_other_cue_rules_are_another_lesson(small: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    base, other = compose(small), compose([*small, "labels.min_hits=9"])
    with pytest.raises(ConfigError, match="labels"):
        sweep.run(base, [], [({}, base), ({"labels.min_hits": "9"}, other)])


def test_a_renamed_topic_is_another_lesson(
    tmp_path: Path,
    small: list[str],
    root: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Results under its former id are no match for new ones: there were two tables, and advice by both."""
    shutil.copytree(root / "conf", tmp_path / "conf")
    monkeypatch.chdir(tmp_path)
    data = [
        f"corpus.articles={root / 'data/starter/articles'}",
        f"corpus.judgements={root / 'data/labels/judgements.jsonl'}",
    ]
    words = [*small, *data, *TWO]
    assert run(["sweep", *words]) == 0
    path = tmp_path / "conf" / "taxonomy" / "press.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("  awards:\n", "  honours:\n").replace("[honours]", "[awards]"), encoding="utf-8"
    )
    capsys.readouterr()
    assert run(["sweep", *words[:-3], "classifier=svm,bayes,sgd", *TWO[1:]]) == 0
    said = capsys.readouterr()
    assert "已有结果" not in said.err and "Not all runs" not in said.out
    assert all("honours" in r["topics"] for r in results(tmp_path).values() if r["run"] in said.out)


def test_how_many_of_the_combinations_are_drawn_is_said(
    small: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    words = [*small, "features=words", "classifier=bayes", "classifier.cv=2,3,4"]
    assert run(["sweep", *words, "sweep.trials=2"]) == 0
    assert "共有 3 种组合，抽 2 组；sweep.trials=0 是全部" in capsys.readouterr().err
    assert run(["sweep", *words, "sweep.trials=0"]) == 0
    assert "种组合" not in capsys.readouterr().err


def test_the_seconds_of_a_trial_hold_its_features_whoever_counted_them(small: list[str]) -> None:
    cfgs = [compose([*small, "features=words", f"classifier.cv={cv}"]) for cv in (2, 3)]
    train.prepare(cfgs[0], matrix=False)
    bench = Bench(Path(cfgs[0].work) / "runs", lesson(cfgs[0]))
    size = len(bench.lesson.rows)
    alone = [bench.score(Trial("x", "", {}, cfg), size)[0]["seconds"] for cfg in cfgs]
    ((*_, counting),) = bench.matrices.values()
    assert isinstance(counting, float) and min(alone) > counting > 0


def test_a_spent_budget_says_nothing_for_good(small: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    words = [*small, "classifier=bayes,sgd", "classifier.cv=2"]
    assert run(["sweep", *words, "sweep.minutes=0.0000001"]) == 0
    err = capsys.readouterr().err
    assert "还有 1 组没有运行" in err and "没有一组比现在的设置更好" in err and "不必改" not in err
    assert run(["sweep", *words]) == 0
    assert "没有一组比现在的设置更好：不必改。" in capsys.readouterr().err


def test_a_spent_budget_still_gives_a_result_and_goes_on_later(
    tmp_path: Path, small: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    words = [
        *small,
        "features=words",
        "classifier.cv=2",
        "classifier.C=0.1,0.3,1,3,10,30",
        "sweep.trials=0",
        "sweep.least=25",
    ]
    late = [*words, "sweep.minutes=0.0000001"]
    assert run(["sweep", *late]) == 0
    first = capsys.readouterr().err
    assert "分 2 轮" in first and "还有 5 组没有运行" in first
    parts = list((tmp_path / "work" / "runs").glob("*/part_*.json"))
    assert len(parts) == 1 and json.loads(parts[0].read_text("utf-8"))["learned"] == 33  # of 101
    assert len(results(tmp_path)) == 2  # the one that went on, and the settings as they are
    assert run(["sweep", *late]) == 0
    assert "还有 4 组没有运行" in capsys.readouterr().err
    assert run(["sweep", *words]) == 0
    done = capsys.readouterr().err
    assert "没有运行" not in done and "第 2 轮：2 组" in done
    assert len(list((tmp_path / "work" / "runs").glob("*/part_*.json"))) == 6


def test_a_trial_that_cannot_be_run_stops_no_other(
    tmp_path: Path, small: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["sweep", *small, "features=words", "classifier.cv=2", "features.min_df=2,3,9999"]) == 5
    said = capsys.readouterr()
    assert "features.min_df=9999" in said.err and "1 组运行不了" in said.err
    assert "9999" not in said.out and "base-" in said.out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["features.title_wait=1,2"], "features.title_weight"),
        (["classifier=svm,logrek"], "logreg"),
        (["classifier.C=0,1"], "classifier.C"),
        (["sweep.method=halve"], "halving"),
        (["sweep.trials=-1"], "sweep.trials"),
        (["sweep.factor=1"], "sweep.factor"),
        (["sweep.trials=0", *(f"features.{k}_weight=0.1,0.2,0.3,0.4,0.5" for k in ("title", "lead", "opening", "chars"))], "625"),
        (["features=words", "classifier=svm", "classifier.C=1", "features.title_weight=1", "features.lead_weight=1"], "没有要比较"),
    ],
)  # fmt: skip
def test_what_cannot_be_compared_is_refused_before_anything_is_run(
    words: list[str], said: str, tmp_path: Path, small: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["sweep", *small, *words]) == 2
    assert said in capsys.readouterr().err
    assert not (tmp_path / "work").exists()


def test_an_experiment_on_another_corpus_is_not_compared(
    small: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["sweep", *small[:2], "experiment=words_svm,press"]) == 2
    assert "experiment=press：改动了 corpus" in capsys.readouterr().err


def test_a_space_with_a_mistyped_key_is_named(
    tmp_path: Path,
    small: list[str],
    root: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    shutil.copytree(root / "conf", tmp_path / "conf")
    monkeypatch.chdir(tmp_path)
    for space, said in (
        ("{clasifier: [svm]}", "classifier"),
        ("{summary.method: [lead, lsa]}", "summary.method"),
        ("{classifier: []}", "classifier"),
        ("{classifier: [[svm]]}", "classifier"),
    ):
        (tmp_path / "conf" / "sweep" / "mine.yaml").write_text(f"space: {space}\n", encoding="utf-8")
        assert run(["sweep", *small, "sweep=mine"]) == 2
        assert said in capsys.readouterr().err


def test_training_after_a_sweep_over_other_articles_counts_features_anew(
    tmp_path: Path, small: list[str]
) -> None:
    one = ["classifier=bayes", "features=words", "classifier.cv=2", "run_name=one"]
    assert run(["train", *small, *one]) == 0
    assert run(["sweep", *small, *TWO, "corpus.limit=80"]) == 0
    assert run(["train", *small, *one, "corpus.limit=80"]) == 0
    manifest = json.loads((tmp_path / "models" / "one" / "manifest.json").read_text("utf-8"))
    assert manifest["articles"] < 80


def test_tracking_without_mlflow_says_what_to_install(
    tmp_path: Path, small: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "mlflow", None)  # what is not installed cannot be imported
    assert run(["sweep", *small, *TWO, "track=mlflow"]) == 2
    assert "pip install -e '.[mlflow]'" in capsys.readouterr().err
    assert not (tmp_path / "work").exists()
    assert run(["train", "-m", *small, *TWO, "track=mlflow"]) == 2
    assert "pip install -e '.[mlflow]'" in capsys.readouterr().err
    assert not (tmp_path / "models").exists()


@pytest.mark.enable_socket
@pytest.mark.filterwarnings("ignore")
def test_tracked_runs_are_read_back_from_mlflow(
    tmp_path: Path, small: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    mlflow = pytest.importorskip("mlflow", reason="needs the extra mlflow")
    monkeypatch.delenv("MLFLOW_TRACKING_URI", raising=False)
    assert run(["sweep", *small, *TWO, "track=mlflow"]) == 0
    assert run(["train", *small, "classifier=bayes", *TWO[1:], "run_name=mine"]) == 0
    assert run(["evaluate", *small, "run_name=mine", "track=mlflow"]) == 0
    found = {
        r.info.run_name: r for r in mlflow.search_runs(experiment_names=["baozhai"], output_format="list")
    }
    swept = {r["run"]: r for r in results(tmp_path).values() if r["measured"] == "crossfit"}
    assert found.keys() == {*swept, "mine"}
    for name, row in swept.items():
        assert found[name].data.metrics["macro_f1"] == pytest.approx(row["macro_f1"])
        assert found[name].data.params["classifier.kind"] == row["config"]["classifier"]["kind"]
    assert found["mine"].data.tags["measured"] == "test"


@pytest.mark.enable_socket
@pytest.mark.filterwarnings("ignore")
def test_a_server_that_does_not_answer_is_told_before_anything_is_learned(
    tmp_path: Path, small: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    mlflow = pytest.importorskip("mlflow", reason="needs the extra mlflow")
    mlflow.set_tracking_uri(None)  # the one that another test has set
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    monkeypatch.setenv("MLFLOW_TRACKING_URI", f"http://127.0.0.1:{port}")
    assert run(["sweep", *small, *TWO, "track=mlflow"]) == OutputError.exit_code
    assert "MLFLOW_TRACKING_URI" in capsys.readouterr().err and not (tmp_path / "work").exists()


def test_a_combination_that_contradicts_itself_is_left_out_and_a_slip_is_refused(
    tmp_path: Path, small: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    ngrams = ["features=chars", "classifier.cv=2", "features.ngram_min=1,3"]
    assert run(["sweep", *small, *ngrams, "features.ngram_max=2,3", "sweep.method=random"]) == 5
    said = capsys.readouterr()
    assert "略去 features.ngram_min=3 features.ngram_max=2：" in said.err and "2 组" in said.err
    assert len(results(tmp_path)) == 3 and said.out.count("ngram_min3_ngram_max3") == 1
    assert run(["sweep", *small, *ngrams, "features.ngram_max=2"]) == 2
    said = capsys.readouterr()
    assert "ngram_min" in said.err and "略去" not in said.err


@pytest.mark.parametrize("seed", range(4))
def test_what_is_drawn_does_not_make_a_value_a_slip(
    tmp_path: Path, small: list[str], seed: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of the two combinations drawn the only one with a shortest run of 3 may be the one that contradicts itself."""
    ngrams = ["features=chars", "classifier.cv=2", "features.ngram_min=1,3", "features.ngram_max=2,3"]
    code = run(["sweep", *small, *ngrams, "sweep.method=random", "sweep.trials=2", f"seed={seed}"])
    assert code == (5 if "略去" in capsys.readouterr().err else 0)


def test_a_value_given_twice_is_one_trial(tmp_path: Path, small: list[str]) -> None:
    assert run(["sweep", *small, "classifier=svm,bayes,bayes", *TWO[1:]]) == 0
    assert set(results(tmp_path)) == {"base", "bayes"}
