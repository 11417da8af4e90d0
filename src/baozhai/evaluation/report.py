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
    if len({row.get("test") for row in rows}) > 1:
        out += "\nNot all runs were scored on the same test articles: compare only those that were.\n"
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


def page_table(pages: dict[str, dict[str, float]]) -> str:
    """Scores of cutting, one line a kind of input (`evaluation.pages.page_scores`)."""
    columns = {
        "article F1": "article_f1",
        "right title": "title",
        "byline F1": "byline_f1",
        "BCubed F1": "bcubed_f1",
        "paragraphs exact": "paragraphs_exact",
        "lost": "lost",
        "foreign": "foreign",
        "false articles a page": "false_articles",
    }
    out = _row(["input", "pages", *columns, "refused"]) + _row(["---"] * (len(columns) + 3))
    for kind, s in pages.items():
        out += _row(
            [kind, int(s["pages"]), *(f"{s[key]:.3f}" for key in columns.values()), int(s["refused"])]
        )
    return out


def promotion(found: dict[str, Any], names: dict[str, str]) -> str:
    """A decision of `evaluation.promotion.decision` as a table; `names` of the topics by id."""
    models = found["models"]
    head = f"新模型 {models['new']} 与旧模型 {models['old']}，{found['n']} 篇（都没有学过这些文章，或用交叉验证的概率）\n\n"
    if "old" not in found:
        return head
    old, new = found["old"], found["new"]
    pairs = [("宏平均 F1", old["macro_f1"], new["macro_f1"]), ("整组正确", old["exact"], new["exact"])]
    pairs += [(f"F1：{names[t]}", old["f1"][t], new["f1"][t]) for t in found["topics"]]
    table = _row(["", "旧", "新", "差"]) + _row(["---"] * 4)
    for name, a, b in pairs:
        table += _row([name, f"{a:.3f}", f"{b:.3f}", f"{b - a:+.3f}"])
    return (
        f"{head}{table}\n判断不同的 {found['changed']} 篇；宏平均 F1 之差 {found['difference']:+.3f}，"
        f"95% 区间 {found['low']:+.3f} 至 {found['high']:+.3f}，下限不得低于 {-found['margin']:+.3f}\n"
    )


def report(result: dict[str, Any]) -> str:
    """The report of one run in Markdown."""
    low, high = result["interval"]
    head = f"# {result['run']}\n\nmacro-F1 {result['macro_f1']:.3f} (95 % interval {low:.3f}–{high:.3f}), "
    head += f"exact set {result['exact']:.3f}, {result['n']} test articles, {result['abstained']} left to a person.\n\n"
    calibration = result["reliability"]
    text = head + topic_table(result["topics"]) + f"\nExpected calibration error {calibration['ece']:.3f}\n\n"
    text += reliability_table(calibration["bins"])
    return text + (f"\nCutting\n\n{page_table(result['pages'])}" if result["pages"] else "")
