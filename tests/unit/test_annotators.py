"""Several people in one file: each one's answers are kept, and the last one's hold."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from baozhai.io.readers.marks import read_marks
from baozhai.labels.marks import judgements, standing
from baozhai.records import Judgement, Mark, Topic, resolve

TOPICS = (Topic("party", "党建"), Topic("awards", "奖项荣誉"))
A, B = "a" * 16, "b" * 16
MARKS = st.lists(
    st.builds(
        Mark,
        st.just("1"),
        st.sampled_from((A, B)),
        st.sampled_from(((), ("党建",), ("奖项荣誉",), ("党建", "奖项荣誉"))),
        st.sampled_from(("", "王编辑", "李编辑", "赵编辑")),
    ),
    max_size=8,
)


def judged(marks: list[Mark], ledger: list[Judgement], when: str = "2026-06-12") -> list[Judgement]:
    return judgements(marks, TOPICS, ledger, held=resolve(ledger), when=when, author="王编辑")


def answers(marks: list[Mark]) -> dict[tuple[str, str], tuple[str, ...]]:
    """The last labels of each person for each article, in the order of these marks."""
    out: dict[tuple[str, str], tuple[str, ...]] = {}
    for mark in marks:
        out.pop((mark.article, mark.author or "王编辑"), None)
        out[mark.article, mark.author or "王编辑"] = mark.labels
    return out


@given(MARKS, MARKS)
def test_each_is_heard_the_last_one_holds_and_nothing_is_said_twice(
    first: list[Mark], second: list[Mark]
) -> None:
    ledger: list[Judgement] = []
    for day, marks in enumerate((first, second), 12):
        new = judged(marks, ledger, f"2026-06-{day}")
        assert all(
            j.before == resolve([*ledger, *new[:k]]).get((j.article, j.topic), 0) for k, j in enumerate(new)
        )
        ledger = [*ledger, *new]
        assert judged(marks, ledger, "2026-07-01") == []
        told = {(j.article, j.source, j.topic): j.verdict for j in standing(ledger)}
        for (article, who), labels in answers(marks).items():
            for topic in TOPICS:
                wanted = 1 if topic.name in labels else -1
                assert told[article, f"person:{who}", topic.id] == wanted
        for article, labels in {key: labels for (key, _), labels in answers(marks).items()}.items():
            assert {t.name for t in TOPICS if resolve(ledger)[article, t.id] > 0} == set(labels)


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
