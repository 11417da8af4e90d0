"""Summaries against editors' briefs, by era, beside the lead, chance, the oracle and sumy; and how fast.

    python benchmarks/summaries.py [model=press] > docs/summaries.md     # needs ../shared; sumy, snownlp, textrank4zh, sentencex, pysbd, spacy: those installed

The dev part of the briefs was not learned from. The title is not used, except in one line of the table. Budget 80 characters.
"""

from __future__ import annotations

import os
import random
import sys
import time
import warnings
from pathlib import Path

import numpy as np
from briefs import (
    BUDGET,
    Pick,
    filled,
    intervals,
    lead_filled,
    lead_first,
    ours,
    row,
    scored,
    texts_of,
)
from page_digests import page_ratio
from peers import Ranking, peers
from splitters import lost
from summary_eras import cross_fitted, time_split

from baozhai import build
from baozhai.build.models import SUMMARIZERS
from baozhai.cli import compose
from baozhai.evaluation.summaries import Reference, oracle
from baozhai.io.corpus import read_articles, read_jsonl
from baozhai.records import Article
from baozhai.stages.rank import read_briefs
from baozhai.summary import Ranker, Summarizer, summarize
from baozhai.summary.contract import violations
from baozhai.summary.learn import Brief
from baozhai.summary.units import n_chars, terms

ERAS = (("2012–16", "0", "2017"), ("2017–18", "2017", "2019"), ("2019–26", "2019", "9"))
READ = "\nFifty summaries read one by one: [summaries_read.md](summaries_read.md)."


def chance(article: Article) -> str:
    """Sentences in random order, one seed a document."""
    texts = texts_of(article)
    order = list(range(len(texts)))
    random.Random(article.id).shuffle(order)
    return filled(texts, order)


def theirs(rank: Ranking) -> Pick:
    """A summarizer of others: its own sentences in its own order, filled as the rest."""
    return lambda article: filled(*rank("".join(article.paragraphs)))


def speed(pick: Pick, articles: list[Article]) -> float:
    """Documents a second of process time, the better of two passes."""
    times = []
    for _ in range(2):
        started = time.process_time()
        for article in articles:
            pick(article)
        times.append(time.process_time() - started)
    return len(articles) / min(times)


def parts_of(briefs: list[Brief]) -> dict[str, np.ndarray]:
    """Masks of all briefs, the eras, and those that are not a literal span of the article."""
    days = np.array([b.day for b in briefs])
    literal = np.array([b.reference.rstrip("。") in "".join(b.article.paragraphs) for b in briefs])
    eras = {name: (days >= low) & (days < high) for name, low, high in ERAS}
    return {"all": np.ones(len(briefs), bool), **eras, "verbatim": literal, "non-verbatim": ~literal}


def quality(systems: dict[str, Pick], briefs: list[Brief]) -> None:
    """The table of systems, and the intervals of the ranker."""
    parts = parts_of(briefs)
    sizes = [f"{name} ({int(inside.sum())})" for name, inside in parts.items()]
    print(f"| system, R1 / R2 / RL | {' | '.join(sizes)} |\n|---" + "|---" * len(sizes) + "|")
    found = {name: scored(pick, briefs) for name, pick in systems.items()}
    goal = [
        "".join(texts_of(b.article)[i] for i in oracle(texts_of(b.article), b.reference, BUDGET))
        for b in briefs
    ]
    found["oracle (greedy)"] = (
        np.array([Reference(b.reference).score(t) for b, t in zip(briefs, goal, strict=True)]) * 100
    )
    for name, values in found.items():
        print(row(name, values, list(parts.values())))
    print("\nPaired differences of the ranker, with 95 % bootstrap intervals over documents:\n")
    print("| over | R1 | R2 | RL |\n|---|---|---|---|")
    for base in ("lead, first sentence", "lead, filled"):
        intervals(base, found["ranker"], found[base], parts)


def contract(ranker: Summarizer, briefs: list[Brief]) -> None:
    """Broken rules at several budgets, counted by the check of `summary/contract.py`."""
    print(
        "\n## Contract\n\n| budget | summaries | broken rules | one longer sentence alone | mean characters |"
    )
    print("|---|---|---|---|---|")
    for low, high in ((0, 40), (0, 80), (0, 120), (100, 200)):
        made = [(b.article, summarize(ranker, b.article, min_chars=low, max_chars=high)) for b in briefs]
        broken = sum(len(violations(a, s, max_chars=high)) for a, s in made)
        sizes = [n_chars(s.text) for _, s in made]
        over = sum(n > high for n in sizes)
        print(f"| {low}–{high} | {len(made)} | {broken} | {over} | {np.mean(sizes):.1f} |")


def speeds(systems: dict[str, Pick], briefs: list[Brief]) -> None:
    """Splitting + ranking + selecting, all in one run."""
    articles = [b.article for b in briefs[:300]]
    rates = {name: speed(pick, articles) for name, pick in systems.items()}
    print(
        "\n## Speed\n\nSplitting, ranking and selecting, one core, one run, 300 articles, better of two passes.\n"
    )
    print(f"Load of the machine: {os.getloadavg()[1]:.1f} (ratios are meant for an idle one).\n")
    others = [name for name in ("sumy LexRank", "textrank4zh") if name in rates]
    print(
        f"| system | articles a second |{''.join(f' times {o} |' for o in others)}\n|---|---|{'---|' * len(others)}"
    )
    for name, rate in rates.items():
        print(f"| {name} | {rate:,.0f} |{''.join(f' {rate / rates[o]:.1f} |' for o in others)}")


def splitting(folder: Path) -> None:
    """Whether the sentences of real articles tile them."""
    print(
        "\n## Splitting into sentences\n\nOther splitters on the suite `tests/golden/sentences.tsv`: [sentences.md](sentences.md).\n"
    )
    bodies = [r["body"] for r in read_jsonl(folder / "broadcast_unlabelled.jsonl.xz")[:10_000]]
    total, gone = lost(part for body in bodies for part in body.split("\n") if part)
    print(f"\n{len(bodies):,} articles, {total:,} characters: {gone} in no sentence or in two.")


def errors(ranker: Summarizer, folder: Path) -> None:
    """Starter articles whose summary says least of the headline: most of what goes wrong is among them."""
    print(
        "\n## Likely errors\n\nThe six starter articles whose summary holds the smallest share of the headline's terms.\n"
    )
    print("| share | headline | summary |\n|---|---|---|")
    rows = []
    for article in read_articles(folder):
        text = summarize(ranker, article, max_chars=BUDGET).text
        head = set(terms(article.title))
        if article.kind == "article" and len(head) > 4:
            rows.append((len(head & set(terms(text))) / len(head), article.title, text))
    for share, title, text in sorted(rows)[:6]:
        print(f"| {share:.2f} | {title} | {text} |")


def main() -> None:
    """Print the report as Markdown."""
    warnings.simplefilter("ignore")
    cfg = compose(["corpus=press", "summary=ranker", *sys.argv[1:]])
    if not Path(cfg.corpus.briefs).is_file():
        sys.exit(f"{cfg.corpus.briefs}：找不到简讯语料，无法评测。")
    ranker = build.summarizer(cfg)
    assert isinstance(ranker, Ranker)
    dev, train = read_briefs(cfg.corpus.briefs, "dev"), read_briefs(cfg.corpus.briefs)
    systems: dict[str, Pick] = {
        "lead, first sentence": lead_first,
        "lead, filled": lead_filled,
        "random, filled": chance,
        **{kind.__name__: ours(kind()) for kind in SUMMARIZERS.values()},
        "ranker": ours(ranker),
        "ranker, headline read": ours(ranker, headline=True),
    }
    systems |= {name: theirs(rank) for name, rank in peers()}
    print("# Summaries against editors' briefs\n\n`python benchmarks/summaries.py > docs/summaries.md`\n")
    print(
        "Character ROUGE F1 × 100 (`evaluation/summaries.py`), budget 80 characters, title not used except in the line that says so. The ranker"
        f" learned from {len(train)} briefs; these {len(dev)} (dev) are of other days. “Filled”: whole sentences in"
        " rank order while they fit, the first always. The other lines are what `summarize` gives users.\n"
    )
    quality(systems, dev)
    contract(ranker, dev + train)
    speeds(systems, dev)
    time_split(train + dev, cfg.seed)
    cross_fitted(train + dev, cfg.seed)
    folder = Path(cfg.corpus.briefs).parent
    splitting(folder)
    page_ratio(folder.parent)
    errors(ranker, Path(cfg.corpus.articles))
    print(READ)


if __name__ == "__main__":
    main()
