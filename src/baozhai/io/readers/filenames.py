"""What the name of an issue file and a sidecar beside it say: newspaper, date, page."""

from __future__ import annotations

import re
from pathlib import Path

from baozhai.errors import InputError

_BETWEEN = r"[\s_＿.·—－-]+"
# 高新周讯_2026-06-20_第1版: what stands before a date needs no 报 at its end to be a newspaper.
_IN_ORDER = re.compile(
    rf"([^\W\d_A-Za-z]{{2,12}}){_BETWEEN}\d{{4}}[-._]?\d{{2}}[-._]?\d{{2}}(?:{_BETWEEN}(第?[A-D]?\d{{1,2}}版))?"
)
# How programs and people call what they save, alone (今日稿件) or at the end of a name (会议记录).
_KINDS = "扫描件?|附件|文档|文件|文本|记录|稿件?|截图|图片|照片|材料|副本"
_NO_PAPER = re.compile(rf"(?:今[日天]|[昨近]日|新建|微信|屏幕|报纸|新闻|版面|{_KINDS})+|.*(?:{_KINDS})")


def from_name(stem: str, *, headline: bool = False) -> dict[str, str]:
    """`某某报_2026-06-12_第3版` → newspaper, date, page; only what is spelled out.

    Where the name may be a `headline`, as those of saved pages are, one without 报 at its end takes a page to be a newspaper.
    """
    out: dict[str, str] = {}
    if found := re.search(r"(?<!\d)(\d{4})[-._]?(\d{2})[-._]?(\d{2})(?!\d)", stem):
        year, month, day = found.groups()
        if 1900 <= int(year) <= 2100 and 1 <= int(month) <= 12 and 1 <= int(day) <= 31:
            out["date"] = f"{year}-{month}-{day}"
    if found := re.search(r"第?([A-D]?\d{1,2})版", stem):
        out["page"] = found.group(1).lstrip("0") or "0"
    if found := re.search(r"[^\W\d_A-Za-z]{2,20}(?:报|周刊|导报|日报|晚报)(?![^\W\d_A-Za-z])", stem):
        out["newspaper"] = found.group(0)
    elif (whole := _IN_ORDER.fullmatch(stem)) and "date" in out and not _NO_PAPER.fullmatch(whole[1]):
        out |= {"newspaper": whole[1]} if whole[2] or not headline else {}
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
