"""What a random sample that people judged says of a model, and of the people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from baozhai.evaluation.topics import MEASURABLE


def agreement_table(rows: Sequence[Mapping[str, Any]], names: Mapping[str, str]) -> str:
    """A section with each two people of `labels.agreement.agreement`: whole sets, and kappa a topic."""
    if not rows:
        return ""
    cells = [["people", "articles", "same set", *(f"kappa: {name}" for name in names.values())]]
    cells.append(["---"] * len(cells[0]))
    for row in rows:
        kappa = (row["kappa"].get(t) for t in names)
        values = ["—" if k is None else f"{k:.2f}" for k in kappa]
        cells.append([" / ".join(row["people"]), str(row["n"]), f"{row['same']:.3f}", *values])
    return "## People among themselves\n\n" + "".join(f"| {' | '.join(line)} |\n" for line in cells)


def in_short(result: Mapping[str, Any], names: Mapping[str, str], place: str) -> str:
    """The figures of a sample for who reads no report, in Chinese; `place` is the report's."""
    low, high = result["exact_interval"]
    lines = [f"随机抽取、由人判过的 {result['n']} 篇："]
    if 0 < result["n_whole"] < result["n"]:
        lines[0] += f"其中 {result['n_whole']} 篇各类都判过，"
    if result["n_whole"]:
        lines[0] += f"类别全对的占 {result['exact']:.0%}（95% 区间 {low:.0%}–{high:.0%}）；"
    lines[0] += f"标待核的占 {result['asked']['share']:.0%}"
    if result["n_whole"] and 0 < result["asked"]["share"] < 1:
        lines[0] += f"，其余全对的占 {result['asked']['exact']:.0%}"
    lines += [f"  {names[t]}：{_topic(row)}" for t, row in result["topics"].items()]
    for pair in result["agreement"][:1]:
        lines.append(
            f"{'、'.join(pair['people'])}都判过的 {pair['n']} 篇，两人类别全同的占 {pair['same']:.0%}：模型不会比人更一致。"
        )
    if result["open"]:
        lines.append(f"抽到的还有 {result['open']} 篇没有判；只判容易的，成绩会偏高。请判完再看。")
    if result["copied"]:
        lines.append(f"另有 {result['copied']} 篇没有计入：模型学过与它们相同的报道。")
    return "\n".join([*lines, f"报告：{place}"]) + "\n"


def _topic(row: Mapping[str, Any]) -> str:
    if not row["judged"]:
        return "抽到的文章都没有判过这一类，还无法衡量"
    if row["positives"] < MEASURABLE:
        return f"人判为“是”的只有 {int(row['positives'])} 篇，还无法衡量"
    return (
        f"判出的 {row['precision']:.0%} 是对的，应判的判出 {row['recall']:.0%}（{int(row['positives'])} 篇）"
    )
