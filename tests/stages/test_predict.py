"""`baozhai predict` on whole files: encodings, determinism, bad input and exit codes."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
from html import unescape
from importlib.resources import files
from pathlib import Path

import jsonschema
import pytest

from baozhai.cli import run

SAMPLE = "云岫高新技术导报_2026-07-04_第A07版"
ALL = "md,html,docx,xlsx,csv,jsonl"


@pytest.fixture
def sample(root: Path) -> Path:
    """The sample issue as a text dump."""
    return root / "data" / "starter" / "sample" / f"{SAMPLE}.txt"


def predict(*words: object) -> int:
    return run(["predict", *map(str, words)])


def test_digest_of_the_sample(sample: Path, tmp_path: Path) -> None:
    assert predict(sample, f"output={tmp_path}") in (0, 5)
    folder = tmp_path / SAMPLE
    assert sorted(p.name for p in folder.iterdir()) == [
        "articles.jsonl",
        "digest.docx",
        "digest.html",
        "digest.md",
        "manifest.json",
    ]
    text = (folder / "digest.md").read_text(encoding="utf-8")
    assert "云岫高新技术导报" in text and "2026年7月4日" in text
    records = [
        json.loads(line) for line in (folder / "articles.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    for record in records:
        for s in record["summary"]["sentences"]:
            assert record["paragraphs"][s["paragraph"]][s["start"] : s["end"]] in record["summary"]["text"]
        assert record["decision"] == "abstain" or (record["decision"] == "topics") == bool(record["topics"])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_encodings_and_line_ends_give_the_same_digest(sample: Path, tmp_path: Path, encoding: str) -> None:
    text = sample.read_text(encoding="utf-8")
    path = tmp_path / "page.txt"
    path.write_bytes(text.replace("\n", "\r\n").encode(encoding))
    predict(path, f"output={tmp_path / 'a'}", f"format={ALL}")
    plain = tmp_path / "plain" / "page.txt"
    plain.parent.mkdir()
    plain.write_text(text, encoding="utf-8")
    predict(plain, f"output={tmp_path / 'b'}", f"format={ALL}")
    marks = []
    for name in "ab":
        manifest = json.loads((tmp_path / name / "page" / "manifest.json").read_text("utf-8"))
        marks.append((manifest["files"], manifest["config_sha256"], manifest["input_chars"]))
    assert len(marks[0][0]) == 6 and marks[0] == marks[1]


def test_manifest_follows_its_schema_and_ties_the_files(sample: Path, tmp_path: Path) -> None:
    predict(sample, f"output={tmp_path}")
    folder = tmp_path / SAMPLE
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    jsonschema.validate(
        manifest, json.loads((files("baozhai") / "schemas" / "manifest.v1.json").read_text("utf-8"))
    )
    for name, digest in manifest["files"].items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest


def test_two_runs_are_byte_identical(sample: Path, tmp_path: Path) -> None:
    predict(sample, f"output={tmp_path / 'a'}")
    predict(sample, f"output={tmp_path / 'b'}")
    for path in (tmp_path / "a" / SAMPLE).iterdir():
        assert path.read_bytes() == (tmp_path / "b" / SAMPLE / path.name).read_bytes()


def test_records_keep_their_ids(tmp_path: Path) -> None:
    path = tmp_path / "records.jsonl"
    path.write_text(
        '{"id": "x-7", "title": "题", "body": "云岫市今天下雨。"}\n{"body": "另一篇。"}\n', encoding="utf-8"
    )
    assert predict(path, f"output={tmp_path}", "format=jsonl") == 0
    lines = (tmp_path / "records" / "articles.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["id"] for line in lines] == ["x-7", "02"]


BAD = {
    "menu.html": ("<html><body><a href='1.html'>第一版</a></body></html>".encode(), "没有找到文章正文"),
    "text.docx": ("云岫市今天下雨。".encode(), "不是 Word 文档"),
    "old.doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500, ".docx"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data, word = BAD[name]
    path = tmp_path / name
    path.write_bytes(data)
    assert predict(path, f"output={tmp_path / 'out'}") == 3
    error = capsys.readouterr().err
    assert name in error and word in error and "Traceback" not in error
    assert not (tmp_path / "out").exists() or not list((tmp_path / "out").rglob("*.*"))


def test_pdf_and_dump_of_the_sample_agree(sample: Path, tmp_path: Path) -> None:
    """The same articles and headlines; a dump does not say which line of a headline is its kicker.

    Nor whose a column's name between two headlines is.
    """
    predict(sample, f"output={tmp_path / 'a'}", "format=jsonl")
    predict(sample.with_suffix(".pdf"), f"output={tmp_path / 'b'}", "format=jsonl")
    between = "基层治理见闻"
    found: list[list[tuple[str, str]]] = []
    for run_ in ("a", "b"):
        lines = (tmp_path / run_ / SAMPLE / "articles.jsonl").read_text(encoding="utf-8").splitlines()
        rows = [row for row in map(json.loads, lines) if row["kind"] == "article"]
        heads = [(row["kicker"] or "") + row["title"] + (row["subtitle"] or "") for row in rows]
        assert sum(between in head for head in heads) == 1
        texts = ["".join(row["paragraphs"]) for row in rows]
        whole = [re.sub(r"\s", "", head).replace(between, "") for head in heads]
        found.append(sorted(zip(texts, whole, strict=True)))
    assert found[0] == found[1] and len(found[0]) == 8


def test_interrupt_leaves_nothing(sample: Path, tmp_path: Path, root: Path) -> None:
    """SIGINT while the input pipe is still open: one line, code 130, no output."""
    command = [sys.executable, "-m", "baozhai", "predict", "-", f"output={tmp_path / 'out'}"]
    # A job started in the background of a shell ignores SIGINT, and would hand that on.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=root
        )
    finally:
        signal.signal(signal.SIGINT, before)
    with process:
        assert process.stdin and process.stderr
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(timeout=4)
        process.send_signal(signal.SIGINT)
        _, error = process.communicate(timeout=60)
    assert process.returncode == 130 and "已中断" in error and "Traceback" not in error
    assert not (tmp_path / "out").exists()


def test_one_bad_file_does_not_stop_the_others(sample: Path, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    shutil.copy(sample, tmp_path / "in" / "good.txt")
    (tmp_path / "in" / "bad.txt").write_bytes(b"")
    assert predict(tmp_path / "in", f"output={tmp_path / 'out'}") == 5
    assert (tmp_path / "out" / "good" / "digest.html").is_file()


def test_digests_inside_a_folder_are_not_read_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, out = tmp_path / "dd", tmp_path / "dd" / "报摘"
    (out / "b").mkdir(parents=True)
    for path in (folder / "a.jsonl", out / "b" / "b.jsonl"):  # an issue beside what is written stays one
        path.write_text('{"title": "题", "body": "云岫市今天下雨。"}\n', encoding="utf-8")
    assert predict(folder, f"output={out}") == 0 and not capsys.readouterr().err
    before = sorted(path for path in folder.rglob("*"))
    assert predict(folder, f"output={out}", "format=md") == 0
    said = capsys.readouterr()
    assert said.err.count("\n") == 1 and f"跳过 {out / 'a'} 等 2 个文件夹" in said.err
    assert sorted(said.out.split()) == [str(out / "a"), str(out / "b")]
    assert sorted(path for path in folder.rglob("*")) == before
    for given in (out / "a", out / "a" / "articles.jsonl"):  # named by itself a digest is an input
        assert predict(given, f"output={tmp_path / given.name}", "format=md") == 0
    assert not capsys.readouterr().err
    (out / "b" / "b.jsonl").unlink()
    assert predict(out, f"output={tmp_path / 'c'}") == 3
    assert "只有 baozhai 写出的报摘" in capsys.readouterr().err


def test_a_file_that_was_edited_is_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.jsonl").write_text('{"title": "题", "body": "云岫市今天下雨。"}\n', encoding="utf-8")
    made, words = tmp_path / "a", (tmp_path / "a.jsonl", f"output={tmp_path}", "format=md,docx,jsonl")
    assert predict(*words) == 0 and predict(*words, "summary.keywords=0") == 0
    assert "改存" not in capsys.readouterr().err and len([*made.iterdir()]) == 4
    fresh = (made / "digest.docx").read_bytes()
    for k, draft in enumerate((b"PK edited once", b"PK edited twice"), 1):
        (made / "digest.docx").write_bytes(draft)
        assert predict(*words) == 0
        assert f"{made / f'digest_改稿{k}.docx'}：原有的文件" in capsys.readouterr().err
        assert (made / f"digest_改稿{k}.docx").read_bytes() == draft
    assert predict(*words) == 0 and "改存" not in capsys.readouterr().err
    assert (made / "digest.docx").read_bytes() != fresh and len([*made.iterdir()]) == 6
    (made / "digest.md").write_text("改过", encoding="utf-8")
    (tmp_path / "b").mkdir()
    shutil.copytree(made, tmp_path / "b" / "a")
    assert run(["digest", str(made / "articles.jsonl"), f"output={tmp_path / 'b'}", "format=md"]) == 0
    assert (tmp_path / "b" / "a" / "digest_改稿1.md").read_text(encoding="utf-8") == "改过"
    capsys.readouterr()
    assert predict(tmp_path / "b", f"output={tmp_path / 'c'}") == 3  # edited files are no issues
    assert "只有 baozhai 写出的报摘" in capsys.readouterr().err


def test_what_was_printed_is_no_issue(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.jsonl").write_text('{"title": "题", "body": "云岫市今天下雨。"}\n', encoding="utf-8")
    assert predict(tmp_path / "a.jsonl", f"output={tmp_path}", "format=md,html,docx,csv,jsonl") == 0
    for kind in ("md", "html", "docx", "csv"):
        for path in (
            tmp_path / "a" / f"digest.{kind}",
            tmp_path / f"定稿.{kind}",
        ):  # beside its manifest, and alone
            shutil.copy(tmp_path / "a" / f"digest.{kind}", tmp_path / f"定稿.{kind}")
            assert predict(path, f"output={tmp_path / 'out'}") == 3
            said = capsys.readouterr().err
            assert f"{path.name}：这是 baozhai 写出的报摘" in said and "baozhai digest" in said
    assert not (tmp_path / "out").exists()
    assert (
        predict(tmp_path / "a", f"output={tmp_path / 'out'}") == 0
    )  # of a digest folder its articles are read
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["articles"]


@pytest.mark.parametrize("name", ["今日.csv", "今日.xlsx", "今日.tsv"])
def test_a_table_is_refused_with_advice(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / name).write_text("标题,正文\n大桥合龙,云岫北门大桥昨天合龙。\n", encoding="utf-8-sig")
    assert predict(tmp_path / name, f"output={tmp_path / 'out'}") == 3
    said = capsys.readouterr().err
    assert name in said and "JSONL" in said and "corpus import" in said and not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("words", "code", "hint"),
    [
        (["nowhere.txt"], 3, "nowhere.txt"),
        ([], 3, "没有给出输入"),
        (["x.txt", "summary.max_char=80"], 2, "summary.max_chars"),
        (["x.txt", "classifier=smv"], 2, "svm"),
        (["x.txt", "format=htm"], 2, "html"),
        (["x.txt", "summary.max_chars=many"], 2, "summary.max_chars"),
        (["x.txt", "date=2026年6月12日"], 2, "2026-06-12"),
        (["x.txt", "date=2026-13-01"], 2, "date=2026-13-01"),
        (["x.txt", "model=nosuch"], 4, "nosuch"),
    ],
)
def test_usage(words: list[str], code: int, hint: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert predict(*words) == code
    assert hint in capsys.readouterr().err


def test_too_large(sample: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert predict(sample, f"output={tmp_path}", "ingest.max_megabytes=0.001") == 3
    assert "ingest.max_megabytes" in capsys.readouterr().err
    assert predict(sample, f"output={tmp_path}", "ingest.max_text_megabytes=0.001") == 3
    assert "ingest.max_text_megabytes" in capsys.readouterr().err


#: What a page dump does not need, whatever is printed of it; each takes longer to load than the page to cut, or much of it.
UNNEEDED = """sklearn joblib scipy jieba hydra omegaconf antlr4 pandas matplotlib mlflow rich pypdfium2 selectolax
xlsxwriter numpy.ma numpy.f2py importlib.metadata importlib.resources baozhai.evaluation baozhai.labels
baozhai.ingest.pages baozhai.ingest.dedupe baozhai.io.corpus baozhai.io.readers.html baozhai.io.readers.pdf"""


@pytest.mark.parametrize(("formats", "without"), [("jsonl,md,html", "docx lxml"), ("jsonl,docx", "")])
def test_a_page_loads_what_it_needs(formats: str, without: str, root: Path, tmp_path: Path) -> None:
    """A run from a cold start is mostly loading: what is loaded stands for the time."""
    code = "import sys; from baozhai.cli import run; code = run(sys.argv[1:]); print(code, *sys.modules)"
    page = next((root / "data" / "starter" / "sample").glob("*.txt"))
    words = ["predict", str(page), f"output={tmp_path}", f"format={formats}"]
    done = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True, cwd=root)
    status, *loaded = done.stdout.splitlines()[-1].split()
    assert status == "0", done.stderr
    assert not {*UNNEEDED.split(), *without.split()} & set(loaded)


def test_stage_table_needs_no_heavy_imports(root: Path) -> None:
    code = "import sys; from baozhai.cli import run; run([]); sys.exit('hydra' in sys.modules or 'numpy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=root)
    assert done.returncode == 0, done.stderr
    assert "predict" in done.stdout and "baozhai <步骤>" in done.stdout


@pytest.mark.parametrize(
    ("words", "hint", "without"),
    [
        ("predict x.txt summary.max_char=80", "summary.max_chars", ("numpy", "hydra")),
        ("train classifier=smv", "svm", ("numpy", "hydra")),
        ("predcit x.txt", "predict", ("numpy", "hydra")),
        ("train classifier.kind=smv", "svm", ("numpy",)),
        ("train -m classifier=svm,bays", "bayes", ("numpy",)),
        ("predict x.txt summary.max_chars=many", "summary.max_chars", ("numpy",)),
        ("predict x.txt decision.abstain_shares=0.1", "decision.abstain_share", ("numpy", "hydra")),
        ("predict x.txt decision.abstain_share=10", "0.1", ("numpy",)),
        ("train classifier.ratio_weight=2.0", "classifier.ratio_weight", ("numpy",)),
        ("train classifier.own_weight=-1.0", "classifier.own_weight", ("numpy",)),
    ],
)
def test_a_typo_is_refused_before_anything_heavy_is_loaded(
    words: str, hint: str, without: tuple[str, ...], root: Path
) -> None:
    """Under a second; what is loaded stands for the time, which a busy machine cannot be trusted with."""
    code = (
        "import sys, time; start = time.process_time(); from baozhai.cli import run; code = run(sys.argv[1:]);"
        "print(code, time.process_time() - start, *sorted({m.partition('.')[0] for m in sys.modules}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *words.split()], capture_output=True, text=True, cwd=root
    )
    status, seconds, *loaded = done.stdout.split()
    assert status == "2" and hint in done.stderr and done.stderr.count("\n") == 1
    assert not set(without) & set(loaded) and float(seconds) < 1


def test_counts_of_the_manifest_are_those_of_the_head(tmp_path: Path) -> None:
    """A photo story no model is sure of is under 图片新闻, not for a person to decide."""
    record = {"title": "湖边放风筝", "body": "风不大，孩子们在湖边放风筝。"}
    lines = [json.dumps({**record, "kind": kind}) for kind in ("article", "photo", "photo")]
    (tmp_path / "in.jsonl").write_text("\n".join(lines), encoding="utf-8")
    predict(tmp_path / "in.jsonl", f"output={tmp_path}", "decision.abstain_share=1")
    written = (tmp_path / "in" / "articles.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line)["decision"] for line in written] == ["abstain"] * 3
    counts = json.loads((tmp_path / "in" / "manifest.json").read_text("utf-8"))["counts"]
    assert counts == {"articles": 1, "photos": 2, "abstained": 1}
    assert "文章 1 篇，图片新闻 2 条，待人工判定 1 篇" in (tmp_path / "in" / "digest.md").read_text("utf-8")


def test_saved_page(tmp_path: Path) -> None:
    page = """<html><meta charset="gb2312"><title>大桥合龙</title><h1>大桥合龙</h1><p class="sec">《云岫日报》2026年6月12日 第03版</p>
    <div id="ozoom"><p>　　云岫北门大桥昨日合龙，全长九百二十米，工期三年。</p></div></html>"""
    (tmp_path / "in.html").write_bytes(page.encode("gb18030"))
    assert predict(tmp_path / "in.html", f"output={tmp_path}") == 0
    text = (tmp_path / "in" / "digest.md").read_text("utf-8")
    assert "### 1. 大桥合龙" in text and "〔云岫日报 6月12日 第3版〕" in text
    assert json.loads((tmp_path / "in" / "manifest.json").read_text("utf-8"))["input_chars"] > 20


def test_reprints_are_shown_once_when_asked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    body = (
        "云岫北门大桥6月11日合龙，全长920米，工期3年。大桥采用钢箱梁，桥下净空12米，千吨级船舶可以通过。"
        "通车以后，樟溪镇到火车站的车程从40分钟缩短到12分钟。"
    )
    papers = {"云岫日报": ("大桥合龙", body), "樟溪晚报": ("天堑变通途", body + "果农都说好。")}
    for k, (paper, (title, text)) in enumerate(papers.items()):
        record = {"title": title, "body": text, "newspaper": paper, "date": "2026-06-12", "page": str(k + 1)}
        (tmp_path / f"{k}.jsonl").write_text(json.dumps(record), encoding="utf-8")
    inputs = [tmp_path / "0.jsonl", tmp_path / "1.jsonl"]
    assert predict(*inputs, f"output={tmp_path / 'each'}") == 0
    assert len(list((tmp_path / "each").iterdir())) == 2
    assert predict(*inputs, f"output={tmp_path / 'one'}", "merge=true", "dedupe.own=云岫日报") == 0
    (folder,) = (tmp_path / "one").iterdir()
    text = (folder / "digest.md").read_text("utf-8")
    assert "文章 1 篇" in text and "- 另见：〔樟溪晚报 6月12日 第2版〕“天堑变通途”" in text
    assert "另见：〔樟溪晚报 6月12日 第2版〕“天堑变通途”" in (folder / "digest.html").read_text("utf-8")
    (record,) = map(json.loads, (folder / "articles.jsonl").read_text("utf-8").splitlines())
    assert (record["newspaper"], record["also"][0]["newspaper"]) == ("云岫日报", "樟溪晚报")
    (tmp_path / "bad.jsonl").write_bytes(b"[]")
    assert predict(*inputs, tmp_path / "bad.jsonl", f"output={tmp_path / 'bad'}", "merge=true") == 5
    assert predict(tmp_path / "bad.jsonl", f"output={tmp_path / 'none'}", "merge=true") == 3
    assert not (tmp_path / "none").exists()
    assert predict(*inputs, "merge=true", "dedupe.containment=0") == 2
    assert "dedupe.containment" in capsys.readouterr().err


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
def test_names_that_other_systems_refuse(sample: Path, tmp_path: Path) -> None:
    """Devices of Windows, controls, bytes that are no UTF-8: read, and every folder has a name for all systems."""
    source = tmp_path / "中文 目录"
    source.mkdir()
    for name in (b"nul.txt", b"a:b?.txt", b"\xff\xfe.txt", "控\x01制\u202e.txt".encode()):
        shutil.copy(sample, source / os.fsdecode(name))
    predict(source, f"output={tmp_path / '报 摘'}", "format=jsonl")
    names = {p.name for p in (tmp_path / "报 摘").iterdir()}
    assert names == {"_nul", "a_b_", "__", "控_制_"}
    assert run(["verify", str(tmp_path / "报 摘")]) == 0
    assert run(["digest", str(tmp_path / "报 摘"), f"output={tmp_path / '汇总'}", "merge=true"]) == 0


def test_explain(sample: Path, tmp_path: Path, root: Path) -> None:
    """The whole sum lies beside the digest; the digest itself says the same as without it."""
    for name, words in (("plain", []), ("explained", ["explain=true"])):
        predict(sample, f"output={tmp_path / name}", *words)
    plain, shown = (next((tmp_path / name).iterdir()) for name in ("plain", "explained"))
    assert (plain / "digest.md").read_bytes() == (shown / "digest.md").read_bytes()
    assert not (plain / "explain.jsonl").exists()
    records = [json.loads(line) for line in (shown / "articles.jsonl").read_text("utf-8").splitlines()]
    rows = {r["id"]: r for r in map(json.loads, (shown / "explain.jsonl").read_text("utf-8").splitlines())}
    schema = json.loads((root / "src/baozhai/schemas/explain.v1.json").read_text("utf-8"))
    for record in records:
        row = rows[record["id"]]
        jsonschema.validate(row, schema)
        for k, topic in enumerate(row["topics"]):
            total = topic["bias"] + sum(t["contributions"][k] for t in row["terms"])
            assert abs(total - topic["value"]) < 1e-9
            assert record["probabilities"][topic["topic"]] == round(topic["probability"], 4)
        for item in record["evidence"]:
            assert item["places"]
            for k, start, end in item["places"]:
                text = record["title"] if k < 0 else record["paragraphs"][k]
                assert text[start:end] == item["term"]
    page = (shown / "digest.html").read_text("utf-8")
    assert (
        'class="w3"' in page and "分量" in page and "分量" not in (plain / "digest.html").read_text("utf-8")
    )
    heads = re.findall(r"<h3>\d+\. (.*?)</h3>", page)
    said = {
        r["title"]: {r["title"][a:b] for e in r["evidence"] for k, a, b in e["places"] if k < 0}
        for r in records
    }
    assert any(said.values())
    for head in heads:
        title = unescape(re.sub(r"<[^>]+>", "", head))
        inside = "".join(unescape(w) for w in re.findall(r"<em [^>]*>(.*?)</em>", head))
        assert all(word in inside for word in said.get(title, ())) and bool(inside) == bool(said.get(title))
    assert json.loads((shown / "manifest.json").read_text("utf-8"))["files"]["explain.jsonl"]


def test_what_of_a_folder_is_not_read_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Neither what was digested before nor hidden files, sidecars and lock files."""
    folder = tmp_path / "来稿"
    (folder / "六月").mkdir(parents=True)
    body = "汀屿集团的新码头昨天启用，年吞吐量可达300万吨，设备全部国产。"
    (folder / "汀屿报_2026-06-12.jsonl").write_text(f'{{"title": "新码头启用", "body": "{body}"}}\n', "utf-8")
    (folder / "汀屿报_2026-06-12.yaml").write_text("page: 3\n", "utf-8")
    for name in ("记录.csv", "六月/照片.png", ".DS_Store", "~$稿.docx", "Thumbs.db"):
        (folder / name).write_bytes(b"x")
    words = ["predict", str(folder), f"output={folder / '报摘'}", "format=md,csv,xlsx,jsonl"]
    assert run(words) == 0 and run(words) == 0
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 3 and said[0] == said[1] and said[2].startswith("baozhai：跳过 ")
    assert said[0].startswith("baozhai：没有读：六月/照片.png、记录.csv。")
    assert "表格请把每篇写成 JSONL" in said[0] and "图片请先做文字识别" in said[0] and "其余" not in said[0]


def test_a_folder_without_issues_says_what_is_in_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for k in range(9):
        (tmp_path / f"{k}.doc").write_bytes(b"x")
    assert run(["predict", str(tmp_path)]) == 3
    said = capsys.readouterr().err
    assert "没有读：0.doc、" in said and "7.doc 等 9 个文件。其余请另存为" in said and "8.doc" not in said


def test_records_whose_text_stands_elsewhere(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """None of them has a text: refused. One of three: it is counted on standard error."""
    text = "松陵重工的新船坞昨天封顶，可造10万吨级货轮。"
    bare = [{"title": f"新船坞封顶{k}", "text": text, "date": "2026-06-12"} for k in (1, 2)]
    path = tmp_path / "稿.jsonl"

    def made(rows: list[dict[str, str]]) -> tuple[int, str]:
        path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows), "utf-8")
        return predict(path, f"output={tmp_path / '报摘'}", "format=md"), capsys.readouterr().err

    code, said = made(bare)
    assert code == 3 and not (tmp_path / "报摘").exists()
    assert (
        "稿.jsonl：2 条记录都没有正文，字段只有 title、text、date。" in said
        and "若正文在 text 里，请改名为 body" in said
    )
    code, said = made([*bare[:1], {"title": "又一座", "body": text}, {"title": "再一座", "body": text}])
    assert code == 0 and said == f"baozhai：{path}：3 篇中有 1 篇只有标题，没有正文，请核对原稿。\n"
