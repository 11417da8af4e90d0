"""How good is the model on our own newspaper: a random sample, judged blind, scored."""

from __future__ import annotations

import csv
import io
import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from baozhai.build import typical
from baozhai.cli import compose, run
from baozhai.io.corpus import read_articles, write_articles
from baozhai.io.ledger import append, read_ledger
from baozhai.labels.ledger import content_hash
from baozhai.records import Article, Judgement, resolve

NAMES = {"party_building": "党建", "manufacturing": "制造业", "biomedicine": "生物医药", "awards": "奖项荣誉"}


class Desk:
    """A working folder with a corpus of 90 starter articles, their judgements, and 40 others that nobody judged."""

    def __init__(self, folder: Path, root: Path) -> None:
        self.folder, self.ledger = folder, folder / "j.jsonl"
        every = read_articles(root / "data" / "starter" / "articles")
        starter = [a for a in every if a.kind == "article"]
        said = read_ledger(root / "data" / "labels" / "judgements.jsonl").judgements
        known = {content_hash(a) for a in starter[:90]}
        write_articles(folder / "corpus", "a.jsonl", starter[:90])
        append(self.ledger, [j for j in said if j.article in known])
        self.truth = resolve(said)
        self.news = [replace(a, id=f"n{k}") for k, a in enumerate(starter[90:130])]
        write_articles(folder / "news", "articles.jsonl", self.news)
        self.words = [
            f"work={folder / 'work'}", f"models={folder / 'models'}", f"corpus.judgements={self.ledger}",
            f"corpus.articles={folder / 'corpus'}", f"corpus.reviewed={folder / 'reviewed.jsonl'}", "corpus.issues=",
            "review.when=2026-06-12T09:00:00", "classifier.cv=3",
        ]  # fmt: skip

    def __call__(self, stage: str, *words: str) -> int:
        return run([stage, *words, *self.words])

    def draw(self, size: int) -> Path:
        assert self("review", str(self.folder / "news"), "review=sample", f"review.size={size}") == 0
        return self.folder / "work" / "review" / "sample_1.csv"

    def judge(self, table: Path, *, count: int = 1000, author: str = "甲") -> None:
        """Fill in what the starter corpus says, of the first `count` rows."""
        rows = list(csv.DictReader(io.StringIO(table.read_text("utf-8-sig"), newline="")))
        for row in rows[:count]:
            yes = [name for t, name in NAMES.items() if self.truth[row["编号"][1:], t] > 0]
            row["人工类别"] = "、".join(yes) or "其他"
        out = io.StringIO()
        writer = csv.DictWriter(out, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
        table.write_text(out.getvalue(), encoding="utf-8-sig")
        assert self("review", f"corrections={table}", f"review.author={author}") == 0

    def scores(self, name: str) -> tuple[dict[str, object], list[str]]:
        folder = self.folder / "work" / "runs" / name / "sample"
        lines = (folder / "predictions.jsonl").read_text("utf-8").splitlines()
        return json.loads((folder / "metrics.json").read_text("utf-8")), [
            json.loads(x)["article"] for x in lines
        ]


@pytest.fixture
def desk(tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.chdir(root)
    return Desk(tmp_path, root)


def test_a_model_is_measured_where_it_is_used(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    assert desk("train", "run_name=old") == 0
    assert desk("evaluate", "sample", "run_name=old") == 3
    assert "没有随机抽取、由人判过的文章" in capsys.readouterr().err
    table = desk.draw(30)
    assert "请全部判完" in capsys.readouterr().err
    desk.judge(table, count=25)
    capsys.readouterr()
    assert desk("evaluate", "sample", "run_name=old") == 0
    said = capsys.readouterr()
    assert "25 articles drawn at random" in said.out
    assert "随机抽取、由人判过的 25 篇：" in said.err and "抽到的还有 5 篇没有判" in said.err
    found, scored = desk.scores("old")
    drawn = {a.id for a in read_articles(desk.folder / "reviewed.jsonl")}
    assert len(drawn) == 25 and {*scored} == {
        content_hash(a) for a in read_articles(desk.folder / "reviewed.jsonl")
    }
    assert (found["n"], found["open"], found["copied"], found["measured"]) == (25, 5, 0, "sample")
    # A model that learned from them is scored by what models said that had not seen them; the two can be compared.
    assert desk("train", "run_name=new") == desk("evaluate", "sample", "run_name=new") == 0
    learned = (desk.folder / "models" / "new" / "report" / "crossfit.csv").read_text("utf-8")
    assert sum(key in learned for key in scored) > 15  # but for those of a day of the test part
    assert desk.scores("new")[0]["test"] == found["test"]
    capsys.readouterr()
    assert desk("compare") == 0
    said = capsys.readouterr()
    assert said.out.count("articles drawn at random") == 1 and "| old |" in said.out and "| new |" in said.out
    assert "new：还没有评测" in said.err  # of its own test part
    path = desk.folder / "work" / "runs" / "old" / "sample" / "metrics.json"
    path.write_text("{", encoding="utf-8")
    assert desk("compare") == 5
    assert (
        "sample old：没有列入" in (err := capsys.readouterr().err)
        and "baozhai evaluate sample run_name=old" in err
    )


def test_without_a_name_the_model_is_measured_that_predict_uses(
    desk: Desk, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.judge(desk.draw(20), count=20)
    monkeypatch.chdir(desk.folder)
    desk.words = [word for word in desk.words if not word.startswith("models=")]
    assert desk("evaluate", "sample") == 0
    assert desk.scores("press")[0]["n"] == 20
    # Of that place, not another one of the same name.
    shutil.copytree(root / "models" / "press", desk.folder / "elsewhere" / "press")
    shutil.copytree(root / "conf", desk.folder / "conf")
    table = desk.folder / "conf" / "config.yaml"
    table.write_text(table.read_text("utf-8").replace("seed: 0", "seed: 0\nmodel: elsewhere/press"), "utf-8")
    (desk.folder / "elsewhere" / "press" / "topics" / "weights.npz").unlink()
    assert desk("evaluate", "sample") == 4


def test_a_copy_of_what_was_learned_is_no_measure(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    """The first article was in the corpus already, in other newspapers' words but for a clause."""
    old = desk.news[0]
    copy = replace(old, id="c", paragraphs=(*old.paragraphs, "（本报综合）"))
    write_articles(desk.folder / "corpus", "b.jsonl", [copy])
    append(
        desk.ledger,
        [Judgement(content_hash(copy), t, desk.truth[content_hash(old), t], "person:x") for t in NAMES],
    )
    assert desk("train", "run_name=old") == 0
    table = desk.draw(40)
    desk.judge(table, count=1)
    assert desk("evaluate", "sample", "run_name=old") == 3
    assert "判过的 1 篇，模型都学过相同的报道" in capsys.readouterr().err
    desk.judge(table)
    assert desk("evaluate", "sample", "run_name=old") == 0
    found, scored = desk.scores("old")
    assert found["copied"] == 1 and content_hash(old) not in scored and len(scored) == 39
    # A model that learned the sample too is scored on the same articles, so that the two can be compared.
    assert desk("train", "run_name=new") == desk("evaluate", "sample", "run_name=new") == 0
    learned = (desk.folder / "models" / "new" / "report" / "crossfit.csv").read_text("utf-8")
    assert content_hash(old) in learned and desk.scores("new")[1] == scored


def test_items_of_two_issues_with_one_number_are_two_articles(desk: Desk) -> None:
    """Away from the project, where reviews are the only texts."""
    assert desk("train", "run_name=old") == 0
    for k, folder in enumerate(("news", "news/b")):
        items = [replace(a, id=f"{n:02}") for n, a in enumerate(desk.news[10 * k : 10 * k + 10])]
        write_articles(desk.folder / folder, "articles.jsonl", items)
    desk.words = [w for w in desk.words if not w.startswith("corpus.articles=")] + ["corpus.articles=none"]
    desk.judge(desk.draw(20))
    assert desk("evaluate", "sample", "run_name=old") == 0
    found, scored = desk.scores("old")
    assert found["n"] == 20 and {*scored} == {content_hash(a) for a in desk.news[:20]}


def test_two_people_and_the_sample_are_reported(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    assert desk("train", "run_name=old") == 0
    table = desk.draw(30)
    desk.judge(table)
    desk.judge(table, author="乙")
    assert desk("evaluate", "sample", "run_name=old") == 0
    said = capsys.readouterr()
    assert "| 乙 / 甲 | 30 | 1.000 |" in said.out
    assert "乙、甲都判过的 30 篇，两人类别全同的占 100%" in said.err


def test_what_a_queue_asked_about_is_no_measure_and_what_was_drawn_is(desk: Desk, root: Path) -> None:
    """Texts of the corpus that came without labels are picked by a queue as those of a digest are."""
    first, second = (content_hash(a) for a in desk.news[:2])
    known = content_hash(read_articles(desk.folder / "corpus")[0])
    asked = [Judgement(k, t, -1, "person:x", batch="b") for k in (first, second, known) for t in NAMES]
    append(desk.ledger, [*asked, *(replace(j, batch="s", drawn=True) for j in asked if j.article == second)])
    cfg = compose(desk.words)
    assert typical(cfg, [first, second, known], set()) == [False, True, True]
    assert typical(cfg, [first, second, known], {known}) == [False, True, True]
    assert typical(cfg, [first, known], {known}) == [False, True]


def test_other_words_are_refused(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    assert desk("evaluate", "smple") == 2
    assert "是否想写 sample" in capsys.readouterr().err
    assert desk("review", "review.pick=unsure") == 2
    assert "useful" in capsys.readouterr().err


def test_the_corpus_itself_can_be_drawn_from(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    """To see how far somebody agrees with its labels; what came in by review was picked and is left out."""
    write_articles(desk.folder, "reviewed.jsonl", [Article("r", title="甲", paragraphs=("一座桥。",))])
    assert desk("review", "review=sample", "review.size=500") == 0
    rows = (desk.folder / "work" / "review" / "sample_1.csv").read_text("utf-8-sig")
    assert rows.count("随机抽取") == len({content_hash(a) for a in read_articles(desk.folder / "corpus")})
    assert "没有写模型的判断" in capsys.readouterr().err
