"""What every learner keeps to: parameters, errors, state, and scikit-learn's numbers."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from functools import partial
from itertools import chain

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_matrix, vstack
from sklearn.base import clone
from sklearn.feature_extraction.text import TfidfVectorizer

from baozhai.errors import ModelError
from baozhai.features.blocks import Spans, batches, count
from baozhai.features.lexicon import LAST_BLANK, LONG, Lexicon, lengths_of, rising, utf32
from baozhai.features.terms import Terms
from baozhai.features.tfidf import TfidfFeatures
from baozhai.features.vocabulary import Entries, joined
from baozhai.records import Article
from baozhai.text.words import cut
from baozhai.topics.classifier import TopicClassifier

ARTICLES = [
    Article("a", "云溪镇党支部上党课", ("云溪镇党支部昨日开课。", "党员王某某讲党课，党员到场。")),
    Article("b", "青禾厂新生产线投产", ("青禾厂机床生产线投产。", "工人加工零件，机床装配零件。")),
    Article("c", "", ("党支部走访工厂。", "机床和零件都到了。")),
    Article("d", "公园开放", ("公园的荷花开了，游客走进公园。",)),
]
Y = np.array([[1, -1], [-1, 1], [1, 1], [-1, -1]] * 3)


def learned() -> tuple[TfidfFeatures, TopicClassifier, object]:
    features = TfidfFeatures(min_df=1).fit(ARTICLES)
    X = features.transform(ARTICLES * 3)
    return features, TopicClassifier(cv=3).fit(X, Y), X


@pytest.mark.parametrize("make", [TfidfFeatures, TopicClassifier])
def test_parameters_are_stored_unchanged_and_cloned(make):
    estimator = make()
    assert clone(estimator).get_params() == estimator.get_params()
    name = next(iter(estimator.get_params()))
    assert estimator.set_params(**{name: "x"}) is estimator
    assert getattr(estimator, name) == "x"
    with pytest.raises(ValueError, match="no parameter 'nothing'"):
        estimator.set_params(nothing=1)


def test_fit_returns_self():
    features = TfidfFeatures(min_df=1)
    assert features.fit(ARTICLES) is features
    model = TopicClassifier(cv=2)
    assert model.fit(features.transform(ARTICLES * 3), Y) is model


@pytest.mark.parametrize("bad", ["一段文字", b"bytes", ARTICLES[0], ["一段文字"]])
def test_anything_but_articles_is_refused(bad):
    with pytest.raises(TypeError):
        TfidfFeatures(min_df=1).fit(bad)
    with pytest.raises(TypeError):
        TfidfFeatures(min_df=1).fit(ARTICLES).transform(bad)


def test_unfitted_says_so():
    with pytest.raises(ModelError, match="fit"):
        TfidfFeatures().transform(ARTICLES)
    with pytest.raises(ModelError, match="fit"):
        TopicClassifier().predict_proba(np.zeros((1, 2)))


@pytest.mark.parametrize(
    "params",
    [
        {"views": "x"},
        {"ngram_min": 3, "ngram_max": 2},
        {"min_df": 0},
        {"max_df": 0.0},
        {"max_df": 1.5},
        {"lead_weight": -1.0},
        {"chars_weight": float("nan")},
        {"read_chars": -1},
        {"max_features": 0},
    ],
)
def test_bad_feature_parameters_are_found_in_fit(params):
    with pytest.raises(ValueError, match=next(iter(params))):
        TfidfFeatures(**params).fit(ARTICLES)


@pytest.mark.parametrize(
    "params", [{"kind": "x"}, {"C": 0}, {"cv": 1}, {"class_weight": "x"}, {"calibration_weight": 0}]
)
def test_bad_classifier_parameters_are_found_in_fit(params):
    with pytest.raises(ValueError, match=next(iter(params))):
        TopicClassifier(**params).fit(np.zeros((12, 2)), Y)


def test_no_term_or_no_article():
    with pytest.raises(ValueError, match="no article"):
        TfidfFeatures().fit([])
    with pytest.raises(ValueError, match="min_df"):
        TfidfFeatures(min_df=9).fit(ARTICLES)


def _words(*texts: str) -> list[str]:
    return [w for t in texts for w in cut(t) if any(c.isalnum() for c in w)]


def _begun(text: str, length: int) -> str:
    """The words that begin within `length` characters, so that none is cut in two."""
    words, out = cut(text), ""
    for word in words:
        if len(out) >= length:
            break
        out += word
    return out


def _grams(*texts: str) -> list[str]:
    texts = ["".join(t.split()) for t in texts]
    return [t[i : i + n] for t in texts for n in (1, 2) for i in range(len(t) - n + 1)]


# Reach of the blocks in the test below, in characters of the text.
READ, LEAD, OPENING = 20, 12, 5
BLOCKS = {
    "words": (1.0, lambda title, text: _words(title, text)),
    "title": (1.5, lambda title, text: _words(title)),
    "lead": (0.5, lambda title, text: _words(title, _begun(text, LEAD))),
    "opening": (0.7, lambda title, text: _words(title, _begun(text, OPENING))),
    "chars": (1.4, lambda title, text: _grams(title, text)),
    "opening_chars": (0.6, lambda title, text: _grams(title, text[:OPENING])),
}


@pytest.mark.parametrize("sublinear", [True, False])
def test_each_block_has_sklearns_values(sublinear):
    weights = {f"{name}_weight": weight for name, (weight, _) in BLOCKS.items() if name != "words"}
    reach = {"read_chars": READ, "lead_chars": LEAD, "opening_chars": OPENING}
    features = TfidfFeatures(min_df=1, sublinear_tf=sublinear, **weights, **reach)
    X = features.fit_transform(ARTICLES)
    names = features.get_feature_names_out()
    assert X.dtype == np.float32 and X.format == "csr" and X.shape == (4, len(names))
    start = 0
    for block, (weight, terms) in BLOCKS.items():
        texts = [(a.title, "\n".join(a.paragraphs)[:READ]) for a in ARTICLES]
        peer = TfidfVectorizer(analyzer=lambda pair, terms=terms: terms(*pair), sublinear_tf=sublinear)
        expected = peer.fit_transform(texts).toarray() * weight
        end = start + expected.shape[1]
        assert list(names[start:end]) == [f"{block}:{t}" for t in peer.get_feature_names_out()]
        np.testing.assert_allclose(X[:, start:end].toarray(), expected, atol=1e-6)
        start = end
    assert start == X.shape[1]


def _counted(article: Article, name: str, spans: Spans, read: int = 0) -> list[str]:
    """The terms of one block of one article, as often as they were counted."""
    lexicon = Lexicon()
    (batch,) = batches([article], read, mask=False)
    tally = count(batch, (name,), spans, lexicon)[name]
    terms = lexicon.strings(tally.numbers)
    assert set(tally.rows.tolist()) == {0} and set(tally.df.tolist()) == {1}
    found = [t for t, times in zip(terms, tally.counts.tolist(), strict=True) for _ in range(times)]
    return [t for t in found if t != "\0"]  # stands behind each text


def test_blocks_by_hand():
    article = Article("a", "开工", ("甲乙丙", "丁 甲"))
    spans = Spans(lead=3, opening=2, shortest=1, longest=3)
    assert _counted(article, "title", spans) == ["开工"]
    opening = ["开", "工", "开工", "甲", "乙", "甲乙"]
    assert sorted(_counted(article, "opening_chars", spans)) == sorted(opening)
    # White space, the break between paragraphs too, is left out of the n-grams.
    text = ["甲", "乙", "丙", "丁", "甲", "甲乙", "乙丙", "丙丁", "丁甲", "甲乙丙", "乙丙丁", "丙丁甲"]
    assert sorted(_counted(article, "chars", spans)) == sorted(["开", "工", "开工", *text])
    pairs = Spans(lead=3, opening=2, shortest=2, longest=2)
    assert "甲" not in _counted(article, "chars", pairs)
    assert "丁甲" in _counted(article, "chars", pairs)
    assert "丁甲" not in _counted(article, "chars", pairs, read=4)


@given(st.lists(st.text(max_size=5), unique=True))
def test_a_number_belongs_to_one_term(terms):
    lexicon = Lexicon()
    lengths = np.array([*map(len, terms)], int)
    codes = utf32("".join(terms) + "\0\0")
    numbers = lexicon.numbers(codes, np.cumsum(lengths) - lengths, lengths, [t for t in terms if len(t) > 2])
    assert len(set(numbers.tolist())) == len(terms)
    assert lexicon.strings(numbers[numbers >= 0]) == [t for t in terms if t]
    # Terms of one or two characters sort as their numbers.
    short = numbers[(numbers >= 0) & (numbers < LONG)]
    assert lexicon.strings(np.sort(short)) == sorted(lexicon.strings(short))
    lexicon.growing = False
    unseen = "".join(terms)[:5] + "甲乙丙丁戊"
    found = lexicon.numbers(utf32(unseen), np.array([0]), np.array([len(unseen)]), [unseen])
    assert found[0] not in numbers


# Few characters, so that terms meet; line breaks, wide spaces, a NUL, an emoji and half a surrogate pair too.
_TEXTS = st.text(st.sampled_from("党建厂房ab1 \n\u3000\0。😀\ud800"), max_size=12)
_ARTICLES = st.builds(
    lambda title, paragraphs: Article("x", title, tuple(paragraphs)), _TEXTS, st.lists(_TEXTS, max_size=3)
)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(_ARTICLES, min_size=1, max_size=5),
    st.integers(1, 4),
    st.integers(0, 3),
    st.booleans(),
    st.sampled_from((1.0, 0.7, 0.4)),
)
def test_any_articles_have_sklearns_values(articles, shortest, more, sublinear, max_df):
    longest = shortest + more
    views = {
        "words": lambda a: _words(a.title, "\n".join(a.paragraphs)),
        "chars": lambda a: _runs(a, shortest, longest),
    }
    for name, analyzer in views.items():
        blocks = dict.fromkeys(("title_weight", "lead_weight", "opening_weight", "opening_chars_weight"), 0.0)
        ours = TfidfFeatures(
            views=name,
            **blocks,
            chars_weight=1.0,
            min_df=1,
            max_df=max_df,
            sublinear_tf=sublinear,
            ngram_min=shortest,
            ngram_max=longest,
        )
        peer = TfidfVectorizer(analyzer=analyzer, sublinear_tf=sublinear, max_df=max_df)
        found = Counter(chain.from_iterable(set(analyzer(article)) for article in articles))
        if not any(count <= max_df * len(articles) for count in found.values()):
            with pytest.raises(ValueError, match="min_df"):
                ours.fit(articles)
            continue
        X, expected = ours.fit_transform(articles), peer.fit_transform(articles)
        assert [n.partition(":")[2] for n in ours.get_feature_names_out()] == list(
            peer.get_feature_names_out()
        )
        np.testing.assert_allclose(X.toarray(), expected.toarray(), atol=1e-6)
        assert (ours.fit(articles).transform(articles) != X).nnz == 0


def _runs(article: Article, shortest: int, longest: int) -> list[str]:
    texts = ["".join(t.split()) for t in (article.title, "\n".join(article.paragraphs))]
    return [t[i : i + n] for t in texts for n in range(shortest, longest + 1) for i in range(len(t) - n + 1)]


def test_texts_of_very_many_characters_have_sklearns_values():
    """More than fit into two numbers of 15 bits."""
    letters = "".join(
        c for c in map(chr, (*range(0x3400, 0xD7A4), *range(0x1F300, 0x1F600))) if not c.isspace()
    )
    articles = [
        Article("a", letters[:20], (letters,)),
        Article("b", letters[-9:], (letters[::-3], "党建厂房")),
    ]
    blocks = {"views": "chars", "opening_chars_weight": 0.0, "chars_weight": 1.0, "min_df": 1}
    for shortest, longest in ((1, 2), (2, 3)):
        peer = TfidfVectorizer(analyzer=partial(_runs, shortest=shortest, longest=longest), sublinear_tf=True)
        ours = TfidfFeatures(**blocks, ngram_min=shortest, ngram_max=longest)
        X, expected = ours.fit_transform(articles), peer.fit_transform(articles)
        names = [name.partition(":")[2] for name in ours.get_feature_names_out()]
        assert len(letters) > 40_000 and names == list(peer.get_feature_names_out())
        assert abs(X - expected).max() < 1e-6 and (ours.transform(articles) != X).nnz == 0


def test_batches_do_not_show():
    # More articles than a batch holds (65,536), and more characters.
    many = [
        *ARTICLES,
        *[Article("e", "零件")] * 66_000,
        *ARTICLES,
        Article("f", "", ("机床和零件" * 20_000,)),
    ]
    features = TfidfFeatures(min_df=1).fit(many)
    X = features.transform(many)
    assert X.shape[0] == len(many) and (X[:4] != X[66_004:66_008]).nnz == 0
    assert (X[-1] != features.transform(many[-1:])).nnz == 0
    place = features.get_feature_names_out().tolist().index("title:零件")
    assert features.idf_[place] == pytest.approx(np.log((1 + len(many)) / (1 + 66_000)) + 1)


def test_no_articles_and_articles_without_known_terms_give_empty_rows():
    features = TfidfFeatures(min_df=1).fit(ARTICLES)
    assert features.transform([]).shape == (0, len(features.idf_))
    X = features.transform([Article("e"), Article("f", "ＸＹＺ", ("ＸＹＺ",)), ARTICLES[0]])
    assert X[:2].nnz == 0 and X[2].nnz > 0
    assert (X[2] != features.transform(ARTICLES[:1])).nnz == 0


def test_unknown_words_have_no_column():
    """Of whatever length: long ones are not told apart."""
    features = TfidfFeatures(min_df=1, views="words", title_weight=0).fit(ARTICLES)
    for text in ("解放军", "公园里解放军打乒乓球", "公园"):
        found = features.transform([Article("x", "", (text,))])
        names = [features.get_feature_names_out()[k] for k in found.indices]
        assert set(found.indices.tolist()) <= set(range(found.shape[1]))
        assert {name for name in names if name.startswith("words:")} == {"words:公园"} & {f"words:{text[:2]}"}


def test_text_beyond_the_reach_changes_nothing():
    features = TfidfFeatures(min_df=1, read_chars=10, lead_chars=6, opening_chars=3).fit(ARTICLES)
    a = Article("a", "党课", ("机床和零件", "公园的荷花开了"))
    b = Article("b", "党课", ("机床和零件", "公园的荷工厂工人"))
    assert (features.transform([a]) != features.transform([b])).nnz == 0
    whole = TfidfFeatures(min_df=1, read_chars=0).fit(ARTICLES)
    assert (whole.transform([a]) != whole.transform([b])).nnz > 0


def test_limits_keep_the_frequent_terms():
    features = TfidfFeatures(views="words", title_weight=0, lead_weight=0, opening_weight=0, min_df=2).fit(
        ARTICLES
    )
    assert features.blocks == ("words",)
    names = set(features.get_feature_names_out())
    assert "words:零件" in names and "words:荷花" not in names
    top = TfidfFeatures(
        views="words", title_weight=0, lead_weight=0, opening_weight=0, min_df=1, max_features=2
    ).fit(ARTICLES)
    # 机床: b twice, c once; 零件: b twice, c once; 公园: d three times; 党支部: a twice, c once.
    counts = {"机床": 3, "零件": 3, "公园": 3, "党支部": 3}
    kept = [n.removeprefix("words:") for n in top.get_feature_names_out()]
    assert set(kept) <= set(counts) and len(kept) == 2


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text(max_size=30), max_size=4))
def test_any_text_gives_rows_of_known_length(paragraphs):
    features = TfidfFeatures(min_df=1).fit(ARTICLES)
    X = features.transform([Article("x", paragraphs=tuple(paragraphs)), ARTICLES[0]])
    assert np.isfinite(X.data).all()
    squares = X[1].multiply(X[1]).sum()
    # The squared weights of the blocks: words, title, lead, opening, chars, opening_chars.
    assert squares == pytest.approx(1 + 1 + 0.8**2 + 0.5**2 + 1.4**2 + 0.5**2, rel=1e-5)


def test_states_survive_json():
    features, model, X = learned()
    state = json.loads(json.dumps({**features.to_state(), "idf": features.idf_.tolist()}, ensure_ascii=False))
    again = TfidfFeatures.from_state(state)
    assert again.get_params() == features.get_params()
    assert (again.transform(ARTICLES) != features.transform(ARTICLES)).nnz == 0
    other = TopicClassifier.from_state(model.to_state())
    np.testing.assert_array_equal(other.predict_proba(X), model.predict_proba(X))


@given(st.lists(st.text(st.sampled_from("甲乙 a\u2028\x85\ud800😀"), max_size=4), max_size=6))
def test_terms_of_one_text_are_a_list(words):
    terms = Terms.of(words)
    assert list(terms) == words and len(terms) == len(words) and terms[1:3] == words[1:3]
    assert terms.longer(2) == [w for w in words if len(w) > 2]
    assert list(Terms(terms.text)) == words


def test_a_line_end_is_no_part_of_a_term():
    with pytest.raises(ModelError, match="换行"):
        Terms.of(["党\n课"])
    with pytest.raises(ModelError, match="不完整"):
        Terms("党课\n机床")


def test_terms_need_not_be_sorted():
    features = TfidfFeatures(min_df=1, views="words", lead_weight=0, opening_weight=0, title_weight=0)
    state = features.fit(ARTICLES).to_state()
    order = np.random.default_rng(0).permutation(len(features.idf_))
    mixed = Terms.of([Terms(state["terms"])[k] for k in order])
    assert any(len(t) > 2 for t in mixed)
    other = TfidfFeatures.from_state({**state, "terms": mixed.text, "idf": features.idf_[order]})
    X, Z = features.transform(ARTICLES).toarray(), other.transform(ARTICLES).toarray()
    np.testing.assert_array_equal(X[:, order], Z)


@pytest.mark.parametrize("step", [1, 3001])
def test_entries_are_ordered_by_row_and_column(step):
    """Of a block by column, of another one by row; also where a column has more than 16 bits."""
    rng = np.random.default_rng(0)
    cells = rng.choice(7 * 90, 200, replace=False)
    values = rng.random(200).astype(np.float32)
    rows, columns = (cells // 90).astype(np.uint16), (cells % 90 * step).astype(np.int32)
    parts = [np.flatnonzero(half) for half in (columns < 40 * step, columns >= 40 * step)]
    parts = [parts[0][np.lexsort((rows[parts[0]], columns[parts[0]]))], parts[1][np.argsort(cells[parts[1]])]]
    found = joined([Entries(rows[k], columns[k], values[k]) for k in parts], 7, 90 * step)
    expected = np.zeros((7, 90 * step), np.float32)
    expected[rows, columns] = values
    row_of = np.repeat(np.arange(7), np.diff(found.indptr))
    assert (np.diff(row_of * 90 * step + found.indices) > 0).all()
    np.testing.assert_array_equal(found.data, expected[row_of, found.indices])


@given(st.lists(st.integers(0, 2**63 - 1) | st.integers(0, 9), max_size=60))
def test_numbers_rise_in_order_and_equal_ones_stay(numbers):
    keys = np.array(numbers, np.int64)
    small = (keys % 2**31).astype(np.int32)
    np.testing.assert_array_equal(rising(small), np.argsort(small, kind="stable"))
    np.testing.assert_array_equal(rising(keys), np.argsort(keys, kind="stable"))
    np.testing.assert_array_equal(rising(np.repeat(keys, 2)[::2]), np.argsort(keys, kind="stable"))


def test_no_white_space_stands_behind_the_last_one_known():
    assert max(code for code in range(sys.maxunicode + 1) if chr(code).isspace()) == LAST_BLANK


@pytest.mark.parametrize("longest", [0, 255, 256, 1000])
def test_lengths_have_no_limit(longest):
    assert lengths_of(["", "党课", "x" * longest]).tolist() == [0, 2, longest]
    assert lengths_of([]).tolist() == []


def test_broken_states_are_refused():
    features, model, _ = learned()
    with pytest.raises(ModelError, match="idf"):
        TfidfFeatures.from_state({**features.to_state(), "idf": [1.0]})
    with pytest.raises(ModelError, match="参数"):
        TfidfFeatures.from_state({**features.to_state(), "params": {"color": 1}})
    with pytest.raises(ModelError, match="形状"):
        TopicClassifier.from_state({**model.to_state(), "calibration": [[1.0, 2.0]]})
    with pytest.raises(ModelError, match="参数"):
        TopicClassifier.from_state({**model.to_state(), "params": {"kind": "x"}})


def test_predicting_imports_no_sklearn():
    code = (
        "import sys, baozhai.topics, baozhai.features, baozhai.io.bundle, baozhai.evaluation.topics;"
        "from baozhai.text.words import cut; cut('开工');"
        "sys.exit(any(m in sys.modules for m in ('sklearn', 'jieba', 'joblib', 'scipy.optimize')))"
    )
    assert subprocess.run([sys.executable, "-W", "error", "-c", code], check=False).returncode == 0


def test_given_folds_keep_what_is_said_of_a_row() -> None:
    """A row's cross-fitted value depends on the rows of other folds only; a fold that holds all of a kind is not used."""
    rng = np.random.default_rng(0)
    X = csr_matrix(np.c_[rng.random((60, 5)), np.repeat([0.0, 1.0], 30)])
    y = np.repeat([[-1], [1]], 30, axis=0)
    folds = np.arange(60) % 3
    first = TopicClassifier().fit(X, y, folds=folds)
    more = vstack([X, X[:5]])
    other = TopicClassifier().fit(more, np.r_[y, y[:5]], folds=np.r_[folds, [0] * 5])
    a, b = (np.log(m.oof_proba_ / (1 - m.oof_proba_))[:60, 0] for m in (first, other))
    # Rows of fold 0 hear nothing of the new rows in fold 0: their decision values differ by the calibration alone.
    slope, level = np.polyfit(a[folds == 0], b[folds == 0], 1)
    assert np.allclose(slope * a[folds == 0] + level, b[folds == 0], atol=1e-6)
    assert not np.allclose(np.polyval(np.polyfit(a, b, 1), a), b, atol=1e-6)
    alone = TopicClassifier().fit(X, y, folds=(y[:, 0] > 0).astype(int))
    assert ((alone.oof_proba_ > 0.5) == (y > 0)).mean() > 0.9
