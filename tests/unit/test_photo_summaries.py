"""Summaries of captions: what is to be seen, without the words that point to the pictures."""

from __future__ import annotations

from typing import Any

import pytest

from baozhai.digest import Digester
from baozhai.records import Article
from baozhai.summary import Lead
from baozhai.text.captions import unpointed

SCENE = "第九届云岫茶农运动会今天在汀澜开赛。"


@pytest.mark.parametrize(
    ("paragraphs", "said"),
    [
        ((f"上图：{SCENE}三百名茶农参赛。",), f"{SCENE}三百名茶农参赛。"),
        ((SCENE, "左图：茶农挑担赛跑。", "右图：颁奖仪式上的茶农。"), SCENE),
        ((f"{SCENE}左图：茶农挑担赛跑。他们来自望潮。右图：颁奖仪式上的茶农。",), SCENE),
        (("左图：茶农挑担赛跑。", "右图：颁奖仪式上的茶农。"), "茶农挑担赛跑。"),
        ((f"▲图片：{SCENE}",), SCENE),
        ((f"{SCENE}图为茶农挑担赛跑。",), f"{SCENE}图为茶农挑担赛跑。"),
        (("上图：",), "上图："),
        (("云岫河长制有了新地图：三百条河上图。",), "云岫河长制有了新地图：三百条河上图。"),
    ],
)
def test_words_that_point_to_a_picture_are_left_out(paragraphs: tuple[str, ...], said: str) -> None:
    nothing: Any = None
    article = Article("1", kind="photo", paragraphs=paragraphs)
    found = Digester(nothing, nothing, Lead(), (), ()).summarize(article)
    assert found.text == said
    assert found.text == "".join(paragraphs[s.paragraph][s.start : s.end] for s in found.sentences)


def test_places_stay_the_same() -> None:
    paragraphs = (f"上图：{SCENE}", "下图：茶农挑担赛跑。")
    assert [len(text) for text in unpointed(paragraphs)] == [len(text) for text in paragraphs]
    assert unpointed(("图书馆今天开放。", "")) == ("图书馆今天开放。", "")


def test_a_caption_of_many_blanks_is_looked_through_once() -> None:
    """Looked through from each blank, it would take half an hour."""
    blank = (" " * 300_000,)
    assert unpointed(blank) == blank
