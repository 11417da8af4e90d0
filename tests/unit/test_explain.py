"""Explanations: the sum is the decision value, the places are those of the counted terms."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baozhai.digest import Digester
from baozhai.features.places import TITLE, places
from baozhai.features.tfidf import TfidfFeatures
from baozhai.records import Article, Topic
from baozhai.summary import Lead
from baozhai.topics.classifier import TopicClassifier
from baozhai.topics.explain import Explanation, placed

LEARN = [
    Article("a", "党支部上党课", ("云溪镇党支部开课。", "党员讲党课，谈机床。")),
    Article("b", "机床生产线投产", ("机床生产线投产。", "工人加工零件，党员带头。")),
] * 4
WORDS = {"机械": ["机床", "生产线", "线零"], "党务": ["党员", "支部", "A1"]}
SETTINGS = {"lead_chars": 12, "opening_chars": 5, "min_df": 1}
TEXTS = st.text("党员支部机床生产线零件投 \u3000，。a1😀", max_size=30)


def _digester(**more: object) -> Digester:
    features = TfidfFeatures(**{**SETTINGS, **more}).fit(LEARN)
    model = TopicClassifier(cv=2).fit(features.transform(LEARN), np.array([[1, -1], [-1, 1]] * 4))
    return Digester(features, model, Lead(), (Topic("party", "党建"), Topic("factory", "制造业")), (0.4, 0.6))


def explained(digester: Digester, article: Article) -> Explanation:
    return digester.explain([article], digester.predict([article]))[0]


def test_places_by_hand():
    article = Article("x", "党课", ("党课 上", "课"))
    found = places(article, TfidfFeatures(**SETTINGS).get_params())
    assert found["words", "党课"] == [(TITLE, 0, 2), (0, 0, 2)]
    assert found["chars", "课"] == [(TITLE, 1, 2), (0, 1, 2), (1, 0, 1)]
    assert found["chars", "课上"] == [(0, 1, 4)]  # over a blank
    assert found["chars", "上课"] == [(0, 3, 6)]  # over the line end: 上, line end, 课
    assert found["title", "党课"] == [(TITLE, 0, 2)]
    # The opening is 5 characters long: 党课, blank, 上, line end.
    assert ("opening_chars", "上课") not in found and ("opening_chars", "课上") in found


@given(TEXTS, st.lists(TEXTS, max_size=3), st.sampled_from(["words_chars", "words", "chars"]))
@settings(max_examples=60)
def test_sum_and_places_are_exact(title, paragraphs, views):
    digester = _digester(views=views, dictionary=WORDS)
    article = Article("x", title, tuple(paragraphs))
    found = explained(digester, article)
    prediction = digester.predict([article])[0]
    for k, topic in enumerate(found.topics):
        total = topic.bias + sum(t.contributions[k] for t in found.terms)
        assert total == pytest.approx(topic.value, abs=1e-9)
        logit = topic.slope * topic.value + topic.intercept
        assert 1 / (1 + np.exp(-logit)) == pytest.approx(topic.probability, abs=1e-12)
        assert topic.probability == prediction.probabilities[topic.topic]
        assert topic.given == (topic.topic in prediction.topics) == (topic.probability >= topic.threshold)
    for term in found.terms:
        assert term.places
        for paragraph, start, end in term.places:
            text = title if paragraph == TITLE else "\n".join(paragraphs[paragraph:])
            shown = text[start:end]
            if term.block.startswith("subjects"):
                assert shown.upper() in WORDS[term.term.removesuffix(":words")]
            else:
                assert term.term in (shown, "".join(shown.split()))


@given(TEXTS, st.lists(TEXTS, max_size=3))
@settings(max_examples=60)
def test_the_row_can_be_counted_again_from_the_places(title, paragraphs):
    features = _digester().features
    article = Article("x", title, tuple(paragraphs))
    found = places(article, features.get_params())
    row = features.transform([article]).toarray()[0]
    names = features.describe(range(len(row)))
    counts = np.array([len(found.get(name, ())) for name in names])
    assert ((counts > 0) == (row > 0)).all()
    raw = np.where(counts > 0, 1 + np.log(np.maximum(counts, 1)), 0) * features.idf_
    norms: dict[str, float] = defaultdict(float)
    for (block, _), value in zip(names, raw, strict=True):
        norms[block] += value**2
    weight = {b: 1.0 if b == "words" else getattr(features, f"{b}_weight") for b, _ in names}
    want = [weight[b] * v / np.sqrt(norms[b]) if v else 0 for (b, _), v in zip(names, raw, strict=True)]
    np.testing.assert_allclose(row, want, atol=1e-6)


@given(TEXTS, st.lists(TEXTS, max_size=3))
@settings(max_examples=60)
def test_shares_can_be_counted_again_from_the_places(title, paragraphs):
    features = _digester(dictionary=WORDS).features
    article = Article("x", title, tuple(paragraphs))
    found = places(article, features.get_params(), features.subjects)
    row = features.transform([article]).toarray()[0]
    length = len("\n".join(paragraphs))
    read = {"subjects": length, "subjects_lead": min(length, 12), "subjects_opening": min(length, 5)}
    weight = {"subjects": 1.0, "subjects_lead": 0.8, "subjects_opening": 0.5}
    for (block, term), value in zip(features.describe(range(len(row))), row.tolist(), strict=True):
        if block in read:
            held = sum(end - start for _, start, end in found.get((block, term), ()))
            share = min(held / max(len(title) + read[block], 1), 1)
            assert value == pytest.approx(weight[block] * share**0.5, rel=1e-6)


def test_evidence_gets_the_places_of_its_word():
    digester = _digester()
    article = Article("x", "机床投产", ("党员到机床厂。", "机床生产线投产。"))
    evidence = digester.predict([article])[0].evidence
    found = {e.term: e.places for e in placed(evidence, places(article, digester.features.get_params()))}
    assert found["机床"] == ((-1, 0, 2), (0, 3, 5), (1, 0, 2))
