"""What comes back elsewhere on a page, against the definitions written out."""

from __future__ import annotations

import math
from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baozhai.ingest import echoes as module
from baozhai.ingest.echoes import AROUND, BLOCK, NEAR_ECHO, NEAR_PLACE, echoes
from baozhai.ingest.headlines import bigrams

LINES = st.lists(st.text(alphabet="甲乙丙丁，\ud800", max_size=6), min_size=1, max_size=40)


def _places(lines: list[int], at: int) -> set[int]:
    return {w for line in lines if abs(line - at) > NEAR_PLACE for w in (line // BLOCK, line // BLOCK + 1)}


def _shares(bags: list[set[str]], at: int) -> dict[int, float]:
    counts: Counter[int] = Counter()
    for gram in bags[at]:
        counts.update(_places([k for k, bag in enumerate(bags) if gram in bag], at))
    return {place: count / len(bags[at]) for place, count in counts.items()}


def _elsewhere(bags: list[set[str]], at: int) -> float:
    far = [bag for k, bag in enumerate(bags) if abs(k - at) > NEAR_ECHO]
    return sum(any(gram in bag for bag in far) for gram in bags[at]) / max(len(bags[at]), 1)


def _cosine(bags: list[set[str]], at: int) -> float:
    rare = {g: math.log((len(bags) + 1) / sum(g in bag for bag in bags)) for bag in bags for g in bag}
    left = Counter(g for bag in bags[max(0, at - AROUND) : at] for g in bag)
    right = Counter(g for bag in bags[at : at + AROUND] for g in bag)
    norm = math.prod(math.sqrt(sum((n * rare[g]) ** 2 for g, n in side.items())) for side in (left, right))
    return sum(left[g] * right[g] * rare[g] ** 2 for g in left) / norm if norm else 0.0


@pytest.mark.parametrize("cells", [1, 30, 1_000_000])  # lines are taken in stretches on large pages
def test_echoes_are_as_defined(monkeypatch: pytest.MonkeyPatch, cells: int) -> None:
    monkeypatch.setattr(module, "_CELLS", cells)

    @settings(max_examples=60, deadline=None)
    @given(LINES)
    def check(texts: list[str]) -> None:
        found, bags = echoes(texts), [bigrams(text) for text in texts]
        shares = [_shares(bags, at) for at in range(len(bags))]
        pairs = [
            max((min(here[w], before[w]) for w in here if w in before), default=0.0)
            for before, here in zip([{}, *shares], shares, strict=False)
        ]
        assert found.size.tolist() == [len(bag) for bag in bags]
        assert found.anywhere.tolist() == [_elsewhere(bags, at) for at in range(len(bags))]
        assert found.best.tolist() == [max(here.values(), default=0.0) for here in shares]
        assert found.pair.tolist() == pairs
        np.testing.assert_allclose(found.likeness, [_cosine(bags, at) for at in range(len(bags))], atol=1e-12)

    check()


def test_places_by_hand() -> None:
    texts = ["园区投产", *["零"] * 11, "园区扩建", *["零"] * 3]
    found = echoes(texts)
    assert found.anywhere[0] == found.best[0] == 1 / 3  # 园区, of 园区 区投 投产
    assert found.anywhere[1] == found.size[1] == 0
