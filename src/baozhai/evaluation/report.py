"""Tables for people: a model's report and the comparison of runs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


def _row(cells: Sequence[object]) -> str:
    return "| " + " | ".join(str(c) for c in cells) + " |\n"


def comparison(rows: Sequence[dict[str, Any]]) -> str:
    """One line a run, best macro-F1 first."""
    out = _row(["run", "macro-F1 (95 % interval)", "exact set", "train seconds", "model MB", "test articles"])
    out += _row(["---"] * 6)
    for row in sorted(rows, key=_macro, reverse=True):
        low, high = row["interval"]
        score = f"{row['macro_f1']:.3f} ({low:.3f}–{high:.3f})"
        size = f"{row['megabytes']:.2f}"
        out += _row([row["run"], score, f"{row['exact']:.3f}", f"{row['seconds']:.1f}", size, row["n"]])
    return out


def _macro(row: dict[str, Any]) -> float:
    return float(row["macro_f1"])


def topic_table(per_topic: dict[str, dict[str, float]]) -> str:
    """Precision, recall and F1 a topic; a topic with fewer than 5 positives is not measurable."""
    out = _row(["topic", "precision", "recall", "F1", "positives"]) + _row(["---"] * 5)
    for name, s in per_topic.items():
        count = int(s["positives"])
        values = (
            [f"{s[k]:.3f}" for k in ("precision", "recall", "f1")] if count >= 5 else ["not measurable"] * 3
        )
        out += _row([name, *values, count])
    return out


def reliability_table(bins: Sequence[dict[str, float]]) -> str:
    """Mean predicted probability against the share that was right, one line a bin."""
    out = _row(["probability", "predicted", "observed", "n"]) + _row(["---"] * 4)
    for b in bins:
        span = f"{b['low']:.1f}–{b['high']:.1f}"
        out += _row([span, f"{b['predicted']:.3f}", f"{b['observed']:.3f}", int(b["n"])])
    return out


def report(result: dict[str, Any]) -> str:
    """The report of one run in Markdown."""
    low, high = result["interval"]
    head = f"# {result['run']}\n\nmacro-F1 {result['macro_f1']:.3f} (95 % interval {low:.3f}–{high:.3f}), "
    head += f"exact set {result['exact']:.3f}, {result['n']} test articles, {result['abstained']} left to a person.\n\n"
    calibration = result["reliability"]
    text = head + topic_table(result["topics"]) + f"\nExpected calibration error {calibration['ece']:.3f}\n\n"
    return text + reliability_table(calibration["bins"])
