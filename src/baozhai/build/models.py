"""Config → object, model folder → `Digester`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from baozhai.build.summarizers import SUMMARIZERS, summarizer_of
from baozhai.config import Config, TaxonomyConfig, fingerprint
from baozhai.digest import Digester
from baozhai.errors import ConfigError, InputError, ModelError
from baozhai.features.tfidf import TfidfFeatures
from baozhai.io.bundle import load_model
from baozhai.io.files import sha256
from baozhai.io.readers.dictionary import read_dictionary
from baozhai.io.state import ModelState
from baozhai.places import shipped
from baozhai.records import Article, Topic
from baozhai.summary import Summarizer
from baozhai.topics.classifier import TopicClassifier
from baozhai.topics.decide import confidence, cut_off
from baozhai.topics.reading import Reader

#: Least and highest threshold: a topic that would be wrong on four of five articles is none to print, however rare it is.
THRESHOLDS = (0.2, 0.95)


def taxonomy(cfg: TaxonomyConfig) -> tuple[Topic, ...]:
    """The topics in digest order."""
    ordered = sorted(cfg.topics.items(), key=lambda item: (item[1].order, item[0]))
    return tuple(
        Topic(k, t.name, t.name_en, t.definition, tuple(t.include), tuple(t.exclude), tuple(t.aliases))
        for k, t in ordered
    )


def features(cfg: Config) -> TfidfFeatures:
    """An unfitted vectorizer."""
    params = asdict(cfg.features)
    params["dictionary"] = read_dictionary(dictionary_folder(cfg)) if cfg.features.dictionary else None
    return TfidfFeatures(max_features=params.pop("max_terms"), **params)


def featurized(cfg: Config, articles: Sequence[Article]) -> tuple[TfidfFeatures, Any]:
    """The vectorizer of some articles, at least one, and their features: csr_matrix, shape (n_articles, n_terms).

    Raises
    ------
    InputError
        They have no features by these settings.
    """
    try:
        found = features(cfg)
        return found, found.fit_transform(articles)
    except ValueError as error:
        none, highest = "no term occurs" in str(error), cfg.features.max_df
        most = f"、又至多在 {highest:g} 的文章里有（features.max_df）" if highest < 1 else ""
        why = (
            f"没有一个词至少在 {cfg.features.min_df} 篇里有（features.min_df）{most}。请检查正文是否为空，或调小"
            f" features.min_df{'、调大 features.max_df' if most else ''}"
            if none
            else f"特征设置不能用（{error}）。请检查 features.*"
        )
        raise InputError(f"可学的 {len(articles)} 篇文章取不出特征：{why}。") from error


def dictionary_folder(cfg: Config) -> Path:
    """The word lists of the settings, in the working folder or among what comes with the program."""
    own, ours = Path(cfg.features.dictionary), shipped(cfg.features.dictionary)
    return ours if ours.is_dir() and not own.is_dir() else own


def dictionary_digest(cfg: Config) -> str:
    """Digest of the words of the dictionary; empty where none is named."""
    return fingerprint(read_dictionary(dictionary_folder(cfg))) if cfg.features.dictionary else ""


def classifier(cfg: Config) -> TopicClassifier:
    """An unfitted classifier."""
    c = cfg.classifier
    weight = None if c.class_weight == "none" else c.class_weight
    return TopicClassifier(
        kind=c.kind,
        C=c.C,
        class_weight=weight,
        cv=c.cv,
        calibration_weight=c.calibration_weight,
        prior_weight=c.prior_weight,
        ratio_weight=c.ratio_weight,
        own_weight=c.own_weight,
        chi2_terms=c.chi2_terms,
        random_state=cfg.seed,
    )


def model_folder(name: str) -> Path:
    """A model by path, by name in the working folder's `models/`, or by name among what comes with the program."""
    here = [Path(name), Path("models") / name, shipped("models", name)]
    for folder in here:
        if (folder / "manifest.json").is_file():
            return folder
    for folder in here:
        if folder.is_dir():
            raise ModelError(f"{folder}：缺少 manifest.json，不是模型文件夹。请用 baozhai train 重建。")
    roots = Path("models"), shipped("models")
    names = {p.parent.name for root in roots for p in root.glob("*/manifest.json")}
    if Path(name).name != name and here[0].parent.resolve() not in {root.resolve() for root in roots}:
        names |= {str(p.parent) for p in here[0].parent.glob("*/manifest.json")}
    raise ModelError(
        f"没有模型“{name}”。已有：{'、'.join(sorted(names)) or '（无）'}。请写已有的名称或路径（model=；evaluate 和 promote 的新模型用 run_name=）。"
    )


def model_sha256(folder: Path) -> str:
    """The digest by which digests, runs and models name a model: that of its manifest, which holds those of its files."""
    return sha256((folder / "manifest.json").read_bytes())


def load(model: str = "press", cfg: Config | None = None) -> Digester:
    """A digester of a shipped or trained model.

    Parameters
    ----------
    model : str
        Name or path of a model folder.
    cfg : Config, optional
        Settings; the defaults when omitted.

    Raises
    ------
    ModelError
        Missing, damaged or incompatible folder.
    ConfigError
        One topic an article is asked of a model that learned to give several or none.
    """
    cfg = cfg or Config()
    folder = model_folder(model)
    state, expected = load_model(folder), taxonomy(cfg.taxonomy)
    topics = topics_of(state, expected)
    own = {t.id for t in topics}  # a model that has none of the topics belongs to another taxonomy
    missing = tuple(t.name for t in expected if t.id not in own) if own & {t.id for t in expected} else ()
    thresholds = shifted(np.array(state.topics["thresholds"], dtype=float), cfg)
    single = _exclusive(state, folder.name, cfg)
    sample = state.topics.get("sample", np.zeros((0, len(topics))))
    seen = confidence(sample, thresholds, max_topics=cfg.decision.max_topics, exclusive=single)
    return Digester(
        features=TfidfFeatures.from_state(state.features),
        classifier=TopicClassifier.from_state(state.topics),
        summarizer=summarizer_of(cfg.summary.method, state, folder),
        topics=topics,
        thresholds=tuple(thresholds.tolist()),
        model=folder.name,
        model_sha256=model_sha256(folder),
        ask_below=cut_off(seen, cfg.decision.abstain_share),
        max_topics=cfg.decision.max_topics,
        exclusive=single,
        min_chars=cfg.summary.min_chars,
        max_chars=cfg.summary.max_chars,
        strict=cfg.summary.strict,
        clauses=cfg.summary.clauses,
        n_keywords=cfg.summary.keywords,
        topic_chars=dict(cfg.digest.summary_chars),
        unproven=unproven(state, topics),
        missing=missing,
        reader=Reader.from_state(state.reading) if state.reading else None,
    )


def _exclusive(state: ModelState, name: str, cfg: Config) -> bool:
    """Whether the model gives every article one topic; models of earlier versions do not say."""
    known = bool(state.topics.get("exclusive", cfg.decision.exclusive))
    if cfg.decision.exclusive and not known:
        raise ConfigError(
            f"模型 {name} 一篇可以有几类，也可以一类都没有，不能用 decision=single。请去掉它（experiment= 里带的，另写 decision=balanced），或换一个按单类训练的模型。"
        )
    return known


def shifted(thresholds: NDArray[np.float64], cfg: Config) -> NDArray[np.float64]:
    """Thresholds moved by `decision.threshold_shift`, kept within `THRESHOLDS`."""
    return np.asarray(np.clip(thresholds + cfg.decision.threshold_shift, *THRESHOLDS), dtype=np.float64)


def summarizer(cfg: Config) -> Summarizer:
    """The summarizer of the configuration, without the rest of the model."""
    method = cfg.summary.method
    if method in SUMMARIZERS:
        return SUMMARIZERS[method]()
    folder = model_folder(cfg.model)
    return summarizer_of(method, load_model(folder), folder)


def topics_of(state: ModelState, known: Sequence[Topic]) -> tuple[Topic, ...]:
    """The model's topics with the ids and names of today's taxonomy.

    Raises
    ------
    ModelError
        Topics that the model tells apart were put together since.
    """
    by_id = {word: topic for topic in known for word in topic.aliases} | {t.id: t for t in known}
    pairs = list(zip(state.topics["topics"], state.topics["names"], strict=True))
    found = tuple(by_id.get(k) or Topic(k, name) for k, name in pairs)
    for topic in found:
        parts = [name for (_, name), t in zip(pairs, found, strict=True) if t.id == topic.id]
        if len(parts) > 1:
            raise ModelError(
                f"类别“{topic.name}”由{'、'.join(f'“{name}”' for name in parts)}合成，而这个模型是把它们分开学的，不能用。"
                "请用 baozhai train 重新训练，或换回合并前的类别表（taxonomy=）。"
            )
    return found


def unproven(state: ModelState, topics: Sequence[Topic]) -> dict[str, float]:
    """Topics learned from cue words, by the ids of today."""
    shares = state.topics.get("unproven", {})
    return {
        topic.id: float(shares[old])
        for old, topic in zip(state.topics["topics"], topics, strict=True)
        if old in shares
    }


def other_corpus(made: Mapping[str, Any], config: Mapping[str, Any]) -> bool:
    """Whether a model, by its manifest, was learned from another corpus than settings name; what it does not say is no difference."""
    theirs, own = made.get("config", {}).get("corpus", {}), config["corpus"]
    return any(theirs.get(key, own[key]) != own[key] for key in ("articles", "press", "label_table"))


def require_topics(cfg: Config) -> tuple[Topic, ...]:
    """The taxonomy, or an error when it is empty or cannot be used."""
    from baozhai.labels.taxonomy import problems

    topics = taxonomy(cfg.taxonomy)
    if not topics:
        raise ConfigError("conf/taxonomy 中没有任何类别。请至少定义一个 topics 条目。")
    if fatal := [p for p in problems(topics) if p.fatal]:
        raise ConfigError(
            f"类别“{fatal[0].topic}”：{fatal[0].text}。请改好，再用 baozhai taxonomy check 检查。"
        )
    return topics
