"""Mutated page dumps and PDFs through reading, cutting and printing: no crash, no character lost.

python benchmarks/fuzz.py --dumps 20000 --pdfs 2000 --out /tmp/fuzz

A case is known by its seed and number, and is run in a worker process with a time limit, because a
damaged PDF may hang or crash PDFium. Only a `BaozhaiError` may come out, and none that says that characters
do not add up; the characters of the input are also counted here, apart from the project's own ledger.
Failing inputs are kept in `--out`.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "benchmarks"), str(ROOT / "src")]

from fuzzing.dumps import mutated_dump  # noqa: E402
from fuzzing.inputs import sources, unpacked  # noqa: E402
from fuzzing.pdfs import mutated_pdf  # noqa: E402
from fuzzing.workers import Bench  # noqa: E402

#: Every so many cases the digest is made and printed too.
PRINT_EVERY = 10


def fuzz(kind_: str, count: int, seed: int, out: Path, first: int = 0) -> Counter[str]:
    """Run `count` cases of `dump` or `pdf`; answers and how often each came."""
    dumps = [p.read_text(encoding="utf-8") for p in sources(".txt")]
    pdfs = [unpacked(p.read_bytes()) for p in sources(".pdf")]
    answers: Counter[str] = Counter()
    with TemporaryDirectory() as folder:
        bench = Bench(folder)
        for number in range(first, first + count):
            rng = random.Random(f"{kind_}/{seed}/{number}")
            data = mutated_dump(rng, dumps) if kind_ == "dump" else mutated_pdf(rng, pdfs)
            name = "case.txt" if kind_ == "dump" else "case.pdf"
            answer = bench.run(name, data, number % PRINT_EVERY == 0)
            answers[answer.strip().splitlines()[-1] if answer.startswith("FAILED T") else answer] += 1
            if answer.startswith("FAILED"):
                out.mkdir(parents=True, exist_ok=True)
                (out / f"{kind_}-{seed}-{number}{Path(name).suffix}").write_bytes(data)
                print(f"{kind_} {seed}/{number}: {answer}", flush=True)
            if number % 1000 == 999:
                print(f"{kind_} {number + 1}", file=sys.stderr, flush=True)
        bench.stop()
    return answers


def main() -> int:
    """Command line; 1 when anything failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dumps", type=int, default=20000)
    parser.add_argument("--pdfs", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0, help="number of the first case, to repeat one")
    parser.add_argument("--out", type=Path, default=Path("fuzz"))
    args = parser.parse_args()
    failed = 0
    for kind_, count in (("dump", args.dumps), ("pdf", args.pdfs)):
        answers = fuzz(kind_, count, args.seed, args.out, args.first)
        bad = sum(n for answer, n in answers.items() if answer == "FAILED" or not _allowed(answer))
        failed += bad
        print(f"\n{kind_}: {count} cases, {answers['digest']} cut, {bad} failed")
        for answer, times in answers.most_common():
            print(f"{times:7} {answer}")
    return 1 if failed else 0


def _allowed(answer: str) -> bool:
    return answer == "digest" or answer.split(" ")[0] in ("InputError", "ConfigError")


if __name__ == "__main__":
    sys.exit(main())
