"""A wheel holds the settings, the dictionary and the shipped model beside the code; a clone is read as it lies."""

from __future__ import annotations

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

SHIPPED = ("conf", "data/dictionary", "models/press")


class WithShipped(build_py):
    """Copies what lies outside of `src` too."""

    def run(self) -> None:
        super().run()
        for folder in () if self.editable_mode else SHIPPED:
            shutil.copytree(folder, Path(self.build_lib) / "baozhai" / "shipped" / folder, dirs_exist_ok=True)


setup(cmdclass={"build_py": WithShipped})
