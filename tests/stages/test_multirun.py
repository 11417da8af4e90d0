"""`train -m`: names that say what was swept and never meet, and one bad run that does not stop the others."""

from __future__ import annotations

from pathlib import Path

import pytest

from baozhai.cli import run
from baozhai.errors import ConfigError
from baozhai.multirun import expand

GROUPS = ("classifier", "features", "corpus", "experiment")


def names(words: str) -> list[str]:
    """The run names of a command line; each run has one, as its last word."""
    runs = expand(words.split(), GROUPS)
    assert all(sum(w.startswith("run_name=") for w in o) == 1 for o in runs)
    return [o[-1].removeprefix("run_name=") for o in runs]


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("classifier=svm,bayes features=words,chars", "svm_words svm_chars bayes_words bayes_chars"),
        ("classifier=svm,bayes corpus=small fresh=true work=x", "svm bayes"),
        ("classifier.C=1,2 features=words", "C1_words C2_words"),
        ("classifier.C=1,2 features=chars", "C1_chars C2_chars"),
        ("seed=1,2 run_name=foo", "foo_seed1 foo_seed2"),
        (
            "classifier=svm,bayes seed=3 decision.max_topics=2",
            "svm_max_topics2_seed3 bayes_max_topics2_seed3",
        ),
        (
            "classifier=svm,bayes decision.max_topics=2 seed=3",
            "svm_max_topics2_seed3 bayes_max_topics2_seed3",
        ),
        ("experiment=words_svm,words_bayes", "words_svm words_bayes"),
    ],
)
def test_a_name_says_what_was_swept(words: str, wanted: str) -> None:
    assert names(words) == wanted.split()


def test_what_a_name_cannot_hold_is_made_up_for() -> None:
    found = [
        *names("features.dictionary=a/b,a_b,"),
        *names("features.dictionary=a:b,../b"),
        *names(f"corpus.articles={'很长的文件夹' * 30}一,{'很长的文件夹' * 30}二"),
    ]
    assert len(set(found)) == len(found) == 7
    assert found[1:3] == ["dictionarya_b", "dictionary"]
    assert all(".." not in n and "/" not in n and len(n.encode()) < 200 for n in found)


@pytest.mark.parametrize(
    "words",
    ["", "classifier=svm", "run_name=a,b", "seed=1,1", "seed=1,2 run_name=../x", "seed=1,2 run_name="],
)
def test_no_list_no_name_or_one_name_twice_is_refused(words: str) -> None:
    with pytest.raises(ConfigError):
        names(words)


def test_a_bad_run_does_not_stop_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(root)
    words = [f"work={tmp_path / 'work'}", f"models={tmp_path / 'models'}", "corpus.limit=120"]
    words += ["classifier=bayes", "features=words", "classifier.cv=2"]
    assert run(["train", "-m", *words, "corpus.articles=nowhere,data/starter/articles"]) == 5
    error = capsys.readouterr().err
    assert "baozhai：articlesnowhere_cv2_bayes_limit120_words：nowhere：没有文章文件" in error
    (report,) = (tmp_path / "work" / "runs").glob("*/metrics.json")
    assert report.parent.name.startswith("articlesdata_starter_articles_cv2_bayes")
    assert [p.name for p in (tmp_path / "models").iterdir()] == [report.parent.name]
    assert run(["train", "-m", *words, "corpus.articles=nowhere,neither"]) == 3
    assert capsys.readouterr().err.count("没有文章文件") == 2


def test_without_a_list_nothing_is_trained(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(root)
    words = [f"work={tmp_path / 'work'}", f"models={tmp_path / 'models'}", "corpus=small"]
    assert run(["train", "-m", *words]) == 2
    assert "classifier=svm,logreg" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())
