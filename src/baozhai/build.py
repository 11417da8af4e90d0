"""Config → object, model folder → `Digester`, path → `Issue`."""

from __future__ import annotations

import importlib.metadata
import json
import platform
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np

from baozhai.config import Config, DigestConfig, TaxonomyConfig, fingerprint, page_numbers
from baozhai.digest import Digester
from baozhai.errors import ConfigError, InputError, ModelError
from baozhai.features.tfidf import TfidfFeatures
from baozhai.ingest.cut import cut_page, cut_pages
from baozhai.ingest.dedupe import merge
from baozhai.ingest.jumps import join_jumps
from baozhai.ingest.ledger import unassigned_chars
from baozhai.ingest.single import dressed, single_issue, single_rows
from baozhai.io.bundle import ModelState, load_model
from baozhai.io.files import sha256
from baozhai.io.readers.docx import read_docx
from baozhai.io.readers.html import read_html
from baozhai.io.readers.pdf import page_notes, read_pdf
from baozhai.io.readers.records import read_records
from baozhai.io.readers.sources import RawIssue, kind, read_raw
from baozhai.io.readers.text import decode
from baozhai.io.writers import render
from baozhai.io.writers.document import document
from baozhai.io.writers.profile import Profile
from baozhai.records import Digest, Issue, Topic
from baozhai.summary import LSA, CentroidMMR, Coverage, Lead, LexRank, Ranker, Summarizer, TextRank
from baozhai.topics.classifier import TopicClassifier

SUMMARIZERS: dict[str, type[Summarizer]] = {
    "lead": Lead,
    "textrank": TextRank,
    "lexrank": LexRank,
    "centroid": CentroidMMR,
    "lsa": LSA,
    "coverage": Coverage,
}
FEATURE_FREE = ("output", "format", "work", "run_name", "corrections")


def taxonomy(cfg: TaxonomyConfig) -> tuple[Topic, ...]:
    """The topics in digest order."""
    ordered = sorted(cfg.topics.items(), key=_order)
    return tuple(
        Topic(k, t.name, t.name_en, t.definition, tuple(t.include), tuple(t.exclude), tuple(t.aliases))
        for k, t in ordered
    )


def _order(item: tuple[str, Any]) -> tuple[int, str]:
    return int(item[1].order), item[0]


def features(cfg: Config) -> TfidfFeatures:
    """An unfitted vectorizer."""
    params = asdict(cfg.features)
    return TfidfFeatures(max_features=params.pop("max_terms"), **params)


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
        random_state=cfg.seed,
    )


def model_folder(name: str) -> Path:
    """A model by path, by name in the working folder's `models/`, or by name beside the source."""
    here = [Path(name), Path("models") / name, Path(__file__).resolve().parents[2] / "models" / name]
    for folder in here:
        if (folder / "manifest.json").is_file():
            return folder
    for folder in here:
        if folder.is_dir():
            raise ModelError(f"{folder}：缺少 manifest.json，不是模型文件夹。请用 baozhai train 重建。")
    names = sorted(
        {p.parent.name for root in {h.parent for h in here[1:]} for p in root.glob("*/manifest.json")}
    )
    raise ModelError(
        f"没有模型“{name}”。已有：{'、'.join(names) or '（无）'}。用 model=名称 或 model=路径 指定。"
    )


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
    """
    cfg = cfg or Config()
    folder = model_folder(model)
    state = load_model(folder)
    topics = _topics(state, taxonomy(cfg.taxonomy))
    thresholds = [float(v) for v in state.topics["thresholds"]]
    shift = cfg.decision.threshold_shift
    return Digester(
        features=TfidfFeatures.from_state(state.features),
        classifier=TopicClassifier.from_state(state.topics),
        summarizer=_summarizer(cfg.summary.method, state, folder),
        topics=topics,
        thresholds=tuple(float(np.clip(v + shift, 0.05, 0.95)) for v in thresholds),
        model=folder.name,
        model_sha256=sha256((folder / "manifest.json").read_bytes()),
        abstain_band=cfg.decision.abstain_band,
        max_topics=cfg.decision.max_topics,
        min_chars=cfg.summary.min_chars,
        max_chars=cfg.summary.max_chars,
        n_keywords=cfg.summary.keywords,
    )


def summarizer(cfg: Config) -> Summarizer:
    """The summarizer of the configuration, without the rest of the model."""
    method = cfg.summary.method
    if method in SUMMARIZERS:
        return SUMMARIZERS[method]()
    folder = model_folder(cfg.model)
    return _summarizer(method, load_model(folder), folder)


def _summarizer(method: str, state: ModelState, folder: Path) -> Summarizer:
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


def _topics(state: ModelState, known: tuple[Topic, ...]) -> tuple[Topic, ...]:
    """The model's topics with the names of today's taxonomy."""
    by_id = {topic.id: topic for topic in known}
    pairs = zip(state.topics["topics"], state.topics["names"], strict=True)
    return tuple(by_id.get(k) or Topic(k, name) for k, name in pairs)


def read_issue(path: str | Path, cfg: Config | None = None) -> Issue:
    """Read and cut one issue file (page dump, PDF, saved page, Word document, plain text or JSONL).

    Raises
    ------
    InputError
        The file cannot be read as an issue.
    """
    return read_with(str(path), cfg or Config())[0]


def read_with(word: str, cfg: Config) -> tuple[Issue, str]:
    """The issue of one input and the stem for its output folder."""
    raw = read_raw(word, max_megabytes=cfg.ingest.max_megabytes)
    meta = {key: getattr(cfg, key) or getattr(raw, key) for key in ("newspaper", "date", "page")}
    issue = _cut(raw, meta, cfg)
    return issue if cfg.merge else join_jumps([issue])[0], raw.stem  # merging joins over all files


def merged(issues: Sequence[Issue], cfg: Config) -> Issue:
    """All issues as one: texts that go on in another file joined, each report once."""
    return merge(join_jumps(issues), **asdict(cfg.dedupe))


def _cut(raw: RawIssue, meta: dict[str, str], cfg: Config) -> Issue:
    match kind(raw):
        case "pdf":
            numbers = page_numbers(cfg.pages)
            pages = read_pdf(raw.data, raw.name, pages=numbers, password=cfg.ingest.password)
            issue = cut_pages(pages, file=raw.name, **meta)
            issue = replace(issue, notes=(*page_notes(pages), *issue.notes))
        case "html":
            issue = _printed(dressed(read_html(raw.data, raw.name)), meta)
        case "docx":
            issue = _printed(single_issue(read_docx(raw.data, raw.name), raw.name), meta)
        case "records":
            text = decode(raw.data, raw.name).lstrip("\ufeff")
            issue = _printed(Issue(raw.name, tuple(read_records(text, raw.name))), meta)
        case _:
            text = decode(raw.data, raw.name)
            _check_size(text, raw.name, cfg.ingest.max_text_megabytes)
            if rows := single_rows(text):
                issue = _printed(single_issue(rows, raw.name), meta)
            else:
                issue = cut_page(text, file=raw.name, **meta)
    return replace(issue, input_sha256=sha256(raw.data))


def _printed(issue: Issue, meta: dict[str, str]) -> Issue:
    """What the user or the file name says goes before what is printed; a record's own fields stay."""
    newspaper, date, page = (meta[key] or getattr(issue, key) for key in ("newspaper", "date", "page"))
    articles = (
        replace(
            a,
            newspaper=newspaper if a.newspaper == issue.newspaper else a.newspaper,
            date=date if a.date == issue.date else a.date,
            page=page if a.page == issue.page else a.page,
        )
        for a in issue.articles
    )
    return replace(issue, articles=tuple(articles), newspaper=newspaper, date=date, page=page)


def _check_size(text: str, name: str, max_megabytes: float) -> None:
    if (size := len(text.encode("utf-8", "surrogatepass")) / 1e6) > max_megabytes:
        raise InputError(
            f"{name}：文字 {size:.1f} MB，超过一期报纸的上限 {max_megabytes:g} MB。"
            "请按期或按版拆开；确需整份处理可加 ingest.max_text_megabytes=…（耗时随长度平方增长）。"
        )


def profile(cfg: DigestConfig) -> Profile:
    """What the editor set, for the writers."""
    settings = asdict(cfg)
    lists = {key: tuple(settings[key]) for key in ("topics", "sensitive")}
    watch = tuple((name, tuple(aliases)) for name, aliases in cfg.watch.items())
    return Profile(**{**settings, **lists, "watch": watch})


def files(digest: Digest, cfg: Config, sources: Sequence[dict[str, str]] = ()) -> dict[str, bytes]:
    """Every file of a digest folder, `manifest.json` last; `sources` are further files it is made of."""
    out = render(digest, [name for name in cfg.format.split(",") if name], profile(cfg.digest))
    settings = {k: v for k, v in asdict(cfg).items() if k not in FEATURE_FREE}
    settings["ingest"].pop("password")
    issue, sections = digest.issue, document(digest, profile(cfg.digest)).sections
    manifest = {
        "format_version": 1,
        "input": {"file": issue.id, "sha256": issue.input_sha256},
        "sources": [*sources, *_template(cfg.digest.template)],
        "config": settings,
        "config_sha256": fingerprint(settings),
        "model": {"name": digest.model, "sha256": digest.model_sha256},
        "versions": {
            "baozhai": importlib.metadata.version("baozhai"),
            "python": ".".join(platform.python_version_tuple()[:2]),
        },
        "files": {name: sha256(data) for name, data in sorted(out.items())},
        "counts": {
            "articles": sum(a.kind == "article" for a in issue.articles),
            "photos": sum(a.kind == "photo" for a in issue.articles),
            "abstained": sum(len(s.items) for s in sections if s.key == "abstain"),
        },
        "input_chars": issue.input_chars,
        "unassigned_chars": unassigned_chars(issue),
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    return {**out, "manifest.json": text.encode()}


def source(role: str, path: Path, data: bytes) -> dict[str, str]:
    """A file that a digest is made of, as the manifest names it."""
    return {"role": role, "file": path.name, "sha256": sha256(data)}


def _template(path: str) -> list[dict[str, str]]:
    return [source("template", Path(path), Path(path).read_bytes())] if path else []


def require_topics(cfg: Config) -> tuple[Topic, ...]:
    """The taxonomy, or an error when it is empty."""
    topics = taxonomy(cfg.taxonomy)
    if not topics:
        raise ConfigError("conf/taxonomy 中没有任何类别。请至少定义一个 topics 条目。")
    return topics
