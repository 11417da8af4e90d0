"""What is composed without Hydra is what Hydra composes; the rest is left to it."""

from __future__ import annotations

import itertools
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from baozhai import cli
from baozhai.checks import nearest
from baozhai.config import Config
from baozhai.config.plain import composed
from baozhai.errors import ConfigError

#: Values of the command line, most of which look like something else to a grammar or to YAML.
VALUES = [
    "3",
    "03",
    "0",
    "-3",
    "+3",
    "1.0",
    ".5",
    "1e3",
    "0x10",
    "1_000",
    "A3",
    "2026-06-12",
    "1-2",
    "true",
    "True",
    "null",
    "none",
    "yes",
    "inf",
    "nan",
    "a/b-c_d.e",
    "某报",
    "a,b",
    "a:b",
    "{a}",
    "[a]",
    "'x'",
    '"x"',
    "~x",
    "$x",
    "a$b",
    "it's",
    "a\\b",
    "=",
    "${seed}",
    "???",
    "@package",
    "#",
    "|",
    "x",
    "é😀",
]
SCALARS = [
    *(
        "a",
        "'a'",
        "1",
        "'1'",
        "1e3",
        "1.0",
        "0x1F",
        "017",
        "1_000",
        "yes",
        "On",
        "~",
        "null",
        "",
        "2026-06-12",
    ),
    *(
        "12:30:45",
        "[a]",
        "{a: 1}",
        "'${seed}'",
        "???",
        "'a''b'",
        '"a\\tb"',
        "!!str 1",
        "&x a",
        "a # c",
        ".inf",
    ),
    *(".nan", "-1", "+1", "-.5", "true", "=", "1e", "_1", "0b1"),
]


def same(found: Config | None, conf: Path, overrides: list[str]) -> bool:
    """Values and their types: 1 is not 1.0."""
    return repr(found) == repr(cli._by_hydra(conf, overrides))


@pytest.fixture
def conf(root: Path, tmp_path: Path) -> Path:
    """A copy of `conf/` to write into."""
    return Path(shutil.copytree(root / "conf", tmp_path / "conf"))


def test_every_option_of_every_group(root: Path) -> None:
    folders = sorted(p for p in (root / "conf").iterdir() if p.is_dir() and p.name != "experiment")
    columns = [[f"{p.name}={f.stem}" for f in sorted(p.glob("*.yaml"))] for p in folders]
    for options in itertools.zip_longest(*columns):
        overrides = [o for o in options if o]
        assert same(composed(root / "conf", overrides), root / "conf", overrides)


def test_values_of_the_command_line(root: Path) -> None:
    """Each by itself is plain or not; those that are, many at a time, are what Hydra makes of them."""
    keys = ("newspaper", "output", "date", "digest.title", "ingest.password", "run_name", "corpus.briefs")
    plain = [v for v in ["", " x ", *VALUES] if composed(root / "conf", [f"newspaper={v}"])]
    assert {"3", "A3", "2026-06-12", "某报", "a,b", ""} <= set(plain)
    assert not {"03", "1e3", "true", "null", "nan", "${seed}", "???", "a\\b"} & set(plain)
    for first in range(0, len(plain), len(keys)):
        overrides = [f"{k}={v}" for k, v in zip(keys, plain[first:], strict=False)]
        assert same(composed(root / "conf", overrides), root / "conf", overrides)
    numbers = ["seed=7", "classifier.C=1", "dedupe.containment=0.50", "merge=true", "explain=false"]
    assert same(composed(root / "conf", numbers), root / "conf", numbers)


def test_scalars_of_a_file(conf: Path) -> None:
    def write(texts: list[str], numbers: list[str]) -> None:
        watch, space = ("".join(f"\n    - {v}" for v in values) for values in (texts, numbers))
        (conf / "digest" / "daily.yaml").write_text(f"watch:\n  a:{watch}\n", encoding="utf-8")
        (conf / "sweep" / "topics.yaml").write_text(f"space:\n  seed:{space}\n", encoding="utf-8")

    texts, anything = [], []
    for value in SCALARS:
        write([value], ["a"])
        texts += [value] if composed(conf, []) else []
        write(["a"], [value])
        anything += [value] if composed(conf, []) else []
    assert "a" in texts and "2026-06-12" not in texts and "1" not in texts and "true" in anything
    write(texts, anything)
    assert same(composed(conf, []), conf, [])


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("config.yaml", "defaults: [schema]\n"),
        ("config.yaml", "defaults: [schema, {optional digest: daily}, _self_]\n"),
        ("config.yaml", "defaults: [schema, _self_]\nhydra:\n  searchpath: [file:///x]\n"),
        ("digest/daily.yaml", "# @package _global_\ntitle: 甲\n"),
        ("digest/daily.yaml", "title: 甲\ntitle: 乙\n"),
        ("digest/daily.yaml", "titel: 甲\n"),
        ("digest/daily.yaml", "title: [甲\n"),
        ("digest/daily.yaml", "- 甲\n"),
        ("digest/daily.yaml", "defaults: [_self_, weekly]\ntitle: 甲\n"),
        ("digest/daily.yaml", "defaults: [/summary: lead, _self_]\ntitle: 甲\n"),
        ("digest/daily.yaml", "limit: many\n"),
        ("digest/daily.yaml", "defaults: [daily, _self_]\ntitle: 甲\n"),
    ],
)
def test_the_rest_is_for_hydra(conf: Path, file: str, text: str) -> None:
    (conf / file).write_text(text, encoding="utf-8")
    assert composed(conf, []) is None


@pytest.mark.parametrize(
    "override",
    [
        "experiment=chars_svm",
        "digest.topics=[awards]",
        "digest.summary_chars.awards=80",
        "taxonomy.topics.awards.name=奖",
        "summary=lead summary=auto",
        "digest=x",
        "seed=1.0",
        "merge=1",
        "+seed=1",
        "digest=daily digest=weekly",
    ],
)
def test_such_overrides_are_for_hydra(root: Path, override: str) -> None:
    assert composed(root / "conf", override.split()) is None


def test_hydra_is_not_loaded_where_it_is_not_needed(root: Path) -> None:
    code = (
        "import sys; from baozhai.cli import compose; cfg = compose(['newspaper=某报', 'summary.max_chars=80']);"
        "assert cfg.newspaper == '某报' and cfg.summary.max_chars == 80 and cfg.taxonomy.topics;"
        "print([m for m in ('hydra', 'omegaconf', 'antlr4') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=root)
    assert done.stdout.strip() == "[]", done.stderr


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ("report_to: [甲]", ("digest.report_to", "应为文字")),
        ("lead: 多", ("digest.lead", "应为整数")),
        ("merge: 也许", ("digest.merge", "应为 true 或 false")),
        ("reporto: 甲", ("digest.reporto", "没有这一项")),
        ("watch: {甲: [乙", ("ours.yaml 第 3 行", "不是 YAML")),
    ],
)
def test_what_is_wrong_in_a_file_of_ones_own_is_named(
    lines: str, words: tuple[str, ...], root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(root / "conf", tmp_path / "conf")
    (tmp_path / "conf" / "digest" / "ours.yaml").write_text(
        f"defaults: [daily, _self_]\n{lines}\n", encoding="utf-8"
    )
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ConfigError) as error:
        cli.compose(["digest=ours"])
    assert all(word in str(error.value) for word in words), error.value
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    "order", [("review.format", "format", "reports"), ("reports", "format", "review.format")]
)
def test_a_mistyped_key_gets_the_same_advice_in_any_order(order: tuple[str, ...]) -> None:
    """`format` and `review.format` end alike; the set of all keys has another order in each run."""
    assert nearest("digest.formt", order) == "是否想写 format？"
    assert nearest("review.formt", order) == "是否想写 review.format？"
