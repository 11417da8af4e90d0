"""The picture for the head of a digest."""

from __future__ import annotations

from pathlib import Path

from baozhai.errors import ConfigError

_LIMIT = 1_000_000  # bytes; every HTML digest holds a copy
_STARTS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")


def read_logo(path: str) -> bytes:
    """A PNG or JPEG file of at most one megabyte.

    Raises
    ------
    ConfigError
        Missing, unreadable, too large, or another kind of file.
    """
    where = f"digest.logo={path}"
    try:
        data = Path(path).read_bytes()
    except FileNotFoundError:
        raise ConfigError(f"{where}：没有这个文件。请检查路径，或去掉这一项。") from None
    except OSError as error:
        raise ConfigError(f"{where}：读不了（{error.strerror}）。请检查权限。") from None
    if not data.startswith(_STARTS):
        raise ConfigError(f"{where}：不是 PNG 或 JPEG 图片。请另存为 PNG 再试。")
    if len(data) > _LIMIT:
        raise ConfigError(f"{where}：{len(data) / 1e6:.1f} MB，超过 1 MB。请先缩小图片。")
    return data
