"""Config or model → the method that picks sentences."""

from __future__ import annotations

from pathlib import Path

from baozhai.errors import ModelError
from baozhai.io.state import ModelState
from baozhai.summary import LSA, CentroidMMR, Coverage, Lead, LexRank, Ranker, Summarizer, TextRank

SUMMARIZERS: dict[str, type[Summarizer]] = {
    "lead": Lead,
    "textrank": TextRank,
    "lexrank": LexRank,
    "centroid": CentroidMMR,
    "lsa": LSA,
    "coverage": Coverage,
}


def summarizer_of(method: str, state: ModelState, folder: Path) -> Summarizer:
    """`ranker` must be in the model; `auto` takes the lead where it is not."""
    if method in SUMMARIZERS:
        return SUMMARIZERS[method]()
    if not state.ranker and method == "auto":
        return Lead()
    if not state.ranker:
        raise ModelError(
            f"{folder}：模型中没有选句模型（ranker/）。请用 baozhai rank model={folder.name} corpus.briefs=…"
            " 训练，或改用 summary.method=lead。"
        )
    try:
        return Ranker.from_state(state.ranker)
    except (KeyError, ValueError) as error:
        raise ModelError(f"{folder}：ranker/ 内容不完整（{error}）。请用 baozhai rank 重新训练。") from None
