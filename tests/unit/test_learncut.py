"""What the cutter's weights are learned from, and that they are read as they were learned."""

from __future__ import annotations

import itertools
import os
import random
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "benchmarks")]

from dumpgen import head, headlines, kicker_of, pages, style  # noqa: E402
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

from baozhai.ingest import convnet, openings, seams, tagger  # noqa: E402
from baozhai.ingest.reflow import to_lines  # noqa: E402
from baozhai.ingest.signals import signals  # noqa: E402
from baozhai.ingest.wording import log_odds  # noqa: E402

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


def test_the_wording_tells_most_new_headlines_in_a_pile_of_ours() -> None:
    """0.71 with the weights of before the tagger heard a network, 0.85 since."""
    rng = random.Random(1)
    pile = [row for item in rng.sample(own_headlines(), 900) for row in head(item, rng, style(rng))]
    texts, labels = zip(*(row for row in pile if row[1] != "Y"), strict=True)
    fresh = [b == "K" or (b == "H" and a != "K") for a, b in itertools.pairwise(labels)]
    assert np.mean((log_odds(texts)["fresh"][1:] > 0) == fresh) > 0.8


LINES = ["产线昨天贯通，日产四万只。", "此外还有 3 条在建。", "夜市今天开街，摊位三百个。", "桥上装了灯。"]
#: JAX must not be loaded where other tests fork.
BEGUN = """
import random, sys
import jax, numpy as np
from learncut import convnet, openings, seams
folder, *lines = sys.argv[1:]
known = convnet.known_chars(lines)
convnet.CHARS = len(known)
key, rng = jax.random.PRNGKey(3), random.Random(2)
"""
SEAMS = """
net = convnet.begun(key, 8, seams.DILATIONS, 40, 16, len(seams.SEAMS))
net["lengths"] = convnet.drawn(key, 2, seams.LONGEST + 1, 8)
np.savez(f"{folder}/seams.npz", **convnet.stored(net, known))
seams.head_lines = lambda item, _: [(item.title, "fresh")]
pile = seams.piles([seams.Item(line, [line]) for line in lines], convnet.rows_of(known), rng)
np.save(f"{folder}/said.npy", seams.said(net, pile.chars, pile.seams, pile.sizes)[0, : len(lines) - 1])
"""
OPENINGS = """
net = convnet.begun(key, 8, openings.DILATIONS, (1 + len(openings.WINDOWS)) * 8, 16, 1)
net |= {"table": 10 * net["table"], "last": 10 * net["last"]}
np.savez(f"{folder}/openings.npz", **convnet.stored(net, known))
chars, places, _ = openings.row([lines], convnet.rows_of(known), rng)
np.save(f"{folder}/said.npy", openings.said(net, chars[None], places[None])[0, : len(lines)])
"""
TAGGER = """
from learncut import tagger
names = tagger.Names()
page = tagger.Page.of([(line, "C") for line in lines], names)
net = convnet.begun(key, 8, tagger.DILATIONS, 40, tagger.UNITS, len(tagger.LABELS))
net["signals"] = convnet.drawn(key, len(names.rows), tagger.UNITS)
net["steps"] = convnet.drawn(key, len(tagger.LABELS), len(tagger.LABELS))
for k in range(len(tagger.LINES)):
    net[f"line_kernel{k}"] = convnet.drawn(key, 3 * tagger.UNITS, tagger.UNITS)
    net[f"line_bias{k}"] = convnet.drawn(key, tagger.UNITS)
np.savez(f"{folder}/tagger.npz", **convnet.stored(net, known) | {"names": np.array(list(names.rows))})
given = [part[None] for part in page.stretch(0, convnet.rows_of(known))[:3]]
np.save(f"{folder}/said.npy", tagger.said(net, *given)[0, : len(lines)])
"""


@pytest.fixture
def learned(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Callable[..., Any]]:
    """What the trainer says of lines with chance weights, which the reader finds."""

    def said(steps: str, lines: Sequence[str]) -> Any:
        paths = os.pathsep.join([str(ROOT / "src"), str(ROOT / "benchmarks")])
        command = [sys.executable, "-c", BEGUN + steps, str(tmp_path), *lines]
        subprocess.run(command, check=True, env={**os.environ, "PYTHONPATH": paths})
        return np.load(tmp_path / "said.npy")

    if find_spec("jax") is None:
        pytest.skip("JAX is in the extra bench")
    monkeypatch.setattr(convnet, "__file__", str(tmp_path / "convnet.py"))
    read = (convnet.network, tagger._known, tagger._rows)
    for found in read:
        found.cache_clear()
    yield said
    for found in read:
        found.cache_clear()


def test_numpy_reads_headlines_as_jax_learns_them(learned: Callable[..., Any]) -> None:
    lines = [line.replace(" ", "") for line in LINES]
    said = learned(SEAMS, lines)
    at = seams.SEAMS.index("fresh")
    expected = said[:, at] - np.logaddexp.reduce(np.delete(said, at, axis=1), axis=1)
    order = random.Random(2).sample(lines, len(lines))
    np.testing.assert_allclose(seams.seam_odds(order)["fresh"][1:], expected, atol=0.03)


def test_numpy_reads_openings_as_jax_learns_them(learned: Callable[..., Any]) -> None:
    """A long paragraph, one shorter than what is heard of it and before it, and one at the end of the page."""
    texts = [BODY * 2, LINES[0], BODY + LINES[2], LINES[3]]
    expected = learned(OPENINGS, texts)
    np.testing.assert_allclose(openings.opening_odds(texts, range(4)), expected, atol=0.1)


def test_numpy_labels_lines_as_jax_learns_them(learned: Callable[..., Any]) -> None:
    lines = [BODY[k : k + 14] for k in range(0, len(BODY), 14)] + LINES
    expected = learned(TAGGER, lines)
    scores = tagger._scores(lines, signals(to_lines("\n".join(lines))))
    np.testing.assert_allclose(scores, expected, atol=0.02, rtol=0.02)
