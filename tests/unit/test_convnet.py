"""The networks that read the characters of dumps: sums by hand, and what they say of headlines and openings."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from baozhai.ingest import convnet, tagger
from baozhai.ingest.chars import Chars
from baozhai.ingest.convnet import DILATIONS, START, UNKNOWN, Floats, Layer, network
from baozhai.ingest.openings import WINDOWS, opening_odds
from baozhai.ingest.reflow import to_lines
from baozhai.ingest.seams import SEAMS, seam_odds, tight
from baozhai.ingest.signals import signals

#: Paragraphs of two reports; the second opens with the third one.
TEXTS = [
    "镜浦县果蔬合作社今年新建了三座冷库，苹果可以存到第二年五月。" * 5,
    "全县合作社年内还将再添两座，果农的收入有望再增一成。",
    "6月2日，云岫高新区轴承产业园二期开工，总投资12亿元，计划明年底投产，可以带动三千人就业。",
    "此外，园区还将配建人才公寓和职工食堂，方便企业员工就近生活。",
]
HEADS = ["云岫高新区与三所高", "校共建研究院", "澜川：老厂房里开夜校"]


def by_hand(x: Floats, layers: Sequence[Layer], dilations: Sequence[int] = DILATIONS) -> Floats:
    """The layers one place at a time."""
    for step, (kernel, bias) in zip(dilations, layers, strict=True):
        taken = kernel[:, 0]
        sums = []
        for k in range(len(x)):
            near = [(k - step, taken[0]), (k, taken[1]), (k + step, taken[2])]
            sums.append(bias + sum(x[at] @ part for at, part in near if 0 <= at < len(x)))
        x = x + np.maximum(np.stack(sums), 0)
    return x


@pytest.mark.parametrize("name", ["seams", "openings", "tagger"])
@pytest.mark.parametrize("count", [1, 2, 5, 40])
def test_layers_read_characters_at_their_distances(name: str, count: int) -> None:
    net = network(name)
    rows = np.random.default_rng(count).integers(0, len(net.table), count)
    expected = by_hand(net.table[rows], net.layers)
    np.testing.assert_allclose(net.convolved(rows), expected, rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize("size", [1, 5, 9, 39])
def test_long_texts_are_read_a_stretch_at_a_time(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    net, rows = network("seams"), np.random.default_rng(size).integers(0, 500, 40)
    whole = net.convolved(rows)
    monkeypatch.setattr(convnet, "STRETCH", size)
    np.testing.assert_allclose(net.convolved(rows), whole, rtol=1e-4, atol=1e-4)


def test_a_character_has_its_own_row_and_strangers_share_one() -> None:
    net = network("seams")
    rows = net.of(np.array([ord(char) for char in "高新\U00020000"], np.uint32))
    assert rows[2] == UNKNOWN and len(set(rows.tolist())) == 3 and min(rows[:2]) > START


def test_blanks_beside_latin_change_nothing() -> None:
    spaced, tight_ones = ["第 133 届轴承展", "产 C9 首台"], ["第133届轴承展", "产C9首台"]
    for name, values in seam_odds(spaced).items():
        np.testing.assert_array_equal(values, seam_odds(tight_ones)[name])
    assert tight(Chars.of(["稳增长 促发展", "", "1 2"])).text == "稳增长 促发展12"


def test_odds_of_seams_belong_to_one_choice() -> None:
    odds = seam_odds(HEADS)
    assert set(odds) == set(SEAMS) - {"same"}
    assert all(values[0] == 0 and len(values) == 3 for values in odds.values())
    chances = sum(1 / (1 + np.exp(-values[1:])) for values in odds.values())
    assert (chances > 0).all() and (chances < 1).all()
    assert not any(values.any() for values in seam_odds(HEADS[:1]).values())
    assert all(len(values) == 0 for values in seam_odds([]).values())


def test_a_headline_goes_on_and_another_begins() -> None:
    odds = seam_odds(HEADS)
    assert odds["fresh"][1] < -2 and odds["fresh"][2] > 0
    kicker = seam_odds(["走进专精特新", "一颗螺钉里的大生意", "——探访岚拓精密的微米车间"])
    assert kicker["sub"][2] > 0 and kicker["under"][1] > 0


def test_an_opening_is_read_from_both_sides_of_its_start() -> None:
    """By hand, over the whole page; only what is near those that are asked about is read."""
    net, whole = network("openings"), "".join(TEXTS)
    x = by_hand(net.table[net.of(np.array([ord(char) for char in whole], np.uint32))], net.layers)
    for asked in (1, 2, 3):
        at = sum(map(len, TEXTS[:asked]))
        means = [x[max(0, at + a) : at + b].mean(axis=0, keepdims=True) for a, b in WINDOWS]
        expected = net.answered([x[[at]], *means])[0, 0]
        np.testing.assert_allclose(opening_odds(TEXTS, [asked]), expected, rtol=1e-3, atol=1e-3)


def test_openings_may_be_asked_about_in_any_choice() -> None:
    all_of_them = opening_odds(TEXTS, range(len(TEXTS)))
    for asked in ([], [2], [1, 3], [3, 0]):
        np.testing.assert_allclose(opening_odds(TEXTS, asked), all_of_them[asked], rtol=1e-3, atol=1e-3)
    assert opening_odds([], []).tolist() == [] and opening_odds(["", ""], [1]).tolist() == [0.0]
    assert np.isfinite(opening_odds(["高新区", ""], [0, 1])).all()


def test_a_report_opens_and_a_paragraph_goes_on() -> None:
    odds = opening_odds(TEXTS, [2, 3])
    assert odds[0] > 0 > odds[1]


def test_scores_of_lines_are_worked_out_from_signals_and_characters() -> None:
    """By hand: the means of each line, the vectors of its signals one by one, the layers line by line."""
    lines = to_lines("\n".join(["云岫高新区", *HEADS, *TEXTS[1:]]))
    net, layers, index = tagger._known()
    found = signals(lines)
    codes = [[START, *net.of(np.array([ord(c) for c in line.text], np.uint32)).tolist()] for line in lines]
    x = by_hand(net.table[sum(codes, [])], net.layers)
    heard, first = [], 0
    for at, line in enumerate(codes):
        own = x[first : first + len(line)]
        first += len(line)
        means = [part.mean(axis=0) for part in (own, own[: tagger.FIRST], own[-tagger.LAST :])]
        read = np.concatenate([own[0], own[-1], *means]) @ net.rest["hidden"]
        names = [signal.names[signal.shown[at]] for signal in found if signal.shown[at] >= 0]
        shown = sum(net.rest["signals"][index[name]] for name in names if name in index)
        heard.append(np.maximum(read + shown + net.rest["hidden_bias"], 0))
    last = by_hand(np.stack(heard), layers, tagger.LINES) @ net.rest["last"] + net.rest["last_bias"]
    scores = tagger._scores([line.text for line in lines], found)
    np.testing.assert_allclose(scores, last, rtol=1e-3, atol=1e-3)
