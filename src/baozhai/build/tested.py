"""The test ids, if a model can be tested on them; and by what runs are known to be scored alike."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from baozhai.config import Config, fingerprint, settings
from baozhai.errors import InputError
from baozhai.evaluation.assess import Outcome
from baozhai.io.corpus import read_json
from baozhai.io.crossfit import PLACE, read_crossfit


def test_ids(cfg: Config, folder: Path, state: dict[str, Any]) -> set[str]:
    """The ids of the test part; `state` is the manifest of the model in `folder`.

    Raises
    ------
    InputError
        The split, the corpus or the articles learned from are not those of the model.
    """
    if "base" in state:
        raise InputError(
            f"{folder}：由 baozhai adapt 调整得来，学过所有判断过的文章，没有测试部分。请随机抽样来衡量：baozhai review 报摘 review=sample，判好后 baozhai evaluate sample run_name={folder.name}。"
        )
    _check_split(Path(cfg.work) / "splits" / "settings.json", folder, state)
    test = set(read_json(Path(cfg.work) / "splits" / "splits.json")["test"])
    _check_corpus(cfg)
    _check_unseen(folder, state, test)
    return test


def scored(ids: Sequence[str], outcome: Outcome) -> dict[str, str]:
    """Digests of the articles scored (`test`) and of what people say of them (`gold`), in whichever order the topics stand."""
    judged = np.ones(outcome.truth.shape, bool) if outcome.judged is None else outcome.judged
    order = np.argsort(outcome.topics)
    said = np.where(judged, np.where(outcome.truth, 1, -1), 0)[:, order].tolist()
    return {"test": fingerprint(sorted(ids)), "gold": fingerprint(sorted(zip(ids, said, strict=True)))}


def _check_split(split: Path, folder: Path, state: dict[str, Any]) -> None:
    """Test articles of another split may have been trained on."""
    now, then = read_json(split), state.get("config", {})
    shares = [tree.get("corpus", {}).get("test_share") for tree in (now, then)]
    if now.get("seed") != then.get("seed") or shares[0] != shares[1]:
        raise InputError(
            f"{folder}：训练时用的是另一种划分（seed 或 corpus.test_share 不同），"
            "现在的测试文章可能参与过训练。请用相同设置重新运行 baozhai train。"
        )


def _check_corpus(cfg: Config) -> None:
    """The articles on disk may be of another corpus than the one that is asked for."""
    place = Path(cfg.work) / "articles" / "settings.json"
    made = read_json(place)
    theirs, own = made.get("corpus", {}), settings(cfg, ("corpus",))["corpus"]
    other = [k for k in ("articles", "press", "limit") if theirs.get(k, own[k]) != own[k]]
    if other and not made.get("inputs"):
        raise InputError(
            f"{place.parent}：是另一批语料的文章（corpus.{other[0]} 不同）。请写出训练时的 experiment= 或 corpus=，或先运行 baozhai train。"
        )


def _check_unseen(folder: Path, state: dict[str, Any], test: set[str]) -> None:
    """A model that learned from test articles (another corpus or other copies since) has nothing to be tested on."""
    if (folder / PLACE).is_file() and (seen := test & set(read_crossfit(folder, state, ()))):
        raise InputError(
            f"{folder}：测试部分有 {len(seen)} 篇是这个模型学过的（训练后语料或划分变了）。请重新运行 baozhai train。"
        )
