"""Queues and corpora as workbooks of Excel: written, filled in, saved again, read; and workbooks that are none."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from baozhai.errors import InputError
from baozhai.io.readers.marks import read_marks
from baozhai.io.readers.tables import Fault, Row, read_rows
from baozhai.io.readers.workbook import is_workbook, read_workbook
from baozhai.io.writers.queue import COLUMNS, queue_files
from baozhai.labels.ledger import content_hash
from baozhai.labels.query import sample
from baozhai.records import Article, Question, Reason, Topic

TOPICS = (
    Topic("party_building", "党建", definition="党的建设"),
    Topic("awards", "奖项荣誉", definition="获奖与表彰"),
)
NEWS = [Article(f"{k}", title=f"云岫新闻{k}", paragraphs=(f"第{k}座桥通车。" * 40, "=1+1")) for k in range(3)]
ASKED = [Question(a, content_hash(a), ("awards",), {"party_building": 0.4, "awards": None}, (Reason("unsure", 0.4, "拿不准"),), 0.4) for a in NEWS]  # fmt: skip


def book(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def saved(found: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    found.save(out)
    return out.getvalue()


def test_a_queue_filled_in_and_saved_by_a_spreadsheet_comes_back() -> None:
    (name, data), *_ = queue_files(ASKED, TOPICS, ["xlsx"], "queue_1").items()
    assert name == "queue_1.xlsx" and data == queue_files(ASKED, TOPICS, ["xlsx"], "queue_1")[name]
    found = book(data)
    sheet, meanings = found["判定"], found["类别说明"]
    assert [c.value for c in sheet[1]] == [*COLUMNS] and sheet.freeze_panes == "E2"
    assert sheet["F2"].value == "第0座桥通车。" * 40 + "\n=1+1" and sheet["F2"].data_type == "s"
    assert [[c.value for c in row] for row in meanings.iter_rows()][1:3] == [
        ["党建", "党的建设"],
        ["奖项荣誉", "获奖与表彰"],
    ]
    (rule,) = sheet.data_validations.dataValidation
    assert str(rule.sqref) == "D2:D4" and "党建、奖项荣誉、其他" in rule.prompt and "√" in rule.prompt
    sheet["D2"], sheet["D4"] = "党建、奖项荣誉", "√"
    sheet["K2"], sheet["L4"] = "李编辑", 3.0
    found.move_sheet("类别说明", offset=-1)  # sheets in another order
    for data in (saved(found), saved(found)):
        one, two = read_marks(data, "队列.xlsx")
        assert (one.where, one.article, one.labels, one.author) == (
            "队列.xlsx 第 2 行",
            ASKED[0].key,
            ("党建、奖项荣誉",),
            "李编辑",
        )
        assert (two.where, two.labels, two.suggested, two.note) == (
            "队列.xlsx 第 4 行",
            ("√",),
            ("奖项荣誉",),
            "3",
        )
        assert one.asked == ("党建", "奖项荣誉") and not one.drawn


def test_a_sample_as_a_workbook_is_known_and_has_nothing_to_agree_with() -> None:
    found = book(queue_files(sample(NEWS, TOPICS, 2, seed=0), TOPICS, ["xlsx"], "sample_1")["sample_1.xlsx"])
    sheet = found["判定"]
    assert sheet["C2"].value is None and "√" not in sheet.data_validations.dataValidation[0].prompt
    sheet["D2"] = "其他"
    (mark,) = read_marks(saved(found), "x.xlsx")
    assert mark.drawn and mark.labels == ("其他",)


def test_one_topic_is_chosen_from_a_list() -> None:
    found = book(queue_files(ASKED, TOPICS, ["xlsx"], "q", single=True)["q.xlsx"])
    (rule,) = found["判定"].data_validations.dataValidation
    assert (rule.type, rule.formula1) == ("list", '"党建,奖项荣誉,其他,√"')
    parted = (Topic("digital", "科技,数码"), TOPICS[0])
    sheet = book(queue_files([], parted, ["xlsx"], "q", single=True)["q.xlsx"])["判定"]
    assert (
        "科技,数码、党建" in (rule := sheet.data_validations.dataValidation[0]).prompt and rule.type is None
    )
    many = [Topic(f"t{k}", f"第{k}个名称很长的类别") for k in range(40)]  # more than such a list holds
    assert book(queue_files([], many, ["xlsx"], "q", single=True)["q.xlsx"])["判定"].max_row == 1


def workbook(rows: list[list[object]]) -> bytes:
    found = openpyxl.Workbook()
    for row in rows:
        found.active.append(row)
    return saved(found)


def test_cells_as_a_spreadsheet_shows_them() -> None:
    rows = [
        ["甲", " 乙 ", None],
        [],
        [1.0, 2.5, datetime(2026, 6, 12)],
        [datetime(2026, 6, 12, 9, 30), True],
        [None, ""],
    ]
    assert read_workbook(workbook(rows), "x") == [
        [["甲", "乙"], [], ["1", "2.5", "2026-06-12"], ["2026-06-12 09:30", "True"]]
    ]


def test_a_corpus_in_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "新闻.xlsx"
    path.write_bytes(
        workbook(
            [
                ["标题", "正文", "类别"],
                ["甲", "云岫的桥。", "交通"],
                [],
                ["乙", "一座塔。"],
                ["丙", "", "", "多"],
            ]
        )
    )
    assert [*read_rows(path)] == [
        Row(f"{path} 第 2 行", {"标题": "甲", "正文": "云岫的桥。", "类别": "交通"}),
        Row(f"{path} 第 4 行", {"标题": "乙", "正文": "一座塔。", "类别": ""}),
        Fault(f"{path} 第 5 行", "列数与表头不同"),
    ]
    path.write_bytes(workbook([["类别", "类别"], ["甲", "乙"]]))
    with pytest.raises(InputError, match="分不清用哪一列"):
        [*read_rows(path)]
    path.write_bytes(workbook([]))
    assert [*read_rows(path)] == []


def test_workbooks_that_are_none() -> None:
    whole = workbook([["编号", "人工类别"], ["h" + "a" * 16, "党建"]])
    assert is_workbook(whole) and not is_workbook(b"PK\x03\x04") and not is_workbook(b"a,b")
    assert read_marks(whole, "x")[0].article == "a" * 16
    with pytest.raises(InputError, match="没有“编号”一列"):
        read_marks(workbook([["标题"], ["甲"]]), "x")
    with pytest.raises(InputError, match="没有“编号”一列"):
        read_marks(workbook([]), "x")
    with pytest.raises(InputError, match=r"x 第 2 行：编号“甲”不是文章编号"):
        read_marks(workbook([["编号", "人工类别"], ["甲", "党建"]]), "x")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * 210_000_000)
    with pytest.raises(InputError, match="解开后太大"):
        read_marks(out.getvalue(), "x")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("content.xml", "<office:document-content/>")
    with pytest.raises(InputError, match=r"表格（.ods）请另存为 .xlsx"):
        read_marks(out.getvalue(), "x")
    with pytest.raises(InputError, match=r"旧式（.xls）或加了密码的 Excel 工作簿"):
        read_marks(b"\xd0\xcf\x11\xe0" + b"\0" * 512, "x.xls")


@given(st.integers(0, 10_000), st.integers(0, 255))
def test_damage_is_a_clear_error(place: int, value: int) -> None:
    data = bytearray(workbook([["编号", "人工类别"], ["h" + "a" * 16, "党建"]]))
    data[place % len(data)] = value
    try:
        read_marks(bytes(data), "x")
    except InputError as error:
        assert str(error).startswith("x")
