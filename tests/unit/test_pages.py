"""Scores of cutting on pages small enough to work out by hand: no two characters of a page are alike."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baozhai.evaluation.pages import page_counts, page_scores
from baozhai.records import Article, Crosshead, Issue, Person


def run(start: int, length: int) -> str:
    """Ideographs in code order: unlike any other run that does not overlap it."""
    return "".join(chr(0x4E00 + start + k) for k in range(length))


A = Article(
    "a",
    title=run(300, 10),
    paragraphs=(run(0, 30), run(30, 10)),
    byline=(Person("柳问舟"), Person("卢守田")),
    byline_raw="记者柳问舟卢守田",
)
B = Article("b", title=run(400, 10), paragraphs=(run(100, 60),))
GOLD = Issue("page", (A, B), furniture=(run(500, 12),))


def scores(*found: Article) -> dict[str, float]:
    return page_scores([page_counts(GOLD, found)])


def test_the_gold_itself() -> None:
    got = scores(A, B)
    flaws = ("lost", "foreign", "false_articles")
    assert [got.pop(key) for key in flaws] == [0, 0, 0]
    assert set(got.values()) == {1.0}


def test_a_paragraph_in_the_wrong_article() -> None:
    got = scores(replace(A, paragraphs=A.paragraphs[:1]), replace(B, paragraphs=(run(30, 10), run(100, 60))))
    # A: 30 of 40 = 0.75, B: 60 of 70 = 0.857
    assert (got["article_p"], got["article_r"], got["article_f1"]) == (0.5, 0.5, 0.5)
    assert got["title"] == 1 and got["false_articles"] == 0 and got["lost"] == 0
    assert got["bcubed_p"] == pytest.approx((30 + (10 * 10 + 60 * 60) / 70) / 100)
    assert got["bcubed_r"] == pytest.approx((30 * 30 / 40 + 10 * 10 / 40 + 60) / 100)
    assert got["paragraphs_exact"] == pytest.approx(2 / 3)


def test_a_lost_article() -> None:
    got = scores(A)
    assert (got["article_p"], got["article_r"], got["article_f1"]) == (1, 0.5, pytest.approx(2 / 3))
    assert got["lost"] == 0.6 and got["title"] == 0.5
    # 60 characters alone: precision 1 each, recall 1/60 each
    assert got["bcubed_p"] == pytest.approx(1) and got["bcubed_r"] == pytest.approx((40 + 1) / 100)


def test_foreign_text_and_a_double() -> None:
    got = scores(replace(A, paragraphs=(*A.paragraphs, run(2000, 20))), B)
    assert got["foreign"] == pytest.approx(20 / 120) and got["article_f1"] == 0.5  # 40 of 60
    got = scores(A, B, A)
    assert got["foreign"] == pytest.approx(40 / 140) and got["false_articles"] == 1
    assert got["article_p"] == pytest.approx(2 / 3)


@pytest.mark.parametrize(
    ("extra", "matched"),
    [(A.title, 1.0), (A.title[:4] + A.title, 0.5), (A.byline_raw * 1, 1.0), (run(500, 11), 0.5)],
)
def test_what_may_stay_in_a_text(extra: str, matched: float) -> None:
    """40 of 50 with the headline is still 0.8; the own byline costs nothing; 11 of furniture are too many."""
    assert scores(replace(A, paragraphs=(extra, *A.paragraphs)), B)["article_f1"] == matched


def test_another_ones_byline_costs() -> None:
    with_byline = replace(B, paragraphs=(*B.paragraphs, A.byline_raw * 2))
    # 60 of 60 + 8 foreign + 8 of A's byline = 0.789
    assert scores(A, with_byline)["article_f1"] == 0.5


def test_a_misread_character() -> None:
    wrong = run(100, 30) + run(2000, 1) + run(131, 29)
    got = scores(A, replace(B, paragraphs=(wrong,)))
    assert got["lost"] == pytest.approx(1 / 100) and got["foreign"] == pytest.approx(1 / 100)
    assert got["article_f1"] == 1 and got["paragraphs_exact"] == pytest.approx(2 / 3)


def test_titles_and_bylines() -> None:
    got = scores(replace(A, title=B.title, byline=(Person("卢守田"), Person("何照"))), replace(B, title=""))
    assert got["title"] == 0 and got["byline_f1"] == 0.5  # one of two, and one of two
    split = replace(A, kicker=A.title[:5], title=A.title[5:])
    assert scores(split, B)["title"] == 1  # kicker and headline together are the headline


def test_photo_called_an_article() -> None:
    photo = replace(B, kind="photo", title="")
    gold = Issue("page", (A, photo))
    got = page_scores([page_counts(gold, [A, replace(photo, kind="article")])])
    assert got["false_articles"] == 1 and got["article_p"] == 0.5 and got["article_r"] == 1


def test_crossheads_belong_to_the_text() -> None:
    gold = replace(A, crossheads=(Crosshead(1, run(600, 5)),))
    inside = replace(A, paragraphs=(A.paragraphs[0], run(600, 5), A.paragraphs[1]))
    got = page_scores([page_counts(Issue("page", (gold,)), [inside])])
    assert (got["article_f1"], got["lost"], got["foreign"], got["paragraphs_exact"]) == (1, 0, 0, 1)


def test_short_runs_out_of_order_are_found() -> None:
    """Seeds need 7 characters; runs of 3 are looked for anywhere, runs of 2 are not."""
    mixed = run(103, 3) + run(100, 3)
    gold = Issue("page", (replace(B, paragraphs=(run(100, 6),)),))
    assert page_scores([page_counts(gold, [replace(B, paragraphs=(mixed,))])])["lost"] == 0
    pairs = run(102, 2) + run(100, 2)
    gold = Issue("page", (replace(B, paragraphs=(run(100, 4),)),))
    assert page_scores([page_counts(gold, [replace(B, paragraphs=(pairs,))])])["lost"] == 1


def test_pages_add_up() -> None:
    got = page_scores([page_counts(GOLD, [A, B]), page_counts(GOLD, [])])
    assert got["pages"] == 2 and got["lost"] == 0.5 and got["article_r"] == 0.5
    assert got["article_p"] == 1  # nothing wrong was found


def test_nothing_at_all() -> None:
    got = page_scores([page_counts(Issue("page", ()), [])])
    assert got["article_f1"] == 1 and got["lost"] == got["foreign"] == got["false_articles"] == 0


@given(st.lists(st.tuples(st.integers(0, 160), st.integers(1, 80)), max_size=6))
def test_scores_are_shares(runs: list[tuple[int, int]]) -> None:
    found = [
        Article(str(k), title="x", paragraphs=(run(start, size),)) for k, (start, size) in enumerate(runs)
    ]
    got = scores(*found)
    shares = {key: v for key, v in got.items() if key not in ("pages", "false_articles")}
    assert all(0 <= v <= 1 + 1e-12 for v in shares.values())
    kept = sum(map(len, (a.paragraphs[0] for a in found))) * (1 - got["foreign"])
    assert kept == pytest.approx(100 * (1 - got["lost"]))  # no gold character is claimed twice
