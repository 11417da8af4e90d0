"""Which state of the source a result was made with."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path


def revision() -> str:
    """The commit of the clone this package runs from, `+` behind it where files differ; empty outside a clone."""
    folder, git = Path(__file__).resolve().parents[3], shutil.which("git")
    if git is None or not (folder / ".git").exists():
        return ""
    words = ["describe", "--always", "--abbrev=12", "--dirty=+", "--exclude=*"]
    found = subprocess.run([git, "-C", str(folder), *words], capture_output=True, text=True, check=False)
    return found.stdout.strip() if found.returncode == 0 else ""
