"""Words by subject: found as a plain search finds them, their shares by hand, and the lists they come from."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from baozhai.errors import InputError
from baozhai.features.places import places
from baozhai.features.subjects import READ, Subjects
from baozhai.features.tfidf import TfidfFeatures
from baozhai.io.readers.dictionary import doubtful, parsed, read_dictionary, read_lists, written
from baozhai.records import Article

WORDS = {"药品": ["疫苗", "冻干疫苗", "PD-1"], "机械": ["车床", "数控车床", "苗床", "CT", "冻干疫苗"]}
LETTERS = "疫苗冻干车床数控PD-1pdCTct2， \n😀"


def plainly(text: str, words: dict[str, list[str]]) -> list[tuple[int, int, int]]:
    """The longest word at each place, if no Latin letter goes on; without those that lie within another one."""
    subject: dict[str, list[int]] = {}
    for number, own in enumerate(words.values()):
        for word in {w.lower() for w in own}:
            subject.setdefault(word, []).append(number)
    latin = [c.isascii() and c.isalnum() for c in text]
    text, found, last = text.lower(), [], -1
    for start in range(len(text)):
        sizes = [k for k in range(min(12, len(text) - start), 1, -1) if text[start : start + k] in subject]
        for size in sizes[:1]:
            end = start + size
            before = start > 0 and latin[start] and latin[start - 1]
            behind = end < len(text) and latin[end - 1] and latin[end]
            if not before and not behind and end > last:
                found += [(start, size, number) for number in subject[text[start:end]]]
                last = end
    return found


@given(st.text(LETTERS, max_size=40))
def test_words_are_those_of_a_plain_search(text):
    hits = Subjects(WORDS).find(text)
    assert [*zip(*(part.tolist() for part in hits), strict=True)] == plainly(text, WORDS)


@given(
    st.lists(st.text("甲乙丙丁aA1", min_size=2, max_size=5), max_size=12),
    st.text("甲乙丙丁aA1。", max_size=40),
)
def test_any_words_are_those_of_a_plain_search(own, text):
    words = {"一": own[::2], "二": own[1::2]}
    hits = Subjects(words).find(text)
    assert [*zip(*(part.tolist() for part in hits), strict=True)] == plainly(text, words)


def test_words_by_hand():
    hits = Subjects(WORDS).find("冻干疫苗床与PD-1、PD-12，CT机")
    # 冻干疫苗 holds 疫苗; 苗床 ends behind it; PD-12 is another word.
    assert hits.starts.tolist() == [0, 0, 3, 6, 17]
    assert hits.lengths.tolist() == [4, 4, 2, 4, 2]
    assert hits.subjects.tolist() == [0, 1, 1, 0, 1]


def test_shares_by_hand():
    titles, texts = ["疫苗上市", "", "无"], ["数控车床与疫苗。", "车床车床", ""]
    found = Subjects(WORDS).shares(titles, texts, (100, 4, 0))
    assert found[0].tolist() == [[4 / 12, 4 / 12], [0, 1], [0, 0]]
    assert found[1].tolist() == [[2 / 8, 4 / 8], [0, 1], [0, 0]]  # the first four characters
    assert found[2].tolist() == [[2 / 4, 0], [0, 0], [0, 0]]  # headlines alone


def test_words_of_two_texts_do_not_join():
    assert Subjects(WORDS).shares(["疫", "苗"], ["车", "床"], (9,)).sum() == 0


def test_nothing_to_find():
    assert Subjects({}).shares(["甲"], ["乙"], (5,)).shape == (1, 1, 0)
    assert Subjects({"甲": []}).shares(["甲"], ["乙"], (5,)).tolist() == [[[0.0]]]
    assert Subjects(WORDS).shares([], [], (5, 2)).shape == (2, 0, 2)
    assert len(Subjects(WORDS).find("").starts) == 0


@pytest.mark.parametrize("word", ["药", "", "疫 苗", "疫\u3000苗", "疫\0苗", "长" * 13])
def test_words_that_are_none(word):
    with pytest.raises(ValueError, match="2 to 12 characters"):
        Subjects({"药品": ["疫苗", word]})


ARTICLES = [
    Article("a", "疫苗上市", ("新疫苗今天上市，工厂讲质量。", "车床也换新。" * 400)),
    Article("b", "工厂", ("工厂的数控车床开动。",)),
    Article("c", "", ()),
]


def test_blocks_of_the_vectorizer():
    features = TfidfFeatures(dictionary=WORDS, min_df=1, lead_chars=10, opening_chars=3, subjects_weight=2.0)
    X = features.fit_transform(ARTICLES)
    names = features.get_feature_names_out().tolist()
    at = {name: X[:, names.index(name)].toarray().ravel() for name in names if name.startswith("subjects")}
    assert [*at] == [
        f"{b}:{s}:words" for b in ("subjects", "subjects_lead", "subjects_opening") for s in WORDS
    ]
    text = min(READ, len("\n".join(ARTICLES[0].paragraphs))) + 4
    assert at["subjects:药品:words"] == pytest.approx([2 * (4 / text) ** 0.5, 0, 0], rel=1e-5)
    assert at["subjects_lead:药品:words"] == pytest.approx([2 * 0.8 * (4 / 14) ** 0.5, 0, 0], rel=1e-5)
    assert at["subjects_opening:药品:words"] == pytest.approx([2 * 0.5 * (4 / 7) ** 0.5, 0, 0], rel=1e-5)
    assert at["subjects_lead:机械:words"] == pytest.approx([0, 2 * 0.8 * (4 / 12) ** 0.5, 0], rel=1e-5)
    # The blocks of terms are those of a vectorizer without a dictionary.
    plain = TfidfFeatures(min_df=1, lead_chars=10, opening_chars=3).fit_transform(ARTICLES)
    assert np.array_equal(X[:, : plain.shape[1]].toarray(), plain.toarray())
    # Nothing beside the dictionary is needed for them.
    alone = features.rows(ARTICLES, ("subjects",)).csr().toarray()
    assert np.array_equal(alone[:, names.index("subjects:药品:words")], at["subjects:药品:words"])


def test_state_keeps_the_subjects():
    features = TfidfFeatures(dictionary=WORDS, min_df=1).fit(ARTICLES)
    X = features.transform(ARTICLES)
    again = TfidfFeatures.from_state(features.to_state())
    assert np.array_equal(again.transform(ARTICLES).toarray(), X.toarray())
    none = TfidfFeatures(dictionary=WORDS, subjects_weight=0.0, min_df=1).fit(ARTICLES)
    assert none.blocks == TfidfFeatures(min_df=1).fit(ARTICLES).blocks


def test_places_of_the_words():
    features = TfidfFeatures(dictionary=WORDS, lead_chars=10, opening_chars=3, min_df=1).fit(ARTICLES)
    found = places(ARTICLES[0], features.get_params(), features.subjects)
    assert found["subjects_opening", "药品:words"] == [(-1, 0, 2), (0, 1, 3)]
    assert found["subjects", "机械:words"][:2] == [(1, 0, 2), (1, 6, 8)]
    assert ("subjects_lead", "机械:words") not in found


def test_a_lead_beyond_the_whole_text_has_places():
    far = Article("a", "", ("无关" * (READ // 2 + 100) + "疫苗上市。",))
    features = TfidfFeatures(dictionary=WORDS, lead_chars=READ + 800, opening_chars=3, min_df=1).fit(
        [far, *ARTICLES]
    )
    place = features.get_feature_names_out().tolist().index("subjects_lead:药品:words")
    assert features.transform([far])[0, place] > 0
    found = places(far, features.get_params(), features.subjects)
    assert found["subjects_lead", "药品:words"] == [(0, READ + 200, READ + 202)]
    assert ("subjects", "药品:words") not in found


def write(folder: Path, **lists: bytes) -> Path:
    folder.mkdir(exist_ok=True)
    for name, data in lists.items():
        (folder / f"{name}.txt").write_bytes(data)
    return folder


def test_lists_are_read(tmp_path):
    drugs = "# 药品\n疫苗\n\n# 以下为剂型\n冻干粉针\n疫苗\n".encode()
    folder = write(tmp_path / "d", drugs=drugs, tools="\ufeff车床\r\n铣床".encode())
    assert read_dictionary(folder) == {"药品": ["疫苗", "冻干粉针"], "tools": ["车床", "铣床"]}


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("疫苗\n药\n".encode(), "第 2 行：“药”有 1 字，应为 2—12 字"),
        ("疫苗\n打捆机,收割机\n".encode(), "第 2 行：“打捆机,收割机”中间有标点"),
        ("疫苗、药品\n".encode(), "第 1 行：“疫苗、药品”中间有标点"),
        ("疫苗\n冻干 粉针\n".encode(), "第 2 行：“冻干 粉针”中间有空白"),
        (b"\xd2\xdf\xc3\xe7\n", "第 1 行：不是 UTF-8"),
        ("疫苗\0针\n".encode(), "第 1 行：.*控制字符"),
    ],
)
def test_broken_lines_are_named(tmp_path, data, said):
    with pytest.raises(InputError, match=said):
        read_dictionary(write(tmp_path / "d", drugs=data))


@given(
    lists=st.dictionaries(
        st.text(alphabet="药械 #\u2028\x85\x1c\r", min_size=1)
        .map(lambda name: name.strip("# "))
        .filter(bool),
        st.lists(st.sampled_from(["疫苗", "车床", "PD-1"]), unique=True),
    )
)
def test_written_lists_come_back(lists):
    assert parsed(written(lists)) == lists


def test_a_name_that_is_not_printable_is_named(tmp_path):
    (tmp_path / "a.txt").write_text("# 药\u2028品\n疫苗\n", encoding="utf-8")
    with pytest.raises(InputError, match="a.txt 第 1 行：类名含有看不见的控制字符。请改正"):
        read_dictionary(tmp_path)


def test_no_list_is_an_error(tmp_path):
    with pytest.raises(InputError, match="没有词表"):
        read_dictionary(tmp_path / "none")


def test_lint_finds_what_is_doubtful(tmp_path):
    folder = write(
        tmp_path / "d",
        a="疫苗\n冻干疫苗\n疫苗\n".encode(),
        b="\ufeff车床\r\n疫苗\r\nCar-T\r\nCAR-t\r\n".encode(),
    )
    found = [[*one.faults, *doubtful(one.words)] for one in read_lists(folder)]
    assert [[(f.line, f.text) for f in faults] for faults in found] == [
        [(2, "“冻干疫苗”含有本表的“疫苗”，多余：有它的地方已经算这一类"), (3, "“疫苗”在第 1 行已有")],
        [(1, "开头有 BOM（已略过）"), (1, "行尾是 CRLF（已略过）"), (4, "“CAR-t”在第 3 行已有")],
    ]


def test_the_dictionary_of_the_project_is_clean():
    lists = read_lists(Path(__file__).parents[2] / "data" / "dictionary")
    assert len(lists) > 20
    assert not [fault for one in lists for fault in (*one.faults, *doubtful(one.words))]
    assert all(one.name != one.path.stem for one in lists)  # each has a name in Chinese
