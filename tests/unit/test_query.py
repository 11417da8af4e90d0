"""The queue of articles to judge: its order worked out by hand, its reasons in words, its formats by name."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import numpy as np
import pytest

from baozhai.io.writers.queue import COLUMNS, queue_files
from baozhai.labels.ledger import content_hash
from baozhai.labels.query import CUT, RULE_NO, RULE_YES, Opinions, queue, suspect
from baozhai.labels.rules import rule_table, vote
from baozhai.records import Article, Topic

TOPICS = (
    Topic("party_building", "党建", include=("支部",)),
    Topic("awards", "奖项荣誉", include=("颁奖", "获评")),
)


def article(title: str, text: str = "云岫高新区的一条新闻。", confidence: float = 1.0) -> Article:
    return Article(title, title=title, paragraphs=(text,), confidence=confidence)


def opinions(*rows: tuple[tuple[float, float], tuple[int, int], tuple[int, int]]) -> Opinions:
    """Rows of probabilities, verdicts of people, votes of rules; both thresholds 0.4."""
    proba, people, rules = (np.array(column) for column in zip(*rows, strict=True))
    people, rules = people.astype(np.int8), rules.astype(np.int8)
    settled, cold = np.zeros(people.shape, bool), np.zeros(2, bool)
    return Opinions(proba, np.array([0.4, 0.4]), people, rules, settled, cold)


def test_order_by_hand() -> None:
    articles = [
        article("甲"), article("乙"), article("丙", "园区颁奖。"), article("丁", confidence=0.3), article("戊"),
        article("己"),
    ]  # fmt: skip
    said = opinions(
        ((0.01, 0.95), (0, 0), (0, 0)),  # sure: not asked
        ((0.35, 0.45), (0, 0), (0, 0)),  # 0.35 and 0.55 may be wrong: 1 - 0.65 * 0.45
        ((0.01, 0.05), (0, 0), (0, 1)),  # a cue word against the model
        ((0.01, 0.90), (0, 0), (0, 0)),  # doubtful cut: CUT * (1 - 0.3)
        ((0.90, 0.01), (0, 0), (-1, 0)),  # no cue word for what the model gives
        ((0.01, 0.75), (0, 0), (0, -1)),  # two reasons for one topic: 1 - 0.75 * (1 - RULE_NO)
    )
    found = queue(articles, TOPICS, said)
    assert [(q.article.title, round(q.usefulness, 6)) for q in found] == [
        ("乙", 0.7075), ("己", 0.5125), ("戊", RULE_NO), ("丙", RULE_YES), ("丁", round(CUT * 0.7, 6)),
    ]  # fmt: skip
    by_title = {q.article.title: q for q in found}
    assert [r.text for r in by_title["乙"].reasons] == [
        "“奖项荣誉”拿不准：概率 0.45，门槛 0.40", "“党建”拿不准：概率 0.35，门槛 0.40",
    ]  # fmt: skip
    assert by_title["乙"].topics == ("awards",)
    assert by_title["丙"].reasons[0].text == "线索词（颁奖）指向“奖项荣誉”，模型说不是（概率 0.05）"
    assert by_title["戊"].reasons[0].text == "模型说是“党建”（概率 0.90），线索词不支持"
    assert by_title["丁"].reasons[0].text == "标题或起止存疑（把握 0.30），请对照版面"


def test_a_cue_word_is_found_within_a_paragraph_only() -> None:
    """招商 stands in none of the two paragraphs."""
    topic = Topic("investment", "招商引资", include=("招商", "签约"), exclude=("商家",))
    across = Article("a", "公司签", ("约谈业主", "公司大招", "商量过了"))
    assert vote(across, topic, min_hits=1) == -1
    assert vote(Article("b", "招商会", ("今天签约。",)), topic, min_hits=3) == 1
    assert vote(Article("c", "招商会", ("请商家来。",)), topic, min_hits=1) == 1
    said = replace(opinions(((0.0, 0.0), (0, 0), (0, 1))), cold=np.array([False, True]))
    (found,) = queue([Article("d", "题", ("公司大招", "商量签约"))], (TOPICS[0], topic), said)
    assert "线索词（签约）" in found.reasons[0].text


def test_rules_by_hand_and_without_an_article() -> None:
    weak = np.array([[1, 0], [1, 1], [-1, 1], [0, -1]], dtype=np.int8)
    gold = np.array([[1, 0], [-1, 1], [-1, 0], [1, 0]], dtype=np.int8)
    first, second = rule_table(weak, gold, TOPICS)
    shares = {"coverage": 0.5, "overlap": 0.25, "conflict": 0.25, "accuracy": 2 / 3}
    assert first == {"rule": "rule:party_building", **shares}
    assert second == {
        "rule": "rule:awards",
        "coverage": 0.5,
        "overlap": 0.25,
        "conflict": 0.0,
        "accuracy": 1.0,
    }
    none = np.zeros((0, 2), dtype=np.int8)
    assert [{*row.values()} for row in rule_table(none, none, TOPICS)] == [
        {None, "rule:party_building"},
        {None, "rule:awards"},
    ]


def test_a_topic_without_cue_words_is_not_contradicted_by_them() -> None:
    """As after an import: of three articles that are filed under it, only the one that is not certain is asked about."""
    topics = (Topic("topic_01", "交通出行"), TOPICS[1])
    articles = [article("甲"), article("乙"), article("丙")]
    rules = [tuple(vote(a, t) for t in topics) for a in articles]
    said = opinions(*(((p, 0.01), (0, 0), r) for p, r in zip((0.95, 0.7, 0.95), rules, strict=True)))
    (found,) = queue(articles, topics, said)
    assert [r.text for r in found.reasons] == ["“交通出行”拿不准：概率 0.70，门槛 0.40"]


def test_equal_questions_keep_their_order_and_a_missing_headline_is_one() -> None:
    said = opinions(*[((0.25, 0.01), (0, 0), (0, 0))] * 3, ((0.01, 0.01), (0, 0), (0, 0)))
    articles = [article("乙"), article("甲"), article("丙"), article("")]
    assert [q.article.title for q in queue(articles, TOPICS, said)] == ["", "乙", "甲", "丙"]


def test_suspects_by_hand() -> None:
    """Mean of the yes: (0.9 + 0.8 + 0.1) / 3 = 0.6; of the no, 1 - p: (0.9 + 0.8 + 0.35) / 3 = 0.683."""
    proba = np.array([[0.9], [0.8], [0.1], [0.1], [0.2], [0.65], [0.99]])
    people = np.array([[1], [1], [1], [-1], [-1], [-1], [0]], dtype=np.int8)
    assert suspect(proba, people).ravel().tolist() == [False, False, True, False, False, True, False]
    assert not suspect(proba, np.ones((7, 1), dtype=np.int8)).any()  # nothing to compare with


def test_a_slip_is_asked_about_until_it_is_settled() -> None:
    rows = [((0.9, 0.01), (1, -1), (0, 0)), ((0.97, 0.01), (-1, -1), (0, 0)), ((0.1, 0.01), (-1, -1), (1, 0))]
    said = opinions(*rows)
    found = queue([article("甲"), article("乙"), article("丙")], TOPICS, said)
    assert [(q.article.title, q.reasons[0].text) for q in found] == [
        ("乙", "人工没有标“党建”，交叉验证的概率却有 0.97，疑为漏标")
    ]
    assert found[0].topics == ()
    said.settled[1, 0] = True
    assert queue([article("甲"), article("乙"), article("丙")], TOPICS, said) == []


def test_formats_show_names_and_run_nothing() -> None:
    odd = article("=1+1", "＋cmd|' /C calc'!A0\n" + "长" * 40_000)
    said = opinions(((0.35, 0.45), (0, 0), (0, 0)))
    found = queue([odd], TOPICS, said)
    files = queue_files(found, TOPICS, ["csv", "jsonl", "doccano", "labelstudio"], "q")
    assert sorted(files) == [
        "q.csv", "q.jsonl", "q_doccano.jsonl", "q_doccano_labels.json", "q_labelstudio.json", "q_labelstudio.xml",
    ]  # fmt: skip
    assert files["q.csv"].startswith(b"\xef\xbb\xbf")
    (row,) = csv.DictReader(io.StringIO(files["q.csv"].decode("utf-8-sig"), newline=""))
    assert tuple(row) == COLUMNS
    assert row["标题"] == "'=1+1" and row["正文"].startswith("'＋cmd") and len(row["正文"]) < 32_767
    assert (row["建议类别"], row["人工类别"], row["编号"]) == ("奖项荣誉", "", f"h{content_hash(odd)}")
    assert row["概率"] == "党建 0.35；奖项荣誉 0.45"
    record = json.loads(files["q.jsonl"])
    assert record["paragraphs"] == list(odd.paragraphs) and record["marked"] is None
    assert json.loads(files["q_doccano.jsonl"])["label"] == []
    assert [x["text"] for x in json.loads(files["q_doccano_labels.json"])] == ["党建", "奖项荣誉", "其他"]
    (task,) = json.loads(files["q_labelstudio.json"])
    assert task["predictions"][0]["result"][0]["value"] == {"choices": ["奖项荣誉"]}
    assert (
        '<Choice value="党建"/>' in (several := files["q_labelstudio.xml"].decode())
        and '"multiple"' in several
    )
    one = queue_files(found, TOPICS, ["labelstudio"], "q", single=True)["q_labelstudio.xml"].decode()
    assert 'choice="single"' in one


@pytest.mark.parametrize("form", ["csv", "jsonl", "doccano", "labelstudio"])
def test_half_a_surrogate_pair_stops_no_format(form: str) -> None:
    said = opinions(((0.35, 0.45), (0, 0), (0, 0)))
    assert queue_files(queue([article("坏\ud83d字")], TOPICS, said), TOPICS, [form], "q")


def test_of_a_topic_nobody_taught_the_cue_words_ask() -> None:
    """Where cue words fire it is asked about and suggested; a model that does not know it says neither yes nor no."""
    said = replace(
        opinions(((0.0, 0.0), (0, 0), (0, 1)), ((0.0, 0.0), (0, 0), (0, -1)), ((0.0, 0.45), (0, 0), (0, 0))),
        cold=np.array([False, True]),
    )
    (found,) = queue([article("甲"), article("乙"), article("丙")], TOPICS, said)
    assert found.article.title == "甲" and found.topics == (TOPICS[1].id,)
    assert found.probabilities == {TOPICS[0].id: 0.0, TOPICS[1].id: None}
    assert "还没有学过" in found.reasons[0].text
    (line,) = queue_files([found], TOPICS, ["jsonl"], "q")["q.jsonl"].decode().splitlines()
    assert json.loads(line)["probabilities"][TOPICS[1].name] is None
    assert f"{TOPICS[1].name} —" in queue_files([found], TOPICS, ["csv"], "q")["q.csv"].decode()


def test_one_topic_an_article_is_the_most_probable() -> None:
    said = replace(opinions(((0.3, 0.35), (0, 0), (0, 0))), exclusive=True)
    (found,) = queue([article("甲")], TOPICS, said)
    assert found.topics == (TOPICS[1].id,) and "门槛" not in found.reasons[0].text


def test_a_doubtful_cut_is_not_asked_about_again() -> None:
    """An answer does not mend a cut; a topic that has no answer yet is a question still."""
    said = opinions(((0.01, 0.95), (-1, 1), (0, 0)), ((0.01, 0.95), (0, 1), (0, 0)))
    said = replace(said, settled=said.people != 0)
    asked = queue([article("", "甲。"), article("乙", confidence=0.3)], TOPICS, said)
    assert [q.article.title for q in asked] == ["乙"]
