"""How many items stand under each heading, by newspaper and against the days before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

UNKNOWN_PAPER = "未注明"
Line = list[str | int]


@dataclass(frozen=True)
class Counts:
    """Items by section (rows) and newspaper (columns), each once.

    `before` counts the same sections over as many days before, where the profile compares.
    """

    papers: tuple[str, ...]
    rows: tuple[tuple[str, tuple[int, ...]], ...]
    before: tuple[int, ...] = ()

    @property
    def header(self) -> list[str]:
        """Names of the columns."""
        return ["类别", *self.papers, "合计", *(["上期", "增减"] if self.before else [])]

    @property
    def lines(self) -> list[Line]:
        """The rows with sums; the last one is the sum over all sections."""
        sums = tuple(sum(n[k] for _, n in self.rows) for k in range(len(self.papers)))
        body = [*self.rows, ("合计", sums)]
        before = [*self.before, sum(self.before)] if self.before else []
        out: list[Line] = [[name, *n, sum(n)] for name, n in body]
        for line, old in zip(out, before, strict=False):
            line += [old, f"{sum(map(int, line[1:-1])) - old:+d}"]
        return out

    @property
    def worth_printing(self) -> bool:
        """Whether it says more than the contents do."""
        return len(self.papers) > 1 or bool(self.before)


def tally(items: Sequence[tuple[str, str]], before: Counter[str], names: Mapping[str, str]) -> Counts:
    """Count items given as (section key, newspaper).

    Parameters
    ----------
    items : sequence of (str, str)
    before : Counter
        Section key → items over the days before; empty compares nothing.
    names : mapping
        Section key → heading, in printed order.
    """
    held = Counter((key, paper or UNKNOWN_PAPER) for key, paper in items)
    papers = tuple(dict.fromkeys(paper or UNKNOWN_PAPER for _, paper in items))
    filled = {key for key, _ in items} | set(before)
    shown = [key for key in names if key in filled]
    rows = tuple((names[key], tuple(held[key, paper] for paper in papers)) for key in shown)
    return Counts(papers, rows, tuple(before[key] for key in shown) if before else ())
