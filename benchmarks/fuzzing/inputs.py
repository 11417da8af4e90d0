"""What is mutated: the starter issues; and the damage that any file may take."""

from __future__ import annotations

import base64
import random
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def sources(suffix: str) -> list[Path]:
    """The starter issues and the sample of one format."""
    return sorted((ROOT / "data/starter").rglob(f"*{suffix}"))


def unpacked(data: bytes) -> bytes:
    """The same PDF with its streams compressed only once (reportlab adds ASCII85)."""

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


def flipped(data: bytes, rng: random.Random) -> bytes:
    """Some bytes replaced."""
    out = bytearray(data)
    for _ in range(rng.choice((1, 3, 10, 100)) if out else 0):
        out[rng.randrange(len(out))] = rng.randrange(256)
    return bytes(out)
