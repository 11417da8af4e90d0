"""The articles of a corpus, what people said of them under the topic ids of today, and which are like those to come."""

from __future__ import annotations

from collections.abc import Sequence

from baozhai.config import Config
from baozhai.records import Article, Topic, resolve


def corpus(cfg: Config) -> dict[str, Article]:
    """The articles to learn from, by content hash: all of `corpus.articles`, those of `corpus.press` that have labels."""
    from baozhai.io.corpus import read_articles, read_table
    from baozhai.labels.ledger import content_hash, wording_hash

    c = cfg.corpus
    own = {content_hash(a): a for a in read_articles(c.articles)}
    named = {row["hash"] for row in read_table(c.label_table)} if c.label_table else None
    wanted = None if named is None else lambda *texts: wording_hash(*texts) in named
    return own | {content_hash(a): a for path in c.press for a in read_articles(path, wanted)}


def labels(
    cfg: Config, topics: Sequence[Topic], *, first: int | None = None
) -> tuple[dict[tuple[str, str], int], set[str]]:
    """Verdicts by (article, topic id) of the label table and of the ledger, which has the last word, and the hashes fit for calibration.

    `first` takes only so many judgements of the ledger, as they stood once.
    """
    from baozhai.io.corpus import read_judgements, read_labels
    from baozhai.labels.taxonomy import renamed, whole

    names = {word: t.id for t in topics for word in (*t.aliases, t.id)}
    verdicts, calibrating = read_labels(cfg.corpus.label_table, names)
    # Renamed before they meet: what the ledger says under a former id overrules a table under any.
    said = whole(read_judgements(cfg.corpus.judgements)[:first], topics)
    return verdicts | renamed(resolve(said), topics), calibrating


def copies(cfg: Config, articles: Sequence[Article]) -> list[list[int]]:
    """Places of articles that teach the same report, as by `ingest.dedupe.groups`; numbers do not matter, for a bulletin of one template teaches as much as a reprint."""
    from baozhai.ingest.dedupe import groups

    return groups(articles, shingle=cfg.dedupe.shingle, containment=cfg.dedupe.containment, numbers=0.0)


def typical(cfg: Config, keys: Sequence[str], calibrating: set[str]) -> list[bool]:
    """Whether articles, by content hash, are drawn like those to come; the others were picked because a model was unsure of them.

    Those teach well, but calibrate and measure badly. `calibrating` is as by `labels`; where none of these articles is among them, all
    are typical but those that only a queue was answered on. Articles drawn at random (`review.pick=random`) always are.
    """
    from baozhai.io.corpus import read_judgements
    from baozhai.labels.marks import drawn, picked

    ledger = read_judgements(cfg.corpus.judgements)
    if not calibrating.isdisjoint(keys):
        known = calibrating | drawn(ledger)
        return [key in known for key in keys]
    asked = picked(ledger)
    return [key not in asked for key in keys]
