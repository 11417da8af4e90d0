"""An installed package, away from the clone: it brings settings, dictionary and model along."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The unpacked wheel."""
    root, made = Path(__file__).resolve().parents[2], tmp_path_factory.mktemp("wheel")
    source, out = made / "source", made / "site"
    for part in ("src", "conf", "data/dictionary", "models/press"):
        shutil.copytree(
            root / part, source / part, ignore=shutil.ignore_patterns("*.egg-info", "__pycache__")
        )
    for name in ("pyproject.toml", "setup.py", "MANIFEST.in", "README.md", "LICENSE"):
        shutil.copy(root / name, source)
    build = "from setuptools import build_meta; build_meta.build_wheel('.')"
    subprocess.run([sys.executable, "-c", build], cwd=source, check=True, capture_output=True)
    (wheel,) = source.glob("*.whl")
    zipfile.ZipFile(wheel).extractall(out)
    return out


def call(site: Path, folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": str(site), "PYTHONUTF8": "1"}
    made = [sys.executable, "-P", "-m", "baozhai", *words]
    return subprocess.run(made, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def test_predict_without_a_project(installed: Path, tmp_path: Path) -> None:
    page = "园区药企三季度投产\n\n云岫高新区一家药企的抗体药生产线昨天投产，年内将开展三项临床试验，疫苗车间同日开工。\n"
    (tmp_path / "page.txt").write_text(page, encoding="utf-8")
    done = call(installed, tmp_path, "predict", "page.txt", "format=md,jsonl")
    assert done.returncode == 0, done.stderr
    assert "## 生物医药" in (tmp_path / "digests/page/digest.md").read_text(encoding="utf-8")
    assert call(installed, tmp_path, "verify", "digests/page").returncode == 0
    assert call(installed, tmp_path, "dictionary", "check").returncode == 0


def test_train_needs_a_project(installed: Path, tmp_path: Path) -> None:
    """Settings of a project go before those of the program."""
    done = call(installed, tmp_path, "corpus", "import", "news.csv", "run_name=mine")
    assert done.returncode == 2 and "项目目录" in done.stderr
    shutil.copytree(installed / "baozhai" / "shipped" / "conf", tmp_path / "conf")
    subjects = {
        "交通": "公交线路早高峰加密发车，骑行道拓宽",
        "文化": "图书馆读书会迎来读者，合唱团登台演出",
    }
    rows = [f"{label},{text}，这是第{k}次。" for label, text in subjects.items() for k in range(8)]
    (tmp_path / "news.csv").write_text("类别,正文\n" + "\n".join(rows) + "\n", encoding="utf-8")
    assert call(installed, tmp_path, "corpus", "import", "news.csv", "run_name=mine").returncode == 0
    done = call(installed, tmp_path, "train", "experiment=mine")
    assert done.returncode == 0 and (tmp_path / "models" / "mine" / "manifest.json").is_file(), done.stderr
