"""What the name of an issue file and a sidecar beside it say: newspaper, date, page."""

from __future__ import annotations

import re
from pathlib import Path

from baozhai.errors import InputError


def from_name(stem: str) -> dict[str, str]:
    """`某某报_2026-06-12_第3版` → newspaper, date, page; only what is spelled out."""
    out: dict[str, str] = {}
    if found := re.search(r"(?<!\d)(\d{4})[-._]?(\d{2})[-._]?(\d{2})(?!\d)", stem):
        year, month, day = found.groups()
        if 1900 <= int(year) <= 2100 and 1 <= int(month) <= 12 and 1 <= int(day) <= 31:
            out["date"] = f"{year}-{month}-{day}"
    if found := re.search(r"第?([A-D]?\d{1,2})版", stem):
        out["page"] = found.group(1).lstrip("0") or "0"
    if found := re.search(r"[\u4e00-\u9fff]{2,20}(?:报|周刊|导报|日报|晚报)(?![\u4e00-\u9fff])", stem):
        out["newspaper"] = found.group(0)
    return out


def sidecar(path: Path) -> dict[str, str]:
    """`issue.yaml` beside `issue.txt`: newspaper, date, page as `key: value` lines."""
    for candidate in (path.with_suffix(".yaml"), path.parent / "issue.yaml"):
        if not candidate.is_file():
            continue
        out = {}
        for line in _small_text(candidate).splitlines():
            key, _, value = line.partition(":")
            if key.strip() in ("newspaper", "date", "page") and value.strip():
                out[key.strip()] = value.strip().strip("\"'")
        return out
    return {}


def _small_text(path: Path) -> str:
    data = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise InputError(f"{path}：编码无法识别。请另存为 UTF-8 文本。")
