"""Text dumps of a page, as extractors give them, and one in the manner of dumps seen in the wild."""

from __future__ import annotations

import importlib.util
import io
import random
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

from pagegen.breaking import with_blanks
from pagegen.marks import Block, Line
from pagegen.page import Page, stream_order

SINGLE = 0.02  # chance that a line of text is not followed by a blank line
LOST_BLANK = 0.15  # chance that a line shows no blanks at its digits
ORDERS = ("natural", "heads_reversed", "heads_shuffled", "heads_reversed", "shuffled", "heads_first")


def pdfium(pdf: Path) -> str:
    """pypdfium2's text in stream order."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in document).replace("\r\n", "\n")
    finally:
        document.close()


def pdfminer(pdf: Path) -> str:
    """pdfminer.six with its default layout analysis."""
    from pdfminer.high_level import extract_text

    return extract_text(io.BytesIO(pdf.read_bytes()))


def _pdftotext(*options: str) -> Callable[[Path], str]:
    def run(pdf: Path) -> str:
        command = ["pdftotext", *options, "-enc", "UTF-8", str(pdf), "-"]
        return subprocess.run(command, check=True, capture_output=True).stdout.decode("utf-8")

    return run


def extractors() -> dict[str, Callable[[Path], str]]:
    """The extractors that this machine has, by the name of their dump."""
    found: dict[str, Callable[[Path], str]] = {"pdfium": pdfium}
    if importlib.util.find_spec("pdfminer"):
        found["pdfminer"] = pdfminer
    if shutil.which("pdftotext"):
        found["pdftotext"], found["pdftotext_raw"] = _pdftotext(), _pdftotext("-raw")
    return found


def _printed(line: Line, latin: str, rng: random.Random) -> str:
    """A line as a dump shows it: blanks at digits, and between all characters of a stretched line."""
    text = line.text.replace("\u3000", " ")
    if line.loose:
        return re.sub(r"(?<=[^\x21-\x7e ])(?=[^ ])|(?<=[\x21-\x7e])(?=[^\x21-\x7e ])", " ", text)
    return with_blanks(text, "space") if latin != "none" and rng.random() > LOST_BLANK else text


def _dumped(block: Block, latin: str, rng: random.Random) -> str:
    out = " " if block.role == "body" and rng.random() < 0.1 else ""
    for line in block.lines:
        tight = rng.random() < (0.3 if block.role == "head" else SINGLE)
        out += _printed(line, latin, rng) + ("\n" if tight else "\n\n")
    return out


def seedlike(page: Page, rng: random.Random) -> str:
    """Stream order with a blank line after every line; headlines mostly away from their texts."""
    order = rng.choice(ORDERS)
    items = [b for b in page.blocks if b.role != "furniture"]
    furniture = [b for b in page.blocks if b.role == "furniture"]
    natural = sorted(items, key=lambda b: (b.owner, b.role != "head"))
    blocks = stream_order(natural, order, rng)
    if rng.random() < 0.3:  # a headline or two drift in between the texts
        for block in [b for b in blocks if b.role == "head"][:2]:
            blocks.remove(block)
            blocks.insert(rng.randint(0, len(blocks)), block)
    blocks = blocks + furniture if rng.random() < 0.7 else furniture + blocks
    return "".join(_dumped(block, page.look.latin, rng) for block in blocks)
