"""`baozhai corpus import`: other people's labelled articles → articles, judgements, a taxonomy and an experiment of their own."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path

import yaml

from baozhai.checks import nearest
from baozhai.config import Config
from baozhai.errors import ConfigError, InputError
from baozhai.io.corpus import dump_jsonl
from baozhai.io.files import write_folder
from baozhai.io.readers.tables import GUESSES, Row, read_rows
from baozhai.io.readers.taxonomy import read_taxonomy
from baozhai.labels.foreign import Labelled, judgements, labelled, topics_of
from baozhai.labels.ledger import content_hash
from baozhai.records import Topic

READS = ("<files>",)
WRITES = ("data/corpora/<run_name>", "conf/taxonomy", "conf/corpus", "conf/experiment")
USES = ("columns",)


def run(cfg: Config, inputs: list[str]) -> int:
    """Import files as the corpus `run_name`; exit code 5 where rows were left out, each of them named."""
    if inputs[:1] != ["import"]:
        word = inputs[0] if inputs else ""
        raise ConfigError(
            f"baozhai corpus {word}：{nearest(word, ['import'])}例：baozhai corpus import 新闻.csv run_name=mine"
        )
    if cfg.run_name == Config().run_name or not cfg.run_name.replace("_", "").replace("-", "").isalnum():
        raise ConfigError("请给这批语料一个名称（字母、数字、下划线），如 run_name=mine。")
    if not inputs[1:]:
        raise ConfigError("baozhai corpus import 要有文件：.jsonl、.csv、.tsv，或每类一个子文件夹的文件夹。")
    conf = Path("conf")
    if not (conf / "config.yaml").is_file():
        raise ConfigError("这里没有 conf/config.yaml：请在项目目录中运行。")
    rows, left = _read([Path(p) for p in inputs[1:]], cfg)
    for message in left:
        sys.stderr.write(f"{message}，没有导入\n")
    if not rows:
        raise InputError("没有一行可以导入。请检查列名（columns.text=… columns.labels=…）。")
    unknown = _write(cfg, rows, conf)
    return 5 if left or unknown else 0


def _read(paths: Sequence[Path], cfg: Config) -> tuple[list[Labelled], list[str]]:
    """Articles by wording, and what was left out; a second copy of an article adds its labels."""
    found: dict[str, Labelled] = {}
    left: list[str] = []
    for path in paths:
        for row in read_rows(path):
            if isinstance(row, str):
                left.append(row)
                continue
            try:
                one = labelled(row.fields, _columns(row, cfg), str(row.fields.get("id") or ""))
            except ValueError as error:
                left.append(f"{row.where}：{error}")
                continue
            key = content_hash(one.article)
            before = found[key].labels if key in found else ()
            found[key] = Labelled(one.article, tuple(dict.fromkeys((*before, *one.labels))))
    return list(found.values()), left


def _columns(row: Row, cfg: Config) -> dict[str, str]:
    """The column of each field: as configured, else the first known name that the row has."""
    chosen = {k: v for k, v in asdict(cfg.columns).items() if v}
    if missing := [v for v in chosen.values() if v not in row.fields]:
        raise ValueError(f"没有列“{missing[0]}”（有：{'、'.join(map(str, row.fields))}）")
    guessed = {k: next((n for n in names if n in row.fields), "") for k, names in GUESSES.items()}
    return {k: v for k, v in {**guessed, **chosen}.items() if v}


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
    data = (dump_jsonl(articles), dump_jsonl(asdict(j) for j in said))
    write_folder(folder, dict(zip(corpus.values(), data, strict=False)))
    single = all(len(row.labels) == 1 for row in rows)
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
            f"{table}：没有这些标签的类别，它们的标注暂不使用。请加进 topics（或写进某类的 aliases，再导入一次）：\n"
            f"{_yaml(_entries(new, len(known)))}"
        )
    return bool(new)


def _yaml(tree: object) -> str:
    return str(yaml.safe_dump(tree, allow_unicode=True, sort_keys=False))


def _entries(topics: Sequence[Topic], first: int = 0) -> dict[str, object]:
    """Topics as they stand in a taxonomy file, in this order."""
    return {
        t.id: {"name": t.name, "order": number, "definition": t.definition, "include": [*t.include]}
        for number, t in enumerate(topics, first + 1)
    }


def _experiment(name: str, *, single: bool) -> str:
    lines = [
        "# @package _global_",
        "defaults:",
        f"  - override /taxonomy: {name}",
        f"  - override /corpus: {name}",
    ]
    lines += [f"  - override /{group}: single" for group in ("features", "classifier", "decision") if single]
    return "\n".join([*lines, f"run_name: {name}", f"work: data/work/{name}", ""])


def _keep(path: Path, text: str) -> None:
    """Write a file of settings unless there is one: people edit them."""
    if path.is_file():
        sys.stdout.write(f"{path}：已有，没有改动\n")
        return
    write_folder(path.parent, {path.name: text.encode()})
