"""The model that stands and the articles there are: what `build.adapting` goes by."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from baozhai.build.labels import copies, labels
from baozhai.build.models import load, require_topics
from baozhai.config import Config
from baozhai.digest import Digester
from baozhai.errors import ModelError
from baozhai.io.corpus import read_judgements
from baozhai.io.ledger import mark
from baozhai.labels.ledger import content_hash, leaders, matrix
from baozhai.labels.rules import MIN_POSITIVES, under
from baozhai.records import Article
from baozhai.rows import Rows


class Ground:
    """The model that stands, and the articles there are.

    Attributes
    ----------
    place : dict of str to int
        The topics of today that the model has, and where. One that it learned from cue words alone is lacking once people judged
        enough of it.
    """

    def __init__(self, cfg: Config, folder: Path, articles: list[Article]) -> None:
        self.cfg, self.articles = cfg, articles
        self.digester: Digester = load(str(folder), cfg)
        if self.digester.exclusive:
            raise ModelError(
                f"{folder}：每篇一类的模型不能这样调整。请用 baozhai train 连同新的判断一起训练。"
            )
        self.topics = require_topics(cfg)
        own = {t.id: k for k, t in enumerate(self.digester.topics)}
        if not any(t.id in own for t in self.topics):
            raise ModelError(
                f"{folder}：它的类别在类别表里一个也没有，没有什么可调整。请写上训练时的 experiment= 或 taxonomy=。"
            )
        self.keys = [content_hash(a) for a in articles]
        few = under(MIN_POSITIVES, self.people, self.topics)
        shares = self.digester.unproven
        stale = {t.id for t in self.topics if shares.get(t.id, 1.0) < 1.0 and t.id not in few}
        self.place = {t.id: own[t.id] for t in self.topics if t.id in own and t.id not in stale}

    @cached_property
    def people(self) -> NDArray[np.int8]:
        """What people say, shape (n_articles, n_topics)."""
        return matrix(self.articles, self.topics, labels(self.cfg, self.topics)[0])

    @cached_property
    def rows(self) -> Rows:
        """Features with measures behind them, shape (n_articles, n_columns)."""
        return self.digester.rows(self.articles)

    @cached_property
    def terms(self) -> Any:
        """Features alone, csr_matrix of shape (n_articles, n_terms)."""
        return self.rows.csr()[:, : len(self.digester.features.idf_)]

    @cached_property
    def copies(self) -> dict[str, str]:
        """As by `labels.ledger.leaders`."""
        return leaders(self.articles, copies(self.cfg, self.articles))

    def placed(self, table: Any, empty: float) -> NDArray[Any]:
        """The columns of a table of the model's topics where today's stand, `empty` for one that it lacks."""
        old = np.asarray(table)
        out = np.full((len(old), len(self.topics)), empty, old.dtype)
        for k, topic in enumerate(self.topics):
            if topic.id in self.place:
                out[:, k] = old[:, self.place[topic.id]]
        return out

    def unseen(self, before: Mapping[str, Any]) -> NDArray[np.bool_]:
        """The articles of which the model learned neither themselves nor a copy: its word on others says nothing of it."""
        known = {self.copies.get(key, key) for key in before}
        return np.array([self.copies.get(key, key) not in known for key in self.keys], dtype=bool)

    def unused(self, before: Mapping[str, Any], made: Mapping[str, Any]) -> int:
        """How many articles people have judged otherwise, or at last, since a model of this manifest learned them or a copy: that moves nothing."""
        ledger, then = read_judgements(self.cfg.corpus.judgements), made.get("judgements", {})
        count = int(then.get("count", 0))
        first = (
            count if mark(ledger[:count]) == then.get("sha256") else 0
        )  # else it learned from another ledger
        old, new = (labels(self.cfg, self.topics, first=n)[0] for n in (first, None))
        said = {key for key in old.keys() | new.keys() if old.get(key, 0) != new.get(key, 0)}
        seen = {key for key, fresh in zip(self.keys, self.unseen(before), strict=True) if not fresh}
        return len({article for article, topic in said if topic in self.place} & (seen | before.keys()))
