"""Page dumps with lines lost, doubled, moved, broken or glued, odd characters and other encodings."""

from __future__ import annotations

import random
from collections.abc import Callable

from fuzzing.inputs import flipped

ODD = "\x00\x01\x02\x07\x08\x0b\x0c\x1b\x1c\x7f\x85\xa0\xad\u200b\u200f\u2028\u3000\ufeff\ufffd\ufffe\U0001f600\ud800é𠮷"
MARKS = "。，、；：？！“”‘’（）《》【】▶■●◆/-—…·摄讯电版 0123456789aA"
ENCODINGS = ("utf-8", "utf-8", "utf-8", "utf-8", "gb18030", "utf-16", "utf-8-sig", "utf-16-le")

Lines = list[str]


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
