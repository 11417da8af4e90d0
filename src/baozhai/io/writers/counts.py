"""How many items stand under each heading, by newspaper and against the days before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

UNKNOWN_PAPER = "未注明"
_MOST = 8  # newspapers side by side on an upright page
Line = list[str | int]


class Counts(NamedTuple):
    """Items by section (rows) and newspaper (columns), each once.

    `before` counts the same rows over as many days before, where the profile compares. `heading` is printed above
    the table, `kind` and `across` say what rows and columns are. Rows that share items (`apart` false) have no sum.
    `among` is a row below the sum, of items that the rows above count already: name, counts and the count before.
    """

    papers: tuple[str, ...]
    rows: tuple[tuple[str, tuple[int, ...]], ...]
    before: tuple[int, ...] = ()
    heading: str = "各类各报条数"
    kind: str = "类别"
    across: str = "报纸"
    apart: bool = True
    among: tuple[tuple[str, tuple[int, ...], int], ...] = ()

    @property
    def cells(self) -> list[Line]:
        """The table with sums, its head first; turned on its side for more newspapers than fit a page."""
        sums = tuple(sum(n[k] for _, n in self.rows) for k in range(len(self.papers)))
        table: list[Line] = [[self.kind, *self.papers, "合计"]]
        table += [[name, *n, sum(n)] for name, n in self.rows]
        table += [["合计", *sums, sum(sums)]] if self.apart else []
        table += [[name, *n, sum(n)] for name, n, _ in self.among]
        if self.before:
            table[0] += ["上期", "增减"]
            was = [
                *self.before,
                *([sum(self.before)] if self.apart else []),
                *(old for *_, old in self.among),
            ]
            for line, old in zip(table[1:], was, strict=True):
                line += [old, _signed(int(line[-1]) - old)]
        if len(self.papers) <= max(_MOST, len(self.rows)):
            return table
        table[0][0] = self.across
        return [list(line) for line in zip(*table, strict=True)]

    @property
    def header(self) -> list[str]:
        """Names of the columns."""
        return list(map(str, self.cells[0]))

    @property
    def lines(self) -> list[Line]:
        """The rows below the head."""
        return self.cells[1:]

    @property
    def worth_printing(self) -> bool:
        """Whether it says more than the contents do."""
        return len(self.papers) > 1 or bool(self.before) or (not self.apart and bool(self.rows))


class Table(NamedTuple):
    """Texts in rows, printed as counts are."""

    heading: str
    header: list[str]
    lines: list[Line]

    @property
    def worth_printing(self) -> bool:
        """Whether there is anything in it."""
        return bool(self.lines)


def tally(
    items: Sequence[tuple[str, str]], before: Counter[str], names: Mapping[str, str], **look: Any
) -> Counts:
    """Count items given as (section key, newspaper), or as other rows and columns.

    Parameters
    ----------
    items : sequence of (str, str)
    before : Counter
        Section key → items over the days before; empty compares nothing.
    names : mapping
        Section key → heading, in printed order.
    **look
        Fields of `Counts` that say what is counted.
    """
    held = Counter((key, paper or UNKNOWN_PAPER) for key, paper in items)
    papers = tuple(dict.fromkeys(paper or UNKNOWN_PAPER for _, paper in items))
    filled = {key for key, _ in items} | set(before)
    shown = [key for key in names if key in filled]
    rows = tuple((names[key], tuple(held[key, paper] for paper in papers)) for key in shown)
    return Counts(papers, rows, tuple(before[key] for key in shown) if before else (), **look)


def _signed(n: int) -> str:
    return f"{n:+d}" if n else "0"
