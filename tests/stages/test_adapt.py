"""A model that stands, moved by judgements of one's own: what changes, what stays, and who may take its place."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from baozhai import build
from baozhai.cli import compose, run
from baozhai.digest import Digester
from baozhai.io.bundle import load_model, save_model
from baozhai.io.corpus import read_articles, write_articles
from baozhai.io.crossfit import read_crossfit
from baozhai.io.ledger import append, read_ledger
from baozhai.labels.ledger import content_hash
from baozhai.records import Article, Judgement, resolve

OWN = """  investment:
    name: 招商引资
    order: 9
    definition: 以引进项目、签约为主要内容。
    include: [签约, 落户, 招商]
"""


class Office:
    """The shipped model, a corpus of 120 starter articles that it learned from, and 60 invented ones that it did not."""

    def __init__(self, folder: Path, root: Path) -> None:
        self.folder, self.ledger = folder, folder / "j.jsonl"
        every = [a for a in read_articles(root / "data" / "starter" / "articles") if a.kind == "article"]
        said = read_ledger(root / "data" / "labels" / "judgements.jsonl").judgements
        self.truth = resolve(said)
        write_articles(folder / "corpus", "a.jsonl", every[:240])
        shutil.copy(root / "data" / "labels" / "judgements.jsonl", self.ledger)
        # The same matters told otherwise: every second sentence, so that nothing is a copy of what was learned.
        self.source = every[250:310]
        self.news = [
            Article(f"n{k}", title=a.title[::-1], paragraphs=tuple(_half(p) for p in a.paragraphs))
            for k, a in enumerate(self.source)
        ]
        self.words = [
            f"work={folder / 'work'}", f"models={folder / 'models'}", f"corpus.judgements={self.ledger}",
            f"corpus.articles={folder / 'corpus'}", f"corpus.reviewed={folder / 'reviewed.jsonl'}", "corpus.issues=",
        ]  # fmt: skip

    def __call__(self, stage: str, *words: str) -> int:
        return run([stage, *words, *self.words])

    def judge(
        self, count: int, *, topics: tuple[str, ...] = (), wrong: bool = False, drawn: bool = False
    ) -> None:
        """What the starter corpus says of the article that each was made of, as one batch."""
        write_articles(self.folder, "reviewed.jsonl", self.news[:count])
        out = []
        for a, source in zip(self.news[:count], self.source, strict=False):
            for (key, topic), verdict in self.truth.items():
                if key == content_hash(source) and (not topics or topic in topics):
                    said = -verdict if wrong else verdict
                    out.append(
                        Judgement(
                            content_hash(a), topic, said, "person:甲", "2026-06-12", batch="b", drawn=drawn
                        )
                    )
        append(self.ledger, out)

    def settle(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        """Settings of its own, in its own folder; gives the taxonomy."""
        shutil.copytree(root / "conf", self.folder / "conf")
        shutil.copytree(root / "data" / "dictionary", self.folder / "data" / "dictionary")
        shutil.copytree(root / "models" / "press", self.folder / "models" / "press")
        monkeypatch.chdir(self.folder)
        return self.folder / "conf" / "taxonomy" / "press.yaml"

    def model(self, name: str, *words: str) -> Digester:
        return build.load(
            name if name == "press" else str(self.folder / "models" / name), compose([*self.words, *words])
        )

    def say(self, topic: str, verdicts: list[int], *, articles: list[Article] | None = None) -> None:
        """One more batch, of one topic."""
        pairs = list(zip(self.news if articles is None else articles, verdicts, strict=False))
        if (last := pairs[-1][0]) in self.news:
            write_articles(self.folder, "reviewed.jsonl", self.news[: self.news.index(last) + 1])
        append(
            self.ledger,
            [Judgement(content_hash(a), topic, v, "person:乙", "2026-06-13", batch="c") for a, v in pairs],
        )


def _half(paragraph: str) -> str:
    return "。".join(paragraph.split("。")[::2]) + "。"


@pytest.fixture
def office(tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.chdir(root)
    return Office(tmp_path, root)


def chances(model: Digester, articles: list[Article]) -> np.ndarray[Any, Any]:
    return np.array([[p.probabilities[t.id] for t in model.topics] for p in model.predict(articles)])


def test_what_was_judged_moves_and_the_rest_stays(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    office.judge(40, topics=("manufacturing",), wrong=True)  # people here call it otherwise
    assert office("adapt", "model=press", "run_name=ours") == 0
    said = capsys.readouterr().err
    assert "制造业：按 40 篇判断调整" in said and "党建：没有新的判断，与原来一样" in said
    old, new = office.model("press"), office.model("ours")
    assert [t.id for t in new.topics] == [t.id for t in old.topics] and new.thresholds == old.thresholds
    k = [t.id for t in old.topics].index("manufacturing")
    others = [j for j in range(4) if j != k]
    unseen = office.news[40:] + office.source
    before, after = chances(old, unseen), chances(new, unseen)
    assert (before[:, others] == after[:, others]).all()
    # Told the contrary of what it says, it is less sure of the articles that nobody judged too.
    sure = (before[:20, k] > 0.9) | (before[:20, k] < 0.1)
    assert (np.abs(after[:20, k] - 0.5) < np.abs(before[:20, k] - 0.5))[sure].mean() > 0.8
    manifest = json.loads((office.folder / "models" / "ours" / "manifest.json").read_text("utf-8"))
    assert manifest["base"] == {"model": "press", "sha256": old.model_sha256}
    assert manifest["adapted"]["learned"] == {
        "party_building": 0,
        "manufacturing": 40,
        "biomedicine": 0,
        "awards": 0,
    }


def test_the_same_judgements_give_the_same_model(office: Office) -> None:
    office.judge(20)
    assert office("adapt", "model=press", "run_name=a") == office("adapt", "model=press", "run_name=b") == 0
    files = [
        p.relative_to(office.folder / "models" / "a")
        for p in (office.folder / "models" / "a").rglob("*")
        if p.is_file()
    ]
    assert len(files) > 8
    for name in files:
        one, two = ((office.folder / "models" / run_ / name).read_bytes() for run_ in "ab")
        assert one == two, name


def test_a_topic_of_ones_own_stands_beside_the_shipped_ones(
    office: Office, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = office.settle(root, monkeypatch)
    own.write_text(own.read_text("utf-8") + OWN, "utf-8")
    office.judge(10)
    assert office("adapt", "model=press", "run_name=ours") == 0
    old, new = office.model("press"), office.model("ours")
    assert [t.id for t in new.topics] == [*(t.id for t in old.topics), "investment"]
    deal = Article(
        "x",
        title="十二个项目落户云岫",
        paragraphs=("云岫高新区昨日集中签约，十二个项目落户，招商专班现场办公。",) * 3,
    )
    (said,) = new.predict([deal])
    assert "investment" in said.topics and said.decision == "abstain"  # nobody judged it: a person is asked
    assert new.unproven["investment"] < 1 and not {t.id for t in old.topics} & set(new.unproven)
    # Explanations are exact, sentences included.
    both = [deal, office.news[0]]
    for one in new.explain(both, new.predict(both)):
        for k, topic in enumerate(one.topics):
            assert topic.value == pytest.approx(
                topic.bias + sum(t.contributions[k] for t in one.terms), abs=1e-9
            )
    assert any(t.block == "sentences" and any(t.contributions[:4]) for t in one.terms)
    assert not any(t.contributions[4] for t in one.terms if t.block == "sentences")  # nobody marked any of it
    # A topic that is deleted goes; one that is renamed keeps what was learned.
    text = (
        own.read_text("utf-8")
        .replace("  manufacturing:\n", "  making:\n")
        .replace("aliases: [industry]", "aliases: [industry, manufacturing]")
    )
    own.write_text(text, "utf-8")
    assert office("adapt", "model=press", "run_name=renamed") == 0
    renamed = office.model("renamed")
    assert [t.id for t in renamed.topics][1] == "making"
    assert chances(renamed, office.news[20:30])[:, 1] == pytest.approx(
        chances(new, office.news[20:30])[:, 1], abs=1e-9
    )


def test_it_may_take_the_place_of_the_old_one_if_it_is_not_worse(
    office: Office, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(root / "models" / "press", office.folder / "models" / "shipped")
    office.judge(60)
    assert office("adapt", f"model={office.folder / 'models' / 'shipped'}", "run_name=ours") == 0
    assert office("promote", "run_name=ours", "model=shipped") == 0
    decided = office.folder / "models" / "shipped" / "report" / "promotion.json"
    assert decided.is_file()
    assert (
        json.loads((office.folder / "models" / "shipped" / "manifest.json").read_text("utf-8"))["base"][
            "model"
        ]
        == "shipped"
    )
    # What it learned is in its table: it is not learned twice.
    learned = read_crossfit(
        office.folder / "models" / "ours",
        json.loads((office.folder / "models" / "ours" / "manifest.json").read_text("utf-8")),
        (),
    )
    assert {content_hash(a) for a in office.news} <= set(learned)
    capsys.readouterr()
    assert office("adapt", f"model={office.folder / 'models' / 'shipped'}", "run_name=again") == 3
    said = capsys.readouterr().err
    assert "没学过的判断" in said and "新判、改判" not in said
    assert office("adapt", "model=press", "run_name=shipped") == 0
    assert not decided.exists()  # another model stands there now


def test_poisoned_corrections_are_refused(
    office: Office, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every verdict turned over, of sixty articles."""
    shutil.copytree(root / "models" / "press", office.folder / "models" / "shipped")
    office.judge(60, wrong=True)
    assert office("adapt", f"model={office.folder / 'models' / 'shipped'}", "run_name=bad") == 0
    assert office("promote", "run_name=bad", "model=shipped") == 4
    assert "没有替换" in capsys.readouterr().err


def test_it_is_measured_by_a_sample(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    office.judge(50, drawn=True)
    assert office("adapt", "model=press", "run_name=ours") == 0
    assert office("evaluate", "run_name=ours") == 3
    assert "baozhai evaluate sample run_name=ours" in capsys.readouterr().err
    assert office("evaluate", "sample", "run_name=ours") == 0
    found = json.loads(
        (office.folder / "work" / "runs" / "ours" / "sample" / "metrics.json").read_text("utf-8")
    )
    assert found["n"] == 50


def test_nothing_is_written_over_unasked(
    office: Office, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert office("adapt", "model=press", "run_name=ours") == 3
    assert (
        "没有 press 没学过的判断" in capsys.readouterr().err
        and not (office.folder / "models" / "ours").exists()
    )
    office.judge(10)
    shutil.copytree(root / "models" / "press", office.folder / "models" / "mine")
    assert office("adapt", "model=press", "run_name=mine") == 2
    assert "训练得来的模型，没有覆盖" in capsys.readouterr().err
    assert office("adapt", f"model={office.folder / 'models' / 'mine'}", "run_name=mine") == 2
    assert "run_name 和 model 都是" in capsys.readouterr().err
    assert (
        office("adapt", "model=press", "run_name=ours")
        == office("adapt", "model=press", "run_name=ours")
        == 0
    )
    assert office("adapt", "model=nix") == 4


def test_models_that_cannot_be_moved(office: Office, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    office.judge(10)
    state = load_model(root / "models" / "press")
    one = office.folder / "models" / "one"
    save_model(one, replace(state, topics={**state.topics, "exclusive": True}))
    assert office("adapt", f"model={one}", "run_name=ours", "decision=single") == 4
    assert "每篇一类" in capsys.readouterr().err
    other = office.folder / "models" / "other"
    save_model(other, replace(state, topics={**state.topics, "topics": ["a", "b", "c", "d"]}))
    assert office("adapt", f"model={other}", "run_name=ours") == 4
    assert "一个也没有" in capsys.readouterr().err
    shutil.copytree(root / "models" / "press", office.folder / "models" / "bare")
    (office.folder / "models" / "bare" / "report" / "crossfit.csv").unlink()
    assert office("adapt", f"model={office.folder / 'models' / 'bare'}", "run_name=ours") == 4
    assert "看不出它学过哪些文章" in capsys.readouterr().err


def test_a_topic_that_is_deleted_goes_and_is_named(
    office: Office, root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    own = office.settle(root, monkeypatch)
    text = own.read_text("utf-8")
    own.write_text(text[: text.index("  awards:")], "utf-8")
    office.judge(10)
    assert office("adapt", "model=press", "run_name=ours") == 0
    assert "奖项荣誉：类别表里已没有" in capsys.readouterr().err
    topics = json.loads((office.folder / "models" / "ours" / "topics" / "topics.json").read_text("utf-8"))
    assert topics["topics"] == ["party_building", "manufacturing", "biomedicine"]
    assert chances(office.model("ours"), office.news[50:]).shape[1] == 3


def test_what_cue_words_are_worth_the_topics_that_people_judged_tell(
    office: Office, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = office.settle(root, monkeypatch)
    text = own.read_text("utf-8") + OWN
    # Cue words that say nothing of biomedicine: what is learned from them is right as often as chance has it.
    start = text.index("include: [生物医药")
    own.write_text(text[:start] + "include: [昨日, 记者]" + text[text.index("\n", start) :], "utf-8")
    office.judge(10)
    assert office("adapt", "model=press", "run_name=ours") == 0
    assert 0 < office.model("ours").unproven["investment"] < 0.4


def test_a_topic_learned_from_cue_words_is_learned_anew_once_people_judged_it(
    office: Office, root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Also where the model that stands is itself an adapted one."""
    own = office.settle(root, monkeypatch)
    own.write_text(own.read_text("utf-8") + OWN, "utf-8")
    office.judge(10)
    assert office("adapt", "model=press", "run_name=first") == 0
    first = office.model("first")
    assert first.unproven["investment"] < 1
    office.say("investment", [1, -1] * 8)
    assert office("adapt", f"model={office.folder / 'models' / 'first'}", "run_name=second") == 0
    assert "招商引资：原来只按线索词学过，重新从" in capsys.readouterr().err
    second = office.model("second")
    assert second.unproven == {"investment": 1.0}  # eight of them: a person is still asked
    before, after = chances(first, office.source), chances(second, office.source)
    assert (before[:, :4] == after[:, :4]).all()
    office.say("investment", [1, -1] * 15, articles=office.news[16:])
    assert office("adapt", f"model={office.folder / 'models' / 'second'}", "run_name=third") == 0
    assert "招商引资：按 30 篇判断调整" in capsys.readouterr().err
    assert office.model("third").unproven == {}


def test_answers_on_what_the_model_learned_are_named(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    learned = read_articles(office.folder / "corpus")[:5]
    against = [-office.truth[content_hash(a), "awards"] for a in learned]
    office.say("awards", against, articles=learned)
    assert office("adapt", "model=press", "run_name=ours") == 3
    assert "新判、改判的 5 篇它都学过" in capsys.readouterr().err
    office.judge(10)
    assert office("adapt", "model=press", "run_name=ours") == 0
    assert "新判、改判的另有 5 篇没有用来调整：press 学过它们" in capsys.readouterr().err
    # Taken back, nothing is left to say; nor is it of what the model that stands was moved by.
    office.say("awards", [-v for v in against], articles=learned)
    office.say("awards", [1] * 15)
    assert office("adapt", f"model={office.folder / 'models' / 'ours'}", "run_name=more") == 0
    said = capsys.readouterr().err
    assert "奖项荣誉：按 5 篇判断调整" in said and "新判、改判的另有" in said
    assert office("adapt", "model=press", "run_name=anew") == 0
    assert "新判、改判" not in capsys.readouterr().err


def test_away_from_the_project_lost_texts_are_named(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.rmtree(office.folder / "corpus")
    office.ledger.unlink()
    office.judge(6)
    assert office("adapt", "model=press", "run_name=ours") == 0
    (office.folder / "reviewed.jsonl").unlink()
    capsys.readouterr()
    assert office("adapt", "model=press", "run_name=ours") == 3
    assert "24 条判断（6 篇）没有正文" in capsys.readouterr().err


def test_weights_that_never_counted_do_not_come_alive(office: Office, root: Path) -> None:
    """A topic that was always as probable, for its weights were noise: what it is moved by is all that it knows."""
    state = load_model(root / "models" / "press")
    calibration = np.array(state.topics["calibration"])
    calibration[0] = 0.0, -1.0
    base = office.folder / "models" / "base"
    save_model(base, replace(state, topics={**state.topics, "calibration": calibration}))
    shutil.copytree(root / "models" / "press" / "report", base / "report")
    office.say("party_building", [1, -1] * 10)
    assert office("adapt", f"model={base}", "run_name=ours") == 0
    found = chances(office.model("ours"), office.news[20:] + office.source)[:, 0]
    assert found.min() > 0.15 and found.max() < 0.6
