"""Calibration, classifier, decisions, evidence and scores, by hand-worked numbers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from baozhai.evaluation.topics import reliability, scores
from baozhai.features.tfidf import TfidfFeatures
from baozhai.records import Article
from baozhai.text import words
from baozhai.topics.calibrate import blend, constant, crossed, fit_sigmoid, sigmoid
from baozhai.topics.classifier import TopicClassifier
from baozhai.topics.decide import SAMPLE, choose_thresholds, confidence, cut_off, decide, sample, verdicts
from baozhai.topics.explain import contributions, evidence
from baozhai.topics.linear import KINDS, Examples, Learner, term_scale


def corpus(n: int = 60, seed: int = 0):
    """Rows where column 0 speaks for topic 0 and column 1 for topic 1."""
    rng = np.random.default_rng(seed)
    truth = rng.random((n, 2)) < 0.4
    X = np.hstack([truth, rng.random((n, 3))]) + 0.01
    return sparse.csr_matrix(X / np.linalg.norm(X, axis=1, keepdims=True), dtype=np.float32), np.where(
        truth, 1, -1
    )


def test_cut_by_both_segmenters():
    text = "青禾厂的机床A3开工了。"
    assert "".join(words.cut(text)) == text
    assert words._jieba()(text) == words.cut(text)
    assert words.cut("") == []
    assert words.cut("开工\ud800") == ["开工", "?"]


def test_sigmoid_by_hand():
    np.testing.assert_allclose(sigmoid(np.array([-1000.0, 0.0, np.log(3), 1000.0])), [0, 0.5, 0.75, 1])
    a, b = constant(0, 8)
    assert a == 0 and sigmoid(np.array([b]))[0] == pytest.approx(0.1)


def test_platt_meets_its_smoothed_targets():
    # Two distinct values and two parameters: the fit is exact. At +1: three yes of four, at -1 one of four.
    values = np.array([1.0] * 4 + [-1.0] * 4)
    truth = np.array([1, 1, 1, 0, 0, 0, 0, 1], bool)
    a, b = fit_sigmoid(values, truth)
    # Targets 5/6 and 1/6: (3 · 5/6 + 1/6) / 4 = 2/3 at +1.
    np.testing.assert_allclose(sigmoid(a * np.array([1.0, -1.0]) + b), [2 / 3, 1 / 3], atol=1e-8)
    assert fit_sigmoid(-values, truth) == constant(4, 8)
    assert fit_sigmoid(values, np.zeros(8, bool)) == constant(0, 8)


@given(st.lists(st.tuples(st.floats(-1e3, 1e3), st.booleans()), min_size=1, max_size=30))
def test_platt_never_fails(pairs):
    values, truth = np.array([v for v, _ in pairs]), np.array([t for _, t in pairs])
    a, b = fit_sigmoid(values, truth)
    assert a >= 0 and np.isfinite([a, b]).all()


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_learns(kind):
    X, Y = corpus()
    model = TopicClassifier(kind=kind, C=10.0, class_weight="balanced").fit(X, Y)
    proba = model.predict_proba(X)
    assert proba.shape == Y.shape and ((proba >= 0) & (proba <= 1)).all()
    assert ((proba > 0.5) == (Y > 0)).mean() > 0.9
    assert ((model.oof_proba_ > 0.5) == (Y > 0)).mean() > 0.9
    again = TopicClassifier(kind=kind, C=10.0, class_weight="balanced").fit(X, Y)
    np.testing.assert_array_equal(again.coef_, model.coef_)


def test_unknown_rows_do_not_teach():
    X, Y = corpus()
    hidden = Y.copy()
    hidden[::3, 0] = 0
    lied = X[np.flatnonzero(hidden[:, 0])]
    model = TopicClassifier().fit(X, hidden)
    short = TopicClassifier().fit(lied, hidden[hidden[:, 0] != 0])
    np.testing.assert_allclose(model.coef_[0], short.coef_[0], atol=1e-3)


def test_verdicts_of_another_code_are_refused():
    X, Y = corpus()
    with pytest.raises(ValueError, match="unknown ones coded as 0"):
        TopicClassifier().fit(X, (Y > 0).astype(int))
    with pytest.raises(ValueError, match="-1, 0 and 1"):
        verdicts([[2]])


@pytest.mark.parametrize("positives", [0, 1])
def test_a_topic_too_rare_to_learn_gets_its_share(positives):
    X, Y = corpus(10)
    Y[:, 1] = -1
    Y[:positives, 1] = 1
    proba = TopicClassifier(cv=2).fit(X, Y).predict_proba(X)
    np.testing.assert_allclose(proba[:, 1], (positives + 1) / 12)


def test_calibration_rows_only_move_the_calibration():
    X, Y = corpus()
    rows = np.arange(60) < 30
    model, part = TopicClassifier().fit(X, Y), TopicClassifier().fit(X, Y, calibration_rows=rows)
    np.testing.assert_array_equal(model.coef_, part.coef_)
    assert not np.array_equal(model.calibration_, part.calibration_)
    with pytest.raises(ValueError, match="calibration_rows"):
        TopicClassifier().fit(X, Y, calibration_rows=rows[:5])
    with pytest.raises(ValueError, match="rows"):
        TopicClassifier().fit(X[:5], Y)
    with pytest.raises(ValueError, match="terms"):
        model.predict_proba(X[:, :2])


def test_calibration_weight_is_a_repeated_row():
    X, Y = corpus()
    rows = np.arange(60) < 20
    twice = np.r_[np.arange(60), np.arange(20)]
    settings = {"kind": "logreg", "C": 1.0}
    weighted = TopicClassifier(**settings, calibration_weight=2.0).fit(X, Y, calibration_rows=rows)
    repeated = TopicClassifier(**settings).fit(X[twice], Y[twice])
    np.testing.assert_allclose(weighted.coef_, repeated.coef_, atol=5e-3)
    assert np.abs(weighted.coef_ - TopicClassifier(**settings).fit(X, Y).coef_).max() > 0.02
    # Without named rows, or with all of them named, every article counts the same.
    alone = TopicClassifier(**settings, calibration_weight=2.0).fit(X, Y)
    np.testing.assert_array_equal(alone.coef_, TopicClassifier(**settings).fit(X, Y).coef_)


def test_thresholds_by_hand():
    proba = np.array([[0.9, 0.2, 0.3], [0.8, 0.3, 0.3], [0.6, 0.1, 0.3], [0.3, 0.1, 0.3], [0.1, 0.0, 0.3]])
    Y = np.array([[1, -1, 1], [1, -1, -1], [-1, -1, -1], [1, -1, -1], [-1, 0, -1]])
    # Topic 0 expects 2.7 positives. F1 of the first 1, 2, 3, 4: 1.8/3.7, 3.4/4.7, 4.6/5.7 (best), 5.2/6.7:
    # halfway between 0.6 and 0.3. Topic 1 has no positive, topic 2 one probability for all.
    np.testing.assert_allclose(choose_thresholds(proba, Y), [0.45, 0.5, 0.5])
    Y[2, 0] = 0
    # Without the third: 1.8/3.1, 3.4/4.1 (best), 4.0/5.1.
    np.testing.assert_allclose(choose_thresholds(proba, Y)[0], 0.55)


@given(st.lists(st.floats(0, 1), min_size=2, max_size=20))
def test_the_threshold_is_half_the_best_expected_f1(row):
    p = np.array(sorted(row, reverse=True))
    cut = choose_thresholds(p[:, None], np.ones((len(p), 1), int))[0]
    if p[0] > p[-1]:
        best = max(2 * p[:k].sum() / (k + p.sum()) for k in range(1, len(p) + 1))
        given_topic = p[p >= cut]
        assert 2 * given_topic.sum() / (len(given_topic) + p.sum()) == pytest.approx(best)
        assert given_topic.min() >= best / 2 - 1e-9


def test_confidence_by_hand():
    proba = np.array([[0.9, 0.2], [0.5, 0.5], [0.0, 1.0]])
    np.testing.assert_allclose(confidence(proba, [0.5, 0.4]), [0.9 * 0.8, 0.25, 1.0])


def test_decisions_by_hand():
    proba = np.array([[0.7, 0.9], [0.46, 0.1], [0.04, 0.1], [0.5, 0.1]])
    found = decide(["a", "b", "c", "d"], proba, ["x", "y"], [0.5, 0.5], ask_below=0.5)
    # Certainty 0.63, 0.54 · 0.9, 0.96 · 0.9, 0.5 · 0.9.
    assert [round(p.certainty, 9) for p in found] == [0.63, 0.486, 0.864, 0.45]
    assert [p.decision for p in found] == ["topics", "abstain", "other", "abstain"]
    assert [p.topics for p in found] == [("y", "x"), (), (), ("x",)]
    assert found[0].probabilities == {"x": 0.7, "y": 0.9}
    assert decide(["a"], proba[:1], ["x", "y"], [0.5, 0.5], max_topics=1)[0].topics == ("y",)
    assert decide(["b"], proba[1:2], ["x", "y"], [0.5, 0.5])[0].decision == "other"
    assert decide([], np.zeros((0, 2)), ["x", "y"], [0.5, 0.5]) == []
    with pytest.raises(ValueError, match="needed"):
        decide(["a"], proba, ["x", "y"], [0.5, 0.5])
    with pytest.raises(ValueError, match="max_topics"):
        decide(["a"], proba[:1], ["x", "y"], [0.5, 0.5], max_topics=0)


def test_certainty_is_of_the_topics_that_are_kept():
    """By hand: y is left out, though it is right with 0.8; z does not reach its threshold and takes nobody's place."""
    proba, limits = np.array([[0.9, 0.8, 0.85], [0.4, 0.7, 0.1]]), [0.5, 0.5, 0.9]
    one, two = (decide(["a", "b"], proba, list("xyz"), limits, max_topics=n) for n in (1, 2))
    assert [p.topics for p in one] == [("x",), ("y",)] and two[0].topics == ("x", "y")
    assert one[0].certainty == pytest.approx(0.9 * 0.2 * 0.15)
    assert two[0].certainty == pytest.approx(0.9 * 0.8 * 0.15)
    assert one[1].certainty == two[1].certainty == pytest.approx(0.6 * 0.7 * 0.9)
    assert confidence(proba, limits, max_topics=1)[0] == one[0].certainty


@given(st.lists(st.floats(0, 1), min_size=3, max_size=3), st.floats(0, 1))
def test_other_never_goes_with_a_topic_and_asking_changes_none(row, ask_below):
    table, cuts = np.array([row]), [0.3, 0.5, 0.7]
    found = decide(["a"], table, ["x", "y", "z"], cuts, ask_below=ask_below)[0]
    sure = decide(["a"], table, ["x", "y", "z"], cuts)[0]
    assert sure.decision == ("topics" if sure.topics else "other") and found.topics == sure.topics
    assert found.decision == ("abstain" if found.certainty < ask_below else sure.decision)


def test_cut_off_by_hand():
    # 19 articles: floor(share · 20) of them lie below.
    sure = np.arange(19, 0, -1) / 20
    assert [cut_off(sure, share) for share in (0, 0.04, 0.05, 0.1, 0.29, 0.99)] == [
        0,
        0,
        0.05,
        0.1,
        0.25,
        0.95,
    ]
    assert cut_off(sure, 1) == np.inf
    assert cut_off((), 0.1) == 0.5 and cut_off((), 0) == 0


@given(st.lists(st.floats(0, 1), min_size=1, max_size=60), st.integers(0, 99))
def test_no_more_than_the_share_lies_below_its_cut(sure, percent):
    cut = cut_off(sure, percent / 100)
    # Each value in turn is the new one: exchangeable with the others, it lies below for that share at most.
    below = [
        v < cut_off([*sure[:k], *sure[k + 1 :]], percent / 100) for k, v in enumerate(sure) if len(sure) > 1
    ]
    assert np.mean(below or [0]) <= percent / 100 + 1e-9
    assert np.mean(np.array(sure) < cut) <= percent / 100 * (len(sure) + 1) / len(sure) + 1e-9


@pytest.mark.parametrize("shift", [-0.15, 0.0, 0.15])
def test_the_share_asked_is_the_one_promised_for_every_aim(shift):
    """Of calibrated probabilities a tenth is asked about, whether topics are given early or late."""
    rng = np.random.default_rng(3)
    seen, new = rng.beta(0.3, 1.5, (2000, 4)), rng.beta(0.3, 1.5, (2000, 4))
    limits = np.full(4, 0.4) + shift
    ask = cut_off(confidence(seen, limits), 0.1)
    asked = [
        p.decision == "abstain"
        for p in decide(list(map(str, range(2000))), new, list("abcd"), limits, ask_below=ask)
    ]
    assert 0.08 < np.mean(asked) < 0.12


@pytest.mark.parametrize("n", [0, 1, SAMPLE, SAMPLE + 1, 5 * SAMPLE - 3])
def test_a_sample_holds_articles_from_all_parts_of_a_corpus(n):
    """One that comes topic by topic would else give cut-offs of its first topics."""
    proba = np.linspace(0, 1, n)[:, None]
    kept = sample(proba)
    assert kept.shape == (min(n, len(kept)), 1) and (n <= SAMPLE) == (len(kept) == n) and len(kept) <= SAMPLE
    if n > SAMPLE:
        assert kept.mean() == pytest.approx(0.5, abs=0.01) and len(kept) >= SAMPLE // 2


ARTICLES = [
    Article("a", "党支部上党课", ("云溪镇党支部开课。", "党员讲党课。")),
    Article("b", "机床生产线投产", ("机床生产线投产。", "工人加工零件。")),
] * 4


def test_contributions_sum_to_the_decision_value():
    features = TfidfFeatures(min_df=1).fit(ARTICLES)
    X = features.transform(ARTICLES)
    model = TopicClassifier(cv=2).fit(X, np.array([[1, -1], [-1, 1]] * 4))
    for k in range(2):
        _, values = contributions(model, X[0], k)
        total = values.sum() + model.intercept_[k]
        assert total == pytest.approx(model.decision_function(X[0])[0, k], abs=1e-9)
    with pytest.raises(ValueError, match="one row"):
        contributions(model, X, 0)
    found = evidence(features, model, X[0], ["party", "factory"], ("party",), n=3)
    assert [e.topic for e in found] == ["party"] * 3
    assert found[0].term == "党支部"
    assert [e.contribution for e in found] == sorted((e.contribution for e in found), reverse=True)
    assert all(e.contribution > 0 and len(e.term) >= 2 for e in found)
    assert evidence(features, model, X[0], ["party", "factory"], ()) == []


def test_evidence_of_characters_alone():
    features = TfidfFeatures(views="chars", min_df=1).fit(ARTICLES)
    X = features.transform(ARTICLES)
    model = TopicClassifier(cv=2).fit(X, np.array([[1], [-1]] * 4))
    found = evidence(features, model, X[0], ["party"], ["party"])
    assert len(found) == 5 and all("。" not in e.term for e in found)


def test_scores_by_hand():
    Y = np.array([[1, 0], [1, 1], [0, 0], [0, 1]])
    P = np.array([[1, 0], [0, 1], [1, 0], [0, 1]])
    found = scores(Y, P, ["x", "y"])
    assert found["topics"]["x"] == {"precision": 0.5, "recall": 0.5, "f1": 0.5, "positives": 2}
    assert found["topics"]["y"]["f1"] == 1
    assert found["macro_f1"] == 0.75 and found["exact"] == 0.5
    assert scores(Y * 0, P * 0)["macro_f1"] == 0
    with pytest.raises(ValueError, match="shape"):
        scores(Y, P[:2])


def test_reliability_by_hand():
    found = reliability([[0.1, 0.9], [0.3, 1.0]], [[0, 1], [1, 1]], bins=2)
    # Low half: predicted 0.2, observed 0.5; high half: 0.95 against 1. ECE = (0.3 + 0.05) / 2.
    assert found["ece"] == pytest.approx(0.175)
    assert [b["n"] for b in found["bins"]] == [2, 2]
    assert found["bins"][0]["observed"] == 0.5 and found["bins"][1]["low"] == 0.5
    with pytest.raises(ValueError, match="0, 1"):
        reliability([[1.5]], [[1]])


def test_term_scale_by_hand() -> None:
    """Sums of the weighted rows 4 | 0, 1 | 3 and 5 | 7 (and 0.1 each): log-ratios of the shares, made 1 on average."""
    X = sparse.csr_matrix([[2.0, 0.5, 2.5], [0.0, 3.0, 7.0]])
    scale = term_scale(X, np.array([True, False]), np.array([2.0, 1.0]), 0.5)
    yes, no = np.array([4.1, 1.1, 5.1]) / 10.3, np.array([0.1, 3.1, 7.1]) / 10.3
    size = np.abs(np.log(yes / no))
    assert scale == pytest.approx(0.5 + 0.5 * size / size.mean())
    more = sparse.hstack([X, X], format="csr")
    assert term_scale(more, np.array([True, False]), np.array([2.0, 1.0]), 0.5, 3) == pytest.approx(scale)


def test_weights_of_scaled_terms_hold_for_the_terms_as_they_are() -> None:
    """The stored model decides like the SVM of rescaled terms; a column that is no term keeps its scale."""
    rng = np.random.default_rng(0)
    X = sparse.random_array((40, 30), density=0.3, rng=rng, format="csr")
    known = Examples(rng.random(40) < 0.5, np.ones(40), np.ones(40, dtype=bool))
    weights, bias, _ = Learner("svm", 1.0, None, 0.4, 0.0, 0, 0).fit(X, known, beside=2)
    scale = np.r_[term_scale(X[:, :28], known.truth, known.weight, 0.4), 1, 1]
    plain, level, _ = Learner("svm", 1.0, None, 0.0, 0.0, 0, 0).fit(X @ sparse.diags_array(scale), known)
    assert X @ weights + bias == pytest.approx(X @ sparse.diags_array(scale) @ plain + level)


def disputed() -> tuple[sparse.csr_matrix, np.ndarray, np.ndarray]:
    """Column 0 speaks for the topic; where column 1 stands too, the first 20 rows say no and the 60 others yes."""
    pattern = np.array([[1.0, 0.0, 0.0], [1.0, 1.0, 0.0], [0.0, 0.0, 1.0], [0.0, 0.0, 1.0]])
    own = np.arange(80) < 20
    Y = np.tile([1, 1, -1, -1], 20)
    Y[own & (np.arange(80) % 4 == 1)] = -1
    return sparse.csr_matrix(np.tile(pattern, (20, 1)), dtype=np.float32), Y[:, None], own


@pytest.mark.parametrize("kind", ("svm", "logreg", "sgd"))
def test_own_weights_follow_the_rows_that_calibrate(kind: str) -> None:
    X, Y, own = disputed()
    row = sparse.csr_matrix([[1.0, 1.0, 0.0]], dtype=np.float32)
    decided = [
        TopicClassifier(kind, C=10.0, own_weight=w)
        .fit(X, Y, calibration_rows=own)
        .decision_function(row)[0, 0]
        for w in (0.0, 1.0)
    ]
    assert decided[0] > 0 > decided[1]


def test_own_weights_count_only_beside_other_rows() -> None:
    """Where every row calibrates, or none but all by default, there is nothing to differ from."""
    X, Y = corpus()
    plain, own = TopicClassifier(), TopicClassifier(own_weight=1.0)
    every = np.ones(60, dtype=bool)
    np.testing.assert_array_equal(plain.fit(X, Y).coef_, own.fit(X, Y, calibration_rows=every).coef_)
    np.testing.assert_array_equal(plain.oof_proba_, own.oof_proba_)


@pytest.mark.parametrize("params", ({"ratio_weight": -0.1}, {"ratio_weight": 1.1}, {"own_weight": -1.0}))
def test_a_weight_out_of_range_is_refused(params: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=next(iter(params))):
        TopicClassifier(**params).fit(sparse.csr_matrix(np.eye(4)), np.array([[1], [1], [-1], [-1]]))


def test_a_topic_that_nobody_denied_is_not_given():
    """Nine times yes and never no: nothing shows what has it not, so that no threshold may give it to everything."""
    X = sparse.csr_matrix(np.random.default_rng(0).random((20, 6)))
    Y = np.zeros((20, 2), np.int8)
    Y[:, 0] = np.where(np.arange(20) % 2, 1, -1)
    Y[:9, 1] = 1
    model = TopicClassifier(cv=2).fit(X, Y)
    proba = model.predict_proba(X)[:, 1]
    assert np.allclose(proba, 1 / 11) and np.allclose(model.oof_proba_[:, 1], 1 / 11)


def test_what_an_article_says_is_not_weighed_by_its_own_label():
    """The blend of decision values and readings is fitted on other articles than those it is applied to."""
    rng = np.random.default_rng(1)
    values, read, weight = rng.normal(size=40), rng.normal(size=(40, 7)), np.ones(40)
    truth = rng.random(40) < 0.5
    parts = [
        (np.flatnonzero(np.arange(40) % 4 != k), np.flatnonzero(np.arange(40) % 4 == k)) for k in range(4)
    ]
    found = crossed(values, read, truth, weight, parts)
    other = truth.copy()
    other[parts[1][1]] ^= np.arange(10) % 2 == 0
    again = crossed(values, read, other, weight, parts)
    assert np.array_equal(again[parts[1][1]], found[parts[1][1]])
    assert not np.isclose(again[parts[0][1]], found[parts[0][1]]).any()
    weights, bias = blend(values[parts[2][0]], read[parts[2][0]], truth[parts[2][0]], weight[parts[2][0]])
    one = parts[2][1][0]
    assert found[one] == pytest.approx(weights @ [values[one], *read[one]] + bias)
