"""`corpus import` of tables that are not as they should be: columns, names that are taken, labels that are missing or contradict."""

from __future__ import annotations

import csv
import io
import json
import math
import random
import re
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest
import yaml

from baozhai import build
from baozhai.cli import compose, run
from baozhai.io.ledger import append, mark, read_ledger
from baozhai.io.readers.quotes import _unpaired
from baozhai.io.readers.taxonomy import read_taxonomy
from baozhai.labels.foreign import labelled
from baozhai.records import Judgement, resolve

BODIES = {"体育": "球队在主场比赛中进球", "财经": "银行股市行情上涨"}
ROWS = [(f"{k}-{label}", label, f"{body}，第{k}条") for label, body in BODIES.items() for k in range(10)]
HEADER = ("title", "label", "text")


@pytest.fixture(autouse=True)
def project(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project folder with nothing but settings."""
    shutil.copytree(root / "conf", tmp_path / "conf")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def table(
    header: Sequence[str] = HEADER,
    rows: Sequence[tuple[str, ...]] = ROWS,
    mark: str = ",",
    name: str = "a.csv",
) -> None:
    Path(name).write_text("".join(mark.join(row) + "\n" for row in (header, *rows)), encoding="utf-8")


def records(*rows: object) -> None:
    Path("a.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


def verdicts(name: str) -> list[int]:
    lines = Path(f"data/corpora/{name}/judgements.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["verdict"] for line in lines]


@pytest.mark.parametrize(
    ("header", "words", "said"),
    [
        (("title", "class", "text"), (), ("没有标签列（有：title、class、text）", "columns.labels=")),
        (("title", "label", "words"), (), ("没有正文列（有：title、label、words）", "columns.text=")),
        (HEADER, ("columns.text=body",), ("没有列“body”（有：title、label、text）", "columns.text=")),
        (HEADER, ("columns.date=day",), ("没有列“day”", "columns.date=")),
    ],
)
def test_a_missing_column_is_one_error_that_lists_those_there_are(
    header: tuple[str, ...], words: tuple[str, ...], said: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    table(header)
    assert run(["corpus", "import", "a.csv", "run_name=mine", *words]) == 3
    err = capsys.readouterr().err
    assert all(words in err for words in said) and err.count("\n") == 1
    assert not Path("data").exists() and not Path("conf/taxonomy/mine.yaml").exists()


@pytest.mark.parametrize(
    ("header", "mark", "name"),
    [
        (("Title", "LABEL", "Text"), ",", "a.csv"),
        ((" title", " label ", "text "), ",", "a.csv"),
        (HEADER, ";", "a.csv"),
        (HEADER, "\t", "a.csv"),
        (HEADER, ",", "a.tsv"),
    ],
)
def test_headers_and_delimiters_as_spreadsheets_write_them(
    header: tuple[str, ...], mark: str, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    table(header, mark=mark, name=name)
    assert run(["corpus", "import", name, "run_name=mine"]) == 0
    assert "20 篇，2 个类别，每篇一类" in capsys.readouterr().out
    articles = Path("data/corpora/mine/articles.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(articles[0])["title"] == "0-体育"


def test_a_named_column_and_the_id_go_by_letters_not_case() -> None:
    table(("ID", "Class", "Text"))
    assert run(["corpus", "import", "a.csv", "run_name=mine", "columns.labels=class"]) == 0
    articles = Path("data/corpora/mine/articles.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(articles[0])["id"] == "0-体育"


def test_the_same_fault_of_many_rows_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    table(rows=[*ROWS, *(("题", "体育", "") for _ in range(30))])
    assert run(["corpus", "import", "a.csv", "run_name=mine"]) == 5
    err = capsys.readouterr().err
    assert err == "a.csv 第 22 行：没有正文（这样的共 30 处），没有导入\n"


@pytest.mark.parametrize("end", ["\n", "\r\n", ""])
def test_a_quote_without_a_partner_is_named_with_its_line(
    end: str, capsys: pytest.CaptureFixture[str]
) -> None:
    quoted = [(title, label, f'"{text}\n第二行，他说""好"""') for title, label, text in ROWS]
    table(rows=quoted)
    assert run(["corpus", "import", "a.csv", "run_name=whole"]) == 0
    assert len(Path("data/corpora/whole/articles.jsonl").read_text(encoding="utf-8").splitlines()) == 20
    table(rows=[*quoted[:2], ("甲", "体育", '"一'), *ROWS])  # rows of two lines, below the line of the header
    path = Path("a.csv")
    path.write_bytes(
        path.read_text(encoding="utf-8").rstrip("\n").replace("\n", end or "\n").encode() + end.encode()
    )
    assert run(["corpus", "import", "a.csv", "run_name=mine"]) == 3
    err = capsys.readouterr().err
    assert "a.csv 第 6 行" in err and "没有另一半" in err and "补上" in err
    assert not Path("data/corpora/mine").exists()
    table(rows=[("甲", "体育", '"一'), ("乙", "体育", '"二"'), *ROWS])  # closed by the quote of the next row
    assert run(["corpus", "import", "a.csv", "run_name=mine"]) == 3
    assert "a.csv 第 2 行" in capsys.readouterr().err


def test_quotes_are_paired_as_the_reader_of_tables_does() -> None:
    rng = random.Random(7)
    for _ in range(20_000):
        text = "".join(rng.choices('"",\n\rx', k=rng.randrange(1, 12)))
        found = [*csv.reader(io.StringIO(f"{text}\nend", newline=""))]
        swallowed = any(re.search(r"[\r\n]", cell) for row in found for cell in row)
        if (place := _unpaired(text, ",")) < 0:
            assert found[-1] == ["end"], repr(text)
        else:
            assert text[place] == '"' and swallowed, repr(text)


def test_files_outside_the_folders_of_labels_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    names = (
        "体育/a.txt",
        "财经/b.TXT",
        "loose.txt",
        "体育/旧/c.txt",
        "财经/d.docx",
        ".x/e.txt",
        "财经/~$d.docx",
    )
    for k, name in enumerate(names):
        path = Path("dir", name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"云岫市今天下雨，第{k}条。", encoding="utf-8")
    assert run(["corpus", "import", "dir", "run_name=mine"]) == 5
    said = capsys.readouterr()
    assert "2 篇，2 个类别" in said.out
    assert said.err == "dir/loose.txt：不是 类别/文章.txt（这样的共 3 处），没有导入\n"


def test_a_fault_with_advice_is_said_in_whole_sentences(capsys: pytest.CaptureFixture[str]) -> None:
    for name, data in (("a", "云岫市今天下雨。".encode()), ("b", b"\x80\x81\xff"), ("c", b"\x80\x81\xff")):
        path = Path("dir", "体育", f"{name}.txt")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    assert run(["corpus", "import", "dir", "run_name=mine"]) == 5
    err = capsys.readouterr().err
    assert "（这样的共 2 处），没有导入。请" in err and "。，" not in err and "。（" not in err


def test_rows_without_a_label_are_not_judged(capsys: pytest.CaptureFixture[str]) -> None:
    table(rows=[(title, label if k % 2 else " ", text) for k, (title, label, text) in enumerate(ROWS)])
    assert run(["corpus", "import", "a.csv", "run_name=mine"]) == 0
    said = capsys.readouterr()
    assert "10 篇没有标签" in said.err and "20 篇，2 个类别，每篇一类" in said.out
    assert sorted(verdicts("mine")) == [-1] * 10 + [1] * 10
    table(rows=[(title, "", text) for title, _, text in ROWS])
    assert run(["corpus", "import", "a.csv", "run_name=none"]) == 3


def test_an_empty_list_of_labels_is_none_of_them(capsys: pytest.CaptureFixture[str]) -> None:
    labels: list[object] = [["甲", "乙"], ["甲"], [], None, [""]]
    records(*({"text": f"正文{k}", "labels": said} for k, said in enumerate(labels)), {"text": "没有这一项"})
    assert run(["corpus", "import", "a.jsonl", "run_name=mine"]) == 0
    err = capsys.readouterr().err
    assert "3 篇没有标签" in err and "1 篇的标签是空列表" in err
    assert verdicts("mine") == [1, 1, 1, -1, -1, -1]


@pytest.mark.parametrize("name", ["starter", "press", "words_svm"])
def test_a_name_whose_settings_are_not_of_an_import_is_refused(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    table()
    before = {path: path.read_bytes() for path in Path("conf").rglob("*.yaml")}
    assert run(["corpus", "import", "a.csv", f"run_name={name}"]) == 2
    assert f"conf/{'experiment' if name == 'words_svm' else 'corpus'}/{name}.yaml" in capsys.readouterr().err
    assert {path: path.read_bytes() for path in Path("conf").rglob("*.yaml")} == before
    assert not Path("data").exists()


def test_a_taxonomy_of_somebody_else_is_refused_and_ones_own_kept() -> None:
    table()
    own = Path("conf/taxonomy/mine.yaml")
    own.write_text("topics: {x: {name: 体育}}\n", encoding="utf-8")
    assert run(["corpus", "import", "a.csv", "run_name=mine"]) == 2
    own.unlink()
    assert run(["corpus", "import", "a.csv", "run_name=mine"]) == 0
    Path("conf/corpus/mine.yaml").unlink()
    assert run(["corpus", "import", "a.csv", "run_name=mine"]) == 0
    assert Path("conf/corpus/mine.yaml").is_file()


def test_copies_are_counted_and_the_first_label_counts(capsys: pytest.CaptureFixture[str]) -> None:
    title, _, text = ROWS[0]
    table(rows=[*ROWS, ROWS[1], (title, "财经", text), (title, "", text)])
    assert run(["corpus", "import", "a.csv", "run_name=mine"]) == 0
    said = capsys.readouterr()
    assert "3 行与前面的行正文相同" in said.err and "20 篇，2 个类别，每篇一类" in said.out
    assert "a.csv 第 23 行：与 a.csv 第 2 行 正文相同，标签却是“财经”；算作“体育”" in said.err
    assert "同文异签共 1 行" in said.err
    assert sorted(verdicts("mine")) == [-1] * 20 + [1] * 20


def test_a_copy_labels_an_article_that_had_none() -> None:
    title, _, text = ROWS[0]
    table(rows=[(title, "", text), *ROWS])
    assert run(["corpus", "import", "a.csv", "run_name=mine"]) == 0
    assert sorted(verdicts("mine")) == [-1] * 20 + [1] * 20


def test_copies_add_labels_where_a_row_may_have_several(capsys: pytest.CaptureFixture[str]) -> None:
    table(rows=[("甲", "体育", "一"), ("甲", "财经", "一"), ("乙", "体育、财经", "二")])
    assert run(["corpus", "import", "a.csv", "run_name=mine"]) == 0
    said = capsys.readouterr()
    assert "1 行与前面的行正文相同" in said.err and "同文异签" not in said.err
    assert verdicts("mine") == [1, 1, 1, 1]


def test_half_a_surrogate_pair_is_replaced() -> None:
    records(
        *(
            {"id": "\ud800", "title": "\udc00", "text": [f"{t}\ud800"], "label": f"{n}\ud800"}
            for _, n, t in ROWS
        )
    )
    assert run(["corpus", "import", "a.jsonl", "run_name=mine"]) == 0
    topics = yaml.safe_load(Path("conf/taxonomy/mine.yaml").read_text(encoding="utf-8"))["topics"]
    assert [topic["name"] for topic in topics.values()] == ["体育\ufffd", "财经\ufffd"]
    assert run(["taxonomy", "check", "experiment=mine"]) == 0


LEDGER = Path("data/corpora/mine/judgements.jsonl")


def test_importing_again_keeps_what_people_corrected(capsys: pytest.CaptureFixture[str]) -> None:
    table()
    assert run(["corpus", "import", "a.csv", "run_name=mine", "review.when=2026-06-01"]) == 0
    keys = list(dict.fromkeys(j.article for j in read_ledger(LEDGER).judgements))
    Path("改.jsonl").write_text(json.dumps({"article": keys[0], "marked": ["财经"]}), encoding="utf-8")
    assert run(["review", "experiment=mine", "corrections=改.jsonl", "review.author=李编辑"]) == 0
    before = LEDGER.read_bytes()
    capsys.readouterr()
    assert run(["corpus", "import", "a.csv", "run_name=mine", "review.when=2026-06-02"]) == 0
    assert "2 条判断不是导入写的（如审核时的改正），都保留" in capsys.readouterr().err
    assert LEDGER.read_bytes() == before  # a model that knows these lines can be compared

    # Rows that are added leave the lines so far as they are; labels of what a person judged do not come after him.
    table(rows=[*ROWS, ("新", "体育", "云岫市的新闻")])
    assert run(["corpus", "import", "a.csv", "run_name=mine"]) == 0
    assert LEDGER.read_bytes().startswith(before) and LEDGER.read_bytes().count(b"\n") == 44
    title, _, text = ROWS[0]
    table(rows=[(title, "体育", text), *((t, "财经" if t == ROWS[1][0] else n, x) for t, n, x in ROWS[1:])])
    assert run(["corpus", "import", "a.csv", "run_name=mine"]) == 0
    held = resolve(read_ledger(LEDGER).judgements)
    assert [held[keys[0], t] for t in ("topic_01", "topic_02")] == [-1, 1]  # as 李编辑 said
    assert [held[keys[1], t] for t in ("topic_01", "topic_02")] == [-1, 1]  # as the file says now
    assert len(held) == 40


def test_importing_again_over_a_torn_ledger_moves_the_line_aside(capsys: pytest.CaptureFixture[str]) -> None:
    table()
    assert run(["corpus", "import", "a.csv", "run_name=mine"]) == 0
    append(LEDGER, [Judgement("a" * 16, "topic_01", 1, "person:李编辑", "2026-06-12", "", 0, "b")])
    whole = LEDGER.read_bytes()
    LEDGER.write_bytes(whole + b'{"article": "87ec')
    assert run(["corpus", "import", "a.csv", "run_name=mine"]) == 0
    assert "最后一行不完整" in capsys.readouterr().err
    assert mark(read_ledger(LEDGER).judgements) and LEDGER.read_bytes().count(b"\n") == whole.count(b"\n")
    assert LEDGER.with_name("judgements.jsonl.torn").read_bytes() == b'{"article": "87ec\n'


@pytest.mark.parametrize(
    ("labels", "ids"),
    [
        (("Sport", "sport", "ＳＰＯＲＴ", "财经"), {"sport": "Sport", "topic_01": "财经"}),
        (("体育", "Topic_01"), {"topic_02": "体育", "topic_01": "Topic_01"}),
        (("IT News", "it_news"), {"topic_01": "IT News", "it_news": "it_news"}),
        (("Other", "体育"), {"topic_01": "Other", "topic_02": "体育"}),
    ],
)
def test_a_taxonomy_of_an_import_can_be_learned(
    labels: tuple[str, ...], ids: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    weights = dict(zip(labels, (6, 4, 3, 5), strict=False))  # the most frequent spelling is the name
    table(rows=[(f"{k}", n, f"{n}的第{k}条新闻") for n, count in weights.items() for k in range(count)])
    assert run(["corpus", "import", "a.csv", "run_name=mine"]) == 0
    said = capsys.readouterr().err
    assert ("“sport”即“Sport”、“ＳＰＯＲＴ”即“Sport”" in said) == ("Sport" in labels)
    topics = yaml.safe_load(Path("conf/taxonomy/mine.yaml").read_text(encoding="utf-8"))["topics"]
    assert {key: topic["name"] for key, topic in topics.items()} == ids
    assert run(["taxonomy", "check", "conf/taxonomy/mine.yaml"]) == 0


def test_spellings_of_a_known_topic_are_that_topic() -> None:
    table(rows=[(t, "Sport" if n == "体育" else n, x) for t, n, x in ROWS])
    assert run(["corpus", "import", "a.csv", "run_name=mine"]) == 0
    table(rows=[(t, "SPORT" if n == "体育" else n, x) for t, n, x in ROWS])
    assert run(["corpus", "import", "a.csv", "run_name=mine"]) == 0


def test_what_a_taxonomy_lacks_can_be_pasted_as_it_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    table()
    assert run(["corpus", "import", "a.csv", "run_name=mine"]) == 0
    table(rows=[*ROWS, *((f"{k}-会展", "会展", f"展馆里的展位都已订满，第{k}号馆") for k in range(6))])
    capsys.readouterr()
    assert run(["corpus", "import", "a.csv", "run_name=mine"]) == 5
    advice, entries = capsys.readouterr().err.split("：\n")
    assert "文件末尾" in advice
    path = Path("conf/taxonomy/mine.yaml")
    path.write_text(path.read_text(encoding="utf-8") + entries, encoding="utf-8")
    assert run(["taxonomy", "check", str(path), "experiment=mine"]) == 0
    assert "会展：人工判“是” 6 篇、“否” 20 篇" in capsys.readouterr().out


def test_an_empty_cell_as_pandas_writes_it_is_empty() -> None:
    rows = [{"id": f"{k}", "title": t, "label": n, "text": x} for k, (t, n, x) in enumerate(ROWS)]
    rows[0] |= {"id": math.nan, "title": math.nan, "date": math.nan, "newspaper": math.nan}
    rows[1] |= {"label": math.nan}
    records(*rows)
    assert run(["corpus", "import", "a.jsonl", "run_name=mine"]) == 0
    lines = Path("data/corpora/mine/articles.jsonl").read_text(encoding="utf-8").splitlines()
    first = json.loads(lines[0])
    assert len(lines) == 20 and (first["title"], first["date"]) == ("", "") and first["id"] != "nan"
    assert len(verdicts("mine")) == 38


def test_numbers_as_pandas_writes_them_beside_empty_cells() -> None:
    rows = [{"label": float(k % 2), "text": x} for k, (_, _, x) in enumerate(ROWS)]
    records(*rows, {"label": None, "text": "无人判断的一条"}, {"label": 0.5, "text": "不是类别"})
    assert run(["corpus", "import", "a.jsonl", "run_name=mine"]) == 5  # 0.5 is no name of a topic
    topics = yaml.safe_load(Path("conf/taxonomy/mine.yaml").read_text(encoding="utf-8"))["topics"]
    assert [t["name"] for t in topics.values()] == ["0", "1"] and len(verdicts("mine")) == 40


def test_a_row_that_no_reader_of_json_takes_is_a_fault(capsys: pytest.CaptureFixture[str]) -> None:
    records(*({"title": t, "label": n, "text": x} for t, n, x in ROWS))
    with Path("a.jsonl").open("a", encoding="utf-8") as out:
        out.write("[" * 100_000 + "\n")
    assert run(["corpus", "import", "a.jsonl", "run_name=mine"]) == 5
    assert "a.jsonl 第 21 行：不是 JSON" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("cells", "counts"),
    [
        (("['时尚', '长文']", "['长文']"), {"时尚": 1, "长文": 2}),  # a column of lists, as pandas writes it
        (('["时尚", "\\u957f\\u6587"]', "[]"), {"时尚": 1, "长文": 1}),
        (("['时尚'\n '长文']", '["it\'s", "a、b"]'), {"时尚": 1, "长文": 1, "it's": 1, "a、b": 1}),
        (("[时尚]", "['时尚', 7]"), {"[时尚]": 1, "['时尚'": 1, "7]": 1}),  # no lists of texts
        (("['\\xzz']", "['甲\\x41']"), {"['\\xzz']": 1, "甲A": 1}),
    ],
)
def test_a_cell_that_is_a_list_is_that_list(cells: tuple[str, ...], counts: dict[str, int]) -> None:
    with Path("a.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(
            [("text", "labels"), *((f"云岫市第{k}条新闻", c) for k, c in enumerate(cells))]
        )
    assert run(["corpus", "import", "a.csv", "run_name=mine"]) == 0
    topics = yaml.safe_load(Path("conf/taxonomy/mine.yaml").read_text(encoding="utf-8"))["topics"]
    yes = [json.loads(line) for line in LEDGER.read_text(encoding="utf-8").splitlines()]
    found = {t["name"]: [j["verdict"] for j in yes if j["topic"] == k].count(1) for k, t in topics.items()}
    assert found == counts
    assert len(yes) == len(counts) * 2  # an empty list is a judgement


@pytest.mark.parametrize(
    ("header", "said"),
    [("text,label,label", "有 2 列都叫“label”"), ("text,Label,title, label", "有 2 列都叫“Label”")],
)
def test_two_columns_of_one_name_are_refused(
    header: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("a.csv").write_text(header + ",,\n" + "一,体育,财经,,,\n" * 3, encoding="utf-8")
    assert run(["corpus", "import", "a.csv", "run_name=mine"]) == 3
    assert said in (err := capsys.readouterr().err) and "a.csv 第 1 行" in err
    assert not Path("data").exists()
    Path("t.csv").write_text("hash,round,labels,labels\nx,1,awards,\n", encoding="utf-8")
    assert run(["taxonomy", "check", "conf/taxonomy/press.yaml", "corpus.label_table=t.csv"]) == 3
    assert "t.csv 第 1 行：有 2 列都叫“labels”" in capsys.readouterr().err
    Path("答.csv").write_text(f"编号,人工类别,人工类别\nh{'0' * 16},党建,\n", encoding="utf-8")
    assert run(["review", "corrections=答.csv"]) == 3
    assert "答.csv 第 1 行：有 2 列都叫“人工类别”" in capsys.readouterr().err


def test_the_name_of_a_folder_is_one_label() -> None:
    for name in ("科技、数码", "体育"):
        Path("dir", name).mkdir(parents=True)
        Path("dir", name, "a.txt").write_text(f"云岫市今天下雨，{name}。", encoding="utf-8")
    assert run(["corpus", "import", "dir", "run_name=mine"]) == 0
    topics = yaml.safe_load(Path("conf/taxonomy/mine.yaml").read_text(encoding="utf-8"))["topics"]
    assert {topic["name"] for topic in topics.values()} == {"科技、数码", "体育"}


@pytest.mark.parametrize("name", ["2025", "on", "true", "null", "2025_01", "1e5", "mine-2"])
def test_any_name_of_an_import_can_be_used(name: str) -> None:
    """Names that YAML or Hydra would read as a number, a truth value or nothing."""
    table()
    assert run(["corpus", "import", "a.csv", f"run_name={name}"]) == 0
    cfg = compose([f"experiment={name}"])
    assert (cfg.run_name, cfg.model) == (name, name)
    assert cfg.corpus.articles == f"data/corpora/{name}/articles.jsonl"
    assert {t.name for t in build.require_topics(cfg)} == set(BODIES) and cfg.decision.exclusive
    assert compose([f"taxonomy={name}", f"run_name={name}"]).run_name == name
    assert run(["corpus", "import", "a.csv", f"run_name={name}"]) == 0  # known as its own


def test_labels_of_a_topic_that_another_one_takes_in_count_for_it(capsys: pytest.CaptureFixture[str]) -> None:
    """Each row is a "no" to all other labels; a topic that keeps its id while it takes in another is more than it was."""
    fairs = [(f"{k}-会展", "会展", f"展馆里的展位都已订满，第{k}号馆") for k in range(10)]
    table(rows=[*ROWS, *fairs])
    assert run(["corpus", "import", "a.csv", "run_name=mine"]) == 0
    path = Path("conf/taxonomy/mine.yaml")
    topics = yaml.safe_load(path.read_text(encoding="utf-8"))["topics"]
    ids = {t["name"]: key for key, t in topics.items()}
    del topics[ids["会展"]]
    topics[ids["财经"]]["aliases"] = [ids["会展"]]
    path.write_text(yaml.safe_dump({"topics": topics}, allow_unicode=True), encoding="utf-8")
    capsys.readouterr()
    assert run(["taxonomy", "check", str(path), "experiment=mine"]) == 0
    assert "财经：人工判“是” 20 篇、“否” 10 篇" in capsys.readouterr().out
    assert run(["taxonomy", "migrate", "experiment=mine"]) == 0
    assert "补记 10 条" in capsys.readouterr().out
    assert run(["taxonomy", "migrate", "experiment=mine"]) == 0
    assert "没有要改名的标注" in capsys.readouterr().out


def test_a_model_of_an_import_is_scored_by_its_experiment(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without it the test articles are of the usual corpus, and more of them would not help."""
    shutil.copytree(root / "data/starter/articles", "data/starter/articles")
    Path("data/labels").mkdir()
    shutil.copy(root / "data/labels/judgements.jsonl", "data/labels")
    words = ["features=words", "classifier.cv=2"]
    assert run(["train", "run_name=usual", *words]) == 0
    table()
    assert run(["corpus", "import", "a.csv", "run_name=mine"]) == 0
    assert run(["train", "experiment=mine", *words]) == 0
    capsys.readouterr()
    assert run(["evaluate", "run_name=mine"]) == 3
    err = capsys.readouterr().err
    assert "请照写训练时的 experiment=" in err and "test_share" not in err
    assert run(["train", "run_name=mine", *words]) == 2
    assert "请照写当时的 experiment=" in capsys.readouterr().err
    assert run(["train", "experiment=mine", "run_name=next", *words]) == 0
    assert run(["promote", "experiment=mine", "run_name=next", "model=mine"]) == 4
    assert "baozhai train run_name=mine 直接重新训练旧模型（当时写过的 experiment=" in capsys.readouterr().err
    assert run(["compare", "experiment=mine"]) == 3
    assert "baozhai evaluate run_name=next（训练时写过的 experiment=" in capsys.readouterr().err


def test_advice_about_decisions_and_days_can_be_followed(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["features=words", "features.dictionary=", "classifier.cv=2"]
    table()
    assert run(["corpus", "import", "a.csv", "run_name=mine"]) == 0
    assert run(["train", "experiment=mine", "decision=balanced", *words]) == 0
    capsys.readouterr()
    assert run(["evaluate", "experiment=mine"]) == 2  # the experiment says `single`
    assert "另写 decision=balanced" in capsys.readouterr().err
    assert run(["evaluate", "experiment=mine", "decision=balanced"]) == 0
    table((*HEADER, "date"), [(*row, "2026-03-02") for row in ROWS])
    assert run(["corpus", "import", "a.csv", "run_name=day"]) == 0
    assert run(["train", "experiment=day", *words]) == 0
    capsys.readouterr()
    assert run(["evaluate", "experiment=day"]) == 3
    assert "同一天的报纸不会拆开" in capsys.readouterr().err


def test_what_nobody_sees_in_a_label_makes_no_topic(project: Path) -> None:
    records(
        *(
            {"text": f"第{k}篇。", "label": label}
            for k, label in enumerate(["财经", "财经\u200b", ["体\n育"]])
        )
    )
    assert run(["corpus", "import", "a.jsonl", "run_name=mine"]) == 0
    topics = read_taxonomy(Path("conf/taxonomy/mine.yaml"))
    assert sorted(d.topic.name for d in topics) == ["体 育", "财经"]


@pytest.mark.parametrize("empty", ["NaN", "nan", "None", "NULL", "N/A", "<NA>"])
def test_what_programs_write_into_empty_cells_is_no_label(empty: str) -> None:
    columns = {"text": "text", "labels": "label"}
    found = labelled({"text": "产线投产。", "label": f" {empty} "}, columns, "1")
    assert (found.labels, found.judged) == ((), False)
    assert labelled({"text": "产线投产。", "label": "制造业"}, columns, "1").judged
