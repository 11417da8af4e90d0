"""Parts of the page cutter: lines from characters, blocks, chains of columns."""

from __future__ import annotations

import numpy as np

from baozhai.ingest.blocks import blocks, body_size, leading
from baozhai.ingest.bodies import body_of
from baozhai.ingest.chains import _paths, _reached, chains
from baozhai.ingest.edges import columns
from baozhai.ingest.frames import Column, Headline, headlines
from baozhai.ingest.layout import Block, TextLine, overlap, text_lines
from baozhai.ingest.minor import section_names, small_heads, take_bylines
from baozhai.ingest.pages import _furniture, _head
from baozhai.ingest.surroundings import enclose, look_up, parted, pierce, roofs, spread
from baozhai.ingest.texts import Text, briefs
from baozhai.records import Box, Char, Page


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
    found, cols = headlines(heads + lines, size), columns(blocks(lines, step), size)
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
    cols = columns(blocks([*upper, *lower], 1.6), 10.0)
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
    cols, heads = columns(blocks(lines, step), size), headlines(head, size)
    spread(heads, cols, [], 500)
    roofs(cols, heads)
    pierce(cols, heads)
    assert not any(col.small for col in cols)
    assert [col.through for col in cols if col.first.text.startswith("添一条")] == heads
    found = [
        ["".join(line.text for line in col.block.lines)[:3] for col in chain] for chain in chains(cols, [])
    ]
    assert found == [["甲厂的", "付了九", "添一条"]]


def test_a_headline_with_a_whole_column_beside_it_stands_in_the_middle_of_its_text() -> None:
    """No line breaks off over the headline, but the column to the left is as high as both pieces together."""
    head = Headline([TextLine("甲厂新线", 100, 160, 54, 15.0, "hei")])
    over = _lines("付了九百套，今年翻 了一番。明年还要。", 100, 100)
    below = _lines("添一条线，厂里说， 订单排到了后年春。", 100, 20)
    below[0].x0 += 20
    for lines, through in ((7, head), (5, None)):
        left = _lines(" ".join(["甲厂的新产线昨天投"] * lines), 0, 100)
        cols = columns(blocks([*left, *over, *below], 1.6), 10.0)
        spread([head], cols, [], 200)
        roofs(cols, [head])
        pierce(cols, [head])
        assert cols[2].through is through


def test_two_full_lines_in_the_type_of_a_text_above_them_are_text_whatever_stands_nearer() -> None:
    """A caption that is wider and nearer tells nothing about the edges of a column."""
    text = _lines("甲厂的新产线昨天就 开动了，工人三班。 每天下线四万只的。", 100, 200)
    caption = [TextLine("图为甲厂的新产线上工人", 0, 190, y, 9.0, "kai") for y in (146, 132, 118)]
    lines = _lines("农业产能等传统合作 积极拓展大数据领域", 100, 100)
    found = columns(blocks([*text, *caption, *lines], 1.6), 10.0)[-1]
    assert (found.left, found.right) == (100, 190) and not found.small


def test_crossheads_over_a_headline_in_the_middle_of_its_text_belong_to_the_column() -> None:
    """The pieces over the headline open with a crosshead, which has some white under it."""
    head = Headline([TextLine("甲厂新线", 100, 160, 54, 15.0, "hei")])
    crosshead = [TextLine("乙镇夜市", 125, 165, 132, 10.0, "hei")]
    over = _lines("付了九百套，今年翻 了一番。明年还要添 一条新线，再招人。", 100, 115)
    below = _lines("添一条线，厂里说， 订单排到了后年春。", 100, 20)
    below[0].x0 += 20
    left = _lines(" ".join(["甲厂的新产线昨天投"] * 9), 0, 132)
    cols = columns(blocks([*left, *crosshead, *over, *below], 1.6), 10.0)
    spread([head], cols, [], 200)
    roofs(cols, [head])
    pierce(cols, [head])
    assert cols[-1].through is head


def test_few_lines_at_the_top_of_a_column_keep_its_edges() -> None:
    """A wide text ends over the column; its edges would set the crosshead and the end of a paragraph in."""
    wide = _lines(
        "甲厂的新产线昨天投了产，每天下线 四万只电池，都要过三道检验的。 厂里说，订单排到了后年春天了。",
        0,
        300,
    )
    crosshead = [TextLine("乙镇夜市", 125, 165, 200, 10.0, "hei")]
    text = _lines(" ".join(["摊位有三百个，多数"] * 9), 100, 170)
    assert columns(blocks([*wide, *crosshead, *text], 1.6), 10.0)[1].left == 100
    end = _lines("报到处。 散场了。", 60, 200)
    assert not columns(blocks([*wide, *end], 1.6), 10.0)[1].indented


def test_few_lines_under_a_wide_caption_alone_keep_their_own_edges() -> None:
    caption = [TextLine("图为甲厂的新产线上工人", 0, 190, y, 9.0, "kai") for y in (146, 132, 118)]
    col = columns(blocks([*caption, TextLine("夜市", 85, 105, 90, 10.0, "hei")], 1.6), 10.0)[-1]
    assert (col.left, col.right) == (85, 105)


def test_text_under_one_line_in_larger_type_is_no_headline() -> None:
    text = _lines("甲厂投产后日产四万 摊位有三百个，多数 卖本地的小吃和手艺 品，每晚人来人往热", 0, 100)
    text[0].size = 11.0
    (col,) = columns(blocks(text, 1.6), 10.0)
    assert not col.display and not col.small
    (byline,) = columns(blocks(text[:2], 1.6), 10.0)
    assert byline.display


def test_a_crosshead_at_the_top_of_the_next_column_goes_on_the_text() -> None:
    left = _lines("甲厂的新产线昨天投 产了。每天下线四万 只电池，都过三道检 验，才能装车交付。", 0, 100)
    crosshead = [TextLine("夜市", 145, 165, 100, 10.0, "hei")]
    right = _lines("摊位有三百个，多数 卖本地的小吃和手艺 品，每晚人来人往热 闹到十点钟才散去。", 110, 80)
    right[0].x0 += 20
    cols = columns(blocks([*left, *crosshead, *right], 1.6), 10.0)
    roofs(cols, [])
    assert len(chains(cols, [])) == 1


def test_lines_that_are_mostly_a_crosshead_go_on_a_text() -> None:
    left = _lines("甲厂的新产线昨天投 产了。每天下线四万 只电池，都过三道检 验，才能装车才能交", 0, 100)
    end = _lines("付。", 110, 100)
    crosshead = [TextLine("乙镇夜市昨晚开街", 110, 190, 84, 10.0, "hei")]
    right = _lines("摊位有三百个，多数 卖本地的小吃和手艺 品，每晚人来人往热 闹到十点钟才散去。", 110, 52)
    right[0].x0 += 20
    cols = columns(blocks([*left, *end, *crosshead, *right], 1.6), 10.0)
    assert [len(col.block.lines) for col in cols] == [4, 2, 4]
    roofs(cols, [])
    assert len(chains(cols, [])) == 1


def test_a_narrow_blank_between_ideographs_parts_names() -> None:
    """A fifth of an em, where the other characters stand close; in a stretched line it is no blank."""
    names = row("罗浮", 0, 0) + row("摄", 22, 0)
    assert [line.text for line in text_lines(names)] == ["罗浮 摄"]
    assert [line.text for line in text_lines(row("罗浮摄像", 0, 0, step=1.2))] == ["罗浮摄像"]
    autospaced = row("共", 0, 0) + row("12", 12, 0) + row("台", 34, 0)
    assert [line.text for line in text_lines(autospaced)] == ["共12台"]


def test_a_column_may_open_with_the_short_end_of_a_paragraph() -> None:
    end, after = (
        TextLine("胁。", 0, 20, 100, 10.0, "song"),
        _lines("每天下线四万只电 池，都要过三道检验", 0, 84),
    )
    after[0].x0 += 20
    after[0].x1 += 20
    assert len(blocks([end, *after], 1.6)) == 1
    open_end = TextLine("威胁", 0, 20, 100, 10.0, "song")
    assert len(blocks([open_end, *after], 1.6)) == 2


def test_a_head_that_is_run_in_opens_no_block() -> None:
    lines = _lines(
        "甲厂的新产线昨天就 开动了，工人三班。 江畔夜市昨晚开街， 摊位三百。多数卖本 地的小吃和手艺品。",
        0,
        100,
    )
    for line in lines[2:4]:
        line.font = "hei"
    assert len(blocks(lines, 1.6)) == 2  # two lines in another face are a text of their own
    lines[3].mixed = True
    assert len(blocks(lines, 1.6)) == 1


def test_a_subtitle_in_larger_type_is_no_part_of_the_text_under_it() -> None:
    lines = _lines("——甲厂投产见闻录 厂里说，订单排满了 要过三道检验的。", 0, 170)
    lines[0].size = 11.0
    assert [len(block.lines) for block in blocks(lines, 1.6)] == [1, 2]
    lines[0].text = "甲厂投产的见闻录"  # a crosshead
    assert [len(block.lines) for block in blocks(lines, 1.6)] == [3]


def test_a_line_set_down_joins_no_headline_beside_it() -> None:
    across = [TextLine("乙镇夜市开街", 0, 144, 100, 24.0, "hei")]
    down = TextLine("江豚回来以后", 160, 184, 40, 24.0, "hei", height=144.0)
    assert len(headlines([*across, down], 10.0)) == 2
    over, under = (TextLine("江边", 160, 208, y, 24.0, "hei") for y in (130, -50))
    assert len(headlines([over, down], 10.0)) == 1
    assert len(headlines([under, down], 10.0)) == 2


def test_no_text_goes_on_across_a_frame() -> None:
    inside = _lines("甲厂新产线投产，日 产四万只，每只都要", 10, 100)
    outside = _lines("过三道检验才能装车 交付给东边的船厂。", 120, 100)
    cols = columns(blocks([*inside, *outside], 1.6), 10.0)
    assert len(chains(cols, [])) == 1
    enclose([Box(5, 70, 105, 110)], cols, [])
    assert len(chains(cols, [])) == 2


def test_a_box_around_a_headline_alone_is_no_frame() -> None:
    text = columns(blocks(_lines("甲厂新产线投产，日 产四万只，每只都检。", 10, 100), 1.6), 10.0)
    head = Headline([TextLine("甲厂投产", 10, 106, 150, 24.0, "hei")])
    enclose([Box(5, 130, 110, 170), Box(0, 60, 120, 180)], text, [head])
    assert head.frame == text[0].frame == Box(0, 60, 120, 180)


def test_a_frame_ends_what_stands_over_a_column() -> None:
    framed, below = (
        columns(blocks(_lines("甲厂新产线投产，日 产四万只。", 10, y), 1.6), 10.0) for y in (150, 118)
    )
    head = Headline([TextLine("甲厂投产", 10, 106, 190, 24.0, "hei")])
    spread([head], framed + below, [], 200)
    roofs(framed + below, [head])
    assert below[0].head is head
    enclose([Box(5, 126, 110, 210)], framed + below, [head])
    roofs(framed + below, [head])
    assert framed[0].roof is head and below[0].roof is None


def test_white_ends_what_a_headline_is_over() -> None:
    upper, near, far = (
        columns(blocks(_lines("甲厂新产线投产，日 产四万只。", 0, y), 1.6), 10.0) for y in (150, 118, 80)
    )
    head = Headline([TextLine("甲厂投产", 0, 96, 190, 24.0, "hei")])
    for lower in (near, far):
        spread([head], upper + lower, [], 200)
        roofs(upper + lower, [head])
    assert near[0].roof is far[0].roof is upper[0]
    assert near[0].head is head and far[0].head is None


def test_a_rule_parts_columns_beside_one_another_only_where_it_runs_along_both() -> None:
    left, right = Box(0, 0, 90, 50), Box(100, 60, 190, 110)
    assert parted(left, right, [Box(0, 55, 190, 56)])
    assert not parted(left, right, [Box(0, 55, 90, 56)])
    assert not parted(left, right, [Box(0, 130, 190, 131)])


def test_text_beside_its_headline_goes_on_under_it() -> None:
    """The first column stands level with the headline over the second, and no other headline is near."""
    left = _lines("甲厂的新产线昨天投 产，每天下线四万只 电池，都要过三道检 验，才能装车交付。", 0, 150)
    right = _lines("电池要过三道检验， 才能装车交付东边。", 100, 100)
    for text in (left, right):
        text[0].x0 += 20
    head = Headline([TextLine("甲厂投产", 100, 196, 146, 24.0, "hei")])
    cols = columns(blocks([*right, *left], 1.6), 10.0)
    spread([head], cols, [], 200)
    roofs(cols, [head])
    look_up(cols, [head], [])
    assert len(chains(cols, [])) == 1
    other = Headline([TextLine("乙镇", -60, -12, 146, 24.0, "hei")])
    look_up(cols, [head, other], [])
    assert len(chains(cols, [])) == 2


def test_captions_of_two_pictures_are_two_texts() -> None:
    upper, lower = (_lines("大寒过后的公园里采 冰作业进入尾声了。", 0, y) for y in (100, 61))
    for text in (upper, lower):
        text[0].x0 += 20
    cols = columns(blocks([*upper, *lower], 1.6), 10.0)
    roofs(cols, [])
    look_up(cols, [], [Box(0, 108, 90, 160)])
    assert len(chains(cols, [])) == 1
    look_up(cols, [], [Box(0, 108, 90, 160), Box(0, 67, 90, 78)])
    assert len(chains(cols, [])) == 2


def _column(texts: list[tuple[str, float]], roof: Headline) -> list[Column]:
    """Blocks below one another under a headline: their lines, and the top of the first."""
    lines = [line for text, top in texts for line in _lines(text, 0, top)]
    for line in lines:
        if line.text.startswith("本报讯"):
            line.x0 += 20
    cols = columns(blocks(lines, 1.6), 10.0)
    frame = Box(-10, 0, 120, 400)
    enclose([frame], cols, [roof])
    spread([roof], cols, [], 200)
    roofs(cols, [roof])
    return cols


def test_lines_with_more_white_over_them_are_a_headline_under_the_name_of_a_section_only() -> None:
    texts = [
        ("本报讯甲厂新产线投 产日产四万只电池。", 300),
        ("乙镇夜市昨开街", 250),
        ("本报讯摊位有三百个 多数卖本地的小吃。", 228),
    ]
    section = Headline([TextLine("简讯", 0, 28, 340, 14.0, "hei")])
    rest, made = small_heads(_column(texts, section), [section])
    assert [[line.text for line in head.lines] for head in made] == [["乙镇夜市昨开街"]] and len(rest) == 2
    byline = [texts[0], ("本报记者李禾", 250), texts[2]]
    assert small_heads(_column(byline, section), [section])[1] == []
    headline = Headline([TextLine("甲厂投产带动夜市开街", 0, 200, 340, 20.0, "hei")])
    assert small_heads(_column(texts, headline), [headline])[1] == []  # a crosshead
    close = [texts[0], ("乙镇夜市昨开街", 250), ("本报讯摊位有三百个 多数卖本地的小吃。", 200)]
    cols = _column(close, section)
    assert small_heads(cols, [section])[1] == []  # it belongs to what stands above
    cols[1].display = True
    assert len(small_heads(cols, [section])[1]) == 1  # larger type tells as much as white


def test_a_kicker_a_headline_and_a_byline_of_a_brief_may_be_more_lines_than_a_crosshead() -> None:
    section = Headline([TextLine("简讯", 0, 28, 340, 14.0, "hei")])
    lines = _lines("产业链上 甲厂投产之后 乙镇夜市开街 摊位三百多个 本报记者李禾", 0, 310)
    text = _lines("摊位有三百个，多数卖 本地的小吃和手艺。", 0, 220)
    text[0].x0 += 20
    for size, titles in ((11.0, 1), (10.0, 0)):
        for line in lines:
            line.size = size
        cols = columns(blocks([*lines, *text], 1.6), 10.0)
        enclose([Box(-10, 0, 120, 400)], cols, [section])
        spread([section], cols, [], 200)
        roofs(cols, [section])
        made = small_heads(cols, [section])[1]
        assert [len(head.lines) for head in made] == [4] * titles


def test_short_lines_level_with_a_telephone_number_are_furniture_over_the_head_rule_only() -> None:
    address, title = (
        TextLine("地址：临江路17号", 0, 90, 900, 10.0, "hei"),
        TextLine("甲厂投产", 200, 280, 900, 20.0, "hei"),
    )
    page = Page(1, 700.0, 1000.0, ())
    assert _furniture([address, title], page, []) == {id(address), id(title)}
    assert _furniture([address, title], page, [Box(0, 950, 700, 951)]) == {id(address)}


def _brief(lines: list[TextLine]) -> tuple[list[Column], Headline]:
    """A text with lines over it, in a box under the name of a section."""
    section = Headline([TextLine("简讯", 0, 28, 340, 14.0, "hei")])
    text = _lines("摊位有三百个，多数卖 本地的小吃和手艺。 品，每晚人来人往热。", 0, 250)
    text[0].x0 += 20
    cols = columns(blocks([*lines, *text], 1.6), 10.0)
    enclose([Box(-10, 0, 120, 400)], cols, [section])
    spread([section], cols, [], 200)
    roofs(cols, [section])
    return cols, section


def test_names_under_larger_type_over_a_text_are_a_byline_and_no_signature() -> None:
    lines = [TextLine("甲厂投产", 30, 74, 300, 11.0, "hei"), TextLine("李禾", 50, 70, 286, 10.0, "song")]
    cols, section = _brief(lines)
    assert cols[0].closed
    (head,) = small_heads(cols, [section])[1]
    assert [line.text for line in head.lines] == ["甲厂投产"]
    assert [line.text for line in head.bylines] == ["李禾"]


def test_names_of_reporters_under_a_post_in_larger_type_are_no_headline() -> None:
    lines = [TextLine("本报记者李禾", 30, 90, 300, 11.0, "hei"), TextLine("石立", 60, 80, 286, 10.0, "song")]
    cols, section = _brief(lines)
    assert len(cols[0].block.lines) == 2 and cols[0].small
    assert small_heads(cols, [section]) == (cols, [])


def test_one_line_in_larger_type_is_a_headline_even_if_it_reads_like_a_name() -> None:
    section = Headline([TextLine("简讯", 0, 28, 340, 14.0, "hei")])
    lines = [TextLine("金秋诗", 50, 83, 300, 11.0, "hei")]
    text = _lines("摊位有三百个，多数卖 本地的小吃和手艺。 品，每晚人来人往热。", 0, 250)
    text[0].x0 += 20
    cols = columns(blocks([*lines, *text], 1.6), 10.0)
    spread([section], cols, [], 200)
    roofs(cols, [section])
    enclose([Box(-10, 0, 120, 400)], cols, [section])
    assert cols[0].closed
    (head,) = small_heads(cols, [section])[1]
    assert head.lines == lines and not head.bylines


def test_a_kicker_in_larger_type_is_the_headlines_even_if_a_text_ends_nearer() -> None:
    head = Headline([TextLine("甲厂投产", 0, 96, 150, 24.0, "hei")])
    text = _lines("摊位有三百个，多数 卖本地的小吃和手艺。 摊位有三百个之多。", 0, 220)
    for size, taken in ((11.0, True), (10.0, False)):
        kicker = TextLine("产业链上", 0, 44, 174, size, "kai")
        cols = [col for lines in (text, [kicker]) for col in columns(blocks(lines, 1.6), 10.0)]
        spread([head], cols, [], 200)
        roofs(cols, [head])
        assert (take_bylines(cols, [head]) == cols[:1]) is taken
        head.lines = head.lines[-1:]


def test_a_subtitle_as_wide_as_its_column_is_the_headlines() -> None:
    head = Headline([TextLine("甲厂投产", 0, 96, 190, 24.0, "hei")])
    lines = _lines("——甲厂投产见闻录 厂里说，订单排满了", 0, 170)
    text = _lines("摊位有三百个，多数 卖本地的小吃和手艺 品，每晚人来人往热 闹到十点钟才散去。", 0, 126)
    text[0].x0 += 20
    cols = columns(blocks([*lines, *text], 1.6), 10.0)
    assert cols[0].filled
    spread([head], cols, [], 200)
    roofs(cols, [head])
    assert take_bylines(cols, [head]) == cols[1:]


def test_an_item_of_a_list_at_the_top_of_a_column_is_no_subtitle() -> None:
    head = Headline([TextLine("甲厂投产", 0, 96, 190, 24.0, "hei")])
    lines = _lines("——坚持甲厂路子。 厂里说，订单排满了", 0, 170)
    text = _lines("摊位有三百个，多数 卖本地的小吃和手艺 品，每晚人来人往热 闹到十点钟才散去。", 0, 126)
    cols = columns(blocks([*lines, *text], 1.6), 10.0)
    assert cols[0].filled
    spread([head], cols, [], 200)
    roofs(cols, [head])
    assert take_bylines(cols, [head]) == cols


def test_a_headline_in_small_type_beside_a_headline_of_the_text_is_a_crosshead() -> None:
    """A round-up: the text starts level with its headline, so that no headline is over its first column."""
    rows = [("乙镇夜市昨晚开了街", 0, "hei"), ("摊位有三百个，多数卖", 2, "song"), ("本地小吃。", 0, "song")]
    (column,) = _chain(rows)
    (brief,) = briefs([column])
    assert [line.text for line in brief.title] == ["乙镇夜市昨晚开了街"]
    column.beside = [Headline([TextLine("走笔新城", 130, 230, 500, 24.0, "hei")], [column.last])]
    (text,) = briefs([column])
    assert not text.title and text.styled == [True, False, False]


def test_lines_from_edge_to_edge_in_the_type_of_the_text_are_no_kicker() -> None:
    text = _lines("甲厂的新产线昨天就 开动了，工人三班。 每天下线四万只的。", 100, 200)
    lines = _lines("农业产能等传统合作 积极拓展大数据领域", 100, 100)
    (_, col) = columns(blocks([*text, *lines], 1.6), 10.0)
    assert not col.small
    lines[1].x1 -= 20
    (_, ragged) = columns(blocks([*text, *lines], 1.6), 10.0)
    assert ragged.small


def test_the_short_end_of_a_paragraph_is_over_a_centred_crosshead() -> None:
    text = _lines("甲厂的新产线昨天就 开动了，工人三班。 每天下线四万只的。", 0, 300)
    end = [TextLine("汉堡港。", 0, 30, 200, 10.0, "song")]
    crosshead = [TextLine("灯从哪里来", 40, 90, 170, 10.0, "hei")]
    cols = columns(blocks([*text, *end, *crosshead], 1.6), 10.0)
    roofs(cols, [])
    assert [col.first.text for col in cols] == ["甲厂的新产线昨天就", "汉堡港。", "灯从哪里来"]
    assert cols[2].roof is cols[1]
    assert [[col.first.text for col in chain] for chain in chains(cols[1:], [])] == [
        ["汉堡港。", "灯从哪里来"]
    ]


def test_the_name_of_a_section_is_larger_or_spaced() -> None:
    frame = Box(0, 0, 200, 300)
    brief = TextLine("甲厂新线昨投产", 0, 98, 250, 14.0, "hei")
    spaced, plain = (TextLine("简讯", 0, x1, 280, 14.0, "hei") for x1 in (32.2, 28.0))
    assert section_names([Headline([spaced, brief], frame=frame)])
    assert not section_names([Headline([plain, brief], frame=frame)])
    assert not section_names([Headline([spaced])])  # a frame tells that all below are briefs


def test_the_room_beside_a_headline_is_over_what_stands_near() -> None:
    head = Headline([TextLine("甲厂投产", 0, 96, 190, 24.0, "hei")])
    near, far = (
        columns(blocks(_lines("甲厂新产线投产，日 产四万只。", 110, y), 1.6), 10.0) for y in (150, 60)
    )
    for cols in (near, far):
        spread([head], cols, [], 200)
        roofs(cols, [head])
    assert near[0].roof is head and far[0].roof is None


def _body(rows: list[tuple[str, float]]) -> tuple[list[str], list[str], list[str]]:
    """Paragraphs, signature and credit of lines with their indents in ems, in a column of 20 ems."""
    (column,) = _chain([(text, indent, "song") for text, indent in rows])
    column.right = 200.0
    numbers = {id(line): k for k, line in enumerate(column.block.lines)}
    body = body_of(Text([(line, column) for line in column.block.lines], [False] * len(rows)), numbers)
    paragraphs = ["".join(line.text for line in para) for para in body.paras]
    return paragraphs, [line.text for line in body.signature], [line.text for line in body.credit]


def test_a_column_that_runs_up_beside_a_headline_is_not_under_it() -> None:
    head = Headline([TextLine("甲厂投产", 110, 180, 190, 18.0, "hei")])
    text = "甲厂新产线投产，日 产四万只，每只都检"
    for top, roof in ((180, None), (172, head)):
        beside, under = (columns(blocks(_lines(text, x, y), 1.6), 10.0) for x, y in ((0, top), (110, 166)))
        spread([head], beside + under, [], 200)
        roofs(beside + under, [head])
        assert under[0].roof is head and beside[0].roof is roof


def test_a_column_far_below_a_headline_does_not_tell_how_high_its_text_starts() -> None:
    """A picture stands under the headline, its text to the right, and another text under the picture."""
    head = Headline([TextLine("甲厂投产", 0, 96, 190, 24.0, "hei")])
    text = "甲厂新产线投产，日 产四万只，每只都检"
    cols = [col for x, y in ((110, 160), (0, 60)) for col in columns(blocks(_lines(text, x, y), 1.6), 10.0)]
    spread([head], cols, [], 210)
    roofs(cols, [head])
    assert cols[0].roof is head


def test_a_column_under_the_lines_of_a_headline_is_not_under_the_room_of_the_one_beside() -> None:
    own = Headline([TextLine("甲厂新线昨天投产", 0, 144, 190, 18.0, "hei")])
    other = Headline(
        [TextLine(t, 220, 310, y, 18.0, "hei") for t, y in (("乙镇夜市", 190), ("昨晚开街", 168))]
    )
    text = "甲厂新产线投产，日 产四万只，每只都检"
    cols = [col for x in (0, 100, 220) for col in columns(blocks(_lines(text, x, 150), 1.6), 10.0)]
    spread([own, other], cols, [], 330)
    assert other.zone.x0 < cols[1].right  # its room reaches over the second column of the other text
    roofs(cols, [own, other])
    assert [col.roof for col in cols] == [own, own, other]


def test_a_column_that_ends_a_text_is_not_the_start_of_the_one_under_the_headline_beside_it() -> None:
    """A text whose headline stands over its first columns only, and to the right the next article."""
    left = _lines("甲厂的新产线昨天投 产了。每天下线四万 电池，都要过三道检", 0, 150)
    last = _lines("验，才能装车交付。 交货的船昨天就靠岸 卸下了空箱三百个。", 140, 182)
    right = _lines("乙镇夜市昨晚开街， 摊位有三百多个呢。", 240, 150)
    for text in (left, right):
        text[0].x0 += 20
    heads = [
        Headline([TextLine(t, x, x + 72, 186, 18.0, "hei")]) for t, x in (("甲厂投产", 0), ("乙镇开街", 240))
    ]
    cols = columns(blocks([*left, *last, *right], 1.6), 10.0)
    spread(heads, cols, [], 340)
    roofs(cols, heads)
    look_up(cols, heads, [])
    assert [[col.first.text[:2] for col in chain] for chain in chains(cols, [])] == [
        ["甲厂", "验，"],
        ["乙镇"],
    ]


def test_names_at_the_end_of_a_text() -> None:
    text = ("甲厂新产线昨天投产，日产四万只电池。", 2)
    assert _body([text, ("本报记者 萧然 实习记者", 9), ("米粒", 18)])[1] == ["本报记者 萧然 实习记者 米粒"]
    assert _body([text, ("彭海 通讯员 周杰景", 11)])[1] == ["彭海 通讯员 周杰景"]
    assert _body([text, ("向晚 图", 16)])[2] == ["向晚 图"]
    assert _body([text, ("危小桐", 16)]) == ([text[0]], ["危小桐"], [])  # a rare surname, told by its place
    assert _body([text, ("危小桐", 2)]) == ([text[0], "危小桐"], [], [])


def test_a_dateline_alone_is_no_paragraph() -> None:
    rows = [("据新华社砚湖1月4日电", 2.0), ("甲厂新产线昨天投产。", 1.0), ("电池四万只。", 2.0)]
    assert _body(rows)[0] == ["据新华社砚湖1月4日电甲厂新产线昨天投产。", "电池四万只。"]


def test_a_short_first_line_that_is_stretched_is_part_of_the_headline() -> None:
    """Stretched to the width of the next line, or a little spaced; the name of a section is in another type, or far spaced."""

    def kicker(x1: float, font: str = "hei") -> str:
        lines = [
            TextLine("澜川茶农巧办", 0, x1, 100, 20.0, font),
            TextLine("自己的采茶运动会", 0, 160, 76, 20.0, "hei"),
        ]
        head = _head(Headline(lines), {id(line): k for k, line in enumerate(lines, 1)})
        return "".join(line.text for line in head.kicker)

    assert kicker(160) == kicker(138) == kicker(120) == ""
    assert kicker(220) == kicker(120, "kai") == "澜川茶农巧办"
