"""Where what comes with the program lies."""

from __future__ import annotations

from pathlib import Path


def shipped(*parts: str) -> Path:
    """A path below the folder that holds `conf`, `data/dictionary` and `models`: in a wheel beside the code, else the clone."""
    inside = Path(__file__).parent / "shipped"
    return (inside if inside.is_dir() else Path(__file__).resolve().parents[2]).joinpath(*parts)
