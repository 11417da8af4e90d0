"""The ledger of judgements: appended, never changed; broken last lines moved aside; marks in, batches out."""

from __future__ import annotations

import io
import json
import zipfile
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baozhai.errors import InputError, OutputError
from baozhai.io.ledger import append, mark, read_ledger
from baozhai.io.lock import locked
from baozhai.io.readers.marks import read_marks
from baozhai.labels.answers import answers, judgements
from baozhai.labels.marks import check, named, settled
from baozhai.labels.taxonomy import migrated, renamed
from baozhai.labels.undo import undo
from baozhai.records import Judgement, Mark, Topic, resolve

TOPICS = (Topic("party_building", "党建", "Party building", aliases=("party",)), Topic("awards", "奖项荣誉"))
A, B = "a" * 16, "b" * 16
OLD = [
    Judgement(A, "party_building", 1, "person:starter", "2026-01-01"),
    Judgement(A, "awards", -1, "person:starter"),
]


def judged(marks: list[Mark], ledger: list[Judgement], when: str = "2026-06-12T09:00:00") -> list[Judgement]:
    return judgements(answers(marks, TOPICS, "李编辑"), ledger, held=resolve(ledger), when=when)


@pytest.mark.parametrize(
    ("labels", "ids"),
    [
        (("党建",), {"party_building"}), (("party",), {"party_building"}), (("PARTY_BUILDING", " 奖项荣誉 "), None),
        (("其他",), set()), (("Other",), set()), ((), set()),
    ],
)  # fmt: skip
def test_labels_by_name_id_or_alias(labels: tuple[str, ...], ids: set[str] | None) -> None:
    assert {*named(Mark("x", A, labels), TOPICS)} == (
        ids if ids is not None else {"party_building", "awards"}
    )


@pytest.mark.parametrize(
    ("labels", "says"),
    [
        (("奖项荣耀",), "是否想写“奖项荣誉”"),
        (("体育",), "可用的有：党建、奖项荣誉、其他"),
        (("其他", "党建"), "不能与别的类别"),
    ],
)
def test_wrong_labels_say_where(labels: tuple[str, ...], says: str) -> None:
    with pytest.raises(InputError, match="表.csv 第 7 行") as error:
        named(Mark("表.csv 第 7 行", A, labels), TOPICS)
    assert says in str(error.value)


def test_judgements_say_before_and_after_once() -> None:
    marks = [Mark("1", A, ("奖项荣誉",), "王编辑", "看过"), Mark("2", B, ())]
    new = judged(marks, OLD)
    assert [(j.article, j.topic, j.before, j.verdict, j.source) for j in new] == [
        (A, "party_building", 1, -1, "person:王编辑"), (A, "awards", -1, 1, "person:王编辑"),
        (B, "party_building", 0, -1, "person:李编辑"), (B, "awards", 0, -1, "person:李编辑"),
    ]  # fmt: skip
    assert (
        len({j.batch for j in new}) == 1 and new[0].batch.startswith("2026-06-12-") and new[0].note == "看过"
    )
    assert judged(marks, [*OLD, *new], "2026-06-13T09:00:00") == []


def test_agreeing_is_kept_so_that_nobody_is_asked_again() -> None:
    new = judged([Mark("1", A, ("党建",))], OLD)
    assert [(j.before, j.verdict) for j in new] == [(1, 1), (-1, -1)]
    assert settled(OLD) == {} and settled([*OLD, *new]) == {(A, "party_building"): 1, (A, "awards"): -1}


def test_the_last_mark_of_an_article_counts() -> None:
    assert {j.topic: j.verdict for j in judged([Mark("1", B, ("党建",)), Mark("2", B, ("奖项荣誉",))], OLD)} == {
        "party_building": -1, "awards": 1,
    }  # fmt: skip


def test_undo_by_hand() -> None:
    first = judged([Mark("1", A, ("奖项荣誉",)), Mark("2", B, ("党建",))], OLD)
    ledger = [*OLD, *first]
    later = judged([Mark("1", B, ("奖项荣誉",))], ledger, "2026-06-13")
    ledger += later
    back, kept = undo(ledger, first[0].batch, TOPICS, when="2026-06-14", author="李编辑")
    assert kept == 2  # both verdicts on B are of the later batch now
    assert [(j.article, j.topic, j.before, j.verdict, j.undoes) for j in back] == [
        (A, "party_building", -1, 1, first[0].batch), (A, "awards", 1, -1, first[0].batch),
        (B, "party_building", -1, -1, first[0].batch), (B, "awards", 1, 1, first[0].batch),
    ]  # fmt: skip
    assert resolve([*ledger, *back]) == {
        (A, "party_building"): 1, (A, "awards"): -1, (B, "party_building"): -1, (B, "awards"): 1,
    }  # fmt: skip
    ledger += back
    assert undo(ledger, "last", TOPICS, when="2026-06-15", author="李编辑")[0][0].undoes == later[0].batch
    with pytest.raises(InputError, match=later[0].batch):
        undo(ledger, "2026-01-01-abcdef", TOPICS, when="2026-06-15", author="李编辑")
    with pytest.raises(InputError, match="没有可撤销的批次"):
        undo(OLD, "last", TOPICS, when="2026-06-15", author="李编辑")


def layered() -> tuple[list[Judgement], str, str]:
    """A ledger in which a second person answers an article otherwise, and agrees on a third topic."""
    topics = (*TOPICS, Topic("making", "制造业"))
    ledger = [
        Judgement(A, "party_building", -1, "person:starter"),
        Judgement(A, "awards", 1, "person:starter"),
    ]
    for day, label in (("12", "党建"), ("13", "制造业")):
        mark_ = Mark("1", A, (label,), f"编辑{day}")
        ledger += judgements(
            answers([mark_], topics, ""), ledger, held=resolve(ledger), when=f"2026-06-{day}"
        )
    return ledger, ledger[2].batch, ledger[-1].batch


def taken_back(ledger: list[Judgement], *batches: str) -> list[Judgement]:
    for batch in batches:
        ledger = [*ledger, *undo(ledger, batch, TOPICS, when="2026-06-14", author="李编辑")[0]]
    return ledger


def test_a_later_answer_stands_when_an_earlier_one_is_undone() -> None:
    ledger, first, _ = layered()
    now = {(A, "party_building"): -1, (A, "awards"): -1, (A, "making"): 1}
    undone = taken_back(ledger, first)
    assert resolve(undone) == now and settled(undone) == now
    with pytest.raises(InputError, match="已经撤销过了"):
        taken_back(undone, first)


def test_undoing_brings_back_nothing_that_was_undone() -> None:
    ledger, first, second = layered()
    start = {(A, "party_building"): -1, (A, "awards"): 1, (A, "making"): 0}
    for order in ((first, second), (second, first), (first, "last"), ("last", "last")):
        undone = taken_back(ledger, *order)
        assert resolve(undone) == start and settled(undone) == {}
    one = taken_back(ledger, second)
    assert settled(one) == resolve(one) == {
        (A, "party_building"): 1, (A, "awards"): -1, (A, "making"): -1,
    }  # fmt: skip
    undone = taken_back(ledger, first)
    again = taken_back(undone, undone[-1].batch)
    assert resolve(taken_back(again, second)) == resolve(one)  # an undo taken back holds no more


STEP = st.tuples(st.sampled_from("甲乙"), st.sampled_from([(), ("党建",), ("奖项荣誉",)])) | st.integers(0, 5)


@given(steps=st.lists(STEP, max_size=9))
def test_what_holds_is_what_was_never_taken_back(steps: list[tuple[str, tuple[str, ...]] | int]) -> None:
    """A number takes back one of the batches that stand; the rest, said alone, is the measure."""
    ledger, alive = OLD, {}
    for step in steps:
        if isinstance(step, tuple):
            new = judged([Mark("1", A, step[1], step[0])], ledger)
            alive |= {new[0].batch: step} if new else {}
            assert judged([Mark("1", A, step[1], step[0])], [*ledger, *new]) == []
            ledger = [*ledger, *new]
        elif alive:
            batch = list(alive)[step % len(alive)]
            ledger = taken_back(ledger, batch)
            del alive[batch]
        alone = OLD
        for author, labels in alive.values():
            alone = [*alone, *judged([Mark("1", A, labels, author)], alone)]
        assert resolve(ledger) == resolve(alone) and settled(ledger) == settled(alone)


def test_who_agrees_is_recorded_once() -> None:
    first = judged([Mark("1", A, ("党建",), "甲")], OLD)
    ledger = [*OLD, *first]
    ledger += judged([Mark("1", A, ("党建",), "乙")], ledger)
    assert [(j.before, j.verdict, j.source) for j in ledger[4:]] == [
        (1, 1, "person:乙"),
        (-1, -1, "person:乙"),
    ]
    for author in "甲乙":
        assert judged([Mark("1", A, ("党建",), author)], ledger) == []
    assert len(settled(taken_back(ledger, first[0].batch))) == 2


def test_undoing_a_renamed_topic_brings_back_nothing_that_was_undone() -> None:
    now = (Topic("party_work", "党务", aliases=("party_building",)), TOPICS[1])
    for moving in (True, False):
        ledger = [
            Judgement(A, "party_building", -1, "person:starter"),
            *judged([Mark("1", A, ("党建",))], OLD[1:]),
        ]
        first = ledger[1].batch
        ledger += migrated(ledger, now, "2026-07-01") if moving else []
        held = renamed(resolve(ledger), now)
        second = judgements(
            answers([Mark("1", A, ("其他",))], now, "乙"), ledger, held=held, when="2026-07-02"
        )
        ledger += second
        for batch in (first, second[0].batch):
            ledger += undo(ledger, batch, now, when="2026-07-03", author="乙")[0]
        assert renamed(resolve(ledger), now)[A, "party_work"] == -1


def test_after_an_undo_the_same_file_counts_again() -> None:
    marks = [Mark("1", A, ("奖项荣誉",)), Mark("2", B, ("党建",))]
    ledger = [*OLD, *judged(marks, OLD)]
    ledger += undo(ledger, "last", TOPICS, when="2026-06-13", author="李编辑")[0]
    assert {k: v for k, v in resolve(ledger).items() if v} == resolve(OLD)
    again = judged(marks, ledger, "2026-06-14")
    assert len(again) == 4
    ledger += again
    assert undo(ledger, "last", TOPICS, when="2026-06-15", author="李编辑")[0][0].undoes == again[0].batch


def test_appending_keeps_every_byte(tmp_path: Path) -> None:
    path = tmp_path / "labels" / "j.jsonl"
    assert append(path, OLD) == ""
    before = path.read_bytes()
    assert json.loads(before.splitlines()[0]).keys() == {
        "article",
        "topic",
        "verdict",
        "source",
        "when",
        "note",
    }
    new = judged([Mark("1", B, ("党建",))], OLD)
    append(path, new)
    assert path.read_bytes().startswith(before)
    assert list(read_ledger(path).judgements) == [*OLD, *new]
    assert mark(read_ledger(path).judgements[:2]) == mark(OLD)


@given(cut=st.integers(min_value=1, max_value=200))
def test_a_torn_last_line_is_moved_aside(tmp_path_factory: pytest.TempPathFactory, cut: int) -> None:
    path = tmp_path_factory.mktemp("torn") / "j.jsonl"
    append(path, OLD)
    append(
        path,
        [Judgement(B, "awards", 1, "person:李编辑", "2026-06-12", "备注里有汉字，可能断在字的中间", 0, "x")],
    )
    data = path.read_bytes()
    last = len(data) - data[:-1].rfind(b"\n") - 1
    path.write_bytes(data[: len(data) - min(cut, last - 1)])
    torn = path.read_bytes()[data[:-1].rfind(b"\n") + 1 :]
    found = read_ledger(path)
    if cut == 1:  # only the line end is lost: the record is whole
        assert (len(found.judgements), found.torn) == (3, "")
        assert append(path, OLD[:1]) == "" and len(read_ledger(path).judgements) == 4
        return
    assert list(found.judgements) == OLD and found.torn
    assert "j.jsonl.torn" in append(path, OLD[:1])
    assert list(read_ledger(path).judgements) == [*OLD, OLD[0]] and read_ledger(path).torn == ""
    assert (path.parent / "j.jsonl.torn").read_bytes() == torn + b"\n"


@pytest.mark.parametrize(
    "line",
    ['{"article": "a"}', "[1]", '{"article": "a", "topic": "b", "verdict": 2, "source": "c"}', "not json"],
)
def test_a_bad_line_in_the_middle_is_named(line: str, tmp_path: Path) -> None:
    path = tmp_path / "j.jsonl"
    append(path, OLD)
    path.write_text(path.read_text("utf-8") + line + "\n", encoding="utf-8")
    with pytest.raises(InputError, match="第 3 行"):
        read_ledger(path)
    with pytest.raises(InputError):
        append(path, OLD)


HEAD = "序号,理由,建议类别,人工类别,标题,编号,备注,判定人\r\n"
ROWS = (
    f'1,,党建、奖项荣誉,√,"=1\r\n二行",h{A},,\r\n'
    f"2,,其他,党建； 奖项荣誉,乙,H{B.upper()},'=看过,王编辑\r\n"
    f"3,,党建,,丙,h{'c' * 16},,\r\n"
    f"4,,党建,其他,丁,{'d' * 16},,\r\n"
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_csv_as_excel_saves_it(encoding: str, delimiter: str) -> None:
    text = (HEAD + ROWS).replace(",", delimiter)
    found = read_marks(text.encode(encoding), "表.csv")
    both = ("party_building", "awards")
    assert [(m.article, named(m, TOPICS), m.author, m.note) for m in found] == [
        (A, both, "", ""), (B, both, "王编辑", "=看过"), ("d" * 16, (), "", ""),
    ]  # fmt: skip
    assert found[1].where == "表.csv 第 3 行"  # as a spreadsheet counts, whatever lines a cell has


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("编号,标题\n", "人工类别"),
        ("编号,人工类别\n8.7E+15,党建\n", "第 2 行：编号"),
        (f'编号,标题,人工类别\nh{A},"甲,党建\nh{B},乙,党建\n', "第 2 行：有一个开头的引号"),
        ("PK\x03\x04", "压缩包打不开"),
        ("编号,人工类别\nx,党建\n" + f"h{A},党建\n" + "y,党建\n", "共 2 处要改"),
        ('{"id": "03", "topics": ["awards"]}', "请同时给出那份报摘"),
        ('{"article": "x", "marked": ["党建"]}', "编号"),
        (f'{{"article": "{A}", "marked": "党建"}}', "名称的列表"),
        ('{"text": "x", "label": ["党建"]}', "缺少 article"),
        ('{"text": "x"}', "看不出"),
        ("[1]", "第 1 条"),
        ("[{}", "不是 JSON"),
        ("{}\n{", "第 1 行"),
    ],
)
def test_what_cannot_be_read_is_named(text: str, says: str) -> None:
    with pytest.raises(InputError) as error:
        read_marks(text.encode(), "x")
    assert says in str(error.value)


def test_exports_of_the_tools() -> None:
    doccano = [
        {"id": 5, "text": "甲", "label": ["党建"], "article": A, "Comments": []},
        {"id": 6, "text": "乙", "label": [], "article": B},
    ]
    (mark_,) = read_marks("\n".join(json.dumps(x, ensure_ascii=False) for x in doccano).encode(), "x")
    assert (mark_.article, mark_.labels, mark_.author) == (A, ("党建",), "")

    def said(labels: list[str], when: str, **more: object) -> dict[str, object]:
        result = [{"type": "choices", "from_name": "topics", "value": {"choices": labels}}] if labels else []
        return {"result": result, "updated_at": when, "was_cancelled": False, "completed_by": 3, **more}

    full = [
        {"data": {"article": A}, "annotations": [
            said(["党建"], "2026-06-12T02:00:00Z", completed_by={"id": 1, "email": "li@example.org"}),
            said(["奖项荣誉"], "2026-06-12T01:00:00Z"),
            said(["其他"], "2026-06-12T03:00:00Z", was_cancelled=True),
        ]},
        {"data": {"article": B}, "annotations": []},
        {"data": {"article": B}, "annotations": [said([], "2026-06-12T01:00:00Z")]},
    ]  # fmt: skip
    assert [(m.article, m.labels, m.author) for m in read_marks(json.dumps(full).encode(), "x")] == [
        (A, ("奖项荣誉",), ""), (A, ("党建",), "li@example.org"),
    ]  # fmt: skip
    short = [
        {"article": A, "topics": "其他", "annotator": 1, "annotation_id": 3},
        {
            "article": B,
            "topics": {"choices": ["党建", "奖项荣誉"]},
            "annotator": "li@example.org",
            "annotation_id": 4,
        },
        {"article": "c" * 16, "annotator": 1, "annotation_id": 5},
    ]
    assert [(m.article, m.labels) for m in read_marks(json.dumps(short).encode(), "x")] == [
        (A, ("其他",)), (B, ("党建", "奖项荣誉")),
    ]  # fmt: skip


@given(
    text=st.text(st.characters(exclude_categories=["Cs"]), max_size=300)
    | st.text(alphabet='[{}]",:编号人工类别\n', max_size=60)
)
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(InputError):
        read_marks(text.encode(), "x")


def test_undo_reaches_what_was_migrated() -> None:
    """A renamed topic holds the label under both ids; taking the batch back takes back both."""
    ledger = [*OLD, *judged([Mark("1", A, ("其他",))], OLD)]
    now = (Topic("party_work", "党务", aliases=("party_building",)), TOPICS[1])
    moved = migrated(ledger, now, "2026-07-01")
    assert [(j.topic, j.verdict, j.source) for j in moved] == [("party_work", -1, "person:李编辑")]
    ledger += moved
    assert (A, "party_work") not in settled(ledger)  # nobody looked again
    back, kept = undo(ledger, ledger[2].batch, now, when="2026-07-02", author="李编辑")
    assert kept == 0 and resolve([*ledger, *back])[A, "party_work"] == 1


def test_a_topic_that_was_not_asked_about_gets_no_verdict() -> None:
    """A queue from before a topic was added says nothing of it, unless a person wrote its name."""
    asked = Mark("1", B, ("其他",), asked=("奖项荣誉",))
    assert [j.topic for j in judged([asked], [])] == ["awards"]
    named = Mark("1", B, ("党建",), asked=("奖项荣誉",))
    assert {(j.topic, j.verdict) for j in judged([named], [])} == {("party_building", 1), ("awards", -1)}
    assert len(judged([Mark("1", B, ("其他",))], [])) == 2


def test_names_with_blanks() -> None:
    topics = (Topic("it", "IT News"), Topic("sport", "Sports"))
    assert named(Mark("x", A, ("it news",)), topics) == ("it",)
    assert named(Mark("x", A, ("Sports it",)), topics) == ("sport", "it")
    (found,) = read_marks((HEAD + f"1,,党建,IT News、Sports,甲,{A},,\r\n").encode(), "表.csv")
    assert named(found, topics) == ("it", "sport")


def answer(cell: str, suggested: str = "党建", chances: str = "") -> Mark:
    """The mark of a table with one row."""
    head = "编号,人工类别,建议类别,概率\r\n"
    (found,) = read_marks(f"{head}h{A},{cell},{suggested},{chances}\r\n".encode(), "表.csv")
    return found


MARKED_NAMES = (
    Topic("tech", "科技、数码"),
    Topic("digital", "数码"),
    Topic("it", "IT News"),
    Topic("law", "法治；廉政", aliases=("纪检|监察",)),
)


@pytest.mark.parametrize(
    ("cell", "ids"),
    [
        ("科技、数码", "tech"), ("√", "tech"), ("数码", "digital"), ("数码、科技、数码", "digital tech"),
        ("科技、数码；it news", "tech it"), ("IT NEWS 数码", "it digital"), ("法治；廉政、科技、数码。", "law tech"),
        ("纪检|监察|数码", "law digital"), ("其他", ""),
    ],
)  # fmt: skip
def test_names_that_hold_marks(cell: str, ids: str) -> None:
    """Of the names that may stand in a cell the longest counts; a list says where they end."""
    assert named(answer(cell, suggested="科技、数码"), MARKED_NAMES) == tuple(ids.split())
    if cell not in ("√", "其他"):
        assert named(Mark("x", A, tuple(t.name for t in MARKED_NAMES if t.id in ids.split())), MARKED_NAMES)


@given(
    st.lists(st.sampled_from(MARKED_NAMES), min_size=1, max_size=4),
    st.sampled_from(["、", "，", "; ", " ", "|"]),
)
def test_any_names_joined_are_read_back(topics: list[Topic], mark_: str) -> None:
    """科技 alone is no topic here, so that no two readings of a cell are possible."""
    cell = mark_.join(t.name for t in topics)
    assert named(Mark("x", A, (cell,)), MARKED_NAMES) == tuple(dict.fromkeys(t.id for t in topics))


def test_what_a_queue_asked_about_may_hold_marks() -> None:
    found = answer("其他", chances="法治；廉政 0.40；IT News —；科技、数码 1.00")
    assert found.asked == ("法治；廉政", "IT News", "科技、数码")


@pytest.mark.parametrize("cell", ["√", "✓", "✔", "✔️", "✅", "☑", "√。", " √ ", "Y", "ｙ", "是", "√、√"])
def test_check_marks_agree(cell: str) -> None:
    assert named(answer(cell, "奖项荣誉、党建"), TOPICS) == ("awards", "party_building")
    assert named(answer(cell, "其他"), TOPICS) == ()
    assert named(Mark("x", A, (cell,)), (*TOPICS, Topic("yes", cell.strip())))[-1:] == ("yes",)


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        ("√、党建", "“√”是同意建议类别，不能与类别写在一起"),
        ("√、其他", "不能与"),
        *((no, f"“{no}”没有说是哪一类") for no in ("否", "×", "✗", "✘", "N", "x", "不是")),
        ("体育", "可用的有：党建、奖项荣誉、其他、√（同意建议类别）。"),
        ("、", "只有标点（、）"),
        ("奖项荣耀", "是否想写“奖项荣誉”"),
    ],
)
def test_what_is_no_answer_says_what_to_write(cell: str, says: str) -> None:
    with pytest.raises(InputError, match="表.csv 第 2 行") as error:
        named(answer(cell), TOPICS)
    assert says in str(error.value)


def test_a_check_mark_without_a_suggestion_agrees_with_nothing() -> None:
    for one in (answer("√", suggested=""), Mark("表.csv 第 2 行", A, ("√",))):
        with pytest.raises(InputError, match="没有建议类别可以同意"):
            named(one, TOPICS)
    line = {"article": A, "marked": ["√"], "suggested": ["党建"]}
    assert named(read_marks(json.dumps(line).encode(), "x")[0], TOPICS) == ("party_building",)


def test_a_topic_renamed_since_the_queue_was_written() -> None:
    """Its old name is an alias, or the answer says so."""
    mark_, now = (
        answer("人工智能", chances="人工智能 0.40；党建 0.1"),
        Topic("digital", "数字经济", aliases=("ai",)),
    )
    with pytest.raises(InputError, match="若是改过名的类别，请把“人工智能”写进它的 aliases"):
        named(mark_, (now, *TOPICS))
    assert named(mark_, (replace(now, aliases=("ai", "人工智能")), *TOPICS)) == ("digital",)


def test_every_wrong_mark_is_named_at_once() -> None:
    wrong = [Mark(f"表.csv 第 {k} 行", A, ("体育",)) for k in range(2, 14)]
    strange, two = Mark("表.csv 第 20 行", B, ("党建",)), Mark("表.csv 第 21 行", A, ("党建、奖项荣誉",))
    check([two], TOPICS, {A}, single=False)
    with pytest.raises(InputError) as error:
        check([*wrong[:2], strange, two], TOPICS, {A}, single=True)
    lines = str(error.value).split("\n")
    assert [line.partition("：")[0] for line in lines[:-1]] == [f"表.csv 第 {k} 行" for k in (2, 3, 20, 21)]
    assert "没有编号为" in lines[2] and "写了 2 类（党建、奖项荣誉）" in lines[3] and "每篇一类" in lines[3]
    assert lines[-1].startswith("共 4 处要改。")
    with pytest.raises(InputError) as error:
        check(wrong, TOPICS, {A}, single=True)
    assert str(error.value).count("\n") == 10 and "共 12 处要改，以上是前 10 处" in str(error.value)


def packed(**files: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return out.getvalue()


def test_an_archive_of_doccano_is_read() -> None:
    one, two = (json.dumps({"article": key, "label": ["党建"], "text": "甲"}) for key in (A, B))
    more = {"__MACOSX/._admin.jsonl": "\0", "readme.txt": "x"}
    found = read_marks(packed(**{"admin.jsonl": one, "li.jsonl": two, **more}), "导出.zip")
    assert [(m.where, m.article) for m in found] == [
        ("导出.zip 中的 admin.jsonl 第 1 行", A), ("导出.zip 中的 li.jsonl 第 1 行", B),
    ]  # fmt: skip
    assert [m.author for m in found] == ["admin", "li"]
    for name in (
        "all.json",
        "Unknown.jsonl",
        "admin.jsonl",
        " .jsonl",
    ):  # one annotator may have another name here
        (whole,) = read_marks(packed(**{name: f"[{one}]"}), "x")
        assert (whole.article, whole.author) == (A, "")
    nested = packed(**{"a.jsonl": "x"}).decode("latin-1")
    for data, says in (
        (packed(**{"[Content_Types].xml": "", "xl/workbook.xml": "", "a.json": "[]"}), "Excel 工作簿"),
        (packed(**{"readme.txt": ""}), "没有 .jsonl 或 .json"),
        (packed(**{"a.jsonl": one})[:-30], "压缩包打不开"),
        (packed(**{"a.jsonl": nested}), "二进制文件"),
    ):
        with pytest.raises(InputError, match=says):
            read_marks(data, "x")


def test_what_a_queue_asked_about_is_read_back() -> None:
    head = HEAD.replace("标题", "标题,概率")
    (found,) = read_marks((head + f"1,,党建,其他,甲,党建 0.40；IT News —,{A},,\r\n").encode(), "表.csv")
    assert found.asked == ("党建", "IT News")
    line = {"article": A, "marked": [], "probabilities": {"党建": 0.4, "招商": None}}
    assert read_marks(json.dumps(line).encode(), "x.jsonl")[0].asked == ("党建", "招商")
    line = {"article": A, "label": ["党建"], "asked": ["党建"]}
    assert read_marks(json.dumps(line).encode(), "x.jsonl")[0].asked == ("党建",)


def test_a_ledger_that_is_not_utf8_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "judgements.jsonl"
    append(path, [*OLD, replace(OLD[0], note="核对过")])
    path.write_bytes(path.read_text(encoding="utf-8").encode("gb18030"))
    with pytest.raises(InputError, match="judgements.jsonl 第 3 行：不是 UTF-8。请.*") as caught:
        read_ledger(path)
    assert "codec" not in str(caught.value)


def test_a_batch_that_finds_no_room_leaves_the_ledger_as_it_was(tmp_path: Path) -> None:
    resource = pytest.importorskip("resource", reason="no limits of this kind on Windows")
    path = tmp_path / "j.jsonl"
    append(path, OLD)
    before, limits = path.read_bytes(), resource.getrlimit(resource.RLIMIT_FSIZE)
    many = [replace(OLD[0], article=f"{k:016x}") for k in range(2_000)]
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(before) + 1_000, limits[1]))
    try:
        with pytest.raises(OutputError, match="改正没有记下"):
            append(path, many)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert path.read_bytes() == before
    append(path, many)
    assert list(read_ledger(path).judgements) == [*OLD, *many]


@pytest.mark.parametrize("end", ["\r", "\r\n"])
def test_line_ends_of_another_system_tear_nothing(end: str, tmp_path: Path) -> None:
    path = tmp_path / "j.jsonl"
    old = [Judgement(f"{k:016x}", "awards", 1, "person:甲") for k in range(3)]
    append(path, old)
    path.write_bytes(path.read_bytes().replace(b"\n", end.encode()))
    assert append(path, [Judgement("f" * 16, "awards", -1, "person:甲")]) == ""
    found = read_ledger(path)
    assert found.judgements[:3] == tuple(old) and len(found.judgements) == 4 and not found.torn
    path.write_bytes(path.read_bytes() + b"{}\n")
    with pytest.raises(InputError, match=r"j\.jsonl 第 \d 行"):
        read_ledger(path)


def test_a_folder_is_no_empty_ledger(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="请检查路径"):
        read_ledger(tmp_path)


@pytest.mark.parametrize("end", ["", "\n"])
def test_a_byte_order_mark_is_no_torn_line(end: str, tmp_path: Path) -> None:
    """As Notepad saves a ledger of one line."""
    path = tmp_path / "j.jsonl"
    append(path, OLD[:1])
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().rstrip(b"\n") + end.encode())
    assert read_ledger(path).judgements == (OLD[0],) and read_ledger(path).torn == ""
    assert append(path, OLD[1:]) == ""
    assert list(read_ledger(path).judgements) == OLD and not (tmp_path / "j.jsonl.torn").exists()


@given(note=st.text(alphabet="坏字\ud83d\\u", max_size=6))
def test_half_a_surrogate_pair_in_a_note_is_kept(note: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("half") / "j.jsonl"
    said = [replace(OLD[0], note=note)]
    append(path, said)
    assert list(read_ledger(path).judgements) == said and mark(said)


@pytest.mark.parametrize("bad", ["[" * 100_000, f'{{"article": {"9" * 5_000}}}'])
def test_brackets_without_end_and_endless_numbers_are_named(bad: str, tmp_path: Path) -> None:
    path = tmp_path / "j.jsonl"
    append(path, OLD)
    path.write_text(f"{path.read_text('utf-8')}{bad}\n", encoding="utf-8")
    with pytest.raises(InputError, match="j.jsonl 第 3 行：不是判断记录"):
        read_ledger(path)


def test_a_ledger_that_another_process_holds_is_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "labels" / "j.jsonl"
    with locked(path), pytest.raises(OutputError, match="j.jsonl：另一个 baozhai 正在写"), locked(path, 0.1):
        pass
    with locked(path, 0):
        append(path, OLD)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ('{"article": "a", "topic": "t", "verdict": 1}', "缺少 source"),
        ('{"article": "a", "topic": "t", "verdict": 1, "source": "person:x", "mood": 1}', "不认识字段 mood"),
        ('["a", "t", 1]', "应为一个 JSON 对象"),
    ],
)
def test_a_line_of_other_fields_is_called_by_them(tmp_path: Path, line: str, why: str) -> None:
    (path := tmp_path / "j.jsonl").write_text(f"{line}\n", encoding="utf-8")
    with pytest.raises(InputError, match=f"第 1 行：不是判断记录（{why}"):
        read_ledger(path)
