"""What the topics do elsewhere than on the labelled press: on other people's ten classes and on the real page, for `topics_report.py`.

OMP_NUM_THREADS=1 python benchmarks/topics_elsewhere.py    # a minute and a half; needs ../shared
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from cnews10 import SETTINGS, news, right
from scipy.stats import beta

import baozhai
from baozhai.cli import compose
from baozhai.io.corpus import read_table
from baozhai.labels.ledger import content_hash

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
PAGE = SHARED / "pages" / "000_b735fd0ee04803a0.txt"


def ten_classes() -> tuple[str, str, str]:
    """Five-fold accuracy of a linear model, with Jeffreys' 95 % interval."""
    articles, y, names = news(SHARED / "corpora" / "cnews10.jsonl.xz")
    share, n = right(compose(SETTINGS["`single`"]), articles, y, np.arange(len(y)), 0), len(y)
    low, high = beta.ppf((0.025, 0.975), share * n + 0.5, (1 - share) * n + 0.5)
    name = f"accuracy on {n} articles of {len(names)} classes (`cnews10`), five folds, linear model"
    return name, "≥ 0.975", f"{share:.4f} ({low:.3f}–{high:.3f})"


def real_page() -> tuple[str, str, str]:
    """Items of the real page that have their whole set of labels from the shipped model (`data/labels/page.csv`)."""
    table = read_table(ROOT / "data" / "labels" / "page.csv", ("hash", "labels"))
    wanted = {row["hash"]: set(row["labels"].split()) for row in table}
    articles = baozhai.read_issue(PAGE).articles
    predictions = baozhai.load("press").predict(articles)
    hits = sum(
        wanted.get(content_hash(a)) == set(p.topics) for a, p in zip(articles, predictions, strict=True)
    )
    return (
        "items of the real page with the right set, shipped model",
        f"{len(wanted)} of {len(wanted)}",
        f"{hits} of {len(articles)}",
    )


def lines() -> list[tuple[str, str, str]]:
    """The rows of the table."""
    return [real_page(), ten_classes()]


if __name__ == "__main__":
    for row in lines():
        print(f"| {' | '.join(row)} |")
