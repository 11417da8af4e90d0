"""`baozhai corpus import`: other people's labelled articles → articles, judgements, a taxonomy and an experiment of their own."""

from __future__ import annotations

import sys
from collections.abc import Collection, Sequence
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from textwrap import indent
from typing import Any

import yaml

from baozhai.checks import nearest
from baozhai.config import Config
from baozhai.errors import ConfigError, InputError
from baozhai.io.corpus import dump_jsonl
from baozhai.io.files import write_folder
from baozhai.io.ledger import append, lines, read_ledger
from baozhai.io.lock import locked
from baozhai.io.readers.tables import GUESSES, Fault, Row, read_rows
from baozhai.io.readers.taxonomy import read_taxonomy
from baozhai.labels.foreign import (
    Labelled,
    imported,
    judgements,
    labelled,
    merged,
    one_label,
    renewed,
    topics_of,
    unified,
)
from baozhai.labels.ledger import content_hash
from baozhai.records import Judgement, Topic

READS = ("<files>",)
WRITES = ("data/corpora/<run_name>", "conf/taxonomy", "conf/corpus", "conf/experiment")
USES = ("columns",)
FIELDS = {"text": "正文", "labels": "标签", "title": "标题", "date": "日期", "newspaper": "报纸"}
NAMED = 3  # rows that contradict an earlier one are named up to so many


def run(cfg: Config, inputs: list[str]) -> int:
    """Import files as the corpus `run_name`; exit code 5 where rows were left out, each fault with its first row."""
    if inputs[:1] != ["import"]:
        word = inputs[0] if inputs else ""
        raise ConfigError(
            f"baozhai corpus {word}：{nearest(word, ['import'])}例：baozhai corpus import 新闻.csv run_name=mine"
        )
    if cfg.run_name == Config().run_name or not cfg.run_name.replace("_", "").replace("-", "").isalnum():
        raise ConfigError("请给这批语料一个名称（字母、数字、下划线），如 run_name=mine。")
    if not inputs[1:]:
        raise ConfigError(
            "baozhai corpus import 要有文件：.jsonl、.csv、.tsv、.xlsx，或每类一个子文件夹的文件夹。"
        )
    conf = Path("conf")
    if not (conf / "config.yaml").is_file():
        raise ConfigError("这里没有 conf/config.yaml：请在项目目录中运行。")
    _refuse_taken(cfg.run_name, conf)
    read, left = _read([Path(p) for p in inputs[1:]], cfg)
    for message in left:
        sys.stderr.write(f"{message}\n")
    if not read:
        raise InputError("没有一行可以导入。请检查列名（columns.text=… columns.labels=…）。")
    if not any(row.labels for row in read):
        raise InputError("没有一篇有标签，学不到类别。请检查标签列（columns.labels=…）。")
    read, spellings = unified(read)
    if spellings:
        pairs = "、".join(f"“{label}”即“{chosen}”" for label, chosen in spellings.items())
        sys.stderr.write(f"标签只差大小写、全角半角或空白的，算作同一类：{pairs}\n")
    rows, against = merged(read)
    _report(read, rows, against)
    unknown = _write(cfg, rows, conf)
    return 5 if left or unknown else 0


def _refuse_taken(name: str, conf: Path) -> None:
    """Settings of this name that no import wrote would be kept, and the corpus be learned with those of another."""
    folder = Path("data/corpora") / name
    corpus, experiment, taxonomy = (
        conf / group / f"{name}.yaml" for group in ("corpus", "experiment", "taxonomy")
    )
    own = {
        corpus: Path(str(_settings(corpus).get("articles"))).is_relative_to(folder),
        experiment: any(d == {"override /corpus": name} for d in _settings(experiment).get("defaults") or ()),
        taxonomy: corpus.is_file() or folder.is_dir(),
    }
    for path, yes in own.items():
        if path.is_file() and not yes:
            raise ConfigError(
                f"{path}：已有，不属于 {folder.as_posix()}，不是导入的语料。请换一个 run_name，如 run_name={name}_2。"
            )


def _settings(path: Path) -> dict[str, Any]:
    """A file of settings; empty where there is none."""
    try:
        tree = yaml.safe_load(path.read_text(encoding="utf-8-sig")) if path.is_file() else {}
    except (OSError, ValueError, yaml.YAMLError):
        raise ConfigError(f"{path}：已有，但读不了。请改正它，或换一个 run_name。") from None
    return tree if isinstance(tree, dict) else {}


def _report(
    read: Sequence[Labelled], rows: Sequence[Labelled], against: Sequence[tuple[Labelled, Labelled]]
) -> None:
    """Say on standard error what became of rows that are no article with labels of its own."""
    if copies := len(read) - len(rows):
        sys.stderr.write(f"{copies} 行与前面的行正文相同，各并为一篇\n")
    for first, row in against[:NAMED]:
        said, counts = row.labels[0], first.labels[0]
        sys.stderr.write(f"{row.where}：与 {first.where} 正文相同，标签却是“{said}”；算作“{counts}”\n")
    if against:
        sys.stderr.write(
            f"同文异签共 {len(against)} 行，以先出现的为准。若一篇可有几类，请写在同一行，用“、”隔开。\n"
        )
    if unlabelled := sum(not row.judged for row in rows):
        sys.stderr.write(f"{unlabelled} 篇没有标签：当作没有人判断过\n")
    if none := sum(row.judged and not row.labels for row in rows):
        sys.stderr.write(
            f"{none} 篇的标签是空列表：当作各类都不是。若是还没有判断，请删去这一项或写 null。\n"
        )


def _read(paths: Sequence[Path], cfg: Config) -> tuple[list[Labelled], list[str]]:
    """The rows with an article, and what was left out: a line for each file and fault, with the first row that has it."""
    rows: list[Labelled] = []
    left: list[str] = []
    for path in paths:
        read = list(read_rows(path))
        _check_columns([name for row in read if isinstance(row, Row) for name in row.fields], cfg, path)
        faults: dict[str, list[Fault]] = {}
        for row in read:
            one = row if isinstance(row, Fault) else _labelled(row, cfg)
            if isinstance(one, Labelled):
                rows.append(one)
            else:
                faults.setdefault(one.what.partition("（")[0], []).append(one)
        for first, *more in faults.values():
            count = f"（这样的共 {len(more) + 1} 处）" if more else ""
            what, stop, advice = first.what.partition("。")
            left.append(f"{first.where}：{what}{count}，没有导入{stop}{advice}")
    return rows, left


def _labelled(row: Row, cfg: Config) -> Labelled | Fault:
    columns = _columns(row.fields, cfg)
    try:
        one = labelled(row.fields, columns, str(row.fields.get(columns.get("id", "")) or ""))
    except ValueError as error:
        return Fault(row.where, str(error))
    return replace(one, where=row.where)


def _columns(names: Collection[str], cfg: Config) -> dict[str, str]:
    """The column of each field: as configured, else the first known name there is; case and blanks around it are nothing."""
    known = {name.strip().casefold(): name for name in names} | {name: name for name in names}
    wanted = {**GUESSES, "id": ("id",), **{k: (v,) for k, v in asdict(cfg.columns).items() if v}}
    found = {k: [known[n] for n in (*ns, *map(str.casefold, ns)) if n in known] for k, ns in wanted.items()}
    return {k: columns[0] for k, columns in found.items() if columns}


def _check_columns(names: Sequence[str], cfg: Config, path: Path) -> None:
    """That the columns of a file, if it has rows, hold text, labels and what the settings name."""
    columns = list(dict.fromkeys(names))
    found, chosen = _columns(columns, cfg), {k: v for k, v in asdict(cfg.columns).items() if v}
    for field in ("text", "labels", *chosen):
        if columns and field not in found:
            what = f"没有列“{chosen[field]}”" if field in chosen else f"没有{FIELDS[field]}列"
            there = "、".join(columns[:20]) + ("……" if len(columns) > 20 else "")
            raise InputError(
                f"{path}：{what}（有：{there}）。请用 columns.{field}=列名 指出{FIELDS[field]}是哪一列。"
            )


def _write(cfg: Config, rows: Sequence[Labelled], conf: Path) -> bool:
    """Write the corpus, and settings where there are none; whether a taxonomy that was there lacks one of the labels."""
    name, folder = cfg.run_name, Path("data/corpora") / cfg.run_name
    table = conf / "taxonomy" / f"{name}.yaml"
    known = [d.topic for d in read_taxonomy(table)] if table.is_file() else []
    by_label = topics_of(rows, known)
    topics = list({t.id: t for t in by_label.values()}.values())
    when = cfg.review.when or date.today().isoformat()
    said = judgements(rows, by_label, source=f"person:{name}", when=when)
    articles = [asdict(row.article) | {"id": row.article.id or content_hash(row.article)} for row in rows]
    corpus = {"articles": "articles.jsonl", "judgements": "judgements.jsonl", "reviewed": "reviewed.jsonl"}
    with locked(folder / corpus["judgements"]):
        ledger = renewed(_ledger(folder / corpus["judgements"], f"person:{name}"), said, f"person:{name}")
        data = (dump_jsonl(articles), lines(ledger))
        write_folder(folder, dict(zip(corpus.values(), data, strict=False)))
    single = one_label(rows)
    places = {key: f"{folder.as_posix()}/{file}" for key, file in corpus.items()}
    _keep(table, _yaml({"topics": _entries(topics)}))
    _keep(conf / "corpus" / f"{name}.yaml", _yaml(places))
    _keep(conf / "experiment" / f"{name}.yaml", _experiment(name, single=single))
    kinds = "每篇一类" if single else "一篇可有几类"
    sys.stdout.write(f"{folder}：{len(rows)} 篇，{len(topics)} 个类别，{kinds}\n")
    sys.stdout.write(f"训练：baozhai train experiment={name}；评测：baozhai evaluate experiment={name}\n")
    new = [t for t in topics if known and t not in known]
    if new:
        sys.stderr.write(
            f"{table}：没有这些标签的类别，它们的标注暂不使用。请加进 topics，如照样贴在文件末尾（或写进某类的 aliases，再导入一次）：\n"
            f"{indent(_yaml(_entries(new, len(known))), '  ')}"
        )
    return bool(new)


def _ledger(path: Path, source: str) -> Sequence[Judgement]:
    """The judgements so far; says how many no import wrote, and moves a torn line aside."""
    if (found := read_ledger(path)).torn:
        sys.stderr.write(f"{append(path, ())}\n")
    if kept := sum(not imported(j, source) for j in found.judgements):
        sys.stderr.write(f"{path}：{kept} 条判断不是导入写的（如审核时的改正），都保留\n")
    return found.judgements


def _yaml(tree: object) -> str:
    return str(yaml.safe_dump(tree, allow_unicode=True, sort_keys=False))


def _entries(topics: Sequence[Topic], first: int = 0) -> dict[str, object]:
    """Topics as they stand in a taxonomy file, in this order."""
    return {
        t.id: {"name": t.name, "order": number, "definition": t.definition, "include": [*t.include]}
        for number, t in enumerate(topics, first + 1)
    }


def _experiment(name: str, *, single: bool) -> str:
    lines = ["# @package _global_", "defaults:"]  # quoted: a name may look like a number or a truth value
    lines += [f"  - override /{group}: '{name}'" for group in ("taxonomy", "corpus")]
    lines += [f"  - override /{group}: single" for group in ("features", "classifier", "decision") if single]
    return "\n".join([*lines, f"run_name: '{name}'", "model: ${run_name}", f"work: data/work/{name}", ""])


def _keep(path: Path, text: str) -> None:
    """Write a file of settings unless there is one: people edit them."""
    if path.is_file():
        sys.stdout.write(f"{path}：已有，没有改动\n")
        return
    write_folder(path.parent, {path.name: text.encode()})
