"""A few rounds of benchmarks/fuzz.py, and what its long runs found."""

from __future__ import annotations

import random
import sys
import time
from pathlib import Path

import pytest

from baozhai import build

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "benchmarks"))

from fuzzing.cases import imbalance, run_case  # noqa: E402
from fuzzing.dumps import mutated_dump  # noqa: E402
from fuzzing.inputs import sources, unpacked  # noqa: E402
from fuzzing.pdfs import mutated_pdf  # noqa: E402

DUMPS = [path.read_text(encoding="utf-8") for path in sources(".txt")[:12]]
PDFS = [unpacked(path.read_bytes()) for path in sources(".pdf")[:2]]


@pytest.mark.parametrize("seed", range(3))
def test_mutated_dumps(seed: int, tmp_path: Path) -> None:
    for number in range(12):
        data = mutated_dump(random.Random(f"{seed}/{number}"), DUMPS)
        answer = run_case(tmp_path / "case.txt", data, with_digest=number == 0)
        assert not answer.startswith("FAILED"), (seed, number, answer)


@pytest.mark.parametrize("seed", range(3))
def test_mutated_pdfs(seed: int, tmp_path: Path) -> None:
    for number in range(6):
        data = mutated_pdf(random.Random(f"{seed}/{number}"), PDFS)
        answer = run_case(tmp_path / "case.pdf", data, with_digest=number == 0)
        assert not answer.startswith("FAILED"), (seed, number, answer)


def test_the_fuzzer_sees_a_lost_character(tmp_path: Path) -> None:
    issue = build.read_issue(sources(".txt")[0])
    text = sources(".txt")[0].read_text(encoding="utf-8")
    assert imbalance(issue, [text]) == ""
    assert imbalance(issue, [text, "失"]) == "lost {'失': 1} more {}"


FOUND = {
    "one Latin letter": "a",  # a page without headlines: an array of no rows could not be given its shape
    "texts without headlines": "本报讯 云岫市夜间公交今起开行。\n末班车延长到零点。\n",
    "half a surrogate pair": "本报讯 云岫市\ud800夜间公交今起开行。\n",
    "control characters": "云岫\x00市夜间\x1b公交\n本报讯 夜间公交\x7f今起开行。\n",
}


@pytest.mark.parametrize("name", FOUND)
def test_found_dumps(name: str, tmp_path: Path) -> None:
    data = FOUND[name].encode("utf-8", "surrogatepass")
    assert not run_case(tmp_path / "case.txt", data, with_digest=True).startswith("FAILED")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark(encoding: str, tmp_path: Path) -> None:
    """Half of these were read in the wrong byte order and refused as cut off."""
    text = "云岫市开通夜间公交\n本报讯 夜间公交今起开行，末班车延长到零点。\n"
    (tmp_path / "case.txt").write_bytes(text.encode(encoding))
    (article,) = build.read_issue(tmp_path / "case.txt").articles
    assert article.paragraphs == ("夜间公交今起开行，末班车延长到零点。",)


def test_hundreds_of_scraps_take_seconds(tmp_path: Path) -> None:
    """A dump broken into scraps of a few characters reads as hundreds of headlines: it took minutes."""
    scraps = [line[k : k + 5] for line in DUMPS[3].split("\n") for k in range(0, len(line), 5)]
    start = time.process_time()
    answer = run_case(tmp_path / "case.txt", "\n".join(scraps).encode(), with_digest=False)
    assert not answer.startswith("FAILED") and time.process_time() - start < 30
