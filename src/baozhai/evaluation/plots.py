"""Plots of scores as SVG: reliability, coverage against risk, topics, confusion, learning curve."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from baozhai.evaluation.svg import COLORS, GRID, INK, SOFT, Drawing, advance

_LEFT, _RIGHT, _TOP, _BOTTOM = 62, 18, 62, 52
_WIDTH, _HEIGHT = 460, 376


class _Axes:
    """A frame whose data run from `low` to `high` (x, y)."""

    def __init__(self, title: str, low: tuple[float, float], high: tuple[float, float]) -> None:
        self.drawing = _titled(_WIDTH, _HEIGHT, title)
        self.low, self.high = low, high

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Units of the drawing of a point of the data."""
        right = (x - self.low[0]) / (self.high[0] - self.low[0])
        up = (y - self.low[1]) / (self.high[1] - self.low[1])
        return _LEFT + right * (_WIDTH - _LEFT - _RIGHT), _HEIGHT - _BOTTOM - up * (_HEIGHT - _TOP - _BOTTOM)

    def ticks(self, xs: Mapping[float, str], ys: Mapping[float, str]) -> None:
        """Grid lines with their labels."""
        for x, label in xs.items():
            self.drawing.line([self.at(x, self.low[1]), self.at(x, self.high[1])], color=GRID)
            self.drawing.text(
                self.at(x, 0)[0], _HEIGHT - _BOTTOM + 17, label, size=12, anchor="middle", fill=SOFT
            )
        for y, label in ys.items():
            self.drawing.line([self.at(self.low[0], y), self.at(self.high[0], y)], color=GRID)
            self.drawing.text(_LEFT - 7, self.at(0, y)[1] + 4, label, size=12, anchor="end", fill=SOFT)

    def names(self, x: str, y: str) -> None:
        """What the axes show."""
        self.drawing.text((_LEFT + _WIDTH - _RIGHT) / 2, _HEIGHT - 10, x, anchor="middle")
        self.drawing.text(16, _TOP - 14, y)

    def band(self, rows: Sequence[tuple[float, float, float]], color: str) -> None:
        """The area between the lowest and the highest value of each x."""
        upper = [self.at(x, high) for x, _, high in rows]
        self.drawing.area([*upper, *(self.at(x, low) for x, low, _ in reversed(rows))], color=color)


def _titled(width: float, height: float, title: str) -> Drawing:
    """A drawing under its title."""
    drawing = Drawing(width, height, title)
    drawing.text(16, 26, title, size=16)
    return drawing


def _percents(low: float, high: float, step: float) -> dict[float, str]:
    first, last = math.ceil(round(low / step, 6)), math.floor(round(high / step, 6))
    return {k * step: f"{k * step:.0%}" for k in range(first, last + 1)}


def reliability_plot(bins: Sequence[Mapping[str, float]]) -> str:
    """Predicted probability against the share that was right, with 95 % intervals (Wilson, 1927).

    Parameters
    ----------
    bins : sequence of mapping
        As of `evaluation.topics.reliability`.
    """
    axes = _Axes("概率准不准", (0, 0), (1, 1))
    axes.ticks(_percents(0, 1, 0.2), _percents(0, 1, 0.2))
    axes.names("模型给出的概率", "实际比例")
    axes.drawing.line([axes.at(0, 0), axes.at(1, 1)], color=SOFT, dash="5 4")
    for b in bins:
        low, high = wilson(b["observed"], int(b["n"]))
        x, y = b["predicted"], b["observed"]
        axes.drawing.line([axes.at(x, low), axes.at(x, high)], color=COLORS[0], width=1.6)
        axes.drawing.dot(*axes.at(x, y), radius=4, color=COLORS[0])
    return axes.drawing.svg()


def wilson(share: float, n: int) -> tuple[float, float]:
    """95 % interval of a share of `n` (Wilson, 1927)."""
    z = 1.959964
    middle, spread = share + z * z / (2 * n), z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return max(0.0, (middle - spread) / (1 + z * z / n)), min(1.0, (middle + spread) / (1 + z * z / n))


def coverage_plot(curves: Mapping[str, Sequence[Mapping[str, float]]]) -> str:
    """Share of right sets among the articles kept, against the share left to a person.

    Parameters
    ----------
    curves : mapping of name to rows
        Rows as of `evaluation.topics.coverage`: `coverage`, `exact`, `low`, `high`.
    """
    rows = [row for curve in curves.values() for row in curve]
    low = min([math.floor(20 * min(r["low"], 0.95)) / 20 for r in rows] + [0.95])
    most = max([1 - r["coverage"] for r in rows] + [0.1])
    axes = _Axes("请人判定一部分，其余判对多少", (0, low), (most, 1))
    axes.ticks(
        _percents(0, most, 0.1 if most <= 0.5 else 0.2), _percents(low, 1, 0.05 if low >= 0.6 else 0.1)
    )
    axes.names("请人判定的比例", "全部判对")
    for color, curve in zip(COLORS, curves.values(), strict=False):
        axes.band([(1 - r["coverage"], r["low"], r["high"]) for r in curve], color)
        axes.drawing.line([axes.at(1 - r["coverage"], r["exact"]) for r in curve], color=color, width=2)
    _legend(axes.drawing, list(curves), _HEIGHT - _BOTTOM - 14)
    return axes.drawing.svg()


def _legend(drawing: Drawing, names: Sequence[str], y: float) -> None:
    """Names with their colors, from the lower right corner upwards."""
    for color, name in zip(COLORS, names, strict=False):
        x = _WIDTH - _RIGHT - 10 - advance(name, 12)
        drawing.text(x, y, name, size=12)
        drawing.line([(x - 26, y - 4), (x - 6, y - 4)], color=color, width=3)
        y -= 18


def learning_plot(curves: Mapping[str, Sequence[tuple[int, float, float, float]]]) -> str:
    """Macro-F1 against the number of labelled articles (logarithmic), with the spread of the draws.

    Parameters
    ----------
    curves : mapping of name to rows
        Rows of articles, mean, lowest and highest score.
    """
    rows = [row for curve in curves.values() for row in curve]
    low = math.floor(10 * min(r[2] for r in rows)) / 10
    sizes = sorted({r[0] for r in rows})
    ends = math.log(sizes[0]), math.log(max(sizes[-1], sizes[0] + 1))
    axes = _Axes("标注多少篇，得多少分", (ends[0], low), (ends[1], 1))
    axes.ticks(
        {math.log(n): str(n) for n in sizes}, {k / 20: f"{k / 20:.2f}" for k in range(round(low * 20), 21, 2)}
    )
    axes.names("已标注的文章", "宏平均 F1")
    for color, curve in zip(COLORS, curves.values(), strict=False):
        axes.band([(math.log(n), below, above) for n, _, below, above in curve], color)
        axes.drawing.line([axes.at(math.log(n), mean) for n, mean, *_ in curve], color=color, width=2)
        for n, mean, *_ in curve:
            axes.drawing.dot(*axes.at(math.log(n), mean), color=color)
    _legend(axes.drawing, list(curves), _HEIGHT - _BOTTOM - 14)
    return axes.drawing.svg()


def topic_plot(topics: Mapping[str, Mapping[str, Any]]) -> str:
    """Precision, recall and F1 a topic as bars from 0 to 1, F1 with its interval.

    Parameters
    ----------
    topics : mapping of name to mapping
        `precision`, `recall`, `f1`, `positives`, and `interval` (low, high) of F1.
    """
    left = 30 + max([advance(f"{name}（9999）", 13) for name in topics] + [60])
    drawing = _titled(left + 380, 66 + 74 * len(topics), "各类得分")
    for k, (color, name) in enumerate(zip(COLORS, ("精确率", "召回率", "F1"), strict=False)):
        drawing.box(left + 80 * k, 38, (11, 11), color=color)
        drawing.text(left + 80 * k + 16, 48, name, size=12)
    for row, (name, scores) in enumerate(topics.items()):
        y = 66 + 74 * row
        drawing.text(left - 10, y + 33, f"{name}（{int(scores['positives'])}）", anchor="end")
        low, high = scores["interval"]
        for k, key in enumerate(("precision", "recall", "f1")):
            drawing.box(left, y + 19 * k, (300 * scores[key], 15), color=COLORS[k])
            end = max(scores[key], high) if key == "f1" else scores[key]
            drawing.text(left + 300 * end + 10, y + 19 * k + 12, f"{scores[key]:.3f}", size=12)
        if low < high:
            drawing.line([(left + 300 * low, y + 45.5), (left + 300 * high, y + 45.5)], width=1.6)
    return drawing.svg()


def confusion_plot(names: Sequence[str], table: Sequence[Sequence[int]]) -> str:
    """Counts of labels by people (rows) and topics given (columns); the darker the larger its share of the row."""
    left = 24 + max([advance(name, 13) for name in names] + [40])
    cell = max([advance(name, 13) + 14 for name in names] + [64])
    drawing = _titled(left + cell * len(names) + 20, 92 + 38 * len(names), "人工类别与模型类别")
    drawing.text(left, 48, "模型给出", size=12, fill=SOFT)
    drawing.text(left - 8, 66, "人工", size=12, anchor="end", fill=SOFT)
    for k, name in enumerate(names):
        drawing.text(left + cell * (k + 0.5), 66, name, anchor="middle")
        drawing.text(left - 8, 98 + 38 * k, name, anchor="end")
        for j, count in enumerate(table[k]):
            share = count / max(sum(table[k]), 1)
            drawing.box(
                left + cell * j + 1, 75 + 38 * k, (cell - 2, 36), color=COLORS[0], opacity=0.06 + 0.84 * share
            )
            ink = "#fff" if share > 0.5 else INK
            drawing.text(left + cell * (j + 0.5), 98 + 38 * k, str(count), anchor="middle", fill=ink)
    return drawing.svg()
