"""Names of output folders: taken by every system, told apart, telling."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from baozhai.io.names import LONGEST, folder_names, safe_name

DEVICE = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\s*\..*)?$", re.I)


@given(st.text(max_size=300))
@example("CON")
@example("aux.2026-06-12")
@example("NUL .txt")
@example("com1")
@example("...")
@example("报" * 200)
@example("𠀀" * 100)
@example("\ud800坏")
def test_every_name_is_taken_by_every_system(text: str) -> None:
    name = safe_name(text)
    assert 1 <= len(name) <= LONGEST and len(name.encode()) <= 240
    assert not re.search(r'[<>:"/\\|?*\x00-\x1f\x7f]', name)
    assert not DEVICE.match(name) and name == name.strip() and not name.endswith(".")
    assert safe_name(name) == name


NAMES = {
    "云岫导报_2026-06-12_第3版": "云岫导报_2026-06-12_第3版",
    "今日 报摘": "今日 报摘",
    "CON": "_CON",
    "con.第3版": "_con.第3版",
    "CONAN": "CONAN",
    "a:b/c?": "a_b_c_",
    "结尾. ": "结尾",
    "": "_",
    "e\u0301tude": "\u00e9tude",
}


@pytest.mark.parametrize("text", NAMES)
def test_names_worked_out_by_hand(text: str) -> None:
    assert safe_name(text) == NAMES[text]


def test_long_names_stay_apart() -> None:
    one, two = safe_name("长" * 100 + "甲"), safe_name("长" * 100 + "乙")
    assert one != two and one.startswith("长" * 60) and re.search(r"~[0-9a-f]{8}$", one)


FOLDERS = [
    (["a/x.txt", "b/y.txt"], ["x", "y"]),
    (["0612/issue.txt", "0613/issue.txt", "0613/other.txt"], ["0612_issue", "0613_issue", "other"]),
    (["甲报/0612/a.txt", "乙报/0612/a.txt"], ["甲报_0612_a", "乙报_0612_a"]),
    (["001/issue.pdf", "001/issue.txt", "002/issue.txt"], ["001_issue_pdf", "001_issue_txt", "002_issue"]),
    (["x.txt", "x.txt"], ["x", "x-2"]),
    (["a/X.txt", "b/x.txt"], ["a_X", "b_x"]),
    (["-", "stdin.txt"], ["stdin", "stdin_txt"]),
    (["x:1.txt", "x?1.txt", "x_1-2.txt"], ["x_1", "x_1-3", "x_1-2"]),
    ([], []),
]


@pytest.mark.parametrize(("words", "names"), FOLDERS)
def test_folders_say_which_issue_they_hold(words: list[str], names: list[str]) -> None:
    assert folder_names(words) == names


@given(st.lists(st.text(st.sampled_from("aA./-2"), min_size=1, max_size=7), max_size=6))
def test_no_two_inputs_share_a_folder(words: list[str]) -> None:
    names = folder_names([w.replace("\0", "") for w in words])
    assert len({n.casefold() for n in names}) == len(words)
