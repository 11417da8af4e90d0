"""A topic of one's own: cold start from cue words, renaming; other people's corpora."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import pytest

from baozhai import build
from baozhai.cli import compose, run
from baozhai.io.bundle import load_model
from baozhai.io.ledger import append
from baozhai.records import Judgement

TOPIC = """
  investment:
    name: 招商引资
    order: 5
    definition: 以引进项目、签约、招商活动为主要内容。
    include: [招商, 签约, 引进, 落户, 投资协议, 推介会]
"""


@pytest.fixture
def project(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project folder with the settings and starter data, without models."""
    shutil.copytree(root / "conf", tmp_path / "conf")
    for name in ("starter/articles", "labels"):
        shutil.copytree(root / "data" / name, tmp_path / "data" / name)
    shutil.copytree(root / "data" / "starter" / "sample", tmp_path / "sample")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def add(project: Path, text: str) -> None:
    path = project / "conf" / "taxonomy" / "press.yaml"
    path.write_text(path.read_text(encoding="utf-8").rstrip() + "\n" + text.lstrip("\n"), encoding="utf-8")


def test_a_topic_of_cue_words_alone(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    add(project, TOPIC)
    assert run(["taxonomy", "check"]) == 0
    assert "招商引资：人工判“是” 0 篇" in (out := capsys.readouterr().out) and "一律待核" in out
    assert run(["train", "run_name=mine", "features=words"]) == 0
    assert "招商引资" in (err := capsys.readouterr().err) and "不足 5 篇" in err
    state = json.loads((project / "models/mine/topics/topics.json").read_text(encoding="utf-8"))
    share = state["unproven"]["investment"]
    assert set(state["unproven"]) == {"investment"} and 0.5 < share < 1
    assert run(["predict", "data/starter/articles/c.jsonl", "model=mine", "format=jsonl,md"]) == 0
    lines = (project / "digests/c/articles.jsonl").read_text(encoding="utf-8").splitlines()
    given = [r for r in map(json.loads, lines) if "investment" in r["topics"]]
    assert given and all(r["decision"] == "abstain" and r["certainty"] <= share for r in given)
    # Nor is a printed probability surer than that.
    assert all(r["probabilities"]["investment"] <= round(share, 4) for r in map(json.loads, lines))
    assert max(r["probabilities"]["investment"] for r in given) == round(share, 4)
    assert "只按线索词判定" in (project / "digests/c/digest.md").read_text(encoding="utf-8")
    # Nobody judged it, so nobody can say how good it is.
    assert run(["evaluate", "run_name=mine", "corpus.issues="]) == 0
    said = capsys.readouterr().out.splitlines()
    row = next(x for x in said if x.startswith("| 招商引资"))
    assert any(x.startswith("* macro-F1") and "(of 4 of 5 topics)" in x for x in said)
    assert "not measurable" in row and "0.000" not in row and "1.000" not in row


def answered(queue: Path, gold: dict[str, list[str]], names: dict[str, str]) -> None:
    """Fill the column of a queue in with what the corpus says."""
    with queue.open(encoding="utf-8-sig", newline="") as file:
        head, *rows = csv.reader(file)
    text, verdict = head.index("正文"), head.index("人工类别")
    for row in rows:
        row[verdict] = "、".join(names[t] for t in gold[row[text].split("\n")[0][:25]]) or "其他"
    with queue.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([head, *rows])


def test_a_topic_judged_by_a_queue_alone_is_not_given_to_everything(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A queue for a new topic holds little else than articles that have it; the others must not get it for that."""
    path = project / "conf" / "taxonomy" / "press.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("  biomedicine:", "  fresh:"), "utf-8")
    records = [
        json.loads(line)
        for file in sorted((project / "data/starter/articles").glob("*.jsonl"))
        for line in file.read_text("utf-8").splitlines()
    ]
    gold = {
        r["paragraphs"][0][:25]: ["fresh" if t == "biomedicine" else t for t in r["topics"]] for r in records
    }
    names = {"party_building": "党建", "manufacturing": "制造业", "fresh": "生物医药", "awards": "奖项荣誉"}
    assert run(["train", "run_name=first", "features=words"]) == 0
    assert run(["review", "review.size=40", "model=first"]) == 0
    answered(project / "data/review/queue_1.csv", gold, names)
    assert run(["review", "corrections=data/review/queue_1.csv", "model=first"]) == 0
    capsys.readouterr()
    assert run(["train", "run_name=mine", "features=words"]) == 0
    assert "当作“否”学习" in capsys.readouterr().err
    assert run(["predict", "data/starter/articles", "model=mine", "format=jsonl"]) == 0
    found = [
        json.loads(x)
        for p in project.glob("digests/*/articles.jsonl")
        for x in p.read_text("utf-8").splitlines()
    ]
    given = [r for r in found if "fresh" in r["topics"]]
    right = sum("fresh" in gold[r["paragraphs"][0][:25]] for r in given)
    assert right >= 0.9 * len(given) and right >= 0.7 * sum("fresh" in topics for topics in gold.values())


def asked_by_a_queue(project: Path) -> tuple[dict[str, int], list[str]]:
    """Leave of one topic the verdicts that a queue brings; the others, and the articles that were asked about."""
    path = project / "data/labels/judgements.jsonl"
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    gold = {j["article"]: j["verdict"] for j in lines if j["topic"] == "biomedicine"}
    asked = [key for key in sorted(gold) if gold[key] > 0][:20]
    asked += [key for key in sorted(gold) if gold[key] < 0][:3]
    kept = [j for j in lines if j["topic"] != "biomedicine" or j["article"] in asked]
    path.write_text("".join(json.dumps(j, ensure_ascii=False) + "\n" for j in kept), encoding="utf-8")
    return gold, asked


def test_a_queue_of_the_corpus_learns_as_training_does(project: Path) -> None:
    """After a queue for a new topic, the next one would suggest it for every article that it did not ask about."""
    gold, asked = asked_by_a_queue(project)
    assert run(["review", "review.size=1000", "review.format=jsonl", "features=words"]) == 0
    queue = (project / "data/review/queue_1.jsonl").read_text("utf-8").splitlines()
    given = [r["article"].removeprefix("h") for r in map(json.loads, queue) if "生物医药" in r["suggested"]]
    new = [key for key in given if key not in asked]
    assert 5 <= len(new) <= 30 and sum(gold[key] > 0 for key in new) >= 0.7 * len(new)


def test_a_topic_of_a_queue_alone_holds_up_no_promotion(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Only the articles judged on every topic were compared: the 23 of the queue, which are too few."""
    asked_by_a_queue(project)
    assert run(["train", "run_name=ours", "features=words"]) == 0
    assert run(["train", "run_name=next", "features=words"]) == 0
    capsys.readouterr()
    assert run(["promote", "run_name=next", "model=ours"]) == 0
    said = capsys.readouterr().out
    assert "F1：党建" in said and "F1：生物医药" in said


def test_too_few_articles_to_compare_is_no_fault_of_the_new_model(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Articles judged after the old model was trained are no measure, so judging more would never have helped."""
    part_of(project, "0")
    assert run(["train", "run_name=ours", "features=words"]) == 0
    assert run(["train", "run_name=next", "features=words"]) == 0
    capsys.readouterr()
    assert run(["promote", "run_name=next", "model=ours"]) == 4
    said = capsys.readouterr().err
    assert "至少要 50 篇" in said and "baozhai train run_name=ours" in said and "多标一些" not in said


def test_cue_words_that_find_nothing_are_named(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    add(project, "  fishing:\n    name: 渔业\n    include: [拖网渔船作业]\n")
    assert run(["train", "run_name=mine", "features=words"]) == 0
    assert "命中 0 篇" in (err := capsys.readouterr().err) and "include" in err


def test_a_renamed_topic_keeps_labels_and_model(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["train", "run_name=old", "features=words"]) == 0
    assert (
        run(["predict", "data/starter/articles/c.jsonl", "model=old", "format=jsonl,md", "output=before"])
        == 0
    )
    path = project / "conf" / "taxonomy" / "press.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("  party_building:", "  party:").replace(
            "aliases: [party]", "aliases: [party_building]"
        ),
        encoding="utf-8",
    )
    # A digest made before the renaming is printed again, and verified, under the new id.
    assert run(["digest", "before", "output=again", "format=jsonl,md"]) == 0
    again = [json.loads(x) for x in (project / "again/c/articles.jsonl").read_text("utf-8").splitlines()]
    assert any("party" in r["topics"] for r in again) and "## 党建" in (
        project / "again/c/digest.md"
    ).read_text("utf-8")
    assert run(["verify", "before", "again"]) == 0
    capsys.readouterr()
    assert run(["taxonomy", "diff", "old"]) == 0
    assert "改名 party_building → party" in capsys.readouterr().out
    assert run(["predict", "sample", "model=old", "format=jsonl"]) in (0, 5)
    records = [
        json.loads(x)
        for p in Path("digests").rglob("articles.jsonl")
        for x in p.read_text("utf-8").splitlines()
    ]
    assert records and all({"party"} <= set(r["probabilities"]) for r in records)
    assert run(["train", "run_name=new", "features=words"]) == 0
    weights = [(project / "models" / name / "topics/weights.npz").read_bytes() for name in ("old", "new")]
    before = (project / "data/labels/judgements.jsonl").read_bytes()
    capsys.readouterr()
    assert run(["taxonomy", "migrate"]) == 0
    assert "party：补记 344 条" in capsys.readouterr().out
    after = (project / "data/labels/judgements.jsonl").read_bytes()
    assert after.startswith(before) and after.count(b"\n") == before.count(b"\n") + 344
    assert run(["taxonomy", "migrate"]) == 0 and "没有要改名的标注" in capsys.readouterr().out
    assert len(weights[0]) > 1000


@pytest.mark.parametrize(
    "words", [["taxonomy"], ["taxonomy", "chekc"], ["taxonomy", "diff"], ["corpus", "export"]]
)
def test_a_wrong_task_is_a_usage_error(words: list[str], project: Path) -> None:
    assert run(words) == 2


def texts(label: str, count: int) -> list[str]:
    body = {"体育": "球队在主场比赛中进球得分，教练换人", "财经": "银行股市行情上涨，基金经理看好利率"}[label]
    return [f"{body}，这是第{k}条{label}报道的正文，记述当天的经过与数字{k * 7}。" for k in range(count)]


def test_import_train_and_predict_one_label_an_article(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [
        f"{k}-{label},{label},{text.replace(',', '，')}"
        for label in ("体育", "财经")
        for k, text in enumerate(texts(label, 30))
    ]
    data = "编号,类别,正文\n" + "\n".join(rows) + "\n只有一列\n,财经,\n"
    (project / "news.csv").write_bytes(data.encode("gb18030"))
    assert run(["corpus", "import", "news.csv", "run_name=two"]) == 5
    said = capsys.readouterr()
    assert "60 篇，2 个类别，每篇一类" in said.out
    assert "第 62 行：列数与表头不同" in said.err and "第 63 行：没有正文" in said.err
    assert run(["train", "experiment=two"]) == 0
    used = json.loads((project / "models/two/manifest.json").read_text(encoding="utf-8"))["config"]
    assert used["features"]["ngram_max"] == 4 and used["classifier"]["ratio_weight"] == 0.5
    (project / "new.txt").write_text("晚间消息\n\n球队在客场比赛中进球，教练表示满意。\n", encoding="utf-8")
    # The experiment's own model, not the shipped one.
    assert run(["predict", "new.txt", "experiment=two", "format=jsonl"]) in (0, 5)
    made = json.loads((project / "digests/new/manifest.json").read_text(encoding="utf-8"))
    assert made["model"]["name"] == "two" if isinstance(made["model"], dict) else made["model"] == "two"
    record = json.loads((project / "digests/new/articles.jsonl").read_text(encoding="utf-8").splitlines()[0])
    capsys.readouterr()
    assert run(["train", "run_name=several", "features=words"]) == 0
    assert run(["evaluate", "run_name=several", "decision=precise", "corpus.issues="]) == 0
    assert "训练时 decision.threshold_shift=0.0，现在按 0.15 判定" in capsys.readouterr().err
    assert run(["train", "run_name=odd", "features=words", "decision=single"]) == 0
    assert "篇不是恰好一类" in capsys.readouterr().err
    assert run(["predict", "new.txt", "model=several", "decision=single"]) == 2
    assert "decision=single" in capsys.readouterr().err
    names = record["probabilities"]
    assert record["topics"] == [max(names, key=lambda t: names[t])]


def test_what_an_experiment_made_is_looked_for_where_it_works(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without the word `experiment=` the next stages see another corpus and another taxonomy, and say so."""
    rows = [f"{label},{text}" for label in ("体育", "财经") for text in texts(label, 12)]
    (project / "news.csv").write_text("类别,正文\n" + "\n".join(rows) + "\n", encoding="utf-8")
    assert run(["corpus", "import", "news.csv", "run_name=two"]) == 0
    assert run(["train", "experiment=two"]) == 0
    capsys.readouterr()
    assert run(["compare"]) == 3 and "experiment=" in capsys.readouterr().err

    (project / "new.txt").write_text("晚间消息\n\n球队在客场比赛中进球，教练表示满意。\n", encoding="utf-8")
    assert run(["predict", "new.txt", "model=two", "format=md,jsonl"]) in (0, 5)  # a model knows its topics
    capsys.readouterr()
    words = ["digest", "digests/new", "output=again", "format=md,jsonl"]
    assert run(words) == 0
    said = capsys.readouterr().err
    assert "digests/new：它的类别（体育、财经）" in said and "experiment=" in said
    assert run([*words, "experiment=two"]) == 0 and capsys.readouterr().err == ""

    row = json.loads((project / "digests/new/articles.jsonl").read_text(encoding="utf-8").splitlines()[0])
    (project / "c.jsonl").write_text(json.dumps({"id": row["id"], "topics": ["财经"]}), encoding="utf-8")
    assert run(["review", "digests/new", "corrections=c.jsonl", "experiment=two"]) == 0
    assert "复训：baozhai train run_name=新模型（查找时写过的 experiment=" in capsys.readouterr().err


def test_check_counts_for_the_chosen_taxonomy_only(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The starter corpus says nothing of the topics of an import, and the other way round."""
    rows = [f"{label},{text}" for label in ("体育", "财经") for text in texts(label, 6)]
    (project / "news.csv").write_text("类别,正文\n" + "\n".join(rows) + "\n", encoding="utf-8")
    assert run(["corpus", "import", "news.csv", "run_name=two"]) == 0
    for words, own, other in (
        ([], "党建：人工判", "体育：人工判"),
        (["experiment=two"], "体育：人工判", "党建：人工判"),
    ):
        capsys.readouterr()
        assert run(["taxonomy", "check", *words]) == 0
        said = capsys.readouterr().out
        assert own in said and other not in said and "没有选用，只查写法" in said
        assert "第 11 行 manufacturing" in said and "第 2 行 topic_01" in said  # faults of both
    assert run(["taxonomy", "check", "conf/taxonomy/two.yaml"]) == 0
    assert "体育：人工判" in capsys.readouterr().out


def test_import_of_folders_and_several_labels(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for label in ("体育", "财经"):
        (project / "in" / label).mkdir(parents=True)
        for k, text in enumerate(texts(label, 3)):
            (project / "in" / label / f"{k}.txt").write_text(text, encoding="utf-8")
    record = {"headline": "题", "body": ["一段", "二段"], "tags": ["体育", "财经"]}
    (project / "more.jsonl").write_text(json.dumps(record) + "\n[1]\n{坏\n", encoding="utf-8")
    words = ["corpus", "import", "more.jsonl", "run_name=mixed", "columns.text=body", "columns.labels=tags"]
    assert run(words) == 5
    assert "第 2 行" in (err := capsys.readouterr().err) and "第 3 行" in err
    judged = (project / "data/corpora/mixed/judgements.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(x)["verdict"] for x in judged] == [1, 1]
    assert run(["corpus", "import", "in", "run_name=mixed"]) == 0  # the taxonomy that is there is kept
    said = capsys.readouterr().out
    assert "6 篇，2 个类别，每篇一类" in said and "已有，没有改动" in said
    assert run(["corpus", "import", "in"]) == 2 and run(["corpus", "import", "no.csv", "run_name=x"]) == 3


def test_labels_that_a_kept_taxonomy_lacks(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """They get ids of their own, are named, and do not pass for a topic that is there."""
    (project / "one.csv").write_text("text,label\n甲文,甲\n乙文,乙\n", encoding="utf-8")
    (project / "two.csv").write_text("text,label\n丙文,丙\n再一篇,甲\n", encoding="utf-8")
    assert run(["corpus", "import", "one.csv", "run_name=grown"]) == 0
    assert run(["corpus", "import", "two.csv", "run_name=grown"]) == 5
    said = capsys.readouterr().err
    assert "  topic_03:\n    name: 丙\n    order: 3" in said
    lines = (project / "data/corpora/grown/judgements.jsonl").read_text(encoding="utf-8").splitlines()
    verdicts = {(j["article"], j["topic"]): j["verdict"] for j in map(json.loads, lines)}
    assert sorted(v for (_, topic), v in verdicts.items() if topic == "topic_03") == [-1, 1]
    assert len({topic for _, topic in verdicts}) == 2


def test_labels_never_share_an_id(project: Path) -> None:
    rows = "".join(
        f"正文{k},{label}\n" for k, label in enumerate(["A B", "A.B", "other", "photo", "体育", "IT"])
    )
    (project / "odd.csv").write_text(f"text,label\n{rows}", encoding="utf-8")
    assert run(["corpus", "import", "odd.csv", "run_name=odd"]) == 0
    assert run(["taxonomy", "check", "conf/taxonomy/odd.yaml"]) == 0
    table = (project / "conf/taxonomy/odd.yaml").read_text(encoding="utf-8")
    assert [x.strip(" :") for x in table.splitlines() if x.startswith("  ") and x[2] != " "] == [
        "a_b", "topic_01", "it", "topic_02", "topic_03", "topic_04",
    ]  # fmt: skip


def test_a_queue_asks_where_cue_words_of_a_new_topic_fire(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    add(project, TOPIC)
    assert run(["review", "review.size=400", "review.format=jsonl", "features=words"]) == 0
    asked = [json.loads(x) for x in (project / "data/review/queue_1.jsonl").read_text("utf-8").splitlines()]
    suggested = [q for q in asked if "招商引资" in q["suggested"]]
    assert suggested and all(q["probabilities"]["招商引资"] is None for q in asked)
    for q in suggested:
        assert any("线索词" in r and "还没有学过" in r for r in q["reasons"])
    # Where none fires it is not what makes an article worth a look.
    assert len(asked) < 200 and not any("“招商引资”拿不准" in r for q in asked for r in q["reasons"])


def test_a_model_that_never_saw_a_topic_says_so(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["train", "run_name=old", "features=words"]) == 0
    add(project, TOPIC)
    assert run(["predict", "data/starter/articles/c.jsonl", "model=old", "format=md"]) == 0
    assert "没有学过类别“招商引资”" in (project / "digests/c/digest.md").read_text("utf-8")
    # Nor does it say no where cue words say yes.
    assert run(["review", "data/starter/articles/c.jsonl", "model=old", "review.format=csv"]) == 0
    assert (
        "模型说不是"
        not in (project / "data/review/queue_1.csv").read_text("utf-8-sig").split("招商引资", 1)[1]
    )
    add(project, "  fishing:\n    name: 渔业\n    include: [拖网渔船作业, 远洋鱿钓]\n")
    capsys.readouterr()
    assert run(["taxonomy", "check"]) == 0 and "不会给出这一类" in capsys.readouterr().out
    assert run(["train", "run_name=mine", "features=words"]) == 0
    assert run(["predict", "data/starter/articles/c.jsonl", "model=mine", "format=md", "output=o"]) == 0
    assert "没有学过类别“渔业”" in (project / "o/c/digest.md").read_text("utf-8")


def test_a_taxonomy_that_cannot_be_used_teaches_nothing(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    add(project, TOPIC + "    aliases: [biomedicine]\n")
    assert run(["taxonomy", "check"]) == 2
    assert run(["train", "run_name=mine", "features=words"]) == 2
    assert "biomedicine" in capsys.readouterr().err and not (project / "models").exists()


@pytest.mark.parametrize(
    ("topic", "said"),
    [
        ("  photo: {name: 摄影, order: 9, definition: 写法, include: [镜头, 快门]}\n", "photo"),
        (
            "  sport: {name: 体育, name_en: Biomedicine, order: 9, definition: 写法, include: [夺冠]}\n",
            "biomedicine",
        ),
    ],
)
def test_a_topic_that_would_be_taken_for_another_one(
    topic: str, said: str, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    add(project, topic)
    assert run(["taxonomy", "check"]) == 2
    lines = capsys.readouterr().out.splitlines()
    assert any("错误 第 " in line and said in line for line in lines)
    assert run(["train", "run_name=mine", "features=words"]) == 2
    assert said in capsys.readouterr().err and not (project / "models").exists()
    # An answer “Biomedicine” was a yes of the other topic.
    Path("a.csv").write_text("编号,人工类别\nh0123456789abcdef,Biomedicine\n", encoding="utf-8")
    assert run(["review", "corrections=a.csv", "review.author=李"]) == 2


def test_a_model_of_another_corpus_is_not_replaced_unasked(
    project: Path, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(root / "models" / "press", project / "models" / "press")
    before = (project / "models/press/manifest.json").read_bytes()
    assert run(["train", "run_name=press", "features=words"]) == 2
    assert "没有覆盖" in capsys.readouterr().err
    assert (project / "models/press/manifest.json").read_bytes() == before
    assert run(["train", "run_name=mine", "features=words"]) == 0
    assert run(["promote", "run_name=mine"]) == 2
    assert "另一批语料" in capsys.readouterr().err
    assert (project / "models/press/manifest.json").read_bytes() == before
    assert run(["train", "run_name=mine", "features=words", "classifier=bayes"]) == 0  # its own corpus
    assert run(["train", "run_name=press", "features=words", "fresh=true"]) == 0


def test_promotion_knows_renamed_topics_and_leaves_out_unjudged_ones(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    add(project, TOPIC)
    assert run(["train", "run_name=ours", "features=words"]) == 0
    path = project / "conf" / "taxonomy" / "press.yaml"
    text = path.read_text(encoding="utf-8")
    text = text.replace("  party_building:", "  party:").replace(
        "aliases: [party]", "aliases: [party_building]"
    )
    path.write_text(text, encoding="utf-8")
    assert run(["train", "run_name=next", "features=words"]) == 0
    capsys.readouterr()
    assert run(["promote", "run_name=next", "model=ours"]) == 0
    said = capsys.readouterr()
    assert "没有比较：招商引资" in said.err and "F1：党建" in said.out and "F1：招商引资" not in said.out


def part_of(project: Path, keep: str) -> None:
    """Keep the judgements of the starter ledger on articles whose hash ends in one of some digits."""
    path = project / "data" / "labels" / "judgements.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(x for x in lines if json.loads(x)["article"][-1] in keep), encoding="utf-8")


def test_promotion_counts_articles_that_were_judged_before_a_topic_was_added(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Twelve articles are judged on the new topic, 344 on the others: all of them measure what they can."""
    add(project, TOPIC)
    keys = sorted({key for key, _ in build.labels(compose([]), build.require_topics(compose([])))[0]})[:12]
    said = [Judgement(key, "investment", 1 if n < 6 else -1, "person:甲") for n, key in enumerate(keys)]
    append(project / "data" / "labels" / "judgements.jsonl", said)
    assert run(["train", "run_name=ours", "features=words"]) == 0
    assert run(["train", "run_name=next", "features=words"]) == 0
    assert run(["promote", "run_name=next", "model=ours"]) == 0
    found = json.loads((project / "data" / "runs" / "next" / "promotion.json").read_text("utf-8"))
    assert found["n"] == 344 and found["topics"][-1] == "investment" and found["difference"] == 0
    assert "F1：招商引资" in capsys.readouterr().out


def test_topics_of_few_examples_are_for_a_person(project: Path) -> None:
    """5 to 19 articles teach a topic and do not measure it."""
    part_of(project, "012")
    assert run(["train", "run_name=few", "features=words"]) == 0
    state = json.loads((project / "models/few/topics/topics.json").read_text(encoding="utf-8"))
    assert state["unproven"] and all(share == 1.0 for share in state["unproven"].values())
    assert run(["predict", "data/starter/articles/c.jsonl", "model=few", "format=jsonl,md"]) == 0
    rows = [json.loads(x) for x in (project / "digests/c/articles.jsonl").read_text("utf-8").splitlines()]
    given = [r for r in rows if set(r["topics"]) & set(state["unproven"])]
    assert given and all(r["decision"] == "abstain" for r in given)
    assert "还无法衡量，请逐篇核对" in (project / "digests/c/digest.md").read_text(encoding="utf-8")


def test_the_ledger_has_the_last_word_under_any_name(project: Path) -> None:
    """A label table and the ledger disagree on two articles; then the topic gets another id."""
    table, ledger = project / "t.csv", project / "j.jsonl"
    a, b = "a" * 16, "b" * 16
    table.write_text(f"hash,round,labels\n{a},1,\n{b},1,awards\n", encoding="utf-8")
    said = [Judgement(a, "awards", 1, "person:甲"), Judgement(b, "awards", -1, "person:甲")]
    append(ledger, said)
    words = [f"corpus.label_table={table}", f"corpus.judgements={ledger}"]
    path = project / "conf" / "taxonomy" / "press.yaml"
    text = path.read_text(encoding="utf-8")
    for now in (text, _aliased(text.replace("  awards:", "  honours:", 1), "honours", "awards")):
        path.write_text(now, encoding="utf-8")
        cfg = compose(words)
        topics = build.require_topics(cfg)
        name = next(t.id for t in topics if t.name == "奖项荣誉")
        verdicts, _ = build.labels(cfg, topics)
        assert (verdicts[a, name], verdicts[b, name]) == (1, -1), name


def _aliased(text: str, topic: str, alias: str) -> str:
    head, mark, rest = text.partition(f"  {topic}:\n")
    lines = rest.split("\n")
    end = next((k for k, x in enumerate(lines) if x and not x.startswith("    ")), len(lines))
    own = [x for x in lines[:end] if not x.strip().startswith("aliases:")]
    return head + mark + "\n".join([*own, f"    aliases: [{alias}]", *lines[end:]])


def test_topics_put_together_need_a_new_model(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["train", "run_name=apart", "features=words"]) == 0
    path = project / "conf" / "taxonomy" / "two.yaml"
    path.write_text(
        "topics:\n  hightech:\n    name: 高新产业\n    definition: 制造或医药。\n"
        "    include: [生产线, 药品]\n    aliases: [manufacturing, biomedicine]\n",
        encoding="utf-8",
    )
    capsys.readouterr()
    assert run(["predict", "data/starter/articles/c.jsonl", "model=apart", "taxonomy=two"]) == 4
    assert "分开学的" in (err := capsys.readouterr().err) and "高新产业" in err
    # What was digested before is printed under the new topic, as likely as the likelier of both.
    assert run(["predict", "data/starter/articles/c.jsonl", "model=apart", "format=jsonl"]) == 0
    assert run(["digest", "digests/c", "taxonomy=two", "output=again", "format=jsonl"]) == 0
    lines = (
        (project / place / "c" / "articles.jsonl").read_text("utf-8").splitlines()
        for place in ("digests", "again")
    )
    before, after = ({r["id"]: r["probabilities"] for r in map(json.loads, part)} for part in lines)
    assert before.keys() == after.keys()
    for key, p in before.items():
        assert after[key]["hightech"] == max(p["manufacturing"], p["biomedicine"])


def test_promoting_twice_keeps_the_model_before(project: Path) -> None:
    assert run(["train", "run_name=old", "features=words", "classifier=bayes"]) == 0
    assert run(["train", "run_name=new", "features=words"]) == 0
    first = (project / "models/old/topics/weights.npz").read_bytes()
    for _ in range(2):
        assert run(["promote", "run_name=new", "model=old", "review.margin=0.2"]) == 0
        assert (project / "models/old_previous/topics/weights.npz").read_bytes() == first


def test_articles_that_all_came_in_by_review_calibrate(project: Path) -> None:
    """Nothing else was judged, so that they are all there is to choose thresholds and cut-offs by."""
    part_of(project, "0123456789")
    (project / "data" / "labels" / "reviewed.jsonl").write_bytes(
        b"".join(p.read_bytes() for p in sorted((project / "data/starter/articles").glob("*.jsonl")))
    )
    words = ["features=words", "classifier.cv=2"]
    assert run(["train", "run_name=own", *words]) == 0
    sample = load_model(project / "models/own").topics["sample"]
    assert len(sample) > 50 and run(["sweep", *words, "classifier=svm,bayes"]) == 0


def test_a_queue_of_a_ledger_without_no(project: Path) -> None:
    path = project / "data" / "labels" / "judgements.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    assert run(["train", "run_name=old", "features=words"]) == 0
    path.write_text("".join(x for x in lines if json.loads(x)["verdict"] > 0), encoding="utf-8")
    assert run(["review", "model=old"]) == 0
    assert (project / "data/review/queue_1.csv").is_file()


def test_check_and_diff_count_the_label_table_too(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = (f"{key * 16},{rest}\n" for key, rest in zip("abc", ("1,awards", "1,award", "2,"), strict=True))
    (project / "t.csv").write_text("".join(["hash,round,labels\n", *rows]), encoding="utf-8")
    words = ["corpus.judgements=none.jsonl", "corpus.label_table=t.csv"]
    assert run(["taxonomy", "check", *words]) == 0
    said = capsys.readouterr().out
    assert "奖项荣誉：人工判“是” 1 篇、“否” 2 篇" in said and "党建：人工判“是” 0 篇、“否” 0 篇" in said
    assert "提醒：t.csv：有些标签不是这里的类别" in said and "award（第 3 行；是否想写 awards？）" in said
    (project / "new.yaml").write_text(
        "topics: {prizes: {name: 奖项, aliases: [awards]}, sports: {name: 体育}}\n", encoding="utf-8"
    )
    assert run(["taxonomy", "diff", "conf/taxonomy/press.yaml", "new.yaml", *words]) == 0
    said = capsys.readouterr().out
    assert "改名 awards → prizes：3 条标注照用" in said and "删去 party_building：0 条标注" in said
    assert run(["taxonomy", "check", "new.yaml", *words]) == 0
    assert "奖项：人工判“是” 1 篇、“否” 2 篇" in capsys.readouterr().out


def test_check_counts_what_train_learns_from(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Texts that came in by review are learned from too; a copy of one of the corpus counts once."""
    add(project, "  fishing:\n    name: 渔业\n    include: [拖网渔船, 深海拖网]\n")
    texts = [f"云岫市的第{k}艘拖网渔船昨日出海，深海拖网作业三十天。" for k in range(2)]
    rows = [{"id": f"{k}", "title": "渔船出海", "paragraphs": [text]} for k, text in enumerate(texts)]
    own = (project / "data/starter/articles/a.jsonl").read_text("utf-8").splitlines()[0]
    lines = [*(json.dumps(row, ensure_ascii=False) for row in rows), own]
    (project / "data/labels/reviewed.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert run(["taxonomy", "check"]) == 0
    assert "线索词在语料中命中 2 篇，样例太少：按线索词判定，一律待核" in capsys.readouterr().out
    assert run(["train", "run_name=mine", "features=words", "corpus.test_share=0"]) == 0
    assert "按线索词学习（语料中命中 2 篇）；报摘中一律标待核" in capsys.readouterr().err


def test_a_topic_of_few_examples_without_cue_words(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It is learned from them and given, and nobody says that cue words did it; one of a single article is not."""
    stars = "望远镜观测到星系与行星轨道，天文台发布星图"
    rows = [(label, text) for label in ("体育", "财经") for text in texts(label, 20)]
    rows += [("天文", f"{stars}，第{k}条。") for k in range(3)] + [("孤例", "云岫市今天下雨，出门带伞。")]
    (project / "few.csv").write_text(
        "label,text\n" + "".join(f"{n},{t}\n" for n, t in rows), encoding="utf-8"
    )
    assert run(["corpus", "import", "few.csv", "run_name=few"]) == 0
    capsys.readouterr()
    assert run(["taxonomy", "check", "conf/taxonomy/few.yaml", "experiment=few"]) == 0
    said = capsys.readouterr().out
    assert "天文：人工判“是” 3 篇、“否” 41 篇，样例太少，也没有线索词，一律待核" in said
    assert "孤例：人工判“是” 1 篇、“否” 43 篇，样例和命中都太少：不会给出这一类" in said
    assert run(["train", "experiment=few", "corpus.test_share=0"]) == 0
    said = capsys.readouterr().err
    assert "类别“天文”：人工判为“是”的不足 5 篇，也没有线索词；报摘中一律标待核" in said
    assert "类别“孤例”：人工判为“是”的不足 5 篇，也没有线索词；样例和命中都太少，不会给出" in said
    (project / "new.jsonl").write_text(
        json.dumps({"title": "天文台", "body": f"{stars}。"}), encoding="utf-8"
    )
    assert run(["predict", "new.jsonl", "experiment=few", "format=md"]) == 0
    text = (project / "digests/new/digest.md").read_text("utf-8")
    assert "- 类别：天文" in text and "只按线索词判定" not in text
    assert "类别“天文”的人工样例太少，判得准不准还无法衡量，把握至多算作 50%，请逐篇核对。" in text


def test_a_topic_that_was_deleted_holds_up_no_promotion(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = project / "conf" / "taxonomy" / "press.yaml"
    whole = path.read_text(encoding="utf-8")
    assert run(["train", "run_name=ours", "features=words"]) == 0
    head, _, rest = whole.partition("  awards:\n")
    rest = rest.split("\n")
    end = next((k for k, x in enumerate(rest) if x and not x.startswith("    ")), len(rest))
    path.write_text(head + "\n".join(rest[end:]), encoding="utf-8")
    assert run(["train", "run_name=next", "features=words"]) == 0
    path.write_text(whole, encoding="utf-8")  # deleted by mistake: the way out is said
    capsys.readouterr()
    assert run(["promote", "run_name=next", "model=ours"]) == 4
    assert "没有旧模型的类别“奖项荣誉”" in (err := capsys.readouterr().err) and "请先从类别表中删去" in err
    path.write_text(head + "\n".join(rest[end:]), encoding="utf-8")
    assert run(["promote", "run_name=next", "model=ours"]) == 0
    said = capsys.readouterr()
    assert "没有比较：奖项荣誉（类别表里已没有" in said.err
    assert "F1：党建" in said.out and "F1：奖项荣誉" not in said.out
    path.write_text("topics:\n  sports:\n    name: 体育\n    include: [球队]\n", encoding="utf-8")
    assert run(["promote", "run_name=next", "model=ours_previous"]) == 4
    assert "一个也没有，无法比较" in capsys.readouterr().err


def test_runs_are_compared_in_whichever_order_the_topics_stand(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Once the sections of the digest had another order, no new run was scored on the labels of the old ones."""
    path = project / "conf" / "taxonomy" / "press.yaml"
    for name in ("one", "two"):
        assert run(["train", f"run_name={name}", "features=words"]) == 0
        assert run(["evaluate", f"run_name={name}", "corpus.issues="]) == 0
        path.write_text(path.read_text("utf-8").replace("order: 1", "order: 9"), encoding="utf-8")
    capsys.readouterr()
    assert run(["compare"]) == 0
    said = capsys.readouterr().out
    assert said.count("| run |") == 1 and "| two |" in said and "Not all runs" not in said


def test_labels_of_a_topic_that_the_model_is_older_than_are_no_unknown_ones(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`evaluate` advised to write them into the aliases of another topic."""
    assert run(["train", "run_name=old", "features=words"]) == 0
    add(project, TOPIC)
    table = project / "labels.csv"
    table.write_text(
        "hash,round,labels\n0123456789abcdef,1,investment\nfedcba9876543210,1,investmnt\n", "utf-8"
    )
    capsys.readouterr()
    assert run(["evaluate", "run_name=old", "corpus.issues=", f"corpus.label_table={table}"]) == 0
    said = capsys.readouterr().err
    assert "没有用到：investmnt（第 3 行；是否想写 investment？）" in said


def test_cue_words_are_never_certain(project: Path) -> None:
    """Where people agree with all that cue words say of another topic, those of a new one passed for judgements."""
    rows = [f"{label},{text}" for label in ("体育", "财经") for text in texts(label, 30)]
    rows += [f",公路施工顺利，新路今日通车，这是第{k}条道路报道的正文。" for k in range(20)]
    (project / "news.csv").write_text("\n".join(["类别,正文", *rows]), encoding="utf-8")
    assert run(["corpus", "import", "news.csv", "run_name=two"]) == 0
    cues = {"体育": "[球队, 进球]", "财经": "[银行, 股市]", "道路": "[公路, 通车]"}
    (project / "conf/taxonomy/two.yaml").write_text(
        "topics:\n"
        + "".join(
            f"  topic_{k:02d}:\n    name: {n}\n    include: {c}\n" for k, (n, c) in enumerate(cues.items(), 1)
        ),
        encoding="utf-8",
    )
    assert run(["train", "experiment=two", "decision=balanced", "corpus.test_share=0"]) == 0
    state = json.loads((project / "models/two/topics/topics.json").read_text("utf-8"))
    assert 0.8 < state["unproven"]["topic_03"] < 1
    (project / "new.txt").write_text("新路通车\n\n公路施工顺利，新路今日通车。\n", encoding="utf-8")
    assert run(["predict", "new.txt", "experiment=two", "decision=balanced", "format=md"]) in (0, 5)
    assert "类别“道路”的人工样例太少，只按线索词判定" in (project / "digests/new/digest.md").read_text(
        "utf-8"
    )


def test_a_handful_of_articles_that_did_not_come_in_by_review_decides_nothing(project: Path) -> None:
    """Of six articles no share is to be told: a model never asked a person."""
    place = project / "data/starter/articles"
    lines = [x for p in sorted(place.glob("*.jsonl")) for x in p.read_text("utf-8").splitlines(keepends=True)]
    (project / "own.jsonl").write_text("".join(lines[:6]), encoding="utf-8")
    (project / "data/labels/reviewed.jsonl").write_text("".join(lines[6:]), encoding="utf-8")
    words = ["run_name=own", "features=words", "classifier.cv=2", "corpus.articles=own.jsonl"]
    assert run(["train", *words, "corpus.test_share=0"]) == 0
    assert len(load_model(project / "models/own").topics["sample"]) > 100
    assert build.load("own").ask_below > 0
