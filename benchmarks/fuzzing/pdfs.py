"""PDFs cut off, with objects lost, other numbers and names, other paper and other content."""

from __future__ import annotations

import random
import re
import zlib
from collections.abc import Callable

from fuzzing.inputs import flipped


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
