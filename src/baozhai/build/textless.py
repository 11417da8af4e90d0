"""Judgements that teach nothing because the text of their article is nowhere."""

from __future__ import annotations

from pathlib import Path

from baozhai.build.labels import corpus
from baozhai.config import Config
from baozhai.errors import InputError
from baozhai.io.corpus import read_judgements, read_reviewed
from baozhai.labels.ledger import content_hash
from baozhai.records import resolve


def textless(cfg: Config) -> str:
    """What is to be said of answers read back by `review` whose article is in no corpus; empty where there are none.

    Judgements that came with a corpus have no batch: texts that may not be handed on are not missed.
    """
    judgements = read_judgements(cfg.corpus.judgements)
    asked = {(j.article, j.topic) for j in judgements if j.batch}
    answers = {key for key, verdict in resolve(judgements).items() if verdict and key in asked}
    if not answers:
        return ""
    try:
        own = corpus(cfg) if Path(cfg.corpus.articles).exists() else ()  # away from the project there is none
        known = set(own) | set(map(content_hash, read_reviewed(cfg.corpus.reviewed)))
    except InputError:  # the stage that reads the corpus says what is wrong with it
        return ""
    lost = [article for article, _ in answers if article not in known]
    if not lost:
        return ""
    there = "里没有它们" if Path(cfg.corpus.reviewed).is_file() else "不在"
    return (
        f"{cfg.corpus.judgements}：{len(lost)} 条判断（{len(set(lost))} 篇）没有正文，未用：{cfg.corpus.reviewed} {there}。"
        "请找回这个文件，或重新判定。\n"
    )
