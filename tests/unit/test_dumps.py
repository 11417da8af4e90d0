"""Parts of the dump cutter: mending, shuffled columns, the random field, the joint decision."""

from __future__ import annotations

import itertools
import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baozhai.errors import InputError
from baozhai.ingest import patterns as pat
from baozhai.ingest import tagger, wording
from baozhai.ingest.captions import caption_start
from baozhai.ingest.cohesion import cosines, shift_odds
from baozhai.ingest.corrections import resumed
from baozhai.ingest.cut import cut_page
from baozhai.ingest.dump import _head, _name, _settle, _signed
from baozhai.ingest.gains import Page
from baozhai.ingest.labelled import OPENS, SURE, TAGGED, _heard, _opened, labelled
from baozhai.ingest.mend import ENOUGH_LINES, mend, shuffled
from baozhai.ingest.openings import opening_odds
from baozhai.ingest.parts import Head
from baozhai.ingest.pieces import Labelled, Paragraph, Piece
from baozhai.ingest.promote import beyond, hidden
from baozhai.ingest.reconcile import LEFTOVER, reconcile
from baozhai.ingest.reflow import Line, running, to_lines, width
from baozhai.ingest.signals import NEAR, measures, words_across
from baozhai.ingest.tagger import Tags
from baozhai.ingest.wording import grams, log_odds
from baozhai.records import DOUBT
from baozhai.text.words import cut

WHOLE = [
    "澜川高新区的电池产线昨天完成第三轮",
    "爬坡，比设计值快了七秒。至此，两条产",
    "线每天下线四万六千只电芯，良品率稳定",
    "在百分之九十八以上。二期去年四月打桩，",
    "今年一月调试，主机设备有六成由区内及",
    "周边一小时车程内的厂家供货，备件库也",
    "搬进了园区。",
]


def test_lines_broken_at_squeezed_marks_are_joined() -> None:
    broken = "\n".join(WHOLE * 3).replace("爬坡，", "爬坡，\n").replace("二期", "\n二期")
    assert [k.text for k in mend(to_lines(broken))] == [k.text for k in to_lines("\n".join(WHOLE * 3))]


def test_a_headline_after_the_end_of_a_text_is_no_piece_of_its_last_line() -> None:
    squeezed = [
        *WHOLE[:2],
        "线每天下线四万六千，",
        "只电芯良品率",
        *WHOLE[3:6],
        "搬进了园区。",
        "青屿潮汐能电站并网",
    ]
    found = [line.text for line in mend(to_lines("\n".join(squeezed)))]
    assert "线每天下线四万六千，只电芯良品率" in found and found[-1] == "青屿潮汐能电站并网"


def test_whole_lines_are_left_alone() -> None:
    lines = to_lines("\n".join(WHOLE))
    assert mend(lines) == lines and mend([]) == []


def test_a_vertical_headline_is_one_line() -> None:
    lines = mend(to_lines("\n".join(["不", "忘", "嘱", "托", *WHOLE])))
    assert lines[0].text == "不忘嘱托" and lines[0].number == 1 and len(lines) == 1 + len(WHOLE)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.text(alphabet="高新区的产线，。”a1 \U00020bb7", min_size=1, max_size=9), min_size=1, max_size=9
    )
)
def test_words_across_are_those_of_the_whole_text(texts: list[str]) -> None:
    """Only what stands around line ends is cut into words; that must not change them."""
    marks = words_across([Line(k, text, 0.0) for k, text in enumerate(texts)])
    ends, places = (
        set(itertools.accumulate(map(len, cut("".join(texts))))),
        itertools.accumulate(map(len, texts)),
    )
    for mark, place, (one, two) in zip(marks[1:], places, itertools.pairwise(texts), strict=False):
        met = all("\u4e00" <= char <= "\u9fff" for char in (one[-1], two[0]))
        assert mark == ("-" if not met else "no" if place in ends else "yes")


@given(st.lists(st.sampled_from([0.0, 3.5, 8.0, 12.0, 16.5, 17.0, 18.0]), max_size=30))
def test_the_measure_of_a_column_by_hand(widths: list[float]) -> None:
    def usual(near: list[float]) -> float:
        near = sorted(near)
        if len(near) < 2:
            return 0.0
        widest = near[-2] if len(near) > 3 else near[-1]
        full = [w for w in near if 0.85 * widest <= w <= 1.2 * widest]
        return full[len(full) // 2]

    before, after = measures([Line(k, "产", w) for k, w in enumerate(widths)])
    assert before.tolist() == [usual(widths[max(0, k - NEAR) : k]) for k in range(len(widths))]
    assert after.tolist() == [usual(widths[k + 1 : k + 1 + NEAR]) for k in range(len(widths))]


def test_words_across_line_ends() -> None:
    marks = words_across(to_lines("今年一月调试完成高新\n区的产线\n，良品率\n上升"))
    assert marks == ["-", "yes", "-", "no"]


def test_columns_read_row_by_row_are_refused(root: Path) -> None:
    lines = (root / "data" / "starter" / "issues" / "001" / "issue.txt").read_text("utf-8").split("\n")
    column = [line for line in lines if line.strip()]
    half = len(column) // 2
    mixed = [line for pair in zip(column[:half], column[half:], strict=False) for line in pair]
    assert not shuffled(words_across(to_lines("\n".join(column))))
    with pytest.raises(InputError, match=r"^版面\.txt：各栏文字是逐行交错导出的.*PDF"):
        cut_page("\n".join(mixed), file="版面.txt")


def _brute(scores: np.ndarray, steps: np.ndarray) -> np.ndarray:
    """The marginals by adding up every path."""
    count, labels = scores.shape
    weights = {}
    for path in itertools.product(range(labels), repeat=count):
        weights[path] = sum(scores[k, y] for k, y in enumerate(path)) + sum(
            steps[a, b] for a, b in itertools.pairwise(path)
        )
    total = sum(math.exp(w) for w in weights.values())
    proba = np.zeros_like(scores)
    for path, weight in weights.items():
        for k, y in enumerate(path):
            proba[k, y] += math.exp(weight) / total
    return proba


@settings(max_examples=40)
@given(st.integers(0, 10_000), st.integers(1, 5), st.integers(2, 4))
def test_chances_of_labels_are_those_of_all_paths(seed: int, count: int, labels: int) -> None:
    rng = np.random.default_rng(seed)
    scores, steps = rng.normal(size=(count, labels)), rng.normal(size=(labels, labels))
    assert np.allclose(tagger._marginals(scores, steps), _brute(scores, steps))


def test_chances_on_a_long_dump_are_those_of_sums_of_logarithms() -> None:
    """Plain numbers would run out of range long before the end."""
    rng = np.random.default_rng(3)
    scores, steps = rng.normal(size=(700, 5)) * 30, rng.normal(size=(5, 5)) * 8
    ahead, behind = scores.copy(), scores.copy()
    for at in range(1, 700):
        ahead[at] += np.logaddexp.reduce(ahead[at - 1][:, None] + steps, axis=0)
        behind[-1 - at] += np.logaddexp.reduce(steps + behind[-at], axis=1)
    total = ahead + behind - scores
    expected = np.exp(total - np.logaddexp.reduce(total, axis=1)[:, None])
    np.testing.assert_allclose(tagger._marginals(scores, steps), expected, atol=1e-9)


def test_a_paragraph_that_names_another_text_is_its_headline() -> None:
    texts = [
        "潮汐能电站在青屿并网发电，首台机组装机三兆瓦。",
        "电站负责人说，潮汐能机组一年可发电八百万度。",
        "县里的面馆换了招牌，老板把奖状挂在厨房。",
        "青屿潮汐能电站并网",
        "面馆每天卖三百碗面，熟客不用开口。",
        "老板说，招牌是儿子写的。",
    ]
    paragraphs = [to_lines(text) for text in texts]
    assert hidden(paragraphs, [True, False, True, False, False, False]) == [3]
    assert hidden(paragraphs[:3] + paragraphs[4:], [True, False, True, False, False]) == []


@pytest.mark.parametrize(
    ("lines", "count"),
    [
        ("电站一年可发电八百万度。\n青屿潮汐能电站并网发电", 1),
        ("电站一年可发电八百万度。 李禾舟\n青屿潮汐能\n电站并网发电", 2),
        ("电站一年可发电八百万\n度，青屿潮汐能电站并网", 0),
        ("电站一年可发电八百万度。\n此外，企业还为职工", 0),
        ("电站一年可发电八百万度。\n机组装机三兆瓦。", 0),
        ("青屿潮汐能电站并网发电", 0),
    ],
)
def test_lines_after_the_end_of_a_text_are_a_headline(lines: str, count: int) -> None:
    assert beyond(to_lines(lines)) == count


INF = math.inf
STORIES = ["甲厂新产线投产，产线日产电池四万只。", "电池产线二期明年开工。", "乙镇夜市开街，夜市摊位三百个。"]


def test_a_left_over_headline_parts_two_texts() -> None:
    """The tagger saw one text (log-odds -1.5 for a border); two headlines know better."""
    page = Page(
        STORIES,
        [INF, -6.0, -1.5],
        [False] * 3,
        ["甲厂新产线投产", "乙镇夜市开街"],
        [True] * 2,
        [INF, 4.0],
        [3, 3],
    )
    decision = reconcile(page)
    assert decision.texts == [0, 2] and decision.heads == [0, 1]
    assert {row: col for row, (col, _) in decision.pairs.items()} == {0: 0, 1: 1}


def test_two_lines_of_one_headline_stay_together() -> None:
    page = Page(
        STORIES,
        [INF, -6.0, 6.0],
        [False] * 3,
        ["乙镇夜市", "摊位三百个", "甲厂新产线"],
        [True] * 3,
        [INF, -2.0, 2.0],
        [3] * 3,
    )
    decision = reconcile(page)
    assert decision.heads == [0, 2]
    assert {row: col for row, (col, _) in decision.pairs.items()} == {0: 1, 1: 0}


def test_the_order_of_the_headlines_does_not_matter() -> None:
    heads = ["甲厂新产线投产", "乙镇夜市开街"]
    for order in ([0, 1], [1, 0]):
        held = [heads[k] for k in order]
        page = Page(STORIES, [INF, -6.0, 6.0], [False] * 3, held, [True] * 2, [INF, 6.0], [3, 3])
        pairs = {order[row]: col for row, (col, _) in reconcile(page).pairs.items()}
        assert pairs == {0: 0, 1: 1}


def test_a_figurative_headline_takes_the_only_text_left() -> None:
    """It shares no word with its text; the pair says how little is behind it."""
    heads = ["甲厂新产线投产", "灯火可亲"]
    page = Page(STORIES, [INF, -6.0, 6.0], [False] * 3, heads, [True] * 2, [INF, 6.0], [3, 3])
    pairs = reconcile(page).pairs
    assert pairs[0][0] == 0 and pairs[1] == (1, LEFTOVER) and LEFTOVER < DOUBT
    shy = replace(page, titles=[True, False])  # a section's name may stay alone
    assert set(reconcile(shy).pairs) == {0}


def test_what_is_left_keeps_to_the_order_of_the_others() -> None:
    """Five headlines in the reverse order of their texts: two of them share no word with theirs."""
    texts = [f"{name}县{name}江大桥合龙，{name}江通航。" for name in "甲乙丙丁戊"]
    heads = ["戊江大桥合龙", "风从海上来", "丙江大桥合龙", "又见炊烟", "甲江大桥合龙"]
    page = Page(texts, [INF] * 5, [False] * 5, heads, [True] * 5, [INF] * 5, [5] * 5)
    pairs = {row: col for row, (col, _) in reconcile(page).pairs.items()}
    assert pairs == {0: 4, 1: 3, 2: 2, 3: 1, 4: 0}


def test_the_wording_tells_a_new_headline_from_the_rest_of_one() -> None:
    says = log_odds(["云岫高新区与三所高", "校共建研究院", "澜川：老厂房里开夜校"])
    assert says["fresh"][1] < -1.5 and says["fresh"][2] > 0
    assert says["title"][2] > 0 > log_odds(["万元，同比增长百分之五，"])["title"][0]
    opening = log_odds(["本报讯　6月2日，云岫高新区", "举行开工仪式。"])["opens"][0]
    assert opening > 0 > log_odds(["此外，企业还为职工办了", "三件实事。"])["opens"][0]


def test_log_odds_are_the_weights_of_the_ngrams() -> None:
    texts = ["产线投产", "产", "", "本报讯 九月的天", "产线投产产线"]
    counts = grams(texts)
    with np.load(Path(wording.__file__).with_name("wording.npz")) as data:
        known = dict(data)
    for name, odds in log_odds(texts).items():
        weights = known[name].astype(float) * float(known["scale"])
        expected = known[f"{name}_bias"] + sum(counts[group] @ weights for group in wording.QUESTIONS[name])
        np.testing.assert_allclose(odds, expected)
        np.testing.assert_array_equal(log_odds(texts, [name])[name], odds)


def test_ngrams_by_hand() -> None:
    """Two lines of three and two characters: 1 + 2 character n-grams, starts, ends, and the seam between them."""
    found = grams(["甲乙丙", "丁戊"])
    own = [3 + 2 + 4 + 3, 2 + 1 + 4 + 3]  # one by one, by two, four starts, three ends
    assert found["own"].sum(axis=1).tolist() == own
    assert found["seam"].sum(axis=1).tolist() == [7, 7]
    assert found["next"].sum(axis=1).tolist() == [1, 0]
    assert found["past"].sum(axis=1).tolist() == [0, 2]
    swapped = grams(["丁戊", "甲乙丙"])
    assert (found["next"][[0]] != swapped["next"][[0]]).nnz and (
        found["past"][[1]] != swapped["past"][[1]]
    ).nnz
    same = grams(["丁戊"])["own"]
    assert (found["own"][[1]] != same).nnz == 0
    assert grams([])["own"].shape[0] == 0


def test_the_topic_turns_where_the_texts_part() -> None:
    party = [
        "支部党员大会讨论党费收缴和",
        "组织生活会，党员逐个发言，",
        "党支部书记通报学习情况，",
        "党小组长签名",
    ]
    drug = [
        "新药三期临床试验入组完成，",
        "药企的注射剂车间通过验证，",
        "医院开始给患者用药，疗效",
        "由药监部门评审",
    ]
    odds = shift_odds([*party, *drug])
    assert int(odds[1:].argmax()) + 1 == len(party)


def test_cosines_by_hand() -> None:
    """(1, 0) against (1, 3), then (2, 0) against (0, 3), then (2, 2) against (0, 1)."""
    found = cosines(np.array([[1.0, 0.0], [1.0, 0.0], [0.0, 2.0], [0.0, 1.0]], dtype=np.float32))
    assert found[:, 0].tolist() == pytest.approx([0.0, 1 / math.sqrt(10), 0.0, 1 / math.sqrt(2)])
    assert found[:, 3:] == pytest.approx(found[:, :3] ** 2)


def test_a_dump_of_single_characters_is_refused() -> None:
    text = "".join(WHOLE) * 2
    with pytest.raises(InputError, match="一两个字.*PDF"):
        cut_page("\n".join(text))
    few = "\n".join(text[: ENOUGH_LINES - 1])
    assert cut_page(few).unassigned or cut_page(few).articles


def test_a_dump_with_a_long_table_of_numbers_is_cut() -> None:
    table = [str(number % 100) for number in range(3 * ENOUGH_LINES)]
    assert cut_page("\n".join(["高新区电池产线爬坡", *WHOLE * 4, *table])).articles


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("一座小城", "h"),
        ("新区发布：今年新修路三百里", "F"),
        ("要闻", "F"),
        ("综合·要闻", "F"),
        ("第4版", "F"),
        ("14 科技", "F"),
    ],
)
def test_the_rest_of_a_headline_is_not_the_name_of_a_section(text: str, label: str) -> None:
    lines = [
        Line(k + 1, text, width(text))
        for k, text in enumerate(["老厂房里的夜校，点亮", text, "综合", "书法"])
    ]
    assert resumed(lines, ["H", "F", "F", "F"])[1] == label
    assert resumed(lines, ["C", "F", "F", "F"]) == ["C", "F", "F", "F"]
    assert resumed(lines[:1], ["F"]) == ["F"]


def test_a_paragraph_that_reads_like_an_opening_is_one_where_the_tagger_doubts() -> None:
    texts = [
        "全县合作社年内还将再添两座冷库，果农的收入有望再增一成。",
        "6月2日，云岫高新区轴承产业园二期开工，总投资12亿元。",
        "此外，园区还将配建人才公寓。",
    ]
    read = [opening_odds(texts, [k])[0] for k in (1, 2)]
    for odds in (-0.5, -SURE - 1):
        found = [
            Paragraph([Line(k, text, width(text))], odds if k else math.inf, False, [])
            for k, text in enumerate(texts)
        ]
        page = _opened(Labelled(paragraphs=found))
        expected = [TAGGED * odds + OPENS * r for r in read] if odds > -SURE else [odds, odds]
        assert [p.odds for p in page.paragraphs] == pytest.approx([math.inf, *expected])


def test_roles_that_the_wording_speaks_against() -> None:
    def head(*pieces: tuple[str, str]) -> Head:
        found = [Piece(Line(1, text, float(len(text))), role, 0.0, 0) for role, text in pieces]
        return _head(_heard(Labelled(pieces=found)).pieces)

    kicker = head(("H", "新春走基层"), ("S", "渡口小站除夕夜"))
    assert [line.text for line in kicker.kicker] == ["新春走基层"] and not kicker.subtitle
    dashed = head(("H", "新春走基层"), ("S", "——渡口小站除夕夜"))
    assert not dashed.kicker and len(dashed.subtitle) == 1
    whole = head(("K", "园区党建【十年答卷"), ("H", "一线见闻】老厂新枝"))
    assert not whole.kicker and whole.lines[0].text == "园区党建【十年答卷 一线见闻】老厂新枝"


@pytest.mark.parametrize(
    ("lines", "odds", "start"),
    [
        (["全文结束。", "龙舟队在湖上训练。", "左图：桨手列队。"], [2.0, 3.0, -4.0], 1),
        (["全文结束。", "左图：桨手列队。", "右图：鼓手就位。"], [2.0, 5.0, -4.0], 1),
        (["全文结束。", "龙舟队在湖上训练。", "比赛月底举行。"], [2.0, 3.0, -4.0], 1),
        (["全文结束。", "本报讯 龙舟队训练。", "桨手列队。"], [2.0, 3.0, -4.0], 2),
        (["全文结束。", "龙舟队在湖上训练。", "桨手列队。"], [2.0, 3.0, 1.0], 2),
        (["全文结束。", "赛事昨天落幕。", "龙舟队训练。", "左图：桨手列队。"], [2.0, 3.0, -1.0, -4.0], 2),
        (["全文结束。", "七月四日，龙舟队在湖上训练。", "比赛月底举行。"], [-5.0, -4.0, -3.0], 1),
        (["全文结束。", "七月四日，龙舟队在湖上训练。", "比赛月底举行。"], [2.0, 3.0, 4.0], 1),
        (["比赛月底举行。", "七月四日，龙舟队在湖上训练。"], [-3.0, -4.0], 1),
        (["七月四日，夜市开街。", "龙舟队在湖上训练。"], [3.0, math.inf], 1),
        (["全文结束。", "左图：清晨，桨手列队。", "右图：鼓手就位。"], [-6.0, -6.0, -6.0], 1),
        (["全文结束。", "左图：清晨，桨手列队。", "领桨的已经退休。", "右图：鼓手。"], [-6.0] * 4, 1),
        (["龙舟队在湖上训练。 李禾 摄", "傍晚，桨手列队。"], [3.0, -1.0], 1),
    ],
)
def test_where_the_caption_starts_that_a_credit_closes(
    lines: list[str], odds: list[float], start: int
) -> None:
    assert caption_start(lines, odds, len(lines) - 1) == start


def test_a_byline_after_a_headline_speaks_for_a_new_one() -> None:
    tags = Tags(["H", "Y", "h"], {label: np.array([0.1, 0.0, 0.1]) for label in "HKAQ"})
    bare = Tags(["H", "h"], {label: np.array([0.1, 0.1]) for label in "HKAQ"})
    lines = to_lines("老厂新枝\n本报记者 李禾\n渡口小站除夕夜")
    signed = labelled(lines, tags).pieces[1].odds
    assert signed > labelled([lines[0], lines[2]], bare).pieces[1].odds + 1


def _tagged(text: str, labels: str) -> tuple[list[Line], Tags]:
    """Lines and the labels that a tagger gave them, A and H for sure."""
    lines = to_lines(text)
    sure = {label: np.array([float(k == label) for k in labels]) for label in "AHKQ"}
    return lines, Tags(list(labels), sure)


def test_names_right_after_the_end_of_a_text_sign_it_whatever_the_tagger_says() -> None:
    text = "产线昨天贯通。\n通讯员 李禾\n夜市今天开街。\n秋子远摄影报道\n桥上装了灯。"
    page = labelled(*_tagged(text, "AXAXA"))
    assert [[line.text for line in p.signature] for p in page.paragraphs] == [
        ["通讯员 李禾"],
        ["秋子远摄影报道"],
        [],
    ]
    assert not any(p.over for p in page.paragraphs) and page.paragraphs[1].photo


def test_the_name_of_a_column_is_taken_out_of_a_title() -> None:
    def roles(*texts: str, body: str = "渡口小站昨天装了灯。") -> str:
        pieces = [Piece(Line(k, text, 8.0), "h" if k else "H", 0.0, 0) for k, text in enumerate(texts)]
        _name(pieces, [Paragraph(to_lines(body), 0.0)])
        return "".join(piece.role for piece in pieces)

    assert roles("记者蹲点手记", "渡口小站装灯") == "Kh"
    assert roles("渡口小站", "装灯", "基层治理见闻") == "HhS"
    assert roles("走进镜浦", "渡口小站装灯", body="镜浦渡口昨天装了灯。") == "Kh"
    assert roles("走进镜浦", "看渡口小站", body="记者走进镜浦，渡口昨天装了灯。") == "Hh"
    assert roles("记者蹲点手记") == "H" and roles("夜校灯下", "渡口小站") == "Hh"


def test_names_between_two_texts_go_to_the_one_that_has_none() -> None:
    names, other = to_lines("通讯员 王渡"), to_lines("秋子远/摄")

    def settled(before: str, after: str, signature: list[Line], over: list[Line]) -> tuple[int, int]:
        texts = [
            [Paragraph(to_lines(before), 0.0, signature=list(signature))],
            [Paragraph(to_lines(after), 0.0, bylines=list(over))],
        ]
        _settle(texts, [_signed(text) for text in texts], [False, False])
        return len(texts[0][0].signature), len(texts[1][0].bylines)

    bare, dated = "产线昨天贯通。", "本报讯（记者 李禾） 夜市今天开街。"
    assert settled(dated, bare, names, []) == (0, 1)
    assert settled(bare, dated, names, []) == (1, 0)
    assert settled(bare, dated, [], names) == (1, 0)
    assert settled(bare, bare, [], names) == (0, 1)
    assert settled(dated, bare, other, []) == (1, 0)


def test_a_dateline_in_a_paragraph_of_its_own_opens_the_text_that_follows() -> None:
    text = "本报镜浦7月7日讯\n（本报记者 李禾 王渡）\n产线昨天贯通。\n夜市今天开街。"
    page = labelled(*_tagged(text, "ACAA"))
    assert [len(p.lines) for p in page.paragraphs] == [3, 1]
    headed = labelled(*_tagged("本报镜浦7月7日讯\n从头说起\n产线昨天贯通。", "AXA"))
    assert [line.text for p in headed.paragraphs for line in p.over] == ["从头说起"]


def test_a_headline_that_a_dump_ends_with_is_no_text() -> None:
    page = labelled(*_tagged("产线昨天贯通，日产四万只。\n一台机器\n改变一条链\n本报记者 李禾", "AACZ"))
    assert len(page.paragraphs) == 1 and not page.paragraphs[0].signature
    assert [piece.line.text for piece in page.pieces] == ["一台机器", "改变一条链"]
    assert [line.text for line in page.pieces[-1].bylines] == ["本报记者 李禾"]
    under = labelled(*_tagged("产线昨天贯通，日产四万只。\n走进镜浦\n一台机器", "AXA"))
    assert [piece.line.text for piece in under.pieces] == ["走进镜浦", "一台机器"]
    alone = labelled(*_tagged("一台机器\n改变一条链", "AC"))
    assert len(alone.paragraphs) == 1 and not alone.pieces


def test_a_folio_line_that_looks_like_a_text_is_furniture() -> None:
    page = labelled(*_tagged("产线昨天贯通。\n第12版 园区 2025年5月6日 星期二", "AQ"))
    assert len(page.paragraphs) == 1 and len(page.furniture) == 1


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("（本报记者 侯浩汀 记者\n孔磊）", "（本报记者 侯浩汀 记者孔磊）"),
        ("□ 本报记者 胡舟玲\n温梅行", "□ 本报记者 胡舟玲 温梅行"),
        ("记者 温博华 本报记者\n丁燕涛", "记者 温博华 本报记者 丁燕涛"),
        ("产线昨天贯通。\n温梅行", "产线昨天贯通。\n温梅行"),
        ("（六名工人\n孔磊）", "（六名工人\n孔磊）"),
    ],
)
def test_bylines_of_two_lines_are_joined(broken: str, whole: str) -> None:
    assert "\n".join(line.text for line in mend(to_lines(broken))) == whole


def test_a_stretched_line_is_closed_up_but_for_a_signature() -> None:
    lines = to_lines("本 报 镜 浦 6 月 6 日 讯\n（本报记者 李禾） 产线贯通。\n日 产 四 万 只 。 王 渡")
    assert running(lines) == "本报镜浦6月6日讯（本报记者 李禾） 产线贯通。日产四万只。 王渡"
    assert running(to_lines("5G AI VR AR 展")) == "5G AI VR AR 展"


def test_a_credit_alone_on_its_line_is_told_from_a_headline() -> None:
    credits = ["凌白帆摄影报道", "（李禾 摄）", "本报记者 孔舟 摄", "王渡/图", "摄影：李禾"]
    assert all(pat.is_credit_line(text) for text in credits)
    assert not any(pat.is_credit_line(text) for text in ["争相拍摄", "王渡 文/图", "江上龙舟图"])


def test_blanks_beside_digits_part_no_headlines() -> None:
    """Extractors put them there; other blanks may stand between two headlines, and a kicker may hold some."""
    page = labelled(*_tagged("第 133 届轴承展开幕\n产线昨天贯通，日产四万只。", "HA"))
    assert [piece.line.text for piece in page.pieces] == ["第 133 届轴承展开幕"]
    kicker = labelled(*_tagged("稳增长 促发展·访谈\n镜浦：产线贯通\n产线昨天贯通。", "KHA"))
    assert [(piece.line.text, piece.role) for piece in kicker.pieces] == [
        ("稳增长", "K"),
        ("促发展·访谈", "K"),
        ("镜浦：产线贯通", "H"),
    ]


def test_a_kicker_and_a_subtitle_are_told_by_how_they_read() -> None:
    """The tagger took the kicker for the first line of the headline and missed the subtitle."""
    text = "走进专精特新\n一颗螺钉里的大生意\n——探访岚拓精密的微米车间\n直径0.6毫米，比芝麻还小。"
    head = _head(labelled(*_tagged(text, "HhhA")).pieces)
    assert [line.text for line in head.lines] == ["一颗螺钉里的大生意"]
    assert [line.text for line in head.kicker + head.subtitle] == text.split("\n")[0:3:2]
