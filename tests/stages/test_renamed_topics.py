"""A digest printed again after the taxonomy changed: notes and labels go by the names of today, or by those it was made with."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from baozhai.cli import run
from baozhai.digest import Digester
from baozhai.records import Doubt

BODY = "抗体药生产线昨天在云岫生物医药园投产，药企年内将开展三项临床试验，疫苗车间同日开工。"


@pytest.fixture
def made(tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A digest of an article on biomedicine, by a model that knows it from cue words alone, and awards not at all."""
    monkeypatch.setattr(
        Digester, "_doubts", lambda *_: [Doubt("biomedicine", "press", 0.4), Doubt("奖项荣誉", "press")]
    )
    shutil.copytree(root / "conf", tmp_path / "conf")
    monkeypatch.chdir(tmp_path)
    row = {"title": "抗体药生产线投产", "body": BODY}
    Path("a.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    assert run(["predict", "a.jsonl", "output=days", "format=md,html,docx,jsonl"]) == 0
    return Path("days/a")


def again(*words: str) -> str:
    assert run(["digest", "days/a", "output=again", "format=md,jsonl", *words]) == 0
    return Path("again/a/digest.md").read_text(encoding="utf-8")


def taxonomy(old: str, new: str) -> None:
    path = Path("conf/taxonomy/press.yaml")
    text = path.read_text(encoding="utf-8")
    found = re.sub(old, new, text, count=1, flags=re.S)
    assert found != text
    path.write_text(found, encoding="utf-8")


def test_notes_of_topics_that_are_printed(made: Path) -> None:
    text = (made / "digest.md").read_text(encoding="utf-8")
    assert "类别“生物医药”的人工样例太少" in text and "没有学过类别“奖项荣誉”" in text
    only = again("digest.topics=[biomedicine]")
    assert "类别“生物医药”的人工样例太少" in only and "奖项荣誉" not in only
    other = again("digest.topics=[awards,other]")
    assert "人工样例太少" not in other and "没有学过类别“奖项荣誉”" in other


def test_a_renamed_topic_is_called_as_it_is_today(made: Path) -> None:
    taxonomy(r"  biomedicine:\n    name: 生物医药\n", "  bio:\n    name: 医药健康\n")
    taxonomy(r"aliases: \[biomed\]", "aliases: [biomedicine]")
    taxonomy(r"name: 奖项荣誉", "name: 表彰")
    text = again()
    assert "类别“医药健康”的人工样例太少" in text and "没有学过类别“表彰”" in text
    assert "生物医药”" not in text and "奖项荣誉" not in text and "## 医药健康" in text


def test_a_topic_that_was_deleted_keeps_its_name(made: Path) -> None:
    taxonomy(r"  biomedicine:\n.*?(?=\n  \w+:\n)", "")
    for folder in ("days/a", "again/a"):  # printed once more the name is still known
        assert run(["digest", folder, "output=again", "format=md,jsonl"]) == 0
        made_again = max(Path("again").glob("*/digest.md"), key=lambda p: p.stat().st_mtime_ns)
        text = made_again.read_text(encoding="utf-8")
        assert "类别：生物医药 " in text and "biomedicine" not in text
        assert "类别“生物医药”的人工样例太少" in text and "没有学过" in text
