"""Train, dev and test: an issue stays together, and no report that is learned from is tested."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baozhai.ingest.dedupe import groups
from baozhai.labels.ledger import content_hash, leaders
from baozhai.labels.ledger import folds as cross_fit_folds
from baozhai.labels.split import folds, split
from baozhai.records import Article


def article(name: str, *, paper: str = "", date: str = "") -> Article:
    return Article(id=name, newspaper=paper, date=date)


def part_of(parts: dict[str, list[str]]) -> dict[str, str]:
    return {name: part for part, names in parts.items() for name in names}


def test_parts_worked_out_by_hand() -> None:
    """SHA-256 of `0|key`, its first six bytes as a share of 2**48, with a test share of 0.3:
    a 0.1968 test, b 0.4772 dev, c 0.1134 test, d 0.7807 train; 甲报|2026-01-02 0.7706 train."""
    alone = [article(k) for k in "abcd"]
    assert split(alone, test_share=0.3, seed=0) == {"train": ["d"], "dev": ["b"], "test": ["a", "c"]}
    dated = [article(k, paper="甲报", date="2026-01-02") for k in "bc"]
    assert split(dated, test_share=0.3, seed=0)["train"] == ["b", "c"]
    # b and c print the same: c is not tested on what b teaches. a and c may be tested both.
    assert split(alone, copies=[[1, 2]], test_share=0.3, seed=0)["test"] == ["a"]
    assert split(alone, copies=[[0, 2]], test_share=0.3, seed=0)["test"] == ["a", "c"]


@pytest.mark.parametrize("form", ["2026-01-{} {}:05", "2026-01-{}T{}:05:30+08:00", "2026年1月{}日 {}:05"])
def test_a_time_of_day_parts_no_issue(form: str) -> None:
    """All articles of a day are tested, or none."""
    articles = [
        article(f"{day}/{hour}", paper="甲报", date=form.format(day, hour))
        for day in range(10, 29)
        for hour in range(8, 20)
    ]
    parts = part_of(split(articles, test_share=0.3, seed=0))
    found = {name.partition("/")[0]: {p for n, p in parts.items() if n[:2] == name[:2]} for name in parts}
    assert all(len(of_day) == 1 for of_day in found.values()) and {"test"} in found.values()
    assert split([article("a", date="9:30")], test_share=0.3, seed=0)["test"] == ["a"]  # no day: for itself


def test_reprints_from_day_to_day_do_not_tie_the_days_together() -> None:
    """One of the ten articles of each day is printed again the next day: about a fifth is tested all the same, and nothing that is learned."""
    days = [f"2026-{month:02d}-{day:02d}" for month in range(1, 11) for day in range(1, 29)]
    articles = [article(f"{d}/{k}", paper="甲报", date=d) for d in days for k in range(10)]
    copies = [[10 * n + 1, 10 * n + 10] for n in range(len(days) - 1)]
    for seed in range(5):
        parts = part_of(split(articles, copies=copies, test_share=0.2, seed=seed))
        assert 0.1 < sum(part == "test" for part in parts.values()) / len(parts) < 0.3
        tested = [[parts[articles[k].id] == "test" for k in pair] for pair in copies]
        assert all(a == b for a, b in tested)


def test_two_days_of_a_paper_may_part() -> None:
    articles = [article(f"x{k}", paper="甲报", date=f"2026-01-{k:02d}") for k in range(1, 29)]
    parts = split(articles, test_share=0.25, seed=0)
    assert all(parts.values())


def test_near_duplicates_found_by_their_wording_stay_together() -> None:
    """The rewording keeps 0.7 of the shingles; another headline and other numbers do not part the two."""
    text = "云岫北门大桥六月合龙，大桥采用钢箱梁，桥下净空十二米，千吨级船舶可以通过，樟溪镇的果农都来看热闹，一直看到天黑。"
    articles = [
        Article(id="p", title="大桥合龙", paragraphs=(text + "全长920米，工期3年。",)),
        Article(id="q", title="天堑变通途", paragraphs=(text + "全长910米，工期4年。",)),
        Article(
            id="r",
            title="大桥合龙",
            paragraphs=("樟溪镇的杨梅六月上市，今年雨水多，果子小，价钱比去年高。" * 2,),
        ),
    ]
    copies = groups(articles, numbers=0.0)
    assert copies == [[0, 1], [2]]
    for seed in range(20):
        parts = part_of(split(articles, copies=copies, test_share=0.3, seed=seed))
        assert (parts["p"] == "test") == (parts["q"] == "test")


@given(
    st.lists(
        st.tuples(st.sampled_from(["", "甲报", "乙报"]), st.sampled_from(["", "2026-01-02", "2026-01-03"]))
    ),
    st.data(),
    st.integers(0, 5),
)
def test_every_article_has_one_part_whatever_the_order(kinds, data, seed) -> None:
    articles = [article(f"n{k}", paper=p, date=d) for k, (p, d) in enumerate(kinds)]
    order = data.draw(st.permutations(range(len(articles))))
    copies = [order[:2], order[2:5]]
    parts = part_of(split(articles, copies=copies, test_share=0.3, seed=seed))
    assert sorted(parts) == sorted(a.id for a in articles)
    order = data.draw(st.permutations(range(len(articles))))
    moved = {k: place for place, k in enumerate(order)}
    again = split(
        [articles[k] for k in order],
        copies=[[moved[k] for k in c] for c in copies],
        test_share=0.3,
        seed=seed,
    )
    assert part_of(again) == parts


def test_articles_that_came_in_by_review_are_for_training() -> None:
    """a and c would be test (above); d is a copy of c, which did not come in by review: neither teaches then."""
    alone = [article(k) for k in "abcd"]
    parts = split(alone, reviewed={"a", "c"}, test_share=0.3, seed=0)
    assert parts == {"train": ["a", "c", "d"], "dev": ["b"], "test": []}
    parts = split(alone, copies=[[2, 3]], reviewed={"a", "d"}, test_share=0.3, seed=0)
    assert parts == {"train": ["a"], "dev": ["b"], "test": ["c", "d"]}


def test_folds_worked_out_by_hand() -> None:
    """The same shares as above, times five: a 0.98, b 2.39, c 0.57, d 3.90; 甲报|2026-01-02 3.85."""
    alone = [article(k) for k in "abcd"]
    assert folds(alone, count=5, seed=0) == [0, 2, 0, 3]
    assert folds([article(k, paper="甲报", date="2026-01-02") for k in "bc"], count=5, seed=0) == [3, 3]


def test_copies_share_a_fold_of_the_cross_fit() -> None:
    """Of three copies the least hash decides; an article without copies goes by its own, whatever else there is."""
    texts = [Article(str(k), f"第{k}篇") for k in range(30)]
    leader = leaders(texts, [[0], [3, 7, 11], [1]])
    keys = [content_hash(a) for a in texts]
    assert leader == dict.fromkeys((keys[3], keys[7], keys[11]), min(keys[3], keys[7], keys[11]))
    fold = cross_fit_folds(texts, 5, leader)
    assert fold[3] == fold[7] == fold[11] == int(leader[keys[3]], 16) % 5
    assert [fold[0], fold[1]] == cross_fit_folds(texts[:2], 5, {}).tolist()
