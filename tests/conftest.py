"""Where the tests find things; `shared` skips with a reason where the public texts are absent."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def root() -> Path:
    """The project folder."""
    return ROOT


@pytest.fixture
def shared() -> Path:
    """The folder of public texts beside the project."""
    folder = ROOT.parent / "shared"
    if not (folder / "pages").is_dir():
        pytest.skip("../shared is absent: the public texts it holds are not part of the project")
    return folder
