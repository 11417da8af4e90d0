"""What the documents for people name is there: links, stages, settings and their options, files, names in the code."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from baozhai.config import keys
from baozhai.usage import STAGES

ROOT = Path(__file__).resolve().parents[2]
DOCS = [
    ROOT / name
    for name in (
        "README.md",
        "README.zh-CN.md",
        "CONTRIBUTING.md",
        *map(str, sorted((ROOT / "docs").glob("*.md"))),
    )
]
#: Options that the documents tell readers to make.
OWN = {"ours", "mine", "cnews10", "NAME"}
#: Not settings of ours: variables of the shell, keyword arguments and the words of decisions and tables.
OTHERS = {"OMP_NUM_THREADS", "max_chars", "key", "p"}
GROUPS = {
    folder.name: {f.stem for f in folder.glob("*.yaml")}
    for folder in (ROOT / "conf").iterdir()
    if folder.is_dir()
}
CODE = {
    path: path.read_text(encoding="utf-8")
    for part in ("src/baozhai", "benchmarks")
    for path in (ROOT / part).rglob("*.py")
}


@pytest.fixture(params=DOCS, ids=lambda path: path.name)
def text(request: pytest.FixtureRequest) -> str:
    return str(request.param.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", DOCS, ids=lambda path: path.name)
def test_links_lead_somewhere(path: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)", path.read_text(encoding="utf-8"))
    assert [link for link in links if "://" not in link and not (path.parent / link).exists()] == []


def test_stages_are_there(text: str) -> None:
    assert set(re.findall(r"(?:^|`|bin/)baozhai ([a-z]+)", text, re.M)) <= STAGES.keys()


def test_settings_and_their_options_are_there(text: str) -> None:
    known = {*keys(), *GROUPS} | OTHERS
    for key, value in re.findall(r"\b([A-Za-z_][\w.]*)=([\w,]*)", text, re.ASCII):
        assert key in known or key.startswith("digest.summary_chars."), key
        if key in GROUPS and value:
            assert set(value.split(",")) <= GROUPS[key] | OWN, f"{key}={value}"


def test_settings_that_can_be_compared_are_explained() -> None:
    """A sweep varies features and classifier: what each setting of theirs does stands in docs/experiments.md."""
    told = (ROOT / "docs" / "experiments.md").read_text(encoding="utf-8")
    swept = [key for key in keys() if key.startswith(("features.", "classifier.", "decision."))]
    assert [key for key in swept if not re.search(rf"`(\w+\.)?{key.partition('.')[2]}`", told)] == []


def test_files_of_the_code_are_there(text: str) -> None:
    named = set(re.findall(r"`((?:\w+/)+\w+\.(?:py|npz|yaml|tsv|md|csv))`", text))
    made = {
        "data/labels/reviewed.jsonl",
        "conf/digest/ours.yaml",
        "conf/taxonomy/mine.yaml",
        "conf/corpus/mine.yaml",
        "conf/experiment/mine.yaml",
    }
    places = (ROOT, ROOT / "src" / "baozhai", ROOT / "benchmarks", ROOT / "docs", ROOT / "models" / "press")
    assert [n for n in named - made if not any((place / n).exists() for place in places)] == []


def test_names_of_the_guide_are_there() -> None:
    """`module.NAME` of CONTRIBUTING.md."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    for module, name in re.findall(r"`([a-z_.]+)\.(_?[A-Z]\w+|_\w+)\b", text):
        home = module.rpartition(".")[2]
        found = [code for path, code in CODE.items() if home in (path.stem, path.parent.name)]
        assert any(re.search(rf"^(def |class )?{name}\b", code, re.M) for code in found), f"{module}.{name}"


def test_what_is_installed_is_used() -> None:
    """Each dependency is imported by the package (joblib by scikit-learn: the owner fixed it), and no extra is left over."""
    names = {"scikit-learn": "sklearn", "hydra-core": "hydra", "PyYAML": "yaml", "python-docx": "docx"}
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = wanted["optional-dependencies"]
    assert extras.keys() == {"mlflow", "bench", "browser", "dev", "all"}  # each is named where it is needed
    for name in {re.split("[>=]", word)[0] for word in wanted["dependencies"]} - {"joblib"}:
        module = names.get(name, name.lower())
        used = re.compile(rf"^\s*(import|from) {module}\b", re.M)
        assert any(used.search(code) for path, code in CODE.items() if "src" in path.parts), name
