"""`baozhai verify`: an untouched digest passes; one digit, one character or one name changed does not."""

from __future__ import annotations

import json
import random
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest

from baozhai.cli import run
from baozhai.evaluation.verify import difference, printed_faults

ISSUE = """{"id": "01", "title": "澜舸动力二期投产", "byline": [{"name": "沈渡舟", "role": "记者"}, {"name": "骆景谦", "role": "记者"}], "byline_raw": "本报记者 沈渡舟 骆景谦", "body": "澜舸动力二期产线昨天投产，总投资21.8亿元。\\n\
该厂去年产值93.2亿元，同比增长27.5%。“订单排到了冬天。”澜舸动力总经理翟青禾说。其中流动党员217名。\\n预计明年产值120亿元。厂区还有食堂和宿舍，\
工人们说这里住得舒服，也吃得可口，离家不远。", "newspaper": "澜浦日报", "date": "2026-06-12", "page": "3"}
{"id": "02", "title": "老码头办起夜市", "kicker": "灯火澜浦", "subtitle": "——三百个摊位亮到零点", "byline": [{"name": "方小禾", "role": "通讯员"}], "byline_raw": "通讯员 方小禾", "body": \
"澜浦老码头的夜市昨晚开张，三百个摊位亮到零点，接待游客2.8万人次。\\n摊主多是附近的渔民。", "newspaper": "澜浦日报", "date": "2026-06-12", "page": "3"}
"""


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A digest of two articles in every format."""
    folder = tmp_path_factory.mktemp("verify")
    (folder / "x.jsonl").write_text(ISSUE, encoding="utf-8")
    words = [
        "predict",
        str(folder / "x.jsonl"),
        f"output={folder / 'out'}",
        "format=md,html,docx,xlsx,csv,jsonl",
    ]
    assert run(words) == 0
    (made,) = (folder / "out").iterdir()
    return made


@pytest.fixture
def digest(printed: Path, tmp_path: Path) -> Path:
    """A copy to spoil."""
    return Path(shutil.copytree(printed, tmp_path / "期"))


@pytest.fixture
def spoiled(digest: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """Replaces a text once in a file of a digest without manifest, and returns what `verify` says."""

    def call(name: str, old: str, new: str) -> str:
        (digest / "manifest.json").unlink(missing_ok=True)
        text = (digest / name).read_text(encoding="utf-8")
        assert old in text
        (digest / name).write_text(text.replace(old, new, 1), encoding="utf-8")
        capsys.readouterr()
        assert run(["verify", str(digest)]) == 3
        return capsys.readouterr().out

    return call


def test_an_untouched_digest_passes(digest: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["verify", str(digest)]) == 0
    said = capsys.readouterr().out
    assert "2 篇" in said and "无误" in said and "未核对" not in said
    (digest / "manifest.json").unlink()
    assert run(["verify", str(digest / "articles.jsonl")]) == 0


def test_the_starter_issue_passes(records: Path, tmp_path: Path) -> None:
    assert run(["predict", str(records), f"output={tmp_path}"]) == 0
    assert run(["verify", str(tmp_path)]) == 0


MARKDOWN = [
    ("一个数字", "关键数字：总投资21.8", "关键数字：总投资21.9", "01", "关键数字"),
    ("署名", "沈渡舟", "沈渡船", "01", "出处和署名"),
    ("署名", "方小禾", "方小木", "02", "出处和署名"),
    ("标题", ". 澜舸动力二期投产\n", ". 澜舸动力一期投产\n", "01", "标题"),
    ("目录", ". 老码头办起夜市]", ". 老码头办起早市]", "02", "老码头办起早市"),
    ("肩题", "灯火澜浦", "灯火澜湖", "02", "肩题"),
    ("副题", "三百个摊位亮到零点\n", "五百个摊位亮到零点\n", "02", "副题"),
    ("期日", "日报 6月12日", "日报 6月13日", "0", "出处和署名"),
]


@pytest.mark.parametrize(("what", "old", "new", "article", "said"), MARKDOWN)
def test_one_change_in_markdown(
    spoiled: Callable[..., str], what: str, old: str, new: str, article: str, said: str
) -> None:
    text = spoiled("digest.md", old, new)
    assert re.search(rf"digest\.md 第 \d 条（{article}\d?）：.*{said}", text), what


def test_one_character_of_a_summary(digest: Path, spoiled: Callable[..., str]) -> None:
    row = rows(digest)[0]
    summary = row["summary"]["text"]
    changed = summary.replace("投产", "停产", 1)
    text = spoiled("digest.md", summary, changed)
    assert "digest.md 第" in text and "（01）：摘要与记录不符" in text and "停产" in text


def rows(folder: Path) -> list[dict[str, Any]]:
    lines = (folder / "articles.jsonl").read_text(encoding="utf-8").splitlines()
    return sorted((json.loads(line) for line in lines), key=lambda row: str(row["id"]))


def test_a_sentence_put_in(digest: Path, spoiled: Callable[..., str]) -> None:
    summary = rows(digest)[0]["summary"]["text"]
    assert "多出文字“无中生有。”" in spoiled("digest.md", summary, f"{summary}\n\n无中生有。")


def test_an_item_taken_out(spoiled: Callable[..., str]) -> None:
    assert "第 1 条：印件中没有这一条" in spoiled("digest.md", '<a id="a1"></a>', "")


RECORDS = [
    ("摘要", '"summary": {"text": "', '"summary": {"text": "又', "摘要与原文不符"),
    ("姓名", '{"name": "沈渡舟"', '{"name": "沈渡船"', "署名“沈渡船”不在原文署名"),
    ("数字", '"text": "21.8亿元"', '"text": "27.8亿元"', "关键数字“27.8亿元”"),
    ("数值", '"value": 2180000000.0', '"value": 218000000.0', "的数值与原文不符"),
    ("增减", '"value": 27.5', '"value": -72.5', "的增减“同比增长27.5%”与原文不符"),
    ("正文", "总投资21.8亿元", "总投资21.3亿元", "与原文不符"),
    ("时段", '"period": "去年"', '"period": "前年"', "“前年”不在该段"),
    ("关键词", '"keywords": ["', '"keywords": ["乌有', "不在文中"),
]


@pytest.mark.parametrize(("what", "old", "new", "said"), RECORDS)
def test_one_change_in_the_records(
    spoiled: Callable[..., str], what: str, old: str, new: str, said: str
) -> None:
    text = spoiled("articles.jsonl", old, new)
    assert re.search(rf"articles\.jsonl 第 \d 行（0\d）：.*{said}", text), what


def test_one_change_in_word(digest: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (digest / "manifest.json").unlink()
    document = docx.Document(str(digest / "digest.docx"))
    run_ = next(r for p in document.paragraphs if p.style.name == "摘要" for r in p.runs if "投产" in r.text)
    run_.text = run_.text.replace("投产", "停产", 1)
    document.save(str(digest / "digest.docx"))
    assert run(["verify", str(digest)]) == 3
    assert re.search(r"digest\.docx 第 \d 条（01）：摘要与记录不符：.*停产", capsys.readouterr().out)


@pytest.mark.parametrize("name", ["digest.html", "digest.csv", "digest.md", "articles.jsonl"])
def test_the_manifest_knows_every_file(digest: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A change where nothing can be compared: after the last item, or in a paragraph that is in no summary."""
    data = (digest / name).read_bytes()
    (digest / name).write_bytes(data.replace("吃得可口".encode(), "吃得饱饱".encode()) + b"\n")
    assert run(["verify", str(digest)]) == 3
    assert f"{name}：与 manifest.json 所记的不同" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["digest.docx", "digest.md", "digest.xlsx"])
def test_a_file_that_is_missing_or_renamed_is_named(
    digest: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (digest / name).rename(digest / f"定稿{Path(name).suffix}")
    assert run(["verify", str(digest)]) == 3
    said = capsys.readouterr().out
    assert f"{digest / name}：manifest.json 记有这个文件，文件夹里没有" in said and "有 1 处不符" in said


@pytest.mark.parametrize("stage", ["verify", "digest"])
def test_a_printed_file_is_no_digest(digest: Path, stage: str, capsys: pytest.CaptureFixture[str]) -> None:
    copy = digest / "定稿.docx"
    copy.write_bytes((digest / "digest.docx").read_bytes())
    assert run([stage, str(copy)]) == 3
    said = capsys.readouterr().err
    assert "定稿.docx：这里读报摘的文件夹或其中的 articles.jsonl" in said and "二进制" not in said


def test_any_character_of_an_item_in_markdown(digest: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Forty letters and digits of headlines, bylines, summaries and figures, each changed alone."""
    (digest / "manifest.json").unlink()
    text = (digest / "digest.md").read_text(encoding="utf-8")
    start, stop = text.index('<a id="a1">'), text.index("\n---\n")
    # Topics with their probabilities and section names are no text of an article.
    skip = [m.span() for m in re.finditer(r"(?m)^(?:- 类别|## |<a |- 另见|参见).*$", text)]
    places = [k for k in range(start, stop) if text[k].isalnum() and not any(a <= k < b for a, b in skip)]
    for k in random.Random(7).sample(places, 40):
        other = "8" if text[k] != "8" else "3"
        (digest / "digest.md").write_text(text[:k] + other + text[k + 1 :], encoding="utf-8")
        assert run(["verify", str(digest)]) == 3, text[k - 10 : k + 10]


def test_what_an_editor_rewrote_is_skipped_and_counted(
    digest: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change = json.dumps(
        {"id": "01", "summary": "编辑写的一句话。", "title": "编辑的标题"}, ensure_ascii=False
    )
    (tmp_path / "改.jsonl").write_text(change, encoding="utf-8")
    out = tmp_path / "out"
    assert run(["digest", str(digest), f"output={out}", f"corrections={tmp_path / '改.jsonl'}"]) == 0
    assert run(["verify", str(out)]) == 0
    assert "非原文的摘要 1 篇未核对" in capsys.readouterr().out


def test_a_limit_prints_less_than_the_records(digest: Path, tmp_path: Path) -> None:
    assert run(["digest", str(digest), f"output={tmp_path / 'out'}", "digest.limit=1"]) == 0
    assert run(["verify", str(tmp_path / "out")]) == 0


def test_bad_input(tmp_path: Path, digest: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["verify", str(tmp_path / "无")]) == 3
    (digest / "digest.docx").write_bytes(b"PK broken")
    assert run(["verify", str(digest)]) == 3
    (digest / "manifest.json").write_text("{", encoding="utf-8")
    (digest / "digest.docx").unlink()
    assert run(["verify", str(digest)]) == 3
    assert "已损坏" in capsys.readouterr().err


def test_difference_by_hand() -> None:
    assert difference("甲乙丙", "甲丁丙") == "第 2 字起应为“甲乙丙”，现为“甲丁丙”"
    assert difference("甲乙", "甲") == "第 2 字起应为“甲乙”，现为“甲”"


def test_printed_lines_by_hand() -> None:
    lines, facts = [("标题", "甲"), ("摘要", "乙。")], [("关键词", "丙、丁")]
    assert printed_faults(lines, facts, ["甲", "乙。", "类别：戊", "关键词：丙、丁"]) == []
    assert printed_faults(lines, facts, ["甲", "乙。", "类别：戊　关键词：丙、丁"]) == []
    assert printed_faults(lines, (), ["甲"]) == ["缺少摘要“乙。”"]
    assert printed_faults(lines, facts, ["甲", "乙。", "关键词：丙"]) == [
        "关键词与记录不符：第 2 字起应为“丙、丁”，现为“丙”"
    ]


def test_a_summary_cut_at_a_clause_is_marked_and_held_to_its_article(tmp_path: Path) -> None:
    body = "澜舸动力二期产线昨天投产，总投资21.8亿元，带动上下游企业十七家。该厂去年产值93.2亿元，同比增长27.5%，居全市第一。"
    (tmp_path / "x.jsonl").write_text(
        json.dumps({"id": "01", "title": "投产", "body": body}) + "\n", encoding="utf-8"
    )
    words = ["summary.max_chars=20", "summary.clauses=true", "format=md,jsonl,html"]
    assert run(["predict", str(tmp_path / "x.jsonl"), f"output={tmp_path / 'out'}", *words]) == 0
    (made,) = (tmp_path / "out").iterdir()
    records = [
        json.loads(line) for line in (made / "articles.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    (short,) = records
    assert short["edited"] == ["clause"]
    assert short["summary"]["text"].endswith("。") and len(short["summary"]["text"]) <= 20
    assert "非原文：摘要截到分句" in (made / "digest.md").read_text(encoding="utf-8")
    assert run(["verify", str(made)]) == 0
    again = ["digest", str(made), f"output={tmp_path / 'again'}", "format=jsonl"]
    assert run(again) == 0
    (made / "manifest.json").unlink()
    text = (made / "articles.jsonl").read_text(encoding="utf-8")
    spoiled = text.replace(short["summary"]["text"], short["summary"]["text"].replace("。", "！"))
    assert spoiled != text
    (made / "articles.jsonl").write_text(spoiled, encoding="utf-8")
    assert run(["verify", str(made)]) == 3


def test_the_file_that_was_changed_is_blamed(digest: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Two faults a time: what is said, and that it is not the file that was written."""

    def tallies(name: str, old: str, new: str) -> list[str]:
        whole = (digest / name).read_bytes()
        (digest / name).write_bytes(whole.replace(old.encode(), new.encode()))
        assert run(["verify", str(digest)]) == 3
        (digest / name).write_bytes(whole)
        lines = capsys.readouterr().out.splitlines()
        return [line.removeprefix(f"{digest}/") for line in lines if re.search("无误|有 .* 处不符", line)]

    assert tallies("digest.md", "二期产线昨天投产", "二期产线昨天停产") == [
        "articles.jsonl：2 篇、4 句、4 个关键数字，无误",
        "digest.md：2 条已核对，有 2 处不符",
        "digest.docx：2 条已核对，无误",
    ]
    assert tallies("digest.html", "渔民", "船民")[-1] == "digest.html：有 1 处不符"
    records, *pages = tallies("articles.jsonl", "老码头办起夜市", "老码头办起早市")
    assert "不符" in records and all(page.endswith("无误") for page in pages)


@pytest.mark.parametrize("stage", ["verify", "digest"])
def test_a_digest_without_records_says_which_format_is_missing(
    tmp_path: Path, stage: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "x.jsonl").write_text(ISSUE, encoding="utf-8")
    assert run(["predict", str(tmp_path / "x.jsonl"), f"output={tmp_path / 'out'}", "format=md,docx"]) == 0
    assert run([stage, str(tmp_path / "out")]) == 3
    said = capsys.readouterr().err
    assert "format= 里要有 jsonl" in said and "请先用 baozhai predict" not in said


def test_the_last_line_of_a_document_is_none_of_an_item_without_facts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    photo = {"id": "1", "kind": "photo", "title": "图题", "body": "上图："}
    (tmp_path / "x.jsonl").write_text(json.dumps(photo, ensure_ascii=False) + "\n", encoding="utf-8")
    assert (
        run(["predict", str(tmp_path / "x.jsonl"), f"output={tmp_path / 'out'}", "format=md,docx,jsonl"]) == 0
    )
    assert run(["verify", str(tmp_path / "out" / "x")]) == 0, capsys.readouterr().out
