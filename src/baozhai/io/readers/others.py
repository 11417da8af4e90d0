"""What lies in a folder of issues and is not read: named, with what to do about it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

from baozhai.io.readers.manifest import written

_NAMED = 8  # files that are named
# Kinds of files and what to do with them, in the order in which that is said; others by `_REST`.
_ADVICE = (
    (
        (".csv", ".tsv", ".xls", ".xlsx", ".ods"),
        "表格请把每篇写成 JSONL 的一行（title、body，见 docs/formats.md）",
    ),
    (
        (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".webp", ".heic"),
        "图片请先做文字识别（OCR），存成带文字的 PDF",
    ),
    ((".zip", ".rar", ".7z", ".gz", ".tar"), "压缩包请先解开"),
)
_REST = "其余请另存为 .txt、.docx 或带文字的 PDF"
_SYSTEM = ("thumbs.db", "desktop.ini")


def saved_with(path: Path) -> bool:
    """Whether a file lies in the folder in which a browser keeps the parts of a saved page, or is a lock file of Word."""
    return path.name.startswith("~$") or any(parent.name.endswith("_files") for parent in path.parents)


def others(root: Path, read: Collection[Path]) -> list[str]:
    """The files below a folder that nobody will look into, as paths from there, sorted.

    Neither those of `read` nor what tells of them (`page.yaml`), what baozhai wrote, and what systems and browsers hide.

    Parameters
    ----------
    root : Path
    read : collection of Path
        What is read as an issue, or passed over as a digest.
    """
    told = {p.with_suffix(".yaml") for p in read} | {p.parent / "issue.yaml" for p in read}
    left = [p for p in root.rglob("*") if p not in read and p not in told and _is_shown(p, root)]
    ours = {folder: written(folder) for folder in {p.parent for p in left}}
    return sorted(
        p.relative_to(root).as_posix()
        for p in left
        if p.name not in ours[p.parent] and not (p.name == "manifest.json" and ours[p.parent])
    )


def _is_shown(path: Path, root: Path) -> bool:
    hidden = any(part.startswith(".") for part in path.relative_to(root).parts)
    return not (hidden or path.name.lower() in _SYSTEM or saved_with(path)) and path.is_file()


def unread(names: Sequence[str]) -> str:
    """A sentence that names files which are not read and says what to do; empty where there are none."""
    if not names:
        return ""
    more = f" 等 {len(names)} 个文件" if len(names) > _NAMED else ""
    kinds = {Path(name).suffix.lower() for name in names}
    advice = [text for suffixes, text in _ADVICE if kinds & set(suffixes)]
    known = {suffix for suffixes, _ in _ADVICE for suffix in suffixes}
    advice += [_REST] if kinds - known else []
    return f"没有读：{'、'.join(names[:_NAMED])}{more}。{'；'.join(advice)}。"
