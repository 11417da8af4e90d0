"""Explanations → `explain.jsonl`, one record an item; the format is `schemas/explain.v1.json`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

# The sum of a few thousand numbers rounded like this is exact to 1e-9.
_DIGITS = 13


def to_explain(rows: Iterable[Mapping[str, Any]]) -> bytes:
    """One JSON object a line, in the order given; terms that weigh most for any topic come first.

    Parameters
    ----------
    rows : iterable of mapping
        `article`, `topics` and `terms`: a `topics.explain.Explanation` as plain data.
    """
    lines = (
        json.dumps(_row(row), ensure_ascii=False, allow_nan=False, separators=(",", ":")) for row in rows
    )
    return "".join(f"{line}\n" for line in lines).encode("utf-8", "backslashreplace")


def _row(row: Mapping[str, Any]) -> dict[str, Any]:
    terms = sorted(row["terms"], key=_weight, reverse=True)
    return {
        "id": row["article"],
        "topics": [dict(t) for t in row["topics"]],
        "terms": [_term(t) for t in terms],
    }


def _term(term: Mapping[str, Any]) -> dict[str, Any]:
    rounded = [round(v, _DIGITS) for v in term["contributions"]]
    return {**term, "places": [list(p) for p in term["places"]], "contributions": rounded}


def _weight(term: Mapping[str, Any]) -> float:
    return max(map(abs, term["contributions"]), default=0.0)
