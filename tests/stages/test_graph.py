"""`dvc.yaml` says what the stages read, write and are set by; `conf/` holds what they can be set to."""

from __future__ import annotations

import importlib
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from baozhai.cli import compose

ROOT = Path(__file__).resolve().parents[2]
GRAPH = yaml.safe_load((ROOT / "dvc.yaml").read_text(encoding="utf-8"))["stages"]
CHOICES = sorted(
    f"{folder.name}={path.stem}"
    for folder in (ROOT / "conf").iterdir()
    if folder.is_dir() and folder.name != "experiment"
    for path in folder.glob("*.yaml")
)


def _settings(entry: dict[str, Any]) -> set[str]:
    """Sections (a whole file) and single values an entry depends on."""
    out: set[str] = set()
    for param in entry.get("params", ()):
        for name, wanted in param.items():
            assert (ROOT / name).is_file(), name
            out |= set(wanted) if wanted else {name}
    return out


@pytest.mark.parametrize("name", GRAPH)
def test_graph_follows_the_stages(name: str) -> None:
    """A setting that a stage uses and `dvc.yaml` does not list would leave old results "up to date"."""
    entry = GRAPH[name]
    assert entry["cmd"].split()[:2] == ["baozhai", name]
    stage = importlib.import_module(f"baozhai.stages.{name}")
    chosen = {k: v for d in yaml.safe_load((ROOT / "conf/config.yaml").read_text("utf-8"))["defaults"][1:-1]
              for k, v in d.items()}  # fmt: skip
    used = {f"conf/{k}/{chosen[k]}.yaml" if k in chosen else k for k in stage.USES}
    assert _settings(entry) == used
    assert {path.replace("<run_name>", "starter") for path in stage.READS} <= set(entry["deps"])
    written = [*entry["outs"], *(key for m in entry.get("metrics", ()) for key in m)]
    for path in stage.WRITES:
        assert any(out.startswith(path.replace("<run_name>", "starter")) for out in written), path


@pytest.mark.parametrize("name", ["ingest", "split", "featurize"])
def test_what_a_review_writes_is_known_to_the_graph(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A stage that is made anew within a later one, as `train` does, is never up to date, and `dvc repro` trains each time."""
    stage = importlib.import_module(f"baozhai.stages.{name}")
    shutil.copytree(ROOT / "conf", tmp_path / "conf")
    shutil.copytree(ROOT / "data/starter/articles", tmp_path / "data/starter/articles")
    shutil.copytree(ROOT / "data/dictionary", tmp_path / "data/dictionary")
    monkeypatch.chdir(tmp_path)
    before = stage.made_with(compose([]))
    Path("data/labels").mkdir()
    Path("data/labels/reviewed.jsonl").write_text('{"title": "甲", "body": "乙。"}\n', encoding="utf-8")
    if stage.made_with(compose([])) != before:
        assert any(Path("data/labels/reviewed.jsonl").is_relative_to(dep) for dep in GRAPH[name]["deps"])


@pytest.mark.parametrize("choice", CHOICES)
def test_every_choice_composes(choice: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    compose([choice])


def test_defaults_of_the_files_are_those_of_the_code(monkeypatch: pytest.MonkeyPatch) -> None:
    """`baozhai.load()` uses the dataclasses, the command line `conf/`: both must read alike."""
    from baozhai.config import Config

    monkeypatch.chdir(ROOT)
    cfg, plain = compose([]), Config()
    for part in ("ingest", "dedupe", "labels", "decision"):
        assert getattr(cfg, part) == getattr(plain, part), part
    strict = compose(["labels=strict", "ingest=archive"])
    assert (strict.labels.min_hits, strict.ingest.max_megabytes) == (3, 200.0)
