"""Scores of a run: hand-worked numbers, and scikit-learn where it has the same score."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import average_precision_score

from baozhai.evaluation.assess import Outcome, assess, errors, length_part, slices
from baozhai.evaluation.bootstrap import coverage
from baozhai.evaluation.people import in_short
from baozhai.evaluation.promotion import decision
from baozhai.evaluation.report import comparison, report, slice_table
from baozhai.evaluation.topics import average_precision, confusion, reliability


@given(
    st.lists(st.tuples(st.booleans(), st.sampled_from([0.0, 0.1, 0.5, 0.7, 1.0])), min_size=1, max_size=30)
)
def test_average_precision_is_scikit_learns(rows):
    truth, proba = map(np.array, zip(*rows, strict=True))
    if truth.any():
        assert average_precision(truth, proba) == pytest.approx(average_precision_score(truth, proba))
    else:
        assert average_precision(truth, proba) == 0


def test_confusion_by_hand():
    Y = [[1, 0], [1, 1], [0, 0], [0, 0]]
    P = [[1, 0], [0, 1], [1, 0], [0, 0]]
    # The second counts under both of its topics, each time as the second topic.
    assert confusion(Y, P) == [[1, 1, 0], [0, 1, 0], [1, 0, 1]]


def test_coverage_by_hand():
    found = coverage([1, 1, 1, 0], [0.9, 0.8, 0.7, 0.2], steps=2, rounds=2000)
    assert [r["coverage"] for r in found] == [1.0, 0.75, 0.5]
    assert [r["exact"] for r in found] == [0.75, 1.0, 1.0]
    assert [r["lift"] for r in found] == [0, 0.25, 0.25]
    assert found[0]["lift_low"] == found[0]["lift_high"] == 0
    assert found[1]["low"] < 1 and found[1]["high"] == 1
    assert coverage([], []) == []


def outcome(n: int = 400) -> Outcome:
    rng = np.random.default_rng(0)
    proba = rng.random((n, 2)) ** 3
    truth = rng.random((n, 2)) < proba
    given = proba >= 0.4
    sure = np.where(given, proba, 1 - proba).prod(axis=1)
    return Outcome(("x", "y"), truth, given, proba, sure, sure < np.quantile(sure, 0.1))


def test_assess():
    found = assess(outcome())
    assert found["n"] == 400 and set(found["topics"]) == {"x", "y"}
    for row in found["topics"].values():
        assert row["interval"][0] < row["f1"] < row["interval"][1] and row["ece"] < 0.1
    assert found["interval"][0] < found["macro_f1"] < found["interval"][1]
    assert found["exact_interval"][0] < found["exact"] < found["exact_interval"][1]
    # Truth is drawn from the probabilities: asking about the least sure helps.
    asked = found["asked"]
    assert (
        asked["share"] == pytest.approx(0.1)
        and 0 < asked["interval"][0] < asked["lift"] < asked["interval"][1]
    )
    assert asked["exact"] == pytest.approx(found["exact"] + asked["lift"])
    assert found["coverage"][10]["lift"] == pytest.approx(asked["lift"], abs=0.01)
    assert sum(map(sum, found["confusion"])) >= 400


def test_micro_by_hand():
    truth, given = np.array([[1, 0], [1, 1]], bool), np.array([[1, 1], [0, 1]], bool)
    found = assess(Outcome(("x", "y"), truth, given, given * 0.9, np.ones(2), np.zeros(2, bool)))
    assert found["micro"] == pytest.approx({"precision": 2 / 3, "recall": 2 / 3, "f1": 2 / 3})
    assert found["asked"]["lift"] == 0 and found["asked"]["share"] == 0


def test_draws_of_few_articles_that_keep_none_say_nothing():
    right = np.ones((3, 1), bool)
    o = Outcome(("x",), right, right, np.ones((3, 1)), np.ones(3), np.array([True, True, False]))
    assert assess(o)["asked"]["interval"] == (0.0, 0.0)


def test_the_short_account_says_what_nobody_judged():
    o = replace(outcome(40), judged=np.ones((40, 2), bool))
    more = {"agreement": [], "open": 0, "copied": 0}
    o.judged[:, 1] = False
    assert "乙类：抽到的文章都没有判过这一类" in in_short(assess(o) | more, {"x": "甲类", "y": "乙类"}, "r")
    o.judged[:30, 1] = True
    assert "40 篇：其中 30 篇各类都判过，类别全对的占" in in_short(
        assess(o) | more, {"x": "甲类", "y": "乙类"}, "r"
    )
    o.judged[:] = True
    assert "40 篇：类别全对的占" in in_short(assess(o) | more, {"x": "甲类", "y": "乙类"}, "r")


def test_nothing_to_score_and_everything_asked():
    none = np.zeros((0, 1), bool)
    found = assess(Outcome(("x",), none, none, none * 0.5, np.zeros(0), np.zeros(0, bool)))
    assert found["macro_f1"] == 0 and found["coverage"] == [] and found["asked"]["share"] == 0
    one = np.ones((3, 1), bool)
    found = assess(Outcome(("x",), one, one, one * 0.5, np.ones(3), np.ones(3, bool)))
    assert found["asked"] == {"share": 1.0, "exact": 0.0, "lift": 0.0, "interval": (0.0, 0.0)}


def test_slices_leave_out_what_says_nothing():
    o = outcome(200)
    found = slices(o, {"source": ["a"] * 130 + ["b"] * 50 + ["c"] * 20})
    assert [(r["part"], r["n"]) for r in found] == [("a", 130), ("b", 50)]
    assert found[0]["exact"] == o.right[:130].mean()
    none = np.zeros((60, 1), bool)
    empty = Outcome(("x",), none, none, np.zeros((60, 1)), np.ones(60), np.zeros(60, bool))
    assert slices(empty, {"source": ["a"] * 60})[0]["macro_f1"] is None


@pytest.mark.parametrize(
    ("chars", "part"), [(0, "0–299"), (299, "0–299"), (300, "300–599"), (5000, "1000 and more")]
)
def test_length_parts(chars, part):
    assert length_part(chars) == part


def test_errors_are_the_wrong_ones_surest_first():
    o = outcome(50)
    found = errors(o, [f"a{k}" for k in range(50)])
    assert len(found) == (~o.right).sum()
    assert [e["sure"] for e in found] == sorted((e["sure"] for e in found), reverse=True)
    assert all(e["people"] != e["model"] for e in found)


def test_pairs_nobody_judged_count_nowhere():
    """By hand: of the second topic two articles were judged; the model is right on both, and wrong on what nobody said."""
    truth = np.array([[1, 1], [0, 0], [1, 0], [0, 0]], bool)
    given = np.array([[1, 1], [0, 0], [1, 1], [1, 1]], bool)
    judged = np.array([[1, 1], [1, 1], [1, 0], [1, 0]], bool)
    o = Outcome(("x", "y"), truth, given, given * 0.9 + 0.05, np.ones(4), np.zeros(4, bool), judged)
    found = assess(o)
    assert found["topics"]["y"]["precision"] == found["topics"]["y"]["recall"] == 1
    assert found["topics"]["x"]["precision"] == pytest.approx(2 / 3)
    assert found["exact"] == 1 and (found["n"], found["n_whole"]) == (
        4,
        2,
    )  # of the two that were judged on both
    assert (
        found["topics"]["y"]["ece"] == pytest.approx(0.05) and found["topics"]["y"]["average_precision"] == 1
    )
    assert [e["id"] for e in errors(o, list("abcd"))] == ["d"]
    assert assess(replace(o, judged=None))["exact"] == 0.5


def test_no_probability_is_none():
    with pytest.raises(ValueError, match="in \\[0, 1\\]"):
        reliability([0.5, float("nan")], [True, False])


def test_whole_sets_of_articles_that_nobody_judged_on_every_topic():
    """a judged on the first half, b on the second: no set can be held against anything."""
    o = outcome(40)
    half = np.arange(40) < 20
    judged = np.zeros(o.truth.shape, bool)
    judged[:, 0], judged[:, 1] = half, ~half
    result = assess(replace(o, judged=judged))
    assert (result["n"], result["n_whole"]) == (40, 0)
    shown = report(
        {**result, "run": "x", "slices": [], "errors": 0, "pages": {}},
        dict(zip(o.topics, o.topics, strict=True)),
    )
    assert "whole set right not measurable (of the 0 articles judged on every topic" in shown
    assert "of the others not measurable" in shown and "| 100% |" not in shown
    assert slices(replace(o, judged=judged), {"source": ["a"] * 20 + ["b"] * 20}) == []
    far = replace(outcome(120), judged=np.array([[True, False]] * 60 + [[True, True]] * 60))
    rows = slices(far, {"half": ["a"] * 60 + ["b"] * 60})
    assert [r["exact"] for r in rows] == [None, far.right[60:].mean()] and "| — |" in slice_table(rows)


def test_a_topic_that_nobody_judged_leaves_whole_sets_measurable():
    """As a topic that was just added: sets are those of the other topics, and the report says so, everywhere the same."""
    o = outcome(60)
    judged = np.ones((60, 3), bool)
    judged[:, 2] = False
    wide = {name: np.column_stack([getattr(o, name), np.ones(60)]) for name in ("truth", "given", "proba")}
    truth, given = wide["truth"].astype(bool), wide["given"].astype(bool)
    more = Outcome(("x", "y", "z"), truth, given, wide["proba"], o.sure, o.asked, judged)
    found, plain = assess(more), assess(o)
    assert found["n_whole"] == 60 and found["topics"]["z"]["judged"] == 0
    assert all(
        found[key] == plain[key] for key in ("exact", "exact_interval", "asked", "coverage", "macro_f1")
    )
    more_slices = slices(more, {"source": ["a"] * 60})
    assert more_slices[0]["exact"] == found["exact"]
    shown = report(
        {**found, "run": "x", "slices": more_slices, "errors": 0, "pages": {}}, {t: t for t in "xyz"}
    )
    assert "(without 1 of 3 topics, which nobody judged; so are all sets below)" in shown
    assert "counts in several rows and columns, even where all are right" in shown  # of the confusion


def test_the_share_left_to_a_person_is_of_all_articles():
    """Ten of forty articles were judged on both topics; a person is asked about half of the others and none of the ten."""
    judged = np.ones((40, 2), bool)
    judged[10:, 1] = False
    asked = np.arange(40) >= 25
    found = assess(replace(outcome(40), judged=judged, asked=asked))
    assert found["asked"]["share"] == 15 / 40 and found["n_whole"] == 10


def test_topics_that_no_article_measures_have_no_score():
    o = outcome(40)
    few = replace(o, truth=o.truth & (np.arange(40) < 4)[:, None])
    result = {**assess(few), "run": "x", "test": "t", "seconds": 0.0, "megabytes": 0.0}
    assert "not measurable" in comparison([result])
    shown = report(
        {**result, "slices": [], "errors": 0, "pages": {}}, dict(zip(o.topics, o.topics, strict=True))
    )
    assert "* macro-F1 not measurable" in shown and "* mean average precision not measurable" in shown


def test_the_report_calls_topics_by_name_and_says_where_every_article_is_asked_about():
    """An import's topics are topic_01, topic_02; with few examples all its articles are for a person."""
    o = outcome(40)
    names = {key: f"类别{k}" for k, key in enumerate(o.topics)}
    asked = replace(o, asked=np.ones(40, bool))
    shown = report({**assess(asked), "run": "x", "slices": [], "errors": 0, "pages": {}}, names)
    assert all(f"| {name} | " in shown.split("people")[0] for name in names.values())
    assert not any(f"| {key} |" in shown for key in names)
    assert "left to a person 1.000; the model is sure of none" in shown
    some = report({**assess(o), "run": "x", "slices": [], "errors": 0, "pages": {}}, names)
    assert "of the others" in some


def test_runs_of_other_labels_or_topics_stand_in_tables_of_their_own():
    row = {**assess(outcome(40)), "test": "t", "seconds": 0.0, "megabytes": 0.0}
    runs = [
        {**row, "run": "a", "gold": "1"},
        {**row, "run": "b", "gold": "1"},
        {**row, "run": "c", "gold": "2"},
        {
            **row,
            "run": "d",
            "gold": "1",
            "topics": {**row["topics"], "other": next(iter(row["topics"].values()))},
        },
    ]
    text = comparison(runs)
    assert text.count("| run |") == 3 and "labels and topics" in text


def test_promotion_counts_only_topics_that_are_measurable():
    """The new model loses three in ten of topic a and finds four of b that the old one missed: worse."""
    truth = np.zeros((100, 2), int)
    truth[:40, 0], truth[40:44, 1] = 1, 1
    old, new = truth.copy(), truth.copy()
    old[:, 1] = 0
    new[:12, 0] = 0
    found = decision(truth, old, new, ["a", "b"], margin=0.01)
    assert not found["promoted"] and found["topics"] == ["a"] and found["difference"] < 0
    nothing = decision(truth[:, 1:], old[:, 1:], new[:, 1:], ["b"], margin=0.01)
    assert not nothing["promoted"] and "无法衡量" in nothing["reason"]
