"""The learned ranker: its reading by hand, its arrays, its sets, its contract, its training."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baozhai.build import load
from baozhai.evaluation.summaries import rouge, worths
from baozhai.records import Article
from baozhai.summary import Lead, Ranker, sentences_of, summarize
from baozhai.summary.bigrams import BUCKETS, buckets
from baozhai.summary.contract import violations
from baozhai.summary.features import read
from baozhai.summary.learn import Brief, fit
from baozhai.summary.learned import Net
from baozhai.summary.ranker import paragraphs_of
from baozhai.summary.select import jaccard, unit
from baozhai.summary.sets import candidates
from baozhai.summary.train import Plan, Slope, choice_loss, log_loss, train
from baozhai.summary.units import n_chars, terms, text_of
from baozhai.text.sentences import balanced

TABLES = np.zeros((BUCKETS, 3), dtype=np.float32)


def article(*paragraphs: str) -> Article:
    return Article("t", paragraphs=paragraphs)


@lru_cache(maxsize=1)
def press() -> Ranker:
    """The ranker that is shipped."""
    found = load("press").summarizer
    assert isinstance(found, Ranker)
    return found


def test_bigrams_by_hand() -> None:
    # 甲乙 乙丙 | 甲乙 乙2: three distinct bigrams, the mark and the sentence end part them.
    sheet = read(["甲乙丙。", "甲乙，乙2"], [0, 0], TABLES)
    assert sheet.has.sum(axis=1).tolist() == [2, 2]
    assert sorted(sheet.has.sum(axis=0).tolist()) == [1, 1, 2]
    assert sheet.chars.tolist() == [4, 5]
    new, shared, _, with_lead = sheet.sentences[:, :4].T.tolist()
    assert new == [1.0, 0.5] and shared == [0.5, 0.5] and with_lead == [1.0, 0.5]
    assert sheet.sentences[:, 11].tolist() == [0, 1]  # digits
    assert sheet.sentences[:, 12].tolist() == [0, 1]  # ，


def test_buckets_do_not_depend_on_the_place() -> None:
    assert buckets(["甲乙，丙丁"]).tolist() == buckets(["丙丁。", "甲乙"]).tolist()
    assert len(buckets(["甲。乙"])) == 0


def test_a_sheet_of_marks_only_is_finite() -> None:
    sheet = read(["。。", "！"], [0, 1], TABLES)
    assert sheet.has.shape == (2, 0) and np.isfinite(sheet.sentences).all()


def net(weights: list[np.ndarray], biases: list[np.ndarray], far: float = 9.0) -> Net:
    limits = np.array([[-far], [far]]).repeat(len(weights[0]), axis=1)
    return Net(
        *([a.astype(np.float32) for a in part] for part in (weights, biases)), limits.astype(np.float32)
    )


def test_net_by_hand() -> None:
    # relu(2x - 1) and relu(-x), summed with weights 3 and 1, plus 0.5.
    weights, biases = [np.array([[2, -1]]), np.array([[3], [1]])], [np.array([-1, 0]), np.array([0.5])]
    X = np.array([[1.0], [-2.0], [-8.0]], np.float32)
    assert net(weights, biases)(X).tolist() == [3.5, 2.5, 8.5]
    assert net(weights, biases, far=5.0)(X).tolist() == [3.5, 2.5, 5.5]
    assert X.tolist() == [[1.0], [-2.0], [-8.0]]


def test_a_mean_of_networks_is_one_network() -> None:
    rng = np.random.default_rng(0)
    sizes = [(5, 4), (4, 3), (3, 1)]
    nets = [
        net([rng.normal(size=s) for s in sizes], [rng.normal(size=n) for _, n in sizes]) for _ in range(3)
    ]
    X = rng.normal(size=(20, 5)).astype(np.float32)
    one = Net.mean(nets)
    assert one(X) == pytest.approx(np.mean([n(X) for n in nets], axis=0), abs=1e-5)
    assert [w.shape for w in one.weights] == [(5, 12), (12, 9), (9, 1)]
    again = Net.from_state(one.to_state("n"), "n")
    assert again(X).tolist() == one(X).tolist()
    for part in ("n_weights1", "n_biases0", "n_limits"):
        with pytest.raises(ValueError, match="n weights"):
            Net.from_state(
                {
                    **one.to_state("n"),
                    part: one.to_state("n")[part][:, :-1] if "bias" not in part else np.zeros(2),
                },
                "n",
            )
        with pytest.raises(KeyError):
            Net.from_state({k: v for k, v in one.to_state("n").items() if k != part}, "n")


PLAN = Plan(hidden=(8, 4), batch=20, rounds=40, rate=1e-2)


def test_log_odds_are_learned() -> None:
    rng = np.random.default_rng(0)
    X = rng.normal(size=(2000, 3)).astype(np.float32)
    X[:, 2] = 7.0  # never changes
    true = 2 * np.abs(X[:, 0]) - 2 + X[:, 1]
    taken = rng.random(2000) < 1 / (1 + np.exp(-true))
    bounds = np.arange(2001)
    found = train(X, bounds, log_loss(taken), PLAN, base=0.0, seed=0)
    assert np.corrcoef(found(X), true)[0, 1] > 0.95
    assert found(X).tolist() == train(X, bounds, log_loss(taken), PLAN, base=0.0, seed=0)(X).tolist()
    assert found(X).tolist() != train(X, bounds, log_loss(taken), PLAN, base=0.0, seed=1)(X).tolist()


def slopes_by_hand(
    slope: Slope, loss: Callable[[np.ndarray], float], drawn: np.ndarray, out: np.ndarray
) -> None:
    """A slope is what the loss changes by."""
    found = slope(drawn, out.astype(np.float32))
    for k in range(len(out)):
        ahead, back = out.copy(), out.copy()
        ahead[k] += 1e-4
        back[k] -= 1e-4
        assert found[k] == pytest.approx((loss(ahead) - loss(back)) / 2e-4, abs=1e-3)


def test_slopes_are_those_of_the_losses() -> None:
    rng = np.random.default_rng(2)
    taken = np.array([True, False, True, True])
    drawn = np.array([2, 1])

    def log(out: np.ndarray) -> float:
        return float(np.mean(np.logaddexp(0, out) - taken[drawn] * out))

    slopes_by_hand(log_loss(taken), log, drawn, rng.normal(size=2))
    # Three examples of 2, 1 and 3 rows; the last and the first are drawn.
    worth, bounds = rng.random(6).astype(np.float32), np.array([0, 2, 3, 6])
    drawn, value = np.array([2, 0]), worth[[3, 4, 5, 0, 1]]

    def choice(out: np.ndarray) -> float:
        gains = [
            np.exp(5 * out[part]) @ value[part] / np.exp(5 * out[part]).sum()
            for part in (slice(3), slice(3, 5))
        ]
        return float(-np.mean(gains) + 2 * np.mean((out - value) ** 2))

    slopes_by_hand(choice_loss(worth, bounds, sharp=5.0, near=2.0), choice, drawn, rng.normal(size=5))


TEXTS = ["云岭市新建的大桥昨天正式通车。", "此外，两岸的老码头也将改建。", "工程共用钢材五千吨整。", "好。"]


def sets(low: int, high: int, alone: int = 0) -> list[list[int]]:
    has = read(TEXTS, [0] * 4, TABLES).has
    scores = np.array([0.4, 0.3, 0.2, 0.1], np.float32)
    found = candidates([unit(t) for t in TEXTS], scores, has, limits=(low, high), alone=alone or high)
    return sorted(np.flatnonzero(row).tolist() for row in found)


def test_candidates_keep_the_rules() -> None:
    # 15, 14, 11 characters; 此外 only after its sentence, 好。 never.
    assert sets(0, 40) == [[0], [0, 1], [0, 1, 2], [0, 2], [2]]
    assert sets(0, 29) == [[0], [0, 1], [0, 2], [2]]
    assert sets(20, 26) == [[0, 2]]
    assert sets(0, 12) == [[2]]
    assert sets(0, 12, alone=15) == [[0], [2]]
    assert sets(0, 5) == []


def test_candidates_leave_out_copies() -> None:
    # Lines of marks hold no bigram, so that they are not even like themselves.
    texts = ["云岭市新建的大桥昨天正式通车了。", "云岭市新建的大桥昨天正式通车。", "—" * 9, "…" * 9]
    has = read(texts, [0] * 4, TABLES).has
    scores = np.zeros(4, np.float32)
    found = candidates([unit(t) for t in texts], scores, has, limits=(0, 99), alone=99)
    assert found.any(axis=0).all() and not (found[:, 0] & found[:, 1]).any()


def test_signs_end_at_the_last_plane_of_two_bytes() -> None:
    # Rare characters and emoji are read as marks, whatever 65,536 would leave of them.
    rare = "".join(chr(0x20000 + ord(c)) for c in "甲乙12，")
    assert not len(buckets([rare]))
    assert len(buckets([rare + "甲乙" + rare])) == 1


def test_long_budgets_have_long_candidates() -> None:
    texts = [
        f"{a}{b}镇{a}{b}村今年收成很好啊。" for a, b in zip("甲乙丙丁戊己庚", "子丑寅卯辰巳午", strict=True)
    ]
    has = np.eye(7, dtype=np.float32)
    scores = np.arange(7, dtype=np.float32)
    found = candidates([unit(t) for t in texts], scores, has, limits=(70, 84), alone=84)
    assert found.any() and (found.sum(axis=1) >= 5).all()


def test_line_ends_part_paragraphs() -> None:
    a = article("甲来了。\n乙走了。丙在。", "丁。")
    assert paragraphs_of(a, sentences_of(a)) == [0, 1, 1, 2]
    b = article("甲来了。乙走了。", "丁。")
    assert paragraphs_of(b, sentences_of(b)) == [0, 0, 1]


@pytest.mark.parametrize(
    ("paragraph", "sentences"),
    [
        ("本报讯（记者 柳大山）大桥通车。", ["大桥通车。"]),
        ("云岭日报讯 大桥通车。", ["大桥通车。"]),
        ("新华社云岭6月3日电（记者柳大山）大桥通车。", ["大桥通车。"]),
        ("本台消息：大桥通车。路也通。", ["大桥通车。", "路也通。"]),
        ("大桥通车。（记者 柳大山 通讯员 石小溪）", ["大桥通车。"]),
        ("大桥通车（新桥）。", ["大桥通车（新桥）。"]),
        ("通讯员培训班开班。", ["通讯员培训班开班。"]),
        ("腾讯公司来访。", ["腾讯公司来访。"]),
        ("本报讯", ["本报讯"]),
    ],
)
def test_dateline_and_credit_stay_out(paragraph: str, sentences: list[str]) -> None:
    a = article(paragraph)
    assert [text_of(a, s) for s in sentences_of(a)] == sentences


SENTENCE = st.builds(
    "{}{}{}".format,
    st.sampled_from(["", "", "", "此外，", "他说，", "其中，", "“", "左图：", "（", "本报讯 "]),
    st.text(st.sampled_from("山水云路桥人车村，0😀a\ud800"), min_size=1, max_size=60),
    st.sampled_from(["。", "！", "……", "”", "。”柳大山说。", "）。", " ", "\n"]),
)
ARTICLES = st.lists(st.lists(SENTENCE, max_size=8).map("".join), max_size=6).map(
    lambda paragraphs: Article("r", paragraphs=tuple(paragraphs))
)


def check(a: Article, found_text: str, places: list[tuple[int, int, int]], low: int, high: int) -> None:
    """The contract of a summary, as README states it."""
    every = [(s.paragraph, s.start, s.end) for s in sentences_of(a)]
    texts = [a.paragraphs[p][start:end] for p, start, end in places]
    assert found_text == "".join(texts)
    assert places == sorted(set(places)) and set(places) <= set(every)
    assert bool(found_text) == bool(every)
    if sum(n_chars(a.paragraphs[p][start:end]) for p, start, end in every) <= high:
        ended = {(p, start, end) for p, start, end in every if a.paragraphs[p][end - 1] in "。！？"}
        assert ended <= set(places)
        return
    assert n_chars(found_text) <= high or len(texts) == 1
    if len(texts) > 1:
        assert all(balanced(t) and n_chars(t) >= 8 and not t.startswith(("左图", "本报讯")) for t in texts)
        for place, text in zip(places, texts, strict=True):
            before = every.index(place) - 1
            assert not text.startswith(("此外", "他说", "其中")) or (before >= 0 and every[before] in places)
        bags = [frozenset(terms(t)) for t in texts]
        assert all(jaccard(x, y) <= 0.6 for i, x in enumerate(bags) for y in bags[:i])


@settings(deadline=None, max_examples=300)
@given(a=ARTICLES, high=st.integers(1, 250), low=st.integers(0, 250))
def test_contract(a: Article, high: int, low: int) -> None:
    found = summarize(press(), a, min_chars=min(low, high), max_chars=high)
    assert violations(a, found, max_chars=high) == []
    check(a, found.text, [(s.paragraph, s.start, s.end) for s in found.sentences], min(low, high), high)
    if n_chars(found.text) > max(high, min(2.5 * high, 200)):
        alone = [unit(text_of(a, s)) for s in sentences_of(a)]
        assert not any(u.eligible and not u.points_back and u.chars <= high for u in alone)


@settings(deadline=None)
@given(a=ARTICLES)
def test_one_finite_score_a_sentence(a: Article) -> None:
    scores = press().scores(a)
    assert scores.shape == (len(sentences_of(a)),) and np.isfinite(scores).all()
    assert ((scores >= 0) & (scores <= 1)).all()


BRIDGE = article(
    "云岭市新建的跨江大桥昨天正式通车，两岸居民出行时间缩短一半。",
    "大桥全长两千六百米，工程共用钢材五千吨，三千多名工人参加建设，历时四年才完工。",
    "此外，两岸的老码头也将改建为公园，明年春天向市民开放。",
    "“我们盼桥盼了三十年。”村民柳大山说。",
)


@pytest.mark.parametrize("high", [30, 45, 60, 80, 100])
def test_a_summary_fits_and_repeats(high: int) -> None:
    found = press().summarize(BRIDGE, max_chars=high)
    assert 0 < n_chars(found.text) <= high
    assert found == press().summarize(BRIDGE, max_chars=high)


def test_a_lone_sentence_takes_its_follower() -> None:
    assert len(press().summarize(BRIDGE, max_chars=110).sentences) == 1
    assert summarize(press(), BRIDGE, max_chars=110).text == BRIDGE.paragraphs[0] + BRIDGE.paragraphs[1]


@pytest.mark.parametrize("low", [20, 50, 65, 80])
def test_the_minimum_is_met(low: int) -> None:
    assert low <= n_chars(press().summarize(BRIDGE, min_chars=low, max_chars=95).text) <= 95


@pytest.mark.parametrize(("low", "high"), [(9, 8), (0, 0), (-1, 5)])
def test_wrong_limits_are_refused(low: int, high: int) -> None:
    with pytest.raises(ValueError, match="want"):
        press().summarize(BRIDGE, min_chars=low, max_chars=high)


@pytest.mark.parametrize(
    "text",
    [
        "一",
        "😀" * 300,
        "\ud800。" * 100,
        "no marks at all " * 9000,
        "“" * 500,
        "山水云路。" * 2000,
        "山水" * 100_000,
    ],
)
def test_odd_articles(text: str) -> None:
    found = press().summarize(article(text), max_chars=80)
    assert found.text and found.text in text


def briefs() -> list[Brief]:
    """Articles whose brief is always the sentence that names a harvest, second of three."""
    rng = np.random.default_rng(1)
    found = []
    for k in range(60):
        names = ["".join(rng.choice(list("甲乙丙丁戊己庚辛壬癸子丑寅卯"), 4)) for _ in range(3)]
        texts = [
            f"{names[0]}的天气一直很好，村里的人都在路上走来走去。",
            f"今年{names[1]}的粮食喜获丰收，总产量再创新高。",
            f"{names[2]}的集市也很热闹，人们买了许多东西回家。",
        ]
        found.append(
            Brief(Article(str(k), paragraphs=("".join(texts),)), texts[1], f"2020-01-{k % 28 + 1:02d}")
        )
    return found


def test_it_learns_what_a_brief_takes() -> None:
    learned = fit(briefs()[:50], worths, seed=0)
    for brief in briefs()[50:]:
        assert learned.summarize(brief.article, max_chars=40).text == brief.reference
        assert learned.scores(brief.article).argmax() == 1
        assert rouge(summarize(Lead(), brief.article, max_chars=40).text, brief.reference).r1 < 0.5
    state = learned.to_state()
    again = Ranker.from_state(state)
    assert all(np.array_equal(state[name], values) for name, values in again.to_state().items())
    assert again.scores(BRIDGE).tolist() == learned.scores(BRIDGE).tolist()
    for name in ("tables", "choice_weights1"):
        with pytest.raises(ValueError, match=name.split("_")[0]):
            Ranker.from_state({**state, name: state[name][1:]})


def test_too_few_briefs() -> None:
    with pytest.raises(ValueError, match="at least 50"):
        fit(briefs()[:49], worths)


def test_worths_are_means_of_rouge() -> None:
    assert worths(["甲甲甲乙", "丙"], "甲甲乙乙").tolist() == pytest.approx([(6 / 8 + 4 / 6 + 6 / 8) / 3, 0])
    assert math.isclose(worths(["甲乙"], "甲乙")[0], 1.0)
