"""What a configuration must fulfil beyond its types: known choices, rules that span fields."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime

from baozhai.config import Config, flatten, keys
from baozhai.errors import ConfigError
from baozhai.records import SPECIAL

CHOICES: dict[str, tuple[str, ...]] = {
    "features.views": ("words", "chars", "words_chars"),
    "classifier.kind": ("svm", "logreg", "bayes", "sgd"),
    "classifier.class_weight": ("none", "balanced"),
    "summary.method": ("auto", "ranker", "lead", "textrank", "lexrank", "centroid", "lsa", "coverage"),
    "digest.order": ("page", "input", "length"),
    "review.pick": ("useful", "random"),
    "sweep.method": ("halving", "random"),
    "track": ("none", "mlflow"),
}
#: What a sweep may vary: settings of features and classifier, or an experiment that sets both.
SWEPT = ("features", "classifier", "experiment")
_LEAST_CHARS = 20  # of a summary: sentences of news have 40 to 60
QUEUES = ("csv", "xlsx", "jsonl", "doccano", "labelstudio")
FORMATS = ("md", "html", "docx", "xlsx", "csv", "jsonl")


def nearest(word: str, options: Iterable[str]) -> str:
    """` Did you mean …?` for a mistyped word, or the list of what is valid."""
    from difflib import SequenceMatcher

    def likeness(option: str) -> float:
        """Of the whole words, or of the last parts of dotted ones: the key may be of another group."""
        pairs = [(word, option), (word.rpartition(".")[2], option.rpartition(".")[2])]
        return max(SequenceMatcher(None, *pair).ratio() for pair in pairs)

    # Callers give sets too, whose order changes from run to run: of options that are equally like it, the shortest.
    options = sorted(options, key=lambda option: (len(option), option))
    best = max(options, key=likeness, default="")
    near = best and likeness(best) >= 0.5
    return f"是否想写 {best}？" if near else f"可用的有：{'、'.join(sorted(options))}。"


def validate(cfg: Config) -> Config:
    """Check choices and rules that span fields.

    Raises
    ------
    ConfigError
        With the key, the value and the nearest valid one.
    """
    flat = flatten(asdict(cfg))
    for key, options in CHOICES.items():
        if flat[key] not in options:
            raise ConfigError(f"{key}={flat[key]}：没有这个值。{nearest(str(flat[key]), options)}")
    check_run_name(cfg.run_name)
    for key in ("output", "work", "models", "model"):
        if not flat[key].strip():
            raise ConfigError(
                f"{key}=：等号后面是空的。请紧接着写，例如 {key}=今日，等号两边不留空格；或删去这一项。"
            )
    if odd := [k for k, v in flat.items() if isinstance(v, float) and not math.isfinite(v)]:
        raise ConfigError(f"{odd[0]}={flat[odd[0]]}：应为有限的数。")
    for name in cfg.format.split(","):
        if name not in FORMATS:
            raise ConfigError(f"format={cfg.format}：没有格式“{name}”。{nearest(name, FORMATS)}")
    _validate_digest(cfg)
    _validate_review(cfg)
    _validate_corpus(cfg)
    _validate_learning(cfg)
    _validate_sweep(cfg)
    if cfg.date and not _is_date(cfg.date):
        raise ConfigError(f"date={cfg.date}：日期应写成 2026-06-12 这样的形式。")
    page_numbers(cfg.pages)
    if not 0 <= cfg.summary.min_chars <= cfg.summary.max_chars:
        raise ConfigError(
            f"summary.min_chars={cfg.summary.min_chars} 必须在 0 与 summary.max_chars={cfg.summary.max_chars} 之间。"
        )
    if cfg.summary.keywords < 0:
        raise ConfigError(f"summary.keywords={cfg.summary.keywords}：不能小于 0；0 表示不印。")
    if not 0 <= cfg.decision.abstain_share <= 1:
        raise ConfigError(
            f"decision.abstain_share={cfg.decision.abstain_share}：应在 0（从不）与 1（全部）之间，例如 0.1 是请人判定约一成的文章。"
        )
    if not 1 <= cfg.features.ngram_min <= cfg.features.ngram_max:
        raise ConfigError("features.ngram_min 必须 ≥ 1 且不大于 features.ngram_max。")
    if cfg.dedupe.shingle < 1 or not (0 < cfg.dedupe.containment <= 1 and 0 <= cfg.dedupe.numbers <= 1):
        raise ConfigError(
            "dedupe.shingle 必须 ≥ 1，dedupe.containment 与 dedupe.numbers 必须在 0 与 1 之间。"
        )
    return cfg


def by_id(cfg: Config) -> Config:
    """The configuration with the topics that the digest is about by their ids, where they are given by name or alias."""
    ids = {name: key for key, name in SPECIAL.items()} | {"其他": "other"}
    ids |= {word: key for key, t in cfg.taxonomy.topics.items() for word in (t.name, *t.aliases)}
    ids |= {key: key for key in cfg.taxonomy.topics}
    cfg.digest.topics = [ids.get(word, word) for word in cfg.digest.topics]
    cfg.digest.summary_chars = {ids.get(word, word): n for word, n in cfg.digest.summary_chars.items()}
    return cfg


def check_run_name(name: str) -> None:
    """A run name is that of one folder.

    Raises
    ------
    ConfigError
        Empty, or it leads elsewhere.
    """
    if name.strip() in ("", ".") or ".." in name or any(c in "/\\" or not c.isprintable() for c in name):
        raise ConfigError(
            f"run_name={name}：应为一个文件夹的名称，不能为空，也不能含 /、\\ 或 ..。例如 run_name=mine。"
        )


def _validate_digest(cfg: Config) -> None:
    d, known = cfg.digest, [*cfg.taxonomy.topics, *SPECIAL]
    words = [*known, *(t.name for t in cfg.taxonomy.topics.values())]
    for topic in d.topics:
        if cfg.taxonomy.topics and topic not in known:
            raise ConfigError(f"digest.topics：没有类别“{topic}”。{nearest(topic, words)}")
    for key, zero in (("limit", "不限"), ("days", "不限"), ("lead", "不印"), ("figures", "不印")):
        if (value := getattr(d, key)) < 0:
            raise ConfigError(f"digest.{key}={value}：不能小于 0；0 表示{zero}。")
    for topic in d.summary_chars:
        if cfg.taxonomy.topics and topic not in known:
            raise ConfigError(f"digest.summary_chars：没有类别“{topic}”。{nearest(topic, words)}")
    budgets = {f"digest.summary_chars.{topic}": chars for topic, chars in d.summary_chars.items()}
    for key, chars in {"summary.max_chars": cfg.summary.max_chars, **budgets}.items():
        if chars < _LEAST_CHARS:
            raise ConfigError(f"{key}={chars}：太少，成不了句。应为 {_LEAST_CHARS} 以上的字数，例如 80。")
    if d.number == "auto" and not d.counter:
        raise ConfigError("digest.number=auto 要有计数文件：请加 digest.counter=期号.jsonl（各期共用一个）。")
    names = [*d.watch.items(), *d.zones.items()]
    words = [*d.sensitive, *(word for name, aliases in names for word in (name, *aliases))]
    if short := [word for word in words if len(word.strip()) < 2]:
        raise ConfigError(
            f"digest.watch、digest.zones、digest.sensitive：“{short[0]}”太短，会到处误中。请写两个字以上的词，或删去这一行。"
        )


def _validate_review(cfg: Config) -> None:
    r = cfg.review
    for name in r.format.split(","):
        if name not in QUEUES:
            raise ConfigError(f"review.format={r.format}：没有格式“{name}”。{nearest(name, QUEUES)}")
    if r.size < 1:
        raise ConfigError(f"review.size={r.size}：应为 1 以上的篇数。")
    if not 0 <= r.margin <= 0.2:
        raise ConfigError(f"review.margin={r.margin}：应在 0 与 0.2 之间（宏平均 F1 允许的损失）。")
    if not r.author.strip() or any(c in r.author for c in "\n\r\t"):
        raise ConfigError("review.author 不能为空：请写判定人的姓名。")
    if r.undo and cfg.corrections:
        raise ConfigError("review.undo= 与 corrections= 不能同时写：请先撤销，再读回。")
    if r.when and not _is_time(r.when):
        raise ConfigError(f"review.when={r.when}：时间应写成 2026-06-12 或 2026-06-12T09:30:00。")


def _validate_corpus(cfg: Config) -> None:
    if not 0 <= cfg.seed < 2**32:
        raise ConfigError(f"seed={cfg.seed}：应为 0 到 4294967295 的整数。")
    if not 0 <= cfg.corpus.test_share <= 0.5:
        raise ConfigError(
            f"corpus.test_share={cfg.corpus.test_share}：应在 0 与 0.5 之间（开发部分也占这么多）。"
        )
    if cfg.corpus.limit < 0:
        raise ConfigError(f"corpus.limit={cfg.corpus.limit}：不能小于 0；0 表示不限。")
    for key, value in (
        ("labels.min_hits", cfg.labels.min_hits),
        ("decision.max_topics", cfg.decision.max_topics),
    ):
        if value < 1:
            raise ConfigError(f"{key}={value}：应为 1 以上的整数。")


def _validate_learning(cfg: Config) -> None:
    c, f = cfg.classifier, cfg.features
    for key, value in (("classifier.C", c.C), ("classifier.calibration_weight", c.calibration_weight)):
        if not value > 0:
            raise ConfigError(f"{key}={value}：应大于 0。")
    for key, value in (("prior_weight", c.prior_weight), ("own_weight", c.own_weight)):
        if not value >= 0:
            raise ConfigError(f"classifier.{key}={value}：不能小于 0。")
    if not 0 <= c.ratio_weight <= 1:
        raise ConfigError(f"classifier.ratio_weight={c.ratio_weight}：应在 0 与 1 之间。")
    if c.cv < 2:
        raise ConfigError(f"classifier.cv={c.cv}：交叉验证至少要 2 份。")
    if c.chi2_terms < 0:
        raise ConfigError(f"classifier.chi2_terms={c.chi2_terms}：不能小于 0；0 表示不筛选词项。")
    for key, count in (("features.min_df", f.min_df), ("features.max_terms", f.max_terms)):
        if count < 1:
            raise ConfigError(f"{key}={count}：应为 1 以上的整数。")
    if not 0 < f.max_df <= 1:
        raise ConfigError(f"features.max_df={f.max_df}：应大于 0、不大于 1；1 表示不删常见词项。")
    for name in ("read_chars", "lead_chars", "opening_chars"):
        if getattr(f, name) < 0:
            raise ConfigError(f"features.{name}={getattr(f, name)}：不能小于 0。")
    parts = ("title", "lead", "opening", "chars", "opening_chars", "subjects")
    if low := [name for name in (f"{p}_weight" for p in parts) if not getattr(f, name) >= 0]:
        raise ConfigError(f"features.{low[0]}={getattr(f, low[0])}：不能小于 0；0 表示不用这一部分。")


def _validate_sweep(cfg: Config) -> None:
    s, known = cfg.sweep, [k for k in (*keys(), "experiment") if k.partition(".")[0] in SWEPT]
    for key, values in s.space.items():
        if key not in known:
            raise ConfigError(f"sweep.space：不能比较“{key}”。{nearest(key, known)}")
        if not values or any(v is None or isinstance(v, (list, dict)) for v in values):
            raise ConfigError(f"sweep.space：{key} 的取值不对。请写成 [值, 值]，或删去这一行。")
    for name, least in (("trials", 0), ("minutes", 0), ("factor", 2), ("least", 20)):
        if not getattr(s, name) >= least:
            raise ConfigError(f"sweep.{name}={getattr(s, name)}：应为 {least} 以上的数。")


def _is_time(text: str) -> bool:
    try:
        return bool(datetime.fromisoformat(text)) and re.match(r"\d{4}-\d{2}-\d{2}", text) is not None
    except ValueError:
        return False


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def page_numbers(text: str) -> list[int]:
    """`1,3-4` → [1, 3, 4]: 1-based pages of a PDF, each once, in the order given; empty is all of them.

    Raises
    ------
    ConfigError
        Anything but numbers from 1 and rising ranges of them.
    """
    out: list[int] = []
    for part in text.replace("，", ",").split(",") if text.strip() else []:
        found = re.fullmatch(r"\s*([1-9]\d{0,4})\s*(?:-\s*([1-9]\d{0,4})\s*)?", part, re.ASCII)
        first, last = (int(found[1]), int(found[2] or found[1])) if found else (1, 0)
        if last < first:
            raise ConfigError(f"pages={text}：“{part}”不是页码。PDF 的页从 1 数起，应写成 1,3-4 这样的形式。")
        out += range(first, last + 1)
    return list(dict.fromkeys(out))
