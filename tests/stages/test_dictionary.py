"""A dictionary of one's own: checked, learned with, kept in the model, and noticed when it changes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from baozhai.build.models import load
from baozhai.cli import run
from baozhai.config import Config
from baozhai.records import Article


@pytest.fixture
def lists(tmp_path: Path) -> Path:
    folder = tmp_path / "lists"
    folder.mkdir()
    (folder / "drugs.txt").write_text("# 药品\n疫苗\n注射液\n", encoding="utf-8")
    (folder / "tools.txt").write_text("# 机械\n车床\n轴承\n", encoding="utf-8")
    return folder


@pytest.fixture
def words(tmp_path: Path, lists: Path, monkeypatch: pytest.MonkeyPatch, root: Path) -> list[str]:
    monkeypatch.chdir(root)
    folders = [f"work={tmp_path / 'work'}", f"models={tmp_path / 'models'}"]
    return [*folders, "corpus=small", "classifier.cv=2", "run_name=own", f"features.dictionary={lists}"]


def test_check_says_what_there_is(
    lists: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert run(["dictionary", "check", str(lists)]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == f"{lists}：2 类、4 词"
    (lists / "tools.txt").write_bytes("\ufeff车床\r\n车床\r\n数控 车床\r\n".encode())
    assert run(["dictionary", "check", str(lists)]) == 3
    said = capsys.readouterr().out
    assert "错误 第 3 行：“数控 车床”中间有空白" in said
    assert "提醒 第 1 行：开头有 BOM" in said and "提醒 第 2 行：“车床”在第 1 行已有" in said
    assert said.index("错误") < said.index("提醒")
    assert run(["dictionary", "chek", str(lists)]) == 2
    assert run(["dictionary", "check", str(lists / "none")]) == 3
    assert "没有词表" in capsys.readouterr().err
    monkeypatch.chdir(tmp_path)
    assert run(["dictionary", "check"]) == 0  # the one of the settings, beside the source
    assert "药品：" in capsys.readouterr().out
    assert run(["dictionary", "check", "features=chars"]) == 2


def test_a_model_keeps_its_dictionary(tmp_path: Path, lists: Path, words: list[str]) -> None:
    assert run(["train", *words]) == 0
    folder = tmp_path / "models" / "own"
    assert (folder / "features" / "dictionary.txt").read_text("utf-8") == (
        "# 药品\n疫苗\n注射液\n# 机械\n车床\n轴承\n"
    )
    article = Article("x", "新疫苗投产", ("注射液车间添了车床。",))
    found = load(str(folder), Config()).predict([article])
    for path in lists.iterdir():
        path.unlink()
    digester = load(str(folder), Config())
    assert digester.predict([article]) == found
    terms = {(t.block, t.term): t for t in digester.explain([article], found)[0].terms}
    assert terms["subjects", "药品:words"].places == ((-1, 1, 3), (0, 0, 3))
    assert terms["subjects_lead", "机械:words"].places == ((0, 7, 9),)
    # A subject is a reason, but no word that could be shown as evidence.
    assert all(":" not in e.term for p in found for e in p.evidence)


def test_changed_words_are_noticed(
    tmp_path: Path, lists: Path, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    matrix = tmp_path / "work" / "features" / "matrix.npz"
    swept = [word for word in words if not word.startswith("run_name=")]
    assert run(["train", *words]) == 0
    before = matrix.stat().st_mtime_ns
    assert run(["train", *words]) == 0
    assert matrix.stat().st_mtime_ns == before
    assert run(["sweep", *swept, "classifier=svm,bayes"]) == 0
    with (lists / "tools.txt").open("a", encoding="utf-8") as out:
        out.write("铣床\n")
    assert run(["train", *words]) == 0
    assert matrix.stat().st_mtime_ns != before
    capsys.readouterr()
    assert run(["sweep", *swept, "classifier=svm,bayes"]) == 0
    assert "已有结果" not in capsys.readouterr().err
    assert run(["sweep", *swept, "classifier=svm,bayes"]) == 0
    assert "已有结果" in capsys.readouterr().err


def test_a_broken_list_stops_training_with_its_line(
    tmp_path: Path, lists: Path, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    (lists / "tools.txt").write_text("车床\n\n长得不能算是一个词的一整行字\n", encoding="utf-8")
    assert run(["train", *words]) == 3
    said = capsys.readouterr().err
    assert f"{lists / 'tools.txt'} 第 3 行" in said and "baozhai dictionary check" in said
    assert not (tmp_path / "models").exists()


def test_a_changed_dictionary_of_a_model_is_refused(tmp_path: Path, words: list[str]) -> None:
    assert run(["train", *words]) == 0
    folder = tmp_path / "models" / "own"
    path = folder / "features" / "dictionary.txt"
    path.write_text(path.read_text("utf-8") + "铣床\n", encoding="utf-8")
    article = tmp_path / "a.jsonl"
    article.write_text(json.dumps({"title": "车床", "body": "车床投产。"}, ensure_ascii=False), "utf-8")
    assert run(["predict", str(article), f"model={folder}", f"output={tmp_path / 'out'}"]) == 4
