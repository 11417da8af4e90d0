"""What people type wrongly: one line that says what to type, and nothing is written."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from baozhai.cli import compose, run
from baozhai.errors import ConfigError


@pytest.fixture
def issue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An issue of one article; the working folder is an empty one."""
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"title": "大桥合龙", "body": "云岫北门大桥昨天合龙。"}), encoding="utf-8")
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    return path


NAMES = [
    ("evaluate model=base", "run_name=base"),
    ("train model=base", "run_name=base"),
    ("predict a.jsonl run_name=zs6", "model=zs6"),
    ("review run_name=zs6", "model=zs6"),
    ("rank run_name=zs6", "model=zs6"),
    ("digest a model=base", "请删去"),
    ("sweep run_name=x", "baozhai train"),
]
MARKS = [
    (["output＝今日"], "output=今日"),
    (["explain＝true"], "explain=true"),
    (["digest＝weekly"], "digest=weekly"),
    (["digest.lead＝0"], "digest.lead=0"),
    (["output=“今日报摘”"], '请写成 output=今日报摘，中间有空格时写成 output="今日报摘"'),
    (["output=“今日", "报摘”"], "引号是中文的"),
    (["“今日.pdf”"], "请写成 今日.pdf"),
    (["output="], "output=：等号后面是空的"),
    (["output=", "x"], "等号两边不留空格"),
    (["output", "=x"], "“=x”：等号前没有配置项"),
    (["model="], "model=："),
]


@pytest.mark.parametrize(("words", "said"), NAMES)
def test_the_word_for_a_model_that_a_stage_does_not_use(
    words: str, said: str, issue: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(words.split()) == 2
    error = capsys.readouterr().err
    assert said in error and error.count("\n") == 1 and not [*Path.cwd().iterdir()]


def test_an_experiment_names_its_own_model() -> None:
    cfg = compose(["experiment=press"])
    assert (cfg.model, cfg.run_name) == ("press", "press")


@pytest.mark.parametrize(("words", "said"), MARKS)
def test_marks_of_a_chinese_keyboard(
    words: list[str], said: str, issue: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["predict", str(issue), *words]) == 2
    error = capsys.readouterr().err
    assert said in error and error.count("\n") == 1 and not [*Path.cwd().iterdir()]


def test_quotation_marks_that_belong_to_a_text_and_names_of_files_stay(issue: Path) -> None:
    odd = issue.rename(issue.with_name("“两会”＝a＝b.jsonl"))
    words = ["digest.title=“两会”快讯", "digest.organization=云岫“两会”", "output=out", "format=md"]
    assert run(["predict", str(odd), *words]) == 0
    assert "“两会”快讯" in next(Path("out").rglob("digest.md")).read_text(encoding="utf-8")


def test_a_long_text_is_no_path(issue: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """255 bytes are the longest name of Linux; a Chinese character takes three."""
    long = "云岫高新技术产业开发区" * 30
    assert run(["predict", str(issue), f"digest.report_to={long}", f"newspaper={long}", "output=out"]) == 0
    assert long in (Path("out") / "a" / "digest.md").read_text(encoding="utf-8")
    for words in ([long], [str(issue), f"output={long}"], [str(issue), f"model={long}"]):
        capsys.readouterr()
        assert run(["predict", *words]) == 3
        error = capsys.readouterr().err
        assert "名称太长" in error and error.count("\n") == 1


def test_topics_of_a_digest_by_name(issue: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cfg = compose(
        ["digest.topics=党建，奖项荣誉", "digest.summary_chars.党建=60", "digest.summary_chars.photo=80"]
    )
    assert cfg.digest.topics == ["party_building", "awards"]
    assert cfg.digest.summary_chars == {"party_building": 60, "photo": 80}
    for word, said in (
        ("digest.topics=体育", "生物医药"),
        ("digest.summary_chars.党健=60", "是否想写 党建"),
        ("digest.summary_chars.党建=多", "应为整数"),
        ("taxonomy.topics.党建.name=党", "写法读不懂"),
    ):
        assert run(["predict", str(issue), word]) == 2
        error = capsys.readouterr().err
        assert said in error and "Exception" not in error and error.count("\n") == 1


def test_several_options_of_one_group(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(root)
    for word, said in (
        ("review=csv,doccano", "review.format=csv,doccano"),
        ("classifier=svm,bayes", "请加 -m"),
        ("classifier=svm,baye", "没有这个选项"),
    ):
        with pytest.raises(ConfigError, match=said):
            compose([word])


def test_a_settings_file_that_is_gone(
    issue: Path, root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(root / "conf", issue.parent / "conf")
    monkeypatch.chdir(issue.parent)
    Path("conf/taxonomy/press.yaml").unlink()
    assert run(["predict", str(issue), "output=out"]) == 2
    error = capsys.readouterr().err
    assert "缺少" in error and "conf/taxonomy/press.yaml" in error and "output" not in error


def test_corrections_as_a_spreadsheet_has_them(issue: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [{"id": f"{k:03d}", "title": f"题{k}", "body": "云岫市今天下雨。"} for k in range(1, 12)]
    issue.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    assert run(["predict", str(issue), "output=out", "format=jsonl"]) == 0
    for text, code, said in (
        ('{"id": "1", "title": "改"}\n{"id": 2, "drop": true}', 0, ""),
        ('{"id": "99", "title": "改"}', 3, "没有这一篇。编号有 0"),
        ("编号,人工类别\nh0123456789abcdef,党建\n", 3, "修改表应是 JSONL"),
    ):
        Path("改").write_text(text, encoding="utf-8")
        capsys.readouterr()
        assert run(["digest", "out/a", "corrections=改", "output=new", "format=jsonl"]) == code
        assert said in capsys.readouterr().err
    (lines,) = [p.read_text("utf-8").splitlines() for p in Path("new").rglob("articles.jsonl")]
    titles = {r["id"]: r["title"] for r in map(json.loads, lines)}
    assert titles["001"] == "改" and "002" not in titles and len(titles) == 10
    assert run(["review", "out/a", "corrections=改"]) == 3 and "不写报摘" in capsys.readouterr().err
