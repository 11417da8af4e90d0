"""Every figure on topics that the development data can give, in one run: `docs/topics_report.md` and what lies beside it.

    OMP_NUM_THREADS=1 python benchmarks/topics_report.py               # about 20 minutes on two cores; needs ../shared
    python benchmarks/topics_report.py out=/tmp/try features.read_chars=600   # another setting, elsewhere

How the articles are parted: `topics_cv.py`; the words of the report: `topics_text.py`.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
from topics_cv import (
    PARTITIONS,
    SINCE,
    Corpus,
    Scored,
    cold_start,
    five_folds,
    later,
    learning_curve,
    score,
)
from topics_elsewhere import lines as elsewhere
from topics_known import examined, known_scores, known_text
from topics_speed import command_seconds, speed_lines, training_seconds
from topics_text import (
    ROUNDS,
    asked_table,
    averaged,
    by_round,
    cold_table,
    curve_table,
    partition_table,
    rounded,
    text_of,
)

from baozhai.cli import compose
from baozhai.config import Config
from baozhai.evaluation.assess import assess, length_part, slices
from baozhai.evaluation.bootstrap import paired
from baozhai.evaluation.plots import (
    confusion_plot,
    coverage_plot,
    learning_plot,
    reliability_plot,
    topic_plot,
)
from baozhai.evaluation.report import slice_table, spread

ROOT = Path(__file__).resolve().parents[1]


def decision_table(data: Corpus, found: list[Scored]) -> str:
    """The three aims on round 1."""
    out = (
        "| decision | micro precision | micro recall | macro-F1 | exact set | share asked |\n"
        + "| --- " * 6
        + "|\n"
    )
    for name in ("precise", "balanced", "recall"):
        shift = compose(["experiment=press", f"decision={name}"]).decision.threshold_shift
        r = averaged([assess(one.outcome(data, data.round == 1, shift)) for one in found])
        cells = (
            r["micro"]["precision"],
            r["micro"]["recall"],
            r["macro_f1"],
            r["exact"],
            r["asked"]["share"],
        )
        out += f"| {name} | {' | '.join(f'{v:.3f}' for v in cells)} |\n"
    return out


def peer_line(data: Corpus, found: Scored, cfg: Config) -> str:
    """The paired test against words alone with the same classifier."""
    first = data.round == 1
    plain = [f"features.{b}_weight=0" for b in ("title", "lead", "opening", "chars", "opening_chars")]
    other = score(compose(["experiment=press", *plain]), data, five_folds(data, first))
    own, theirs = (s.outcome(data, first) for s in (found, other))
    parts = []
    for key, name in (("macro_f1", "macro-F1"), ("exact", "exact set")):
        p = paired(own.truth, theirs.given, own.given, score=key, groups=data.group[first], seed=cfg.seed)
        parts.append(f"{name} {p.difference:+.3f} ({p.low:+.3f} to {p.high:+.3f}, p={p.p_value:.2g})")
    return f"Against words alone with the same classifier (paired bootstrap, round 1, first partition): {', '.join(parts)}."


def targets(
    found: dict[int, dict[str, Any]], curve: list[tuple[int, float, float, float]], spent: float, whole: float
) -> str:
    """What was to be reached and what the development data say, speed and size included."""
    first, zone = found[1], found[4]
    at_ten = [next(r for r in found[n]["coverage"] if abs(r["coverage"] - 0.9) < 1e-6) for n in (1, 4)]
    lifts = [f"{r['lift']:+.3f} ({r['lift_low']:+.3f} to {r['lift_high']:+.3f})" for r in at_ten]
    lowest = min(first["topics"].values(), key=lambda t: t["f1"])
    size = sum(f.stat().st_size for f in (ROOT / "models" / "press").rglob("*") if f.is_file()) / 1e6
    rows = [
        ("macro-F1, round 1", "≥ 0.89", spread(first["macro_f1"], first["interval"])),
        ("lowest F1 of a topic, round 1", "≥ 0.85", spread(lowest["f1"], lowest["interval"])),
        ("exact set, round 1", "≥ 0.91", spread(first["exact"], first["exact_interval"])),
        (
            "highest ECE of a topic, round 1",
            "≤ 0.03",
            f"{max(t['ece'] for t in first['topics'].values()):.3f}",
        ),
        ("exact set, zone articles (round 4)", "≥ 0.92", spread(zone["exact"], zone["exact_interval"])),
        ("lift of the exact set, 10 % asked, round 1", "≥ 0.03", lifts[0]),
        ("lift of the exact set, 10 % asked, round 4", "≥ 0.03", lifts[1]),
        (
            "macro-F1 from 200 labelled articles",
            "≥ 0.75",
            f"{curve[0][1]:.3f} ({curve[0][2]:.3f}–{curve[0][3]:.3f} by draw)",
        ),
        (
            "training from raw text (features, sentences, classifiers), s of processor time",
            "≤ 60",
            f"{spent:.0f}",
        ),
        ("the whole command, files read and written, without the summarizer, s", "", f"{whole:.0f}"),
        ("`models/press`, MB", "≤ 8", f"{size:.2f}"),
        *speed_lines(),
        *elsewhere(),
    ]
    out = "| figure | wanted | measured |\n| --- | --- | --- |\n"
    return out + "".join(f"| {' | '.join(row)} |\n" for row in rows)


def pictures(
    data: Corpus, found: dict[int, dict[str, Any]], curve: list[tuple[int, float, float, float]]
) -> dict[str, str]:
    """File name → SVG."""
    names, first = data.names, found[1]
    asked = {f"第{'一二三四'[n - 1]}轮": r["coverage"] for n, r in found.items()}
    return {
        "topics.svg": topic_plot({names[k]: row for k, row in first["topics"].items()}),
        "confusion.svg": confusion_plot([*names.values(), "其他"], first["confusion"]),
        "reliability.svg": reliability_plot(first["reliability"]["bins"]),
        "coverage.svg": coverage_plot(asked),
        "learning.svg": learning_plot({"第一轮的文章": curve}),
    }


def scored_rounds(data: Corpus, scored: Scored) -> dict[int, dict[str, Any]]:
    """All scores of one partition, by round; the table of calibration of round 1 alone, where no bin is empty."""
    found = {n: assess(scored.outcome(data, data.round == n)) for n in ROUNDS}
    return {n: r if n == 1 else {k: v for k, v in r.items() if k != "reliability"} for n, r in found.items()}


def sliced(data: Corpus, scored: list[Scored]) -> str:
    """The slices of round 1."""
    first = data.round == 1
    articles = [data.articles[k] for k in np.flatnonzero(first)]
    kinds = {
        "source": [a.newspaper or a.source.file or "unknown" for a in articles],
        "year": [a.date[:4] or "undated" for a in articles],
        "characters": [length_part(sum(map(len, a.paragraphs))) for a in articles],
    }
    return slice_table(averaged([slices(one.outcome(data, first), kinds) for one in scored]))


def main() -> None:
    """Measure everything, then write the report."""
    words = [w for w in sys.argv[1:] if not w.startswith("out=")]
    out = Path(next((w[4:] for w in sys.argv[1:] if w.startswith("out=")), str(ROOT / "docs")))
    cfg = compose(["experiment=press", *words])
    data = Corpus(cfg)
    partitions = [data.parted(number) for number in range(PARTITIONS)]
    first, tested = data.round == 1, np.isin(data.round, tuple(ROUNDS))
    scored = [score(cfg, one, five_folds(one, tested)) for one in partitions]
    each = [scored_rounds(data, one) for one in scored]
    found = averaged(each)
    since, learned = later(cfg, data)
    spent, whole = training_seconds(words), command_seconds(words)
    curve, cold = learning_curve(cfg, data), cold_start(cfg, data)
    others = [known_scores(one) for one in partitions]
    given = [one.outcome(data, first).given for one in scored]
    likely = examined(list(data.names), data.Y[first] > 0, given, others, cfg.seed)
    parts = {
        "targets": targets(found, curve, spent, whole),
        "rounds": by_round(found),
        "partitions": partition_table(each),
        "peer": peer_line(data, scored[0], cfg),
        "later": f"In time: learned from {learned} articles before {SINCE}, scored on the {since['n']} of round 1 since then: macro-F1"
        f" {spread(since['macro_f1'], since['interval'])}, exact set {spread(since['exact'], since['exact_interval'])}.",
        "asked": asked_table(found),
        "decisions": decision_table(data, scored),
        "slices": sliced(data, scored),
        "curve": curve_table(curve),
        "cold": cold_table(cold),
        "known": known_text(data, others, likely),
    }
    numbers = {
        "rounds": found,
        "partitions": [
            {n: {key: r[key] for key in ("macro_f1", "exact")} for n, r in one.items()} for one in each
        ],
        "since": since,
        "learning_curve": curve,
        "cold_start": cold,
        "training_seconds": spent,
        "command_seconds": whole,
        "examination": {name: row._asdict() for name, row in likely.items()},
    }
    written(out, text_of(list(data.names), found, parts), numbers, pictures(data, found, curve))


def written(out: Path, text: str, numbers: dict[str, Any], drawn: dict[str, str]) -> None:
    """The report, and what lies beside it."""
    folder = out / "topics_report"
    folder.mkdir(parents=True, exist_ok=True)
    (out / "topics_report.md").write_text(text, encoding="utf-8")
    plain = json.dumps(rounded(numbers), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    (folder / "scores.json").write_text(plain + "\n", encoding="utf-8")
    for name, picture in drawn.items():
        (folder / name).write_text(picture, encoding="utf-8")


if __name__ == "__main__":
    main()
