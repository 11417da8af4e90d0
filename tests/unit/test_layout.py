"""Parts of the page cutter: lines from characters, blocks, chains of columns."""

from __future__ import annotations

import numpy as np

from baozhai.ingest.blocks import blocks, body_size, leading
from baozhai.ingest.chains import _paths, _reached, chains
from baozhai.ingest.frames import Column, Headline, columns, headlines
from baozhai.ingest.layout import Block, TextLine, overlap, text_lines
from baozhai.ingest.surroundings import roofs, spread
from baozhai.ingest.texts import briefs
from baozhai.records import Box, Char


def row(
    text: str, x: float, y: float, *, size: float = 10.0, step: float = 1.0, font: str = "song"
) -> list[Char]:
    """Characters of one line, `step` ems apart."""
    at = [x + k * size * step for k in range(len(text))]
    return [Char(c, a, y, a + size, y + size, size, font) for c, a in zip(text, at, strict=True)]


def test_gaps_make_blanks_only_where_they_are_wider_than_the_rest() -> None:
    even = text_lines(row("家长加强看护", 0, 0, step=1.6))
    assert [line.text for line in even] == ["家长加强看护"]
    parted = row("科技自立", 0, 0) + row("筑国家基石", 47, 0)
    assert [line.text for line in text_lines(parted)] == ["科技自立 筑国家基石"]


def test_a_wide_gap_parts_a_line_unless_its_column_bridges_it() -> None:
    apart = row("上一栏末行", 0, 0) + row("下一栏末行", 80, 0)
    assert len(text_lines(apart)) == 2
    column = row("这一行写满了整栏的宽度字", 0, 16) + row("阅兵的气势。", 0, 0) + row("田高", 100, 0)
    assert [line.text for line in text_lines(column)][1] == "阅兵的气势。  田高"


def test_characters_under_one_another_are_a_vertical_line() -> None:
    chars = [Char(c, 50, 100 - 20 * k, 70, 120 - 20 * k, 20.0, "hei") for k, c in enumerate("不忘嘱托")]
    (line,) = text_lines(chars)
    assert line.text == "不忘嘱托" and line.height == 80 and line.top == 120 and line.bottom == 40


def test_a_line_in_digits_of_another_face_keeps_its_face() -> None:
    chars = row("共", 0, 0) + row("12345", 10, 0, font="times") + row("台", 60, 0)
    assert text_lines(chars)[0].font == "song"


def _lines(column: str, x: float, top: float) -> list[TextLine]:
    return [TextLine(t, x, x + 10 * len(t), top - 16 * k, 10.0, "song") for k, t in enumerate(column.split())]


def test_columns_go_on_from_open_line_to_flush_line() -> None:
    """Two texts of two columns each under their own headlines, drawn in an odd order."""
    left = _lines("本报讯甲厂新产线投 产后日产电池四万只 每只电池都过三道检 验才能装车交付给船", 0, 100)
    left2 = _lines("东，去年交付了九百 套，今年翻了一番。。", 100, 100)
    right = _lines("本报讯乙镇夜市开街 摊位有三百个，多数 卖本地的小吃和手艺 品，每晚人来人往热", 220, 100)
    right2 = _lines("闹到十点，商户说生 意比往年好了不少。。", 320, 100)
    for text in (left, right):  # first lines are set in two ems
        text[0].x0 += 20
    heads = [TextLine("甲厂投产", 0, 190, 150, 24.0, "hei"), TextLine("乙镇开街", 220, 410, 150, 24.0, "hei")]
    lines = [*right2, *left, *right, *left2]
    size, step = body_size(lines), leading(lines, body_size(lines))
    found, cols = headlines(heads + lines, size), columns(blocks(lines, step))
    spread(found, cols, [], 420.0)
    roofs(cols, found)
    texts = ["".join(line.text for col in chain for line in col.block.lines) for chain in chains(cols, [])]
    assert sorted(texts) == sorted(
        "".join(line.text for line in part) for part in (left + left2, right + right2)
    )


def test_a_rule_between_two_blocks_of_a_column_parts_them() -> None:
    upper, lower = (
        _lines("甲厂新产线昨天投产 日产电池四万多只。。", 0, 100),
        _lines("乙镇夜市昨晚开了街 摊位有三百多个。。。", 0, 50),
    )
    upper[0].x0 = lower[0].x0 = 20.0
    cols = columns(blocks([*upper, *lower], 1.6))
    roofs(cols, [])
    assert len(chains(cols, [Box(0, 66, 90, 67)])) == 2


def test_a_ring_of_pairs_is_opened_at_its_weakest_link() -> None:
    scores = np.array([[0, 5, 0], [0, 0, 3], [1, 0, 0]], dtype=float)
    assert _paths({0: 1, 1: 2, 2: 0}, scores) == [[0, 1, 2]]
    assert _paths({0: 1}, scores) == [[0, 1], [2]]


def test_a_column_goes_on_only_below_or_to_the_right() -> None:
    """A damaged page of two thousand blocks took longer than a minute while all pairs were compared at length."""
    rng = np.random.default_rng(2)
    corners = rng.integers(0, 12, (60, 2))
    boxes = [
        Box(x, y, x + w, y + h) for (x, y), (w, h) in zip(corners, rng.integers(0, 5, (60, 2)), strict=True)
    ]
    cols = [Column(Block([]), box, box.x0, box.x1, 1.0, "song") for box in boxes]
    for a, reached in enumerate(_reached(cols)):
        end = boxes[a]
        assert reached.tolist() == [
            b
            for b, start in enumerate(boxes)
            if a != b and (start.x0 > end.x1 - 1 or (overlap(end, start) > 0.3 and start.y1 < end.y0 + 0.5))
        ]


def _chain(rows: list[tuple[str, float, str]], roof: Headline | None = None) -> list[Column]:
    """One column of lines: text, indent in ems, font."""
    lines = [
        TextLine(text, 10 * set_in, 10 * (set_in + len(text)), 500 - 16 * k, 10.0, font)
        for k, (text, set_in, font) in enumerate(rows)
    ]
    column = Column(Block(lines), Box(0, 0, 120, 510), 0.0, 120.0, 10.0, "song", roof)
    return [column]


def test_a_small_headline_with_a_byline_or_a_dateline_after_it_opens_a_text() -> None:
    rows = [
        ("甲厂昨天投产了一条产线", 2, "song"),
        ("每天下线四万只电池。", 0, "song"),
        ("乙镇夜市开街", 0, "hei"),
        ("本报镜浦七月七日讯", 2, "song"),
        ("摊位有三百个。", 0, "song"),
        ("丙区桥上装灯", 0, "song"),
        ("□本报记者李禾", 2, "song"),
        ("桥长六百米，灯有九十", 2, "song"),
        ("盏，市民说夜里也能走", 0, "song"),
        ("了。", 0, "song"),
        ("灯从哪里来", 0, "hei"),
        ("灯是区里企业自己造的", 2, "song"),
        ("，省电一半。", 0, "song"),
    ]
    roof = Headline([TextLine("甲厂投产一条新产线", 0, 180, 530, 20.0, "hei")])
    texts = briefs(_chain(rows, roof))
    assert ["".join(line.text for line in text.title) for text in texts] == [
        "",
        "乙镇夜市开街",
        "丙区桥上装灯",
    ]
    assert [line.text for line in texts[2].bylines] == ["□本报记者李禾"]
    assert [text.rows[0][0].text[:4] for text in texts] == ["甲厂昨天", "本报镜浦", "桥长六百"]
    assert [line.text for (line, _), mark in zip(texts[2].rows, texts[2].styled, strict=True) if mark] == [
        "灯从哪里来"
    ]


def test_the_only_brief_under_the_name_of_a_section_has_its_own_headline() -> None:
    rows = [("丙区桥上一夜装好九十灯", 0, "song"), ("桥长六百米，灯有九十", 2, "song"), ("盏。", 0, "song")]
    (brief,) = briefs(_chain(rows, Headline([TextLine("简讯", 0, 40, 530, 20.0, "hei")])))
    assert [line.text for line in brief.title] == ["丙区桥上一夜装好九十灯"]
    (text,) = briefs(_chain(rows))
    assert not text.title


def test_a_headline_in_the_middle_of_its_text_does_not_part_it() -> None:
    """The second column opens over the headline and goes on below it, from an open line to a flush one."""
    left = _lines(
        "甲厂的新产线昨天投 产，每天下线四万只 电池，都要过三道检 验，才能装车交付给 东边的船厂。去年交",
        0,
        100,
    )
    left[0].x0 += 20
    over = _lines("付了九百套，今年翻 了一番，明年还要再", 100, 100)
    below = _lines("添一条线，厂里说， 订单排到了后年春。", 100, 36)
    head = [TextLine("甲厂新线投产", 100, 190, 60, 15.0, "hei")]
    lines = [*below, *left, *over]
    size, step = body_size(lines), leading(lines, body_size(lines))
    cols, heads = columns(blocks(lines, step)), headlines(head, size)
    spread(heads, cols, [], 500)
    roofs(cols, heads)
    assert not any(col.small for col in cols)
    found = [
        ["".join(line.text for line in col.block.lines)[:3] for col in chain] for chain in chains(cols, [])
    ]
    assert found == [["甲厂的", "付了九", "添一条"]]
