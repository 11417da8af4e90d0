"""A few rounds of benchmarks/fuzz.py, and what its long runs found."""

from __future__ import annotations

import random
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "benchmarks"))

import fuzz  # noqa: E402

DUMPS = [path.read_text(encoding="utf-8") for path in fuzz.sources(".txt")[:12]]
PDFS = [fuzz.unpacked(path.read_bytes()) for path in fuzz.sources(".pdf")[:2]]


@pytest.mark.parametrize("seed", range(3))
def test_mutated_dumps(seed: int, tmp_path: Path) -> None:
    for number in range(12):
        data = fuzz.mutated_dump(random.Random(f"{seed}/{number}"), DUMPS)
        answer = fuzz.run_case(tmp_path / "case.txt", data, with_digest=number == 0)
        assert not answer.startswith("FAILED"), (seed, number, answer)


@pytest.mark.parametrize("seed", range(3))
def test_mutated_pdfs(seed: int, tmp_path: Path) -> None:
    for number in range(6):
        data = fuzz.mutated_pdf(random.Random(f"{seed}/{number}"), PDFS)
        answer = fuzz.run_case(tmp_path / "case.pdf", data, with_digest=number == 0)
        assert not answer.startswith("FAILED"), (seed, number, answer)


def test_the_fuzzer_sees_a_lost_character(tmp_path: Path) -> None:
    issue = fuzz.build.read_issue(fuzz.sources(".txt")[0])
    text = fuzz.sources(".txt")[0].read_text(encoding="utf-8")
    assert fuzz._imbalance(issue, [text]) == ""
    assert fuzz._imbalance(issue, [text, "失"]) == "lost {'失': 1} more {}"


FOUND = {
    "one Latin letter": "a",  # a page without headlines: an array of no rows could not be given its shape
    "texts without headlines": "本报讯 云岫市夜间公交今起开行。\n末班车延长到零点。\n",
    "half a surrogate pair": "本报讯 云岫市\ud800夜间公交今起开行。\n",
    "control characters": "云岫\x00市夜间\x1b公交\n本报讯 夜间公交\x7f今起开行。\n",
}


@pytest.mark.parametrize("name", FOUND)
def test_found_dumps(name: str, tmp_path: Path) -> None:
    data = FOUND[name].encode("utf-8", "surrogatepass")
    assert not fuzz.run_case(tmp_path / "case.txt", data, with_digest=True).startswith("FAILED")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark(encoding: str, tmp_path: Path) -> None:
    """Half of these were read in the wrong byte order and refused as cut off."""
    text = "云岫市开通夜间公交\n本报讯 夜间公交今起开行，末班车延长到零点。\n"
    (tmp_path / "case.txt").write_bytes(text.encode(encoding))
    (article,) = fuzz.build.read_issue(tmp_path / "case.txt").articles
    assert article.paragraphs == ("夜间公交今起开行，末班车延长到零点。",)


def test_hundreds_of_scraps_take_seconds(tmp_path: Path) -> None:
    """A dump broken into scraps of a few characters reads as hundreds of headlines: it took minutes."""
    scraps = [line[k : k + 5] for line in DUMPS[3].split("\n") for k in range(0, len(line), 5)]
    start = time.process_time()
    answer = fuzz.run_case(tmp_path / "case.txt", "\n".join(scraps).encode(), with_digest=False)
    assert not answer.startswith("FAILED") and time.process_time() - start < 30
