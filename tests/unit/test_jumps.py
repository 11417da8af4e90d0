"""下转/上接: hand-worked issues; every character stays, and what has no other end is said."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baozhai.ingest.jumps import join_jumps
from baozhai.ingest.ledger import fields
from baozhai.ingest.pagenames import PageName, page_name
from baozhai.records import Article, Crosshead, Issue, Person, Source

FIRST = Article(
    "01",
    title="云岫市夜间公交一年记",
    paragraphs=("夜间公交开行已满一年。", "车队长何照说，末班车上"),
    byline=(Person("柳问舟", "本报记者"),),
    byline_raw="本报记者 柳问舟",
    page="1",
    source=Source("a.pdf", "1", ((1, 9),)),
)
OTHER = Article("02", title="樟溪镇添新站", paragraphs=("樟溪镇水文站昨日投用。",), page="1")
REST = Article(
    "03",
    title="夜间公交一年记",
    paragraphs=("最多的是护士。", "“他们下班时，别的车早停了。”"),
    crossheads=(Crosshead(1, "护士的车"),),
    page="3",
    source=Source("a.pdf", "3", ((40, 52),)),
    confidence=0.8,
)
TEXT = ("夜间公交开行已满一年。", "车队长何照说，末班车上最多的是护士。", "“他们下班时，别的车早停了。”")


def down(mark: str = "（下转第3版）", article: Article = FIRST) -> Article:
    return replace(article, paragraphs=(*article.paragraphs[:-1], article.paragraphs[-1] + mark))


def up(mark: str = "（上接第1版）", article: Article = REST) -> Article:
    return replace(article, paragraphs=(mark + article.paragraphs[0], *article.paragraphs[1:]))


def ink(*issues: Issue) -> Counter[str]:
    texts = [t for i in issues for a in i.articles for t in fields(a)]
    texts += [t for i in issues for t in (*i.furniture, *i.unassigned)]
    return Counter("".join("".join(texts).split()))


def join(*articles: Article) -> Issue:
    before = Issue("a.pdf", articles, notes=())
    (after,) = join_jumps([before])
    assert ink(after) == ink(before)
    return after


def test_a_sentence_cut_in_two_is_whole_again() -> None:
    issue = join(down(), OTHER, up())
    article, other = issue.articles
    assert article.paragraphs == TEXT and other == OTHER
    assert article.crossheads == (Crosshead(2, "护士的车"),)  # still before “他们下班时
    assert article.byline == FIRST.byline and article.title == FIRST.title and article.confidence == 0.8
    assert article.source.spans == ((1, 9), (40, 52))
    assert issue.furniture == ("（下转第3版）", "（上接第1版）", "夜间公交一年记")
    assert issue.notes == ()  # the doubt about an item that is gone is gone too


def test_a_whole_sentence_goes_on_in_a_new_paragraph() -> None:
    whole = replace(FIRST, paragraphs=("夜间公交开行已满一年。",))
    (article,) = join(down(article=whole), up()).articles
    assert article.paragraphs == (whole.paragraphs[0], *REST.paragraphs)
    assert article.crossheads == (Crosshead(2, "护士的车"),)


def test_a_headline_of_its_own_becomes_a_crosshead() -> None:
    rest = replace(REST, title="护士与厨师", crossheads=())
    (article,) = join(down(), up(article=rest)).articles
    assert article.crossheads == (Crosshead(2, "护士与厨师"),)


@pytest.mark.parametrize(
    "mark",
    ["（下转3版）", "下转第3版", "（下转第三版）", "【紧转】", "▶下转 03 版", "（转第3版）", "（下转3）"],
)
def test_wordings_at_the_end(mark: str) -> None:
    joined = len(join(down(mark), up()).articles) == 1
    assert joined == (mark != "【紧转】")


@pytest.mark.parametrize(
    "mark", ["（上接1版）", "上接第一版", "（接第1版）", "【上接 01 版】", "（上接第1版） "]
)
def test_wordings_at_the_start(mark: str) -> None:
    assert len(join(down(), up(mark)).articles) == 1


@pytest.mark.parametrize(
    "place", ["title", "kicker", "subtitle", "byline_raw", "paragraph", "crosshead", "item"]
)
def test_places_of_the_mark(place: str) -> None:
    mark = "（上接第1版）"
    others: list[Article] = []
    if place == "paragraph":
        rest = replace(REST, paragraphs=(mark, *REST.paragraphs), crossheads=(Crosshead(2, "护士的车"),))
    elif place == "crosshead":
        rest = replace(REST, crossheads=(Crosshead(0, mark), *REST.crossheads))
    elif place == "item":  # the cutter took the line for a text of its own, before the one it belongs to
        rest, others = REST, [Article("09", paragraphs=(mark,), page="3", source=Source("a.pdf", "3"))]
    else:
        rest = replace(REST, **{place: getattr(REST, place) + mark})
    if place == "byline_raw":
        rest = replace(rest, byline=(Person("上接第1版"),))
    issue = join(down(), *others, rest)
    assert [a.paragraphs for a in issue.articles] == [TEXT]
    assert issue.articles[0].crossheads == (Crosshead(2, "护士的车"),)
    assert issue.articles[0].byline == FIRST.byline
    assert mark in issue.furniture and issue.notes == ()


def test_the_page_number_decides_between_two() -> None:
    twin = replace(REST, id="04", page="4")
    issue = join(down(), OTHER, up(article=twin), up())
    assert [a.id for a in issue.articles] == ["01", "02", "04"]
    assert [n for n in issue.notes if "（上接第1版）" in n]


def test_wrong_page_numbers_join_nothing() -> None:
    issue = join(down("（下转第5版）"), up())
    assert [a.id for a in issue.articles] == ["01", "03"]
    assert ["（下转第5版）" in issue.notes[0], "（上接第1版）" in issue.notes[1]] == [True, True]
    assert issue.articles[0].paragraphs == FIRST.paragraphs  # the marks are no text all the same


def pdf(article: Article, page: int) -> Article:
    return replace(article, page=f"PDF {page}", source=replace(article.source, page=f"PDF {page}"))


def test_pages_of_a_pdf_need_not_start_at_one() -> None:
    """Pages 5 to 8 in one file: from 5 to 7 is as far as from PDF page 1 to PDF page 3."""
    plain = replace(REST, title="", crossheads=())
    joined = join(pdf(down("（下转第7版）"), 1), pdf(up("（上接第5版）", plain), 3))
    assert len(joined.articles) == 1
    apart = join(
        pdf(down("（下转第7版）", replace(FIRST, paragraphs=("完。",))), 1),
        pdf(up("（上接第2版）", plain), 3),
    )
    assert len(apart.articles) == 2 and len(apart.notes) == 2


def test_wording_decides_where_no_page_is_known() -> None:
    a, b = replace(FIRST, page="", paragraphs=("已满一年。",)), replace(OTHER, page="", id="02")
    rest = replace(REST, page="")
    issue = join(down("（下转第2版）", b), down("（下转第2版）", a), up(article=rest))
    assert [x.id for x in issue.articles] == ["02", "01"] and len(issue.articles[1].paragraphs) == 3


@pytest.mark.parametrize(
    ("title", "called"),
    [("夜间公交一年记（上接第1版）", "夜间公交一年记》"), ("上接第1版", "最多的是护士。")],
)
def test_a_note_calls_an_article_as_the_digest_does(title: str, called: str) -> None:
    """Without the mark, which is no part of its headline any more."""
    (issue,) = join_jumps([Issue("a.pdf", (replace(REST, title=title),))])
    assert len(issue.notes) == 1 and issue.notes[0].startswith(f"《{called}")


def test_three_pages() -> None:
    middle = down("（下转第4版）", up(article=replace(REST, crossheads=(), title="")))
    last = replace(OTHER, id="04", title="", page="4", paragraphs=("（上接第3版）他想了想。",))
    for order in ([down(), middle, last], [last, middle, down()]):
        issue = join(*order)
        assert [a.paragraphs for a in issue.articles] == [(*TEXT, "他想了想。")]
        assert not [n for n in issue.notes if "印有" in n]


def test_ends_in_two_files() -> None:
    a = Issue("a.pdf", (down(),), newspaper="云岫晚报", date="2026-06-12")
    b = Issue("b.pdf", (up(),), newspaper="云岫晚报", date="2026-06-12")
    one, two = join_jumps([a, b])
    assert [x.paragraphs for x in one.articles] == [TEXT] and two.articles == ()
    assert ink(one, two) == ink(a, b)
    dated = Issue("b.pdf", (replace(up(), date="2026-06-13"),))
    one, two = join_jumps([replace(a, articles=(replace(down(), date="2026-06-12"),)), dated])
    assert len(one.articles) == len(two.articles) == 1


@pytest.mark.parametrize(
    "text", ["热线（接12345）不断。", "公交下转地铁3分钟。", "他从第3版看起。", "在3版下转"]
)
def test_running_text_is_no_mark(text: str) -> None:
    issue = join(replace(FIRST, paragraphs=(text,)), REST)
    assert issue.articles[0].paragraphs == (text,) and not issue.notes


def test_a_long_run_of_blanks_is_read_once() -> None:
    """Each one of the run was tried as the start of a mark, which took hours."""
    text = f"甲厂{' ' * 50_000}投产（下转第3版）"
    issue = join(replace(FIRST, paragraphs=(text,)), REST)
    assert "（下转第3版）" not in issue.articles[0].paragraphs[0]


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("3", PageName("", 3)),
        ("A03", PageName("A", 3)),
        ("第十二版", PageName("", 12)),
        ("二十", PageName("", 20)),
        ("PDF 2", PageName("", 2, False)),
        ("", None),
        ("副刊", None),
    ],
)
def test_page_names(label: str, name: PageName | None) -> None:
    assert page_name(label) == name


PIECE = st.text(alphabet="下转上接第1一3版（）。云岫 A", max_size=12)
ANY = st.builds(
    lambda title, paragraphs, page, heads: Article(
        str(len(title)),
        title=title,
        paragraphs=tuple(paragraphs),
        page=page,
        crossheads=tuple(Crosshead(min(k, len(paragraphs)), text) for k, text in heads),
    ),
    PIECE,
    st.lists(PIECE, max_size=3),
    st.sampled_from(["", "1", "3", "PDF 1"]),
    st.lists(st.tuples(st.integers(0, 3), PIECE), max_size=2),
)


@given(st.lists(ANY, max_size=5))
def test_nothing_is_lost(articles: list[Article]) -> None:
    issue = join(*articles)
    assert all(0 <= c.before_para <= len(a.paragraphs) for a in issue.articles for c in a.crossheads)
