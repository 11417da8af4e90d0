"""Names of output folders that Windows, macOS and Linux all take, and that say which issue they hold."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path

#: Most characters of a name: 80 Chinese ones are 240 of the 255 bytes that Linux allows.
LONGEST = 80
_MARK = 8  # hex digits of the hash that tells shortened names apart
_REFUSED = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]')
# Devices of Windows, whatever extension follows (learn.microsoft.com, "Naming files, paths, and namespaces").
_DEVICE = re.compile(r"(?:CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(?:COM|LPT)[0-9¹²³])(?=\s*(?:\.|$))", re.I)


def safe_name(text: str) -> str:
    """The text as the name of a file or folder on every system.

    Parameters
    ----------
    text : str
        Any text; what no system refuses stays as it is, composed (NFC).

    Returns
    -------
    str
        1 to `LONGEST` characters, at most three bytes each in UTF-8 on average. Refused characters become
        `_`, a device of Windows (CON, NUL …) gets `_` in front, dots and blanks at the end go. A name that
        is too long is cut and ends in a hash of the whole, so that two long names stay two.
    """
    name = _REFUSED.sub("_", unicodedata.normalize("NFC", text)).strip().rstrip(". ")
    name = f"_{name}" if _DEVICE.match(name) or name.startswith("~$") else name or "_"
    if len(name) <= LONGEST and len(name.encode()) <= 3 * LONGEST:
        return name
    mark = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_MARK]
    head = name.encode()[: 3 * (LONGEST - _MARK - 1)].decode("utf-8", "ignore")[: LONGEST - _MARK - 1]
    return f"{head.rstrip('. ')}~{mark}"


def free_stem(folder: Path, stem: str) -> str:
    """`queue_1`, `queue_2` …: the first of which the folder has no file, so that nothing is written over."""
    used = {p.name.split(".")[0] for p in folder.iterdir()} if folder.is_dir() else set()
    number = 1
    while any(name == f"{stem}_{number}" or name.startswith(f"{stem}_{number}_") for name in used):
        number += 1
    return f"{stem}_{number}"


def folder_names(words: Sequence[str]) -> list[str]:
    """A name for the digest of each input: its stem, and where stems repeat as much more as tells them apart.

    `0612/issue.txt` and `0613/issue.txt` are `0612_issue` and `0613_issue`; `page.txt` beside `page.pdf`
    are `page_txt` and `page_pdf`. Inputs given twice are numbered. Upper and lower case are the same, as on
    Windows and macOS.
    """
    paths = [Path("stdin" if word == "-" else word).absolute() for word in words]
    groups: dict[str, list[Path]] = {}
    for path in paths:
        groups.setdefault(_key(path.stem), []).append(path)
    names = [_named(path, groups[_key(path.stem)]) for path in paths]
    kinds: dict[str, set[str]] = {}
    for name, path in zip(names, paths, strict=True):
        kinds.setdefault(_key(name), set()).add(path.suffix.lower())
    pairs = zip(names, paths, strict=True)
    names = [f"{n}_{p.suffix[1:]}" if len(kinds[_key(n)]) > 1 and p.suffix else n for n, p in pairs]
    return _numbered([safe_name(name) for name in names])


def _named(path: Path, group: Sequence[Path]) -> str:
    """The stem, with as many folders in front as tell the folders of its group apart."""
    folders = {p.parent for p in group}
    wanted = 0
    while len({p.parts[-wanted:] if wanted else () for p in folders}) < len(folders):
        wanted += 1
    parts = path.parent.parts[-wanted:] if wanted else ()
    return "_".join([*(part.strip("/\\") for part in parts), path.stem])


def _key(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def _numbered(names: Sequence[str]) -> list[str]:
    taken = set(map(_key, names))
    used: set[str] = set()
    out = []
    for name in names:
        tried, number = name, 2
        while _key(tried) in used or (number > 2 and _key(tried) in taken):
            tried, number = f"{name}-{number}", number + 1
        used.add(_key(tried))
        out.append(tried)
    return out
