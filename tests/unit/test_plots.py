"""Plots: well-formed, whole without any font, and drawn where the numbers say."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from baozhai.evaluation.plots import (
    confusion_plot,
    coverage_plot,
    learning_plot,
    reliability_plot,
    topic_plot,
    wilson,
)
from baozhai.evaluation.svg import Drawing, advance

TOPIC = {"precision": 0.9, "recall": 0.8, "f1": 0.85, "positives": 40, "interval": (0.8, 0.9)}
NAMES = ("党建", "制造业", "生物医药", "奖项荣誉", "招商引资", "人工智能", "其他")
CURVE = [
    {"coverage": 1.0, "exact": 0.9, "low": 0.88, "high": 0.92},
    {"coverage": 0.5, "exact": 1, "low": 1, "high": 1},
]
PLOTS = {
    "topics": topic_plot(dict.fromkeys(NAMES, TOPIC)),
    "confusion": confusion_plot(NAMES, [[3] * 7] * 7),
    "reliability": reliability_plot([{"predicted": 0.2, "observed": 0.25, "n": 40}]),
    "coverage": coverage_plot({"第一轮": CURVE, "第四轮（园区）": CURVE}),
    "learning": learning_plot({"第一轮": [(200, 0.7, 0.66, 0.73), (800, 0.8, 0.8, 0.8)]}),
    "learning, one size": learning_plot({"第一轮": [(200, 0.7, 0.66, 0.73)]}),
    "coverage, nothing": coverage_plot({"测试文章": []}),
    "reliability, nothing": reliability_plot([]),
    "topics, none": topic_plot({}),
}


@pytest.mark.parametrize("name", PLOTS)
def test_plots_need_no_font(name):
    tree = ElementTree.fromstring(PLOTS[name])
    assert not [e for e in tree.iter() if e.tag.endswith("}text")], "a character without an outline"
    known = {e.get("id") for e in tree.iter() if e.get("id")}
    assert {e.get("href", "#")[1:] for e in tree.iter() if e.tag.endswith("}use")} <= known
    assert "nan" not in PLOTS[name] and "inf" not in PLOTS[name]


def test_a_character_without_outline_is_left_to_the_reader():
    drawing = Drawing(100, 20, "题<目>")
    drawing.text(0, 10, "鱻党&")
    shown = drawing.svg()
    assert ">鱻</text>" in shown and 'href="#g515a"' in shown and "<title>题&lt;目&gt;</title>" in shown
    ElementTree.fromstring(shown)
    assert advance("党建", 10) == advance("鱻鱻", 10) == 20


def test_a_point_lies_where_its_numbers_say():
    shown = reliability_plot([{"predicted": 0.5, "observed": 0.5, "n": 9}])
    x, y = map(float, re.search(r'<circle cx="([\d.]+)" cy="([\d.]+)"', shown).groups())
    # The frame is 62 to 442 across and 62 to 324 down.
    assert (x, y) == (252, 193)


def test_wilson_by_hand():
    # Five of ten: 0.5 ± 1.96 · sqrt(0.025 + 0.0096) / 1.384.
    assert wilson(0.5, 10) == pytest.approx((0.2366, 0.7634), abs=1e-4)
    assert wilson(0.0, 20)[0] == 0 and wilson(1.0, 20)[1] == 1
