"""A week of digests in one: counts by zone, topic and newspaper, the week before, reprints, shorter summaries."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from baozhai.cli import run

PAPERS = ("云岫导报", "汀澜晚报")
PLANT = "云岫高新区的某厂新产线今天投产，生产汽车零部件，年产值可达{n}亿元，设备全部国产。"
FAIR = "记者在云岫高新区看到，街心公园今天开园，园里栽了{n}棵树，附近居民前来散步。"
SHOP = "砚湖软件园的小店今天开张，店主说要卖{n}种点心，街坊都来捧场。"


def issue(tmp_path: Path, paper: str, date: str, *texts: str) -> str:
    """An issue of items as records, digested; the folder of its digest."""
    path = tmp_path / "原 稿" / f"{paper}_{date}.jsonl"
    path.parent.mkdir(exist_ok=True)
    rows = [{"title": f"题{k}{text[:4]}", "body": text} for k, text in enumerate(texts, 1)]
    path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows), encoding="utf-8")
    assert run(["predict", str(path), f"output={tmp_path / '各 期'}", "format=md,jsonl"]) == 0
    return str(tmp_path / "各 期" / path.stem)


@pytest.fixture
def days(tmp_path: Path) -> list[str]:
    """5 June: one paper, two items; 12 June: a reprint of both in one paper, three items in the other, one of them shared."""
    first = issue(tmp_path, PAPERS[0], "2026-06-05", PLANT.format(n=3), FAIR.format(n=40))
    second = issue(tmp_path, PAPERS[0], "2026-06-12", PLANT.format(n=3), FAIR.format(n=40))
    texts = (
        FAIR.format(n=40),
        SHOP.format(n=7),
        SHOP.format(n=7).replace("小店", "茶馆").replace("点心", "茶"),
    )
    return [first, second, issue(tmp_path, PAPERS[1], "2026-06-12", *texts)]


def printed(folder: Path) -> str:
    assert run(["verify", str(folder)]) == 0
    return (folder / "digest.md").read_text("utf-8")


def test_a_report_is_one_in_its_week_and_one_in_the_week_before(days: list[str], tmp_path: Path) -> None:
    """12 June has four reports (the park, in both papers, counts for the one whose copy is shown), 5 June two."""
    assert run(["digest", *days, "digest=weekly", f"output={tmp_path / '周'}"]) == 0
    text = printed(tmp_path / "周" / "汇总")
    assert "文章 4 篇" in text and len(re.findall(r"^### [1-4]\. 题", text, re.M)) == 4
    assert "| 合计 | 1 | 3 | 4 | 2 | \\+2 |" in text
    assert text.count("- 另见：〔云岫导报 6月12日〕") == 1
    assert "表中“上期”指此前 7 天，共 2 条。" in text


def test_the_watch_list_is_counted_where_zones_are_not_listed(
    days: list[str], tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """云岫高新区: the plant and the park, both also the week before; 砚湖园 by its alias: shop and tea house, new."""
    shutil.copytree(root / "conf", tmp_path / "conf")
    lines = [
        "defaults: [weekly, _self_]",
        "watch: {云岫高新区: [], 砚湖园: [砚湖软件园], 无名园: []}",
        "topics: [photo, other, manufacturing]",
    ]
    (tmp_path / "conf" / "digest" / "ours.yaml").write_text("\n".join(lines), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert run(["digest", *days, "digest=ours", "output=周"]) == 0
    text = printed(tmp_path / "周" / "汇总")
    assert "与我有关 4 篇" in text and "云岫高新区 2 篇、砚湖园 2 篇、无名园 0 篇" in text

    def rows(heading: str) -> dict[str, list[str]]:
        block = text.partition(f"**{heading}**\n\n")[2].partition("\n\n")[0]
        cells = [[c.strip() for c in line.split("|")[1:-1]] for line in block.splitlines()]
        return {row[0]: row[1:] for row in cells if not row[0].startswith("---")}

    assert rows("园区各类条数") == {
        "园区": ["制造业", "其他要闻", "合计", "上期", "增减"],
        "云岫高新区": ["1", "1", "2", "2", "0"],
        "砚湖园": ["0", "2", "2", "0", "\\+2"],
    }
    papers = rows("园区各报条数")
    assert papers["园区"] == ["云岫导报", "汀澜晚报", "合计", "上期", "增减"]
    assert papers["云岫高新区"][:3] == ["1", "1", "2"] and papers["砚湖园"][:3] == ["0", "2", "2"]
    assert rows("园区各类各报条数") == {
        "园区·类别": ["云岫导报", "汀澜晚报", "合计"],
        "云岫高新区·制造业": ["1", "0", "1"],
        "云岫高新区·其他要闻": ["0", "1", "1"],
        "砚湖园·其他要闻": ["0", "2", "2"],
    }


def test_an_earlier_digest_to_compare_with(days: list[str], tmp_path: Path) -> None:
    """The week of 5 June was rolled up before; the week of 12 June is held against it, not against older inputs."""
    words = ["digest=weekly", "format=md,jsonl"]
    assert run(["digest", days[0], *words, f"output={tmp_path / '上周'}"]) == 0
    before = tmp_path / "上周" / Path(days[0]).name
    assert run(["digest", *days[1:], *words, f"digest.before={before}", f"output={tmp_path / '周'}"]) == 0
    folder = tmp_path / "周" / "汇总"
    text = printed(folder)
    assert "| 合计 | 1 | 3 | 4 | 2 | \\+2 |" in text and "表中“上期”指所比较的报摘，共 2 条。" in text
    sources = json.loads((folder / "manifest.json").read_text("utf-8"))["sources"]
    assert [s["role"] for s in sources] == ["articles", "articles", "before"]


def test_a_missing_digest_to_compare_with(
    days: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["digest", days[0], f"digest.before={tmp_path / '没有'}", f"output={tmp_path / '周'}"]) == 3
    assert "没有" in capsys.readouterr().err and not (tmp_path / "周").exists()


def test_predict_makes_one_weekly_digest(days: list[str], tmp_path: Path) -> None:
    assert run(["predict", str(tmp_path / "原 稿"), "digest=weekly", f"output={tmp_path / '周'}"]) == 0
    assert "| 合计 | 1 | 3 | 4 | 2 | \\+2 |" in printed(tmp_path / "周" / "merged")


def test_the_order_of_topics_is_that_of_the_profile(days: list[str], tmp_path: Path) -> None:
    assert run(["digest", *days, "digest.topics=[other,manufacturing]", f"output={tmp_path / '序'}"]) == 0
    text = printed(tmp_path / "序" / "汇总")
    assert 0 < text.index("## 其他要闻") < text.index("## 制造业")


def test_a_digest_printed_again_can_be_shorter(records: Path, tmp_path: Path) -> None:
    assert run(["predict", str(records), f"output={tmp_path / 'a'}", "format=jsonl"]) == 0
    words = ["digest.summary_chars.manufacturing=40", f"output={tmp_path / 'b'}"]
    assert run(["digest", str(tmp_path / "a"), *words, "format=md,jsonl"]) == 0

    def rows(name: str) -> dict[str, dict[str, Any]]:
        text = (tmp_path / name / records.stem / "articles.jsonl").read_text("utf-8")
        return {r["id"]: r for r in map(json.loads, text.splitlines())}

    old, new = rows("a"), rows("b")
    printed(tmp_path / "b" / records.stem)
    changed = [key for key in old if old[key]["summary"] != new[key]["summary"]]
    assert changed and all("manufacturing" in old[key]["topics"] for key in changed)
    assert all(not new[key]["edited"] for key in new)


def test_what_is_watched_is_counted_under_its_topics(
    days: list[str], tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Plant and park name the zone, this week and the week before: they stand under 与我有关, and are counted by topic."""
    shutil.copytree(root / "conf", tmp_path / "conf")
    lines = ["defaults: [weekly, _self_]", "watch: {云岫高新区: []}"]
    (tmp_path / "conf" / "digest" / "ours.yaml").write_text("\n".join(lines), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert run(["digest", *days, "digest=ours", "output=周"]) == 0
    table = printed(tmp_path / "周" / "汇总").partition("**各类各报条数**\n\n")[2].partition("\n\n")[0]
    assert table.splitlines()[2:] == [
        "| 制造业 | 1 | 0 | 1 | 1 | 0 |",
        "| 其他要闻 | 0 | 3 | 3 | 1 | \\+2 |",
        "| 合计 | 1 | 3 | 4 | 2 | \\+2 |",
        "| 其中与我有关 | 1 | 1 | 2 | 2 | 0 |",
    ]


def test_copies_are_said_of_what_is_printed_alone(days: list[str], tmp_path: Path) -> None:
    """Two papers shared the plant in the week before, which is not printed; the park is shared, and left out by the topics."""
    again = issue(tmp_path, PAPERS[1], "2026-06-05", PLANT.format(n=3))
    words = ["digest=weekly", "format=md,jsonl"]
    assert run(["digest", *days, again, *words, f"output={tmp_path / '周'}"]) == 0
    text = printed(tmp_path / "周" / "汇总")
    assert "1 篇与他处重复" in text and text.count("- 另见：") == 1
    assert run(["digest", *days[:2], again, *words, f"output={tmp_path / '一'}"]) == 0
    text = printed(tmp_path / "一" / "汇总")
    assert "与他处重复" not in text and "另见" not in text
    less = [*words, "digest.topics=[manufacturing]", f"output={tmp_path / '少'}"]
    assert run(["digest", *days, *less]) == 0
    assert "与他处重复" not in printed(tmp_path / "少" / "汇总")


def test_why_nothing_is_compared(days: list[str], tmp_path: Path) -> None:
    """The digest to compare with is of the same seven days; of days before, but without the topic; compared with a limit."""

    def note(before: str, *more: str) -> str:
        words = ["digest=weekly", "format=md,jsonl", f"digest.before={before}", f"output={tmp_path / '周'}"]
        assert run(["digest", days[2], *words, *more]) == 0
        text = printed(tmp_path / "周" / Path(days[2]).name)
        assert "上期" not in text
        return text.partition("- 没有与 digest.before 所指的报摘比较：")[2].partition("\n")[0]

    assert note(days[1]) == "它里面没有本期之前 7 天的报道（它的日期：2026年6月12日），请换一份更早的。"
    assert note(days[0], "digest.topics=[awards]") == "它里面没有所印类别的报道。"
    assert note(days[0], "digest.limit=1") == "限了条数（digest.limit），印出的不能与全部相比。"
