"""Words and tables of `docs/topics_report.md`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from topics_cv import DRAWS, PARTITIONS

from baozhai.evaluation.report import (
    confusion_table,
    coverage_table,
    reliability_table,
    spread,
    topic_table,
)

ROUNDS = {
    1: "drawn like the press of a day",
    2: "a model was least sure of them",
    3: "a model was least sure of them",
    4: "they name high-tech zones",
}


def by_round(found: dict[int, dict[str, Any]]) -> str:
    """One line a round."""
    head = "| round | articles | macro-F1 | lowest F1 of a topic | exact set | mean average precision | highest ECE of a topic |"
    out = f"{head}\n{'| --- ' * 7}|\n"
    for number, r in found.items():
        worst = min(r["topics"], key=lambda t: r["topics"][t]["f1"])
        ece = max(t["ece"] for t in r["topics"].values())
        low = f"{worst} {spread(r['topics'][worst]['f1'], r['topics'][worst]['interval'])}"
        cells = [spread(r["macro_f1"], r["interval"]), low, spread(r["exact"], r["exact_interval"])]
        out += f"| {number} ({ROUNDS[number]}) | {r['n']} | {' | '.join(cells)} | {r['mean_average_precision']:.3f} | {ece:.3f} |\n"
    return out


def partition_table(each: Sequence[dict[int, dict[str, Any]]]) -> str:
    """What moves when nothing but the folds does."""
    topics = list(each[0][1]["topics"])
    out = f"| partition | macro-F1 | {' | '.join(topics)} | exact set | exact set, round 4 |\n{'| --- ' * (len(topics) + 4)}|\n"
    for number, found in enumerate(each, 1):
        first = found[1]
        figures = (
            first["macro_f1"],
            *(t["f1"] for t in first["topics"].values()),
            first["exact"],
            found[4]["exact"],
        )
        out += f"| {number} | {' | '.join(f'{v:.3f}' for v in figures)} |\n"
    return out


def asked_table(found: dict[int, dict[str, Any]]) -> str:
    """What asking a person brings with the cut-off learned in training."""
    out = "| round | share asked | exact set of all | of the others | lift |\n" + "| --- " * 5 + "|\n"
    for number, r in found.items():
        a = r["asked"]
        lift = f"{a['lift']:+.3f} ({a['interval'][0]:+.3f} to {a['interval'][1]:+.3f})"
        out += f"| {number} | {a['share']:.3f} | {r['exact']:.3f} | {a['exact']:.3f} | {lift} |\n"
    return out


def text_of(names: list[str], found: dict[int, dict[str, Any]], parts: dict[str, str]) -> str:
    """The report in Markdown."""
    first, zone = found[1], found[4]
    return f"""# Topics: report on the development data

Made by `OMP_NUM_THREADS=1 python benchmarks/topics_report.py`. Five-fold cross-validation of the shipped settings on {sum(r["n"] for r in found.values())} labelled press and
broadcast articles (`data/labels/press.csv`, texts not shipped); the starter articles and rounds 5 to 10 are learned from only; marked sentences (`data/labels/sentences.csv`) of articles outside the fold alone. The learning curve uses no marks. Folds go by day of issue, and no
copy of a tested report is learned from. In brackets 95 % bootstrap intervals over articles. The rounds after the first were drawn to be
hard, so they read lower than a day's press. What was cross-validated on all labels was so {PARTITIONS} times, with other folds: figures, counts and intervals are the means. What was tried and what paid: `topics_ideas.md`. All numbers: `topics_report/scores.json`.

## What was to be reached

{parts["targets"]}
The sealed examinations are scored elsewhere (what to expect of the first: next section); features, long documents and cold start are measured on the starter corpus (`speed.md`).

## What the cross-validation says of the examination

{parts["known"]}
## Rounds

{parts["rounds"]}
Round 1 with other folds, nothing else changed:

{parts["partitions"]}
{parts["peer"]}

{parts["later"]}

## Round 1 by topic

{topic_table(first["topics"])}
{confusion_table([*names, "other"], first["confusion"])}
An article may count in several rows and columns.

![](topics_report/topics.svg)
![](topics_report/confusion.svg)

## Round 4 (zones) by topic

{topic_table(zone["topics"])}
## Asking a person

By `certainty`, the probability that the whole set is right. First with the cut-off that training stores for `decision.abstain_share=0.1`: of articles
drawn like those of calibration at most that share lies below it on average, by the quantile of split conformal prediction (the
models that score them have seen a quarter more articles than those the cut-off comes from; hard articles are asked about more often).

{parts["asked"]}
Then by rank, for any share (round 1, round 4):

{coverage_table(first["coverage"])}
{coverage_table(zone["coverage"])}
![](topics_report/coverage.svg)

## Aims, round 1

{parts["decisions"]}
## Calibration, round 1

{reliability_table(first["reliability"]["bins"])}
![](topics_report/reliability.svg)

## Slices of round 1

{parts["slices"]}
## Learning curve

{parts["curve"]}
![](topics_report/learning.svg)

## Without any label

{parts["cold"]}"""


def curve_table(curve: list[tuple[int, float, float, float]]) -> str:
    """Scores by number of articles."""
    out = f"Articles of round 1 only, no starter articles; {DRAWS} draws, scored on the held-out folds of round 1. "
    out += "The texts of all articles outside the fold serve as unlabelled ones: for idf, and for what the cue words of the topics say of them.\n\n"
    out += "| labelled articles | macro-F1 (mean of draws) | lowest, highest |\n| --- | --- | --- |\n"
    return out + "".join(f"| {n} | {mean:.3f} | {low:.3f}, {high:.3f} |\n" for n, mean, low, high in curve)


def cold_table(rows: list[tuple[str, float, dict[str, float]]]) -> str:
    """What cue words alone reach, beside what is claimed for them."""
    out = "Each topic as if nobody had judged it: learned from the votes of its cue words on the texts outside the fold, scored on round 1. "
    out += "The claim is what `train` stores: how often people agree with such a model of another topic, where they do least.\n\n"
    out += "| topic | claimed to be right | precision | recall | F1 |\n| --- | --- | --- | --- | --- |\n"
    keys = ("precision", "recall", "f1")
    return out + "".join(
        f"| {name} | {claim:.3f} | {' | '.join(f'{row[key]:.3f}' for key in keys)} |\n"
        for name, claim, row in rows
    )


def averaged(trees: Sequence[Any]) -> Any:
    """Of trees of one shape the tree of the means of their numbers; counts stay whole."""
    first = trees[0]
    if isinstance(first, dict):
        return {key: averaged([tree[key] for tree in trees]) for key in first}
    if isinstance(first, list | tuple):
        return [averaged(row) for row in zip(*trees, strict=True)]
    if isinstance(first, bool | str | None):
        return first
    mean = sum(trees) / len(trees)
    return round(mean) if isinstance(first, int) else mean


def rounded(tree: Any) -> Any:
    """The same tree with floats of five digits."""
    if isinstance(tree, dict):
        return {str(k): rounded(v) for k, v in tree.items()}
    if isinstance(tree, list | tuple):
        return [rounded(v) for v in tree]
    return round(float(tree), 5) if isinstance(tree, float) else tree
