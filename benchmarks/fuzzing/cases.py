"""One case: read, cut, perhaps printed; its characters counted apart from the ledger of the project."""

from __future__ import annotations

import functools
import re
import traceback
from collections import Counter
from pathlib import Path

from baozhai import build
from baozhai.config import Config
from baozhai.digest import Digester
from baozhai.errors import BaozhaiError, InputError
from baozhai.ingest.ledger import fields
from baozhai.io.readers.pdf import read_pdf
from baozhai.io.readers.sources import RawIssue, kind
from baozhai.io.readers.text import decode
from baozhai.records import Issue
from fuzzing.inputs import ROOT


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
        if text is not None and (wrong := imbalance(issue, text)):
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


def imbalance(issue: Issue, text: list[str]) -> str:
    """Characters that were lost or added between what the input prints and the items; empty if none."""
    landed = ink([t for a in issue.articles for t in fields(a)] + [*issue.furniture, *issue.unassigned])
    expected = ink(text)
    lost, more = expected - landed, landed - expected
    return f"lost {dict(lost)} more {dict(more)}"[:300] if lost or more else ""
