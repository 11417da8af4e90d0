"""What the stages keep on disk: it comes back as it was, or is refused; a model is replaced whole or not at all."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from baozhai.errors import InputError
from baozhai.io.corpus import (
    dump_jsonl,
    read_articles,
    read_gold,
    read_json,
    read_jsonl,
    read_labels,
    read_table,
    unknown_labels,
    write_articles,
    write_json,
)
from baozhai.io.files import replace_folder
from baozhai.io.matrices import read_matrix, write_matrix
from baozhai.io.readers.records import from_dict, texts_of
from baozhai.io.readers.tables import Fault, read_rows
from baozhai.labels.ledger import content_hash, wording_hash
from baozhai.records import Article, Topic

HALF = Article("1", title="\udc00题", paragraphs=("正文\ud800丙", "甲\\\ud83d 乙\U0001f600"))


def test_half_a_surrogate_pair_keeps_the_content_hash(tmp_path: Path) -> None:
    write_articles(tmp_path, "a.jsonl", [HALF])
    assert read_articles(tmp_path) == [HALF]
    assert content_hash(read_articles(tmp_path)[0]) == content_hash(HALF)
    write_json(tmp_path / "a.json", {"title": HALF.title})
    assert read_json(tmp_path / "a.json") == {"title": HALF.title}


@given(
    st.dictionaries(
        st.sampled_from(("title", "body", "kicker")),
        st.none() | st.text("党建 \n\u3000\ud800", max_size=8) | st.integers(),
    ),
    st.none() | st.lists(st.none() | st.text("党 \n", max_size=4)),
)
def test_the_texts_of_a_record_have_the_hash_of_its_article(record: dict[str, Any], parts: Any) -> None:
    record |= {"paragraphs": parts}
    assert wording_hash(*texts_of(record)) == content_hash(from_dict(record))


def test_only_wanted_articles_are_made_and_a_broken_record_is_named(tmp_path: Path) -> None:
    found = [Article(str(k), title=f"第{k}条", paragraphs=("一段。", "两段。")) for k in range(4)]
    write_articles(tmp_path, "a.jsonl", found)
    assert read_articles(tmp_path, lambda title, texts: title == "第2条" and len(texts) == 2) == [found[2]]
    (tmp_path / "b.jsonl").write_text('{"title": "题", "paragraphs": "一段"}\n', encoding="utf-8")
    with pytest.raises(InputError, match=r"b\.jsonl 第 1 条：字段类型不对"):
        read_articles(tmp_path, lambda title, texts: False)


@given(st.dictionaries(st.text(), st.text()))
def test_other_text_is_written_as_before(record: dict[str, str]) -> None:
    assert dump_jsonl([record]) == (json.dumps(record, ensure_ascii=False) + "\n").encode()


def test_rows_of_one_article_agree_in_a_label_table(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    names = {"party": "party_building", "party_building": "party_building", "awards": "awards"}
    x, y = "0123456789abcdef", "f" * 16
    head = f"hash,round,labels\n{x},2,party awards\n{y},1,\n"
    path.write_text(f"{head}{x},1,awards party_building\n", encoding="utf-8")
    verdicts, calibrating = read_labels(path, names)
    assert verdicts == {
        (key, topic): 1 if key == x else -1 for key in (x, y) for topic in ("party_building", "awards")
    }
    assert calibrating == {x, y}
    path.write_text(f"{head}\n{x},1,awards\n", encoding="utf-8")
    with pytest.raises(InputError, match=rf"t\.csv 第 5 行：{x} 在第 2 行已有，标签不同。请"):
        read_labels(path, names)


@pytest.mark.parametrize(
    ("key", "turn"),
    [
        ("1.23457E+15", "1"),
        ("H" + "0" * 16, "1"),
        ("A" * 16, "1"),
        (" " + "a" * 16, "1"),
        ("a" * 16, "2.0"),
        ("a" * 16, ""),
    ],
)
def test_a_row_that_a_spreadsheet_changed_is_not_lost(key: str, turn: str, tmp_path: Path) -> None:
    """An article nobody has, and a round that is not the first, were passed over."""
    path = tmp_path / "t.csv"
    path.write_text(f"hash,round,labels\n{'0' * 16},1,awards\n{key},{turn},awards\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"t\.csv 第 3 行：应是 16 位.*恢复"):
        read_labels(path, {"awards": "awards"})


@pytest.mark.parametrize(
    "fields",
    [{"confidence": 10**400}, {"crossheads": [{"before_para": 1e999, "text": "甲"}]}, {"title": ["甲"]}],
)
def test_a_record_with_an_odd_field_is_named(fields: dict[str, object], tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"title": "甲"}) + "\n\n" + json.dumps(fields) + "\n", encoding="utf-8-sig")
    with pytest.raises(InputError, match=r"a\.jsonl 第 2 条：字段类型不对"):
        read_articles(path)


def test_labels_of_no_topic_are_named_with_their_line(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("hash,round,labels\nx,1,award party\n\ny,1,award 体育\n", encoding="utf-8")
    topics = (Topic("party_building", "党建", aliases=("party",)), Topic("awards", "奖项荣誉"))
    said = unknown_labels(path, topics)
    assert "award（第 2 行，共 2 行；是否想写 awards？）、体育（第 4 行）。" in said and "party" not in said
    more = (Topic("award", "奖项"), Topic("sports", "体育", aliases=("体育",)))
    assert unknown_labels(path, (*topics, *more)) == unknown_labels("", topics) == ""


@pytest.mark.parametrize("bad", ["[" * 100_000, "9" * 5_000])
def test_brackets_without_end_and_endless_numbers_are_named(bad: str, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(f"{{}}\n{bad}\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"a\.jsonl 第 2 行：JSON 读不了"):
        read_jsonl(path)
    found = [row.what for row in read_rows(path) if isinstance(row, Fault)]
    assert len(found) == 1 and found[0].startswith("不是 JSON")


def test_a_table_saved_by_a_spreadsheet(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text('hash,round,labels,note\r\nx,1,"a b",\r\n\r\n', encoding="utf-8-sig")
    assert read_table(path) == [{"hash": "x", "round": "1", "labels": "a b", "note": ""}]
    with pytest.raises(InputError, match=r"t\.csv 第 1 行：没有列 read、marks"):
        read_table(path, ("hash", "read", "marks"))


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"hash,round,labels\nx,1\n", "第 2 行：应有 3 格"),
        (b"hash,round,labels\nx,1,\ny,1,a,b\n", "第 3 行：应有 3 格"),
        (b"\xef\xbb\xbfhash,round,labels\n\xff,1,a\n", "第 2 行：不是 UTF-8"),
        (b'hash,round,labels\nx,1,"a\ny,1,b\n', "第 2 行：有一个开头的引号"),
        (b"hash;round;labels\nx;1;a\n", "没有列 hash、round、labels"),
        (b"", "没有列 hash"),
    ],
)
def test_a_damaged_table_names_the_line(tmp_path: Path, data: bytes, what: str) -> None:
    (tmp_path / "t.csv").write_bytes(data)
    with pytest.raises(InputError, match=what):
        read_table(tmp_path / "t.csv")


def test_a_cell_without_end_names_the_line(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("hash,round,labels\nx,1," + "a" * 2000, encoding="utf-8")
    before = csv.field_size_limit(1000)
    try:
        with pytest.raises(InputError, match="第 2 行：不是 CSV"):
            read_table(tmp_path / "t.csv")
    finally:
        csv.field_size_limit(before)


@pytest.mark.parametrize("data", [b"", b'{"a": ', b"[1]", b"7", b'"\xe6\xad', b"[" * 100_000])
def test_a_torn_json_file_is_named(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.json").write_bytes(data)
    with pytest.raises(InputError, match=r"a\.json：.*fresh=true"):
        read_json(tmp_path / "a.json")
    with pytest.raises(InputError, match=r"a\.json：.*文件是否完整"):
        read_gold(tmp_path / "a.json")


def test_a_missing_key_is_the_fault_of_the_file(tmp_path: Path) -> None:
    write_json(tmp_path / "a.json", {"train": []})
    tree = read_json(tmp_path / "a.json")
    assert tree["train"] == [] and tree.get("dev") is None and "dev" not in tree
    with pytest.raises(InputError, match=r"a\.json：缺少 dev。.*fresh=true"):
        tree["dev"]


STATE = {"params": {}, "blocks": [["words", 2]], "terms": "甲\n\ud800\n", "idf": np.ones(2, np.float32)}


def test_features_come_back(tmp_path: Path) -> None:
    X = sparse.csr_matrix(np.array([[0.5, 0.0], [0.0, 2.0]], np.float32))
    write_matrix(tmp_path, X, STATE, "x")
    found, state = read_matrix(tmp_path, "x")
    assert (found != X).nnz == 0 and state == {**STATE, "idf": [1.0, 1.0]}


@pytest.mark.parametrize("idf", [[1.0, float("nan")], [1.0, float("inf")], [1.0], "x", None, ["x", 1.0]])
def test_weights_that_are_none(tmp_path: Path, idf: object) -> None:
    write_matrix(tmp_path, sparse.csr_matrix(np.ones((1, 2))), STATE | {"idf": idf}, "x")
    with pytest.raises(InputError, match=r"features\.json：.*fresh=true"):
        read_matrix(tmp_path, "x")


@pytest.mark.parametrize(
    "change",
    [
        {"indices": np.array([0, 7])},
        {"indptr": np.array([0, 3])},
        {"data": np.array([1.0, np.inf])},
        {"data": np.array(["a", "b"])},
        {"shape": np.array([1, 3])},
    ],
)
def test_a_matrix_that_does_not_fit(tmp_path: Path, change: dict[str, object]) -> None:
    write_matrix(tmp_path, sparse.csr_matrix(np.ones((1, 2))), STATE, "x")
    with np.load(tmp_path / "matrix.npz") as arrays:
        found = dict(arrays)
    np.savez(tmp_path / "matrix.npz", **(found | change))
    with pytest.raises(InputError, match="fresh=true"):
        read_matrix(tmp_path, "x")


def test_a_matrix_of_other_settings_is_refused(tmp_path: Path) -> None:
    """Two trainings in one folder: the files of one may be those of the other, or one of each."""
    for name in ("a", "b"):
        write_matrix(tmp_path / name, sparse.csr_matrix(np.ones((1, 2))), STATE, name)
    with pytest.raises(InputError, match="另一次训练"):
        read_matrix(tmp_path / "b", "a")
    (tmp_path / "a" / "features.json").write_bytes((tmp_path / "b" / "features.json").read_bytes())
    for made in "ab":
        with pytest.raises(InputError, match="另一次训练"):
            read_matrix(tmp_path / "a", made)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"\x93NUMPY\x01\x00", b"\x80\x04N."])
def test_a_torn_matrix(tmp_path: Path, data: bytes) -> None:
    write_matrix(tmp_path, sparse.csr_matrix(np.ones((1, 2))), STATE, "x")
    (tmp_path / "matrix.npz").write_bytes(data)
    with pytest.raises(InputError, match=r"matrix\.npz：.*fresh=true"):
        read_matrix(tmp_path, "x")
    (tmp_path / "matrix.npz").unlink()
    np.save(tmp_path / "matrix.npy", np.ones(3))
    (tmp_path / "matrix.npy").rename(tmp_path / "matrix.npz")
    with pytest.raises(InputError, match=r"matrix\.npz：.*fresh=true"):
        read_matrix(tmp_path, "x")


@pytest.mark.parametrize("error", [OSError("disk"), KeyboardInterrupt()])
@pytest.mark.parametrize("moved", [False, True])  # Ctrl-C may come before a rename, or after it
@pytest.mark.parametrize("number", [1, 2])
def test_a_folder_is_replaced_or_comes_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException, moved: bool, number: int
) -> None:
    for name in ("new", "place"):
        (tmp_path / name).mkdir()
        (tmp_path / name / name).touch()
    real, calls = Path.rename, []

    def stopped(self: Path, target: Path) -> Path:
        calls.append(target)
        if len(calls) != number:
            return real(self, target)
        if moved:
            real(self, target)
        raise error

    monkeypatch.setattr(Path, "rename", stopped)
    with pytest.raises(type(error)):
        replace_folder(tmp_path / "new", tmp_path / "place", tmp_path / "old")
    kept = "new" if moved and number == 2 else "place"
    assert [p.name for p in (tmp_path / "place").iterdir()] == [kept]
