"""Several people in one file: each one's answers are kept, and the last one's hold."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from baozhai.io.readers.marks import read_marks
from baozhai.labels.answers import answers, disputed, judgements, moved, overruled, told
from baozhai.labels.marks import standing
from baozhai.labels.undo import undo
from baozhai.records import Judgement, Mark, Topic, resolve

TOPICS = (Topic("party", "党建"), Topic("awards", "奖项荣誉"))
A, B = "a" * 16, "b" * 16
NAMES = [topic.name for topic in TOPICS]
MARKS = st.lists(
    st.builds(
        Mark,
        st.just("1"),
        st.sampled_from((A, B)),
        st.sampled_from(((), ("党建",), ("奖项荣誉",), ("党建", "奖项荣誉"))),
        st.sampled_from(("", "王编辑", "李编辑", "赵编辑")),
        asked=st.sampled_from(((), ("党建",), ("党建", "奖项荣誉"))),
    ),
    max_size=8,
)


def judged(marks: list[Mark], ledger: list[Judgement], when: str = "2026-06-12") -> list[Judgement]:
    return judgements(answers(marks, TOPICS, "王编辑"), ledger, held=resolve(ledger), when=when)


def spoken(marks: list[Mark]) -> dict[tuple[str, str], dict[tuple[str, str], int]]:
    """The verdicts of the last mark of each person for each article, in the order of these marks."""
    out: dict[tuple[str, str], dict[tuple[str, str], int]] = {}
    for mark in marks:
        key = mark.article, mark.author or "王编辑"
        out.pop(key, None)
        about = {*(mark.asked or NAMES), *mark.labels}
        out[key] = {(key[0], t.id): 1 if t.name in mark.labels else -1 for t in TOPICS if t.name in about}
    return out


@given(MARKS, MARKS)
def test_each_is_heard_the_last_one_holds_and_nothing_is_said_twice(
    first: list[Mark], second: list[Mark]
) -> None:
    ledger: list[Judgement] = []
    for day, marks in enumerate((first, second), 12):
        held = resolve(ledger)
        new = judged(marks, ledger, f"2026-06-{day}")
        for k, j in enumerate(new):
            assert j.before == resolve([*ledger, *new[:k]]).get((j.article, j.topic), 0)
        if new:
            back, _ = undo([*ledger, *new], new[0].batch, TOPICS, when="2026-07-01", author="x")
            undone = resolve([*ledger, *new, *back])
            assert {pair: v for pair, v in undone.items() if v} == {pair: v for pair, v in held.items() if v}
        ledger = [*ledger, *new]
        assert judged(marks, ledger, "2026-07-01") == []
        told = {(j.source, j.article, j.topic): j.verdict for j in standing(ledger)}
        holds: dict[tuple[str, str], int] = {}
        for (_, who), verdicts in spoken(marks).items():
            assert {pair: told[f"person:{who}", *pair] for pair in verdicts} == verdicts
            holds |= verdicts
        assert holds.items() <= resolve(ledger).items()


def test_who_differs_on_what_both_were_asked() -> None:
    marks = [
        Mark("1", A, ("党建",), "王编辑"),
        Mark("2", A, (), "李编辑"),
        Mark("3", A, ("党建",), "赵编辑"),
        Mark("4", B, ("党建",), "王编辑", asked=("党建",)),
        Mark("5", B, ("奖项荣誉",), "李编辑", asked=("奖项荣誉",)),
    ]
    found = answers(marks, TOPICS, "主任")
    assert disputed(found) == {A: "赵编辑"}
    people, differ, article = told(found, [], [], author="主任", titles={A: "产线投产"})
    assert people == "判定人：王编辑 2 篇、李编辑 2 篇、赵编辑 1 篇。" and "有 1 篇几个人判得不同" in differ
    assert article == f"  h{A}《产线投产》，现以赵编辑为准"
    assert told(answers(marks[:1], TOPICS, "主任"), [], [], author="王编辑", titles={}) == []
    held = {(A, "party"): -1}
    assert moved(judgements(found, [], held=held, when="2026-06-12")) == (3, 1)
    assert held == {(A, "party"): -1}


def test_overruling_another_person_is_told() -> None:
    first = judged([Mark("1", A, ("党建",), "李编辑"), Mark("2", B, (), "李编辑")], [])
    other = judged([Mark("1", A, (), "赵编辑"), Mark("2", B, (), "赵编辑")], first)
    assert overruled(other, first) == {A: {"李编辑"}}
    assert told([], other, first, author="", titles={})[1] == f"  h{A}，先前是李编辑"
    again = judged([Mark("1", A, ("党建",), "赵编辑")], [*first, *other])
    assert not overruled(again, [*first, *other])  # a change of mind


def test_numbers_tell_people_of_label_studio_apart() -> None:
    def said(label: str, who: int, day: int) -> dict[str, Any]:
        result = [{"type": "choices", "value": {"choices": [label]}}]
        return {"result": result, "completed_by": who, "updated_at": f"2026-06-{day}T01:00:00Z"}

    both = {
        "data": {"article": A},
        "annotations": [said("党建", 7, 13), said("其他", 4, 12), said("其他", 7, 11)],
    }
    found = read_marks(json.dumps([both]).encode(), "x")
    assert [(m.labels, m.author) for m in found] == [(("其他",), "4 号"), (("党建",), "7 号")]
    alone = {**both, "annotations": both["annotations"][::2]}
    assert [(m.labels, m.author) for m in read_marks(json.dumps([alone]).encode(), "x")] == [(("党建",), "")]


def test_the_short_export_of_label_studio_has_the_newest_first() -> None:
    def said(topic: str, who: object, day: int) -> dict[str, Any]:
        when = f"2026-06-{day}T01:00:00Z"
        return {"article": A, "topics": topic, "annotator": who, "annotation_id": day, "updated_at": when}

    short = [said("党建", 4, 20), said("其他", 7, 12), said("奖项荣誉", 4, 11)]
    found = answers(read_marks(json.dumps(short).encode(), "x"), TOPICS, "")
    assert [(a.who, a.mark.labels) for a in found] == [("7 号", ("其他",)), ("4 号", ("党建",))]


def test_names_that_people_wrote_themselves_stay() -> None:
    line = {"article": A, "marked": ["党建"], "author": " 3 号 "}
    assert read_marks(json.dumps(line).encode(), "x")[0].author == "3 号"
    named = {"article": A, "topics": "党建", "annotator": {"id": 9, "username": "2 号"}, "annotation_id": 1}
    assert read_marks(json.dumps([named]).encode(), "x")[0].author == "2 号"
    odd = {"article": A, "topics": "党建", "annotator": {"id": 9}, "annotation_id": 1}
    both = [odd, {**odd, "annotator": True, "annotation_id": 2}]
    assert [m.author for m in read_marks(json.dumps(both).encode(), "x")] == ["", ""]
