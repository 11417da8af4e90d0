"""Drawing combinations of settings, rounds of successive halving."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baozhai.evaluation.search import points, rungs, survivors, total

SPACES = st.dictionaries(
    st.sampled_from(["classifier", "classifier.C", "features", "features.min_df"]),
    st.lists(st.sampled_from("abcde"), min_size=1, max_size=5, unique=True),
    min_size=1,
)


@given(SPACES, st.integers(0, 40), st.integers(0, 3))
def test_points_are_distinct_and_of_the_space(space: dict[str, list[str]], count: int, seed: int) -> None:
    drawn = points(space, count, seed)
    assert len(drawn) == min(count or total(space), total(space))
    assert len({tuple(point.items()) for point in drawn}) == len(drawn)
    assert all(list(p) == list(space) and all(v in space[k] for k, v in p.items()) for p in drawn)


@given(SPACES, st.integers(1, 20), st.integers(0, 3))
def test_a_larger_budget_goes_on_where_the_smaller_stopped(
    space: dict[str, list[str]], count: int, seed: int
) -> None:
    assert points(space, count + 5, seed)[:count] == points(space, count, seed)[:count]


def test_few_are_drawn_of_a_space_too_large_to_list() -> None:
    space = {str(k): list("0123456789") for k in range(15)}
    assert total(space) == 10**15
    assert len(points(space, 3)) == 3


@pytest.mark.parametrize(
    ("articles", "trials", "sizes"),
    [
        (6000, 24, [666, 2000, 6000]),  # 24 → 8 → 3
        (6000, 8, [2000, 6000]),  # a third round would have less than one trial
        (6000, 2, [6000]),
        (899, 24, [899]),  # a third of it is fewer than 300
        (900, 24, [300, 900]),
        (286, 24, [286]),
        (6000, 0, [6000]),
    ],
)
def test_rounds(articles: int, trials: int, sizes: list[int]) -> None:
    assert rungs(articles, trials) == sizes


def test_the_best_third_goes_on() -> None:
    scores = {"a": 0.2, "b": 0.9, "c": 0.5, "d": 0.9, "e": 0.1, "f": 0.0, "g": 0.3}
    assert survivors(scores) == ["b", "d", "c"]
    assert survivors(scores, 1)[-1] == "f" and survivors({}) == []
