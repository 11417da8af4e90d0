"""A random sample: who is drawn, what is shown, what comes back, what it counts for; people against each other by hand."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest

from baozhai.errors import InputError
from baozhai.io.ledger import append, mark, read_ledger
from baozhai.io.readers.marks import read_marks
from baozhai.io.writers.queue import queue_files
from baozhai.labels.agreement import MIN_COMMON, agreement
from baozhai.labels.answers import answers, judgements
from baozhai.labels.ledger import content_hash
from baozhai.labels.marks import check, drawn, picked
from baozhai.labels.query import sample
from baozhai.labels.undo import undo
from baozhai.records import Article, Judgement, Mark, Topic, resolve

TOPICS = (Topic("party_building", "党建"), Topic("awards", "奖项荣誉"))
NEWS = [Article(f"{k:02}", title=f"云岫新闻{k}", paragraphs=(f"第{k}座桥通车。",)) for k in range(40)]
WHEN = "2026-06-12T09:00:00"


def keys(size: int, *, seed: int = 0, done: set[str] | None = None, among: list[Article] = NEWS) -> list[str]:
    return [q.key for q in sample(among, TOPICS, size, seed=seed, done=done or set())]


def test_every_article_is_as_likely_as_any_other() -> None:
    counts = dict.fromkeys(map(content_hash, NEWS), 0)
    for seed in range(400):
        for key in keys(10, seed=seed):
            counts[key] += 1
    assert sum(counts.values()) == 4000
    assert all(60 < n < 145 for n in counts.values())  # 100 expected, standard deviation 8.7


def test_who_is_drawn_depends_on_seed_and_wording_alone() -> None:
    first = keys(10)
    assert first == keys(10) and set(first) == set(keys(10, among=NEWS[::-1])) and first != keys(10, seed=1)
    assert first == [content_hash(a) for a in NEWS if content_hash(a) in first]  # in the order given
    assert set(keys(10, among=[*NEWS, *NEWS])) == set(first)  # a wording counts once
    more = keys(10, done=set(first))  # the next ten, none twice
    assert len(more) == 10 and not {*first} & {*more}
    assert set(keys(20)) == {*first, *more}
    assert len(keys(99)) == 40 and keys(5, done=set(keys(99))) == []
    photos = [replace(a, kind="photo") for a in NEWS]
    assert keys(10, among=photos) == []


def judge(files: dict[str, bytes], name: str, labels: dict[str, list[str]]) -> bytes:
    """What a person says, in the way of each format."""
    text = files[name].decode("utf-8-sig")
    if name.endswith(".csv"):
        rows = list(csv.DictReader(io.StringIO(text, newline="")))
        out = io.StringIO()
        writer = csv.DictWriter(out, list(rows[0]))
        writer.writeheader()
        writer.writerows(r | {"人工类别": "、".join(labels.get(r["编号"][1:], []))} for r in rows)
        return out.getvalue().encode("gb18030")
    if name.endswith("_labelstudio.json"):
        tasks = json.loads(text)
        for task in tasks:
            said = labels.get(task["data"]["article"])
            result = [{"type": "choices", "value": {"choices": said}}]
            task["annotations"] = [{"result": result, "completed_by": 1}] if said else []
        return json.dumps(tasks).encode()
    records = [json.loads(line) for line in text.splitlines()]
    for r in records:
        said = labels.get(r["article"])
        r["label" if "label" in r else "marked"] = said
    return "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records).encode()


FORMATS = {
    "csv": "sample_1.csv", "jsonl": "sample_1.jsonl", "doccano": "sample_1_doccano.jsonl",
    "labelstudio": "sample_1_labelstudio.json",
}  # fmt: skip


@pytest.mark.parametrize("kind", FORMATS)
def test_a_sample_shows_no_suggestion_and_is_known_when_it_comes_back(kind: str) -> None:
    found = sample(NEWS, TOPICS, 3, seed=0)
    files = queue_files(found, TOPICS, [kind], "sample_1")
    text = files[FORMATS[kind]].decode("utf-8-sig")
    hidden = {
        "csv": "随机抽取,,,云岫新闻", "jsonl": '"suggested": [], "probabilities": {"党建": null, "奖项荣誉": null}',
        "doccano": '"建议类别": ""', "labelstudio": '"predictions": []',
    }  # fmt: skip
    assert text.count(hidden[kind]) == 3
    data = judge(
        files, FORMATS[kind], {found[0].key: ["奖项荣誉"], found[1].key: ["其他"] if kind != "jsonl" else []}
    )
    marks = read_marks(data, FORMATS[kind])
    assert [(m.article, m.drawn, m.suggested) for m in marks] == [(q.key, True, ()) for q in found[:2]]
    # A topic that is added later was not asked about.
    later = (*TOPICS, Topic("investment", "招商引资"))
    said = judgements(answers(marks, later, "甲"), [], held={}, when=WHEN)
    assert {j.topic for j in said} == {"party_building", "awards"} and all(j.drawn for j in said)


def test_there_is_nothing_to_agree_with() -> None:
    found = sample(NEWS, TOPICS, 1, seed=0)
    files = queue_files(found, TOPICS, ["csv"], "sample_1")
    marks = read_marks(judge(files, "sample_1.csv", {found[0].key: ["√"]}), "sample_1.csv")
    with pytest.raises(InputError, match="没有建议类别可以同意"):
        check(marks, TOPICS, {found[0].key}, single=False)


def test_an_article_picked_before_counts_as_drawn_once_it_is_drawn(tmp_path: Path) -> None:
    key, other = content_hash(NEWS[0]), content_hash(NEWS[1])
    plain = [Judgement(other, t.id, -1, "person:starter") for t in TOPICS]
    asked = [Judgement(k, t.id, -1, "person:甲", WHEN, batch="b1") for t in TOPICS for k in (key, other)]
    ledger = [*plain, *asked]
    assert picked(ledger) == {key} and drawn(ledger) == set()  # the other one was judged before any queue
    found = [q for q in sample(NEWS, TOPICS, 40, seed=0) if q.key == key]
    files = queue_files(found, TOPICS, ["csv"], "sample_1")
    marks = read_marks(judge(files, "sample_1.csv", {key: ["其他"]}), "sample_1.csv")
    new = judgements(answers(marks, TOPICS, "甲"), ledger, held=resolve(ledger), when=WHEN)
    assert len(new) == 2  # the same verdicts by the same person, but of a drawn article now
    assert picked([*ledger, *new]) == set() and drawn([*ledger, *new]) == {key}
    again = judgements(answers(marks, TOPICS, "甲"), [*ledger, *new], held=resolve(ledger), when=WHEN)
    assert again == []
    back, _ = undo([*ledger, *new], "last", TOPICS, when=WHEN, author="甲")
    assert picked([*ledger, *new, *back]) == {key} and drawn([*ledger, *new, *back]) == set()
    # On disk: lines of before keep their bytes, by which models know them.
    path = tmp_path / "j.jsonl"
    append(path, [*ledger, *new])
    lines = path.read_text("utf-8").splitlines()
    assert [json.loads(line).get("drawn") for line in lines] == [None] * 6 + [True] * 2
    assert list(read_ledger(path).judgements) == [*ledger, *new]
    assert mark(ledger) == mark([replace(j, drawn=False) for j in ledger]) != mark([*ledger, *new])
    path.write_text(lines[-1].replace("true", '"yes"') + "\n" + lines[0] + "\n", "utf-8")
    with pytest.raises(InputError, match="第 1 行.*drawn 应为 true 或 false"):
        read_ledger(path)


def verdicts(name: str, yes: list[int], *, topic: str = "awards", n: int = 20) -> list[Judgement]:
    source = f"person:{name}"
    rest = "party_building" if topic == "awards" else "awards"
    return [
        Judgement(f"{k:016x}", t, 1 if t == topic and k in yes else -1, source, batch=name, drawn=True)
        for k in range(n)
        for t in (topic, rest)
    ]


def test_kappa_by_hand() -> None:
    """Of 20 articles 8 and 8 are given the topic, 6 by both: agreement 16 / 20, by chance 0.4² + 0.6² = 0.52, kappa (0.8 - 0.52) / 0.48."""
    ledger = [*verdicts("甲", [*range(8)]), *verdicts("乙", [*range(2, 10)])]
    everything = {j.article for j in ledger}
    (pair,) = agreement(ledger, everything, TOPICS)
    assert sorted(pair["people"]) == ["乙", "甲"] and (pair["n"], pair["same"]) == (20, 0.8)
    assert pair["kappa"]["awards"] == pytest.approx(0.28 / 0.48)
    assert pair["kappa"]["party_building"] is None  # nobody gave it
    # Who changes a verdict is taken by the last one; what was taken back counts no more.
    changed = [
        replace(j, verdict=-j.verdict, batch="丙")
        for j in ledger
        if j.source == "person:乙" and j.topic == "awards" and int(j.article, 16) in (0, 1)
    ]
    (pair,) = agreement([*ledger, *changed], everything, TOPICS)
    assert pair["same"] == 0.9
    taken = [*ledger, *changed, Judgement("", "", 0, "person:乙", batch="丁", undoes="丙")]
    assert agreement(taken, everything, TOPICS)[0]["same"] == 0.8
    few = {f"{k:016x}" for k in range(MIN_COMMON - 1)}
    assert agreement(ledger, few, TOPICS) == []
    assert agreement(verdicts("甲", [1]), everything, TOPICS) == []


def test_people_are_held_together_by_the_topics_that_both_judged() -> None:
    """A topic that was added after one of them had judged takes nothing from the others."""
    later = (*TOPICS, Topic("investment", "招商引资", aliases=("business",)))
    ledger = [*verdicts("甲", [*range(8)]), *verdicts("乙", [*range(2, 10)])]
    everything = {j.article for j in ledger}
    (old,), (now,) = agreement(ledger, everything, TOPICS), agreement(ledger, everything, later)
    assert now == {**old, "kappa": {**old["kappa"], "investment": None}} and now["n"] == 20
    few = [replace(j, topic="business") for j in ledger if j.topic == "awards" and int(j.article, 16) < 19]
    (pair,) = agreement([*ledger, *few], everything, later)
    assert pair["kappa"]["investment"] is None and pair["same"] == 0.8  # one article too few
    enough = [replace(j, topic="business") for j in ledger if j.topic == "awards"]
    (pair,) = agreement([*ledger, *enough], everything, later)
    assert pair["kappa"]["investment"] == pair["kappa"]["awards"] is not None  # under its former id


def test_who_answered_a_queue_did_not_judge_blind() -> None:
    ledger = [*verdicts("甲", [*range(8)]), *verdicts("乙", [*range(2, 10)])]
    everything = {j.article for j in ledger}
    queue = [
        replace(j, source="person:丙", batch="丙", drawn=False) for j in ledger if j.source == "person:甲"
    ]
    assert agreement([*ledger, *queue], everything, TOPICS) == agreement(ledger, everything, TOPICS)
    # The same answers to the sample are written for all that, and then they count.
    marks = [
        Mark("x", key, ("奖项荣誉",) if int(key, 16) < 8 else ("其他",), "丙", drawn=True)
        for key in sorted(everything)
    ]
    new = judgements(answers(marks, TOPICS, "x"), [*ledger, *queue], held=resolve(ledger), when=WHEN)
    assert len(new) == 40
    pairs = agreement([*ledger, *queue, *new], everything, TOPICS)
    assert {frozenset(p["people"]): p["same"] for p in pairs}[frozenset("甲丙")] == 1.0
    told = judgements(answers(marks, TOPICS, "x"), [*ledger, *queue, *new], held={}, when=WHEN)
    assert told == []
