"""Articles read sentence by sentence: places, marks, models of sentences, and what they add to a decision."""

from __future__ import annotations

import re
import warnings
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import sklearn.svm
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse
from sklearn.svm import LinearSVC

from baozhai.build.reading import beside, each, readings
from baozhai.config import Config
from baozhai.digest import Digester
from baozhai.errors import InputError, ModelError
from baozhai.features.tfidf import TfidfFeatures
from baozhai.labels.ledger import content_hash
from baozhai.labels.sentences import Marks, marked
from baozhai.records import Article, Topic
from baozhai.rows import Rows, widened
from baozhai.summary import Lead
from baozhai.topics import reading
from baozhai.topics.calibrate import blend, sigmoid
from baozhai.topics.classifier import TopicClassifier
from baozhai.topics.reading import MEASURES, Reader, measured
from baozhai.topics.sentences import READ, Sentences

TOPICS = (Topic("party", "党建"), Topic("factory", "制造业"))
IDS = [topic.id for topic in TOPICS]
PARTY = ("党支部今天给年轻党员上了一堂党课。", "支部书记带着党员重温入党誓词的内容。")
FACTORY = ("新的机床生产线昨天在厂里正式投产。", "工人每天能在车间加工两百个零件。")
OTHER = ("街边的面馆今年换了一块新的招牌。", "江边的风很大，傍晚来了不少散步的人。")


def articles(count: int, seed: int = 0) -> list[Article]:
    """Made of two sentences of each kind, in a drawn order; one of party and factory may be left out."""
    rng = np.random.default_rng(seed)
    out = []
    for k in range(count):
        kinds = [kind for kind in (PARTY, FACTORY, OTHER) if rng.random() < 0.6] or [OTHER]
        text = [f"{sentence[:-1]}{k}。" for kind in kinds for sentence in kind]
        rng.shuffle(text)
        out.append(Article(str(k), f"第{k}条", ("".join(text),)))
    return out


def said(article: Article, words: tuple[str, ...]) -> list[tuple[int, int]]:
    """Stretches of the sentences of one kind, in characters that are no white space."""
    text = "".join("".join(article.paragraphs).split())
    found = [re.search(re.escape(sentence[:-1]) + r"\d*。", text) for sentence in words]
    return [m.span() for m in found if m]


def table(found: list[Article]) -> str:
    rows = ["hash,read,marks"]
    for a in found:
        marks = [(topic, said(a, words)) for topic, words in zip(IDS, (PARTY, FACTORY), strict=True)]
        text = " ".join(f"{t}:{','.join(f'{b}-{e}' for b, e in spans)}" for t, spans in marks if spans)
        rows.append(f'{content_hash(a)},{len(a.paragraphs[0])},"{text}"')
    return "\n".join(rows) + "\n"


def test_sentences_have_places_and_stop_after_what_is_read() -> None:
    article = Article("a", "标题", ("短。再来一句长长的话在这里。尾巴", "", "啊" * READ + "。完。"))
    found = Sentences.of([Article("b", "", ()), article])
    assert found.owners.tolist() == [1] * len(found.places)
    first = article.paragraphs[0]
    # 短。 is too short to stand alone; the last stretch of a paragraph stands, however short.
    assert found.places[:3] == [(-1, 0, 2), (0, 0, 14), (0, 14, 16)] and first[14:] == "尾巴"
    assert found.places[3] == (2, 0, READ - len(first)) and len(found.places) == 4
    assert [a.paragraphs[0] for a in found.articles[:3]] == ["标题", first[:14], "尾巴"]
    assert all(not a.title for a in found.articles)


@given(st.lists(st.text("党课开。！机床\u3000 ，”“", max_size=60), max_size=3))
def test_sentences_tile_what_is_read(paragraphs: list[str]) -> None:
    found = Sentences.of([Article("a", "", tuple(paragraphs))])
    for number, text in enumerate(paragraphs):
        spans = [(start, end) for n, start, end in found.places if n == number]
        assert [b for b, _ in spans] == [0, *(e for _, e in spans[:-1])][: len(spans)]
        assert not text or spans[-1][1] == len(text)


def test_measures_by_hand() -> None:
    """A headline of value 1 and sentences of 4, 12 and 4 characters with values 2, -1 and 0.5."""
    places = [(-1, 0, 2), (0, 0, 4), (0, 4, 16), (1, 0, 4), (-1, 0, 3)]
    texts = ["园区", "开发区里", "高新区与产业园，都在科技园旁", "园区园区", "产业园"]
    found = Sentences([Article("", "", (t,)) for t in texts], np.array([0, 0, 0, 0, 2]), places)
    assert found.zones().tolist() == [1, 1, 3, 2, 1]
    out = measured(found, np.array([[1.0], [2.0], [-1.0], [0.5], [-0.5]]), 3)
    share = (4 * sigmoid(np.array(6.0)) + 12 * sigmoid(np.array(-3.0)) + 4 * sigmoid(np.array(1.5))) / 20
    assert out[0] == pytest.approx([share, 2.0, 0.5, 2.0, 1.0, (8 - 12 + 2) / 20, 1.0, 2.0])
    assert out[1].tolist() == [0.0, -1.0, -1.0, -1.0, -1.0, -1.0, 0.0, 0.0]  # nothing to read
    assert out[2] == pytest.approx(
        [float(sigmoid(np.array(-1.5))), *[-0.5] * 5, 0.0, 0.0]
    )  # a headline alone
    assert measured(Sentences.of([]), np.zeros((0, 3)), 0).shape == (0, 3 * len(MEASURES))


@pytest.mark.parametrize(("times", "expected"), [(0, 0.0), (1, 0.0), (2, 0.0), (3, 1.0), (9, 1.0)])
def test_two_parks_make_no_article_of_parks(times: int, expected: float) -> None:
    found = Sentences.of([Article("a", "", ("园区开工。" * times + "此外无事。",))])
    values = np.column_stack([np.arange(len(found.owners)) - 5.0, np.full(len(found.owners), 0.5)])
    out = measured(found, values, 1).reshape(2, -1)
    assert out[:, -2].tolist() == [expected, expected]
    assert out[:, -1].tolist() == [expected * values[-1, 0], expected * 0.5]


def test_widened_rows_are_those_of_scipy() -> None:
    rng = np.random.default_rng(1)
    X = sparse.random_array((5, 7), density=0.4, rng=rng, format="csr")
    dense = rng.normal(size=(5, 3))
    found = widened(Rows(X.data, X.indices, X.indptr, X.shape), dense)
    assert np.array_equal(found.csr().toarray(), np.hstack([X.toarray(), dense]))
    assert widened(Rows(X.data[:0], X.indices[:0], X.indptr[:1], (0, 7)), dense[:0]).shape == (0, 10)


def test_marks_lie_by_characters_without_blanks() -> None:
    marks = Marks.of({"hash": "x", "read": "12", "marks": "party:title,0-4 factory:4-9"}, "表.csv")
    article = Article("a", "标题", ("一二 三四", "五六七　八九十一二三"))
    places = [(-1, 0, 2), (0, 0, 5), (1, 0, 5), (1, 5, 11)]
    known, out = marked([article], np.zeros(4, np.int64), places, {content_hash(article): marks}, IDS)
    # The last one, 8 to 13 of 12 that were read, has its middle inside; nothing of it is marked.
    assert known.tolist() == [True] * 4
    assert out.tolist() == [[True, False], [True, False], [False, True], [False, False]]
    assert not marked([replace(article, title="别")], np.zeros(4, np.int64), places, {}, IDS)[0].any()
    less = {content_hash(article): marks._replace(read=10)}
    assert marked([article], np.zeros(4, np.int64), places, less, IDS)[0].tolist() == [True] * 3 + [False]


@given(st.lists(st.text("甲乙。 \u3000", min_size=1, max_size=40), min_size=1, max_size=4))
def test_marks_are_found_in_characters_that_are_no_white_space(paragraphs: list[str]) -> None:
    """A stretch that covers one sentence marks it, and no other of some length."""
    article = Article("a", "题", tuple(paragraphs))
    found = Sentences.of([article])
    for k, (number, start, end) in enumerate(found.places):
        before = (
            len("".join(("".join(paragraphs[:number]) + paragraphs[number][:start]).split()))
            if number >= 0
            else 0
        )
        size = len("".join(paragraphs[number][start:end].split())) if number >= 0 else 0
        marks = Marks(10**6, frozenset({"party"} if number < 0 else ()), {"party": [(before, before + size)]})
        known, out = marked([article], found.owners, found.places, {content_hash(article): marks}, IDS)
        assert known.all()
        assert np.flatnonzero(out[:, 0]).tolist() == ([k] if size or number < 0 else [])
        assert not out[:, 1].any()


@pytest.mark.parametrize(
    "row", [{"marks": "party:1"}, {"read": "x"}, {"marks": "party:a-b"}, {"marks": None}]
)
def test_a_broken_row_of_marks_names_its_table(row: dict[str, str]) -> None:
    with pytest.raises(InputError, match=r"^表\.csv：abc 一行读不了。.*awards:title,0-45"):
        Marks.of({"hash": "abc", "read": "5", "marks": ""} | row, "表.csv")
    with pytest.raises(InputError, match="表"):
        Marks.of({"id": "abc", "read": "5", "marks": ""}, "表.csv")


def test_reader_knows_sentences_and_comes_back_from_its_state() -> None:
    features = TfidfFeatures(min_df=1).fit(articles(60))
    found = Sentences.of(articles(60))
    marks = np.array(
        [
            [a.paragraphs[0][:2] in ("党支", "支部"), a.paragraphs[0][:2] in ("新的", "工人")]
            for a in found.articles
        ]
    )
    T = found.terms(features)
    reader = Reader.learned(T.csr(), marks)
    values = reader.values(T)
    assert ((values > 0) == marks).all()
    dense = T.csr().toarray()[:, reader.columns_] @ reader.coef_.astype(float) + reader.intercept_
    np.testing.assert_allclose(values, dense, atol=1e-5)
    again = Reader.from_state(reader.to_state())
    assert np.array_equal(again.values(T), values)
    nothing = Reader.from_state(Reader([], np.zeros((0, 2)), [-1.0, -1.0]).to_state())
    assert (nothing.values(T) == -1).all()
    with pytest.raises(ModelError, match="列号"):
        Reader.from_state(reader.to_state() | {"start": []})
    with pytest.raises(ModelError, match="逐句模型"):
        Reader(reader.columns_, reader.coef_[:3], reader.intercept_)


def test_readers_that_are_held_against_each_other_take_as_many_rounds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a warning that they stop early: it is meant."""
    seen: list[int] = []

    class Watched(LinearSVC):  # the real one
        def fit(self, X: Any, y: Any, sample_weight: Any = None) -> Any:
            seen.append(self.max_iter)
            return super().fit(X, y, sample_weight)

    monkeypatch.setattr(sklearn.svm, "LinearSVC", Watched)
    monkeypatch.setattr(reading, "_SEEN", 2000)
    cfg, found, _, features, folds = _lesson(tmp_path)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        readings(cfg, features, found, TOPICS, folds)
    assert len(seen) == 8 and set(seen) == {reading._ROUNDS}
    sentences = Sentences.of(found[:60])
    T = sentences.terms(features).csr()
    Reader.learned(T, np.arange(T.shape[0])[:, None] % 2 > 0)
    assert seen[-1] == 2000 // T.shape[0] > reading._ROUNDS


def test_blend_finds_what_helps() -> None:
    """Of three columns one tells the truth: weights and bias hold for the columns as they are."""
    rng = np.random.default_rng(0)
    truth = rng.random(400) < 0.3
    read = np.column_stack([5.0 + 2.0 * truth + rng.normal(size=400) * 0.5, rng.normal(size=400)])
    weights, bias = blend(rng.normal(size=400), read, truth, np.ones(400))
    assert weights[1] > 5 * max(abs(weights[0]), abs(weights[2]))
    assert abs(sigmoid(read[:, 0] * weights[1] + bias) - truth).mean() < 0.1


def _lesson(
    tmp_path: Path, count: int = 240
) -> tuple[Config, list[Article], np.ndarray, TfidfFeatures, np.ndarray]:
    found = articles(count)
    (tmp_path / "marks.csv").write_text(table(found), encoding="utf-8")
    cfg = Config()
    cfg.corpus.sentences = str(tmp_path / "marks.csv")
    Y = np.array([[1 if said(a, words) else -1 for words in (PARTY, FACTORY)] for a in found])
    return cfg, found, Y, TfidfFeatures(min_df=2).fit(found), np.arange(count) % 3


def test_measures_come_from_readers_that_did_not_see_the_article(tmp_path: Path) -> None:
    cfg, found, _, features, folds = _lesson(tmp_path)
    _, before = readings(cfg, features, found, TOPICS, folds)
    path = tmp_path / "marks.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[1] = (
        f"{content_hash(found[0])},{len(found[0].paragraphs[0])},party:title"  # other marks of article 0
    )
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    _, after = readings(cfg, features, found, TOPICS, folds)
    assert np.array_equal(before[folds == 0], after[folds == 0])
    assert not np.array_equal(before[folds != 0], after[folds != 0])


def test_few_marks_or_none_add_nothing(tmp_path: Path) -> None:
    cfg, found, _, features, folds = _lesson(tmp_path, 30)
    reader, measures = readings(cfg, features, found, TOPICS, folds)
    assert reader is None and measures.shape == (30, 0) and each(measures) == 0
    X = features.transform(found)
    assert beside(X, measures) is X


def test_a_model_that_reads_sentences_explains_its_whole_sum(tmp_path: Path) -> None:
    cfg, found, Y, features, folds = _lesson(tmp_path)
    reader, measures = readings(cfg, features, found, TOPICS, folds)
    X = beside(features.transform(found), measures)
    model = TopicClassifier(cv=2).fit(X, Y, readings=each(measures))
    digester = Digester(features, model, Lead(), TOPICS, (0.5, 0.5), reader=reader)
    new = [replace(a, id=f"n{a.id}") for a in articles(20, seed=9)]
    zone = "园区连着园区，都在开发区里。"
    new.append(replace(new[0], id="twice", paragraphs=(*new[0].paragraphs, "这里有园区，那里也有园区。")))
    new.append(replace(new[0], id="zone", paragraphs=(*new[0].paragraphs, zone)))
    for article, prediction in zip(new, digester.predict(new), strict=True):
        assert set(prediction.topics) == {
            t for t, w in zip(IDS, (PARTY, FACTORY), strict=True) if said(article, w)
        }
        assert all(":" not in e.term for e in prediction.evidence)
        (shown,) = digester.explain([article], [prediction])
        for k, topic in enumerate(shown.topics):
            assert topic.bias + sum(t.contributions[k] for t in shown.terms) == pytest.approx(
                topic.value, abs=1e-9
            )
        rows = {t.term: t for t in shown.terms if t.block == "sentences"}
        assert set(rows) <= {f"{t}:{m}" for t in IDS for m in MEASURES} and rows
        best = rows["party:highest"].places[0]
        assert not said(article, PARTY) or "党" in article.paragraphs[best[0]][best[1] : best[2]]
        told = article.id == "zone"
        assert rows["party:zones"].places == (((1, 0, len(zone)),) if told else ())
        assert rows["party:zones_highest"].places == ((best,) if told else ())
    with pytest.raises(ValueError, match="terms"):
        model.decision_function(features.transform(found))


@pytest.mark.parametrize(
    "plain", [{"views": "words"}, {"chars_weight": 0.0}, {"views": "chars", "chars_weight": 0.0}]
)
def test_sentences_are_read_by_the_blocks_there_are(tmp_path: Path, plain: dict[str, Any]) -> None:
    """By words where characters are left out; where both are, the measures tell nothing and stop nothing."""
    cfg, found, _, _, folds = _lesson(tmp_path)
    features = TfidfFeatures(min_df=2, **plain).fit(found)
    reader, measures = readings(cfg, features, found, TOPICS, folds)
    assert reader is not None and np.isfinite(measures).all()
    assert (len(reader.columns_) > 0) == (plain.get("views") != "chars")
    assert np.isfinite(reader.read(features, found[:5])).all()
