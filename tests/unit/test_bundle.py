"""A model folder: written whole, read only when sound."""

from __future__ import annotations

import hashlib
import json
import pickle
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from baozhai.errors import ModelError, OutputError
from baozhai.io.bundle import FILES, RANKER, RANKER_WEIGHTS, READING, load_model, save_model
from baozhai.io.state import ModelState
from baozhai.topics.reading import MEASURES


def model(coef: float = 0.5) -> ModelState:
    features = {
        "params": {"views": "words"},
        "blocks": [["words", 2], ["chars", 1]],
        "terms": "党课\n机床\u2028\n\ud800\n",
        "idf": np.array([1.1, 1.2, 1.3], np.float32),
    }
    topics = {
        "params": {"kind": "svm"},
        "coef": np.array([[coef, 0.25, -2.0], [0.0, 1.0, 3.0]], np.float32),
        "intercept": np.array([0.1, -0.1]),
        "calibration": np.array([[2.0, -1.0], [3.0, 0.3]]),
        "thresholds": np.array([0.4, 0.6]),
        "topics": ["x", "y"],
        "names": ["甲", "乙"],
    }
    return ModelState(features, topics, {"note": "试验"})


@pytest.fixture
def folder(tmp_path):
    save_model(tmp_path / "m", model())
    return tmp_path / "m"


def _reseal(folder, name):
    """Register a file's present content, so that only the content itself can be found wrong."""
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    manifest["files"][name] = hashlib.sha256((folder / name).read_bytes()).hexdigest()
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")


@pytest.mark.parametrize("coef", [0.5, 0.1, 1e6])
def test_what_is_saved_comes_back(tmp_path, coef):
    state = model(coef)
    save_model(tmp_path / "m", state)
    found = load_model(tmp_path / "m")
    for part, name in ((a, n) for a in ("features", "topics") for n in getattr(state, a)):
        np.testing.assert_array_equal(getattr(found, part)[name], getattr(state, part)[name])
    assert found.manifest["note"] == "试验" and found.manifest["format_version"] == 1
    assert set(found.manifest["files"]) == set(FILES)


def test_bytes_repeat_and_nothing_is_left_beside(tmp_path):
    save_model(tmp_path / "a", model())
    save_model(tmp_path / "b", model())
    for name in (*FILES, "manifest.json"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a", "b"]


def test_a_model_is_replaced_and_its_report_kept(folder):
    (folder / "report").mkdir()
    (folder / "report" / "card.md").write_text("卡片", encoding="utf-8")
    (folder / "note.txt").write_text("说明", encoding="utf-8")
    save_model(folder, model(0.75))
    assert load_model(folder).topics["coef"][0, 0] == 0.75
    assert (folder / "report" / "card.md").read_text(encoding="utf-8") == "卡片"
    assert (folder / "note.txt").is_file()
    assert [p.name for p in folder.parent.iterdir()] == ["m"]


def test_something_else_is_never_overwritten(tmp_path):
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "a.txt").write_text("信", encoding="utf-8")
    with pytest.raises(OutputError, match="不会覆盖"):
        save_model(tmp_path / "letters", model())
    assert (tmp_path / "letters" / "a.txt").is_file()
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(OutputError, match="不会覆盖"):
        save_model(tmp_path / "file", model())
    with pytest.raises(OutputError, match="写不了"):
        save_model(tmp_path / "file" / "m", model())


def _remove(folder):
    (folder / "topics" / "weights.npz").unlink()


def _change_a_byte(folder):
    path = folder / "features" / "idf.npy"
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(bytes(data))


def _newer(folder):
    path = folder / "manifest.json"
    tree = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**tree, "format_version": 2}), encoding="utf-8")


def _pickle(folder):
    (folder / "features" / "idf.npy").write_bytes(pickle.dumps([1.0, 2.0, 3.0]))
    _reseal(folder, "features/idf.npy")


def _objects(folder):
    np.save(folder / "features" / "idf.npy", np.array([{}, 1, 2], dtype=object), allow_pickle=True)
    _reseal(folder, "features/idf.npy")


def _not_finite(folder):
    np.save(folder / "features" / "idf.npy", np.array([1, np.nan, 2], np.float32))
    _reseal(folder, "features/idf.npy")


def _shorter(folder):
    np.save(folder / "features" / "idf.npy", np.ones(2, np.float32))
    _reseal(folder, "features/idf.npy")


def _no_zip(folder):
    (folder / "topics" / "weights.npz").write_bytes(b"PK")
    _reseal(folder, "topics/weights.npz")


def _no_json(folder):
    (folder / "topics" / "topics.json").write_text("{", encoding="utf-8")
    _reseal(folder, "topics/topics.json")


def _list(folder):
    (folder / "manifest.json").write_text("[]", encoding="utf-8")


def _unlisted(folder):
    (folder / "manifest.json").write_text('{"format_version": 1, "files": {}}', encoding="utf-8")


def _no_names(folder):
    (folder / "topics" / "topics.json").write_text("{}", encoding="utf-8")
    _reseal(folder, "topics/topics.json")


def _directory(folder):
    (folder / "features" / "terms.txt").unlink()
    (folder / "features" / "terms.txt").mkdir()


def _endless(folder):
    (folder / "manifest.json").write_text("[" * 100_000, encoding="utf-8")


def _deflated(folder):
    """Readable names and a broken stream behind them."""
    path = folder / "topics" / "weights.npz"
    with np.load(path) as arrays:
        np.savez_compressed(path, **{name: np.zeros((40, 40)) + arrays[name].flat[0] for name in arrays})
    data = bytearray(path.read_bytes())
    data[50:60] = b"\xff" * 10
    path.write_bytes(bytes(data))
    _reseal(folder, "topics/weights.npz")


def _huge(folder):
    path = folder / "features" / "idf.npy"
    path.write_bytes(path.read_bytes().replace(b"(3,), }" + b" " * 13, b"(99999999999999999,)"))
    _reseal(folder, "features/idf.npy")


def _open_bracket(folder):
    path = folder / "features" / "idf.npy"
    path.write_bytes(path.read_bytes().replace(b"(3,), }", b"(3,), ["))
    _reseal(folder, "features/idf.npy")


def _no_array(folder):
    np.save(folder / "features" / "idf.npy", np.float32(1.0))
    _reseal(folder, "features/idf.npy")


def _no_table(folder):
    (folder / "features" / "dictionary.txt").write_text("# 农机\n打捆机\n", encoding="utf-8")
    (folder / "features" / "blocks.json").write_text('{"params": [], "blocks": []}', encoding="utf-8")
    _reseal(folder, "features/blocks.json")
    _reseal(folder, "features/dictionary.txt")


def _infinite(folder):
    (folder / "features" / "blocks.json").write_text(
        '{"params": {}, "blocks": [["words", Infinity]]}', encoding="utf-8"
    )
    _reseal(folder, "features/blocks.json")


@pytest.mark.parametrize(
    ("damage", "file", "what"),
    [
        (_endless, "manifest.json", "JSON"),
        (_deflated, "weights.npz", "npz"),
        (_huge, "idf.npy", "不是数值数组"),
        (_open_bracket, "idf.npy", "不是数值数组"),
        (_no_array, "idf.npy", "0 维"),
        (_no_table, "m", "不是训练写出的样子"),
        (_infinite, "m", "不是训练写出的样子"),
        (_remove, "weights.npz", "缺少这个文件"),
        (_change_a_byte, "idf.npy", "SHA-256 不符"),
        (_newer, "manifest.json", "模型格式为 2"),
        (_pickle, "idf.npy", "不含 pickle"),
        (_objects, "idf.npy", "不含 pickle"),
        (_not_finite, "idf.npy", "有限"),
        (_shorter, "m", "idf 的形状"),
        (_no_zip, "weights.npz", "npz"),
        (_no_json, "topics.json", "JSON"),
        (_list, "manifest.json", "JSON 对象"),
        (_unlisted, "manifest.json", "没有登记"),
        (_no_names, "m", "不完整"),
        (_directory, "terms.txt", "读不了"),
    ],
)
def test_damage_is_named(folder, damage, file, what):
    damage(folder)
    with pytest.raises(ModelError) as error:
        load_model(folder)
    assert file in str(error.value) and what in str(error.value)
    assert "baozhai train" in str(error.value)


def test_a_state_that_does_not_fit_is_not_saved(tmp_path):
    state = model()
    state.features["terms"] = "党课\n"
    with pytest.raises(ModelError, match="形状"):
        save_model(tmp_path / "m", state)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["idf", "coef", "intercept", "calibration", "thresholds", "base", "start"])
def test_a_model_with_no_number_in_it_does_not_replace_a_good_one(folder, name):
    """`load_model` would refuse it."""
    before = {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    state = model()
    if name in ("base", "start"):
        part = "ranker" if name == "base" else "reading"
        state = replace(state, **{part: {"params": {}, name: np.array([0.3])}})
    part = next(p for p in (state.features, state.topics, state.ranker, state.reading) if name in p)
    part[name] = np.array(part[name])
    part[name].flat[-1] = np.nan
    if name == "start":  # columns for what sentences say
        state.topics["coef"] = np.ones((2, 3 + 2 * len(MEASURES)))
    with pytest.raises(ModelError, match=f"{name} .*有 NaN"):
        save_model(folder, state)
    assert {p: p.read_bytes() for p in folder.parent.rglob("*") if p.is_file()} == before


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("thresholds", [0.4, float("nan")]),
        ("thresholds", [0.4, 2.0]),
        ("thresholds", ["x", 0.6]),
        ("unproven", {"x": float("nan")}),
        ("unproven", {"z": 0.5}),
        ("unproven", ["x"]),
        ("topics", ["x", "x"]),
        ("names", [1, 2]),
    ],
)
def test_numbers_that_no_training_writes_are_refused(folder, name, value):
    path = folder / "topics" / "topics.json"
    tree = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**tree, name: value}), encoding="utf-8")
    _reseal(folder, "topics/topics.json")
    with pytest.raises(ModelError, match="baozhai train"):
        load_model(folder)


def test_terms_that_are_no_text_are_refused(folder):
    (folder / "features" / "terms.txt").write_bytes(b"\xff\n\n\n")
    _reseal(folder, "features/terms.txt")
    with pytest.raises(ModelError, match=r"terms\.txt：不是 UTF-8"):
        load_model(folder)


def test_a_sample_comes_back_and_fits_the_topics(folder):
    state = model()
    state.topics["sample"] = np.array([[0.25, 0.5], [1.0, 0.0], [0.5, 0.5]], np.float16)
    save_model(folder, state)
    assert np.array_equal(load_model(folder).topics["sample"], state.topics["sample"])
    for wrong in (np.zeros((3, 1)), np.full((1, 2), 1.5), np.full((1, 2), np.nan)):
        state.topics["sample"] = wrong
        with pytest.raises(ModelError, match="sample"):
            save_model(folder, state)
    assert len(load_model(folder).topics["sample"]) == 3


def test_ctrl_c_between_the_renames_keeps_the_old_model(folder, monkeypatch):
    real = Path.rename

    def stopped(self, target):
        if self.name == "new":
            raise KeyboardInterrupt
        return real(self, target)

    monkeypatch.setattr(Path, "rename", stopped)
    with pytest.raises(KeyboardInterrupt):
        save_model(folder, model(0.75))
    assert load_model(folder).topics["coef"][0, 0] == 0.5
    assert [p.name for p in folder.parent.iterdir()] == ["m"]


RANKER_STATE = {
    "params": {"briefs": 60},
    "tables": np.array([[0.5, 0.1]], np.float32),
    "base": np.array([0.3]),
}


@pytest.fixture
def with_ranker(tmp_path):
    save_model(tmp_path / "r", replace(model(), ranker=RANKER_STATE))
    return tmp_path / "r"


def test_a_ranker_is_saved_and_left_out(with_ranker):
    found = load_model(with_ranker)
    for name, values in RANKER_STATE.items():
        np.testing.assert_array_equal(found.ranker[name], values)
    assert set(found.manifest["files"]) == {*FILES, RANKER, RANKER_WEIGHTS}
    save_model(with_ranker, replace(found, ranker={}))
    assert load_model(with_ranker).ranker == {}
    assert not (with_ranker / "ranker").exists()


def test_only_the_ranker_changes(with_ranker):
    before = {name: (with_ranker / name).read_bytes() for name in FILES}
    state = load_model(with_ranker)
    save_model(with_ranker, replace(state, ranker={**RANKER_STATE, "base": np.array([0.9])}))
    assert {name: (with_ranker / name).read_bytes() for name in FILES} == before
    assert load_model(with_ranker).ranker["base"][0] == 0.9


@pytest.mark.parametrize("names", [[1], 5, [["base"]]])
def test_a_ranker_whose_arrays_are_no_names_is_refused(with_ranker, names):
    (with_ranker / RANKER).write_text(json.dumps({"params": {}, "arrays": names}), encoding="utf-8")
    _reseal(with_ranker, RANKER)
    with pytest.raises(ModelError, match="baozhai train"):
        load_model(with_ranker)


@pytest.mark.parametrize("name", [RANKER, RANKER_WEIGHTS])
def test_a_damaged_ranker_is_refused(with_ranker, name):
    data = (with_ranker / name).read_bytes()
    (with_ranker / name).write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    with pytest.raises(ModelError, match="SHA-256"):
        load_model(with_ranker)
    (with_ranker / name).unlink()
    with pytest.raises(ModelError, match="缺少"):
        load_model(with_ranker)


def test_a_model_that_reads_sentences_comes_back_and_its_file_is_checked(tmp_path):
    state = model()
    reading = {
        "start": np.array([3.0], np.float32),
        "steps": np.array([0.0, 2.0], np.float32),
        "coef": np.array([[0.5, -1.0], [2.0, 0.25]], np.float16),
        "intercept": np.array([-1.0, -0.75]),
    }
    wide = np.hstack([state.topics["coef"], np.ones((2, 2 * len(MEASURES)), np.float32)])
    state = replace(state, topics={**state.topics, "coef": wide}, reading=reading)
    save_model(tmp_path / "m", state)
    found = load_model(tmp_path / "m")
    for name, values in reading.items():
        np.testing.assert_array_equal(found.reading[name], values)
    assert found.topics["coef"].shape == wide.shape
    with pytest.raises(ModelError, match="coef"):
        save_model(tmp_path / "n", replace(state, reading={}))
    (tmp_path / "m" / READING).write_bytes(b"x")
    with pytest.raises(ModelError, match="reading/weights.npz"):
        load_model(tmp_path / "m")
