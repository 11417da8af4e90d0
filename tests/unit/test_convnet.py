"""The networks that read the characters of dumps: sums by hand, and what they say of headlines."""

from __future__ import annotations

import numpy as np
import pytest

from baozhai.ingest.chars import Chars
from baozhai.ingest.convnet import DILATIONS, START, UNKNOWN, Floats, Network, network
from baozhai.ingest.seams import SEAMS, seam_odds, tight

HEADS = ["云岫高新区与三所高", "校共建研究院", "澜川：老厂房里开夜校"]


def by_hand(net: Network, rows: list[int]) -> Floats:
    """The layers one character at a time."""
    x = net.table[rows]
    for step, (kernel, bias) in zip(DILATIONS, net.layers, strict=True):
        taken = np.split(kernel, 3, axis=1)
        sums = []
        for k in range(len(x)):
            near = [(k - step, taken[0]), (k, taken[1]), (k + step, taken[2])]
            sums.append(bias + sum(x[at] @ part for at, part in near if 0 <= at < len(x)))
        x = x + np.maximum(np.stack(sums), 0)
    return x


@pytest.mark.parametrize("count", [1, 2, 5, 40])
def test_layers_read_characters_at_their_distances(count: int) -> None:
    net = network("seams")
    rows = np.random.default_rng(count).integers(0, len(net.table), count)
    np.testing.assert_allclose(net.convolved(rows), by_hand(net, rows.tolist()), rtol=1e-4, atol=1e-4)


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
