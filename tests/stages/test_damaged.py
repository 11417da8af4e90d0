"""Files between the stages that were torn, emptied or saved by another program: one clear message, the rest goes on."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from baozhai.cli import run

WORDS = ("corpus=small", "features=words", "classifier.cv=2", "run_name=a")


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Iterator[Path]:
    """A working folder with a model that was evaluated."""
    place = tmp_path_factory.mktemp("trained")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        assert [run([stage, *WORDS, *_places(place)]) for stage in ("train", "evaluate")] == [0, 0]
        yield place


@pytest.fixture
def place(trained: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """A copy of it to damage."""
    capsys.readouterr()
    return Path(shutil.copytree(trained, tmp_path / "p"))


def _places(place: Path) -> list[str]:
    return [f"work={place / 'work'}", f"models={place / 'models'}"]


def _torn(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _wrong(text: str) -> Callable[[Path], None]:
    def damage(path: Path) -> None:
        path.write_text(text, encoding="utf-8")

    return damage


def _no_number(path: Path) -> None:
    if path.suffix == ".npz":
        with np.load(path) as arrays:
            found = dict(arrays)
        found["data"][3] = np.nan
        np.savez(path, **found)
        return
    tree = json.loads(path.read_text(encoding="utf-8"))
    tree["idf"][0] = float("nan")
    path.write_text(json.dumps(tree), encoding="utf-8")


INTERMEDIATE = [
    ("splits/splits.json", _torn),
    ("splits/splits.json", _wrong("{}")),
    ("splits/splits.json", Path.unlink),
    ("articles/settings.json", _torn),
    ("splits/settings.json", _wrong("")),
    ("features/settings.json", _wrong("[]")),
    ("features/features.json", _torn),
    ("features/features.json", _wrong("{}")),
    ("features/features.json", Path.unlink),
    ("features/features.json", _no_number),
    ("features/matrix.npz", _torn),
    ("features/matrix.npz", _wrong("")),
    ("features/matrix.npz", Path.unlink),
    ("features/matrix.npz", _no_number),
]


@pytest.mark.parametrize(("name", "damage"), INTERMEDIATE)
def test_a_damaged_file_between_stages(
    name: str, damage: Callable[[Path], None], place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    model = place / "models" / "a" / "manifest.json"
    before = model.read_bytes()
    damage(place / "work" / name)
    assert run(["train", *WORDS, *_places(place)]) == 3
    error = capsys.readouterr().err
    assert name in error and "fresh=true" in error and error.count("\n") == 1
    assert model.read_bytes() == before
    assert run(["train", *WORDS, *_places(place), "fresh=true"]) == 0


@pytest.mark.parametrize("text", ["", '{"run": "b"', "{}", "[]", "older", "scores", "topics"])
def test_one_bad_run_does_not_block_the_table(
    text: str, place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    runs = place / "work" / "runs"
    good = json.loads((runs / "a" / "metrics.json").read_text(encoding="utf-8"))
    older = {key: value for key, value in good.items() if key != "megabytes"}
    odd = {"older": older, "scores": good | {"exact": "none"}, "topics": good | {"topics": ["x"]}}
    (runs / "b").mkdir()
    (runs / "b" / "metrics.json").write_text(json.dumps(odd[text]) if text in odd else text, encoding="utf-8")
    assert run(["compare", *_places(place)]) == 5
    said = capsys.readouterr()
    assert "| a |" in said.out and "| b |" not in said.out
    assert "b：没有列入" in said.err and "baozhai evaluate run_name=b" in said.err
    assert [r["run"] for r in json.loads((runs / "compare.json").read_text(encoding="utf-8"))] == ["a"]


@pytest.mark.parametrize("line", ['{"article": "x"}', '{"people": [], "model": []}', "[1]", '{"arti'])
def test_a_run_with_bad_predictions_is_left_out(
    line: str, place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    runs = place / "work" / "runs"
    shutil.copytree(runs / "a", runs / "b")
    with (runs / "b" / "predictions.jsonl").open("a", encoding="utf-8") as out:
        out.write(line)
    assert run(["compare", *_places(place)]) == 5
    said = capsys.readouterr()
    assert said.out.count("| a |") == 1 and "b：没有列入" in said.err and "predictions.jsonl" in said.err


def test_a_file_that_is_no_score(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = place / "work" / "runs" / "a"
    assert run(["compare", str(folder / "train.json"), *_places(place)]) == 3
    assert "train.json" in capsys.readouterr().err
    assert run(["compare", str(folder / "train.json"), str(folder / "metrics.json"), *_places(place)]) == 5
    said = capsys.readouterr()
    assert "| a |" in said.out and "train.json：" in said.err


def _surrogates(root: Path, place: Path) -> Path:
    """Starter articles, each with half a surrogate pair in it."""
    lines = (root / "data" / "starter" / "articles" / "a.jsonl").read_text(encoding="utf-8").splitlines()
    records = [json.loads(line) for line in lines]
    rows = (r | {"paragraphs": [*r["paragraphs"], "正文\ud800丙"]} for r in records)
    path = place / "odd.jsonl"
    path.write_text("".join(json.dumps(r) + "\n" for r in rows), encoding="utf-8")
    return path


def test_half_a_surrogate_pair_is_learned_from(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(root)
    source = _surrogates(root, tmp_path)
    labels = tmp_path / "labels.csv"
    words = [*WORDS, *_places(tmp_path), "corpus.judgements=none", f"corpus.label_table={labels}"]
    labels.write_text("hash,round,labels\n", encoding="utf-8")
    assert run(["ingest", str(source), *words]) == 0
    ids = [
        json.loads(x)["id"]
        for x in (tmp_path / "work/articles/articles.jsonl").read_text("utf-8").split("\n")
        if x
    ]
    given = [json.loads(x)["topics"] for x in source.read_text("utf-8").splitlines()]
    rows = [f"{key},1,{' '.join(topics)}\r\n" for key, topics in zip(ids, given, strict=True)]
    # As a spreadsheet saves it.
    labels.write_text("hash,round,labels\r\n" + "".join(rows), encoding="utf-8-sig")
    assert run(["train", *words]) == 0, capsys.readouterr().err
    made = json.loads((tmp_path / "models" / "a" / "manifest.json").read_text(encoding="utf-8"))
    assert made["articles"] > 20


def test_half_a_surrogate_pair_is_imported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "conf").mkdir()
    (tmp_path / "conf" / "config.yaml").write_text("{}\n", encoding="utf-8")
    (tmp_path / "new.jsonl").write_text('{"text": "正文\\ud800丙", "label": "甲"}\n', encoding="utf-8")
    from baozhai.config import Config
    from baozhai.stages import corpus

    assert corpus.run(Config(run_name="mine"), ["import", "new.jsonl"]) == 0
    text = (tmp_path / "data" / "corpora" / "mine" / "articles.jsonl").read_text(encoding="utf-8")
    assert json.loads(text)["paragraphs"] == ["正文\ufffd丙"]  # imports replace what no tool can show


@pytest.mark.parametrize(
    ("key", "data", "words"),
    [
        ("label_table", b"id,round,labels\nx,1,a\n", ("hash", "第 1 行")),
        ("label_table", b"hash,round,labels\nx,1,a\ny,1\n", ("第 3 行",)),
        ("label_table", b"hash,round,labels\nx,1,a,b\n", ("第 2 行",)),
        (
            "label_table",
            b"hash,round,labels\nx,1,a\n" + "乙,1,甲\n".encode("gbk"),
            ("第 3 行", "UTF-8"),
        ),
        ("label_table", b"", ("hash",)),
        ("sentences", b"hash,round,labels\n", ("read", "marks")),
    ],
)
def test_a_damaged_table(
    key: str, data: bytes, words: tuple[str, ...], place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = place / "table.csv"
    path.write_bytes(data)
    assert run(["train", *WORDS, *_places(place), f"corpus.{key}={path}", "fresh=true"]) == 3
    error = capsys.readouterr().err
    assert "table.csv" in error and all(w in error for w in words) and error.count("\n") == 1
