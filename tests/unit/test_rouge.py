"""Character ROUGE by hand, the oracle, and paired intervals."""

from __future__ import annotations

import importlib.util

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baozhai.evaluation.summaries import oracle, paired_bootstrap, rouge, tokens

TEXT = st.text(st.sampled_from("山水云路桥，。aB1.%"), max_size=25)


def test_tokens() -> None:
    assert tokens("增15.06%，“AEC-Q100”〔甲〕") == ["增", "15.06%", "aec", "q100", "甲"]


def test_rouge_by_hand() -> None:
    # 甲乙丙丁 against 甲丙乙丁甲: 4 shared of 4 and 5; bigrams 甲乙 乙丙 丙丁 | 甲丙 丙乙 乙丁 丁甲
    # share none; longest common subsequence 甲乙丁 (or 甲丙丁).
    assert rouge("甲乙，丙丁。", "甲丙乙丁甲") == pytest.approx((8 / 9, 0.0, 6 / 9))


def test_ngrams_are_counted_as_multisets() -> None:
    # 甲甲甲乙 against 甲甲乙乙: ones min(3,2) + min(1,2) = 3; twos 甲甲×2 甲乙 | 甲甲 甲乙 乙乙 = 2.
    assert rouge("甲甲甲乙", "甲甲乙乙") == pytest.approx((6 / 8, 4 / 6, 6 / 8))


def test_one_token_has_no_bigram() -> None:
    assert rouge("甲", "甲") == (1.0, 0.0, 1.0)


def test_nothing_against_nothing() -> None:
    assert rouge("。", "，") == (0.0, 0.0, 0.0)


def _lcs(a: list[str], b: list[str]) -> int:
    table = [[0] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i, x in enumerate(a):
        for j, y in enumerate(b):
            table[i + 1][j + 1] = table[i][j] + 1 if x == y else max(table[i][j + 1], table[i + 1][j])
    return table[-1][-1]


@given(TEXT, TEXT)
def test_longest_common_subsequence_is_that_of_the_table(a: str, b: str) -> None:
    x, y = tokens(a), tokens(b)
    expected = 2 * _lcs(x, y) / (len(x) + len(y)) if x and y else 0.0
    assert rouge(a, b).rl == pytest.approx(expected)


@given(TEXT, TEXT)
def test_rouge_is_even_handed_and_bounded(a: str, b: str) -> None:
    assert rouge(a, b) == pytest.approx(rouge(b, a))
    assert all(0 <= value <= 1 for value in rouge(a, b))


@pytest.mark.skipif(importlib.util.find_spec("rouge_score") is None, reason="rouge-score 未安装")
@settings(deadline=None)  # the first import of rouge-score takes seconds
@given(TEXT, TEXT)
def test_rouge_score_agrees(a: str, b: str) -> None:
    from rouge_score import rouge_scorer

    class Tokens:
        def tokenize(self, text: str) -> list[str]:
            return tokens(text)

    names = ["rouge1", "rouge2", "rougeL"]
    found = rouge_scorer.RougeScorer(names, tokenizer=Tokens()).score(b, a)
    assert rouge(a, b) == pytest.approx(tuple(found[name].fmeasure for name in names))


def test_oracle_takes_what_the_reference_says() -> None:
    sentences = ["甲乙丙丁。", "戊己庚辛。", "壬癸子丑。"]
    assert oracle(sentences, "壬癸子丑甲乙丙丁", 10) == [0, 2]
    assert oracle(sentences, "壬癸子丑甲乙丙丁", 5) == [0]
    assert oracle(sentences, "戊己庚", 2) == [1]
    assert oracle(sentences, "寅卯", 10) == []


def test_paired_bootstrap() -> None:
    found = paired_bootstrap([0.5, 0.75, 1.0], [0.25, 0.5, 0.75])
    assert found == pytest.approx((0.25, 0.25, 0.25))
    found = paired_bootstrap([1.0] * 50 + [0.0] * 50, [0.0] * 50 + [1.0] * 50)
    assert found.mean == 0 and found.low < -0.1 and found.high > 0.1
    with pytest.raises(ValueError, match="equal lists"):
        paired_bootstrap([1.0], [1.0, 2.0])
