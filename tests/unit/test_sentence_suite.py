"""The published suite of sentence splitting, `tests/golden/sentences.tsv`, and the tiling of whole articles.

One case a line: the rule it checks, a tab, the text with `|` at every expected boundary (`\\n` is a
line end). All texts are written for this project; firms, places and people are made up.
"""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from baozhai.text.sentences import split

SUITE = Path(__file__).resolve().parents[1] / "golden" / "sentences.tsv"
CASES = [tuple(line.split("\t")) for line in SUITE.read_text(encoding="utf-8").splitlines()]
# Text → why the splitter does not get it right.
KNOWN = {
    "会上通过《澜浦章程。》|随后散会。": "a full stop inside a title is taken for part of the title",
    "新品（详见第3版。）已上架。|首日售罄。": "whether a bracket with a full stop closes a clause asks for syntax",
    "新桥(见图。)通车。|两岸欢腾。": "whether a bracket with a full stop closes a clause asks for syntax",
    "OK!|就这么定了。": "a half-width mark after a Latin word is taken for part of a name (Yahoo!网页)",
}


def _parts(text: str) -> list[str]:
    return [text[a:b] for a, b in split(text)]


def _params() -> list[object]:
    return [
        pytest.param(
            rule,
            marked,
            id=f"{number:03d} {rule}",
            marks=[pytest.mark.xfail(strict=True, reason=KNOWN[marked])] if marked in KNOWN else [],
        )
        for number, (rule, marked) in enumerate(CASES, 1)
    ]


@pytest.mark.parametrize(("rule", "marked"), _params())
def test_case(rule: str, marked: str) -> None:
    expected = marked.replace("\\n", "\n")
    assert _parts(expected.replace("|", "")) == expected.split("|"), rule


def test_the_suite_is_large_and_nearly_all_of_it_passes() -> None:
    assert len({marked for _, marked in CASES}) == len(CASES) >= 200
    assert set(KNOWN) <= {marked for _, marked in CASES}
    assert len(KNOWN) <= 0.02 * len(CASES)
    assert sum(rule == "appendix C" for rule, _ in CASES) == 15


def test_no_character_of_an_article_is_lost(root: Path) -> None:
    seen = 0
    for path in sorted((root / "data" / "starter" / "articles").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            for text in json.loads(line)["paragraphs"]:
                assert "".join(_parts(text)) == text
                seen += 1
    assert seen > 100


def test_no_character_of_random_news_is_lost() -> None:
    """Pieces of the suite joined, cut and shuffled: marks stand where no writer would put them."""
    rng = random.Random(5)
    pieces = [marked.replace("|", "") for _, marked in CASES]
    for _ in range(2000):
        text = "".join(rng.sample(pieces, 6))
        low = rng.randrange(len(text))
        text = text[low : low + rng.randrange(1, 300)]
        spans = split(text)
        assert "".join(text[a:b] for a, b in spans) == text
        assert all(a < b for a, b in spans) and spans[0][0] == 0
