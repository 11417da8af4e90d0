"""Settings as people save them: the message names the file that is wrong, not the words of the command."""

from __future__ import annotations

import importlib
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from baozhai.cli import run
from baozhai.config import keys
from baozhai.ingest.items import notes
from baozhai.ingest.parts import Head
from baozhai.ingest.reflow import Line
from baozhai.usage import SETTINGS, STAGES


@pytest.fixture
def taxonomy(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(root / "conf", tmp_path / "conf")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "conf" / "taxonomy" / "press.yaml"


def test_a_file_of_settings_saved_as_gbk(taxonomy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    taxonomy.write_bytes(taxonomy.read_text("utf-8").encode("gbk"))
    assert run(["label"]) == 2
    assert "press.yaml：不是 UTF-8" in capsys.readouterr().err


def test_one_word_where_a_list_is_meant(taxonomy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    taxonomy.write_text("topics:\n  awards:\n    name: 奖项\n    include: 颁奖\n", encoding="utf-8")
    assert run(["label", "run_name=mine"]) == 2
    said = capsys.readouterr().err
    assert "press.yaml 第 4 行：include 应是一列词" in said and "run_name=mine" not in said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("  a:\n    name: 甲\n    definition:\n", "第 4 行：definition 应是文字"),
        ("  a:\n    name: 甲\n    include: [甲类, ]\n    exclude: [~]\n", "第 5 行：exclude 应是一列词"),
        ("  a:\n    name: 甲\x01\n", "第 3 行：有看不见的控制字符（U+0001）"),
        ("  ? [a, b]\n  : {name: 甲}\n", "第 2 行：topics 的键应是文字"),
        (f"  a: {{name: 甲, order: {'9' * 5000}}}\n", "第 2 行：order 应是整数"),
        ("  a: &a\n    b: *a\n", "没有字段“b”"),
        (f"  a: {'[' * 3000}{']' * 3000}\n", "套得太深"),
        ("- a\n", "第 2 行：topics 应是“键: 值”的表"),
    ],
)
def test_a_mistake_in_a_taxonomy_is_named_by_every_stage(
    text: str, said: str, taxonomy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    taxonomy.write_text(f"topics:\n{text}", encoding="utf-8")
    assert run(["label", "run_name=mine"]) == 2
    error = capsys.readouterr().err
    assert "press.yaml" in error and said in error and error.count("\n") == 1


def test_a_control_character_in_settings_of_an_editor(
    taxonomy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (taxonomy.parents[1] / "digest" / "ours.yaml").write_text("title: 甲\x0b\n", encoding="utf-8")
    assert run(["label", "digest=ours"]) == 2
    assert "ours.yaml：有看不见的控制字符（U+000B）" in capsys.readouterr().err


@pytest.mark.parametrize("words", [["predict", "--help"], ["review", "-h"], ["help"]])
def test_help_after_a_stage(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(words) == 0 and "用法" in capsys.readouterr().out


@pytest.mark.parametrize("stage", STAGES)
def test_help_of_a_stage_names_its_settings(
    stage: str, root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(root)
    assert run([stage, "--help"]) == 0
    said = capsys.readouterr().out
    assert said.startswith(f"用法：baozhai {stage} ") and STAGES[stage] in said
    groups = {p.name for p in (root / "conf").iterdir() if p.is_dir()}
    assert set(re.findall(r"([\w.]+)=", said, re.ASCII)) <= {*keys(), *groups}
    used = set(importlib.import_module(f"baozhai.stages.{stage}").USES)
    assert used <= set(SETTINGS[stage].split())
    assert all((root / place).is_file() for place in re.findall(r"见 (\S+)）", said))
    assert ("pages=" in said) == (stage == "predict") and ("sweep.trials=" in said) == (stage == "sweep")


def test_help_into_a_closed_pipe_is_no_error(root: Path) -> None:
    """As `baozhai --help | head -1` may leave it."""
    made = [sys.executable, "-m", "baozhai", "--help"]
    with subprocess.Popen(made, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=root) as process:
        assert process.stdout and process.stderr
        process.stdout.close()
        said = process.stderr.read()
    assert process.returncode == 0 and said == b""


def test_the_line_of_the_editors_is_no_lost_headline() -> None:
    texts = ("责编：祝南汀 版式：岑野渡", "云岫高新区轴承厂扩建二期投产仪式")
    (said,) = notes(Head([Line(k, text, 20.0)]) for k, text in enumerate(texts, 1))
    assert texts[1] in said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "topics:\n  awards:\n    name: 奖项\n    inclued: [颁奖]\n",
            ("press.yaml 第 4 行", "是否想写 include"),
        ),
        (
            "topics:\n  awards: {name: 奖项}\n  awards: {name: 荣誉}\n",
            ("press.yaml 第 3 行", "第 2 行已有一个"),
        ),
        ("topics:\n", ("press.yaml 第 1 行", "topics 应是")),
    ],
)
def test_a_mistake_in_a_taxonomy_is_named_with_its_line(
    taxonomy: Path, capsys: pytest.CaptureFixture[str], text: str, said: tuple[str, str]
) -> None:
    """Also where another file, which is not the chosen one, has a mistake too."""
    taxonomy.write_text(text, encoding="utf-8")
    taxonomy.with_name("another.yaml").write_text("topics:\n", encoding="utf-8")
    assert run(["train", "run_name=mine"]) == 2
    found = capsys.readouterr().err
    assert all(part in found for part in said)
