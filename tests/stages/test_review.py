"""The loop of corrections: queue → people → ledger → training → a gate before the old model is replaced."""

from __future__ import annotations

import csv
import io
import json
import random
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from baozhai.build import read_issue
from baozhai.cli import run
from baozhai.io.corpus import read_articles, write_articles
from baozhai.io.ledger import append, read_ledger
from baozhai.io.readers.printed import read_printed_docx
from baozhai.io.writers.items import doubtful
from baozhai.labels.ledger import content_hash
from baozhai.records import Article, Judgement, resolve

IDS = {"党建": "party_building", "制造业": "manufacturing", "生物医药": "biomedicine", "奖项荣誉": "awards"}
NAMES = {v: k for k, v in IDS.items()}
SAMPLE = "云岫高新技术导报_2026-06-12_第3版"


class Loop:
    """A working folder with a ledger of its own."""

    def __init__(self, folder: Path, ledger: str) -> None:
        self.folder, self.ledger = folder, folder / "j.jsonl"
        self.ledger.write_text(ledger, encoding="utf-8")
        self.words = [
            f"work={folder / 'work'}", f"models={folder / 'models'}", f"corpus.judgements={self.ledger}",
            f"corpus.reviewed={folder / 'reviewed.jsonl'}", "review.when=2026-06-12T09:00:00", "classifier.cv=3",
        ]  # fmt: skip

    def __call__(self, stage: str, *words: str) -> int:
        return run([stage, *words, *self.words])

    def verdicts(self) -> dict[tuple[str, str], int]:
        return resolve(read_ledger(self.ledger).judgements)

    def queue(self, name: str) -> Path:
        return self.folder / "work" / "review" / name


@pytest.fixture
def loop(tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch) -> Loop:
    monkeypatch.chdir(root)
    return Loop(tmp_path, (root / "data" / "labels" / "judgements.jsonl").read_text(encoding="utf-8"))


@pytest.fixture
def issue(loop: Loop, records: Path, capsys: pytest.CaptureFixture[str]) -> Loop:
    """The queue of an issue of starter articles that nobody judged yet, in every format."""
    loop.ledger.write_text("", encoding="utf-8")
    assert (
        loop("review", str(records), "review.format=csv,xlsx,jsonl,doccano,labelstudio", "labels.min_hits=1")
        == 0
    )
    said = capsys.readouterr().err
    assert "篇值得看" in said and f"corrections={loop.queue('queue_1.csv')}" in said
    return loop


def test_a_queue_that_nobody_filled_in_says_so(issue: Loop, capsys: pytest.CaptureFixture[str]) -> None:
    assert issue("review", f"corrections={issue.queue('queue_1.csv')}") == 0
    assert "没有读到判定" in capsys.readouterr().err and issue.ledger.read_bytes() == b""


def rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"), newline="")))


def fill(path: Path, marks: dict[str, list[str]]) -> None:
    """Write what a person says into a queue, in the way of its format."""
    if path.suffix == ".xlsx":
        book = openpyxl.load_workbook(path)
        for key, mark in zip(book["判定"]["M"][1:], book["判定"]["D"][1:], strict=True):
            mark.value = "、".join(marks.get(key.value[1:], [])) or None
        book.save(path)
        return
    text = path.read_text("utf-8-sig" if path.suffix == ".csv" else "utf-8")
    if path.suffix == ".csv":
        table = rows(path)
        for row in table:
            row["人工类别"] = "、".join(marks.get(row["编号"][1:], []))
        out = io.StringIO()
        writer = csv.DictWriter(out, list(table[0]))
        writer.writeheader()
        writer.writerows(table)
        path.write_text(out.getvalue(), encoding="gb18030")
        return
    records = json.loads(text) if path.suffix == ".json" else [json.loads(x) for x in text.splitlines()]
    for number, r in enumerate(records):
        said = marks.get(r["data"]["article"] if "data" in r else r["article"])
        if "data" in r:
            result = [{"type": "choices", "value": {"choices": said}}]
            r["annotations"] = [{"result": result, "completed_by": 1}] if said else []
        elif "label" in r:
            r |= {"id": number, "label": said or []}
        else:
            r["marked"] = [s for s in said if s != "其他"] if said else None
    lines = (json.dumps(r, ensure_ascii=False) + "\n" for r in records)
    path.write_text(json.dumps(records) if path.suffix == ".json" else "".join(lines), encoding="utf-8")


FORMS = ("queue_1.xlsx", "queue_1.csv", "queue_1.jsonl", "queue_1_doccano.jsonl", "queue_1_labelstudio.json")


@pytest.mark.parametrize("name", FORMS)
def test_every_format_comes_back(name: str, issue: Loop, capsys: pytest.CaptureFixture[str]) -> None:
    keys = [row["编号"][1:] for row in rows(issue.queue("queue_1.csv"))]
    marks = {keys[0]: ["党建", "奖项荣誉"], keys[1]: ["其他"]}
    fill(issue.queue(name), marks)
    back = [f"corrections={issue.queue(name)}", "review.author=李编辑"]
    assert issue("review", *back) == 0
    batch = capsys.readouterr().out.strip()
    assert issue.verdicts() == {
        (key, topic): 1 if NAMES[topic] in said else -1 for key, said in marks.items() for topic in NAMES
    }
    found = read_ledger(issue.ledger).judgements
    assert {(j.source, j.when, j.before, j.batch) for j in found} == {
        ("person:李编辑", "2026-06-12T09:00:00", 0, batch)
    }
    before = issue.ledger.read_bytes()
    assert issue("review", *back) == 0
    assert "没有添加" in capsys.readouterr().err and issue.ledger.read_bytes() == before
    assert issue("review", f"review.undo={batch}") == 0
    assert set(issue.verdicts().values()) == {0} and issue.ledger.read_bytes().startswith(before)


def test_two_annotators_of_doccano_are_both_heard(issue: Loop, capsys: pytest.CaptureFixture[str]) -> None:
    path = issue.queue("queue_1_doccano.jsonl")
    first, second, *_ = (row["编号"][1:] for row in rows(issue.queue("queue_1.csv")))
    packed = path.with_suffix(".zip")
    with zipfile.ZipFile(packed, "w") as archive:
        for who, labels in (("he", ["党建"]), ("lin", ["其他"])):
            fill(path, {first: labels, second: ["制造业"]})
            archive.write(path, f"{who}.jsonl")
    assert issue("review", f"corrections={packed}", "review.author=主任") == 0
    told = capsys.readouterr().err
    assert "判定人：he 2 篇、lin 2 篇。" in told
    assert "有 1 篇几个人判得不同" in told and f"h{first}" in told and "，现以lin为准" in told
    assert "改判 0 条" in told
    ledger = read_ledger(issue.ledger).judgements
    assert {j.source for j in ledger} == {"person:he", "person:lin"}
    holds = resolve(ledger)
    assert holds[first, "party_building"] == -1 and holds[second, "manufacturing"] == 1
    assert issue("review", f"corrections={packed}", "review.author=主任") == 0
    assert "没有添加" in capsys.readouterr().err and read_ledger(issue.ledger).judgements == ledger
    assert issue("review", "review.undo=last") == 0
    assert f"撤销 {len(ledger)} 条判断" in capsys.readouterr().err  # as many as were written
    assert set(resolve(read_ledger(issue.ledger).judgements).values()) == {0}


def test_a_digest_by_another_model_is_said_to_be_judged_anew(
    loop: Loop, records: Path, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ours = loop.folder / "ours"
    shutil.copytree(root / "models" / "press", ours)
    made = loop.folder / "made"
    assert loop("predict", str(records), f"model={ours}", f"output={made}", "format=jsonl") == 0
    capsys.readouterr()
    assert loop("review", str(made)) == 0
    line = "报摘由模型 ours 做出，这里用模型 press 重新判定。要用同一个模型，请加 model=ours（或它的路径）。"
    assert capsys.readouterr().err.splitlines().count(line) == 1
    assert loop("review", str(made), f"model={ours}") == 0
    assert "重新判定" not in capsys.readouterr().err
    (made / SAMPLE / "manifest.json").write_text("{", encoding="utf-8")  # of no use here
    assert loop("review", str(made)) == 0
    assert "重新判定" not in capsys.readouterr().err


def test_doubtful_cuts_are_notes_of_the_digest_and_entries_of_the_queue(loop: Loop, tmp_path: Path) -> None:
    """The first starter dump with several doubtful items and some sure ones."""
    dumps = sorted(Path("data/starter/issues").glob("*/issue.txt"))
    cuts = ((str(path), read_issue(path).articles) for path in dumps)
    dump, articles = next(cut for cut in cuts if 1 < sum(map(doubtful, cut[1])) < len(cut[1]))
    shy = {a.paragraphs[0]: a.confidence for a in articles if doubtful(a)}
    assert loop("predict", dump, f"output={tmp_path}") in (0, 5)
    digest = (tmp_path / Path(dump).stem / "digest.md").read_text("utf-8")
    assert digest.count("待核：标题或起止") == len(shy)
    assert f"标题或起止待核 {len(shy)} 条，请对照版面：" in digest
    assert loop("review", dump, "review.format=jsonl") == 0
    lines = loop.queue("queue_1.jsonl").read_text("utf-8").splitlines()
    found = {q["paragraphs"][0]: q for q in map(json.loads, lines)}
    assert {k: q["confidence"] for k, q in found.items() if "对照版面" in "".join(q["reasons"])} == shy
    for text, confidence in shy.items():
        why = f"标题或起止存疑（把握 {confidence:.2f}）" if found[text]["title"] else "没有找到标题"
        assert any(reason.startswith(why) for reason in found[text]["reasons"])


def test_people_who_read_answers_back_at_once_lose_nothing(loop: Loop) -> None:
    """Four processes that begin together, each with an answer on an article of no corpus."""
    articles = [Article(f"x{k}", f"题{k}", (f"云岫市的第{k}篇。",)) for k in range(4)]
    write_articles(loop.folder / "work" / "review", "articles.jsonl", articles)
    code = "import sys; from baozhai import build, cli; from baozhai.stages import review; print(flush=True); input(); "
    code += "sys.exit(cli.run(sys.argv[1:]))"
    people = []
    for k, a in enumerate(articles):
        answer = loop.folder / f"{k}.jsonl"
        answer.write_text(json.dumps({"article": content_hash(a), "marked": ["党建"]}), encoding="utf-8")
        words = ["review", f"corrections={answer}", f"review.author=编辑{k}", *loop.words]
        people.append(
            subprocess.Popen(
                [sys.executable, "-c", code, *words],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        )
    for person in people:
        assert person.stdout and person.stdout.readline()
    for person in people:
        assert person.stdin
        person.stdin.write(b"\n")
        person.stdin.flush()
    for person in people:
        person.communicate()
    assert [person.returncode for person in people] == [0] * 4
    kept = {content_hash(a) for a in read_articles(loop.folder / "reviewed.jsonl")}
    assert kept == {content_hash(a) for a in articles} <= {key for key, _ in loop.verdicts()}


def test_a_queue_is_never_written_over(issue: Loop, records: Path) -> None:
    before = {path: path.read_bytes() for path in issue.queue("").glob("queue_1*")}
    assert len(before) == 7
    assert issue("review", str(records), "review.size=1", "review.format=csv,doccano,labelstudio") == 0
    names = {path.name for path in issue.queue("").iterdir()} - {path.name for path in before}
    assert names == {
        "articles.jsonl", "articles.jsonl.lock", "queue_2.csv", "queue_2_doccano.jsonl", "queue_2_doccano_labels.json",
        "queue_2_labelstudio.json", "queue_2_labelstudio.xml",
    }  # fmt: skip
    assert {path: path.read_bytes() for path in before} == before
    assert len(rows(issue.queue("queue_2.csv"))) == 1


def test_a_filled_queue_is_no_newspaper(issue: Loop, capsys: pytest.CaptureFixture[str]) -> None:
    """Somebody forgot `corrections=`."""
    path = issue.queue("queue_1.csv")
    for text, encoding in (
        (path.read_text("utf-8-sig"), "gb18030"),
        ("编号\t人工类别\r\nx\t党建\r\n", "utf-16"),
    ):
        path.write_text(text, encoding=encoding)
        for stage in ("review", "predict"):
            assert issue(stage, str(path)) == 3
            assert "判定表" in (err := capsys.readouterr().err) and "corrections=queue_1.csv" in err
    lines = issue.queue("queue_1.jsonl")
    for stage in ("review", "predict"):
        assert issue(stage, str(lines)) == 3
        assert "判定表" in (err := capsys.readouterr().err) and "corrections=queue_1.jsonl" in err
    assert not issue.queue("queue_2.csv").exists()


def test_two_topics_where_each_article_has_one(issue: Loop, capsys: pytest.CaptureFixture[str]) -> None:
    keys = [row["编号"][1:] for row in rows(issue.queue("queue_1.csv"))]
    fill(issue.queue("queue_1.csv"), {keys[0]: ["党建"], keys[1]: ["党建", "制造业"]})
    back = f"corrections={issue.queue('queue_1.csv')}"
    assert issue("review", back, "decision=single") == 3
    assert "每篇一类" in capsys.readouterr().err and issue.ledger.read_bytes() == b""
    assert issue("review", back) == 0


@pytest.mark.parametrize(
    ("cell", "says"), [("生物医要", "是否想写“生物医药”"), ("其他、党建", "不能与"), ("体育", "可用的有")]
)
def test_a_wrong_label_adds_nothing(
    cell: str, says: str, issue: Loop, capsys: pytest.CaptureFixture[str]
) -> None:
    keys = [row["编号"][1:] for row in rows(issue.queue("queue_1.csv"))]
    fill(issue.queue("queue_1.csv"), {keys[0]: ["党建"], keys[1]: [cell]})
    assert issue("review", f"corrections={issue.queue('queue_1.csv')}") == 3
    error = capsys.readouterr().err
    assert "queue_1.csv 第" in error and says in error
    assert issue.ledger.read_bytes() == b"" and not (issue.folder / "reviewed.jsonl").exists()


def test_an_unknown_article_is_refused(loop: Loop, capsys: pytest.CaptureFixture[str]) -> None:
    path = loop.folder / "表.csv"
    path.write_text(f"编号,人工类别\nh{'0' * 16},党建\n", encoding="utf-8")
    assert loop("review", f"corrections={path}") == 3
    assert "表.csv 第 2 行：没有编号为 h000" in capsys.readouterr().err


def test_a_planted_slip_leads_the_queue_of_the_corpus(loop: Loop) -> None:
    """A plain factory story called 党建 by mistake, and a party story without it."""
    assert loop("ingest") == 0
    articles = read_articles(loop.folder / "work" / "articles")
    held = loop.verdicts()
    wrong = next(a.id for a in articles if held[a.id, "manufacturing"] > 0 > held[a.id, "party_building"])
    plain = (a for a in articles if "".join(a.paragraphs).count("党") > 8)
    missed = next(a.id for a in plain if held[a.id, "party_building"] > 0)
    slips = ((wrong, 1), (missed, -1))
    with loop.ledger.open("a", encoding="utf-8") as out:
        for key, verdict in slips:
            out.write(
                json.dumps(
                    {"article": key, "topic": "party_building", "verdict": verdict, "source": "person:x"}
                )
            )
            out.write("\n")
    assert loop("review") == 0
    found = {row["编号"][1:]: row for row in rows(loop.queue("queue_1.csv"))}
    assert "人工标了“党建”" in found[wrong]["理由"] and "疑为误标" in found[wrong]["理由"]
    assert "人工没有标“党建”" in found[missed]["理由"] and "疑为漏标" in found[missed]["理由"]
    assert {wrong, missed} <= set(list(found)[:4])
    # Once a person has looked, nobody is asked again.
    fill(loop.queue("queue_1.csv"), {wrong: ["党建", "制造业"]})
    assert loop("review", f"corrections={loop.queue('queue_1.csv')}") == 0
    assert loop("review") == 0
    assert wrong not in {row["编号"][1:] for row in rows(loop.queue("queue_2.csv"))}


def test_corrections_of_a_digest_are_judgements(
    loop: Loop, records: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The file that prints the digest again teaches the model too; articles of no corpus keep their texts for it."""
    lines = [json.loads(x) for x in records.read_text("utf-8").splitlines()]
    lines[0]["title"] = "澜川高新区船用电池产线再提速"  # an article that is in no corpus
    source = loop.folder / f"{SAMPLE}.jsonl"
    source.write_text("".join(json.dumps(x, ensure_ascii=False) + "\n" for x in lines), encoding="utf-8")
    assert loop("predict", str(source), f"output={loop.folder / 'out'}", "format=jsonl") == 0
    changes = [{"id": "01", "topics": ["awards"], "title": "改"}, {"id": "02", "summary": "改。"}]
    path = loop.folder / "改.jsonl"
    path.write_text("\n".join(json.dumps(c, ensure_ascii=False) for c in changes), encoding="utf-8")
    capsys.readouterr()
    assert loop("review", f"corrections={path}") == 3
    assert "请同时给出那份报摘" in capsys.readouterr().err
    assert loop("review", str(loop.folder / "out" / SAMPLE), f"corrections={path}") == 0
    (kept,) = read_articles(loop.folder / "reviewed.jsonl")
    assert kept.title == lines[0]["title"]
    key = content_hash(kept)
    assert {t: loop.verdicts()[key, t] for t in NAMES} == {t: 1 if t == "awards" else -1 for t in NAMES}
    assert loop("train", "run_name=a") == 0
    assert key in {a.id for a in read_articles(loop.folder / "work" / "articles")}
    assert "没有正文" not in capsys.readouterr().err
    (loop.folder / "reviewed.jsonl").rename(loop.folder / "kept")
    assert loop("train", "run_name=a") == 0
    said = f"{loop.ledger}：4 条判断（1 篇）没有正文，未用：{loop.folder / 'reviewed.jsonl'} 不在。"
    assert capsys.readouterr().err.count(said) == 1
    (loop.folder / "kept").rename(loop.folder / "reviewed.jsonl")
    # Another correction of the same kind: the articles of the last run are not those of this one.
    changes[1]["topics"] = []
    path.write_text("\n".join(json.dumps(c, ensure_ascii=False) for c in changes), encoding="utf-8")
    assert loop("review", str(loop.folder / "out" / SAMPLE), f"corrections={path}") == 0
    assert [a.id for a in read_articles(loop.folder / "reviewed.jsonl")] == ["01"]  # 02 is a starter article


def test_reviewed_articles_are_not_scored(loop: Loop, capsys: pytest.CaptureFixture[str]) -> None:
    """Two more items of the day of a test article go to test with it, but were picked where a model was unsure."""
    words = ["run_name=a", "corpus.limit=60", "corpus.issues="]
    assert loop("ingest", *words) == loop("split", *words) == 0
    test = json.loads((loop.folder / "work" / "splits" / "splits.json").read_text("utf-8"))["test"]
    articles = read_articles(loop.folder / "work" / "articles")
    day = next(a for a in articles if a.id in test and a.date)
    more = [
        replace(day, title=f"云岫市新闻{k}", paragraphs=(f"澜川县第{k}座桥昨日通车，路程短了{k}公里。",))
        for k in (3, 4)
    ]
    write_articles(loop.folder, "reviewed.jsonl", more)
    append(
        loop.ledger, [Judgement(content_hash(a), t, -1, "person:x", batch="b") for a in more for t in NAMES]
    )
    assert loop("train", *words) == 0
    parts = json.loads((loop.folder / "work" / "splits" / "splits.json").read_text("utf-8"))
    assert {content_hash(a) for a in more} < set(parts["test"])
    capsys.readouterr()
    assert loop("evaluate", *words) == 0
    assert "测试部分有 2 篇是只在审核时判过的" in capsys.readouterr().err
    lines = (loop.folder / "work" / "runs" / "a" / "predictions.jsonl").read_text("utf-8").splitlines()
    scored = {json.loads(line)["article"] for line in lines}
    assert scored == set(parts["test"]) - {content_hash(a) for a in more}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_a_digest_saved_in_another_encoding(encoding: str, loop: Loop, records: Path) -> None:
    assert loop("predict", str(records), f"output={loop.folder / 'out'}", "format=jsonl") == 0
    digest, path = loop.folder / "out" / SAMPLE, loop.folder / "改.jsonl"
    path.write_text('{"id": "01", "topics": ["awards"]}', encoding="utf-8")
    text = (digest / "articles.jsonl").read_text("utf-8")
    (digest / "articles.jsonl").write_text(text, encoding=encoding)
    assert loop("review", str(digest), f"corrections={path}") == 0
    assert read_ledger(loop.ledger).judgements[-1].batch


def test_what_a_person_decided_in_a_digest_is_marked_and_not_asked_again(
    loop: Loop, records: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One article is other news, one has a topic: both by a person."""
    loop.ledger.write_text("", encoding="utf-8")
    out, path = loop.folder / "out", loop.folder / "改.jsonl"
    assert loop("predict", str(records), f"output={out}", "format=jsonl") == 0
    path.write_text('{"id": "01", "topics": ["其他"]}\n{"id": "02", "topics": ["党建"]}', encoding="utf-8")
    words = [f"output={loop.folder / 'new'}", f"corrections={path}", "format=md,html,csv,docx,jsonl"]
    assert loop("digest", str(out / SAMPLE), *words) == 0
    made = loop.folder / "new" / SAMPLE
    for kind in ("md", "html", "csv"):
        assert (made / f"digest.{kind}").read_text("utf-8").count("其他（人工）") == 1
    word = read_printed_docx((made / "digest.docx").read_bytes(), "")
    assert sum("其他（人工）" in line for lines in word.values() for line in lines) == 1
    capsys.readouterr()
    assert loop("review", str(made), "review.size=99", "review.format=jsonl", "labels.min_hits=1") == 0
    assert "2 篇的类别已由人改定" in capsys.readouterr().err
    lines = loop.queue("queue_1.jsonl").read_text("utf-8").splitlines()
    titles = {json.loads(line)["title"] for line in lines}
    decided = {json.loads(line)["title"] for line in records.read_text("utf-8").splitlines()[:2]}
    assert titles and not titles & decided


def test_a_torn_ledger_is_used_and_repaired(loop: Loop, capsys: pytest.CaptureFixture[str]) -> None:
    whole = loop.ledger.read_bytes()
    loop.ledger.write_bytes(whole + b'{"article": "87ec6aad72b')
    assert loop("train", "run_name=a", "corpus.limit=60") == 0
    assert "最后一行不完整" in capsys.readouterr().err
    path = loop.folder / "表.csv"
    path.write_text("编号,人工类别\nh87ec6aad72b42e39,党建\n", encoding="utf-8")
    assert loop("review", f"corrections={path}") == 0
    assert "已移到 j.jsonl.torn" in capsys.readouterr().err
    assert loop.ledger.read_bytes().startswith(whole)
    assert len(read_ledger(loop.ledger).judgements) == 1376 + 4


def table(loop: Loop, choose: Callable[[str, list[str]], list[str] | None]) -> str:
    """A filled table over all articles of the corpus; `choose` gets an article's key and its right names."""
    held = loop.verdicts()
    out = ["编号,人工类别"]
    for key in dict.fromkeys(key for key, _ in held):
        said = choose(key, [name for name, topic in IDS.items() if held[key, topic] > 0])
        if said is not None:
            out.append(f"h{key},{'、'.join(said) or '其他'}")
    path = loop.folder / "改正.csv"
    path.write_text("\n".join(out) + "\n", encoding="utf-8")
    return f"corrections={path}"


def decision(loop: Loop) -> dict[str, Any]:
    path = loop.folder / "work" / "runs" / "new" / "promotion.json"
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def test_poisoned_corrections_are_refused(loop: Loop, capsys: pytest.CaptureFixture[str]) -> None:
    """15 % of all labels flipped, those of the test part too: the gold is what people had said before."""
    draw = random.Random(0)

    def poisoned(key: str, right: list[str]) -> list[str]:
        return [name for name in IDS if (name in right) != (draw.random() < 0.15)]

    assert loop("train", "run_name=press") == 0
    before = {p.name: p.read_bytes() for p in (loop.folder / "models" / "press").rglob("*") if p.is_file()}
    assert loop("review", table(loop, poisoned)) == 0
    assert loop("train", "run_name=new") == 0
    capsys.readouterr()
    assert loop("promote", "run_name=new", "model=press") == 4
    said = capsys.readouterr()
    assert "没有替换" in said.err and "低于允许的 -0.010" in said.err and "| 宏平均 F1 |" in said.out
    found = decision(loop)
    assert not found["promoted"] and found["low"] < -0.05 and found["n"] == 344
    after = {p.name: p.read_bytes() for p in (loop.folder / "models" / "press").rglob("*") if p.is_file()}
    assert after == before and not (loop.folder / "models" / "press_previous").exists()
    # Taken back, the same ledger trains a model as good as the old one.
    assert loop("review", "review.undo=last") == 0
    assert loop("train", "run_name=new") == 0
    assert loop("promote", "run_name=new", "model=press") == 0
    assert decision(loop)["difference"] == 0.0


def test_good_corrections_are_accepted(loop: Loop, capsys: pytest.CaptureFixture[str]) -> None:
    """A third of the articles judged at first, a tenth more by review."""
    lines = loop.ledger.read_text("utf-8").splitlines(keepends=True)
    right = table(loop, lambda key, names: names if int(key, 16) % 10 in (3, 4) else None)
    first = [x for x in lines if int(json.loads(x)["article"], 16) % 10 < 3]
    loop.ledger.write_text("".join(first), encoding="utf-8")
    assert loop("train", "run_name=press") == 0
    old = (loop.folder / "models" / "press" / "topics" / "weights.npz").read_bytes()
    assert loop("review", right) == 0
    assert loop("train", "run_name=new") == 0
    new = (loop.folder / "models" / "new" / "topics" / "weights.npz").read_bytes()
    capsys.readouterr()
    assert loop("promote", "run_name=new", "model=press") == 0
    found = decision(loop)
    assert found["promoted"] and found["low"] >= -0.01 and found["difference"] > 0
    models = loop.folder / "models"
    assert (models / "press" / "topics" / "weights.npz").read_bytes() == new != old
    assert (models / "press_previous" / "topics" / "weights.npz").read_bytes() == old
    assert json.loads((models / "press" / "report" / "promotion.json").read_text("utf-8")) == found
    assert loop("predict", "data/starter/sample", f"model={models / 'press'}", f"output={loop.folder}") == 0
    # The promoted model knows the corrections: from now on they are gold.
    assert loop("train", "run_name=new") == 0
    assert loop("promote", "run_name=new", "model=press") == 0
    assert decision(loop)["n"] > found["n"]


def test_what_cannot_be_compared_is_refused(loop: Loop, capsys: pytest.CaptureFixture[str]) -> None:
    assert loop("train", "run_name=new") == 0
    assert loop("promote", "run_name=new", f"model={loop.folder / 'models' / 'new'}") == 2
    assert "run_name=新模型" in capsys.readouterr().err
    lines = loop.ledger.read_text("utf-8").splitlines(keepends=True)
    assert loop("train", "run_name=old") == 0
    loop.ledger.write_text("".join(lines[4:]), encoding="utf-8")
    assert loop("promote", "run_name=new", "model=old") == 4
    assert "只能追加" in capsys.readouterr().err
    loop.ledger.write_text("".join(lines), encoding="utf-8")
    (loop.folder / "models" / "old" / "report" / "crossfit.csv").unlink()
    assert loop("promote", "run_name=new", "model=old") == 4
    assert "看不出它学过哪些文章" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("word", "says"),
    [
        ("review.format=xls", "没有格式"), ("review.size=0", "review.size"), ("review.when=昨天", "review.when"),
        ("corrections=x.csv review.undo=last", "不能同时写"),
        ("review.margin=0.5", "review.margin"), ("review.author= ", "review.author"), ("review.sise=3", "review.size"),
    ],
)  # fmt: skip
def test_settings_are_checked(
    word: str, says: str, root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(root)
    assert run(["review", *word.replace(" review", "\nreview").split("\n")]) == 2
    assert says in capsys.readouterr().err
