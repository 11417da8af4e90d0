"""The topics of the real page with the shipped model."""

from __future__ import annotations

from pathlib import Path

import baozhai
from baozhai.io.corpus import read_table
from baozhai.labels.ledger import content_hash


def test_topics_of_the_real_page(shared: Path, root: Path) -> None:
    """Labels by content hash, so that no text of the page stands here."""
    wanted = {
        row["hash"]: set(row["labels"].split())
        for row in read_table(root / "data" / "labels" / "page.csv", ("hash", "labels"))
    }
    issue = baozhai.read_issue(shared / "pages" / "000_b735fd0ee04803a0.txt")
    predictions = baozhai.load("press").predict(issue.articles)
    found = {content_hash(a): set(p.topics) for a, p in zip(issue.articles, predictions, strict=True)}
    assert found == wanted and len(found) == 7 and {p.decision for p in predictions} == {"topics", "other"}
