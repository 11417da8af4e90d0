"""Tables for people: a model's report and the comparison of runs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from baozhai.evaluation.people import agreement_table
from baozhai.evaluation.plots import confusion_plot, coverage_plot, reliability_plot, topic_plot
from baozhai.evaluation.topics import MEASURABLE

_UNKNOWN = "not measurable"
_SEVERAL = "An article of several labels counts in several rows and columns, even where all are right."
#: What a run was scored on; what was measured before the word was written was a test part.
_MEASURED = {
    "test": "test articles",
    "crossfit": "articles, cross-fitted",
    "sample": "articles drawn at random",
}
PLOTS = ("topics.svg", "confusion.svg", "reliability.svg", "coverage.svg")


def _row(cells: Sequence[object]) -> str:
    return "| " + " | ".join(str(c) for c in cells) + " |\n"


def comparison(rows: Sequence[dict[str, Any]]) -> str:
    """A table for each `measure`, in it one line a run, best macro-F1 first.

    `against` is the paired difference to the best run of the table where it is known; `measured` is "crossfit" where
    the articles are those learned from, scored by models that did not see them.
    """
    groups: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        groups.setdefault(measure(row), []).append(row)
    out = "\n".join(_runs(group) for group in groups.values())
    if any(row.get("against") for row in rows):
        out += "\nPaired bootstrap on the same articles; p is two-sided and of one comparison: of twenty runs that are alike, one is under 0.05.\n"
    if len(groups) > 1:
        out += "\nNot all runs were scored on the same articles, labels and topics: compare only those of one table, or evaluate them again.\n"
    return out


def measure(row: dict[str, Any]) -> str:
    """By what a run was scored: the articles, what people say of them, and the topics."""
    return " ".join([str(row.get("test")), str(row.get("gold", "")), *sorted(row["topics"])])


def _runs(rows: Sequence[dict[str, Any]]) -> str:
    what = _MEASURED[rows[0].get("measured", "test")]
    head = ["run", "macro-F1 (95 % interval)", "against the best (95 % interval, p)", "exact set"]
    out = _row([*head, "seconds", "model MB", what]) + _row(["---"] * 7)
    for row in sorted(rows, key=lambda row: row["macro_f1"], reverse=True):
        # Of a model that came from elsewhere, or took the place of another one, nobody knows how long it learned.
        seconds, size = (
            f"{row[key]:{form}}" if row[key] else "—"
            for key, form in (("seconds", ".1f"), ("megabytes", ".2f"))
        )
        cells = [_macro_f1(row), _against(row), _whole(row, f"{row['exact']:.3f}")]
        out += _row([row["run"], *cells, seconds, size, row["n"]])
    return out


def _against(row: dict[str, Any]) -> str:
    found = row.get("against")
    if not found:
        return "—"
    low, high = found["low"], found["high"]
    return f"{found['difference']:+.3f} ({low:+.3f} to {high:+.3f}, p={found['p_value']:.2g})"


def spread(score: float, interval: Sequence[float]) -> str:
    """0.861 (0.840–0.881)."""
    return f"{score:.3f} ({interval[0]:.3f}–{interval[1]:.3f})"


def _macro_f1(row: dict[str, Any]) -> str:
    """With its interval; a mean of topics that no run was measured on is none."""
    known = any(s["positives"] >= MEASURABLE for s in row["topics"].values())
    return spread(row["macro_f1"], row["interval"]) if known else _UNKNOWN


def _whole(row: dict[str, Any], said: str) -> str:
    """What is said of whole sets; nothing where no article was judged on every topic."""
    return said if row.get("n_whole", row["n"]) else _UNKNOWN


def topic_table(per_topic: dict[str, dict[str, Any]]) -> str:
    """Scores a topic; a topic with fewer than 5 positives is not measurable."""
    head = ["topic", "precision", "recall", "F1", "average precision", "ECE", "positives"]
    out = _row(head) + _row(["---"] * len(head))
    for name, s in per_topic.items():
        count, f1 = int(s["positives"]), spread(s["f1"], s["interval"])
        scores = [f"{s[k]:.3f}" for k in ("precision", "recall", "average_precision", "ece")]
        values = [*scores[:2], f1, *scores[2:]]
        out += _row([name, *(values if count >= MEASURABLE else [_UNKNOWN] * 5), count])
    return out


def slice_table(rows: Sequence[dict[str, Any]]) -> str:
    """Scores of parts of the articles (`evaluation.assess.slices`)."""
    out = _row(["slice", "part", "articles", "macro-F1 (of topics with 5 positives)", "exact set"]) + _row(
        ["---"] * 5
    )
    for r in rows:
        macro = f"{spread(r['macro_f1'], r['interval'])} of {r['topics']}" if r["topics"] else "—"
        exact = "—" if r["exact"] is None else f"{r['exact']:.3f}"
        out += _row([r["kind"], r["part"], r["n"], macro, exact])
    return out


def coverage_table(rows: Sequence[dict[str, float]]) -> str:
    """Exact sets among the articles kept when the least sure are left to a person (`evaluation.bootstrap.coverage`)."""
    out = _row(["kept", "exact set", "lift"]) + _row(["---"] * 3)
    for share in (1, 0.95, 0.9, 0.8, 0.7):
        near = [r for r in rows if abs(r["coverage"] - share) < 1e-6]
        for r in near[:1]:
            lift = f"{r['lift']:+.3f} ({r['lift_low']:+.3f} to {r['lift_high']:+.3f})" if share < 1 else ""
            out += _row([f"{share:.0%}", spread(r["exact"], (r["low"], r["high"])), lift])
    return out


def confusion_table(names: Sequence[str], table: Sequence[Sequence[int]]) -> str:
    """Rows: labels of people; columns: topics given."""
    out = _row(["people \\ model", *names]) + _row(["---"] * (len(names) + 1))
    return out + "".join(_row([name, *row]) for name, row in zip(names, table, strict=True))


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
    head = f"新模型 {models['new']} 与旧模型 {models['old']}，{found['n']} 篇（都没有学过这些文章，或用交叉验证的概率；没有人判过的类别不计）\n\n"
    if "old" not in found:
        return head
    old, new = found["old"], found["new"]
    pairs = [("宏平均 F1", old["macro_f1"], new["macro_f1"]), ("整组正确", old["exact"], new["exact"])]
    pairs += [(f"F1：{names[t]}", old["f1"][t], new["f1"][t]) for t in found["topics"]]
    table = _row(["", "旧", "新", "差"]) + _row(["---"] * 4)
    for name, a, b in pairs:
        table += _row([name, f"{a:.3f}", f"{b:.3f}", f"{b - a:+.3f}"])
    left = "、".join(name for t, name in names.items() if t not in found["topics"])
    table += f"\n无法衡量，没有比较：{left}\n" if left else ""
    return (
        f"{head}{table}\n判断不同的 {found['changed']} 篇；宏平均 F1 之差 {found['difference']:+.3f}，"
        f"95% 区间 {found['low']:+.3f} 至 {found['high']:+.3f}，下限不得低于 {-found['margin']:+.3f}\n"
    )


def report(result: dict[str, Any], names: dict[str, str]) -> str:
    """The report of one run in Markdown; its plots lie beside it.

    Parameters
    ----------
    result : dict
        As `evaluation.assess.assess`, with `run`, `slices`, `errors` (a number) and `pages` (empty without cutting).
    names : dict of str to str
        Topic ids and their names.
    """
    micro, asked, calibration = result["micro"], result["asked"], result["reliability"]
    measured = any(row["measurable"] for row in result["topics"].values())
    mean = f"{result['mean_average_precision']:.3f}" if measured else _UNKNOWN
    lines = [
        f"# {result['run']}\n",
        f"{result['n']} {_MEASURED[result.get('measured', 'test')]}; in brackets 95 % bootstrap intervals over articles.\n",
        f"* macro-F1 {_over_topics(result)}, micro-F1 {micro['f1']:.3f} (precision"
        f" {micro['precision']:.3f}, recall {micro['recall']:.3f})",
        f"* whole set right {_whole(result, spread(result['exact'], result['exact_interval']))}{_judged(result)}",
        f"* mean average precision {mean}, expected calibration error {calibration['ece']:.3f}",
        f"* left to a person {asked['share']:.3f}; {_others(result)}",
        f"* {result['errors']} articles with a wrong topic, the surest first: `errors.csv`\n",
        topic_table({names[key]: row for key, row in result["topics"].items()}),
        _whole(result, f"{confusion_table([*names.values(), 'none'], result['confusion'])}\n{_SEVERAL}"),
        f"\n## Leaving the least sure to a person\n\n{_whole(result, coverage_table(result['coverage']))}",
        f"\n## Calibration\n\n{reliability_table(calibration['bins'])}",
        f"## Slices\n\n{slice_table(result['slices'])}",
        agreement_table(result.get("agreement", ()), names),
        "".join(f"![]({name})\n" for name in PLOTS),
    ]
    return "\n".join(lines) + (f"\n## Cutting\n\n{page_table(result['pages'])}" if result["pages"] else "")


def _others(result: dict[str, Any]) -> str:
    """What is right of the articles that no person is asked about, if there are any."""
    asked = result["asked"]
    if asked["share"] == 1:
        return "the model is sure of none"
    low, high = asked["interval"]
    sure = f"{asked['exact']:.3f} are right: {asked['lift']:+.3f} ({low:+.3f} to {high:+.3f})"
    return f"of the others {_whole(result, sure)}"


def _over_topics(result: dict[str, Any]) -> str:
    """Macro-F1 with its interval, and over how many topics where some are not measurable."""
    known = sum(row["measurable"] for row in result["topics"].values())
    over = f" (of {known} of {len(result['topics'])} topics)" if known < len(result["topics"]) else ""
    return f"{_macro_f1(result)}{over if known else ''}"


def _judged(result: dict[str, Any]) -> str:
    """By which articles and topics whole sets are scored, where it is not by all."""
    silent = sum(not row["judged"] for row in result["topics"].values())
    of = f"of the {result['n_whole']} articles judged on every {'other ' if silent else ''}topic"
    said = [of] if result["n_whole"] < result["n"] else []
    if silent:
        said.insert(0, f"without {silent} of {len(result['topics'])} topics, which nobody judged")
    return f" ({', '.join(said)}; so are all sets below)" if said else ""


def plots(result: dict[str, Any], names: dict[str, str]) -> dict[str, str]:
    """File name → SVG of the plots of a report."""
    topics = {names[key]: row for key, row in result["topics"].items() if row["positives"] >= MEASURABLE}
    drawn = (
        topic_plot(topics),
        confusion_plot([*names.values(), "其他"], result["confusion"]),
        reliability_plot(result["reliability"]["bins"]),
        coverage_plot({"测试文章": result["coverage"]}),
    )
    return dict(zip(PLOTS, drawn, strict=True))
