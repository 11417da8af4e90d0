"""Habits of newspapers that the cutter knows: larger crossheads, first paragraphs in another face, where bylines stand."""

from __future__ import annotations

from baozhai.ingest.blocks import blocks
from baozhai.ingest.chains import chains
from baozhai.ingest.crossheads import crossheads
from baozhai.ingest.edges import columns
from baozhai.ingest.frames import Column, Headline
from baozhai.ingest.layout import TextLine
from baozhai.ingest.minor import take_bylines, take_closers, take_openers
from baozhai.ingest.surroundings import roofs, spread
from baozhai.ingest.texts import briefs

UPPER = "甲厂新产线昨天投产了 每天下线四万只电池， 都过三道检验才装车。"
LOWER = "乙镇夜市昨晚也开了街 摊位三百个，卖小吃的 最多，每晚人来人往。"


def lines(
    text: str, top: float, *, font: str = "song", x: float = 0.0, set_in: float = 20.0
) -> list[TextLine]:
    """Lines of ten ems at a leading of sixteen points, the first one set in."""
    out = []
    for k, row in enumerate(text.split()):
        left = x + (set_in if k == 0 else 0.0)
        out.append(TextLine(row, left, x + 100.0, top - 16 * k, 10.0, font))
    return out


def placed(rows: list[TextLine], heads: list[Headline]) -> list[Column]:
    """Columns of lines with what stands over them."""
    cols = columns(blocks(rows, 1.6), 10.0)
    spread(heads, cols, [], 400.0)
    roofs(cols, heads)
    return cols


def headline(top: float) -> Headline:
    return Headline([TextLine("甲厂投产带动乙镇夜市", 0, 200, top, 24.0, "hei")])


def test_display_lines_between_two_stretches_of_a_column_are_a_crosshead() -> None:
    cols = columns(blocks(lines(UPPER, 300) + lines(LOWER, 228), 1.6), 10.0)
    cross = Headline([TextLine("夜市也开街", 20, 82.5, 248, 12.5, "hei")])
    found = crossheads([headline(340), cross], cols, 10.0, [])
    assert [block.lines for block in found] == [cross.lines]
    assert crossheads([cross], cols, 10.0, []) == []  # no larger headline on the page
    low = columns(blocks(lines(UPPER, 330) + lines(LOWER, 228), 1.6), 10.0)
    assert crossheads([headline(380), cross], low, 10.0, []) == []  # more white over it: a headline


def test_a_first_paragraph_in_another_face_goes_on_in_the_text_right_under_it() -> None:
    head = headline(340)
    near = placed(lines(UPPER, 300, font="kai") + lines(LOWER, 252), [head])
    assert [len(chain) for chain in chains(near, [])] == [2]
    far = placed(lines(UPPER, 300, font="kai") + lines(LOWER, 200), [head])
    assert len(chains(far, [])) == 2


def test_a_byline_in_the_first_column_belongs_to_the_text_that_it_opens() -> None:
    byline = TextLine("◉ 本报记者 李禾", 30, 90, 268, 10.0, "song")
    (upper, lower) = take_openers(placed([*lines(UPPER, 340), byline, *lines(LOWER, 248)], []))
    assert lower.bylines == [byline] and not upper.bylines and lower.box.y1 == byline.top
    assert chains([upper, lower], []) == [[upper], [lower]]
    (text,) = briefs([lower])
    assert text.bylines == [byline] and not text.title
    signed = TextLine("◉ 本报记者 李禾", 30, 90, 292, 10.0, "song")  # right under the text over it
    cols = take_openers(placed([*lines(UPPER, 340), signed, *lines(LOWER, 228)], []))
    assert not any(col.bylines for col in cols)


def test_a_byline_at_the_edge_of_the_room_under_a_headline_is_its_own() -> None:
    head = Headline([TextLine("甲厂投产", 0, 96, 340, 24.0, "hei")])
    byline = TextLine("→ 通讯员 李禾", 150, 220, 316, 10.0, "song")
    rows = [byline, *lines(UPPER, 290), *lines(LOWER, 290, x=120, set_in=0)]
    assert byline not in [
        line for col in take_bylines(placed(rows, [head]), [head]) for line in col.block.lines
    ]
    assert head.bylines == [byline]


def test_a_credit_that_juts_out_under_a_caption_ends_it() -> None:
    caption = lines("左图：乙镇夜市开街， 摊位三百个，人来人往 ，热闹到十点才散场。", 300)
    credit = TextLine("（李禾摄）", 66, 116, 252, 10.0, "song")
    (col,) = take_closers(placed([*caption, credit], []))
    assert col.last is credit and col.closed


def test_the_name_of_an_agency_opens_a_text_however_short_it_is() -> None:
    rows = lines("本报讯甲厂的新产 线昨天已经投产的", 300)
    assert not columns(blocks(rows, 1.6), 10.0)[0].small
