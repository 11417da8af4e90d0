"""Words: a part of the dictionary gives what all of it gives."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import jieba
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baozhai.io.corpus import read_articles
from baozhai.rows import compiled
from baozhai.text import dictionary, words

Jieba = compiled("rjieba", "rjieba", "Jieba")


@pytest.fixture(scope="module")
def lexicon() -> dictionary.Dictionary:
    found = dictionary.installed()
    assert found is not None
    return found


def lines() -> list[list[str]]:
    path = Path(jieba.__file__).with_name("dict.txt")
    return [line.split() for line in path.read_text(encoding="utf-8").splitlines()]


def test_every_word_of_the_dictionary_is_found_once(lexicon: dictionary.Dictionary) -> None:
    expected = {word: int(occurrences) for word, occurrences, _ in lines()}
    found = lexicon.beginning({word[:2].ljust(2) for word in expected})
    assert not found.keys() & lexicon.unsorted.keys()
    assert found | lexicon.unsorted == expected
    assert sum(int(occurrences) for _, occurrences, _ in lines()) == dictionary.TOTAL


def test_a_beginning_that_no_word_has_finds_nothing(lexicon: dictionary.Dictionary) -> None:
    assert lexicon.beginning(["龢龢", "一\n", "\n一", " 一", "zz", "\0\0", "\U0010ffff "]) == {}


def test_articles_are_cut_as_by_the_whole_dictionary(root: Path, lexicon: dictionary.Dictionary) -> None:
    """Each by a new segmenter, so that no word is known from another one, and all by one until it has the whole."""
    all_, whole = words._Growing(Jieba, lexicon), Jieba()
    for article in read_articles(root / "data" / "starter" / "articles")[::5]:
        text = "\n".join((article.title, *article.paragraphs))
        expected = whole.cut(text, False)
        assert words._Growing(Jieba, lexicon)(text) == expected
        assert all_(text) == expected
    assert all_._jieba.has_word("饕餮") and len(all_._looked_up) > words._MOST


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.text(alphabet="一高富帅姓大名吉林工业学B超TS恤 \n。A1%-\uffff龢😀", max_size=12), max_size=6)
)
def test_any_text_is_cut_as_by_jieba(texts: list[str]) -> None:
    lexicon = dictionary.installed()
    assert lexicon is not None
    growing, plain = words._Growing(Jieba, lexicon), words._jieba()
    for text in texts:
        assert growing(text) == plain(text)


def test_threads_do_not_meet(root: Path, lexicon: dictionary.Dictionary) -> None:
    texts = ["\n".join(a.paragraphs) for a in read_articles(root / "data" / "starter" / "articles")[::9]]
    growing, whole = words._Growing(Jieba, lexicon), Jieba()
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(growing, texts)) == [whole.cut(text, False) for text in texts]


def test_tags() -> None:
    assert [words.tag(word) for word in ("企业", "打通", "研发", "各", "没有这个词", " ", "", "\ud800")] == [
        "n", "v", "j", "r", "", "", "", "",
    ]  # fmt: skip


def test_another_dictionary_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dictionary, "_BYTES", 1)
    assert dictionary.installed() is None
