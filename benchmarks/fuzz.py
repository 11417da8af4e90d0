"""Mutated page dumps and PDFs through reading, cutting and printing: no crash, no character lost.

python benchmarks/fuzz.py --dumps 20000 --pdfs 2000 --out /tmp/fuzz

A case is known by its seed and number, and is run in a worker process with a time limit, because a
damaged PDF may hang or crash PDFium. Only a `BaozhaiError` may come out, and none that says that characters
do not add up; the characters of the input are also counted here, apart from the project's own ledger.
Failing inputs are kept in `--out`.
"""

from __future__ import annotations

import argparse
import functools
import multiprocessing
import random
import re
import sys
import traceback
import zlib
from collections import Counter
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

from baozhai import build  # noqa: E402
from baozhai.config import Config  # noqa: E402
from baozhai.digest import Digester  # noqa: E402
from baozhai.errors import BaozhaiError, InputError  # noqa: E402
from baozhai.ingest.ledger import fields  # noqa: E402
from baozhai.io.readers.pdf import read_pdf  # noqa: E402
from baozhai.io.readers.sources import RawIssue, kind  # noqa: E402
from baozhai.io.readers.text import decode  # noqa: E402
from baozhai.records import Issue  # noqa: E402

#: Seconds a case may take before it counts as hanging.
LIMIT = 60.0
#: Every so many cases the digest is made and printed too.
PRINT_EVERY = 10
ODD = "\x00\x01\x02\x07\x08\x0b\x0c\x1b\x1c\x7f\x85\xa0\xad\u200b\u200f\u2028\u3000\ufeff\ufffd\ufffe\U0001f600\ud800é𠮷"
MARKS = "。，、；：？！“”‘’（）《》【】▶■●◆/-—…·摄讯电版 0123456789aA"
ENCODINGS = ("utf-8", "utf-8", "utf-8", "utf-8", "gb18030", "utf-16", "utf-8-sig", "utf-16-le")

Lines = list[str]


def sources(suffix: str) -> list[Path]:
    """The starter issues and the sample of one format."""
    return sorted((ROOT / "data/starter").rglob(f"*{suffix}"))


def mutated_dump(rng: random.Random, dumps: list[str]) -> bytes:
    """A dump of the starter issues with one to eight changes, encoded."""
    lines = rng.choice(dumps).split("\n")
    if rng.random() < 0.8:  # a short stretch: small inputs have their own bugs and cost little
        start = rng.randrange(len(lines))
        lines = lines[start : start + rng.choice((3, 10, 40))]
    for _ in range(rng.randrange(1, 9)):
        lines = rng.choice(LINE_CHANGES)(lines, rng, dumps) or [""]
    text = rng.choice(("\n", "\n", "\n", "\r\n", "\r")).join(lines)
    encoding = rng.choice(ENCODINGS)
    data = text.encode(encoding, "replace" if encoding == "gb18030" else "surrogatepass")
    if rng.random() < 0.1:
        data = flipped(data, rng)
    return data[: rng.randrange(1, len(data) + 1)] if data and rng.random() < 0.1 else data


def _delete(lines: Lines, rng: random.Random, dumps: list[str]) -> Lines:
    start = rng.randrange(len(lines))
    return lines[:start] + lines[start + rng.choice((1, 1, 2, 10)) :]


def _double(lines: Lines, rng: random.Random, dumps: list[str]) -> Lines:
    start, at = rng.randrange(len(lines)), rng.randrange(len(lines) + 1)
    return lines[:at] + lines[start : start + rng.choice((1, 1, 3, 20))] + lines[at:]


def _swap(lines: Lines, rng: random.Random, dumps: list[str]) -> Lines:
    out, a, b = list(lines), rng.randrange(len(lines)), rng.randrange(len(lines))
    out[a], out[b] = out[b], out[a]
    return out


def _shuffle(lines: Lines, rng: random.Random, dumps: list[str]) -> Lines:
    start = rng.randrange(len(lines))
    part = lines[start : start + rng.randrange(2, 60)]
    rng.shuffle(part)
    return lines[:start] + part + lines[start + len(part) :]


def _reverse(lines: Lines, rng: random.Random, dumps: list[str]) -> Lines:
    return lines[::-1]


def _blanks(lines: Lines, rng: random.Random, dumps: list[str]) -> Lines:
    share = rng.choice((0.01, 0.1, 0.5))
    blank = rng.choice((" ", "  ", "\u3000", "\t", "\xa0"))
    return ["".join(c + blank if rng.random() < share else c for c in line) for line in lines]


def _odd(lines: Lines, rng: random.Random, dumps: list[str]) -> Lines:
    share = rng.choice((0.001, 0.01, 0.2))
    pool = rng.choice((ODD, MARKS))
    return ["".join(c + rng.choice(pool) if rng.random() < share else c for c in line) for line in lines]


def _replace(lines: Lines, rng: random.Random, dumps: list[str]) -> Lines:
    out, at = list(lines), rng.randrange(len(lines))
    pool = rng.choice((ODD, MARKS))
    out[at] = "".join(rng.choice(pool) for _ in range(rng.randrange(30)))
    return out


def _break(lines: Lines, rng: random.Random, dumps: list[str]) -> Lines:
    size = rng.choice((1, 3, 8, 15))
    return [line[k : k + size] for line in lines for k in range(0, len(line), size)]


def _glue(lines: Lines, rng: random.Random, dumps: list[str]) -> Lines:
    size = rng.choice((2, 3, 50))
    return ["".join(lines[k : k + size]) for k in range(0, len(lines), size)]


def _mix(lines: Lines, rng: random.Random, dumps: list[str]) -> Lines:
    other = rng.choice(dumps).split("\n")
    if rng.random() < 0.5:
        at = rng.randrange(len(lines) + 1)
        return lines[:at] + other[: rng.randrange(len(other))] + lines[at:]
    longest = max(len(lines), len(other))
    return [line for k in range(longest) for line in (*lines[k : k + 1], *other[k : k + 1])]


LINE_CHANGES: tuple[Callable[[Lines, random.Random, list[str]], Lines], ...] = (
    _delete, _double, _swap, _shuffle, _reverse, _blanks, _odd, _replace, _break, _glue, _mix,
)  # fmt: skip


def flipped(data: bytes, rng: random.Random) -> bytes:
    """Some bytes replaced."""
    out = bytearray(data)
    for _ in range(rng.choice((1, 3, 10, 100)) if out else 0):
        out[rng.randrange(len(out))] = rng.randrange(256)
    return bytes(out)


def mutated_pdf(rng: random.Random, pdfs: list[bytes]) -> bytes:
    """A PDF of the starter issues, damaged."""
    data = rng.choice(pdfs)
    for _ in range(rng.randrange(1, 4)):
        data = rng.choice(PDF_CHANGES)(data, rng) or b"%PDF-1.4\n"
    return data


def _cut_off(data: bytes, rng: random.Random) -> bytes:
    return data[: rng.randrange(len(data))]


def _objects(data: bytes, rng: random.Random) -> bytes:
    """Objects in another order, some missing or twice; the cross-reference is wrong after it."""
    parts = re.split(rb"(?=\b\d+ 0 obj\b)", data)
    head, body = parts[0], parts[1:]
    rng.shuffle(body)
    return head + b"".join(part * rng.choice((0, 1, 1, 1, 1, 1, 2)) for part in body)


def _dictionary(data: bytes, rng: random.Random) -> bytes:
    """A number or a name outside the streams replaced."""
    marks = list(re.finditer(rb"(?<=[ \[])-?\d+(?=[ \]])|/[A-Z]\w+", data))
    if not marks:
        return data
    mark = rng.choice(marks)
    new = rng.choice(
        (b"0", b"-1", b"90", b"270", b"45", b"99999999999", b"1e39", b"nan", b"/Rotate", b"null")
    )
    return data[: mark.start()] + new + data[mark.end() :]


def _turned(data: bytes, rng: random.Random) -> bytes:
    return re.sub(rb"/Rotate 0", b"/Rotate %d" % rng.choice((90, 180, 270)), data)


def _paper(data: bytes, rng: random.Random) -> bytes:
    box = rng.choice(
        (b"0 0 1 1", b"0 0 0 0", b"0 0 1e9 1e9", b"-500 -500 700 700", b"800 900 0 0", b"0 0 nan inf")
    )
    return re.sub(rb"/MediaBox \[[^\]]*\]", b"/MediaBox [ " + box + b" ]", data)


def _content(data: bytes, rng: random.Random) -> bytes:
    """Operators of a page's content changed: positions, sizes, matrices, text."""
    found = list(re.finditer(rb"/Length (\d+)(.{0,80}?)stream\r?\n(.*?)endstream", data, re.S))
    if not found:
        return data
    stream = rng.choice(found)
    try:
        text = zlib.decompress(stream.group(3).rstrip(b"\r\n"))
    except zlib.error:
        return data
    for _ in range(rng.choice((1, 5, 50))):
        text = _operator(text, rng)
    packed = zlib.compress(text)
    made = b"/Length %d%sstream\n%s\nendstream" % (len(packed), stream.group(2), packed)
    return data[: stream.start()] + made + data[stream.end() :]


def _operator(text: bytes, rng: random.Random) -> bytes:
    marks = list(re.finditer(rb"-?\d+(?:\.\d+)?(?= )|\bT[fjJdmD*]\b|\\\d{3}", text))
    if not marks:
        return text
    mark = rng.choice(marks)
    new = rng.choice(
        (b"0", b"-1", b"1e30", b"-99999", b"nan", b"0.0001", b"", b"7", b"1000", b"\\000", b"\\377")
    )
    return text[: mark.start()] + new + text[mark.end() :]


PDF_CHANGES: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    flipped, _cut_off, _objects, _dictionary, _dictionary, _turned, _paper, _content, _content, _content,
)  # fmt: skip


def unpacked(data: bytes) -> bytes:
    """The same PDF with its streams compressed only once (reportlab adds ASCII85)."""
    import base64

    def plain(found: re.Match[bytes]) -> bytes:
        packed = base64.a85decode(found.group(2).strip(), adobe=False)
        return b"/Filter [ /FlateDecode ] /Length %d%sstream\n%s\nendstream" % (
            len(packed),
            found.group(1),
            packed,
        )

    return re.sub(
        rb"/Filter \[ /ASCII85Decode /FlateDecode \] /Length \d+(.{0,20}?)stream\r?\n(.*?)~>\r?\n?endstream",
        plain,
        data,
        flags=re.S,
    )


def ink(texts: list[str]) -> Counter[str]:
    """Non-blank characters but the soft hyphens and the marks that readers strip."""
    return Counter(
        c for text in texts for c in text if not c.isspace() and c not in "\u00ad\ufffe\uffff\ufeff"
    )


def printed(path: Path, data: bytes) -> list[str] | None:
    """What the input prints, read without the cutter; None for a format that is not cut."""
    match kind(RawIssue(path.name, path.stem, data)):
        case "text":
            return [decode(data, path.name)]
        case "pdf":
            return [char.text for page in read_pdf(data, path.name) for char in page.chars]
    return None


@functools.cache
def model() -> Digester:
    """The shipped model."""
    return build.load(str(ROOT / "models/press"))


def run_case(path: Path, data: bytes, *, with_digest: bool) -> str:
    """`digest`, the class of a refusal with its first words, or what is wrong, after `FAILED`."""
    path.write_bytes(data)
    try:
        issue = build.read_issue(path)
        text = printed(path, data)
        if text is not None and (wrong := _imbalance(issue, text)):
            return f"FAILED ledger {wrong}"
        if with_digest:
            build.files(model().digest(issue), Config())
    except BaozhaiError as error:
        if isinstance(error, InputError) and "字符核对不平" in str(error):
            return f"FAILED {error}"
        return f"{type(error).__name__} {re.sub('[0-9]+', 'N', str(error).partition('：')[2])[:10]}"
    except Exception:  # noqa: BLE001 - finding any other exception is what this is for
        return "FAILED " + traceback.format_exc(limit=-4)
    return "digest"


def _imbalance(issue: Issue, text: list[str]) -> str:
    landed = ink([t for a in issue.articles for t in fields(a)] + [*issue.furniture, *issue.unassigned])
    expected = ink(text)
    lost, more = expected - landed, landed - expected
    return f"lost {dict(lost)} more {dict(more)}"[:300] if lost or more else ""


def worker(pipe: Connection, other: Connection, folder: str) -> None:
    """Cases from the pipe, one answer each, until the other end is gone."""
    other.close()
    while True:
        try:
            name, data, with_digest = pipe.recv()
        except EOFError:
            return
        pipe.send(run_case(Path(folder) / name, data, with_digest=with_digest))


class Bench:
    """A worker process that is replaced when it hangs or dies."""

    def __init__(self, folder: str) -> None:
        self.folder = folder
        self._start()

    def _start(self) -> None:
        self.pipe, theirs = multiprocessing.Pipe()
        self.process = multiprocessing.Process(
            target=worker, args=(theirs, self.pipe, self.folder), daemon=True
        )
        self.process.start()
        theirs.close()

    def run(self, name: str, data: bytes, with_digest: bool) -> str:
        """The answer of one case."""
        self.pipe.send((name, data, with_digest))
        try:
            if self.pipe.poll(LIMIT):
                return str(self.pipe.recv())
            answer = f"FAILED no answer in {LIMIT:g} s"
        except EOFError:
            answer = "FAILED the process died"
        self.stop()
        self._start()
        return answer

    def stop(self) -> None:
        """End the worker."""
        self.process.kill()
        self.process.join()
        self.pipe.close()


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
