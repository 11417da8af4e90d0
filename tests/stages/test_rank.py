"""A ranker trained into an existing model, and what a model without one does."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from baozhai import build, cli
from baozhai.config import Config, SummaryConfig
from baozhai.errors import InputError, ModelError
from baozhai.io.bundle import load_model, save_model
from baozhai.records import Article
from baozhai.stages import rank
from baozhai.summary import Lead, Ranker

PRESS = Path(__file__).resolve().parents[2] / "models" / "press"


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    """The shipped model without its ranker."""
    shutil.copytree(PRESS, tmp_path / "plain")
    state = load_model(tmp_path / "plain")
    manifest = {k: v for k, v in state.manifest.items() if k != "ranker"}
    save_model(tmp_path / "plain", replace(state, manifest=manifest, ranker={}))
    return tmp_path / "plain"


def corpus(path: Path, n: int = 60) -> Path:
    rng = np.random.default_rng(3)
    lines = []
    for k in range(n):
        names = ["".join(rng.choice(list("甲乙丙丁戊己庚辛"), 4)) for _ in range(2)]
        first, second = (
            f"{names[0]}的天气很好，人们走来走去。",
            f"今年{names[1]}的粮食喜获丰收，总产量创新高。",
        )
        record = {
            "id": str(k),
            "body": f"{first}\n{second}",
            "summary": second,
            "source": f"x:2020-02-{k % 28 + 1:02d}",
        }
        lines.append(json.dumps({**record, "split": "dev" if k == 0 else "train"}, ensure_ascii=False))
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_rank_writes_only_the_ranker(plain: Path, tmp_path: Path) -> None:
    before = load_model(plain).manifest["files"]
    assert cli.run(["rank", f"model={plain}", f"corpus.briefs={corpus(tmp_path / 'b.jsonl')}"]) == 0
    state = load_model(plain)
    assert state.manifest["ranker"]["briefs"] == 59  # the dev part is not learned from
    assert {k: v for k, v in state.manifest["files"].items() if not k.startswith("ranker/")} == before
    digester = build.load(str(plain))
    assert isinstance(digester.summarizer, Ranker)
    article = Article(
        "a", paragraphs=("丙丁丙丁的天气很好，人们走来走去。", "今年甲乙甲乙的粮食喜获丰收，总产量创新高。")
    )
    assert digester.summarize(article, max_chars=25).text == article.paragraphs[1]


def test_a_model_without_a_ranker_takes_the_lead_or_says_so(plain: Path) -> None:
    assert isinstance(build.load(str(plain)).summarizer, Lead)
    with pytest.raises(ModelError, match="baozhai rank"):
        build.load(str(plain), Config(summary=SummaryConfig(method="ranker")))
    with pytest.raises(ModelError, match="baozhai rank"):
        build.summarizer(Config(model=str(plain), summary=SummaryConfig(method="ranker")))


def test_rank_without_briefs(plain: Path, tmp_path: Path) -> None:
    cfg = Config(model=str(plain))

    for path, message in (
        ("", "没有指定"),
        (str(tmp_path / "absent"), "找不到"),
        (str(corpus(tmp_path / "s", 9)), "至少"),
    ):
        cfg.corpus.briefs = path
        with pytest.raises(InputError, match=message):
            rank.run(cfg, [])
