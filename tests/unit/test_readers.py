"""Readers: records, saved pages, documents; what they keep and what they refuse."""

from __future__ import annotations

import json

import pytest

from baozhai.errors import InputError
from baozhai.io.readers.records import read_records
from baozhai.io.writers import render
from baozhai.records import (
    Article,
    Crosshead,
    Digest,
    Entry,
    Issue,
    Person,
    Prediction,
    Source,
    Summary,
)

ARTICLE = Article(
    "07",
    title="樟溪镇建成第二座水文站",
    kicker="汛期之前",
    subtitle="——数据十分钟一报",
    paragraphs=("樟溪镇第二座水文站昨日投用。", "站长何照说，数据十分钟一报。"),
    byline=(Person("柳问舟", "本报记者"),),
    byline_raw="（本报记者 柳问舟）",
    dateline="本报讯",
    crossheads=(Crosshead(1, "十分钟"),),
    newspaper="云岫高新技术导报",
    date="2026-06-12",
    page="3",
    source=Source("page.txt", "3", ((4, 9), (31, 31))),
    confidence=0.74,
    also=(Article("03", title="水文站投用", newspaper="樟溪晚报", source=Source("other.txt")),),
)


def test_our_own_records_come_back_whole() -> None:
    digest = Digest(Issue("page.txt", (ARTICLE,)), (Entry(ARTICLE, Prediction("07"), Summary("07")),), ())
    written = render(digest, ["jsonl"])["articles.jsonl"].decode()
    assert read_records(written, "articles.jsonl") == [ARTICLE]


@pytest.mark.parametrize("mark", ["\u2028", "\u2029", "\x85", "\x0b", "\x1c"])
def test_line_ends_inside_a_text_do_not_break_a_record(mark: str) -> None:
    line = json.dumps({"title": "题", "body": f"前{mark}后"}, ensure_ascii=False)
    if mark < " ":
        line = line.replace(json.dumps(mark)[1:-1], mark)  # raw controls are no JSON ...
        with pytest.raises(InputError, match="第 1 行"):  # ... and the message names the right line
            read_records(line, "a.jsonl")
    else:
        (article,) = read_records(f"{line}\r\n\n", "a.jsonl")
        assert article.paragraphs == (f"前{mark}后",)


@pytest.mark.parametrize(
    "record",
    [
        {"title": "题", "confidence": "high"},
        {"title": "题", "confidence": float("nan")},
        {"title": "题", "confidence": 3},
        {"title": "题", "source": {"file": "a", "spans": [1, 2]}},
        {"title": "题", "source": {"file": "a", "spans": [["x", 2]]}},
        {"title": "题", "source": ["a"]},
        {"title": {"a": 1}},
        {"title": "题", "byline": [{"role": "记者"}]},
        {"title": "题", "byline": 7},
        {"title": "题", "crossheads": [{"text": "x"}]},
        {"title": "题", "paragraphs": "一段"},
        {"title": "", "body": "  \n"},
        {},
    ],
)
def test_bad_records_name_the_line(record: dict) -> None:
    good = json.dumps({"title": "题"})
    with pytest.raises(InputError, match=r"a.jsonl 第 2 行：.*"):
        read_records(f"{good}\n{json.dumps(record)}\n", "a.jsonl")
