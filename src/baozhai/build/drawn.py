"""Articles that were drawn at random (`review.pick=random`) and judged by people: what a model is measured by where it is used."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from baozhai.build.labels import copies, labels
from baozhai.config import Config
from baozhai.errors import InputError
from baozhai.io.corpus import read_json, write_json
from baozhai.io.crossfit import read_crossfit
from baozhai.io.ledger import read_ledger
from baozhai.io.state import ModelState
from baozhai.labels import marks
from baozhai.labels.agreement import agreement
from baozhai.labels.ledger import content_hash, matrix
from baozhai.records import Article, Topic

_LIST = "review/drawn.json"


def note_drawn(cfg: Config, keys: Sequence[str]) -> None:
    """Keep in the working folder which articles were drawn, judged or not."""
    write_json(Path(cfg.work) / _LIST, {"articles": sorted({*_noted(cfg), *keys})})


def _noted(cfg: Config) -> list[str]:
    place = Path(cfg.work) / _LIST
    return list(read_json(place)["articles"]) if place.is_file() else []


def drawn(
    cfg: Config, folder: Path, state: ModelState, topics: Sequence[Topic], articles: Sequence[Article]
) -> tuple[list[Article], NDArray[np.int8], dict[str, Any]]:
    """Those of the articles that a model in `folder` can be measured by.

    Returns
    -------
    chosen : list of Article
    gold : ndarray of int8, shape (n_chosen, n_topics)
        1 yes, -1 no, 0 not judged.
    said : dict
        `measured` ("sample"), `pages` (none are cut), `copied` (articles left out because the model learned from a copy of them), `open` (drawn and not judged), `agreement` of
        people (`labels.agreement`).

    Raises
    ------
    InputError
        There are none.
    """
    ledger = read_ledger(Path(cfg.corpus.judgements)).judgements
    there, (verdicts, _) = marks.drawn(ledger), labels(cfg, topics)
    copied = _copied(cfg, articles, there, set(read_crossfit(folder, state.manifest, ())))
    left = [a for a in articles if content_hash(a) in there - copied]
    gold = matrix(left, topics, verdicts)
    kept = np.flatnonzero(gold.any(axis=1))
    if not len(kept):
        why = (
            f"抽到、判过的 {len(copied)} 篇，模型都学过相同的报道"
            if copied
            else "没有随机抽取、由人判过的文章"
        )
        raise InputError(
            f"{cfg.corpus.judgements}：{why}。请先运行 baozhai review 报摘 review=sample，全部判完再读回。"
        )
    said: dict[str, Any] = {
        "measured": "sample",
        "pages": {},
        "copied": len(copied),
        "open": len({*_noted(cfg)} - there),
    }
    return [left[k] for k in kept], gold[kept], {**said, "agreement": agreement(ledger, there, topics)}


def _copied(cfg: Config, articles: Sequence[Article], there: set[str], learned: set[str]) -> set[str]:
    """Those drawn of which the model learned a copy: they would be too easy.

    One that it learned itself stays (its copies share its fold), but for copies of what was never drawn: else a model would be scored on other
    articles once it had learned the sample, and `compare` could not pair it with the one before.
    """
    keys = [content_hash(a) for a in articles]
    known = ({keys[k] for k in group} for group in copies(cfg, articles))
    copied: set[str] = set()
    for group in known:
        if group & learned:
            copied |= group & (there if group & learned - there else there - learned)
    return copied
