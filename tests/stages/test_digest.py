"""`baozhai digest`: the same document again, corrections, several issues, a week against the one before."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

import docx
import jsonschema
import pytest

from baozhai.cli import run
from baozhai.digest import Digester
from baozhai.io.files import sha256
from baozhai.records import Doubt

SAMPLE = "云岫高新技术导报_2026-06-12_第3版"
FIGURE = {
    "paragraph": 0,
    "start": 0,
    "end": 2,
    "text": "甲",
    "value": 1.0,
    "unit": "元",
    "kind": "money",
    "change": None,
}


@pytest.fixture
def predicted(records: Path, tmp_path: Path) -> Path:
    """The folder of a predicted digest, in a path with spaces."""
    assert run(["predict", str(records), f"output={tmp_path / '今天 的'}"]) == 0
    return tmp_path / "今天 的" / SAMPLE


@pytest.fixture
def reprint(predicted: Path, tmp_path: Path) -> Callable[..., Path]:
    """Runs `digest` on the predicted folder and returns the new one."""

    def call(*words: str, corrections: str = "") -> Path:
        if corrections:
            (tmp_path / "改.jsonl").write_text(corrections, encoding="utf-8")
            words = (*words, f"corrections={tmp_path / '改.jsonl'}")
        assert run(["digest", str(predicted), f"output={tmp_path / 'out'}", *words]) == 0
        return tmp_path / "out" / SAMPLE

    return call


def texts(folder: Path) -> tuple[str, ...]:
    """What is printed, in three formats."""
    word = "\n".join(p.text for p in docx.Document(str(folder / "digest.docx")).paragraphs)
    return (*((folder / f"digest.{x}").read_text(encoding="utf-8") for x in ("md", "html")), word)


def manifest(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    jsonschema.validate(
        found, json.loads((files("baozhai") / "schemas" / "manifest.v1.json").read_text("utf-8"))
    )
    return found


def test_reprinting_changes_nothing(predicted: Path, reprint: Callable[..., Path]) -> None:
    folder = reprint()
    for name in ("digest.md", "digest.html", "digest.docx", "articles.jsonl"):
        assert (folder / name).read_bytes() == (predicted / name).read_bytes(), name
    data = (predicted / "articles.jsonl").read_bytes()
    assert manifest(folder)["sources"] == [
        {"role": "articles", "file": "articles.jsonl", "sha256": sha256(data)},
        {"role": "issue", **manifest(predicted)["input"]},
    ]
    assert manifest(folder)["model"] == manifest(predicted)["model"]


def test_corrections_are_printed_and_marked(predicted: Path, reprint: Callable[..., Path]) -> None:
    rows = [json.loads(x) for x in (predicted / "articles.jsonl").read_text("utf-8").splitlines()]
    first, second, third = (row["id"] for row in rows[:3])
    changes = [
        {"id": first, "title": "改过的标题", "summary": "编辑写的一句话。"},
        {"id": second, "drop": True},
        {"id": third, "topics": ["awards"]},
    ]
    folder = reprint(corrections="\n".join(json.dumps(c, ensure_ascii=False) for c in changes))
    for text in texts(folder):
        assert "改过的标题" in text and "编辑写的一句话。" in text
        assert "非原文：标题、摘要" in text and "除标明“非原文”者外" in text
        assert "奖项荣誉（人工）" in text and rows[1]["title"] not in text
    again = [json.loads(x) for x in (folder / "articles.jsonl").read_text("utf-8").splitlines()]
    assert len(again) == len(rows) - 1
    assert next(r for r in again if r["id"] == first)["edited"] == ["title", "summary"]
    assert [s["role"] for s in manifest(folder)["sources"]] == ["articles", "corrections", "issue"]


def test_printing_again_keeps_what_was_said(
    records: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Warnings of the model once each, notes of an issue with its name; text that was lost is named once."""
    monkeypatch.setattr(Digester, "_doubts", lambda *_: [Doubt("manufacturing", "press", 0.4)])
    rows = ["{}", *records.read_text("utf-8").splitlines()[:2]]
    for name in ("甲", "乙"):
        (tmp_path / f"{name}.jsonl").write_text("\n".join(rows), encoding="utf-8")
        assert run(["predict", str(tmp_path / f"{name}.jsonl"), f"output={tmp_path / 'days'}"]) == 0
    folders = [tmp_path / "days" / name for name in ("甲", "乙")]
    (note,) = manifest(folders[0])["notes"]["issue"]
    lost = manifest(folders[0]) | {"unassigned_chars": 7}
    (folders[0] / "manifest.json").write_text(json.dumps(lost), encoding="utf-8")
    seen = tmp_path / "seen"
    for _ in range(2):  # a digest that was printed again says it all when it is printed once more
        for words in (folders[:1], folders):
            assert run(["digest", *map(str, words), f"output={seen}"]) == 0
        for text in (*texts(seen / "甲"), *texts(seen / "汇总")):
            assert text.count("人工样例太少") == text.count("原稿中有文字未能归入") == 1
        assert note in texts(seen / "甲")[2]
        assert all(texts(seen / "汇总")[2].count(f"{name}：{name}.jsonl") == 1 for name in ("甲", "乙"))
        folders, seen = [seen / "甲", folders[1]], tmp_path / "again"


def test_a_manifest_of_before_has_no_notes(predicted: Path, reprint: Callable[..., Path]) -> None:
    old = {k: v for k, v in manifest(predicted).items() if k != "notes"}
    (predicted / "manifest.json").write_text(json.dumps(old), encoding="utf-8")
    assert manifest(reprint())["notes"] == {"issue": [], "digest": [], "topics": []}


@pytest.mark.parametrize(
    ("topics", "ids"),
    [
        (["奖项荣誉", "party_building", "党建"], ["awards", "party_building"]), (["AWARDS"], ["awards"]),
        (["其他"], []), ([], []),
    ],
)  # fmt: skip
def test_corrections_name_topics_as_review_tables_do(
    topics: list[str], ids: list[str], reprint: Callable[..., Path]
) -> None:
    """By name or id, in the order of the editor."""
    folder = reprint(corrections=json.dumps({"id": "01", "topics": topics}, ensure_ascii=False))
    rows = map(json.loads, (folder / "articles.jsonl").read_text("utf-8").splitlines())
    (row,) = (r for r in rows if r["id"] == "01")
    assert (row["topics"], row["decision"]) == (ids, "topics" if ids else "other")


BAD = {
    '{"id": "77", "title": "x"}': "没有这一篇",
    '{"id": "01", "titel": "x"}': "titel",
    '{"id": "01", "topics": ["sport"]}': "sport",
    '{"id": "01", "topics": ["奖项荣耀"]}': "是否想写“奖项荣誉”",
    '{"id": "01", "topics": ["其他", "党建"]}': "不能与别的类别",
    '{"id": "01", "topics": "awards"}': "类型不对",
    '{"id": "01", "drop": "yes"}': "类型不对",
    '{"title": "x"}': "哪一篇",
    '{"id": "01"\n': "第 12 个字起写法不对",
    '{"id": "01", “title”: "题"}': '第 14 个字是 “。字段和值两边的引号必须是直的（"），请改正：{"id"',
    '{"id": "01”, "title": "题"}': "第 11 个字是 ”",
    '{"id": "01", "title"："题"}': "第 21 个字起写法不对",
    '{"id": "01", "title": "“题”" "drop": true}': "第 29 个字起写法不对",
}


def test_corrections_in_gbk(predicted: Path, tmp_path: Path) -> None:
    """Few of their characters are Chinese ones; curly quotes inside a text are its own."""
    (tmp_path / "改.jsonl").write_bytes('{"id": "01", "title": "“新”题"}\r\n'.encode("gbk"))
    words = [
        str(predicted),
        f"output={tmp_path / 'out'}",
        f"corrections={tmp_path / '改.jsonl'}",
        "format=md,jsonl",
    ]
    assert run(["digest", *words]) == 0
    (printed,) = (tmp_path / "out").glob("*/digest.md")
    assert "“新”题" in printed.read_text("utf-8")


@pytest.mark.parametrize("line", BAD)
def test_bad_corrections(
    line: str, predicted: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "改.jsonl").write_text(line, encoding="utf-8")
    words = [str(predicted), f"output={tmp_path / 'out'}", f"corrections={tmp_path / '改.jsonl'}"]
    assert run(["digest", *words]) == 3
    error = capsys.readouterr().err
    assert "改.jsonl 第 1 行" in error and BAD[line] in error
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "fields",
    [
        {"certainty": float("nan")},
        {"certainty": 10**400},
        {"crossheads": [{"before_para": float("inf"), "text": "甲"}]},
        {"evidence": [{"topic": "awards", "term": "甲", "contribution": float("inf")}]},
        {
            "evidence": [
                {"topic": "awards", "term": "甲", "contribution": 1, "places": [[float("inf"), 0, 1]]}
            ]
        },
        {"figures": [FIGURE | {"metric": 5}]},
    ],
)
def test_numbers_and_texts_that_no_digest_holds(
    fields: dict[str, object], predicted: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = predicted / "articles.jsonl"
    first, *rest = path.read_text("utf-8").splitlines()
    path.write_text("\n".join([json.dumps(json.loads(first) | fields), *rest]), encoding="utf-8")
    for words in (
        ["digest", str(predicted), f"output={predicted.parent / 'out'}"],
        ["verify", str(predicted)],
    ):
        assert run(words) == 3
        assert "articles.jsonl 第 1 行：不是报摘的记录" in capsys.readouterr().err
    assert not (predicted.parent / "out").exists()


def test_a_rewritten_headline_keeps_no_places_of_the_old_one(
    predicted: Path, reprint: Callable[..., Path]
) -> None:
    path = predicted / "articles.jsonl"
    rows = [json.loads(x) for x in path.read_text("utf-8").splitlines()]
    first, second = [r for r in rows if r["evidence"] and r["title"]][:2]
    for row in (first, second):
        row["evidence"][0]["places"] = [[-1, 0, 2], [0, 0, 2]]
    path.write_text("\n".join(json.dumps(r, ensure_ascii=False) for r in rows), encoding="utf-8")
    changes = [{"id": first["id"], "title": "新题"}, {"id": second["id"], "title": second["title"]}]
    folder = reprint(corrections="\n".join(json.dumps(c, ensure_ascii=False) for c in changes))
    again = map(json.loads, (folder / "articles.jsonl").read_text("utf-8").splitlines())
    found = {r["id"]: r["evidence"][0]["places"] for r in again if r["id"] in (first["id"], second["id"])}
    assert found == {first["id"]: [[0, 0, 2]], second["id"]: [[-1, 0, 2], [0, 0, 2]]}


def test_the_input_is_never_written_over(predicted: Path) -> None:
    before = {p.name: p.read_bytes() for p in predicted.iterdir()}
    assert run(["digest", str(predicted), f"output={predicted.parent}"]) == 0
    assert {p.name: p.read_bytes() for p in predicted.iterdir()} == before
    assert (predicted.parent / f"{SAMPLE}_重印" / "digest.docx").is_file()


def test_a_summary_rewritten_in_place_is_marked(predicted: Path, reprint: Callable[..., Path]) -> None:
    path = predicted / "articles.jsonl"
    rows = [json.loads(x) for x in path.read_text("utf-8").splitlines()]
    rows[0]["summary"]["text"] = "手改的摘要。"
    path.write_text("\n".join(json.dumps(r, ensure_ascii=False) for r in rows), encoding="utf-8")
    for text in texts(reprint()):
        assert "非原文：摘要" in text and "在生成之后被改动过" in text


def week(tmp_path: Path, root: Path) -> list[str]:
    """Three issues: one of 5 June, two of 12 June (one of them another paper)."""
    out = []
    for paper, date in (("云岫导报", "2026-06-05"), ("云岫导报", "2026-06-12"), ("汀澜晚报", "2026-06-12")):
        path = tmp_path / "in" / f"{paper}_{date}.jsonl"
        path.parent.mkdir(exist_ok=True)
        rows = ['{"title": "某厂投产新产线", "body": "某厂的新产线今天投产，生产汽车零部件。"}']
        rows += ['{"title": "街心公园开园", "body": "街心公园今天开园。"}'] * (1 + (paper == "汀澜晚报"))
        path.write_text("\n".join(rows), encoding="utf-8")
        assert run(["predict", str(path), f"output={tmp_path / 'days'}", "format=jsonl"]) == 0
        out.append(str(tmp_path / "days" / path.stem / "articles.jsonl"))
    return out


def test_a_week_is_counted_against_the_one_before(tmp_path: Path, root: Path) -> None:
    """12 June: 5 items in two papers; 5 June lies in the seven days before: 2 items."""
    paths = week(tmp_path, root)
    out = f"output={tmp_path / 'out'}"
    words = ["digest=weekly", "digest.merge=false", "format=md,html,docx,jsonl"]
    assert run(["digest", *paths, out, *words]) == 0
    folder = tmp_path / "out" / "汇总"
    md, html, _ = texts(folder)
    assert "一周报摘" in md and "2026年6月12日" in md and "2026年6月5日" not in md
    assert "| 合计 | 3 | 2 | 5 | 2 | \\+3 |" in md or "| 合计 | 2 | 3 | 5 | 2 | \\+3 |" in md
    assert re.search(r"<th scope=.row.>合计</th>.*<td>5</td><td>2</td><td>\+3</td>", html)
    table = docx.Document(str(folder / "digest.docx")).tables[0]
    assert [cell.text for cell in table.rows[-1].cells][-3:] == ["5", "2", "+3"]
    assert len((folder / "articles.jsonl").read_text("utf-8").splitlines()) == 7
    assert len(manifest(folder)["sources"]) == 3
    assert run(["digest", *paths, out, "digest=weekly", "digest.limit=1", "format=md"]) == 0
    assert "上期" not in (folder / "digest.md").read_text("utf-8")  # a limit leaves nothing to compare


def test_reprints_are_printed_once_when_asked(tmp_path: Path) -> None:
    """Two papers with one report: printed once, with its other place, and again from what was written."""
    body = "云岫北门大桥6月11日合龙，全长920米，工期3年。大桥采用钢箱梁，桥下净空12米，千吨级船舶可以通过。"
    for paper in ("云岫日报", "樟溪晚报"):
        row = {"title": "大桥合龙", "body": body, "newspaper": paper, "date": "2026-06-12"}
        (tmp_path / f"{paper}.jsonl").write_text(json.dumps(row), encoding="utf-8")
        assert run(["predict", str(tmp_path / f"{paper}.jsonl"), f"output={tmp_path / 'each'}"]) == 0
    words = ["digest", str(tmp_path / "each"), "merge=true", "dedupe.own=云岫日报"]
    assert run([*words, f"output={tmp_path / 'once'}", "format=md,html,docx,xlsx,csv,jsonl"]) == 0
    folder = tmp_path / "once" / "汇总"
    assert all("另见：〔樟溪晚报 6月12日〕" in text for text in texts(folder))
    assert "〔樟溪晚报 6月12日〕" in (folder / "digest.csv").read_text("utf-8")
    assert "1 篇与他处重复" in texts(folder)[0]
    (row,) = map(json.loads, (folder / "articles.jsonl").read_text("utf-8").splitlines())
    assert row["id"] == "01" and [c["newspaper"] for c in row["also"]] == ["樟溪晚报"]
    assert run(["digest", str(folder), f"output={tmp_path / 'again'}", "format=jsonl"]) == 0
    again = (tmp_path / "again" / "汇总" / "articles.jsonl").read_bytes()
    assert again == (folder / "articles.jsonl").read_bytes()


def test_what_was_printed_from_others_is_not_counted_again(
    tmp_path: Path, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    week(tmp_path, root)
    days = tmp_path / "days"
    words = ["digest", str(days), f"output={days}", "format=md,jsonl"]
    assert run(words) == 0 and "跳过" not in capsys.readouterr().err
    first = {path.name: path.read_bytes() for path in (days / "汇总").iterdir()}
    for _ in range(2):
        assert run(words) == 0
        said = capsys.readouterr()
        assert said.out.split() == [str(days / "汇总")]
        assert said.err.count("\n") == 1 and f"跳过 {days / '汇总'}：与这里的其他报摘重复" in said.err
    assert {path.name: path.read_bytes() for path in (days / "汇总").iterdir()} == first
    assert run(["digest", str(days / "汇总"), f"output={tmp_path / 'one'}", "format=jsonl"]) == 0
    assert "跳过" not in capsys.readouterr().err  # named by itself a digest is an input


def test_a_corrected_digest_stands_for_the_one_it_was_made_from(
    tmp_path: Path, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Three issues of 2, 2 and 3 articles, one of them printed again with a headline of an editor's."""
    week(tmp_path, root)
    days, change = tmp_path / "days", tmp_path / "改.jsonl"
    change.write_text('{"id": "02", "title": "编辑的标题"}', encoding="utf-8")
    one = ["digest", str(days / "云岫导报_2026-06-05"), f"output={days}", f"corrections={change}"]
    assert run([*one, "format=jsonl"]) == 0
    capsys.readouterr()
    assert run(["digest", str(days), f"output={tmp_path / 'out'}", "format=jsonl"]) == 0
    assert f"跳过 {days / '云岫导报_2026-06-05'}：" in capsys.readouterr().err
    text = (tmp_path / "out" / "汇总" / "articles.jsonl").read_text("utf-8")
    titles = sorted(json.loads(line)["title"] for line in text.splitlines())
    assert titles == sorted(["某厂投产新产线"] * 3 + ["街心公园开园"] * 3 + ["编辑的标题"])


def test_the_same_number_in_two_files_needs_a_file_name(
    tmp_path: Path, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    paths = week(tmp_path, root)[1:]
    change = tmp_path / "改.jsonl"
    words = ["digest", *paths, f"output={tmp_path / 'out'}", f"corrections={change}", "format=md"]
    change.write_text('{"id": "01", "drop": true}', encoding="utf-8")
    assert run(words) == 3 and "2 篇同号" in capsys.readouterr().err
    change.write_text('{"id": "01", "file": "汀澜晚报_2026-06-12.jsonl", "drop": true}', encoding="utf-8")
    assert run(words) == 0


@pytest.mark.parametrize(
    ("data", "hint"),
    [
        (b"", "空"),
        ('{"title": "甲", "body": "乙"}'.encode(), "predict"),
        (b"[1]\n", "第 1 行"),
        (b"{", "不是 JSON"),
    ],
)
def test_bad_records(data: bytes, hint: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.jsonl").write_bytes(data)
    assert run(["digest", str(tmp_path / "a.jsonl"), f"output={tmp_path / 'out'}"]) == 3
    error = capsys.readouterr().err
    assert "a.jsonl" in error and hint in error and "Traceback" not in error


def test_nothing_to_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for words, hint in (
        ([], "没有给出"),
        ([str(tmp_path)], "articles.jsonl"),
        (["no.jsonl"], "没有这个文件"),
    ):
        assert run(["digest", *words]) == 3
        assert hint in capsys.readouterr().err


def test_profiles_choose_and_order(predicted: Path, reprint: Callable[..., Path]) -> None:
    md, _, _ = texts(reprint("digest=topic"))
    rows = [json.loads(x) for x in (predicted / "articles.jsonl").read_text("utf-8").splitlines()]
    about = sum("biomedicine" in row["topics"] for row in rows)
    assert re.findall("^## (.*)", md, re.M)[:2] == ["目录", "生物医药"] and "## 制造业" not in md
    assert len(re.findall("^### ", md, re.M)) == about
    assert f"另有 {10 - about} 篇未印出（只印生物医药）" in md
    md, _, _ = texts(reprint("digest.limit=2", "digest.order=length"))
    assert "文章 2 篇" in md and "另有 8 篇未印出（最多印 2 条）" in md
    md, html, word = texts(reprint("digest.sensitive=[采茶工,绝无此词]", "digest.number=7"))
    assert all("敏感词：采茶工" in text and "绝无此词" not in text for text in (md, html, word))
    assert "第7期" in md and "第7期" in word


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("digest.topics=[sport]", "没有类别“sport”"),
        ("digest.limit=-1", "digest.limit"),
        ("digest.order=size", "digest.order"),
        ("digest.sensitive=[党]", "太短"),
        ("digest.template=没有.docx", "没有.docx"),
        ("digest=monthly", "weekly"),
    ],
)
def test_bad_profiles(word: str, hint: str, predicted: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["digest", str(predicted), word]) == 2
    assert hint in capsys.readouterr().err


def test_an_article_that_is_dropped_takes_no_lead_away(tmp_path: Path) -> None:
    """Of five articles one is dropped, then the digest is printed once more; four that were always four have no lead."""
    texts = [
        f"{firm}的新厂房昨天投产，生产{what}，年产值可达{n}亿元，设备全部国产。"
        for n, (firm, what) in enumerate(
            {
                "岚桥机械": "轴承",
                "松陵重工": "货轮",
                "汀屿纸业": "新闻纸",
                "砚溪纺织": "丝绸",
                "云坞陶瓷": "瓷砖",
            }.items(),
            3,
        )
    ]
    rows = [{"id": f"{k}", "title": text[:9], "body": text} for k, text in enumerate(texts, 1)]
    (tmp_path / "改.jsonl").write_text('{"id": "5", "drop": true}', encoding="utf-8")

    def leads(folder: Path) -> int:
        (text,) = (p.read_text("utf-8") for p in folder.glob("*/digest.md"))
        return text.count("## 本期要点")

    for name, n in (("五", 5), ("四", 4)):
        lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows[:n])
        (tmp_path / f"{name}.jsonl").write_text(lines, encoding="utf-8")
        words = [str(tmp_path / f"{name}.jsonl"), f"output={tmp_path / name}", "format=md,jsonl"]
        assert run(["predict", *words]) == 0
        assert leads(tmp_path / name) == (n == 5)
    words = ["digest", str(tmp_path / "五"), "format=md,jsonl"]
    assert run([*words, f"corrections={tmp_path / '改.jsonl'}", f"output={tmp_path / '改'}"]) == 0
    assert run(["digest", str(tmp_path / "改"), "format=md,jsonl", f"output={tmp_path / '再'}"]) == 0
    assert leads(tmp_path / "改") == leads(tmp_path / "再") == 1
    assert run(["verify", str(tmp_path / "再")]) == 0
