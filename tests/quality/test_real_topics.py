"""The topics of the real page with the shipped model."""

from __future__ import annotations

from pathlib import Path

import baozhai


def test_topics_of_the_real_page(shared: Path) -> None:
    issue = baozhai.read_issue(shared / "pages" / "000_b735fd0ee04803a0.txt")
    digester = baozhai.load("press")
    found = {
        len(a.paragraphs): p for a, p in zip(issue.articles, digester.predict(issue.articles), strict=True)
    }
    # Articles are told apart by their number of paragraphs, so that no text of the page stands here.
    assert set(found[9].topics) == {"party_building"}
    assert found[5].decision == "other"
    photos = [
        p for a, p in zip(issue.articles, digester.predict(issue.articles), strict=True) if a.kind == "photo"
    ]
    assert [set(p.topics) for p in photos] == [{"manufacturing"}, set()]
    assert set(found[15].topics) == {"manufacturing", "biomedicine"}
    short = [
        p
        for a, p in zip(issue.articles, digester.predict(issue.articles), strict=True)
        if len(a.paragraphs) == 4
    ]
    assert [set(p.topics) for p in short] == [{"awards"}, {"awards", "biomedicine"}]
