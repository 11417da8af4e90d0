"""The table of bad input: one clear message, its exit code, nothing half-written, the others still digested."""

from __future__ import annotations

import json
import os
import pickle
import resource
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from baozhai.cli import run

GOOD = "云岫高新技术导报_2026-07-04_第A07版"


def _text(data: bytes) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        path.write_bytes(data)

    return make


def _folder(path: Path) -> None:
    path.mkdir()
    (path / "说明.md").write_text("这里没有报纸。", encoding="utf-8")


def _nothing(path: Path) -> None:
    """The path stays missing."""


def _picture(path: Path) -> None:
    from reportlab.pdfgen import canvas

    sheet = canvas.Canvas(str(path), invariant=1)
    sheet.rect(50, 50, 200, 200)
    sheet.save()


def _huge(path: Path) -> None:
    path.write_bytes("云岫市今天下雨。\n".encode() * 2_100_000)  # 52 MB


#: name of the input → (how it is made, words its message must hold)
INPUTS: dict[str, tuple[Callable[[Path], None], tuple[str, ...]]] = {
    "missing.txt": (_nothing, ("没有这个文件", "检查路径")),
    "folder": (_folder, ("没有报纸文件", ".pdf")),
    "empty.txt": (_text(b""), ("空", "检查")),
    "blank.txt": (_text(b" \n\t\n"), ("空", "检查")),
    "binary.txt": (_text(b"\x7fELF\x00\x01\x02\x00" * 50), ("二进制", "支持")),
    "undecodable.txt": (_text(b"\xff\xfa\x81\x20\xff" * 20), ("GB18030", "另存为")),
    "no_article.txt": (_text("第3版\n责编：何一\n".encode()), ("没有找到任何文章", "检查")),
    "huge.txt": (_huge, ("超过上限", "ingest.max_megabytes")),
    "empty.pdf": (_text(b""), ("空", "")),
    "broken.pdf": (_text(b"%PDF-1.7 broken"), ("PDF", "重新导出")),
    "picture.pdf": (_picture, ("OCR",)),
    "list.jsonl": (_text(b'{"title": "a", "body": "b"}\n[1, 2]\n'), ("第 2 行", "JSON 对象")),
    "half.jsonl": (_text(b'{"title": \n'), ("第 1 行", "改正")),
    "bent.jsonl": (_text("{“title”: “桥”}\n".encode()), ("第 1 行", "引号必须是直的")),
    "types.jsonl": (_text(b'{"title": ["a"], "body": "b"}\n'), ("第 1 行", "docs/formats.md")),
}


@pytest.fixture
def good(root: Path) -> Path:
    """The sample issue as a text dump."""
    return root / "data" / "starter" / "sample" / f"{GOOD}.txt"


def _names(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.rglob("*")) if folder.exists() else []


@pytest.mark.parametrize("name", INPUTS)
def test_input(name: str, good: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make, words = INPUTS[name]
    make(tmp_path / name)
    out = f"output={tmp_path / 'out'}"
    assert run(["predict", str(tmp_path / name), out]) == 3
    error = capsys.readouterr().err
    assert error.count("baozhai：") == 1 and error.count("\n") == 1 and name in error
    assert all(word in error for word in words), error
    assert not (tmp_path / "out").exists()
    # Beside a good file it costs nothing but the exit code.
    code = run(["predict", str(tmp_path / name), str(good), out])
    if name == "folder":  # found wrong before anything is read: the command line itself is at fault
        assert code == 3
        return
    assert code == 5
    assert (tmp_path / "out" / GOOD / "manifest.json").is_file()
    assert [p.name for p in (tmp_path / "out").iterdir()] == [GOOD]


def _missing(model: Path) -> None:
    (model / "topics" / "weights.npz").unlink()


def _changed(model: Path) -> None:
    data = bytearray((model / "features" / "idf.npy").read_bytes())
    data[-1] ^= 1
    (model / "features" / "idf.npy").write_bytes(bytes(data))


def _newer(model: Path) -> None:
    tree = json.loads((model / "manifest.json").read_text(encoding="utf-8"))
    tree["format_version"] += 1
    (model / "manifest.json").write_text(json.dumps(tree), encoding="utf-8")


def _pickled(model: Path) -> None:
    (model / "topics" / "weights.npz").write_bytes(pickle.dumps({"coef": [1]}))


def _pickle_alone(model: Path) -> None:
    shutil.rmtree(model)
    model.write_bytes(pickle.dumps({"coef": [1]}))


MODELS: dict[str, tuple[Callable[[Path], None], tuple[str, ...]]] = {
    "missing file": (_missing, ("weights.npz", "缺少")),
    "changed byte": (_changed, ("idf.npy", "SHA-256")),
    "newer format": (_newer, ("manifest.json", "升级")),
    "pickle inside": (_pickled, ("weights.npz",)),
    "pickle renamed": (_pickle_alone, ("没有模型", "model=")),
}


@pytest.mark.parametrize("name", MODELS)
def test_model(name: str, good: Path, root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    damage, words = MODELS[name]
    shutil.copytree(root / "models" / "press", tmp_path / "model")
    damage(tmp_path / "model")
    assert run(["predict", str(good), f"output={tmp_path / 'out'}", f"model={tmp_path / 'model'}"]) == 4
    error = capsys.readouterr().err
    assert error.count("baozhai：") == 1 and error.count("\n") == 1
    assert all(word in error for word in words), error
    assert not (tmp_path / "out").exists()


def _predict(words: list[str], root: Path, **more: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "baozhai", "predict", *words]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "stdin": subprocess.PIPE}
    return subprocess.Popen(command, cwd=root, text=True, **{**pipes, **more})  # type: ignore[call-overload,no-any-return]


def _small_files_only() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)


def test_no_room_for_the_digest(good: Path, root: Path, tmp_path: Path) -> None:
    """A limit on file size stands for a full disk: the write fails half-way."""
    with _predict([str(good), f"output={tmp_path / 'out'}"], root, preexec_fn=_small_files_only) as process:
        _, error = process.communicate(timeout=120)
    assert process.returncode == 3 and "写不了" in error and "磁盘" in error and error.count("\n") == 1
    assert not (tmp_path / "out").exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount a small disk")
def test_full_disk(good: Path, root: Path, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", str(disk)], capture_output=True
    )
    if mounted.returncode:
        pytest.skip("mounting is not allowed here")
    try:
        with _predict([str(good), f"output={disk / 'out'}"], root) as process:
            _, error = process.communicate(timeout=120)
        assert process.returncode == 3 and "磁盘已满" in error and error.count("\n") == 1
        assert _names(disk) == []
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_unwritable_output(good: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "taken").write_text("x", encoding="utf-8")
    for place, hint in ((tmp_path / "taken", "taken"), (Path("/proc/nowhere"), "/proc/nowhere")):
        assert run(["predict", str(good), f"output={place}"]) == 3
        error = capsys.readouterr().err
        assert "写不了" in error and hint in error and error.count("\n") == 1
    assert (tmp_path / "taken").read_text(encoding="utf-8") == "x"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_no_permission(good: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "closed").mkdir(mode=0o500)
    assert run(["predict", str(good), f"output={tmp_path / 'closed' / 'out'}"]) == 3
    assert "没有写权限" in capsys.readouterr().err


def test_interrupt_between_issues(good: Path, root: Path, tmp_path: Path) -> None:
    """Ctrl-C goes to the whole process group once the first digest is there; what is there is whole."""
    for k in range(60):
        shutil.copy(good, tmp_path / f"{k:02d}.txt")
    words = [str(tmp_path), f"output={tmp_path / 'out'}"]
    # A job started in the background of a shell ignores SIGINT, and would hand that on.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        process = _predict(words, root, start_new_session=True)
    finally:
        signal.signal(signal.SIGINT, before)
    with process:
        assert process.stdout and process.stdout.readline()
        os.killpg(process.pid, signal.SIGINT)
        _, error = process.communicate(timeout=120)
    assert process.returncode in (130, -signal.SIGINT)  # both are 130 in a shell
    assert error == "baozhai：已中断，没有留下未写完的文件。\n"
    written = list((tmp_path / "out").iterdir())
    assert 1 <= len(written) < 60
    for folder in written:
        files = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["files"]
        assert {p.name for p in folder.iterdir()} == {*files, "manifest.json"}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        *((f"train run_name={name}", "run_name") for name in ("", ".", "../../esc", "a/b", "a\\b", "a..b")),
        ("promote run_name=a/b", "run_name"),
        ("train foo", "foo"),
        ("train --fresh", "--fresh"),
        ("sweep foo", "foo"),
        ("promote neu", "neu"),
        ("label a b", "“b”"),
        ("train classifier.C=inf", "classifier.C"),
        ("train classifier.C=nan", "classifier.C"),
        ("train decision.threshold_shift=nan", "decision.threshold_shift"),
        ("train seed=-1", "seed"),
        ("train seed=4294967296", "seed"),
        ("train corpus.test_share=0.9", "corpus.test_share"),
        ("train corpus.test_share=-1", "corpus.test_share"),
        ("train corpus.limit=-5", "corpus.limit"),
        ("train labels.min_hits=0", "labels.min_hits"),
        ("predict x.txt decision.max_topics=0", "decision.max_topics"),
        ("train features.lead_chars=-3", "features.lead_chars"),
        ("train features.subjects_weight=-1", "features.subjects_weight"),
    ],
)
def test_words_that_cannot_be_meant_are_refused(
    words: str,
    said: str,
    root: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(root)
    places = [f"work={tmp_path / 'work'}", f"models={tmp_path / 'models'}", "corpus=small"]
    assert run([*words.split(), *places]) == 2
    error = capsys.readouterr().err
    assert said in error and error.count("\n") == 1
    assert not list(tmp_path.iterdir())


def test_models_are_listed_where_a_path_is_wrong_too(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(root)
    (tmp_path / "ours").mkdir()
    (tmp_path / "ours" / "manifest.json").write_text("{}", encoding="utf-8")
    sample = str(root / "data" / "starter" / "sample" / f"{GOOD}.txt")
    for name in ("nope", "models/nope", str(root / "models" / "nope")):
        assert run(["predict", sample, f"output={tmp_path / 'out'}", f"model={name}"]) == 4
        assert "press" in capsys.readouterr().err.replace(name, "")
    assert run(["predict", sample, f"output={tmp_path / 'out'}", f"model={tmp_path / 'nope'}"]) == 4
    error = capsys.readouterr().err
    assert str(tmp_path / "ours") in error and "press" in error


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
def test_a_folder_whose_name_is_no_utf8(root: Path, tmp_path: Path) -> None:
    """As an archive of another system unpacks them: a corpus, a model, a dictionary and an output lie there."""
    place = os.fsdecode(os.fsencode(str(tmp_path)) + b"/\xd3\xef")
    shutil.copytree(root / "data" / "starter" / "articles", f"{place}/articles")
    Path(place, "x.txt").write_text("机床\n", encoding="utf-8")
    made = ["corpus=small", f"corpus.articles={place}/articles", f"work={place}/w", f"models={place}/m"]
    source, model = str(root / "data" / "starter" / "articles" / "a.jsonl"), f"model={place}/m/a"
    for words in (
        ["train", *made, "features=words", "classifier.cv=2", "run_name=a"],
        ["predict", source, model, f"output={place}/out", "format=md"],
        ["dictionary", "check", place],
    ):
        command, env = [sys.executable, "-m", "baozhai", *words], {"PYTHONIOENCODING": "utf-8:strict"}
        done = subprocess.run(command, cwd=root, env=os.environ | env, capture_output=True, encoding="utf-8")
        assert done.returncode == 0, done.stderr
        assert "\\udcd3\\udcef" in done.stdout
