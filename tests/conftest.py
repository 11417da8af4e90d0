"""Where the tests find things; `shared` skips with a reason where the public texts are absent."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import settings

# How long an example takes says something about the machine only.
settings.register_profile("project", settings(), deadline=None)
settings.load_profile("project")

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project folder; where `review` has added to its labels, one like it without what was added."""
    labels = ROOT / "data" / "labels"
    lines = (labels / "judgements.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
    shipped = [line for line in lines if '"source": "person:starter"' in line]
    if shipped == lines and not (labels / "reviewed.jsonl").exists():
        return ROOT
    folder = tmp_path_factory.mktemp("shipped") / "p"
    for place, apart in ((ROOT, "data"), (ROOT / "data", "labels"), (labels, "judgements.jsonl")):
        copy = folder / place.relative_to(ROOT)
        copy.mkdir()
        for path in place.iterdir():
            if path.name not in (apart, "reviewed.jsonl"):
                (copy / path.name).symlink_to(path)
    (folder / "data" / "labels" / "judgements.jsonl").write_text("".join(shipped), encoding="utf-8")
    return folder


@pytest.fixture
def shared() -> Path:
    """The folder of public texts beside the project."""
    folder = ROOT.parent / "shared"
    if not (folder / "pages").is_dir():
        pytest.skip("../shared is absent: the public texts it holds are not part of the project")
    return folder


@pytest.fixture(scope="session")
def records(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An issue of nine starter articles and a photo story as records: no cutting is needed to read it."""
    lines = (ROOT / "data" / "starter" / "articles" / "a.jsonl").read_text(encoding="utf-8").splitlines()
    articles = [json.loads(line) for line in lines[:9]]
    photo = {"kind": "photo", "body": "栖岭县的茶园里，采茶工正忙着采摘新芽。", "byline": "翟青禾 摄"}
    issue = {"newspaper": "云岫高新技术导报", "date": "2026-06-12", "page": "3"}
    path = tmp_path_factory.mktemp("records") / "云岫高新技术导报_2026-06-12_第3版.jsonl"
    rows = ({**a, **issue, "id": f"{k:02d}"} for k, a in enumerate([*articles, photo], 1))
    path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows), encoding="utf-8")
    return path
