"""Taxonomies: files, faults, differences, labels under former names."""

from __future__ import annotations

from pathlib import Path

import pytest

from baozhai.errors import ConfigError
from baozhai.io.readers.taxonomy import read_taxonomy
from baozhai.io.writers.document import document
from baozhai.io.writers.items import names
from baozhai.io.writers.markdown import to_markdown
from baozhai.io.writers.profile import Profile
from baozhai.labels.taxonomy import SECTIONS, changes, migrated, positives, problems, renamed, whole
from baozhai.records import Digest, Judgement, Topic, resolve


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "mine.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_is_read_in_digest_order_with_lines(tmp_path: Path) -> None:
    text = "# 说明\ntopics:\n  b:\n    name: 乙\n    order: 2\n  a:\n    name: 甲\n    order: 1\n    include: [子, 丑丑]\n"
    found = read_taxonomy(written(tmp_path, text))
    assert [(d.topic.id, d.topic.name, d.line) for d in found] == [("a", "甲", 6), ("b", "乙", 3)]
    assert found[0].topic.include == ("子", "丑丑")


def test_the_shipped_taxonomy_has_no_fault(root: Path) -> None:
    found = read_taxonomy(root / "conf" / "taxonomy" / "press.yaml")
    assert [p for p in problems([d.topic for d in found]) if p.fatal] == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("topics:\n  a:\n    name: 甲\n  a:\n    name: 乙\n", ("第 4 行", "第 2 行")),
        ("topics:\n  a:\n    nmae: 甲\n", ("第 3 行", "是否想写 name")),
        ("topics:\n  a:\n    include: 词\n", ("第 3 行", "一列词")),
        ("topics:\n  a:\n    order: 第一\n", ("第 3 行", "整数")),
        ("topics:\n  a: 甲\n", ("第 2 行", "类别 a")),
        ("topics:\n  a: {name: 甲\n", ("不是 YAML",)),
        ("topic:\n  a:\n", ("没有 topics",)),
        ("", ("第 1 行",)),
    ],
)
def test_a_broken_file_is_refused_with_its_line(tmp_path: Path, text: str, said: tuple[str, ...]) -> None:
    with pytest.raises(ConfigError) as error:
        read_taxonomy(written(tmp_path, text))
    assert all(word in str(error.value) for word in said), str(error.value)


def test_faults_within_a_taxonomy() -> None:
    topics = [
        Topic("ai", "人工智能", definition="…", include=("模型", "大模型", "算力", "算力", "智")),
        Topic("chip", "芯片", definition="…", include=("算力",), aliases=("ai",)),
        Topic("empty", ""),
    ]
    found = [(p.topic, p.text, p.fatal) for p in problems(topics)]
    assert ("ai", "“ai”也是别的类别的编号、名称或曾用名（不分大小写）", True) in found
    assert ("ai", "线索词“大模型”含有“模型”，一处会算两次", False) in found
    assert ("ai", "线索词“算力”写了不止一次", False) in found
    assert ("ai", "线索词“智”太短，会到处误中", False) in found
    assert ("chip", "线索词“算力”也是别的类别的线索词", False) in found
    assert ("empty", "没有 name（报摘里的名称）", True) in found
    assert sum(p[0] == "empty" for p in found) == 3


def test_changes() -> None:
    old = [Topic("a", "甲"), Topic("b", "乙"), Topic("c", "丙", include=("词语",)), Topic("d", "丁")]
    old += [Topic("e", "人工智能"), Topic("f", "旧")]
    new = [
        Topic("a", "甲"),
        Topic("b2", "乙", aliases=("b",)),
        Topic("e2", "数字经济", aliases=("e",)),
        Topic("f2", "新", aliases=("f", "旧")),
        Topic("c", "丙丙", include=("词",)),
        Topic("d2", "丁"),
    ]
    found = [(c.kind, c.before, c.after, c.text) for c in changes(old, new)]
    assert found == [
        ("renamed", "b", "b2", ""),
        ("changed", "c", "c", "name、include"),
        ("removed", "d", "", "d2"),
        ("renamed", "e", "e2", "人工智能"),  # queues hold this name, which nothing knows any more
        ("renamed", "f", "f2", ""),
        ("added", "", "d2", ""),
    ]


def test_labels_under_former_names() -> None:
    """One former name: as it was. Two put together: one yes is a yes, a no needs both. Today's word counts first."""
    one = [Topic("new", "新", aliases=("old",))]
    assert renamed({("x", "old"): 1, ("y", "old"): -1}, one) == {
        ("x", "old"): 1, ("y", "old"): -1, ("x", "new"): 1, ("y", "new"): -1,
    }  # fmt: skip
    assert renamed({("x", "old"): 1, ("x", "new"): -1}, one)["x", "new"] == -1
    two = [Topic("both", "并", aliases=("p", "q"))]
    verdicts = {("x", "p"): 1, ("x", "q"): -1, ("y", "p"): -1, ("y", "q"): -1, ("z", "p"): -1}
    found = renamed(verdicts, two)
    assert (found["x", "both"], found["y", "both"], found.get(("z", "both"))) == (1, -1, None)
    assert positives(verdicts, two) == {"both": (1, 1)}


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        (["b + 1", "a - 1"], 1),  # one sitting, in which both were topics of their own
        (["a - 1", "b + 2"], 1),
        (["b + 1", "a - 2"], -1),  # of all that the topic is by then
        (["b + 1", "a - 1", "b - 2"], -1),
        (["a - 1", "b - 1"], -1),
        (["b + 1", "a - 1", "a + 2", "a - 3"], -1),
        (["c + 1", "a - 2", "b + 3"], 1),
    ],
)
def test_a_topic_that_takes_in_others_under_its_own_id(said: list[str], wanted: int) -> None:
    """Its former "no" was about itself alone: it denies no "yes" to another part, unless it was said later."""
    topics = [Topic("a", "甲", aliases=("b", "c"))]
    ledger = [
        Judgement("x", topic, 1 if sign == "+" else -1, "person:乙", f"2026-11-0{day}")
        for topic, sign, day in (line.split() for line in said)
    ]
    assert renamed(resolve(whole(ledger, topics)), topics)["x", "a"] == wanted


def test_migration_adds_only_what_is_missing() -> None:
    topics = [Topic("new", "新", aliases=("old",))]
    ledger = [
        Judgement("x", "old", 1, "person:甲"),
        Judgement("y", "old", -1, "person:乙"),
        Judgement("y", "new", -1, "person:乙"),
        Judgement("z", "old", 1, "rule:old"),
    ]
    rows = migrated(ledger, topics, "2026-11-25")
    assert [(j.article, j.topic, j.verdict, j.source) for j in rows] == [("x", "new", 1, "person:甲")]
    assert migrated([*ledger, *rows], topics, "2026-11-25") == []


#: What the table that people fill in, or a digest, means otherwise.
NOT_NAMES = ("其他要闻", "图片新闻", "待人工判定", "与我有关", "说明", "是", "√", "Ｙ", "否", "×", "其他")


def test_headings_of_a_digest_are_no_names(digest: Digest) -> None:
    lines = to_markdown(document(digest, Profile(lead=80))).split("\n")
    heads = {line.removeprefix("## ").partition("（")[0] for line in lines if line.startswith("## ")}
    found = (heads | {*names(digest).values()}) - {t.name for t in digest.topics}
    assert {"图片新闻", "与我有关", "说明"} < found <= {*SECTIONS}


def test_what_cannot_be_used() -> None:
    topics = [
        Topic("b", "无", "", "写法", ("词语二",)),
        Topic("c", "丙", "", "写法", ("", "招商，签约，落户")),
        *(Topic(f"d{k}", name, "", "写法", (f"词语{k}",)) for k, name in enumerate(NOT_NAMES)),
        Topic("e", "科技、数码", "", "写法", ("词语五",)),
    ]
    found = [(p.topic, p.fatal, p.text[:8]) for p in problems(topics)]
    assert ("b", False, "名称“无”在判定") in found
    assert ("c", True, "线索词中有空的一") in found and ("c", False, "线索词“招商，签") in found
    assert list(dict.fromkeys(p[0] for p in found if p[0] >= "d")) == [f"d{k}" for k in range(len(NOT_NAMES))]


@pytest.mark.parametrize(
    ("topics", "said"),
    [
        ([Topic("ai", "人工智能"), Topic("compute", "AI")], "“AI”也是别的类别"),
        ([Topic("awards", "奖项"), Topic("sport", "体育", name_en="Awards")], "“Awards”也是别的类别"),
        ([Topic("photo", "甲类")], "类别编号“photo”"),
        ([Topic("Party", "党建")], "类别编号“Party”"),
        ([Topic("a", "甲\u200b")], "看不见的字符"),
        ([Topic("a", "甲\n乙")], "看不见的字符"),
        ([Topic("a", "甲", aliases=("旧\ud800",))], "看不见的字符"),
    ],
)
def test_topics_that_no_answer_could_tell_apart(topics: list[Topic], said: str) -> None:
    assert any(said in p.text for p in problems(topics) if p.fatal)


def test_what_may_stay_in_a_name() -> None:
    topics = [Topic("ai", "AI", name_en="Ai", aliases=("ai_1",)), Topic("b", "科技　数码 2.0（新）")]
    assert not [p for p in problems(topics) if p.fatal]


def test_a_cue_word_that_could_not_be_found_is_named() -> None:
    found = problems([Topic("a", "甲", "", "写法", ("支部\u200b", "党员"))])
    assert [p.text for p in found] == ["线索词“支部\u200b”里有看不见的字符，数不到：请重新输入"]
