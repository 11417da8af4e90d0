"""What the cutter's weights are learned from, and that they are read as they were learned."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "benchmarks")]

from dumpgen import headlines, kicker_of, pages  # noqa: E402
from learncut.texts import (  # noqa: E402
    KEPT,
    PARTS,
    known,
    measured,
    own_headlines,
    shingles,
    starter,
    titled,
)

from baozhai.ingest import convnet, seams  # noqa: E402

BODY = "云岫高新区轴承产业园二期昨天开工，总投资12亿元，计划明年底投产，可以带动三千人就业。"


def test_a_part_of_every_corpus_is_kept_for_measuring() -> None:
    found = [measured({"id": f"{k:016x}"}) for k in range(4000)]
    assert abs(np.mean(found) - KEPT / PARTS) < 0.03
    assert found == [measured({"id": f"{k:016x}"}) for k in range(4000)]


def test_texts_that_are_measured_on_are_known_again() -> None:
    texts = shingles(BODY)
    assert known([BODY[:20], BODY[20:]], texts) and known(["　".join([BODY[:30], BODY[30:]])], texts)
    assert not known(["夜市今天开街，三百个摊位迎来第一批客人，公交线路延长到夜里十一点半。"], texts)
    assert not known([BODY], set())


@pytest.mark.parametrize(
    ("printed", "kicker", "title"),
    [
        ("【走基层】雪山上的邮路", "走基层", "雪山上的邮路"),
        ("数说｜新签项目63个", "", "数说｜新签项目63个"),
        ("数说发展｜新签项目63个", "数说发展", "新签项目63个"),
        ("新签项目63个", "", "新签项目63个"),
    ],
)
def test_a_series_in_brackets_or_before_a_bar_is_a_kicker(printed: str, kicker: str, title: str) -> None:
    item = titled(printed, [BODY], 0.0, random.Random(1))
    assert (item.kicker, item.title) == (kicker, title)
    assert titled(printed, [BODY], 1.0, random.Random(1)).title == printed


def test_our_headlines_are_whole() -> None:
    rows = list(headlines())
    assert len(rows) == len({row["title"] for row in rows}) > 1900
    for row in rows:
        assert set(row) == {"kicker", "title", "subtitle", "opening"} and row["title"] and row["opening"]
        assert not any("\n" in text or text != text.strip() for text in row.values())
    assert kicker_of(random.Random(1)) and len(own_headlines()) == len(rows)


def test_every_line_of_a_drawn_page_has_a_label() -> None:
    for page in pages([*starter(), *own_headlines()], 40, 7):
        labels = "".join(label for _, label in page)
        assert set(labels) <= set("AQPCXKHhSYZF") and all(text.strip() for text, _ in page)
        assert "H" in labels and "A" in labels


def test_numpy_reads_a_network_as_jax_learns_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Chance weights: what the trainer says of a row is what the reader says of its lines."""
    jax = pytest.importorskip("jax", reason="JAX is in the extra bench")
    from learncut import convnet as learning
    from learncut import seams as seamed

    lines = [
        "产线昨天贯通，日产四万只。",
        "此外还有 3 条在建。",
        "夜市今天开街，摊位三百个。",
        "桥上装了灯。",
    ]
    known_ones = learning.known_chars(lines)
    monkeypatch.setattr(learning, "CHARS", len(known_ones))
    monkeypatch.setattr(convnet, "__file__", str(tmp_path / "convnet.py"))
    rows = learning.rows_of(known_ones)
    key = jax.random.PRNGKey(3)

    net = learning.begun(key, 8, convnet.DILATIONS, 40, 16, len(seams.SEAMS))
    net["lengths"] = learning.drawn(key, 2, seams.LONGEST + 1, 8)
    np.savez(tmp_path / "seams.npz", **learning.stored(net, known_ones))
    items = [seamed.Item(line, [line]) for line in lines]
    monkeypatch.setattr(seamed, "head_lines", lambda item, _: [(item.title.replace(" ", ""), "fresh")])
    pile = seamed.piles(items, rows, random.Random(2))
    order = [items[k].title for k in random.Random(2).sample(range(4), 4)]
    said = np.asarray(seamed.said(net, pile.chars, pile.seams, pile.sizes))[0, :3]
    try:
        convnet.network.cache_clear()
        fresh = seams.seam_odds(order)["fresh"][1:]
        at = seams.SEAMS.index("fresh")
        rest = np.logaddexp.reduce(np.delete(said, at, axis=1), axis=1)
        np.testing.assert_allclose(fresh, said[:, at] - rest, atol=0.03)
    finally:
        convnet.network.cache_clear()
